"""Whose story it is: who copied whom, found by shared runs of words, and by what the reports say of it themselves.

Law 2: one origin, one voice. Of two reports that share their words the later retells the earlier. What counts is
containment, not likeness: a story cut to its first third, or set inside another, shares all of the smaller one's runs
of words and few of the larger one's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from msgspec import structs
from xxhash import xxh3_64_intdigest

from vedette import knowledge
from vedette.credits import credits
from vedette.vocabulary import Credit, Done, Link, Origin, Report, Span, Tracing, content_id

WORDS = 4  # words a run: with 15 % of the words changed half of the runs of four survive, of five only 44 %
SAMPLE = 4  # one run in so many is indexed, those whose hash it divides: the same ones in every report
HALF = 32  # bits of a hash that are not kept: in a million reports one run in 60 has a double, and LEAST are asked for
LEAST = 3  # runs that two reports must share at the least
PART = 0.3  # share of the smaller report's runs that stands in the other: below, reports only quote the same words
COMMON = 8  # stories: a run that so many tell is boilerplate or a phrase, and says nothing
WINDOW = 90  # days after which a story is hardly printed again
SAME = 0.8  # share of both, from which one is called a near copy
OWN = 0.2  # share of a report's runs from which it is held to retell the other rather than to hold a piece of it
QUOTED = 6  # runs from which two reports are kept as quoting the same words, in case one credits the other
HEAD = 900  # characters: who told whom further down is one voice among others
PASSES_ON = {"agency", "first", "picked up", "told"}  # kinds of credit that make a whole report somebody else's story
WORD = re.compile(r"\w+")


class Sketch(NamedTuple):
    """What the index keeps of a report: a hash of all its words, and halves of the hashes of the sampled runs of them."""

    whole: int
    runs: frozenset[int]


class Shared(NamedTuple):
    """What an indexed report has in common with a new one: runs shared, runs it has, whether all words are the same.

    `day` is the one on which it appeared.
    """

    runs: int
    of: int
    same: bool
    day: date


class Index(Protocol):
    """Where sketches are kept: in memory for a set of reports, in the store for a stream."""

    def sharing(self, sketch: Sketch) -> Mapping[str, Shared]:
        """Gives the reports that share runs which fewer than COMMON stories tell."""

    def add(self, report: str, day: date, sketch: Sketch, told: Iterable[str]) -> None:
        """Keeps a report's sketch, but for the runs that one of the reports `told` before holds already."""


class Memory:
    """An index of the sketches of one run."""

    def __init__(self) -> None:
        self._by_run: dict[int, list[int]] = {}
        self._whole: dict[int, int] = {}
        self._known: list[tuple[str, int, date]] = []
        self._number: dict[str, int] = {}

    def sharing(self, sketch: Sketch) -> dict[str, Shared]:
        counts: dict[int, int] = {}
        for run in sketch.runs:
            holders = self._by_run.get(run, ())
            for number in holders if len(holders) < COMMON else ():
                counts[number] = counts.get(number, 0) + 1
        same = self._whole.get(sketch.whole)
        if same is not None:
            counts.setdefault(same, 0)
        found = ((self._known[n], count, n == same) for n, count in counts.items())
        return {report: Shared(count, runs, whole, day) for (report, runs, day), count, whole in found}

    def add(self, report: str, day: date, sketch: Sketch, told: Iterable[str]) -> None:
        number = self._number[report] = len(self._known)
        before = {self._number[other] for other in told}
        self._known.append((report, len(sketch.runs), day))
        self._whole.setdefault(sketch.whole, number)
        for run in sketch.runs:
            holders = self._by_run.setdefault(run, [])
            if len(holders) < COMMON and before.isdisjoint(holders):
                holders.append(number)


def origins(reports: tuple[Report, ...], window: int | None = None) -> Done[Origin]:
    """Gives the origins of a set of reports, every report in exactly one; the same in any order of the reports.

    Of a set that is there as a whole any two are compared; a `window` of days gives what a stream's index gives.
    """
    ordered = sorted(reports, key=lambda r: (appeared(r), r.id))
    index = Memory()
    return Done(results=gather(reports, [trace(report, index, window) for report in ordered]))


