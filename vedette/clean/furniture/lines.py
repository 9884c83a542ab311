"""A text as lines, what each looks like on its own, and where the story among them begins and ends."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import islice
from typing import NamedTuple

from vedette.clean.furniture.words import Kind, kind_of, words

SHORT = 24  # words; longer headlines are rare, and promotions are headlines
HEADLINE = 220  # characters
MOST = 100_000  # lines that are judged; a text with more is a dump, and what lies behind them stays
LOOKED_AT = 900  # characters of a line whose words are looked at
WIDEST = 100  # characters; mail and wires break their lines before it
PROSE = 6  # words of the shortest line that shows where the story begins or ends

LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
# Blanks, and the marks for width and direction that pages scatter at the ends of lines.
MARKS = (
    " \t\u00a0\ufeff\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
)
STOPPED = re.compile(r"[.!?:;,…■]['\"”’»)\]]*(?:\[\d+\])*$")
FULL_STOP = re.compile(r"[.!?…■]['\"”’»)\]]*(?:\[\d+\])*$")
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=['\"“‘«(\[]?[A-Z0-9])")
ASKS = re.compile(r"[?!]['\"”’»)\]]*$")
BULLET = re.compile(r"(?:[•*·▪◦‣–—]|-{1,2}|\d{1,2}[.)])\s+")
SIGNED = re.compile(r"[.!?”\"] \(?[A-Z]{2,6}(?: [A-Z]{2,6})*\)?$")
FIGURE = re.compile(r"\d")
MOMENT = re.compile(r"\d{1,2}[:.]\d{2}.*\b\d{4}\b|\b\d{4}\b.*\d{1,2}[:.]\d{2}")
NAMED = re.compile(r"[^\W\d_]+|\d+")
WORD = re.compile(r"[^\W_]+(?:['’.@-][^\W_]+)*")

Hints = Mapping[str, Sequence[tuple[str, float]]]  # what a page's own tags say of a line, by its text


class Line(NamedTuple):
    """A line, or a part of one, with what stands around it."""

    start: int
    end: int
    text: str
    before: str  # the line before, empty at the top
    after: str
    runs_on: bool  # the next line goes on with the same sentence
    number: int
    words: tuple[str, ...]  # in lower case
    kind: Kind | None
    marker: str  # the words by which it is of its kind

    @property
    def unstopped(self) -> bool:
        return not self.runs_on and not STOPPED.search(self.text[-12:])

    @property
    def asks(self) -> bool:
        return bool(ASKS.search(self.text[-12:]))

    @property
    def short(self) -> bool:
        return len(self.text) <= HEADLINE and len(self.text.split()) <= SHORT

    @property
    def is_title(self) -> bool:
        """Whether it may be another story's title: short, and no sentence of this one."""
        return self.short and (self.unstopped or self.asks) and not self.runs_on

    @property
    def bulleted(self) -> bool:
        return bool(BULLET.match(self.text))


