"""Stage 1: takes pages in. One file per kind of source; `KINDS` lists them in the order in which they are tried."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Protocol

from vedette.collect import cases, files
from vedette.errors import Stop
from vedette.vocabulary import Page, Problem


class Kind(Protocol):
    """What a module in this folder has: whether a path is its kind, and the pages there."""

    def takes(self, path: Path) -> bool: ...

    def pages(
        self, path: Path, taken_in: datetime, *, outlet: str | None, published: str | None, limit: int
    ) -> Iterator[Page | Problem]: ...


KINDS: tuple[tuple[str, Kind], ...] = (
    ("case", cases),
    ("files", files),
)


def one_page(address: str, taken_in: datetime, *, outlet: str | None = None, published: str | None = None) -> Page:
    """Gives the only page at an address. Raises Stop where there are more or none, or where it cannot be read."""
    found = list(pages(address, taken_in, outlet=outlet, published=published))
    if len(found) != 1:
        raise Stop(
            f"{address} holds {len(found)} texts; `vedette read` takes one, `vedette read --jsonl` a file of lines,"
            " `vedette add` a folder"
        )
    if isinstance(found[0], Problem):
        raise Stop(told(found[0]))
    return found[0]


def told(problem: Problem) -> str:
    """Gives a problem's message, with what it is about unless that stands in it."""
    return problem.message if problem.subject in problem.message else f"{problem.subject}: {problem.message}"


def every(
    addresses: Iterable[str], taken_in: datetime, *, stdin: BinaryIO | None = None, outlet: str | None = None,
    published: str | None = None, limit: int = files.LIMIT,
) -> Iterator[Page | Problem]:  # fmt: skip
    """Gives the pages of several addresses, where all of them are there; "-" is `stdin` where that is given."""
    found = [
        files.lines(stdin, taken_in, outlet=outlet, published=published, limit=limit) if stdin and address == "-"
        else pages(address, taken_in, outlet=outlet, published=published, limit=limit)
        for address in addresses
    ]  # fmt: skip
    return chain.from_iterable(found)


def pages(
    address: str,
    taken_in: datetime,
    *,
    outlet: str | None = None,
    published: str | None = None,
    limit: int = files.LIMIT,
) -> Iterator[Page | Problem]:
    """Gives the pages at an address and what could not be read there. Raises Stop where there is no such thing.

    `outlet` and `published` hold for the pages that do not name their own.
    """
    if address.startswith(("http://", "https://")):
        raise Stop(f"{address}: collecting from the web is not there yet; save the page, then type: vedette add FILE")
    path = Path(address)
    try:
        there = path.exists()
    except OSError as fault:
        raise Stop(
            f"{files.spelt(address)!r} cannot be read: {fault.strerror}; check its rights with: ls -ld {files.spelt(path.parent)}"
        ) from fault
    if not there:
        raise Stop(
            f"{files.spelt(address)!r} is not there; check the spelling, or list the folder with: ls {files.spelt(path.parent)}"
        )
    outlet, published = (told and files.spelt(told) for told in (outlet, published))
    kind = next(module for _, module in KINDS if module.takes(path))
    return kind.pages(path, taken_in, outlet=outlet, published=published, limit=limit)
