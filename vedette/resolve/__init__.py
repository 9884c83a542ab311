"""Claims with mentions → Claims with codes, places, days and numbers. What stays open keeps its candidates."""

import re
from datetime import date
from functools import lru_cache

import msgspec

from vedette import knowledge
from vedette.knowledge.names import pieces
from vedette.languages import language
from vedette.resolve.actors import actor
from vedette.resolve.antecedents import Antecedents, Asked, family
from vedette.resolve.beside import day_before
from vedette.resolve.context import NAME, Context
from vedette.resolve.dates import GOES_BACK, when
from vedette.resolve.places import Answer, place
from vedette.resolve.quantities import counted_before, unit_of
from vedette.resolve.quantities import quantity as counted
from vedette.resolve.whereabouts import Spot, country
from vedette.vocabulary import Candidates, Claim, Done, Mention, Mode, Place, Quantity, Reality, Report, Role, When

__all__ = ["resolve"]

NAMED_AFTER = {Mode.EXERCISE, Mode.REMAIN, Mode.WITHDRAW, Mode.STATION, Mode.DEPLOY, Mode.BUILDUP}

TAKES_OTHER = {
    Mode.ATTACK,
    Mode.INCURSION,
    Mode.ARM,
    Mode.CONSULT,
    Mode.ASSESS,
    *(m for m in Mode if knowledge.modes()[m].speech),
}
PLACED_BY_STORY = {Mode.BUILDUP, Mode.STATION, Mode.REMAIN, Mode.WITHDRAW, Mode.PREPARE, Mode.DEPLOY, Mode.INCURSION}
THE_DRILLS = re.compile(
    r"(?i)\b(?:the|these|those|joint) (?:[a-z-]+ ){0,2}(?:drills?|exercises?|man(?:oeu|eu)vres?|maneuvers?|war games"
    r"|check|inspection)\b"
)
THE_TWO = re.compile(r"(?i)\b(?:the two|both) (?:countries|nations|states|armies|allies|neighbours|neighbors|sides)\b")
LASTING = {Mode.EXERCISE, Mode.WITHDRAW, Mode.STATION, Mode.REMAIN, Mode.DEPLOY, Mode.ATTACK, Mode.READY}
FUTURE = re.compile(
    r"\b(?:will|(?:is|are) (?:to|due|expected|scheduled|set)|shall|(?:planned|scheduled|due|set) (?:for|to|in|on|from))\b"
)
TO = re.compile(
    r"\s*(?:to|until|till|through)\s+(?:noon|midday|midnight)?\s*(?:on\s+)?"
    r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:,? (?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}))?)\b"
)
YEAR = re.compile(r"(?:19|20)\d\d")
# A year after a name is part of it: "Zapad 2021"; after these it is a time though they begin with a capital.
IN_NAME = re.compile(
    r"\b(?!(?:In|Since|By|During|Until|Till|Of|For|From|Before|After|Throughout|Through|Late|Early|Mid|Around|About|And|To|"
    r"Spring|Summer|Autumn|Fall|Winter|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)[A-Z][\w’'-]+[ -]$"
)


def resolve(claims: tuple[Claim, ...], report: Report) -> Done[Claim]:
    """Gives the claims of one report resolved, in their order."""
    if not claims:
        return Done()
    context = Context(report)
    antecedents = Antecedents(context)
    return Done(results=_in_operation([Case(claim, report, context, antecedents).resolved() for claim in claims]))


def _in_operation(told: list[Claim]) -> tuple[Claim, ...]:
    """Gives the only operation that a report names to the moves in a country where that takes place."""
    named = [claim for claim in told if claim.operation]
    if len({claim.operation for claim in named}) != 1:
        return tuple(told)
    there = {claim.place.country for claim in named if claim.place and claim.place.country}
    return tuple(
        msgspec.structs.replace(claim, operation=named[0].operation)
        if claim.operation is None and claim.mode in NAMED_AFTER and claim.place and claim.place.country in there
        else claim
        for claim in told
    )


@lru_cache(maxsize=1 << 14)
def _names_in(words: str) -> tuple[str, ...]:
    """Gives the names of actors in a few words: the same speaker is told again and again."""
    return tuple(words[found.start : found.end] for found in knowledge.actors().find(pieces(words)))


