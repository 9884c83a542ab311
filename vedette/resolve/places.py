"""A name of a place → the country that it lies in, and a point where one is known."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Site, gazetteer
from vedette.languages import language
from vedette.vocabulary import Place

LARGE = 300_000  # people from which a town is known by its name in capitals
KNOWN = 1_000_000  # people from which a town is meant though its country is not named
SHARED = frozenset(
    {"border area", "river", "disputed", "border crossing", "camp"}
)  # one side of them is meant, or none
FAR_LARGER = 5  # a namesake is passed over where the other has this many times its people
BORDERING = re.compile(r"(?:.* )?(?:border|borders|frontier|boundary|line) (?:with|between|to) (?:the )?(.+)")
SIDES = re.compile(
    r"^(?:the |a )?(?:(?:far |very )?(?:north|south|east|west|centre|center|edge|top|rest)(?:-?(?:east|west))?(?:ern)?"
    r"(?: (?:part|side|tip|end|edge|bank))?|northern|southern|eastern|western|central|upper|lower|neighbouring|occupied"
    r"|mainland|nearby|downtown|greater)(?: of)? (?:the )?(?=.)",
    re.IGNORECASE,
)


class Answer(NamedTuple):
    """`known` is false where the name alone does not tell the country; `listed` are then its namesakes, if it has any."""

    place: Place
    reason: str
    options: tuple[str, ...] = ()
    known: bool = True
    listed: tuple[Site, ...] = ()


@lru_cache(maxsize=1 << 14)
def place(name: str, context: frozenset[str], own: tuple[str, ...] = ()) -> Answer:
    """Gives the place that a name means.

    `context` are the countries that the report names; `own` are the codes of those whose forces are there, for the side
    of a border.
    """
    if bordering := BORDERING.fullmatch(name):
        return _side(name, bordering[1], context, own)
    entries = _entries(name)
    if entries:
        return _chosen(name, entries, context)
    if " and " in name:
        return _several(name, context)
    small = gazetteer.named(name) if name[:1].isupper() else ()
    return Answer(Place(name=name), f"{name}: not in the gazetteer", known=False, listed=small)


def _side(name: str, beyond: str, context: frozenset[str], own: tuple[str, ...]) -> Answer:
    """Gives the near side of "the border with Ukraine": the forces' own where it lies beside, else the other."""
    far = [place(part, context).place.country for part in re.split(r" and ", beyond)]
    if len(far) > 1:
        return Answer(Place(name=name, country=own[0] if len(own) == 1 and own[0] in far else None), "a border of two")
    near = [code for code in own if far[0] and code in neighbours(far[0])]
    if len(near) == 1:
        return Answer(Place(name=name, country=near[0]), f"the side of {near[0]}, whose forces they are")
    return Answer(Place(name=name, country=far[0]), "the country whose border it is")


AT_SEA = re.compile(r"\b(?:shoals?|reefs?|cays?|atolls?)$", re.IGNORECASE)


@cache
def neighbours(code: str) -> frozenset[str]:
    """Gives the countries that border on one."""
    facts = knowledge.states().get(code)
    return frozenset(facts.neighbours) if facts else frozenset()


def _several(name: str, context: frozenset[str]) -> Answer:
    told = {place(part, context).place.country for part in re.split(r",? and |, ", name)}
    one = told.pop() if len(told) == 1 else None
    return Answer(Place(name=name, country=one), "places in one country" if one else "places in several countries")


@cache
def _entries(name: str) -> tuple[Site, ...]:
    """Gives the gazetteer's entries of a name, then of the name without "northern", "border" and the like."""
    nouns = language("en").lists["places.nouns"]
    bare = re.sub(r"^(the|its|their|his) ", "", name, flags=re.IGNORECASE)
    bare = re.sub(r"['’]s?$", "", bare)
    for form in (name, bare, SIDES.sub("", bare), bare.title() if bare.isupper() else ""):
        while form:
            found = knowledge.places().get(form)
            if found and (not bare.isupper() or form == name or found[0].kind != "city" or _large(found)):
                return found
            if form.rpartition(" ")[2].lower() not in nouns and not form.endswith(("'s", "’s")):
                break
            form = re.sub(r"['’]s?$", "", form.rpartition(" ")[0] if not form.endswith(("'s", "’s")) else form)
    return ()


def _large(sites: tuple[Site, ...]) -> bool:
    """Whether a name in capitals may be this town's and is no acronym: "LONDON", but not "SARS"."""
    return any(site.rank >= LARGE for site in sites)


def _chosen(name: str, entries: tuple[Site, ...], context: frozenset[str]) -> Answer:
    ranked = sorted(entries, key=lambda s: (-s.rank, s.country or "", s.name))
    best = ranked[0]
    if best.country is None:
        why = f"{name}: {best.kind}, at sea or in several countries"
        shared = best.kind in SHARED and not AT_SEA.search(best.name)  # a reef is nobody's land, whoever claims it
        return Answer(Place(name=name, point=best.point), why, known=not shared, listed=entries if shared else ())
    near = [s for s in ranked if s.country in context]
    if not near and context and best.kind == "city" and best.rank < KNOWN:
        why = f"{name}: the report does not name {best.country}, where a town of that name lies"
        return Answer(Place(name=name), why, known=False, listed=entries)
    near = near or ranked
    best = near[0]
    rivals = [s for s in near[1:] if s.country != best.country and s.rank * FAR_LARGER > best.rank]
    if rivals:
        options = tuple(sorted({s.country or "several" for s in (best, *rivals)}))
        why = f"{name}: {len(options)} countries have such a place"
        return Answer(Place(name=name), why, options, known=False, listed=entries)
    why = "named with its country in this report" if best.country in context and len(ranked) > 1 else "the one known"
    return Answer(Place(name=name, country=best.country, point=best.point), f"{name}: {best.kind}, {why}")
