"""The stages in their order: the same input gives the same answer, reprints move nothing, revisions replace."""

import random
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from build import claim, day, hypothesis, indicator, instant, page, report, watch
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.origins import origins
from vedette.pipeline import Study, days, keep_studies, read_page, read_pages, study, take_in
from vedette.store import open_store
from vedette.vocabulary import Claim, Page, Problem, Report, Status, Warning, Watch, to_json

UNTIL = date(2021, 12, 1)

# What each outlet wrote: the text, and the claims that stand in it (mode, words, fields).
Written = tuple[str, list[tuple[str, str, dict[str, Any]]]]

DRILLS: Written = (
    "The joint drills began at three ranges on Friday and are to end on 16 September, the general staff says. "
    "Eight thousand soldiers take part, most of them brought by rail over the past two weeks.",
    [
        ("EXERCISE", "The joint drills began at three ranges", {"time": "2021-09-10/2021-09-16", "operation": "zapad-2021", "quantity": 8000}),
        ("DEPLOY", "brought by rail over the past two weeks", {}),
    ],
)  # fmt: skip
STAYED: Written = (
    "Rows of lorries and tents could still be seen at the range near the river a week after the end of the manoeuvres. "
    "Villagers said that nobody had packed up, and the railway could not say when the wagons would come.",
    [("REMAIN", "nobody had packed up", {})],
)
ALLOWED: Written = (
    "The president told his cabinet that the guests might keep their lorries at the range for as long as they liked. "
    "In spring he had called the same request out of the question.",
    [("CONSENT", "the guests might keep their lorries", {"actor": "BLR", "speaker": ("BLR",)})],
)
LEFT: Written = (
    "All the troops have gone home, the ministry in the capital announced; the last wagons crossed the frontier at noon. "
    "Reporters at the station counted eleven trains in four days.",
    [("WITHDRAW", "All the troops have gone home", {})],
)  # fmt: skip


def tell(
    id: str, on: str, written: Written, outlet: str | None = "Reuters", **fields: Any
) -> tuple[Report, list[Claim]]:
    """A report with the claims that stand in it."""
    text, said = written
    made = report(id, on, outlet=outlet, text=text, **fields)
    claims = []
    for mode, quote, more in said:
        at = text.index(quote)
        span = (at, at + len(quote))
        own = {"evidence": span, "trigger": (at, at + 3), "taken_in": made.taken_in, **more}
        claims.append(claim(mode, made.day, report=id, outlet=outlet, quote=quote, **own))
    return made, claims


Told = list[tuple[Report, list[Claim]]]


def the_news() -> Told:
    return [
        tell("r1", "2021-09-10", DRILLS, "TASS"),
        tell("r2", "2021-09-11", DRILLS, "Interfax"),
        tell("r3", "2021-09-23", STAYED, "Reuters"),
        tell("r4", "2021-09-25", ALLOWED, "BBC"),
        tell("r5", "2021-11-01", LEFT, "TASS"),
    ]


def small_watch() -> Watch:
    """Two signs of a stay and one against."""
    return watch(
        [
            indicator("left-behind", "counts", {"mode": ["REMAIN"], "actor": ["RUS"]}),
            indicator("overdue", "overdue", half_life=60),
            indicator("consent", "counts", {"mode": ["CONSENT"], "actor": ["BLR"]}),
            indicator("arrivals", "counts", {"mode": ["DEPLOY"], "actor": ["RUS"]}),
            indicator("frequency", "frequency", {"actor": ["RUS"]}),
        ],
        [
            hypothesis(
                "stay",
                {"left-behind": 4.0, "overdue": 3.0, "consent": 2.5, "arrivals": 1.3, "frequency": 2.0},
                prior=0.2,
            )
        ],
    )


def studied(told: Told, asked: Watch | None = None, until: date = UNTIL, known: tuple[Warning, ...] = ()) -> Study:
    reports = [r for r, _ in told]
    claims = [c for _, each in told for c in each]
    return study(asked or small_watch(), reports, claims, origins(tuple(reports)).results, until, known)


def bytes_of(made: Study) -> list[bytes]:
    return [to_json(part) for part in (made.presences, made.signals, made.assessments, made.warnings)]


