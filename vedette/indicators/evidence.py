"""What all rules weigh by: which claims they select, whose voices these are, and how these fade and add up."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from vedette import knowledge
from vedette.vocabulary import Certainty, Claim, Presence, Signal, State, Watch, Word
from vedette.voices import lineage

# Chance that a report from such a source is right: the midpoints that MISP gives the Admiralty letters, F as C.
RELIABILITY = {"A": 0.95, "B": 0.80, "C": 0.60, "D": 0.40, "E": 0.10, "F": 0.50}
CERTAINTY = {Certainty.CERTAIN: 1.0, Certainty.PROBABLE: 0.7, Certainty.POSSIBLE: 0.3}
ONE_VOICE = 0.65  # what one fresh voice that is surely right adds; the next adds to what is left (diminishing returns)
UNKNOWN_VOICE = 0.5  # all claims of unknown lineage are one voice, and half a one: FIELD's rho = 1
SEEN, PARTLY = 0.5, 0.08


class View(Word, frozen=True, kw_only=True):
    """What is known on a day: claims up to it, the ledger, whose voice each claim is, and how much was reported.

    `tellers` names the outlet that first told a claim, whose letter counts: a better paper's reprint is no better proof.
    """

    WINDOW: ClassVar[int] = 30

    day: date
    watch: Watch
    claims: tuple[Claim, ...]
    presences: tuple[Presence, ...]
    voices: Mapping[str, str | None]
    covered: bool
    tellers: Mapping[str, str | None] = {}


def select(given: Mapping[str, Any], view: View) -> list[Claim]:
    """Gives the claims that fit a selection: every key given must fit; modes, stances, codes and words as in the watch."""
    return [claim for claim in view.claims if fits(claim, given)]


def fits(claim: Claim, given: Mapping[str, Any]) -> bool:
    """Whether a claim fits a selection. Polarity is `yes` where none is asked for."""
    if claim.mode.value not in given.get("mode", (claim.mode.value,)):
        return False
    if claim.polarity.value not in given.get("polarity", ("yes",)):
        return False
    if claim.reality.value not in given.get("reality", (claim.reality.value,)):
        return False
    if claim.certainty.value not in given.get("certainty", (claim.certainty.value,)):
        return False
    if "actor" in given and not set(claim.actor) & set(given["actor"]):
        return False
    if "other" in given and not set(claim.other) & set(given["other"]):
        return False
    if "speaker" in given and not set(claim.speaker or claim.actor) & set(given["speaker"]):
        return False
    if "place" in given and (claim.place is None or claim.place.country not in given["place"]):
        return False
    if "operation" in given and claim.operation not in given["operation"]:
        return False
    if "unit" in given and (claim.quantity is None or claim.quantity.unit.value not in given["unit"]):
        return False
    return "words" not in given or any(word in claim.quote.lower() for word in given["words"])


def weight(claim: Claim, view: View, half_life: int) -> float:
    """Gives what one claim is worth on a day: reliability × certainty × 2^(-age / half-life).

    A claim of a plan with an end is worth nothing after that end: plans expire.
    """
    facts = knowledge.outlet_facts(view.tellers.get(claim.id, claim.outlet))
    age = (view.day - claim.day).days
    if claim.reality.value == "planned" and claim.time and claim.time.end and view.day > claim.time.end:
        return 0.0
    return RELIABILITY[facts.reliability if facts else "F"] * CERTAINTY[claim.certainty] * halved(age, half_life)


def halved(days: int, half_life: int) -> float:
    """Gives what is left of 1 after so many days."""
    return float(2.0 ** (-days / half_life))


def together(claims: Iterable[Claim], view: View, half_life: int) -> float:
    """Gives the strength of claims that say one thing: 1 - Π(1 - 0.65 w) over voices, each by its best claim."""
    best: dict[str, float] = {}
    unknown = 0.0
    for claim in claims:
        voice = view.voices.get(claim.id)
        worth = weight(claim, view, half_life)
        if voice is None:
            unknown = max(unknown, worth * UNKNOWN_VOICE)
        else:
            best[voice] = max(best.get(voice, 0.0), worth)
    left = 1.0
    for worth in (*sorted(best.values()), unknown):
        left *= 1.0 - ONE_VOICE * worth
    return round(1.0 - left, 6)


def reading(view: View, value: float, reason: str, claims: Iterable[Claim] = ()) -> Signal:
    """Gives a signal without its name: state by strength, evidence newest first."""
    told = sorted({c.id: c for c in claims}.values(), key=lambda c: (-c.day.toordinal(), c.id))
    value = round(min(1.0, max(0.0, value)), 6)
    state = State.SEEN if value >= SEEN else State.PARTLY if value >= PARTLY else State.NOT_SEEN
    return Signal(
        indicator="", day=view.day, strength=value, state=state, reason=reason,
        evidence=tuple(c.id for c in told[:12]), lineage=lineage(tuple(told), dict(view.voices)),
    )  # fmt: skip


def told_by(claims: Iterable[Claim], view: View) -> str:
    """Gives "3 independent origins in 5 reports" for a reason."""
    counted = lineage(tuple(claims), dict(view.voices))
    origins = f"{counted.origins} independent origin{'' if counted.origins == 1 else 's'}"
    reports = f"{counted.reports} report{'' if counted.reports == 1 else 's'}"
    return f"{origins} in {reports}" + (f", {counted.unknown} of unknown lineage" if counted.unknown else "")


def fresh(claims: Iterable[Claim], view: View, half_life: int) -> list[Claim]:
    """Gives the claims of the last three half-lives: older ones are worth less than an eighth and no longer named."""
    return [claim for claim in claims if (view.day - claim.day).days <= 3 * half_life]
