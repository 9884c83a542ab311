"""The lines of a brief: what changed and why, warnings, ledger, indicators, and the evidence that each line opens to.

Every format walks over these lines in the same order. Each line that bears a figure carries `refs`, the numbers of its
sentences in the list of evidence.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import log

import msgspec

from vedette import knowledge
from vedette.assess import LIMIT
from vedette.exports.brief import Brief
from vedette.exports.evidence import evidence
from vedette.exports.lines import (
    Basis,
    PresenceLine,
    Question,
    Range,
    Reading,
    Refs,
    Sheet,
    Source,
    TermLine,
    Trouble,
    WarningLine,
)
from vedette.figures import strength
from vedette.ledger import of_watch
from vedette.presence import DUE_DAYS
from vedette.vocabulary import (
    Assessment,
    Claim,
    Figure,
    Hypothesis,
    Level,
    Presence,
    Problem,
    Quantity,
    Signal,
    State,
    Status,
    Term,
    Warning,
)  # fmt: skip
from vedette.wording import counted, in_words_quantity, in_words_when, long_day, named

EXAMPLES = 5  # of each kind of problem
MOVERS = 3  # terms told as reasons for a change, up and down each
RECENT = timedelta(days=180)  # told apart where a series is half as long again or longer
STATUS = {
    Status.OVERDUE: "overdue: its end passed and no leaving is reported",
    Status.REMAINING: "reported staying",
    Status.DUE: f"due to leave within {DUE_DAYS} days",
    Status.STATIONED: "said by owner or host to stay",
    Status.LEAVING: "reported leaving",
    Status.ARRIVING: "arriving",
    Status.PRESENT: "present",
    Status.ANNOUNCED: "announced, not yet reported there",
    Status.GONE: "reported gone",
}
URGENCY = {status: n for n, status in enumerate(STATUS)}
LEFT = {Status.GONE, Status.LEAVING}
STATES = (State.SEEN, State.PARTLY, State.NOT_SEEN, State.NO_COVERAGE)


class _Register:
    """Numbers claims in the order in which they are first referred to."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def refs(self, ids: Iterable[str]) -> Refs:
        return tuple(self.numbers.setdefault(id, len(self.numbers) + 1) for id in dict.fromkeys(ids))


def sheet(brief: Brief) -> Sheet:
    """Gives what a brief shows. Same brief, same sheet: nothing depends on the order of what it was given."""
    register = _Register()
    asked = enumerate(brief.watch.hypotheses, 1)
    questions = tuple(_question(brief, n, h, a, register) for n, h in asked if (a := latest(brief, h.name)))
    warnings = _warnings(brief, register)
    lines = _ledger(brief, register)
    ours = tuple(line for line in lines if of_watch(brief.watch, line.presence))
    board = _board(brief, register)
    read = {s.indicator for s in brief.signals}
    cited = tuple(brief.claims[id] for id in register.numbers if id in brief.claims)
    return Sheet(
        watch=brief.watch,
        day=brief.day,
        since=brief.since,
        questions=questions,
        unassessed=tuple(h for h in brief.watch.hypotheses if not latest(brief, h.name)),
        basis=_basis(brief, cited),
        warnings=warnings,
        ledger=tuple(line for line in ours if line.presence.status is not Status.GONE),
        gone=tuple(line for line in ours if line.presence.status is Status.GONE),
        elsewhere=tuple(line for line in lines if line not in ours),
        board=board,
        unread=tuple((i.name, i.says) for i in brief.watch.indicators if i.name not in read),
        promises=_promises(ours),
        problems=troubles(brief.problems),
        evidence=tuple(evidence(brief, n, id) for id, n in register.numbers.items()),
    )


# --- what changed, and why --------------------------------------------------------------------------------------------


def series(brief: Brief, hypothesis: str) -> tuple[Assessment, ...]:
    """Gives a hypothesis' assessments up to the brief's day, in order, one a day."""
    by_day = {a.day: a for a in brief.assessments if a.hypothesis == hypothesis and a.day <= brief.day}
    return tuple(by_day[day] for day in sorted(by_day))


def latest(brief: Brief, hypothesis: str) -> Assessment | None:
    """Gives the last assessment of a hypothesis."""
    return next(reversed(series(brief, hypothesis)), None)


def earlier(brief: Brief, hypothesis: str) -> Assessment | None:
    """Gives the assessment that changes are told against: the last by `since`, else the one before the latest."""
    past = series(brief, hypothesis)[:-1]
    return next((a for a in reversed(past) if brief.since is None or a.day <= brief.since), None)


def spans(told: Sequence[Assessment]) -> tuple[Sequence[Assessment], ...]:
    """Gives a series as its last half-year and its whole, or only the whole where that is not much longer."""
    last = told[-1].day
    if last - told[0].day < RECENT * 1.5:
        return (told,)
    return tuple(a for a in told if a.day >= last - RECENT), told


