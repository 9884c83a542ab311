"""The experiment on pairs of states by month: who is watched, what counts as force, and that no reading looks ahead."""

import json
from typing import Any

import numpy as np
import pytest

from bench import dyads
from bench.dyads import (
    FORECASTERS,
    SEEN_FROM,
    TEST,
    TRAIN,
    Panel,
    day,
    month,
    outcomes,
    panel,
    quiet,
    rows,
    scored,
)


def coded(source: str, target: str, when: str, **counts: int) -> dict[str, str]:
    """Gives a row of a pair and month; a root that is not named was not coded."""
    told = {f"c{root}": str(counts.get(f"c{root}", 0)) for root in range(10, 21)}
    return {"source": source, "target": target, "year": when[:4], "month": str(int(when[5:7])), **told}


def side(state: str, side_a: bool, hostility: int, start: str = "", end: str = "") -> dict[str, Any]:
    return {"state": state, "side_a": side_a, "hostility": hostility, "start": start, "end": end}


def incident(*sides: dict[str, Any], start: str = "1999-05-03", end: str = "1999-05-09") -> dict[str, Any]:
    return {"start": start, "end": end, "participants": list(sides)}


WATCHED = [
    coded("RUS", "GRG", "1998-12", c11=24),
    coded("USA", "GRG", "1998-12", c11=24),
    coded("USA", "RUS", "1998-12", c19=24),
]


