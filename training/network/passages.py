"""Annotated passages → examples for the heads that read claims.

A passage says which codes act, not which word names them. So each name of a code may be the one meant, and the loss asks
only that one of them is found (learning from several instances); likewise for the places, figures and dates that resolve
to what is annotated, and for every spot where a speaker's name stands.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.network.corpora import IGNORE
from vedette.clean.furniture import furniture
from vedette.languages import language
from vedette.reader.candidates import Candidate, candidates
from vedette.reader.hints import hints
from vedette.reader.sentences import sentences
from vedette.reader.story import Story, story_of
from vedette.reader.wordpieces import Cut, cut
from vedette.resolve.dates import when
from vedette.resolve.quantities import counted_before, quantity
from vedette.vocabulary import Certainty, Mode, Polarity, Precision, Published, Reality, Report, Role, at_midnight

LONGEST = 510  # pieces of a window, without the marks at its ends
MODES = tuple(Mode)
POLARITIES, CERTAINTIES, REALITIES = tuple(Polarity), tuple(Certainty), tuple(Reality)

Json = dict[str, Any]
Pieces = tuple[int, int]  # first pieces of the first and the last word


class Options(NamedTuple):
    """A choice for one claim: the pieces of each candidate, its group, and which groups are right."""

    pieces: list[Pieces]
    groups: list[int]
    right: list[bool]


class Told(NamedTuple):
    """One annotated claim as the heads see it."""

    trigger: Pieces
    stance: tuple[int, int, int]
    evidence: Pieces
    actors: Options  # a group for each code
    others: Options
    place: Options | None  # a group for each candidate; None where what is annotated is not among them
    quantity: Options | None
    time: Options | None
    source: list[Pieces] | None  # spots where the innermost speaker is named; none for the report's own voice
    outer: list[Pieces] | None


class Passage(NamedTuple):
    """A window of a passage."""

    cut: Cut
    hints: NDArray[np.float32]
    mode: NDArray[np.int64]
    told: list[Told]


def lines(files: Iterable[Path]) -> list[Json]:
    """Gives the records of some files."""
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def report_of(passage: Json) -> Report:
    """Gives an annotated passage as a report."""
    day = passage.get("published")
    published = Published(at=at_midnight(date.fromisoformat(day)), precision=Precision.DAY) if day else None
    return Report(
        id=passage["id"],
        item=passage["id"],
        page="",
        address=passage["id"],
        taken_in=datetime(2026, 1, 1, tzinfo=UTC),
        text=passage["text"],
        outlet=passage.get("outlet"),
        headline=passage.get("headline"),
        published=published,
        furniture=furniture(passage["text"], passage.get("headline")),
    )


def examples(records: Iterable[Json]) -> Iterator[Passage]:
    """Gives the windows of annotated passages."""
    for record in records:
        report = report_of(record)
        story = story_of(report, language("en"))
        for start, end in windows(report.text):
            yield passage(record, report, story, start, end)


def alone(records: Iterable[Json]) -> Iterator[Passage]:
    """Gives each sentence of annotated passages as a text of its own."""
    for record in records:
        for sentence in sentences(report_of(record)):
            start, end = sentence.start, sentence.end
            inside = [c for c in record["claims"] if start <= c["trigger"][0] and c["trigger"][1] <= end]
            moved = [
                claim
                | {
                    "trigger": [at - start for at in claim["trigger"]],
                    "evidence": [max(0, claim["evidence"][0] - start), min(end, claim["evidence"][1]) - start],
                }
                for claim in inside
            ]
            yield from examples([record | {"text": record["text"][start:end], "headline": "", "claims": moved}])


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Gives stretches of whole paragraphs that fit in a window."""
    start = end = at = size = 0
    for part in text.splitlines(keepends=True):
        pieces = len(cut(part).pieces) - 2
        if size and size + pieces > LONGEST:
            yield start, end
            start, size = at, 0
        at += len(part)
        end, size = at, size + pieces
    yield start, end


