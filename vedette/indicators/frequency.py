"""Rule `frequency`: how often forces exercise, against their own norm."""

from datetime import date, timedelta
from typing import Any

from vedette.indicators.evidence import View, fresh, reading, select, together
from vedette.vocabulary import Claim, Signal

KEYS = ("days",)
YEAR = 365


def frequency(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """Weeks with an exercise in the last `days` (90) against the share of such weeks in the year before."""
    days = int(given.get("days", 90))
    kind = {"mode": ["EXERCISE"], "reality": ["actual", "planned"], **{k: v for k, v in given.items() if k not in KEYS}}
    claims = select(kind, view, days + YEAR)
    now = [c for c in claims if c.day > view.day - timedelta(days=days)]
    norm = [c for c in claims if view.day - timedelta(days=days + YEAR) < c.day <= view.day - timedelta(days=days)]
    if not now:
        return reading(view, 0.0, f"no exercise told in {days} days")
    weeks = _weeks(now, view.day)
    rate, usual = weeks / (days / 7), _weeks(norm, view.day - timedelta(days=days)) / (YEAR / 7)
    ratio = rate / max(usual, 1 / (YEAR / 7))
    value = min(1.0, max(0.0, (ratio - 1.0) / 4.0)) * together(fresh(now, view, half_life), view, half_life)
    return reading(
        view, value, f"exercises told in {weeks} weeks of {-(-days // 7)}; {ratio:.1f} times the year before", now
    )


def _weeks(claims: list[Claim], until: date) -> int:
    return len({(until - claim.day).days // 7 for claim in claims})
