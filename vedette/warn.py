"""Assessments and Presences → Warnings: lines with hysteresis, each crossing once.

A hypothesis warns when it rises to its `watch` or `warning` line and may warn again only after it fell below `clear`.
A presence warns when it is overdue or reported staying after its announced end.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from vedette.vocabulary import Assessment, Done, Hypothesis, Level, Presence, Status, Term, Warning, Watch, content_id

LATE = {Status.OVERDUE: "was to leave and was not reported leaving", Status.REMAINING: "stays past its announced end"}


def warn(
    watch: Watch,
    assessments: Iterable[Assessment],
    ledgers: Iterable[tuple[date, tuple[Presence, ...]]],
    known: Iterable[Warning] = (),
) -> Done[Warning]:
    """Gives all warnings of a series of days, in order.

    `known` are those raised before: one that is raised anew for the same subject and level while a known one stood
    keeps that one's id, so that a report that arrives late moves no warning into being sent twice.
    """
    found = [*_of_hypotheses(watch, list(assessments)), *_of_presences(watch, ledgers)]
    kept = tuple(_same_as_known(warning, tuple(known)) for warning in found)
    once = {warning.id: warning for warning in sorted(kept, key=lambda w: (w.raised, w.id), reverse=True)}
    return Done(results=tuple(sorted(once.values(), key=lambda w: (w.raised, w.subject, w.level.value))))


def _same_as_known(warning: Warning, known: tuple[Warning, ...]) -> Warning:
    for other in known:
        same = (other.subject, other.kind, other.level) == (warning.subject, warning.kind, warning.level)
        if same and other.raised <= (warning.cleared or date.max) and warning.raised <= (other.cleared or date.max):
            return msgspec.structs.replace(warning, id=other.id, raised=min(other.raised, warning.raised))
    return warning


def _of_hypotheses(watch: Watch, series: list[Assessment]) -> list[Warning]:
    found: list[Warning] = []
    for h in watch.hypotheses:
        open_now: dict[Level, int] = {}
        for a in sorted((a for a in series if a.hypothesis == h.name), key=lambda a: a.day):
            if a.probability < h.clear:
                for at in open_now.values():
                    found[at] = msgspec.structs.replace(found[at], cleared=a.day)
                open_now.clear()
            # The upper line holds the lower one: both crossed on one day are one warning.
            for level, line in ((Level.WARNING, h.warning), (Level.WATCH, h.watch)):
                if a.probability >= line and not {level, Level.WARNING} & set(open_now):
                    open_now[level] = len(found)
                    found.append(_crossed(watch, h, a, level, line))
    return found


def _crossed(watch: Watch, h: Hypothesis, a: Assessment, level: Level, line: float) -> Warning:
    moved = sorted((t for t in a.terms if t.value), key=lambda t: (-abs(t.value), t.indicator))
    return Warning(
        id=content_id("warning", watch.name, h.name, level.value, a.day),
        subject=h.name,
        kind="hypothesis",
        level=level,
        raised=a.day,
        headline=f"{h.says}: {a.words} ({a.probability:.0%}), over the {level.value} line of {line:.0%}",
        reasons=tuple(_told(term) for term in moved[:6]),
        evidence=a.evidence,
    )


def _told(term: Term) -> str:
    return f"{term.indicator} {term.value:+.2f}: {term.reason}"


def _of_presences(watch: Watch, ledgers: Iterable[tuple[date, tuple[Presence, ...]]]) -> list[Warning]:
    found: dict[str, Warning] = {}
    open_now: dict[str, str] = {}  # presence: its warning
    for day, presences in sorted(ledgers, key=lambda known: known[0]):
        late = {
            p.id: p
            for p in presences
            if p.status in LATE and p.force in watch.force and p.host in watch.host and p.announced_end
        }
        for subject in [each for each in open_now if each not in late]:
            at = open_now.pop(subject)
            found[at] = msgspec.structs.replace(found[at], cleared=day)
        for subject, p in late.items():
            if p.announced_end and p.announced_end < day and subject not in open_now:
                warning = _late(watch, p, day)
                # late again over the same end is the same warning, standing again
                found[warning.id] = msgspec.structs.replace(found.get(warning.id, warning), cleared=None)
                open_now[subject] = warning.id
    return list(found.values())


def _late(watch: Watch, p: Presence, day: date) -> Warning:
    where = ", ".join(part for part in (p.host, p.place, p.operation) if part)
    return Warning(
        id=content_id("warning", watch.name, p.id, p.announced_end),
        subject=p.id,
        kind="presence",
        level=Level.WATCH if p.status is Status.OVERDUE else Level.WARNING,
        raised=day,
        headline=f"{p.force} in {where}: {LATE[p.status]} ({p.announced_end})",
        reasons=(p.reason,),
        evidence=p.evidence,
    )
