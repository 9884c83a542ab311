"""Back-tests as one HTML page that asks nothing of anybody: tables, and the curves drawn from points."""

from collections.abc import Sequence
from datetime import date

from vedette import __version__
from vedette.backtest import Replayed
from vedette.backtest.cases import Answer
from vedette.backtest.events import Experiment, Told
from vedette.backtest.scores import Bin
from vedette.exports.html import environment
from vedette.vocabulary import Word

SIDE, EDGE = 220, 30  # of the drawing of a reliability curve
WIDE, HIGH = 640, 90  # of the drawing of a case's curve
MOST_PAIRS, MOST_TOLD = 25, 12


class Step(Word, frozen=True, kw_only=True):
    """A point of the reliability curve; its radius grows with the forecasts behind it."""

    x: float
    y: float
    radius: float
    bin: Bin


class Line(Word, frozen=True, kw_only=True):
    """A case's curve of one question: its path, and where it came true, None where it did not."""

    answer: Answer
    path: str
    happened: float | None
    first: date
    last: date


def cases(told: Replayed) -> str:
    """Gives the page over all cases."""
    lines = [_line(answer) for answer in (*told.asked, *told.fitted) if answer.series]
    split = sum(bool(answer.series) for answer in told.asked)
    return environment().get_template("backtest_cases.html.jinja").render(
        told=told, lines=lines[:split], fitted=lines[split:], box=(WIDE, HIGH), version=__version__,
        steps={name: _steps(scored.reliability) for name, scored in told.scores.items()}, side=(SIDE, EDGE),
    )  # fmt: skip


def events(made: Experiment) -> str:
    """Gives the page of the experiment on coded events."""
    worst = sorted(made.cells.items(), key=lambda pair: (-pair[1].brier, pair[0]))
    return environment().get_template("backtest_events.html.jinja").render(
        made=made, steps=_steps(made.scores.reliability), side=(SIDE, EDGE), cells=worst[:MOST_PAIRS],
        opened=_opened(made.told), version=__version__,
    )  # fmt: skip


def _opened(told: Sequence[Told]) -> list[Told]:
    """Gives some forecasts of the last day to open: the surest, and the surest that was wrong."""
    last = max(each.forecast.day for each in told)
    final = sorted((t for t in told if t.forecast.day == last), key=lambda t: (-t.forecast.p, t.forecast.cell))
    wrong = [t for t in final if not t.forecast.happened]
    return [*final[: MOST_TOLD // 2], *[t for t in wrong if t not in final[: MOST_TOLD // 2]][: MOST_TOLD // 2]]


def _steps(bins: Sequence[Bin]) -> list[Step]:
    span = SIDE - 2 * EDGE
    most = max((each.n for each in bins), default=1) or 1
    return [
        Step(x=round(EDGE + each.said * span, 1), y=round(SIDE - EDGE - each.came * span, 1), radius=round(2 + 6 * (each.n / most) ** 0.5, 1), bin=each)
        for each in bins
        if each.said is not None and each.came is not None
    ]  # fmt: skip


def _line(answer: Answer) -> Line:
    first, last = answer.series[0][0], max(answer.series[-1][0], answer.happened or answer.series[-1][0])
    whole = max(1, (last - first).days)

    def across(day: date) -> float:
        return round(WIDE * (day - first).days / whole, 1)

    path = "M" + " L".join(f"{across(day)} {round(HIGH * (1 - p), 1)}" for day, p in answer.series)
    return Line(
        answer=answer,
        path=path,
        happened=across(answer.happened) if answer.happened and answer.happened >= first else None,
        first=first,
        last=last,
    )
