"""Finds known names in a text: whole words, case as written, the longest match first."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

E = TypeVar("E")

# A word, or one sign of punctuation: "Su-35's" is Su - 35 ' s, so a possessive never hides a name.
PIECE = re.compile(r"\w+|[^\w\s]")
SIGNS = (("’", "'"), ("‘", "'"), ("‑", "-"), ("–", "-"))
SAME = str.maketrans(dict(SIGNS))


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
    for other, sign in SIGNS:
        text = text.replace(other, sign)
    found, end = [], 0
    for word in PIECE.findall(text):  # only blanks stand between two pieces, so the next is where it is found first
        start = text.index(word, end)
        end = start + len(word)
        found.append(Piece._make((word, start, end)))
    return found


def _words(name: str) -> tuple[str, ...]:
    """Gives a name as the words it is matched by; most names are one plain word."""
    return (name,) if name.isalnum() else tuple(piece.text for piece in pieces(name))


class Names(Generic[E]):
    """An index from names to entries: of one word by it, of more by the first two."""

    def __init__(self, entries: Iterable[tuple[str, E]]) -> None:
        known: dict[tuple[str, ...], dict[E, None]] = {}
        for name, entry in entries:
            known.setdefault(_words(name), {})[entry] = None
        self._single: dict[str, tuple[E, ...]] = {}
        self._by_two: dict[tuple[str, str], list[tuple[tuple[str, ...], tuple[E, ...]]]] = {}
        for words, found in known.items():
            if len(words) == 1:
                self._single[words[0]] = tuple(found)
            elif words:
                self._by_two.setdefault((words[0], words[1]), []).append((words, tuple(found)))
        for choices in self._by_two.values():
            choices.sort(key=lambda choice: (-len(choice[0]), choice[0]))
        self._firsts = frozenset(self._single) | frozenset(first for first, _ in self._by_two)

    def get(self, name: str) -> tuple[E, ...]:
        """Gives the entries of exactly this name, none where it is not known."""
        words = tuple(p.text for p in pieces(name))
        if len(words) == 1:
            return self._single.get(words[0], ())
        choices = self._by_two.get((words[0], words[1]), ()) if words else ()
        return next((entries for known, entries in choices if known == words), ())

    def find(self, text: list[Piece]) -> Iterator[Found[E]]:
        """Gives the names in a text, left to right, none inside another."""
        words = [word for word, _, _ in text]
        firsts, size, last = self._firsts, len(words), 0
        for at in [n for n, word in enumerate(words) if word in firsts]:
            if at < last:
                continue
            end, entries = self._longest(words, at, size)
            # "the Gulf" is no name where "Gulf of Aden" begins behind its article.
            if end and words[at].lower() == "the" and at + 1 < size and self._longest(words, at + 1, size)[0] > end:
                end = 0
            if end:
                last = end
                yield Found(text[at].start, text[end - 1].end, entries)

    def _longest(self, words: list[str], at: int, size: int) -> tuple[int, tuple[E, ...]]:
        """Gives the end of the longest name that begins at a word, and its entries; 0 where none does."""
        if at + 1 < size:
            for known, entries in self._by_two.get((words[at], words[at + 1]), ()):
                end = at + len(known)
                if end == at + 2 or (end <= size and tuple(words[at:end]) == known):
                    return end, entries
        alone = self._single.get(words[at])
        return (at + 1, alone) if alone else (0, ())
