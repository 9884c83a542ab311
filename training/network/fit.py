"""The fit: batches of like length in an order that the seed gives, steps with checkpoints, so that a stopped run goes on."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.network.corpora import IGNORE, NO_VALUE, Example
from training.network.heads import Batch
from vedette.show import bar

SEED = 20_26
SIZE = 2_048  # pieces of a batch
KEEP_EVERY, TELL_EVERY = 200, 50  # steps
WARM = 0.06  # of all steps
FILL = {"factuality": NO_VALUE, "sentence": IGNORE}


class Rates(NamedTuple):
    """The longest step of the encoder and of the heads."""

    encoder: float
    heads: float


def batches(examples: list[Example], rng: np.random.Generator, size: int = SIZE) -> Iterator[list[Example]]:
    """Gives examples of like length together, `size` pieces at a time."""
    order = sorted(rng.permutation(len(examples)), key=lambda n: len(examples[n].cut.pieces))
    group: list[Example] = []
    for n in order:
        longest = len(examples[n].cut.pieces)
        if group and longest * (len(group) + 1) > size:
            yield group
            group = []
        group.append(examples[n])
    if group:
        yield group


def batch(group: list[Example]) -> Batch:
    """Gives examples as arrays, filled up to one length."""
    length = max(len(each.cut.pieces) for each in group)

    def filled(rows: list[np.ndarray], fill: float, kind: torch.dtype) -> Tensor:
        out = torch.full((len(rows), length), fill, dtype=kind)
        for n, row in enumerate(rows):
            out[n, : len(row)] = torch.from_numpy(np.asarray(row))
        return out

    pieces = filled([each.cut.pieces for each in group], 0, torch.long)
    cases = filled([each.cut.cases for each in group], 5, torch.long)
    mask = filled([np.ones(len(each.cut.pieces)) for each in group], 0, torch.float32)
    names = sorted({name for each in group for name in each.rows})
    rows = {}
    for name in names:
        kind = torch.float32 if name == "factuality" else torch.long
        missing = np.zeros(0)
        rows[name] = filled([each.rows.get(name, missing) for each in group], FILL.get(name, IGNORE), kind)
    at = [(n, anchor) for n, each in enumerate(group) for anchor, _ in each.frames]
    frames = [row for each in group for _, row in each.frames]
    return Batch(
        pieces, cases, told_before([each.hints for each in group], length), mask, rows,
        torch.tensor(at, dtype=torch.long).reshape(-1, 2),
        filled(frames, IGNORE, torch.long) if frames else torch.zeros(0, length, dtype=torch.long),
    )  # fmt: skip


def told_before(rows: list[NDArray[np.float32]], length: int) -> Tensor:
    """Gives hints filled up to one length."""
    out = torch.zeros(len(rows), length, rows[0].shape[1])
    for n, row in enumerate(rows):
        out[n, : len(row)] = torch.from_numpy(row)
    return out


def fit(
    model: nn.Module,
    plan: list[list[Example]],
    losses: Callable[[list[Example]], dict[str, Tensor]],
    rates: Rates,
    checkpoint: Path,
    weights: dict[str, float] | None = None,
) -> None:
    """Takes one step for each part of the plan; goes on from the checkpoint where there is one."""
    new = ("encoder.cases.", "encoder.hints.")  # not of the published encoder: they learn as fast as the heads
    known = {name: name.startswith("encoder.") and not name.startswith(new) for name, _ in model.named_parameters()}
    inner = [p for name, p in model.named_parameters() if known[name]]
    outer = [p for name, p in model.named_parameters() if not known[name]]
    steps = torch.optim.AdamW(
        [{"params": inner, "lr": rates.encoder}, {"params": outer, "lr": rates.heads}], weight_decay=0.01, fused=True
    )
    pace = torch.optim.lr_scheduler.LambdaLR(steps, lambda n: speed(n, len(plan)))
    done = 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(kept["model"])
        steps.load_state_dict(kept["steps"])
        pace.load_state_dict(kept["pace"])
        done = kept["done"]
    model.train()
    since, shown = time.monotonic(), {}
    with bar(checkpoint.stem, len(plan)) as step:
        step(done)
        for n in range(done, len(plan)):
            torch.manual_seed(SEED + n)  # what is dropped out is the same after a stop
            with torch.autocast("cpu", dtype=torch.bfloat16):
                told = losses(plan[n])
                whole = sum((weights or {}).get(name, 1.0) * value for name, value in told.items())
            steps.zero_grad()
            whole.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            steps.step()
            pace.step()
            for name, value in told.items():
                shown[name] = 0.98 * shown.get(name, value.item()) + 0.02 * value.item()
            if (n + 1) % TELL_EVERY == 0 or n + 1 == len(plan):
                left = (time.monotonic() - since) / (n + 1 - done) * (len(plan) - n - 1) / 60
                figures = " ".join(f"{name} {value:.3f}" for name, value in sorted(shown.items()))
                print(f"{n + 1}/{len(plan)} {left:.0f} min left  {figures}", flush=True)
            if (n + 1) % KEEP_EVERY == 0 or n + 1 == len(plan):
                keep(checkpoint, n + 1, model, steps, pace)
            step(1)


def keep(
    path: Path, done: int, model: nn.Module, steps: torch.optim.Optimizer, pace: torch.optim.lr_scheduler.LambdaLR
) -> None:
    """Writes a checkpoint whole, or leaves the one before."""
    torch.save(
        {"model": model.state_dict(), "steps": steps.state_dict(), "pace": pace.state_dict(), "done": done},
        path.with_suffix(".new"),
    )
    path.with_suffix(".new").replace(path)


def speed(n: int, whole: int) -> float:
    """Gives the part of the longest step: rising, then falling to nought."""
    warm = max(1, int(WARM * whole))
    return (n + 1) / warm if n < warm else max(0.0, (whole - n) / max(1, whole - warm))
