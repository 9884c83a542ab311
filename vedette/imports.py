"""Coded events into a store: a page and a report for each coder, file and day, a line and a claim for each event."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby

import msgspec

from vedette.collect.events import CodedEvent, claims
from vedette.origins import appeared
from vedette.store import Store
from vedette.vocabulary import (
    Claim,
    Page,
    Precision,
    Problem,
    Published,
    Report,
    Tracing,
    at_midnight,
    content_id,
)

Progress = Callable[[int], None]


def import_events(
    store: Store, told: Iterable[CodedEvent | Problem], now: datetime, progress: Progress = lambda n: None
) -> tuple[int, int, int, list[Problem]]:
    """Keeps coded events. Gives the rows read, the claims made of them, how many of those were new, and the Problems."""
    faults: list[Problem] = []
    events: list[CodedEvent] = []
    for each in told:
        progress(1)
        (faults if isinstance(each, Problem) else events).append(each)  # type: ignore[arg-type]
    events.sort(key=lambda event: (event.file, event.row))  # of an event that two files tell the same one is kept
    file_of = {content_id("event", event.coder, event.id): event.file for event in reversed(events)}
    done = claims(events, now)
    before = store.counts()["claims"]
    by_day = sorted(done.results, key=lambda c: (c.outlet or "", file_of[c.id], c.day, c.id))
    with store.batch():
        for (coder, file, day), rows in groupby(by_day, key=lambda c: (c.outlet or "", file_of[c.id], c.day)):
            page, report, kept = _day(coder, file, day, list(rows), now)
            store.add_page(page)
            store.settle(page.id, (report,), kept, ())
            store.keep_tracing(appeared(report), Tracing(report=report.id))
        for problem in (*faults, *done.problems):
            store.add_problem(problem, now)
    return len(events) + len(faults), len(done.results), store.counts()["claims"] - before, [*faults, *done.problems]


def _day(coder: str, file: str, day: date, rows: list[Claim], now: datetime) -> tuple[Page, Report, list[Claim]]:
    """Gives the page, report and claims of one day of a coder's file; the spans of each claim count in the report's text."""
    text = "\n".join(claim.quote for claim in rows) + "\n"
    address = f"{file}#{day}"
    # A file that has grown revises nothing: what it told before stays with the report that told it first.
    item = content_id("events", coder, file, day, text)
    page = Page(
        id=item, address=address, taken_in=now, body=text.encode(),
        content_type="text/plain; charset=utf-8", outlet=coder, published=day.isoformat(),
    )  # fmt: skip
    report = Report(
        id=content_id("report", page.id), item=item, page=page.id, address=address,
        taken_in=now, text=text, outlet=coder, headline=f"{coder}: events of {day}",
        published=Published(at=at_midnight(day), precision=Precision.DAY), coder=coder,
    )  # fmt: skip
    kept, start = [], 0
    for claim in rows:
        moved = {
            name: (start + span[0], start + span[1])
            for name, span in (("evidence", claim.evidence), ("trigger", claim.trigger))
        }
        kept.append(msgspec.structs.replace(claim, report=report.id, **moved))
        start += len(claim.quote) + 1
    return page, report, kept
