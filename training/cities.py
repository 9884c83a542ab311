"""Build `vedette/knowledge/cities.csv.gz` from GeoNames cities5000 (CC BY 4.0).

    python -m training.cities DATA [OUT]

DATA holds `gazetteer/` (GeoNames), and `ewt/`, `gum/`, `ner/uner_ewt/` and `leaders/`, which say what names are also
ordinary words or names of people. Cities with such a name are left to `towns.py`, whose names count for less. The shipped
divisions and short forms ("Mansura") were taken from GeoNames cities500, which does not lie there: 485 divisions and 13
short forms of 58,174 cities differ. The same bytes come out on every run.
"""

import csv
import gzip
import io
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

OUT = Path(__file__).parent.parent / "vedette" / "knowledge" / "cities.csv.gz"
NO_LONGER = {"PPLH", "PPLQ", "PPLW", "PPLCH"}  # historical, abandoned, destroyed
MOST_OTHER_NAMES = 6
SHORT_FROM = 100_000  # people above which news may call a city by a part of its name: Acapulco, Benin City's Benin
NEAR = 0.06  # degrees within which two lists mean one place by one name
AGREED = 0.9  # share of the places in both lists that must lie in one division for its former name to be told
SURE_SIZE = 400_000  # a city this large is meant more often than a person of its name
LATIN = re.compile(r"[A-Z][A-Za-z]+(?:[ -][A-Za-z]+){0,3}")
# Places under 5,000 are taken too where the shipped case plays, and next door.
SMALL_TOO = {"BLR", "UKR", "LTU", "LVA", "EST", "MDA", "GEO", "ARM", "XKX"}
# Renamed places, and names whose usual English spelling is too far from that of GeoNames to be found by likeness.
WRITTEN_ALSO = {
    ("Hrodna", "BLR"): "Grodno",
    ("Homyel'", "BLR"): "Gomel;Homel",
    ("Mahilyow", "BLR"): "Mogilev;Mahiliou;Mogilyov",
    ("Barysaw", "BLR"): "Borisov;Barysau;Barysaŭ;Barysov",
    ("Bobruysk", "BLR"): "Bobruisk;Babruisk;Babruysk",
    ("Mazyr", "BLR"): "Mozyr",
    ("Dnipro", "UKR"): "Dnipropetrovsk;Dnepropetrovsk",
    ("Luhansk", "UKR"): "Lugansk",
    ("Bakhmut", "UKR"): "Artemivsk;Artyomovsk;Artemovsk",
    ("Kropyvnytskyy", "UKR"): "Kirovohrad;Kirovograd",
    ("Mykolayiv", "UKR"): "Mykolaiv;Nikolaev;Nikolayev",
    ("Zaporizhzhya", "UKR"): "Zaporizhzhia;Zaporozhye",
    ("Xankandi", "AZE"): "Stepanakert;Khankendi;Xankendi",
    ("Saint Petersburg", "RUS"): "St Petersburg;St. Petersburg",
    ("Astana", "KAZ"): "Nur-Sultan",
    ("Ts\u2019khinvali", "GEO"): "Tskhinvali;Tskhinval",
    ("Sokhumi", "GEO"): "Sukhumi",
    ("Pristina", "XKX"): "Prishtina;Priština",
    ("Mitrovicë", "XKX"): "Mitrovica;Kosovska Mitrovica",
    ("Da Nang", "VNM"): "Danang",
    ("Ho Chi Minh City", "VNM"): "Saigon",
    ("Beijing", "CHN"): "Peking",
    ("Yangon", "MMR"): "Rangoon",
    ("Mumbai", "IND"): "Bombay",
    ("Kolkata", "IND"): "Calcutta",
    ("Ar Raqqah", "SYR"): "Raqqa;Raqqah",
    ("Deir ez-Zor", "SYR"): "Deir al-Zor;Deir al-Zour;Deir Ezzor;Dayr az Zawr;Dayr Az Zawr",
    ("Tadmur", "SYR"): "Palmyra",
    ("\u2018Ayn al \u2018Arab", "SYR"): "Kobani;Kobane;Ain al-Arab",
    ("As-Suwayda", "SYR"): "Sweida;Suwayda",
    ("Sanaa", "YEM"): "Sana'a;Sana",
    ("Taiz", "YEM"): "Taizz",
    ("Al Ḩudaydah", "YEM"): "Hodeidah;Hodeida;Hudaydah",
    ("Washington", "USA"): "Washington, D.C.;Washington D.C.;Washington DC",
    ("New York City", "USA"): "New York",
    ("The Hague", "NLD"): "Hague",
}
# Short forms that cities5000 does not list and cities500 does.
SHORT_ALSO = {
    ("Al \u1e28asakah", "SYR"): "Hasakah",
    ("Az Z\u0101w\u012byah", "LBY"): "Az Zawiya;Zawiyah",
    ("Buraydah", "SAU"): "Burayda",
    ("Darnah", "LBY"): "Darna",
    ("Ebute Ikorodu", "NGA"): "Ikorodu",
}
# Where cities5000 has a place at a point that is not its own; the point is that of cities1000.
MOVED = {("Sarupathar", "IND"): ("26.1984", "93.8094")}
# Towns that the texts' and leaders' surnames would mark, and that the news means as towns.
NO_PERSON = set(["Djibo", "Telavi", "Pleven", "Kumba", "Busia", "Nazareth", "Colombo", "Vladimir", "Delta"])
# Names that mislead however large the place is: given names, surnames of the news, months, titles, countries.
MISLEADING = set(
    [
        "Abdullah",
        "Aguilar",
        "Ahmed",
        "Alexander",
        "Alexandria",
        "Ali",
        "Alice",
        "Alliance",
        "Alvarez",
        "Andrew",
        "Angeles",
        "Anna",
        "Anthony",
        "Antonio",
        "April",
        "Aquino",
        "Arlington",
        "Assad",
        "Atlantic",
        "August",
        "Aurora",
        "Austin",
        "Benjamin",
        "Bentley",
        "Bernard",
        "Biden",
        "Bismarck",
        "Blair",
        "Bolivar",
        "Borja",
        "Bradley",
        "Bush",
        "Byron",
        "Carl",
        "Carson",
        "Carter",
        "Castro",
        "Central",
        "Charlotte",
        "Chavez",
        "Chester",
        "Clara",
        "Clark",
        "Clay",
        "Cleveland",
        "Clinton",
        "Columbia",
        "Cordova",
        "Craig",
        "Crawford",
        "Cruz",
        "Dalton",
        "David",
        "Davis",
        "December",
        "Diana",
        "Dolores",
        "Douglas",
        "Dudley",
        "Duterte",
        "East",
        "Eastern",
        "Edwards",
        "Elizabeth",
        "Ellis",
        "Emmanuel",
        "Erie",
        "Eugene",
        "Everett",
        "Faisal",
        "February",
        "Federal",
        "Ferguson",
        "Florence",
        "Francis",
        "Franklin",
        "Fraser",
        "Frederick",
        "Friday",
        "George",
        "Georgia",
        "Gerald",
        "Gonzalez",
        "Gordon",
        "Graham",
        "Grant",
        "Gray",
        "Green",
        "Hamilton",
        "Harrison",
        "Harvey",
        "Hassan",
        "Hastings",
        "Helena",
        "Henderson",
        "Henry",
        "Hernandez",
        "Hoover",
        "Howard",
        "Hugo",
        "Hunter",
        "Hussein",
        "Ibrahim",
        "Independence",
        "Irving",
        "Isabel",
        "Isabela",
        "Iskander",
        "Ismail",
        "Jackson",
        "Jacob",
        "Jamal",
        "James",
        "January",
        "Jasper",
        "Jefferson",
        "Jerome",
        "Jersey",
        "John",
        "Johnson",
        "Johnston",
        "Jordan",
        "Joseph",
        "Juarez",
        "June",
        "Karim",
        "Kelly",
        "Kennedy",
        "Kent",
        "Khalil",
        "Kingston",
        "Lafayette",
        "Lambert",
        "Laurel",
        "Lawrence",
        "Lebanon",
        "Lenin",
        "Leon",
        "Leonard",
        "Lewis",
        "Liberty",
        "Lima",
        "Lincoln",
        "Lloyd",
        "Logan",
        "Lopez",
        "Lorenzo",
        "Louis",
        "Lourdes",
        "Luna",
        "Lynn",
        "Macron",
        "Madison",
        "Maduro",
        "Mali",
        "Malta",
        "Mara",
        "March",
        "Marcos",
        "Maria",
        "Mario",
        "Marshall",
        "Martin",
        "Martinez",
        "Mason",
        "Max",
        "May",
        "Medina",
        "Melbourne",
        "Mercedes",
        "Merkel",
        "Mexico",
        "Mikhail",
        "Miller",
        "Miranda",
        "Mitchell",
        "Mohammed",
        "Monday",
        "Monroe",
        "Montgomery",
        "Morales",
        "Morgan",
        "Morris",
        "Morton",
        "Murphy",
        "Murray",
        "Nancy",
        "Nasser",
        "Natal",
        "Nelson",
        "Newman",
        "Newton",
        "Norman",
        "North",
        "Northern",
        "Nova",
        "November",
        "October",
        "Oliver",
        "Omar",
        "Orlando",
        "Ortega",
        "Oscar",
        "Osman",
        "Osmena",
        "Oxford",
        "Pablo",
        "Pacific",
        "Palmer",
        "Panama",
        "Parker",
        "Patriot",
        "Patterson",
        "Paul",
        "Pedro",
        "Perry",
        "Peru",
        "Peter",
        "Philip",
        "Pierre",
        "Poland",
        "Polk",
        "Porter",
        "Progress",
        "Putin",
        "Quezon",
        "Rafael",
        "Ramon",
        "Rashid",
        "Raymond",
        "Reagan",
        "Regina",
        "Republic",
        "Richard",
        "Richardson",
        "Rivera",
        "Rizal",
        "Robert",
        "Roberts",
        "Robinson",
        "Rodriguez",
        "Roman",
        "Ross",
        "Roxas",
        "Roy",
        "Ruiz",
        "Russell",
        "Sadat",
        "Said",
        "Salem",
        "Salman",
        "Salvador",
        "Samson",
        "Santiago",
        "Santos",
        "Saturday",
        "Scott",
        "September",
        "Sergey",
        "Sharon",
        "Sharp",
        "Shelby",
        "Sheridan",
        "Sherman",
        "Sidney",
        "Simon",
        "Smith",
        "Sofia",
        "South",
        "Southern",
        "Spencer",
        "Stafford",
        "Stalin",
        "Stanley",
        "Stewart",
        "Sucre",
        "Sullivan",
        "Sultan",
        "Sunday",
        "Sydney",
        "Taylor",
        "Thompson",
        "Thursday",
        "Trinidad",
        "Troy",
        "Truman",
        "Trump",
        "Tuesday",
        "Tyler",
        "Union",
        "Valencia",
        "Van",
        "Vernon",
        "Victor",
        "Victoria",
        "Vincent",
        "Virginia",
        "Wagner",
        "Walker",
        "Wallace",
        "Walter",
        "Warren",
        "Washington",
        "Wayne",
        "Webster",
        "Wednesday",
        "Wellington",
        "Wesley",
        "West",
        "Western",
        "Wilson",
        "Winchester",
        "Windsor",
        "Winston",
        "Xavier",
        "Zamora",
        "Zapad",
        "Zion",
    ]
)
STAYS_SURE = set(
    [
        "Moscow",
        "London",
        "Paris",
        "Rome",
        "Berlin",
        "Cairo",
        "Tripoli",
        "Lima",
        "Sofia",
        "Sydney",
        "Melbourne",
        "Santiago",
        "Valencia",
        "Medina",
        "Washington",
        "Houston",
        "Dallas",
        "Gaza",
        "Goma",
        "Beijing",
        "Delhi",
        "Lagos",
        "Nairobi",
        "Kabul",
        "Aden",
        "Warsaw",
        "Kiev",
        "Kyiv",
        "Odesa",
        "Donetsk",
        "Brest",
        "Minsk",
    ]
)


