"""What Vedette knows, as data that is checked when it is loaded: actors, places, outlets, modes.

Everything is read once, from the package's own TOML and CSV. Validity dates are `from` and `to`, both included;
a partial one ("2019-05") reaches from its first to its last day.
"""

import csv
import gc
import gzip
import io
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec

from vedette.errors import Stop
from vedette.knowledge.names import Names, Piece
from vedette.vocabulary import Mode, Point, Unit, Word

__all__ = ["Actor", "Disputed", "ModeFacts", "Names", "Operation", "Outlet", "Site", "actors", "disputed", "modes", "operations", "outlet",
           "outlets", "places", "states", "things"]  # fmt: skip

F = TypeVar("F", bound=Word)

TITLED = frozenset({"King", "Queen", "Pope", "Prince", "Princess", "Emir", "Sultan", "Emperor", "Sheikh"})
SITE_RANK = 200_000  # a military site weighs as a town of so many: larger namesakes stay rivals


class Actor(Word, frozen=True, kw_only=True):
    """One name of an actor. `kind` is state | demonym | government | person | surname | organisation | service."""

    code: str
    name: str
    kind: str
    role: str = ""
    since: date = date.min
    until: date = date.max

    def valid(self, day: date | None) -> bool:
        """Whether the name meant this actor on that day; without a day every holder stays a candidate."""
        return day is None or self.since <= day <= self.until


class Site(Word, frozen=True, kw_only=True):
    """One name of a place. `country` is None at sea and where several share it; `rank` orders namesakes.

    `division` is the first-order division that a town lies in, as "USA.LA".
    """

    name: str
    country: str | None
    kind: str
    rank: int
    point: Point | None = None
    division: str = ""


class Outlet(Word, frozen=True, kw_only=True):
    """A newspaper, agency or ministry that publishes, with its Admiralty letter and why."""

    slug: str
    name: str
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str | None = None
    owner: str | None = None
    kind: str = "local"
    reliability: str = "F"
    reason: str = "not judged"
    orders: str = "day-first"


class ModeFacts(Word, frozen=True, kw_only=True):
    """A mode's definition, its PLOVER type, and what an actual claim of it does to a presence."""

    says: str
    plover: str
    effect: str
    speech: bool = False


class Operation(Word, frozen=True, kw_only=True):
    """A named exercise or operation."""

    key: str
    name: str
    kind: str
    names: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None


