"""Rule `strength`: how many are there against how many there were."""

from datetime import date, timedelta
from typing import Any

from vedette.indicators.evidence import View, fresh, reading, select, together
from vedette.vocabulary import Claim, Mode, Signal

KEYS = ("days", "factor")
STOCK = [Mode.DEPLOY, Mode.BUILDUP, Mode.STATION, Mode.REMAIN, Mode.EXERCISE]


def strength_change(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """The highest figure told lately against the highest in the same span before: full strength at `factor` times (2)."""
    span = timedelta(days=given.get("days", 2 * half_life))
    kind = {"mode": [mode.value for mode in STOCK], "unit": ["troops"], "reality": ["actual"], **_claims_only(given)}
    claims = [c for c in select(kind, view, 2 * span.days) if c.quantity]
    now = [c for c in claims if c.day > view.day - span]
    then = [c for c in claims if view.day - 2 * span < c.day <= view.day - span]
    if not now:
        return reading(view, 0.0, "no figure lately")
    new, old = _typical(now, view), _typical(then, view)
    believed = together(fresh(now, view, half_life), view, half_life)
    if not old:
        return reading(view, 0.5 * believed, f"up to {new:,} told, no earlier figure to compare with", now)
    factor = float(given.get("factor", 2.0))
    growth = max(0.0, (new / old - 1.0) / (factor - 1.0))
    reason = f"up to {new:,} since {_first(now)}, {old:,} in the span before"
    return reading(view, min(1.0, growth) * believed, reason, now)


def _claims_only(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key not in KEYS}


def _typical(claims: list[Claim], view: View) -> int:
    """Gives the second highest figure where three voices or more tell one, so that one outlier moves nothing."""
    highest: dict[str | None, int] = {}
    for claim in claims:
        voice, quantity = view.voices.get(claim.id), claim.quantity
        figure = (quantity.min or quantity.max or 0) if quantity else 0
        highest[voice] = max(highest.get(voice, 0), figure)
    told = sorted(highest.values())
    return told[-2] if len(told) >= 3 else told[-1] if told else 0


def _first(claims: list[Claim]) -> date:
    return min(claim.day for claim in claims)
