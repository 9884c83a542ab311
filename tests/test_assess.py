"""Probabilities: the odds form, worked by hand; every term shown; words that meet at no border."""

from datetime import timedelta
from math import exp, log

import pytest
from build import DAY, hypothesis, indicator, shuffles, signal, watch
from hypothesis import given
from hypothesis import strategies as st

from vedette.assess import CAP, LEAST, LIMIT, MOST, WORDS, assess, corrected, in_words, matrix
from vedette.vocabulary import Assessment, Hypothesis, Signal, State, Watch


def asked(
    likelihood: dict[str, float], groups: dict[str, str] | None = None, prior: float = 0.05
) -> tuple[Watch, Hypothesis]:
    question = hypothesis("stay", likelihood, prior=prior)
    rules = [indicator(name, group=(groups or {}).get(name)) for name in likelihood]
    return watch(rules, [question]), question


def answer(
    likelihood: dict[str, float], signals: list[Signal], groups: dict[str, str] | None = None, prior: float = 0.05
) -> Assessment:
    (made,) = assess(asked(likelihood, groups, prior)[0], DAY, tuple(signals), {}).results
    return made


def logit(p: float) -> float:
    return log(p / (1 - p))


WORKED = {"unusual-scale": 3.0, "camps-outside-ranges": 4.0, "last-day-extension": 5.0, "exit-promised": 0.8}


def test_the_worked_example_of_the_field_comes_out():
    """From 5 % by factors of 3, 4, 5 and 0.8: log-odds 0.927, 72 %, likely."""
    made = answer(WORKED, [signal(name) for name in WORKED])
    assert [round(t.value, 3) for t in made.terms] == [1.099, 1.386, 1.609, -0.223]
    assert logit(made.probability) == pytest.approx(0.927, abs=0.001)
    assert (round(made.probability, 2), made.words) == (0.72, "likely")


def test_an_extension_told_three_times_is_not_three_extensions():
    """Counted once by its group; counted thrice it would be almost certain."""
    likelihood = WORKED | {"extension-again": 5.0, "extension-once-more": 5.0}
    one = dict.fromkeys(["last-day-extension", "extension-again", "extension-once-more"], "extension")
    signals = [signal(name) for name in likelihood]
    assert answer(likelihood, signals, one).probability == answer(WORKED, signals).probability
    assert answer(likelihood, signals).words == "almost certain"


def test_of_a_group_the_strongest_counts_and_the_others_say_so():
    groups = {"overdue": "stay", "left-behind": "stay"}
    made = answer({"overdue": 3.0, "left-behind": 4.0}, [signal("overdue", 1.0), signal("left-behind", 0.5)], groups)
    told = {t.indicator: t for t in made.terms}
    assert told["overdue"].value == pytest.approx(log(3), abs=1e-6)
    assert told["left-behind"].value == 0
    assert told["left-behind"].reason == "counted with overdue, which measures the same"
    assert told["overdue"].reason == "overdue read"


def test_strength_scales_the_term():
    made = answer({"a": 4.0}, [signal("a", 0.25)])
    assert made.terms[0].value == pytest.approx(0.25 * log(4), abs=1e-6)
    assert answer({"a": 4.0}, [signal("a", 0.0)]).probability == pytest.approx(0.05)


CAPS = [(1000.0, CAP, "for"), (0.001, -CAP, "against"), (9.9, log(9.9), "below the cap"), (1.0, 0.0, "says nothing")]


@pytest.mark.parametrize(("ratio", "value", "why"), CAPS, ids=[case[2] for case in CAPS])
def test_one_indicator_moves_no_more_than_a_factor_of_ten(ratio: float, value: float, why: str):
    assert pytest.approx(2.3) == CAP
    assert answer({"a": ratio}, [signal("a")]).terms[0].value == pytest.approx(value, abs=1e-6)


def test_what_may_be_wrong_moves_less():
    """A sign four times as likely if true: told by one who is right in four of five cases, in half, never."""
    told = [answer({"a": 4.0}, [signal("a", reliability=r)]).terms[0] for r in (1.0, 0.8, 0.5, 0.0)]
    assert [round(t.value, 3) for t in told] == [1.386, 1.224, 0.916, 0.0]
    assert [t.reliability for t in told] == [1.0, 0.8, 0.5, 0.0]


