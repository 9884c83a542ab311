"""What a page's head and marks say of its article: linked data first, OpenGraph, meta tags, then <time>."""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from typing import Any, NamedTuple

from lxml.html import HtmlElement

Dates = tuple[tuple[str, str], ...]  # each date with the name of what told it, the surest first

SCRIPTS = 60  # of linked data that are read; pages have a handful
THINGS = 2_000  # objects in them; a feed of teasers has a tenth
ARTICLES = ("Article", "BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting")
PAGES = ("WebPage", "ItemPage")
OPEN_GRAPH = ("article:published_time", "og:published_time", "og:article:published_time")
PUBLISHED = ("datepublished", "publishdate", "publish-date", "publish_date", "published_time", "pubdate", "parsely-pub-date",
             "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "article.published",
             "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate", "date")  # fmt: skip
OPEN_GRAPH_MODIFIED = ("article:modified_time", "og:updated_time", "og:modified_time")
MODIFIED = ("datemodified", "dcterms.modified", "dc.date.modified", "last_updated_date", "revised", "lastmod",
            "last-modified", "article.updated")  # fmt: skip
SECTION = ("article:section", "og:article:section", "section", "articlesection", "parsely-section", "sailthru.section",
           "cxenseparse:category", "dc.subject.section", "channel")  # fmt: skip
AUTHOR = ("author", "article:author", "og:article:author", "byl", "parsely-author", "sailthru.author", "dc.creator",
          "dcterms.creator", "creator", "article:author_name", "cxenseparse:author")  # fmt: skip
LANGUAGE = ("og:locale", "content-language", "dc.language", "language", "inlanguage")
STRUCTURED = frozenset({"linked data's datePublished", "itemprop datePublished", *OPEN_GRAPH, *PUBLISHED})
CRUMB = re.compile(r"(?i)(?:^|[\s_-])breadcrumbs?(?:[\s_-]|$|__)")
HOME = re.compile(r"(?i)home(?: ?page)?|front page|start|main|news home")
WRITER = re.compile(r"(?i)(?:^|[\s_-])(?:by-?line|author)(?:[\s_-]?(?:names?|link))?(?:$|[\s_])")
ASIDE = frozenset({"aside", "nav", "footer", "li", "form"})
CHANGED = re.compile(r"(?i)\b(?:updated?|modified|edited|revised|changed|amended)\b")
NOT_OURS = re.compile(r"(?i)comment|related|promo|teaser|recommend|sidebar|most-?read|popular|trending")


class Data(NamedTuple):
    """What a page says of itself, each thing by the surest of what says it."""

    headline: str | None  # in the linked data
    title: str | None  # in the other marks
    writers: tuple[str, ...]
    houses: tuple[str, ...]  # organisations that are named as writers
    sites: tuple[str, ...]  # names of the site, the surest first
    section: str | None
    language: str | None
    published: Dates
    modified: Dates
    url: str | None
    kinds: frozenset[str]  # types of the linked data, bare
    free: bool  # whether nothing says that the article must be paid for


