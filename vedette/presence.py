"""One line of the ledger: what is told of one force, at one place, in one operation, and how it stands on a day.

Only what is affirmed, actual and at least probable moves a force (law 3); what is planned announces; silence moves
nothing and only fades the figures.
"""

import re
from bisect import bisect_left, bisect_right, insort
from datetime import date, timedelta

import msgspec

from vedette import knowledge
from vedette.figures import counts, part_of
from vedette.vocabulary import (
    Certainty,
    Claim,
    Figure,
    Lineage,
    Mode,
    Polarity,
    Presence,
    Reality,
    Role,
    Span,
    Status,
    When,
    content_id,
)
from vedette.voices import lineage

ARRIVING_DAYS = 14  # a deployment is called arriving for two weeks, then present
DUE_DAYS = 7  # an announced end is due in its last week
FIGURE_HALF_LIFE = 45  # days after which a count fades; a rotation or an exercise rarely lasts longer
PLAN_DAYS = 60  # a plan without a date expires after two months
MOVING_DAYS = 60  # a body of soldiers that is seen elsewhere so long after it left has moved there
# "the last soldiers left" is a whole leaving, "left in the last week" and "a small group left" are not
WHOLE = re.compile(
    r"\b(all|complete|completely|completed|full|fully|no longer|none|nobody|every|entire|entirely)\b"
    r"|\b(the|their|its) last (?!(few |\w+ )?(hours?|days?|weeks?|months?|years?|time)\b)",
    re.IGNORECASE,
)
MOVING = {"arrives", "builds", "is there", "stays", "leaves", "exercises"}
# Which of two things told of one day decides: "they came, most left, some stay" is a stay.
WEIGHT = {"exercises": 0, "arrives": 1, "builds": 2, "is there": 3, "leaves": 4, "stays": 5}

Key = tuple[str, str | None, str | None, str | None]  # force, host, place, operation
Told = tuple[date, str, Claim]  # a claim by the day it was told
Moved = tuple[date, date, int, str, bool, Claim]  # a claim that moves a force: event's day, day told, weight, id, whole
End = tuple[date, int, date, str, When, Claim]  # an announced end: day told, narrower first, the end, id
Trail = str | tuple[str, Span]  # by which a move is followed: a named body of soldiers, or one sentence of a report


