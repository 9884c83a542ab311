"""Stage 1: takes pages in. One file per kind of source; `KINDS` lists them in the order in which they are tried."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

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
    if not path.exists():
        raise Stop(f"{address!r} is not there; check the spelling, or list the folder with: ls {path.parent}")
    kind = next(module for _, module in KINDS if module.takes(path))
    return kind.pages(path, taken_in, outlet=outlet, published=published, limit=limit)
