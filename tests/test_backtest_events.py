"""The experiment on coded events: no look ahead, terms that sum, references worked out again, and what stops it."""

import gzip
import itertools
import json
import math
import os
import random
import subprocess
import sys
import warnings
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from vedette.backtest.events import Experiment, actor, as_lines, experiment
from vedette.backtest.forecaster import INDICATORS, NAMES, ROOTS, Counts, Model, fit, outcomes, probability, terms
from vedette.backtest.scores import scores
from vedette.collect import events
from vedette.collect.events import CodedEvent, Party
from vedette.collect.events.coded import on
from vedette.errors import Stop
from vedette.vocabulary import from_json, to_json

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data" / "icews" / "icews18.jsonl.gz"
FIRST = date(2018, 1, 1)
DAYS = 260
SPLIT, UNTIL = 150, 164  # where training ends, and where tests begin a horizon later
TALK = ("010", "036", "042", "051", "057", "061", "111", "112", "120", "130", "138", "173")
FORCE = ("180", "190", "193", "195", "204")
# Pairs with their habits: events of talk a day, days of force in a hundred, and days on which there is no peace at all.
HABITS: dict[tuple[str, str], tuple[int, int, range]] = {
    ("Armed Rebel (Dorne)", "Military (Essos)"): (1, 30, range(0)),
    ("Military (Essos)", "Armed Rebel (Dorne)"): (1, 45, range(0)),
    ("Essos", "Norvos"): (2, 0, range(0)),
    ("Norvos", "Essos"): (1, 1, range(0)),
    ("Norvos", "Lys"): (1, 2, range(90, 130)),
    ("Lys", "Norvos"): (1, 3, range(95, 125)),
    ("Lys", "Tyrosh"): (3, 0, range(200, 215)),
    ("Tyrosh", "Lys"): (1, 4, range(0)),
    ("Tyrosh", "Dorne"): (1, 0, range(40, 50)),
    ("Myr", "Tyrosh"): (1, 6, range(120, 190)),
    ("Myr", "Lys"): (2, 1, range(0)),
    ("Essos", "Myr"): (1, 8, range(210, 240)),
}
Row = dict[str, str]


def row(day: int, source: str, target: str, cameo: str) -> Row:
    told = (FIRST + timedelta(days=day)).isoformat()
    return {"date": told, "source": source, "event": "told in words", "cameo": cameo, "target": target}


def made(seed: int = 7, days: int = DAYS) -> list[Row]:
    """Events of twelve pairs, one pair with too few, and some within one actor."""
    dice = random.Random(seed)
    rows = []
    for day in range(days):
        for (source, target), (talk, force, war) in HABITS.items():
            rows += [row(day, source, target, dice.choice(TALK)) for _ in range(talk)]
            if dice.random() < (0.6 if day in war else force / 100):
                rows += [row(day, source, target, dice.choice(FORCE)) for _ in range(dice.randint(1, 3))]
        if day % 9 == 0:
            rows.append(row(day, "Lys", "Myr", "190"))
        rows.append(row(day, "Police (Myr)", "Citizen (Myr)", "190"))
    return rows


def file(folder: Path, rows: Iterable[Row], name: str = "events.jsonl") -> Path:
    body = "".join(json.dumps(each) + "\n" for each in rows).encode()
    path = folder / name
    path.write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    return path


