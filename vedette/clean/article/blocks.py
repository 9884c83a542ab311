"""A page as blocks of text with what its tags say of each; and what an extractor left out, put back in its place.

An extractor that finds the main text drops standfirsts, list items and one-line paragraphs, and keeps captions and
promotions. What its lines are among the page's blocks tells both: a dropped block between kept ones, of the same kind
and in no box of its own, is the story's; a kept one in a box called "related" is not.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

SILENT = frozenset({"script", "style", "noscript", "template", "svg", "button", "select", "iframe", "head", "textarea",
                    "math", "object", "audio", "video", "canvas"})  # fmt: skip
INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small",
                    "span", "strike", "strong", "sub", "sup", "tt", "u", "label", "wbr", "time", "data", "img"})  # fmt: skip
LOUD = frozenset({"b", "strong"})
SLANTED = frozenset({"i", "em"})
HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
BOXES = {"figcaption": 1.0, "aside": 0.9, "nav": 1.0, "footer": 0.8, "form": 0.9, "figure": 0.8, "details": 0.4, "time": 0.5,
         "address": 0.5}  # fmt: skip
NAMED = re.compile(
    r"(?i)(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?P<caption>captions?|credits?|photo-?text|wp-caption)"
    r"|(?:^|[\s_-])(?P<box>related\w*|promo\w*|newsletters?|sign-?up|subscri\w+|shar(?:e|ing)\w*|social|sponsor\w*|advert\w*|ads?"
    r"|recommend\w*|most-?(?:read|popular|viewed)|popular|trending|read-?(?:more|next)|readmore|carousel|teasers?|interstitial"
    r"|also|outbrain|taboola|cookies?|consent|comments?|respond|breadcrumbs?|paywall|donat\w+|also-?read|author|bio|byline|tags?"
    r"|topics?|post-?navigation|dateline|timestamp|follow|widget|disclaimer|footnote|sidebar|toolbar|masthead|bylines?)(?:[\s_-]|$|(?=__))"
)
STANDFIRST = re.compile(
    r"(?i)(?:^|[\s_-])(?:stand-?first|sub-?titles?|sub-?head(?:line|ing)?s?|dek|deck|lead(?:-paragraph)?|lede|summary|excerpt|topper__?standfirst|intro|descp?|description|abstract|sp-descp)(?:[\s_-]|$)|__(?:lead|standfirst|summary|subtitle|dek)\b|standfirst"
)
CORRECTED = re.compile(
    r"(?i)^\W*(?:corrections?|clarifications?|amend(?:ment|ed)|editor['’]?s['’]? note|updated?|note)\b.{0,80}[:.–—]"
    r"|\b(?:earlier|previous|prior|original) version of\b|\b(?:was|has been) (?:\w+ )?(?:amended|corrected|updated|clarified)\b"
)
FULL_STOP = re.compile(r"[.!?…]['\"”’»)\]]*$")
WORD = re.compile(r"[^\W_]+")
ELLIPSIS = ("...", "…")  # other stories are cut short so; this one is not
CELL = 12  # words; what holds more is no cell of figures
NEAREST = 12  # ancestors that are looked at

Hint = tuple[str, float]


class Block(NamedTuple):
    """A stretch of text between two breaks of a page."""

    text: str
    words: tuple[str, ...]
    element: HtmlElement  # the block element it stands in
    links: float  # share of its characters that are links
    loud: bool
    slanted: bool


def blocks_of(tree: HtmlElement) -> list[Block]:
    """Gives the page's stretches of text in order."""
    found: list[Block] = []
    bodies = tree.xpath("//body")
    _walk(bodies[0] if bodies else tree, found)
    return found


