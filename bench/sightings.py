"""The ledger against the ground: what it had of dated, geolocated sightings, and when: `python -m bench.sightings [--out DIR]`.

Needs ../shared/data. The sightings (Centre for Information Resilience, to 23 February 2022) are facts to measure by: none of
their sentences is kept. Their lines are read as reports; then each is looked for in the ledger of the shipped cases.

(a) in the country or at the border: a line of the ledger for Russian forces that stand there, reported within 60 days.
The ledger has no line for a force at home: on Russian soil a line at the border of Ukraine or Russia counts, where the
sighting lies within 150 km of Ukraine; farther away it is outside the question.
(b) near: a claim that moves the force, reported within 60 days, whose place's point lies within 150 km.

`--out` writes a page with the tables and two maps.
"""

import csv
import gzip
import json
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files as resources
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.shared import present
from vedette import knowledge
from vedette.collect import cases, files
from vedette.knowledge.borders import away, country_at, rings
from vedette.knowledge.gazetteer import named
from vedette.ledger import ledger
from vedette.origins import origins
from vedette.pipeline import AsOf, known_on, read_page
from vedette.presence import MOVING, moves
from vedette.resolve.placing import distance
from vedette.vocabulary import Claim, Page, Point, Presence, Report, Status, at_midnight

RESULT = Path(__file__).with_name("sightings.json")
CASES = Path(__file__).resolve().parents[1] / "cases"
ALONE = ("belarus",)
TOGETHER = ("belarus", "crimea-2014", "spring-2021", "zapad-2021")
FORCE, OPPOSITE = "RUS", "UKR"
COUNTRIES = {"RUS", "BLR", "UKR"}  # in which sightings lie
PRESENCE = "Russian Military Presence"  # as the groups of sightings of forces begin; the others are damage and the like
FIRST, DAILY, LAST = date(2021, 3, 1), date(2022, 1, 1), date(2022, 2, 23)  # by the week, then by the day
FRESH = 60  # days: as long as a plan without a date stands in the ledger
NEAR = 150  # kilometres: about the size of an oblast
PINNED = 50  # kilometres within which a resolved place is held right
TOWN = 20_000  # people from which a town gives a cluster its name
THERE = {Status.ARRIVING, Status.PRESENT, Status.DUE, Status.OVERDUE, Status.REMAINING, Status.STATIONED}
WEST, SOUTH, EAST, NORTH, SCALE = 20, 44, 50, 60, 48  # the map, and its units a degree of latitude
COUNTRY_LABELS = (("Belarus", 55.0, 28.0), ("Ukraine", 49.2, 31.2), ("Russia", 56.4, 41.5), ("Poland", 51.6, 22.2))
LABELLED = ("Minsk", "Kyiv", "Moscow", "Gomel", "Kursk", "Belgorod", "Voronezh", "Kharkiv", "Sevastopol")
AGREE, LATE, LACKING, OUTSIDE = "agree", "late", "lacking", "outside"
VERDICTS = (AGREE, LATE, LACKING)


class Town(NamedTuple):
    name: str
    country: str
    division: str
    people: int
    point: Point


class Sighting(NamedTuple):
    """One sighting: `country` and `region` are those of its coordinates, `told` the place as its own fields name it."""

    id: str
    day: date
    point: Point
    country: str | None
    region: str
    account: str
    text: str
    told: str
    of_forces: bool


class Held(NamedTuple):
    """What a ledger had on a day: hosts and borders lately reported, those reported ever, and points lately reported."""

    day: date
    places: frozenset[str]
    ever: frozenset[str]
    points: tuple[Point, ...]
    lines: int


class Told(NamedTuple):
    """Whether a ledger had a sighting, and by how many days it had it before, or came after."""

    verdict: str
    days: int = 0


Corner = tuple[float, float]
Read = tuple[list[Report], list[Claim]]
Had = Callable[[Held], bool]


