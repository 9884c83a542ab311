"""What in a text is not its story: promotions, captions, mastheads, bylines, notices. Stands below clean.

Each line, and each sentence that begins like furniture inside one, gets a sum of named features: how it begins, what
its words speak of, how it looks, where it stands, what the page's tags say of it. At `ENOUGH` it goes, and the names
become its reason. Corrections go by a reason of their own, so that they can be told from the rest. The words are
`languages/furniture.en.toml`'s.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from vedette.clean.furniture import features as of
from vedette.clean.furniture.headline import ENOUGH, headline_line, masthead, told
from vedette.clean.furniture.lines import (
    LINE,
    MARKS,
    SENTENCE_END,
    STOPPED,
    Hints,
    Layout,
    Line,
    is_dating,
    lay_out,
    made,
    split,
    trim,
)
from vedette.clean.furniture.words import words
from vedette.vocabulary import Furniture

__all__ = [
    "ENOUGH",
    "ENGLISH",
    "LINE",
    "MARKS",
    "english",
    "find_byline",
    "find_headline",
    "furniture",
    "in_english",
    "is_dating",
    "lines_of",
]

ENGLISH = 0.08  # share of the most English words; news has 0.1 to 0.3, other languages under 0.05
PARTS = 2_000  # marks in one line that are looked at; no page has a tenth
LISTED = 8  # titles that may hang under one "DON'T MISS"
BOUNDARY = re.compile(r"(?:[.!?…]['\"”’»)\]]*|[\])])[ \u00a0]+$")


def furniture(text: str, headline: str | None, hints: Hints | None = None) -> tuple[Furniture, ...]:
    """Gives the stretches of a text that are not its story, each with its reason, in order and apart."""
    layout = _laid_out(text, hints is not None)
    lines = layout.lines
    if len(lines) < 2:  # a message of one line may well say JUST IN; it is all there is
        return tuple(piece for line in lines for piece in _parts(line) if piece.span[0] > line.start)
    top = headline_line(layout, headline)
    found: list[Furniture] = []
    listed, under = 0, ""
    for line in lines:
        if top is not None and line.number == top.number:
            listed = 0
            continue
        cut = _whole(line, layout, top, hints or {})
        if cut is None and listed and line.is_title and not line.bulleted:
            cut, listed = f"promotion: listed under {under!r}", listed - 1
        elif cut is not None and (marker := _heads_list(line)):
            listed, under = LISTED, marker
        elif cut is None:
            listed = 0
        parts = tuple(_parts(line)) if cut is None or line.kind is None else ()
        if parts and not (cut or "").startswith("caption"):  # the story may begin the line that a promotion ends
            found.extend(parts)
        elif cut is not None:
            found.append(Furniture(span=(line.start, line.end), reason=cut))
    return tuple(found)


def find_headline(text: str) -> str | None:
    """Gives the line above the story that reads like its headline: short, no full stop, no furniture."""
    layout = _laid_out(text, False)
    line = headline_line(layout, None)
    return line.text if line and line.number + 1 < len(layout.lines) else None


def lines_of(text: str) -> Sequence[Line]:
    """Gives the lines of a text that hold anything."""
    return _laid_out(text, False).lines


def find_byline(text: str, cut: Iterable[Furniture]) -> str | None:
    """Gives the names in the first byline among the furniture."""
    bylines = [kind for kind in words().kinds if kind.group == "byline"]
    for piece in cut:
        line = text[piece.span[0] : piece.span[1]].strip(MARKS)
        for kind in bylines:
            if (match := kind.starts.fullmatch(line)) and match.groupdict().get("name"):
                return match["name"]
    return None


@lru_cache(maxsize=2)
def english(text: str) -> float:
    """Gives the share of the most English words in a text."""
    seen = [word.lower() for word in re.findall(r"[^\W\d_]+", text[:20_000])]
    return sum(word in words().english for word in seen) / max(1, len(seen))


def in_english(text: str) -> bool:
    """Whether the words that are common in English make up as much of a text as they do in English."""
    return english(text) >= ENGLISH


@lru_cache(maxsize=2)  # for the headline, and then for the furniture
def _laid_out(text: str, tagged: bool) -> Layout:
    lines = split(text)
    said = [of.of_words(line) for line in lines]
    suspect = {line.number for line in lines if of.suspect(line, said[line.number])}
    return lay_out(lines, said, suspect, not in_english(text), tagged)


def _whole(line: Line, layout: Layout, top: Line | None, hints: Hints) -> str | None:
    """Gives the reason to cut a whole line, None where it stays."""
    said = layout.said[line.number]
    if not hints and of.plainly_story(line, layout, said):
        return None
    above = layout.zone(line) == "above"
    if top is not None and line.number < top.number and (reason := masthead(line, top)):
        return reason
    if is_dating(line, above):
        return "date line: figures and words of dates only"
    kind = line.kind
    if kind is not None and kind.group == "notice":
        return kind.reason if line.number >= len(layout.lines) - 3 else None
    tags = of.of_tags(line, hints)
    place = of.of_place(line, layout, top)
    if kind is not None and not (goes_on := _goes_on(line)):
        own = of.of_kind(line)
        shape = {name for name, _ in own}
        more = (
            [] if kind.weight >= ENOUGH else [*(f for f in place if f[0] not in shape), *_of_words(said, shape), *tags]
        )
        if reason := told(kind.reason, [*own, *more]):
            return reason
    elif kind is not None and goes_on and kind.group != "note":
        return None
    picture = of.of_picture(line, line.number == layout.last)
    found = [*picture, *said, *place, *tags]
    return told(_reason(picture, found), found)


def _of_words(said: Iterable[of.Feature], shape: set[str]) -> list[of.Feature]:
    """Gives what the words add to a line whose beginning is a mark: they cannot speak for it twice."""
    found = [(name, weight) for name, weight in said if name not in shape]
    return [(name, weight if weight < 0 else min(weight, 0.2)) for name, weight in found]


def _reason(picture: list[of.Feature], found: list[of.Feature]) -> str:
    """Gives the name of what an unmarked line is, by what speaks for it most."""
    if picture:
        return "caption or credit"
    names = {name for name, _ in found}
    if names & {"speaks of the site", "gives an address to write to", "addresses the reader"}:
        return "notice to readers"
    return (
        "promotion"
        if names & {"interrupts a quotation", "stands below the story", "ends with a label in brackets"}
        else "stray line"
    )


def _goes_on(line: Line) -> bool:
    """Whether a finished sentence of the story may follow in the same line, so that the line cannot go as a whole."""
    kind = line.kind
    if kind is None or kind.whole or kind.group in ("note", "correction"):
        return False
    end = SENTENCE_END.search(line.text)
    rest = line.text[end.end() :] if end else ""
    if len(rest.split()) < 6 or not STOPPED.search(rest[-12:]):
        return False
    more = made(0, len(rest), rest, "", "", False, 1)
    return more.kind is None and not of.suspect(more, of.of_words(more))


def _heads_list(line: Line) -> str:
    """Gives the mark where a line is nothing else, so that titles may hang under it."""
    kind, marker = line.kind, line.marker
    rest = line.text[len(marker) :].strip(MARKS + ":")
    return marker if kind and kind.heads_list and (not rest or (line.unstopped and len(rest.split()) < 3)) else ""


def _parts(line: Line) -> Iterator[Furniture]:
    """Gives the furniture that stands inside a line which stays: from its mark to the end of its sentence."""
    starts = [0] if line.kind is not None else []
    for match in islice(words().inline.finditer(line.text), PARTS):
        if BOUNDARY.search(line.text[max(0, match.start() - 6) : match.start()]):
            starts.append(match.start())
    for n, start in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else len(line.text)
        end = SENTENCE_END.search(line.text, start, stop)
        rest = line.text[end.end() : stop] if end else ""
        if end and len(rest.split()) > 5 and STOPPED.search(rest[-12:]):
            stop = end.end()
        span = trim(line.text, start, stop)
        part = made(*span, line.text[slice(*span)], "", "", line.runs_on, 1)
        if part.kind and part.kind.inline and (reason := told(part.kind.reason, of.of_kind(part))):
            yield Furniture(span=(line.start + span[0], line.start + span[1]), reason=reason)
