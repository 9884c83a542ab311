"""Claims → Promises: what parties said of their own future, and what became of it.

A promise is a firm claim about one's own force or soil: that it leaves, that an exercise ends, that nobody stays, comes
or attacks. It is kept where the contrary is not told and the promised thing is, broken where the contrary is told,
extended where the same party named a later day in time. Silence keeps nothing and breaks nothing: it is unknown.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from vedette.presence import WHOLE, end_told, event_day, moves
from vedette.vocabulary import (
    Certainty,
    Claim,
    Done,
    Kept,
    Mode,
    Polarity,
    Promise,
    Reality,
    content_id,
)

GRACE = 7  # days after its day within which a promised leaving still keeps the promise
RETURN = 14  # the same for the end of an exercise: returns were reported within a fortnight
AFTERWARDS = 60  # days after its day within which those still there break it; later ones may have come anew
ENOUGH = 2  # reports that must tell the contrary of "nobody comes" or "nobody attacks": one may be misread
MEMORY = 365  # days after which a promise without a day is no longer waited for
COMING = {Mode.DEPLOY, Mode.BUILDUP, Mode.STATION}
FORCE = {Mode.ATTACK, Mode.INCURSION}
THERE = {Mode.BUILDUP, Mode.STATION, Mode.REMAIN, Mode.EXERCISE}
GOING = {"leave", "end", "not stay"}

Key = tuple[tuple[str, ...], str, str | None, str | None, str, date | None]  # by, force, host, operation, says, due


def promises(claims: Iterable[Claim], day: date) -> Done[Promise]:
    """Gives the promises known on a day and how they stand, the last made first."""
    book = Promises()
    for claim in claims:
        if claim.day <= day:
            book.add(claim)
    return Done(results=book.on(day))


class Promises:
    """The promises of all parties, as they grow with each claim; one that is added settles anew only its own force's."""

    def __init__(self) -> None:
        self._told: dict[Key, list[Claim]] = {}
        self._of_force: dict[str, dict[Key, None]] = {}
        self._events: dict[str, list[tuple[date, str, Claim]]] = {}
        self._stand: dict[Key, Promise] = {}
        self._touched: set[str] = set()
        self._day: date | None = None

    def add(self, claim: Claim) -> None:
        """Takes a claim in; one that is told already changes nothing."""
        for key in _keys(claim):
            told = self._told.setdefault(key, [])
            if claim not in told:
                told.append(claim)
                told.sort(key=lambda c: (c.day, c.id))
                self._of_force.setdefault(key[1], {})[key] = None
                self._touched.add(key[1])
        if moves(claim):
            for force in dict.fromkeys(claim.actor):
                events = self._events.setdefault(force, [])
                at = bisect_left(events, (claim.day, claim.id), key=lambda each: each[:2])
                if at == len(events) or events[at][1] != claim.id:
                    events.insert(at, (claim.day, claim.id, claim))
                    self._touched.add(force)

    def remove(self, claim: Claim) -> None:
        """Takes a claim back, as where a revision of its article no longer holds it."""
        for key in _keys(claim):
            left = [each for each in self._told.get(key, []) if each.id != claim.id]
            if left:
                self._told[key] = left
            elif self._told.pop(key, None):
                del self._of_force[key[1]][key]
                self._stand.pop(key, None)
            self._touched.add(key[1])
        for force in dict.fromkeys(claim.actor):
            self._events[force] = [each for each in self._events.get(force, []) if each[1] != claim.id]
            self._touched.add(force)

    def on(self, day: date) -> tuple[Promise, ...]:
        """Gives the promises and how they stand on a day, the last made first."""
        for force in sorted(self._touched if self._day and day >= self._day else self._of_force):
            made = [_made(key, self._told[key]) for key in self._of_force.get(force, ())]
            events = self._events.get(force, [])
            for promise, key in zip(made, self._of_force.get(force, ()), strict=True):
                self._stand[key] = _settled(promise, made, events, day)
        for key, promise in self._stand.items():  # a day may pass without a word on it
            if promise.kept is Kept.OPEN and key[1] not in self._touched:
                self._stand[key] = _passed(promise, day)
        self._touched, self._day = set(), day
        return tuple(sorted(self._stand.values(), key=lambda p: (-p.made.toordinal(), p.id)))


