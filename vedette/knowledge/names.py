"""Finds known names in a text: whole words, case as written, the longest match first."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

E = TypeVar("E")

# A word, or one sign of punctuation: "Su-35's" is Su - 35 ' s, so a possessive never hides a name.
PIECE = re.compile(r"\w+|[^\w\s]")
SAME = str.maketrans({"’": "'", "‘": "'", "‑": "-", "–": "-"})


class Found(NamedTuple, Generic[E]):
    """One name in a text: where it stands and all the entries that carry it."""

    start: int
    end: int
    entries: tuple[E, ...]


class Piece(NamedTuple):
    text: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """Gives the words and signs of a text with their offsets."""
    return [Piece(m.group().translate(SAME), m.start(), m.end()) for m in PIECE.finditer(text)]


def _words(name: str) -> tuple[str, ...]:
    """Gives a name as the words it is matched by; most names are one plain word."""
    return (name,) if name.isalnum() else tuple(piece.text for piece in pieces(name))


class Names(Generic[E]):
    """An index from names to entries."""

    def __init__(self, entries: Iterable[tuple[str, E]]) -> None:
        known: dict[tuple[str, ...], dict[E, None]] = {}
        for name, entry in entries:
            known.setdefault(_words(name), {})[entry] = None
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[E, ...]]]] = {}
        for words, found in known.items():
            if words:
                self._by_first.setdefault(words[0], []).append((words, tuple(found)))
        for choices in self._by_first.values():
            if len(choices) > 1:
                choices.sort(key=lambda choice: (-len(choice[0]), choice[0]))

    def get(self, name: str) -> tuple[E, ...]:
        """Gives the entries of exactly this name, none where it is not known."""
        words = _words(name)
        for known, entries in self._by_first.get(words[0], ()) if words else ():
            if known == words:
                return entries
        return ()

    def find(self, text: list[Piece]) -> Iterator[Found[E]]:
        """Gives the names in a text, left to right, none inside another."""
        at = 0
        while at < len(text):
            for words, entries in self._by_first.get(text[at].text, ()):
                if len(words) == 1 or self._fits(words, text, at):
                    end = at + len(words)
                    yield Found(text[at].start, text[end - 1].end, entries)
                    at = end - 1
                    break
            at += 1

    @staticmethod
    def _fits(words: tuple[str, ...], text: list[Piece], at: int) -> bool:
        return at + len(words) <= len(text) and all(w == text[at + n].text for n, w in enumerate(words))
