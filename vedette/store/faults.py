"""What SQLite says of a file, told to a person: what is wrong with it and what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vedette.errors import Stop

FOREIGN = "is not a store of Vedette; name another path, or make a store with `vedette init`"
READ_ONLY = "cannot be written; check the permissions of the file and its folder with `ls -ld`"
GONE = "is not there, and what was taken in with it; put it back from a copy, or type `vedette add PATH` to begin anew"
OUTDATED = (
    "was written by an older vedette and may not be written to bring it up to date;"
    " put a copy where you may write, and name that"
)
LOCKED = "is locked by another program; wait until that is done or stop it, then run the command again"
REASONS = {
    sqlite3.SQLITE_NOTADB: FOREIGN,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists, or make a store with `vedette init`",
    sqlite3.SQLITE_CORRUPT: "is damaged; put a copy aside, restore the last backup and run the command again",
    sqlite3.SQLITE_FULL: "has no room left on its disk; free some, then run the command again",
    sqlite3.SQLITE_IOERR: "could not be read or written by the disk; check the disk, then run the command again",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite says of the file into a Stop. A fault in our own SQL passes as it is."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the kind of failure, the rest its shade.
        reason = REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if reason is None:
            raise
        raise Stop(f"{path} {reason} ({error})") from error
