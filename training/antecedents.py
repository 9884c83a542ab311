"""Fits whom a claim goes back to where the reader found no name: the weights of `resolve/clues.csv`.

    python -m training.antecedents [--check]

Every actor that a passage names is a candidate with clues (`resolve/antecedents.py`); their weights are sums in log-odds,
fitted on the annotated passages of `../shared/gold/train.jsonl` and `training/passages/v*.jsonl`. All start at nought and
take full-batch steps of a fixed number, so that the same passages give the same bytes. A weight is drawn to nought by its
square (`L2`) and its size (`L1`); clues seen fewer than `LEAST` times get none. `--check` prints what five-fold
cross-validation over passages gives.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.network.learn import GOLD, ROOT
from training.network.passages import Json, lines, report_of
from vedette.resolve import Case
from vedette.resolve.antecedents import OWN, Antecedents, Asked, Meant, Past, family, sort, weights_of
from vedette.resolve.context import Context
from vedette.vocabulary import Certainty, Claim, Mode, Place, Polarity, Reality, Report

PASSAGES = sorted((ROOT / "training" / "passages").glob("v*.jsonl"))
FOLDS = 5
STEPS, COARSE = 400, 300  # steps of the fit, and how many of them are long
LEAST = 6
SMALLEST = 0.05  # weights below it are left out
L1, L2 = 1.5, 1.5

Clue = tuple[str, ...]


class Choice(NamedTuple):
    """One decision: candidates with their clues, and which of them are right. `kind` is what it is reported under."""

    kind: str
    passage: int
    candidates: list[dict[Clue, float]]
    right: list[bool]


class Design(NamedTuple):
    """Choices as arrays: for each clue of each candidate its row, its column and its value."""

    names: list[Clue]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    choice: NDArray[np.int64]
    right: NDArray[np.float64]


def design(choices: list[Choice]) -> Design:
    """Gives the arrays of some choices, with the clues that are seen often enough."""
    seen = Counter(clue for choice in choices for candidate in choice.candidates for clue in candidate)
    names = [clue for clue, count in sorted(seen.items()) if count >= LEAST]
    at = {clue: n for n, clue in enumerate(names)}
    cells: list[tuple[int, int, float]] = []
    of: list[int] = []
    for number, choice in enumerate(choices):
        for candidate in choice.candidates:
            cells += [(len(of), at[clue], value) for clue, value in candidate.items() if clue in at]
            of.append(number)
    rows, columns, values = zip(*cells, strict=True)
    right = [float(answer) for choice in choices for answer in choice.right]
    return Design(names, np.array(rows), np.array(columns), np.array(values), np.array(of), np.array(right))


def fit(choices: list[Choice]) -> dict[Clue, float]:
    """Gives the weight of each clue. At most one candidate of a choice is right."""
    told = design(choices)
    size = len(told.names)
    weights, mean, spread = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        scores = np.bincount(told.rows, weights[told.columns] * told.values, len(told.choice)).astype(np.float64)
        wrong = _wrong(scores, told)
        slope = np.bincount(told.columns, wrong[told.rows] * told.values, size) + L2 * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        stride = (0.05 if step <= COARSE else 0.015) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-3)
        weights = weights - stride * mean / (1 - 0.9**step)
        weights = np.sign(weights) * np.maximum(0, np.abs(weights) - stride * L1)
    return {
        name: round(float(weight), 2)
        for name, weight in zip(told.names, weights, strict=True)
        if abs(weight) >= SMALLEST
    }


def _wrong(scores: NDArray[np.float64], told: Design) -> NDArray[np.float64]:
    """Gives by how much each candidate's share passes what it should be; "none of them" has a share too."""
    raised = np.exp(np.clip(scores, -30, 30))
    size = int(told.choice[-1]) + 1
    share = raised / (1 + np.bincount(told.choice, raised, size))[told.choice]
    wanted = np.bincount(told.choice, raised * told.right, size)[told.choice]
    return share - np.where(wanted > 0, raised * told.right / np.maximum(wanted, 1e-12), 0.0)


def score(weights: dict[Clue, float], candidate: dict[Clue, float]) -> float:
    """Gives the log-odds of a candidate."""
    return sum(weights.get(clue, 0.0) * value for clue, value in candidate.items())


