"""The order of the stages: runs them, stores what they give, gathers what they could not do."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from itertools import groupby

import msgspec

from vedette.assess import assess
from vedette.clean import clean
from vedette.clean.revisions import changing
from vedette.errors import Skip, Stop
from vedette.indicators import Known, View, signals
from vedette.ledger import Ledger, ledger
from vedette.origins import WINDOW, appeared, gather, sketch, trace
from vedette.presence import event_day
from vedette.promises import Promises, promises
from vedette.reach import reach
from vedette.reader import read
from vedette.resolve import resolve
from vedette.store import Store
from vedette.store.index import StoredIndex
from vedette.vocabulary import (
    Assessment,
    Claim,
    Done,
    Origin,
    Page,
    Presence,
    Problem,
    Promise,
    Report,
    Signal,
    Warning,
    Watch,
    Word,
    at_midnight,
)
from vedette.voices import first_told, voices
from vedette.warn import warn

TICK = 7  # days: without news a watch is assessed once a week, since signals fade and ends pass
BATCH = 50

Progress = Callable[[int], None]
Read = Callable[[Report], Done[Claim]]  # raises Skip for this report, Stop where none can be read


class Study(Word, frozen=True, kw_only=True):
    """All that a watch makes of what is known: the series of assessments, the last ledger and signals, the warnings."""

    watch: Watch
    day: date
    assessments: tuple[Assessment, ...]
    presences: tuple[Presence, ...]
    promises: tuple[Promise, ...]
    signals: tuple[Signal, ...]
    warnings: tuple[Warning, ...]
    problems: tuple[Problem, ...]


def take_in(
    store: Store, pages: Iterable[Page | Problem], progress: Progress = lambda n: None
) -> tuple[int, int, list[Problem]]:
    """Keeps pages. Gives how many were new, how many were known, and what could not be taken in."""
    new = known = 0
    problems: list[Problem] = []
    for page in pages:
        if isinstance(page, Problem):
            problems.append(page)
        elif store.add_page(page):
            new += 1
        else:
            known += 1
        progress(1)
    return new, known, problems


def read_page(page: Page, reader: Read = read) -> tuple[tuple[Report, ...], tuple[Claim, ...], tuple[Problem, ...]]:
    """Gives the reports and claims of one page, and its problems: clean, read, resolve."""
    try:
        cleaned = clean(page)
    except Skip as skip:
        return (), (), (Problem(stage="clean", kind=skip.kind, subject=page.address, message=str(skip)),)
    claims: list[Claim] = []
    problems = [*cleaned.problems]
    for report in cleaned.results:
        found, faults = read_report(report, reader)
        claims += found
        problems += faults
    return cleaned.results, tuple(claims), tuple(problems)


def read_report(report: Report, reader: Read = read) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Gives the resolved claims of one report and what could not be read or resolved."""
    try:
        said = reader(report)
    except Skip as skip:
        return (), (Problem(stage="read", kind=skip.kind, subject=report.address, message=str(skip)),)
    resolved = resolve(said.results, report)
    return resolved.results, said.problems + resolved.problems


def read_pages(store: Store, progress: Progress = lambda n: None, reader: Read = read) -> int:
    """Reads all pages that have no outcome yet; each is settled whole or not at all. Gives how many were read.

    Raises Stop where the reader does: what was read by then is kept and traced, the rest stays unread.
    """
    done = 0
    # Another reader's answers are dear and slow: each is kept at once, and nobody waits for the store meanwhile.
    limit = BATCH if reader is read else 1
    try:
        while pages := store.unread_pages(limit=limit):
            outcomes = []
            with ThreadPoolExecutor() as side_by_side:  # the network lets go of the interpreter
                for page, outcome in zip(
                    pages, side_by_side.map(partial(read_page, reader=reader), pages), strict=True
                ):
                    outcomes.append((page.id, *outcome))
                    progress(1)
            with store.batch():
                for settled in outcomes:
                    store.settle(*settled)
                    for report in settled[1]:
                        if fault := changing(store.revisions(report.item)):
                            store.add_problem(fault, report.taken_in)
            done += len(pages)
    except Stop:
        trace_reports(store)
        raise
    trace_reports(store)
    return done