class Layout(NamedTuple):
    """The lines of a text, with the first and the last that tell its story, and the words the story uses."""

    lines: Sequence[Line]
    first: int
    last: int
    known: frozenset[str]
    seen: Mapping[str, Sequence[int]]  # the numbers of the lines of each wording
    loose: bool  # whether its paragraphs do without full stops, or it is in another language
    tagged: bool  # whether the page's own tags are known
    said: Sequence[Sequence[tuple[str, float]]]  # what the words of each line tell

    def zone(self, line: Line) -> str:
        if self.first > self.last:
            return "story"
        return "above" if line.number < self.first else "below" if line.number > self.last else "story"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Gives a stretch of a text without the blanks and marks at its ends."""
    while start < end and (text[start] in MARKS or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in MARKS or text[end - 1].isspace()):
        end -= 1
    return start, end


def split(text: str) -> list[Line]:
    """Gives the lines of a text that hold anything; those that a mail program broke are whole again."""
    spans = [trim(text, *match.span()) for match in islice(LINE.finditer(text), MOST)]
    spans = _joined(text, [span for span in spans if span[0] < span[1]])
    lines = []
    for n, (start, end) in enumerate(spans):
        before = text[slice(*spans[n - 1])] if n else ""
        after = text[slice(*spans[n + 1])] if n + 1 < len(spans) else ""
        gap = text[end : spans[n + 1][0]] if after else ""
        runs_on = after[:1].islower() and gap.replace("\r\n", "\n").count("\n") < 2
        lines.append(made(start, end, text[start:end], before, after, runs_on, n))
    return lines


def made(start: int, end: int, text: str, before: str, after: str, runs_on: bool, number: int) -> Line:
    """Gives a line with its words and the kind of furniture that it begins like."""
    found = tuple(WORD.findall(text[:LOOKED_AT].lower()))
    return Line(start, end, text, before, after, runs_on, number, found, *kind_of(text))


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins lines that were broken at a width: one to which the next line's first word could not be added."""
    widest = max((end - start for start, end in spans), default=0)
    if not 50 <= widest <= WIDEST:
        return spans
    joined: list[tuple[int, int]] = []
    last = 0  # where the physical line before began
    for start, end in spans:
        gap = text[joined[-1][1] : start] if joined else ""
        room = len(text[start:end].split(None, 1)[0]) + 1
        if joined and gap.replace("\r\n", "\n").count("\n") < 2 and joined[-1][1] - last + room > widest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        last = start
    return joined


def lay_out(
    lines: Sequence[Line],
    said: Sequence[Sequence[tuple[str, float]]],
    suspect: Set[int],
    strange: bool,
    tagged: bool,
) -> Layout:
    """Finds where the story stands: from its first to its last full sentence that nothing speaks against."""
    prose = [line for line in lines if _is_prose(line) and line.number not in suspect]
    told = Counter(word for line in prose for word in set(line.words) if len(word) > 3)
    long = [line for line in lines if len(line.words) > 14 and line.kind is None and not line.bulleted]
    open_ended = sum(line.unstopped for line in long)
    seen: dict[str, list[int]] = {}
    for line in lines:
        seen.setdefault(line.text, []).append(line.number)
    last = prose[-1].number if prose else 0
    if prose and last + 1 < len(lines) and len(lines[last + 1].words) > 7 and SIGNED.search(lines[last + 1].text[-40:]):
        last += 1  # the last paragraph, with the agency's initials behind its full stop
    return Layout(
        lines=lines,
        first=_begins(lines, prose),
        last=last,
        known=frozenset(told) - words().english - words().small,
        seen=seen,
        loose=strange or len(prose) < 2 or (open_ended > 2 and open_ended > 0.5 * len(long)),
        tagged=tagged,
        said=said,
    )


def _begins(lines: Sequence[Line], prose: Sequence[Line]) -> int:
    """Gives the number of the line with which the story begins: below a byline that follows a standfirst."""
    if len(prose) < 2:
        return prose[0].number if prose else 1
    between = lines[prose[0].number + 1 : prose[1].number]
    signed = len(between) < 12 and any(
        is_dating(line, True) or (line.kind and line.kind.group == "byline") for line in between
    )
    return prose[1].number if signed else prose[0].number


def _is_prose(line: Line) -> bool:
    return len(line.words) >= PROSE and bool(FULL_STOP.search(line.text[-12:])) and not is_dating(line)


def is_dating(line: Line, above: bool = False) -> bool:
    """Whether a line tells a date and nothing else; a bare date below the top may head a part of the story."""
    if len(line.text) > 120 or not FIGURE.search(line.text) or line.runs_on:
        return False
    seen = NAMED.findall(line.text.lower())
    named = [word for word in seen if not word.isdigit()]
    if len(seen) < 3 or not (named or above) or not all(word in words().dating for word in named):
        return False
    return above or line.number < 6 or bool(MOMENT.search(line.text)) or any(word in words().dated for word in named)
