"""All SQL of the project: what was taken in, what reading gave, what was made of it, and what was sent.

Every word is kept as its JSON beside the columns by which it is looked up. A write is one transaction, so a crash
at any instant leaves it done or not begun.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from vedette.errors import Skip, Stop
from vedette.store.faults import GONE, OUTDATED, READ_ONLY, explained
from vedette.store.index import StoredIndex
from vedette.store.lookup import by_id, by_name, resting_on
from vedette.store.opening import MIGRATIONS, may_write, migrate, number, read_only, use_wal
from vedette.vocabulary import (
    Assessment,
    Claim,
    Origin,
    Page,
    Presence,
    Problem,
    Promise,
    Report,
    Signal,
    Tracing,
    Warning,
    Word,
    from_json,
    to_json,
)

W = TypeVar("W", bound=Word)


class Acknowledgement(Word, frozen=True, kw_only=True):
    """Who took note of a warning, when, and what they wrote beside it."""

    by: str
    at: datetime
    note: str = ""


def open_store(path: Path | str, patience: float = 10.0) -> "Store":
    """Opens the store at `path`, made or brought up to date where needed. `patience`: seconds to wait for a lock."""
    path = Path(path)
    if path.exists() and not may_write(path):
        raise Stop(f"{path} {READ_ONLY}")
    with explained(path):
        store = Store(path, sqlite3.connect(path, timeout=patience, isolation_level=None))
    try:
        # Before the first setting: a database of another program must stay as it is.
        number(store)
        use_wal(store, patience)
        store._run("PRAGMA synchronous=FULL")
        store._run("PRAGMA foreign_keys=ON")
        migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def read_store(path: Path | str, patience: float = 10.0) -> "Store":
    """Opens a store that is there to read it, also where nothing may be written. Makes none."""
    path = Path(path)
    if not path.exists():
        raise Stop(f"{path} {GONE}")
    if may_write(path):
        return open_store(path, patience)
    with explained(path):
        store = Store(path, read_only(path, patience))
    try:
        if number(store) < len(MIGRATIONS):
            raise Stop(f"{path} {OUTDATED}")
    except BaseException:
        store.close()
        raise
    return store


@dataclass(frozen=True)
class Store:
    """A store that is open. It holds nothing but its connection: what it answers is what is on the disk."""

    path: Path
    connection: sqlite3.Connection

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Makes one transaction of all that is written inside; one in another is undone alone when it fails."""
        outer = not self.connection.in_transaction
        self._run("BEGIN IMMEDIATE" if outer else "SAVEPOINT part")
        try:
            yield
            self._run("COMMIT" if outer else "RELEASE part")
        except BaseException:
            # SQLite may have ended the transaction by itself, as on a full disk.
            if self.connection.in_transaction:
                for undo in ("ROLLBACK",) if outer else ("ROLLBACK TO part", "RELEASE part"):
                    self._run(undo)
            raise

    # Pages, and what reading them gave

    def add_page(self, page: Page) -> bool:
        """Keeps a page unless its id is known, and tells whether it was new."""
        told = _line(msgspec.structs.replace(page, body=b""))
        with self.batch():
            new = self._run(
                "INSERT INTO page (id, address, taken_in, json) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                page.id, page.address, _instant(page.taken_in), told,
            ).rowcount  # fmt: skip
            if new:
                self._run("INSERT INTO body (page, zlib) VALUES (?, ?)", page.id, zlib.compress(page.body))
        return bool(new)

    def page(self, id: str) -> Page | None:
        return next(iter(self._pages("WHERE id = ?", id)), None)

    def unread_pages(self, limit: int = 100) -> list[Page]:
        """Gives the pages that are not settled, the oldest first."""
        return self._pages("WHERE settled = 0 ORDER BY taken_in, id LIMIT ?", limit)

    def settle(
        self,
        page_id: str,
        reports: Iterable[Report],
        claims: Iterable[Claim],
        problems: Iterable[Problem],
    ) -> bool:
        """Writes all that a page gave and marks it read, or changes nothing where it is; tells which."""
        with self.batch():
            rows = self._rows("SELECT settled, taken_in FROM page WHERE id = ?", page_id)
            if not rows:
                raise Stop(f"page {page_id!r} is not in {self.path}; add it before it is settled")
            settled, taken_in = rows[0]
            if not settled:
                self._keep_reports(page_id, reports)
                self._keep_claims(claims)
                for problem in problems:
                    self._keep_problem(problem, taken_in, page_id)
                self._run("UPDATE page SET settled = 1 WHERE id = ?", page_id)
        return not settled

    def forget_reading(self) -> None:
        """Drops what reading gave, with its problems, so that every page is read anew. Pages and warnings stay.

        What was not read but imported is dropped with its pages: import it again.
        """
        coded = "SELECT page FROM report WHERE json_extract(json, '$.coder') IS NOT NULL"
        with self.batch():
            for table, column in (("body", "page"), ("page", "id")):
                self._run(f"DELETE FROM {table} WHERE {column} IN ({coded})")
            for table in ("claim", "tracing", "report", "origin", "run", "sketch", "studied"):
                self._run(f"DELETE FROM {table}")
            self._run("DELETE FROM problem WHERE page IS NOT NULL")
            self._run("UPDATE page SET settled = 0 WHERE settled = 1")

    def reports(self) -> list[Report]:
        return self._words(Report, "SELECT json FROM report ORDER BY taken_in, id")

    def report(self, id: str) -> Report | None:
        return self._word(Report, "SELECT json FROM report WHERE id = ?", id)

    def revisions(self, item: str) -> list[Report]:
        """Gives the revisions of an article; a revision's number is its place in this list, from 1."""
        return self._words(Report, "SELECT json FROM report WHERE item = ? ORDER BY taken_in, id", item)

    def index(self) -> StoredIndex:
        """Gives the index of reprints."""
        return StoredIndex(self.connection)

    def untraced(self) -> list[Report]:
        """Gives the reports that are not traced yet."""
        query = "SELECT json FROM report WHERE id NOT IN (SELECT report FROM tracing) ORDER BY id"
        return self._words(Report, query)

    def traced(self, after: tuple[str, str], before: tuple[str, str] = ("~", "")) -> list[Report]:
        """Gives the traced reports that appeared after one and before another, each told by instant and id, in order."""
        at = "(tracing.appeared, tracing.report)"
        query = f"SELECT report.json FROM tracing JOIN report ON report.id = tracing.report WHERE {at} > (?, ?) AND {at} < (?, ?)"
        return self._words(Report, f"{query} ORDER BY tracing.appeared, tracing.report", *after, *before)

    def tracing(self, report: str) -> Tracing | None:
        return self._word(Tracing, "SELECT json FROM tracing WHERE report = ?", report)

    def keep_tracing(self, appeared: str, tracing: Tracing) -> None:
        query = "INSERT INTO tracing (report, appeared, json) VALUES (?, ?, ?)"
        self._run(
            f"{query} ON CONFLICT (report) DO UPDATE SET json = excluded.json", tracing.report, appeared, _line(tracing)
        )

    def tracings(self) -> list[Tracing]:
        return self._words(Tracing, "SELECT json FROM tracing ORDER BY report")

    def claims(self) -> list[Claim]:
        return self._words(Claim, "SELECT json FROM claim ORDER BY day, id")

    def claims_of(self, report_id: str) -> list[Claim]:
        return self._words(Claim, "SELECT json FROM claim WHERE report = ? ORDER BY day, id", report_id)

    def claim(self, id: str) -> Claim | None:
        return self._word(Claim, "SELECT json FROM claim WHERE id = ?", id)

    # What the claims come to

    def keep_view(
        self,
        watch: str,
        presences: Iterable[Presence],
        signals: Iterable[Signal],
        assessments: Iterable[Assessment],
        origins: Iterable[Origin],
        promises: Iterable[Promise] = (),
    ) -> None:
        """Replaces all that was worked out for a watch, and the origins, which are those of all reports."""
        with self.batch():
            for table in ("presence", "promise", "signal", "assessment"):
                self._run(f"DELETE FROM {table} WHERE watch = ?", watch)
            self._run("DELETE FROM origin")
            self._run_all(
                "INSERT INTO presence (id, watch, json) VALUES (?, ?, ?)",
                ((each.id, watch, _line(each)) for each in presences),
            )
            self._run_all(
                "INSERT INTO promise (id, watch, json) VALUES (?, ?, ?)",
                ((each.id, watch, _line(each)) for each in promises),
            )
            self._run_all(
                "INSERT INTO signal (watch, day, indicator, json) VALUES (?, ?, ?, ?)",
                ((watch, each.day.isoformat(), each.indicator, _line(each)) for each in signals),
            )
            self._run_all(
                "INSERT INTO assessment (id, watch, hypothesis, day, json) VALUES (?, ?, ?, ?, ?)",
                ((each.id, watch, each.hypothesis, each.day.isoformat(), _line(each)) for each in assessments),
            )
            self._run_all("INSERT INTO origin (id, json) VALUES (?, ?)", ((each.id, _line(each)) for each in origins))

    def presences(self, watch: str) -> list[Presence]:
        return self._words(Presence, "SELECT json FROM presence WHERE watch = ? ORDER BY id", watch)

    def promises(self, watch: str) -> list[Promise]:
        return self._words(Promise, "SELECT json FROM promise WHERE watch = ? ORDER BY id", watch)

    def signals(self, watch: str, day: date | None = None) -> list[Signal]:
        query = "SELECT json FROM signal WHERE watch = ? AND day = COALESCE(?, day) ORDER BY day, indicator"
        return self._words(Signal, query, watch, day and day.isoformat())

    def assessments(self, watch: str, hypothesis: str | None = None) -> list[Assessment]:
        query = "SELECT json FROM assessment WHERE watch = ? AND hypothesis = COALESCE(?, hypothesis)"
        return self._words(Assessment, f"{query} ORDER BY day, hypothesis, id", watch, hypothesis)

    def assessment(self, id: str) -> Assessment | None:
        return self._word(Assessment, "SELECT json FROM assessment WHERE id = ? ORDER BY watch", id)

    def origins(self) -> list[Origin]:
        return self._words(Origin, "SELECT json FROM origin ORDER BY id")

    # Warnings

    def raise_warnings(self, watch: str, warnings: Iterable[Warning]) -> list[Warning]:
        """Gives back those that are new. One that is known stays as it was raised, save the day it was cleared."""
        new = []
        with self.batch():
            for warning in warnings:
                known = self._word(Warning, "SELECT json FROM warning WHERE id = ?", warning.id)
                if known is None:
                    self._run(
                        "INSERT INTO warning (id, watch, raised, json) VALUES (?, ?, ?, ?)",
                        warning.id, watch, warning.raised.isoformat(), _line(warning),
                    )  # fmt: skip
                    new.append(warning)
                told = msgspec.structs.replace(known or warning, cleared=warning.cleared)
                cleared = told.cleared and told.cleared.isoformat()
                self._run("UPDATE warning SET cleared = ?, json = ? WHERE id = ?", cleared, _line(told), told.id)
        return new

    def warnings(self, watch: str | None = None, open_only: bool = False) -> list[Warning]:
        """Gives the warnings of one watch or of all; with `open_only` those that are not cleared."""
        query = "SELECT json FROM warning WHERE watch = COALESCE(?, watch) AND (cleared IS NULL OR ? = 0)"
        return self._words(Warning, f"{query} ORDER BY raised, id", watch, int(open_only))

    def unsent_warnings(self) -> list[Warning]:
        return self._words(Warning, "SELECT json FROM warning WHERE sent_at IS NULL ORDER BY raised, id")

    def mark_sent(self, id: str, at: datetime) -> bool:
        """Notes that a warning went out, and tells whether that was not noted before."""
        self._must_know_warning(id)
        query = "UPDATE warning SET sent_at = ? WHERE id = ? AND sent_at IS NULL"
        return bool(self._run(query, _instant(at), id).rowcount)

    def acknowledge(self, id: str, by: str, at: datetime, note: str = "") -> bool:
        """Notes who took note of a warning. The first to do so stands: tells whether this was the first."""
        self._must_know_warning(id)
        query = "INSERT INTO acknowledgement (warning, json) VALUES (?, ?) ON CONFLICT DO NOTHING"
        return bool(self._run(query, id, _line(Acknowledgement(by=by, at=at, note=note))).rowcount)

    def acknowledgement(self, id: str) -> Acknowledgement | None:
        return self._word(Acknowledgement, "SELECT json FROM acknowledgement WHERE warning = ?", id)

    # Problems, counts, and anything by its id

    def add_problem(self, problem: Problem, seen_at: datetime) -> bool:
        """Keeps a problem of the run itself unless it is known, and tells whether it was new."""
        return self._keep_problem(problem, _instant(seen_at), None)

    def problems(self, stage: str | None = None) -> list[Problem]:
        query = "SELECT json FROM problem WHERE stage = COALESCE(?, stage) ORDER BY stage, kind, subject, message"
        return self._words(Problem, query, stage)

    def counts(self) -> dict[str, int]:
        tables = ("page", "page WHERE settled = 0", "report", "claim", "problem", "warning")
        names = ("pages", "unread", "reports", "claims", "problems", "warnings")
        queries = (f"SELECT COUNT(*) FROM {table}" for table in tables)
        return {name: self._rows(query)[0][0] for name, query in zip(names, queries, strict=True)}

    def find(self, id: str) -> Word | None:
        """Gives the claim, report, presence, assessment, warning or origin of that id, or of a start of 4 or more."""
        return by_id(self, id)

    def named(self, name: str) -> Word | None:
        """Gives the latest assessment of a hypothesis, or signal of an indicator: `NAME`, or `WATCH/NAME`."""
        return by_name(self, name)

    def evidence(self, word: Word) -> list[Claim]:
        """Gives the claims that a word rests on."""
        return resting_on(self, word)

    # The one way to the database

    def _run(self, query: str, *values: object) -> sqlite3.Cursor:
        with explained(self.path):
            return self.connection.execute(query, values)

    def _run_all(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        with explained(self.path):
            self.connection.executemany(query, rows)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with explained(self.path):
            return self.connection.execute(query, values).fetchall()

    def _words(self, kind: type[W], query: str, *values: object) -> list[W]:
        return [self._read(kind, line) for (line,) in self._rows(query, *values)]

    def _word(self, kind: type[W], query: str, *values: object) -> W | None:
        return next(iter(self._words(kind, query + " LIMIT 1", *values)), None)

    def _read(self, kind: type[W], line: str) -> W:
        try:
            return from_json(line, kind)
        except msgspec.DecodeError as error:
            raise Stop(
                f"{self.path} holds a {kind.__name__} that this program cannot read ({error});"
                " use the version that wrote it, or run `vedette doctor`"
            ) from error

    def _pages(self, which: str, *values: object) -> list[Page]:
        query = f"SELECT json, zlib FROM page JOIN body ON body.page = page.id {which}"
        return [
            msgspec.structs.replace(self._read(Page, line), body=zlib.decompress(packed))
            for line, packed in self._rows(query, *values)
        ]

    # Of two words with one id the one taken in first is kept: else the order of arrival would show in the ledger.

    def _keep_reports(self, page_id: str, reports: Iterable[Report]) -> None:
        self._run_all(
            "INSERT INTO report (id, item, page, taken_in, json) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET item = excluded.item, page = excluded.page, taken_in = excluded.taken_in, json = excluded.json"
            " WHERE (excluded.taken_in, excluded.json) < (report.taken_in, report.json)",
            ((each.id, each.item, page_id, _instant(each.taken_in), _line(each)) for each in reports),
        )

    def _keep_claims(self, claims: Iterable[Claim]) -> None:
        self._run_all(
            "INSERT INTO claim (id, report, day, taken_in, json) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET report = excluded.report, day = excluded.day, taken_in = excluded.taken_in, json = excluded.json"
            " WHERE (excluded.taken_in, excluded.json) < (claim.taken_in, claim.json)",
            ((each.id, each.report, each.day.isoformat(), _instant(each.taken_in), _line(each)) for each in claims),
        )

    def _keep_problem(self, problem: Problem, seen_at: str, page_id: str | None) -> bool:
        new = self._run(
            "INSERT INTO problem (stage, kind, subject, message, page, seen_at, json) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            problem.stage, problem.kind, problem.subject, problem.message, page_id, seen_at, _line(problem),
        ).rowcount  # fmt: skip
        return bool(new)

    def _must_know_warning(self, id: str) -> None:
        if not self._rows("SELECT 1 FROM warning WHERE id = ?", id):
            raise Stop(f"warning {id!r} is not known; list them with `vedette warnings`")


def _line(word: Word) -> str:
    return to_json(word).decode()


def _instant(at: datetime) -> str:
    """Gives an instant as text whose order is the order in time."""
    if at.tzinfo is None:
        raise Skip("no time zone", f"instant {at.isoformat()} has no time zone; known: any offset, as in +00:00")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
