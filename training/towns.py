"""Build `towns.csv.gz` and `divisions.csv.gz`: towns under 5,000 people, and provinces and counties with their middles.

    python -m training.towns DATA [OUT]

DATA holds `gazetteer/` (GeoNames, CC BY 4.0). OUT is a folder, `build/gazetteer` where none is given: the shipped towns
were taken from the longer GeoNames cities500, which does not lie there and alone has most populations, accents and
hamlets. Middles are reckoned from the shipped towns and cities, so the divisions are those that are shipped; Assam's alone
lies 0.01 degrees off, as it was reckoned before a city there was moved. The same bytes come out on every run.
"""

import csv
import math
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from training import cities
from training.cities import NEAR, country_of, list_of

KNOWLEDGE = Path(__file__).parent.parent / "vedette" / "knowledge"
OUT = Path("build/gazetteer")
LEAST = 500  # people above whom GeoNames' own list cities500 takes a place; seats of government whatever their size
SEATS = {"PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4"}
NO_LONGER = cities.NO_LONGER | {"PPLX"}  # quarters of a town are none themselves
EARTH = 6371  # kilometres to its middle
COUNTY_REACH = 150  # kilometres to which a radius is cut; only four counties reach farther
# Countries whose counties news in English names.
COUNTIES_OF = {
    "AF", "AM", "AU", "AZ", "BE", "BY", "CA", "CN", "DE", "EE", "ES", "ET", "FR", "GB", "GE", "IE", "IL", "IN", "IQ",
    "IR", "IT", "JP", "KE", "LT", "LV", "MD", "ML", "NG", "NL", "NZ", "PH", "PK", "PL", "RO", "RU", "SD", "SO", "SY",
    "TR", "TW", "UA", "US", "YE",
}  # fmt: skip
# The Associated Press' short forms of the American states, by postal code.
SHORT = {
    "AK": "Alaska", "AL": "Ala.", "AR": "Ark.", "AZ": "Ariz.", "CA": "Calif.", "CO": "Colo.", "CT": "Conn.",
    "DC": "D.C.", "DE": "Del.", "FL": "Fla.", "GA": "Ga.", "HI": "Hawaii", "IA": "Iowa", "ID": "Idaho", "IL": "Ill.",
    "IN": "Ind.", "KS": "Kan.", "KY": "Ky.", "LA": "La.", "MA": "Mass.", "MD": "Md.", "ME": "Maine", "MI": "Mich.",
    "MN": "Minn.", "MO": "Mo.", "MS": "Miss.", "MT": "Mont.", "NC": "N.C.", "ND": "N.D.", "NE": "Neb.", "NH": "N.H.",
    "NJ": "N.J.", "NM": "N.M.", "NV": "Nev.", "NY": "N.Y.", "OH": "Ohio", "OK": "Okla.", "OR": "Ore.", "PA": "Pa.",
    "RI": "R.I.", "SC": "S.C.", "SD": "S.D.", "TN": "Tenn.", "TX": "Texas", "UT": "Utah", "VA": "Va.", "VT": "Vt.",
    "WA": "Wash.", "WI": "Wis.", "WV": "W.Va.", "WY": "Wyo.",
}  # fmt: skip
WRITTEN_ALSO = {
    ("AU", "Australian Capital Territory"): "ACT",
    ("AU", "New South Wales"): "NSW;N.S.W.",
    ("AU", "Northern Territory"): "NT",
    ("AU", "Queensland"): "Qld",
    ("CA", "Alberta"): "Alta.",
    ("CA", "British Columbia"): "BC;B.C.",
    ("CA", "Manitoba"): "Man.",
    ("CA", "New Brunswick"): "N.B.",
    ("CA", "Newfoundland and Labrador"): "Newfoundland;N.L.",
    ("CA", "Nova Scotia"): "N.S.",
    ("CA", "Ontario"): "Ont.",
    ("CA", "Prince Edward Island"): "P.E.I.",
    ("CA", "Quebec"): "Que.",
    ("CA", "Saskatchewan"): "Sask.",
    ("US", "Arizona"): "AZ",
    ("US", "California"): "CA",
    ("US", "Colorado"): "CO",
    ("US", "Connecticut"): "CT",
    ("US", "Florida"): "FL",
    ("US", "Georgia"): "GA",
    ("US", "Illinois"): "IL",
    ("US", "Kentucky"): "KY",
    ("US", "Maryland"): "MD",
    ("US", "Michigan"): "MI",
    ("US", "Minnesota"): "MN",
    ("US", "Missouri"): "MO",
    ("US", "Nevada"): "NV",
    ("US", "New Hampshire"): "NH",
    ("US", "New Jersey"): "NJ",
    ("US", "New Mexico"): "NM",
    ("US", "New York"): "NY",
    ("US", "North Carolina"): "NC",
    ("US", "Pennsylvania"): "PA;Penn.",
    ("US", "South Carolina"): "SC",
    ("US", "Tennessee"): "TN",
    ("US", "Texas"): "TX;Tex.",
    ("US", "Virginia"): "VA",
    ("US", "Washington, D.C."): "District of Columbia;D.C.",
    ("US", "West Virginia"): "W. Va.",
    ("US", "Wisconsin"): "WI",
}
# Middles of divisions whose towns all lie at one end.
MIDDLES = {
    ("CA", "Alberta"): (54.5, -115.0),
    ("CA", "British Columbia"): (54.1, -126.5),
    ("CA", "Manitoba"): (54.5, -95.5),
    ("CA", "Newfoundland and Labrador"): (53.5, -60.2),
    ("CA", "Ontario"): (49.3, -84.7),
    ("CA", "Quebec"): (53.8, -68.4),
    ("CA", "Saskatchewan"): (54.5, -105.7),
    ("US", "Alaska"): (64.0, -150.0),
}
# What news leaves away: "in Kursk" for "in Kursk Oblast"; not in America, where the state of New York is not the city.
KINDS = (
    " Oblast", " Region", " Governorate", " Province", " District", " Canton", " Department", " County", " Prefecture",
    " State", " Voivodeship", " Krai", " Republic",
)  # fmt: skip