class Line:
    """What is told of one line, each kind in order, so that a claim more costs little."""

    __slots__ = (
        "claims", "days", "end", "ends", "figures", "folded", "id", "key", "last_seen", "left", "not_to_stay", "now",
        "order", "parts", "planned", "promised_by", "there",
    )  # fmt: skip

    def __init__(self, key: Key) -> None:
        self.key = key
        self.order = key[0], key[1] or "~", key[2] or "", key[3] or ""
        self.id = content_id("presence", *key)
        self.claims: dict[str, tuple[Claim, str | None]] = {}
        self.now: Presence | None = None  # the line as last worked out
        self._clear()

    def _clear(self) -> None:
        self.there: list[Moved] = []
        self.left: list[Moved] = []
        self.days: list[date] = []  # on which the operation was told of as under way
        self.planned: list[Told] = []
        self.ends: list[End] = []
        self.not_to_stay: list[Told] = []
        self.folded = 0  # of `ends`, into `end`
        self.end: tuple[When, date] | None = None
        self.promised_by: frozenset[str] = frozenset()
        self.figures: dict[tuple[str, str, bool, str, str, str], tuple[date, str, Figure]] = {}
        self.last_seen: date | None = None
        self.parts: frozenset[str] = frozenset()

    def add(self, claim: Claim, voice: str | None) -> None:
        if claim.id in self.claims:
            return
        self.claims[claim.id] = claim, voice
        effect = knowledge.modes()[claim.mode].effect
        if moves(claim):
            self._move(claim, effect)
        elif claim.reality is Reality.PLANNED and claim.polarity is Polarity.YES:
            insort(self.planned, (claim.day, claim.id, claim))
        self._promise(claim)
        if claim.quantity and claim.polarity is Polarity.YES and effect != "leaves":
            self._figure(claim, voice)

    def drop(self, claim: Claim) -> bool:
        """Takes a claim back. Gives whether it was told of this line."""
        if self.claims.pop(claim.id, None) is None:
            return False
        kept, self.claims = self.claims, {}
        self._clear()
        for each, voice in kept.values():
            self.add(each, voice)
        return True

    def _move(self, claim: Claim, effect: str) -> None:
        leaves = effect == "leaves"
        whole = leaves and bool(WHOLE.search(claim.quote))
        insort(
            self.left if leaves else self.there,
            (event_day(claim), claim.day, WEIGHT[effect], claim.id, whole, claim),
        )
        if not leaves and (self.last_seen is None or claim.day > self.last_seen):
            self.last_seen = claim.day
        if claim.operation and claim.day not in self.days[-1:]:
            at = bisect_left(self.days, claim.day)
            if claim.day not in self.days[at : at + 1]:
                self.days.insert(at, claim.day)
        if part := part_of(claim):
            self.parts |= {part}

    def _promise(self, claim: Claim) -> None:
        time, end = claim.time, end_told(claim)
        if time and end:
            told = (claim.day, -_width(time), end, claim.id, time, claim)
            at = bisect_left(self.ends, told[:4], key=lambda each: each[:4])
            self.ends.insert(at, told)
            if at < self.folded:
                self.folded, self.end = 0, None
        elif claim.mode is Mode.REMAIN and claim.polarity is Polarity.NO and firm(claim):
            insort(self.not_to_stay, (claim.day, claim.id, claim))
        else:
            return
        self.promised_by |= {*(claim.speaker or claim.actor)}

    def _figure(self, claim: Claim, voice: str | None) -> None:
        quantity = claim.quantity
        assert quantity is not None
        what, scope = counts(claim)
        part = part_of(claim)
        figure = Figure(
            quantity=quantity, claim=claim.id, voice=voice or f"unknown {claim.report}", day=claim.day,
            planned=claim.reality is Reality.PLANNED, counts=what, scope=scope, of=part,
        )  # fmt: skip
        key = (figure.voice, quantity.unit.value, figure.planned, what.value, scope.value, part or "")
        if key not in self.figures or self.figures[key][:2] < (claim.day, claim.id):
            self.figures[key] = claim.day, claim.id, figure

    def under_way(self, day: date) -> bool:
        """Whether the operation was told of in the two months before a day."""
        before = bisect_right(self.days, day)
        return before > 0 and (day - self.days[before - 1]).days <= PLAN_DAYS

    def presence(self, day: date, went_to: tuple[str, ...], came_from: tuple[str, ...]) -> Presence | None:
        """Gives the line as it stands on a day; None where nothing is there or still planned."""
        if not self.there and not self.left and not (self.planned and (day - self.planned[-1][0]).days <= PLAN_DAYS):
            return None
        end = self._announced_end()
        status, reason, decided = self._status(end, day)
        promises = [*(told[5] for told in self.ends[-2:]), *(told[2] for told in self.not_to_stay[-2:])]
        force, host, place, operation = self.key
        return Presence(
            id=self.id,
            force=force,
            host=host,
            place=place,
            operation=operation,
            status=status,
            since=self._since(),
            last_seen=self.last_seen,
            announced_end=end,
            promised_by=tuple(sorted(self.promised_by)),
            figures=tuple(_aged(self.figures[key][2], day) for key in sorted(self.figures)),
            lineage=self._lineage(),
            evidence=tuple(dict.fromkeys(c.id for c in (*decided, *promises[-2:]))),
            reason=reason,
            parts=tuple(sorted(self.parts)),
            went_to=went_to,
            came_from=came_from,
        )

    def _announced_end(self) -> date | None:
        """Gives the day by which the force was to leave as told last.

        A later telling takes the place of an earlier one unless it only says the same more vaguely, or recalls a plan
        whose day had passed when a later one was known.
        """
        for _, _, end, _, time, claim in self.ends[self.folded :]:
            if self.end is None or not (_vaguer(time, self.end[0]) or _recalled(claim, end, *self.end)):
                self.end = time, end
        self.folded = len(self.ends)
        if self.end:
            return self.end[1]
        known = knowledge.operations().get(self.key[3] or "")
        return known.end if known and self.not_to_stay else None

    def _status(self, end: date | None, day: date) -> tuple[Status, str, list[Claim]]:
        """Gives the status, the reason in words for a person, and the claims that decide it."""
        if not self.there and not self.left:
            return Status.ANNOUNCED, "announced, not yet reported there", [self.planned[-1][-1]]
        if self.left and (not self.there or self.left[-1] > self.there[-1]):
            event, _, _, _, whole, claim = self.left[-1]
            told = f"reported leaving on {event}"
            return (Status.GONE, f"{told}, all of it", [claim]) if whole else (Status.LEAVING, told, [claim])
        first, last = self.there[0], self.there[-1]
        ended = end if end and day > end and first[0] <= end else None
        stay = last if last[2] == WEIGHT["stays"] else self._stay_after(ended)
        if stay:
            return Status.REMAINING, f"reported staying on {stay[0]}", [stay[-1]]
        if ended and not (self.left and (ended - self.left[-1][0]).days <= 2):
            late = (day - ended).days
            days = "1 day" if late == 1 else f"{late:,} days"
            return Status.OVERDUE, f"was to end on {ended}; {days} later no report of leaving", [last[-1]]
        if (keeps := self._kept()) and keeps.day >= first[1]:
            return Status.STATIONED, "owner or host says that it stays", [keeps]
        if end and 0 <= (end - day).days <= DUE_DAYS:
            return Status.DUE, f"to end on {end}", [last[-1]]
        if last[2] == WEIGHT["arrives"] and (day - last[0]).days <= ARRIVING_DAYS:
            return Status.ARRIVING, f"reported arriving on {last[0]}", [last[-1]]
        return Status.PRESENT, f"last reported there on {last[1]}", [last[-1]]

    def _stay_after(self, end: date | None) -> Moved | None:
        """Gives the last report of a stay after an end."""
        for told in reversed(self.there if end else ()):
            if end and told[0] <= end:
                break
            if told[2] == WEIGHT["stays"]:
                return told
        return None

    def _kept(self) -> Claim | None:
        """Gives the last plan of owner or host to stay that has no end."""
        parties = {self.key[0], self.key[1]}
        for _, _, claim in reversed(self.planned):
            stays = claim.mode in {Mode.STATION, Mode.REMAIN} and firm(claim)
            if stays and not (claim.time and claim.time.end) and not parties.isdisjoint(claim.speaker or claim.actor):
                return claim
        return None

    def _since(self) -> When | None:
        """Gives the first day of the last stay: the first report of it after an earlier whole leaving."""
        if not self.there:
            return None
        gone = next((told for told in reversed(self.left) if told[4] and told < self.there[-1]), None)
        claim = self.there[bisect_right(self.there, gone) if gone else 0][-1]
        return claim.time if claim.time and claim.time.start else When(start=None, end=claim.day)

    def _lineage(self) -> Lineage:
        moving = [*self.there, *self.left] or self.planned
        told = tuple(each[-1] for each in moving)
        return lineage(told, {claim.id: self.claims[claim.id][1] for claim in told})


