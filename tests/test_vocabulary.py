"""The words survive JSON, their ids depend on their content alone, and the schema in the docs is theirs."""

import json
import types
import typing
from datetime import UTC, date, datetime, timedelta, timezone
from enum import EnumMeta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from build import claim, report
from hypothesis import given
from hypothesis import strategies as st

from vedette import vocabulary
from vedette.vocabulary import (
    WORDS,
    Claim,
    Done,
    Mode,
    Place,
    Point,
    Precision,
    Problem,
    Published,
    Quantity,
    Unit,
    When,
    Word,
    as_gold,
    at_midnight,
    content_id,
    from_json,
    name_key,
    overlap,
    plain,
    schema,
    to_json,
)

ROOT = Path(__file__).parents[1]
ALL = sorted(
    (
        kind
        for kind in vars(vocabulary).values()
        if isinstance(kind, type) and issubclass(kind, Word) and kind not in (Word, Done)
    ),
    key=lambda kind: kind.__name__,
)

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=3)), timezone(timedelta(hours=-5, minutes=-30))])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=60),
    date: st.dates(),
    datetime: st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=ZONES),
    type(None): st.none(),
    Any: st.recursive(
        st.none() | st.booleans() | TEXT,
        lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXT, each, max_size=3),
    ),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type: of a word, an enumeration, a union, a tuple, a dictionary or a plain type."""
    if hint in LEAVES:
        return LEAVES[hint]
    if isinstance(hint, EnumMeta):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and issubclass(hint, Word):
        return st.builds(hint, **{field.name: anything(field.type) for field in msgspec.structs.fields(hint)})
    args = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return st.one_of([anything(each) for each in args])
    if typing.get_origin(hint) is dict:
        return st.dictionaries(anything(args[0]), anything(args[1]), max_size=3)
    if args[-1] is Ellipsis:
        return st.lists(anything(args[0]), max_size=3).map(tuple)
    return st.tuples(*map(anything, args))


def test_all_words_are_tried():
    assert set(WORDS) <= set(ALL) and len(ALL) > 25


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_word_survives_json(kind: type[Word], data: st.DataObject):
    word = data.draw(anything(kind))
    line = to_json(word)
    assert from_json(line, kind) == word
    assert to_json(from_json(line, kind)) == line
    assert b"\n" not in line, "one word, one line"


@given(st.lists(anything(Problem), max_size=3).map(tuple))
def test_what_a_stage_gives_survives_json(problems: tuple[Problem, ...]):
    done = Done[Problem](results=problems, problems=problems)
    assert from_json(to_json(done), Done[Problem]) == done


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_word_is_frozen(kind: type[Word], data: st.DataObject):
    word = data.draw(anything(kind))
    with pytest.raises(AttributeError):
        setattr(word, msgspec.structs.fields(kind)[0].name, None)


MISFITS = [
    ('{"min": 1, "max": 2}', Quantity, "unit", "a field is missing"),
    ('{"min": 1, "max": 2, "unit": "camels"}', Quantity, "camels", "a word is not in its list"),
    ('{"min": "1", "max": 2, "unit": "troops"}', Quantity, "min", "a figure is written as text"),
    ('{"start": "2021-13-01"}', When, "start", "there is no such month"),
]


@pytest.mark.parametrize(("line", "kind", "named", "why"), MISFITS, ids=[case[3] for case in MISFITS])
def test_json_that_does_not_fit_says_where(line: str, kind: type[Word], named: str, why: str):
    with pytest.raises(msgspec.ValidationError, match=named):
        from_json(line, kind)


# Ids


def test_an_id_is_the_same_in_every_run():
    """Figures taken from one run: another machine, hash seed or version must give the same."""
    assert content_id("presence", "RUS", "BLR", None, None) == "d4c40d60bba6da0d"
    assert content_id(b"page", 5, date(2021, 9, 10)) == "e21cde34150b59ee"


@given(st.lists(st.text() | st.binary() | st.integers() | st.none()))
def test_an_id_is_sixteen_hexadecimal_digits_of_the_content(parts: list[object]):
    made = content_id(*parts)
    assert made == content_id(*parts)
    assert len(made) == 16 and set(made) <= set("0123456789abcdef")


def test_parts_do_not_run_together():
    assert content_id("ab", "c") != content_id("a", "bc") != content_id("abc")


# A claim as the guide has it

GUIDE = {
    "evidence",
    "trigger",
    "mode",
    "actor",
    "other",
    "place",
    "quantity",
    "time",
    "source",
    "polarity",
    "certainty",
    "reality",
}


@given(anything(Claim))
def test_a_claim_for_outside_has_the_fields_of_the_guide_and_nothing_else(told: Claim):
    gold = as_gold(told)
    assert set(gold) == GUIDE
    assert json.loads(json.dumps(gold)) == gold, "plain JSON all through"
    assert gold["place"] is None or set(gold["place"]) == {"name", "country"}
    assert gold["quantity"] is None or set(gold["quantity"]) == {"min", "max", "unit"}
    assert gold["time"] is None or set(gold["time"]) == {"start", "end"}


def test_a_claim_for_outside_reads_as_in_the_guide():
    brest = Place(name="Brest", country="BLR", point=Point(lat=52.1, lon=23.7, radius_km=10))
    quote = "Over 100,000 massed by Friday, it said"
    told = claim(
        "BUILDUP",
        place=brest,
        quantity=(100_000, None),
        time="/2021-12-03",
        source="the ministry",
        hedge="possible",
        quote=quote,
    )
    assert as_gold(told) == {
        "evidence": [0, 38],
        "trigger": [0, 7],
        "mode": "BUILDUP",
        "actor": ["RUS"],
        "other": [],
        "place": {"name": "Brest", "country": "BLR"},
        "quantity": {"min": 100_000, "max": None, "unit": "troops"},
        "time": {"start": None, "end": "2021-12-03"},
        "source": ["the ministry"],
        "polarity": "yes",
        "certainty": "possible",
        "reality": "actual",
    }


def test_there_are_twenty_modes_and_the_guides_units():
    assert len(Mode) == 20
    assert [unit.value for unit in Unit] == [
        "troops", "aircraft", "helicopters", "tanks", "vehicles", "ships", "missiles", "systems", "drills", "battalions", "brigades", "other",
    ]  # fmt: skip


# Days

PUBLISHED = [
    ("2021-09-10", Precision.SECOND, "2021-09-10", "to the second"),
    ("2021-09-10", Precision.DAY, "2021-09-10", "to the day"),
    ("2021-02-01", Precision.MONTH, "2021-02-28", "a month is over on its last day"),
    ("2020-02-01", Precision.MONTH, "2020-02-29", "also in a leap year"),
    ("2021-12-01", Precision.MONTH, "2021-12-31", "December"),
    ("9999-12-01", Precision.MONTH, "9999-12-31", "the last month there is"),
    ("2021-01-01", Precision.YEAR, "2021-12-31", "a year is over on its last day"),
]


@pytest.mark.parametrize(("at", "precision", "expected", "why"), PUBLISHED, ids=[case[3] for case in PUBLISHED])
def test_a_report_is_surely_public_when_its_date_is_over(at: str, precision: Precision, expected: str, why: str):
    told = Published(at=at_midnight(date.fromisoformat(at)), precision=precision)
    assert told.until == date.fromisoformat(expected)
    assert told.day == date.fromisoformat(at)


def test_a_revised_report_is_known_from_its_revision():
    later = Published(at=at_midnight(date(2021, 9, 12)), precision=Precision.DAY)
    assert report(told="2021-09-10").day == date(2021, 9, 10)
    assert report(told="2021-09-10", modified=later).day == date(2021, 9, 12)
    assert report(told=None, taken_in=at_midnight(date(2021, 9, 14))).day == date(2021, 9, 14), (
        "undated: when it was taken in"
    )


def test_an_undated_claim_may_be_used_from_the_day_it_was_taken_in():
    told = claim(told="2021-09-10")
    assert told.day == date(2021, 9, 10)
    assert msgspec.structs.replace(told, reported=None, taken_in=at_midnight(date(2021, 9, 14))).day == date(
        2021, 9, 14
    )


# Small measures

OVERLAPS = [((0, 5), (3, 9), 2, "two share their ends"), ((0, 5), (5, 9), 0, "touching is not sharing"), ((0, 9), (2, 4), 2, "one inside the other"),
            ((4, 4), (0, 9), 0, "an empty span"), ((7, 9), (0, 2), 0, "apart")]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "expected", "why"), OVERLAPS, ids=[case[3] for case in OVERLAPS])
def test_overlap_counts_shared_characters(a: tuple[int, int], b: tuple[int, int], expected: int, why: str):
    assert overlap(a, b) == overlap(b, a) == expected


NAMES = [
    ("Dr Liana Semchuk", "semchuk"),
    ("Semchuk", "semchuk"),
    ("Express.co.uk", "uk"),
    ("O'Neill", "neill"),
    ("", ""),
    ("—", ""),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_names_key_is_its_last_word(name: str, expected: str):
    assert name_key(name) == expected


def test_plain_gives_what_json_has():
    assert plain(Quantity(min=1, max=None, unit=Unit.TANKS)) == {"max": None, "min": 1, "unit": "tanks"}


# The docs


def test_the_schema_in_the_docs_is_fresh():
    kept = ROOT / "docs" / "vocabulary.schema.json"
    assert kept.is_file(), "docs/vocabulary.schema.json is missing; type `make schema`"
    assert json.loads(kept.read_text(encoding="utf-8")) == plain(schema()), (
        "docs/vocabulary.schema.json is stale; type `make schema`"
    )


def test_the_schema_holds_every_word():
    parts = schema()["$defs"]
    assert {kind.__name__ for kind in WORDS} <= set(parts)
    assert set(parts["Claim"]["properties"]) == set(Claim.__struct_fields__)
