"""Claims with mentions → Claims with codes, places, days and numbers. What stays open keeps its candidates."""

from collections.abc import Iterator

import msgspec

from vedette import knowledge
from vedette.knowledge.names import pieces
from vedette.resolve.actors import actor
from vedette.resolve.dates import when
from vedette.resolve.places import place
from vedette.resolve.quantities import quantity
from vedette.vocabulary import Candidates, Claim, Done, Mention, Mode, Place, Reality, Report, Role

__all__ = ["resolve"]

# An attack is on whoever holds the place where nobody else is named; so is a border that is crossed.
TARGET_BY_PLACE = {Mode.ATTACK, Mode.INCURSION}
NAMED_AFTER = {Mode.EXERCISE, Mode.REMAIN, Mode.WITHDRAW, Mode.STATION, Mode.DEPLOY, Mode.BUILDUP}


class Context:
    """What a report says about itself: the people it spells out, the countries it names and where."""

    def __init__(self, report: Report) -> None:
        words = pieces(report.text)
        self.people = knowledge.people_named(words)
        self.day = report.published.until if report.published else None
        self.countries: list[tuple[int, str]] = []
        for found in knowledge.actors().find(words):
            self.countries += [(found.start, e.code) for e in found.entries if e.kind in {"state", "demonym"}]
        self.where: list[tuple[int, str]] = []
        for site in knowledge.places().find(words):
            answer = place(report.text[site.start : site.end], frozenset(c for _, c in self.countries), None)
            if answer.place.country:
                self.where.append((site.start, answer.place.country))
        self.operations = {found.entries[0].key for found in knowledge.operation_names().find(words)}
        self.named = frozenset(code for _, code in self.countries)

    def before(self, at: int) -> str | None:
        """Gives the country of the last place named before an offset."""
        return next((code for start, code in reversed(self.where) if start < at), None)


def resolve(claims: tuple[Claim, ...], report: Report) -> Done[Claim]:
    """Gives the claims of one report resolved, in their order."""
    context = Context(report)
    return Done(results=tuple(_resolved(claim, report, context) for claim in claims))


def _resolved(claim: Claim, report: Report, context: Context) -> Claim:
    open_ends: list[Candidates] = []
    actors = tuple(dict.fromkeys(_codes(claim, Role.ACTOR, context, open_ends)))
    others = tuple(code for code in dict.fromkeys(_codes(claim, Role.OTHER, context, open_ends)) if code not in actors)
    where = next(_places(claim, context, open_ends), None)
    if not others and where and where.country and where.country not in actors and claim.mode in TARGET_BY_PLACE:
        others = (where.country,)
    ahead = claim.reality in {Reality.PLANNED, Reality.PREDICTED}
    days = None
    for mention in _of(claim, Role.TIME):
        days, reason = when(mention.text, report.published, ahead=ahead)
        if days is None:
            open_ends.append(Candidates(role=Role.TIME, text=mention.text, options=(), reason=reason))
    figure = next((q for m in _of(claim, Role.QUANTITY) if (q := quantity(m.text)[0])), None)
    return msgspec.structs.replace(
        claim,
        actor=actors,
        other=others,
        place=where,
        quantity=figure,
        time=days,
        speaker=_speaker(claim, context),
        operation=_operation(claim, report, context),
        candidates=tuple(open_ends),
    )


def _of(claim: Claim, role: Role) -> Iterator[Mention]:
    return (mention for mention in claim.mentions if mention.role is role)


def _codes(claim: Claim, role: Role, context: Context, open_ends: list[Candidates]) -> Iterator[str]:
    for mention in _of(claim, role):
        answer = actor(mention.text, context.day, context.people)
        if answer.code:
            yield answer.code
        elif answer.options:
            open_ends.append(Candidates(role=role, text=mention.text, options=answer.options, reason=answer.reason))


def _places(claim: Claim, context: Context, open_ends: list[Candidates]) -> Iterator[Place]:
    for mention in _of(claim, Role.PLACE):
        answer = place(mention.text, context.named, context.before(mention.span[0]))
        if answer.options:
            open_ends.append(Candidates(role=Role.PLACE, text=mention.text, options=answer.options, reason=answer.reason))
        yield answer.place


def _speaker(claim: Claim, context: Context) -> tuple[str, ...]:
    """Gives the codes of the state or group that the innermost source speaks for."""
    told: list[str] = []
    for mention in (*_of(claim, Role.SOURCE),):
        for found in knowledge.actors().find(pieces(mention.text)):
            answer = actor(mention.text[found.start : found.end], context.day, context.people)
            told += [answer.code] if answer.code else []
    if not told and claim.source:
        answer = actor(claim.source[-1], context.day, context.people)
        told = [answer.code] if answer.code else []
    return tuple(dict.fromkeys(told))[:1]


def _operation(claim: Claim, report: Report, context: Context) -> str | None:
    """Gives the operation that the claim's own words name, else the only one that the report names."""
    named = [found.entries[0].key for found in knowledge.operation_names().find(pieces(claim.quote))]
    if named:
        return named[0]
    if len(context.operations) == 1 and claim.mode in NAMED_AFTER:
        return next(iter(context.operations))
    return None
