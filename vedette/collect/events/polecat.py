"""POLECAT events: 40 columns between tabs under a header, which some files have broken; "None" says nothing."""

from collections.abc import Iterable, Iterator
from itertools import chain

from vedette.collect.events.coded import DIVISION, TOWN, CodedEvent, Party, Row, each, iso_day, on, point
from vedette.collect.events.parties import country
from vedette.errors import Skip
from vedette.knowledge import coding
from vedette.vocabulary import Place, Problem

CODER = "POLECAT"
SAYS = "POLECAT (40 columns by tabs under a header that begins with Event ID)"
COLUMNS = 40
HEADER = "Event ID\t"
ID, DAY, TYPE, MODE, PUBLISHED = 0, 1, 2, 3, 34
ACTORS = (7, 15)  # of each: name, country, state number, first sector, sectors, title, name in the text, Wikipedia
PLACE = 23  # placename, city, district, province, country, latitude, longitude, GeoNames, name in the text, feature


def takes(line: str) -> bool:
    """The header, or a row of 40 columns whose third is a type."""
    cells = line.split("\t")
    return line.startswith(HEADER) or (len(cells) == COLUMNS and cells[TYPE] in coding.plover())


def events(rows: Iterable[Row | Problem], name: str) -> Iterator[CodedEvent | Problem]:
    """Gives the events of rows; the columns are read by place, so that a broken header costs nothing."""
    rest = iter(rows)
    first = next(rest, None)
    headed = isinstance(first, Row) and "Event" in first.text.partition("\t")[0]
    return each(rest if first is None or headed else chain((first,), rest), name, _event)


def _event(row: Row, name: str) -> CodedEvent:
    cells = ["" if cell == "None" else cell.strip() for cell in row.text.split("\t")]
    if len(cells) != COLUMNS:
        raise Skip("columns", f"has {len(cells)} columns and not {COLUMNS}")
    if not cells[ID]:
        raise Skip("id", "has no id")
    day = iso_day(cells[DAY])
    kind = cells[TYPE]
    if kind not in coding.plover():
        raise Skip("code", f"unknown PLOVER type {kind[:20]!r}")
    mode = cells[MODE].lower()
    mode = coding.table("plover", "spellings").get(mode, mode)
    return CodedEvent(
        coder=CODER,
        id=cells[ID],
        file=name,
        row=row.number,
        day=day,
        when=on(day),
        source=_party(cells[ACTORS[0] : ACTORS[0] + 8]),
        target=_party(cells[ACTORS[1] : ACTORS[1] + 8]),
        code=f"{kind}-{mode}" if mode else kind,
        root=kind.partition("-")[0],
        place=_place(cells[PLACE : PLACE + 10]),
        added=iso_day(cells[PUBLISHED][:10]) if cells[PUBLISHED] else None,
    )


def _party(cells: list[str]) -> Party:
    """Where several countries stand in one cell the party is none of them alone, and has no code."""
    name, state, _, sector, *_ = cells
    return Party(
        name=name,
        code=country(state) if state else None,
        sector=coding.table("types", "sectors").get(sector, sector) or None,
    )


def _place(cells: list[str]) -> Place | None:
    named, state, lat, lon, feature = cells[:4], cells[4], cells[5], cells[6], cells[9]
    name = next(filter(None, (*named, state)), None)
    if not name:
        return None
    if feature.startswith("PCL") or not any(named):  # a country's middle is no place where anything happened
        return Place(name=name, country=country(state))
    return Place(
        name=name, country=country(state), point=point(lat, lon, TOWN if feature.startswith("PPL") else DIVISION)
    )
