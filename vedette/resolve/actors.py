"""A name of an actor → its code, by what the name meant on that day."""

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


def actor(name: str, day: date | None, people: frozenset[str] = frozenset()) -> Answer:
    """Gives the code of an actor's name. `people` are full names in the same text, which settle a surname."""
    entries = _entries(name)
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
def _entries(name: str) -> tuple[Actor, ...]:
    return knowledge.actors().get(name) or (knowledge.actors().get(name.title()) if name.isupper() else ())


def chosen(entries: tuple[Actor, ...], day: date | None) -> Actor | None:
    """Gives the entry that a name meant on a day, None where none or more than one code fits."""
    fitting = [e for e in entries if e.valid(day)]
    return fitting[0] if fitting and len({e.code for e in fitting}) == 1 else None
