"""Claims → Presences: which forces are where, since when, how many, until when, and whether they left.

A pure fold: the same claims give the same ledger in any order. A `Ledger` grows claim by claim: one that is added or
taken back touches its own lines only.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from datetime import date

from vedette import knowledge
from vedette.presence import MOVING, PLAN_DAYS, Key, Line, Told, Trail, moved, moves, trails
from vedette.vocabulary import (
    Claim,
    Done,
    Presence,
    Reality,
    Watch,
)

Where = tuple[str, str | None, str | None]  # a line's key without its operation


def ledger(claims: Iterable[Claim], voices: Mapping[str, str | None], day: date) -> Done[Presence]:
    """Gives the presences as known on a day, from the claims told by then."""
    book = Ledger()
    for claim in claims:
        if claim.day <= day:
            book.add(claim, voices.get(claim.id))
    return Done(results=book.on(day))


class Ledger:
    """The lines of all forces, as they grow with each claim."""

    def __init__(self) -> None:
        self._lines: dict[Key, Line] = {}
        self._sorted: list[Line] = []
        self._operations: dict[Where, list[Key]] = {}  # the lines of one force at one place that name an operation
        self._of_operation: dict[tuple[str, str], list[Key]] = {}
        self._placeless: dict[tuple[str, str], dict[str, tuple[Claim, str | None]]] = {}
        self._undecided: dict[Where, list[Told]] = {}  # stays and leavings that name no operation
        self._voices: dict[str, str | None] = {}  # of the claims kept aside in the two dicts above
        self._trails: dict[tuple[str, Trail], tuple[Key, ...]] = {}  # the lines of which a trail tells
        self._crossed: dict[Key, set[Trail]] = {}  # a line's trails that lead to another one
        self._touched: set[Key] = set()
        self._day: date | None = None

    def add(self, claim: Claim, voice: str | None) -> None:
        """Takes a claim in; one that is told already changes nothing."""
        effect = knowledge.modes()[claim.mode].effect
        if effect not in MOVING or not (moves(claim) or claim.reality is Reality.PLANNED):
            return
        if claim.place is None or (claim.place.country is None and claim.operation):
            # An operation's claim without a place is told of all the operation's lines.
            for actor in dict.fromkeys(claim.actor) if claim.operation else ():
                self._placeless.setdefault((actor, claim.operation or ""), {})[claim.id] = claim, voice
                for key in self._of_operation.get((actor, claim.operation or ""), ()):
                    self._put(key, claim, voice)
            return
        for key in _keys(claim):
            if effect in {"stays", "leaves"} and key[3] is None:
                self._decide(key, claim, voice)
            self._put(key, claim, voice)

    def remove(self, claim: Claim) -> None:
        """Takes a claim back, as where a revision of its article no longer holds it."""
        aside = [self._placeless.get((actor, claim.operation or ""), {}) for actor in claim.actor]
        if any([told.pop(claim.id, None) for told in aside]):
            for actor in dict.fromkeys(claim.actor):
                for key in [*self._of_operation.get((actor, claim.operation or ""), ())]:
                    self._drop(key, claim)
        for key in _keys(claim):
            if key[3] is None:
                self._undecided[key[:3]] = [t for t in self._undecided.get(key[:3], ()) if t[1] != claim.id]
                for line in self._operations.get(key[:3], ()):
                    self._drop(line, claim)
            if key in self._lines:
                self._drop(key, claim)

    def on(self, day: date) -> tuple[Presence, ...]:
        """Gives the lines of a day, in order. On the day last asked for only what was touched since is worked out anew."""
        self.changed(day)
        return tuple([line.now for line in self._sorted if line.now])

    def changed(self, day: date) -> tuple[Presence, ...]:
        """Gives the lines that what was added or taken back since the last call has touched, all lines on another day."""
        if day != self._day:
            self._touched, self._day = set(self._lines), day
        touched = sorted([self._lines[key] for key in self._touched if key in self._lines], key=_place_of)
        for line in touched:
            line.now = line.presence(day, *self._moves(line.key))
        self._touched = set()
        return tuple([line.now for line in touched if line.now])

    def _line(self, key: Key) -> "Line":
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = Line(key)
            insort(self._sorted, line, key=_place_of)
            if key[3]:
                self._operations.setdefault(key[:3], []).append(key)
                self._of_operation.setdefault((key[0], key[3]), []).append(key)
                for claim, voice in self._placeless.get((key[0], key[3]), {}).values():
                    self._put(key, claim, voice)
        return line

    def _put(self, key: Key, claim: Claim, voice: str | None) -> None:
        line = self._line(key)
        self._touched.add(key)
        days = len(line.days)
        line.add(claim, voice)
        if key[3] and len(line.days) != days:
            self._decide_again(key[:3], claim.day)
        for trail in trails(claim):
            lines = self._trails.get((key[0], trail), ())
            if key not in lines:
                lines = self._trails[key[0], trail] = (*lines, key)
            if len(lines) > 1:
                for each in lines:
                    self._crossed.setdefault(each, set()).add(trail)
                    self._touched.add(each)

    def _drop(self, key: Key, claim: Claim) -> None:
        line = self._lines[key]
        days = line.days
        if not line.drop(claim):
            return
        self._touched.add(key)
        for trail in trails(claim):
            self._touched.update(self._trails.get((key[0], trail), ()))
        if not any(key in _keys(each) for each, _ in line.claims.values()):
            self._forget(line)  # what is left was only lent to it
        for day in days if key[3] else ():
            self._decide_again(key[:3], day)

    def _forget(self, line: "Line") -> None:
        del self._lines[line.key]
        self._sorted.remove(line)
        for trail in self._crossed.get(line.key, ()):
            self._touched.update(self._trails.get((line.key[0], trail), ()))
        self._touched.discard(line.key)
        for lines in (
            self._operations.get(line.key[:3], []),
            self._of_operation.get((line.key[0], line.key[3] or ""), []),
        ):
            if line.key in lines:
                lines.remove(line.key)

    def _decide(self, key: Key, claim: Claim, voice: str | None) -> None:
        """Lets a claim that names no operation tell of the only one under way: "the troops stayed" after one exercise.

        Where two are under way the claim stays with the force as a whole; nothing is guessed.
        """
        told = (claim.day, claim.id, claim)
        undecided = self._undecided.setdefault(key[:3], [])
        at = bisect_left(undecided, told[:2], key=_told)
        if at < len(undecided) and undecided[at][1] == claim.id:
            return
        undecided.insert(at, told)
        self._voices[claim.id] = voice
        under_way = [k for k in self._operations.get(key[:3], ()) if self._lines[k].under_way(claim.day)]
        if len(under_way) == 1:
            self._put(under_way[0], claim, voice)

    def _decide_again(self, place: Where, day: date) -> None:
        """Decides anew the claims for which the operations under way may have changed with what was told on a day."""
        undecided = self._undecided.get(place, [])
        first = bisect_left(undecided, (day, ""), key=_told)
        for told, _, claim in undecided[first:]:
            if (told - day).days > PLAN_DAYS:
                break
            under_way = [k for k in self._operations[place] if self._lines[k].under_way(claim.day)]
            for key in self._operations[place]:
                if under_way == [key]:
                    self._put(key, claim, self._voices[claim.id])
                elif self._lines[key].drop(claim):
                    self._touched.update([key], *(self._trails.get((key[0], trail), ()) for trail in trails(claim)))

    def _moves(self, key: Key) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Gives the lines to which and from which a trail leads: left here, seen there within two months."""
        went: set[str] = set()
        came: set[str] = set()
        for trail in self._crossed.get(key, ()):
            here = self._lines[key]
            for other in self._trails[key[0], trail]:
                there = self._lines.get(other)
                if there and other[:3] != key[:3]:
                    went |= {there.id} if moved(here, there, trail) else set()
                    came |= {there.id} if moved(there, here, trail) else set()
        return tuple(sorted(went)), tuple(sorted(came))


def _keys(claim: Claim) -> list[Key]:
    """Gives the ledger lines that a claim speaks of: one for each actor."""
    place = claim.place
    if place is None or (place.country is None and claim.operation):
        return []  # an operation's claim without a place is told of the operation's lines
    name = place.name.lower()
    at_border = "border" in name or "frontier" in name or "doorstep" in name
    host = None if at_border else place.country
    line = f"border of {place.country}" if at_border and place.country else None if host else place.name
    return [
        (actor, host, line, claim.operation) for actor in dict.fromkeys(claim.actor) if actor != host or claim.operation
    ]


def _place_of(line: Line) -> tuple[str, str, str, str]:
    return line.order


def _told(told: Told) -> tuple[date, str]:
    return told[:2]


def of_watch(watch: Watch, presence: Presence) -> bool:
    """Whether a line is of a watch's forces at its host, at its neighbours or at one of their borders."""
    parties = {*watch.host, *watch.neighbours}
    at_border = presence.host is None and (presence.place or "")[-3:] in parties
    return presence.force in watch.force and (presence.host in parties or at_border)
