"""What one stretch of a text means, for whoever asks: the answer, its reason, the candidates that were passed over."""

from datetime import date
from typing import Any

import pytest

from tests.build import report
from vedette.errors import Stop
from vedette.resolve.answers import answer, answers, in_words
from vedette.resolve.layers import dates_in, places_in, precision, quantities_in
from vedette.resolve.quantities import Standing, standing
from vedette.vocabulary import When


def asked(text: str, words: str, kind: str, told: str | None = "2022-02-02", **given: Any) -> Any:
    start = text.index(words)
    return answer(report(text=text, told=told, **given), (start, start + len(words)), kind)


NAMES: list[tuple[str, str, str, str | None, str]] = [
    ("Johnson", "Johnson", "2022-02-02", "GBR", "by whoever of that surname is in office"),
    ("Johnson", "Johnson", "2022-11-02", None, "out of office: nobody"),
    ("Sunak", "Sunak", "2022-11-02", "GBR", "his successor's successor"),
    ("Chrenin", "Chrenin", "2022-02-02", "BLR", "another spelling"),
    ("Poland asked for help. Its army is ready.", "Its", "2022-02-02", "POL", "what it goes back to"),
    ("loaves", "loaves", "2022-02-02", None, "no actor"),
]


@pytest.mark.parametrize(("text", "words", "day", "expected", "why"), NAMES, ids=[case[4] for case in NAMES])
def test_an_actor_is_answered(text: str, words: str, day: str, expected: str | None, why: str) -> None:
    told = asked(text, words, "actor", day)
    assert (told.answer and told.answer["code"]) == expected
    assert told.reason


def test_whoever_held_the_office_on_another_day_is_a_candidate_with_the_reason() -> None:
    told = asked("Johnson", "Johnson", "actor", "2022-11-02")
    boris = next(c for c in told.candidates if c["name"] == "Boris Johnson" and c["to"] == "2022-09-06")
    assert "not on 2022-11-02" in boris["reason"]


def test_the_prime_minister_is_whoever_holds_the_office() -> None:
    text = "Britain will send 600 men. The prime minister spoke on Monday."
    assert asked(text, "The prime minister", "actor").answer["person"] == "Boris Johnson"
    assert asked(text, "The prime minister", "actor", "2022-12-02").answer["person"] == "Rishi Sunak"


def test_a_place_is_answered_with_its_point_and_its_namesakes() -> None:
    told = asked("Talks were held in Brest, Belarus.", "Brest", "place")
    assert told.answer["country"] == "BLR" and told.answer["radius_km"] > 0
    assert "FRA" in {c["country"] for c in told.candidates}


def test_a_date_follows_the_order_of_the_outlet() -> None:
    text = "It began on 12/03/2022 at dawn."
    assert asked(text, "12/03/2022", "date", outlet="Daily Express").answer["start"] == "2022-03-12"
    assert asked(text, "12/03/2022", "date", outlet="CNN").answer["start"] == "2022-12-03"
    assert asked(text, "12/03/2022", "date", outlet=None).answer is None


def test_a_relative_date_without_a_publication_date_is_open() -> None:
    told = asked("They left on Tuesday.", "on Tuesday", "date", None)
    assert told.answer is None and "publication date" in told.reason


STANDINGS: list[tuple[str, str, Standing, str]] = [
    ("Poland sent 300 soldiers.", "300 soldiers", Standing.TOTAL, "a whole"),
    ("Poland sent another 300 soldiers.", "another 300 soldiers", Standing.INCREMENT, "another"),
    ("Poland sent 300 more soldiers.", "300 more soldiers", Standing.INCREMENT, "more behind the figure"),
    ("Poland sent more than 300 soldiers.", "more than 300 soldiers", Standing.TOTAL, "more than is a bound"),
    ("There are 9,000 men, of whom 3,000 are in Belarus.", "3,000", Standing.PART, "of whom"),
    ("There are 9,000 men, including 3,000 marines.", "3,000 marines", Standing.PART, "including"),
]


@pytest.mark.parametrize(("text", "words", "expected", "why"), STANDINGS, ids=[case[3] for case in STANDINGS])
def test_a_figure_is_a_whole_or_some_more_or_a_part(text: str, words: str, expected: Standing, why: str) -> None:
    start = text.index(words)
    assert standing(text, (start, start + len(words))) is expected


WRONG: list[tuple[tuple[int, int], str, str]] = [
    ((0, 99), "place", "lies outside the text"),
    ((3, 3), "place", "lies outside the text"),
    ((-1, 3), "place", "lies outside the text"),
    ((0, 5), "plce", "did you mean 'place'"),
]


@pytest.mark.parametrize(("span", "kind", "expected"), WRONG)
def test_a_wrong_question_says_what_to_type(span: tuple[int, int], kind: str, expected: str) -> None:
    with pytest.raises(Stop, match=expected):
        answer(report(text="Minsk is in Belarus."), span, kind)


def test_everything_named_is_answered_in_the_order_of_the_text() -> None:
    text = "Russia sent another 300 soldiers to Brest, Belarus, on Monday."
    told = answers(report(text=text, told="2022-02-02"))
    assert [t.span for t in told] == sorted(t.span for t in told)
    assert {t.kind for t in told} == {"actor", "place", "date", "quantity"}
    assert all(in_words(text, each) for each in told)


def test_the_layers_of_a_report() -> None:
    source = report(text="Russia sent 2,000 soldiers to Minsk on 12/03/2022. They left last week.", told="2022-04-06")
    assert [p.place.country for p in places_in(source)] == ["RUS", "BLR"]
    assert [q.quantity.min for q in quantities_in(source) if q.quantity] == [2000]
    spans = [source.text[slice(*d.span)] for d in dates_in(source)]
    assert spans == ["12/03/2022", "last week"]


SHARP: list[tuple[str, str, str]] = [
    ("2022-02-01", "2022-02-01", "day"),
    ("2022-02-07", "2022-02-13", "week"),
    ("2022-02-01", "2022-02-28", "month"),
    ("2021-12-01", "2021-12-31", "month"),
    ("2022-01-01", "2022-12-31", "year"),
    ("2022-02-01", "2022-02-10", "range"),
    ("2022-02-01", "", "since"),
    ("", "2022-02-01", "until"),
]


@pytest.mark.parametrize(("start", "end", "expected"), SHARP)
def test_a_date_tells_how_sharp_it_is(start: str, end: str, expected: str) -> None:
    days = When(start=date.fromisoformat(start) if start else None, end=date.fromisoformat(end) if end else None)
    assert precision(days) == expected


def test_the_usual_strength_of_a_formation_stands_beside_its_count_and_is_never_the_count() -> None:
    text = "Two battalion tactical groups and a brigade arrived."
    source = report(text=text, told="2022-02-02")
    told = answer(source, (0, 29), "quantity")
    assert told.answer is not None
    assert (told.answer["min"], told.answer["unit"]) == (2, "battalions")
    assert (told.answer["usual"]["min"], told.answer["usual"]["max"]) == (1200, 2000)
    assert "usually 1,200 to 2,000 people, not counted" in in_words(text, told)
    assert {q.quantity.unit.value for q in quantities_in(source) if q.quantity} == {"battalions", "brigades"}
    assert "usual" not in (answer(report(text="3,000 troops"), (0, 12), "quantity").answer or {})
