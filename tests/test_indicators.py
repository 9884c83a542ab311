"""The rules: for each what is seen, what is not, and what nobody reported on; and how voices add up and fade."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from build import DAY, claim, day, indicator, view, voices_of, watch
from build import signal as sign
from hypothesis import given
from hypothesis import strategies as st

from vedette.indicators import KEYS, RULES, View, signals
from vedette.indicators.evidence import (
    ONE_VOICE,
    PARTLY,
    RELIABILITY,
    SEEN,
    fits,
    fresh,
    reading,
    reliability,
    together,
    weight,
)
from vedette.ledger import ledger
from vedette.promises import promises
from vedette.vocabulary import Claim, Mode, Signal, State


def read(rule: str, given: dict[str, Any], seen: View, half_life: int = 30, before: float | None = None) -> Signal:
    """The reading of one indicator of a rule, as the stage gives it."""
    asked = watch([indicator(rule, rule, given, half_life=half_life)])
    earlier = (
        {} if before is None else {rule: Signal(indicator=rule, day=DAY, strength=before, state=State.SEEN, reason="")}
    )
    (signal,) = signals(asked, seen, earlier).results
    return signal


def days_before(at: date, *ages: int) -> list[date]:
    return [at - timedelta(days=age) for age in ages]


def weekly(mode: str, weeks: range, **fields: Any) -> list[Claim]:
    """One claim a week, so many weeks ago."""
    return [claim(mode, DAY - timedelta(weeks=n), **fields) for n in weeks]


# Each rule, seen and not seen

TWO = [claim("DEPLOY", outlet="Reuters"), claim("DEPLOY", outlet="AP")]
EXTENDED = claim("EXERCISE", "2021-08-01", time="2021-08-01/2021-08-10", operation="zapad-2021")
CONSENTS = [claim("CONSENT", actor="BLR", outlet=outlet) for outlet in ("Reuters", "AP")]
REFUSES = [claim("REFUSE", actor="BLR", outlet=outlet) for outlet in ("AFP", "BBC")]
HOSPITAL = [claim("PREPARE", quote="Field hospitals were set up", outlet=outlet) for outlet in ("Reuters", "AP")]
FUEL = [claim("PREPARE", quote="A fuel depot was filled", outlet=outlet) for outlet in ("AFP", "BBC")]
ELEMENTS = {"elements": {"medical": ["hospital"], "fuel": ["fuel", "depot"], "rail": ["train"]}, "enough": 2}
ACCUSES = [
    claim("ACCUSE", DAY - timedelta(days=n), actor="BLR", other=("POL",), outlet=o)
    for n, o in enumerate(("Reuters", "AP", "AFP"))
]
LAST_YEAR = [claim("ACCUSE", DAY - timedelta(days=40 + 7 * n), actor="BLR", other=("POL",)) for n in range(45)]
SMALL = [claim("STATION", "2021-07-01", quantity=1000)]
LARGE = [claim("STATION", "2021-08-30", quantity=3000, outlet=o) for o in ("Reuters", "AP")]
DRILL = claim("EXERCISE", "2021-08-05")
GOING = claim("WITHDRAW", "2021-08-20")
AWAITED = {"after": {"mode": ["EXERCISE"]}, "expected": {"mode": ["WITHDRAW"]}, "days": 10}

STANCES = {"for": {"mode": ["CONSENT"]}, "against": {"mode": ["REFUSE"]}}
REFUSED_BEFORE = [claim("REFUSE", "2021-07-01", actor="BLR"), claim("REFUSE", "2021-07-10", actor="BLR", outlet="AP")]
CONSENTED_BEFORE = [
    claim("CONSENT", "2021-07-01", actor="BLR"),
    claim("CONSENT", "2021-07-10", actor="BLR", outlet="AP"),
]
YEARLY = [
    told
    for year in (2018, 2019, 2020)
    for told in (claim("EXERCISE", f"{year}-08-20", quantity=1000), claim("WITHDRAW", f"{year}-08-28"))
]
LARGE_DRILL = [claim("EXERCISE", "2021-08-30", quantity=3000, outlet=o) for o in ("Reuters", "AP", "AFP", "BBC")]
BRIDGED = [
    claim("EXERCISE", "2021-08-25"),
    *(claim("DEPLOY", "2021-08-30", quote="Trains with tanks came", outlet=o) for o in ("Reuters", "AP", "AFP", "BBC")),
    *(claim("PREPARE", "2021-08-30", quote="A hospital was built", outlet=o) for o in ("Reuters", "AP", "AFP", "BBC")),
]
PROMISED = claim("WITHDRAW", "2021-08-01", hedge="planned", time="/2021-08-20", operation="zapad-2021")

CASES: list[tuple[str, dict[str, Any], list[Claim], State, str, str]] = [
    ("counts", {"mode": ["DEPLOY"]}, TWO, State.SEEN, "2 independent origins in 2 reports, last on 2021-09-01", "two voices say so"),
    ("counts", {"mode": ["DEPLOY"]}, TWO[:1], State.SEEN, "1 independent origin in 1 report", "one good voice"),
    ("counts", {"mode": ["DEPLOY"]}, [claim("DEPLOY", hedge="possible")], State.PARTLY, "1 independent origin", "a voice that only fears"),
    ("counts", {"mode": ["REMAIN"]}, TWO, State.NOT_SEEN, "no such claim", "claims of another mode"),
    ("counts", {"mode": ["DEPLOY"]}, [claim("DEPLOY", hedge="no")], State.NOT_SEEN, "no such claim", "a denial is no event"),
    ("trend", {"for": {"mode": ["CONSENT"]}, "against": {"mode": ["REFUSE"]}}, CONSENTS, State.SEEN, "from 2 claims, against 0.00", "only for"),
    ("trend", {"for": {"mode": ["CONSENT"]}, "against": {"mode": ["REFUSE"]}}, [*CONSENTS, *REFUSES], State.PARTLY, "against 0.88", "as many against"),
    ("trend", {"for": {"mode": ["CONSENT"]}, "against": {"mode": ["REFUSE"]}}, REFUSES, State.NOT_SEEN, "no claim for, 2 against", "only against"),
    ("trend", {"for": {"mode": ["CONSENT"]}}, TWO, State.NOT_SEEN, "no claim for or against", "neither, and against is not asked"),
    ("strength", {"days": 30, "factor": 2.0}, [*SMALL, *LARGE], State.PARTLY, "no earlier figure to compare with", "no figure in the span before"),
    ("strength", {"days": 90, "factor": 2.0}, [*SMALL, *LARGE], State.PARTLY, "up to 3,000 told, no earlier figure", "both figures in one span"),
    ("strength", {"days": 31, "factor": 2.0}, [claim("STATION", "2021-07-20", quantity=1000), *LARGE], State.SEEN, "up to 3,000 since 2021-08-30, 1,000", "three times as many"),
    ("strength", {"days": 31, "factor": 2.0}, [claim("STATION", "2021-07-20", quantity=3000), *LARGE], State.NOT_SEEN, "3,000 in the span before", "as many as before"),
    ("strength", {"days": 31}, TWO, State.NOT_SEEN, "no figure lately", "no figure"),
    ("overdue", {}, [EXTENDED], State.SEEN, "zapad-2021: was to end on 2021-08-10; 22 days later no report of leaving", "an end went by"),
    ("overdue", {}, [EXTENDED, claim("REMAIN", "2021-08-20", operation="zapad-2021")], State.SEEN, "reported staying on 2021-08-20", "reported staying"),
    ("overdue", {}, [EXTENDED, claim("WITHDRAW", "2021-08-12", operation="zapad-2021")], State.NOT_SEEN, "no announced end is past and open", "they left"),
    ("overdue", {}, [claim("EXERCISE", time="2021-09-01/2021-09-10")], State.NOT_SEEN, "next announced end 2021-09-10", "an end is ahead"),
    ("overdue", {"host": ["POL"]}, [EXTENDED], State.NOT_SEEN, "no announced end", "asked of another host"),
    ("frequency", {}, [*weekly("EXERCISE", range(0, 8)), *weekly("EXERCISE", range(0, 8), outlet="AP")], State.SEEN, "in 8 weeks of 13", "week upon week, none before"),
    ("frequency", {}, weekly("EXERCISE", range(0, 66)), State.NOT_SEEN, "1.0 times the year before", "every week as ever"),
    ("frequency", {}, weekly("EXERCISE", range(20, 30)), State.NOT_SEEN, "no exercise told in 90 days", "only long ago"),
    ("composition", ELEMENTS, [*HOSPITAL, *FUEL], State.SEEN, "told of: fuel, medical; 4 independent origins", "two elements of three"),
    ("composition", ELEMENTS, HOSPITAL, State.PARTLY, "told of: medical", "one element"),
    ("composition", ELEMENTS, TWO, State.NOT_SEEN, "none told of: fuel, medical, rail", "none"),
    ("narrative", {"actor": ["BLR"]}, ACCUSES, State.SEEN, "3 in 30 days, 0.0 usual", "three at once where none was usual"),
    ("narrative", {"actor": ["BLR"]}, [*ACCUSES[:1], *LAST_YEAR], State.NOT_SEEN, "1 in 30 days, 3.7 usual", "fewer than usual"),
    ("narrative", {"actor": ["BLR"]}, TWO, State.NOT_SEEN, "no accusation or threat in 30 days", "none"),
    ("absent", AWAITED, [DRILL], State.PARTLY, "expected within 10 days of 2021-08-05; not reported", "nobody left after a drill"),
    ("absent", AWAITED, [DRILL, GOING], State.NOT_SEEN, "expected after 2021-08-05, and came on 2021-08-20", "they left"),
    ("absent", AWAITED, [claim("EXERCISE", "2021-08-25")], State.NOT_SEEN, "nothing is expected yet", "it is too early"),
    ("absent", AWAITED, TWO, State.NOT_SEEN, "nothing is expected yet", "no drill"),
    ("stance", STANCES, [*REFUSED_BEFORE, *CONSENTS], State.SEEN, "balance +1.00 lately, -1.00 before", "from refusing to allowing"),
    ("stance", STANCES, CONSENTS, State.PARTLY, "0.00 before (0 for, 0 against)", "for, and nothing was said before"),
    ("stance", STANCES, REFUSES, State.NOT_SEEN, "nothing said for it lately", "as ever against"),
    ("stance", STANCES, [*CONSENTED_BEFORE, *CONSENTS], State.NOT_SEEN, "balance +1.00 lately, +1.00 before", "as ever for"),
    ("unusual", ELEMENTS, [*YEARLY, *LARGE_DRILL], State.PARTLY, "figure (100% of 3 earlier ones without)", "three times as many as in the years before"),
    ("unusual", ELEMENTS, [*YEARLY, *BRIDGED], State.SEEN, "rail (100% of 3 earlier ones without)", "trains, as never before"),
    ("unusual", ELEMENTS, [*YEARLY, claim("EXERCISE", "2021-08-25", quantity=1000)], State.NOT_SEEN, "as 3 earlier exercises", "as every year"),
    ("unusual", ELEMENTS, TWO, State.NOT_SEEN, "no exercise to compare", "no exercise"),
    ("broken", {}, [PROMISED, claim("REMAIN", "2021-08-22", operation="zapad-2021")], State.SEEN, "1 of 1 promises failed; “leave” of 2021-08-01: reported still there on 2021-08-22", "a promise was broken"),
    ("broken", {}, [PROMISED, claim("WITHDRAW", "2021-08-20", operation="zapad-2021")], State.NOT_SEEN, "no promise broken; 1 kept of 1", "a promise was kept"),
    ("broken", {"by": ["BLR"]}, [PROMISED, claim("REMAIN", "2021-08-22", operation="zapad-2021")], State.NOT_SEEN, "0 kept of 0", "asked of another"),
    ("silence", {"days": 30}, [*weekly("DEPLOY", range(6, 20)), claim("DEPLOY", outlet="AP")], State.SEEN, "1 of 1 expected reporters silent for 30 days: Reuters", "one who told every week"),
    ("silence", {"days": 30}, weekly("DEPLOY", range(0, 20)), State.NOT_SEEN, "all 1 expected reporters told something", "one who still tells"),
    ("silence", {"days": 30}, TWO, State.NOT_SEEN, "no reporter tells often enough", "nobody is expected"),
    ("silence", {"days": 30, "outlets": ["BelTA", "Reuters"]}, TWO, State.SEEN, "1 of 2 expected reporters silent for 30 days: BelTA", "one that the watch names"),
    ("cooccurrence", {"of": ["arrivals", "threats"]}, TWO, State.PARTLY, "at once: arrivals, threats", "both at once"),
    ("cooccurrence", {"of": ["arrivals", "threats"]}, TWO[:1], State.NOT_SEEN, "of 2 needed at once: arrivals", "one of two"),
]  # fmt: skip


def seen_in(claims: list[Claim], covered: bool = True, at: date = DAY) -> View:
    there = ledger(claims, voices_of(claims), at).results
    told = view(claims, at, presences=there, covered=covered)
    beside = {"arrivals": sign("arrivals", 0.7, evidence=tuple(c.id for c in claims if c.mode is Mode.DEPLOY))}
    beside["threats"] = sign("threats", 0.4 if len(claims) > 1 else 0.0)
    return msgspec.structs.replace(told, promises=promises(claims, at).results, read=beside)


@pytest.mark.parametrize(
    ("rule", "given", "claims", "state", "reason", "why"), CASES, ids=[f"{case[0]}: {case[5]}" for case in CASES]
)
def test_a_rule_reads_its_claims(
    rule: str, given: dict[str, Any], claims: list[Claim], state: State, reason: str, why: str
):
    signal = read(rule, given, seen_in(claims))
    assert (signal.state, reason in signal.reason) == (state, True), f"{signal.strength}: {signal.reason}"
    assert 0 <= signal.strength <= 1
    assert bool(signal.strength) <= bool(signal.evidence), "what moves opens down to its claims"
    assert set(signal.evidence) <= {c.id for c in claims} and len(set(signal.evidence)) == len(signal.evidence)


def test_every_rule_has_cases_seen_and_not_seen():
    seen = {case[0] for case in CASES if case[3] in {State.SEEN, State.PARTLY}}
    unseen = {case[0] for case in CASES if case[3] is State.NOT_SEEN}
    assert seen == unseen == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_not_seen_and_no_coverage_are_never_the_same(rule: str):
    given = {"counts": {"mode": ["DEPLOY"]}, "composition": ELEMENTS, "absent": AWAITED,
             "unusual": ELEMENTS, "cooccurrence": {"of": ["a"]}}.get(rule, {})  # fmt: skip
    reported, silent = read(rule, given, view(covered=True)), read(rule, given, view(covered=False))
    assert (reported.state, silent.state) == (State.NOT_SEEN, State.NO_COVERAGE)
    assert reported.reason and "nothing can be said" in silent.reason
    assert silent.strength == 0


def test_what_is_still_seen_stays_seen_without_coverage():
    """Silence does not unsay what was said."""
    assert read("counts", {"mode": ["DEPLOY"]}, view(TWO, covered=False)).state is State.SEEN


def test_the_absence_of_a_report_counts_only_where_reporters_were():
    assert read("absent", AWAITED, seen_in([DRILL], covered=False)).strength == 0


def test_silence_after_an_end_grows_for_a_fortnight_and_then_fades():
    ages = [1, 7, 14, 45, 105]
    worth = [
        read("overdue", {}, seen_in([EXTENDED], at=day("2021-08-10") + timedelta(days=age)), 60).strength
        for age in ages
    ]
    assert worth == pytest.approx([0.6 / 14, 0.3, 0.6, 0.6, 0.3], abs=1e-6)


def test_a_reprinted_outlier_does_not_become_typical():
    """One voice tells of 200,000, in three reports; two voices of 3,000."""
    before = [claim("STATION", "2021-07-20", quantity=3000)]
    outlier = [claim("STATION", "2021-08-29", quantity=200_000, report=f"x{n}", outlet="TASS") for n in range(3)]
    once = read("strength", {"days": 31}, seen_in([*before, *LARGE, outlier[0]]))
    thrice = read("strength", {"days": 31}, seen_in([*before, *LARGE, *outlier]))
    assert once.reason == thrice.reason
    assert (once.strength, thrice.strength) == (0, 0)


def test_a_trend_is_the_change_since_the_day_before():
    now = read("counts", {"mode": ["DEPLOY"]}, view(TWO), before=0.25)
    assert now.trend == pytest.approx(now.strength - 0.25)
    assert read("counts", {"mode": ["DEPLOY"]}, view(TWO)).trend == now.strength, "nothing was read before"


# What a claim weighs

WEIGHTS = [
    (claim(), 0, 1.0, "certain, today"),
    (claim(outlet="TASS"), 0, 1.0, "whoever tells it: how far he is right comes afterwards"),
    (claim(hedge="probable"), 0, 0.7, "probable is seven tenths"),
    (claim(hedge="possible"), 0, 0.3, "possible is three tenths"),
    (claim(), 30, 0.5, "a half-life halves"),
    (claim(), 60, 0.25, "two quarter it"),
    (claim(hedge="planned", time="/2021-09-10"), 9, 2 ** (-9 / 30), "a plan on its last day"),
    (claim(hedge="planned", time="/2021-09-10"), 10, 0.0, "a plan expires after its end"),
    (claim(hedge="planned", time="2021-09-10/"), 30, 0.5, "a plan without an end fades only"),
    (claim(time="/2021-09-10"), 30, 0.5, "what happened does not expire"),
]
RELIABLE = [
    (["Reuters"], 0.8, "letter B"),
    (["TASS"], 0.4, "letter D"),
    (["Nobody's Paper"], 0.5, "not judged"),
    ([None], 0.25, "of unknown lineage: half of one not judged"),
    ([None, None], 0.25, "many of unknown lineage are one"),
    (["Reuters", "Reuters"], 0.8, "one voice twice"),
    (["Reuters", "TASS"], 1 - 0.2 * 0.6, "one of two is right"),
    ([], 0.0, "nobody"),
]


@pytest.mark.parametrize(("told", "age", "expected", "why"), WEIGHTS, ids=[case[3] for case in WEIGHTS])
def test_a_claim_weighs_by_its_hedge_and_age(told: Claim, age: int, expected: float, why: str):
    assert weight(told, view([told], DAY + timedelta(days=age)), 30) == pytest.approx(expected)


@pytest.mark.parametrize(("outlets", "expected", "why"), RELIABLE, ids=[case[2] for case in RELIABLE])
def test_how_far_tellers_are_right(outlets: list[str | None], expected: float, why: str):
    told = [claim(outlet=outlet, report=f"r{n}") for n, outlet in enumerate(outlets)]
    assert reliability(told, view(told)) == pytest.approx(expected)


def test_the_letter_of_whoever_told_it_first_counts():
    """TASS told it; Reuters printed TASS."""
    told = claim(outlet="Reuters")
    first = msgspec.structs.replace(view([told]), tellers={told.id: "TASS"})
    tass = claim(outlet="TASS")
    assert reliability([told], first) == reliability([tass], view([tass])) < reliability([told], view([told]))


def test_the_letters_fall_and_unjudged_lies_between():
    assert [RELIABILITY[letter] for letter in "ABCDE"] == sorted(
        (RELIABILITY[letter] for letter in "ABCDE"), reverse=True
    )
    assert RELIABILITY["D"] < RELIABILITY["F"] < RELIABILITY["C"]


@given(st.integers(1, 400), st.integers(0, 400))
def test_a_half_life_halves(half_life: int, age: int):
    now, later = (weight(claim(), view(on=DAY + timedelta(days=d)), half_life) for d in (age, age + half_life))
    assert later == pytest.approx(now / 2)


# How voices add up


def test_each_voice_adds_less_than_the_one_before():
    worth = [
        together(
            [claim(outlet=o) for o in ("Reuters", "AP", "AFP")[:n]],
            view([claim(outlet=o) for o in ("Reuters", "AP", "AFP")[:n]]),
            30,
        )
        for n in range(4)
    ]
    gains = [b - a for a, b in zip(worth, worth[1:], strict=False)]
    assert worth[0] == 0
    assert worth[1] == pytest.approx(ONE_VOICE)
    assert gains[0] > gains[1] > gains[2] > 0
    assert worth[3] == pytest.approx(1 - (1 - ONE_VOICE) ** 3, abs=1e-6) and worth[3] < 1


def test_a_voice_counts_by_its_best_claim():
    """A minister says it surely to one, doubtfully to another, long ago to a third."""
    best = claim(source="Ivan Example")
    claims = [
        best,
        claim(source="Ivan Example", hedge="possible", outlet="AP"),
        claim(told="2021-07-01", source="Ivan Example"),
    ]
    assert together(claims, view(claims), 30) == together([best], view([best]), 30)


def test_all_of_unknown_lineage_are_one_voice_and_half_a_one():
    claims = [claim(outlet=None, report=f"r{n}") for n in range(50)]
    assert together(claims, view(claims), 30) == pytest.approx(0.65 * 0.5), "0.65 a voice, half a voice"


@given(
    st.lists(st.sampled_from(["Reuters", "AP", "TASS", None]), min_size=1, max_size=6),
    st.integers(0, 40),
    st.integers(1, 50),
)
def test_reprints_add_nothing(outlets: list[str | None], age: int, times: int):
    """Copies of a claim in other reports, under the same voice."""
    claims = [claim(outlet=o, report=f"r{n}") for n, o in enumerate(outlets)]
    copies = [
        msgspec.structs.replace(claims[0], id=f"copy{n}", report=f"copy{n}", outlet=outlets[0]) for n in range(times)
    ]
    voices = voices_of(claims) | {c.id: voices_of(claims)[claims[0].id] for c in copies}
    at = DAY + timedelta(days=age)
    once = together(claims, view(claims, at, voices=voices), 30)
    assert together([*claims, *copies], view([*claims, *copies], at, voices=voices), 30) == once


@given(
    st.permutations(
        [
            claim(outlet=o, told=DAY - timedelta(days=n))
            for n, o in enumerate(["Reuters", "AP", "TASS", None, "BBC", "AFP"])
        ]
    )
)
def test_the_order_of_claims_does_not_matter(claims: list[Claim]):
    ordered = sorted(claims, key=lambda c: c.id)
    assert together(claims, view(claims), 30) == together(ordered, view(ordered), 30)


def test_an_old_claim_is_no_longer_named():
    claims = [claim(told=d) for d in days_before(DAY, 0, 90, 91)]
    assert fresh(claims, view(claims), 30) == claims[:2]


# What a selection fits

FITS = [
    ({}, True, "nothing asked"),
    ({"mode": ["DEPLOY", "REMAIN"]}, True, "one of the modes"),
    ({"mode": ["REMAIN"]}, False, "another mode"),
    ({"reality": ["planned"]}, False, "another reality"),
    ({"certainty": ["certain"]}, True, "its certainty"),
    ({"polarity": ["no"]}, False, "only denials asked"),
    ({"polarity": ["yes", "no"]}, True, "both asked"),
    ({"actor": ["RUS", "WAGNER"]}, True, "one of the actors"),
    ({"actor": ["WAGNER"]}, False, "another actor"),
    ({"other": ["UKR"]}, False, "nobody it is done to"),
    ({"place": ["BLR"]}, True, "its country"),
    ({"place": ["POL"]}, False, "another country"),
    ({"speaker": ["RUS"]}, True, "without a speaker the actor speaks"),
    ({"speaker": ["BLR"]}, False, "another speaker"),
    ({"operation": ["zapad-2021"]}, True, "its operation"),
    ({"operation": ["zapad-2017"]}, False, "another operation"),
    ({"unit": ["troops"]}, True, "its unit"),
    ({"unit": ["tanks"]}, False, "another unit"),
    ({"words": ["column", "arrived"]}, True, "one of the words"),
    ({"words": ["left"]}, False, "none of the words"),
]


@pytest.mark.parametrize(("given", "expected", "why"), FITS, ids=[case[2] for case in FITS])
def test_a_selection_fits_by_every_key(given: dict[str, Any], expected: bool, why: str):
    assert fits(claim("DEPLOY", quantity=500, operation="zapad-2021"), given) is expected


def test_a_denial_fits_only_where_it_is_asked_for():
    assert not fits(claim(hedge="no"), {}) and fits(claim(hedge="no"), {"polarity": ["no"]})


# States

STATES = [(0.0, State.NOT_SEEN), (PARTLY - 0.001, State.NOT_SEEN), (PARTLY, State.PARTLY), (SEEN - 0.001, State.PARTLY), (SEEN, State.SEEN),
          (1.0, State.SEEN), (7.0, State.SEEN), (-7.0, State.NOT_SEEN)]  # fmt: skip


@pytest.mark.parametrize(("value", "state"), STATES)
def test_a_state_follows_the_strength(value: float, state: State):
    signal = reading(view(), value, "because")
    assert signal.state is state and 0 <= signal.strength <= 1


def test_evidence_is_named_newest_first_and_once():
    claims = [claim(told=d) for d in days_before(DAY, *range(20))]
    named = reading(view(claims), 1.0, "because", [*claims, *claims]).evidence
    assert list(named) == [c.id for c in claims[:12]]


def test_every_indicator_of_the_shipped_watch_is_read(belarus: Any):
    read_now = signals(belarus, view([claim("DEPLOY")]), {}).results
    assert [s.indicator for s in read_now] == [i.name for i in belarus.indicators]
    assert all(s.reason for s in read_now), "a reason also for nothing"


def test_the_keys_of_every_rule_are_told():
    assert set(KEYS) == set(RULES)
    assert set(KEYS["trend"]) == {"for", "against"} and "words" in KEYS["counts"]
