"""Places in any text: found as written, pinned by what is told with them, and open where two are alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.resolve.placing import distance, places
from vedette.resolve.toponyms import toponyms
from vedette.vocabulary import Point

FOUND: list[tuple[str, list[str], str]] = [
    ("Troops left Minsk for Brest.", ["Minsk", "Brest"], "towns"),
    ("The Russian army is in Belarus.", ["Russian", "Belarus"], "an adjective and a country"),
    ("Russians and Poles met.", [], "people are no place"),
    ("The ambassador spoke.", [], "no part of a word"),
    ("John Washington met Jordan Smith.", [], "names of people"),
    ("They met in March and May.", [], "months"),
    ("Most of the reading is nice.", [], "ordinary words"),
    ("He lives in Mobile, Alabama.", ["Mobile", "Alabama"], "an ordinary word with its state"),
    ("The line runs along Royal Street in New Orleans.", ["Royal Street", "New Orleans"], "a street"),
    ("Fire broke out at Paris Public Library.", ["Paris"], "a town in the name of a house"),
    ("WARSAW, Poland (AP) — Trains ran.", ["WARSAW", "Poland"], "a town in capitals that heads a dispatch"),
    ("", [], "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), FOUND, ids=[case[2] for case in FOUND])
def test_places_are_found(text: str, expected: list[str], why: str) -> None:
    assert [text[slice(*each.span)] for each in toponyms(text)] == expected


PINNED: list[tuple[str, str, str | None, tuple[float, float] | None, str]] = [
    ("A fire in Alexandria, La., was put out.", "Alexandria", "USA", (31.3, -92.4), "by the state behind it"),
    ("Ships called at Alexandria, Egypt.", "Alexandria", "EGY", (31.2, 29.9), "by the country behind it"),
    ("Columbus and Dayton are in Ohio. Dublin grew fast.", "Dublin", "USA", (40.1, -83.1), "by the towns around it"),
    ("Dublin lies in Ireland.", "Dublin", "IRL", (53.3, -6.3), "by the country told"),
    ("Talks were held in Brest, Belarus.", "Brest", "BLR", (52.1, 23.7), "the town before the region"),
    ("Tbilisi is the capital of Georgia.", "Georgia", "GEO", (42.0, 43.5), "the country"),
    ("Atlanta and Savannah are in Georgia.", "Georgia", "USA", (32.8, -83.5), "the American state"),
    ("Soldiers were seen in Crimea.", "Crimea", "UKR", (45.3, 34.4), "by the policy on disputed territories"),
    ("Ships crossed the Black Sea.", "Black Sea", None, (43.5, 34.5), "a sea lies in no country"),
    ("He was born in Qwertyville.", "Qwertyville", None, None, "in no list: no point and no country"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "country", "near", "why"), PINNED, ids=[case[4] for case in PINNED])
def test_places_are_pinned(
    text: str, name: str, country: str | None, near: tuple[float, float] | None, why: str
) -> None:
    told = next(each for each in places(text) if each.place.name == name)
    assert told.place.country == country
    assert (told.place.point is None) == (near is None)
    if near and told.place.point:
        assert distance(told.place.point, Point(lat=near[0], lon=near[1], radius_km=1)) < 161
    assert told.reason


def test_a_list_of_countries_is_no_list_of_towns() -> None:
    assert [p.place.country for p in places("China, Japan and Vietnam signed.")] == ["CHN", "JPN", "VNM"]


def test_two_places_alike_stay_open_with_both_kept() -> None:
    told = next(p for p in places("The fair at Springfield was opened.") if p.place.name == "Springfield")
    assert len(told.candidates) > 1
    if told.place.point is None:
        assert "as likely" in told.reason


def test_every_point_has_a_radius() -> None:
    text = "From Minsk over the Black Sea to Texas, Alexandria, La., and Europe."
    assert all(p.place.point and p.place.point.radius_km > 0 for p in places(text))


@given(st.text(alphabet="ABCMinskParis, .-\n'", max_size=60))
def test_spans_lie_in_the_text_and_none_inside_another(text: str) -> None:
    spans = [each.span for each in places(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
