"""What a count in a claim counts: the whole force or a part of it, here or in a whole exercise.

Only totals are spread into a range; an increment is not a total, "of whom 3,000 in Belarus" is a part, a relief comes for
others who go, and what both sides of an exercise bring is not what one of them has here.
"""

import re
from functools import cache

from vedette import knowledge
from vedette.languages import language
from vedette.vocabulary import Claim, Counts, Figure, Mention, Mode, Presence, Role, Scope, Unit

THE = r"(?:the|its|their|his|her|our|those|these|this|an?)"
# What may stand between a word that tells what is counted and the figure.
ABOUT = (
    rf"(?:[\s,\"'“”‘’(~–—-]|\b(?:{THE}|about|around|some|nearly|almost|roughly|approximately|up|to|at|in|least|most|over|under|more|"
    r"fewer|less|no|not|than|as|many|few|just|only|well|close|excess|of|an estimated|estimated|perhaps|probably|maybe|"
    r"possibly|what|with|additional|further|extra|total|the first|another)\b)*"
)
GROWN = (
    r"(?:grow(?:s|n|ing)?|grew|rais(?:e[ds]?|ing)|ris(?:es?|en|ing)|rose|increas(?:e[ds]?|ing)|boost(?:s|ed|ing)?|"
    r"swell(?:s|ed|ing)?|swollen|expand(?:s|ed|ing)?|enlarg(?:e[ds]?|ing)|climb(?:s|ed|ing)?)"
)
STRENGTHENED = (
    r"(?:reinforc(?:e[ds]?|ing)|strengthen(?:s|ed|ing)?|bolster(?:s|ed|ing)?|augment(?:s|ed|ing)?|beef(?:s|ed|ing)? up|"
    r"supplement(?:s|ed|ing)?|top(?:s|ped|ping)? up|boost(?:s|ed|ing)?)"
)
MORE = re.compile(
    rf"\b(?:additional|another|extra|further|fresh|(?:reinforcements?|increase|rise|surge|growth) of|add(?:s|ed|ing)?(?![,”’\"])|(?:is|are|was|were|been|goes|go|went) up by"
    rf"|(?:{GROWN}|joined)\b[^.;:,\d]{{0,60}}?\bby|{STRENGTHENED}\b[^.;:,\d]{{0,60}}?\b(?:by|with))\b{ABOUT}$",
    re.IGNORECASE,
)
SOLDIERS = (
    r"(?:troops|soldiers|men|women|servicemen|personnel|paratroopers|marines|fighters|mercenaries|instructors|advisers|"
    r"trainers|tanks|missiles|warships|bombers|vehicles|guns|jets|planes|aircraft|helicopters|ships|battalions|brigades|regiments|companies)"
)
ARTICLE = re.compile(r"^(?:(?:an?|the|one|another|additional|further|extra|fresh)\s+)*", re.IGNORECASE)
MORE_AFTER = re.compile(
    r"^\s+(?:of )?(?:additional|more|further|extra|fresh)\b(?! (?:than|or less))"
    r"|^(?:\s+(?!or\b|and\b|of\b)[\w'’-]+){0,2}\s+reinforcements\b"
    rf"|^(?:\s+(?!or\b|and\b)[\w'’-]+)?\s+{SOLDIERS}\s+(?:more\b(?! (?:than|or less))|in addition\b|on top\b|besides\b)"
    r"|^[^.;:\d]{0,60}\b(?:on top of|in addition to) (?:those|the ones|the [a-z]+ already)\b",
    re.IGNORECASE,
)
SHARE = (
    r"(?:half|third|quarter|fifth|tenth|most|majority|bulk|rest|some|many|much|all but \w+|parts?|share|per ?cent|%)"
)
RELIEF = re.compile(
    r"\b(?:replac(?:e[ds]?|ing|ements?)|reliev(?:es?|ing)|relieved (?:by|the|its|their|those|an?)"
    r"|(?:tak(?:e|es|ing|en)|took) (?:over from|the places? of)|in (?:place|relief) of|swap(?:s|ped|ping)? places"
    r"|(?<!on )(?<!by )(?<!in )rotations?(?! (?:basis|force|presence))"
    r"|rotat(?:e[ds]?|ing)(?! (?:force|presence))(?![^.;]{0,40}\bthrough\b))\b",
    re.IGNORECASE,
)
# Those who go when a relief comes: "will replace the 1,800", "the 1,800 will be replaced".
RELIEVED = re.compile(rf"\b(?:replac(?:e[ds]?|ing)|reliev(?:e[ds]?|ing)|over from|place of)\s+{ABOUT}$", re.IGNORECASE)
RELIEVED_AFTER = re.compile(
    r"^(?:\s+[\w'’-]+){0,12}?\s+(?:are|is|were|was|been|be|being)(?: \w+)? (?:replaced|relieved)\b", re.IGNORECASE
)
BOTH_SIDES = re.compile(
    r"\b(?:both (?:sides|countries|armies|states|nations)|from (?:all|both) \w+|participants?|tak(?:e|es|ing) part in total"
    r"|in all|in total|altogether|all told"
    r"|(?:of|from) (?:\d+|[a-z]+) (?:nations|countries|states|armies|allies|member states|members))\b",
    re.IGNORECASE,
)
ONE_NATION = re.compile(r"^\s+(?:[a-z]+\s+)?[A-Z][a-z]+(?:s\b|\s+(?!and\b|or\b)[a-z]+)")
EACH = re.compile(r"\b(?:each|apiece)\b", re.IGNORECASE)
AT_BORDER = re.compile(r"\b(?:border|frontier|doorstep)s?\b", re.IGNORECASE)
WHOLE_LAND = re.compile(
    r"^(?:the |all of |neighbou?ring |nearby )+|(?:['’]s?)?(?: own)? (?:territory|soil|land)$", re.IGNORECASE
)
NAMED_AFTER = re.compile(
    r"^(?:,| and| or|, and)(?: in| to| around| near)?(?: the)? (?P<name>[A-Z][\w.-]+(?: [A-Z][\w.-]+)*)"
)
NAMED_BEFORE = re.compile(
    r"\b(?:in|to|around|near|across|between)(?: the)? (?P<name>[A-Z][\w.-]+(?: [A-Z][\w.-]+)*)"
    r"(?:, [A-Z][\w. -]+)*(?:,| and|, and)(?: in| to| around| near)?(?: the)? $"
)
# Words by which a text names a body of soldiers below a whole force.
UNIT = re.compile(
    r"\b(?:arm(?:y|ies)|corps|divisions?|brigades?|regiments?|battalions?|squadrons?|flotillas?|fleets?|airborne|"
    r"paratroopers?|marines|guards|spetsnaz|special forces|legion|district)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b\d{1,4}(?:st|nd|rd|th)\b", re.IGNORECASE)
