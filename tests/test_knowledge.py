"""What is known is checked when it is loaded; names are found whole, longest first, and hold only for their time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette import knowledge
from vedette.errors import Stop
from vedette.knowledge import Actor, first_day, last_day
from vedette.knowledge.names import Names, pieces
from vedette.vocabulary import Mode, Unit

EFFECTS = {"arrives", "builds", "is there", "stays", "leaves", "exercises", "none"}


# Names

INDEX = Names(
    [
        ("Su", 1),
        ("Su-35", 2),
        ("Russia", 3),
        ("White Russia", 4),
        ("Union's Shield", 5),
        ("Georgia", 6),
        ("Georgia", 7),
        ("", 8),
    ]
)

FOUND = [
    ("White Russia and Russia", [("White Russia", (4,)), ("Russia", (3,))], "the longest at each place"),
    ("Four Su-35s, one Su-35.", [("Su", (1,)), ("Su-35", (2,))], "whole words only"),
    ("Russia's troops", [("Russia", (3,))], "a possessive hides no name"),
    ("Russia’s Union’s Shield", [("Russia", (3,)), ("Union’s Shield", (5,))], "with any apostrophe"),
    ("the Su‑35 and Su–35", [("Su‑35", (2,)), ("Su–35", (2,))], "with any hyphen"),
    ("Russian Prussia", [], "no part of a word"),
    ("russia RUSSIA", [], "case as written"),
    ("White\nRussia", [("White\nRussia", (4,))], "over a line's end"),
    ("White", [], "not the half of a name"),
    ("in Georgia", [("Georgia", (6, 7))], "all that carry the name"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "why"), FOUND, ids=[case[2] for case in FOUND])
def test_names_are_found_in_a_text(text: str, expected: list[tuple[str, tuple[int, ...]]], why: str):
    assert [(text[f.start : f.end], f.entries) for f in INDEX.find(pieces(text))] == expected


GOT = [
    ("Su-35", (2,)),
    ("Su", (1,)),
    ("White Russia", (4,)),
    ("White", ()),
    ("", ()),
    ("Union’s Shield", (5,)),
    ("su-35", ()),
]


@pytest.mark.parametrize(("name", "expected"), GOT)
def test_an_exact_name_is_looked_up(name: str, expected: tuple[int, ...]):
    assert INDEX.get(name) == expected


@given(st.text())
def test_pieces_are_words_and_signs_in_their_places(text: str):
    found = pieces(text)
    assert all(len(p.text) == p.end - p.start for p in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert "".join(text[p.start : p.end] for p in found) == "".join(text.split())


@given(st.text(alphabet="Su-35 RusiaWhte’'", max_size=40))
def test_no_name_is_found_inside_another(text: str):
    spans = [(f.start, f.end) for f in INDEX.find(pieces(text))]
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


# Days

PARTIAL = [
    ("2019", "2019-01-01", "2019-12-31", "a year"),
    ("2019-05", "2019-05-01", "2019-05-31", "a month"),
    ("2020-02", "2020-02-01", "2020-02-29", "a month in a leap year"),
    ("2019-12", "2019-12-01", "2019-12-31", "December"),
    ("2019-05-07", "2019-05-07", "2019-05-07", "a day"),
    ("", str(date.min), str(date.max), "open"),
    (date(2019, 5, 7), "2019-05-07", "2019-05-07", "a date"),
]


@pytest.mark.parametrize(("told", "first", "last", "why"), PARTIAL, ids=[case[3] for case in PARTIAL])
def test_a_partial_date_reaches_from_its_first_to_its_last_day(told: str | date, first: str, last: str, why: str):
    assert (str(first_day(told)), str(last_day(told))) == (first, last)


def test_a_name_holds_from_its_first_to_its_last_day():
    held = Actor(code="RUS", name="x", kind="person", since=date(2012, 11, 6), until=date(2024, 5, 12))
    told = [
        held.valid(day) for day in (date(2012, 11, 5), date(2012, 11, 6), date(2024, 5, 12), date(2024, 5, 13), None)
    ]
    assert told == [False, True, True, False, True]


# What ships


def test_every_mode_has_its_facts():
    facts = knowledge.modes()
    assert set(facts) == set(Mode)
    assert {f.effect for f in facts.values()} == EFFECTS
    assert all(f.says and f.plover for f in facts.values())


def test_the_modes_that_move_forces_are_those_of_the_guide():
    moving = {mode.value for mode, facts in knowledge.modes().items() if facts.effect != "none"}
    assert moving == {"DEPLOY", "BUILDUP", "STATION", "REMAIN", "WITHDRAW", "EXERCISE"}


def test_the_speech_acts_are_those_of_the_guide():
    speech = {mode.value for mode, facts in knowledge.modes().items() if facts.speech}
    assert speech == {"PLEDGE", "CONSENT", "REFUSE", "DEMAND", "THREATEN", "ACCUSE", "DENY"}


def test_states_have_codes_of_three_capitals_and_neighbours_that_know_them():
    states = knowledge.states()
    assert len(states) > 190 and all(len(code) == 3 and code.isupper() for code in states)
    one_sided = [
        (code, other)
        for code, state in states.items()
        for other in state.neighbours
        if code not in states[other].neighbours
    ]
    assert one_sided == []


def test_no_code_means_both_a_state_and_an_organisation():
    assert set(knowledge.states()) & set(knowledge.organisations()) == set()


def test_the_codes_of_the_guide_are_known():
    guide = {
        "RUS",
        "BLR",
        "GBR",
        "NATO",
        "EU",
        "UN",
        "OSCE",
        "CSTO",
        "AU",
        "ECOWAS",
        "WAGNER",
        "HEZBOLLAH",
        "M23",
        "BALTICS",
        "WEST",
        "EUROPE",
        "XKX",
    }
    assert guide - knowledge.codes() == set()


def test_operations_end_after_they_start_and_name_known_parties():
    for key, operation in knowledge.operations().items():
        assert operation.start is None or operation.end is None or operation.start <= operation.end, key
        assert operation.actors and set(operation.actors) <= knowledge.codes(), key
    assert knowledge.operations()["zapad-2021"].end == date(2021, 9, 16)


def test_every_operation_is_found_by_its_name():
    lost = [
        key
        for key, o in knowledge.operations().items()
        if key not in {e.key for e in knowledge.operation_names().get(o.name)}
    ]
    assert lost == []


OUTLETS = [
    ("Reuters", "Reuters", "its name"),
    ("reuters.com", "Reuters", "its domain"),
    ("www.reuters.com", "Reuters", "with www"),
    ("uk.reuters.com", "Reuters", "a part of its domain"),
    ("REUTERS", "Reuters", "in capitals"),
    ("Express.co.uk", "Daily Express", "another of its names"),
    ("the Guardian", "The Guardian", "with its article"),
    ("com", None, "the end of a domain is nobody's"),
    ("co.uk", None, "nor is this one"),
    ("notreuters.com", None, "a domain that ends alike"),
    ("Nobody's Paper", None, "not known"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("name", "expected", "why"), OUTLETS, ids=[case[2] for case in OUTLETS])
def test_an_outlet_is_known_by_name_and_domain(name: str, expected: str | None, why: str):
    assert knowledge.outlet(name) == expected


def test_nothing_is_known_of_no_outlet():
    assert knowledge.outlet_facts(None) is None


def test_a_name_or_domain_belongs_to_one_outlet():
    owners: dict[str, set[str]] = {}
    for slug, facts in knowledge.outlets().items():
        for name in (facts.name, *facts.names, *facts.domains):
            owners.setdefault(name.casefold(), set()).add(slug)
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == {}


def test_every_outlet_has_a_letter_with_its_reason():
    assert [o.slug for o in knowledge.outlets().values() if o.reliability not in set("ABCDEF") or not o.reason] == []


def test_every_thing_that_is_counted_has_a_unit():
    things = knowledge.things()
    assert things["tank"] is Unit.TANKS and things["helicopter"] is Unit.HELICOPTERS
    assert all(name == name.casefold() for name in things)


def test_actors_carry_known_codes():
    """Every holder of an office, service and state leads to a code that a watch may name."""
    index = knowledge.actors()
    for name, code in [
        ("Russia", "RUS"),
        ("Belarusian", "BLR"),
        ("NATO", "NATO"),
        ("Minsk", "BLR"),
        ("Lukashenko", "BLR"),
    ]:
        found = index.get(name)
        assert code in {actor.code for actor in found}, name
        assert {actor.code for actor in found} <= knowledge.codes(), name


def test_an_office_belongs_to_whoever_held_it_on_the_day():
    shoigu = [a for a in knowledge.actors().get("Sergei Shoigu") if a.kind == "person"]
    assert shoigu and any(a.valid(date(2022, 2, 1)) for a in shoigu)
    assert not any(a.valid(date(1980, 1, 1)) for a in shoigu)


def test_places_lead_to_their_country():
    for name, country in [("Brest", "BLR"), ("Belarus", "BLR"), ("Warsaw", "POL")]:
        assert country in {site.country for site in knowledge.places().get(name)}, name


def test_points_lie_on_the_globe():
    seen = 0
    for entries in (
        knowledge.places().get(name)
        for name in ("Brest", "Grodno", "Minsk", "Kyiv", "Warsaw", "Asipovichy", "Baranavichy")
    ):
        for site in entries:
            if site.point:
                seen += 1
                assert -90 <= site.point.lat <= 90 and -180 <= site.point.lon <= 180 and site.point.radius_km > 0
    assert seen > 3


def test_a_missing_file_stops_the_run_and_is_named():
    with pytest.raises(Stop, match=r"knowledge/atlantis\.toml cannot be read"):
        knowledge._toml("atlantis.toml")
    with pytest.raises(Stop, match=r"knowledge/atlantis\.csv cannot be read"):
        list(knowledge._rows("atlantis.csv"))
