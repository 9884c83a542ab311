"""How well the encoder tells the PLOVER root of a marked pair: `python -m bench.events`. Needs ../shared/data and the training extra.

Macro-F1 over five folds of PLV_train, each learnt from the other four and from machine-written headlines (`plover_synthetic`);
beside it a linear classifier of word counts in the same folds. PLOVER's gold records overlap a hidden set and are not used.
"""

import gzip
import json
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from bench import floors
from bench.shared import present

RESULT = Path(__file__).with_name("events.json")
FOLDS, SEED = 5, 20_26
EPOCHS, SIZE, RATE, HEADS_RATE = 10, 32, 1e-4, 2e-3
AS_ROOT = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}  # PLV has both as one


class Pair(NamedTuple):
    """A sentence with the spans of who does something and of whom it is done to, and its root."""

    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    root: str


def pairs(path: Path) -> list[Pair]:
    """Gives the marked pairs of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_pair(json.loads(line)) for line in lines]


def _pair(row: dict[str, str]) -> Pair:
    spans, text, at = {"s": [0, 0], "t": [0, 0]}, "", 0
    marked = row["marked"]
    while at < len(marked):
        mark = next((m for m in ("<s>", "</s>", "<t>", "</t>") if marked.startswith(m, at)), None)
        if mark:
            spans[mark[-2]][mark[1] == "/"] = len(text)
            at += len(mark)
        else:
            text += marked[at]
            at += 1
    return Pair(text, (spans["s"][0], spans["s"][1]), (spans["t"][0], spans["t"][1]), row["root"])


def headlines(path: Path, roots: set[str]) -> list[Pair]:
    """Gives machine-written headlines of the same roots, one of each template; nobody is marked in them."""
    told: dict[str, Pair] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            root = AS_ROOT.get(row["event"], row["event"])
            title = row["prompt"].split("\n")[0]
            if root in roots:
                told.setdefault(row["title_template"], Pair(title, (0, len(title)), (0, len(title)), root))
    return list(told.values())


def by_words(learnt: list[Pair], tried: list[Pair]) -> list[str]:
    """Gives the roots by a linear classifier of words and pairs of words."""
    counts = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = LinearSVC(C=1.0).fit(counts.fit_transform([p.text for p in learnt]), [p.root for p in learnt])
    return list(model.predict(counts.transform([p.text for p in tried])))


def by_encoder(learnt: list[Pair], tried: list[Pair], roots: list[str]) -> list[str]:
    """Gives the roots by the encoder, fine-tuned: of the marked spans and the whole the means, then a linear layer."""
    import torch
    from torch import nn

    from training.network.corpora import hints_of
    from training.network.encoder import WIDTH, published
    from vedette.reader.wordpieces import cut

    torch.manual_seed(SEED)
    encoder, last = published(), nn.Sequential(nn.Dropout(0.2), nn.Linear(3 * WIDTH, len(roots)))
    cuts = {p.text: cut(p.text) for p in (*learnt, *tried)}
    told = {text: hints_of(made, text) for text, made in cuts.items()}

    def scores(group: list[Pair]) -> torch.Tensor:
        size = max(len(cuts[p.text].pieces) for p in group)
        pieces, cases, mask = (torch.zeros(len(group), size, dtype=torch.long) for _ in range(3))
        hints = torch.zeros(len(group), size, told[group[0].text].shape[1])
        parts = torch.zeros(len(group), 3, size)
        for n, pair in enumerate(group):
            made = cuts[pair.text]
            length = len(made.pieces)
            pieces[n, :length], cases[n, :length] = torch.from_numpy(made.pieces), torch.from_numpy(made.cases)
            mask[n, :length], hints[n, :length] = 1, torch.from_numpy(told[pair.text])
            parts[n, 0, :length] = 1
            for k, (start, end) in enumerate((pair.source, pair.target), 1):
                parts[n, k, :length] = torch.from_numpy(((made.starts < end) & (made.ends > start)).astype(np.float32))
        seen = encoder(pieces, cases, hints, mask)[-1]
        means = (parts.to(seen.dtype) @ seen) / parts.sum(2, keepdim=True).clamp(min=1)
        found: torch.Tensor = last(means.flatten(1))
        return found

    rng = np.random.default_rng(SEED)
    count = EPOCHS * -(-len(learnt) // SIZE)
    steps = torch.optim.AdamW(
        [{"params": encoder.parameters(), "lr": RATE}, {"params": last.parameters(), "lr": HEADS_RATE}], weight_decay=0.01
    )  # fmt: skip
    pace = torch.optim.lr_scheduler.LambdaLR(steps, lambda n: min(1.0, (n + 1) / (0.1 * count)) * (1 - n / count))
    encoder.train()
    for _ in range(EPOCHS):
        order = rng.permutation(len(learnt))
        for at in range(0, len(order), SIZE):
            group = [learnt[n] for n in order[at : at + SIZE]]
            right = torch.tensor([roots.index(p.root) for p in group])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = nn.functional.cross_entropy(scores(group).float(), right, label_smoothing=0.1)
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
            pace.step()
    encoder.eval()
    last.eval()
    with torch.no_grad():
        return [roots[int(scores([p]).argmax())] for p in tried]


def main() -> int:
    given = present("PLOVER roots", "data", "zsp_plover", "PLV_train.jsonl.gz")
    if not given:
        return 0
    if find_spec("torch") is None:
        print("skipped: PLOVER roots, for the training extra is not installed: pip install -e '.[training,bench]'")
        return 0
    told = pairs(given)
    roots = sorted({p.root for p in told})
    more = headlines(given.parents[1] / "plover_synthetic" / "train.jsonl.gz", set(roots))
    fold = np.random.default_rng(SEED).permutation(len(told)) % FOLDS
    ours, words = [""] * len(told), [""] * len(told)
    for n in range(FOLDS):
        learnt, at = [p for p, f in zip(told, fold, strict=True) if f != n], np.flatnonzero(fold == n)
        tried = [told[i] for i in at]
        for said, found in ((ours, by_encoder([*learnt, *more], tried, roots)), (words, by_words(learnt, tried))):
            for i, root in zip(at, found, strict=True):
                said[i] = root
        print(f"fold {n + 1} of {FOLDS}", flush=True)
    right = [p.root for p in told]
    figures = {
        "PLOVER root, macro-F1": round(float(f1_score(right, ours, average="macro")), 4),
        "PLOVER root, macro-F1, words and a linear classifier": round(
            float(f1_score(right, words, average="macro")), 4
        ),
        "PLOVER root, right": round(float(np.mean([a == b for a, b in zip(right, ours, strict=True)])), 4),
    }
    known = floors.read()
    for name, figure in figures.items():
        print(f"{name:55} {figure:7.3f}   floor {known.get(name, '-')}")
    RESULT.write_text(json.dumps({"measured": str(date.today()), **figures}, indent=2) + "\n", encoding="utf-8")
    return floors.settle(figures)


if __name__ == "__main__":
    sys.exit(main())