def passage(record: Json, report: Report, story: Story, start: int, end: int) -> Passage:
    """Gives one window with the claims whose triggers lie in it."""
    made = cut(report.text[start:end])
    made = cut(report.text[start:end][:3000]) if len(made.pieces) > LONGEST + 2 else made
    found = candidates(story.sentences, story.found)
    mode = np.where(made.first, 0, IGNORE)
    moved = made._replace(starts=made.starts + start, ends=made.ends + start)

    def at_of(span: tuple[int, int]) -> Pieces | None:
        at = made.words_in(max(0, span[0] - start), span[1] - start) if span[1] > start else []
        return (at[0], at[-1]) if at else None

    near = [(c, at) for c in found if start <= c.span[0] < end and (at := at_of(c.span))]
    told = []
    for claim in record["claims"]:
        at = at_of(claim["trigger"]) if start <= claim["trigger"][0] < end else None
        if not at:
            continue
        mode[[n for n in range(at[0], at[1] + 1) if made.first[n]]] = 1 + MODES.index(Mode(claim["mode"]))
        told.append(
            Told(
                at,
                (
                    POLARITIES.index(Polarity(claim["polarity"])),
                    CERTAINTIES.index(Certainty(claim["certainty"])),
                    REALITIES.index(Reality(claim["reality"])),
                ),
                at_of(claim["evidence"]) or at,
                coded(near, claim["actor"]),
                coded(near, claim["other"]),
                placed(near, claim["place"], report),
                counted(near, claim["quantity"], report),
                dated(near, claim["time"], report),
                named(claim["source"][-1:], report.text, at_of),
                named(claim["source"][:-1][-1:], report.text, at_of),
            )
        )
    return Passage(made, hints(moved, story.sentences, story.found, language("en")), mode, told)


def coded(near: list[tuple[Candidate, Pieces]], right: list[str]) -> Options:
    """Gives the names of actors, a group for each set of codes that they may mean."""
    groups: dict[frozenset[str], int] = {}
    chosen = [(c, at) for c, at in near if c.role is Role.ACTOR and c.codes]
    of = [groups.setdefault(c.codes, len(groups)) for c, _ in chosen]
    return Options([at for _, at in chosen], of, [not codes.isdisjoint(right) for codes in groups])


def placed(near: list[tuple[Candidate, Pieces]], told: Json | None, report: Report) -> Options | None:
    """Gives the places: right are those of the name that is annotated, else those of its country."""
    chosen = [(c, at, report.text[slice(*c.span)]) for c, at in near if c.role is Role.PLACE]
    right = [False] * len(chosen)
    if told:
        name, country = told["name"].lower(), told["country"]
        right = [name == text.lower() for _, _, text in chosen]
        if not any(right):
            right = [
                (name in text.lower() or text.lower() in name) and (not country or not c.codes or country in c.codes)
                for c, _, text in chosen
            ]
        if not any(right):
            right = [country in c.codes for c, _, _ in chosen]
    return options([at for _, at, _ in chosen], right, bool(told))


def counted(near: list[tuple[Candidate, Pieces]], told: Json | None, report: Report) -> Options | None:
    chosen = [(c, at) for c, at in near if c.role is Role.QUANTITY]
    right = [False] * len(chosen)
    if told:
        made = [quantity(report.text[slice(*c.span)], counted_before(report.text, c.span[0]))[0] for c, _ in chosen]
        right = [
            q is not None and (q.min, q.max, q.unit.value) == (told["min"], told["max"], told["unit"]) for q in made
        ]
        if not any(right):
            right = [q is not None and (q.min, q.max) == (told["min"], told["max"]) for q in made]
    return options([at for _, at in chosen], right, bool(told))


def dated(near: list[tuple[Candidate, Pieces]], told: Json | None, report: Report) -> Options | None:
    chosen = [(c, at) for c, at in near if c.role is Role.TIME]
    ends = (told["start"], told["end"]) if told else (None, None)
    right = [False] * len(chosen)
    if any(ends):
        made = [[when(report.text[slice(*c.span)], report.published, ahead=a, anchor=None)[0] for a in (True, False)]
                for c, _ in chosen]  # fmt: skip
        days = [
            {(str(d.start) if d.start else None, str(d.end) if d.end else None) for d in each if d} for each in made
        ]
        right = [ends in each for each in days]
        if not any(right):
            right = [any((s and s == ends[0]) or (e and e == ends[1]) for s, e in each) for each in days]
    return options([at for _, at in chosen], right, any(ends))


def options(pieces: list[Pieces], right: list[bool], wanted: bool) -> Options | None:
    """Gives candidates that are each a group; None where one is wanted and none of them is right."""
    return None if wanted and not any(right) else Options(pieces, list(range(len(pieces))), right)


def named(source: list[str], text: str, at_of: Any) -> list[Pieces] | None:
    """Gives where a speaker is named: the whole name, else its last word; empty for none."""
    if not source:
        return []
    whole = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(source[0])}(?!\w)", text)]
    last = re.findall(r"\w+", source[0])[-1:]
    spots = whole or [m.span() for word in last for m in re.finditer(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", text)]
    return [at for spot in spots if (at := at_of(spot))] or None
