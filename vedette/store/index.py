"""The index of reprints inside a store: which reports share runs of words, over restarts and a window of days."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vedette.origins import COMMON, LEAST, Shared, Sketch

WINDOW = 90  # days after which a story is hardly printed again
SIGN = 1 << 63  # hashes are unsigned, SQLite's whole numbers are not
AT_ONCE = 500  # values in one query


@dataclass(frozen=True)
class StoredIndex:
    """An `origins.Index` that lies in a store. `day` is that of the report that is placed: when it was taken in."""

    connection: sqlite3.Connection
    day: date

    def sharing(self, sketch: Sketch) -> dict[str, Shared]:
        counts: dict[int, int] = {}
        for _, holders in self._holders(sketch.runs):
            for number in holders if len(holders) < COMMON else ():
                counts[number] = counts.get(number, 0) + 1
        whole = sketch.whole - SIGN
        likely = [number for number, count in counts.items() if count >= LEAST]
        query = "SELECT number FROM sketch WHERE whole = ? ORDER BY number LIMIT 1"
        likely += [number for (number,) in self.connection.execute(query, (whole,))]
        return {
            report: Shared(counts.get(number, 0), runs, same == whole)
            for number, report, runs, same in self._rows(
                "SELECT number, report, runs, whole FROM sketch WHERE number IN", likely
            )
        }

    def add(self, report: str, sketch: Sketch, told: Iterable[str]) -> None:
        added = self.connection.execute(
            "INSERT INTO sketch (report, day, runs, whole) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (report, self.day.isoformat(), len(sketch.runs), sketch.whole - SIGN),
        )
        if not added.rowcount:
            return
        before = {number for (number,) in self._rows("SELECT number FROM sketch WHERE report IN", list(told))}
        held = dict(self._holders(sketch.runs))
        free = [run for run in sketch.runs if len(held.get(run, ())) < COMMON and before.isdisjoint(held.get(run, ()))]
        self.connection.executemany(
            "INSERT INTO run (hash, number) VALUES (?, ?)", ((run - SIGN, added.lastrowid) for run in free)
        )

    def forget(self) -> int:
        """Drops the sketches of reports that were taken in more than WINDOW days before the newest. Gives how many."""
        newest = self.connection.execute("SELECT MAX(day) FROM sketch").fetchone()[0]
        if newest is None:
            return 0
        last = (date.fromisoformat(newest) - timedelta(days=WINDOW)).isoformat()
        if not self.connection.execute("SELECT 1 FROM sketch WHERE day < ? LIMIT 1", (last,)).fetchone():
            return 0
        self.connection.execute("DELETE FROM run WHERE number IN (SELECT number FROM sketch WHERE day < ?)", (last,))
        return self.connection.execute("DELETE FROM sketch WHERE day < ?", (last,)).rowcount

    def _holders(self, runs: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """Gives the numbers of the reports that hold each run."""
        found: dict[int, list[int]] = {}
        query = "SELECT hash, number FROM run WHERE hash IN"
        for run, number in self._rows(query, [run - SIGN for run in runs]):
            found.setdefault(run + SIGN, []).append(number)
        yield from found.items()

    def _rows(self, query: str, values: list[int] | list[str]) -> Iterator[Any]:
        for at in range(0, len(values), AT_ONCE):
            some = values[at : at + AT_ONCE]
            yield from self.connection.execute(f"{query} ({','.join('?' * len(some))})", some)