def thinned(told: Sequence[Assessment], keep: Iterable[date], most: int) -> tuple[Assessment, ...]:
    """Gives about `most` of a series: its ends, the days to keep, the lowest and highest of each stretch between."""
    if len(told) <= most:
        return tuple(told)
    kept = {told[0].day, told[-1].day, *keep}
    size = -(-len(told) * 2 // most)
    for at in range(0, len(told), size):
        stretch = sorted(told[at : at + size], key=lambda a: (a.probability, a.day))
        kept |= {stretch[0].day, stretch[-1].day}
    return tuple(a for a in told if a.day in kept)


def change_in_words(now: Assessment, then: Assessment | None) -> str:
    """Gives "up 14 points since 7 February 2022". Points are those of the figures as shown."""
    base = then.probability if then else now.prior
    points = round(now.probability * 100) - round(base * 100)
    since = f"since {long_day(then.day)}" if then else f"from the prior of {base:.0%}"
    if not points:
        return f"unchanged {since}"
    return f"{'up' if points > 0 else 'down'} {counted(abs(points), 'point')} {since}"


def _question(brief: Brief, n: int, h: Hypothesis, a: Assessment, register: _Register) -> Question:
    then = earlier(brief, h.name)
    before = {t.indicator: t.value for t in then.terms} if then else {}
    signals = {s.indicator: s for s in brief.signals}
    ordered = sorted(a.terms, key=lambda t: (-abs(t.value), t.indicator))
    lines = [_term(brief, t, before, signals.get(t.indicator), register) for t in ordered]
    start = log(a.prior / (1 - a.prior))
    odds = start + sum(t.value for t in a.terms)
    shown = round(start, 2) + sum(round(t.value, 2) for t in a.terms)
    moved = sorted((t for t in lines if abs(t.change) >= 0.005), key=lambda t: (-abs(t.change), t.indicator))
    cited = dict.fromkeys((*a.evidence, *(id for t in ordered if t.value for id in _read(signals, t.indicator))))
    return Question(
        anchor=f"q{n}",
        hypothesis=h,
        assessment=a,
        earlier=then,
        change=change_in_words(a, then),
        odds_before=start,
        odds=odds,
        rounding=round(round(odds, 2) - shown, 2),
        held=any(t.indicator == LIMIT and t.value for t in a.terms),
        terms=tuple(t for t in lines if t.value),
        silent=tuple(t for t in lines if not t.value),
        up=tuple(t for t in moved if t.change > 0)[:MOVERS],
        down=tuple(t for t in moved if t.change < 0)[:MOVERS],
        missing=tuple((name, _anchor(brief, name)) for name in a.missing),
        series=series(brief, h.name),
        raised=tuple(sorted((w for w in _raised(brief) if w.subject == h.name), key=lambda w: (w.raised, w.id))),
        basis=_basis(brief, [brief.claims[id] for id in cited if id in brief.claims]),
        refs=register.refs(a.evidence),
    )


def _read(signals: dict[str, Signal], indicator: str) -> tuple[str, ...]:
    return signals[indicator].evidence if indicator in signals else ()


def _term(brief: Brief, t: Term, before: dict[str, float], signal: Signal | None, register: _Register) -> TermLine:
    return TermLine(
        indicator=t.indicator,
        anchor=_anchor(brief, t.indicator),
        strength=t.strength,
        likelihood=t.likelihood,
        value=t.value,
        change=round(t.value - before.get(t.indicator, 0.0), 6),
        reason=t.reason,
        refs=register.refs(signal.evidence) if signal and (t.value or before.get(t.indicator)) else (),
        reliability=t.reliability,
    )


def _anchor(brief: Brief, indicator: str) -> str:
    """Gives the anchor of an indicator on the board. Names are the user's own and never become anchors."""
    names = [i.name for i in brief.watch.indicators]
    names += sorted({s.indicator for s in brief.signals} - set(names))
    return f"i{names.index(indicator) + 1}" if indicator in names else "board"


def _basis(brief: Brief, cited: Sequence[Claim]) -> Basis:
    reports = {c.report for c in cited}
    known = {r: o for r in reports if (o := brief.origins.get(r)) and o.outlet}
    return Basis(
        claims=len(cited),
        reports=len(reports),
        outlets=len({c.outlet for c in cited if c.outlet}),
        tellings=len({o.id for o in known.values()}),
        unknown=len(reports - set(known)),
        digests=sum(1 for r in reports if r in brief.reports and brief.reports[r].digest),
    )


# --- warnings, ledger, board, problems --------------------------------------------------------------------------------


def _warnings(brief: Brief, register: _Register) -> tuple[WarningLine, ...]:
    """Gives the open ones first, warnings before watches, the newest first."""
    about = {h.name: f"q{n}" for n, h in enumerate(brief.watch.hypotheses, 1) if latest(brief, h.name)}
    about |= {p.id: f"p{n}" for n, p in enumerate(_ordered(brief), 1)}
    told = _raised(brief)
    told.sort(key=lambda w: (not _open(w, brief.day), w.level is not Level.WARNING, -w.raised.toordinal(), w.id))
    return tuple(
        WarningLine(
            anchor=f"w{n}",
            warning=w,
            open=_open(w, brief.day),
            new=w.raised > brief.since if brief.since else w.raised == brief.day,
            days=((w.cleared if w.cleared and not _open(w, brief.day) else brief.day) - w.raised).days,
            about=about.get(w.subject),
            refs=register.refs(w.evidence),
        )
        for n, w in enumerate(told, 1)
    )


def _raised(brief: Brief) -> list[Warning]:
    return [w for w in brief.warnings if w.raised <= brief.day]


def _open(warning: Warning, day: date) -> bool:
    return warning.cleared is None or warning.cleared > day


def _ordered(brief: Brief) -> list[Presence]:
    """Gives the lines of the ledger, the most urgent first."""
    return sorted(
        brief.presences,
        key=lambda p: (not of_watch(brief.watch, p), URGENCY[p.status], -(p.last_seen or date.min).toordinal(), p.id),
    )


def _ledger(brief: Brief, register: _Register) -> tuple[PresenceLine, ...]:
    return tuple(
        PresenceLine(
            anchor=f"p{n}",
            presence=p,
            force=named(p.force),
            where=_where(p),
            operation=_operation(p.operation),
            status=STATUS[p.status],
            since=in_words_when(p.since),
            ranges=_ranges(brief, p, register),
            promised_by=", ".join(named(code) for code in p.promised_by),
            late=(brief.day - p.announced_end).days if p.announced_end else None,
            refs=register.refs(p.evidence),
        )
        for n, p in enumerate(_ordered(brief), 1)
    )


def _where(p: Presence) -> str:
    place = p.place or ""
    if place.startswith("border of "):
        place = f"border of {named(place.removeprefix('border of '))}"
    return ", ".join(part for part in (place, named(p.host) if p.host else "") if part) or "unknown"


def _operation(key: str | None) -> str:
    known = knowledge.operations().get(key) if key else None
    return known.name if known else key or ""


def _ranges(brief: Brief, p: Presence, register: _Register) -> tuple[Range, ...]:
    """Gives what each unit's figures span, present before planned, each with all its sources."""
    groups: dict[tuple[bool, str], list[Figure]] = {}
    for each in p.figures:
        groups.setdefault((each.planned, each.quantity.unit.value), []).append(each)
    return tuple(
        Range(
            told=_spread(p, figures),
            planned=planned,
            faded=all(f.faded for f in figures),
            sources=tuple(_source(brief, f, register) for f in sorted(figures, key=_newest)),
        )
        for (planned, _), figures in sorted(groups.items())
    )


def _newest(told: Figure) -> tuple[int, str]:
    return -told.day.toordinal(), told.claim


def _spread(p: Presence, figures: list[Figure]) -> str:
    """Gives the range in words, by the ledger's own rule; a plan is spread as if it were there."""
    fresh = [f for f in figures if not f.faded] or figures
    unit = fresh[0].quantity.unit
    if len({(f.quantity.min, f.quantity.max) for f in fresh}) == 1:
        return in_words_quantity(fresh[0].quantity)
    there = tuple(msgspec.structs.replace(f, planned=False) for f in figures)
    low, high = strength(msgspec.structs.replace(p, figures=there), unit.value) or (None, None)
    return in_words_quantity(Quantity(min=low, max=high, unit=unit))


def _source(brief: Brief, told: Figure, register: _Register) -> Source:
    claim = brief.claims.get(told.claim)
    return Source(
        told=in_words_quantity(told.quantity),
        who=" › ".join((claim.outlet or "unknown outlet", *claim.source)) if claim else told.voice,
        day=told.day,
        faded=told.faded,
        refs=register.refs([told.claim]),
    )


def _board(brief: Brief, register: _Register) -> tuple[tuple[State, tuple[Reading, ...]], ...]:
    """Gives the readings by state, the strongest first."""
    says = {i.name: i.says for i in brief.watch.indicators}
    told = sorted(brief.signals, key=lambda s: (-s.strength, s.indicator))
    return tuple(
        (state, tuple(
            Reading(
                anchor=_anchor(brief, s.indicator), name=s.indicator, says=says.get(s.indicator, ""), signal=s,
                refs=register.refs(s.evidence),
            )
            for s in told if s.state is state
        ))
        for state in STATES
    )  # fmt: skip


def _promises(lines: Sequence[PresenceLine]) -> tuple[PresenceLine, ...]:
    """Gives the announced ends past and open, due, or ahead, the longest past first; without those reported leaving."""
    told = [line for line in lines if line.late is not None and line.presence.status not in LEFT]
    return tuple(sorted(told, key=lambda line: (-(line.late or 0), line.presence.id)))


def troubles(problems: Iterable[Problem]) -> tuple[Trouble, ...]:
    """Gives problems by stage and kind, the commonest first, with a count and five examples."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in sorted(problems, key=lambda p: (p.subject, p.message)):
        kinds.setdefault((problem.stage, problem.kind), []).append(problem)
    ordered = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    return tuple(Trouble(stage=s, kind=k, count=len(g), examples=tuple(g[:EXAMPLES])) for (s, k), g in ordered)