@cache
def towns() -> tuple[Town, ...]:
    """Gives the towns of the countries of the sightings that lie in a known province."""
    found = []
    for name in ("towns.csv.gz", "cities.csv.gz"):
        raw = gzip.decompress(resources("vedette.knowledge").joinpath(name).read_bytes()).decode()
        for row in csv.DictReader(raw.splitlines()):
            if row["country"] in COUNTRIES and (row["country"], row["division"]) in divisions():
                point = Point(lat=float(row["lat"]), lon=float(row["lon"]), radius_km=5)
                people = int(row["population"] or 0)
                found.append(Town(row["name"], row["country"], row["division"], people, point))
    return tuple(found)


@cache
def divisions() -> dict[tuple[str, str], str]:
    """Gives the names of provinces by country and code."""
    raw = gzip.decompress(resources("vedette.knowledge").joinpath("divisions.csv.gz").read_bytes()).decode()
    rows = csv.DictReader(raw.splitlines())
    return {(row["country"], row["division"]): row["name"] for row in rows if row["level"] == "1"}


def nearest(point: Point, country: str | None, people: int = 0) -> Town | None:
    """Gives the nearest town of a size, in a country where one is told."""
    near = [
        t for t in towns() if t.people >= people and abs(t.point.lat - point.lat) < 2 and country in (None, t.country)
    ]
    return min(near, key=lambda t: distance(t.point, point), default=None)


def sighting(row: dict[str, Any]) -> Sighting:
    """Gives a sighting from its line in the file; its region is that of the nearest town of its country."""
    point = Point(lat=row["lat"], lon=row["lon"], radius_km=0)
    country = country_at(row["lat"], row["lon"])
    town = nearest(point, country)
    region = divisions().get((town.country, town.division), "") if town else ""
    parts = dict.fromkeys(row[part] for part in ("town", "district", "province", "country") if row[part])
    return Sighting(
        id=row["id"], day=date.fromisoformat(row["date"]), point=point, country=country or (town.country if town else None),
        region=region or "unknown", account=account(row["link"]), text=row["text"], told=", ".join(parts),
        of_forces=row["group"].startswith(PRESENCE),
    )  # fmt: skip


def account(link: str | None) -> str:
    """Gives the account whose post a link leads to, or "sighting" where the link names none."""
    told = urlsplit(link or "")
    first = told.path.strip("/").partition("/")[0].removeprefix("@")
    named = told.netloc.removeprefix("www.") in {"twitter.com", "tiktok.com", "t.me"}
    return first if named and first else "sighting"


def document(seen: Sighting, in_full: bool) -> Page:
    """Gives a sighting's line as a page, as it stands or with its place named as the file has it."""
    text = f"{seen.text.rstrip('. ')} in {seen.told}" if in_full and seen.told else seen.text
    record = {"id": seen.id, "outlet": seen.account, "published": seen.day.isoformat(), "text": text}
    return files.page(json.dumps(record).encode(), at_midnight(seen.day), name="sightings", number=0)


def read_all(pages: Iterable[Page]) -> tuple[Read, list[list[Claim]]]:
    """Gives the reports and claims of pages, and the claims of each page."""
    with ThreadPoolExecutor() as side_by_side:
        done = list(side_by_side.map(read_page, pages))
    reports = [report for told, _, _ in done for report in told]
    return (reports, [claim for _, told, _ in done for claim in told]), [list(told) for _, told, _ in done]


def read_cases(names: Sequence[str]) -> Read:
    """Gives the reports and claims of shipped cases as one stream."""
    now = datetime.now(UTC)  # a case's reports are taken in on days of their own
    taken = (page for name in names for page in cases.pages(CASES / name, now))
    return read_all(page for page in taken if isinstance(page, Page))[0]


def made_of(seen: Sequence[Sighting], claims: Sequence[Sequence[Claim]]) -> dict[str, Any]:
    """Gives what the reader makes of the lines."""
    pairs = [(s, claim) for s, told in zip(seen, claims, strict=True) for claim in told]
    placed = [(s, c) for s, c in pairs if c.place]
    pinned = [(s, c.place.point) for s, c in pairs if c.place and c.place.point]
    landed = [(s, c.place.country) for s, c in pairs if c.place and c.place.country]
    return {
        "lines": len(seen),
        "lines with a claim": sum(bool(told) for told in claims),
        "claims": len(pairs),
        "modes": dict(Counter(c.mode.value for _, c in pairs).most_common()),
        "force RUS": share(FORCE in c.actor for _, c in pairs),
        "a place named": share(bool(c.place) for _, c in pairs),
        "force RUS and a place": share(FORCE in c.actor and bool(c.place) for _, c in pairs),
        "places named": len(placed),
        "places with a point": len(pinned),
        "of these within 50 km": share(distance(s.point, point) <= PINNED for s, point in pinned),
        "places with a country": len(landed),
        "of these right": share(s.country == country for s, country in landed),
        "in Belarus, given to Belarus": sum(s.country == "BLR" and c.actor == ("BLR",) for s, c in pairs),
    }


