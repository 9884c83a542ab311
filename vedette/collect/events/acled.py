"""ACLED events: CSV under a header, 31 columns found by their names. Its two actors have no direction."""

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from vedette.collect.events.coded import (
    DIVISION,
    TOWN,
    CodedEvent,
    Party,
    Row,
    count,
    each,
    iso_day,
    month_of,
    on,
    point,
)
from vedette.collect.events.parties import INSIDE, country, named
from vedette.collect.files import problem
from vedette.errors import Skip, Stop
from vedette.knowledge import coding
from vedette.vocabulary import Place, Problem, When

CODER = "ACLED"
SAYS = "ACLED (CSV with a header from event_id_cnty to timestamp)"
NEEDED = ("event_id_cnty", "event_date", "time_precision", "sub_event_type", "actor1", "inter1", "actor2", "inter2", "iso", "country",
          "location", "latitude", "longitude", "geo_precision", "fatalities")  # fmt: skip
LONGEST = 100  # lines of one record: what goes on longer is a quote that was never closed
MONTHS = {name: n for n, name in enumerate(("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"), 1)}  # fmt: skip
WRITTEN = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
STATE = re.compile(r"(Military Forces|Police Forces|Government) of (?:the )?(.+?) \(\d{4}-(?:\d{4})?\)(?: (.+))?")
SECTORS = {"Military Forces": "Military", "Police Forces": "Police", "Government": "Government"}
RADIUS = {"1": TOWN, "2": 5 * TOWN, "3": DIVISION}  # geo_precision: the place itself, one near by, a region's seat
Record = dict[str, str]


def takes(line: str) -> bool:
    """The header."""
    return "event_id_cnty" in line and "sub_event_type" in line


def events(rows: Iterable[Row | Problem], name: str) -> Iterator[CodedEvent | Problem]:
    """Gives the events of rows. Raises Stop where the header lacks a column that is needed."""
    rest = iter(rows)
    for row in rest:
        if isinstance(row, Problem):
            yield row
        elif takes(row.text):
            break
        else:
            yield problem("columns", f"{name}:{row.number}", "stands before the header")
    else:
        return
    separator = ";" if row.text.count(";") > row.text.count(",") else ","
    header = [cell.lower() for cell in _cells(row.text, separator) or ()]
    if missing := [column for column in NEEDED if column not in header]:
        raise Stop(f"{name}: ACLED's header has no {', '.join(missing)}; export the file again with all columns")

    def record(text: str) -> Record:
        return _record(text, header, separator)

    def event(row: Row, name: str) -> CodedEvent:
        return _event(row.number, record(row.text), name)

    yield from each(_whole(rest, name, record), name, event)


def _whole(rows: Iterator[Row | Problem], name: str, read: Callable[[str], Record]) -> Iterator[Row | Problem]:
    """Gives records, putting together those whose quoted notes run over several lines.

    A quote that is never closed costs its own line; those after it are read anew.
    """
    waiting: deque[Row | Problem] = deque()
    while (row := waiting.popleft() if waiting else next(rows, None)) is not None:
        if isinstance(row, Problem) or row.text.count('"') % 2 == 0 or _reads(row.text, read):
            yield row
            continue
        taken: list[Row | Problem] = []
        text = row.text
        while len(taken) < LONGEST and (more := waiting.popleft() if waiting else next(rows, None)) is not None:
            taken.append(more)
            if isinstance(more, Problem):
                break
            text = f"{text}\n{more.text}"
            if more.text.count('"') % 2:
                break
        if taken and _reads(text, read):
            yield Row(row.number, text)
        else:
            yield problem("quote", f"{name}:{row.number}", "a quote is never closed")
            waiting.extendleft(reversed(taken))


def _reads(text: str, read: Callable[[str], Record]) -> bool:
    try:
        read(text)
    except Skip:
        return False
    return True


def _record(text: str, header: list[str], separator: str) -> Record:
    cells = _cells(text, separator)
    if not cells or len(cells) != len(header):
        raise Skip("columns", f"has {len(cells)} columns and not {len(header)}" if cells else "not CSV")
    return dict(zip(header, cells, strict=True))


def _cells(text: str, separator: str) -> list[str] | None:
    """Gives the cells of a record, None where it is none."""
    try:
        return [
            cell.strip() for cell in next(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        ]
    except (csv.Error, StopIteration):
        return None


def _event(number: int, cells: Record, name: str) -> CodedEvent:
    if not cells["event_id_cnty"]:
        raise Skip("id", "has no id")
    day = _day(cells["event_date"])
    code = cells["sub_event_type"]
    meaning = coding.acled().get(code)
    if not meaning:
        raise Skip("code", f"unknown ACLED sub-event type {code[:40]!r}")
    return CodedEvent(
        coder=CODER,
        id=cells["event_id_cnty"],
        file=name,
        row=number,
        day=day,
        when=_when(day, cells["time_precision"]),
        source=_party(cells["actor1"], cells["inter1"], day),
        target=_party(cells["actor2"], cells["inter2"], day),
        code=code,
        root=meaning.plover,
        place=_place(cells),
        fatalities=count(cells["fatalities"]),
        directed=False,
    )


def _day(told: str) -> date:
    """Gives the day of "2023-02-16" or of "16 February 2023", as the site and the interface write it."""
    written = WRITTEN.fullmatch(told)
    if not written or written[2] not in MONTHS:
        return iso_day(told)
    return iso_day(f"{written[3]}-{MONTHS[written[2]]:02}-{int(written[1]):02}")


def _when(day: date, precision: str) -> When:
    """A week is told by one of its days, without saying which; a month likewise."""
    if precision == "1":
        return on(day)
    if precision == "3":
        return month_of(day)
    if precision != "2":
        raise Skip("date", f"unknown precision {precision[:20]!r}; known: 1, 2, 3")
    if not timedelta(6) <= day - date.min <= date.max - date.min - timedelta(6):
        raise Skip("date", f"{day} is no date of news")
    return When(start=day - timedelta(6), end=day + timedelta(6))


def _party(name: str, kind: str, day: date) -> Party:
    """A rival of a state's government bears its name too, so only known branches may follow: "… of Yemen (2017-) Houthi"."""
    sector = coding.table("acled", "sectors").get(kind)
    if state := STATE.fullmatch(name):
        its_own = not state[3] or state[3] in coding.branches()
        return Party(name=name, code=country(state[2]) if its_own else None, sector=SECTORS[state[1]])
    inside = INSIDE.match(name)
    if code := named(name, day) or (inside and named(inside[1], day)) or None:
        return Party(name=name, code=code, sector=sector)
    # "Civilians (Ukraine)" belong to it and do not act for it, whatever their kind.
    return Party(
        name=name, code=country(inside[2]) if inside else None, sector=sector or (inside and inside[1]) or None
    )


def _place(cells: Record) -> Place | None:
    name = cells["location"] or cells["country"]
    if not name:
        return None
    state = coding.numeric().get(cells["iso"].removesuffix(".0").lstrip("0")) or country(cells["country"])
    if not cells["location"] or cells["geo_precision"] not in RADIUS:
        return Place(name=name, country=state)
    return Place(
        name=name, country=state, point=point(cells["latitude"], cells["longitude"], RADIUS[cells["geo_precision"]])
    )
