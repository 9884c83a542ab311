"""Rule `composition`: what a real operation needs and an exercise does not."""

from typing import Any

from vedette.indicators.evidence import View, fresh, reading, select, together, told_by
from vedette.vocabulary import Signal

KEYS = ("elements", "enough")


def composition(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """How many different supporting elements are told of (field hospitals, bridging, fuel, rail): full at `enough` (2)."""
    elements: dict[str, list[str]] = given.get("elements", {})
    enough = int(given.get("enough", 2))
    base = {key: value for key, value in given.items() if key not in KEYS}
    seen, total, evidence = [], 0.0, []
    for name, words in sorted(elements.items()):
        claims = fresh(select({**base, "words": words}, view, 3 * half_life), view, half_life)
        if claims:
            seen.append(name)
            total += together(claims, view, half_life)
            evidence += claims
    if not seen:
        return reading(view, 0.0, f"none told of: {', '.join(sorted(elements))}")
    return reading(view, total / enough, f"told of: {', '.join(seen)}; {told_by(evidence, view)}", evidence)
