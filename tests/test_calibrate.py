"""Ratios fitted to history: found where history knows, kept where it does not, written as a watch that loads."""

import math
import random
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from build import hypothesis, indicator, watch
from test_backtest_cases import a_watch, both, heard_of, named, the_news

from vedette.backtest import replayed
from vedette.backtest.calibrate import CAP, LEAST_SEEN, PENALTIES, Fit, applied, calibrate, provenance, written
from vedette.backtest.cases import HORIZON, STEP, Answer, Row
from vedette.backtest.scores import Forecast
from vedette.errors import Stop
from vedette.indicators import KEYS
from vedette.settings import shipped
from vedette.show import console
from vedette.show.history import fits as shown
from vedette.vocabulary import to_json
from vedette.watch import load, parse

FIRST = date(2020, 1, 1)
SET = {"arrivals": 4.0, "leaving": 0.4, "talk": 1.5}
AS_SET = {name: math.log(ratio) for name, ratio in SET.items()}
BASE = -1.5


def came_true(rows: int, truth: Mapping[str, float], seed: int = 1, *, name: str = "made", **fields: Any) -> Answer:
    """An answer whose forecasts came true as a sum of known ln LRs says; `turned` of the last rows the other way round."""
    chance, turned = random.Random(seed), fields.pop("turned", 0)
    told = []
    for n in range(rows):
        read = {each: round(chance.random(), 3) for each in truth if chance.random() > 0.4}
        sense = -1 if n >= rows - turned else 1
        odds = BASE + sense * sum(truth[each] * value for each, value in read.items())
        told.append(row(n, chance.random() < 1 / (1 + math.exp(-odds)), read, name))
    return answer_of(told, name=name, **fields)


def row(n: int, happened: bool, read: dict[str, float], name: str = "made", question: str = "stay") -> Row:
    return Row(forecast=Forecast(day=FIRST + timedelta(n), cell=(name, question), p=0.1, happened=happened), readings=read)  # fmt: skip


def answer_of(rows: list[Row], *, name: str = "made", question: str = "stay", **fields: Any) -> Answer:
    made: dict[str, Any] = {
        "case": name, "hypothesis": question, "kind": "lasting-presence", "says": "They stay", "happened": None, "watch": None,
        "watch_lead": None, "warning": None, "warning_lead": None, "false_watch": 0, "false_warning": 0, "days_in_vain": 0,
        "most": 0.1, "brier": 0.1, "likelihood": SET, "rows": tuple(rows), "series": (),
    }  # fmt: skip
    return Answer(**made | fields)


def fit(*found: Answer) -> Fit:
    return calibrate("lasting-presence", found)


def off(found: Fit, truth: Mapping[str, float]) -> float:
    """How far the fitted ratios lie from the true ones, in ln LR, on average."""
    return sum(abs(math.log(found.ratio(name, SET[name]).ratio) - truth[name]) for name in truth) / len(truth)


# What is found


WRONG = {"arrivals": 2.0, "leaving": -1.8, "talk": -0.7}  # set too low, too weak, and with the wrong sign


def test_a_true_ratio_that_is_not_the_one_set_is_found_and_with_more_rows_more_nearly() -> None:
    few, more, many = ([off(fit(came_true(n, WRONG, seed)), WRONG) for seed in (1, 2, 3)] for n in (150, 1000, 6000))
    assert sum(many) < sum(more) < sum(few)
    assert max(many) < 0.25


def test_numbers_that_are_right_as_set_stay_as_they_are() -> None:
    found = fit(came_true(6000, AS_SET))
    assert found.slope == pytest.approx(1, abs=0.1)
    assert off(found, AS_SET) < 0.15
    assert found.prior == pytest.approx(1 / (1 + math.exp(-BASE)), abs=0.03)


def test_with_few_rows_no_shift_leads_far_from_what_was_set() -> None:
    for seed in range(6):
        found = fit(came_true(40, AS_SET, seed))
        for name, shift in found.shifts.items():
            assert abs(shift.by) < 1.2, name
            assert shift.low <= shift.by <= shift.high


