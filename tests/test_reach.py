"""A watch that fits nothing, and an indicator that fits everything, say so."""

from build import DAY, claim, hypothesis, indicator, watch

from vedette.pipeline import study
from vedette.reach import LEAST, reach
from vedette.vocabulary import Claim

MANY = [claim(mode, outlet=f"Paper {n}") for n in range(LEAST) for mode in ("DEPLOY", "ATTACK")]
ELSEWHERE = [claim("DEPLOY", actor="FRA", place="Mali, MLI", outlet=f"Paper {n}") for n in range(LEAST)]
WATCH = watch(
    [
        indicator("all", given={}),
        indicator("arrivals", given={"mode": ["DEPLOY"]}),
        indicator("against", "trend", given={"for": {"actor": ["RUS"]}, "against": {"mode": ["REFUSE"]}}),
    ],
    [hypothesis("stay", {"all": 2.0})],
)


def kinds(claims: list[Claim], relevant: list[Claim]) -> list[tuple[str, str]]:
    return [(p.kind, p.subject) for p in reach(WATCH, claims, relevant)]


def test_a_watch_that_no_claim_is_about_says_so():
    assert kinds(ELSEWHERE, []) == [("matches nothing", "a watch")]
    assert "force RUS; host BLR" in reach(WATCH, ELSEWHERE, [])[0].message


def test_of_few_claims_nothing_is_said():
    assert kinds(ELSEWHERE[:3], []) == [] and kinds(MANY[:3], MANY[:3]) == []


def test_an_indicator_that_fits_nearly_everything_says_so():
    assert kinds(MANY, MANY) == [
        ("matches everything", "a watch: indicators.all"),
        ("matches everything", "a watch: indicators.against"),
    ]


def test_the_same_is_said_again_in_the_same_words_when_claims_are_more():
    assert reach(WATCH, MANY, MANY) == reach(WATCH, MANY * 3, MANY * 3)


def test_a_study_tells_it():
    assert [p.kind for p in study(WATCH, [], ELSEWHERE, (), DAY).problems] == ["matches nothing"]