def known_by(reports: Iterable[Report], day: date) -> tuple[Report, ...]:
    """Gives the reports that were taken in by the end of a day.

    Their `origins` within the WINDOW are those that an assessment of that day went by, whatever has come in since.
    """
    return tuple(report for report in reports if report.taken_in.date() <= day)


def appeared(report: Report) -> str:
    """Gives when a report appeared, or was taken in where nobody knows, as text whose order is the order in time."""
    return (report.published.at if report.published else report.taken_in).isoformat()


def trace(report: Report, index: Index, window: int | None = WINDOW) -> Tracing:
    """Gives what a report shares with the reports of an index, the most first, and its credits; adds it to the index.

    Only those that appeared within the window are looked at: else it would show what the index has forgotten by then.
    """
    if report.coder:
        return Tracing(report=report.id)  # rows of events that one coder coded: its lines are alike and nobody's story
    own, day = sketch(report), date.fromisoformat(appeared(report)[:10])
    shared = {
        other: what
        for other, what in index.sharing(own).items()
        if other != report.id and (window is None or abs((day - what.day).days) <= window)
    }
    links = [link for other, what in shared.items() if (link := _link(report.id, other, own, what))]
    index.add(report.id, day, own, [link.to for link in links if link.kind != "quotes"])
    links.sort(key=lambda link: (-link.of_report, link.to))
    return Tracing(report=report.id, links=tuple(links), credits=credits(report))


def _link(report: str, other: str, own: Sketch, shared: Shared) -> Link | None:
    """Gives the link of two reports, None where they share no more than any two."""
    if shared.same:
        reason = "the same words"
        return Link(report=report, to=other, kind="exact", strength=1.0, of_report=1.0, of_other=1.0, reason=reason)
    mine, theirs = shared.runs / max(1, len(own.runs)), shared.runs / max(1, shared.of)
    if shared.runs < LEAST:
        return None
    if max(mine, theirs) < PART:
        if shared.runs < QUOTED:
            return None
        kind, reason = "quotes", "some of the same words, as two reports have that quote one speaker"
    elif min(mine, theirs) >= SAME:
        kind, reason = "near", f"{min(mine, theirs):.0%} of the runs of {WORDS} words of both are the same"
    elif mine >= theirs:
        kind, reason = "part", f"{mine:.0%} of its runs of {WORDS} words stand in the other"
    else:
        kind, reason = "holds", f"holds {theirs:.0%} of the other's runs of {WORDS} words"
    return Link(
        report=report, to=other, kind=kind, strength=round(max(mine, theirs), 3),
        of_report=round(mine, 3), of_other=round(theirs, 3), reason=reason,
    )  # fmt: skip


def gather(reports: Iterable[Report], tracings: Iterable[Tracing]) -> tuple[Origin, ...]:
    """Gives the origins of reports, every report in exactly one: each retelling joins what it retells most of.

    Of two that share their words the later retells the earlier, whichever was taken in first; where one of them
    credits the other's outlet it retells that one.
    """
    ordered = sorted(reports, key=lambda r: (appeared(r), r.id))
    told = {tracing.report: tracing for tracing in tracings}
    links = _told_apart(ordered, told)
    retold = _retold({report.id: n for n, report in enumerate(ordered)}, links)
    groups: dict[str, list[Report]] = {}
    for report in ordered:
        groups.setdefault(_root(report.id, retold), []).append(report)
    return tuple(_origin(group, told, links) for group in groups.values())


