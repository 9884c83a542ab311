"""What in a text is not its story: promotions, captions, mastheads, bylines, notices. Stands below clean.

Each line, and each sentence that begins like furniture inside one, gets a sum of named features; at `ENOUGH` it goes,
and the names become its reason. The words are `languages/furniture.en.toml`'s.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from vedette.vocabulary import Furniture

ENOUGH = 1.0
SHORT = 24  # words; longer headlines are rare, and promotions are headlines
HEADLINE = 220  # characters
ENGLISH = 0.08  # share of the most English words; news has 0.1 to 0.3, other languages under 0.05
MOST = 100_000  # lines that are judged; a text with more is a dump, and what lies behind them stays
LISTED = 6  # titles that may hang under one "DON'T MISS"

LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
# Blanks, and the marks for width and direction that pages scatter at the ends of lines.
MARKS = (
    " \t\u00a0\ufeff\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069"
)
STOPPED = re.compile(r"[.!?:;,…]['\"”’»)\]]*(?:\[\d+\])*$")
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=['\"“‘«(\[]?[A-Z0-9])")
BOUNDARY = re.compile(r"(?:[.!?…]['\"”’»)\]]*|[\])])[ \u00a0]+$")
ASKS = re.compile(r"[?!]['\"”’»)\]]*$")
CREDIT_END = re.compile(
    r"[(\[]?\b(?:Images?|Photos?|Pictures?|Pics?|Credit)(?: by| credits?)?: ?[^()\[\].:]{2,60}[)\]]?\.?$"
    r"|[(\[](?:Getty(?: Images)?|Shutterstock|Alamy)[)\]]\.?$"
)
AGENCY = re.compile(r"\b(?:Getty|Shutterstock|Alamy|iStock|AFP|EPA|PA|AP|REUTERS)\b")
NAME_ONLY = re.compile(r"\s*[A-Z][\w'’.-]*(?:[ /]+[A-Z][\w'’.-]*){0,4}[)\].]*")
FIGURE = re.compile(r"\d")
NAMED = re.compile(r"[^\W\d_]+|\d+")


class Line(NamedTuple):
    """A line, or a part of one, with what stands around it."""

    start: int
    end: int
    text: str
    before: str  # the line before, empty at the top
    after: str
    runs_on: bool  # the next line goes on with the same sentence
    number: int


class Kind(NamedTuple):
    """One kind of furniture, as the language's file has it."""

    reason: str
    group: str
    weight: float
    inline: bool
    whole: bool
    heads_list: bool
    starts: re.Pattern[str]


class Words(NamedTuple):
    """What `furniture.en.toml` holds, ready to match."""

    kinds: tuple[Kind, ...]
    any: re.Pattern[str]
    inline: re.Pattern[str]
    common: frozenset[str]
    english: frozenset[str]
    speech: re.Pattern[str]
    verbs: frozenset[str]
    masthead: frozenset[str]
    articles: frozenset[str]
    dating: frozenset[str]
    dated: frozenset[str]
    label: re.Pattern[str]


@cache
def words() -> Words:
    """Gives the words and patterns, read once."""
    told = tomllib.loads(files("vedette.languages").joinpath("furniture.en.toml").read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(
            reason=kind["reason"],
            group=kind.get("group", ""),
            weight=kind["weight"],
            inline=kind.get("inline", False),
            whole=kind.get("whole", False),
            heads_list=kind.get("heads_list", False),
            starts=re.compile(kind["starts"]),
        )
        for kind in told["kind"]
    )
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", kind.starts.pattern) for kind in kinds]
    within = [pattern for pattern, kind in zip(nameless, kinds, strict=True) if kind.inline]
    return Words(
        kinds=kinds,
        any=re.compile("|".join(f"(?:{pattern})" for pattern in nameless)),
        inline=re.compile(r"(?<=[ \u00a0])(?:" + "|".join(within) + ")"),
        common=frozenset(told["common"]),
        english=frozenset(told["english"]),
        speech=re.compile(rf"\b(?:{'|'.join(told['speech'])})\b"),
        verbs=frozenset(told["verbs"]),
        masthead=frozenset(told["masthead"]),
        articles=frozenset(told["articles"]),
        dating=frozenset(told["dating"]) | frozenset(told["dated"]),
        dated=frozenset(told["dated"]),
        label=re.compile(rf"\[(?:{'|'.join(told['labels'])})\]$"),
    )


