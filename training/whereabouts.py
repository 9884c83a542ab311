"""Fits in which country a place lies that its name alone does not tell: the weights of `resolve/whereabouts.csv`.

    python -m training.whereabouts [--check]

Fitted as `antecedents.py` fits whom a claim goes back to, on the same passages. `--check` prints what five-fold
cross-validation over passages gives.
"""

import argparse
import re
from collections.abc import Iterator

from training.antecedents import PASSAGES, Choice, fit, share_right, write
from training.network.learn import GOLD
from training.network.passages import Json, lines, report_of
from vedette.resolve.actors import actor
from vedette.resolve.antecedents import FAMILIES
from vedette.resolve.context import Context
from vedette.resolve.places import place
from vedette.resolve.whereabouts import Spot, candidates, clues, kinds, sort, weights_of
from vedette.vocabulary import Mode, Span


def choices(passages: list[Json]) -> Iterator[Choice]:
    """Gives every place of an annotated claim whose name leaves its country open, in the order of the text."""
    for number, passage in enumerate(passages):
        context = Context(report_of(passage))
        story = None
        for claim in sorted(passage["claims"], key=lambda c: c["trigger"]):
            told = claim["place"]
            if not told:
                continue
            answer = place(told["name"], context.named, tuple(claim["actor"]))
            span = nearest(told["name"], claim["evidence"], passage["text"])
            if span and not answer.known:
                spot = Spot(
                    told["name"], span, FAMILIES.get(Mode(claim["mode"]), "move"), tuple(claim["actor"]),
                    tuple(claim["other"]), speakers(claim, context), answer.listed, story,
                )  # fmt: skip
                yield chosen(spot, told["country"], number, context)
            story = told["country"] or story


def chosen(spot: Spot, right: str | None, number: int, context: Context) -> Choice:
    """Gives the candidates of one place with their clues."""
    codes = candidates(spot, context)
    headings = kinds(sort(spot), spot.family)
    told = [{(kind, clue): 1.0 for clue in clues(spot, code, context) for kind in headings} for code in codes]
    return Choice(sort(spot), number, told, [code == right for code in codes])


def speakers(claim: Json, context: Context) -> tuple[str, ...]:
    """Gives the code of the innermost speaker."""
    name = claim["source"][-1] if claim["source"] else ""
    code = actor(name, context.day, context.people).code or context.official(name) if name else None
    return (code,) if code else ()


def nearest(name: str, evidence: list[int], text: str) -> Span | None:
    """Gives where a name stands: in the clause, else nearest before it, else behind."""
    found = [m.span() for m in re.finditer(re.escape(name), text)]
    return min(found, key=lambda s: (not evidence[0] <= s[0] < evidence[1], s[0] > evidence[0], abs(s[0] - evidence[0])),
               default=None)  # fmt: skip


def main() -> None:
    """Fits the weights and writes them."""
    told_to = argparse.ArgumentParser(description="Fits in which country a place lies that its name does not tell")
    told_to.add_argument("--check", action="store_true", help="print what cross-validation gives")
    check = told_to.parse_args().check
    asked = [choice for choice in choices(lines([GOLD, *PASSAGES])) if choice.candidates]
    if check:
        print("whereabouts", share_right(asked))
    write("whereabouts.csv", fit(asked))
    weights_of.cache_clear()


if __name__ == "__main__":
    main()
