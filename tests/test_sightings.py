"""The ledger against the ground: when a ledger had a sighting, where one lies, and the page that shows it."""

import json
from datetime import date, timedelta

import pytest

from bench.sightings import (
    AGREE,
    FIRST,
    LACKING,
    LATE,
    OUTSIDE,
    TOGETHER,
    Found,
    Held,
    Sighting,
    Told,
    account,
    asked_days,
    by_region,
    by_week,
    clipped,
    clusters,
    compared,
    document,
    held,
    page,
    placed,
    points,
    sighting,
    sought,
    tally,
    verdict,
)
from tests.build import claim
from vedette.ledger import ledger
from vedette.vocabulary import Place, Point

START = date(2022, 2, 1)
BELGOROD, RECHYTSA, SAMARA = (50.6, 36.6), (52.36, 30.4), (53.2, 50.1)


def seen(at: tuple[float, float] = RECHYTSA, day: int = 0, **fields: str | None) -> Sighting:
    """A sighting so many days after the first of February 2022."""
    row = {
        "id": "UW1", "date": str(START + timedelta(days=day)), "group": "Russian Military Presence February 2022",
        "lat": at[0], "lon": at[1], "text": "Tanks on a road.", "town": "Rechytsa", "district": None, "province": "Gomel",
        "country": "Belarus", "link": "https://twitter.com/someone/status/1",
    }  # fmt: skip
    return sighting(row | fields)


def course(had: str) -> list[Held]:
    """What a ledger had on days from the first of February: "x" is Belarus and a point at Rechytsa, "." nothing."""
    point = Point(lat=RECHYTSA[0], lon=RECHYTSA[1], radius_km=10)
    there = {"x": frozenset({"BLR"}), ".": frozenset[str]()}
    return [
        Held(START + timedelta(days=n), there[c], there[c], (point,) if c == "x" else (), c == "x")
        for n, c in enumerate(had)
    ]


@pytest.mark.parametrize(
    ("had", "day", "told"),
    [
        ("..xx.", 3, Told(AGREE, 1)),
        ("xxxxx", 4, Told(AGREE, 4)),
        ("x.x..", 2, Told(AGREE, 0)),
        ("x...x", 1, Told(LATE, 3)),
        ("xx...", 3, Told(LACKING)),
        (".....", 0, Told(LACKING)),
    ],
)
def test_a_ledger_has_a_sighting_on_its_day_later_or_not(had: str, day: int, told: Told) -> None:
    [found] = compared([seen(day=day)], course(had))
    assert found.wide == found.near == told


def test_between_two_days_asked_the_earlier_one_counts() -> None:
    told = [course("x")[0], Held(START + timedelta(days=7), frozenset(), frozenset(), (), 0)]
    assert verdict(START + timedelta(days=6), lambda then: "BLR" in then.places, told) == Told(AGREE, 6)


def test_on_russian_soil_a_border_line_is_sought_up_to_150_km_from_ukraine() -> None:
    assert sought(seen(RECHYTSA)) == {"BLR", "border of BLR"}
    assert sought(seen(BELGOROD)) == {"border of UKR", "border of RUS"}
    assert sought(seen(SAMARA)) == frozenset()
    assert compared([seen(SAMARA)], course("x"))[0].wide == Told(OUTSIDE)


def test_country_and_region_are_those_of_the_coordinates_whatever_the_fields_say() -> None:
    found = [seen(at, country="Russia", province="Bryansk") for at in (RECHYTSA, BELGOROD, SAMARA)]
    assert [s.country for s in found] == ["BLR", "RUS", "RUS"]
    assert [s.region for s in found] == ["Gomel Oblast", "Belgorod Oblast", "Samara Oblast"]


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://twitter.com/someone/status/1", "someone"),
        ("https://www.tiktok.com/@some_one/video/1?x=1", "some_one"),
        ("https://www.youtube.com/watch?v=abc", "sighting"),
        ("https://twitter.com/", "sighting"),
        (None, "sighting"),
    ],
)
def test_the_outlet_is_the_account_where_the_link_names_one(link: str | None, told: str) -> None:
    assert account(link) == told