class Case:
    """One claim under resolution: `open_ends` gathers what could not be settled."""

    def __init__(self, claim: Claim, report: Report, context: Context, antecedents: Antecedents) -> None:
        self.claim, self.report, self.context, self.antecedents = claim, report, context, antecedents
        self.open_ends: list[Candidates] = []
        self.mentions: dict[Role, list[Mention]] = {}
        for mention in claim.mentions:
            self.mentions.setdefault(mention.role, []).append(mention)
        self.operation = self._operation() if context.operations else None
        self.speaker = self._speaker()

    def resolved(self) -> Claim:
        actors = self._drilling(self._actors()) if self.claim.mode is Mode.EXERCISE else self._actors()
        where = self.where(actors)
        if self.claim.mode is Mode.REMAIN:
            actors = self._guests(actors, where)
        others = tuple(code for code in self._codes(self._of(Role.OTHER), actors) if code not in actors)
        if not others and self.claim.mode in TAKES_OTHER:
            self.antecedents.here = where.country if where else None
            others = self._back("", self.claim.trigger[0], Role.OTHER, actors)
        self.antecedents.keep(self.claim, actors, others, where)
        return msgspec.structs.replace(
            self.claim,
            actor=actors,
            other=others,
            place=where,
            quantity=self.quantity(),
            time=self.time(),
            speaker=self.speaker,
            operation=self.operation,
            candidates=tuple(self.open_ends),
        )

    def _guests(self, told: tuple[str, ...], where: Place | None) -> tuple[str, ...]:
        """Gives whose forces stay: not the host's, whose minister may announce it."""
        known = knowledge.operations()[self.operation].actors if self.operation else self.antecedents.drilling
        party = (*told, *known)
        host = where.country if where and where.country else next((code for code in self.speaker if code in told), None)
        guests = tuple(dict.fromkeys(code for code in party if code != host))
        return guests if host in told and guests else told

    def _of(self, role: Role) -> list[Mention]:
        return self.mentions.get(role, [])

    def _actors(self) -> tuple[str, ...]:
        """Gives who does it; where the reader found nobody, whoever acted last."""
        told = self._of(Role.ACTOR)
        return self._codes(told) if told else self._back("", self.claim.trigger[0], Role.ACTOR)

    def _back(self, text: str, at: int, role: Role, besides: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Gives whom words that name nobody go back to; the two that fit alike are kept as candidates."""
        meant = self.antecedents.find(Asked(text, at, role.value, family(self.claim), self.speaker, besides))
        if meant.options:
            reason = "goes back to either of two"
            self.open_ends.append(Candidates(role=role, text=text, options=meant.options, reason=reason))
        return meant.codes

    def _drilling(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """Gives all that take part in an exercise: those of the operation, or those told when it was named first."""
        known = knowledge.operations()[self.operation].actors if self.operation else ()
        if len(told) < 2 and not known and THE_TWO.search(self.context.sentence_text(self.claim.trigger[0])):
            known = self.context.last_two(self.claim.trigger[0])
        for whole in (known, self.antecedents.drilling):
            if len(whole) > len(told) and set(told) <= set(whole):
                told = whole
        self.antecedents.drilling = told
        return told

    def _codes(self, mentions: list[Mention], besides: tuple[str, ...] = ()) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for mention in mentions:
            found |= dict.fromkeys(self.who(mention, besides))
        return tuple(found)

    def who(self, mention: Mention, besides: tuple[str, ...]) -> tuple[str, ...]:
        """Gives the codes of a mention: by its name, by the office that the report tells, or what it goes back to."""
        answer = actor(mention.text, self.context.day, self.context.people)
        if answer.code:
            return (answer.code,)
        if answer.options:
            self.open_ends.append(
                Candidates(role=mention.role, text=mention.text, options=answer.options, reason=answer.reason)
            )
            return ()
        if code := self.context.official(mention.text):
            return (code,)
        if NAME.fullmatch(mention.text) and not self.context.titled(mention.span):
            return ()
        return self._back(mention.text, mention.span[0], mention.role, besides)

    def where(self, own: tuple[str, ...]) -> Place | None:
        """Gives where it happens; forces that move or stay do so where the story is where the sentence does not say."""
        for mention in self._of(Role.PLACE):
            answer = place(mention.text, self.context.named, own)
            return answer.place if answer.known else self._placed(mention, answer, own)
        return self.antecedents.place if self.claim.mode in PLACED_BY_STORY else None

    def _placed(self, mention: Mention, told: Answer, own: tuple[str, ...]) -> Place:
        """Gives a place whose name alone does not tell the country; one of several stays a candidate where none is likeliest."""
        others = self._codes([each for each in self._of(Role.OTHER) if each.text], own)
        story = self.antecedents.place.country if self.antecedents.place else None
        spot = Spot(mention.text, mention.span, family(self.claim), own, others, self.speaker, told.listed, story)
        code = country(spot, self.context)
        if told.options and not code:
            self.open_ends.append(
                Candidates(role=Role.PLACE, text=mention.text, options=told.options, reason=told.reason)
            )
        point = next((site.point for site in told.listed if site.country == code), told.place.point)
        return msgspec.structs.replace(told.place, country=code, point=point)

    def quantity(self) -> Quantity | None:
        """Gives how many; a figure without a noun counts what was counted last."""
        for mention in self._of(Role.QUANTITY):
            before = None if unit_of(mention.text) else counted_before(self.report.text, mention.span[0])
            told, _ = counted(mention.text, before)
            if told:
                return told
        return None

    def time(self) -> When | None:
        """Gives when it happened; a word for beginning or ending beside the date leaves the other end open."""
        for mention in self._of(Role.TIME):
            if mention.text.lower() == "today" and self.claim.mode is Mode.STATION:
                continue  # "800 serve there today" tells a state of these days, as "now" does
            if YEAR.fullmatch(mention.text) and IN_NAME.search(self.report.text[: mention.span[0]][-40:]):
                continue
            ahead = self._ahead(mention)
            days, reason = when(mention.text, self.report.published, ahead=ahead, anchor=self._anchor(mention))
            if days:
                days = self._until(days, mention, ahead)
                self.antecedents.day = days.start or self.antecedents.day
                return self._bounded(days, mention)
            self.open_ends.append(Candidates(role=Role.TIME, text=mention.text, options=(), reason=reason))
        return None

    def _anchor(self, mention: Mention) -> date | None:
        """Gives the day that an expression such as "the day before" goes back to."""
        if not GOES_BACK.search(mention.text):
            return None
        return day_before(self.report.text, mention.span[0], self.report.published) or self.antecedents.day

    def _until(self, days: When, mention: Mention, ahead: bool) -> When:
        """Gives the days with the end that follows them: "from noon on Thursday" goes on "to noon on Sunday, 7 August"."""
        text, (start, end) = self.report.text, mention.span
        on = TO.match(text[end : end + 60])
        if not on or not days.start or "from" not in text[max(0, start - 20) : start + 5].lower().split():
            return days
        told, _ = when(on["day"], self.report.published, ahead=ahead)
        return When(start=days.start, end=told.end) if told and told.end and told.end > days.start else days

    def _ahead(self, mention: Mention) -> bool:
        """Whether the claim, or the sentence that dates it, speaks of what is to come."""
        start, end = self.claim.evidence
        if not start <= mention.span[0] < end:
            start = max(self.report.text.rfind(stop, 0, mention.span[0]) for stop in (". ", "\n"))
            end = mention.span[1]
        clause = self.report.text[max(0, start) : end]
        return self.claim.reality is not Reality.ACTUAL or FUTURE.search(clause) is not None

    def _bounded(self, days: When, mention: Mention) -> When:
        if not days.start or days.start != days.end or self.claim.mode not in LASTING:
            return days
        lead = self.report.text[max(self.claim.evidence[0] - 1, mention.span[0] - 60) : mention.span[0]].lower()
        words = set(re.findall(r"[a-z]+", lead)[-8:])
        calendar = language("en").calendar
        if words & set(calendar["ends"]) or (lead.endswith(" to ") and words & set(calendar["lasts"])):
            return When(start=None, end=days.end)
        return When(start=days.start, end=None) if words & set(calendar["begins"]) else days

    def _speaker(self) -> tuple[str, ...]:
        """Gives the code of the state or group that the innermost source speaks for."""
        for mention in self._of(Role.SOURCE):
            for name in _names_in(mention.text):
                answer = actor(name, self.context.day, self.context.people)
                if answer.code:
                    return (answer.code,)
        name = self.claim.source[-1] if self.claim.source else ""
        code = actor(name, self.context.day, self.context.people).code or self.context.official(name) if name else None
        return (code,) if code else ()

    def _operation(self) -> str | None:
        """Gives the operation that the claim's sentence names, else the only one where it speaks of "the drills"."""
        named = self.context.operation_near(self.claim.trigger[0])
        if named or len(self.context.operations) != 1 or self.claim.mode not in NAMED_AFTER:
            return named
        spoken = THE_DRILLS.search(self.context.sentence_text(self.claim.trigger[0]))
        return self.context.operations[0] if spoken else None
