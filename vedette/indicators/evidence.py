"""What all rules weigh by: which claims they select, whose voices these are, and how these fade and add up."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, ClassVar

from vedette import knowledge
from vedette.vocabulary import Certainty, Claim, Mode, Presence, Promise, Signal, State, Watch, Word
from vedette.voices import lineage

# Chance that a report from such a source is right: the midpoints that MISP gives the Admiralty letters, F as C.
RELIABILITY = {"A": 0.95, "B": 0.80, "C": 0.60, "D": 0.40, "E": 0.10, "F": 0.50}
CERTAINTY = {Certainty.CERTAIN: 1.0, Certainty.PROBABLE: 0.7, Certainty.POSSIBLE: 0.3}
ONE_VOICE = 0.65  # what one fresh voice that is surely right adds; the next adds to what is left (diminishing returns)
UNKNOWN_VOICE = 0.5  # all claims of unknown lineage are one voice, and half a one: FIELD's rho = 1
SEEN, PARTLY = 0.5, 0.08
YES = ("yes",)  # of what is asked for without a polarity


class Known:
    """The claims known on a day, in the order in which they were told, and quickly those of some modes since a day."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._by_mode: dict[Mode, list[tuple[date, str, Claim]]] = {}
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        insort(self._by_mode.setdefault(claim.mode, []), (claim.day, claim.id, claim))

    def remove(self, claim: Claim) -> None:
        told = self._by_mode[claim.mode]
        at = bisect_left(told, (claim.day, claim.id), key=lambda each: each[:2])
        del told[at]

    def of(self, modes: Iterable[Mode], since: date = date.min) -> list[Claim]:
        """Gives the claims of some modes told since a day, that day included."""
        found: list[tuple[date, str, Claim]] = []
        for mode in modes:
            told = self._by_mode.get(mode, [])
            found += told[bisect_left(told, (since, "")) :]
        return [claim for _, _, claim in sorted(found)]

    def since(self, day: date) -> list[Claim]:
        """Gives all claims told since a day, that day included."""
        return self.of(self._by_mode, day)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.since(date.min))


class View(Word, frozen=True, kw_only=True):
    """What is known on a day: claims up to it, ledger and promises, whose voice each claim is, how much was reported.

    `tellers` names the outlet that first told a claim, whose letter counts: a better paper's reprint is no better proof.
    `read` are the indicators of the watch that were read before on this day.
    """

    WINDOW: ClassVar[int] = 30

    day: date
    watch: Watch
    claims: Known
    presences: tuple[Presence, ...]
    promises: tuple[Promise, ...] = ()
    voices: Mapping[str, str | None]
    covered: bool
    tellers: Mapping[str, str | None] = {}
    read: Mapping[str, Signal] = {}


def select(given: Mapping[str, Any], view: View, days: int | None = None) -> list[Claim]:
    """Gives the claims of the last `days` (all where none are named) that fit a selection: every key given must fit."""
    modes = [Mode(mode) for mode in given["mode"]] if "mode" in given else [*Mode]
    since = date.min if days is None or days >= view.day.toordinal() else view.day - timedelta(days=days)
    return [claim for claim in view.claims.of(modes, since) if fits(claim, given)]


def fits(claim: Claim, given: Mapping[str, Any]) -> bool:
    """Whether a claim fits a selection. Polarity is `yes` where none is asked for."""
    # The words are texts themselves; their `value` would be looked up millions of times.
    if "mode" in given and claim.mode not in given["mode"]:
        return False
    if claim.polarity not in given.get("polarity", YES):
        return False
    if "reality" in given and claim.reality not in given["reality"]:
        return False
    if "certainty" in given and claim.certainty not in given["certainty"]:
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
    return "words" not in given or told_of(claim.quote, tuple(given["words"]))


def told_of(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of some words, whole: "trains" holds "train", "trained" does not."""
    return bool(_any_of(words).search(text))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?:e?s)?(?!\w)", re.IGNORECASE)


def weight(claim: Claim, view: View, half_life: int) -> float:
    """Gives what one claim is worth on a day if it is so: certainty × 2^(-age / half-life).

    A claim of a plan with an end is worth nothing after that end: plans expire.
    """
    age = (view.day - claim.day).days
    if claim.reality.value == "planned" and claim.time and claim.time.end and view.day > claim.time.end:
        return 0.0
    return CERTAINTY[claim.certainty] * halved(age, half_life)


def reliability(claims: Iterable[Claim], view: View) -> float:
    """Gives the chance that at least one of the voices is right: 1 - Π(1 - r), r by the letter of who told it first."""
    best: dict[str, float] = {}
    for claim in claims:
        facts = knowledge.outlet_facts(view.tellers.get(claim.id, claim.outlet))
        chance = RELIABILITY[facts.reliability if facts else "F"]
        voice = view.voices.get(claim.id)
        best[voice or ""] = max(best.get(voice or "", 0.0), chance if voice else chance * UNKNOWN_VOICE)
    wrong = 1.0
    for chance in sorted(best.values()):
        wrong *= 1.0 - chance
    return round(1.0 - wrong, 6)


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
    value = round(min(1.0, max(0.0, value)), 6) + 0.0
    state = State.SEEN if value >= SEEN else State.PARTLY if value >= PARTLY else State.NOT_SEEN
    return Signal(
        indicator="", day=view.day, strength=value, state=state, reason=reason,
        evidence=tuple(c.id for c in told[:12]), lineage=lineage(tuple(told), view.voices),
        reliability=reliability(told, view) if told else 1.0,
    )  # fmt: skip


def told_by(claims: Iterable[Claim], view: View) -> str:
    """Gives "3 independent origins in 5 reports" for a reason."""
    counted = lineage(tuple(claims), view.voices)
    origins = f"{counted.origins} independent origin{'' if counted.origins == 1 else 's'}"
    reports = f"{counted.reports} report{'' if counted.reports == 1 else 's'}"
    return f"{origins} in {reports}" + (f", {counted.unknown} of unknown lineage" if counted.unknown else "")


def fresh(claims: Iterable[Claim], view: View, half_life: int) -> list[Claim]:
    """Gives the claims of the last three half-lives: older ones are worth less than an eighth and no longer named."""
    return [claim for claim in claims if (view.day - claim.day).days <= 3 * half_life]