def by_day(made: Study) -> dict[tuple[str, date], float]:
    return {(a.hypothesis, a.day): a.probability for a in made.assessments}


# One story from end to end


def test_a_stay_is_told_from_its_first_day_to_its_last():
    made = studied(the_news())
    figures = by_day(made)
    drill, after = figures["stay", day("2021-09-10")], figures["stay", day("2021-09-25")]
    assert drill < 0.35 < after, "an exercise alone is no stay; what stays after it is"
    assert [(w.kind, str(w.raised)) for w in made.warnings if w.kind == "presence"] == [("presence", "2021-09-17")]
    assert any(w.subject == "stay" for w in made.warnings)
    assert {p.status for p in made.presences} == {Status.GONE}
    assert made.day == UNTIL and made.assessments[-1].day == UNTIL


def test_every_number_opens_down_to_a_claim():
    told = the_news()
    known = {c.id for _, claims in told for c in claims}
    made = studied(told)
    opened = [*made.presences, *made.assessments, *made.warnings, *made.signals]
    assert all(set(word.evidence) <= known for word in opened)
    assert all(p.evidence for p in made.presences) and all(w.evidence for w in made.warnings)


def test_nothing_is_known_before_it_is_told():
    """A replay up to a day is the whole replay cut off there."""
    whole, cut = studied(the_news()), studied(the_news(), until=date(2021, 9, 24))
    assert by_day(cut) == {key: p for key, p in by_day(whole).items() if key[1] < date(2021, 9, 24)} | {
        key: p for key, p in by_day(cut).items() if key[1] == date(2021, 9, 24)
    }
    assert all(w.raised <= date(2021, 9, 24) for w in cut.warnings)


def test_nothing_told_is_nothing_assessed():
    made = studied([])
    assert (made.assessments, made.presences, made.warnings, made.signals) == ((), (), (), ())


def test_claims_on_others_are_left_out():
    told = [
        *the_news(),
        tell(
            "x",
            "2021-10-05",
            ("Chinese ships sailed to a reef.", [("DEPLOY", "Chinese ships", {"actor": "CHN", "place": "China, CHN"})]),
        ),
    ]
    assert bytes_of(studied(told)) == bytes_of(studied(the_news()))


# In any order


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_reports_and_claims_in_any_order_give_the_same_bytes(chance: random.Random):
    told = the_news()
    reports, claims = [r for r, _ in told], [c for _, each in told for c in each]
    chance.shuffle(reports)
    chance.shuffle(claims)
    found = list(origins(tuple(reports)).results)
    chance.shuffle(found)
    made = study(small_watch(), iter(reports), iter(claims), tuple(found), UNTIL)
    assert bytes_of(made) == bytes_of(studied(the_news()))


def test_the_shipped_watch_gives_the_same_bytes_in_any_order(belarus: Watch):
    told = the_news()
    assert bytes_of(studied(told[::-1], belarus)) == bytes_of(studied(told, belarus))


def test_studying_twice_warns_once():
    first = studied(the_news())
    again = studied(the_news(), known=first.warnings)
    assert again.warnings == first.warnings


# Reprints


REPRINTED = [("r1", DRILLS), ("r3", STAYED), ("r4", ALLOWED), ("r5", LEFT)]
AGES = [0, 1, 5, 20, 45]


@pytest.mark.parametrize(("copied", "written"), REPRINTED, ids=[r for r, _ in REPRINTED])
@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("outlet", ["Daily Express", None])
def test_an_exact_reprint_raises_no_assessment(copied: str, written: Written, age: int, outlet: str | None):
    """Whoever prints it again and however late: no voice is added, and an old story is no fresher and no surer."""
    plain = studied(the_news())
    first = next(r for r, _ in the_news() if r.id == copied)
    again = tell("copy", str(first.day + timedelta(days=age)), written, outlet, hour=13)
    copied_too = studied([*the_news(), again])
    before, after = by_day(plain), by_day(copied_too)
    assert [key for key in before if after[key] > before[key]] == []
    assert [(w.kind, w.level, w.raised) for w in copied_too.warnings] == [
        (w.kind, w.level, w.raised) for w in plain.warnings
    ]
    assert [(p.status, p.since) for p in copied_too.presences] == [(p.status, p.since) for p in plain.presences]