def share(told: Iterable[bool]) -> float:
    """Gives the share of those that are so, 0 of none."""
    each = list(told)
    return round(sum(each) / max(1, len(each)), 3)


def asked_days() -> list[date]:
    """Gives the days on which the ledgers are asked: one a week, from 2022 on each."""
    weekly = [FIRST + timedelta(days=n) for n in range(0, (DAILY - FIRST).days, 7)]
    return [*weekly, *(DAILY + timedelta(days=n) for n in range((LAST - DAILY).days + 1))]


def course(read: Read) -> list[Held]:
    """Gives what the ledger of these reports had on each day asked."""
    reports, claims = read
    found = origins(tuple(reports)).results
    told = []
    for day in asked_days():
        known, whose = known_on(day, AsOf.REPORTED, reports, claims, found)
        there = ledger(known, whose, day).results
        ours = [p for p in there if p.force == FORCE and p.status in THERE]
        told.append(Held(day, held(ours, day, FRESH), held(ours, day), points(known, day), len(ours)))
    return told


def held(presences: Iterable[Presence], day: date, within: int | None = None) -> frozenset[str]:
    """Gives the hosts and the borders of lines, those reported within so many days."""
    lately = [p for p in presences if p.last_seen and (within is None or (day - p.last_seen).days <= within)]
    return frozenset(told for p in lately if (told := p.host or p.place) and told != FORCE)


def points(claims: Iterable[Claim], day: date) -> tuple[Point, ...]:
    """Gives where claims lately put the force, if no vaguer than `NEAR`."""
    return tuple(
        {
            c.place.point
            for c in claims
            if c.place and c.place.point and c.place.point.radius_km <= NEAR
            and FORCE in c.actor and moves(c) and (day - c.day).days <= FRESH
            and knowledge.modes()[c.mode].effect in MOVING - {"leaves"}
        }
    )  # fmt: skip


def sought(seen: Sighting) -> frozenset[str]:
    """Gives the hosts and borders of which one must be held for a sighting; none where it is outside the question."""
    if seen.country != FORCE:
        return frozenset({f"{seen.country}", f"border of {seen.country}"})
    at_border = away(OPPOSITE, seen.point.lat, seen.point.lon) <= NEAR
    return frozenset({f"border of {OPPOSITE}", f"border of {FORCE}"}) if at_border else frozenset()


def on(day: date, told: Sequence[Held]) -> Held:
    """Gives what a ledger had when it was last asked."""
    return next(then for then in reversed(told) if then.day <= day)


def in_country(seen: Sighting) -> Had:
    wanted = sought(seen)
    return lambda then: not wanted.isdisjoint(then.places)


def nearby(seen: Sighting) -> Had:
    return lambda then: any(distance(seen.point, point) <= NEAR for point in then.points)


def verdict(day: date, had: Had, told: Sequence[Held]) -> Told:
    """Gives whether a ledger had it on a day and since when, or how many days later it first did."""
    before = [had(then) for then in told if then.day <= day]
    if before and before[-1]:
        run = next((n for n, there in enumerate(reversed(before)) if not there), len(before))
        return Told(AGREE, (day - told[len(before) - run].day).days)
    later = next((then.day for then in told if then.day > day and had(then)), None)
    return Told(LATE, (later - day).days) if later else Told(LACKING)


class Found(NamedTuple):
    """A sighting with what the ledger had of it: in the country or at the border, and near."""

    seen: Sighting
    wide: Told
    near: Told


def compared(seen: Iterable[Sighting], told: Sequence[Held]) -> list[Found]:
    """Gives what a ledger had of each sighting."""
    return [
        Found(
            s, verdict(s.day, in_country(s), told) if sought(s) else Told(OUTSIDE), verdict(s.day, nearby(s), told)
        )
        for s in seen
    ]  # fmt: skip


