"""Mentions: what a sentence names or points at, and what only looks like a name."""

import pytest

from tests.build import report
from vedette.languages import language
from vedette.reader.mentions import Mentions, mentions
from vedette.reader.sentences import Sentence, sentences

WORDS = language("en")


def found(text: str, people: frozenset[str] = frozenset()) -> tuple[Sentence, Mentions]:
    sentence = sentences(report(text=text))[0]
    return sentence, mentions(sentence, WORDS, people)


def words(sentence: Sentence, start: int, end: int, text: str) -> str:
    return text[sentence.tokens[start].start : sentence.tokens[end - 1].end]


ACTORS: list[tuple[str, list[str], str]] = [
    ("Russia moved its tanks.", ["Russia"], "a state"),
    ("Russian tanks moved.", ["Russian"], "a demonym"),
    ("BRITAIN is sending a warship.", ["BRITAIN"], "in capitals"),
    ("Minsk agreed at once.", ["Minsk"], "a capital that speaks"),
    ("The Pentagon sent two ships.", ["Pentagon"], "a ministry"),
    ("Anglo-American jets flew over.", ["Anglo-American"], "a part of a hyphened word"),
    ("Ukraine’s army held on.", ["Ukraine"], "a possessive hides no name"),
    ("The ambassador left the hall.", [], "'assad' within a word is no name"),
    ("He chaired the meeting.", [], "no name at all"),
    ("Jordan Henderson joined the army.", [], "a first name"),
    ("Chad Smithers wrote to his sergeant.", [], "a first name"),
    ("Paris Hilton visited the soldiers.", [], "a first name"),
    ("The troops of Jordan moved.", ["Jordan"], "the state"),
    ("The army of Chad fought back.", ["Chad"], "the state"),
    ("Turkey sent drones.", ["Turkey"], "no bird"),
    ("They ate turkey before the march.", [], "a bird"),
    ("A fine piece of china broke.", [], "no state in lower case"),
    ("Georgia moved its guns.", ["Georgia"], "the state"),
    ("Georgia Stanford drove the lorry.", [], "a first name"),
    ("NATO and the EU met.", ["NATO", "EU"], "two organisations"),
    ("The Taliban took the town.", ["Taliban"], "a group"),
    ("President Putin spoke to the troops.", ["Putin"], "a surname behind a title"),
    ("Putinism is not an army.", [], "a longer word"),
    ("US and British soldiers landed.", ["US", "British"], "two demonyms"),
    ("Give it to us now.", [], "no state in lower case"),
    (
        "Polish the boots, he said.",
        ["Polish"],
        "a verb at the start looks like a demonym, which only its clause can tell",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), ACTORS)
def test_actors(text: str, expected: list[str], why: str) -> None:
    sentence, told = found(text)
    assert [words(sentence, a.start, a.end, text) for a in told.actors] == expected, why


def test_a_surname_counts_where_its_bearer_is_spelled_out() -> None:
    text = "On Monday Lukashenko inspected the range."
    assert not found(text)[1].actors
    assert found(text, frozenset({"Alexander Lukashenko"}))[1].actors


STAND_INS: list[tuple[str, list[tuple[str, str]], str]] = [
    ("Russia moved its troops.", [("its", "possessive")], "its troops belong to its owner"),
    ("The alliance agreed.", [("The alliance", "definite")], "the alliance"),
    ("The foreign ministry denied it.", [("The foreign ministry", "definite"), ("it", "pronoun")], "a ministry"),
    ("They left.", [("They", "pronoun")], "a pronoun"),
    ("Paratroopers landed.", [("Paratroopers", "bare")], "men whose owner is not told"),
    ("Malian soldiers landed.", [], "soldiers beside their owner stand for nobody else"),
    ("Ola Testmann spoke.", [("Ola Testmann", "person")], "somebody whom no list knows"),
]


@pytest.mark.parametrize(("text", "expected", "why"), STAND_INS)
def test_what_points_at_somebody_told_elsewhere(text: str, expected: list[tuple[str, str]], why: str) -> None:
    sentence, told = found(text)
    assert [(words(sentence, s.start, s.end, text), s.kind) for s in told.stand_ins] == expected, why