def _keys(claim: Claim) -> list[Key]:
    """Gives what a claim promises, once for each force of its actor."""
    says = _says(claim)
    if not says:
        return []
    host, due = _host(claim), _due(claim, says)
    parties = {*(claim.speaker or claim.actor)}
    by = {force: tuple(sorted(parties & {force, host})) for force in claim.actor}
    # Nobody leaves his own soil: the end of an exercise at home promises nothing to anybody.
    away = [force for force in dict.fromkeys(claim.actor) if by[force] and (says not in GOING or force != host)]
    return [(by[force], force, host, claim.operation, says, due) for force in away]


def record(found: Iterable[Promise]) -> dict[str, Counter[Kept]]:
    """Gives how many promises of each party are open, kept, broken, extended and unknown.

    One order told of several places counts once: by party, force, what was promised and its day, by what is known of it.
    """
    stands: dict[tuple[str, str, str, date], Kept] = {}
    for promise in sorted(found, key=lambda p: (p.made, p.id)):
        for party in promise.by:
            key = (party, promise.force, promise.says, promise.due or promise.made)
            if stands.get(key, Kept.OPEN) in {Kept.OPEN, Kept.UNKNOWN}:
                stands[key] = promise.kept
    by: dict[str, Counter[Kept]] = {}
    for (party, *_), kept in sorted(stands.items()):
        by.setdefault(party, Counter())[kept] += 1
    return by


def _says(claim: Claim) -> str | None:
    """Gives what a claim promises, if anything."""
    if claim.certainty is Certainty.POSSIBLE:
        return None
    if claim.polarity is Polarity.YES:
        if claim.mode is Mode.WITHDRAW and claim.reality is Reality.PLANNED:
            return "leave"
        return "end" if claim.mode is Mode.EXERCISE and end_told(claim) else None
    if claim.mode is Mode.REMAIN and claim.reality in {Reality.PLANNED, Reality.PREDICTED}:
        return "not stay"  # "nobody is left" tells what is so, and promises nothing
    if claim.reality is Reality.PLANNED and claim.mode in COMING:
        return "not come"
    attacks = claim.reality is Reality.PLANNED and claim.mode in FORCE and bool(claim.other)
    return "not attack" if attacks else None  # of nobody in particular such a word can be neither kept nor broken


def _host(claim: Claim) -> str | None:
    return claim.place.country if claim.place else None


def _due(claim: Claim, says: str) -> date | None:
    if says == "end":
        return end_told(claim)
    return claim.time.end if claim.time and says in GOING else None


def _made(key: Key, told: list[Claim]) -> Promise:
    by, force, host, operation, says, due = key
    return Promise(
        id=content_id("promise", *key),
        by=by,
        force=force,
        to=tuple(sorted({code for claim in told for code in claim.other})),
        host=host,
        operation=operation,
        says=says,
        made=told[0].day,
        due=due,
        kept=Kept.OPEN,
        settled=None,
        reason="",
        evidence=tuple(claim.id for claim in told[:8]),
    )


def _settled(promise: Promise, made: list[Promise], events: list[tuple[date, str, Claim]], day: date) -> Promise:
    since = events[bisect_left(events, (promise.made, ""), key=lambda each: each[:2]) :]
    about = [c for _, _, c in since if event_day(c) >= promise.made and _same_subject(promise, c)]
    if promise.due and promise.due < promise.made:
        return _with(promise, Kept.UNKNOWN, None, f"its day, {promise.due}, was past when it was made")
    if promise.says in GOING:
        return _gone(promise, made, about, day)
    contrary = COMING if promise.says == "not come" else FORCE
    told = [c for c in about if c.mode in contrary and 0 < (event_day(c) - promise.made).days <= MEMORY]
    # Who comes for an exercise with a name does not break a word given about something else.
    told = [c for c in told if c.operation in {None, promise.operation}]
    reports = list(dict.fromkeys(c.report for c in told))
    if len(reports) >= ENOUGH:
        last = next(c for c in told if c.report == reports[ENOUGH - 1])
        reason = f"the contrary was reported by {last.day}, in {ENOUGH} reports or more"
        return _with(promise, Kept.BROKEN, last.day, reason, *told[:4])
    return _waiting(promise, day)


