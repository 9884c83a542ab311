"""Arguments: who does it, to whom, where, how many, when; the trigger is given."""

from typing import Any

import pytest

from tests.build import report
from vedette.languages import language
from vedette.reader.arguments import Arguments, arguments
from vedette.reader.mentions import mentions
from vedette.reader.sentences import Sentence, sentences
from vedette.vocabulary import Mode, Span

WORDS = language("en")


def chosen(text: str, mode: str, trigger: str, limits: Span | None = None) -> tuple[Sentence, Arguments]:
    sentence = sentences(report(text=text))[0]
    at = next(n for n, token in enumerate(sentence.tokens) if token.text == trigger)
    found = mentions(sentence, WORDS, frozenset())
    whole = limits or (0, len(sentence.tokens))
    return sentence, arguments(sentence, (at, at + 1), Mode(mode), whole, found, WORDS)


def words(text: str, sentence: Sentence, *found: tuple[Any, ...] | None) -> list[str]:
    spans = [(f[0], f[1]) for f in found if f]
    return [text[sentence.tokens[a].start : sentence.tokens[b - 1].end] for a, b in spans]


WHO: list[tuple[str, str, str, list[str], list[str], str]] = [
    ("Russia sent troops to Belarus.", "DEPLOY", "sent", ["Russia"], [], "the subject; a move has no other"),
    ("Russian troops arrived in Belarus.", "DEPLOY", "arrived", ["Russian"], [], "a demonym and its force"),
    ("Troops were sent to Mali by Russia.", "DEPLOY", "sent", ["Russia"], [], "a passive's agent"),
    ("France and Germany sent troops to Niger.", "DEPLOY", "sent", ["France", "Germany"], [], "two that act together"),
    ("Belarus hosted the Russian troops stationed at Brest.", "STATION", "stationed", ["Russian"], [], "whose forces"),
    ("Russia attacked Ukraine on Monday.", "ATTACK", "attacked", ["Russia"], ["Ukraine"], "who attacks whom"),
    ("Ukraine accused Russia of shelling a village.", "ACCUSE", "accused", ["Ukraine"], ["Russia"], "who blames whom"),
    ("Poland asked the United States for troops.", "DEMAND", "asked", ["Poland"], ["United States"], "who asks whom"),
    ("Germany delivered tanks to Ukraine.", "ARM", "delivered", ["Germany"], ["Ukraine"], "who arms whom"),
    ("Canada promised Latvia more troops.", "PLEDGE", "promised", ["Canada"], ["Latvia"], "who promises whom"),
]


@pytest.mark.parametrize(("text", "mode", "trigger", "actors", "others", "why"), WHO)
def test_who(text: str, mode: str, trigger: str, actors: list[str], others: list[str], why: str) -> None:
    sentence, told = chosen(text, mode, trigger)
    assert words(text, sentence, *told.actors) == actors, why
    if mode in {"ATTACK", "ACCUSE", "DEMAND", "ARM", "PLEDGE"}:
        assert words(text, sentence, *told.others) == others, why


def test_all_that_take_part_in_an_exercise_act() -> None:
    text = "Soldiers from Poland, Latvia and Estonia began a joint exercise on Monday."
    sentence, told = chosen(text, "EXERCISE", "exercise")
    assert set(words(text, sentence, *told.actors)) >= {"Poland", "Latvia", "Estonia"}


WHERE: list[tuple[str, str, str, list[str], str]] = [
    ("Russia sent troops to Belarus.", "DEPLOY", "sent", ["Belarus"], "where they go"),
    ("French troops left Mali on Monday.", "WITHDRAW", "left", ["Mali"], "where they leave"),
    ("Troops were massed along the border with Ukraine.", "BUILDUP", "massed", ["the border with Ukraine"], "a border"),
    ("Soldiers are stationed at Brest in Belarus.", "STATION", "stationed", ["Brest"], "the site before its country"),
    ("Russia promised more troops.", "PLEDGE", "promised", [], "no place is told"),
]


@pytest.mark.parametrize(("text", "mode", "trigger", "expected", "why"), WHERE)
def test_where(text: str, mode: str, trigger: str, expected: list[str], why: str) -> None:
    sentence, told = chosen(text, mode, trigger)
    assert words(text, sentence, told.place) == expected, why


HOW_MANY: list[tuple[str, str, str, list[str], str]] = [
    ("Russia sent 2,000 troops to Belarus.", "DEPLOY", "sent", ["2,000 troops"], "how many move"),
    ("Russia sent 2,000 soldiers and 40 tanks to Mali.", "DEPLOY", "sent", ["2,000 soldiers"], "men before arms"),
    (
        "About 300 American soldiers landed in Riga.",
        "DEPLOY",
        "landed",
        ["About 300 American soldiers"],
        "with its bound",
    ),
    ("Russia accused Ukraine of killing 20 soldiers.", "ACCUSE", "accused", [], "nothing is counted that acts"),
]


@pytest.mark.parametrize(("text", "mode", "trigger", "expected", "why"), HOW_MANY)
def test_how_many(text: str, mode: str, trigger: str, expected: list[str], why: str) -> None:
    sentence, told = chosen(text, mode, trigger)
    assert words(text, sentence, told.figure) == expected, why


WHEN: list[tuple[str, str, str, list[str], str]] = [
    ("Russia sent troops to Belarus on Monday.", "DEPLOY", "sent", ["on Monday"], "the day of the event"),
    ("Troops have been stationed in Mali since 2013.", "STATION", "stationed", ["since 2013"], "since when"),
]


@pytest.mark.parametrize(("text", "mode", "trigger", "expected", "why"), WHEN)
def test_when(text: str, mode: str, trigger: str, expected: list[str], why: str) -> None:
    sentence, told = chosen(text, mode, trigger)
    assert words(text, sentence, told.date) == expected, why


def test_the_day_on_which_it_was_said_does_not_date_what_was_said() -> None:
    text = "Russian troops will leave Mali, the minister said on Tuesday."
    sentence, told = chosen(text, "WITHDRAW", "leave", (0, 7))
    assert words(text, sentence, told.date) == []


def test_no_mention_fills_two_roles_of_one_claim_as_somebody() -> None:
    _, told = chosen("Russia attacked Ukraine on Monday.", "ATTACK", "attacked")
    assert not set(told.actors) & set(told.others)
