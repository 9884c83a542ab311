"""Dated coded events: ICEWS, GDELT, POLECAT and ACLED files, plain or gzip, read row by row into `CodedEvent`s.

One file per format; `FORMATS` lists them in the order in which they are tried, each by content and never by name.
"""

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from vedette.collect.events import acled, gdelt, icews, polecat
from vedette.collect.events.claims import claim, claims
from vedette.collect.events.coded import CodedEvent, Party, Row
from vedette.collect.files import problem, spelt
from vedette.errors import Stop
from vedette.vocabulary import Problem

__all__ = ["FORMATS", "CodedEvent", "Format", "Party", "claim", "claims", "every", "lines", "read"]

LIMIT = 1_000_000  # bytes; the longest row of a coder is some tens of thousands
LOOKED_AT = 20  # rows by which a format is told: the first ones may be those that are broken
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


class Format(Protocol):
    """What a module of a format has: what a person calls it, whether a row is its, and the events of rows."""

    SAYS: str

    def takes(self, line: str) -> bool: ...

    def events(self, rows: Iterable[Row | Problem], name: str) -> Iterator[CodedEvent | Problem]: ...


FORMATS: tuple[Format, ...] = (icews, gdelt, polecat, acled)


def every(addresses: Iterable[str]) -> Iterator[CodedEvent | Problem]:
    """Gives the events of several files, and what could not be read. Raises Stop where one is not there or fits no format."""
    paths = [Path(address) for address in addresses]
    for path in paths:
        if not os.path.isfile(path):
            raise Stop(f"{spelt(path)!r} is no file; list the folder with: ls {spelt(path.parent)}")
    return chain.from_iterable(map(read, paths))


def read(path: Path) -> Iterator[CodedEvent | Problem]:
    """Gives the events of a file, and a Problem for each row that cannot be read. Raises Stop where no format fits."""
    try:
        with path.open("rb") as stream:
            yield from lines(stream, spelt(path.name))
    except OSError as fault:
        yield problem("unreadable", path, f"cannot be read: {fault.strerror}")


def lines(stream: io.BufferedReader, name: str) -> Iterator[CodedEvent | Problem]:
    """Gives the events of a stream, plain or gzip, holding no more than a few rows at a time."""
    start = stream.peek(4)[:4]
    if start == ZIP:
        raise Stop(f"{name} is a zip archive; unpack it and run again with the file in it")
    rows = _rows(_unpacked(stream) if start.startswith(GZIP) else stream, name)
    empty = True
    while (head := list(islice(rows, LOOKED_AT))) and not any(isinstance(row, Row) for row in head):
        empty = False
        yield from (row for row in head if isinstance(row, Problem))
    for each in _form(head, name).events(chain(head, rows), name) if head else ():
        empty = False
        yield each
    if empty:
        yield problem("nothing to read", name, "has no row with an event")


def _form(head: list[Row | Problem], name: str) -> Format:
    seen = [row.text for row in head if isinstance(row, Row)]
    for form in FORMATS:
        if any(map(form.takes, seen)):
            return form
    tabs, commas = seen[0].count("\t") + 1, seen[0].count(",") + 1
    cells = f"{tabs} columns by tabs" if tabs > 1 else f"{commas} columns by commas"
    raise Stop(
        f"{name}: a first row of {cells}, beginning {seen[0][:40]!r}, fits no format;"
        f" known: {'; '.join(form.SAYS for form in FORMATS)}"
    )


def _unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    return io.BufferedReader(gzip.GzipFile(fileobj=stream), 1 << 17)


def _rows(stream: io.BufferedReader, name: str) -> Iterator[Row | Problem]:
    """Gives the rows that are not empty, as text; a Problem for one that is too long or not UTF-8, and for a broken end."""
    number = 0
    try:
        while line := stream.readline(LIMIT + 1):
            number += 1
            if len(line) > LIMIT and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = stream.readline(LIMIT)
                yield problem("too large", f"{name}:{number}", f"the row is longer than {LIMIT:,} bytes")
                continue
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as fault:
                yield problem("encoding", f"{name}:{number}", f"not UTF-8: {fault.reason} at byte {fault.start}")
                continue
            if text and not text.isspace():
                yield Row(number, text)
    except (OSError, EOFError, zlib.error) as fault:
        yield problem("unreadable", f"{name}:{number + 1}", f"breaks off: {fault}")
