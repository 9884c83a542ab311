"""Scores of forecasts: worked by hand on three or four, and what holds of any."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import log
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from vedette.backtest.scores import (
    Alarms,
    Forecast,
    Scores,
    alarms,
    at_false_rate,
    average_precision,
    brier,
    by_cell,
    reliability,
    scores,
)
from vedette.vocabulary import from_json, to_json

START = date(2018, 6, 14)
HORIZON = 14
TOLD, CAME = [0.9, 0.6, 0.2, 0.1], [True, False, True, False]


def weekly(told: Sequence[float], came: str, cell: str = "a") -> list[Forecast]:
    """Forecasts of one cell, a week apart; `came` has a 1 for each that came true."""
    return [
        Forecast(day=START + timedelta(days=7 * n), cell=(cell,), p=p, happened=each == "1")
        for n, (p, each) in enumerate(zip(told, came, strict=True))
    ]


def raised(marks: str, came: str, cell: str = "a") -> list[Forecast]:
    """Forecasts of one cell: ! is above the line of 0.5, a dot below it."""
    return weekly([0.8 if mark == "!" else 0.1 for mark in marks], came, cell)


def onsets(forecasts: list[Forecast]) -> int:
    found = 0
    for cell in {f.cell for f in forecasts}:
        own = sorted((f for f in forecasts if f.cell == cell), key=lambda f: f.day)
        found += sum(not own[n - 1].happened and own[n].happened for n in range(1, len(own)))
    return found


# By hand


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    assert brier(TOLD, CAME) == pytest.approx((0.01 + 0.36 + 0.64 + 0.01) / 4)


def test_the_scores_of_four_forecasts() -> None:
    found = scores(TOLD, CAME, {"even": [0.5] * 4, "half right": [1.0, 0.0, 0.0, 0.0]})
    assert (found.n, found.base, found.brier) == (4, 0.5, 0.255)
    assert found.log == pytest.approx(-(log(0.9) + log(0.4) + log(0.2) + log(0.9)) / 4, abs=1e-6)
    assert found.aupr == pytest.approx(1 / 2 * 1 / 1 + 1 / 2 * 2 / 3, abs=1e-6)
    assert found.skill == {"even": -0.02, "half right": -0.02}


def test_the_reliability_of_four_forecasts_stands_in_four_steps_and_the_others_say_that_they_are_empty() -> None:
    found = {step.low: (step.n, step.said, step.came) for step in reliability(TOLD, CAME)}
    assert len(found) == 10
    assert {low: each for low, each in found.items() if each[0]} == {
        0.1: (1, 0.1, 0.0),
        0.2: (1, 0.2, 1.0),
        0.6: (1, 0.6, 0.0),
        0.9: (1, 0.9, 1.0),
    }
    assert found[0.5] == (0, None, None)


def test_a_step_has_the_mean_of_what_was_said_and_the_share_of_what_came() -> None:
    assert reliability([0.31, 0.32, 0.39], [True, False, False])[3].said == 0.34
    assert reliability([0.31, 0.32, 0.39], [True, False, False])[3].came == 0.3333


STEPS = [
    (0.0, 0, "nothing is said"), (0.1, 1, "a step begins with its border"), (0.3, 3, "0.1 × 3 is not 0.3"),
    (0.7, 7, "0.1 × 7 neither"), (0.8999999999999999, 8, "the last number below a border"), (0.9, 9, "the last border"),
    (1.0, 9, "the last step is closed"),
]  # fmt: skip


@pytest.mark.parametrize(("p", "step", "why"), STEPS, ids=[case[2] for case in STEPS])
def test_a_forecast_stands_in_the_step_that_begins_at_or_below_it(p: float, step: int, why: str) -> None:
    assert [n for n, each in enumerate(reliability([p], [True])) if each.n] == [step], why


PRECISION = [
    ([0.9, 0.8, 0.1], [True, True, False], 1.0, "both come first"),
    ([0.9, 0.8, 0.1], [False, False, True], 1 / 3, "the one comes last"),
    ([0.5, 0.5, 0.1], [True, False, True], 1 / 2 * 1 / 2 + 1 / 2 * 2 / 3, "a tie is one step"),
    ([0.5, 0.5, 0.1], [False, True, True], 1 / 2 * 1 / 2 + 1 / 2 * 2 / 3, "whichever of the tie stands first"),
    ([0.4, 0.4, 0.4, 0.4], [True, False, False, False], 0.25, "one word for all finds no more than there is"),
    ([0.4, 0.2], [False, False], None, "nothing came"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "came", "expected", "why"), PRECISION, ids=[case[3] for case in PRECISION])
def test_average_precision_by_hand(told: list[float], came: list[bool], expected: float | None, why: str) -> None:
    assert average_precision(told, came) == (None if expected is None else pytest.approx(expected, abs=1e-6)), why


def test_certainty_that_was_wrong_costs_the_log_score_what_a_thousandth_costs() -> None:
    assert scores([0.0], [True], {}).log == scores([1.0], [False], {}).log == round(-log(0.001), 6)
    assert scores([1.0, 0.0], [True, False], {}).log == round(-log(0.999), 6)


def test_where_nothing_came_precision_is_unknown_and_where_all_came_it_is_whole() -> None:
    none, every = scores([0.2, 0.1], [False, False], {}), scores([0.2, 0.1], [True, True], {})
    assert (none.base, none.aupr, none.brier) == (0.0, None, 0.025)
    assert (every.base, every.aupr, every.brier) == (1.0, 1.0, 0.725)


def test_over_a_reference_that_is_never_wrong_there_is_no_skill_to_tell() -> None:
    assert scores([0.2, 0.1], [False, False], {"never": [0.0, 0.0]}).skill == {"never": None}


def test_no_forecast_has_no_score() -> None:
    with pytest.raises(ValueError, match="no forecast"):
        scores([], [], {})
    assert by_cell([]) == {}


def test_references_on_other_rows_are_refused() -> None:
    with pytest.raises(ValueError):
        scores(TOLD, CAME, {"shorter": [0.5]})
    with pytest.raises(ValueError):
        scores(TOLD, CAME[:3], {})


def test_errors_that_cancel_in_the_total_stand_in_the_cells() -> None:
    forecasts = weekly([0.5, 0.5], "11", "a") + weekly([0.5, 0.5], "00", "b")
    assert (reliability([0.5] * 4, [True, True, False, False])[5]).came == 0.5
    told = by_cell(forecasts)
    assert [(cell, each.n, each.base, each.reliability[5].came) for cell, each in told.items()] == [
        (("a",), 2, 1.0, 1.0),
        (("b",), 2, 0.0, 0.0),
    ]
    assert told["a",].skill == {"own share": None}


def test_one_cell_scores_as_all_do() -> None:
    own = by_cell(weekly(TOLD, "1010"))["a",]
    assert own == scores(TOLD, CAME, {"own share": [0.5] * 4})


# Any forecasts

P = st.one_of(st.floats(0, 1), st.sampled_from([n / 10 for n in range(11)]))
ROWS = st.lists(st.tuples(P, st.booleans()), min_size=1, max_size=40)
Rows = list[tuple[float, bool]]


def columns(rows: Rows) -> tuple[list[float], list[bool]]:
    return [p for p, _ in rows], [o for _, o in rows]


@given(ROWS)
def test_every_score_lies_within_its_bounds(rows: Rows) -> None:
    told, came = columns(rows)
    found = scores(told, came, {"itself": told, "share": [sum(came) / len(came)] * len(came)})
    assert 0 <= found.brier <= 1
    assert round(-log(0.999), 6) <= found.log <= round(-log(0.001), 6)
    assert found.aupr is None or 0 < found.aupr <= 1
    assert (found.aupr is None) == (not any(came))
    assert all(skill is None or skill <= 1 for skill in found.skill.values())


@given(ROWS)
def test_a_forecaster_has_no_skill_over_itself(rows: Rows) -> None:
    told, came = columns(rows)
    skill = scores(told, came, {"itself": told}).skill["itself"]
    assert skill is None if brier(told, came) == 0 else skill == 0


@given(ROWS)
def test_who_knew_is_never_wrong(rows: Rows) -> None:
    _, came = columns(rows)
    found = scores([float(o) for o in came], came, {"even": [0.5] * len(came)})
    assert (found.brier, found.skill, found.aupr) == (0, {"even": 1}, 1 if any(came) else None)


@given(ROWS, P)
def test_one_word_for_all_stands_in_one_step_and_is_no_better_than_the_share_of_what_came(rows: Rows, p: float) -> None:
    _, came = columns(rows)
    share = sum(came) / len(came)
    found = scores([p] * len(came), came, {"share": [share] * len(came)})
    assert [step.n for step in found.reliability if step.n] == [len(came)]
    assert found.aupr == (pytest.approx(share, abs=1e-6) if any(came) else None)
    assert found.skill["share"] is None or found.skill["share"] <= 0
    assert found.brier == pytest.approx(share * (1 - share) + (p - share) ** 2, abs=1e-6)


@given(ROWS)
def test_average_precision_is_that_of_scikit_learn(rows: Rows) -> None:
    told, came = columns(rows)
    assume(any(came))
    assert average_precision(told, came) == pytest.approx(average_precision_score(came, told), abs=2e-6)


@given(ROWS)
def test_the_steps_are_half_open_and_hold_every_forecast_once(rows: Rows) -> None:
    told, came = columns(rows)
    steps = reliability(told, came)
    assert sum(step.n for step in steps) == len(rows)
    assert [(step.low, step.high) for step in steps] == [(n / 10, (n + 1) / 10) for n in range(10)]
    for step in steps:
        inside = [(p, o) for p, o in rows if step.low <= p < step.high or p == step.high == 1]
        assert step.n == len(inside)
        if inside:
            assert step.said == pytest.approx(sum(p for p, _ in inside) / len(inside), abs=1e-4)
            assert step.came == pytest.approx(sum(o for _, o in inside) / len(inside), abs=1e-4)
        else:
            assert (step.said, step.came) == (None, None)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_forecasts_changes_no_score(rows: Rows, by: Random) -> None:
    other = list(rows)
    by.shuffle(other)
    one, two = scores(*columns(rows), {}), scores(*columns(other), {})
    assert (one.n, one.base, [s.n for s in one.reliability]) == (two.n, two.base, [s.n for s in two.reliability])
    assert one.brier == pytest.approx(two.brier, abs=2e-6)
    assert one.log == pytest.approx(two.log, abs=2e-6)
    assert one.aupr == two.aupr


# Alarms

ALARMS = [
    ("....", "0000", (0, 0, 0), None, "nothing is said and nothing comes"),
    ("....", "0011", (0, 1, 0), None, "it comes unannounced"),
    ("!!!!", "0000", (0, 0, 1), None, "a run is one alarm"),
    ("!.!.", "0000", (0, 0, 2), None, "two runs are two"),
    ("..!!", "0000", (0, 0, 1), None, "one that still stands at the end is as false"),
    ("...!", "0001", (1, 0, 0), 7, "raised on the day: what the week before did not see comes a week on at the soonest"),
    ("..!!", "0001", (1, 0, 0), 14, "raised the week before and kept raised"),
    (".!!!", "0001", (1, 0, 0), 21, "raised two weeks before"),
    ("!.!!", "0001", (1, 0, 1), 14, "the lead does not reach back over a gap"),
    ("..!.", "0001", (0, 1, 1), None, "dropped on the day: missed, and false, for its own horizon saw nothing"),
    ("..!.", "0010", (1, 0, 0), 7, "dropped after the day"),
    ("!!!!", "0101", (2, 0, 0), 14, "two onsets under one alarm: of leads of 14 and 28 days the lower is told"),
    ("!...", "1000", (0, 0, 0), None, "what came before the first forecast is not known: no onset"),
    ("!!..", "1001", (0, 1, 0), None, "the first is none, the last is one"),
    ("..!!", "0111", (0, 1, 0), None, "raised after the onset it is late, yet not false"),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "came", "expected", "lead", "why"), ALARMS, ids=[case[4] for case in ALARMS])
def test_alarms_by_hand(marks: str, came: str, expected: tuple[int, int, int], lead: int | None, why: str) -> None:
    found = alarms(raised(marks, came), HORIZON, 0.5)
    assert (found.met, found.missed, found.false) == expected, why
    assert found.lead_days == lead, why
    assert found.under_alarm == marks.count("!") / 4
    assert found.false_a_year == round(expected[2] / ((21 + 14) / 365), 4), "four weekly forecasts see 35 days"


def test_the_day_itself_is_the_soonest_where_the_last_forecast_saw_less_far() -> None:
    sparse = [Forecast(day=START + timedelta(days=30 * n), cell=("a",), p=0.8, happened=n == 1) for n in range(2)]
    assert alarms(sparse, HORIZON, 0.5).lead_days == 30


def test_alarms_of_one_cell_are_nothing_to_another() -> None:
    both = raised("!!..", "0000", "a") + raised("....", "0011", "b")
    found = alarms(both, HORIZON, 0.5)
    assert (found.met, found.missed, found.false, found.under_alarm) == (0, 1, 1, 0.25)
    assert found.false_a_year == round(1 / (2 * 35 / 365), 4)
    assert alarms(both[::-1], HORIZON, 0.5) == found


def test_without_forecasts_there_is_no_alarm() -> None:
    nothing = Alarms(line=0.5, met=0, missed=0, false=0, false_a_year=0.0, lead_days=None, under_alarm=0.0)
    assert alarms([], HORIZON, 0.5) == nothing
    assert at_false_rate([], HORIZON, 0.5).false_a_year == 0


def test_a_lower_line_may_have_fewer_false_alarms_for_they_run_together() -> None:
    two = weekly([0.8, 0.1, 0.8, 0.1], "0000")
    assert [alarms(two, HORIZON, line).false for line in (0.5, 0.1)] == [2, 1]
    one = weekly([0.8, 0.1, 0.8, 0.1], "0010")
    assert [alarms(one, HORIZON, line).false for line in (0.5, 0.1)] == [1, 0]


def test_the_line_is_not_so_low_that_one_alarm_never_ends() -> None:
    forecasts = weekly([0.6, 0.1, 0.6, 0.1, 0.6, 0.1, 0.9, 0.1], "00000010")
    assert alarms(forecasts, HORIZON, 0.1).false == 0
    found = at_false_rate(forecasts, HORIZON, 0.5)
    assert (found.line, found.met, found.false, found.under_alarm) == (0.61, 1, 0, 0.125)


def test_where_even_certainty_is_false_too_often_the_line_is_certainty() -> None:
    found = at_false_rate(weekly([1.0, 0.0, 1.0, 0.0], "0000"), HORIZON, 0.5)
    assert (found.line, found.false) == (1.0, 2)


TENTHS = st.sampled_from([n / 10 for n in range(11)])
CELL = st.lists(st.tuples(TENTHS, st.booleans()), min_size=1, max_size=8)
CELLS = st.lists(CELL, min_size=1, max_size=3)


def cells(rows: list[Rows]) -> list[Forecast]:
    return [
        each
        for n, cell in enumerate(rows)
        for each in weekly([p for p, _ in cell], "".join("1" if o else "0" for _, o in cell), f"cell {n}")
    ]


@given(CELLS, TENTHS)
def test_every_onset_is_met_or_missed(rows: list[Rows], line: float) -> None:
    forecasts = cells(rows)
    found = alarms(forecasts, HORIZON, line)
    assert found.met + found.missed == onsets(forecasts)
    assert (found.lead_days is None) == (found.met == 0)
    assert found.lead_days is None or 7 <= found.lead_days <= 7 * 8 + HORIZON


@given(CELLS, TENTHS, TENTHS)
def test_a_lower_line_misses_no_more_and_stands_no_less_long(rows: list[Rows], one: float, two: float) -> None:
    low, high = (alarms(cells(rows), HORIZON, line) for line in sorted((one, two)))
    assert low.met >= high.met
    assert low.missed <= high.missed
    assert low.under_alarm >= high.under_alarm


@given(CELLS)
def test_a_line_above_all_raises_nothing_and_one_below_all_misses_nothing(rows: list[Rows]) -> None:
    forecasts = cells(rows)
    above, below = alarms(forecasts, HORIZON, 1.01), alarms(forecasts, HORIZON, 0.0)
    assert (above.met, above.false, above.under_alarm) == (0, 0, 0)
    assert (below.missed, below.under_alarm) == (0, 1)
    assert below.false == sum(not any(o for _, o in cell) for cell in rows), (
        "one alarm a cell, false where nothing came"
    )


@given(CELLS, st.permutations(range(24)), TENTHS)
def test_the_order_of_forecasts_changes_no_alarm(rows: list[Rows], order: list[int], line: float) -> None:
    forecasts = cells(rows)
    other = [forecasts[n] for n in order if n < len(forecasts)]
    assert alarms(other, HORIZON, line) == alarms(forecasts, HORIZON, line)


@given(CELLS, st.sampled_from([0.0, 1.0, 5.0, 12.0]))
def test_the_line_told_is_the_lowest_with_none_above_it_false_more_often(rows: list[Rows], a_year: float) -> None:
    forecasts = cells(rows)
    found = at_false_rate(forecasts, HORIZON, a_year)
    step = round(found.line * 100)
    assert all(alarms(forecasts, HORIZON, n / 100).false_a_year <= a_year for n in range(step, 100))
    if step > 1:
        assert alarms(forecasts, HORIZON, (step - 1) / 100).false_a_year > a_year


@given(CELLS)
def test_the_cells_sum_to_all(rows: list[Rows]) -> None:
    forecasts = cells(rows)
    own = by_cell(forecasts)
    assert len(own) == len(rows)
    assert sum(each.n for each in own.values()) == len(forecasts)
    total = brier([f.p for f in forecasts], [f.happened for f in forecasts])
    assert sum(each.n * each.brier for each in own.values()) / len(forecasts) == pytest.approx(total, abs=1e-6)


@given(CELLS)
def test_scores_and_alarms_survive_json(rows: list[Rows]) -> None:
    forecasts = cells(rows)
    told = scores([f.p for f in forecasts], [f.happened for f in forecasts], {"even": [0.5] * len(forecasts)})
    assert from_json(to_json(told), Scores) == told
    found = alarms(forecasts, HORIZON, 0.5)
    assert from_json(to_json(found), Alarms) == found
    assert all(from_json(to_json(f), Forecast) == f for f in forecasts)