@given(st.floats(0.001, 1000), st.floats(0, 1), st.floats(0, 1))
def test_reliability_never_turns_a_sign_round(ratio: float, low: float, high: float):
    less, more = (corrected(ratio, r) for r in sorted((low, high)))
    assert abs(less) <= abs(more) + 1e-12 and less * more >= 0
    assert abs(more) <= min(CAP, abs(log(ratio))) + 1e-12


def test_nothing_is_certain():
    many = {f"i{n}": 1000.0 for n in range(9)}
    assert answer(many, [signal(name) for name in many]).probability == MOST == 0.99
    few = {f"i{n}": 0.001 for n in range(9)}
    assert answer(few, [signal(name) for name in few]).probability == LEAST == 0.01


@given(
    st.dictionaries(
        st.text("abc", min_size=1),
        st.tuples(st.floats(0.01, 100), st.floats(0, 1), st.sampled_from(["", "g", "h"])),
        max_size=8,
    ),
    st.floats(0.01, 0.99),
)
def test_the_terms_sum_to_the_log_odds(parts: dict[str, tuple[float, float, str]], prior: float):
    groups = {name: group for name, (_, _, group) in parts.items() if group}
    made = answer(
        {n: ratio for n, (ratio, _, _) in parts.items()},
        [signal(n, s) for n, (_, s, _) in parts.items()],
        groups,
        prior,
    )
    total = logit(prior) + sum(t.value for t in made.terms)
    assert made.log_odds == pytest.approx(total, abs=1e-5)
    assert made.probability == pytest.approx(1 / (1 + exp(-total)), abs=1e-5)
    assert LEAST <= made.probability <= MOST
    assert made.words == in_words(made.probability)
    counted = [groups.get(t.indicator, t.indicator + " alone") for t in made.terms if t.value and t.indicator != LIMIT]
    assert len(counted) == len(set(counted)), "of each group at most one counts"


@given(
    st.lists(
        st.tuples(st.floats(0.01, 100), st.lists(st.floats(0, 1), min_size=3, max_size=3), st.sampled_from(["", "g"])),
        max_size=6,
    )
)
def test_from_day_to_day_the_signed_list_sums_to_the_change(parts: list[tuple[float, list[float], str]]):
    """Also where the limit is reached and left, and where another of a group counts."""
    names = {f"i{n}": part for n, part in enumerate(parts)}
    asked_of, question = asked(
        {n: ratio for n, (ratio, _, _) in names.items()}, {n: g for n, (_, _, g) in names.items() if g}
    )
    before, last = logit(question.prior), {}
    for at in range(3):
        read = tuple(signal(n, strengths[at]) for n, (_, strengths, _) in names.items())
        (made,) = assess(asked_of, DAY + timedelta(days=at), read, last).results
        assert made.moved == pytest.approx(made.log_odds - before, abs=2e-6)
        assert made.moved == pytest.approx(sum(t.change for t in made.terms), abs=2e-6)
        before, last = made.log_odds, {question.name: made}


def test_the_matrix_shows_first_what_tells_the_questions_apart():
    asked_of = watch(
        [indicator(n) for n in ("both", "one", "unseen")],
        [hypothesis("stay", {"both": 4.0, "one": 4.0, "unseen": 9.0}), hypothesis("attack", {"both": 4.0, "one": 0.5})],
    )
    rows = matrix(asked_of, [signal("both"), signal("one"), signal("unseen", 0.0, State.NO_COVERAGE)])
    assert [(row.indicator, row.state.value) for row in rows] == [
        ("one", "seen"),
        ("both", "seen"),
        ("unseen", "no coverage"),
    ]
    assert rows[0].fits == {"stay": pytest.approx(log(4), abs=1e-6), "attack": pytest.approx(log(0.5), abs=1e-6)}
    assert [round(row.spread, 3) for row in rows] == [2.079, 0.0, 0.0]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1.01, 10))
