"""Stage 2: a page's bytes to a report: its text, what in it is furniture, and what it says about itself. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from vedette import knowledge
from vedette.clean import article, pasted
from vedette.clean.article import Dates, canonical
from vedette.clean.decoding import decode, refuse_binary
from vedette.clean.furniture import ENGLISH, english, find_byline, find_headline, furniture
from vedette.clean.published import apart, fault, read_published
from vedette.errors import Skip
from vedette.vocabulary import Digest, Done, Furniture, Page, Precision, Problem, Published, Report, content_id

__all__ = ["canonical", "clean"]

RECORD = "application/vnd.vedette.report+json"
LEAST = 5  # words of a story on a web page; what has fewer holds furniture only
DECLARED = 0.05  # share of common words that makes a text English where the page says that it is
TOP = 1_000  # characters, within which a bare date is the page's own
# "ANKARA, February 7, 2020 (Reuters)": where a text has no other date this one is when it was written.
DATELINE = re.compile(
    r"(?m)^[A-Z][A-Z.'’ -]{2,30}(?:, [A-Z][\w.'’ -]{1,20})?, "
    r"((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4})\b"
)
LEAD = 600  # characters at the head of a text in which its dateline stands
DATED = re.compile(r"(?i)\b(?:first )?(?:published|posted)\b(?: on| at)?\W+(.*)")
CHANGED = re.compile(r"(?i)[\s|·•–-]*\b(?:last )?(?:updated?|modified)\b(?: on| at)?[\s:]*")
FIGURES = re.compile(r"\b\d{1,2}([./-])\d{1,2}\1\d{4}\b")


class DateLine(NamedTuple):
    """The dates in a line that tells them, and whether it says that the page appeared then."""

    published: str | None
    modified: str | None
    named: bool


class Told(msgspec.Struct, kw_only=True):
    """What a page says about itself, before any of it is checked."""

    text: str
    headline: str | None = None
    byline: str | None = None
    outlet: str | None = None
    sites: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    published: Dates = ()
    modified: Dates = ()
    url: str | None = None
    digest: Any = None
    web: bool = False
    hints: Mapping[str, Sequence[tuple[str, float]]] | None = None
    cut_off: bool = False
    links: tuple[str, ...] = ()


class Record(msgspec.Struct, kw_only=True):
    """A report as a line of JSON; fields that are not named here are other people's."""

    text: str
    headline: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    section: str | None = None
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
    if len(told.text) > article.LARGEST:
        raise Skip("too large", f"{page.address} has {len(told.text):,} characters; up to {article.LARGEST:,} are read")
    headline = told.headline or find_headline(told.text)
    cut = furniture(told.text, headline, told.hints)
    if page.content_type != RECORD:
        cut, more = _checked(page, told, headline, cut)
        problems = (*problems, *more)
    digest, unread = _digest(page, told.digest)
    url = canonical(told.url, page.address)
    outlet = _outlet(told, url, cut)
    item = content_id(article.item_key(url) if url else page.address)
    published, modified, faults = _dates(page, told, cut, outlet)
    report = Report(
        id=content_id(item, told.text, outlet, published and published.at.isoformat(), headline),
        item=item,
        page=page.id,
        address=page.address,
        taken_in=page.taken_in,
        text=told.text,
        outlet=outlet,
        headline=headline,
        byline=told.byline or article.names([find_byline(told.text, cut) or ""]),
        section=told.section,
        published=published,
        modified=modified,
        language=_language(told),
        url=url,
        furniture=cut,
        links=tuple(content_id(article.item_key(link)) for link in told.links),
        digest=digest,
    )
    return Done(results=(report,), problems=(*problems, *unread, *faults))