Spot = tuple[float, float]  # latitude, longitude


class Town(NamedTuple):
    """A line of `towns.csv.gz`; `plain` is the name without accents where it has any."""

    country: str
    division: str
    name: str
    lat: str
    lon: str
    population: str
    plain: str


class Division(NamedTuple):
    """A line of `divisions.csv.gz`: a province (level 1) or a county (level 2) of that province."""

    country: str
    division: str
    level: str
    name: str
    other_names: str
    lat: str
    lon: str
    radius_km: str


def without_accents(name: str) -> str:
    letters = name.replace("ß", "ss").replace("æ", "ae").translate(str.maketrans("øØłŁđı", "oOlLdi"))
    return "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))


def town(country: str, division: str, name: str, at: tuple[str, str], people: int) -> Town:
    plain = without_accents(name)
    lat, lon = (f"{float(side):.2f}" for side in at)
    return Town(country, division, name, lat, lon, str(people or ""), plain if plain != name else "")


def is_name(name: str) -> bool:
    """Whether a name can stand in running text, and on a line that is cut at commas."""
    return len(name) > 2 and "," not in name and any(c.isalpha() for c in name)


def read_towns(folder: Path) -> Iterator[Town]:
    """Places of GeoNames' short list for Ukraine, those of cities1000 elsewhere; the latter gives no population."""
    iso3 = cities.countries(folder)
    for row in list_of(folder, "geonames_ukraine_full.tsv.gz"):
        people = int(row["population"] or 0)
        if row["fclass"] == "P" and row["fcode"] not in NO_LONGER and (people >= LEAST or row["fcode"] in SEATS):
            yield town(iso3[row["cc"]], row["admin1"], row["name"].replace('"', ""), (row["lat"], row["lon"]), people)
    for row, division in cities.read_small_rows(folder):
        if row["cc"] != "UA":
            country = country_of(row["cc"], row["admin1"], float(row["lat"]), float(row["lon"]), iso3)
            yield town(country, division, row["name"].replace('"', ""), (row["lat"], row["lon"]), 0)


def called(listed: list[cities.Row], told: Iterable[cities.City]) -> dict[tuple[str, str], list[Spot]]:
    """Where the cities lie, by country and every name that they are known under."""
    spots: dict[tuple[str, str], list[Spot]] = {}
    names = [(row.country, {row.name, row.ascii}, row.lat, row.lon) for row in listed]
    names += ((city.country, {city.name, *city.alternates}, city.lat, city.lon) for city in told)
    for country, known, lat, lon in names:
        for name in {without_accents(each) for each in known}:
            spots.setdefault((country, name), []).append((float(lat), float(lon)))
    return spots


def beside(towns: Iterable[Town], known: dict[tuple[str, str], list[Spot]]) -> Iterator[Town]:
    """The towns that are no city of the list under any of its names."""
    for each in towns:
        lat, lon = float(each.lat), float(each.lon)
        spots = known.get((each.country, each.plain or each.name), ())
        if is_name(each.name) and not any(abs(lat - a) < NEAR and abs(lon - b) < NEAR for a, b in spots):
            yield each


def doubtful(listed: list[cities.Row]) -> dict[Town, Spot]:
    """The cities whose name is also a person's or a word, with where they lie, unrounded."""
    found: dict[Town, Spot] = {}
    for row in listed:
        if row.feature == "ambiguous":
            lat, lon = float(row.lat), float(row.lon)
            plain = row.ascii if row.ascii != row.name else ""
            each = Town(row.country, row.division, row.name, f"{lat:.2f}", f"{lon:.2f}", row.population, plain)
            found[each] = (lat, lon)
    return found