def trace_reports(store: Store) -> int:
    """Traces the reports that were not, in the order of their appearance; those after a late arrival are traced anew.

    So the origins are the same in whatever order the pages came. Gives how many were traced.
    """
    new = store.untraced()
    if not new:
        return 0
    first = min((appeared(report), report.id) for report in new)
    with store.batch():
        index = store.index()
        newest = index.newest()
        again = store.traced(after=first)
        for report in again:
            index.remove(report.id)
        if newest and date.fromisoformat(first[0][:10]) < newest - timedelta(days=WINDOW):
            _lay_window(store, index, first)
        for report in sorted([*new, *again], key=lambda r: (appeared(r), r.id)):
            store.keep_tracing(appeared(report), trace(report, index))
        index.forget()
    return len(new) + len(again)


def _lay_window(store: Store, index: StoredIndex, first: tuple[str, str]) -> None:
    """Puts what appeared in the window before a very late arrival back into the index, where it is forgotten by now."""
    day = date.fromisoformat(first[0][:10])
    for report in store.traced(after=((day - timedelta(days=WINDOW)).isoformat(), ""), before=first):
        if report.coder:
            continue
        index.remove(report.id)
        tracing = store.tracing(report.id)
        told = [link.to for link in tracing.links if link.kind != "quotes"] if tracing else []
        index.add(report.id, date.fromisoformat(appeared(report)[:10]), sketch(report), told)


def study(
    watch: Watch, reports: Iterable[Report], claims: Iterable[Claim], found: tuple[Origin, ...], until: date,
    known: Iterable[Warning] = (), progress: Progress = lambda n: None,
) -> Study:  # fmt: skip
    """Replays what was known day by day up to `until`: a pure fold, the same in any order of reports and claims."""
    claims = tuple(claims)
    known_from = {claim.id: claim.day for claim in claims}
    alive = _alive(reports, claims, found)
    whose = voices(tuple(claim for claim, _ in alive), found)
    outlet_of = {report: origin.outlet for origin in found for report in origin.reports}
    tellers = {claim.id: outlet_of.get(claim.report, claim.outlet) for claim, _ in alive}
    relevant = sorted((pair for pair in alive if _concerns(pair[0], watch)), key=lambda p: (p[0].day, p[0].id))
    assessed: list[Assessment] = []
    ledgers: list[tuple[date, tuple[Presence, ...]]] = []
    seen: dict[str, Signal] = {}
    last: dict[str, Assessment] = {}
    book, pledged, heard, newest = Ledger(), Promises(), Known(), date.min
    coming = _changes(relevant, known_from)
    for day in days(relevant, until):
        while coming and coming[-1][0] <= day:
            _, told, claim = coming.pop()
            if told:
                heard.add(claim)
                pledged.add(claim)
                newest = max(newest, claim.day)
            else:
                heard.remove(claim)
                pledged.remove(claim)
            if set(claim.actor) & set(watch.force):
                book.add(claim, whose.get(claim.id)) if told else book.remove(claim)
        there = book.on(day)
        view = View(
            day=day, watch=watch, claims=heard, presences=there, promises=pledged.on(day), voices=whose,
            covered=(day - newest).days <= View.WINDOW, tellers=tellers,
        )  # fmt: skip
        read_now = signals(watch, view, seen).results
        made = assess(watch, day, read_now, last).results
        seen, last = {s.indicator: s for s in read_now}, {a.hypothesis: a for a in made}
        assessed += made
        ledgers.append((day, there))
        progress(1)
    raised = warn(watch, assessed, ledgers, known).results
    return Study(
        watch=watch, day=until, assessments=tuple(assessed), presences=ledgers[-1][1] if ledgers else (),
        promises=pledged.on(until),
        signals=tuple(seen[i.name] for i in watch.indicators if i.name in seen), warnings=raised,
        problems=reach(watch, claims, [claim for claim, _ in relevant]),
    )  # fmt: skip


def _changes(relevant: list[tuple[Claim, date | None]], known_from: dict[str, date]) -> list[tuple[date, bool, Claim]]:
    """Gives what became known (true) and what a revision took back (false), by day, the last first."""
    told = [(known_from[claim.id], True, claim) for claim, end in relevant if end is None or end > known_from[claim.id]]
    back = [(end, False, claim) for claim, end in relevant if end and end > known_from[claim.id]]
    return sorted([*told, *back], key=lambda change: (change[0], not change[1], change[2].id), reverse=True)


