"""Fits the weights that the reader and `resolve` go by, and writes them where they are read.

    python -m training.weights [--check]

Three models, all of them sums of named clues in log-odds:

| model | decides | written to |
| --- | --- | --- |
| signs | which phrases are events, and whether a report is about forces at all | `[weighing]` of `languages/en.toml` |
| arguments | which mention is the actor, other, place, figure and date of an event | `reader/clues.csv` |
| antecedents | whom "he", "its troops" or nobody named stands for | `resolve/clues.csv` |

They are fitted on the annotated passages of `../shared/gold/train.jsonl` and `training/passages/v*.jsonl`. All start at
nought and take full-batch steps of a fixed number, so that the same passages give the same bytes. A weight is drawn to
nought by its square (`L2`) and its size (`L1`); clues seen fewer than `LEAST` times get none. `--check` prints what
five-fold cross-validation over passages gives. With 749 passages of `train.jsonl` and 180 of `v1` and `v2`, an oblique lot
whose words the lists mostly lack, it gave: triggers found F1 0.598 (0.685 on those of `train.jsonl` alone); the right
choice, or rightly none, for actor 0.727, other 0.788, place 0.809, figure 0.813, date 0.774; all actors of drills and talks
0.347; antecedents 0.650. Fitting on `train.jsonl` alone was worse on a fifth of it held out: other 0.524 against 0.562,
figure 0.707 against 0.742, date 0.659 against 0.669 where told.
"""

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from vedette.clean.furniture import furniture
from vedette.languages import language
from vedette.reader import limits_of, reading
from vedette.reader.arguments import SEVERAL, Setting, arguments, clues, setting
from vedette.reader.arguments import weights_of as argument_weights
from vedette.reader.attribution import Attribution, speaker_of
from vedette.reader.mentions import ActorMention, Mentions
from vedette.reader.sentences import Sentence
from vedette.reader.triggers import Story, Trigger, hits, outlook, signs, story_of, triggers_of
from vedette.resolve import Case
from vedette.resolve.antecedents import OWN, Antecedents, Asked, Meant, Past, family, sort
from vedette.resolve.antecedents import weights_of as antecedent_weights
from vedette.resolve.context import Context
from vedette.vocabulary import Claim, Mention, Mode, Place, Precision, Published, Reality, Report, Role, at_midnight

ROOT = Path(__file__).parents[1]
TRAIN = ROOT.parent / "shared" / "gold" / "train.jsonl"
PASSAGES = sorted((ROOT / "training" / "passages").glob("v*.jsonl"))
FOLDS = 5
STEPS, COARSE = 400, 300  # steps of the fit, and how many of them are long
LEAST = 6
NO_WORSE = 0.002  # of F1
SMALLEST = 0.05  # weights below it are left out

Json = dict[str, Any]
Clue = tuple[str, ...]


class Choice(NamedTuple):
    """One decision: candidates with their clues, and which of them are right. `kind` is what it is reported under."""

    kind: str
    passage: int
    candidates: list[dict[Clue, float]]
    right: list[bool]


class Penalty(NamedTuple):
    """How strongly weights are drawn to nought; clues that hold for all kinds are drawn half as much where `halved`."""

    l1: float
    l2: float
    halved: bool = False


SIGNS, REPORTS = Penalty(0.0, 2.0), Penalty(0.0, 1.0)
ARGUMENTS, ANTECEDENTS = Penalty(1.5, 2.0, halved=True), Penalty(1.5, 1.5)


def report_of(passage: Json) -> Report:
    """Gives an annotated passage as a report."""
    day = passage.get("published")
    published = Published(at=at_midnight(date.fromisoformat(day)), precision=Precision.DAY) if day else None
    return Report(
        id=passage["id"],
        item=passage["id"],
        page="",
        address=passage["id"],
        taken_in=datetime(2026, 1, 1, tzinfo=UTC),
        text=passage["text"],
        outlet=passage.get("outlet"),
        headline=passage.get("headline"),
        published=published,
        furniture=furniture(passage["text"], passage.get("headline")),
    )


