"""Who does it, to whom, where, how many, when: picks a claim's arguments among the mentions around its trigger."""

from typing import NamedTuple

from vedette.languages import Language
from vedette.reader.mentions import ActorMention, FigureMention, Mention, Mentions, PlaceMention
from vedette.reader.sentences import Sentence
from vedette.vocabulary import Mode, Span

PLACE_PREPOSITIONS = frozenset("in into to at near from on along over off inside outside across around through within toward towards via".split())
AGAINST = frozenset("against towards toward with on at of to from".split())
TAKES_OTHER = {
    Mode.ATTACK, Mode.INCURSION, Mode.ARM, Mode.PLEDGE, Mode.CONSENT, Mode.REFUSE, Mode.DEMAND, Mode.THREATEN, Mode.ACCUSE,
    Mode.CONSULT, Mode.ASSESS, Mode.DENY,
}  # fmt: skip
COUNTS = {
    Mode.DEPLOY, Mode.BUILDUP, Mode.STATION, Mode.REMAIN, Mode.WITHDRAW, Mode.EXERCISE, Mode.READY, Mode.INCURSION, Mode.ARM,
    Mode.ATTACK, Mode.PREPARE,
}  # fmt: skip
HAS_PLACE = set(Mode) - {Mode.ACCUSE, Mode.DEMAND, Mode.THREATEN, Mode.PLEDGE}
TOGETHER = frozenset({Mode.EXERCISE, Mode.CONSULT})


class Arguments(NamedTuple):
    """Token ranges in the sentence; `carried` says that the actor comes from an earlier sentence."""

    actors: tuple[ActorMention, ...]
    others: tuple[ActorMention, ...]
    place: PlaceMention | None
    figure: FigureMention | None
    date: Mention | None


def arguments(sentence: Sentence, trigger: Span, mode: Mode, limits: Span, found: Mentions, words: Language) -> Arguments:
    """Gives the arguments of one trigger. `limits` is the stretch of tokens that its speaker's words take up."""
    clause = sentence.clause_of(trigger[0])
    clause = (max(clause[0], limits[0]), min(clause[1], limits[1]))
    actors = _actors(sentence, trigger, mode, clause, limits, found)
    others = _others(sentence, trigger, mode, clause, limits, found, actors) if mode in TAKES_OTHER else ()
    place = _place(sentence, trigger, clause, limits, found, actors, words) if mode in HAS_PLACE else None
    figure = _figure(trigger, clause, found) if mode in COUNTS else None
    return Arguments(actors, others, place, figure, _date(trigger, clause, limits, found))


def is_place(sentence: Sentence, mention: ActorMention | PlaceMention) -> bool:
    """Whether a name stands as a place ("in Ukraine", "Ukraine's border") and not as somebody who acts."""
    tokens = sentence.tokens
    before = [t.low for t in tokens[max(0, mention.start - 2) : mention.start]]
    if before and (before[-1] in PLACE_PREPOSITIONS or (before[-1] in {"the", "neighbouring", "northern", "southern", "eastern", "western"} and before[0] in PLACE_PREPOSITIONS)):
        return True
    after = [t.low for t in tokens[mention.end : mention.end + 3]]
    if after and after[0] in {"'s", "'"}:
        after = after[1:]
    return bool(after) and after[0] in {"border", "borders", "frontier", "airspace", "territory", "soil", "side", "waters", "coast", "capital", "region"}


