"""Rule `stance`: how what a party says moves over time."""

from typing import Any

from vedette.indicators.evidence import View, fresh, reading, select, together
from vedette.vocabulary import Claim, Signal

KEYS = ("for", "against")


def stance(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """How far the balance of claims for and against moved towards `for`, the last half-life against the three before it."""
    span = 4 * half_life
    pro, con = (fresh(select(given.get(side, {}), view, span), view, 2 * half_life) for side in ("for", "against"))
    now_for, now_against = ([c for c in side if (view.day - c.day).days <= half_life] for side in (pro, con))
    if not now_for:
        return reading(view, 0.0, "nothing said for it lately")
    then_for, then_against = ([c for c in side if (view.day - c.day).days > half_life] for side in (pro, con))
    now, then = _balance(now_for, now_against, view, half_life), _balance(then_for, then_against, view, half_life)
    told = f"balance {now:+.2f} lately, {then:+.2f} before ({len(then_for)} for, {len(then_against)} against)"
    return reading(view, max(0.0, now - then) / (2.0 if then_for or then_against else 4.0), told, now_for)


def _balance(pro: list[Claim], con: list[Claim], view: View, half_life: int) -> float:
    """Gives from -1 (all against) to +1 (all for), 0 where nothing is said; age counts for nothing within a span."""
    up, down = together(pro, view, 100 * half_life), together(con, view, 100 * half_life)
    return (up - down) / (up + down) if up + down else 0.0