def test_numbers_set_against_the_sense_of_history_count_for_nothing_and_the_shifts_stand_alone() -> None:
    against = {name: -weight for name, weight in AS_SET.items()}
    found = fit(came_true(6000, against))
    assert found.slope == 0.0
    assert off(found, against) < 0.15
    assert found.ratio("arrivals", 4.0) == found.ratio("arrivals", 100.0)


def test_an_indicator_that_was_hardly_read_has_no_shift_of_its_own() -> None:
    rows = [*came_true(300, AS_SET).rows]
    for n in range(LEAST_SEEN - 1):
        rows[n] = row(n, True, {**rows[n].readings, "rare": 1.0})
    found = fit(answer_of(rows, likelihood={**SET, "rare": 3.0}))
    assert "rare" not in found.shifts and found.shifts["talk"].seen > 100
    ratio = found.ratio("rare", 3.0)
    assert ratio.ratio == pytest.approx(3.0**found.slope, abs=0.01)
    rows[LEAST_SEEN] = row(LEAST_SEEN, True, {**rows[LEAST_SEEN].readings, "rare": 1.0})
    assert fit(answer_of(rows, likelihood={**SET, "rare": 3.0})).shifts["rare"].seen == LEAST_SEEN


def test_intervals_hold_the_truth_most_of_the_time() -> None:
    alone, shared = _held(1), _held(round(HORIZON / STEP))
    assert alone >= 0.9, "wider than these rows need: none of them shares its outcome with another, as weekly ones do"
    assert 0.8 <= shared <= 0.97, "rows that share their outcome as weekly ones do: neither too sure nor saying nothing"


def _held(times: int) -> float:
    """The share of true ratios inside their intervals, each row told so many times, as weeks with one outcome are."""
    held = []
    for seed in range(30):
        chance = random.Random(seed)
        truth = {name: weight + chance.gauss(0, 0.1) for name, weight in AS_SET.items()}
        rows = [each for each in came_true((150, 400)[seed % 2], truth, seed).rows for _ in range(times)]
        found = fit(answer_of(rows))
        for name, weight in truth.items():
            ratio = found.ratio(name, SET[name])
            assert ratio.low <= ratio.ratio <= ratio.high
            held.append(math.log(ratio.low) - 0.02 <= weight <= math.log(ratio.high) + 0.02)
    return sum(held) / len(held)


def test_a_ratio_never_passes_the_cap() -> None:
    certain = answer_of([row(n, n % 2 == 0, {"arrivals": 1.0} if n % 2 == 0 else {"leaving": 1.0}) for n in range(400)])
    found = fit(certain)
    most, least = found.ratio("arrivals", 1000.0), found.ratio("leaving", 0.001)
    assert most.ratio == most.high == round(math.exp(CAP), 2)
    assert least.ratio == least.low == round(math.exp(-CAP), 2)
    assert 0.01 <= found.prior <= 0.5


# How


def test_the_penalty_is_strong_where_what_came_before_misled_and_weak_where_it_held() -> None:
    assert fit(came_true(1500, WRONG)).penalty > PENALTIES[0]
    odd = {"arrivals": -1.5, "leaving": 1.5, "talk": 0.0}
    assert fit(came_true(1500, odd)).penalty > fit(came_true(1500, odd, turned=900)).penalty == PENALTIES[0]


def test_in_any_order_and_twice_it_is_the_same_to_the_byte() -> None:
    one, two = came_true(200, WRONG, 1, name="one"), came_true(200, WRONG, 2, name="two")
    turned = msgspec.structs.replace(one, rows=one.rows[::-1])
    assert to_json(fit(one, two)) == to_json(fit(two, turned)) == to_json(fit(one, two))


def test_a_fit_tells_what_it_was_fitted_on() -> None:
    one, two = came_true(200, WRONG, 1, name="one"), came_true(100, WRONG, 2, name="two")
    other = came_true(300, WRONG, 3, name="three", kind="attack")
    found = fit(one, two, other)
    assert (found.cases, found.forecasts) == (("one", "two"), 300)
    assert found.true == sum(each.forecast.happened for each in (*one.rows, *two.rows))
    assert (found.first, found.last) == (FIRST, FIRST + timedelta(199))
    assert set(found.shifts) == set(SET) and found.penalty in PENALTIES


