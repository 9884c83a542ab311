"""What the network says beside claims: who says what, names, trees, how far an event is held to have happened."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.reader.frames import gelu
from vedette.reader.network import NEAR, Floats, Network, Seen
from vedette.vocabulary import Span

NAMED = ("person", "place", "organisation")
DEFENCE = ("person", "place", "organisation", "nationality", "date", "quantity", "weapon", "platform")
ROLES = ("source", "content")


class Attribution(NamedTuple):
    """Somebody's words: who says them, the words that say so, and what is said, in parts where it is broken."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]


def tagged(seen: Seen, name: str) -> list[tuple[int, int, int]]:
    """Gives what a tagging head marks: the first pieces of its first and last word, and its kind."""
    words = np.flatnonzero(seen.cut.first)
    path = best_path(seen.told[name][words])
    return [(int(words[a]), int(words[b]), kind) for a, b, kind in runs(path)]


def best_path(scores: Floats) -> NDArray[np.int64]:
    """Gives the likeliest tags of a row of words, of which "goes on" may only follow its own kind (Viterbi)."""
    size = scores.shape[1]
    allowed = np.zeros((size, size), np.float32)
    for tag in range(2, size, 2):
        allowed[:, tag] = -1e4
        allowed[tag, tag] = allowed[tag - 1, tag] = 0
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    if not len(logs):
        return np.zeros(0, np.int64)
    best = logs[0].copy()
    best[2::2] = -1e4
    back: list[NDArray[np.int64]] = []
    for row in logs[1:]:
        each = best[:, None] + allowed
        back.append(each.argmax(0))
        best = each.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return np.array(path[::-1])


def runs(path: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Gives the spans of a row of tags: first word, last word, kind."""
    start = kind = -1
    for n, tag in enumerate([*path.tolist(), 0]):
        if start >= 0 and tag != 2 * kind + 2:
            yield start, n - 1, kind
            start = -1
        if tag % 2:
            start, kind = n, (tag - 1) // 2


def attributions(windows: Iterable[Seen], made: Network) -> list[Attribution]:
    """Gives who says what in a text, in its order; one's words may lie in another's."""
    found: list[Attribution] = []
    for seen in windows:
        for first, last, _ in tagged(seen, "cue"):
            if not seen.owned[0] <= first < seen.owned[1]:
                continue
            words = np.flatnonzero(seen.cut.first)
            parts: dict[int, list[Span]] = {0: [], 1: []}
            for a, b, kind in runs(best_path(frame(seen, made, first)[words])):
                parts[kind].append(characters(seen, int(words[a]), int(words[b])))
            cue = characters(seen, first, last)
            source = min(parts[0], key=lambda s: abs(s[0] - cue[0])) if parts[0] else None
            found.append(Attribution(source, cue, tuple(parts[1])))
    return found


class Entity(NamedTuple):
    """A name or a kind of thing in a text: person | place | organisation | nationality | date | quantity | weapon | platform."""

    span: Span
    kind: str


def entities(windows: Iterable[Seen]) -> list[Entity]:
    """Gives the entities of a text in its order: names as one head tags them, of the other what they leave free."""
    found: list[Entity] = []
    for seen in windows:
        names = [(a, b, NAMED[kind]) for a, b, kind in tagged(seen, "named")]
        taken = {n for a, b, _ in names for n in range(a, b + 1)}
        things = [(a, b, DEFENCE[kind]) for a, b, kind in tagged(seen, "defence")]
        names += [t for t in things if t[2] not in NAMED and taken.isdisjoint(range(t[0], t[1] + 1))]
        inside = (each for each in names if seen.owned[0] <= each[0] < seen.owned[1])
        found += [Entity(characters(seen, a, b), kind) for a, b, kind in inside]
    return sorted(found)


def frame(seen: Seen, made: Network, anchor: int) -> Floats:
    """Gives what each piece is to the cue that begins at one: scores of no part, of source and of content."""
    told, tables = seen.told, made.tables
    away = np.clip(np.arange(len(told["frame word"])) - anchor, -NEAR, NEAR) + NEAR
    mixed = told["frame word"] + told["frame anchor"][anchor] + told["frame gate"] * told["frame anchor gate"][anchor]
    scores: Floats = gelu(mixed + tables["frame distance"][away]) @ tables["frame kinds weight"].T
    return scores + tables["frame kinds bias"]


def characters(seen: Seen, first: int, last: int) -> Span:
    """Gives the characters from one word to another."""
    return int(seen.cut.starts[first]), seen.cut.end_of(last)


def arcs(seen: Seen, made: Network, words: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Gives for the pieces that stand for the words of one sentence the head of each, itself for the root, and the relation."""
    told, tables = seen.told, made.tables
    low, high = told["arc low"][words], told["arc high"][words]
    scores = low @ high.T + (high @ tables["arc often weight"].T + tables["arc often bias"]).T
    root = int(scores.diagonal().argmax())
    np.fill_diagonal(scores, -1e4)
    heads = scores.argmax(1)
    heads[root] = root
    mixed = gelu(told["label low"][words] + told["label high"][words][heads])
    relations = (mixed @ tables["label weight"].T + tables["label bias"]).argmax(1)
    return heads, relations
