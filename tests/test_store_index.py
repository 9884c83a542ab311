"""The index of reprints in a store answers as the one in memory, over restarts, and forgets what is old."""

import io
import json
import re
import sqlite3
from array import array
from datetime import UTC, date, datetime
from pathlib import Path

from build import report
from xxhash import xxh3_64_intdigest

from bench.generate import reports as generated
from vedette.collect import files
from vedette.origins import SAMPLE, WINDOW, WORDS, Memory, gather, origins, sketch, trace
from vedette.pipeline import read_pages, take_in
from vedette.store import open_store
from vedette.store.index import SIGN

MIGRATIONS = Path(__file__).parents[1] / "vedette" / "migrations"


def some(count: int) -> list:
    made = list(generated(count, seed=3, sentences=9))
    return [report(line["id"], line["published"], text=line["text"], outlet=line["outlet"]) for line in made]


def test_the_stored_index_finds_what_the_one_in_memory_finds(tmp_path: Path):
    reports, memory = some(60), Memory()
    with open_store(tmp_path / "s.sqlite") as store:
        for each in reports:
            assert trace(each, store.index()) == trace(each, memory)


def test_the_index_survives_a_restart(tmp_path: Path):
    first, second = some(20), some(20)
    with open_store(tmp_path / "s.sqlite") as store:
        for each in first[:10]:
            trace(each, store.index())
    with open_store(tmp_path / "s.sqlite") as store:
        found = [trace(each, store.index()) for each in first[10:]]
    memory = Memory()
    assert found == [trace(each, memory) for each in second][10:]


def test_a_report_that_is_taken_out_leaves_the_index_as_it_was(tmp_path: Path):
    one, *others = some(20)
    with open_store(tmp_path / "s.sqlite") as store:
        before = [trace(each, store.index()) for each in others]
        for each in others:
            store.index().remove(each.id)
        trace(one, store.index())
        store.index().remove(one.id)
        assert [trace(each, store.index()) for each in others] == before


def test_what_appeared_long_before_the_newest_is_forgotten(tmp_path: Path):
    old = report("old", "2022-02-01", text=some(1)[0].text)
    new = report("new", "2022-08-03", text="Five quite different words here stand, and more of them.")
    with open_store(tmp_path / "s.sqlite") as store:
        trace(old, store.index())
        assert store.index().forget(keep=0) == 0
        trace(new, store.index())
        assert store.index().forget() == 0, "a small index keeps what is old"
        assert store.index().forget(keep=0) == 1


def test_a_story_printed_again_after_the_window_is_its_own_in_a_stream_and_a_reprint_in_a_set():
    text = some(1)[0].text
    reports = (report("old", "2022-02-01", text=text), report("new", "2022-05-03", text=text))
    assert len(origins(reports, WINDOW).results) == 2
    assert len(origins(reports).results) == 1


def test_a_later_arrival_that_appeared_first_becomes_the_origin():
    text = some(1)[0].text
    late = report("late", "2022-02-01", text=text)
    early = report("early", "2022-02-05", text=text)
    memory = Memory()
    found = gather([early, late], [trace(early, memory), trace(late, memory)])
    assert [origin.first for origin in found] == ["late"]
    assert found[0].reports == origins((late, early)).results[0].reports


def test_origins_are_the_same_in_whatever_order_pages_arrive(tmp_path: Path):
    lines = [json.dumps(line).encode() for line in generated(40, seed=5, sentences=9)]
    told = []
    for name, batches in (("one", [lines]), ("two", [lines[25:], lines[:10], lines[10:25]])):
        with open_store(tmp_path / f"{name}.sqlite") as store:
            for n, batch in enumerate(batches):
                take_in(
                    store, files.lines(io.BytesIO(b"\n".join(batch)), datetime(2024, 1, 1 + n, tzinfo=UTC), name="x")
                )
                read_pages(store)
            told.append((gather(store.reports(), store.tracings()), store.tracings()))
    assert len(told[0][1]) == 40 and told[0] == told[1]


def test_a_store_of_whole_hashes_is_halved_in_place(tmp_path: Path):
    """The same reports are found, and a report that is taken out is gone, as in a store that never held whole ones."""
    (first, second, third), path = some(3), tmp_path / "s.sqlite"
    connection = sqlite3.connect(path)
    for number, file in enumerate((f for f in sorted(MIGRATIONS.glob("*.sql")) if f.name < "0005"), 1):
        connection.executescript(file.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO vedette_migration VALUES (?)", (number,))
    for number, each in enumerate((first, second), 1):
        words = re.findall(r"\w+", each.text.lower())
        whole = [xxh3_64_intdigest(" ".join(words[n : n + WORDS]).encode()) for n in range(len(words) - WORDS + 1)]
        runs = sorted({run - SIGN for run in whole if run % SAMPLE == 0})
        row = (number, each.id, "2022-02-01", len(runs), sketch(each).whole - SIGN, array("q", runs).tobytes())
        connection.execute("INSERT INTO sketch VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.executemany("INSERT INTO run VALUES (?, ?)", [(run, number) for run in runs])
    connection.commit()
    connection.close()
    with open_store(path) as store, open_store(tmp_path / "new.sqlite") as new:
        for each in (first, second):
            new.index().add(each.id, date(2022, 2, 1), sketch(each), ())
        found = [index.sharing(sketch(first)) for index in (store.index(), new.index())]
        assert found[0] == found[1] and found[0][first.id].same
        for index in (store.index(), new.index()):
            index.remove(first.id)
        left = [s.connection.execute("SELECT hash, number FROM run").fetchall() for s in (store, new)]
        assert left[0] == left[1] != []
        assert store.index().sharing(sketch(third)) == new.index().sharing(sketch(third))
