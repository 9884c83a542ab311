"""The store keeps what it was given, once, whatever the order and whenever it is cut off."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from enum import EnumMeta
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.errors import Skip, Stop
from vedette.store import MIGRATIONS, Store, open_store
from vedette.vocabulary import (
    Assessment,
    Claim,
    Level,
    Lineage,
    Mode,
    Origin,
    Page,
    Presence,
    Problem,
    Report,
    Signal,
    State,
    Status,
    Warning,
    Word,
)

ROOT = Path(__file__).parents[1]
NOON = datetime(2021, 12, 1, 12, tzinfo=UTC)
DAY = date(2021, 12, 1)


# Builders with valid defaults


def a_page(id: str = "p1", **fields: Any) -> Page:
    told = {"address": "https://example.org/a", "taken_in": NOON, "body": b"<p>a", "content_type": "text/html"}
    return Page(**{"id": id, **told, **fields})


def a_report(id: str = "r1", page: str = "p1", **fields: Any) -> Report:
    told = {"item": "i1", "address": "https://example.org/a", "taken_in": NOON, "text": "Troops stay."}
    return Report(**{"id": id, "page": page, **told, **fields})


def a_claim(id: str = "c1", report: str = "r1", **fields: Any) -> Claim:
    told = {"evidence": (0, 12), "trigger": (7, 11), "quote": "Troops stay.", "mode": Mode.REMAIN, "taken_in": NOON}
    return Claim(**{"id": id, "report": report, **told, **fields})


def a_problem(subject: str = "s1", stage: str = "clean") -> Problem:
    return Problem(stage=stage, kind="no date", subject=subject, message="no date was found")


def a_warning(id: str = "w1", **fields: Any) -> Warning:
    told = {"subject": "permanent-presence", "kind": "assessment", "level": Level.WATCH, "raised": DAY}
    return Warning(**{"id": id, "headline": "0.41", "reasons": (), "evidence": (), **told, **fields})


def a_presence(id: str = "e1", **fields: Any) -> Presence:
    told = {"host": "BLR", "place": None, "operation": None, "status": Status.PRESENT, "since": None, "figures": ()}
    rest = {"last_seen": DAY, "announced_end": None, "promised_by": (), "evidence": ("c1",), "reason": "seen"}
    return Presence(**{"id": id, "force": "RUS", "lineage": lineage(), **told, **rest, **fields})


def lineage() -> Lineage:
    return Lineage(reports=1, outlets=1, origins=1, unknown=0)


def a_signal(indicator: str = "overdue", day: date = DAY) -> Signal:
    return Signal(indicator=indicator, day=day, strength=0.5, state=State.SEEN, reason="seen once")


def an_assessment(id: str = "a1", hypothesis: str = "stay", day: date = DAY) -> Assessment:
    told: dict[str, Any] = {"probability": 0.4, "words": "roughly even chance", "change": 0.1, "prior": 0.1}
    return Assessment(id=id, hypothesis=hypothesis, day=day, terms=(), missing=(), evidence=(), **told)


def an_origin(id: str = "o1") -> Origin:
    return Origin(id=id, first="r1", outlet="Reuters", reports=("r1",))


def told(store: Store) -> tuple[object, ...]:
    """All that reading can change."""
    return store.counts(), store.reports(), store.claims(), store.problems(), store.unread_pages()


@contextmanager
def memory() -> Iterator[Store]:
    with open_store(":memory:") as store:
        yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


# Any word, made from the types of its fields

ZONES = [UTC, timezone(timedelta(hours=3)), timezone(timedelta(hours=-5, minutes=-30))]
LEAVES: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-(2**31), 2**31),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=200),
    date: st.dates(),
    datetime: st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.sampled_from(ZONES)),
    type(None): st.none(),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    args = typing.get_args(hint)
    if hint in LEAVES:
        return LEAVES[hint]
    if isinstance(hint, EnumMeta):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and issubclass(hint, Word):
        return st.builds(hint, **{field.name: anything(field.type) for field in msgspec.structs.fields(hint)})
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return st.one_of([anything(each) for each in args])
    if args[-1] is Ellipsis:
        return st.lists(anything(args[0]), max_size=2).map(tuple)
    if typing.get_origin(hint) is dict:
        return st.dictionaries(anything(args[0]), anything(args[1]), max_size=2)
    return st.tuples(*map(anything, args))


def kept_page(store: Store, word: Page) -> Page | None:
    store.add_page(word)
    return store.page(word.id)


def kept_report(store: Store, word: Report) -> Report | None:
    store.add_page(a_page())
    store.settle("p1", [word], [], [])
    return store.report(word.id)


def kept_claim(store: Store, word: Claim) -> Claim | None:
    store.add_page(a_page())
    store.settle("p1", [a_report(word.report)], [word], [])
    return store.claim(word.id)


def kept_problem(store: Store, word: Problem) -> Problem | None:
    store.add_problem(word, NOON)
    return store.problems(word.stage)[0]


def kept_warning(store: Store, word: Warning) -> Warning | None:
    store.raise_warnings("w", [word])
    return store.warnings("w")[0]


def kept_presence(store: Store, word: Presence) -> Presence | None:
    store.keep_view("w", [word], [], [], [])
    return store.presences("w")[0]


def kept_signal(store: Store, word: Signal) -> Signal | None:
    store.keep_view("w", [], [word], [], [])
    return store.signals("w", word.day)[0]


def kept_assessment(store: Store, word: Assessment) -> Assessment | None:
    store.keep_view("w", [], [], [word], [])
    return store.assessment(word.id)


def kept_origin(store: Store, word: Origin) -> Origin | None:
    store.keep_view("w", [], [], [], [word])
    return store.origins()[0]


ROUND_TRIPS: tuple[tuple[type[Word], Callable[[Store, Any], Word | None]], ...] = (
    (Page, kept_page),
    (Report, kept_report),
    (Claim, kept_claim),
    (Problem, kept_problem),
    (Warning, kept_warning),
    (Presence, kept_presence),
    (Signal, kept_signal),
    (Assessment, kept_assessment),
    (Origin, kept_origin),
)


@pytest.mark.parametrize(("kind", "keep"), ROUND_TRIPS, ids=[kind.__name__ for kind, _ in ROUND_TRIPS])
def test_every_word_comes_back_as_it_was_kept(kind: type[Word], keep: Callable[[Store, Any], Word | None]) -> None:
    @settings(max_examples=40, deadline=None)
    @given(anything(kind))
    def holds(word: Word) -> None:
        with memory() as store:
            assert keep(store, word) == word

    holds()


# Pages


def test_the_same_page_twice_is_kept_once(store: Store) -> None:
    assert store.add_page(a_page())
    before = told(store)
    assert not store.add_page(a_page(body=b"other bytes under the same id"))
    assert told(store) == before
    assert store.page("p1") == a_page()


def test_the_same_address_with_other_bytes_is_another_page(store: Store) -> None:
    assert store.add_page(a_page("p1", body=b"first"))
    assert store.add_page(a_page("p2", body=b"second"))
    assert [page.body for page in store.unread_pages()] == [b"first", b"second"]


def test_unread_pages_come_oldest_first_whatever_their_time_zone(store: Store) -> None:
    east = timezone(timedelta(hours=3))
    store.add_page(a_page("noon-utc"))
    store.add_page(a_page("one-in-minsk", taken_in=datetime(2021, 12, 1, 13, tzinfo=east)))
    store.add_page(a_page("noon-utc-as-well", taken_in=datetime(2021, 12, 1, 15, tzinfo=east)))
    store.add_page(a_page("a-microsecond-later", taken_in=NOON + timedelta(microseconds=1)))
    ids = [page.id for page in store.unread_pages()]
    assert ids == ["one-in-minsk", "noon-utc", "noon-utc-as-well", "a-microsecond-later"]
    assert [page.id for page in store.unread_pages(limit=2)] == ids[:2]


def test_an_instant_without_a_time_zone_is_skipped_and_leaves_nothing(store: Store) -> None:
    with pytest.raises(Skip, match="2021-12-01T12:00:00 has no time zone"):
        store.add_page(a_page(taken_in=datetime(2021, 12, 1, 12)))
    assert store.counts()["pages"] == 0


# Settling


def test_settling_again_changes_nothing(store: Store) -> None:
    store.add_page(a_page())
    assert store.settle("p1", [a_report()], [a_claim("c1"), a_claim("c2")], [a_problem()])
    before = told(store)
    assert not store.settle("p1", [a_report()], [a_claim("c1"), a_claim("c2")], [a_problem()])
    assert not store.settle("p1", [a_report("r2")], [a_claim("c3", "r2")], [a_problem("s2")])
    assert told(store) == before
    assert store.counts() == {"pages": 1, "unread": 0, "reports": 1, "claims": 2, "problems": 1, "warnings": 0}


def test_a_page_that_gave_nothing_is_read_all_the_same(store: Store) -> None:
    store.add_page(a_page())
    store.settle("p1", [], [], [])
    assert store.unread_pages() == []


def test_settling_a_page_that_was_never_added_stops(store: Store) -> None:
    with pytest.raises(Stop, match="page 'p9' is not in .*add it before"):
        store.settle("p9", [a_report()], [], [])


def test_a_settling_that_fails_leaves_the_page_unread_and_nothing_of_it(store: Store) -> None:
    store.add_page(a_page())
    with pytest.raises(sqlite3.IntegrityError):
        store.settle("p1", [a_report()], [a_claim("c1"), a_claim("c2", report="of-no-page")], [a_problem()])
    assert store.counts() == {"pages": 1, "unread": 1, "reports": 0, "claims": 0, "problems": 0, "warnings": 0}


def test_one_bad_page_in_a_batch_spoils_no_other(store: Store) -> None:
    with store.batch():
        for page in ("p1", "p2", "p3"):
            store.add_page(a_page(page))
            claim = a_claim(f"c-{page}", "of-no-page" if page == "p2" else f"r-{page}")
            try:
                store.settle(page, [a_report(f"r-{page}", page)], [claim], [])
            except sqlite3.IntegrityError:
                store.settle(page, [], [], [a_problem(page)])
    assert [report.id for report in store.reports()] == ["r-p1", "r-p3"]
    assert store.problems() == [a_problem("p2")]
    assert store.unread_pages() == []


def test_a_batch_that_fails_writes_nothing(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.batch():
        store.add_page(a_page())
        store.settle("p1", [a_report()], [], [])
        raise KeyboardInterrupt
    assert store.counts()["pages"] == 0
    assert store.add_page(a_page())


def test_a_problem_is_kept_once_however_often_it_is_met(store: Store) -> None:
    store.add_page(a_page())
    store.settle("p1", [], [], [a_problem(), a_problem()])
    assert not store.add_problem(a_problem(), NOON)
    assert store.add_problem(a_problem(stage="collect"), NOON)
    assert [problem.stage for problem in store.problems()] == ["clean", "collect"]
    assert store.problems("collect") == [a_problem(stage="collect")]


def test_claims_come_by_day_and_then_id(store: Store) -> None:
    store.add_page(a_page())
    later = a_claim("a", reported=date(2021, 12, 3))
    store.settle("p1", [a_report()], [later, a_claim("z"), a_claim("b")], [])
    assert [claim.id for claim in store.claims()] == ["b", "z", "a"]
    assert store.claims_of("r1") == store.claims()
    assert store.claims_of("r2") == []


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)))
def test_revisions_are_numbered_by_when_they_were_taken_in_not_by_arrival(order: list[int]) -> None:
    hours = (9, 10, 10, 11, 30)
    pages = [a_page(f"p{n}", taken_in=NOON + timedelta(hours=hours[n])) for n in range(5)]
    with memory() as store:
        for n in order:
            store.add_page(pages[n])
            store.settle(f"p{n}", [a_report(f"r{n}", f"p{n}", taken_in=pages[n].taken_in)], [], [])
        assert [report.id for report in store.revisions("i1")] == ["r0", "r1", "r2", "r3", "r4"]
        assert store.revisions("i1") == store.reports()


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_pages_in_any_order_give_the_same_reports_and_claims(order: list[int]) -> None:
    """Also where several pages give the same report, and so the same claims, at different times."""

    def given_in(order: list[int]) -> tuple[list[Report], list[Claim], list[Problem]]:
        with memory() as store:
            for n in order:
                at = NOON + timedelta(hours=n // 2)
                report = a_report(f"r{n % 2}", f"p{n}", taken_in=at)
                claims = [a_claim(f"c{n % 2}", report.id, taken_in=at), a_claim(f"d{n}", report.id, taken_in=at)]
                store.add_page(a_page(f"p{n}", taken_in=at))
                store.settle(f"p{n}", [report], claims, [a_problem(f"s{n % 3}")])
            return store.reports(), store.claims(), store.problems()

    assert given_in(order) == given_in(list(range(6)))
    assert [report.page for report in given_in(order)[0]] == ["p0", "p1"]


def test_forgetting_the_reading_makes_every_page_unread_and_loses_no_page_and_no_acknowledgement(store: Store) -> None:
    store.add_page(a_page())
    store.settle("p1", [a_report()], [a_claim()], [a_problem()])
    store.keep_view("w", [], [], [], [an_origin()])
    store.add_problem(a_problem("feed", stage="collect"), NOON)
    store.raise_warnings("w", [a_warning()])
    store.acknowledge("w1", "desk", NOON)
    store.forget_reading()
    assert store.counts() == {"pages": 1, "unread": 1, "reports": 0, "claims": 0, "problems": 1, "warnings": 1}
    assert (store.unread_pages(), store.origins()) == ([a_page()], [])
    assert store.problems() == [a_problem("feed", stage="collect")]
    assert store.acknowledgement("w1")
    assert store.settle("p1", [a_report()], [a_claim()], [])


# Views


def test_a_view_replaces_the_one_before_and_leaves_other_watches_alone(store: Store) -> None:
    store.keep_view("east", [a_presence("e1"), a_presence("e2")], [a_signal()], [an_assessment()], [an_origin("o1")])
    store.keep_view("west", [a_presence("e1")], [a_signal()], [an_assessment()], [an_origin("o1"), an_origin("o2")])
    store.keep_view("east", [a_presence("e3")], [], [], [an_origin("o3")])
    assert [each.id for each in store.presences("east")] == ["e3"]
    assert (store.signals("east"), store.assessments("east")) == ([], [])
    assert (store.presences("west"), store.signals("west")) == ([a_presence("e1")], [a_signal()])
    assert store.origins() == [an_origin("o3")]


def test_signals_and_assessments_are_picked_by_day_and_by_hypothesis(store: Store) -> None:
    next_day = DAY + timedelta(days=1)
    signals = [a_signal("overdue", next_day), a_signal("consent"), a_signal("overdue")]
    assessments = [an_assessment("a2", "stay", next_day), an_assessment("a1", "stay"), an_assessment("a3", "leave")]
    store.keep_view("w", [], signals, assessments, [])
    assert [each.indicator for each in store.signals("w", DAY)] == ["consent", "overdue"]
    assert [each.day for each in store.signals("w")] == [DAY, DAY, next_day]
    assert [each.id for each in store.assessments("w")] == ["a3", "a1", "a2"]
    assert [each.id for each in store.assessments("w", "stay")] == ["a1", "a2"]


# Warnings


def test_a_warning_is_raised_once(path: Path) -> None:
    with open_store(path) as store:
        assert store.raise_warnings("w", [a_warning("w1"), a_warning("w1")]) == [a_warning("w1")]
    with open_store(path) as store:
        assert store.raise_warnings("w", [a_warning("w1"), a_warning("w2")]) == [a_warning("w2")]
        assert store.raise_warnings("w", [a_warning("w1"), a_warning("w2")]) == []
        assert [each.id for each in store.warnings()] == ["w1", "w2"]


def test_a_known_warning_takes_over_the_day_it_was_cleared_and_nothing_else(store: Store) -> None:
    cleared = a_warning("w1", headline="reworded", cleared=date(2022, 1, 5))
    store.raise_warnings("w", [a_warning("w1"), a_warning("w2")])
    assert store.raise_warnings("w", [cleared]) == []
    assert store.warnings() == [a_warning("w1", cleared=date(2022, 1, 5)), a_warning("w2")]
    assert store.warnings(open_only=True) == [a_warning("w2")]
    store.raise_warnings("w", [a_warning("w1")])
    assert len(store.warnings(open_only=True)) == 2


def test_warnings_are_told_by_watch_in_the_order_they_were_raised(store: Store) -> None:
    store.raise_warnings("east", [a_warning("w2"), a_warning("w1", raised=DAY + timedelta(days=1))])
    store.raise_warnings("west", [a_warning("w3")])
    assert [each.id for each in store.warnings()] == ["w2", "w3", "w1"]
    assert [each.id for each in store.warnings("east")] == ["w2", "w1"]
    assert store.warnings("north") == []


def test_a_warning_that_was_raised_before_a_crash_is_still_to_be_sent(path: Path) -> None:
    with open_store(path) as store:
        store.raise_warnings("w", [a_warning("w1"), a_warning("w2")])
        assert store.mark_sent("w1", NOON)
    with open_store(path) as store:
        assert store.unsent_warnings() == [a_warning("w2")]
        assert not store.mark_sent("w1", NOON + timedelta(days=1))
        store.raise_warnings("w", [a_warning("w1"), a_warning("w2")])
        assert store.unsent_warnings() == [a_warning("w2")]


def test_the_first_acknowledgement_stands(store: Store) -> None:
    store.raise_warnings("w", [a_warning()])
    assert store.acknowledgement("w1") is None
    assert store.acknowledge("w1", "desk", NOON, "seen, will call Minsk")
    assert not store.acknowledge("w1", "night desk", NOON + timedelta(hours=8))
    noted = store.acknowledgement("w1")
    assert noted and (noted.by, noted.at, noted.note) == ("desk", NOON, "seen, will call Minsk")


def test_a_warning_that_is_not_known_can_be_neither_acknowledged_nor_sent(store: Store) -> None:
    with pytest.raises(Stop, match="warning 'w9' is not known; list them with `vedette warnings`"):
        store.acknowledge("w9", "desk", NOON)
    with pytest.raises(Stop, match="warning 'w9' is not known"):
        store.mark_sent("w9", NOON)


# Anything by its id


@pytest.fixture
def filled(store: Store) -> Store:
    store.add_page(a_page())
    claims = [a_claim("c1aa0001"), a_claim("c1aa0002"), a_claim("c1aa00021")]
    store.settle("p1", [a_report(), a_report("abcd1111")], claims, [])
    view = [a_presence("abcd2222"), a_presence("e1e1e1")]
    store.keep_view("east", view, [], [an_assessment("a1a1a1")], [an_origin("0f0f0f")])
    store.keep_view("west", view, [], [an_assessment("a1a1a1")], [an_origin("0f0f0f")])
    store.raise_warnings("east", [a_warning("dadada")])
    return store


FOUND = [
    ("c1aa0001", Claim, "the whole id"),
    ("c1aa0002", Claim, "the whole id, though it starts another"),
    ("abcd1", Report, "enough of it to tell it from the presence"),
    ("e1e1", Presence, "two watches share it, it is one thing"),
    ("a1a1a1", Assessment, "the whole id"),
    ("dada", Warning, "four characters"),
    ("0f0f", Origin, "four characters"),
    ("r1", Report, "a whole id may be shorter than four"),
]


@pytest.mark.parametrize(("id", "kind", "why"), FOUND)
def test_a_word_is_found_by_its_id_or_the_start_of_it(filled: Store, id: str, kind: type[Word], why: str) -> None:
    found = filled.find(id)
    assert isinstance(found, kind) and msgspec.structs.asdict(found)["id"].startswith(id), why


NOT_FOUND = [("dad", "too short"), ("ffff", "nothing"), ("", "no id"), ("____", "no joker")]


@pytest.mark.parametrize(("id", "why"), NOT_FOUND)
def test_what_is_not_there_is_not_found(filled: Store, id: str, why: str) -> None:
    assert filled.find(id) is None, why


def test_a_start_that_fits_several_names_them(filled: Store) -> None:
    with pytest.raises(Stop, match=r"'abcd' could be abcd1111 \(report\), abcd2222 \(presence\); give more"):
        filled.find("abcd")


# Opening


def schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


@pytest.mark.parametrize("number", range(len(MIGRATIONS)))
def test_a_store_of_any_earlier_number_is_brought_up_to_date_and_keeps_its_pages(tmp_path: Path, number: int) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with sqlite3.connect(old) as connection:
        for n, name in enumerate(MIGRATIONS[:number], 1):
            connection.executescript((files("vedette") / "migrations" / name).read_text("utf-8"))
            connection.execute("INSERT INTO vedette_migration (number) VALUES (?)", (n,))
    connection.close()
    if number:
        with Store(old, sqlite3.connect(old, isolation_level=None)) as store:
            store.add_page(a_page())
    open_store(new).close()
    with open_store(old) as store:
        assert store.page("p1") == (a_page() if number else None)
    assert schema(old) == schema(new)


def test_every_migration_that_lies_in_the_folder_is_listed_in_order() -> None:
    lying = sorted(each.name for each in (files("vedette") / "migrations").iterdir() if each.name.endswith(".sql"))
    assert lying and lying == list(MIGRATIONS)


def test_opening_again_keeps_what_is_there(path: Path) -> None:
    with open_store(path) as store:
        store.add_page(a_page())
    with open_store(path) as store:
        assert store.unread_pages() == [a_page()]


def test_programs_that_open_a_new_store_at_once_do_not_trip_over_each_other(path: Path) -> None:
    code = "import sys; from vedette.store import open_store; open_store(sys.argv[1]).close()"
    running = [subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT) for _ in range(6)]
    assert [each.wait() for each in running] == [0] * 6


def test_the_store_is_safe_against_power_loss_and_dangling_references(store: Store) -> None:
    modes = [store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert modes == ["wal", 2]
    assert store.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_store_newer_than_the_program_is_refused(path: Path) -> None:
    with open_store(path) as store:
        store.connection.execute("INSERT INTO vedette_migration (number) VALUES (99)")
    with pytest.raises(Stop, match=f"migration 99, this program knows {len(MIGRATIONS)}; install the newer"):
        open_store(path)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(path: Path) -> None:
    path.write_text("Dear diary, " * 500)
    with pytest.raises(Stop, match="is not a store of Vedette; name another path"):
        open_store(path)
    assert path.read_text() == "Dear diary, " * 500


def test_a_database_of_another_program_is_refused_and_left_as_it_was(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE diary (line TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Stop, match="is not a store of Vedette"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"nowhere/store\.db cannot be opened; check that its folder exists"):
        open_store(tmp_path / "nowhere" / "store.db")


@contextmanager
def without_privilege() -> Iterator[None]:
    """Root may write what is read-only; for the length of this it is nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
