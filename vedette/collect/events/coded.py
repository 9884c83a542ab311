"""One event as its coder has it, and what the formats share in reading a row."""

import math
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from vedette.collect.files import problem
from vedette.errors import Skip
from vedette.vocabulary import Place, Point, Problem, When, Word

TOWN, DIVISION = 10, 150  # kilometres; as in knowledge/, where a town and a province lie within so many


class Row(NamedTuple):
    """A row of a file with its number, the first being 1."""

    number: int
    text: str


class Party(Word, frozen=True, kw_only=True):
    """A side of an event, named as coded. `code` is the state, organisation or group that it belongs to.

    `sector` says whether it acts for that: Military, Government and so on, or the coder's own word; None where none is given.
    """

    name: str
    code: str | None = None
    sector: str | None = None


class CodedEvent(Word, frozen=True, kw_only=True):
    """One row of a coder. `code` is as coded, `root` its PLOVER type; `when` may be wider than `day`.

    `id` is the coder's own, else that of the content; `added` the day on which the coder took it in, where it says so.
    `directed` is false where the format does not say which party did it.
    """

    coder: str
    id: str
    file: str
    row: int
    day: date
    when: When
    source: Party
    target: Party
    code: str
    root: str | None
    place: Place | None = None
    fatalities: int | None = None
    added: date | None = None
    directed: bool = True


def each(
    rows: Iterable[Row | Problem], name: str, event: Callable[[Row, str], CodedEvent]
) -> Iterator[CodedEvent | Problem]:
    """Gives the event of each row, and a Problem where that raises Skip."""
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        try:
            yield event(row, name)
        except Skip as skip:
            yield problem(skip.kind, f"{name}:{row.number}", str(skip))


@lru_cache(maxsize=1 << 14)
def on(day: date) -> When:
    """Gives one day as a span."""
    return When(start=day, end=day)


def month_of(day: date) -> When:
    """Gives the month of a day as a span."""
    return When(start=day.replace(day=1), end=day.replace(day=monthrange(day.year, day.month)[1]))


@lru_cache(maxsize=1 << 14)
def iso_day(told: str) -> date:
    """Gives the day of "2018-03-02". Raises Skip."""
    if not told:
        raise Skip("no date", "has no date")
    try:
        if len(told) != 10:
            raise ValueError
        return date.fromisoformat(told)
    except ValueError:
        raise Skip("date", f"{told[:40]!r} is no date") from None


@lru_cache(maxsize=1 << 14)
def bare_day(told: str) -> date:
    """Gives the day of "20180302". Raises Skip."""
    if not told:
        raise Skip("no date", "has no date")
    return iso_day(f"{told[:4]}-{told[4:6]}-{told[6:]}")


def point(lat: str, lon: str, radius_km: float) -> Point | None:
    """Gives coordinates, None where there are none. Raises Skip where they are not on the globe."""
    if not lat and not lon:
        return None
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        north = math.nan
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise Skip("place", f"{lat[:20]!r}, {lon[:20]!r} is not on the globe")
    return Point(lat=north, lon=east, radius_km=radius_km)


def count(told: str) -> int | None:
    """Gives a number of people, None where there is none. Raises Skip where it is no whole number."""
    if not told:
        return None
    whole = told.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and len(whole) < 10):
        raise Skip("number", f"{told[:20]!r} counts nobody")
    return int(whole)
