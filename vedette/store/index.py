"""The index of reprints inside a store: which reports share runs of words, over restarts."""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vedette.origins import COMMON, HALF, LEAST, WINDOW, Shared, Sketch

SIGN = 1 << 63  # hashes are unsigned, SQLite's whole numbers are not
HALF_SIGN = SIGN >> HALF
CACHE = 64_000  # kB: a report touches as many pages as it has runs, and what SQLite cannot hold it writes out at once
KEPT = 100_000  # reports that a store keeps in its index whatever their age: some 150 MB
AT_ONCE = 500  # values in one query


@dataclass(frozen=True)
class StoredIndex:
    """An `origins.Index` that lies in a store. Reports are placed in the order of their appearance."""

    connection: sqlite3.Connection

    def __post_init__(self) -> None:
        self.connection.execute(f"PRAGMA cache_size = -{CACHE}")

    def sharing(self, sketch: Sketch) -> dict[str, Shared]:
        counts: dict[int, int] = {}
        for holders in self._holders(sketch.runs).values():
            for number in holders if len(holders) < COMMON else ():
                counts[number] = counts.get(number, 0) + 1
        whole = sketch.whole - SIGN
        likely = [number for number, count in counts.items() if count >= LEAST]
        first = self.connection.execute("SELECT MIN(number) FROM sketch WHERE whole = ?", (whole,)).fetchone()[0]
        query = "SELECT number, report, size, whole, day FROM sketch WHERE number IN"
        return {
            report: Shared(counts.get(number, 0), size, number == first, date.fromisoformat(day))
            for number, report, size, _, day in self._rows(query, [*likely, *([first] if first is not None else [])])
        }

    def add(self, report: str, day: date, sketch: Sketch, told: Iterable[str]) -> None:
        before = {number for (number,) in self._rows("SELECT number FROM sketch WHERE report IN", list(told))}
        held = self._holders(sketch.runs)
        free = [
            run - HALF_SIGN
            for run in sorted(sketch.runs)
            if len(held.get(run, ())) < COMMON and before.isdisjoint(held.get(run, ()))
        ]
        number = self.connection.execute(
            "INSERT INTO sketch (report, day, size, whole, runs) VALUES (?, ?, ?, ?, ?)",
            (report, day.isoformat(), len(sketch.runs), sketch.whole - SIGN, array("i", free).tobytes()),
        ).lastrowid
        self.connection.executemany("INSERT INTO run (hash, number) VALUES (?, ?)", ((run, number) for run in free))

    def remove(self, report: str) -> None:
        """Takes a report out, as if it had never been placed."""
        found = self.connection.execute("SELECT number, runs FROM sketch WHERE report = ?", (report,)).fetchone()
        if found:
            number, runs = found
            held = array("i", runs)
            self.connection.executemany(
                "DELETE FROM run WHERE hash = ? AND number = ?", ((run, number) for run in held)
            )
            self.connection.execute("DELETE FROM sketch WHERE number = ?", (number,))

    def newest(self) -> date | None:
        """Gives the day of the report that appeared last."""
        told = self.connection.execute("SELECT MAX(day) FROM sketch").fetchone()[0]
        return date.fromisoformat(told) if told else None

    def forget(self, keep: int = KEPT) -> int:
        """Takes out the reports that appeared more than two windows before the newest, where there are more than `keep`.

        Two, so that what comes late by less than one finds all that appeared in the window before it. Gives how many.
        """
        newest = self.newest()
        if newest is None or self.connection.execute("SELECT COUNT(*) FROM sketch").fetchone()[0] <= keep:
            return 0
        last = (newest - timedelta(days=2 * WINDOW)).isoformat()
        old = [report for (report,) in self.connection.execute("SELECT report FROM sketch WHERE day < ?", (last,))]
        for report in old:
            self.remove(report)
        return len(old)

    def _holders(self, runs: Iterable[int]) -> dict[int, list[int]]:
        """Gives the numbers of the reports that hold each run."""
        found: dict[int, list[int]] = {}
        query = "SELECT hash, number FROM run WHERE hash IN"
        for run, number in self._rows(query, [run - HALF_SIGN for run in runs]):
            found.setdefault(run + HALF_SIGN, []).append(number)
        return found

    def _rows(self, query: str, values: list[int] | list[str]) -> Iterator[Any]:
        for at in range(0, len(values), AT_ONCE):
            some = values[at : at + AT_ONCE]
            yield from self.connection.execute(f"{query} ({','.join('?' * len(some))})", some)
