"""Any word by its id, by the start of it or by its name; and the claims that it rests on."""

from typing import TYPE_CHECKING

from vedette.errors import Stop
from vedette.vocabulary import Assessment, Claim, Origin, Presence, Promise, Report, Signal, Warning, Word

if TYPE_CHECKING:
    from vedette.store import Store

LEAST = 4  # digits of an id that may stand for the whole
TABLES: tuple[tuple[str, type[Word]], ...] = (
    ("claim", Claim), ("report", Report), ("presence", Presence), ("promise", Promise),
    ("assessment", Assessment), ("warning", Warning), ("origin", Origin),
)  # fmt: skip


def by_id(store: "Store", id: str) -> Word | None:
    """Gives the word of that id, or of a start of LEAST digits or more. Raises Stop where several fit."""
    last = id + "\U0010ffff" if len(id) >= LEAST else id
    hits: dict[str, tuple[str, type[Word], str]] = {}
    for table, kind in TABLES:
        # The two watches that share a presence would else count as two candidates.
        query = f"SELECT id, MIN(json) FROM {table} WHERE id BETWEEN ? AND ? GROUP BY id ORDER BY id LIMIT 6"
        for found, line in store._rows(query, id, last):
            hits.setdefault(found, (table, kind, line))
    if len(hits) > 1 and id not in hits:
        named = [f"{found} ({hits[found][0]})" for found in sorted(hits)]
        raise Stop(f"{id!r} could be {', '.join(named[:5])}{' or more' * (len(named) > 5)}; give more digits")
    hit = hits.get(id) or next(iter(hits.values()), None)
    return hit and store._read(hit[1], hit[2])


def by_name(store: "Store", name: str) -> Word | None:
    """Gives a hypothesis' latest assessment or an indicator's latest signal by `NAME` or `WATCH/NAME`.

    Raises Stop where several have the name.
    """
    tables: tuple[tuple[str, str, type[Word]], ...] = (
        ("assessment", "hypothesis", Assessment), ("signal", "indicator", Signal),
    )  # fmt: skip
    hits: dict[str, tuple[type[Word], str]] = {}
    for table, column, kind in tables:
        query = f"SELECT watch, json, MAX(day) FROM {table} WHERE {column} = ? OR watch || '/' || {column} = ? GROUP BY watch ORDER BY watch"
        for watch, line, _ in store._rows(query, name, name):
            hits.setdefault(f"{column} {watch + '/' + name.removeprefix(watch + '/')!r}", (kind, line))
    if len(hits) > 1:
        raise Stop(f"{name!r} could be the {' or the '.join(hits)}; give the watch before it, as in 'WATCH/NAME'")
    return next((store._read(kind, line) for kind, line in hits.values()), None)


def resting_on(store: "Store", word: Word) -> list[Claim]:
    """Gives the claims that a word rests on, each once."""
    if isinstance(word, Claim):
        return [word]
    if isinstance(word, Report):
        return store.claims_of(word.id)
    ids = tuple(getattr(word, "evidence", ()))
    if isinstance(word, Presence):
        ids = (*ids, *(figure.claim for figure in word.figures))
    return [claim for each in dict.fromkeys(ids) if (claim := store.claim(each))]