class StateFacts(Word, frozen=True, kw_only=True):
    """A country or territory with an ISO 3166 alpha-3 code."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str | None = None
    governments: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    wikidata: str | None = None


class Disputed(Word, frozen=True, kw_only=True):
    """A territory that several claim: who holds it since when, and to whom a place there is counted, "" to none."""

    name: str
    claimed_by: tuple[str, ...]
    held_by: tuple[str, ...]
    counted: str
    since: str = ""
    note: str = ""


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(files("vedette.knowledge").joinpath(name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise Stop(f"knowledge/{name} cannot be read: {fault}") from fault


def _fact(shape: type[F], file: str, /, **told: Any) -> F:
    try:
        return msgspec.convert(told, shape)
    except msgspec.ValidationError as fault:
        raise Stop(f"knowledge/{file}: {next(iter(told.values()))}: {fault}") from fault


def _rows(name: str) -> Iterator[dict[str, str]]:
    try:
        raw = files("vedette.knowledge").joinpath(name).read_bytes()
        text = gzip.decompress(raw).decode() if name.endswith(".gz") else raw.decode()
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise Stop(f"knowledge/{name} cannot be read: {fault}") from fault
    yield from csv.DictReader(io.StringIO(text))


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in (part.strip() for part in names.split(";")) if name)


def first_day(told: str | date) -> date:
    """Gives the first day of a full or partial ISO date; an empty one is open."""
    if isinstance(told, date):
        return told
    return date.fromisoformat(f"{told}-01-01"[:10] if len(told) == 4 else f"{told}-01"[:10]) if told else date.min


def last_day(told: str | date) -> date:
    """Gives the last day of a full or partial ISO date; an empty one is open."""
    if isinstance(told, date):
        return told
    if not told:
        return date.max
    if len(told) == 4:
        return date(int(told), 12, 31)
    if len(told) == 7:
        year, month = int(told[:4]), int(told[5:])
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date.fromisoformat(told)


@cache
def modes() -> dict[Mode, ModeFacts]:
    """Gives the facts of all 20 modes. Raises Stop where `modes.toml` misses one."""
    told = _toml("modes.toml")
    if missing := [mode.value for mode in Mode if mode.value not in told]:
        raise Stop(f"knowledge/modes.toml has no table for {', '.join(missing)}")
    return {mode: _fact(ModeFacts, "modes.toml", **told[mode.value]) for mode in Mode}


@cache
def states() -> dict[str, StateFacts]:
    """Gives countries and territories by ISO 3166 alpha-3 code."""
    told = _toml("states.toml")
    return {
        code: _fact(StateFacts, "states.toml", code=code, **facts)
        for code, facts in told.items()
        if isinstance(facts, dict)
    }


@cache
def disputed() -> dict[str, Disputed]:
    """Gives territories that more than one state claims, or that others hold, by name."""
    return {
        name: _fact(Disputed, "disputed.toml", name=name, **facts) for name, facts in _toml("disputed.toml").items()
    }


@cache
def organisations() -> dict[str, dict[str, Any]]:
    """Gives alliances, organisations and armed groups by code, as `organisations.toml` has them."""
    return {code: facts for code, facts in _toml("organisations.toml").items() if isinstance(facts, dict)}


@cache
def codes() -> frozenset[str]:
    """Gives every code an actor may have."""
    return frozenset(states()) | frozenset(organisations())


def _state_names() -> Iterator[tuple[str, Actor]]:
    for code, state in states().items():
        for kind, names in (
            ("state", (state.name, *state.names)),
            ("demonym", state.demonyms),
            ("government", state.governments),
        ):
            for name in names:
                yield name, Actor(code=code, name=name, kind=kind)


def _organisation_names() -> Iterator[tuple[str, Actor]]:
    for code, facts in organisations().items():
        since, until = first_day(facts.get("from", "")), last_day(facts.get("to", ""))
        for name in (facts["name"], *facts.get("names", ())):
            role = facts.get("kind", "")
            yield name, Actor(code=code, name=name, kind="organisation", role=role, since=since, until=until)
        for name in facts.get("governments", ()):
            yield name, Actor(code=code, name=name, kind="government", since=since, until=until)


def _dated_names() -> Iterator[tuple[str, Actor]]:
    for row in _rows("services.csv"):
        since, until = first_day(row["from"]), last_day(row["to"])
        for name in (row["name"], *_split(row["other_names"])):
            yield name, Actor(code=row["code"], name=name, kind="service", role=row["kind"], since=since, until=until)
    unsafe = _ambiguous_surnames()
    for row in _rows("offices.csv"):
        since, until = first_day(row["from"]), last_day(row["to"])
        family = row["name"].split()[-1]
        for name in dict.fromkeys((row["name"], *_split(row["other_names"]), family)):
            kind = "person" if " " in name else "surname"
            if kind == "person" or (name not in unsafe and row["name"].split()[0] not in TITLED):
                holder = Actor(
                    code=row["code"], name=row["name"], kind=kind, role=row["office"], since=since, until=until
                )
                yield name, holder


@cache
def officeholders() -> dict[tuple[str, str], tuple[Actor, ...]]:
    """Gives who held which office of which state, by its code and the office."""
    held: dict[tuple[str, str], tuple[Actor, ...]] = {}
    for _, entry in _dated_names():
        if entry.kind == "person":
            held[entry.code, entry.role] = (*held.get((entry.code, entry.role), ()), entry)
    return held


@cache
def bearers() -> dict[str, tuple[Actor, ...]]:
    """Gives who held an office by the last word of the name, ordinary ones such as "Johnson" among them."""
    held: dict[str, tuple[Actor, ...]] = {}
    for holders in officeholders().values():
        for entry in holders:
            family = entry.name.rpartition(" ")[2]
            held[family] = (*held.get(family, ()), entry)
    return held


@cache
def _ambiguous_surnames() -> frozenset[str]:
    """Gives the last words of names that are ordinary words, numbers or first names and stand for nobody by themselves."""
    return frozenset(_toml("states.toml").get("ambiguous_surnames", ()))


@cache
def actors() -> Names[Actor]:
    """Gives the index of all names of actors: states, people in office, organisations, groups, services."""
    return Names(named_actors())


def named_actors() -> Iterator[tuple[str, Actor]]:
    """Gives every name of an actor with what it means."""
    yield from _state_names()
    yield from _organisation_names()
    yield from _dated_names()


def people_named(text: list[Piece]) -> frozenset[str]:
    """Gives the full names of office-holders that a text spells out, so that their surnames may stand for them."""
    return frozenset(e.name for found in actors().find(text) for e in found.entries if e.kind == "person")


def _point(row: dict[str, str], radius: float) -> Point | None:
    if not row["lat"] or not row["lon"]:
        return None
    return Point(lat=float(row["lat"]), lon=float(row["lon"]), radius_km=float(row.get("radius_km") or radius))


@cache
def places() -> Names[Site]:
    """Gives the index of all names of places. Names of states lead to the state."""
    # 200,000 small objects that all stay: the collector would walk them again and again, which doubles the time.
    gc.disable()
    try:
        return Names([*_countries(), *_sites(), *_regions(), *_cities()])
    finally:
        gc.freeze()
        gc.enable()


def _countries() -> Iterator[tuple[str, Site]]:
    for state in states().values():
        country = Site(name=state.name, country=state.code, kind="country", rank=10**9)
        yield from ((name, country) for name in (state.name, *state.names))
        people = Site(name=state.name, country=state.code, kind="demonym", rank=10**6)
        yield from ((name, people) for name in state.demonyms if not name.endswith("s"))


def _sites() -> Iterator[tuple[str, Site]]:
    for row in _rows("sites.csv"):
        site = Site(
            name=row["name"], country=row["country"] or None, kind=row["kind"], rank=SITE_RANK, point=_point(row, 5)
        )
        yield from ((name, site) for name in (row["name"], *_split(row["other_names"])))


def _regions() -> Iterator[tuple[str, Site]]:
    for row in _rows("regions.csv"):
        kind, rank = row["kind"], 10**7 if row["kind"] != "province" else 10**5
        region = Site(name=row["name"], country=row["country"] or None, kind=kind, rank=rank, point=_point(row, 150))
        yield from ((name, region) for name in (row["name"], *_split(row["other_names"])))


def _cities() -> Iterator[tuple[str, Site]]:
    for row in _rows("cities.csv.gz"):
        people = int(row["population"] or 0)
        division = f"{row['country']}.{row['division']}" if row["division"] else ""
        city = Site(
            name=row["name"], country=row["country"], kind="city", rank=people, point=_point(row, 10), division=division
        )
        yield from ((name, city) for name in (row["name"], row["ascii"], *_split(row["other_names"])))


@cache
def outlets() -> dict[str, Outlet]:
    """Gives outlets by slug."""
    return {slug: _fact(Outlet, "outlets.toml", slug=slug, **facts) for slug, facts in _toml("outlets.toml").items()}


@cache
def _outlet_names() -> dict[str, Outlet]:
    known: dict[str, Outlet] = {}
    for entry in outlets().values():
        for name in (entry.name, *entry.names, *entry.domains):
            known.setdefault(name.casefold(), entry)
    return known


def outlet_facts(name: str | None) -> Outlet | None:
    """Gives what is known of an outlet by its name or domain."""
    folded = (name or "").casefold().strip()
    known = _outlet_names()
    while folded:
        for form in (folded, folded.removeprefix("www."), folded.removeprefix("the ")):
            if form in known:
                return known[form]
        if "." not in folded or " " in folded:
            return None
        folded = folded.partition(".")[2]  # edition.cnn.com is cnn.com's
    return None


def outlet(name_or_domain: str) -> str | None:
    """Gives an outlet's usual name for one of its names or domains, None where it is not known."""
    facts = outlet_facts(name_or_domain)
    return facts.name if facts else None