def coded(path: Path) -> list[CodedEvent]:
    got = list(events.read(path))
    assert all(isinstance(each, CodedEvent) for each in got)
    return [each for each in got if isinstance(each, CodedEvent)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """The experiment on the made events."""
    return experiment(coded(file(tmp_path_factory.mktemp("made"), made())))


def simple(
    force: Iterable[int] = (), days: int = DAYS, pairs: Iterable[tuple[str, str]] = (("A", "B"), ("C", "D"))
) -> list[CodedEvent]:
    """Events of pairs that talk every day, of which the first uses force on some."""
    pairs, force = list(pairs), set(force)
    both = [(day, pair, "040") for day in range(days) for pair in pairs]
    return [event(d, *p, c) for d, p, c in both + [(day, pairs[0], "190") for day in range(days) if day in force]]


def event(day: int, source: str, target: str, code: str, **more: Any) -> CodedEvent:
    when = FIRST + timedelta(days=day)
    filled: dict[str, Any] = {
        "coder": "ICEWS",
        "id": "1",
        "file": "f",
        "row": 1,
        "day": when,
        "when": on(when),
        "root": None,
    }
    return CodedEvent(**filled | {"source": Party(name=source), "target": Party(name=target), "code": code} | more)


# What is forecast, and when


def test_pairs_are_those_with_forty_events_early_on_and_every_seventh_day_is_forecast(told: Experiment) -> None:
    countries = {
        (a.removeprefix("Armed Rebel (").removeprefix("Military (").rstrip(")"),
         b.removeprefix("Armed Rebel (").removeprefix("Military (").rstrip(")"))
        for a, b in HABITS
    }  # fmt: skip
    assert {each.forecast.cell for each in told.told} == countries
    days = sorted({(each.forecast.day - FIRST).days for each in told.told})
    assert days == [day for day in range(60, DAYS - 14, 7) if day >= UNTIL]
    assert (told.pairs, told.days, told.first, told.horizon) == (12, DAYS, FIRST, 14)
    assert told.trained == 12 * len(range(60, SPLIT, 7))
    assert (told.train_to, told.test_from) == (FIRST + timedelta(days=SPLIT), FIRST + timedelta(days=UNTIL))
    assert told.events == len([each for each in made() if "Myr)" not in each["source"]])


def test_a_pair_is_taken_in_at_forty_events_in_a_hundred_and_twenty_days() -> None:
    def some(number: int, day: int) -> set[tuple[str, ...]]:
        third = [event(day if n == 0 else n, "E", "F", "040") for n in range(number)]
        return {each.forecast.cell for each in experiment(simple(range(0, DAYS, 40)) + third).told}

    assert ("E", "F") in some(40, 119)
    assert ("E", "F") not in some(40, 120)
    assert ("E", "F") not in some(39, 119)


def test_what_happened_is_force_by_the_first_against_the_second_within_the_horizon(told: Experiment) -> None:
    used = {(actor_of(e["source"]), actor_of(e["target"]), e["date"]) for e in made() if e["cameo"] in FORCE}
    for each in told.told:
        soon = [(each.forecast.day + timedelta(days=n)).isoformat() for n in range(14)]
        assert each.forecast.happened == any((*each.forecast.cell, day) in used for day in soon)
    assert 0.2 < told.scores.base < 0.8, "else the made events try nothing"


def actor_of(name: str) -> str:
    return name.rpartition("(")[2].rstrip(")")


ACTORS = [
    ("ICEWS", Party(name="Military (Russia)", code="RUS"), "Russia", "the country inside"),
    ("ICEWS", Party(name="Russia", code="RUS"), "Russia", "the same country by itself"),
    ("ICEWS", Party(name="Citizen (Taliban) of no one"), "Citizen (Taliban) of no one", "only what ends the name"),
    ("GDELT", Party(name="RUSSIA", code="RUS"), "RUS", "its code"),
    ("POLECAT", Party(name="Wagner Group"), "Wagner Group", "the name where there is no code"),
]  # fmt: skip


@pytest.mark.parametrize(("coder", "party", "expected", "why"), ACTORS, ids=[case[3] for case in ACTORS])
def test_an_actor_is_a_country_or_a_name(coder: str, party: Party, expected: str, why: str) -> None:
    assert actor(coder, party) == expected, why


def test_a_coder_without_cameo_codes_uses_force_by_its_plover_type() -> None:
    def polecat(day: int, pair: tuple[str, str], root: str) -> CodedEvent:
        return event(day, *pair, root, root=root, coder="POLECAT")

    ours = experiment(simple(range(0, DAYS, 20)))
    pairs = [("A", "B"), ("C", "D")]
    talk = [polecat(day, pair, "CONSULT") for day in range(DAYS) for pair in pairs]
    theirs = experiment(talk + [polecat(day, pairs[0], "ASSAULT") for day in range(0, DAYS, 20)])
    assert [each.forecast for each in theirs.told] == [each.forecast for each in ours.told]


# Every forecast opens


def test_base_and_terms_sum_to_the_log_odds(told: Experiment) -> None:
    assert len(told.told) > 100
    for each in told.told:
        summed = told.base + sum(each.terms.values())
        assert set(each.terms) <= set(NAMES)
        # Ten figures rounded to four places are off by 0.0005 at most, and a chance by a quarter of that.
        assert 1 / (1 + math.exp(-summed)) == pytest.approx(each.forecast.p, abs=0.000126)


def test_no_weight_is_negative_and_some_count(told: Experiment) -> None:
    assert list(told.weights) == list(NAMES)
    assert min(told.weights.values()) >= 0
    assert sum(weight > 0 for weight in told.weights.values()) >= 2


def test_a_term_without_weight_is_told_of_no_forecast(told: Experiment) -> None:
    idle = {name for name, weight in told.weights.items() if weight == 0}
    assert not any(idle & set(each.terms) for each in told.told)


def test_the_scores_are_those_of_the_forecasts_told(told: Experiment) -> None:
    said = [each.forecast.p for each in told.told]
    came = [each.forecast.happened for each in told.told]
    assert told.scores.brier == scores(said, came, {}).brier
    assert told.scores.brier == pytest.approx(np.mean((np.array(said) - np.array(came)) ** 2), abs=1e-6)
    assert told.scores.aupr == pytest.approx(average_precision_score(came, said), abs=2e-6)
    assert sum(each.n for each in told.cells.values()) == told.scores.n == len(told.told)
    assert set(told.cells) == {" → ".join(each.forecast.cell) for each in told.told}
    for name, reference in told.references.items():
        assert told.scores.skill[name] == pytest.approx(1 - told.scores.brier / reference.brier, abs=1e-4)


def test_for_programs_every_forecast_stands_with_its_pair_and_the_references_stand_beside_the_scores(
    told: Experiment,
) -> None:
    lines = json.loads(json.dumps(as_lines(told)))
    assert len(lines["forecasts"]) == len(told.told)
    assert {"day", "source", "target", "p", "happened"} <= set(lines["forecasts"][0])
    assert lines["scores"]["brier"] == told.scores.brier
    assert {name: each["brier"] for name, each in lines["scores"]["references"].items()} == {
        name: each.brier for name, each in told.references.items()
    }
    assert from_json(to_json(told), Experiment) == told


# Same input, same answer; nothing seen before its day


def test_twice_and_in_any_order_and_packed_it_is_the_same_to_the_byte(told: Experiment, tmp_path: Path) -> None:
    rows = made()
    assert to_json(experiment(coded(file(tmp_path, rows)))) == to_json(told)
    assert to_json(experiment(coded(file(tmp_path, rows, "events.jsonl.gz")))) == to_json(told)
    for seed in range(2):
        shuffled = list(rows)
        random.Random(seed).shuffle(shuffled)
        assert to_json(experiment(coded(file(tmp_path, shuffled)))) == to_json(told)


@pytest.mark.parametrize("day", [UNTIL, 185, 227])
def test_what_comes_on_a_day_or_after_changes_no_forecast_up_to_it(told: Experiment, tmp_path: Path, day: int) -> None:
    border = (FIRST + timedelta(days=day)).isoformat()
    before = [each for each in made() if each["date"] < border]
    dice = random.Random(day)
    other = [
        row(n, *dice.choice([*HABITS, ("Qarth", "Lys"), ("Asshai", "Qarth")]), dice.choice(TALK + FORCE))
        for n in range(day, DAYS)
        for _ in range(40)
    ]

    def said(found: Experiment) -> list[tuple[bytes, float, bytes]]:
        return [
            (to_json((e.forecast.day, e.forecast.cell)), e.forecast.p, to_json(e.terms))
            for e in found.told
            if e.forecast.day <= FIRST + timedelta(days=day)
        ]

    for later in (other, [row(DAYS - 1, "Lys", "Myr", "010")]):
        found = experiment(coded(file(tmp_path, before + later)))
        assert said(found) == said(told)
        assert (found.base, found.weights) == (told.base, told.weights), "trained on what came before"


def made_counts(seed: int = 3) -> Counts:
    dice = np.random.default_rng(seed)
    there, back = (dice.poisson(0.02, (4, 120, ROOTS)).astype(float) for _ in range(2))
    return Counts([("A", "B"), ("B", "A"), ("C", "D"), ("D", "C")], there, back)


@pytest.mark.parametrize("indicator", INDICATORS, ids=NAMES)
@pytest.mark.parametrize("day", [1, 14, 60, 119])
def test_no_reading_sees_its_own_day_or_a_later_one(indicator: Any, day: int) -> None:
    counts = made_counts()
    there, back = counts.there.copy(), counts.back.copy()
    there[:, day:], back[:, day:] = 9, 5
    changed = indicator(Counts(counts.pairs, there, back), 14)
    assert np.array_equal(changed[:, : day + 1], indicator(counts, 14)[:, : day + 1])
    if day < 100:
        assert not np.array_equal(changed[:, day + 1 :], indicator(counts, 14)[:, day + 1 :]), "it is blind"


def test_every_indicator_says_what_it_means_and_reads_numbers() -> None:
    for indicator in INDICATORS:
        assert indicator.__doc__ and indicator.__doc__.endswith(".")
        assert np.isfinite(indicator(made_counts(), 14)).all()
        assert np.isfinite(indicator(made_counts(), 1)).all()
        assert np.isfinite(indicator(Counts([("A", "B")], *np.zeros((2, 1, 80, ROOTS))), 14)).all()


def one_pair(code: int, days: Iterable[int], back: bool = False) -> Counts:
    told = np.zeros((2, 1, 100, ROOTS))
    told[int(back), 0, list(days), code] = 1
    return Counts([("A", "B")], told[0], told[1])


def reading(name: str, counts: Counts, day: int) -> float:
    return float(INDICATORS[NAMES.index(name)](counts, 14)[0, day])


def test_readings_by_hand() -> None:
    one = one_pair(19, [50])
    assert reading("burst", one, 51) == pytest.approx(math.log(2))
    assert reading("burst", one, 58) == pytest.approx(math.log(1.5)), "half a week later"
    assert reading("burst-in-return", one, 51) == 0
    assert reading("burst-in-return", one_pair(18, [50], back=True), 51) == pytest.approx(math.log(2))
    assert reading("coercion", one_pair(17, [50]), 65) == pytest.approx(math.log(1.5)), "half two weeks later"
    assert reading("threats", one, 60) == reading("accusations", one, 60) == 0
    # One threat yesterday among 51 days: its share of the days' weights, at either half-life.
    level = {half: (1 - 0.5 ** (1 / half)) / (1 - 0.5 ** (51 / half)) for half in (10, 90)}
    assert reading("threats", one_pair(13, [50]), 51) == pytest.approx(
        math.log((level[10] + 0.05) / (level[90] + 0.05))
    )
    assert reading("threats", one_pair(13, [10]), 99) < 0
    # Of the 37 horizons that have ended before day 50, those that end on days 20 to 33 saw the force of day 20.
    share = (14 / 14 + 0.5 * 14 / 37) / (37 / 14 + 0.5)
    assert reading("record", one_pair(20, [20]), 50) == pytest.approx(math.log(share / (1 - share)))
    assert reading("routine", one_pair(20, [20]), 50) == 0 < reading("routine", one_pair(20, range(60)), 60)
    assert (
        reading("record-in-return", one_pair(20, range(60), back=True), 60) > 0 == reading("record-in-return", one, 60)
    )
    assert reading("lately", one, 51) > reading("lately", one, 80) > reading("lately", one, 40)


def test_an_outcome_is_known_of_days_whose_horizon_is_whole() -> None:
    found = outcomes(one_pair(19, [50]), 14)
    assert found.shape == (1, 100 - 14 + 1)
    assert np.flatnonzero(found[0]).tolist() == list(range(37, 51))


# The fit


def fitted(read: np.ndarray, happened: np.ndarray) -> Model:
    return fit(read, happened, 0, read.shape[1], 14)


def test_an_indicator_that_speaks_against_force_is_left_out() -> None:
    dice = np.random.default_rng(1)
    happened = dice.random((10, 120)) < 0.3
    noise = dice.normal(0, 0.5, (10, 120, 2))
    read = np.stack([happened, ~happened], axis=2) + noise
    model = fitted(read, happened)
    assert model.weights[0] > 0 == model.weights[1]
    backwards = fitted(read[:, :, 1:], happened)
    assert backwards.weights.tolist() == [0]
    share = happened.mean()
    assert backwards.base == pytest.approx(math.log(share / (1 - share))), "without an indicator it is the base rate"
    assert probability(terms(backwards, read[:, :, 1:]), backwards) == pytest.approx(share)


def test_an_indicator_that_stood_still_in_training_has_no_weight() -> None:
    dice = np.random.default_rng(1)
    happened = dice.random((10, 120)) < 0.3
    read = np.stack([np.full((10, 120), math.log(0.01)), happened + dice.normal(0, 0.5, (10, 120))], axis=2)
    assert fitted(read, happened).weights[0] == 0 < fitted(read, happened).weights[1]


def test_the_penalty_is_weak_where_an_indicator_knows_and_strong_where_it_guesses() -> None:
    dice = np.random.default_rng(1)
    happened = dice.random((10, 120)) < 0.3
    knows = happened[:, :, None] + dice.normal(0, 0.2, (10, 120, 1))
    model = fitted(knows, happened)
    assert np.mean((probability(terms(model, knows), model) - happened) ** 2) < 0.02
    guesses = dice.normal(0, 1, (10, 120, 1))
    model = fitted(guesses, happened)
    assert np.ptp(probability(terms(model, guesses), model)) < 0.1


def test_training_days_of_which_the_early_ones_saw_no_force_can_be_learnt_from() -> None:
    found = experiment(simple(range(145, DAYS, 5)))
    assert max(found.weights.values()) < 20, "a reading that stood still is no reading"
    assert all(0 < each.forecast.p < 1 for each in found.told)


def test_training_days_too_few_for_folds_can_be_learnt_from() -> None:
    short = FIRST + timedelta(days=82)
    found = experiment(simple(range(0, DAYS, 25)), train_to=short, horizon=30)
    assert (found.train_to, found.test_from) == (short, short + timedelta(days=30))


# The references, worked out again in plain words


def again(rows: list[Row], pairs: list[tuple[str, ...]]) -> tuple[dict[str, list[float]], list[bool]]:
    """The four references' forecasts of the test days, from the rows alone."""
    acts: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for each in rows:
        day = (date.fromisoformat(each["date"]) - FIRST).days
        pair = actor_of(each["source"]), actor_of(each["target"])
        acts.setdefault(pair, []).append((day, int(each["cameo"][:2])))
    train, test = [], []
    for a, b in pairs:
        force = {day for day, root in acts[a, b] if root in (18, 19, 20)}
        for day in range(60, DAYS - 14, 7):
            counted = [
                math.log1p(sum(r == root and day - window <= when < day for when, r in acts.get(pair, [])))
                for window in (7, 14, 30, 60)
                for pair in ((a, b), (b, a))
                for root in range(21)
            ]
            lately = float(any(day - 14 <= when < day for when in force))
            own = 1 - (1 - sum(when < day for when in force) / day) ** 14
            came = any(day <= when < day + 14 for when in force)
            if day < SPLIT:
                train.append((counted, lately, own, came))
            elif day >= UNTIL:
                test.append((counted, lately, own, came))
    truth = [each[3] for each in train]
    share = sum(truth) / len(truth)
    lately = LogisticRegression().fit([[each[1]] for each in train], truth)
    logs = LogisticRegression(C=0.05, max_iter=3000).fit([each[0] for each in train], truth)
    return {
        "base rate": [share] * len(test),
        "persistence, calibrated": list(lately.predict_proba([[each[1]] for each in test])[:, 1]),
        "each pair's own rate": [each[2] for each in test],
        "logistic on log counts": list(logs.predict_proba([each[0] for each in test])[:, 1]),
    }, [each[3] for each in test]


def test_the_references_are_what_they_say(told: Experiment) -> None:
    pairs = sorted({each.forecast.cell for each in told.told})
    beside, came = again(made(), pairs)
    assert came == [each.forecast.happened for each in told.told]
    assert list(told.references) == list(beside)
    for name, said in beside.items():
        off = np.array(said) - np.array(came)
        assert told.references[name].brier == pytest.approx(np.mean(off**2), abs=1e-5), name
        assert told.references[name].aupr == pytest.approx(average_precision_score(came, said), abs=1e-3), name


@pytest.mark.skipif(
    not SHARED.is_file(), reason="the events of 2018 are not here: no ../shared/data/icews/icews18.jsonl.gz"
)
def test_ten_months_of_icews_are_forecast_better_than_by_any_reference() -> None:
    found = experiment(coded(SHARED))
    assert {name: round(each.brier, 4) for name, each in found.references.items()} == {
        "base rate": 0.1253,
        "persistence, calibrated": 0.0869,
        "each pair's own rate": 0.0818,
        "logistic on log counts": 0.0716,
    }
    assert (found.days, found.pairs, found.trained, found.scores.n) == (304, 409, 5317, 7362)
    assert found.scores.brier <= 0.069
    assert found.scores.aupr is not None and found.scores.aupr >= 0.74
    assert all(skill is not None and skill > 0.05 for skill in found.scores.skill.values())
    assert found.alarms.false_a_year <= 0.5


# What stops it


def stopped(rows: Iterable[CodedEvent], **asked: Any) -> str:
    with pytest.raises(Stop) as stop:
        experiment(rows, **asked)
    return str(stop.value)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


WEEKS = range(0, DAYS, 20)
STOPS: list[tuple[str, list[CodedEvent], dict[str, Any], list[str]]] = [
    ("no event", [], {}, ["no event", "vedette import events FILE"]),
    ("within one actor only", [event(n, "A", "A", "190") for n in range(DAYS)], {}, ["two different actors"]),
    ("nobody is named", [event(n, "", "B", "190") for n in range(DAYS)], {}, ["two different actors"]),
    ("too few days", simple(WEEKS, days=100), {}, ["100 days", "2018-01-01 to 2018-04-10", "--train-to", "--test-from"]),
    ("one day", simple([0], days=1), {}, ["1 days", "--train-to"]),
    ("the last day of all", [event((date.max - FIRST).days, "A", "B", "190")], {}, ["9999-12-31"]),
    ("one pair", simple(WEEKS, pairs=[("A", "B")]), {}, ["1 of two pairs", "40 events", "2018-01-01", "more events"]),
    ("no pair", [event(n, "A", f"B{n}", "190") for n in range(DAYS)], {}, ["0 of two pairs"]),
    ("no force", simple(), {}, ["never used", "--train-to"]),
    ("force always", [event(n, a, b, "190") for n in range(DAYS) for a, b in ("AB", "CD")], {}, ["always used", "--train-to"]),
    ("trained before the file", simple(WEEKS), {"train_to": day(-900)}, ["0 forecast days before 2015-07-16", "--train-to"]),
    ("trained too short", simple(WEEKS), {"train_to": day(81)}, ["3 forecast days", "at least 4"]),
    ("trained after the file", simple(WEEKS), {"train_to": date.max}, ["9999-12-31", "0 from 14 days later", "--train-to"]),
    ("tested after the file", simple(WEEKS), {"test_from": date.max}, ["0 from 9999-12-31", "--test-from"]),
    ("tested inside the horizon", simple(WEEKS), {"test_from": day(163)}, ["2018-06-13", "14 days", "--test-from"]),
    ("tested before trained", simple(WEEKS), {"train_to": date.max, "test_from": day(9)}, ["2018-01-10", "earlier --train-to"]),
    ("no room for the horizon", simple(WEEKS), {"horizon": 10**9}, ["0 forecast days", "260 days"]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rows", "asked", "says"), STOPS, ids=[case[0] for case in STOPS])
def test_what_cannot_be_forecast_stops_and_says_why_where_and_what_to_type(
    why: str, rows: list[CodedEvent], asked: dict[str, Any], says: list[str]
) -> None:
    told = stopped(rows, **asked)
    assert all(each in told for each in says), (why, told)
    assert "\n" not in told


@settings(max_examples=40)
@given(
    seed=st.integers(0, 99),
    days=st.integers(100, 400),
    wars=st.lists(st.tuples(st.integers(0, 300), st.integers(1, 150)), min_size=1, max_size=3),
    horizon=st.integers(1, 90),
    train_to=st.none() | st.integers(50, 250),
    test_from=st.none() | st.integers(100, 420),
)
def test_any_events_and_days_give_forecasts_that_open_or_stop(
    seed: int, days: int, wars: list[tuple[int, int]], horizon: int, train_to: int | None, test_from: int | None
) -> None:
    dice = random.Random(seed)
    at_war = {n for start, length in wars for n in range(start, start + length)}
    rows = [event(n, a, b, dice.choice(TALK)) for n in range(days) for a, b in itertools.permutations("ABC", 2)]
    rows += [
        event(n, *dice.choice([("A", "B"), ("B", "A"), ("A", "C")]), dice.choice(FORCE))
        for n in range(days)
        if n in at_war
    ]
    until, start = (None if n is None else day(n) for n in (train_to, test_from))
    with warnings.catch_warnings():
        warnings.simplefilter(
            "error"
        )  # a warning of numpy's or scikit-learn's would stand among what the command tells
        try:
            found = experiment(rows, until, start, horizon)
        except Stop:
            return
    assert min(found.weights.values()) >= 0
    for each in found.told:
        summed = found.base + sum(each.terms.values())
        assert 1 / (1 + math.exp(-summed)) == pytest.approx(each.forecast.p, abs=0.000126)
        assert each.forecast.day >= found.test_from >= found.train_to + timedelta(days=horizon)


def test_the_first_day_after_the_horizon_may_be_tested() -> None:
    assert experiment(simple(WEEKS), test_from=day(164)).test_from == day(164)


# Through the front door


def vedette(*words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "vedette.cli", "backtest", "events", *words],
        capture_output=True, text=True, timeout=120, env=env,
    )  # fmt: skip


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What stands on standard error beside the progress bar."""
    return [line for line in done.stderr.splitlines() if "reading events" not in line]


def test_the_front_door_tells_programs_what_the_experiment_found(told: Experiment, tmp_path: Path) -> None:
    path = file(tmp_path, made(), "events.jsonl.gz")
    asked = ["--train-to", told.train_to.isoformat(), "--test-from", told.test_from.isoformat(), "--horizon", "14"]
    done = vedette(str(path), *asked, "--json")
    assert (done.returncode, said(done)) == (0, [])
    assert json.loads(done.stdout) == json.loads(json.dumps(as_lines(told)))
    shown = vedette(str(path))
    assert (shown.returncode, said(shown)) == (0, [])
    assert f"{told.scores.brier:.3f}"[:5] in shown.stdout


def test_rows_that_cannot_be_read_are_counted_and_the_rest_is_forecast(told: Experiment, tmp_path: Path) -> None:
    path = file(tmp_path, made())
    path.write_bytes(path.read_bytes() + b'{"date": "2018-13-01"}\n\xff\n')
    done = vedette(str(path), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["scores"]["brier"] == told.scores.brier
    assert "Traceback" not in done.stderr and done.stderr


BAD = [
    ("", [], "no event", "an empty file"),
    ("one,two\n1,2\n", [], "known: ICEWS", "a file of another kind"),
    ("made", ["--train-to", "2010-01-01"], "--train-to", "trained before the file"),
    ("made", ["--test-from", "2018-06-05"], "--test-from", "tested inside the horizon"),
    ("made", ["--train-to", "soon"], "soon", "a day that is none"),
    ("short", [], "--train-to", "too few days"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words", "says", "why"), BAD, ids=[case[3] for case in BAD])
def test_bad_input_ends_in_one_line_and_status_2(
    body: str, words: list[str], says: str, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "events.jsonl"
    if body in {"made", "short"}:
        file(tmp_path, made(days=DAYS if body == "made" else 50))
    else:
        path.write_text(body)
    done = vedette(str(path), *words)
    assert (done.returncode, done.stdout) == (2, ""), (why, done.stderr)
    (line,) = said(done)
    assert line.startswith("vedette: ") and says in line


def test_a_file_that_is_not_there_ends_in_one_line_and_status_2(tmp_path: Path) -> None:
    done = vedette(str(tmp_path / "none.jsonl"))
    (line,) = said(done)
    assert (done.returncode, done.stdout) == (2, "") and "ls " in line


@pytest.mark.parametrize("horizon", ["0", "-1", "91", "soon"])
def test_a_horizon_that_is_none_is_refused(horizon: str, tmp_path: Path) -> None:
    done = vedette(str(file(tmp_path, made(days=3))), "--horizon", horizon)
    assert done.returncode == 2 and "Traceback" not in done.stderr and "--horizon" in done.stderr