def test_each_question_of_a_case_counts_by_its_own_numbers() -> None:
    turned = {name: 1 / ratio for name, ratio in SET.items()}
    one = came_true(2000, AS_SET, 1)
    rows = [row(n, each.forecast.happened, each.readings, question="leave") for n, each in enumerate(one.rows)]
    other = answer_of(rows, question="leave", likelihood=turned)
    assert fit(one).slope > 0.7
    assert abs(fit(one, other).slope) < 0.1  # the same readings set both ways: neither is to be trusted
    assert to_json(fit(one, other)) == to_json(fit(other, one))


# What cannot be fitted


NEVER = [row(n, False, {"arrivals": 0.5}) for n in range(50)]
UNREAD = [row(n, n % 5 == 0, {}) for n in range(50)]
SELDOM = [row(n, n % 5 == 0, {"arrivals": 1.0} if n < LEAST_SEEN - 1 else {}) for n in range(50)]
BAD = [
    ([answer_of(NEVER)], "50 forecasts, 0 of them true, are not enough to fit; name more cases", "never true"),
    ([answer_of([row(n, True, {}) for n in range(50)])], "50 of them true, are not enough", "always true"),
    ([answer_of(NEVER[:10])], "10 forecasts", "few rows"),
    ([], "0 forecasts, 0 of them true", "no case"),
    ([answer_of([], brier=None)], "0 forecasts, 0 of them true", "a case without a forecast"),
    ([came_true(100, WRONG, kind="attack")], "0 forecasts", "no case of the kind"),
    ([answer_of(UNREAD)], "no indicator was read in 5 forecasts or more; name more cases", "nothing read"),
    ([answer_of(SELDOM)], "no indicator was read", "read too seldom"),
    ([came_true(100, WRONG)] * 2, "told twice; name each case once", "one case twice"),
]


@pytest.mark.parametrize(("found", "says", "why"), BAD, ids=[case[2] for case in BAD])
def test_what_cannot_be_fitted_stops_and_says_what_to_do(found: list[Answer], says: str, why: str) -> None:
    with pytest.raises(Stop) as stop:
        fit(*found)
    assert str(stop.value).startswith("'lasting-presence': ") and says in str(stop.value), why


# A watch with fitted numbers


