"""GDELT 2 events: 61 columns between tabs, no header. Its places have FIPS 10-4 codes, its actors CAMEO's."""

from collections.abc import Iterable, Iterator

from vedette.collect.events.coded import DIVISION, TOWN, CodedEvent, Party, Row, bare_day, each, on, point
from vedette.errors import Skip
from vedette.knowledge import coding
from vedette.vocabulary import Place, Problem

CODER = "GDELT"
SAYS = "GDELT 2 events (61 columns by tabs, no header)"
COLUMNS = 61
ID, DAY, CODE, ROOT, ADDED = 0, 1, 26, 28, 59
ACTORS = (5, 15)  # of each: code, name, country, known group, ethnic group, two religions, three types
PLACE = 51  # of the act itself: type, name, country, two divisions, latitude, longitude, feature
UNSAID = frozenset({"", "---"})
# A country's middle is no place where anything happened, so of types 2 to 5 only there is a point.
RADIUS = {"2": DIVISION, "3": TOWN, "4": TOWN, "5": DIVISION}


def takes(line: str) -> bool:
    """A row of 61 columns with a number and a day in front."""
    cells = line.split("\t")
    return len(cells) == COLUMNS and cells[ID].isdigit() and cells[DAY].isdigit()


def events(rows: Iterable[Row | Problem], name: str) -> Iterator[CodedEvent | Problem]:
    """Gives the events of rows."""
    return each(rows, name, _event)


def _event(row: Row, name: str) -> CodedEvent:
    cells = row.text.split("\t")
    if len(cells) != COLUMNS:
        raise Skip("columns", f"has {len(cells)} columns and not {COLUMNS}")
    if not cells[ID]:
        raise Skip("id", "has no id")
    day = bare_day(cells[DAY])
    code = cells[CODE]
    meaning = coding.cameo().get(code)
    # A code that lost its leading nought in a spreadsheet is another code: 043, a visit, would be 43.
    if not meaning or not code.startswith(cells[ROOT]):
        raise Skip("code", f"unknown CAMEO code {code[:20]!r} under {cells[ROOT][:20]!r}")
    return CodedEvent(
        coder=CODER,
        id=cells[ID],
        file=name,
        row=row.number,
        day=day,
        when=on(day),
        source=_party(cells[ACTORS[0] : ACTORS[0] + 10]),
        target=_party(cells[ACTORS[1] : ACTORS[1] + 10]),
        code=code,
        root=meaning.plover,
        place=_place(cells[PLACE : PLACE + 8]),
        added=bare_day(cells[ADDED][:8]) if cells[ADDED] else None,
    )


def _party(cells: list[str]) -> Party:
    """A known group is who acts, also where its country is told: PSE and HMS are Hamas."""
    _, name, country, group, _, _, _, kind, _, _ = cells
    code = coding.countries().get(country) if group in UNSAID else coding.groups().get(group)
    sector = None if kind in UNSAID else coding.table("types", "sectors").get(kind, kind)
    return Party(name=name, code=code, sector=sector)


def _place(cells: list[str]) -> Place | None:
    kind, name, country, _, _, lat, lon, _ = cells
    if not name:
        return None
    where = point(lat, lon, RADIUS[kind]) if kind in RADIUS else None
    return Place(name=name, country=coding.fips().get(country), point=where)
