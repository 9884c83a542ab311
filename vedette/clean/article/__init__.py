"""The article in a web page: its main text and what the page says about itself. Stands below clean."""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html

from vedette.clean.article.addresses import canonical, item_key, site
from vedette.clean.article.blocks import Block, Hint, blocks_of, restored
from vedette.clean.article.bylines import names
from vedette.clean.article.kinds import LACKS, is_cookie_wall, is_cut_off, is_paywall, is_refusal, keep_first, kind_of
from vedette.clean.article.metadata import STRUCTURED, Data, Dates, data_of
from vedette.errors import Skip

__all__ = [
    "LACKS",
    "LARGEST",
    "STRUCTURED",
    "Article",
    "Dates",
    "canonical",
    "is_cookie_wall",
    "is_cut_off",
    "is_paywall",
    "is_refusal",
    "item_key",
    "names",
    "read",
    "site",
]

DEEPEST = 250  # newspapers' pages stay under 60, and the parser drops what lies deeper than 256
FEW = 120  # words; the precise settings take a notice for the story where a page holds both
MUCH = 2.5  # times as many words as the precise settings found make the usual ones right
LINKS = 40  # of a story that are kept
MOST = 200_000  # tags; the longest live blogs have a tenth
LARGEST = 3_000_000  # characters of a page without its scripts and styles; a long read with all its menus has a tenth

TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<(/?)([a-zA-Z][^\s/>]*)([^>]*)", re.S | re.I)
# Tags that hold nothing, and tags that browsers close on their own: neither makes a page deeper.
FLAT = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rt", "rp",
    "html", "head", "body",
})  # fmt: skip
# Scripts that hold no data, styles and pictures in the page itself: half of many pages, and none of their text.
DEAD = re.compile(
    r"<!--(?!\[).*?(?:-->|\Z)|<style\b.*?(?:</style\s*>|\Z)|<script\b(?![^>]{0,200}ld\+json).*?(?:</script\s*>|\Z)"
    r"|\bdata:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s]*",
    re.S | re.I,
)
HEAVY = 500_000  # characters from which dead weight is taken off before a page is parsed
SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it logs comes back as a Skip or a Problem
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


class Article(NamedTuple):
    """A page's main text with the headline above it, and its metadata as they stand."""

    text: str
    headline: str | None
    byline: str | None
    sites: tuple[str, ...]  # names of the site, the surest first
    section: str | None
    language: str | None
    published: Dates
    modified: Dates
    url: str | None
    hints: Mapping[str, Sequence[Hint]]  # what the tags tell of a line, by its text
    second: str | None = None  # the headline of another article that stood on the page
    cut_off: bool = False  # whether the page asks for a subscription below the text
    links: tuple[str, ...] = ()  # addresses of articles of other sites that the story links to


def read(html: str, address: str, taken_in: datetime) -> Article:
    """Gives the article of a page. Raises Skip where there is none, or where the page is built to choke a parser."""
    bare = DEAD.sub("", html) if len(html) > HEAVY else html
    _refuse_deep(bare, address)
    if len(bare) > LARGEST:
        raise Skip("too large", f"{address} has {len(bare):,} characters; up to {LARGEST:,} are read")
    try:
        found = _article(bare, address, taken_in)
    except (LxmlError, RecursionError, ValueError) as fault:
        raise Skip("html", f"{address} cannot be parsed: {fault}") from fault
    if found is None:
        raise Skip("no text", f"no article was found in {address}")
    return found


def _article(html: str, address: str, taken_in: datetime) -> Article | None:
    tree = load_html(html)
    if tree is None:
        return None
    data = data_of(tree, None)
    second = keep_first(tree, "LiveBlogPosting" in data.kinds)
    shown = _shown(tree)
    if len(shown) == 1:
        data = data_of(tree, shown[0])
    page = blocks_of(tree)
    found = _extract(tree, address, taken_in)
    if second and (found is None or len(found.text.split()) < FEW // 3):  # the cut took the article itself
        tree, second = load_html(html), None
        shown = _shown(tree)
        page, found = blocks_of(tree), _extract(tree, address, taken_in)
    kind = kind_of(tree, page, found.text if found else "", data.headline or data.title, data.kinds, data.free)
    if kind:
        raise Skip(kind, f"{address} {LACKS[kind]}")
    if found is None:
        return None
    headline = _headline(shown, data.headline, found.title or data.title, (*data.sites, found.sitename))
    lines, hints = restored(found.text, page, headline)
    main = "\n\n".join(lines)
    return Article(
        text=main if headline is None or main.startswith(headline) else f"{headline}\n\n{main}",
        headline=headline,
        byline=_byline(data, found.author),
        sites=data.sites or _titled(tree, headline),
        section=data.section,
        language=data.language,
        published=(*data.published, *([("the date finder", found.date)] if found.date and not second else [])),
        modified=data.modified,
        url=_url(data, address),
        hints=hints,
        second=second,
        cut_off=is_cut_off(_below(page, lines), len(main.split()), data.free),
        links=_links(page, lines, address),
    )


def _links(page: Sequence[Block], lines: Sequence[str], address: str) -> tuple[str, ...]:
    """Gives the articles of other sites that the lines of a story link to, each once."""
    told, here = set(lines), site(urlsplit(address).hostname or "")
    anchors = (a for block in page if block.text in told for a in block.element.iter("a"))
    found = (canonical(a.get("href"), "") for a in anchors)
    others = (url for url in found if url and site(urlsplit(url).hostname or "") != here)
    return tuple(islice(dict.fromkeys(others), LINKS))


def _below(page: Sequence[Block], lines: Sequence[str]) -> str:
    """Gives what a page shows below the last line of its story."""
    told = set(lines)
    last = max((n for n, block in enumerate(page) if block.text in told), default=-1)
    return " \n".join(block.text for block in page[last + 1 :])


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


def _titled(tree: HtmlElement, headline: str | None) -> tuple[str, ...]:
    """Gives the site's name where the page's title is its headline with that name behind it."""
    title = " ".join(next((tag.text_content() for tag in tree.iter("title")), "").split())
    rest = title[len(headline) :] if headline and title.startswith(headline) else ""
    match = re.fullmatch(r"(?:\s+[|–—-]\s+[^|]{2,30})?\s+[|–—-]\s+([^|–—]{2,40})", rest)
    return (match[1],) if match else ()


def _shown(tree: HtmlElement) -> list[str]:
    return [text for h1 in tree.iter("h1") if (text := " ".join(h1.text_content().split()))]


def _headline(shown: Sequence[str], told: str | None, title: str | None, sites: Sequence[str | None]) -> str | None:
    """Gives the headline as the page shows it, else as its metadata have it without the site's name."""
    if len(shown) == 1 and any(shown[0][:20].lower() in name.lower() for name in (title or shown[0], told or "")):
        return shown[0]
    best = " ".join((told or title or "").split())
    if any(name and best.lower().endswith(name.lower()) for name in sites):
        best = SUFFIX.sub("", best)
    return best or None


def _byline(data: Data, found: str | None) -> str | None:
    """Gives the writers: people before houses, and none where the house is the site itself."""
    sites = [name.casefold() for name in data.sites]
    houses = [h for h in data.houses if not any(h.casefold() in name or name in h.casefold() for name in sites)]
    return names(data.writers) or names([found] if found and found not in data.houses else []) or names([], houses)


def _url(data: Data, address: str) -> str | None:
    return urljoin(address, data.url) if data.url and address.startswith("http") else data.url