def test_fifty_reprints_move_nothing_with_the_shipped_watch(belarus: Watch):
    outlets = ["Daily Express", "BBC", "TASS", "AFP", None]
    copies = [
        tell(f"copy{n}", str(date(2021, 9, 23) + timedelta(days=n % 9)), STAYED, outlets[n % 5]) for n in range(50)
    ]
    before, after = by_day(studied(the_news(), belarus)), by_day(studied([*the_news(), *copies], belarus))
    assert [key for key in before if after[key] > before[key]] == []


def test_reprints_are_counted_as_reports_all_the_same():
    copies = [tell(f"copy{n}", "2021-09-24", STAYED, "Daily Express") for n in range(3)]
    (signal,) = [
        s for s in studied([*the_news(), *copies], until=date(2021, 9, 30)).signals if s.indicator == "left-behind"
    ]
    assert (signal.lineage.reports, signal.lineage.origins) == (4, 1)


def test_a_second_telling_of_its_own_does_raise():
    """Another outlet's own words are another voice."""
    own: Written = (
        "Our correspondent drove past the range: the vehicles are all still there.",
        [("REMAIN", "vehicles are all still there", {})],
    )
    before, after = by_day(studied(the_news())), by_day(studied([*the_news(), tell("own", "2021-09-24", own, "AFP")]))
    assert after["stay", day("2021-09-25")] > before["stay", day("2021-09-25")]


# Revisions


def revised(id: str, on: str, written: Written) -> tuple[Report, list[Claim]]:
    """A later revision of the article "drills", published on the 10th."""
    return tell(
        id,
        on,
        written,
        item="drills",
        published=report(told="2021-09-10").published,
        modified=report(told=on).published,
    )


def test_a_revision_replaces_the_claims_of_what_it_revises():
    """The first told of a stay by mistake; the article was set right two days later."""
    first = tell("v1", "2021-09-10", STAYED, item="drills")
    second = revised("v2", "2021-09-12", DRILLS)
    made = studied([first, second], until=date(2021, 9, 14))
    signals = {s.indicator: s for s in made.signals}
    assert signals["left-behind"].strength == 0
    assert {c for p in made.presences for c in p.evidence} <= {c.id for c in second[1]}
    figures = by_day(made)
    assert figures["stay", day("2021-09-10")] > 0.2, "on the first day it was known as it was told"
    assert day("2021-09-12") in {a.day for a in made.assessments}, "the day of the revision is assessed"


def test_a_revision_counts_from_its_own_day():
    first = tell("v1", "2021-09-10", DRILLS, item="drills")
    second = revised("v2", "2021-09-20", STAYED)
    made = studied([first, second], until=date(2021, 9, 19))
    assert {s.indicator: s.strength for s in made.signals}["left-behind"] == 0


def test_the_last_of_three_revisions_stands():
    told = [
        tell("v1", "2021-09-10", DRILLS, item="drills"),
        revised("v2", "2021-09-12", STAYED),
        revised("v3", "2021-09-14", ALLOWED),
    ]
    made = studied(told, until=date(2021, 9, 20))
    assert {s.indicator: s.strength > 0 for s in made.signals} == {
        "left-behind": False, "overdue": False, "consent": True, "arrivals": False, "frequency": False,
    }  # fmt: skip
    assert bytes_of(studied(told[::-1], until=date(2021, 9, 20))) == bytes_of(made)


def test_two_articles_do_not_replace_each_other():
    told = [tell("a", "2021-09-20", STAYED), tell("b", "2021-09-21", ALLOWED)]
    made = studied(told, until=date(2021, 9, 22))
    assert {s.indicator for s in made.signals if s.strength} == {"left-behind", "consent"}


# Days

