"""Claims → Presences: which forces are where, since when, how many, until when, and whether they left.

A pure fold: the same claims give the same ledger in any order. Only what is affirmed, actual and at least probable
moves a force; what is planned announces; silence moves nothing and only fades the figures.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from vedette import knowledge
from vedette.vocabulary import (
    Certainty,
    Claim,
    Done,
    Figure,
    Mode,
    Polarity,
    Presence,
    Reality,
    Role,
    Status,
    Watch,
    When,
    content_id,
)
from vedette.voices import lineage

ARRIVING_DAYS = 14  # a deployment is called arriving for two weeks, then present
DUE_DAYS = 7  # an announced end is due in its last week
FIGURE_HALF_LIFE = 45  # days after which a count fades; a rotation or an exercise rarely lasts longer
PLAN_DAYS = 60  # a plan without a date expires after two months
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


def ledger(claims: Iterable[Claim], voices: dict[str, str | None], day: date) -> Done[Presence]:
    """Gives the presences as known on a day, from the claims known by then."""
    lines: dict[Key, list[Claim]] = {}
    placeless: list[Claim] = []
    once = {
        c.id: c for c in claims if c.day <= day and _effect(c) in MOVING and (_moves(c) or c.reality is Reality.PLANNED)
    }
    for claim in sorted(once.values(), key=lambda c: (c.day, c.id)):
        for key in _keys(claim):
            lines.setdefault(key, []).append(claim)
        if claim.operation and not (claim.place and claim.place.country):
            placeless.append(claim)
    _share_operation(lines, placeless)
    _share_ends(lines)
    for told in lines.values():
        told.sort(key=lambda c: (c.day, c.id))
    found = [presence for key, told in lines.items() if (presence := _presence(key, told, voices, day))]
    return Done(results=tuple(sorted(found, key=lambda p: (p.force, p.host or "~", p.place or "", p.operation or ""))))


def _keys(claim: Claim) -> list[Key]:
    """Gives the ledger lines that a claim speaks of: one for each actor."""
    place = claim.place
    if place is None or (place.country is None and claim.operation):
        return []  # an operation's claim without a place is given to the operation's lines afterwards
    at_border = any(word in place.name.lower() for word in ("border", "frontier"))
    host = None if at_border else place.country
    line = f"border of {place.country}" if at_border and place.country else None if host else place.name
    return [
        (actor, host, line, claim.operation) for actor in dict.fromkeys(claim.actor) if actor != host or claim.operation
    ]


def _share_operation(lines: dict[Key, list[Claim]], placeless: list[Claim]) -> None:
    """Gives claims that name an operation but no country to that operation's lines of the same force."""
    for claim in placeless:
        for key, told in lines.items():
            if key[0] in claim.actor and key[3] == claim.operation:
                told.append(claim)


def _share_ends(lines: dict[Key, list[Claim]]) -> None:
    """Lets claims that name no operation tell of the only one under way: "the troops stayed" after one exercise.

    Where two are under way the claim stays with the force as a whole; nothing is guessed.
    """
    for key in [k for k in lines if k[3] is None]:
        for claim in lines[key]:
            if _effect(claim) not in {"stays", "leaves"}:
                continue
            under_way = [k for k in lines if k[:3] == key[:3] and k[3] and _under_way(lines[k], claim.day)]
            if len(under_way) == 1 and claim not in lines[under_way[0]]:
                lines[under_way[0]].append(claim)


def _under_way(told: list[Claim], day: date) -> bool:
    return any(0 <= (day - c.day).days <= PLAN_DAYS for c in told if c.operation and _moves(c))


def _firm(claim: Claim) -> bool:
    return claim.certainty in {Certainty.CERTAIN, Certainty.PROBABLE}


def _moves(claim: Claim) -> bool:
    """Whether a claim may change where a force is: law 3."""
    return claim.polarity is Polarity.YES and claim.reality is Reality.ACTUAL and _firm(claim)