TEXT = """# A watch of our own. This line stays.
name = "Kept comments"
force = ["RUS"]
host = ["BLR"]

[indicators.arrivals]
says = "They arrive"  # and this one
reason = "a test"
counts = { mode = ["DEPLOY"] }

[hypotheses.stay]
says = "They stay"
kind = "lasting-presence"
prior = 0.1  # set by hand
likelihood = { arrivals = 4.0, leaving = 0.4, talk = 1.5, rare = 3.0 }
warn = { watch = 0.35, warning = 0.60, clear = 0.25 }

[hypotheses.stay.why]
arrivals = "a reason"

[indicators.leaving]
says = "They leave"
reason = "a test"
counts = { mode = ["WITHDRAW"] }

[indicators.talk]
says = "They talk"
reason = "a test"
counts = { mode = ["CONSULT"] }

[indicators.rare]
says = "Hardly ever seen"
reason = "a test"
counts = { mode = ["READY"] }

[hypotheses.other]  # of another kind
says = "Something else"
prior = 0.2
likelihood = { arrivals = 2.0 }
warn = { watch = 0.35, warning = 0.60, clear = 0.25 }
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Fit]:
    return {"lasting-presence": fit(came_true(800, WRONG, name="one"))}


def test_the_written_watch_loads_with_the_numbers_applied_and_tells_where_they_are_from(found: dict[str, Fit]) -> None:
    own = parse(TEXT, KEYS)
    again, told = parse(written(TEXT, own, found), KEYS), applied(own, found)
    assert (again.hypotheses, again.indicators) == (told.hypotheses, own.indicators)
    assert again.calibrated == msgspec.to_builtins(told.calibrated, builtin_types=(date,)) == provenance(own, found)
    assert again.calibrated["cases"] == ["one"] and again.calibrated["from_version"] == own.version
    part = again.calibrated["lasting-presence"]
    assert (part["forecasts"], part["first"]) == (800, FIRST) and set(part["intervals"]) == set(SET)
    stay = again.hypotheses[0]
    for name, (low, high) in part["intervals"].items():
        assert low <= stay.likelihood[name] <= high
    assert again.version != own.version
    assert stay.likelihood["leaving"] < 0.4 and stay.likelihood["talk"] < 1.0


def test_what_was_not_fitted_stays_as_it_was_written(found: dict[str, Fit]) -> None:
    own = parse(TEXT, KEYS)
    text = written(TEXT, own, found)
    for comment in ("# A watch of our own. This line stays.", "# and this one", "# set by hand", "# of another kind"):
        assert comment in text
    told = tomllib.loads(text)
    before = tomllib.loads(TEXT)
    assert told["hypotheses"]["other"] == before["hypotheses"]["other"]
    assert told["indicators"] == before["indicators"]
    assert told["hypotheses"]["stay"]["why"] == before["hypotheses"]["stay"]["why"]
    assert text.startswith(TEXT.split("prior = 0.1")[0])


def test_a_watch_that_was_fitted_is_fitted_again_in_its_place(found: dict[str, Fit]) -> None:
    once = written(TEXT, parse(TEXT, KEYS), found)
    twice = written(once, parse(once, KEYS), found)
    assert twice.count("[calibrated]") == once.count("[calibrated]") == 1
    assert parse(twice, KEYS).calibrated["from_version"] == parse(once, KEYS).version
    assert set(tomllib.loads(twice)) == set(tomllib.loads(once))


@pytest.mark.parametrize("path", sorted(shipped("watches").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_watch_can_be_written_with_fitted_numbers(path: Any, found: dict[str, Fit]) -> None:
    text = path.read_text(encoding="utf-8")
    own = load(path, KEYS)
    again = parse(written(text, own, found), KEYS)
    assert again.hypotheses == applied(own, found).hypotheses
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in written(text, own, found).splitlines() if line.startswith("#")] == comments
    assert any(h.kind == "lasting-presence" and h.prior == found["lasting-presence"].prior for h in again.hypotheses)


def test_without_a_fit_of_its_kind_a_question_keeps_its_numbers(found: dict[str, Fit]) -> None:
    asked = watch([indicator("arrivals")], [hypothesis("come", {"arrivals": 2.0}, kind="attack")])
    assert applied(asked, found).hypotheses == asked.hypotheses
    assert applied(asked, {}).calibrated["cases"] == []


def test_the_table_shows_what_was_set_beside_what_was_fitted(found: dict[str, Fit]) -> None:
    asked = watch([], [hypothesis("[/stay]", {**SET, "[/rare]": 3.0}, kind="lasting-presence")])
    terminal = console()
    with terminal.capture() as kept:
        terminal.print(shown(asked, found))
    text = kept.get()
    assert "[/stay]: 800 forecasts of 1 cases" in text and "[/rare]" in text and "hardly" in text
    ratio = found["lasting-presence"].ratio("talk", 1.5)
    assert f"{ratio.low:g} to {ratio.high:g}" in text


# In a back-test


def test_what_is_fitted_is_fitted_on_cases_for_tuning_and_never_on_those_reported() -> None:
    told = both(fitted=True)
    assert [f.cases for f in told.fits.values()] == [("early",)]
    assert [a.case for a in told.fitted] == ["early", "late"]
    assert list(told.scores) == [
        "lasting-presence, tune, as set", "lasting-presence, report, as set",
        "lasting-presence, tune, fitted", "lasting-presence, report, fitted",
    ]  # fmt: skip
    ratios = told.fits["lasting-presence"]
    assert told.fitted[1].likelihood == {n: ratios.ratio(n, own).ratio for n, own in told.asked[1].likelihood.items()}


def test_what_came_of_a_reported_case_does_not_move_the_fit() -> None:
    heard = [named("early", "tune", "2021-09-20"), named("late", "report", None)]
    told = replayed(heard, {"early": a_watch(), "late": a_watch()}, fitted=True)
    assert told.fits == both(fitted=True).fits


def test_without_a_case_for_tuning_nothing_can_be_fitted() -> None:
    heard = heard_of(the_news(), "2021-09-20")
    with pytest.raises(Stop, match='none of made is for tuning; add one whose case.toml says: part = "tune"'):
        replayed([heard], {"made": a_watch()}, fitted=True)