def test_a_line_becomes_a_document_with_its_place_where_asked() -> None:
    plain, full = (json.loads(document(seen(), in_full).body) for in_full in (False, True))
    assert plain == {"id": "UW1", "outlet": "someone", "published": "2022-02-01", "text": "Tanks on a road."}
    assert full["text"] == "Tanks on a road in Rechytsa, Gomel, Belarus"


def test_lines_older_than_the_limit_are_not_lately_held_and_home_is_no_host() -> None:
    told = [claim("STATION", "2022-01-01"), claim("BUILDUP", "2022-01-20", place="the border with Ukraine, UKR")]
    lines = ledger(told, {}, START).results
    assert held(lines, START) == {"BLR", "border of UKR"}
    assert held(lines, START, 20) == {"border of UKR"}
    assert (
        held(ledger([claim("EXERCISE", place="RUS", operation="zapad-2021")], {}, START).results, START) == frozenset()
    )


def test_only_sharp_places_of_actual_moves_are_points() -> None:
    brest = Place(name="Brest", country="BLR", point=Point(lat=52.1, lon=23.7, radius_km=10))
    vague = Place(name="the west", country="BLR", point=Point(lat=53, lon=25, radius_km=200))
    told = [
        claim("DEPLOY", START, place=brest),
        claim("DEPLOY", START, place=vague),
        claim("DEPLOY", START, place=Place(name="x", point=Point(lat=1, lon=1, radius_km=1)), reality="planned"),
        claim("WITHDRAW", START, place=Place(name="y", point=Point(lat=2, lon=2, radius_km=1))),
    ]
    assert points(told, START) == (brest.point,)
    assert points(told, START + timedelta(days=61)) == ()


def test_the_largest_group_comes_first_and_nobody_is_in_two() -> None:
    here = [seen(BELGOROD) for _ in range(2)] + [seen((50.7, 36.7))]
    groups = list(clusters([seen(SAMARA), *here]))
    assert [len(group) for group in groups] == [3, 1]
    assert list(clusters([])) == []


def test_a_tally_counts_each_verdict_and_gives_medians_only_where_there_are_days() -> None:
    told = tally([Told(AGREE, 2), Told(AGREE, 4), Told(LACKING), Told(OUTSIDE)])
    assert told == {
        "agree": 2, "late": 0, "lacking": 1, "outside": 1, "median days before": 3, "median days late": None,
    }  # fmt: skip


def test_days_are_asked_by_the_week_and_then_each() -> None:
    days = asked_days()
    assert days[:2] == [FIRST, FIRST + timedelta(days=7)]
    assert days[-2:] == [date(2022, 2, 22), date(2022, 2, 23)]
    assert days == sorted(set(days))


def test_an_outline_is_cut_at_the_box() -> None:
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert set(clipped(square, 1, 1, 2, 2)) == {(1, 1), (2, 1), (2, 2), (1, 2)}
    assert set(clipped(square, 2, -1, 9, 9)) == {(2, 0), (4, 0), (4, 4), (2, 4)}
    assert clipped(square, 5, 5, 6, 6) == []


def test_north_is_up_and_east_is_right() -> None:
    assert placed(60, 20) == (0, 0)
    assert placed(50, 30)[0] > 0 < placed(50, 30)[1]


def test_the_page_shows_each_verdict_escapes_names_and_asks_no_other_host() -> None:
    found = [
        Found(seen()._replace(region="<b>Gomel"), Told(AGREE, 3), Told(LATE, 2)),
        Found(seen(SAMARA), Told(OUTSIDE), Told(LACKING)),
    ]
    total = {"wide": tally(f.wide for f in found), "near": tally(f.near for f in found)}
    asked = [Held(FIRST, frozenset(), frozenset(), (), 0)]
    figures = {
        ", ".join(TOGETHER): total, "regions": by_region(found), "clusters lacking near": [], "weeks": by_week(found, asked),
    }  # fmt: skip
    told = page(figures, found)
    assert told.count('<use href="#agree"') == 1 + 1  # a mark on one map, one in its legend
    assert "&lt;b&gt;Gomel" in told and "<b>Gomel" not in told
    assert "agree, since 3 d" in told and "late by 2 d" in told
    assert "Beyond the map: 1." in told  # Samara lies east of it
    assert not any(asks in told for asks in ("http://", "https://", "src=", "@import", "url("))
