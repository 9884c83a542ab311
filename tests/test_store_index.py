"""The index of reprints in a store answers as the one in memory, over restarts, and forgets what is old."""

from datetime import date, timedelta
from pathlib import Path

from build import report

from bench.generate import reports as generated
from vedette.origins import Memory, gather, origins, trace
from vedette.store import open_store

DAY = date(2022, 2, 1)


def some(count: int) -> list:
    made = list(generated(count, seed=3, sentences=9))
    return [report(line["id"], line["published"], text=line["text"], outlet=line["outlet"]) for line in made]


def test_the_stored_index_finds_what_the_one_in_memory_finds(tmp_path: Path):
    reports, memory = some(60), Memory()
    with open_store(tmp_path / "s.sqlite") as store:
        for each in reports:
            assert trace(each, store.index(DAY)) == trace(each, memory)


def test_the_index_survives_a_restart(tmp_path: Path):
    first, second = some(20), some(20)
    with open_store(tmp_path / "s.sqlite") as store:
        for each in first[:10]:
            trace(each, store.index(DAY))
    with open_store(tmp_path / "s.sqlite") as store:
        found = [trace(each, store.index(DAY)) for each in first[10:]]
    memory = Memory()
    assert found == [trace(each, memory) for each in second][10:]


def test_a_report_that_is_traced_again_is_not_its_own_reprint(tmp_path: Path):
    one = some(1)[0]
    with open_store(tmp_path / "s.sqlite") as store:
        assert trace(one, store.index(DAY)) == trace(one, store.index(DAY))
        assert trace(one, store.index(DAY)).links == ()


def test_what_was_taken_in_long_before_the_newest_is_forgotten(tmp_path: Path):
    one = some(1)[0]
    again = report("again", "2022-06-01", text=one.text)
    with open_store(tmp_path / "s.sqlite") as store:
        trace(one, store.index(DAY))
        assert store.index(DAY).forget() == 0
        trace(
            report("other", text="Five quite different words here stand, and more of them."),
            store.index(DAY + timedelta(days=91)),
        )
        assert store.index(DAY).forget() == 1
        assert trace(again, store.index(DAY)).links == ()


def test_a_later_arrival_that_appeared_first_becomes_the_origin():
    text = some(1)[0].text
    late = report("late", "2022-02-01", text=text)
    early = report("early", "2022-02-05", text=text)
    memory = Memory()
    found = gather([early, late], [trace(early, memory), trace(late, memory)])
    assert [origin.first for origin in found] == ["late"]
    assert found[0].reports == origins((late, early)).results[0].reports