class AsOf(StrEnum):
    """What "as of a day" asks for: what had been published by then, what this system had, or what is said of that day."""

    REPORTED = "reported"
    TAKEN_IN = "taken-in"
    EVENT = "event"


def known_on(
    day: date, by: AsOf, reports: Iterable[Report], claims: Iterable[Claim], found: tuple[Origin, ...]
) -> tuple[tuple[Claim, ...], dict[str, str | None]]:
    """Gives the claims that a past day stands on, and whose voices they are.

    By `event` all that is known now counts, each claim on the day of which it tells: hindsight, asked for as such.
    """
    claims = tuple(claims)
    known_from = {claim.id: claim.taken_in.date() if by is AsOf.TAKEN_IN else claim.day for claim in claims}
    alive = _alive(reports, claims, found)
    whose = voices(tuple(c for c, _ in alive), found)
    if by is AsOf.EVENT:
        dated = (msgspec.structs.replace(c, reported=event_day(c)) for c, end in alive if end is None)
        return tuple(c for c in dated if c.day <= day), whose
    return tuple(c for c, end in alive if known_from[c.id] <= day and (end is None or day < end)), whose


def ledger_on(
    day: date, by: AsOf, reports: Iterable[Report], claims: Iterable[Claim], found: tuple[Origin, ...]
) -> Done[Presence]:
    """Gives the whole ledger of a past day, of all forces that the claims speak of."""
    known, whose = known_on(day, by, reports, claims, found)
    return ledger(known, whose, day)


def promises_on(
    day: date, by: AsOf, reports: Iterable[Report], claims: Iterable[Claim], found: tuple[Origin, ...]
) -> Done[Promise]:
    """Gives the promises of all parties as they stood on a past day."""
    known, _ = known_on(day, by, reports, claims, found)
    return promises(known, day)


def _alive(
    reports: Iterable[Report], claims: tuple[Claim, ...], found: tuple[Origin, ...]
) -> list[tuple[Claim, date | None]]:
    """Gives the claims, dated by their first telling, with the day on which a revision replaced each."""
    return list(_lifetimes(reports, first_told(claims, found)))


def days(relevant: list[tuple[Claim, date | None]], until: date) -> list[date]:
    """Gives the days to assess: those with news, one a week between them, the last."""
    told = sorted({c.day for c, _ in relevant if c.day <= until} | {end for _, end in relevant if end and end <= until})
    if not told:
        return []
    ticks = {told[0] + timedelta(days=n) for n in range(0, (until - told[0]).days + 1, TICK)}
    return sorted({*told, *ticks, until})


def _lifetimes(reports: Iterable[Report], claims: Iterable[Claim]) -> Iterator[tuple[Claim, date | None]]:
    """Gives each claim with the day on which a later revision of its article replaced it."""
    replaced: dict[str, date] = {}
    by_item = sorted(reports, key=lambda r: (r.item, r.taken_in, r.id))
    for _, group in groupby(by_item, key=lambda r: r.item):
        revisions = list(group)
        for older, newer in zip(revisions, revisions[1:], strict=False):
            replaced[older.id] = max(newer.day, newer.taken_in.date(), older.day)
    for claim in claims:
        yield claim, replaced.get(claim.report)


def _concerns(claim: Claim, watch: Watch) -> bool:
    """Whether a claim is about the parties of a watch."""
    ours = {*watch.force, *watch.host}
    place = claim.place.country if claim.place else None
    if place in watch.host or set(claim.actor) & ours or set(claim.other) & ours:
        return True
    return place in watch.neighbours and bool(set(claim.actor) & {*watch.neighbours, "NATO", "USA", "EU"})


def keep_studies(
    store: Store, watches: Iterable[Watch], until: date, progress: Progress = lambda n: None
) -> list[Study]:
    """Studies every watch from all that the store holds, and keeps what came of it; each new warning is kept once."""
    reports, claims = store.reports(), store.claims()
    traced = gather(reports, store.tracings())
    made = []
    for watch in watches:
        known = store.warnings(watch.name)
        result = study(watch, reports, claims, traced, until, known, progress)
        store.keep_view(watch.name, result.presences, result.signals, result.assessments, traced, result.promises)
        store.raise_warnings(watch.name, result.warnings)
        for problem in result.problems:
            store.add_problem(problem, at_midnight(until))
        made.append(result)
    return made