def _event_day(claim: Claim) -> date:
    """Gives the day of the event, or the day it was told of where the text dates none."""
    if claim.time and claim.time.start and claim.time.start <= claim.day:
        return claim.time.start
    return claim.day


def _presence(key: Key, told: list[Claim], voices: dict[str, str | None], day: date) -> Presence | None:
    force, host, place, operation = key
    moving = sorted((c for c in told if _moves(c)), key=lambda c: (_event_day(c), c.day, WEIGHT[_effect(c)], c.id))
    planned = [c for c in told if c.reality is Reality.PLANNED and c.polarity is Polarity.YES]
    if not moving and not any((day - c.day).days <= PLAN_DAYS for c in planned):
        return None
    end, promises = _announced_end(told, operation)
    status, reason, decided = _status(moving, planned, end, day, {force, host})
    evidence = [*decided, *promises[-2:]]
    return Presence(
        id=content_id("presence", *key),
        force=force,
        host=host,
        place=place,
        operation=operation,
        status=status,
        since=_since(moving),
        last_seen=max((c.day for c in moving if _effect(c) != "leaves"), default=None),
        announced_end=end,
        promised_by=tuple(sorted({code for c in promises for code in (c.speaker or c.actor)})),
        figures=_figures(told, voices, day),
        lineage=lineage(tuple(moving or planned), voices),
        evidence=tuple(dict.fromkeys(c.id for c in evidence)),
        reason=reason,
    )


def _effect(claim: Claim) -> str:
    return knowledge.modes()[claim.mode].effect


def _announced_end(told: list[Claim], operation: str | None) -> tuple[date | None, list[Claim]]:
    """Gives the day by which the force was to leave as told last, and the claims that say so.

    A later telling takes the place of an earlier one unless it only says the same more vaguely.
    """
    ends = [(time, end, c) for c in told if (time := c.time) and (end := _end_told(c))]
    promised = [c for _, _, c in ends]
    promised += [c for c in told if c.mode is Mode.REMAIN and c.polarity is Polarity.NO and _firm(c)]
    now: tuple[When, date] | None = None
    for time, end, _ in sorted(ends, key=lambda e: (e[2].day, -_width(e[0]), e[1], e[2].id)):
        if now is None or not _vaguer(time, now[0]):
            now = time, end
    if now:
        return now[1], promised
    known = knowledge.operations().get(operation or "")
    return (known.end if known and promised else None), promised


def _end_told(claim: Claim) -> date | None:
    time = claim.time
    if time is None or time.end is None or claim.polarity is Polarity.NO or not _firm(claim):
        return None
    if claim.mode is Mode.EXERCISE and (time.start is None or time.start < time.end):
        # "Drills began this week" dates the beginning as well as it is known, and announces no end.
        return None if claim.reality is Reality.ACTUAL and _calendar(time) and _loosely(claim) else time.end
    if claim.mode is Mode.WITHDRAW and claim.reality is Reality.PLANNED:
        return time.end
    return time.end if claim.mode is Mode.REMAIN and claim.reality is Reality.PLANNED else None


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


def _calendar(time: When) -> bool:
    """Whether a time is a whole week of the calendar, or whole months."""
    if time.start is None or time.end is None:
        return False
    week = time.start.weekday() == 0 and _width(time) == 6
    return week or (time.start.day == 1 and time.end < date.max and (time.end + timedelta(days=1)).day == 1)