def furniture(text: str, headline: str | None) -> tuple[Furniture, ...]:
    """Gives the stretches of a text that are not its story, each with its reason, in order and apart."""
    lines = _lines(text)
    if len(lines) < 2:  # a message of one line may well say JUST IN; it is all there is
        return tuple(piece for line in lines for piece in _parts(line) if piece.span[0] > line.start)
    top = _headline_line(lines, headline)
    found: list[Furniture] = []
    listed, under = 0, ""
    for line in lines:
        if top is not None and line.number == top.number:
            listed = 0
            continue
        cut = _whole(line, len(lines), top)
        if cut is None and listed and _is_title(line):
            cut, listed = f"promotion: listed under {under!r}", listed - 1
        elif cut is not None and (marker := _heads_list(line)):
            listed, under = LISTED, marker
        elif cut is None:
            listed = 0
        if cut is not None:
            found.append(Furniture(span=(line.start, line.end), reason=cut))
        else:
            found.extend(_parts(line))
    return tuple(found)


def find_headline(text: str) -> str | None:
    """Gives the first line that reads like a headline: short, no full stop, no furniture, with a story below it."""
    lines = _lines(text)
    line = _headline_line(lines, None)
    return line.text if line and line.number + 1 < len(lines) else None


def find_byline(text: str, cut: Iterable[Furniture]) -> str | None:
    """Gives the names in the first byline among the furniture."""
    byline = next(kind for kind in words().kinds if kind.group == "byline")
    for piece in cut:
        if match := byline.starts.fullmatch(text[piece.span[0] : piece.span[1]].strip(MARKS)):
            return match["name"]
    return None


def in_english(text: str) -> bool:
    """Whether the words that are common in English make up as much of a text as they do in English."""
    seen = [word.lower() for word in re.findall(r"[^\W\d_]+", text[:20_000])]
    return bool(seen) and sum(word in words().english for word in seen) / len(seen) >= ENGLISH


def _lines(text: str) -> list[Line]:
    spans = [_trim(text, *match.span()) for match in islice(LINE.finditer(text), MOST)]
    spans = [span for span in spans if span[0] < span[1]]
    lines = []
    for n, (start, end) in enumerate(spans):
        before = text[slice(*spans[n - 1])] if n else ""
        after = text[slice(*spans[n + 1])] if n + 1 < len(spans) else ""
        gap = text[end : spans[n + 1][0]] if after else ""
        runs_on = after[:1].islower() and gap.replace("\r\n", "\n").count("\n") < 2
        lines.append(Line(start, end, text[start:end], before, after, runs_on, n))
    return lines


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in MARKS or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in MARKS or text[end - 1].isspace()):
        end -= 1
    return start, end


def _unstopped(line: Line) -> bool:
    return not line.runs_on and not STOPPED.search(line.text[-12:])


def _is_short(line: Line) -> bool:
    return len(line.text) <= HEADLINE and len(line.text.split()) <= SHORT


def _is_title(line: Line) -> bool:
    """Whether a line may be another story's title: short, and no sentence of this one."""
    return _is_short(line) and (_unstopped(line) or bool(ASKS.search(line.text[-12:]))) and not line.runs_on


def _interrupts(line: Line) -> bool:
    """Whether a quotation stands open above and goes on below."""
    last = line.before
    is_open = last.rfind("“") > last.rfind("”") or ("“" not in last and last.count('"') % 2 == 1)
    return is_open and line.after[:1] in ("“", '"') and bool(STOPPED.search(last[-12:]))


