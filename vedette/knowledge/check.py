"""Finds what is wrong with the shipped data: terms that overlap, unknown codes, names that collide, points abroad, no source."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from math import inf
from typing import Any, NamedTuple

from vedette import knowledge
from vedette.knowledge import _rows, _toml, borders, first_day, gazetteer, last_day

HANDOVER = 31  # days over which the old and the new holder of an office may both be told
SHORE = 35  # kilometres over a simplified border that a point may lie; at sea it may be an islet that is not drawn
SINGLE = frozenset({"head of state", "head of government", "foreign minister", "defence minister"})
ENCLAVES = frozenset({"Ceuta", "Melilla"})  # too small to be drawn, and in another country's land
CHARTED = ("sites.csv", "regions.csv", "cities.csv.gz", "divisions.csv.gz")
PLACED = ("sites.csv", "regions.csv", "cities.csv.gz", "divisions.csv.gz")


class Fault(NamedTuple):
    """What is wrong, in which file, about what."""

    file: str
    kind: str
    subject: str
    message: str


def faults() -> list[Fault]:
    """Gives all faults of the shipped data; none where it may be trusted."""
    return [*_terms(), *_codes(), *_names(), *_points(), *_sources(), *_disputed()]


def _terms() -> Iterator[Fault]:
    """Gives holders of one office at once, where `overlaps.toml` does not say why."""
    told = {(row["code"], row["office"]) for row in _toml("overlaps.toml")["overlap"]}
    held: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for row in _rows("offices.csv"):
        first, last = first_day(row["from"]), last_day(row["to"])
        if last < first:
            yield Fault("offices.csv", "terms", row["name"], f"held {row['office']} until {last}, before {first}")
        if row["office"] in SINGLE:
            held.setdefault((row["code"], row["office"]), []).append((first, last, row["name"]))
    for key, terms in held.items():
        terms.sort()
        for (_, until, old), (since, _, new) in zip(terms, terms[1:], strict=False):
            if key not in told and old != new and (until - since).days > HANDOVER:
                yield Fault(
                    "offices.csv", "terms", f"{key[0]} {key[1]}", f"{old} until {until} and {new} since {since}"
                )


def _codes() -> Iterator[Fault]:
    states, known = knowledge.states(), knowledge.codes()
    for file in ("offices.csv", "services.csv"):
        yield from (_unknown(file, row["name"], row["code"]) for row in _rows(file) if row["code"] not in known)
    for file in PLACED:
        lost = ((row["name"], row["country"]) for row in _rows(file) if row["country"] and row["country"] not in states)
        yield from (_unknown(file, name, code) for name, code in lost)
    for file, named in (
        ("states.toml", _neighbours()),
        ("organisations.toml", _members()),
        ("operations.toml", _parties()),
    ):
        yield from (_unknown(file, subject, code) for subject, code in named if code not in known)
    towns = sorted(gazetteer.town_countries() - set(states))
    yield from (_unknown("towns.csv.gz", "a town", code) for code in towns)
    for slug, outlet in knowledge.outlets().items():
        if outlet.country and outlet.country not in states:
            yield _unknown("outlets.toml", slug, outlet.country)


def _unknown(file: str, subject: str, code: str) -> Fault:
    return Fault(file, "codes", subject, f"unknown code {code!r}")


def _neighbours() -> Iterator[tuple[str, str]]:
    return ((code, other) for code, state in knowledge.states().items() for other in state.neighbours)


def _members() -> Iterator[tuple[str, str]]:
    for code, facts in knowledge.organisations().items():
        for member in (*facts.get("members", ()), *((facts["parent"],) if "parent" in facts else ())):
            yield code, member["code"] if isinstance(member, dict) else member


def _parties() -> Iterator[tuple[str, str]]:
    return ((key, code) for key, operation in knowledge.operations().items() for code in operation.actors)


def _names() -> Iterator[Fault]:
    """Gives names of states, organisations and services that mean two actors on one day."""
    listed = knowledge.actors()
    names = {name for name, _ in knowledge.named_actors()}
    for name in sorted(names):
        entries = [e for e in listed.get(name) if e.kind not in {"person", "surname", "demonym"}]
        for n, one in enumerate(entries):
            for other in entries[n + 1 :]:
                if one.code != other.code and one.since <= other.until and other.since <= one.until:
                    yield Fault(
                        "states, organisations, services", "names", name, f"means {one.code} and {other.code} at once"
                    )


def _points() -> Iterator[Fault]:
    """Gives points on another country's land, unless that holds the place, or no outline of its own country is known."""
    held: dict[str, set[str]] = {}
    for facts in knowledge.disputed().values():
        held.setdefault(facts.counted, set()).update(facts.held_by)
    for file in CHARTED:
        for row in _rows(file):
            if not row["lat"] or not row["country"]:
                continue
            lat, lon = float(row["lat"]), float(row["lon"])
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                yield Fault(file, "points", row["name"], f"{lat}, {lon} is not on the globe")
                continue
            away = borders.away(row["country"], lat, lon)
            there = borders.country_at(lat, lon) if max(SHORE, float(row.get("radius_km") or 0)) < away < inf else None
            if there and row["name"] not in ENCLAVES and there not in held.get(row["country"], ()):
                yield Fault(
                    file, "points", row["name"], f"{lat}, {lon} lies in {there}, {away:.0f} km from {row['country']}"
                )


def _sources() -> Iterator[Fault]:
    told = _toml("sources.toml")
    for path in sorted(files("vedette.knowledge").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".csv") and path.name not in told:
            for row in _rows(path.name):
                if row.get("source", "") in {"", "unsourced"}:
                    yield Fault(path.name, "sources", next(iter(row.values())), "names no source")
        elif path.name.endswith(".toml") and path.name not in {*told, "sources.toml"}:
            yield from _unsourced(path.name, _toml(path.name))
        elif path.name.endswith(".gz") and path.name not in told:
            yield Fault(path.name, "sources", path.name, "stands neither in sources.toml nor names its sources")


def _unsourced(file: str, tables: dict[str, Any]) -> Iterator[Fault]:
    listed = ((key, row) for key, told in tables.items() for row in (told if isinstance(told, list) else [told]))
    for key, row in listed:
        if isinstance(row, dict) and not (row.get("source") or row.get("reason")):
            yield Fault(file, "sources", key, "names no source")


def _disputed() -> Iterator[Fault]:
    known = knowledge.codes()
    for name, facts in knowledge.disputed().items():
        counted = (facts.counted,) if facts.counted else ()
        for code in (*facts.claimed_by, *facts.held_by, *counted):
            if code not in known:
                yield _unknown("disputed.toml", name, code)
        told = {site.country or "" for site in knowledge.places().get(name) if site.kind in {"disputed", "country"}}
        if told != {facts.counted}:
            yield Fault(
                "disputed.toml", "codes", name, f"counted to {facts.counted or 'none'}, elsewhere to {told or 'none'}"
            )
