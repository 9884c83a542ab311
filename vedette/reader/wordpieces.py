"""Text → the pieces that the network reads: the same cut at its training and at its use."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

HALF = re.compile("[\ud800-\udfff]")  # half of a character, which no tokenizer takes
SMALL, CAPITAL, CAPITALS, MIXED, DIGIT, NO_LETTER = range(6)


class Cut(NamedTuple):
    """A text in pieces, a mark at each end: numbers, the case of the word each is of, where each starts and ends.

    `first` tells which pieces begin a word; all that the network says of a word it says of that piece.
    """

    pieces: NDArray[np.int64]
    cases: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.bool_]

    def words_in(self, start: int, end: int) -> list[int]:
        """Gives the first pieces of the words that a span of characters touches."""
        inside = np.flatnonzero(self.first & (self.starts < end) & (self.ends > start))
        if inside.size and self.starts[inside[0]] <= start:
            return [int(n) for n in inside]
        before = np.flatnonzero(self.first & (self.starts <= start))
        held = before.size > 0 and start < end and self._word_end(int(before[-1])) > start
        return [int(n) for n in ([before[-1], *inside] if held else inside)]

    def _word_end(self, first: int) -> int:
        """Gives where the word ends that begins with a piece."""
        after = first + 1
        while after < len(self.pieces) - 1 and not self.first[after]:
            after += 1
        return int(self.ends[after - 1])

    def word_at(self, start: int, end: int) -> int:
        """Gives the piece that stands for a word of a treebank, which may be part of ours ("can|not") or more than one."""
        for n in np.flatnonzero((self.starts >= start) & (self.starts < end)):
            if 0 < n < len(self.pieces) - 1:
                return int(n)
        return int(np.flatnonzero((self.starts <= start) & (self.ends > start))[0])

    def end_of(self, first: int) -> int:
        """Gives the character at which the word ends that begins with a piece."""
        return self._word_end(first)


@cache
def tokenizer() -> Tokenizer:
    """Gives the tokenizer that ships with the network."""
    return Tokenizer.from_str((files("vedette") / "reader" / "weights" / "tokenizer.json").read_text(encoding="utf-8"))


def cut(text: str) -> Cut:
    """Gives a text in pieces."""
    told = tokenizer().encode(HALF.sub("\ufffd", text))
    starts = np.array([start for start, _ in told.offsets])
    ends = np.array([end for _, end in told.offsets])
    words = told.word_ids
    first = np.array([w is not None and (n == 0 or words[n - 1] != w) for n, w in enumerate(words)])
    cases = np.full(len(words), NO_LETTER)
    at = 0
    while at < len(words):
        after = at + 1
        while words[at] is not None and after < len(words) and words[after] == words[at]:
            after += 1
        if words[at] is not None:
            cases[at:after] = case_of(text[starts[at] : ends[after - 1]])
        at = after
    return Cut(np.array(told.ids), cases, starts, ends, first)


def case_of(word: str) -> int:
    """Gives how a word is written."""
    if any(c.isdigit() for c in word):
        return DIGIT
    if word.islower():
        return SMALL
    if word.isupper():
        return CAPITAL if len(word) == 1 else CAPITALS
    if word[:1].isupper() and word[1:].islower():
        return CAPITAL
    return MIXED if any(c.isalpha() for c in word) else NO_LETTER