def _checked(
    page: Page, told: Told, headline: str | None, cut: tuple[Furniture, ...]
) -> tuple[tuple[Furniture, ...], tuple[Problem, ...]]:
    """Gives the furniture of a page, a second article among it, and what its text lacks. Raises Skip where nothing is a story."""
    story = _story(told.text, headline, cut)
    kind = pasted.kind_of(told.text, story, headline, cut)
    if told.web and not kind and len(story.split()) < LEAST:
        kind = "no text"
    if kind:
        raise Skip(kind, f"{page.address} {article.LACKS[kind]}")
    problems = []
    if not told.web and (second := pasted.second_article(told.text, cut)):
        kept = tuple(piece for piece in cut if piece.span[1] <= second.start)
        rest = Furniture(span=(second.start, len(told.text.rstrip())), reason=f"another article: {second.headline!r}")
        cut = (*kept, rest)
        problems.append(_two_articles(page, second.headline))
    if told.cut_off or (not told.web and pasted.is_shortened(told.text, story)):
        message = "a subscription is asked for below the text, which may be the beginning only"
        problems.append(_problem(page, "paywall", message))
    return cut, tuple(problems)


def _story(text: str, headline: str | None, cut: tuple[Furniture, ...]) -> str:
    for piece in reversed(cut):
        text = text[: piece.span[0]] + text[piece.span[1] :]
    return text.replace(headline, "", 1) if headline else text


def _two_articles(page: Page, headline: str) -> Problem:
    message = f"another article stands below the first and is left out: {headline!r}"
    return _problem(page, "two articles", message)


def _language(told: Told) -> str | None:
    """Gives the language of the text, else the one that the page says and the text does not deny."""
    share = english(told.text)
    if share >= (DECLARED if told.language == "en" else ENGLISH):
        return "en"
    return told.language if told.language != "en" else None


def _told(page: Page) -> tuple[Told, tuple[Problem, ...]]:
    """Gives what the page says, by its type: a record, a saved web page, or plain text."""
    if page.content_type == RECORD:
        return _record(page), ()
    html = "html" in page.content_type.lower()
    text, broken = decode(page.body, page.headers.get("content-type", page.content_type), html, page.address)
    problems = (_problem(page, "encoding", broken),) if broken else ()
    published = (("what it was taken in with", page.published),) if page.published else ()
    if not html:
        return Told(text=text, outlet=page.outlet, published=published), problems
    refuse_binary(text, page.address)
    found = article.read(text, page.address, page.taken_in)
    if found.second:
        problems = (*problems, _two_articles(page, found.second))
    told = Told(
        text=found.text,
        headline=found.headline,
        byline=found.byline,
        outlet=page.outlet,
        sites=found.sites,
        section=found.section,
        language=found.language,
        published=published or found.published,
        modified=found.modified,
        url=found.url,
        links=found.links,
        web=True,
        hints=found.hints,
        cut_off=found.cut_off,
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
        published=(("the record", published),) if published else (),
        modified=(("the record", record.modified),) if record.modified else (),
        section=record.section,
        url=record.url,
        digest=record.digest,
    )


