"""Why a claim reads as it does: for each field the head that gave it, how sure it was, and the rule that resolved it."""

from typing import NamedTuple

from vedette.errors import Stop
from vedette.reader import readings
from vedette.resolve.answers import answer
from vedette.resolve.context import Context
from vedette.resolve.places import place
from vedette.vocabulary import Claim, Mention, Report, Role

KINDS = {Role.ACTOR: "actor", Role.OTHER: "actor", Role.TIME: "date", Role.QUANTITY: "quantity"}
HEADS = {
    "mode": "trigger head", "polarity": "stance head", "certainty": "stance head", "reality": "stance head",
    "actor": "argument head", "other": "argument head", "place": "argument head", "quantity": "argument head",
    "time": "argument head", "source": "speaker head",
}  # fmt: skip
NOTHING = "nothing told"


class Reason(NamedTuple):
    """What gave one field: its value, the head with its chance (None for no say), the words it chose, the rule's reason."""

    field: str
    value: str
    head: str
    chance: float | None
    words: str
    rule: str


def explain(report: Report, claim: Claim) -> list[Reason]:
    """Gives the reasons of a claim's fields in the order of the annotation guide. Raises Stop for another reader's claim."""
    made = next((each for each in readings(report) if each.claim.id == claim.id), None)
    if made is None:
        raise Stop(f"{claim.id} was not read by the built-in reader; only its claims can be explained")
    return [_reason(report, claim, field, made.frame.chances.get(field)) for field in HEADS]


def _reason(report: Report, claim: Claim, field: str, chance: float | None) -> Reason:
    if field == "mode":
        return Reason(field, claim.mode.value, HEADS[field], chance, report.text[slice(*claim.trigger)], "")
    if field in {"polarity", "certainty", "reality"}:
        return Reason(field, getattr(claim, field).value, HEADS[field], chance, "", "")
    if field == "source":
        told = [m for m in claim.mentions if m.role is Role.SOURCE]
        words = ", ".join(m.text for m in told)
        return Reason(field, " → ".join(claim.source) or "the report itself", HEADS[field], chance, words, "")
    role = Role(field)
    named = [m for m in claim.mentions if m.role is role]
    place_it = role is Role.PLACE
    rules = [_placed(report, claim, m) if place_it else answer(report, m.span, KINDS[role]).reason for m in named]
    value = _shown(claim, role)
    if not named and value != NOTHING:
        return Reason(field, value, "no head", None, "", "carried over from the claims and places before it")
    return Reason(field, value, HEADS[field], chance, ", ".join(m.text for m in named), "; ".join(dict.fromkeys(rules)))


def _placed(report: Report, claim: Claim, mention: Mention) -> str:
    told = place(mention.text, Context(report).named, claim.actor)
    where = claim.place.country if claim.place else None
    clues = f"{where} is the likeliest of those named" if where else "none of those named is likely"
    return told.reason if told.known else f"{told.reason}; {clues}"


def _shown(claim: Claim, role: Role) -> str:
    if role in (Role.ACTOR, Role.OTHER):
        return " ".join(claim.actor if role is Role.ACTOR else claim.other) or NOTHING
    if role is Role.PLACE:
        return f"{claim.place.name} ({claim.place.country or 'country open'})" if claim.place else NOTHING
    if role is Role.TIME:
        return f"{claim.time.start or '…'} to {claim.time.end or '…'}" if claim.time else NOTHING
    count = claim.quantity
    return f"{count.min or '…'} to {count.max or '…'} {count.unit.value}" if count else NOTHING
