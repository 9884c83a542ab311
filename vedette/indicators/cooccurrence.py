"""Rule `cooccurrence`: several indicators at once, which alone say little."""

from typing import Any

from vedette.indicators.evidence import View, reading
from vedette.vocabulary import Signal

KEYS = ("of", "enough")


def cooccurrence(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """How strongly at least `enough` (2) of the indicators `of` are seen on the same day: the weakest of the strongest so many."""
    enough = int(given.get("enough", 2))
    seen = sorted(
        (view.read[name] for name in given["of"] if name in view.read), key=lambda s: (-s.strength, s.indicator)
    )
    together = [signal for signal in seen[:enough] if signal.strength > 0]
    if len(together) < enough:
        told = ", ".join(signal.indicator for signal in together) or "none"
        return reading(view, 0.0, f"of {enough} needed at once: {told}")
    named = {id for signal in together for id in signal.evidence}
    return reading(
        view, together[-1].strength, f"at once: {', '.join(signal.indicator for signal in together)}",
        [c for c in view.claims if c.id in named],
    )  # fmt: skip
