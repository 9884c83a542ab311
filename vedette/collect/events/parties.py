"""Names of parties as coders write them → the codes of what they belong to, by what a name meant on the day."""

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from vedette import knowledge
from vedette.collect.events.coded import Party
from vedette.knowledge import Actor, coding

# A coder spells a name out: surnames and adjectives alone, and seats ("Tehran", a town), are nobody's full name.
FULL = frozenset({"state", "organisation", "service", "person"})
SECTORS = {
    "chief of staff": "Military",
    "commander": "Military",
    "army": "Military",
    "unit": "Military",
    "service": "Intelligence",
}
NOBODY = frozenset({"ship prefix", "monitor"})
INSIDE = re.compile(r"^(.*?)\s*\(([^()]*)\)$", re.DOTALL)
# "Yemeni Armed Forces", and not "Free Syrian Army": what stands before must be a people's or a state's whole name.
FORCE = re.compile(r"(.+) (?:Armed Forces|Army|Navy|Air Force|Ground Forces|Defen[cs]e Forces?)$")


class Term(NamedTuple):
    """What a name means from one day to another."""

    since: date
    until: date
    party: Party


def party(name: str, day: date) -> Party:
    """Gives who an ICEWS name is: "Military (Russia)" is Russia's; a person counts as the state whose office he holds."""
    terms, otherwise = _icews(name)
    return _valid(terms, day) or otherwise


def named(name: str, day: date) -> str | None:
    """Gives the code that a full name means on a day, None where it means none or more than one."""
    found = _valid(tuple(Term(e.since, e.until, Party(name=name, code=e.code)) for e in entries(name)), day)
    return found.code if found else None


@lru_cache(maxsize=1 << 12)
def country(name: str) -> str | None:
    """Gives the state that a name or an alpha-3 code means, None where it means none or more than one."""
    if name in knowledge.states():
        return name
    codes = {e.code for e in entries(name) if e.kind == "state"}
    return codes.pop() if len(codes) == 1 else None


def entries(name: str) -> tuple[Actor, ...]:
    """Gives all who carry a full name, whatever its capitals, accents and hyphens."""
    return _index().get(_key(name), ())


def _valid(terms: tuple[Term, ...], day: date) -> Party | None:
    fitting = [term.party for term in terms if term.since <= day <= term.until]
    return fitting[0] if fitting and all(other.code == fitting[0].code for other in fitting) else None


@lru_cache(maxsize=1 << 16)
def _icews(name: str) -> tuple[tuple[Term, ...], Party]:
    """Gives what a name means when, and the party where it means nothing on a day."""
    if known := coding.table("icews", "names").get(name):
        return (), Party(name=name, code=known)
    whole = entries(coding.table("icews", "people").get(name, name))
    told = INSIDE.match(name)
    if not whole and (force := FORCE.match(name)):
        owners = _peoples().get(_key(force[1]), frozenset())
        return (), Party(name=name, code=min(owners), sector="Military") if len(owners) == 1 else Party(name=name)
    if whole or not told:
        terms = (Term(e.since, e.until, Party(name=name, code=e.code, sector=_sector(e))) for e in whole)
        return tuple(terms), Party(name=name)
    role, owner = told[1], told[2]
    sector = coding.table("icews", "sectors").get(role, role) or None
    if known := coding.table("icews", "names").get(owner):
        return (), Party(name=name, code=known, sector=sector)
    owned = (Term(e.since, e.until, Party(name=name, code=e.code, sector=sector)) for e in entries(owner))
    return tuple(owned), Party(name=name, sector=sector)


def _sector(entry: Actor) -> str | None:
    return SECTORS.get(entry.role, "Government") if entry.kind in {"person", "service"} else None


@cache
def _index() -> dict[str, tuple[Actor, ...]]:
    found: dict[str, dict[Actor, None]] = {}
    for name, entry in knowledge.named_actors():
        if entry.kind in FULL and entry.role not in NOBODY:
            found.setdefault(_key(name), {})[entry] = None
    return {key: tuple(told) for key, told in found.items()}


@cache
def _peoples() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, entry in knowledge.named_actors():
        if entry.kind in {"demonym", "state"}:
            found.setdefault(_key(name), set()).add(entry.code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _key(name: str) -> str:
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", name.casefold()))