def passages(files: Iterable[Path]) -> list[Json]:
    """Gives the annotated passages of some files."""
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines if line.strip()]


# The fit


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


def fit(choices: list[Choice], penalty: Penalty, *, each: bool) -> dict[Clue, float]:
    """Gives the weight of each clue. `each` lets every candidate of a choice be right, else at most one is."""
    told = design(choices)
    size = len(told.names)
    general = np.array([0.5 if penalty.halved and not name[0] else 1.0 for name in told.names])
    weights, mean, spread = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        scores = np.bincount(told.rows, weights[told.columns] * told.values, len(told.choice)).astype(np.float64)
        wrong = _wrong_each(scores, told) if each else _wrong_one(scores, told)
        slope = np.bincount(told.columns, wrong[told.rows] * told.values, size) + penalty.l2 * general * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        stride = (0.05 if step <= COARSE else 0.015) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-3)
        weights = weights - stride * mean / (1 - 0.9**step)
        weights = np.sign(weights) * np.maximum(0, np.abs(weights) - stride * penalty.l1 * general)
    return {
        name: round(float(weight), 2)
        for name, weight in zip(told.names, weights, strict=True)
        if abs(weight) >= SMALLEST
    }


def _wrong_each(scores: NDArray[np.float64], told: Design) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30))) - told.right


def _wrong_one(scores: NDArray[np.float64], told: Design) -> NDArray[np.float64]:
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


# Signs


def told_stories(told: list[Json]) -> list[Story]:
    """Gives the stories of annotated passages."""
    return [story_of(report_of(passage), language("en")) for passage in told]


def sign_choices(stories: list[Story], told: list[Json]) -> list[Choice]:
    """Gives each phrase that may be a trigger as a choice of its own."""
    found: list[Choice] = []
    for number, (story, passage) in enumerate(zip(stories, told, strict=True)):
        for n, sentence in enumerate(story.sentences):
            for hit, sureness in hits(story, n):
                span = _characters(sentence, hit.start, hit.end)
                told_by: dict[Clue, float] = {(name,): value for name, value in signs(story, n, hit, sureness).items()}
                right = any(c["mode"] == hit.label and _meet(c["trigger"], span) for c in passage["claims"])
                found.append(Choice(hit.label, number, [told_by], [right]))
    return found


