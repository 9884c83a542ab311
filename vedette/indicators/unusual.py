"""Rule `unusual`: this exercise against the same actor's last ones."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from statistics import median
from typing import Any

from vedette.indicators.evidence import View, fits, fresh, reading, together, told_of
from vedette.presence import end_told
from vedette.vocabulary import Claim, Mode, Polarity, Reality, Signal, Unit, Word

KEYS = ("elements", "factor", "enough")
GAP = 30  # days without word of an exercise after which the next is another one
BEFORE, AFTER = 45, 21  # days around an exercise in which what is told belongs to it
RETURN = 14  # days after its end within which returns are usually reported
EXERCISES = 6  # the last ones that make the norm
YEARS = timedelta(days=5 * 365)  # how far back the norm reaches


class Exercise(Word, frozen=True, kw_only=True):
    """One exercise: from its first to its last telling, its announced end, and what was told around it."""

    first: date
    last: date
    end: date | None
    told: tuple[Claim, ...]


def unusual(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """Departures of the last exercise from the norm of those before it, full at `enough` (2) departures.

    Departures are words of `elements` (units or places told of), a figure over `factor` (1.5) times the usual, an
    extension in its last days, and no return reported. Each counts by the share of earlier exercises without it; where
    there is no earlier one, by half.
    """
    who: dict[str, Any] = {key: given[key] for key in ("actor", "place", "operation") if key in given}
    exercises = _exercises([c for c in view.claims.since(view.day - YEARS) if fits(c, who)])
    if not exercises or (view.day - exercises[-1].last).days > 3 * half_life:
        return reading(view, 0.0, "no exercise to compare")
    now, norm = exercises[-1], exercises[-1 - EXERCISES : -1]
    usual = median(figures) if (figures := [f for each in norm if (f := _figure(each.told))]) else None
    value, told = 0.0, []
    evidence: list[Claim] = []
    for name, departs in _departures(given, usual, view.day).items():
        claims = departs(now)
        if claims is None:
            continue
        rare = 1.0 - sum(departs(each) is not None for each in norm) / len(norm) if norm else 0.5
        value += rare * together(fresh(claims, view, half_life), view, half_life)
        told.append(f"{name} ({'no earlier one' if not norm else f'{rare:.0%} of {len(norm)} earlier ones without'})")
        evidence += claims
    if not told:
        return reading(
            view, 0.0, f"as {len(norm)} earlier exercises" if norm else "nothing unusual, nothing to compare with"
        )
    return reading(view, value / float(given.get("enough", 2)), f"against the norm: {', '.join(told)}", evidence)


Departs = Callable[[Exercise], list[Claim] | None]  # the claims that show a departure, None where there is none


def _departures(given: dict[str, Any], usual: float | None, day: date) -> dict[str, Departs]:
    named = {name: partial(_words, words) for name, words in sorted(given.get("elements", {}).items())}
    size = partial(_larger, usual, float(given.get("factor", 1.5)))
    return {**named, "figure": size, "extension": _extension, "no return": partial(_no_return, day)}


def _words(words: list[str], exercise: Exercise) -> list[Claim] | None:
    return [c for c in exercise.told if told_of(c.quote, tuple(words))] or None


def _larger(usual: float | None, factor: float, exercise: Exercise) -> list[Claim] | None:
    figure = _figure(exercise.told)
    if not usual or not figure or figure < factor * usual:
        return None
    return [c for c in exercise.told if _figure((c,)) == figure]


def _extension(exercise: Exercise) -> list[Claim] | None:
    """Gives what told in the last days of an exercise, or after its end, that it goes on or that forces stay."""
    if exercise.end is None:
        return None
    late = [c for c in exercise.told if c.mode is Mode.REMAIN and c.polarity is Polarity.YES]
    return [c for c in late if -2 <= (c.day - exercise.end).days <= AFTER] or None


def _no_return(day: date, exercise: Exercise) -> list[Claim] | None:
    end = exercise.end or exercise.last
    if (day - end).days < RETURN:
        return None
    returned = any(
        c.mode is Mode.WITHDRAW and c.reality is Reality.ACTUAL and -3 <= (c.day - end).days <= RETURN
        for c in exercise.told
    )
    return None if returned else [c for c in exercise.told if c.mode is Mode.EXERCISE][-3:]


def _figure(claims: tuple[Claim, ...]) -> int | None:
    """Gives the highest number of troops told."""
    told = [c.quantity.min or c.quantity.max or 0 for c in claims if c.quantity and c.quantity.unit is Unit.TROOPS]
    return max(told, default=0) or None


def _exercises(claims: list[Claim]) -> list[Exercise]:
    """Gives the exercises that claims tell of: those of one operation, else those told of without a month between."""
    held = [c for c in claims if c.mode is Mode.EXERCISE and c.polarity is Polarity.YES and c.reality is Reality.ACTUAL]
    episodes: dict[str, list[Claim]] = {}
    last: dict[str, date] = {}
    for claim in held:
        name = claim.operation
        # An exercise that nobody names is the last one told of, where that is not long ago.
        near = [each for each, day in last.items() if (claim.day - day).days <= GAP]
        key = name or (max(near, key=lambda each: (last[each], each)) if near else f"of {claim.day}")
        episodes.setdefault(key, []).append(claim)
        last[key] = claim.day
    found = []
    for told in episodes.values():
        first, end_day = told[0].day, told[-1].day
        ends = [end for c in told if (end := end_told(c))]
        until = max(end_day, ends[-1]) if ends else end_day
        around = [c for c in claims if first - timedelta(days=BEFORE) <= c.day <= _later(until, AFTER)]
        found.append(Exercise(first=first, last=end_day, end=ends[-1] if ends else None, told=tuple(around)))
    return sorted(found, key=lambda each: (each.first, each.last))


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days) if (date.max - day).days > days else date.max