@cache
def things() -> dict[str, Unit]:
    """Gives, for a noun in lower case (singular) or a model's name, the unit that counts it."""
    told = _toml("equipment.toml")
    known: dict[str, Unit] = {}
    for unit in Unit:
        for name in (*told.get(unit.value, {}).get("models", ()), *told.get(unit.value, {}).get("nouns", ())):
            known.setdefault(name.casefold(), unit)
    return known


class Formation(Word, frozen=True, kw_only=True):
    """How many people a kind of formation usually has: never a count, and told only to who asks."""

    names: tuple[str, ...]
    min: int
    max: int
    source: str


@cache
def formations() -> dict[str, Formation]:
    """Gives kinds of formations by their names in lower case, singular."""
    told = [_fact(Formation, "formations.toml", **facts) for facts in _toml("formations.toml")["formation"]]
    return {name: each for each in told for name in each.names}


@cache
def operations() -> dict[str, Operation]:
    """Gives named exercises and operations by key."""
    return {
        key: _fact(Operation, "operations.toml", key=key, **facts) for key, facts in _toml("operations.toml").items()
    }


@cache
def operation_names() -> Names[Operation]:
    """Gives the index that finds operations' names in a text."""
    return Names([(name, each) for each in operations().values() for name in (each.name, *each.names)])