def _dates(
    page: Page, told: Told, cut: tuple[Furniture, ...], outlet: str | None
) -> tuple[Published | None, Published | None, list[Problem]]:
    """Gives when the page appeared and when it was changed, and where what tells so disagrees.

    What the page was taken in with goes before what it says, and its data before what it shows.
    """
    facts = knowledge.outlet_facts(outlet) if outlet else None
    order = facts.orders if facts else None
    lines, text = _date_lines(told.text, cut), told.text
    shown = [("the date line", line.published) for line in lines if line.published and line.named]
    record = page.content_type == RECORD  # its text may be another page's, pasted: only what says "published" counts
    bare = [line.published for line in lines if line.published and not (line.named or record)]
    names = [*told.published] if page.published or (told.published and not told.web) else [*told.published, *shown]
    changed = told.modified or [("the date line", line.modified) for line in lines if line.modified and not record]
    names = names or [("the date line", name) for name in bare if _dated(page, name, order).told][:1]
    dateline = None if names or record else DATELINE.search(text[:LEAD])
    names = [("the dateline", dateline[1])] if dateline else names
    tried = [(teller, name, _dated(page, name, order)) for teller, name in names]
    readable = [(teller, dated.told) for teller, _, dated in tried if dated.told]
    published = readable[0][1] if readable else None
    if published and published.precision is Precision.DAY:  # the same day with a time of day is the same date, sharper
        sharper = (p for t, p in readable if t in article.STRUCTURED and p.precision is Precision.SECOND)
        published = next((p for p in sharper if p.at.date() == published.at.date()), published)
    faults = [dated.problem for _, _, dated in tried[:1] if dated.problem and not published]
    for teller, other in readable[1:]:
        if published and apart(published, other):
            faults.append(_disagree(page, (readable[0][0], published), (teller, other)))
            break
    again = [(teller, _dated(page, name, order)) for teller, name in changed]
    teller, modified = next(((teller, dated.told) for teller, dated in again if dated.told), ("", None))
    faults += [dated.problem for _, dated in again[:1] if dated.problem and not modified]
    if published and modified and modified.at < published.at:
        if apart(published, modified):
            faults.append(_disagree(page, (readable[0][0], published), (f"{teller} (changed)", modified)))
        modified = None
    return published, modified, faults


def _disagree(page: Page, one: tuple[str, Published], other: tuple[str, Published]) -> Problem:
    names = " and ".join(f"{_say(told)} by {teller}" for teller, told in (one, other))
    return _problem(page, "dates disagree", f"{names}; the first is kept")


def _say(told: Published) -> str:
    return told.at.isoformat() if told.precision is Precision.SECOND else told.at.date().isoformat()


def _date_lines(text: str, cut: tuple[Furniture, ...]) -> list[DateLine]:
    """Gives what lines like "PUBLISHED: 10:31, Wed, Feb 2, 2022 | UPDATED: 12:05" tell, near the top also bare dates."""
    found = []
    for piece in cut:
        line = " ".join(text[slice(*piece.span)].split())
        dating = piece.reason.startswith("date line")
        if len(line) > 200 or not (dating or piece.reason.startswith(("byline", "stray line"))):
            continue
        before, _, after = CHANGED.sub("\n", line, count=1).partition("\n")
        match = DATED.search(before)
        published = _year(match[1] if match else before)
        top = piece.span[0] < TOP and (dating or len(line) < 80)
        if published and not match and not top:
            published = None
        if published or _year(after):
            found.append(DateLine(published, _year(after), bool(match)))
    return found


def _year(told: str) -> str | None:
    """Gives the words of a date that has a year, without what stands before figures only."""
    figures = FIGURES.search(told)
    return figures[0] if figures else told.strip(" |·•-–") if re.search(r"\b(?:19|20)\d\d\b", told) else None


def _dated(page: Page, name: str, order: str | None) -> Dated:
    try:
        told = read_published(name, order)
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


def _outlet(told: Told, url: str | None, cut: tuple[Furniture, ...]) -> str | None:
    """Gives the outlet's usual name: of the one told, else of the page's domain, its own name for the site, its masthead.

    One that nobody knows keeps the name that the page gives it, or its domain.
    """
    if told.outlet:
        return knowledge.outlet(told.outlet) or told.outlet
    host = urlsplit(url).hostname if url else None
    heads = [told.text[slice(*piece.span)] for piece in cut if piece.reason.startswith("masthead")]
    # An agency that is named as publisher on another's site supplied the story.
    sites = [name for name in told.sites if not _is_agency(name)] or list(told.sites)
    names = [name for name in (host, *sites, *heads[:2]) if name]
    known = next((known for name in names if (known := knowledge.outlet(name))), None)
    return known or next(iter(sites), None) or (article.site(host) if host else None)


def _is_agency(name: str) -> bool:
    facts = knowledge.outlet_facts(name)
    return facts is not None and facts.kind == "agency"


def _problem(page: Page, kind: str, message: str) -> Problem:
    return Problem(stage="clean", kind=kind, subject=page.address, message=message)
