"""Whom "he", "its troops" and "the alliance" stand for, and who is meant where a sentence names nobody.

Every actor that the report names collects clues: how far away it was named, as what, whether it acted in the claim
before. `clues.csv` holds the weight of each clue in log-odds, fitted on annotated claims.
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from vedette.languages import language
from vedette.resolve.context import Context, Told, often
from vedette.vocabulary import Claim, Mode, Place

# Probability from which somebody who is not named at all is given: two in three are then right in cross-validation.
SURE = {"actor": 0.6, "other": 0.45}
FACED = 50  # claims back to which two that faced each other are remembered
CLOSER = 300  # names back to which those between a name and its pronoun are counted
ALIKE = 0.05  # log-odds within which two are as likely
HE = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
OWN = frozenset({"we", "us", "our", "i", "my"})
MANY = frozenset({"they", "them", "their", "those", "both", "these"})
FAMILIES = {
    Mode.ACCUSE: "speech", Mode.DENY: "speech", Mode.THREATEN: "speech", Mode.PLEDGE: "speech", Mode.CONSENT: "speech",
    Mode.REFUSE: "speech", Mode.DEMAND: "speech", Mode.CONSULT: "talk", Mode.ASSESS: "judge", Mode.ATTACK: "strike",
    Mode.INCURSION: "strike", Mode.ARM: "arm",
}  # fmt: skip


class Asked(NamedTuple):
    """A question: the words that stand for somebody, where they stand, in which role of which claim."""

    text: str
    at: int
    role: str
    family: str
    speaker: tuple[str, ...]
    besides: tuple[str, ...]


class Meant(NamedTuple):
    """Who is meant; `options` are the two between which nothing decides."""

    codes: tuple[str, ...]
    options: tuple[str, ...] = ()


class Past(NamedTuple):
    """What an earlier claim of the report came to."""

    family: str
    actor: tuple[str, ...]
    other: tuple[str, ...]


class Antecedents:
    """Answers in the order of the text; `keep` tells it what each claim came to."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.past: list[Past] = []
        self.day: date | None = None
        self.place: Place | None = None
        self.here: str | None = None
        self.drilling: tuple[str, ...] = ()
        self._named = {code: [context.told[n] for n in there] for code, there in context.told_of.items()}
        self._often = often(context.told_of)
        self._kinds: dict[str, Past] = {}
        self._acted: set[str] = set()
        self._faced: set[str] = set()

    def keep(self, claim: Claim, actor: tuple[str, ...], other: tuple[str, ...], where: Place | None) -> None:
        """Takes in what a claim came to, for those after it."""
        self.past.append(Past(family(claim), actor, other))
        self._kinds[self.past[-1].family] = self.past[-1]
        self._acted |= set(actor)
        self._faced |= set(other)
        self.place = where if where and where.country else self.place

    def find(self, asked: Asked) -> Meant:
        """Gives the codes that the words at an offset go back to, none where nobody fits, or two alike."""
        ours = asked.speaker or ((self.context.outlet,) if self.context.outlet else ())
        if asked.text.split(" ")[0].lower() in OWN and ours:
            return Meant(ours)
        known = weights_of(asked.role, sort(asked.text))
        ranked = sorted(
            (-sum([known.get(clue, 0.0) for clue in self.clues(asked, code)]), code) for code in self.candidates(asked)
        )
        if not ranked or (-ranked[0][0] <= 0 and asked.role == "other"):
            return Meant(())
        if not asked.text and share([-value for value, _ in ranked]) < SURE[asked.role]:
            return Meant((), tuple(code for _, code in ranked[:2]) if asked.role == "actor" else ())
        if len(ranked) > 1 and ranked[1][0] - ranked[0][0] < ALIKE:
            return Meant((), (ranked[0][1], ranked[1][1]))
        return Meant(self._together(ranked[0][1], asked))

    def _together(self, code: str, asked: Asked) -> tuple[str, ...]:
        """Gives all who acted together last where the words may mean more than one of them."""
        last = self.past[-1].actor if self.past else ()
        several = sort(asked.text) in {"they", "none"} or re.search(r"s$|\bboth\b", asked.text) is not None
        return last if several and asked.role == "actor" and code in last else (code,)

    def candidates(self, asked: Asked) -> list[str]:
        """Gives the codes that the words can stand for: "the alliance" is no state."""
        want = wanted(asked.text)
        return [
            code
            for code, told in self._named.items()
            if code not in asked.besides and (want == "any" or any(fits(t, want) for t in told))
        ]

    def clues(self, asked: Asked, code: str) -> Iterator[str]:
        """Gives the clues of one code."""
        yield "always"
        yield f"always {asked.family}"
        here = self.context.sentence(asked.at)
        end = bisect_left(self.context.told_at, asked.at)
        before = self._named[code][: bisect_left(self.context.told_of[code], end)]
        yield from self._distance(here, before, asked, code)
        if before and wanted(asked.text) == "person":
            person = next((t for t in reversed(before) if t.person), None)
            yield f"person {near(here - person.sentence)}" if person else "no person before"
        yield f"often {min(self._often[code], 4)}"
        yield f"told {min(len(before), 4)}"
        yield f"kind {self._named[code][0].role or self._named[code][0].kind}"
        if code in asked.speaker:
            yield f"speaker {asked.family}"
        if code == self.context.outlet:
            yield "outlet"
        if self.place and self.place.country == code:
            yield "where the story is"
        if asked.role == "other" and self.here == code:
            yield "where it happens"
            yield f"where it happens {asked.family}"
        yield from self._history(asked, code)

    def _distance(self, here: int, before: list[Told], asked: Asked, code: str) -> Iterator[str]:
        if not before:
            yield f"later {near(self._named[code][0].sentence - here)}"
            return
        last = before[-1]
        gap = near(here - last.sentence)
        yield f"gap {gap}"
        yield f"gap {gap} {'where' if last.place else 'lead' if last.lead else 'within'}"
        if all(t.place for t in before):
            yield "only where"
        led = next((t for t in reversed(before) if t.lead), None)
        if led:
            yield f"led {near(here - led.sentence)}"
        yield f"closer {self._closer(self.context.told_of[code][len(before) - 1], asked, code)}"

    def _closer(self, last: int, asked: Asked, code: str) -> int:
        """Gives how many others were named between a name and the words asked about; three stand for more."""
        end = bisect_left(self.context.told_at, asked.at)
        between = {told.code for told in self.context.told[max(last + 1, end - CLOSER) : end]}
        return min(len(between - {code, *asked.besides}), 3)

    def _history(self, asked: Asked, code: str) -> Iterator[str]:
        if not self.past:
            yield "first claim"
            return
        last = self.past[-1]
        if code in last.actor:
            yield "acted last"
            yield f"acted last {last.family} then {asked.family}"
        if code in last.other:
            yield "target last"
            yield f"target last {last.family} then {asked.family}"
        same = self._kinds.get(asked.family)
        if same and code in same.actor:
            yield "acted in the last of the kind"
        if same and code in same.other:
            yield "target in the last of the kind"
        if code in self._acted:
            yield "acted before"
        if code in self._faced:
            yield "target before"
        besides = set(asked.besides)
        if besides and any(
            (code in p.other and besides.intersection(p.actor)) or (code in p.actor and besides.intersection(p.other))
            for p in self.past[-FACED:]
        ):
            yield "faced the same"


