"""The daily brief: what a format needs to know, gathered from a store; and which assessments it compares."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from vedette.vocabulary import (
    Assessment,
    Claim,
    Lineage,
    Origin,
    Presence,
    Problem,
    Report,
    Signal,
    Warning,
    Watch,
    Word,
)  # fmt: skip
from vedette.voices import alike, lineage, voices

WEEK = timedelta(days=7)
NONE = Lineage(reports=0, outlets=0, origins=0, unknown=0)


class Brief(Word, frozen=True, kw_only=True):
    """All that a brief is made from. `signals` are the latest; `since` is the day from which changes are told."""

    watch: Watch
    day: date
    assessments: tuple[Assessment, ...]
    signals: tuple[Signal, ...]
    presences: tuple[Presence, ...]
    warnings: tuple[Warning, ...]
    claims: dict[str, Claim]
    reports: dict[str, Report]
    origins: dict[str, Origin]
    lineages: dict[str, Lineage]
    problems: tuple[Problem, ...] = ()
    since: date | None = None


def compose(
    *, watch: Watch, day: date, assessments: Iterable[Assessment], signals: Iterable[Signal],
    presences: Iterable[Presence], warnings: Iterable[Warning], claims: Iterable[Claim], reports: Iterable[Report],
    origins: Iterable[Origin], problems: Iterable[Problem] = (), since: date | None = None,
) -> Brief:  # fmt: skip
    """Gathers a brief from what a store holds. Changes are told since a week before where no day is named."""
    all_claims, found, there = tuple(claims), tuple(origins), tuple(presences)
    series = tuple(sorted((a for a in assessments if a.day <= day), key=lambda a: (a.day, a.hypothesis)))
    raised = tuple(w for w in warnings if w.raised <= day)
    newest = {s.indicator: s for s in sorted(signals, key=lambda s: s.day) if s.day <= day}
    last = {a.hypothesis: a for a in series}
    holders: tuple[Any, ...] = (*last.values(), *newest.values(), *there, *raised)
    cited = {id for holder in holders for id in holder.evidence} | {f.claim for p in there for f in p.figures}
    return Brief(
        watch=watch,
        day=day,
        assessments=series,
        signals=tuple(newest.values()),
        presences=there,
        warnings=raised,
        claims={c.id: c for c in all_claims if c.id in cited},
        reports={r.id: r for r in reports},
        origins={report: origin for origin in found for report in origin.reports},
        lineages=_lineages(all_claims, found, cited, day),
        problems=tuple(problems),
        since=since or day - WEEK,
    )


def _lineages(claims: tuple[Claim, ...], found: tuple[Origin, ...], cited: set[str], day: date) -> dict[str, Lineage]:
    """Gives for each cited claim the four counts of those that say the same."""
    whose = voices(claims, found)
    by_kind: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.day <= day:
            by_kind.setdefault((claim.mode, claim.actor, claim.quantity), []).append(claim)
    return {
        c.id: lineage(tuple(o for o in by_kind.get((c.mode, c.actor, c.quantity), ()) if alike(o, c)), whose)
        for c in claims if c.id in cited
    }  # fmt: skip