def _gone(promise: Promise, made: list[Promise], about: list[Claim], day: date) -> Promise:
    due = promise.due or _day_of_operation(promise, made)
    promise = msgspec.structs.replace(promise, due=due)
    if due is None:
        soon = [c for c in about if (event_day(c) - promise.made).days <= MEMORY]
        left = next((c for c in soon if c.mode is Mode.WITHDRAW), None)
        stayed = next((c for c in soon if c.mode is Mode.REMAIN), None)
        if stayed:
            return _with(promise, Kept.BROKEN, stayed.day, f"reported staying on {event_day(stayed)}", stayed)
        if left:
            return _with(promise, Kept.KEPT, left.day, f"reported leaving on {event_day(left)}", left)
        return _waiting(promise, day)
    later = [
        p for p in made
        if p.due and p.due > due and promise.made < p.made <= due and set(p.by) & set(promise.by) and p.says in GOING
        and (p.force, p.operation) == (promise.force, promise.operation) and p.host in {promise.host, None}
    ]  # fmt: skip
    if later:
        first = min(later, key=lambda p: (p.made, p.id))
        return _with(promise, Kept.EXTENDED, first.made, f"on {first.made} put off to {first.due}")
    # What is told long after its day is of another stay; only a whole leaving within a year still shows it late.
    near = [c for c in about if (event_day(c) - due).days <= AFTERWARDS]
    whole = next((c for c in near if c.mode is Mode.WITHDRAW and WHOLE.search(c.quote)), None)
    stays = [
        c
        for c in near
        if c.mode in THERE and (event_day(c) - due).days > (0 if c.mode is Mode.REMAIN else _grace(promise))
    ]
    stays = [c for c in stays if whole is None or event_day(c) < event_day(whole)]
    if stays:
        return _with(promise, Kept.BROKEN, stays[0].day, f"reported still there on {event_day(stays[0])}", stays[0])
    if whole and (event_day(whole) - due).days <= _grace(promise):
        return _with(promise, Kept.KEPT, whole.day, f"reported gone on {event_day(whole)}", whole)
    leaving = [c for c in near if c.mode is Mode.WITHDRAW and -GRACE <= (event_day(c) - due).days <= _grace(promise)]
    if leaving:
        told = f"reported leaving on {event_day(leaving[0])}, not said to be all"
        return _with(promise, Kept.KEPT, leaving[0].day, told, leaving[0])
    late = whole or next((c for c in about if _late(c, due)), None)
    if late:
        days = (event_day(late) - due).days
        return _with(promise, Kept.BROKEN, late.day, f"left {days} days late, on {event_day(late)}", late)
    return _passed(_with(promise, Kept.OPEN, None, f"due on {due}"), day)


def _late(claim: Claim, due: date) -> bool:
    return (
        claim.mode is Mode.WITHDRAW and bool(WHOLE.search(claim.quote)) and 0 < (event_day(claim) - due).days <= MEMORY
    )


def _grace(promise: Promise) -> int:
    return RETURN if promise.says == "end" else GRACE


def _day_of_operation(promise: Promise, made: list[Promise]) -> date | None:
    """Gives the end of the operation as last told before "nobody will stay" was said."""
    ends = [
        p for p in made if p.due and promise.operation and p.operation == promise.operation and p.force == promise.force
    ]
    ends = [p for p in ends if p.made <= promise.made]
    return max(ends, key=lambda p: (p.made, p.id)).due if ends else None


def _waiting(promise: Promise, day: date) -> Promise:
    return _passed(_with(promise, Kept.OPEN, None, "no day was named"), day)


def _passed(promise: Promise, day: date) -> Promise:
    """Gives an open promise as it stands where nothing more was told by a day."""
    due = promise.due
    if promise.says in GOING and due and (day - due).days > _grace(promise):
        return _with(promise, Kept.UNKNOWN, None, f"its day, {due}, has passed, and nobody told")
    if (promise.says not in GOING or not due) and (day - promise.made).days > MEMORY:
        return _with(promise, Kept.UNKNOWN, None, "no day was named, and nothing was told in a year")
    return promise


def _same_subject(promise: Promise, claim: Claim) -> bool:
    """Whether an event is about what was promised: the operation or the place, or the one threatened with force."""
    if promise.says == "not attack":
        return bool({*promise.to, promise.host} & {*claim.other, _host(claim)} - {None})
    if promise.operation and claim.operation and promise.operation != claim.operation:
        return False
    if promise.host and _host(claim):
        return promise.host == _host(claim)
    return bool(promise.operation and promise.operation == claim.operation)


def _with(promise: Promise, kept: Kept, settled: date | None, reason: str, *told: Claim) -> Promise:
    evidence = tuple(dict.fromkeys((*promise.evidence, *(claim.id for claim in told))))
    return msgspec.structs.replace(promise, kept=kept, settled=settled, reason=reason, evidence=evidence)
