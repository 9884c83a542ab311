"""The second stage: the heads that read claims, beside what the first stage learnt, so that it is not forgotten."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training import standoff
from training.network import corpora, passages
from training.network.claims import Claims, claim_batch
from training.network.encoder import published
from training.network.fit import SEED, Rates, batch, batches, fit
from training.network.heads import Reader

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "gold" / "train.jsonl"
FOLDER = ROOT / "training" / "passages"
RARE = frozenset({"v9", "v10", "v11", "v12", "v13", "v14", "v15", "v16"})  # tell events in words that news seldom uses
PLAIN = "v17.jsonl"  # single sentences, actives and passives
POLISHES = {"first": (1, 0.3), "second": (4, 0.7)}  # how often each takes them an epoch, and its share of the weights
EPOCHS = 12
SIZE = 1_600
SEED_TIMES = 8  # that the page the project began with comes by in each epoch
POLISH, SENTENCES = 3, 3  # epochs of the polish; of how many single sentences it takes one
POLISH_RATES = Rates(encoder=7e-5, heads=5e-4)
RATES = Rates(encoder=1.2e-4, heads=1e-3)
SHARES = {
    "mode": 2.0, "polarity": 0.6, "certainty": 0.6, "reality": 0.8, "actor": 0.8, "other": 0.8, "place": 0.8,
    "quantity": 0.5, "time": 0.5, "source start": 0.4, "source end": 0.6, "outer start": 0.15, "outer end": 0.15,
    "evidence start": 0.6, "evidence end": 0.6,
}  # fmt: skip


class Whole(nn.Module):
    """Encoder, heads of the first stage, heads that read claims."""

    def __init__(self) -> None:
        super().__init__()
        reader = Reader(published())
        self.encoder, self.reader, self.claims = reader.encoder, reader, Claims()


def annotated(rare: bool = True) -> list[passages.Json]:
    """Gives all passages that may be trained on, those of rare wording where asked; the stand-off ones with their texts."""
    own = [file for file in sorted(FOLDER.glob("v*.jsonl")) if rare or file.stem not in RARE]
    told = [*passages.lines([GOLD, *own]), *standoff.passages(corpora.DATA)]
    told += [record for record in standoff.passages(corpora.DATA, standoff.SEED) for _ in range(SEED_TIMES)]
    return [record for record in told if "NonCommercial" not in str(record.get("licence", ""))]


def losses_of(model: Whole) -> Callable[[list[Any]], dict[str, Tensor]]:
    """Gives what a batch costs: passages by the heads that read claims, all else by those of the corpora."""

    def losses(group: list[Any]) -> dict[str, Tensor]:
        if isinstance(group[0], passages.Passage):
            claims = claim_batch(group)
            return model.claims.loss(claims, model.encoder(claims.pieces, claims.cases, claims.hints, claims.mask))
        rows = batch(group)
        return model.reader.loss(rows, model.encoder(rows.pieces, rows.cases, rows.hints, rows.mask))

    return losses


def polish(model: Whole, rng: np.random.Generator, plain: int, kept: Path) -> None:
    """Goes over passages in the usual words of news by small steps, and over single sentences, so that short notes read as well."""
    usual = annotated(rare=False) + passages.lines([FOLDER / PLAIN]) * (plain - 1)
    told, sentences = list(passages.examples(usual)), list(passages.alone(usual))
    some = [sentences[n] for n in rng.permutation(len(sentences))[: len(sentences) // SENTENCES]]
    made: list[list[Any]] = [group for _ in range(POLISH) for group in batches(told, rng, SIZE)]
    made += list(batches(some, rng, SIZE))
    for examples in (corpora.attributions("train"), corpora.trees("train", alone=True), corpora.defence("train")):
        made += list(batches(list(examples), rng))
    steps = [made[n] for n in rng.permutation(len(made))]
    print(len(steps), "steps of polish,", len(some), "single sentences", flush=True)
    fit(model, steps, losses_of(model), POLISH_RATES, kept, SHARES)


def weights_of(kept: Path) -> dict[str, Tensor]:
    """Gives the weights of a checkpoint."""
    told: dict[str, Tensor] = torch.load(kept, weights_only=True)["model"]
    return told


def main() -> None:
    torch.manual_seed(SEED)
    out = Path(sys.argv[1])
    model = Whole()
    model.reader.load_state_dict(torch.load(out / "ground.pt", weights_only=True)["model"], strict=False)
    rng = np.random.default_rng(SEED)
    told = list(passages.examples(annotated()))
    made: list[list[object]] = [group for _ in range(EPOCHS) for group in batches(told, rng, SIZE)]
    for examples, times in (
        (corpora.attributions("train"), 1), (corpora.trees("train"), 1), (corpora.trees("train", alone=True), 1),
        (corpora.defence("train"), 4),
    ):  # fmt: skip
        kept = list(examples)
        made += [group for _ in range(times) for group in batches(kept, rng)]
    steps = [made[n] for n in rng.permutation(len(made))]
    print(len(steps), "steps", len(told), "passages", sum(len(e.told) for e in told), "claims", flush=True)

    fit(model, steps, losses_of(model), RATES, out / "learn.pt", SHARES)
    for name, (plain, _) in POLISHES.items():
        model.load_state_dict(weights_of(out / "learn.pt"))
        polish(model, rng, plain, out / f"{name}.pt")
    # Two that went over the same ground in another order err in other places: the mean of their weights errs less.
    both = [(share, weights_of(out / f"{name}.pt")) for name, (_, share) in POLISHES.items()]
    mean = {key: sum(share * each[key] for share, each in both) for key in both[0][1]}
    torch.save({"model": mean}, out / "polish.pt")


if __name__ == "__main__":
    main()
