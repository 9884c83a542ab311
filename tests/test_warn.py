"""Warnings: lines with hysteresis, each crossing once, and never sent twice for a report that came late."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from build import DAY, claim, hypothesis, shuffles, voices_of, watch
from hypothesis import given
from hypothesis import strategies as st

from vedette.assess import in_words
from vedette.ledger import ledger
from vedette.vocabulary import Assessment, Claim, Level, Presence, Term, Warning, content_id
from vedette.warn import warn

WATCH = watch(hypotheses=[hypothesis("stay")])  # watch at 35 %, warning at 60 %, clear below 25 %


def series(*probabilities: float, start: date = DAY, question: str = "stay") -> list[Assessment]:
    """One assessment a day."""
    days = [start + timedelta(days=n) for n in range(len(probabilities))]
    return [
        Assessment(
            id=content_id(question, on), hypothesis=question, day=on, probability=p, words=in_words(p), change=0.0, prior=0.05,
            terms=(Term(indicator="overdue", strength=1.0, likelihood=3.0, value=1.1, change=0.0, reason="was to end"),),
            missing=(), evidence=("c1",),
        )
        for on, p in zip(days, probabilities, strict=True)
    ]  # fmt: skip


def raised(*probabilities: float) -> list[tuple[str, int, int | None]]:
    """The warnings of a series: level, day raised, day cleared."""
    found = warn(WATCH, series(*probabilities), []).results
    return [(w.level.value, (w.raised - DAY).days, (w.cleared - DAY).days if w.cleared else None) for w in found]


SERIES: list[tuple[tuple[float, ...], list[tuple[str, int, int | None]], str]] = [
    ((), [], "nothing assessed"),
    ((0.05, 0.2, 0.34), [], "below every line"),
    ((0.05, 0.35), [("watch", 1, None)], "on the line is over it"),
    ((0.05, 0.40, 0.45, 0.5), [("watch", 1, None)], "staying over it warns once"),
    ((0.05, 0.40, 0.30, 0.40), [("watch", 1, None)], "a dip above clear is no end"),
    ((0.05, 0.40, 0.25, 0.40), [("watch", 1, None)], "on the clear line is not below it"),
    ((0.05, 0.40, 0.24, 0.40), [("watch", 1, 2), ("watch", 3, None)], "below clear it ends and may come again"),
    ((0.05, 0.70), [("warning", 1, None)], "over both lines at once: one warning"),
    ((0.05, 0.70, 0.40), [("warning", 1, None)], "falling between the lines is no new warning"),
    ((0.05, 0.40, 0.70, 0.50, 0.70), [("watch", 1, None), ("warning", 2, None)], "over the upper line later, and once"),
    ((0.05, 0.70, 0.10, 0.40), [("warning", 1, 2), ("watch", 3, None)], "it ends below clear and may come again"),
    ((0.40,), [("watch", 0, None)], "over the line from the first day"),
]


@pytest.mark.parametrize(("probabilities", "expected", "why"), SERIES, ids=[case[2] for case in SERIES])
def test_a_line_is_crossed_once(
    probabilities: tuple[float, ...], expected: list[tuple[str, int, int | None]], why: str
):
    assert sorted(raised(*probabilities), key=lambda w: (w[1], w[0])) == expected


def test_a_warning_says_what_it_is_and_why():
    (found,) = warn(WATCH, series(0.05, 0.40), []).results
    assert found.headline == "They stay: unlikely (40%), over the watch line of 35%"
    assert found.reasons == ("overdue +1.10: was to end",)
    assert (found.subject, found.kind, found.evidence) == ("stay", "hypothesis", ("c1",))


@given(st.lists(st.sampled_from([0.05, 0.24, 0.3, 0.4, 0.5, 0.7]), max_size=12), st.randoms())
def test_assessments_in_any_order_give_the_same_warnings(probabilities: list[float], chance: Any):
    made = series(*probabilities)
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert warn(WATCH, shuffled, []).results == warn(WATCH, made, []).results


@given(st.lists(st.sampled_from([0.05, 0.24, 0.3, 0.4, 0.5, 0.7]), max_size=12))
def test_no_warning_stands_twice_and_each_has_its_own_id(probabilities: list[float]):
    found = warn(WATCH, series(*probabilities), []).results
    assert len({w.id for w in found}) == len(found)
    for level in Level:
        spans = [(w.raised, w.cleared or date.max) for w in found if w.level is level]
        assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))


@given(
    st.lists(st.sampled_from([0.05, 0.24, 0.3, 0.4, 0.5, 0.7]), max_size=12),
    st.lists(st.sampled_from([0.05, 0.3, 0.7]), max_size=4),
)
def test_running_again_warns_of_nothing_known(probabilities: list[float], more: list[float]):
    """The same days again, then with days added: what was known keeps its id."""
    first = warn(WATCH, series(*probabilities), []).results
    assert warn(WATCH, series(*probabilities), [], first).results == first
    longer = warn(WATCH, series(*probabilities, *more), [], first).results
    assert {w.id for w in first} <= {w.id for w in longer}
    assert all(
        w.raised >= DAY + timedelta(days=len(probabilities)) for w in longer if w.id not in {k.id for k in first}
    )


def test_a_report_that_comes_late_raises_no_known_warning_again():
    """It moves the crossing two days back: the same warning, known earlier."""
    (known,) = warn(WATCH, series(0.05, 0.1, 0.2, 0.40, 0.40), []).results
    (again,) = warn(WATCH, series(0.05, 0.40, 0.40, 0.40, 0.40), [], [known]).results
    assert again.id == known.id
    assert again.raised == DAY + timedelta(days=1)


def test_a_report_that_comes_late_and_puts_off_a_crossing_does_not_raise_it_again_either():
    (known,) = warn(WATCH, series(0.05, 0.40, 0.40, 0.40), []).results
    (again,) = warn(WATCH, series(0.05, 0.20, 0.30, 0.40), [], [known]).results
    assert (again.id, again.raised) == (known.id, known.raised)


def test_a_warning_after_a_known_one_had_ended_is_new():
    (known,) = warn(WATCH, series(0.05, 0.40, 0.10), []).results
    found = warn(WATCH, series(0.05, 0.40, 0.10, 0.40), [], [known]).results
    assert [w.id == known.id for w in found] == [True, False]


def test_the_warning_line_is_no_repetition_of_the_watch_line():
    known = warn(WATCH, series(0.05, 0.40), []).results
    found = warn(WATCH, series(0.05, 0.40, 0.70), [], known).results
    assert [(w.level.value, w.id in {k.id for k in known}) for w in found] == [("watch", True), ("warning", False)]


def test_questions_warn_apart():
    two = watch(hypotheses=[hypothesis("stay"), hypothesis("attack")])
    found = warn(two, [*series(0.4), *series(0.7, question="attack")], []).results
    assert [(w.subject, w.level.value) for w in found] == [
        ("attack", "warning"),
        ("stay", "watch"),
    ]


# Presences


def days_of(claims: list[Claim], first: str, last: str) -> list[tuple[date, tuple[Presence, ...]]]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return [(on, ledger(claims, voices_of(claims), on).results) for on in days]


def late(
    claims: list[Claim], last: str = "2021-10-15", known: tuple[Warning, ...] = ()
) -> list[tuple[str, str, str | None]]:
    """The warnings of a ledger: level, day raised, day cleared."""
    found = warn(WATCH, [], days_of(claims, "2021-09-01", last), known).results
    return [(w.level.value, str(w.raised), str(w.cleared) if w.cleared else None) for w in found]


def zapad(mode: str, told: str, time: str | None = None, **fields: Any) -> Claim:
    return claim(mode, told, time=time, operation="zapad-2021", **fields)


HELD = zapad("EXERCISE", "2021-09-10", "2021-09-10/2021-09-16")

PRESENCES = [
    ([HELD], [("watch", "2021-09-17", None)], "nobody reported them leaving"),
    ([HELD, zapad("WITHDRAW", "2021-09-16")], [], "they left in time"),
    ([HELD, zapad("WITHDRAW", "2021-09-20")], [("watch", "2021-09-17", "2021-09-20")], "they left late"),
    ([HELD, zapad("REMAIN", "2021-09-17")], [("warning", "2021-09-17", None)], "reported staying after the end"),
    ([HELD, zapad("REMAIN", "2021-09-12")], [("warning", "2021-09-17", None)], "reported to stay before the end: late from its day"),
    ([HELD, zapad("REMAIN", "2021-09-15", "/2021-09-30", hedge="planned")], [("watch", "2021-10-01", None)], "the end was put off"),
    (
        [HELD, zapad("REMAIN", "2021-09-20", "/2021-09-30", hedge="planned")],
        [("watch", "2021-09-17", "2021-09-20"), ("watch", "2021-10-01", None)],
        "late, put off, and late again over the new end: two warnings",
    ),
    (
        [HELD, zapad("WITHDRAW", "2021-09-20"), zapad("REMAIN", "2021-09-25")],
        [("watch", "2021-09-17", None)],
        "late again over the same end: the same warning, standing again",
    ),
    ([zapad("EXERCISE", "2021-09-10", "2021-09-10/2021-09-16", actor="USA")], [], "a force that is not watched"),
    ([zapad("EXERCISE", "2021-09-10", "2021-09-10/2021-09-16", place="Poland, POL")], [], "a host that is not watched"),
    ([claim("DEPLOY", "2021-09-10")], [], "no end was announced"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "expected", "why"), PRESENCES, ids=[case[2] for case in PRESENCES])
def test_a_presence_warns_when_it_is_late(claims: list[Claim], expected: list[tuple[str, str, str | None]], why: str):
    assert late(claims) == expected


def test_a_late_presence_says_whose_where_and_since_when():
    (found,) = warn(WATCH, [], days_of([HELD], "2021-09-16", "2021-09-20")).results
    assert found.headline == "RUS in BLR, zapad-2021: was to leave and was not reported leaving (2021-09-16)"
    assert found.reasons == ("was to end on 2021-09-16; 1 day later no report of leaving",)
    assert found.evidence == (HELD.id,)


def test_a_ledger_seen_twice_warns_once():
    first = warn(WATCH, [], days_of([HELD], "2021-09-01", "2021-09-20")).results
    again = warn(WATCH, [], days_of([HELD], "2021-09-01", "2021-09-25"), first).results
    assert [w.id for w in again] == [w.id for w in first]


def test_the_order_of_days_does_not_matter():
    days = days_of([HELD, zapad("WITHDRAW", "2021-09-20")], "2021-09-14", "2021-09-22")
    made = {warn(WATCH, [], order).results for order in shuffles(days)}
    assert len(made) == 1


def test_an_earlier_known_raising_is_kept():
    (now,) = warn(WATCH, [], days_of([HELD], "2021-09-18", "2021-09-20")).results
    known = msgspec.structs.replace(now, raised=date(2021, 9, 17))
    assert [w.raised for w in warn(WATCH, [], days_of([HELD], "2021-09-18", "2021-09-20"), [known]).results] == [
        known.raised
    ]