def data_of(tree: HtmlElement, shown: str | None) -> Data:
    """Gives what the page says of itself; of several articles in its data, the one that the shown headline is of."""
    meta = _meta(tree)
    things = list(islice(_linked(tree), THINGS))
    best = _article(things, shown)
    pages = [thing for thing in things if thing is not best and set(_types(thing)) & set(PAGES)][:1]
    writers, houses = _people(best.get("author") or best.get("creator"))
    told = tuple(meta[name] for name in AUTHOR if name in meta and not meta[name].startswith(("http", "/")))
    sites = (_name(best.get("publisher")), meta.get("og:site_name"), _site(things), meta.get("application-name"))
    return Data(
        headline=_text(best.get("headline")),
        title=meta.get("og:title") or meta.get("twitter:title"),
        writers=tuple(writers) or told[:1] or tuple(_marked(tree)),
        houses=tuple(houses),
        sites=tuple(dict.fromkeys(name.lstrip("@") for name in sites if name)),
        section=_section(best) or next((meta[n] for n in SECTION if n in meta), None) or _crumb(tree, things, shown),
        language=_language(tree, meta, best),
        published=tuple(_dates(tree, meta, [best, *pages], "datePublished", OPEN_GRAPH, PUBLISHED, False)),
        modified=tuple(_dates(tree, meta, [best, *pages], "dateModified", OPEN_GRAPH_MODIFIED, MODIFIED, True)),
        url=_url(tree, meta, best),
        kinds=frozenset(kind for thing in things for kind in _types(thing)),
        free=all(str(thing.get("isAccessibleForFree", "true")).lower() != "false" for thing in things),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Gives what the meta tags say, by name in lower case; the first of a name counts."""
    told: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        content = " ".join(unescape(tag.get("content") or "").split())
        if name and content:
            told.setdefault(name.lower(), content)
    return told


def _linked(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    scripts = (
        s for s in tree.iter("script") if (s.get("type") or "").partition(";")[0].strip() == "application/ld+json"
    )
    for script in islice(scripts, SCRIPTS):
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
        try:
            told = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue  # broken linked data is common, and the page says the same elsewhere
        yield from _things(told)


def _things(told: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(told, list):
        for each in told:
            yield from _things(each, depth + 1)
    elif isinstance(told, dict):
        yield told
        for inner in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if isinstance(told.get(inner), (dict, list)):
                yield from _things(told[inner], depth + 1)


def _types(thing: dict[str, Any]) -> Iterator[str]:
    told = thing.get("@type")
    for kind in told if isinstance(told, list) else [told]:
        if isinstance(kind, str):
            yield kind.rpartition("/")[2].rpartition(":")[2]


def _article(things: Sequence[dict[str, Any]], shown: str | None) -> dict[str, Any]:
    """Gives the data of the page's article: of the shown headline, else the first of an article's type, else a dated one."""
    typed = [thing for thing in things if any(kind.endswith(ARTICLES) for kind in _types(thing))]
    same = next((t for t in typed if shown and _key(_text(t.get("headline"))) == _key(shown)), None)
    if same:
        return same
    if typed:
        return next((thing for thing in typed if "datePublished" in thing), typed[0])
    dated = (thing for thing in things if isinstance(thing.get("datePublished"), str))
    return next(dated, {})


def _key(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def _text(told: Any) -> str | None:
    if isinstance(told, list) and told:
        told = told[0]
    if isinstance(told, dict):
        told = told.get("@value") or told.get("name")
    return " ".join(unescape(told).split()) or None if isinstance(told, str) else None


def _name(told: Any) -> str | None:
    return _text(told)


def _site(things: Sequence[dict[str, Any]]) -> str | None:
    return next((_text(thing.get("name")) for thing in things if "WebSite" in _types(thing)), None)


def _people(told: Any) -> tuple[list[str], list[str]]:
    people: list[str] = []
    houses: list[str] = []
    for each in told if isinstance(told, list) else [told]:
        names = each.get("name") if isinstance(each, dict) else each
        kinds = tuple(_types(each)) if isinstance(each, dict) else ()
        house = any(kind.endswith("Organization") for kind in kinds)
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str) and name.strip():
                (houses if house else people).append(name)
    return people, houses


def _marked(tree: HtmlElement) -> Iterator[str]:
    """Gives what the page's own marks name as its writers."""
    for tag in tree.iter("a", "span", "div", "p", "address", "strong", "cite"):
        rel, prop = (tag.get("rel") or "").lower().split(), tag.get("itemprop") or ""
        marked = "author" in rel or prop == "author" or bool(WRITER.search(tag.get("class") or ""))
        if not marked or not _ours(tag):
            continue
        lines = [" ".join(part.split()) for part in tag.itertext()]
        text = " ".join(line for line in lines if line)
        if 3 < len(text) < 120:
            yield text
            return


def _ours(tag: HtmlElement) -> bool:
    """Whether a tag is the article's and not of a list of others."""
    for element in tag.iterancestors():
        name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if element.tag in ASIDE or (element.tag not in ("body", "html") and NOT_OURS.search(name)):
            return False
        if element.tag in ("article", "main", "body"):
            return True
    return True


def _section(best: dict[str, Any]) -> str | None:
    return _text(best.get("articleSection"))


def _crumb(tree: HtmlElement, things: Sequence[dict[str, Any]], shown: str | None) -> str | None:
    """Gives the last crumb above the article itself."""
    for thing in things:
        if "BreadcrumbList" in _types(thing) and isinstance(thing.get("itemListElement"), list):
            items = [each for each in thing["itemListElement"] if isinstance(each, dict)]
            named = [_text(each.get("name")) or _text(each.get("item")) for each in items]
            if found := _last([name for name in named if name and not name.startswith("http")], shown):
                return found
    for tag in tree.iter("nav", "ol", "ul", "div"):
        if CRUMB.search(f"{tag.get('class') or ''} {tag.get('aria-label') or ''}"):
            links = [" ".join(a.text_content().split()) for a in islice(tag.iter("a"), 12)]
            if found := _last([name for name in links if name], shown):
                return found
    return None


def _last(crumbs: Sequence[str], shown: str | None) -> str | None:
    above = [name for name in crumbs if not HOME.fullmatch(name) and _key(name) != _key(shown) and len(name) < 50]
    return above[-1] if above else None


def _language(tree: HtmlElement, meta: dict[str, str], best: dict[str, Any]) -> str | None:
    root = tree if tree.tag == "html" else next(tree.iter("html"), tree)
    told = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang"),
            _text(best.get("inLanguage")), *(meta.get(name) for name in LANGUAGE))  # fmt: skip
    for name in told:
        code = re.match(r"\s*([A-Za-z]{2,3})(?:[-_,;\s]|$)", name or "")
        if code:
            return code[1].lower()
    return None