PLACES: list[tuple[str, list[str], str]] = [
    ("Troops are in Belarus.", ["Belarus"], "a country"),
    ("Troops stand along the Ukrainian border.", ["Ukrainian border"], "a border by its demonym, once"),
    ("Troops stand along the border with Ukraine.", ["the border with Ukraine"], "the border and the country beyond"),
    ("Troops are in Poland and Lithuania.", ["Poland and Lithuania"], "two countries are one place"),
    ("Ships sailed into the Black Sea.", ["the Black Sea"], "a sea"),
    ("Ships are in the Gulf of Aden.", ["Gulf of Aden"], "the longest name"),
    ("Guns were moved to the region.", ["the region"], "goes back to a place"),
    ("Guns were sent there.", ["there"], "goes back to a place"),
    ("There are guns.", [], "no place at all"),
    ("They shelled Brasovo-on-Sea at Querhavn.", ["Querhavn"], "a name behind 'at' that no gazetteer has"),
    ("Talks were held on Monday.", [], "a day is no place"),
    ("Jordan Henderson was at home.", [], "a first name"),
    ("Victoria Nuland spoke.", [], "a first name"),
    ("They landed in Georgia.", ["Georgia"], "the country"),
    ("The Russian soldiers ate.", [], "a demonym without a noun of place"),
]


@pytest.mark.parametrize(("text", "expected", "why"), PLACES)
def test_places(text: str, expected: list[str], why: str) -> None:
    sentence, told = found(text)
    assert [words(sentence, p.start, p.end, text) for p in told.places] == expected, why


FIGURES: list[tuple[str, list[str], str]] = [
    ("Some 3,000 soldiers arrived.", ["Some 3,000 soldiers"], "a figure, its bound and its noun"),
    ("More than two dozen Russian tanks arrived.", ["More than two dozen Russian tanks"], "words"),
    ("Between 3,000 and 4,000 soldiers arrived.", ["Between 3,000 and 4,000 soldiers"], "no date in 'between 3'"),
    ("Fifty U.S. and British warplanes arrived.", ["Fifty U.S. and British warplanes"], "points within a name"),
    ("A battalion arrived.", ["A battalion"], "one by its article"),
    ("A frigate arrived.", [], "an article counts no ship"),
    ("Soldiers of the 3rd Battalion arrived.", [], "a name's number"),
    ("Troops arrived on 10 February.", [], "a day of a month"),
    ("Troops arrived in 2014.", [], "a year"),
    ("It cost $300 million.", [], "money"),
    ("They marched 30 km.", [], "a distance"),
    ("Four thousand would stay.", ["Four thousand"], "a figure alone counts what was counted before"),
    ("Four Polish MiG-29 fighters landed.", ["Four Polish MiG-29 fighters"], "a model within"),
]


@pytest.mark.parametrize(("text", "expected", "why"), FIGURES)
def test_figures(text: str, expected: list[str], why: str) -> None:
    sentence, told = found(text)
    assert [words(sentence, f.start, f.end, text) for f in told.figures] == expected, why


DATES: list[tuple[str, list[str], str]] = [
    ("Troops left on Monday.", ["on Monday"], "a weekday"),
    ("Troops have been there since 10 February.", ["since 10 February"], "with its since"),
    ("They train from 9 to 19 March.", ["from 9 to 19 March"], "a stretch"),
    ("They left on Thursday, two days after the vote.", ["on Thursday"], "what follows is another thing"),
    ("They will leave by the end of the year.", ["by the end of the year"], "the end of a year"),
    ("They may leave.", [], "no month"),
    ("They march on.", [], "no month"),
    ("They came in May.", ["in May"], "a month"),
    ("MINSK, Feb. 17 (BelTA) - Troops left on Monday.", ["on Monday"], "the head of a dispatch dates nothing"),
    ("Some 2,014 soldiers left.", [], "no year"),
    ("They left the day before.", ["the day before"], "counts from another day"),
    ("They landed overnight.", ["overnight"], "a night"),
]


@pytest.mark.parametrize(("text", "expected", "why"), DATES)
def test_dates(text: str, expected: list[str], why: str) -> None:
    sentence, told = found(text)
    assert [words(sentence, d.start, d.end, text) for d in told.dates] == expected, why