def _whole(line: Line, count: int, top: Line | None) -> str | None:
    """Gives the reason to cut a whole line, None where it stays."""
    if top is not None and line.number < top.number and (reason := _masthead(line, top)):
        return reason
    if _is_dating(line):
        return "date line: figures and words of dates only"
    kind, marker = _kind(line.text)
    if kind is None:
        return _unmarked(line)
    if kind.group == "notice":
        return kind.reason if line.number >= count - 3 else None
    if _goes_on(line, kind):
        return None
    return _told(kind.reason, _sum(line, kind, marker))


def _kind(text: str) -> tuple[Kind | None, str]:
    """Gives the kind of furniture that a text begins like, and the words by which it does."""
    if not words().any.match(text):
        return None, ""
    for kind in words().kinds:
        match = kind.starts.fullmatch(text) if kind.whole else kind.starts.match(text)
        if match and match.group():
            return kind, match.group()
    return None, ""


def _sum(line: Line, kind: Kind, marker: str) -> list[tuple[str, float]]:
    """Gives the features that hold for a line of a kind, each with its weight."""
    rest = line.text[len(marker) :]
    promotion, caption = kind.group == "promotion", kind.reason == "caption or credit"
    features = (
        (f"begins with {marker.strip()[:40]!r}", kind.weight, True),
        ("no full stop at its end", 0.3, _unstopped(line)),
        ("as short as a headline", 0.2, _is_short(line)),
        ("a colon after the mark", 0.2, promotion and rest.lstrip(MARKS).startswith(":")),
        ("a fixed blank after the mark", 0.2, promotion and rest.startswith("\u00a0")),
        ("the mark stands alone", 0.3, promotion and not rest.strip(MARKS + ":!")),
        ("interrupts a quotation", 0.5, _interrupts(line)),
        ("names a picture agency", 0.5, caption and bool(AGENCY.search(line.text))),
        ("a name and no more", 0.2, caption and bool(NAME_ONLY.fullmatch(rest))),
        ("somebody says it", -0.5, not kind.whole and not _unstopped(line) and bool(words().speech.search(line.text))),
        ("too long", -0.5, not _is_short(line) and kind.weight < 1.0),
        ("opens the text", -0.5, promotion and line.number == 0 and bool(rest.strip(MARKS + ":!"))),
    )
    if kind.weight >= ENOUGH:  # the mark is proof enough, so no other feature is a reason
        return [(features[0][0], kind.weight)]
    return [(name, weight) for name, weight, holds in features if holds]


def _told(reason: str, features: Sequence[tuple[str, float]]) -> str | None:
    """Gives the reason with the features that speak for it, None where they do not suffice."""
    if round(sum(weight for _, weight in features), 2) < ENOUGH:
        return None
    return f"{reason}: {', '.join(name for name, weight in features if weight > 0)}"


def _unmarked(line: Line) -> str | None:
    """Judges a line that begins like no furniture: by its end, or by where it stands."""
    credit = CREDIT_END.search(line.text[-90:]) if _is_short(line) else None
    told = line.text[: -len(credit.group())].rstrip(MARKS) if credit else ""
    alone = credit is not None and not SENTENCE_END.search(told) and not STOPPED.search(told[-12:])
    features = (
        ("ends with a picture credit", 1.0, alone),
        ("ends with a label in brackets", 0.6, bool(words().label.search(line.text[-40:]))),
        ("interrupts a quotation", 0.5, _interrupts(line)),
        ("no full stop at its end", 0.3, _unstopped(line)),
        ("as short as a headline", 0.2, _is_short(line)),
    )
    holding = [(name, weight) for name, weight, holds in features if holds]
    return _told("caption or credit" if alone else "promotion", holding)