def _told_apart(ordered: list[Report], told: Mapping[str, Tracing]) -> dict[str, tuple[Link, ...]]:
    """Gives each report's links: of reports that only quote the same words those where one credits or links to the other."""
    outlet_of = {report.id: one(report.outlet) if report.outlet else None for report in ordered}
    item_of = {report.id: report.item for report in ordered}
    linked = {report.id: frozenset(report.links) for report in ordered if report.links}
    handed = {report: {one(credit.outlet) for credit in handing(tracing)} for report, tracing in told.items()}
    links: dict[str, list[Link]] = {}
    for link in (link for tracing in told.values() for link in tracing.links):
        if link.report not in outlet_of or link.to not in outlet_of:
            continue
        for a, b in ((link.report, link.to), (link.to, link.report)):
            credited = outlet_of[b] in handed.get(a, ())
            if credited or item_of[b] in linked.get(a, ()):
                how = f"credits {outlet_of[b]}" if credited else f"links to {outlet_of[b] or 'the other'}"
                reason = f"{how} and has the same words as its report"
                turned = (link.of_report, link.of_other) if a == link.report else (link.of_other, link.of_report)
                link = structs.replace(
                    link, report=a, to=b, kind="credit", of_report=turned[0], of_other=turned[1], reason=reason
                )
                break
        if link.kind != "quotes":
            links.setdefault(link.report, []).append(link)
    return {report: tuple(found) for report, found in links.items()}


def handing(tracing: Tracing) -> list[Credit]:
    """Gives the credits that make a whole report somebody else's story: somebody "told" an outlet only at its head."""
    return [c for c in tracing.credits if c.kind in PASSES_ON and (c.kind != "told" or c.span[0] < HEAD)]


def _retold(place_of: Mapping[str, int], links: Mapping[str, Iterable[Link]]) -> dict[str, str]:
    """Gives for each report that retells another the one that it retells most of, a credited one first."""
    best: dict[str, tuple[bool, float, int, str]] = {}
    for link in (link for found in links.values() for link in found):
        later, earlier, share = link.report, link.to, link.of_report
        if place_of[later] < place_of[earlier] and link.kind != "credit":
            later, earlier, share = earlier, later, link.of_other
        if share >= OWN or link.kind == "credit":
            rank = (link.kind != "credit", -share, place_of[earlier], earlier)
            best[later] = min(best.get(later, rank), rank)
    return {report: rank[3] for report, rank in best.items()}


def _root(report: str, retold: Mapping[str, str]) -> str:
    """Gives the first telling behind a report; two that retell each other, by date and by credit, end at one of them."""
    seen = [report]
    while (report := retold.get(report, report)) not in seen:
        seen.append(report)
    return min(seen[seen.index(report) :])


def _origin(group: list[Report], told: Mapping[str, Tracing], links: Mapping[str, tuple[Link, ...]]) -> Origin:
    """Gives the origin of reports that share their words: the first by date, or the outlet that they credit."""
    tracings = [told[report.id] for report in group if report.id in told]
    first, outlet = _first(group, tracings)
    return Origin(
        id=content_id("origin", first.id if first else group[0].id),
        first=first.id if first else None,
        outlet=outlet,
        reports=tuple(report.id for report in group),
        links=tuple(link for report in group for link in links.get(report.id, ())),
        credits=tuple(credit for tracing in tracings for credit in tracing.credits),
    )


def _first(group: list[Report], tracings: list[Tracing]) -> tuple[Report | None, str | None]:
    """Gives the first telling where it is among the reports, and the outlet whose story it is."""
    credited = next((credit.outlet for tracing in tracings for credit in handing(tracing)), None)
    if credited is None:
        owners = {one(report.outlet) for report in group if report.outlet}
        return group[0], group[0].outlet or (next(iter(owners)) if len(owners) == 1 else None)
    return next((r for r in group if r.outlet and one(r.outlet) == one(credited)), None), credited


def one(outlet: str) -> str:
    """Gives one name for an outlet that is written in several ways."""
    return knowledge.outlet(outlet) or outlet


def story(report: Report) -> Iterator[Span]:
    """Gives the stretches of a report's text that are not furniture."""
    at = 0
    for start, end in sorted(part.span for part in report.furniture):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < len(report.text):
        yield at, len(report.text)


def sketch(report: Report) -> Sketch:
    """Gives the sketch of a report's story; its headline is part of it only where the text tells it."""
    words = [m.group().lower().encode() for span in story(report) for m in WORD.finditer(report.text, *span)]
    runs = (xxh3_64_intdigest(b" ".join(words[n : n + WORDS])) for n in range(max(1, len(words) - WORDS + 1)))
    return Sketch(xxh3_64_intdigest(b" ".join(words)), frozenset(run >> HALF for run in runs if run % SAMPLE == 0))