def used(*told: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Gives who uses force against whom in which month."""
    of = panel(WATCHED, told)
    return {(*of.pairs[pair], day(at).isoformat()[:7]) for pair, at in np.argwhere(of.force)}


def test_a_pair_is_watched_for_two_years_after_its_two_dozenth_event_whichever_of_the_two_acted() -> None:
    of = panel(
        [
            coded("RUS", "GRG", "1998-11", c10=20),
            coded("GRG", "RUS", "1998-12", c19=4),
            coded("RUS", "UKR", "1998-12", c10=23),
        ],
        [],
    )
    assert of.pairs == [("GRG", "RUS"), ("RUS", "GRG")]
    assert of.mirror.tolist() == [1, 0]
    for pair in (0, 1):
        assert np.flatnonzero(of.watched[pair]).tolist() == list(range(month("1999-01"), month("2000-12")))


def test_no_state_is_no_party_and_an_older_spelling_is_one() -> None:
    of = panel([coded("PAL", "ISR", "1999-01", c19=90), coded("RUM", "HUN", "1999-01", c11=30)], [])
    assert of.pairs == [("HUN", "ROM"), ("ROM", "HUN")]


def test_only_force_of_its_own_counts_against_each_of_the_other_side() -> None:
    told = incident(side("RUS", True, 4), side("GRG", False, 3), side("USA", False, 1))
    assert used(told) == {("RUS", "GRG", "1999-05"), ("RUS", "USA", "1999-05")}
    assert used(incident(side("RUS", True, 4), side("GRG", True, 4))) == set()


CASES = [
    ({"start": "1999-05-30", "end": "1999-07-02"}, ["1999-05", "1999-06", "1999-07"], "each month from start to end"),
    ({"start": "1999-05", "end": "1999"}, ["1999-05"], "an end without its month is that of the start"),
    ({"start": "1999", "end": "1999-07-02"}, [], "a start without its month is left out"),
    ({"start": "1992-12-30", "end": "1993-01-04"}, ["1993-01"], "what lies before the list is complete is not seen"),
]


@pytest.mark.parametrize(("when", "wanted", "why"), CASES, ids=[case[2] for case in CASES])
def test_the_months_of_an_action(when: dict[str, str], wanted: list[str], why: str) -> None:
    assert used(incident(side("RUS", True, 5), side("GRG", False, 1), **when)) == {("RUS", "GRG", m) for m in wanted}, (
        why
    )


def test_an_action_has_its_own_dates_where_they_are_told() -> None:
    told = incident(side("RUS", True, 4, "1999-06-01", "1999-06-02"), side("GRG", False, 1), end="1999-06-30")
    assert used(told) == {("RUS", "GRG", "1999-06")}


def test_an_outcome_is_force_in_the_month_itself_or_the_five_after_it() -> None:
    of = panel(WATCHED, [incident(side("RUS", True, 4), side("GRG", False, 1))])
    came = outcomes(of)[of.pairs.index(("RUS", "GRG"))]
    assert np.flatnonzero(came).tolist() == list(range(month("1998-12"), month("1999-06")))


def test_training_ends_before_the_test_begins_and_no_fold_learns_from_what_it_is_judged_on() -> None:
    assert TRAIN[1] - 1 + dyads.HORIZON <= TEST[0]
    assert outcomes(drawn(0)).shape[1] >= dyads.LATER[1]


def drawn(seed: int) -> Panel:
    """Gives a panel of four pairs with events and force drawn at random."""
    chance = np.random.default_rng(seed)
    counts = chance.poisson(1.0, (4, dyads.MONTHS, 11)).astype(float)
    force = chance.random((4, dyads.MONTHS)) < 0.05
    force[:, :SEEN_FROM] = False
    pairs = [("GRG", "RUS"), ("GRG", "USA"), ("RUS", "GRG"), ("USA", "GRG")]
    return Panel(pairs, np.array([2, 3, 0, 1]), counts, counts * 3, force, np.ones(force.shape, dtype=bool))


READINGS = sorted({reading for which in FORECASTERS.values() for reading in which}, key=lambda r: r.__name__)


@pytest.mark.parametrize("reading", READINGS, ids=lambda r: r.__name__)
def test_a_reading_sees_the_months_before_it_only(reading: dyads.Reading) -> None:
    of, other = drawn(1), drawn(2)
    for at in (SEEN_FROM, SEEN_FROM + 3, month("2008-08")):
        changed = [np.concatenate([a[:, :at], b[:, at:]], axis=1) for a, b in zip(of[2:], other[2:], strict=True)]
        after = reading(Panel(of.pairs, of.mirror, *changed))
        assert np.array_equal(after[:, : at + 1], reading(of)[:, : at + 1])
        assert not np.array_equal(after, reading(of))
    assert reading.__doc__


def test_a_reading_in_return_is_that_of_the_pair_turned_round() -> None:
    of = drawn(3)
    assert np.array_equal(dyads.posture(of)[of.mirror], dyads.posture_in_return(of))


def test_rows_are_those_of_the_pairs_on_watch_in_the_months_asked_for() -> None:
    watched = np.zeros((4, dyads.MONTHS), dtype=bool)
    watched[1, 200:203], watched[3, 202:210] = True, True
    of = drawn(4)._replace(watched=watched)
    assert rows(np.arange(4)[:, None] * 1000 + np.arange(dyads.MONTHS), of, (201, 204)).tolist() == [
        1201,
        1202,
        3202,
        3203,
    ]


@pytest.fixture(scope="module")
def found() -> dyads.Experiment:
    """The experiment on the shared files."""
    of = dyads.load()
    if of is None:
        pytest.skip("the events and the incidents are not here")
    return dyads.experiment(of)


def test_with_disputes_force_within_six_months_is_foreseen_better_than_by_persistence(found: dyads.Experiment) -> None:
    for told in (found.test, found.later):
        own, kept = (scored(told)[name] for name in ("with disputes", dyads.PERSISTENCE))
        assert own.aupr and own.aupr >= 0.55
        assert own.brier < kept.brier
    assert scored(found.test)["with disputes"].brier <= 0.0105


def test_every_forecast_of_georgia_opens_to_terms_that_sum_to_it(found: dyads.Experiment) -> None:
    months = dyads.opened(found, ("RUS", "GRG"), dyads.SHOWN_MONTHS)
    assert [each["month"] for each in months] == [f"{y}-{m:02}" for y in (2007, 2008, 2009) for m in range(1, 13)]
    for each in months:
        for name, model in found.models.items():
            logit = model.base + sum(each[name]["terms"].values())
            assert each[name]["p"] == pytest.approx(1 / (1 + np.exp(-logit)), abs=0.002)


def test_quiet_rows_have_no_force_in_the_six_months_before(found: dyads.Experiment) -> None:
    told = quiet(found.test, found.of)
    assert 0 < len(told.pair) < len(found.test.pair)
    assert not any(found.of.force[p, m - 6 : m].any() for p, m in zip(told.pair, told.month, strict=True))


def test_the_figures_that_are_kept_are_those_that_come_out(found: dyads.Experiment) -> None:
    kept, now = json.loads(dyads.RESULT.read_text(encoding="utf-8")), dyads.figures(found)
    for part in ("test", "later"):
        assert (kept[part]["forecasts"], kept[part]["happened"]) == (now[part]["forecasts"], now[part]["happened"])
        for name, each in now[part]["scores"].items():
            assert kept[part]["scores"][name]["brier"] == pytest.approx(each["brier"], abs=1e-5)
