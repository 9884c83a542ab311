"""Rule `silence`: reporters who usually tell of the watch's parties and fell silent."""

from collections import Counter
from datetime import timedelta
from typing import Any

from vedette.indicators.evidence import View, reading
from vedette.vocabulary import Signal

KEYS = ("outlets", "days")
YEAR = 365
USUAL = 6  # reports in the year before from which on an outlet is expected


def silence(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """The share of the expected reporters who told nothing in the last `days` (21): those named, else those usual in the year before."""
    days = int(given.get("days", 21))
    since = view.day - timedelta(days=days)
    told = view.claims.since(since - timedelta(days=YEAR))
    lately = {c.outlet for c in told if c.day > since}
    before = Counter(outlet for outlet, _ in {(c.outlet, c.report) for c in told if c.day <= since and c.outlet})
    expected = sorted(given["outlets"] if "outlets" in given else (o for o, n in before.items() if n >= USUAL and o))
    if not expected:
        return reading(view, 0.0, f"no reporter tells often enough to be missed ({USUAL} reports a year)")
    if not lately:
        return reading(
            view, 0.0, f"nobody told anything in {days} days: who fell silent cannot be told from nobody heard"
        )
    silent = [outlet for outlet in expected if outlet not in lately]
    if not silent:
        return reading(view, 0.0, f"all {len(expected)} expected reporters told something in {days} days")
    last = [c for c in told if c.outlet in silent] or told  # what others told, where a silent one was never heard
    reason = f"{len(silent)} of {len(expected)} expected reporters silent for {days} days: {', '.join(silent[:5])}"
    return reading(view, len(silent) / len(expected), reason, last[-12:])
