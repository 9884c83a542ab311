"""The article in a web page: its main text and what the page says about itself. Stands below clean."""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html

from vedette.article.blocks import Hint, blocks_of, restored
from vedette.errors import Skip

DEEPEST = 250  # newspapers' pages stay under 60, and the parser drops what lies deeper than 256
FEW = 120  # words; the precise settings take a notice for the story where a page holds both
MUCH = 2.5  # times as many words as the precise settings found make the usual ones right
MOST = 200_000  # tags; the longest live blogs have a tenth

TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<(/?)([a-zA-Z][^\s/>]*)([^>]*)", re.S | re.I)
# Tags that hold nothing, and tags that browsers close on their own: neither makes a page deeper.
FLAT = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rt", "rp",
    "html", "head", "body",
})  # fmt: skip
PUBLISHED = ("article:published_time", "datepublished", "og:published_time", "publishdate", "publish-date", "pubdate",
             "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "article.published",
             "cxenseparse:recs:publishtime", "date")  # fmt: skip
MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified")
SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it logs comes back as a Skip or a Problem
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


class Article(NamedTuple):
    """A page's main text with the headline above it, and its metadata as they stand."""

    text: str
    headline: str | None
    byline: str | None
    site: str | None
    published: tuple[str, ...]
    modified: str | None
    url: str | None
    hints: Mapping[str, Sequence[Hint]]  # what the tags tell of a line, by its text


def read(html: str, address: str, taken_in: datetime) -> Article:
    """Gives the article of a page. Raises Skip where there is none, or where the page is built to choke a parser."""
    _refuse_deep(html, address)
    try:
        found = _article(html, address, taken_in)
    except (LxmlError, RecursionError, ValueError) as fault:
        raise Skip("html", f"{address} cannot be parsed: {fault}") from fault
    if found is None:
        raise Skip("no text", f"no article was found in {address}")
    return found


def _article(html: str, address: str, taken_in: datetime) -> Article | None:
    tree = load_html(html)
    if tree is None:
        return None
    page = blocks_of(tree)
    found = _extract(tree, address, taken_in)
    if found is None:
        return None
    meta, data = _meta(tree), _data(tree)
    headline = _headline(tree, data.get("headline"), found.title, found.sitename)
    lines, hints = restored(found.text, page, headline)
    main = "\n\n".join(lines)
    return Article(
        text=main if headline is None or main.startswith(headline) else f"{headline}\n\n{main}",
        headline=headline,
        byline=found.author,
        site=meta.get("og:site_name") or data.get("publisher"),
        published=tuple(_published(tree, meta, data, found.date)),
        modified=data.get("dateModified") or next((meta[name] for name in MODIFIED if name in meta), None),
        url=_url(tree, meta, address),
        hints=hints,
    )


def _refuse_deep(html: str, address: str) -> None:
    """Raises Skip for a page with too many tags inside each other: counting is cheap, parsing them is not."""
    depth = deepest = count = 0
    for match in TAG.finditer(html):
        closing, name, rest = match.group(2), match.group(3), match.group(4)
        if name is None:
            continue
        count += 1
        if name.lower() not in FLAT and not rest.endswith("/"):
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise Skip("nested", f"{address} has {deepest:,} tags inside each other; up to {DEEPEST} are read")
    if count > MOST:
        raise Skip("nested", f"{address} has {count:,} tags; up to {MOST:,} are read")


def _extract(tree: HtmlElement, address: str, taken_in: datetime) -> Any:
    """Gives the main text, with the precise settings, or with the usual ones where those find next to nothing."""
    # The latest date is told, as the finder would else read the clock; it looks at the head only, and guesses nothing.
    dates = {"extensive_search": False, "original_date": True, "max_date": taken_in.date().isoformat()}
    url = address if address.startswith("http") else None
    best: Any = None
    for precise in (True, False):
        found = bare_extraction(
            tree,
            url=url,
            include_comments=False,
            favor_precision=precise,
            with_metadata=True,
            date_extraction_params=dates,
        )
        size = len((found.text or "").split()) if found is not None and not isinstance(found, dict) else 0
        if size and (best is None or size > MUCH * len(best.text.split())):
            best = found
        if size >= FEW:
            break
    return best


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Gives what the head's meta tags say, by name in lower case; the first of a name counts."""
    told: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            told.setdefault(name.lower(), content)
    return told


def _data(tree: HtmlElement) -> dict[str, str]:
    """Gives headline and dates of the first linked-data object that has a date of publication."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            try:
                told = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                continue  # broken linked data is common, and the page says the same elsewhere
            for thing in _things(told):
                if isinstance(thing.get("datePublished"), str):
                    publisher = thing.get("publisher")
                    thing |= {"publisher": publisher.get("name")} if isinstance(publisher, dict) else {}
                    return {key: value.strip() for key, value in thing.items() if isinstance(value, str)}
    return {}


def _things(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, list):
        for each in told:
            yield from _things(each)
    elif isinstance(told, dict):
        yield told
        yield from _things(told.get("@graph"))
        yield from _things(told.get("mainEntity"))


def _published(tree: HtmlElement, meta: dict[str, str], data: dict[str, str], found: str | None) -> Iterator[str]:
    """Gives the dates the page tells for itself, the surest first."""
    if "datePublished" in data:
        yield data["datePublished"]
    yield from (meta[name] for name in PUBLISHED if name in meta)
    for time in tree.iter("time"):
        if time.get("datetime") and (time.get("pubdate") is not None or time.get("itemprop") == "datePublished"):
            yield time.get("datetime")
    if found:
        yield found


def _headline(tree: HtmlElement, told: str | None, title: str | None, site: str | None) -> str | None:
    """Gives the headline as the page shows it, else as its metadata have it without the site's name."""
    shown = [text for h1 in tree.iter("h1") if (text := " ".join(h1.text_content().split()))]
    if len(shown) == 1 and (not title or shown[0][:20].lower() in title.lower()):
        return shown[0]
    best = " ".join((told or title or "").split())
    if site and best.lower().endswith(site.lower()):
        best = SUFFIX.sub("", best)
    return best or None


def _url(tree: HtmlElement, meta: dict[str, str], address: str) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    told = next((href for href in links if href), None) or meta.get("og:url")
    return urljoin(address, told) if told and address.startswith("http") else told
