"""In which country a place lies that its name alone does not tell: "the border", "there", a village, a line between two.

Every country that the report names is a candidate, those of the name's namesakes too, and so is none. Clues add up in
log-odds; `whereabouts.csv` holds the weight of each, fitted on annotated claims (`training/whereabouts.py`).
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from vedette.knowledge import Site, states
from vedette.languages import language
from vedette.resolve.antecedents import near
from vedette.resolve.context import Context
from vedette.vocabulary import Span

BEHIND = 40  # characters within which a country told behind a name may be the one it lies in
LARGE_TOWN = 100_000  # people
SORTS = {
    "border": {"border", "borders", "frontier", "frontiers", "line", "boundary", "side", "sides", "crossing", "front"},
    "water": {"sea", "waters", "strait", "straits", "shoal", "shoals", "reef", "ocean", "gulf", "bay", "channel", "atoll"},
    "region": {"region", "area", "zone", "theatre", "theater", "north", "south", "east", "west", "valley", "continent"},
    "island": {"island", "islands", "peninsula", "archipelago", "mainland", "exclave", "enclave", "province", "territory"},
}  # fmt: skip


class Spot(NamedTuple):
    """A place that a claim names: its words, the claim's family and actors, and what lists know under that name."""

    text: str
    span: Span
    family: str
    actors: tuple[str, ...]
    others: tuple[str, ...]
    speaker: tuple[str, ...]
    listed: tuple[Site, ...]
    story: str | None  # the country where the claim before took place


def country(spot: Spot, context: Context, besides: tuple[str, ...] = ()) -> str | None:
    """Gives the likeliest country of a place but those `besides`, None where none is the likeliest: at sea, between two."""
    known = weights_of(sort(spot), spot.family)
    scored = (
        (sum([known.get(clue, 0.0) for clue in clues(spot, code, context)]), code)
        for code in candidates(spot, context)
        if code not in besides
    )
    value, code = max(scored, default=(0.0, ""))
    return code if value > 0 else None


def candidates(spot: Spot, context: Context) -> list[str]:
    """Gives all countries that the report or the name itself brings up."""
    known = dict.fromkeys(context.places_of)
    known |= dict.fromkeys(told.code for told in context.told if told.kind in {"state", "demonym"} or told.person)
    known |= dict.fromkeys(site.country for site in spot.listed if site.country)
    known |= dict.fromkeys((*spot.actors, *spot.others))
    return [code for code in known if code in states()]


def sort(spot: Spot) -> str:
    """Gives the sort of words that name a place: own border | border | there | country | water | … | line | listed | name."""
    words = re.findall(r"[\w'’-]+", spot.text)
    low = [word.lower() for word in words]
    if not low:
        return "name"
    if spot.listed and not words[-1].islower():
        return "line" if any(site.country is None for site in spot.listed) else "listed"
    own = low[0] in language("en").lists["groups.possessives"]
    for kind, nouns in SORTS.items():
        if low[-1] in nouns or (kind == "border" and low[-1] in {"north", "south"} and own):
            return f"own {kind}" if own and kind == "border" else kind
    if low[0] in {"there", "here"}:
        return "there"
    if low[-1] in {"country", "nation", "republic", "kingdom", "soil", "land"}:
        return "own country" if own else "country"
    return "own site" if own else "site" if words[-1].islower() else "name"


def clues(spot: Spot, code: str, context: Context) -> Iterator[str]:
    """Gives the clues of one country."""
    at, here = spot.span[0], context.sentence(spot.span[0])
    yield "always"
    if code in spot.actors:
        yield "acts"
        yield "acts alone" if len(spot.actors) == 1 else "acts with others"
    if code in spot.others:
        yield "done to"
    if code in spot.speaker:
        yield "speaks"
    if code == spot.story:
        yield "where the story is"
    if code == context.outlet:
        yield "outlet"
    yield from _placed(code, at, here, context)
    yield from _told(code, at, here, context)
    behind = bisect_left(context.places_at, spot.span[1])
    for where in context.places[behind : behind + 1]:
        if where.code == code and where.start < spot.span[1] + BEHIND and where.sentence == here:
            yield "told right behind"
    yield from _listed(code, spot.listed)


def _placed(code: str, at: int, here: int, context: Context) -> Iterator[str]:
    every, mine = context.places, context.places_of.get(code, [])
    end = bisect_left(context.places_at, at)
    before = bisect_left(mine, end)
    if not before:
        yield f"place later {near(every[mine[0]].sentence - here)}" if mine else "no place"
        return
    last = mine[before - 1]
    gap = near(here - every[last].sentence)
    yield f"place {gap}"
    if every[last].placed:
        yield f"placed {gap}"
    yield f"place closer {min(len({where.code for where in every[last + 1 : end]}), 3)}"
    if next((w.code for w in reversed(every[:end]) if w.placed), None) == code:
        yield "placed last"
    yield f"place often {min(context.often[code], 3)}"


def _told(code: str, at: int, here: int, context: Context) -> Iterator[str]:
    mine = context.told_of.get(code, [])
    end = bisect_left(context.told_at, at)
    before = bisect_left(mine, end)
    if before:
        last = mine[before - 1]
        yield f"told {near(here - context.told[last].sentence)}"
        if context.told[last].place:
            yield "told as a place"
        yield f"told closer {min(len({told.code for told in context.told[last + 1 : end]}), 3)}"


def _listed(code: str, listed: tuple[Site, ...]) -> Iterator[str]:
    if not listed:
        return
    mine = [site for site in listed if site.country == code]
    if mine:
        size = max(site.rank for site in mine)
        yield "listed"
        yield "listed as large" if size >= LARGE_TOWN else "listed as small"
        if all(site.country == code for site in listed):
            yield "listed there alone"
    else:
        yield "listed elsewhere"


@cache
def weights_of(kind: str, family: str) -> dict[str, float]:
    """Gives the weight of each clue for a sort of words and a family of claims: what holds for all, for it, for both."""
    text = files("vedette.resolve").joinpath("whereabouts.csv").read_text(encoding="utf-8")
    known: dict[str, float] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] in kinds(kind, family):
            known[row["clue"]] = known.get(row["clue"], 0.0) + float(row["weight"])
    return known


def kinds(kind: str, family: str) -> tuple[str, ...]:
    """Gives under which headings a clue of one question counts."""
    return ("", kind, f"{kind} {family}")
