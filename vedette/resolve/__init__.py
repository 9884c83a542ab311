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
from vedette.resolve.beside import day_before, in_name, stretched, told_beside
from vedette.resolve.context import NAME, Context
from vedette.resolve.counted import MOVES_FORCES, how_many
from vedette.resolve.dates import GOES_BACK, when
from vedette.resolve.places import Answer, place
from vedette.resolve.whereabouts import Spot, country
from vedette.vocabulary import (
    Candidates,
    Claim,
    Done,
    Mention,
    Mode,
    Place,
    Polarity,
    Precision,
    Reality,
    Report,
    Role,
    When,
)

__all__ = ["resolve"]

NAMED_AFTER = {Mode.EXERCISE, Mode.REMAIN, Mode.WITHDRAW, Mode.STATION, Mode.DEPLOY, Mode.BUILDUP}

# Whom an act is done to goes back to somebody named before where its words name nobody. Denials, demands and meetings
# without a counterpart mostly have none in the annotated passages.
TAKES_OTHER = {
    Mode.ATTACK,
    Mode.INCURSION,
    Mode.ARM,
    Mode.ASSESS,
    *(m for m in Mode if knowledge.modes()[m].speech),
} - {Mode.DENY, Mode.DEMAND}
THE_DRILLS = re.compile(
    r"(?i)\b(?:the|these|those|joint) (?:[a-z-]+ ){0,2}(?:drills?|exercises?|man(?:oeu|eu)vres?|maneuvers?|war games"
    r"|check|inspection)\b"
)
THE_TWO = re.compile(r"(?i)\b(?:the two|both) (?:countries|nations|states|armies|allies|neighbours|neighbors|sides)\b")
LASTING = {Mode.EXERCISE, Mode.WITHDRAW, Mode.STATION, Mode.REMAIN, Mode.DEPLOY, Mode.ATTACK, Mode.READY}
FUTURE = re.compile(
    r"\b(?:will|(?:is|are) (?:to|due|expected|scheduled|set)|shall|(?:planned|scheduled|due|set) (?:for|to|in|on|from)"
    r"|(?:opens|begins|starts|kicks off)\b.{0,40}\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
# States that are an island, or islands, and are called so; who shares one with another state is not among them.
ISLANDS = {"CYP", "TWN", "LKA", "MLT", "ISL", "MDG", "CUB", "BHR", "JAM", "MUS", "SLB", "FJI", "VUT", "KIR", "MDV", "COM",
           "SYC", "STP", "CPV", "TON", "WSM", "PLW", "FSM", "MHL", "NRU", "TUV", "GRD", "BRB", "LCA", "VCT", "ATG", "DMA", "KNA"}  # fmt: skip
THE_ISLAND = re.compile(r"\b(?:the|this) islands?$", re.IGNORECASE)
MAINLAND = re.compile(r"\bmainland\b", re.IGNORECASE)
LINE = re.compile(r"\b(?:line|border|frontier|airspace)\b", re.IGNORECASE)
CALLED_OFF = re.compile(
    r"\b(?:call(?:ed|s|ing)? off|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped|ping)|fr(?:oze|ozen|eezes|eezing)|shelv(?:ed|es|ing))"
    r" (?:a|an|the|his|her|its|their|all) (?:[\w-]+ )?$",
    re.IGNORECASE,
)
STAYS_OR_GOES = {Mode.STATION, Mode.REMAIN, Mode.WITHDRAW}
# "All foreign fighters are to leave": they are nobody's in particular, whoever says so.
FOREIGNERS = re.compile(r"\bforeign (?:fighters|forces|troops|soldiers|mercenaries)\b", re.IGNORECASE)
REQUEST = re.compile(r"requests?", re.IGNORECASE)
OWN = re.compile(r"\b(?:at|on) (?:the )?(?P<name>[A-Z][\w.’' -]*?)['’]s? $")
OF = re.compile(r" (?:of|from) (?:the )?(?P<name>[A-Z][\w.’'-]*(?:(?:,? and (?:the )?|, | )[A-Z][\w.’'-]*)*)")
AT_THE = re.compile(r"\bat the \b", re.IGNORECASE)
WITH = re.compile(r"^\W*(?:\w+\W+){0,2}?with (?:the |its |their )?(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")
DOORSTEP = re.compile(r"['’]s doorstep")
TO_PLACE = re.compile(r" (?:to|into|for) (?P<name>(?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)*)")


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
        where = self._crossed(where, others)
        self.antecedents.keep(self.claim, actors, others, where)
        time = self.time()
        return msgspec.structs.replace(
            self.claim,
            actor=actors,
            other=others,
            place=where,
            quantity=how_many(self.claim, self.report.text),
            time=time,
            reality=Reality.PLANNED if self._to_come(time) else self.claim.reality,
            polarity=Polarity.NO if self._called_off() else self.claim.polarity,
            speaker=self.speaker,
            operation=self.operation,
            candidates=tuple(self.open_ends),
        )

    def _crossed(self, where: Place | None, others: tuple[str, ...]) -> Place | None:
        """Gives a line that is crossed into somebody's country as his: the median line, a border of two, an airspace."""
        if self.claim.mode is not Mode.INCURSION or not where or where.country or len(others) != 1:
            return where
        theirs = LINE.search(where.name) and others[0] in knowledge.states()
        return msgspec.structs.replace(where, country=others[0]) if theirs else where

    def _called_off(self) -> bool:
        """Whether the words right before an act take it back: "has called off the visit", "has frozen the withdrawal"."""
        start = self.claim.trigger[0]
        return CALLED_OFF.search(self.report.text[max(0, start - 50) : start]) is not None

    def _to_come(self, time: When | None) -> bool:
        """Whether what is told as a fact lies after its report: "the exercise opens on Monday" tells a plan."""
        published = self.report.published
        if not time or not time.start or not published or published.precision not in {Precision.SECOND, Precision.DAY}:
            return False
        speech = knowledge.modes()[self.claim.mode].speech
        return self.claim.reality is Reality.ACTUAL and not speech and time.start > published.day

    def _guests(self, told: tuple[str, ...], where: Place | None) -> tuple[str, ...]:
        """Gives whose forces stay: not the host's, whose minister may announce it."""
        known = knowledge.operations()[self.operation].actors if self.operation else self.antecedents.drilling
        party = (*told, *known)
        host = where.country if where and where.country else next((code for code in self.speaker if code in told), None)
        guests = tuple(dict.fromkeys(code for code in party if code != host and code in self.context.named))
        return guests if host in told and guests else told

    def _of(self, role: Role) -> list[Mention]:
        return self.mentions.get(role, [])

    def _actors(self) -> tuple[str, ...]:
        """Gives who does it; where the reader found nobody, whoever acted last."""
        if asked := self._asking():
            return asked
        start, end = self.claim.evidence
        if self.claim.mode in STAYS_OR_GOES and FOREIGNERS.search(self.report.text[start:end]):
            return ()
        told = self._of(Role.ACTOR)
        found = self._codes(told) if told else self._back("", self.claim.trigger[0], Role.ACTOR)
        return tuple(dict.fromkeys((*found, *self._with()))) if found else found

    def _asking(self) -> tuple[str, ...]:
        """Gives who asks in "at Armenia's request" and "at the request of Poland": whoever stands beside the word."""
        start, end = self.claim.trigger
        if self.claim.mode is not Mode.DEMAND or not REQUEST.fullmatch(self.report.text[start:end]):
            return ()
        before = OWN.search(self.report.text[max(0, start - 40) : start])
        after = OF.match(self.report.text[end : end + 60])
        names = [before["name"]] if before else re.split(r",? and (?:the )?|, ", after["name"]) if after else []
        codes = (actor(name, self.context.day, self.context.people).code for name in names)
        return tuple(dict.fromkeys(code for code in codes if code))

    def _with(self) -> tuple[str, ...]:
        """Gives with whom a party drills, where the words right behind say so: "exercises with Estonian forces"."""
        if self.claim.mode is not Mode.EXERCISE:
            return ()
        start, end = self.claim.trigger[1], self.claim.evidence[1]
        beside = WITH.search(self.report.text[start : max(start, min(end, start + 60))])
        code = actor(beside["name"], self.context.day, self.context.people).code if beside else None
        return (code,) if code else ()

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
            if len(told) < 2 and len(whole) > len(told) and set(told) <= set(whole):
                told = whole
        self.antecedents.drilling = told
        return told

    def _codes(self, mentions: list[Mention], besides: tuple[str, ...] = ()) -> tuple[str, ...]:
        found: dict[str, None] = {}
        doing = [mention for mention in mentions if not self._venue(mention)] or mentions
        for mention in doing:
            found |= dict.fromkeys(self.who(mention, besides))
        return tuple(found)

    def _venue(self, mention: Mention) -> bool:
        """Whether an organisation is where something is said: "at the UN"."""
        start = mention.span[0]
        at = AT_THE.search(self.report.text[max(0, start - 9) : start] + mention.text[:7])
        return (
            at is not None and actor(mention.text, self.context.day, self.context.people).code not in knowledge.states()
        )

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
        """Gives where it happens; None where the reader found no place for it."""
        for mention in map(self._bound_for, self._of(Role.PLACE)):
            answer = place(mention.text, self.context.named | self.context.drilling, own)
            return answer.place if answer.known else self._placed(mention, answer, own)
        return None

    def _bound_for(self, mention: Mention) -> Mention:
        """Gives where a force that is sent "from Odessa to Georgia" goes, where it was the other that was found."""
        text, (start, end) = self.report.text, mention.span
        if near := DOORSTEP.match(text[end : end + 12]):  # before Poland's door is not in Poland
            return msgspec.structs.replace(mention, text=mention.text + near[0], span=(start, end + near.end()))
        to = TO_PLACE.match(text[end : end + 60])
        if (
            self.claim.mode is not Mode.DEPLOY
            or not to
            or not text[max(0, start - 10) : start].endswith(("from ", "from the "))
        ):
            return mention
        return msgspec.structs.replace(mention, text=to["name"], span=(end + to.start("name"), end + to.end("name")))

    def _placed(self, mention: Mention, told: Answer, own: tuple[str, ...]) -> Place:
        """Gives a place whose name alone does not tell the country; one of several stays a candidate where none is likeliest."""
        others = self._codes([each for each in self._of(Role.OTHER) if each.text], own)
        story = self.antecedents.place.country if self.antecedents.place else None
        spot = Spot(mention.text, mention.span, family(self.claim), own, others, self.speaker, told.listed, story)
        # "A Chinese base in the country" is not one in China.
        besides = own if mention.text.lower() == "the country" and self.claim.mode in MOVES_FORCES else ()
        code = self._island(mention.text) or country(spot, self.context, besides)
        if told.options and not code:
            self.open_ends.append(
                Candidates(role=Role.PLACE, text=mention.text, options=told.options, reason=told.reason)
            )
        point = next((site.point for site in told.listed if site.country == code), told.place.point)
        return msgspec.structs.replace(told.place, country=code, point=point)

    def _island(self, text: str) -> str | None:
        """Gives the one island state that the report names, where a text speaks of "the island"; China for the mainland beside Taiwan."""
        named = set(self.context.named)
        if MAINLAND.search(text) and {"CHN", "TWN"} <= named:
            return "CHN"
        states = named & ISLANDS
        return states.pop() if THE_ISLAND.search(text) and len(states) == 1 else None

    def time(self) -> When | None:
        """Gives when it happened; a word for beginning or ending beside the date leaves the other end open."""
        for mention in self._of(Role.TIME):
            if mention.text.lower() == "today" and self.claim.mode is Mode.STATION:
                continue  # "800 serve there today" tells a state of these days, as "now" does
            if in_name(self.report.text, mention.span):
                continue
            ahead = self._ahead(mention)
            days, reason = when(mention.text, self.report.published, ahead=ahead, anchor=self._anchor(mention))
            if days:
                days = stretched(days, self.report, mention.span, ahead)
                self.antecedents.day = days.start or self.antecedents.day
                return self._bounded(days, mention)
            self.open_ends.append(Candidates(role=Role.TIME, text=mention.text, options=(), reason=reason))
        return None if self._of(Role.TIME) else told_beside(self.claim, self.report)

    def _anchor(self, mention: Mention) -> date | None:
        """Gives the day that an expression such as "the day before" goes back to."""
        if not GOES_BACK.search(mention.text):
            return None
        return day_before(self.report.text, mention.span[0], self.report.published) or self.antecedents.day

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
