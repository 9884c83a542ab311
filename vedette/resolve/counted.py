"""How many a claim counts: the figure that the reader found for it, and what the words right beside it make of that."""

import re

import msgspec

from vedette.resolve.quantities import counted_before, unit_of
from vedette.resolve.quantities import quantity as counted
from vedette.vocabulary import Claim, Mention, Mode, Quantity, Role, Unit

MOVES_FORCES = {Mode.DEPLOY, Mode.STATION, Mode.REMAIN, Mode.WITHDRAW, Mode.BUILDUP}
FIGURE = re.compile(r"\b(?:\d{1,3}(?:,\d{3})+|\d{2,6})\s+(?:[\w-]+\s){0,2}[a-z-]+s\b")
ONE_OF = re.compile(r"one of (?:the|its|their|his|her|our|[A-Z])", re.IGNORECASE)
BODIES = {Unit.TROOPS, Unit.SHIPS, Unit.VEHICLES, Unit.TANKS, Unit.AIRCRAFT, Unit.HELICOPTERS}  # what can be hit
BY_MEANS_OF = re.compile(r"\b(?:with|by|using|from|in)\b")
OTHER = re.compile(r"\bother\b", re.IGNORECASE)
AND_OTHER = re.compile(r"\b(?:the|its|a|an) [^,.;]{3,40} and \w+ other\b", re.IGNORECASE)
AND_A = re.compile(r" and an? (?P<thing>(?:[\w-]+ ){0,2}[\w-]+)")


def how_many(claim: Claim, text: str) -> Quantity | None:
    """Gives how many of those who act a claim counts in a report's text; a figure without a noun counts what was counted last."""
    found = [mention for mention in claim.mentions if mention.role is Role.QUANTITY]
    for mention in found:
        before = None if unit_of(mention.text) else counted_before(text, mention.span[0])
        told, _ = counted(mention.text, before)
        if told and not _of_others(claim, text, mention):
            return _with_more(told, text, mention)
    return None if found else _only_figure(claim, text)


def _only_figure(claim: Claim, text: str) -> Quantity | None:
    """Gives the only figure of soldiers or equipment in a claim's words, where none was found to belong to it."""
    if claim.mode not in MOVES_FORCES:
        return None
    figures = FIGURE.finditer(text[claim.evidence[0] : claim.evidence[1]])
    told = [counted(figure[0], None)[0] for figure in figures if unit_of(figure[0]) in BODIES]
    return told[0] if len(told) == 1 else None


def _of_others(claim: Claim, text: str, mention: Mention) -> bool:
    """Whether a count is not of those who act: what is hit, "fired on three vessels", or the whole of "one of its boats"."""
    if ONE_OF.match(mention.text):
        return True
    behind = claim.mode is Mode.ATTACK and mention.span[0] >= claim.trigger[1]
    return (
        behind and unit_of(mention.text) in BODIES and not BY_MEANS_OF.search(text[claim.trigger[1] : mention.span[0]])
    )


def _with_more(told: Quantity, text: str, mention: Mention) -> Quantity:
    """Gives a count with the single ones told beside it: "the carrier and five other ships" are six."""
    if told.min is None or told.max is None:
        return told
    start, end = mention.span
    beside = AND_OTHER.search(text[max(0, start - 60) : end]) if OTHER.search(mention.text) else None
    after = AND_A.match(text[end : end + 60])
    more = bool(beside) + bool(after and unit_of(after["thing"]) is told.unit)
    return msgspec.structs.replace(told, min=told.min + more, max=told.max + more) if more else told
