"""Rule `overdue`: forces that were to be gone and were not reported leaving."""

from typing import Any

from vedette.indicators.evidence import View, halved, reading
from vedette.presence import FIGURE_HALF_LIFE
from vedette.vocabulary import Presence, Signal, Status

KEYS = ("force", "host")


def overdue(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """Presences whose announced end passed without a report of leaving, or that were reported staying after it."""
    force, host = given.get("force", view.watch.force), given.get("host", view.watch.host)
    ours = [p for p in view.presences if p.force in force and p.host in host and p.announced_end]
    late = [p for p in ours if _late(p, view)]
    if not late:
        ends = [p.announced_end for p in ours if p.announced_end]
        ahead = [end for end in ends if end >= view.day]
        return reading(view, 0.0, f"next announced end {min(ahead)}" if ahead else "no announced end is past and open")
    named = {id for p in late for id in p.evidence}
    claims = [c for c in view.claims if c.id in named]
    worst = max(late, key=lambda p: (_worth(p, view, half_life), p.id))
    return reading(
        view, _worth(worst, view, half_life), f"{worst.operation or worst.host or worst.place}: {worst.reason}", claims
    )


def _late(presence: Presence, view: View) -> bool:
    return presence.status in {Status.OVERDUE, Status.REMAINING} and bool(
        presence.announced_end and presence.announced_end < view.day
    )


def _worth(presence: Presence, view: View, half_life: int) -> float:
    """A stay that is reported is worth 1; silence after an end grows to 0.6 in a fortnight and then fades: reporters tire."""
    since = (view.day - (presence.announced_end or view.day)).days
    fade = halved(max(0, since - FIGURE_HALF_LIFE), half_life)
    if presence.status is Status.REMAINING:
        return fade
    return min(0.6, 0.6 * since / 14) * fade