BODY = (
    r"(?P<body>\b(?:the )?\d{1,4}(?:st|nd|rd|th)(?: [A-Z][\w-]+){0,5}? "
    r"(?:Army|Corps|Division|Brigade|Regiment|Battalion|Squadron|Flotilla|Fleet)|"
    r"\b(?:the )?\d{1,4}(?:st|nd|rd|th)(?: [\w-]+){0,4}? (?:army|corps|division|brigade|regiment|battalion|squadron))\b"
)
BODY_BEFORE = re.compile(rf"{BODY}['’]s?\s+{ABOUT}$")
BODY_AFTER = re.compile(rf"^(?:\s+(?!of\b|from\b)[\w'’-]+){{0,3}}\s+(?:of|from)\s+{BODY}")
SENTENCE_END = re.compile(r"\n+|[;!?]\s|(?<![A-Z])\.[\"”’]?\s+(?=[A-Z])")
NEAR = 80  # characters on each side of a figure that tell what it counts


def counts(claim: Claim) -> tuple[Counts, Scope]:
    """Gives what the figure of a claim counts, and over what it is told."""
    before, after = _around(claim)
    if MORE.search(before) or MORE_AFTER.search(after):
        what = Counts.INCREMENT
    elif _is_part(before, after) or part_of(claim):
        what = Counts.PART
    elif RELIEF.search(f"{before}…{after}") and not (RELIEVED.search(before) or RELIEVED_AFTER.search(after)):
        what = Counts.RELIEF
    else:
        what = Counts.TOTAL
    return what, _scope(claim, what, before, after)


