"""How forecasts did: Brier score and its skill, log score, AUPR, reliability with counts, lead time, alert burden.

Formulas as FIELD gives them: Brier = mean (p - o)²; skill = 1 - Brier / Brier of the reference; log score = mean
-ln p(outcome), p kept within 0.1 % and 99.9 %; AUPR as average precision.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import log
from statistics import median_low

from vedette.vocabulary import Word

BINS = 10
EDGES = tuple(n / BINS for n in range(1, BINS))  # p * BINS would round the last number below 0.9 up into the last step
LEAST = 0.001


class Forecast(Word, frozen=True, kw_only=True):
    """What was said on a day of what would happen, and whether it did. `cell` is what scores are told apart by."""

    day: date
    cell: tuple[str, ...]
    p: float
    happened: bool


class Bin(Word, frozen=True, kw_only=True):
    """One step of the reliability curve: of `n` forecasts from `low` on and below `high`, what was said and what came."""

    low: float
    high: float
    n: int
    said: float | None
    came: float | None


class Scores(Word, frozen=True, kw_only=True):
    """The scores of one forecaster on `n` forecasts of which `base` came true; `skill` is over each reference by name."""

    n: int
    base: float
    brier: float
    log: float
    aupr: float | None
    skill: dict[str, float | None]
    reliability: tuple[Bin, ...]


def brier(told: Sequence[float], happened: Sequence[bool]) -> float:
    """Gives the mean squared distance of what was said from what came, 0 at best."""
    return sum((p - o) ** 2 for p, o in zip(told, happened, strict=True)) / len(told)


def scores(told: Sequence[float], happened: Sequence[bool], references: Mapping[str, Sequence[float]]) -> Scores:
    """Gives all scores of forecasts beside those of the references on the same rows. Raises ValueError on none."""
    if not told:
        raise ValueError("no forecast to score")
    own = brier(told, happened)
    beside = {name: brier(theirs, happened) for name, theirs in references.items()}
    return Scores(
        n=len(told),
        base=round(sum(happened) / len(happened), 6),
        brier=round(own, 6),
        log=round(_log(told, happened), 6),
        aupr=average_precision(told, happened),
        skill={name: round(1 - own / theirs, 6) if theirs else None for name, theirs in beside.items()},
        reliability=reliability(told, happened),
    )


def _log(told: Sequence[float], happened: Sequence[bool]) -> float:
    kept = (min(1 - LEAST, max(LEAST, p)) for p in told)
    return -sum(log(p if o else 1 - p) for p, o in zip(kept, happened, strict=True)) / len(told)


def average_precision(told: Sequence[float], happened: Sequence[bool]) -> float | None:
    """Gives the area under precision and recall, as the mean precision at each step of recall; None where nothing came."""
    came = sum(happened)
    if not came:
        return None
    total, right, seen = 0.0, 0, 0
    ranked = sorted(zip(told, happened, strict=True), key=lambda pair: -pair[0])
    at = 0
    while at < len(ranked):
        tied = at
        while tied < len(ranked) and ranked[tied][0] == ranked[at][0]:  # equal forecasts are one step
            tied += 1
        new = sum(o for _, o in ranked[at:tied])
        seen, right = tied, right + new
        total += new / came * right / seen
        at = tied
    return round(total, 6)


def reliability(told: Sequence[float], happened: Sequence[bool]) -> tuple[Bin, ...]:
    """Gives the reliability curve in ten half-open steps, the last closed; a step without forecasts says so."""
    pairs: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for p, o in zip(told, happened, strict=True):
        pairs[bisect_right(EDGES, p)].append((p, o))
    return tuple(
        Bin(
            low=n / BINS,
            high=(n + 1) / BINS,
            n=len(each),
            said=round(sum(p for p, _ in each) / len(each), 4) if each else None,
            came=round(sum(o for _, o in each) / len(each), 4) if each else None,
        )
        for n, each in enumerate(pairs)
    )


def by_cell(forecasts: Iterable[Forecast]) -> dict[tuple[str, ...], Scores]:
    """Gives the scores of each cell, never only those of all: totals let errors cancel. The reference is its own share."""
    cells: dict[tuple[str, ...], list[Forecast]] = {}
    for forecast in forecasts:
        cells.setdefault(forecast.cell, []).append(forecast)
    found = {}
    for cell, each in sorted(cells.items()):
        happened = [f.happened for f in each]
        base = sum(happened) / len(happened)
        found[cell] = scores([f.p for f in each], happened, {"own share": [base] * len(each)})
    return found


class Alarms(Word, frozen=True, kw_only=True):
    """How alarms at one line did: onsets met and missed, false alarms a year and cell, median lead, share under alarm."""

    line: float
    met: int
    missed: int
    false: int
    false_a_year: float
    lead_days: int | None
    under_alarm: float


def alarms(forecasts: Iterable[Forecast], horizon: int, line: float) -> Alarms:
    """Gives how raising an alarm at a line would have done.

    An alarm is a run of forecasts of one cell at the line or above. It is false where nothing came in any of its days'
    horizon. An onset is a forecast that comes true after one of the same cell that did not; it is met by an alarm that
    stands on that day. Its lead counts from the first day of that alarm to the first on which it can have come: what
    the forecast before saw nothing of came after that one's horizon.
    """
    cells: dict[tuple[str, ...], list[Forecast]] = {}
    for forecast in forecasts:
        cells.setdefault(forecast.cell, []).append(forecast)
    met = missed = false = under = n = 0
    leads: list[int] = []
    years = 0.0
    for each in cells.values():
        each.sort(key=lambda f: f.day)
        n += len(each)
        years += ((each[-1].day - each[0].day).days + horizon) / 365
        raised: date | None = None
        right = True
        for before, now in zip([None, *each], each, strict=False):
            under += now.p >= line
            if now.p >= line:
                raised, right = (now.day, now.happened) if raised is None else (raised, right or now.happened)
            elif raised is not None:
                false += not right
                raised = None
            if before is not None and now.happened and not before.happened:
                if raised is not None:
                    met += 1
                    leads.append((max(now.day, before.day + timedelta(days=horizon)) - raised).days)
                else:
                    missed += 1
        false += raised is not None and not right
    return Alarms(
        line=line, met=met, missed=missed, false=false, false_a_year=round(false / years, 4) if years else 0.0,
        lead_days=median_low(leads) if leads else None, under_alarm=round(under / n, 4) if n else 0.0,
    )  # fmt: skip


def at_false_rate(forecasts: Sequence[Forecast], horizon: int, a_year: float) -> Alarms:
    """Gives the alarms at the lowest line, in steps of 1 %, at and above which no line has more false alarms than told."""
    best = alarms(forecasts, horizon, 1.0)
    # From above: far enough down alarms run together into one that never ends, and is right sooner or later.
    for step in range(99, 0, -1):
        found = alarms(forecasts, horizon, step / 100)
        if found.false_a_year > a_year:
            break
        best = found
    return best
