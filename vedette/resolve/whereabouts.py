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


def country(spot: Spot, context: Context) -> str | None:
    """Gives the likeliest country of a place, None where no country is the likeliest: at sea, between two, not told."""
    kind = sort(spot)
    scored = [(score(spot, code, context, kind), code) for code in candidates(spot, context)]
    best = max(scored, key=lambda each: (each[0], each[1]), default=(0.0, ""))
    return best[1] if best[0] > 0 else None


def candidates(spot: Spot, context: Context) -> list[str]:
    """Gives all countries that the report or the name itself brings up."""
    known = dict.fromkeys(where.code for where in context.places)
    known |= dict.fromkeys(told.code for told in context.told if told.kind in {"state", "demonym"} or told.person)
    known |= dict.fromkeys(site.country for site in spot.listed if site.country)
    known |= dict.fromkeys((*spot.actors, *spot.others))
    return [code for code in known if code in states()]


def score(spot: Spot, code: str, context: Context, kind: str) -> float:
    """Gives the log-odds of one country against none."""
    known = weights_of(kind, spot.family)
    return sum(known.get(clue, 0.0) for clue in clues(spot, code, context))


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
    behind = [w for w in context.places if spot.span[1] <= w.start < spot.span[1] + BEHIND and w.sentence == here]
    if behind and behind[0].code == code:
        yield "told right behind"
    yield from _listed(code, spot.listed)


def _placed(code: str, at: int, here: int, context: Context) -> Iterator[str]:
    every = context.places
    end = bisect_left(context.places_at, at)
    before = [where for where in every[:end] if where.code == code]
    if not before:
        later = next((w for w in every[end:] if w.code == code), None)
        yield f"place later {near(later.sentence - here)}" if later else "no place"
        return
    last = before[-1]
    yield f"place {near(here - last.sentence)}"
    if last.placed:
        yield f"placed {near(here - last.sentence)}"
    closer = {where.code for where in every[:end] if where.start > last.start}
    yield f"place closer {min(len(closer), 3)}"
    placed = next((w for w in reversed(every[:end]) if w.placed), None)
    if placed and placed.code == code:
        yield "placed last"
    often = sorted({w.code for w in every}, key=lambda c: (-sum(w.code == c for w in every), c))
    yield f"place often {min(often.index(code), 3)}"


def _told(code: str, at: int, here: int, context: Context) -> Iterator[str]:
    before = [told for told in context.told if told.code == code and told.start < at]
    if before:
        yield f"told {near(here - before[-1].sentence)}"
        if before[-1].place:
            yield "told as a place"
        closer = {told.code for told in context.told if before[-1].start < told.start < at}
        yield f"told closer {min(len(closer), 3)}"


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
