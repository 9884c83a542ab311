"""Rule `absent`: what was to be seen by now and was not."""

from datetime import timedelta
from typing import Any

from vedette.indicators.evidence import View, fits, fresh, halved, reading, select
from vedette.vocabulary import Signal

KEYS = ("expected", "after", "days")


def absent(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """Claims `expected` within `days` (10) of claims `after` that did not come, although the watch's parties were reported on."""
    days = timedelta(days=int(given.get("days", 10)))
    causes = [
        c
        for c in fresh(select(given.get("after", {}), view, 3 * half_life), view, half_life)
        if view.day - c.day >= days
    ]
    if not causes:
        return reading(view, 0.0, "nothing is expected yet")
    last = max(causes, key=lambda c: (c.day, c.id))
    came = [c for c in view.claims.since(last.day) if fits(c, given.get("expected", {}))]
    if came:
        return reading(view, 0.0, f"expected after {last.day}, and came on {came[0].day}", came)
    if not view.covered:
        return reading(view, 0.0, "nothing reported in which it could have been seen")
    age = (view.day - last.day - days).days
    value = 0.6 * halved(age, half_life)
    return reading(view, value, f"expected within {days.days} days of {last.day}; not reported", causes)
