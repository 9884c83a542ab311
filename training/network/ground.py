"""The first stage: the encoder and the heads that corpora teach."""

import sys
from pathlib import Path

import numpy as np
import torch

from training.network import corpora
from training.network.encoder import published
from training.network.fit import SEED, Rates, batch, batches, fit
from training.network.heads import Reader

EPOCHS = {"attributions": 6, "trees": 7, "defence": 32}
RATES = Rates(encoder=1.2e-4, heads=1e-3)


def plan(rng: np.random.Generator) -> list[list[corpora.Example]]:
    sets = {
        "attributions": list(corpora.attributions("train")),
        "trees": list(corpora.trees("train")),
        "defence": list(corpora.defence("train")),
    }
    made = [group for name, examples in sets.items() for _ in range(EPOCHS[name]) for group in batches(examples, rng)]
    return [made[n] for n in rng.permutation(len(made))]


def main() -> None:
    torch.manual_seed(SEED)
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    model = Reader(published())
    steps = plan(np.random.default_rng(SEED))
    print(len(steps), "steps", sum(len(e.cut.pieces) for g in steps for e in g), "pieces", flush=True)

    def losses(group: list[corpora.Example]) -> dict[str, torch.Tensor]:
        made = batch(group)
        return model.loss(made, model.encoder(made.pieces, made.cases, made.hints, made.mask))

    fit(model, steps, losses, RATES, out / "ground.pt")


if __name__ == "__main__":
    main()
