"""What may be the actor, other, place, figure or date of a claim: all that the knowledge files know by name in a report."""

from collections.abc import Iterator
from typing import NamedTuple

from vedette.reader.mentions import Mentions
from vedette.reader.sentences import Sentence
from vedette.vocabulary import Role, Span


class Candidate(NamedTuple):
    """A mention in characters of the report. `codes` are whom or which countries it may mean, none for figures and dates."""

    role: Role
    span: Span
    codes: frozenset[str]


def candidates(sentences: list[Sentence], found: list[Mentions]) -> list[Candidate]:
    """Gives the candidates of a report in the order of its text; actors may be others too."""
    return sorted(_of(sentences, found), key=lambda c: (c.span, c.role))


def _of(sentences: list[Sentence], found: list[Mentions]) -> Iterator[Candidate]:
    for sentence, here in zip(sentences, found, strict=True):
        for actor in here.actors:
            yield Candidate(Role.ACTOR, _span(sentence, actor), frozenset(e.code for e in actor.entries if e.code))
        for place in here.places:
            yield Candidate(
                Role.PLACE, _span(sentence, place), frozenset(s.country for s in place.entries if s.country)
            )
        for figure in here.figures:
            yield Candidate(Role.QUANTITY, _span(sentence, figure), frozenset())
        for day in here.dates:
            yield Candidate(Role.TIME, _span(sentence, day), frozenset())


def _span(sentence: Sentence, told: object) -> Span:
    start, end = told[:2]  # type: ignore[index]
    return sentence.tokens[start].start, sentence.tokens[end - 1].end