def distance(a: Spot, b: Spot) -> float:
    """Kilometres on a plane, near enough within a division."""
    wide = math.radians(b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return EARTH * math.hypot(wide, math.radians(b[0] - a[0]))


def middle(spots: list[Spot]) -> tuple[float, float, int]:
    """Latitude, longitude and the radius within which nine in ten of the towns lie.

    Towns crowd together, so of many the middle of their box counts twice; not where it would span the date line.
    """
    lat, lon = (sum(side) / len(spots) for side in zip(*spots, strict=True))
    lats, lons = (sorted(side) for side in zip(*spots, strict=True))
    if len(spots) > 20 and lons[-1] - lons[0] < 100:
        cut = len(spots) // 200
        lat = (lat + lats[cut] + lats[-1 - cut]) / 3
        lon = (lon + lons[cut] + lons[-1 - cut]) / 3
    away = sorted(distance((lat, lon), spot) for spot in spots)
    return lat, lon, max(5, round(away[int(0.9 * (len(away) - 1))] / 5) * 5)


def names_of(cc: str, code: str, name: str, plain: str) -> list[str]:
    """The other names of a province."""
    short = [SHORT[code]] if cc == "US" and code in SHORT else []
    others = [other for other in dict.fromkeys([plain, *short]) if other != name]
    others += filter(None, WRITTEN_ALSO.get((cc, name), "").split(";"))
    if cc != "US":
        others += (name.removesuffix(kind) for kind in KINDS if name.endswith(kind))
    return others


def provinces(folder: Path, spots: dict[tuple[str, str], list[Spot]], iso3: dict[str, str]) -> Iterator[Division]:
    """The first-order divisions in which a town is known."""
    with (folder / "geonames_admin1.tsv").open(encoding="utf8", newline="") as file:
        for code, name, plain, _ in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            cc, _, division = code.partition(".")
            if (iso3.get(cc, ""), division) not in spots:
                continue
            lat, lon, radius = middle(spots[iso3[cc], division])
            lat, lon = MIDDLES.get((cc, name), (lat, lon))
            others = ";".join(names_of(cc, division, name, plain))
            yield Division(iso3[cc], division, "1", name, others, f"{lat:.2f}", f"{lon:.2f}", str(radius))


def counties(folder: Path, iso3: dict[str, str]) -> Iterator[Division]:
    """The second-order divisions that cities1000 names, in provinces that are still called so."""
    codes = cities.division_codes(folder)
    within: dict[tuple[str, str, str], list[Spot]] = {}
    for row in list_of(folder, "cities1000_2015_noid.csv.gz"):
        key = (row["cc"], row["admin1"], row["admin2"])
        if row["admin2"] and row["cc"] in COUNTIES_OF and key[:2] in codes:
            within.setdefault(key, []).append((float(row["lat"]), float(row["lon"])))
    for (cc, province, name), spots in sorted(within.items()):
        lat, lon, radius = middle(spots)
        plain = without_accents(name)
        others = plain if plain != name else ""
        at = (f"{lat:.2f}", f"{lon:.2f}", str(min(radius, COUNTY_REACH)))
        yield Division(iso3[cc], codes[cc, province], "2", name, others, *at)


def shipped_spots(doubted: dict[Town, Spot]) -> dict[tuple[str, str], list[Spot]]:
    """Where the shipped cities and towns of each province lie; a city that stands among the towns counts as both."""
    also = {(each.country, each.name, each.lat, each.lon): spot for each, spot in doubted.items()}
    spots: dict[tuple[str, str], list[Spot]] = {}
    for name in ("cities.csv.gz", "towns.csv.gz"):
        for row in cities.list_of(KNOWLEDGE, name):
            if row["division"] or name == "towns.csv.gz":
                here = spots.setdefault((row["country"], row["division"]), [])
                here.append((float(row["lat"]), float(row["lon"])))
                if spot := also.get((row["country"], row["name"], row["lat"], row["lon"])):
                    here.append(spot)
    return spots


def main(data: Path, out: Path) -> None:
    folder = data / "gazetteer"
    out.mkdir(parents=True, exist_ok=True)
    listed = cities.build(data)
    known = called(listed, cities.read_cities(folder))
    doubted = doubtful(listed)
    towns = sorted({*beside(read_towns(folder), known), *doubted})
    cities.write(Town._fields, towns, out / "towns.csv.gz")
    iso3 = cities.countries(folder)
    divisions = [*provinces(folder, shipped_spots(doubted), iso3), *counties(folder, iso3)]
    divisions.sort(key=lambda each: (each.country, each.level, each.division, each.name))
    cities.write(Division._fields, divisions, out / "divisions.csv.gz")
    print(f"{len(towns)} towns, {len(divisions)} provinces and counties")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