def _actors(sentence: Sentence, trigger: Span, mode: Mode, clause: Span, limits: Span, found: Mentions) -> tuple[ActorMention, ...]:
    tokens = sentence.tokens
    named = [a for a in found.actors if limits[0] <= a.start < limits[1] and not (a.start < trigger[1] and trigger[0] < a.end)]
    acting = [a for a in named if not is_place(sentence, a)]
    inside = [a for a in acting if clause[0] <= a.start < clause[1]]
    agents = [a for a in inside if a.start > trigger[0] and tokens[a.start - 1].low == "by" or a.start > 1 and tokens[a.start - 2].low == "by" and a.start > trigger[0]]
    if agents:
        return _joined(sentence, agents[0], inside)
    before = [a for a in inside if a.end <= trigger[0]]
    if mode in TOGETHER:
        after = [a for a in inside if a.start >= trigger[1] and tokens[a.start - 1].low in {"with", "and", "between", "of", "by"}]
        if mode is Mode.EXERCISE:
            return tuple(before[-3:] + after[:2])
        if not before and any(t.low == "between" for t in tokens[trigger[1] : clause[1]]):
            return tuple(after[:2])
    if before:
        return _joined(sentence, before[0] if mode not in {Mode.ATTACK} else before[0], before)
    if tokens[trigger[1]].low == "of" if trigger[1] < len(tokens) else False:
        of = [a for a in inside if a.start >= trigger[1]]
        if of:
            return (of[0],)
    earlier = [a for a in acting if a.end <= clause[0]]
    return (earlier[-1],) if earlier else ()


def _joined(sentence: Sentence, first: ActorMention, inside: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Takes "Russia and Belarus" as two actors, "Russian President Vladimir Putin" as one."""
    tokens, chain = sentence.tokens, [first]
    for mention in inside:
        if mention.start < chain[-1].end:
            continue
        between = [t.low for t in tokens[chain[-1].end : mention.start]]
        if between and set(between) <= {"and", ",", "&", "-"} and "and" in between + ["and"]:
            chain.append(mention)
        elif len(between) > 3:
            break
    return tuple(chain)


def _others(
    sentence: Sentence, trigger: Span, mode: Mode, clause: Span, limits: Span, found: Mentions, actors: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    tokens = sentence.tokens
    reach = (trigger[1], limits[1] if mode in {Mode.DEMAND, Mode.ACCUSE, Mode.THREATEN} else clause[1])
    after = [a for a in found.actors if reach[0] <= a.start < reach[1] and a not in actors]
    plain = [a for a in after if not is_place(sentence, a) or tokens[a.start - 1].low in AGAINST - {"on", "at"}]
    if mode in {Mode.ATTACK, Mode.INCURSION} and not plain:
        plain = after[:1]
    return _joined(sentence, plain[0], plain) if plain else ()


def _place(
    sentence: Sentence, trigger: Span, clause: Span, limits: Span, found: Mentions, actors: tuple[ActorMention, ...], words: Language
) -> PlaceMention | None:
    taken = {(a.start, a.end) for a in actors}
    fit = [p for p in found.places if (p.start, p.end) not in taken and is_place(sentence, p) and limits[0] <= p.start < limits[1]]
    after = [p for p in fit if p.start >= trigger[1] and p.start < clause[1]]
    if after:
        # A named place says more than "the border", a site more than its country.
        named = [p for p in after if p.entries]
        return (named or after)[0]
    before = [p for p in fit if clause[0] <= p.start and p.end <= trigger[0]]
    if before:
        return before[-1]
    rest = [p for p in fit if p.start >= trigger[1]]
    return rest[0] if rest and rest[0].start - trigger[1] < 12 else None


def _figure(trigger: Span, clause: Span, found: Mentions) -> FigureMention | None:
    near = [f for f in found.figures if clause[0] <= f.start < clause[1] and f.noun]
    return min(near, key=lambda f: min(abs(f.start - trigger[1]), abs(trigger[0] - f.end)), default=None)


def _date(trigger: Span, clause: Span, limits: Span, found: Mentions) -> Mention | None:
    near = [d for d in found.dates if clause[0] <= d.start < clause[1]] or [
        d for d in found.dates if limits[0] <= d.start < limits[1] and d.start >= trigger[1] - 4
    ]
    return min(near, key=lambda d: min(abs(d.start - trigger[1]), abs(trigger[0] - d.end)), default=None)
