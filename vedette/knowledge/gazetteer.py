"""The small places beside those of `places()`: towns above 500 people, provinces and counties, and centres of states.

Kept as lines of text until a name is asked for: of 180,000 towns a run meets some dozens.
"""

import csv
import gzip
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from vedette.errors import Stop
from vedette.knowledge import Site, places, states
from vedette.vocabulary import Point

STATE_RANK = {1: 5_000_000, 2: 200_000}  # people as whom a province and a county weigh among namesakes
OF_STATE, OF_PROVINCE = "province", "county"


def _text(name: str) -> str:
    try:
        raw = files("vedette.knowledge").joinpath(name).read_bytes()
        return gzip.decompress(raw).decode() if name.endswith(".gz") else raw.decode()
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise Stop(f"knowledge/{name} cannot be read: {fault}") from fault


@cache
def _towns() -> dict[str, str]:
    """Gives the lines of `towns.csv.gz` by name; namesakes share an entry."""
    known: dict[str, str] = {}
    for line in _text("towns.csv.gz").splitlines()[1:]:
        cells = line.split(",")
        for name in (cells[2], cells[6]):
            if name:
                known[name] = f"{known[name]}\n{line}" if name in known else line
    return known


def town_countries() -> frozenset[str]:
    """Gives the codes of all countries that a town is told to lie in."""
    return frozenset(line[:3] for line in _text("towns.csv.gz").splitlines()[1:])


@cache
def _divisions() -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for line in _text("divisions.csv.gz").splitlines()[1:]:
        cells = line.split(",")
        for name in (cells[3], *cells[4].split(";")):
            if name:
                known.setdefault(name, []).append(line)
    return known


def _town(line: str) -> Site:
    country, division, name, lat, lon, population, _ = line.split(",")
    point = Point(lat=float(lat), lon=float(lon), radius_km=5)
    return Site(
        name=name,
        country=country,
        kind="city",
        rank=int(population or 0),
        point=point,
        division=f"{country}.{division}",
    )


def _division(line: str) -> Site:
    country, division, level, name, _, lat, lon, radius = line.split(",")
    kind = OF_STATE if level == "1" else OF_PROVINCE
    point = Point(lat=float(lat), lon=float(lon), radius_km=float(radius))
    code = f"{country}.{division}"
    return Site(name=name, country=country, kind=kind, rank=STATE_RANK[int(level)], point=point, division=code)


@cache
def centres() -> dict[str, Point]:
    """Gives the middle of each state by its code; its radius reaches about as far as the state does."""
    rows = csv.DictReader(_text("centres.csv").splitlines())
    return {
        row["code"]: Point(lat=float(row["lat"]), lon=float(row["lon"]), radius_km=float(row["radius_km"]))
        for row in rows
    }


@lru_cache(maxsize=1 << 16)
def named(name: str) -> tuple[Site, ...]:
    """Gives all places of exactly this name, of every size; states with their middle."""
    large = tuple(_placed(site) for site in places().get(name))
    towns = tuple(_town(line) for line in _towns()[name].split("\n")) if name in _towns() else ()
    return large + tuple(_division(line) for line in _divisions().get(name, ())) + towns


def _placed(site: Site) -> Site:
    if site.kind not in {"country", "demonym"} or not site.country or site.country not in states():
        return site
    return Site(name=site.name, country=site.country, kind=site.kind, rank=site.rank, point=centres().get(site.country))


@cache
def words() -> dict[str, frozenset[str]]:
    """Gives first names under "given" and ordinary words that are also towns' names under "ordinary"."""
    told = tomllib.loads(_text("words.toml"))
    return {key: frozenset(told[key]) for key in ("given", "ordinary")}


@cache
def adjectives() -> dict[str, str]:
    """Gives for an adjective of a region that is no state the region's name."""
    told: dict[str, str] = tomllib.loads(_text("words.toml"))["adjectives"]
    return told
