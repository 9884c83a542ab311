"""A name of an actor → its code, by what the name meant on that day."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Actor


class Answer(NamedTuple):
    """`code` is None where nothing or more than one thing fits; `options` are then the codes that could be meant."""

    code: str | None
    reason: str
    options: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 14)
def actor(name: str, day: date | None, people: frozenset[str] = frozenset()) -> Answer:
    """Gives the code of an actor's name. `people` are full names in the same text, which settle a surname."""
    entries = entries_of(name)
    if not entries:
        return Answer(None, f"{name}: not a known actor")
    spelled = [e for e in entries if e.kind == "surname" and e.name in people]
    open_to = spelled or list(entries)
    fitting = [e for e in open_to if e.valid(day)]
    if not fitting:
        terms = "; ".join(sorted({f"{e.name}, {e.role} of {e.code}" for e in open_to}))
        return Answer(None, f"{name}: in no office on {day} ({terms})", tuple(sorted({e.code for e in open_to})))
    codes = sorted({e.code for e in fitting})
    if len(codes) > 1:
        return Answer(None, f"{name}: {len(codes)} could be meant", tuple(codes))
    told = fitting[0]
    role = f", {told.role}" if told.role else ""
    return Answer(codes[0], f"{name}: {told.kind}{role} of {codes[0]}")


@lru_cache(maxsize=1 << 16)
def entries_of(name: str) -> tuple[Actor, ...]:
    """Gives all that carry a name as written, or as it is written where it stands in capitals."""
    return knowledge.actors().get(name) or (knowledge.actors().get(name.title()) if name.isupper() else ())


def chosen(entries: tuple[Actor, ...], day: date | None) -> Actor | None:
    """Gives the entry that a name meant on a day, None where none or more than one code fits."""
    fitting = [e for e in entries if e.valid(day)]
    return fitting[0] if fitting and all(e.code == fitting[0].code for e in fitting[1:]) else None


OFFICES = (
    (re.compile(r"(?i)\b(?:prime minister|premier|chancellor|head of government)\b"), "head of government"),
    (re.compile(r"(?i)\b(?:president|king|queen|emir|head of state)\b"), "head of state"),
    (re.compile(r"(?i)\bdefen[cs]e (?:minister|secretary)\b|\bminister of defen[cs]e\b"), "defence minister"),
    (re.compile(r"(?i)\bforeign (?:minister|secretary)\b|\bsecretary of state\b"), "foreign minister"),
)


def holder(words: str, code: str, day: date | None) -> Actor | None:
    """Gives who held the office that "the prime minister" means in a state on a day, None where that is not one person."""
    office = next((office for pattern, office in OFFICES if pattern.search(words)), None)
    if not office or not day:
        return None
    held = {e.name: e for e in knowledge.officeholders().get((code, office), ()) if e.valid(day)}
    return next(iter(held.values())) if len(held) == 1 else None