DAYS = [
    ([], "2021-09-30", [], "nothing told"),
    (["2021-09-01"], "2021-09-01", ["2021-09-01"], "one day"),
    (["2021-09-01"], "2021-09-16", ["2021-09-01", "2021-09-08", "2021-09-15", "2021-09-16"], "once a week, and the last"),
    (["2021-09-01", "2021-09-03"], "2021-09-08", ["2021-09-01", "2021-09-03", "2021-09-08"], "each day with news"),
    (["2021-10-01"], "2021-09-30", [], "what is told later is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "until", "expected", "why"), DAYS, ids=[case[3] for case in DAYS])
def test_days_with_news_and_one_a_week_are_assessed(told: list[str], until: str, expected: list[str], why: str):
    assert days([(claim(told=on), None) for on in told], day(until)) == [day(each) for each in expected]


def test_the_day_of_a_revision_is_a_day_with_news():
    assert days([(claim(told="2021-09-01"), day("2021-09-03"))], day("2021-09-04")) == [
        day(f"2021-09-0{n}") for n in (1, 3, 4)
    ]


# With the store

TEXT = """Russian troops arrive in Belarus for drills

MINSK, September 2 (Reuters) - Russian troops arrived in Belarus on Thursday, the defence ministry said.

About 200 soldiers will take part in exercises near Brest until September 16, it said.
"""


def test_a_page_is_read_into_a_report_with_claims():
    made, claims, problems = read_page(page(TEXT, "2021-09-02", published="2021-09-02", outlet="Reuters"))
    (only,) = made
    assert claims and all(c.report == only.id for c in claims)
    for c in claims:
        assert only.text[slice(*c.evidence)] == c.quote, "a claim reads as its report has it"
        assert c.evidence[0] <= c.trigger[0] < c.trigger[1] <= c.evidence[1]
    assert all(isinstance(p, Problem) for p in problems)


def test_a_page_that_holds_no_text_is_a_problem_and_no_crash():
    made, claims, problems = read_page(page(b"\x00\x01\x02\x03" * 500, content_type="application/octet-stream"))
    assert (made, claims) == ((), ())
    assert [p.stage for p in problems] == ["clean"] and problems[0].message


def test_pages_are_taken_in_once_and_problems_are_gathered():
    first, fault = page(TEXT), Problem(stage="collect", kind="gone", subject="x", message="x is gone")
    with open_store(":memory:") as store:
        assert take_in(store, [first, fault, first]) == (1, 1, [fault])


def test_running_twice_reads_once_and_warns_once(belarus: Watch):
    with open_store(":memory:") as store:
        take_in(store, some_pages())
        assert read_pages(store) == 2
        assert read_pages(store) == 0
        (first,) = keep_studies(store, [belarus], UNTIL)
        kept = store.warnings(belarus.name)
        (second,) = keep_studies(store, [belarus], UNTIL)
        assert to_json(second) == to_json(first)
        assert store.warnings(belarus.name) == kept


def some_pages() -> list[Page]:
    other = TEXT.replace("September", "October").replace("200", "300")
    return [page(TEXT, "2021-09-02", published="2021-09-02"), page(other, "2021-10-02", published="2021-10-02")]


def test_pages_taken_in_in_another_order_give_the_same_study(belarus: Watch):
    made = []
    for order in (some_pages(), some_pages()[::-1]):
        with open_store(":memory:") as store:
            take_in(store, order)
            read_pages(store)
            made.append(to_json(keep_studies(store, [belarus], UNTIL)))
    assert made[0] == made[1]


def test_progress_is_told_once_a_page():
    told: list[int] = []
    with open_store(":memory:") as store:
        take_in(store, some_pages(), told.append)
        read_pages(store, told.append)
    assert told == [1, 1, 1, 1]


def test_a_page_of_a_later_day_does_not_change_an_earlier_study(belarus: Watch):
    early, late = some_pages()
    results = []
    for pages in ([early], [early, late]):
        with open_store(":memory:") as store:
            take_in(store, pages)
            read_pages(store)
            results.append(bytes_of(keep_studies(store, [belarus], date(2021, 9, 20))[0]))
    assert results[0] == results[1]


def test_an_undated_claim_counts_from_the_day_it_was_taken_in():
    made, claims = tell("r1", "2021-09-10", STAYED)
    undated = [msgspec.structs.replace(c, reported=None, taken_in=instant("2021-09-15")) for c in claims]
    assessed = studied([(msgspec.structs.replace(made, published=None, taken_in=instant("2021-09-15")), undated)])
    assert assessed.assessments[0].day == date(2021, 9, 15)
