"""The same answers as JSON lines, for programs: documents in, one line out for each, problems gathered aside."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from vedette.clean import clean
from vedette.errors import Skip
from vedette.origins import origins
from vedette.pipeline import read_page
from vedette.vocabulary import Done, Link, Origin, Page, Problem, Report, as_gold, plain

# Fields of a document that have a meaning here; all others are carried through as they came.
MEANT = {"id", "outlet", "published", "headline", "url", "text", "taken_in", "digest"}

TOLD = ("text", "headline", "outlet", "byline", "section", "language", "url", "furniture")

Line = dict[str, Any]


def read_lines(pages: Iterable[Page | Problem], faults: list[Problem]) -> Iterator[Line]:
    """Gives for each document its id, its own further fields, and its claims as the annotation guide has them."""
    for page in _usable(pages, faults):
        _, claims, problems = read_page(page)
        faults += problems
        yield {**_carried(page), "id": _id(page), "claims": [as_gold(claim) for claim in claims]}


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
