"""Which line is the headline, and which lines above it are a newspaper's name or slogan."""

import re
from collections.abc import Sequence

from vedette.clean.furniture.lines import MARKS, Layout, Line, is_dating
from vedette.clean.furniture.words import words

ENOUGH = 1.0
TOP = 40  # lines among which a headline is looked for; menus seldom have more


def told(reason: str, features: Sequence[tuple[str, float]]) -> str | None:
    """Gives the reason with the features that speak for it, None where they do not suffice."""
    if round(sum(weight for _, weight in features), 2) < ENOUGH:
        return None
    return f"{reason}: {', '.join(name for name, weight in features if weight > 0)}"


def headline_line(layout: Layout, headline: str | None) -> Line | None:
    """Gives the line that is the headline: the one told, else the first above the story that speaks of it."""
    lines = layout.lines
    if headline is not None:
        same = " ".join(headline.strip(MARKS).split())
        known = next((line for line in lines[:TOP] if " ".join(line.text.split()) == same), None)
        if known:
            return known
    above = layout.first if layout.first <= layout.last else 12
    leading = []
    for line in lines[: min(above, TOP)]:
        if _is_marked(line) or is_dating(line):
            continue
        if not line.is_title:
            break
        leading.append(line)
    speaking = (line for line in leading if len(line.words) > 3 and _speaks(line, layout))
    return next(speaking, None) or _first_below_masthead(leading)


def _is_marked(line: Line) -> bool:
    return line.kind is not None and line.kind.weight + 0.3 * line.unstopped + 0.2 * line.short >= ENOUGH


def _speaks(line: Line, layout: Layout) -> bool:
    """Whether a line shares words with the story, as a headline does and a slogan does not."""
    own = [word for word in line.words if len(word) > 3 and word not in words().verbs]
    small = any(word in words().verbs for word in line.words)
    shared = sum(word in layout.known for word in own)
    return shared > 1 or (shared == 1 and (small or len(own) < 4))


def _first_below_masthead(leading: Sequence[Line]) -> Line | None:
    for n, line in enumerate(leading):
        if n + 1 == len(leading) or not masthead(line, leading[n + 1]) and not masthead(line, leading[-1]):
            return line
    return None


def masthead(line: Line, below: Line) -> str | None:
    """Gives the reason to hold a line above the headline for a newspaper's name or slogan."""
    seen = re.findall(r"[^\W\d_][\w'’-]*", line.text)
    if not seen:
        return None
    lower = [word for word in seen if not word[0].isupper()]
    features = (
        ("title case", 0.4, all(word in words().small for word in lower)),
        ("a few words", 0.2, len(seen) <= 8),
        ("fewer still", 0.1, len(seen) <= 4),
        ("begins with an article", 0.1, seen[0] in words().articles),
        ("a newspaper's word", 0.3, any(word in words().masthead for word in seen)),
        ("above a longer headline", 0.3, len(below.text) > 1.2 * len(line.text)),
        ("has a verb", -0.6, any(word.lower() in words().verbs for word in seen)),
        ("has a full stop", -0.6, not line.unstopped),
        ("capitals above capitals", -0.6, line.text.isupper() and below.text.isupper()),
    )
    return told("masthead", [(name, weight) for name, weight, holds in features if holds])
