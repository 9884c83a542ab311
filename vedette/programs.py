"""The same answers as JSON lines, for programs: documents in, one line out for each, problems gathered aside."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from vedette.clean import clean
from vedette.collect.files import RECORD
from vedette.errors import Skip, Stop
from vedette.layers import layers
from vedette.origins import origins
from vedette.pipeline import Read, read_page
from vedette.reader import read
from vedette.resolve.answers import KINDS, Answered, answer, answers
from vedette.vocabulary import Done, Link, Origin, Page, Problem, Report, Span, as_gold, content_id, plain

# Fields of a document that have a meaning here; all others are carried through as they came.
MEANT = {"id", "outlet", "published", "headline", "url", "text", "taken_in", "digest"}

TOLD = ("text", "headline", "outlet", "byline", "section", "language", "url", "furniture")

Line = dict[str, Any]


def read_lines(
    pages: Iterable[Page | Problem], faults: list[Problem], reader: Read = read, *, layered: bool = False
) -> Iterator[Line]:
    """Gives for each document its id, its own further fields, and its claims as the annotation guide has them.

    `layered` adds what the stages say beside claims (`layers`).
    """
    for page in _usable(pages, faults):
        reports, claims, problems = read_page(page, reader)
        faults += problems
        beside = layers(reports[0], claims) if layered and reports else {}
        yield {**_carried(page), "id": _id(page), "claims": [as_gold(claim) for claim in claims], **beside}


def clean_lines(pages: Iterable[Page | Problem], faults: list[Problem]) -> Iterator[Line]:
    """Gives for each page its text, what it says about itself, and what in it is furniture.

    A page without a report has a line too: no text, and the Problem that says what it is.
    """
    for page in _usable(pages, faults):
        try:
            done = clean(page)
        except Skip as skip:
            done = Done(problems=(Problem(stage="clean", kind=skip.kind, subject=page.address, message=str(skip)),))
        faults += done.problems
        report = done.results[0] if done.results else None
        told = {key: plain(getattr(report, key, None)) for key in TOLD}
        dates = {key: _date(getattr(report, key, None)) for key in ("published", "modified")}
        empty = {"text": told["text"] or "", "furniture": told["furniture"] or []}
        problems = [plain(problem) for problem in done.problems]
        yield {**_carried(page), "id": _id(page), **told, **empty, **dates, "problems": problems}


def origin_lines(pages: Iterable[Page | Problem], faults: list[Problem]) -> Iterator[Line]:
    """Gives for each document its origin among all documents of the input, and why."""
    ids: dict[str, Any] = {}
    reports: list[Report] = []
    for page in _usable(pages, faults):
        try:
            for report in clean(page).results:
                ids[report.id] = _id(page)
                reports.append(report)
        except Skip as skip:
            faults.append(Problem(stage="clean", kind=skip.kind, subject=page.address, message=str(skip)))
    of: dict[str, Origin] = {report: origin for origin in origins(tuple(reports)).results for report in origin.reports}
    for report in reports:
        origin = of[report.id]
        yield {
            "id": ids[report.id],
            "origin": ids.get(origin.first or ""),
            "outlet": origin.outlet,
            "links": [_link(link, ids) for link in origin.links if link.report == report.id],
            "credits": [plain(credit) for credit in origin.credits if credit.report == report.id],
        }


def resolve_lines(pages: Iterable[Page | Problem], faults: list[Problem]) -> Iterator[Line]:
    """Gives for each question (a text, a span in it, a kind) its answer, the reason and the candidates passed over."""
    for page in _usable(pages, faults):
        record = json.loads(page.body)
        line = {**_carried(page), "id": _id(page), "kind": record.get("kind")}
        line.pop("span", None)
        try:
            told = answer(report_of(page), _asked_span(record), str(record.get("kind", "")))
        except (Skip, Stop) as fault:
            faults.append(Problem(stage="resolve", kind="question", subject=page.address, message=str(fault)))
            yield line | {"answer": None, "reason": str(fault), "candidates": []}
            continue
        yield line | {"answer": told.answer, "reason": told.reason, "candidates": list(told.candidates)}


def resolve_text(text: str, day: str, outlet: str | None, kind: str | None, now: datetime) -> list[Answered]:
    """Gives what a text means as a whole, as the kind named; without one, what everything that it names means."""
    body = json.dumps({"text": text}).encode()
    page = Page(id=content_id("resolve", body), address="resolve", taken_in=now, body=body, content_type=RECORD,
                outlet=outlet, published=day)  # fmt: skip
    try:
        report = report_of(page)
    except Skip as skip:
        raise Stop(f"{text!r} holds nothing to resolve: {skip}") from skip
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if kind:
        return [answer(report, (start, end), kind)]
    found = answers(report)
    whole = [answer(report, (start, end), each) for each in KINDS]
    return found or [told for told in whole if told.answer] or whole


def report_of(page: Page) -> Report:
    """Gives the report of a page, all its text kept: what is asked about may look like furniture. Raises Skip."""
    return msgspec.structs.replace(clean(page).results[0], furniture=())


def _asked_span(record: Line) -> Span:
    span = record.get("span")
    if not (isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)):
        raise Stop(f"{span!r} is no span; name its start and end, as two numbers, in code points of the text")
    return span[0], span[1]


def _usable(pages: Iterable[Page | Problem], faults: list[Problem]) -> Iterator[Page]:
    for page in pages:
        if isinstance(page, Problem):
            faults.append(page)
        else:
            yield page


def _carried(page: Page) -> Line:
    """Gives the fields of a document that mean nothing here."""
    record = json.loads(page.body) if page.content_type.endswith("json") else {}
    return {key: value for key, value in record.items() if key not in MEANT}


def _id(page: Page) -> Any:
    """Gives the document's own id, or the file that it came from."""
    return json.loads(page.body).get("id", page.address) if page.content_type.endswith("json") else page.address


def _date(told: Any) -> str | None:
    if told is None:
        return None
    text: str = told.at.isoformat()
    return {"year": text[:4], "month": text[:7], "day": text[:10]}.get(told.precision.value, text)


def _link(link: Link, ids: dict[str, Any]) -> Line:
    return {"to": ids[link.to], "kind": link.kind, "strength": link.strength, "reason": link.reason}