class City(NamedTuple):
    name: str
    plain: str
    alternates: list[str]
    country: str
    division: str
    lat: str
    lon: str
    population: int
    code: str


class Row(NamedTuple):
    """A line of the file, its fields in order."""

    name: str
    ascii: str
    other_names: str
    country: str
    division: str
    lat: str
    lon: str
    population: str
    feature: str


def fold(text: str) -> str:
    """Plain ASCII letters: no accents, no soft signs, no apostrophes."""
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    stripped = re.sub(r"['`\u2018\u2019\u2032\u02b0-\u02ff]", "", stripped)
    return stripped.translate(str.maketrans("łŁđĐøØıəƏ", "lLdDoOieE"))


def sound(text: str) -> str:
    """A rough key under which spellings of one name fall together: Hrodna, Grodno; Mazyr, Mozyr."""
    key = fold(text).lower()
    for pair in [
        "kh:h",
        "zh:z",
        "sh:s",
        "ch:c",
        "ou:u",
        "yu:u",
        "ya:a",
        "ye:e",
        "ph:f",
        "w:v",
        "y:i",
        "j:i",
        "q:k",
        "x:h",
    ]:
        old, new = pair.split(":")
        key = key.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", key))


def countries(folder: Path) -> dict[str, str]:
    """ISO alpha-2 to alpha-3."""
    with (folder / "geonames_countryInfo.tsv").open(encoding="utf8", newline="") as file:
        return {row["ISO"]: row["ISO3"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def country_of(cc: str, admin1: str, lat: float, lon: float, iso3: dict[str, str]) -> str:
    """The project's policy where governments differ; GeoNames already has Donetsk, Crimea and Abkhazia that way."""
    crimea = 44.3 < lat < 46.1 and 32.4 < lon < 36.66
    if cc == "RU" and crimea and admin1 in {"", "11", "20", "91", "92"}:
        return "UKR"
    return iso3[cc]


def division_codes(folder: Path) -> dict[tuple[str, str], str]:
    """GeoNames' code of a first-order division by the country's alpha-2 code and the division's name."""
    codes: dict[tuple[str, str], str] = {}
    with (folder / "geonames_admin1.tsv").open(encoding="utf8", newline="") as file:
        for code, name, plain, _ in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            cc, _, division = code.partition(".")
            codes[cc, name] = division
            codes.setdefault((cc, plain), division)
    return codes


def told_codes(small: list[dict[str, str]], large: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """The codes of divisions that cities1000 calls by a former name, as told by the places that both lists have."""
    known: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in large:
        known.setdefault((row["cc"], fold(row["name"])), []).append(row)
    told: dict[tuple[str, str], Counter[str]] = {}
    for row in small:
        for other in known.get((row["cc"], fold(row["name"])), ()) if row["admin1"] else ():
            if other["admin1"] and near(row, other):
                told.setdefault((row["cc"], row["admin1"]), Counter())[other["admin1"]] += 1
    best = {key: votes.most_common(1)[0] for key, votes in told.items()}
    return {key: code for key, (code, votes) in best.items() if votes >= AGREED * told[key].total()}


def near(a: dict[str, str], b: dict[str, str]) -> bool:
    return all(abs(float(a[side]) - float(b[side])) < NEAR for side in ("lat", "lon"))


def list_of(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a gzipped table of the gazetteer."""
    with gzip.open(folder / name, "rt", encoding="utf8", newline="") as file:
        if ".tsv" in name:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(file))


def read_small_rows(folder: Path) -> list[tuple[dict[str, str], str]]:
    """The rows of cities1000, each with the code of its division, "" where that is not known."""
    rows, large = list_of(folder, "cities1000_2015_noid.csv.gz"), list_of(folder, "geonames_cities5000.tsv.gz")
    codes = {**told_codes(rows, large), **division_codes(folder)}
    return [(row, codes.get((row["cc"], row["admin1"]), "")) for row in rows]


def read_cities(folder: Path) -> Iterator[City]:
    iso3 = countries(folder)
    for row in list_of(folder, "geonames_cities5000.tsv.gz"):
        if row["fcode"] in NO_LONGER:
            continue
        country = country_of(row["cc"], row["admin1"], float(row["lat"]), float(row["lon"]), iso3)
        lat, lon = MOVED.get((row["name"], country), (row["lat"], row["lon"]))
        yield City(row["name"], fold(row["asciiname"]), row["alternatenames"].split(","), country, row["admin1"],
                   lat, lon, int(row["population"] or 0), row["fcode"])  # fmt: skip


def ordinary_words(data: Path) -> set[str]:
    """Words that annotated English writes in lower case at least twice, none of them as a proper noun."""
    seen: Counter[str] = Counter()
    for path in (data / "ewt" / "en_ewt-ud-train.conllu.gz", data / "gum" / "en_gum-ud-train.conllu.gz"):
        with gzip.open(path, "rt", encoding="utf8") as file:
            for line in file:
                cells = line.split("\t")
                if len(cells) == 10 and cells[3] not in {"PROPN", "X"} and cells[1].islower():
                    seen[cells[1]] += 1
    return {word.capitalize() for word, count in seen.items() if count > 1}


def people(data: Path) -> set[str]:
    """Given names and surnames: words inside the marked persons of the texts, and leaders of states."""
    names: set[str] = set(MISLEADING)
    with (data / "leaders" / "reign_leaders.jsonl").open(encoding="utf8") as file:
        for line in file:
            names.update(str(json.loads(line)["leader"]).split())
    with gzip.open(data / "ner" / "uner_ewt" / "train.jsonl.gz", "rt", encoding="utf8") as file:
        for sentence in map(json.loads, file):
            pairs = zip(sentence["tokens"], sentence["tags"], strict=True)
            names.update(token for token, tag in pairs if tag.endswith("-PER"))
    return {name for name in names if len(name) > 2 and name[:1].isupper()}


def spellings(city: City, words: set[str], owners: dict[str, int], reserved: set[str]) -> list[str]:
    """Other names that English news may use, the likeliest first; a name that a larger place bears is left to it."""
    own = {city.name, city.plain}
    key = sound(city.name)
    ranked: dict[str, float] = {}
    for alternate in city.alternates:
        name = fold(alternate.strip()) if alternate.isascii() else alternate.strip()
        if name in own or len(name) < 4 or not LATIN.fullmatch(name) or name.endswith((" osh", " khot")):
            continue
        if name in words or name in reserved or owners.get(name, -1) >= city.population:
            continue
        other = sound(name)
        likeness = SequenceMatcher(None, key, other, autojunk=False).ratio()
        if likeness < 0.7 and not (len(key) > 4 and other.startswith(key)):
            continue
        foreign = sum((
            "j" in name.lower() and "j" not in fold(city.name).lower(),
            bool(re.search(r"[sc]k[aio]|sz|cz", name)),
            name.endswith(("as", "us", "om", "ai", "ese")) and name[-2:] != city.plain[-2:],
        ))  # fmt: skip
        ranked[name] = max(ranked.get(name, -9.0), likeness - 0.25 * foreign)
    best = sorted(ranked, key=lambda name: (-ranked[name], name))[:MOST_OTHER_NAMES]
    extra = WRITTEN_ALSO.get((city.name, city.country), "").split(";")
    if city.country == "UKR":  # the national romanisation, which Ukrainian outlets use in English
        extra.append(re.sub(r"iya\b", "iia", re.sub(r"y[yi]\b", "yi", city.plain)))
    return [name for name in dict.fromkeys([*extra, *best, *short_forms(city)]) if name and name not in own]


def short_forms(city: City) -> list[str]:
    """Other names of a large city that are a good part of its own: "Mansura" of Al Mansurah."""
    if city.population < SHORT_FROM:
        return []
    least = max(5, 0.4 * len(city.plain))
    found = [name for name in city.alternates
             if re.fullmatch(r"[A-Z][A-Za-z ]*", name) and name in city.plain and len(name) >= least]  # fmt: skip
    return [*found, *SHORT_ALSO.get((city.name, city.country), "").split(";")]


def feature_of(city: City, words: set[str], persons: set[str], nations: set[str]) -> str:
    if city.name in STAYS_SURE and city.population > SURE_SIZE:
        return city.code
    misleading = city.name in words | MISLEADING | nations or len(city.plain) < 3
    person = city.name in persons and city.name not in NO_PERSON and city.population < SURE_SIZE
    return "ambiguous" if misleading or person else city.code


def national_names(folder: Path) -> set[str]:
    """Names of countries, which no town of that name may take."""
    with (folder / "countries.jsonl").open(encoding="utf8") as file:
        rows = [json.loads(line) for line in file]
    return {row["name"] for row in rows} | {row["demonym_m"] for row in rows if row["demonym_m"]}


def write(header: tuple[str, ...], rows: Iterable[tuple[str, ...]], out: Path) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    out.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))


def read_small(folder: Path, known: list[City]) -> Iterator[City]:
    """Places of 1,000 to 5,000 people; this list gives no population, which stands as 0."""
    iso3 = countries(folder)
    close = {(sound(city.name), city.country, round(float(city.lat)), round(float(city.lon))) for city in known}
    taken = {(f"{float(city.lat):.1f}", f"{float(city.lon):.1f}") for city in known}
    for row, division in read_small_rows(folder):
        lat, lon = float(row["lat"]), float(row["lon"])
        key = (sound(row["name"]), country_of(row["cc"], row["admin1"], lat, lon, iso3), round(lat), round(lon))
        if key[1] in SMALL_TOO and key not in close and (f"{lat:.1f}", f"{lon:.1f}") not in taken:
            close.add(key)
            yield City(row["name"], fold(row["name"]), [], key[1], division, row["lat"], row["lon"], 0, "PPL")


def build(data: Path) -> list[Row]:
    """All cities, the largest first; the feature of those whose name is also a person's or a word is "ambiguous"."""
    folder = data / "gazetteer"
    cities = list(read_cities(folder))
    cities += read_small(folder, cities)
    cities.sort(key=lambda city: (-city.population, city.name, city.country, city.lat))
    owners: dict[str, int] = {}
    for city in cities:
        owners.setdefault(city.name, city.population)
        owners.setdefault(city.plain, city.population)
    nations = national_names(folder)
    capitals = {city.name for city in cities if city.code == "PPLC"}
    words, persons = ordinary_words(data) - STAYS_SURE, people(data)
    rows: list[Row] = []
    for city in cities:
        others = ";".join(spellings(city, words | MISLEADING, owners, nations))
        feature = feature_of(city, words, persons, nations - capitals)
        at = (f"{float(city.lat):.4f}", f"{float(city.lon):.4f}")
        rows.append(Row(city.name, city.plain, others, city.country, city.division, *at, str(city.population), feature))
    return rows


def main(data: Path, out: Path) -> None:
    rows = build(data)
    sure = [row for row in rows if row.feature != "ambiguous"]
    write(Row._fields, sure, out)
    others = sum(len(row.other_names.split(";")) for row in sure if row.other_names)
    print(f"{len(sure)} cities, {others} other names, {len(rows) - len(sure)} ambiguous")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