class _Open:
    """The stretch that is being read."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, frozenset[str]]] = []

    def close(self, element: HtmlElement, found: list[Block]) -> None:
        text = " ".join("".join(part for part, _ in self.parts).split())
        sizes = Counter[str]()
        for part, styles in self.parts:
            size = len("".join(part.split()))
            sizes.update({style: size for style in (*styles, "all")})
        self.parts = []
        if text:
            whole = max(1, sizes["all"])
            found.append(
                Block(
                    text=text,
                    words=tuple(WORD.findall(text.lower())),
                    element=element,
                    links=sizes["a"] / whole,
                    loud=sizes["loud"] == whole,
                    slanted=sizes["slanted"] == whole,
                )
            )


def _walk(root: HtmlElement, found: list[Block]) -> None:
    """Walks without recursion, for a page may be deep."""
    open_ = _Open()
    stack: list[tuple[str, HtmlElement, HtmlElement, frozenset[str]]] = [("in", root, root, frozenset())]
    while stack:
        step, element, block, styles = stack.pop()
        if step == "tail":
            open_.parts.append((element.tail or "", styles))
            continue
        if step == "out":
            open_.close(element, found)
            continue
        tag = element.tag if isinstance(element.tag, str) else None
        if tag is None or tag in SILENT:
            continue
        if tag in ("br", "hr"):
            open_.close(block, found)
            continue
        inner = _styles(tag, styles)
        if tag not in INLINE:
            open_.close(block, found)
            stack.append(("out", element, block, styles))
            block = element
        open_.parts.append((element.text or "", inner))
        for child in reversed(element):
            stack.append(("tail", child, block, inner))
            stack.append(("in", child, block, inner))


def _styles(tag: str, styles: frozenset[str]) -> frozenset[str]:
    if tag == "a":
        return styles | {"a"}
    if tag in LOUD:
        return styles | {"loud"}
    return styles | {"slanted"} if tag in SLANTED else styles


def restored(text: str, page: Sequence[Block], headline: str | None) -> tuple[list[str], dict[str, list[Hint]]]:
    """Gives the extractor's lines with the story's dropped ones put back, and what the tags tell of each line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    places = list(_places(lines, page))
    kept = [n for place in places for n in place]
    if not kept:
        return lines, {}
    home = _home(page, kept)
    whole = f" {' '.join(WORD.findall(text.lower()))} "
    missing = {n for n in range(len(page)) if f" {' '.join(page[n].words)} " not in whole}
    top = next((n for n in range(kept[0] - 1, -1, -1) if page[n].element.tag == "h1" or page[n].text == headline), None)
    same = Counter(page[n].element.getparent() for n in kept)
    out: list[str] = []
    hints: dict[str, list[Hint]] = {}
    at = kept[0] if top is None else top + 1
    for line, place in zip(lines, places, strict=True):
        if place:
            for n in range(at, place[0]):
                if n in missing and page[n].text != headline and _is_story(page[n], home, same, n < kept[0]):
                    out.append(page[n].text)
                    hints.setdefault(page[n].text, _hints(page[n], home))
            at = place[-1] + 1
            if len(place) > 1 and any(len(page[n].words) > CELL for n in place):
                out.extend(page[n].text for n in place)  # a table that lays out the page, not one of figures
                hints.update((page[n].text, _hints(page[n], home)) for n in place)
                continue
            hints.setdefault(" ".join(line.split()), _hints(page[place[0]], home))
        out.append(line)
    for n in range(at, len(page)):
        if n in missing and (_is_correction(page[n], home) or _goes_on(page[n], page[kept[-1]], home)):
            out.append(page[n].text)
    return out, hints


def _places(lines: Sequence[str], page: Sequence[Block]) -> Iterator[list[int]]:
    """Gives the blocks that each line is made of, going forward; none where it is not found."""
    where: dict[tuple[str, ...], list[int]] = {}
    for n, block in enumerate(page):
        where.setdefault(block.words, []).append(n)
    at = 0
    for line in lines:
        words = tuple(WORD.findall(line.lower()))
        same = where.get(words, []) if words else []
        nearest = bisect_left(same, at)
        place = same[nearest] if nearest < len(same) else None
        run = [place] if place is not None else _run(words, page, at)
        if run:
            at = run[-1] + 1
        yield run


def _run(words: tuple[str, ...], page: Sequence[Block], at: int) -> list[int]:
    """Gives blocks that one after the other make up a line: cells of a row, or lines under each other."""
    for first in range(at, min(at + 60, len(page))):
        own = page[first].words
        if own and words[: len(own)] == own:
            run, size = [first], len(own)
            while size < len(words) and (more := _next(words, size, page, run[-1])) is not None:
                run.append(more)
                size += len(page[more].words)
            if size >= 0.8 * len(words):
                return run
    return []


def _next(words: tuple[str, ...], size: int, page: Sequence[Block], last: int) -> int | None:
    """Gives the block with which a line goes on; the extractor may have left out a few in between."""
    for n in range(last + 1, min(last + 4, len(page))):
        own = page[n].words
        if own and words[size : size + len(own)] == own:
            return n
    return None