def tally(told: Iterable[Told]) -> dict[str, Any]:
    """Gives how many agree, are late and are lacking, and the median days of those before and after."""
    each = list(told)
    days = {name: [t.days for t in each if t.verdict == name] for name in (AGREE, LATE)}
    medians = {name: statistics.median(days[name]) if days[name] else None for name in days}
    counts = {name: sum(t.verdict == name for t in each) for name in (*VERDICTS, OUTSIDE)}
    return counts | {"median days before": medians[AGREE], "median days late": medians[LATE]}


def by_region(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Gives the tallies by country and region, the most sightings first."""
    groups: dict[tuple[str, str], list[Found]] = {}
    for each in found:
        groups.setdefault((each.seen.country or "unknown", each.seen.region), []).append(each)
    return [
        {
            "country": country, "region": region, "sightings": len(ours),
            "wide": tally(f.wide for f in ours), "near": tally(f.near for f in ours),
        }
        for (country, region), ours in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    ]  # fmt: skip


def by_week(found: Sequence[Found], told: Sequence[Held]) -> list[dict[str, Any]]:
    """Gives for each week what the ledger held on its first day, and how many of the week's sightings it had."""
    weeks = []
    for n in range(0, (LAST - FIRST).days + 1, 7):
        day = FIRST + timedelta(days=n)
        then = on(day, told)
        ours = [f for f in found if day <= f.seen.day < day + timedelta(days=7)]
        weeks.append({
            "week": day.isoformat(), "lines": then.lines, "lately": sorted(then.places), "points": len(then.points),
            "sightings": len(ours), "wide": sum(f.wide.verdict == AGREE for f in ours),
            "outside": sum(f.wide.verdict == OUTSIDE for f in ours), "near": sum(f.near.verdict == AGREE for f in ours),
        })  # fmt: skip
    return weeks


def clusters(missed: Sequence[Sighting], most: int = 8) -> Iterator[list[Sighting]]:
    """Gives the largest groups of sightings that lie within 50 km of one of them."""
    left = list(missed)
    for _ in range(most):
        around = [[other for other in left if distance(s.point, other.point) <= PINNED] for s in left]
        largest = max(around, key=len, default=[])
        if not largest:
            return
        yield largest
        left = [s for s in left if s not in largest]


def described(group: Sequence[Sighting]) -> dict[str, Any]:
    """Gives a group of sightings in figures, named by the town that is nearest to its middle."""
    middle = Point(
        lat=statistics.mean(s.point.lat for s in group),
        lon=statistics.mean(s.point.lon for s in group),
        radius_km=PINNED,
    )
    town = nearest(middle, Counter(s.country for s in group).most_common(1)[0][0], TOWN)
    days = sorted(s.day for s in group)
    return {
        "near": town.name if town else "unknown", "region": Counter(s.region for s in group).most_common(1)[0][0],
        "sightings": len(group), "from": days[0].isoformat(), "to": days[-1].isoformat(),
    }  # fmt: skip


def measure(path: Path) -> tuple[dict[str, Any], list[Found]]:
    """Gives all figures, and what the ledger of the four cases had of each sighting of forces."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    early = [row for row in rows if row["date"] <= LAST.isoformat()]
    seen = [sighting(row) for row in early if row["lat"] != row["lon"]]  # one has its latitude twice
    forces = [s for s in seen if s.of_forces]
    figures: dict[str, Any] = {"sightings": len(early), "misplaced": len(early) - len(seen), "of forces": len(forces)}
    for name, in_full in (("lines as they stand", False), ("lines with their place", True)):
        read, claims = read_all(document(s, in_full) for s in seen)
        ground = course(read)
        figures[name] = made_of(seen, claims) | {
            "ledger lines of RUS": ground[-1].lines, "hosts and borders": sorted(ground[-1].ever),
        }  # fmt: skip
    for names in (ALONE, TOGETHER):
        told = course(read_cases(names))
        found = compared(forces, told)
        then = {f.seen.id: on(f.seen.day, told) for f in found}
        figures[", ".join(names)] = {
            "wide": tally(f.wide for f in found), "near": tally(f.near for f in found),
            "wide, however old": sum(not sought(f.seen).isdisjoint(then[f.seen.id].ever) for f in found),
            "late at the border, then held in UKR": sum(
                f.wide.verdict == LATE and f.seen.country == FORCE and OPPOSITE in then[f.seen.id].places for f in found
            ),
        }  # fmt: skip
    missed = [f.seen for f in found if f.near.verdict == LACKING]
    return figures | {
        "regions": by_region(found), "clusters lacking near": [described(group) for group in clusters(missed)],
        "weeks": by_week(found, told),
    }, found  # fmt: skip


def placed(lat: float, lon: float) -> tuple[float, float]:
    """Gives where a point stands on the map."""
    return round((lon - WEST) * SCALE * cos(radians((SOUTH + NORTH) / 2)), 1), round((NORTH - lat) * SCALE, 1)


def clipped(outline: Sequence[Corner], west: float, south: float, east: float, north: float) -> list[Corner]:
    """Gives the part of an outline (longitude, latitude) that lies within a box: Sutherland and Hodgman's way."""
    told = list(outline)
    for axis, bound, side in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[Corner] = []
        for n, (a, b) in enumerate(zip(told[-1:] + told[:-1], told, strict=True)):
            from_in, to_in = ((corner[axis] - bound) * side >= 0 for corner in (a, b))
            if from_in != to_in:
                share_of = (bound - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share_of * (b[0] - a[0]), a[1] + share_of * (b[1] - a[1])))
            if to_in:
                kept.append(told[n])
        told = kept
    return told


