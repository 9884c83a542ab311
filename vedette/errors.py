"""The two failures, and how to say that a word is not known."""

from collections.abc import Iterable
from difflib import get_close_matches
from os.path import commonprefix


class Skip(Exception):
    """This item cannot be used; the run goes on and keeps it as a Problem.

    `kind` is a short stable word for counting, the message is for a person.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Stop(Exception):
    """This run cannot go on. The message says what happened, to what, and what to type next."""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Gives the sentence for a word that is not known, with the nearest known one, or all where they are few."""
    names = sorted(set(known))
    folded = {each.casefold(): each for each in names}
    wrong = name.casefold()
    # Among words that are about as near, the one that begins alike: RUZ is RUS and not UZB.
    near = max(
        get_close_matches(wrong, list(folded), n=5, cutoff=0.55),
        key=lambda w: len(commonprefix([w, wrong])),
        default="",
    )
    if near:
        return f"unknown {what} {name!r}; did you mean {folded[near]!r}?"
    if len(names) <= 24:
        return f"unknown {what} {name!r}; known: {', '.join(names)}"
    return f"unknown {what} {name!r}; {len(names)} are known, none is near"
