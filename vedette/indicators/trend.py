"""Rule `trend`: claims of one kind against claims of the contrary kind."""

from typing import Any

from vedette.indicators.evidence import View, fresh, reading, reliability, select, together
from vedette.vocabulary import Signal

KEYS = ("for", "against")


def trend(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """How far the claims for outweigh those against, each voice once and fading with its half-life; those against weigh half."""
    pro = fresh(select(given.get("for", {}), view, 3 * half_life), view, half_life)
    con = fresh(select(given["against"], view, 3 * half_life) if "against" in given else (), view, half_life)
    if not pro:
        return reading(view, 0.0, f"no claim for, {len(con)} against" if con else "no claim for or against")
    up, down = together(pro, view, half_life), together(con, view, half_life)
    trust = (
        min(1.0, reliability(con, view) / reliability(pro, view)) if con else 0.0
    )  # of those against beside those for
    value = max(0.0, up - 0.5 * down * trust)
    return reading(view, value, f"for {up:.2f} from {len(pro)} claims, against {down:.2f} from {len(con)}", pro)
