"""Rule `broken`: promises that were not kept."""

from typing import Any

from vedette.indicators.evidence import View, halved, reading
from vedette.vocabulary import Kept, Promise, Signal

KEYS = ("force", "host", "by")


def broken(given: dict[str, Any], view: View, half_life: int) -> Signal:
    """Promises about the watch's force that turned out broken, or were put off on their last day, fading from then."""
    force, host = given.get("force", view.watch.force), given.get("host", view.watch.host)
    ours = [
        p
        for p in view.promises
        if p.force in force
        and (p.host is None or p.host in host or p.says == "not attack")
        and ("by" not in given or set(p.by) & set(given["by"]))
    ]
    failed = [p for p in ours if _worth(p, view, half_life)]
    if not failed:
        kept = sum(p.kept is Kept.KEPT for p in ours)
        return reading(view, 0.0, f"no promise broken; {kept} kept of {len(ours)}")
    named = {id for p in failed for id in p.evidence}
    left = 1.0
    for promise in failed:
        left *= 1.0 - _worth(promise, view, half_life)
    worst = max(failed, key=lambda p: (_worth(p, view, half_life), p.id))
    told = f"{len(failed)} of {len(ours)} promises failed; “{worst.says}” of {worst.made}: {worst.reason}"
    return reading(view, 1.0 - left, told, [c for c in view.claims if c.id in named])


def _worth(promise: Promise, view: View, half_life: int) -> float:
    if promise.settled is None or promise.kept not in {Kept.BROKEN, Kept.EXTENDED}:
        return 0.0
    age = (view.day - promise.settled).days
    if age > 3 * half_life:
        return 0.0
    last_day = promise.due is not None and (promise.due - promise.settled).days <= 1
    return halved(age, half_life) * (0.8 if promise.kept is Kept.BROKEN else 0.6 if last_day else 0.2)
