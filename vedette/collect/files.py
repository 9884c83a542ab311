"""Pages from files and folders: saved pages, plain texts, and records, a JSON object each."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from vedette.errors import Skip
from vedette.vocabulary import Page, Problem, content_id

RECORD = "application/vnd.vedette.report+json"
PAGES = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain", ".md": "text/plain"}
LINES, ONE = ".jsonl", ".json"
LIMIT = 10_000_000  # bytes; the longest page of a newspaper is a tenth of this


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What collecting needs of a record; `clean` reads the rest."""

    text: str
    id: str | int | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    taken_in: str | None = None


def takes(path: Path) -> bool:
    """Any file or folder."""
    return True


def pages(
    path: Path, taken_in: datetime, *, outlet: str | None = None, published: str | None = None, limit: int = LIMIT
) -> Iterator[Page | Problem]:
    """Gives the pages of a file, or of a folder and all folders in it, in sorted order. Hidden files are left out."""
    barred: list[OSError] = []
    files = walk(path, barred.append) if path.is_dir() else (path,)
    read = 0
    for file in files:
        for got in _file(file, taken_in, outlet, published, limit):
            read += isinstance(got, Page)
            yield got
    for fault in barred:
        yield problem("unreadable", fault.filename, f"cannot be read: {fault.strerror}")
    if not (read or barred) and path.is_dir():
        yield problem("nothing to read", path, f"no page in this folder; {', '.join((*PAGES, LINES, ONE))} are read")


def walk(folder: Path, barred: Callable[[OSError], object] | None = None) -> Iterator[Path]:
    """Gives the files below a folder, each folder's own first; follows no links to folders.

    `barred` is told of each folder that cannot be listed.
    """
    for here, folders, names in os.walk(folder, onerror=barred):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def lines(
    stream: BinaryIO,
    taken_in: datetime | Callable[[Record], datetime],
    *,
    name: str = "-",
    outlet: str | None = None,
    published: str | None = None,
    limit: int = LIMIT,
) -> Iterator[Page | Problem]:
    """Gives a page for each record of a stream of JSON lines, holding no more than one line at a time.

    `taken_in` may also be a function that tells it from the record, or raises Skip.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield problem("too large", where, f"the line is longer than {limit:,} bytes")
        elif bare := line.removeprefix(b"\xef\xbb\xbf").strip():
            try:
                yield page(bare, taken_in, name=name, number=number, outlet=outlet, published=published)
            except Skip as skip:
                yield problem(skip.kind, where, str(skip))


def page(
    body: bytes,
    taken_in: datetime | Callable[[Record], datetime],
    *,
    name: str,
    number: int,
    outlet: str | None = None,
    published: str | None = None,
) -> Page:
    """Gives the page of one record. Raises Skip where it is no JSON, no object, or has no text."""
    record = read(body)
    address = record.url or f"{name}#{number if record.id is None else record.id}"
    return Page(
        id=content_id(address, body),
        address=address,
        taken_in=taken_in(record) if callable(taken_in) else taken_in,
        body=body,
        content_type=RECORD,
        outlet=record.outlet or outlet,
        published=record.published or published,
    )


def read(body: bytes) -> Record:
    """Gives what collecting needs of a record. Raises Skip."""
    try:
        return msgspec.json.decode(body, type=Record)
    except msgspec.ValidationError as fault:
        raise Skip("record", f"not a record of a report: {fault}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Skip("json", f"not JSON: {fault}") from None


def problem(kind: str, subject: object, message: str) -> Problem:
    """Gives what could not be collected."""
    return Problem(stage="collect", kind=kind, subject=spelt(subject), message=message)


def spelt(name: object) -> str:
    r"""Gives a path as text that can be kept: bytes of a name that are not UTF-8 are spelt out, as in caf\xe9.html."""
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _file(
    file: Path, taken_in: datetime, outlet: str | None, published: str | None, limit: int
) -> Iterator[Page | Problem]:
    suffix = file.suffix.lower()
    try:
        there = file.is_file()
    except OSError as fault:  # its folder may be listed and not entered
        yield problem("unreadable", file, f"cannot be read: {fault.strerror}")
        return
    if not there or suffix not in (*PAGES, LINES, ONE):
        yield problem("type", file, f"is not read; {', '.join((*PAGES, LINES, ONE))} are")
        return
    try:
        if suffix == LINES:
            with file.open("rb") as stream:
                yield from lines(stream, taken_in, name=spelt(file), outlet=outlet, published=published, limit=limit)
            return
        with file.open("rb") as stream:
            body = stream.read(limit + 1) if os.fstat(stream.fileno()).st_size <= limit else None
        if body is None or len(body) > limit:
            yield problem("too large", file, f"has {file.stat().st_size:,} bytes; up to {limit:,} are read")
        elif suffix == ONE:
            bare = body.removeprefix(b"\xef\xbb\xbf").strip()
            yield page(bare, taken_in, name=spelt(file), number=1, outlet=outlet, published=published)
        else:
            yield _plain(file, body, taken_in, outlet, published)
    except OSError as fault:
        yield problem("unreadable", file, f"cannot be read: {fault.strerror}")
    except Skip as skip:
        yield problem(skip.kind, file, str(skip))


def _plain(file: Path, body: bytes, taken_in: datetime, outlet: str | None, published: str | None) -> Page:
    address = spelt(file)
    return Page(
        id=content_id(address, body),
        address=address,
        taken_in=taken_in,
        body=body,
        content_type=PAGES[file.suffix.lower()],
        outlet=outlet,
        published=published,
    )
