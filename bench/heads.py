"""How good each head is on what it was not trained on: `python -m bench.heads`. Needs ../shared/data."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench import floors
from bench.shared import present
from training.network import corpora
from vedette.reader import layers
from vedette.reader.network import Network, Seen, answers, look, shipped
from vedette.reader.wordpieces import cut

RESULT = Path(__file__).with_name("heads.json")
Figures = dict[str, float]


def read(text: str, made: Network) -> list[Seen]:
    """Gives what the network says of a text, the lists' hints given with it."""
    whole = cut(text)
    return list(look(whole, corpora.hints_of(whole, text), made))


def f1(gold: int, told: int, right: int) -> float:
    return 2 * right / max(1, gold + told)


def attribution(made: Network) -> Figures:
    """Exact spans of source, cue and content in PolNeAR's dev articles, and whose content each is on gold spans."""
    counts = {kind: np.zeros(3, int) for kind in ("source", "cue", "content")}
    linked = np.zeros(2, int)
    for article in corpora.rows_of("polnear/dev.jsonl.gz"):
        windows = read(article["text"], made)
        told = layers.attributions(windows, made)
        found = {
            "source": {a.source for a in told if a.source},
            "cue": {a.cue for a in told},
            "content": {span for a in told for span in a.content},
        }
        for kind, spans in found.items():
            gold = {(p["start"], p["end"]) for a in article["attributions"] for p in a[kind]}
            counts[kind] += (len(gold), len(spans), len(gold & spans))
        linked += links(article, windows, made)
    return {f"attribution {kind} F1": f1(*each) for kind, each in counts.items()} | {
        "source of content, gold spans": float(linked[0] / linked[1])
    }


def links(article: dict[str, Any], windows: list[Seen], made: Network) -> np.ndarray:
    """Counts contents whose source is found among the article's gold spans (or none): right, all."""
    right = every = 0
    scores = {}
    for told in article["attributions"]:
        for cue in told["cue"][:1]:
            for seen in windows:
                at = seen.cut.words_in(cue["start"], cue["end"])
                if at and seen.owned[0] <= at[0] < seen.owned[1]:
                    logits = layers.frame(seen, made, at[0])
                    logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
                    scores[told["id"]] = (seen, logs)
    sources = [tuple((p["start"], p["end"]) for p in a["source"]) for a in article["attributions"] if a["source"]]

    def mean(seen: Seen, logs: np.ndarray, parts: Iterable[tuple[int, int]], kind: int) -> float:
        at = [n for s, e in parts for n in seen.cut.words_in(s, e)]
        inside = [np.logaddexp(logs[n, 2 * kind + 1], logs[n, 2 * kind + 2]) for n in at]
        return float(np.mean(inside)) if inside else -99.0

    for told in article["attributions"]:
        parts = [(p["start"], p["end"]) for p in told["content"]]
        if not parts or not scores:
            continue
        best = max(scores, key=lambda key: mean(*scores[key], parts, 1))
        seen, logs = scores[best]
        words = np.flatnonzero(seen.cut.first)
        none = float(np.log1p(-np.clip(np.exp(np.logaddexp(logs[words, 1], logs[words, 2])).max(), 0, 0.999)))
        chosen = max([*set(sources), ()], key=lambda s: mean(seen, logs, s, 0) if s else none)
        every += 1
        right += chosen == tuple((p["start"], p["end"]) for p in told["source"])
    return np.array((right, every))


def names(made: Network) -> Figures:
    """Entities of UNER EWT dev (person, place, organisation) and of re3d's dev split, coarse kinds, exact spans."""
    counts = np.zeros(3, int)
    for row in corpora.rows_of("ner/uner_ewt/dev.jsonl.gz"):
        text = row["text"] if row.get("text") else " ".join(row["tokens"])
        at, spans = 0, []
        for token in row["tokens"]:
            start = text.find(token, at)
            spans.append((start, start + len(token)))
            at = start + len(token)
        gold = set()
        for n, tag in enumerate(row["tags"]):
            if tag[0] == "B":
                last = n
                while last + 1 < len(row["tags"]) and row["tags"][last + 1] == "I" + tag[1:]:
                    last += 1
                gold.add((spans[n][0], spans[last][1], corpora.OF_UNER[tag[2:]]))
        told = set()
        for seen in read(text, made):
            told |= {(*layers.characters(seen, a, b), layers.NAMED[k]) for a, b, k in layers.tagged(seen, "named")}
        counts += (len(gold), len(told), len(gold & told))
    figures = {"entities, UNER EWT dev F1": f1(*counts)}
    counts = np.zeros(3, int)
    for document in corpora.rows_of("ner/re3d/re3d.jsonl.gz"):
        if document["split"] != "dev":
            continue
        each = sorted(
            {
                (e["start"], e["end"], corpora.OF_RE3D[e["type"]])
                for e in document["entities"]
                if e["type"] in corpora.OF_RE3D
            },
            key=lambda e: (e[0] - e[1], e[0]),
        )
        gold = set()
        for span in each:
            if not any(span[0] < g[1] and g[0] < span[1] for g in gold):
                gold.add(span)
        told = set()
        for seen in read(document["text"], made):
            told |= {
                (*layers.characters(seen, a, b), layers.DEFENCE[k])
                for a, b, k in layers.tagged(seen, "defence")
                if seen.owned[0] <= a < seen.owned[1]
            }
        counts += (len(gold), len(told), len(gold & told))
    return figures | {"entities, re3d dev F1": f1(*counts)}


def trees(made: Network) -> Figures:
    """Labelled attachment and parts of speech on UD EWT and GUM dev, gold words; Pearson's r of factuality on UDS."""
    right = labelled = tags = every = 0
    told, gold = [], []
    for example in corpora.trees("dev"):
        seen = Seen(example.cut, (0, len(example.cut.pieces)), answers(example.cut, example.hints, made))
        rows = example.rows
        upos = seen.told["upos"].argmax(1)
        for sentence in range(rows["sentence"].max() + 1):
            words = np.flatnonzero(rows["sentence"] == sentence)
            heads, relations = layers.arcs(seen, made, words)
            good = words[heads] == rows["head"][words]
            right += int(good.sum())
            labelled += int((good & (relations == rows["relation"][words])).sum())
            tags += int((upos[words] == rows["upos"][words]).sum())
            every += len(words)
        known = rows["factuality"] < corpora.NO_VALUE - 1
        told += seen.told["factuality"][known, 0].tolist()
        gold += rows["factuality"][known].tolist()
    return {
        "dependency UAS": right / every,
        "dependency LAS": labelled / every,
        "UPOS": tags / every,
        "factuality r": float(np.corrcoef(told, gold)[0, 1]),
    }


PARTS: tuple[Callable[[Network], Figures], ...] = (attribution, names, trees)


def main() -> int:
    if not present("the heads", "data", "polnear", "dev.jsonl.gz"):
        return 0
    figures: Figures = {}
    for part in PARTS:
        figures |= {name: round(value, 4) for name, value in part(shipped()).items()}
    known = floors.read()
    for name, figure in figures.items():
        print(f"{name:42} {figure:7.3f}   floor {known.get(name, '-')}")
    RESULT.write_text(json.dumps({"measured": str(date.today()), **figures}, indent=2) + "\n", encoding="utf-8")
    return floors.settle(figures)


if __name__ == "__main__":
    sys.exit(main())
