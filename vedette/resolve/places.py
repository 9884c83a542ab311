"""A name of a place → the country that it lies in, and a point where one is known."""

import re
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Site
from vedette.languages import language
from vedette.vocabulary import Place

FAR_LARGER = 5  # a namesake is passed over where the other has this many times its people


class Answer(NamedTuple):
    place: Place
    reason: str
    options: tuple[str, ...] = ()


def place(name: str, context: frozenset[str], before: str | None) -> Answer:
    """Gives the place that a name means.

    `context` are the countries that the report names, `before` the country of the place named last, to which
    "the region" or "its border" goes back.
    """
    words = language("en")
    bare = re.sub(r"^(the|its|their|his) ", "", name, flags=re.IGNORECASE)
    while bare.rpartition(" ")[2].lower() in words.lists["places.nouns"]:
        bare = bare.rpartition(" ")[0]
    bare = re.sub(r"['’]s?$", "", bare)
    entries = knowledge.places().get(bare) if bare else ()
    if not bare or not entries:
        if name.lower() in words.lists["places.generic"] or not bare:
            return Answer(Place(name=name, country=before), "goes back to the place named before" if before else "no place named before")
        return Answer(Place(name=name), f"{name}: not in the gazetteer")
    return _chosen(name, entries, context)


def _chosen(name: str, entries: tuple[Site, ...], context: frozenset[str]) -> Answer:
    ranked = sorted(entries, key=lambda s: (-s.rank, s.country or "", s.name))
    near = [s for s in ranked if s.country in context] or ranked
    best = near[0]
    rivals = [s for s in near[1:] if s.country != best.country and s.rank * FAR_LARGER > best.rank]
    if rivals:
        options = tuple(sorted({s.country or "several" for s in (best, *rivals)}))
        return Answer(Place(name=name), f"{name}: {len(options)} countries have such a place", options)
    why = "named with its country in this report" if best.country in context and len(ranked) > 1 else "the one known"
    return Answer(Place(name=name, country=best.country, point=best.point), f"{name}: {best.kind}, {why}")