def test_more_of_a_sign_for_never_lowers(weak: float, strong: float, ratio: float):
    low, high = sorted((weak, strong))
    assert answer({"a": ratio}, [signal("a", low)]).probability <= answer({"a": ratio}, [signal("a", high)]).probability


def test_the_order_of_signals_does_not_matter():
    signals = [signal(name, 0.5) for name in WORKED]
    made = {assess(asked(WORKED)[0], DAY, order, {}).results for order in shuffles(signals)}
    assert len(made) == 1


# Words

BORDERS = [
    (0.01, "almost no chance"),
    (0.049999, "almost no chance"),
    (0.05, "very unlikely"),
    (0.199999, "very unlikely"),
    (0.20, "unlikely"),
    (0.449999, "unlikely"),
    (0.45, "roughly even chance"),
    (0.549999, "roughly even chance"),
    (0.55, "likely"),
    (0.799999, "likely"),
    (0.80, "very likely"),
    (0.949999, "very likely"),
    (0.95, "almost certain"),
    (0.99, "almost certain"),
    (0.0, "almost no chance"),
    (1.0, "almost certain"),
]


@pytest.mark.parametrize(("probability", "words"), BORDERS)
def test_every_figure_has_one_word_also_at_the_borders(probability: float, words: str):
    assert in_words(probability) == words


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_figure_never_has_a_lower_word(a: float, b: float):
    order = [words for _, words in WORDS]
    low, high = sorted((a, b))
    assert order.index(in_words(low)) <= order.index(in_words(high))


# Changes and gaps


def test_the_first_change_is_counted_from_the_prior():
    made = answer({"a": 4.0}, [signal("a")])
    assert made.change == pytest.approx(made.probability - 0.05)
    assert made.terms[0].change == made.terms[0].value


def test_a_change_and_its_terms_are_counted_from_the_assessment_before():
    asked_of, question = asked(WORKED)
    (before,) = assess(asked_of, DAY, tuple(signal(n, 0.5) for n in WORKED), {}).results
    now = tuple(signal(n, 1.0 if n == "unusual-scale" else 0.5) for n in WORKED)
    (after,) = assess(asked_of, DAY + timedelta(days=1), now, {question.name: before}).results
    moved = {t.indicator: t.change for t in after.terms if t.change}
    assert moved == {"unusual-scale": pytest.approx(0.5 * log(3), abs=1e-5)}
    assert after.change == pytest.approx(after.probability - before.probability)
    assert sum(t.change for t in after.terms) == pytest.approx(
        logit(after.probability) - logit(before.probability), abs=1e-4
    )


def test_what_nobody_reported_on_is_missing_and_what_was_not_seen_is_not():
    signals = [signal("a", 0, State.NO_COVERAGE), signal("b", 0, State.NOT_SEEN), signal("c")]
    assert answer({"a": 2.0, "b": 2.0, "c": 2.0}, signals).missing == ("a",)


def test_evidence_comes_from_what_moved_most_first_and_once():
    signals = [
        signal("a", 0.2, evidence=("c1", "c2")),
        signal("b", evidence=("c2", "c3")),
        signal("c", 0, evidence=("c9",)),
    ]
    assert answer({"a": 2.0, "b": 3.0, "c": 5.0}, signals).evidence == ("c2", "c3", "c1")


def test_an_assessments_id_is_its_watch_question_and_day():
    made = answer({"a": 2.0}, [signal("a")])
    assert made.id == answer({"a": 3.0}, [signal("a", 0.1)]).id
    (later,) = assess(asked({"a": 2.0})[0], DAY + timedelta(days=1), (signal("a"),), {}).results
    assert later.id != made.id


def test_a_watch_without_signs_keeps_its_priors(belarus: Watch):
    silent = tuple(signal(i.name, 0) for i in belarus.indicators)
    for made, question in zip(assess(belarus, DAY, silent, {}).results, belarus.hypotheses, strict=True):
        assert made.probability == pytest.approx(question.prior) and made.change == pytest.approx(0)
        assert made.hypothesis == question.name and made.evidence == ()
