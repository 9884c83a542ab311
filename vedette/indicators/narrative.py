"""Rule `narrative`: accusations and pretexts, against the speaker's own norm."""

from datetime import timedelta
from typing import Any

from vedette.indicators.evidence import View, fresh, reading, select, together
from vedette.vocabulary import Signal

KEYS = ("days",)


def narrative(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """Accusations and threats by these speakers in the last `days` (30), against their monthly number in the year before."""
    days = int(given.get("days", 30))
    claims = select(
        {"mode": ["ACCUSE", "THREATEN"], **{k: v for k, v in given.items() if k not in KEYS}}, view, days + 365
    )
    now = [c for c in claims if c.day > view.day - timedelta(days=days)]
    if not now:
        return reading(view, 0.0, f"no accusation or threat in {days} days")
    year = [c for c in claims if view.day - timedelta(days=days + 365) < c.day <= view.day - timedelta(days=days)]
    usual = len({(c.day, c.speaker or c.actor) for c in year}) * days / 365
    told = len({(c.day, c.speaker or c.actor) for c in now})
    value = min(1.0, told / (1.0 + 2.0 * usual)) * together(fresh(now, view, half_life), view, half_life)
    return reading(view, value, f"{told} in {days} days, {usual:.1f} usual", now)