def folds(choices: list[Choice]) -> Iterator[tuple[list[Choice], list[Choice]]]:
    """Gives what to fit on and what to try it on, by turns."""
    for fold in range(FOLDS):
        yield (
            [c for c in choices if c.passage % FOLDS != fold],
            [c for c in choices if c.passage % FOLDS == fold],
        )


class Watched(Antecedents):
    """Keeps each question about an annotated claim as a choice between the actors that the report names."""

    def __init__(self, context: Context, passage: int, asked: list[Choice]) -> None:
        super().__init__(context)
        self.passage, self.asked = passage, asked
        self.gold: Json | None = None

    def find(self, asked: Asked) -> Meant:
        """Gives the answer under the present weights, and notes the question."""
        if self.gold and asked.text.split(" ")[0].lower() not in OWN:
            besides = tuple(self.gold["actor"]) if asked.role == "other" else ()
            meant = asked._replace(besides=besides)
            codes = self.candidates(meant)
            kind = f"{meant.role} {sort(meant.text)}"
            told = [_clues(("", meant.role, kind), self.clues(meant, code)) for code in codes]
            if codes:
                right = [code in self.gold[meant.role] for code in codes]
                self.asked.append(Choice(kind, self.passage, told, right))
        return super().find(asked)


def _clues(kinds: tuple[str, ...], told: Iterable[str]) -> dict[Clue, float]:
    """Gives each clue once for every kind that it counts for."""
    return {(kind, clue): 1.0 for clue in told for kind in kinds}


def asked_of(told: list[Json]) -> list[Choice]:
    """Gives every question that the annotated claims ask, in the order of the text, what came before them known."""
    asked: list[Choice] = []
    for number, passage in enumerate(told):
        report = report_of(passage)
        context = Context(report)
        before = Watched(context, number, asked)
        for gold in sorted(passage["claims"], key=lambda c: c["trigger"]):
            case = Case(bare(report, gold), report, context, before)
            before.gold = gold
            case.resolved()
            before.gold = None
            _remember(before, case.claim, gold)
    return asked


def bare(report: Report, gold: Json) -> Claim:
    """Gives an annotated claim as the reader leaves one whose arguments it did not find."""
    evidence = (gold["evidence"][0], gold["evidence"][1])
    return Claim(
        id="",
        report=report.id,
        evidence=evidence,
        trigger=(gold["trigger"][0], gold["trigger"][1]),
        quote=report.text[slice(*evidence)],
        mode=Mode(gold["mode"]),
        source=tuple(gold["source"]),
        polarity=Polarity(gold["polarity"]),
        certainty=Certainty(gold["certainty"]),
        reality=Reality(gold["reality"]),
        outlet=report.outlet,
        taken_in=report.taken_in,
    )


def _remember(before: Antecedents, claim: Claim, gold: Json) -> None:
    """Puts what was annotated in the place of what was resolved, so that one fault does not make the next."""
    before.past[-1] = Past(family(claim), tuple(gold["actor"]), tuple(gold["other"]))
    if gold["place"] and gold["place"]["country"]:
        before.place = Place(name=gold["place"]["name"], country=gold["place"]["country"])
    if told := gold["time"] and (gold["time"]["start"] or gold["time"]["end"]):
        before.day = date.fromisoformat(told)


def share_right(choices: list[Choice]) -> str:
    """Gives how many choices come out right in cross-validation: the best one, or none where none is."""
    right = 0
    for learnt, tried in folds(choices):
        weights = fit(learnt)
        for choice in tried:
            told = [score(weights, candidate) for candidate in choice.candidates]
            best = max(range(len(told)), key=lambda n: told[n])
            right += choice.right[best] if told[best] > 0 else not any(choice.right)
    return f"{right / len(choices):.3f} of {len(choices)}"


def write(name: str, weights: dict[Clue, float]) -> None:
    """Writes a table of weights, sorted."""
    with (ROOT / "vedette" / "resolve" / name).open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["kind", "clue", "weight"])
        table.writerows(sorted((*clue, f"{weight:.2f}") for clue, weight in weights.items()))


def main() -> None:
    """Fits the weights and writes them."""
    told_to = argparse.ArgumentParser(description="Fits whom a claim goes back to where nobody is named")
    told_to.add_argument("--check", action="store_true", help="print what cross-validation gives")
    check = told_to.parse_args().check
    asked = asked_of(lines([GOLD, *PASSAGES]))
    if check:
        print("antecedents", share_right(asked))
    write("clues.csv", fit(asked))
    weights_of.cache_clear()


if __name__ == "__main__":
    main()
