"""A store's file: how it is opened, brought up to date, and read where it cannot be written."""

import os
import sqlite3
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.errors import Stop
from vedette.store.faults import FOREIGN, explained

if TYPE_CHECKING:
    from vedette.store import Store

# Applied in this order; the place in the list is the number that a store carries. Never change one that was released.
MIGRATIONS = (
    "0001_reading.sql",
    "0002_watching.sql",
    "0003_origins.sql",
    "0004_studied.sql",
    "0005_half_hashes.sql",
    "0006_promises.sql",
)


def may_write(path: Path) -> bool:
    """Whether a store may be written: SQLite writes into the folder too, and else opens what is read-only silently."""
    effective = os.access in os.supports_effective_ids
    needed = (path, path.resolve().parent)
    return all(os.access(each, os.W_OK, effective_ids=effective) for each in needed)


def read_only(path: Path, patience: float) -> sqlite3.Connection:
    """Opens a file that is only read, also where SQLite cannot put its own files beside it."""
    beside = path.with_name(path.name + "-wal")
    # Without what another program has still to write in, the file is whole and needs no lock.
    whole = not beside.exists() or not beside.stat().st_size
    address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if whole else ''}"
    return sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None)


def number(store: "Store") -> int:
    """Gives the number of migrations a store has had. Stops where it is not ours, or of a later program."""
    tables = [name for (name,) in store._rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if "vedette_migration" not in tables:
        if tables:
            raise Stop(f"{store.path} {FOREIGN}")
        return 0
    found = int(store._rows("SELECT COALESCE(MAX(number), 0) FROM vedette_migration")[0][0])
    if found > len(MIGRATIONS):
        raise Stop(
            f"{store.path} is at migration {found}, this program knows {len(MIGRATIONS)};"
            " install the newer vedette that wrote it, or name another store"
        )
    return found


def use_wal(store: "Store", patience: float) -> None:
    """Sets the mode in which no reader waits for a writer. SQLite itself does not wait for the lock it needs."""
    until = time.monotonic() + patience
    with explained(store.path):
        while True:
            try:
                store.connection.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.01)


def migrate(store: "Store") -> None:
    """Brings a store up to date, each migration in a transaction of its own."""
    if number(store) == len(MIGRATIONS):
        return
    for place, name in enumerate(MIGRATIONS, 1):
        with store.batch():
            # Asked again under the lock: another program may have been faster.
            if number(store) >= place:
                continue
            for statement in _statements((files("vedette") / "migrations" / name).read_text("utf-8")):
                store._run(statement)
            store._run("INSERT INTO vedette_migration (number) VALUES (?)", place)


def _statements(script: str) -> Iterator[str]:
    """Cuts a script into statements; `executescript` would commit the transaction it runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