def _home(page: Sequence[Block], kept: Sequence[int]) -> HtmlElement:
    """Gives the smallest element that holds most of what was kept."""
    weight: Counter[HtmlElement] = Counter()
    for n in kept:
        for element in page[n].element.iterancestors():
            weight[element] += len(page[n].text)
    whole = sum(len(page[n].text) for n in kept)
    most = [element for element, size in weight.items() if size >= 0.7 * whole]
    return max(most, key=_depth) if most else page[kept[0]].element


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _between(block: Block, home: HtmlElement) -> list[HtmlElement]:
    """Gives the block's element and those around it, up to the story's home; all near ones where it stands outside."""
    chain = [block.element]
    for element in block.element.iterancestors():
        if element is home or len(chain) > NEAREST:
            break
        chain.append(element)
    return chain if block.element is not home else []


def _boxed(block: Block, home: HtmlElement) -> Hint | None:
    """Gives the name of the box a block stands in, where there is one that no story stands in."""
    best: Hint | None = None
    for element in _between(block, home):
        if element.tag in ("body", "html", "main", "article"):
            break
        weight = BOXES.get(element.tag, 0.0)
        found: Hint | None = (f"stands in <{element.tag}>", weight) if weight else None
        if found is None:
            name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-component') or ''}"
            match = NAMED.search(name)
            if match and not STANDFIRST.search(name):
                found = (f"stands in a box called {' '.join(name.split())[:40]!r}", 0.9 if match["caption"] else 0.7)
        if found and (best is None or found[1] > best[1]):
            best = found
    return best


def _hints(block: Block, home: HtmlElement) -> list[Hint]:
    box = _boxed(block, home)
    title = not FULL_STOP.search(block.text[-8:])
    told = (
        ("all of it a link", 0.5, block.links > 0.9 and title),
        ("most of it a link", 0.3, 0.5 < block.links <= 0.9 and title),
        ("all in italics", 0.3, block.slanted and len(block.words) > 3 and not title),
        ("all in bold", 0.1, block.loud and title),
        ("a heading of the page's own", -0.6, block.element.tag in HEADINGS and block.links < 0.5 and not box),
        (
            "an item of the page's own list",
            -0.4,
            block.element.tag in ("li", "td", "th", "dd") and block.links < 0.5 and not box,
        ),
        ("a paragraph like the story's", -0.2, _is_plain(block, home)),
        ("a standfirst by its name", -1.0, bool(STANDFIRST.search(block.element.get("class") or ""))),
    )
    return [*([box] if box else []), *((name, weight) for name, weight, holds in told if holds)]


def _is_plain(block: Block, home: HtmlElement) -> bool:
    """Whether a block is a paragraph in the story's own element, with nothing set apart."""
    inside = block.element.tag == "p" and block.element.getparent() is home
    return inside and not block.slanted and not block.loud and block.links < 0.5


def _is_story(block: Block, home: HtmlElement, same: Counter[HtmlElement], above: bool) -> bool:
    """Whether a dropped block is the story's: between kept ones, in no box, and no link."""
    if block.links > 0.4 or not block.words or block.text.endswith(ELLIPSIS) or _boxed(block, home):
        return _is_correction(block, home)
    tag, count = block.element.tag, len(block.words)
    if above:
        around = (e for e in (block.element, block.element.getparent()) if e is not None)
        return count > 4 and any(STANDFIRST.search(e.get("class") or "") for e in around)
    if not _inside(block, home):
        return False
    stopped = bool(FULL_STOP.search(block.text[-8:]))
    beside = same[block.element.getparent()] > 0 or block.element is home
    return (stopped and count > 2) or (tag in HEADINGS and beside) or (tag in ("li", "td", "th", "dt", "dd") and beside)


def _inside(block: Block, home: HtmlElement) -> bool:
    return block.element is home or any(element is home for element in block.element.iterancestors())


def _is_correction(block: Block, home: HtmlElement) -> bool:
    return 5 < len(block.words) < 120 and block.links < 0.5 and bool(CORRECTED.search(block.text[:240]))


def _goes_on(block: Block, last: Block, home: HtmlElement) -> bool:
    """Whether the story goes on behind the last kept block, in the same element as that."""
    beside = block.element is last.element or (
        block.element.tag == last.element.tag and block.element.getparent() is last.element.getparent()
        and block.element.get("class") == last.element.get("class")
    )  # fmt: skip
    prose = len(block.words) > 7 and bool(FULL_STOP.search(block.text[-8:])) and not block.text.endswith(ELLIPSIS)
    return beside and prose and block.links < 0.2 and not block.slanted and not _boxed(block, home)