def land() -> list[str]:
    """Gives the pieces of land on the map as SVG paths, the largest first."""
    box = (WEST - 1, SOUTH - 1, EAST + 1, NORTH + 1)  # so that the box's own edges are not drawn as borders
    inside = (clipped(ring.outline, *box) for ring in reversed(rings()))
    return ["M" + "L".join("{:g} {:g}".format(*placed(lat, lon)) for lon, lat in part) + "Z" for part in inside if part]


def page(figures: dict[str, Any], found: Sequence[Found]) -> str:
    """Gives the page: two maps and the tables that say the same."""
    env = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    on_map = [f for f in found if WEST <= f.seen.point.lon <= EAST and SOUTH <= f.seen.point.lat <= NORTH]
    total = figures[", ".join(TOGETHER)]
    labelled = {
        name: max((s for s in named(name) if s.kind == "city"), key=lambda s: s.rank).point for name in LABELLED
    }
    return env.get_template("sightings.html.jinja").render(
        found=found, cases=TOGETHER, first=min(f.seen.day for f in found), last=LAST, asked=FIRST, fresh=FRESH, near=NEAR, pinned=PINNED,
        people=TOWN, width=placed(SOUTH, EAST)[0], height=placed(SOUTH, EAST)[1], land=land(),
        dots=[(*placed(f.seen.point.lat, f.seen.point.lon), f) for f in on_map],
        countries=[(told.upper(), *placed(lat, lon)) for told, lat, lon in COUNTRY_LABELS],
        towns=[(told, *placed(point.lat, point.lon)) for told, point in labelled.items() if point],
        maps=(("In the country or at the border", "wide", total["wide"]), ("Near", "near", total["near"])),
        regions=figures["regions"], clusters=figures["clusters lacking near"], weeks=figures["weeks"],
    )  # fmt: skip


def main() -> None:
    path = present("sightings", "data", "cir_eyes_on_russia", "events.jsonl.gz")
    if path is None:
        return
    figures, found = measure(path)
    for name, told in figures.items():
        if not isinstance(told, list):
            print(f"{name:26} {told}")
    for row in figures["regions"]:
        print(f"{row['country']} {row['region']:24} {row['sightings']:4}  {row['wide']}  {row['near']}")
    RESULT.write_text(
        json.dumps({"measured": str(date.today()), **figures}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if "--out" in sys.argv:
        folder = Path(sys.argv[sys.argv.index("--out") + 1])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sightings.html").write_text(page(figures, found), encoding="utf-8")
        print(f"written: {folder / 'sightings.html'}")


if __name__ == "__main__":
    main()