def part_of(claim: Claim) -> str | None:
    """Gives the body of soldiers that a claim names below the whole force, as written: "the 76th Airborne Division"."""
    for mention in claim.mentions:
        if mention.role is Role.ACTOR and UNIT.search(mention.text) and NUMBERED.search(mention.text):
            return re.sub(r"['’]s?$", "", mention.text)
    before, after = _around(claim)
    body = BODY_BEFORE.search(before) or BODY_AFTER.search(after)
    return body["body"] if body else None


def _is_part(before: str, after: str) -> bool:
    """Whether a figure is told as some of more: "of whom 300", "300 of the 2,500", "of the 2,500, 300"."""
    patterns = _patterns()
    return bool(patterns["part"].search(before) or patterns["part after"].search(after))


def _scope(claim: Claim, what: Counts, before: str, after: str) -> Scope:
    place = claim.place
    if place is None or (len(set(claim.actor)) > 1 and not EACH.search(claim.quote)):
        return Scope.OPERATION
    # "Half of the 9,000 are in Belarus": all 9,000 are told of a whole that is elsewhere too.
    if _patterns()["whole"].search(before) and not _place_of_whole(place.name).search(after):
        return Scope.OPERATION
    if _in_several(claim.quote, place.name):
        return Scope.OPERATION
    if (
        claim.mode is Mode.EXERCISE
        and what is not Counts.PART
        and BOTH_SIDES.search(claim.quote)
        and not ONE_NATION.search(after)
    ):
        return Scope.OPERATION
    if AT_BORDER.search(place.name):
        return Scope.BORDER
    return Scope.COUNTRY if place.country and _is_country(place.name) else Scope.SITE


def _in_several(quote: str, place: str) -> bool:
    """Whether a country stands in a row with others: "3,000 soldiers in Niger, Chad and Burkina Faso"."""
    if EACH.search(quote) or not _is_country(place) or place not in quote:
        return False
    before, _, after = quote.partition(place)
    named = [NAMED_AFTER.search(after), NAMED_BEFORE.search(before)]
    return any(found and _is_country(found["name"]) for found in named)


def _around(claim: Claim) -> tuple[str, str]:
    """Gives the words before the figure and those after it, as far as its own sentence goes: a quote may hold two."""
    told = next((mention for mention in claim.mentions if mention.role is Role.QUANTITY), None)
    if told is None:
        return "", ""
    at = _position(claim, told)
    text, at = (claim.quote, at) if at >= 0 else (told.text, 0)  # the figure may stand outside the claim's clause
    # Without a number it counts one, by its article: "another battalion".
    figure = _patterns()["figure"].search(told.text)
    start, end = figure.span() if figure else (len(told.text) - len(ARTICLE.sub("", told.text)),) * 2
    before = SENTENCE_END.split(text[max(0, at + start - NEAR) : at + start])[-1]
    return before, SENTENCE_END.split(text[at + end : at + end + NEAR])[0]