def _characters(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    return sentence.tokens[start].start, sentence.tokens[end - 1].end


def _meet(a: tuple[int, int] | list[int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def weighed(story: Story, weights: dict[str, float], enough: float) -> list[list[Trigger]]:
    """Gives the triggers of each sentence under some weights."""
    words = msgspec.structs.replace(story.words, weighing=weights | {"enough": enough})
    return [triggers_of(story._replace(words=words), n) for n in range(len(story.sentences))]


class Found(NamedTuple):
    """What a passage's triggers come to: how many there are, how many are right, and what its outlook is."""

    made: int
    right: int
    passage: int
    outlook: dict[Clue, float]


def found_in(story: Story, passage: Json, number: int, told: list[list[Trigger]]) -> Found:
    """Gives what some triggers of a passage come to."""
    open_to = [(c["mode"], c["trigger"]) for c in passage["claims"]]
    right = 0
    for n, each in enumerate(told):
        for t in each:
            span = _characters(story.sentences[n], t.start, t.end)
            hit = next((g for g in open_to if g[0] == t.mode.value and _meet(g[1], span)), None)
            if hit:
                open_to.remove(hit)
                right += 1
    seen: dict[Clue, float] = {(name,): value for name, value in outlook(story, told).items()}
    return Found(sum(map(len, told)), right, number, seen)


def fit_signs(told: list[Json]) -> tuple[dict[str, float], str]:
    """Gives the weighing of signs and of reports, with what it comes to in cross-validation."""
    stories = told_stories(told)
    choices = sign_choices(stories, told)
    by_fold = [_named(fit(learnt, SIGNS, each=True)) for learnt, _ in folds(choices)]
    loose = [weighed(story, by_fold[n % FOLDS], -2.0) for n, story in enumerate(stories)]
    claims = sum(len(p["claims"]) for p in told)
    best: tuple[float, float, dict[str, float], str] = (0.0, 0.0, {}, "")
    for enough in np.arange(-1.4, 0.3, 0.1):
        kept = [[[t for t in each if t.weight >= enough] for each in found] for found in loose]
        f1, gate, line = _gated(
            [found_in(s, p, n, k) for n, (s, p, k) in enumerate(zip(stories, told, kept, strict=True))], claims
        )
        if f1 > best[0] - NO_WORSE:  # the fewer the better where it costs nothing
            best = (max(f1, best[0]), round(float(enough), 2), gate, line)
    weights = _named(fit(choices, SIGNS, each=True)) | best[2] | {"enough": best[1]}
    return weights, best[3]


def _named(weights: dict[Clue, float]) -> dict[str, float]:
    return {clue[0]: weight for clue, weight in weights.items()}


def _gated(found: list[Found], claims: int) -> tuple[float, dict[str, float], str]:
    """Fits which reports give claims at all, and gives the F1 that this leaves, by turns over passages."""
    choices = [Choice("", f.passage, [f.outlook], [f.right > 0]) for f in found]
    made = right = empty = none = 0
    for learnt, tried in folds(choices):
        gate = fit(learnt, REPORTS, each=True)
        for choice in tried:
            told = found[choice.passage]
            if score(gate, told.outlook) > 0:
                made, right = made + told.made, right + told.right
                empty += told.made * (told.right == 0)
            none += told.right == 0
    f1 = 2 * right / (made + claims)
    line = f"found F1 {f1:.3f}, precision {right / max(made, 1):.3f}, recall {right / claims:.3f}, {empty} of {none}"
    return f1, _named(fit(choices, REPORTS, each=True)), line


def write_signs(weights: dict[str, float]) -> None:
    """Writes the section [weighing] of the language file."""
    file = ROOT / "vedette" / "languages" / "en.toml"
    body = [
        "[weighing]",
        "# Log-odds, fitted to annotated passages: `make weights` writes them.",
        f"enough = {weights['enough']}",
    ]
    body += [f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items()) if name != "enough"]
    text = file.read_text(encoding="utf-8")
    section = re.compile(r"^\[weighing\]\n.*?\n\n(?=\[)", re.MULTILINE | re.DOTALL)
    file.write_text(section.sub(lambda _: "\n".join(body) + "\n\n", text, count=1), encoding="utf-8")
    language.cache_clear()


# Arguments


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


class Annotated(NamedTuple):
    """One annotated claim in its sentence, with what resolves it."""

    passage: int
    gold: Json
    sentence: Sentence
    found: Mentions
    seen: Setting
    acting: tuple[ActorMention, ...]
    case: Case

    def codes(self, mention: ActorMention, besides: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Gives whom a mention stands for."""
        return self.case.who(self._mention(Role.ACTOR, mention), besides)

    def alone(self, role: Role, mention: Any) -> Case:
        """Gives the claim with one mention only."""
        claim = msgspec.structs.replace(
            self.case.claim, mentions=(self._mention(role, mention),), reality=Reality(self.gold["reality"])
        )
        return Case(claim, self.case.report, self.case.context, self.case.antecedents)

    def text(self, mention: Any) -> str:
        """Gives a mention as the text writes it."""
        return self.case.report.text[slice(*_characters(self.sentence, mention.start, mention.end))]

    def _mention(self, role: Role, mention: Any) -> Mention:
        span = _characters(self.sentence, mention.start, mention.end)
        return Mention(role=role, span=span, text=self.text(mention))


def annotated(stories: list[Story], told: list[Json], asked: list[Choice]) -> Iterator[Annotated]:
    """Gives the annotated claims in the order of the text; `asked` takes in what was asked of antecedents."""
    for number, (story, passage) in enumerate(zip(stories, told, strict=True)):
        context = Context(story.report)
        before = Watched(context, number, asked)
        for n, sentence in enumerate(story.sentences):
            for gold, trigger in _triggered(sentence, passage["claims"]):
                claim = reading(story, n, trigger, frozenset()).claim
                case = Case(claim, story.report, context, before)
                span, limits = (
                    (trigger.start, trigger.end),
                    limits_of(trigger.start, _teller(story, n, trigger), sentence),
                )
                seen = setting(sentence, span, trigger.mode, limits, story.words)
                acting = arguments(sentence, span, trigger.mode, limits, story.found[n], story.words).actors
                yield Annotated(number, gold, sentence, story.found[n], seen, acting, case)
                before.gold = gold
                case.resolved()
                before.gold = None
                _remember(before, claim, gold)


def _teller(story: Story, n: int, trigger: Trigger) -> Attribution | None:
    return speaker_of(trigger.start, story.told[n])


def _triggered(sentence: Sentence, claims: list[Json]) -> list[tuple[Json, Trigger]]:
    """Gives the annotated claims of a sentence, each mode and place in the text once."""
    found: dict[Trigger, Json] = {}
    for claim in claims:
        inside = [n for n, t in enumerate(sentence.tokens) if _meet(claim["trigger"], (t.start, t.end))]
        if inside and sentence.start <= claim["trigger"][0] < sentence.end:
            found.setdefault(Trigger(inside[0], inside[-1] + 1, Mode(claim["mode"]), 1.0), claim)
    return [(found[trigger], trigger) for trigger in sorted(found)]


def _remember(before: Antecedents, claim: Claim, gold: Json) -> None:
    """Puts what was annotated in the place of what was resolved, so that one fault does not make the next."""
    before.past[-1] = Past(family(claim), tuple(gold["actor"]), tuple(gold["other"]))
    if gold["place"] and gold["place"]["country"]:
        before.place = Place(name=gold["place"]["name"], country=gold["place"]["country"])
    if told := gold["time"] and (gold["time"]["start"] or gold["time"]["end"]):
        before.day = date.fromisoformat(told)


def argument_choices(claims: Iterable[Annotated]) -> dict[str, list[Choice]]:
    """Gives the choices of each role."""
    found: dict[str, list[Choice]] = defaultdict(list)
    for claim in claims:
        who = sorted((*claim.found.actors, *claim.found.stand_ins), key=lambda m: m[:2])
        rest = [m for m in who if m not in claim.acting]
        besides = tuple(claim.gold["actor"])
        actor = "actors" if claim.seen.family in SEVERAL else "actor"
        rows: list[tuple[str, list[Any], list[bool]]] = [
            (actor, who, [_names(claim.codes(m), claim.gold["actor"]) for m in who]),
            ("other", rest, [_names(claim.codes(m, besides), claim.gold["other"]) for m in rest]),
            ("place", list(claim.found.places), _right_places(claim)),
            ("quantity", list(claim.found.figures), [_right_figure(claim, m) for m in claim.found.figures]),
            ("time", list(claim.found.dates), [_right_days(claim, m) for m in claim.found.dates]),
        ]
        for role, candidates, right in rows:
            taken = () if role in {"actor", "actors"} else claim.acting
            kinds = ("", claim.seen.family)
            told = [_clues(kinds, clues(claim.seen, m, candidates, role, taken)) for m in candidates]
            if told:
                found[role].append(Choice(claim.seen.family, claim.passage, told, right))
    return found


def _names(codes: tuple[str, ...], wanted: list[str]) -> bool:
    return bool(codes) and set(codes) <= set(wanted)


def _right_places(claim: Annotated) -> list[bool]:
    """Gives which places are meant: those named as annotated, else those in the same country."""
    wanted = claim.gold["place"]
    texts = [claim.text(m) for m in claim.found.places]
    named = [bool(wanted) and (wanted["name"] in text or text in wanted["name"]) for text in texts]
    if any(named) or not wanted or not wanted["country"]:
        return named
    answers = [claim.alone(Role.PLACE, m).where(tuple(claim.gold["actor"])) for m in claim.found.places]
    return [bool(answer) and answer.country == wanted["country"] for answer in answers if answer is not None]


def _right_figure(claim: Annotated, mention: Any) -> bool:
    told, wanted = claim.alone(Role.QUANTITY, mention).quantity(), claim.gold["quantity"]
    return told is not None and wanted is not None and (told.min, told.max) == (wanted["min"], wanted["max"])


def _right_days(claim: Annotated, mention: Any) -> bool:
    before = claim.case.antecedents.day
    told, wanted = claim.alone(Role.TIME, mention).time(), claim.gold["time"]
    claim.case.antecedents.day = before
    days = [day.isoformat() if day else None for day in (told.start, told.end)] if told else []
    return bool(wanted) and days == [wanted["start"], wanted["end"]]


def share_right(choices: list[Choice], penalty: Penalty, *, each: bool) -> str:
    """Gives how many choices come out right in cross-validation: the best one, or none where none is."""
    right = 0
    for learnt, tried in folds(choices):
        weights = fit(learnt, penalty, each=each)
        for choice in tried:
            told = [score(weights, candidate) for candidate in choice.candidates]
            if each:
                right += [value > 0 for value in told] == choice.right
            else:
                best = max(range(len(told)), key=lambda n: told[n])
                right += choice.right[best] if told[best] > 0 else not any(choice.right)
    return f"{right / len(choices):.3f} of {len(choices)}"


def write_clues(file: Path, header: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Writes a table of weights, sorted."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(header)
        table.writerows(sorted(rows))


def write_arguments(weights: dict[str, dict[Clue, float]]) -> None:
    """Writes the weights of each role's clues."""
    rows = ((role, *clue, f"{w:.2f}") for role, told in weights.items() for clue, w in told.items())
    write_clues(ROOT / "vedette" / "reader" / "clues.csv", ["role", "family", "clue", "weight"], rows)
    argument_weights.cache_clear()


def write_antecedents(weights: dict[Clue, float]) -> None:
    """Writes the weights of the clues to whom words stand for."""
    rows = ((*clue, f"{w:.2f}") for clue, w in weights.items())
    write_clues(ROOT / "vedette" / "resolve" / "clues.csv", ["kind", "clue", "weight"], rows)
    antecedent_weights.cache_clear()


def fit_arguments(told: list[Json], *, check: bool) -> None:
    """Fits arguments and antecedents by turns from nothing: each is seen by what the other gives.

    Who acts goes before the other roles, whose clues ask for it.
    """
    stories = told_stories(told)
    write_arguments({})
    write_antecedents({})
    for last in (False, True):
        roles = argument_choices(annotated(stories, told, []))
        weights = {role: fit(roles[role], ARGUMENTS, each=role == "actors") for role in ("actor", "actors")}
        write_arguments(weights)
        asked: list[Choice] = []
        roles |= {
            role: each
            for role, each in argument_choices(annotated(stories, told, asked)).items()
            if role not in weights
        }
        weights |= {role: fit(each, ARGUMENTS, each=False) for role, each in roles.items() if role not in weights}
        write_arguments(weights)
        write_antecedents(fit(asked, ANTECEDENTS, each=False))
        if check and last:
            for role, each in sorted(roles.items()):
                print(role, share_right(each, ARGUMENTS, each=role == "actors"))
            for kind in sorted({choice.kind for choice in asked}):
                print("antecedents of", kind, len([c for c in asked if c.kind == kind]))
            print("antecedents", share_right(asked, ANTECEDENTS, each=False))


def main() -> None:
    """Fits all three models and writes them."""
    told_to = argparse.ArgumentParser(description="Fits the weights that the reader and resolve go by")
    told_to.add_argument("--check", action="store_true", help="print what cross-validation gives")
    check = told_to.parse_args().check
    told = passages([TRAIN, *PASSAGES])
    weights, line = fit_signs(told)
    write_signs(weights)
    if check:
        print("signs", line)
    fit_arguments(told, check=check)


if __name__ == "__main__":
    main()
