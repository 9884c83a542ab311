"""The heads on the encoder: what each says of a word or of a pair of words, and the loss it learns by."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from training.network.corpora import DEFENCE, IGNORE, NAMED, NO_VALUE, RELATIONS, ROLES, UPOS
from training.network.encoder import WIDTH, Encoder, Mixes

TAGS = {
    "source": 3, "cue": 3, "content": 3, "named": 2 * len(NAMED) + 1, "gum": 2 * len(NAMED) + 1, "defence": 2 * len(DEFENCE) + 1, "upos": len(UPOS),
}  # fmt: skip
MIXED = {
    "source": "speech", "cue": "speech", "content": "speech", "named": "names", "gum": "names", "defence": "names", "upos": "grammar",
}  # fmt: skip
ARC, LABEL, FRAME = 256, 96, 160
NEAR = 60  # words of distance told apart between the two of a frame
AWAY = -1e4


class Batch(NamedTuple):
    """Windows of one length: pieces, cases and mask [batch, length], labels by head, frames laid end to end."""

    pieces: Tensor
    cases: Tensor
    hints: Tensor
    mask: Tensor
    rows: dict[str, Tensor]
    frame_at: Tensor  # [frames, 2]: which window, which piece
    frames: Tensor  # [frames, length]


class Arcs(nn.Module):
    """Biaffine scores of every word as every other's head; a root is its own (Dozat and Manning 2017)."""

    def __init__(self) -> None:
        super().__init__()
        self.low, self.high = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.both, self.often = nn.Linear(ARC, ARC, bias=False), nn.Linear(ARC, 1)
        self.low_label, self.high_label = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label = nn.Linear(LABEL, len(RELATIONS))
        nn.init.normal_(self.both.weight, std=0.02)
        self.drop = nn.Dropout(0.2)

    def forward(self, seen: Tensor) -> Tensor:
        """Gives [batch, dependent, head]."""
        low, high = (self.drop(nn.functional.gelu(each(seen))) for each in (self.low, self.high))
        scores: Tensor = self.both(low) @ high.transpose(1, 2) + self.often(high).transpose(1, 2)
        return scores

    def labels(self, seen: Tensor, heads: Tensor) -> Tensor:
        """Gives [batch, dependent, relation] to the heads named."""
        high = self.high_label(seen)
        high = high.gather(1, heads[..., None].expand(-1, -1, high.shape[-1]))
        told: Tensor = self.label(self.drop(nn.functional.gelu(self.low_label(seen) + high)))
        return told


class Frame(nn.Module):
    """What each word is to one word: [frames, length, kinds] from the sum of both, their product and their distance."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.word, self.anchor = nn.Linear(WIDTH, FRAME), nn.Linear(WIDTH, FRAME)
        self.word_gate, self.anchor_gate = nn.Linear(WIDTH, FRAME), nn.Linear(WIDTH, FRAME)
        self.distance = nn.Embedding(2 * NEAR + 1, FRAME)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.kinds = nn.Linear(FRAME, kinds)
        self.drop = nn.Dropout(0.1)

    def forward(self, seen: Tensor, window: Tensor, anchor: Tensor) -> Tensor:
        one = seen[window, anchor]  # [frames, WIDTH]
        rows = seen[window]
        away = torch.arange(seen.shape[1], device=seen.device)[None] - anchor[:, None]
        mixed = self.word(rows) + self.anchor(one)[:, None] + self.word_gate(rows) * self.anchor_gate(one)[:, None]
        mixed = mixed + self.distance(away.clamp(-NEAR, NEAR) + NEAR)
        told: Tensor = self.kinds(self.drop(nn.functional.gelu(mixed)))
        return told


class Reader(nn.Module):
    """The encoder with the heads that corpora teach."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.mixes = Mixes("speech", "names", "grammar")
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, kinds) for name, kinds in TAGS.items()})
        self.arcs = Arcs()
        self.factuality = nn.Sequential(nn.Linear(WIDTH, 128), nn.GELU(), nn.Linear(128, 1))
        self.frame = Frame(2 * len(ROLES) + 1)
        self.drop = nn.Dropout(0.1)

    def loss(self, batch: Batch, every: Tensor) -> dict[str, Tensor]:
        """Gives the loss of each head that the batch has labels for. `every` is what the encoder's layers made of it."""
        seen = {name: self.drop(each) for name, each in self.mixes(every).items()}
        told: dict[str, Tensor] = {}
        for name, head in self.tags.items():
            if name in batch.rows and (batch.rows[name] != IGNORE).any():
                told[name] = entropy(head(seen[MIXED[name]]), batch.rows[name])
        if "head" in batch.rows:
            told |= self._parsed(batch, seen["grammar"])
        if "factuality" in batch.rows and (known := batch.rows["factuality"] < NO_VALUE - 1).any():
            told["factuality"] = nn.functional.smooth_l1_loss(
                self.factuality(seen["grammar"])[..., 0][known].float(), batch.rows["factuality"][known]
            )
        if len(batch.frame_at):
            scores = self.frame(seen["speech"], batch.frame_at[:, 0], batch.frame_at[:, 1])
            some = (batch.frames > 0).sum().clamp(min=1)
            told["frame"] = 0.5 * entropy(scores, batch.frames, reduction="sum") / some
        return told

    def _parsed(self, batch: Batch, seen: Tensor) -> dict[str, Tensor]:
        heads, sentence = batch.rows["head"], batch.rows["sentence"]
        apart = (sentence[:, :, None] != sentence[:, None, :]) | (sentence[:, None, :] == IGNORE)
        scores = self.arcs(seen).float().masked_fill(apart, AWAY)
        labels = self.arcs.labels(seen, heads.clamp(min=0))
        return {"arc": entropy(scores, heads), "relation": entropy(labels, batch.rows["relation"])}


def entropy(scores: Tensor, right: Tensor, reduction: str = "mean") -> Tensor:
    return nn.functional.cross_entropy(
        scores.float().flatten(0, 1), right.flatten(), ignore_index=IGNORE, reduction=reduction
    )