def _position(claim: Claim, told: Mention) -> int:
    """Gives where in its quote a mention stands: by its span, else where its words stand by themselves."""
    at = told.span[0] - claim.evidence[0]
    if at >= 0 and claim.quote.startswith(told.text, at):
        return at
    found = re.search(rf"(?<![\w.,]){re.escape(told.text)}(?!\w)", claim.quote)
    return found.start() if found else -1


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Gives the patterns in which a figure stands, in digits or in words."""
    numbers = language("en").numbers
    words = {*numbers["words"], *numbers["scales"], *numbers["vague"], "couple", "half", "several"} - {"a", "an"}
    word = "|".join(sorted((re.escape(each) + "s?" for each in words), key=len, reverse=True))
    one = rf"(?:\d+(?:[.,\u00a0 ]\d+)*(?![\d-]|st\b|nd\b|rd\b|th\b)|\b(?:{word})\b)"
    figure = rf"(?:\ban? )?{one}(?:[\s–-]+(?:(?:and|to|or|a)\s+)*{one})*"
    return {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "figure": figure,
            "part": rf"\b(?:(?:of|among) (?:whom|which|them|these|those)|including)\b(?:,[^,.;\d]{{0,40}},)?{ABOUT}$"
            rf"|(?:^|[,;:]\W*)(?:out )?of (?:{THE} )?(?:\w+ )?{figure}(?:\s+[\w'’-]+){{0,4}},?\s+{ABOUT}$",
            "part after": rf"^(?:\s+(?!of\b)[\w'’-]+){{0,3}}?\W+(?:out )?of (?:them|these|those|whom|which)\b"
            rf"|^\s+of the {SOLDIERS}\b"
            rf"|^(?:(?:\s+(?!of\b)[\w'’-]+){{0,3}}?\s+(?:out )?of (?:the|its|their|his|those|these)|\s+(?:out )?of)\s+{ABOUT}{figure}",
            "whole": rf"\b{SHARE}(?:\s+\w+)?\s+of\s+{ABOUT}$|{figure}(?:\s+\w+)?\s+of {THE}\s+{ABOUT}$"
            rf"|{figure}\s+(?:out )?of\s+{ABOUT}$|(?:^|[,;:]\W*)(?:out )?of\s+{ABOUT}$",
        }.items()
    }


@cache
def _place_of_whole(name: str) -> re.Pattern[str]:
    """Gives what finds a place that belongs to the figure's own noun: "half of the 9,000 soldiers in Belarus"."""
    verb = r"(?:is|are|was|were|be|been|have|has|had|will|would|went|left|came|took|flew|(?!stationed|based|deployed|massed)\w+ed)\b"
    return re.compile(
        rf"^(?:\s+(?!{verb})[\w'’-]+){{0,4}}?\s+(?:in|at|on|across|near|along) (?:the )?{re.escape(name)}"
    )


@cache
def _is_country(name: str) -> bool:
    land = WHOLE_LAND.sub("", WHOLE_LAND.sub("", name))
    kinds = {each.kind for each in knowledge.actors().get(land)}
    return land in knowledge.states() or "state" in kinds or (land != name and "demonym" in kinds)


BESIDE = {Counts.INCREMENT: "more", Counts.PART: "a part", Counts.RELIEF: "as relief"}


def beside(presence: Presence, unit: Unit = Unit.TROOPS) -> dict[str, list[Figure]]:
    """Gives the fresh present figures that do not make the range, by what they count: "more", "at one site" …"""
    counted = _counted(presence, unit)
    found: dict[str, list[Figure]] = {}
    for f in _present(presence, unit):
        if not f.faded and f not in counted:
            what = BESIDE.get(f.counts) or {Scope.OPERATION: "in the whole operation", Scope.SITE: "at one site"}.get(
                f.scope
            )
            if what:
                found.setdefault(what, []).append(f)
    return found


def strength(presence: Presence, unit: str = "troops") -> tuple[int | None, int | None] | None:
    """Gives the range that the present figures of a unit span; None where none is told.

    Where only parts, increments or reliefs are told, the largest of them is what is there at least.
    """
    counted = _counted(presence, Unit(unit))
    if not counted:
        return None
    lows = [f.quantity.min if f.quantity.min is not None else f.quantity.max for f in counted]
    highs = [f.quantity.max for f in counted]
    low = None if all(f.quantity.min is None for f in counted) else min(v for v in lows if v is not None)
    whole = all(f.counts is Counts.TOTAL for f in counted)
    return low, None if None in highs or not whole else max(v for v in highs if v is not None)


def _counted(presence: Presence, unit: Unit) -> list[Figure]:
    """Gives the figures that make the range: fresh before faded ones, those of the whole place before a site's."""
    told = [f for f in _present(presence, unit) if f.scope is not Scope.OPERATION]
    whole = [f for f in told if f.counts is Counts.TOTAL]
    if whole:
        whole = [f for f in whole if not f.faded] or whole
        return [f for f in whole if f.scope is not Scope.SITE] or whole
    parts = [f for f in told if f.quantity.min is not None]  # an upper bound alone may be none
    parts = [f for f in parts if not f.faded] or parts
    least = max((f.quantity.min or 0 for f in parts), default=0)
    return [f for f in parts if f.quantity.min == least]


def _present(presence: Presence, unit: Unit) -> list[Figure]:
    return [
        f
        for f in presence.figures
        if f.quantity.unit is unit and not f.planned and (f.quantity.min, f.quantity.max) != (None, None)
    ]