def trails(claim: Claim) -> list[Trail]:
    """Gives by what a move that a claim tells of can be followed to another line."""
    if claim.mode not in {Mode.DEPLOY, Mode.BUILDUP, Mode.STATION, Mode.WITHDRAW} or not moves(claim):
        return []
    found: list[Trail] = [(claim.report, claim.evidence)] if claim.mode in {Mode.DEPLOY, Mode.WITHDRAW} else []
    if part := part_of(claim):
        found.append(" ".join(part.lower().removeprefix("the ").split()))
    return found


def moved(here: Line, there: Line, trail: Trail) -> bool:
    """Whether a trail leads from one line to another: left here, seen there within two months."""
    left = [event_day(c) for c, _ in here.claims.values() if c.mode is Mode.WITHDRAW and trail in trails(c)]
    seen = [event_day(c) for c, _ in there.claims.values() if c.mode is not Mode.WITHDRAW and trail in trails(c)]
    return any(0 <= (b - a).days <= MOVING_DAYS for a in left for b in seen)


def firm(claim: Claim) -> bool:
    """Whether a claim is told as certain or probable."""
    return claim.certainty is not Certainty.POSSIBLE


def moves(claim: Claim) -> bool:
    """Whether a claim may change where a force is: law 3."""
    return claim.polarity is Polarity.YES and claim.reality is Reality.ACTUAL and firm(claim)


def event_day(claim: Claim) -> date:
    """Gives the day of the event, or the day it was told of where the text dates none."""
    time, day = claim.time, claim.day
    return time.start if time and time.start and time.start <= day else day


def _aged(figure: Figure, day: date) -> Figure:
    if (day - figure.day).days <= FIGURE_HALF_LIFE:
        return figure
    return msgspec.structs.replace(figure, faded=True)


def end_told(claim: Claim) -> date | None:
    """Gives the day by which a force is to leave, as a claim announces it; None where it announces no end."""
    time = claim.time
    if time is None or time.end is None or claim.polarity is Polarity.NO or not firm(claim):
        return None
    if time.start and time.end < time.start:
        return None  # misread: which of the two days is wrong is not known
    if claim.mode is Mode.EXERCISE and (time.start is None or time.start < time.end):
        # "Drills began this week" dates the beginning as well as it is known, and announces no end.
        return None if claim.reality is Reality.ACTUAL and _calendar(time) and _loosely(claim) else time.end
    if claim.mode in {Mode.WITHDRAW, Mode.REMAIN} and claim.reality is Reality.PLANNED:
        return time.end
    return None


def _loosely(claim: Claim) -> bool:
    """Whether the text dates a claim without a figure: "this week", "in September"."""
    told = [mention.text for mention in claim.mentions if mention.role is Role.TIME]
    return bool(told) and not any(re.search(r"\b\d{1,2}\b", text) for text in told)


def _width(time: When) -> int:
    return (time.end - time.start).days if time.start and time.end else 0


def _vaguer(new: When, old: When) -> bool:
    """Whether `new` is a whole week, month or longer within which the sharper `old` ends: no news, only less told."""
    if new.start is None or new.end is None or old.end is None or _width(new) <= _width(old):
        return False
    return _calendar(new) and new.start <= old.end <= new.end


def _recalled(claim: Claim, end: date, known: When, known_end: date) -> bool:
    """Whether a plan's day had passed when it was told, and was before the known end without being its sharper telling."""
    past = claim.reality is Reality.PLANNED and end < min(claim.day, known_end)
    return past and claim.time is not None and not _vaguer(known, claim.time)


def _calendar(time: When) -> bool:
    """Whether a time is a whole week of the calendar, or whole months."""
    if time.start is None or time.end is None:
        return False
    week = time.start.weekday() == 0 and _width(time) == 6
    return week or (time.start.day == 1 and time.end < date.max and (time.end + timedelta(days=1)).day == 1)
