"""Plain text pasted from a page: what is no article, and where a second one begins. Stands below clean."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vedette.clean.article import is_cookie_wall, is_cut_off, is_paywall, is_refusal
from vedette.clean.furniture import is_dating, lines_of
from vedette.clean.furniture.lines import Line
from vedette.vocabulary import Furniture, overlap

LONG = 120  # words; no wall says as much
FEW = 30  # words of prose that make an article of what stands below a headline
ENOUGH = 60  # words above it: a byline below a standfirst begins no second article
ARTICLES = 5  # in one text; more are the posts of a live page, or a list
SHOWN = 3  # pictures of a gallery
BESIDE = 60  # words beside the captions of a gallery
COUNTED = re.compile(r"(?i)(?:(?:photo|picture|image|slide) )?\d{1,3} ?(?:/|of) ?\d{1,3}")
RULE = re.compile(r"[*_=~#–—-](?:\s?[*_=~#–—-]){2,}")
DATELINE = re.compile(
    r"[A-Z][A-Z .'’/-]{2,40}(?:, [\w. ]{3,20})?(?: \([A-Z][\w ./]{1,20}\))? ?[–—-]{1,2} ?\S.*[a-z]{2}"
)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


class Second(NamedTuple):
    """Where another article begins, and its headline."""

    start: int
    headline: str


def kind_of(text: str, story: str, headline: str | None, cut: Sequence[Furniture]) -> str | None:
    """Gives what a text is where it is no article, None where it may be one. `story` is it without its furniture."""
    words = len(story.split())
    if is_refusal(headline, story):
        return "error page"
    if words < LONG and is_cookie_wall(text):
        return "cookie wall"
    if is_paywall(text, words):
        return "paywall"
    counts = sum(bool(COUNTED.fullmatch(text[slice(*piece.span)].strip())) for piece in cut)
    return "gallery" if counts >= SHOWN and words < BESIDE else None


def is_shortened(text: str, story: str) -> bool:
    """Whether the last lines of a text ask for a subscription, so that its story may go on behind a wall."""
    return is_cut_off("\n".join(text.rstrip().splitlines()[-3:]), len(story.split()))


def second_article(text: str, cut: Sequence[Furniture]) -> Second | None:
    """Gives the second of several articles that stand below each other; of one headline and one story there is none."""
    lines = [line for line in lines_of(text) if RULE.fullmatch(line.text) or not _is_cut(line, cut) or _signs(line)]
    heads = [n for n, line in enumerate(lines) if line.is_title and _is_head(lines, n)]
    bounds = [*heads, len(lines)]
    whole = [n for n, after in pairwise(bounds) if _prose(lines[n:after]) >= FEW]
    below = [n for n in whole if _prose(lines[:n]) >= ENOUGH]
    if not below or len(whole) > ARTICLES:
        return None
    return Second(lines[below[0]].start, lines[below[0]].text)


def _is_cut(line: Line, cut: Sequence[Furniture]) -> bool:
    return any(2 * overlap(piece.span, (line.start, line.end)) > line.end - line.start for piece in cut)


def _signs(line: Line) -> bool:
    return is_dating(line, True) or (line.kind is not None and line.kind.group == "byline")


def _is_head(lines: Sequence[Line], at: int) -> bool:
    """Whether a title has a byline, a date or an agency's dateline below it, or a rule above and a story of its own below."""
    line = lines[at]
    if len(line.words) < 4 or line.bulleted or _signs(line) or at + 1 >= len(lines):
        return False
    below = lines[at + 1]
    if _signs(below) or DATELINE.match(below.text):
        return True
    return at > 0 and bool(RULE.fullmatch(lines[at - 1].text)) and _speaks_of_others(lines, at)


def _speaks_of_others(lines: Sequence[Line], at: int) -> bool:
    above, below = ({name for line in part for name in NAME.findall(line.text)} for part in (lines[:at], lines[at:]))
    return len(below) > 1 and above.isdisjoint(below)


def _prose(lines: Sequence[Line]) -> int:
    return sum(len(line.words) for line in lines if not line.is_title)
