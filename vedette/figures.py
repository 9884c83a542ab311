"""What a count in a claim counts: the whole force or a part of it, here or in a whole exercise.

Only totals are spread into a range; an increment is not a total, "of whom 3,000 in Belarus" is a part, a relief comes for
others who go, and what both sides of an exercise bring is not what one of them has here.
"""

import re
from collections.abc import Iterable
from functools import cache

from vedette import knowledge
from vedette.vocabulary import Claim, Counts, Figure, Mention, Mode, Presence, Role, Scope, Unit

ABOUT = r"(?:\W|about|around|some|nearly|almost|roughly|up to|at least|over|more than|as many as|an estimated|the|its)*"
MORE = re.compile(
    rf"\b(?:additional|another|extra|further|fresh|reinforcements? of|reinforced (?:by|with)|increased? by|rais\w+ by)\b{ABOUT}$",
    re.IGNORECASE,
)
MORE_AFTER = re.compile(r"^\W*(?:(?:additional|more|further|extra)\b(?! than)|reinforcements\b)", re.IGNORECASE)
PART = re.compile(
    rf"\b(?:of (?:whom|which|them|these|those)|including|among them|among these|parts? of)\b{ABOUT}$", re.IGNORECASE
)
PART_AFTER = re.compile(r"^(?:\W*\w+)?\W+of (?:them|these|those|whom|which)\b", re.IGNORECASE)
RELIEF = re.compile(r"\b(?:rotat\w+|relie(?:f|ve[ds]?|ving)|replac(?:e[ds]?|ing|ements?))\b", re.IGNORECASE)
BOTH_SIDES = re.compile(
    r"\b(?:both (?:sides|countries|armies|states)|from (?:all|both) \w+|participants?|(?:will )?tak(?:e|es|ing) part in total)\b",
    re.IGNORECASE,
)
AT_BORDER = re.compile(r"\b(?:border|frontier)s?\b", re.IGNORECASE)
# Words by which a text names a body of soldiers below a whole force.
UNIT = re.compile(
    r"\b(?:arm(?:y|ies)|corps|divisions?|brigades?|regiments?|battalions?|squadrons?|flotillas?|fleets?|airborne|"
    r"paratroopers?|marines|guards|spetsnaz|special forces|legion|district)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b\d{1,4}(?:st|nd|rd|th)\b", re.IGNORECASE)
NEAR = 60  # characters on each side of a figure that tell what it counts


def counts(claim: Claim) -> tuple[Counts, Scope]:
    """Gives what the figure of a claim counts, and over what it is told."""
    before, after = _around(claim)
    if MORE.search(before) or MORE_AFTER.search(after):
        what = Counts.INCREMENT
    elif PART.search(before) or PART_AFTER.search(after) or part_of(claim):
        what = Counts.PART
    elif RELIEF.search(claim.quote):
        what = Counts.RELIEF
    else:
        what = Counts.TOTAL
    return what, _scope(claim)


def part_of(claim: Claim) -> str | None:
    """Gives the body of soldiers that a claim names below the whole force, as written: "the 76th Airborne Division"."""
    for mention in claim.mentions:
        if mention.role is Role.ACTOR and UNIT.search(mention.text) and NUMBERED.search(mention.text):
            return mention.text
    return None


def _scope(claim: Claim) -> Scope:
    if len(set(claim.actor)) > 1 or (claim.mode is Mode.EXERCISE and BOTH_SIDES.search(claim.quote)):
        return Scope.OPERATION
    if claim.place is None or claim.place.country is None:
        return Scope.SITE if claim.place and not AT_BORDER.search(claim.place.name) else Scope.BORDER
    if AT_BORDER.search(claim.place.name):
        return Scope.BORDER
    return Scope.COUNTRY if _is_country(claim.place.name) else Scope.SITE


def _around(claim: Claim) -> tuple[str, str]:
    """Gives the words before the figure and those after it, as far as the claim's sentence goes."""
    told = _figure_told(claim.mentions)
    at = claim.quote.find(told.text) if told else -1
    if told is None or at < 0:
        return "", ""
    figure = re.search(r"\d[\d.,]*|\w+$", told.text)
    start, end = (at + figure.start(), at + figure.end()) if figure else (at, at + len(told.text))
    return claim.quote[max(0, start - NEAR) : start], claim.quote[end : end + NEAR]


def _figure_told(mentions: Iterable[Mention]) -> Mention | None:
    return next((mention for mention in mentions if mention.role is Role.QUANTITY), None)


@cache
def _is_country(name: str) -> bool:
    return name in knowledge.states() or any(each.kind == "state" for each in knowledge.actors().get(name))


BESIDE = {Counts.INCREMENT: "more", Counts.PART: "a part", Counts.RELIEF: "as relief"}


def beside(presence: Presence, unit: Unit = Unit.TROOPS) -> dict[str, list[Figure]]:
    """Gives the fresh present figures that are no total of the place, by what they count: "more", "at one site" …"""
    found: dict[str, list[Figure]] = {}
    for f in presence.figures:
        if f.quantity.unit is unit and not f.planned and not f.faded:
            what = BESIDE.get(f.counts) or {Scope.OPERATION: "in the whole operation", Scope.SITE: "at one site"}.get(
                f.scope
            )
            if what:
                found.setdefault(what, []).append(f)
    return found


def strength(presence: Presence, unit: str = "troops") -> tuple[int | None, int | None] | None:
    """Gives the range that the present figures of a unit span; None where none is told.

    Fresh figures go before faded ones, totals of the whole place before those of a site in it. Where only parts,
    increments or reliefs are told, the largest of them is what is there at least.
    """
    told = [
        f
        for f in presence.figures
        if f.quantity.unit.value == unit
        and not f.planned
        and (f.quantity.min, f.quantity.max) != (None, None)
        and f.scope is not Scope.OPERATION
    ]
    whole = [f for f in told if f.counts is Counts.TOTAL]
    if told and not whole:
        fresh = [f for f in told if not f.faded] or told
        return max(f.quantity.min or f.quantity.max or 0 for f in fresh), None
    whole = [f for f in whole if not f.faded] or whole
    whole = [f for f in whole if f.scope is not Scope.SITE] or whole
    if not whole:
        return None
    lows = [q.min if q.min is not None else q.max for q in (f.quantity for f in whole)]
    highs = [q.max for q in (f.quantity for f in whole)]
    low = None if all(f.quantity.min is None for f in whole) else min(v for v in lows if v is not None)
    return low, None if None in highs else max(v for v in highs if v is not None)