@pytest.mark.parametrize(("file", "around"), [(0o444, 0o777), (0o666, 0o555)])
def test_a_store_that_cannot_be_written_is_refused(file: int, around: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        open_store(path).close()
        path.chmod(file)
        Path(folder).chmod(around)
        with without_privilege(), pytest.raises(Stop, match="cannot be written; check the permissions .*`ls -ld`"):
            open_store(path)
        Path(folder).chmod(0o755)


def test_a_locked_store_stops_the_writer_but_no_reader(path: Path) -> None:
    with open_store(path) as first:
        first.add_page(a_page("p1"))
        with first.batch():
            first.add_page(a_page("p2"))
            with open_store(path, patience=0.05) as second:
                assert [page.id for page in second.unread_pages()] == ["p1"]
                with pytest.raises(Stop, match="is locked by another program; wait until"):
                    second.add_page(a_page("p3"))
        assert first.counts()["pages"] == 2


def test_a_word_this_program_cannot_read_stops_and_says_which(store: Store) -> None:
    store.raise_warnings("w", [a_warning()])
    store.connection.execute("UPDATE warning SET json = '{}'")
    with pytest.raises(Stop, match="holds a Warning that this program cannot read .*`vedette doctor`"):
        store.warnings()


# Killed at any instant

CHILD = """
import sys
sys.path.insert(0, "tests")
from test_store import write_for_ever
write_for_ever(sys.argv[1])
"""


def expected(page_id: str) -> int:
    """How many claims the generated page of that id gives; it also gives as many problems."""
    return int(page_id[1:]) % 13


def write_for_ever(path: str) -> None:
    """Adds and settles pages one by one and in batches, and says of each that it was added, or settled."""
    with open_store(path) as store:
        n = store.counts()["pages"]
        while True:
            for m in range(n, n + 4):
                store.add_page(a_page(f"p{m}"))
                print(f"p{m}", flush=True)
                for page in store.unread_pages():
                    settle_whole(store, page.id)
            with store.batch():
                for m in range(n + 4, n + 8):
                    store.add_page(a_page(f"p{m}"))
                    settle_whole(store, f"p{m}")
            n = store.counts()["pages"]
            for warning in store.raise_warnings("w", [a_warning(f"w{n // 20}")]):
                print(warning.id, flush=True)


def settle_whole(store: Store, id: str) -> None:
    claims = [a_claim(f"{id}-{k}", f"r{id}") for k in range(expected(id))]
    store.settle(id, [a_report(f"r{id}", id)], claims, [a_problem(claim.id) for claim in claims])


def killed_while_writing(path: Path, after: float) -> list[str]:
    """Gives what the child said before it was killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert child.stdout
    first = child.stdout.readline().strip()
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    said = [first, *child.stdout.read().split("\n")[:-1]]
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    return said


def test_a_writer_that_is_killed_leaves_no_half_page_and_loses_none(path: Path) -> None:
    instants = random.Random(7)
    raised: list[str] = []
    for _ in range(10):
        said = killed_while_writing(path, instants.uniform(0, 0.25))
        raised += [each for each in said if each.startswith("w")]
        with open_store(path) as store:
            assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            unread = {page.id for page in store.unread_pages(limit=10**6)}
            read = {report.page for report in store.reports()}
            assert unread.isdisjoint(read)
            assert len(unread) + len(read) == store.counts()["pages"]
            for id in read:
                assert len(store.claims_of(f"r{id}")) == expected(id)
            assert store.counts()["claims"] == sum(map(expected, read))
            assert {problem.subject for problem in store.problems()} == {claim.id for claim in store.claims()}
            assert {each for each in said if each.startswith("p")} <= unread | read
            assert set(raised) <= {warning.id for warning in store.warnings()}
    assert len(read) > 10
    assert len(raised) == len(set(raised)), "a warning was given out as new twice"
