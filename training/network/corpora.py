"""Annotated corpora → examples: pieces of text with what each head is to say of them.

Read where they lie, in `../shared/data`, and only what its INDEX marks as free to train on: fiction and how-to guides of
GUM (non-commercial) and the BBC's part of re3d (non-commercial) are left out.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.languages import language
from vedette.reader.hints import hints
from vedette.reader.story import story_of
from vedette.reader.wordpieces import Cut, cut
from vedette.vocabulary import Report

DATA = Path(__file__).parents[2].parent / "shared" / "data"
LONGEST = 254  # pieces of a window, without the two marks at its ends
IGNORE = -100
NO_VALUE = 99.0

UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
RELATIONS = (
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop", "csubj",
    "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj",
    "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp",
)  # fmt: skip
NAMED = ("person", "place", "organisation")
DEFENCE = (
    "person", "place", "organisation", "nationality", "date", "quantity", "weapon", "platform",
)  # fmt: skip
ROLES = ("source", "content")

OF_UNER = {"PER": "person", "LOC": "place", "ORG": "organisation"}
OF_GUM = {"person": "person", "place": "place", "organization": "organisation"}
OF_RE3D = {
    "Person": "person", "Location": "place", "Organisation": "organisation", "Nationality": "nationality",
    "Temporal": "date", "Quantity": "quantity", "Money": "quantity", "Weapon": "weapon", "Vehicle": "platform",
    "MilitaryPlatform": "platform",
}  # fmt: skip
UNFREE_GENRES = ("fiction", "whow")
UNFREE_SUBSETS = ("BBC Online",)

Json = dict[str, Any]
Row = NDArray[np.int64]


class Example(NamedTuple):
    """A window of text: its pieces, and for each head that can learn from it a row of labels, one a piece."""

    cut: Cut
    hints: NDArray[np.float32]
    rows: dict[str, NDArray[Any]]
    frames: tuple[tuple[int, Row], ...] = ()  # the piece a cue begins with, and what each piece is to it


def rows_of(name: str) -> Iterator[Json]:
    """Gives the records of a file of the corpora."""
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def hints_of(made: Cut, text: str) -> NDArray[np.float32]:
    """Gives what the lists know of a text's words."""
    report = Report(id="", item="", page="", address="", taken_in=datetime(2026, 1, 1, tzinfo=UTC), text=text)
    story = story_of(report, language("en"))
    return hints(made, story.sentences, story.found, language("en"))


def tagged(made: Cut, spans: Iterable[tuple[int, int, int]]) -> Row:
    """Gives the tags (0 none, 2k + 1 begins, 2k + 2 goes on) of spans (start, end, kind k); of two that overlap the first."""
    row = np.where(made.first, 0, IGNORE)
    for start, end, kind in spans:
        at = [n for n in made.words_in(start, end)]
        if at and all(row[n] == 0 for n in at):
            row[at] = 2 * kind + 2
            row[at[0]] = 2 * kind + 1
    return row


# Attribution


def attributions(split: str) -> Iterator[Example]:
    """Gives windows of PolNeAR's articles, cut between paragraphs."""
    for article in rows_of(f"polnear/{split}.jsonl.gz"):
        for start, end in windows(article["text"]):
            yield attributed(article["text"], start, end, article["attributions"])


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Gives the stretches of whole paragraphs that fit in a window; a paragraph too long is cut between words."""
    start = end = size = 0
    at = 0
    for part in text.splitlines(keepends=True):
        pieces = len(cut(part).pieces) - 2
        if pieces > LONGEST:
            if end > start:
                yield start, end
            yield from long_ones(text, at, at + len(part))
            start = end = at + len(part)
            size = 0
        else:
            if size + pieces > LONGEST:
                yield start, end
                start, size = at, 0
            end, size = at + len(part), size + pieces
        at += len(part)
    if text[start:end].strip():
        yield start, end


def long_ones(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Gives stretches of a long paragraph, cut where a word begins."""
    made = cut(text[start:end])
    begins = [int(made.starts[n]) for n in np.flatnonzero(made.first)]
    counts = np.flatnonzero(made.first)
    since, before = 0, counts[0]
    for at, count in zip(begins, counts, strict=True):
        if count - before > LONGEST - 20:
            yield start + since, start + at
            since, before = at, count
    yield start + since, end


def attributed(text: str, start: int, end: int, told: list[Json]) -> Example:
    """Gives one window of an article with the parts of attributions that lie in it."""
    made = cut(text[start:end])
    parts: dict[str, list[tuple[int, int, int]]] = {"source": [], "cue": [], "content": []}
    frames: dict[int, Row] = {}
    for each in told:
        inside = {
            kind: [
                (p["start"] - start, p["end"] - start) for p in each[kind] if start <= p["start"] and p["end"] <= end
            ]
            for kind in parts
        }
        for kind, spans in inside.items():
            parts[kind] += [(s, e, 0) for s, e in spans]
        if not inside["cue"] or not made.words_in(*inside["cue"][0]):
            continue
        roles = tagged(made, [(s, e, n) for n, kind in enumerate(ROLES) for s, e in inside[kind]])
        anchor = made.words_in(*inside["cue"][0])[0]
        frames[anchor] = np.maximum(frames[anchor], roles) if anchor in frames else roles
    # Of nested contents the outer one is tagged.
    parts["content"].sort(key=lambda span: (span[0], -span[1]))
    rows = {kind: tagged(made, spans) for kind, spans in parts.items()}
    return Example(made, hints_of(made, text[start:end]), rows, tuple(frames.items()))


