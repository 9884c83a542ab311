"""Text → what the network says of each word: one encoder, all heads, one pass for each window of a text.

The file `weights/reader.onnx` gives for every piece of text the scores of the tagging heads and the halves of what is
said of two words together; `frame` puts the halves of two words together. `training/network` made it.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from math import ceil
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from vedette.reader.hints import KINDS
from vedette.reader.wordpieces import Cut

LONGEST = 510  # pieces of a window, without the marks at its ends
OVERLAP = 90  # pieces that a window shares with the one before
WORD = 10  # pieces by which a cut may move back to where a word begins, as a rule
AT_ONCE = 32  # windows looked at side by side
NEAR = 60  # words of distance told apart between two words

Floats = NDArray[np.float32]
Window = tuple[int, int, int, int]  # pieces from, to; those it answers for from, to


class Seen(NamedTuple):
    """A window of a text: its pieces with offsets in the whole text, which of them it answers for, what was said of each.

    `told` holds rows a piece: "mode", "source" … scores, "claim word", "frame anchor" … halves.
    """

    cut: Cut
    owned: tuple[int, int]
    told: dict[str, Floats]


class Network(NamedTuple):
    """The loaded network: its session, and the tables that put halves together."""

    session: onnxruntime.InferenceSession
    rows: tuple[str, ...]
    tables: dict[str, Floats]


@cache
def shipped() -> Network:
    """Gives the shipped network, loaded once."""
    return load((files("vedette") / "reader" / "weights" / "reader.onnx").read_bytes())


def load(weights: bytes) -> Network:
    """Gives a network from the bytes of its file."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # windows are read side by side: two cores on one window save a third only
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    names = [out.name for out in session.get_outputs()]
    fixed = [name for name in names if name.startswith("table ")]
    blank = np.zeros((1, 2), np.int64)
    feed = {"pieces": blank, "cases": blank, "hints": np.zeros((1, 2, len(KINDS)), np.float32)}
    tables = dict(zip((n.removeprefix("table ") for n in fixed), session.run(fixed, feed), strict=True))
    return Network(session, tuple(n for n in names if n not in fixed), tables)


@cache
def threads() -> ThreadPoolExecutor:
    """Gives the threads that windows are read on, a few more than there are cores."""
    return ThreadPoolExecutor(thread_name_prefix="reader")


def look(whole: Cut, told: Floats, made: Network | None = None) -> Iterator[Seen]:
    """Gives the windows of a text in pieces, with hints [pieces, kinds], and what the network says of them, in order.

    Few are held at once: what is said of a million characters would fill ten gigabytes.
    """
    network = made or shipped()
    spans = list(windows(whole))
    if len(spans) == 1:
        yield _seen(whole, told, spans[0], network)
        return
    for first in range(0, len(spans), AT_ONCE):
        yield from threads().map(lambda span: _seen(whole, told, span, network), spans[first : first + AT_ONCE])


def windows(whole: Cut) -> Iterator[Window]:
    """Gives windows of pieces [start, end), alike in length, and of each the part that it answers for, cut between words."""
    last = len(whole.pieces) - 1  # the mark at the end
    count = max(1, ceil((last - 1 - OVERLAP) / (LONGEST - OVERLAP - WORD)))
    size = min(LONGEST, ceil((last - 1 + (count - 1) * (OVERLAP + WORD)) / count))
    start = mine = 1
    while True:
        end = min(last, start + size)
        if end == last:
            yield start, end, mine, end
            return
        end = _word_start(whole, end)
        until = _word_start(whole, max(end - OVERLAP // 2, start + 1))
        yield start, end, mine, until
        start, mine = max(_word_start(whole, end - OVERLAP), start + 1), until


def _word_start(whole: Cut, at: int) -> int:
    """Gives the piece at or before a place that begins a word; the place itself in a word without end."""
    begin = at
    while begin > max(1, at - 40) and not whole.first[begin]:
        begin -= 1
    return begin if whole.first[begin] else at


def _seen(whole: Cut, hints: Floats, span: Window, made: Network) -> Seen:
    start, end, mine, until = span
    inside = slice(start, end)
    part = Cut(
        np.concatenate((whole.pieces[:1], whole.pieces[inside], whole.pieces[-1:])),
        np.concatenate(([5], whole.cases[inside], [5])),
        np.concatenate(([whole.starts[start]], whole.starts[inside], [whole.ends[end - 1]])),
        np.concatenate(([whole.starts[start]], whole.ends[inside], [whole.ends[end - 1]])),
        np.concatenate(([False], whole.first[inside], [False])),
    )
    marks = np.zeros((1, hints.shape[1]), np.float32)
    told = answers(part, np.concatenate((marks, hints[inside], marks)), made)
    return Seen(part, (mine - start + 1, until - start + 1), told)


def answers(window: Cut, hints: Floats, made: Network) -> dict[str, Floats]:
    """Gives all that the network says of a window's pieces, a row each."""
    feed = {"pieces": window.pieces[None], "cases": window.cases[None], "hints": hints[None]}
    out = made.session.run(list(made.rows), feed)
    return {name: rows[0] for name, rows in zip(made.rows, out, strict=True)}
