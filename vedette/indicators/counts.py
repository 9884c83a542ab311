"""Rule `counts`: claims of one kind."""

from typing import Any

from vedette.indicators.evidence import View, fresh, reading, select, together, told_by
from vedette.vocabulary import Signal

KEYS: tuple[str, ...] = ()


def counts(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """Claims of this kind, each independent voice counted once and fading with its half-life."""
    claims = fresh(select(given, view, 3 * half_life), view, half_life)
    if not claims:
        return reading(view, 0.0, "no such claim")
    newest = max(claim.day for claim in claims)
    return reading(view, together(claims, view, half_life), f"{told_by(claims, view)}, last on {newest}", claims)
