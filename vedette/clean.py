"""Stage 2: a page's bytes to a report: its text, what in it is furniture, and what it says about itself. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from vedette import article, knowledge
from vedette.decoding import decode, refuse_binary
from vedette.errors import Skip
from vedette.furniture import find_byline, find_headline, furniture, in_english
from vedette.published import fault, read_published
from vedette.vocabulary import Digest, Done, Furniture, Page, Problem, Published, Report, content_id

RECORD = "application/vnd.vedette.report+json"
# Parameters by which campaigns and platforms know a reader; an article is the same without them.
TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|ms|y|tw)clid|mc_[ce]id|ocid|cmpid|(?:at|ns)_\w+|xtor|igshid|smid|ref_?src|_ga"
)
DATED = re.compile(r"(?i)\b(?:first )?(?:published|posted)\b(?: on| at)?\W+(.*?)(?=\s*(?:\||\bupdated|\bmodified|$))")


class Told(msgspec.Struct, kw_only=True):
    """What a page says about itself, before any of it is checked."""

    text: str
    headline: str | None = None
    byline: str | None = None
    outlet: str | None = None
    site: str | None = None
    published: tuple[str, ...] = ()
    modified: str | None = None
    url: str | None = None
    digest: Any = None
    hints: Mapping[str, Sequence[tuple[str, float]]] | None = None


class Record(msgspec.Struct, kw_only=True):
    """A report as a line of JSON; fields that are not named here are other people's."""

    text: str
    headline: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    digest: Any = None


class Dated(NamedTuple):
    """A date that could be read, or what is wrong with the one that could not."""

    told: Published | None = None
    problem: Problem | None = None


def clean(page: Page) -> Done[Report]:
    """Gives the report of a page, and what of it could not be read. Raises Skip where there is no report in it."""
    if not page.body.strip():
        raise Skip("empty", f"{page.address} is empty")
    told, problems = _told(page)
    if not told.text.strip():
        raise Skip("empty", f"{page.address} has no text")
    refuse_binary(told.text, page.address)
    headline = told.headline or find_headline(told.text)
    cut = furniture(told.text, headline, told.hints)
    dates = _dates(page, told, cut)
    digest, unread = _digest(page, told.digest)
    url = canonical(told.url, page.address)
    outlet = _outlet(told, url)
    item = content_id(url or page.address)
    published, modified = dates[0].told, dates[1].told
    report = Report(
        id=content_id(item, told.text, outlet, published and published.at.isoformat(), headline),
        item=item,
        page=page.id,
        address=page.address,
        taken_in=page.taken_in,
        text=told.text,
        outlet=outlet,
        headline=headline,
        byline=told.byline or find_byline(told.text, cut),
        published=published,
        modified=modified if modified and published and modified.at > published.at else None,
        language="en" if in_english(told.text) else None,
        url=url,
        furniture=cut,
        digest=digest,
    )
    found = (*problems, *unread, *(dated.problem for dated in dates if dated.problem))
    return Done(results=(report,), problems=found)


def _told(page: Page) -> tuple[Told, tuple[Problem, ...]]:
    """Gives what the page says, by its type: a record, a saved web page, or plain text."""
    if page.content_type == RECORD:
        return _record(page), ()
    html = "html" in page.content_type.lower()
    text, broken = decode(page.body, page.headers.get("content-type", page.content_type), html, page.address)
    problems = (_problem(page, "encoding", broken),) if broken else ()
    published = (page.published,) if page.published else ()
    if not html:
        return Told(text=text, outlet=page.outlet, published=published), problems
    refuse_binary(text, page.address)
    found = article.read(text, page.address, page.taken_in)
    told = Told(
        text=found.text,
        headline=found.headline,
        byline=found.byline,
        outlet=page.outlet,
        site=found.site,
        published=published or found.published,
        modified=found.modified,
        url=found.url,
        hints=found.hints,
    )
    return told, problems


def _record(page: Page) -> Told:
    try:
        record = msgspec.json.decode(page.body, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as reason:
        raise Skip("record", f"{page.address} is not a record of a report: {reason}") from None
    published = page.published or record.published
    return Told(
        text=record.text,
        headline=record.headline or None,
        byline=record.byline,
        outlet=page.outlet or record.outlet,
        published=(published,) if published else (),
        url=record.url,
        digest=record.digest,
    )


def _dates(page: Page, told: Told, cut: tuple[Furniture, ...]) -> tuple[Dated, Dated]:
    """Gives when the page appeared and when it was changed. What the page was taken in with goes before its text."""
    names = told.published or tuple(_written(told.text, cut))
    tried = [_dated(page, name) for name in names]
    published = next((dated for dated in tried if dated.told), tried[0] if tried else Dated())
    return published, _dated(page, told.modified) if told.modified else Dated()


def _written(text: str, cut: tuple[Furniture, ...]) -> Iterator[str]:
    """Gives the dates that lines like "PUBLISHED: 10:31, Wed, Feb 2, 2022" tell."""
    for piece in cut:
        match = DATED.search(text[slice(*piece.span)]) if piece.reason.startswith(("date line", "byline")) else None
        if match and re.search(r"\d{4}", match[1]):
            yield match[1]


def _dated(page: Page, name: str) -> Dated:
    try:
        told = read_published(name)
    except Skip as skip:
        return Dated(problem=_problem(page, skip.kind, str(skip)))
    wrong = fault(told, page.taken_in)
    return Dated(problem=_problem(page, "date in the future", wrong)) if wrong else Dated(told=told)


def _digest(page: Page, told: Any) -> tuple[Digest | None, tuple[Problem, ...]]:
    if told is None:
        return None, ()
    try:
        return msgspec.convert(told, Digest), ()
    except msgspec.ValidationError as reason:
        return None, (_problem(page, "digest", f"the digest note is not read: {reason}"),)


def _outlet(told: Told, url: str | None) -> str | None:
    """Gives the outlet's usual name: of the one told, else of the page's domain or its own name for the site.

    One that nobody knows keeps the name that the page gives it, or its domain.
    """
    if told.outlet:
        return knowledge.outlet(told.outlet) or told.outlet
    host = urlsplit(url).hostname if url else None
    names = [name for name in (host, told.site) if name]
    return next((known for name in names if (known := knowledge.outlet(name))), told.site or (host and _site(host)))


def canonical(url: str | None, address: str) -> str | None:
    """Gives the address that all copies of an article share: no fragment, nothing that tracks readers.

    A front page is nobody's article, and another site's address is the original's, not this copy's.
    """
    here = urlsplit(address) if address.startswith(("http://", "https://")) else None
    try:
        there = urlsplit((url or "").strip())
        host = there.hostname or ""
    except ValueError:
        there, host = urlsplit(""), ""
    usable = there.scheme in ("http", "https") and host and (there.path.strip("/") or there.query)
    if here and (not usable or _site(host) != _site(here.hostname or "")):
        there = here
    elif not usable:
        return None
    query = urlencode([(name, value) for name, value in parse_qsl(there.query) if not TRACKING.fullmatch(name.lower())])
    return urlunsplit((there.scheme.lower(), there.netloc.lower(), there.path, query, ""))


def _site(host: str) -> str:
    return host.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _problem(page: Page, kind: str, message: str) -> Problem:
    return Problem(stage="clean", kind=kind, subject=page.address, message=message)