def share(scores: list[float]) -> float:
    """Gives the probability of the first of several, one of which or none is meant."""
    raised = [exp(min(score, 30.0)) for score in scores]
    return raised[0] / (1 + sum(raised))


def family(claim: Claim) -> str:
    """Gives the kind of event that a claim tells: its actors are told alike."""
    return FAMILIES.get(claim.mode, "move")


def near(gap: int) -> str:
    """Gives a distance in sentences as a step: the far ones are all alike."""
    return "0" if gap == 0 else "1" if gap == 1 else "2" if gap == 2 else "3-4" if gap <= 4 else "5+"


def sort(text: str) -> str:
    """Gives the sort of words that stand for somebody: he | it | they | ours | body | none."""
    first = text.split(" ")[0].lower() if text else ""
    if not first:
        return "none"
    if first in HE:
        return "he"
    if first in MANY:
        return "they"
    if first in {"it", "its", "itself", "who", "which", "whose"}:
        return "it"
    return "ours" if first in OWN else "body"


@cache
def wanted(text: str) -> str:
    """Gives what sort of actor the words can stand for."""
    words = re.findall(r"[\w-]+", text.lower())
    lists = language("en").lists
    if words and len(words) == 1 and words[0] in HE:
        return "person"
    if words and words[-1] in lists["groups.alliances"]:
        return "alliance"
    if words and words[-1] in lists["groups.rebels"]:
        return "group"
    return "state" if words and words[-1] in lists["groups.governments"] else "any"


def fits(told: Told, want: str) -> bool:
    """Whether an actor is of the sort that the words can stand for."""
    if want == "alliance":
        return told.kind == "organisation" and told.role != "group"
    if want == "group":
        return told.kind == "organisation" and told.role != "alliance"
    return want != "state" or told.role != "alliance"


@cache
def weights_of(role: str, words: str) -> dict[str, float]:
    """Gives the weight of each clue for a role and a sort of words: what holds for all, for the role, and for both."""
    text = files("vedette.resolve").joinpath("clues.csv").read_text(encoding="utf-8")
    known: dict[str, float] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] in {"", role, f"{role} {words}"}:
            known[row["clue"]] = known.get(row["clue"], 0.0) + float(row["weight"])
    return known
