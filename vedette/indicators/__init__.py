"""Claims and presences → Signals: how strongly each of a watch's indicators is seen on a day.

One rule a file, one function a rule; the table below is the whole list. A rule's docstring is what the desk shows.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from vedette.indicators import (
    absent,
    broken,
    composition,
    cooccurrence,
    counts,
    frequency,
    narrative,
    overdue,
    silence,
    stance,
    strength,
    trend,
    unusual,
)  # fmt: skip
from vedette.indicators.evidence import Known, View
from vedette.vocabulary import Done, Indicator, Signal, State, Watch
from vedette.watch import SELECTION

__all__ = ["KEYS", "RULES", "Known", "View", "signals"]

Rule = Callable[[dict[str, Any], View, int], Signal]

RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "counts": (counts.counts, SELECTION + counts.KEYS),
    "trend": (trend.trend, trend.KEYS),
    "strength": (strength.strength_change, SELECTION + strength.KEYS),
    "overdue": (overdue.overdue, overdue.KEYS),
    "frequency": (frequency.frequency, SELECTION + frequency.KEYS),
    "composition": (composition.composition, SELECTION + composition.KEYS),
    "narrative": (narrative.narrative, SELECTION + narrative.KEYS),
    "absent": (absent.absent, absent.KEYS),
    "stance": (stance.stance, stance.KEYS),
    "unusual": (unusual.unusual, ("actor", "place", "operation", *unusual.KEYS)),
    "broken": (broken.broken, broken.KEYS),
    "silence": (silence.silence, silence.KEYS),
    "cooccurrence": (cooccurrence.cooccurrence, cooccurrence.KEYS),
}
KEYS: dict[str, tuple[str, ...]] = {rule: keys for rule, (_, keys) in RULES.items()}


def signals(watch: Watch, view: View, before: dict[str, Signal]) -> Done[Signal]:
    """Gives the reading of every indicator of a watch on the view's day. `before` are the readings of the day before."""
    found: dict[str, Signal] = {}
    # What is seen at once is read last, from what the others say.
    for indicator in sorted(watch.indicators, key=lambda each: each.rule == "cooccurrence"):
        so_far = (
            view if indicator.rule != "cooccurrence" else msgspec.structs.replace(view, read={**view.read, **found})
        )
        found[indicator.name] = _read(indicator, so_far, before)
    return Done(results=tuple(found[indicator.name] for indicator in watch.indicators))


def _read(indicator: Indicator, view: View, before: dict[str, Signal]) -> Signal:
    rule, _ = RULES[indicator.rule]
    read = rule(indicator.given, view, indicator.half_life)
    state = read.state
    if state is State.NOT_SEEN and not view.covered:
        state = State.NO_COVERAGE
    last = before[indicator.name].strength if indicator.name in before else 0.0
    return msgspec.structs.replace(
        read, indicator=indicator.name, state=state, trend=round(read.strength - last, 6), reason=_reason(read, state, view.day)
    )  # fmt: skip


def _reason(read: Signal, state: State, day: date) -> str:
    if state is State.NO_COVERAGE:
        return f"no report on the watch's parties in the {View.WINDOW} days to {day}: nothing can be said"
    return read.reason