# Trees, names, factuality


def trees(split: str, alone: bool = False) -> Iterator[Example]:
    """Gives windows of EWT and GUM sentences, or each sentence alone, with all that is known of their words."""
    names = {r["id"]: r["tags"] for r in rows_of(f"ner/uner_ewt/{split}.jsonl.gz")}
    names |= {r["id"]: r["tags"] for r in rows_of(f"ner/gum_named/{split}.jsonl.gz")}
    facts = {r["sent_id"]: r for r in rows_of(f"ewt_factuality/{split}.jsonl.gz")}
    for file in (f"ewt/en_ewt-ud-{split}.conllu.gz", f"gum/en_gum-ud-{split}.conllu.gz"):
        told = sentences_of(file)
        for group in ([each] for each in told) if alone else grouped(told):
            yield parsed(group, names, facts)


class Parsed(NamedTuple):
    """A sentence of a treebank: words (start, end, part of speech, head from 0 or itself, relation)."""

    id: str
    doc: str
    text: str
    words: list[tuple[int, int, str, int, str]]


def sentences_of(file: str) -> Iterator[Parsed]:
    """Gives the sentences of a treebank, without the genres that are not free."""
    doc = ""
    with gzip.open(DATA / file, "rt", encoding="utf-8") as told:
        for block in told.read().split("\n\n"):
            facts: dict[str, str] = {}
            words: list[tuple[str, str, int, str, bool]] = []
            together = 0
            for line in block.splitlines():
                if line.startswith("#"):
                    key, _, value = line[2:].partition(" = ")
                    facts[key] = value
                    continue
                fields = line.split("\t")
                if "-" in fields[0]:  # a word written as one: "don't"
                    together = int(fields[0].split("-")[1])
                elif "." not in fields[0]:
                    n = int(fields[0])
                    close = "SpaceAfter=No" in fields[9] or n < together
                    words.append((fields[1], fields[3], int(fields[6]), fields[7].split(":")[0], close))
            doc = facts.get("newdoc id", doc)
            if words and not any(f"_{genre}_" in doc for genre in UNFREE_GENRES):
                yield placed(facts["sent_id"], doc, words)


def placed(id: str, doc: str, told: list[tuple[str, str, int, str, bool]]) -> Parsed:
    text, words = "", []
    for n, (form, pos, head, relation, close) in enumerate(told):
        words.append((len(text), len(text) + len(form), pos, head - 1 if head else n, relation))
        text += form if close else form + " "
    return Parsed(id, doc, text.rstrip(), words)


def grouped(sentences: Iterable[Parsed]) -> Iterator[list[Parsed]]:
    """Gives sentences that follow each other in a document, as many as fit in half a window."""
    group: list[Parsed] = []
    size = 0
    for each in sentences:
        more = len(cut(each.text).pieces)
        if group and (group[0].doc != each.doc or size + more > LONGEST // 2):
            yield group
            group, size = [], 0
        if more <= LONGEST:
            group.append(each)
            size += more
    if group:
        yield group


def parsed(group: list[Parsed], names: dict[str, list[str]], facts: dict[str, Json]) -> Example:
    text = " ".join(each.text for each in group)
    made = cut(text)
    size = len(made.pieces)
    rows: dict[str, NDArray[Any]] = {key: np.full(size, IGNORE) for key in ("upos", "head", "relation", "sentence")}
    rows["factuality"] = np.full(size, NO_VALUE, dtype=np.float32)
    rows["named"], rows["gum"] = np.full(size, IGNORE), np.full(size, IGNORE)  # they differ in what a name takes in
    offset = 0
    for number, each in enumerate(group):
        at = [made.word_at(offset + start, offset + end) for start, end, *_ in each.words]
        for n, (_, _, pos, head, relation) in enumerate(each.words):
            rows["upos"][at[n]] = UPOS.index(pos)
            rows["head"][at[n]] = at[head]
            rows["relation"][at[n]] = RELATIONS.index(relation)
            rows["sentence"][at[n]] = number
        tags = names.get(each.id)
        if tags and len(tags) == len(each.words):
            for place, tag in zip(at, tags, strict=True):
                kind = OF_UNER.get(tag[2:]) or OF_GUM.get(tag[2:])
                head = "gum" if each.doc.startswith("GUM") else "named"
                rows[head][place] = 2 * NAMED.index(kind) + (1 if tag[0] == "B" else 2) if kind else 0
        told = facts.get(each.id)
        if told and len(told["tokens"]) == len(each.words):
            for predicate in told["preds"]:
                rows["factuality"][at[predicate["token"]]] = predicate["factuality"]
        offset += len(each.text) + 1
    return Example(made, hints_of(made, text), rows)


# Names in defence reports


def defence(split: str) -> Iterator[Example]:
    """Gives windows of re3d with entities of all kinds; of nested ones the longest."""
    for document in rows_of("ner/re3d/re3d.jsonl.gz"):
        if document["split"] != split or (split == "train" and document["subset"] in UNFREE_SUBSETS):
            continue
        told = sorted(
            {(e["start"], e["end"], OF_RE3D[e["type"]]) for e in document["entities"] if e["type"] in OF_RE3D},
            key=lambda e: (e[0] - e[1], e[0]),
        )
        for start, end in windows(document["text"]):
            made = cut(document["text"][start:end])
            spans = [(s - start, e - start, DEFENCE.index(k)) for s, e, k in told if start <= s and e <= end]
            yield Example(made, hints_of(made, document["text"][start:end]), {"defence": tagged(made, spans)})
