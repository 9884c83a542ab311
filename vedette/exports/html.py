"""The brief as one HTML page that asks nothing of anybody: no script, no other host, the curves drawn from points."""

from collections.abc import Sequence
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vedette import wording
from vedette.assess import WORDS
from vedette.exports.brief import Brief
from vedette.exports.lines import Question
from vedette.exports.sheet import sheet, spans, thinned
from vedette.vocabulary import Assessment, Warning, Word

NAME = "html"
MIME_TYPE = "text/html; charset=utf-8"

# The drawing's own units: small, so that its letters stay legible where the page is 320 px wide.
WIDTH, HEIGHT = 344, 172
LEFT, RIGHT, TOP, BOTTOM = 32, 270, 10, 142
LETTERS = 12  # the least distance of two labels, so that they do not run into each other
MOST_POINTS = 120
TICKS = 4


class Dot(Word, frozen=True, kw_only=True):
    """A point of a curve with its row in the table beside it."""

    x: float
    y: float
    day: date
    probability: float
    words: str
    id: str
    notes: tuple[str, ...]


class Mark(Word, frozen=True, kw_only=True):
    """A warning raised: where on the curve, at which level, under which anchor."""

    x: float
    y: float
    level: str
    label: str
    anchor: str


class Curve(Word, frozen=True, kw_only=True):
    """A question's figure over time, ready to draw; `id` is its anchor.

    `lines` are those of the warnings: the height, the height of the label, the label, the level.
    """

    id: str

    path: str
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    lines: tuple[tuple[float, float, str, str], ...]
    grid: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    assessed: int


def write(brief: Brief) -> str:
    """Gives the brief as one page of HTML."""
    told = sheet(brief)
    anchors = {line.warning.id: line.anchor for line in told.warnings}
    curves = {
        q.anchor: [curve(q, part, f"{q.anchor}-c{n}", anchors) for n, part in enumerate(spans(q.series), 1)]
        for q in told.questions
    }
    page = environment().get_template("brief.html.jinja")
    return page.render(sheet=told, curves=curves, words=WORDS, box=(WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM))


def environment() -> Environment:
    """Gives what renders the templates: every text with its hidden controls spelt out and escaped."""
    env = Environment(
        loader=PackageLoader("vedette.exports", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_shown,
    )  # fmt: skip
    env.filters |= {
        "figure": wording.figure, "signed": wording.signed, "day": wording.day, "long_day": wording.long_day,
        "of": wording.counted, "named": wording.named,
    }  # fmt: skip
    return env


def _shown(value: object) -> object:
    """Gives what a template prints: text with its hidden controls spelt out, then escaped by Jinja."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else wording.visible(value)


def curve(question: Question, series: Sequence[Assessment], id: str, anchors: dict[str, str]) -> Curve:
    """Gives the curve of a series with the lines of its question, and a mark where a warning was raised."""
    told = thinned(series, (w.raised for w in question.raised), MOST_POINTS)
    first, last = told[0].day, told[-1].day
    h = question.hypothesis
    dots = tuple(_dot(a, question.raised, _across(a.day, first, last)) for a in told)
    return Curve(
        id=id,
        path="M" + " L".join(f"{d.x:g} {d.y:g}" for d in dots),
        dots=dots,
        marks=_marks(question, told, anchors),
        lines=(
            (_up(h.watch), max(_up(h.watch), _up(h.warning) + LETTERS), f"watch {h.watch:.0%}", "watch"),
            (_up(h.warning), _up(h.warning), f"warning {h.warning:.0%}", "warning"),
        ),
        grid=tuple((_up(n / 100), f"{n}%") for n in (0, 25, 50, 75, 100)),
        ticks=tuple((_across(d, first, last), label) for d, label in ticks(first, last)),
        assessed=len(series),
    )


def _dot(a: Assessment, raised: Sequence[Warning], x: float) -> Dot:
    notes = [f"{w.level.value} raised" for w in raised if w.raised == a.day]
    notes += [f"{w.level.value} cleared" for w in raised if w.cleared == a.day]
    y = _up(a.probability)
    return Dot(x=x, y=y, day=a.day, probability=a.probability, words=a.words, id=a.id, notes=tuple(notes))


def _marks(question: Question, told: Sequence[Assessment], anchors: dict[str, str]) -> tuple[Mark, ...]:
    """Gives the warnings raised in the span drawn, at the day's figure, else at the line that was crossed."""
    first, last = told[0].day, told[-1].day
    by_day = {a.day: a.probability for a in told}
    h = question.hypothesis
    return tuple(
        Mark(
            x=_across(w.raised, first, last),
            y=_up(by_day.get(w.raised, h.warning if w.level == "warning" else h.watch)),
            level=w.level.value,
            label=f"{w.level.value} raised on {wording.day(w.raised)}",
            anchor=anchors[w.id],
        )
        for w in question.raised
        if w.id in anchors and first <= w.raised <= last
    )


def _across(day: date, first: date, last: date) -> float:
    """Gives the place of a day from left to right; a single day stands in the middle."""
    whole = (last - first).days
    share = min(1.0, max(0.0, (day - first).days / whole)) if whole else 0.5
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _up(probability: float) -> float:
    return round(BOTTOM - probability * (BOTTOM - TOP), 1)


def ticks(first: date, last: date) -> Sequence[tuple[date, str]]:
    """Gives at most four days with labels for the time axis: days, months or years, as the span asks."""
    span = (last - first).days
    if span <= 75:
        middle = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
        return [(d, f"{d.day} {wording.MONTHS[d.month - 1][:3]}") for d in sorted({first, middle, last})]
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    starts = [d for d in months if first <= d <= last and (span <= 800 or d.month == 1)]
    starts = starts[:: -(-len(starts) // TICKS)]
    return [(d, str(d.year) if span > 800 else f"{wording.MONTHS[d.month - 1][:3]} {d.year}") for d in starts]
