"""Coded events → claims, each with its coder as outlet and a line that tells the row as its quote."""

from collections.abc import Iterable
from datetime import datetime

from vedette import knowledge
from vedette.collect.events.coded import CodedEvent, Party
from vedette.collect.files import problem
from vedette.errors import Skip
from vedette.knowledge import coding
from vedette.knowledge.coding import Meaning
from vedette.vocabulary import Claim, Done, Mode, Problem, Reality, content_id

MEANINGS = {"ICEWS": coding.cameo, "GDELT": coding.cameo, "POLECAT": coding.plover, "ACLED": coding.acled}
# Who acts for a state: citizens, courts, police and rebels in it do not. A group's own fighters act for the group.
FOR_STATE = frozenset({None, "Government", "Intelligence", "Military"})
FOR_GROUP = FOR_STATE | {"Rebel"}
AGAINST = frozenset({"Rebel", "Criminal"})  # force used on them in a state is not used on the state
BETWEEN = frozenset({Mode.CONSULT, Mode.ARM})  # need two that act, and are nothing that happens inside one state
EXAMPLES = 5


def claims(events: Iterable[CodedEvent], taken_in: datetime) -> Done[Claim]:
    """Gives the claims of events, and for each reason why events make none a Problem with their number and five of them."""
    made: dict[str, Claim] = {}
    without: dict[str, list[str]] = {}
    number: dict[str, int] = {}
    for event in events:
        try:
            told = claim(event, taken_in)
            if told.id in made:
                raise Skip("told twice", "the same event stands in an earlier row")
            made[told.id] = told
        except Skip as skip:
            reason = f"{skip.kind}: {skip}"
            number[reason] = number.get(reason, 0) + 1
            examples = without.setdefault(reason, [])
            if len(examples) < EXAMPLES:
                examples.append(f"{event.file}:{event.row}")
    return Done(
        results=tuple(made.values()),
        problems=tuple(_without(reason, number[reason], without[reason]) for reason in sorted(without)),
    )


def claim(event: CodedEvent, taken_in: datetime) -> Claim:
    """Gives what an event says as a claim. Raises Skip where no mode says the same, or nobody with a code acts.

    A plan has the day on which it was told, and no time; casualties are no quantity.
    """
    meaning = MEANINGS[event.coder]().get(event.code)
    if not meaning or not meaning.mode:
        says = f" ({meaning.says})" if meaning and meaning.says else ""
        raise Skip("no mode", f"{event.coder} {event.code}{says} is no mode of a claim")
    if event.day > taken_in.date():
        raise Skip("date", f"dated {event.day}, after it was taken in")
    actor, other = _parties(event, meaning)
    if not actor:
        raise Skip("no actor", "who acts belongs to no known state, organisation or group, or does not act for it")
    if not other and len(actor) < 2:
        speech = knowledge.modes()[meaning.mode].speech
        if (speech or meaning.mode in BETWEEN) and event.source.code == event.target.code:
            raise Skip("inside", "both sides belong to one state")
        if meaning.mode in BETWEEN:
            raise Skip("no other", "with whom or for whom belongs to none that is known, or does not act for it")
    quote, start, end = _quote(event, meaning)
    return Claim(
        id=content_id("event", event.coder, event.id),
        report=content_id("events", event.file, event.row),
        evidence=(0, len(quote)),
        trigger=(start, end),
        quote=quote,
        mode=meaning.mode,
        actor=actor,
        other=other,
        place=event.place,
        time=event.when if meaning.reality is Reality.ACTUAL else None,
        polarity=meaning.polarity,
        certainty=meaning.certainty,
        reality=meaning.reality,
        outlet=event.coder,
        reported=event.added or event.day,
        taken_in=taken_in,
    )


def _parties(event: CodedEvent, meaning: Meaning) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Gives who acts and whom it is done to. Where both act, or it is not said who did, both are actors.

    Force is used on a state where its people are hit; all else is done to those who act for it.
    """
    sides = (event.target, event.source) if meaning.parties == "reversed" else (event.source, event.target)
    if meaning.parties == "both" or not event.directed:
        doing = [side for side in sides if _acts(side)]
        done_to = [side for side in sides if not _acts(side)]
    else:
        doing, done_to = [side for side in sides[:1] if _acts(side)], list(sides[1:])
    hit = meaning.mode is Mode.ATTACK
    other = [side for side in done_to if _acts(side) or (hit and side.sector not in AGAINST)]
    actor = tuple(dict.fromkeys(side.code for side in doing if side.code))
    return actor, tuple(dict.fromkeys(side.code for side in other if side.code and side.code not in actor))


def _acts(party: Party) -> bool:
    return party.code is not None and party.sector in (FOR_STATE if party.code in knowledge.states() else FOR_GROUP)


def _quote(event: CodedEvent, meaning: Meaning) -> tuple[str, int, int]:
    """Gives the row as a line, and where in it stands what was done."""
    source, target = event.source.name or "not named", event.target.name
    between = " → " if event.directed else " and "
    what = event.code if event.coder == "ACLED" else f"{event.code} {meaning.says}"
    before = f"{event.coder}: {source}{between + target if target else ''}, "
    where = f", {event.place.name}" if event.place else ""
    return f"{before}{what}{where}, {event.day}", len(before), len(before) + len(what)


def _without(reason: str, number: int, examples: list[str]) -> Problem:
    kind, _, why = reason.partition(": ")
    return problem(kind, examples[0], f"{number:,} events make no claim: {why}; such as {', '.join(examples)}")