def _goes_on(line: Line, kind: Kind) -> bool:
    """Whether a finished sentence of the story may follow in the same line, so that the line cannot go as a whole."""
    end = SENTENCE_END.search(line.text)
    rest = line.text[end.end() :] if end else ""
    return not kind.whole and len(rest.split()) > 5 and bool(STOPPED.search(rest[-12:])) and _kind(rest)[0] is None


def _heads_list(line: Line) -> str:
    """Gives the mark where a line is nothing else, so that titles may hang under it."""
    kind, marker = _kind(line.text)
    return marker if kind and kind.heads_list and not line.text[len(marker) :].strip(MARKS + ":") else ""


def _parts(line: Line) -> Iterator[Furniture]:
    """Gives the furniture that stands inside a line which stays: from its mark to the end of its sentence."""
    starts = [0] if words().any.match(line.text) else []
    for match in words().inline.finditer(line.text):
        if BOUNDARY.search(line.text[max(0, match.start() - 6) : match.start()]):
            starts.append(match.start())
    for n, start in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else len(line.text)
        end = SENTENCE_END.search(line.text, start, stop)
        rest = line.text[end.end() : stop] if end else ""
        if end and len(rest.split()) > 5 and STOPPED.search(rest[-12:]):
            stop = end.end()
        span = _trim(line.text, start, stop)
        part = line._replace(text=line.text[slice(*span)], before="", after="", number=1)
        kind, marker = _kind(part.text)
        if kind and kind.inline and (reason := _told(kind.reason, _sum(part, kind, marker))):
            yield Furniture(span=(line.start + span[0], line.start + span[1]), reason=reason)


def _is_dating(line: Line) -> bool:
    """Whether a line tells a date and nothing else; a bare date below the top may head a part of the story."""
    if len(line.text) > 120 or not FIGURE.search(line.text) or line.runs_on:
        return False
    seen = NAMED.findall(line.text.lower())
    named = [word for word in seen if not word.isdigit()]
    if len(seen) < 3 or not named or not all(word in words().dating for word in named):
        return False
    return line.number < 6 or any(word in words().dated for word in named)


def _headline_line(lines: Sequence[Line], headline: str | None) -> Line | None:
    """Gives the line that is the headline: the one told, else the first that reads like one above the story."""
    if headline is not None:
        same = headline.strip(MARKS)
        known = next((line for line in lines[:12] if line.text == same), None)
        if known:
            return known
    leading: list[Line] = []
    for line in lines[:12]:
        kind, marker = _kind(line.text)
        if kind and _told(kind.reason, _sum(line, kind, marker)) or _is_dating(line):
            continue
        if not _is_title(line):
            break
        leading.append(line)
    for n, line in enumerate(leading):
        if n + 1 == len(leading) or not _masthead(line, leading[n + 1]) and not _masthead(line, leading[-1]):
            return line
    return None


def _masthead(line: Line, below: Line) -> str | None:
    """Gives the reason to hold a line above the headline for a newspaper's name or slogan."""
    seen = re.findall(r"[^\W\d_][\w'’-]*", line.text)
    if not seen:
        return None
    small = [word for word in seen if not word[0].isupper()]
    features = (
        ("title case", 0.4, all(word in words().common for word in small)),
        ("a few words", 0.2, len(seen) <= 8),
        ("fewer still", 0.1, len(seen) <= 4),
        ("begins with an article", 0.1, seen[0] in words().articles),
        ("a newspaper's word", 0.3, any(word in words().masthead for word in seen)),
        ("above a longer headline", 0.3, len(below.text) > 1.2 * len(line.text)),
        ("has a verb", -0.6, any(word.lower() in words().verbs for word in seen)),
        ("has a full stop", -0.6, not _unstopped(line)),
        ("capitals above capitals", -0.6, line.text.isupper() and below.text.isupper()),
    )
    return _told("masthead", [(name, weight) for name, weight, holds in features if holds])
