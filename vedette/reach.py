"""What an indicator reaches: a watch that fits nothing, or an indicator that fits everything, says so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vedette.indicators.evidence import fits
from vedette.vocabulary import Claim, Problem, Watch

LEAST = 20  # claims from which on nothing about a watch is worth a word
SAMPLE = 500  # claims looked at, spread over all, so that a thousand indicators take no time
NEARLY_ALL = 0.8
SELECTIONS = ("for", "against", "expected", "after")


def reach(watch: Watch, claims: Sequence[Claim], relevant: Sequence[Claim]) -> tuple[Problem, ...]:
    """Gives a Problem where none of many claims is about a watch, and for each indicator that fits nearly all that are.

    The messages name no counts: told again with more claims they are the same Problem.
    """
    if not relevant:
        if len(claims) < LEAST:
            return ()
        parties = f"force {', '.join(watch.force)}; host {', '.join(watch.host)}"
        told = f"no claim in the store is about its parties ({parties}); check the codes, or add reports on them"
        return (Problem(stage="watch", kind="matches nothing", subject=watch.name, message=f"{watch.name}: {told}"),)
    if len(relevant) < LEAST:
        return ()
    looked_at = relevant[:: max(1, len(relevant) // SAMPLE)]
    return tuple(
        Problem(
            stage="watch",
            kind="matches everything",
            subject=f"{watch.name}: indicators.{indicator.name}",
            message=f"indicators.{indicator.name} fits nearly every claim about the watch's parties and so says nothing; "
            "narrow it by mode, reality, actor, other or place",
        )
        for indicator in watch.indicators
        if any(
            sum(fits(claim, given) for claim in looked_at) >= NEARLY_ALL * len(looked_at)
            for given in _selections(indicator.rule, indicator.given)
        )
    )


def _selections(rule: str, given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    nested = [given[name] for name in SELECTIONS if name in given]
    if nested or rule == "counts":
        yield from nested or [given]