def _status(
    moving: list[Claim], planned: list[Claim], end: date | None, day: date, parties: set[str | None]
) -> tuple[Status, str, list[Claim]]:
    """Gives the status, the reason in words for a person, and the claims that decide it."""
    if not moving:
        return Status.ANNOUNCED, "announced, not yet reported there", planned[-1:]
    last = moving[-1]
    there = [c for c in moving if _effect(c) != "leaves"]
    left = [c for c in moving if _effect(c) == "leaves"]
    if _effect(last) == "leaves":
        whole = bool(WHOLE.search(last.quote))
        told = f"reported leaving on {_event_day(last)}"
        return (Status.GONE, f"{told}, all of it", [last]) if whole else (Status.LEAVING, told, [last])
    ended = end is not None and day > end and _event_day(there[0]) <= end
    after = [c for c in there if end and _event_day(c) > end]
    if _effect(last) == "stays" or (ended and any(_effect(c) == "stays" for c in after)):
        kept = [c for c in there if _effect(c) == "stays"][-1:]
        return Status.REMAINING, f"reported staying on {_event_day(kept[0])}", kept
    if end and ended and not [c for c in left if (end - _event_day(c)).days <= 2]:
        late = (day - end).days
        return Status.OVERDUE, f"was to end on {end}; {late} days later no report of leaving", there[-1:]
    keeps = [c for c in planned if c.mode in {Mode.STATION, Mode.REMAIN} and _firm(c) and not (c.time and c.time.end)
             and set(c.speaker or c.actor) & parties]  # fmt: skip
    if keeps and keeps[-1].day >= there[0].day:
        return Status.STATIONED, "owner or host says that it stays", keeps[-1:]
    if end and 0 <= (end - day).days <= DUE_DAYS:
        return Status.DUE, f"to end on {end}", there[-1:]
    if _effect(last) == "arrives" and (day - _event_day(last)).days <= ARRIVING_DAYS:
        return Status.ARRIVING, f"reported arriving on {_event_day(last)}", [last]
    return Status.PRESENT, f"last reported there on {last.day}", [last]


def _since(moving: list[Claim]) -> When | None:
    """Gives the first day of the last stay: the first report of it after an earlier complete leaving."""
    since: When | None = None
    gone = True
    for claim in moving:
        if _effect(claim) == "leaves":
            gone = bool(WHOLE.search(claim.quote))
        elif gone:
            since = claim.time if claim.time and claim.time.start else When(start=None, end=claim.day)
            gone = False
    return since


def _figures(told: list[Claim], voices: dict[str, str | None], day: date) -> tuple[Figure, ...]:
    """Gives each voice's latest figure per unit, present and planned apart; none is averaged away."""
    latest: dict[tuple[str, str, bool], Figure] = {}
    for claim in told:
        if not claim.quantity or claim.polarity is Polarity.NO or _effect(claim) == "leaves":
            continue
        voice = voices.get(claim.id) or f"unknown {claim.report}"
        planned = claim.reality is Reality.PLANNED
        faded = (day - claim.day).days > FIGURE_HALF_LIFE
        figure = Figure(
            quantity=claim.quantity, claim=claim.id, voice=voice, day=claim.day, planned=planned, faded=faded
        )
        latest[voice, claim.quantity.unit.value, planned] = figure
    return tuple(latest[key] for key in sorted(latest))


def of_watch(watch: Watch, presence: Presence) -> bool:
    """Whether a line is of a watch's forces at its host, at its neighbours or at one of their borders."""
    parties = {*watch.host, *watch.neighbours}
    at_border = presence.host is None and (presence.place or "")[-3:] in parties
    return presence.force in watch.force and (presence.host in parties or at_border)


def strength(presence: Presence, unit: str = "troops") -> tuple[int | None, int | None] | None:
    """Gives the range that fresh present figures span, or faded ones where no fresh one is left; None where none is told."""
    told = [f for f in presence.figures if f.quantity.unit.value == unit and not f.planned]
    told = [f for f in told if (f.quantity.min, f.quantity.max) != (None, None)]
    told = [f for f in told if not f.faded] or told
    if not told:
        return None
    lows = [q.min if q.min is not None else q.max for q in (f.quantity for f in told)]
    highs = [q.max for q in (f.quantity for f in told)]
    low = None if all(f.quantity.min is None for f in told) else min(v for v in lows if v is not None)
    return low, None if None in highs else max(v for v in highs if v is not None)