def _dates(
    tree: HtmlElement,
    meta: dict[str, str],
    things: Sequence[dict[str, Any]],
    key: str,
    graph: Sequence[str],
    names: Sequence[str],
    changed: bool,
) -> Iterator[tuple[str, str]]:
    for thing in things:
        if isinstance(thing.get(key), str) and thing[key].strip():
            yield f"linked data's {key}", thing[key].strip()
    yield from ((name, meta[name]) for name in (*graph, *names) if name in meta)
    for tag in tree.iter("time", "span", "div", "p", "abbr"):
        if tag.get("itemprop") == key and _ours(tag):
            value = tag.get("datetime") or tag.get("content") or " ".join(tag.text_content().split())
            if value and len(value) < 60:
                yield f"itemprop {key}", value
                break
    yield from (("<time>", value) for value in islice(_times(tree, changed), 1))


def _times(tree: HtmlElement, changed: bool) -> Iterator[str]:
    """Gives the dates of <time> tags that are the article's own: of its change, or of its appearance."""
    for tag in tree.iter("time"):
        value = (tag.get("datetime") or "").strip() or " ".join(tag.text_content().split())
        if not re.search(r"\d{4}", value) or len(value) > 60 or not _ours(tag):
            continue
        before = tag.getprevious()
        parent = tag.getparent()
        near = (before.tail if before is not None else parent.text if parent is not None else None) or ""
        if before is not None and not near.strip() and isinstance(before.tag, str) and before.tag != "time":
            near = before.text_content()[-40:]
        said = f"{tag.get('class') or ''} {tag.get('itemprop') or ''} {near} {tag.text_content()[:20]}"
        if bool(CHANGED.search(re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]", " ", said))) == changed:
            yield value


def _url(tree: HtmlElement, meta: dict[str, str], best: dict[str, Any]) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    page = best.get("mainEntityOfPage")
    of_page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    told = (next((href for href in links if href), None), meta.get("og:url"), of_page, best.get("url"))
    return next((url.strip() for url in told if isinstance(url, str) and url.strip()), None)
