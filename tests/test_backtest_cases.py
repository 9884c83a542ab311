"""Cases replayed: leads, alarms in vain, forecasts that end before the outcome, no hindsight, and what stops a replay."""

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from build import claim, day, hypothesis, indicator, report, watch

from vedette.backtest import Replayed, page, replayed
from vedette.backtest.cases import HORIZON, STEP, Answer, Heard, answers, hear, replay, share, summed
from vedette.collect.cases import Case, Outcome, case
from vedette.errors import Stop
from vedette.indicators import KEYS
from vedette.origins import origins
from vedette.settings import shipped
from vedette.show import console, safe
from vedette.show.history import cases as shown
from vedette.vocabulary import Claim, Report, Watch, from_json, to_json
from vedette.watch import load, parse

CASES = sorted(path.parent for path in shipped("cases").glob("*/case.toml"))
Told = tuple[Report, Claim]


# A small case by hand


def a_watch(**fields: Any) -> Watch:
    """One question, two signs for it and one against."""
    return watch(
        [
            indicator("stays", "counts", {"mode": ["REMAIN"], "actor": ["RUS"]}),
            indicator("arrivals", "counts", {"mode": ["DEPLOY"], "actor": ["RUS"]}),
            indicator("leaving", "counts", {"mode": ["WITHDRAW"], "actor": ["RUS"]}, half_life=60),
        ],
        [hypothesis("stay", {"stays": 8.0, "arrivals": 2.0, "leaving": 0.2}, prior=0.1, kind="lasting-presence")],
        **fields,
    )


def tell(number: int, on: str, mode: str, outlet: str) -> Told:
    """A report that says one thing, in words that no other one has."""
    quote = f"Story {number}: {mode.lower()} {number * 7919} near range {number * 31}"
    made = report(f"r{number}", on, outlet=outlet, text=f"{quote}. Nothing else of {number} was told {number * 17}.")
    return made, claim(mode, on, report=made.id, outlet=outlet, quote=quote)


def the_news() -> list[Told]:
    """Two rises: three outlets in March, then a leaving; three in September, and nothing after them."""
    return [
        tell(1, "2021-02-01", "DEPLOY", "Reuters"),
        tell(2, "2021-03-01", "REMAIN", "Reuters"),
        tell(3, "2021-03-03", "REMAIN", "AFP"),
        tell(4, "2021-03-05", "REMAIN", "BBC"),
        tell(5, "2021-03-20", "WITHDRAW", "AP"),
        tell(6, "2021-09-01", "REMAIN", "AFP"),
        tell(7, "2021-09-02", "REMAIN", "BBC"),
        tell(8, "2021-09-03", "REMAIN", "Reuters"),
    ]


def heard_of(
    told: list[Told], happened: str | None, *, start: str = "2021-01-01", end: str = "2021-12-31", **fields: Any
) -> Heard:
    reports = tuple(made for made, _ in told)
    outcome = Outcome(happened=day(happened) if happened else False, says="They stay", source="a test")
    facts = Case(**{"name": "made", "watch": "made", "start": day(start), "end": day(end), "outcomes": {"stay": outcome}} | fields)  # fmt: skip
    return Heard("made", facts, reports, tuple(c for _, c in told), origins(reports).results, ())


def answer(happened: str | None, told: list[Told] | None = None, **fields: Any) -> Answer:
    heard = heard_of(the_news() if told is None else told, happened, **fields)
    (found,) = answers(heard, a_watch(), replay(heard, a_watch()))
    return found


def test_the_lead_counts_from_the_warning_that_still_stood() -> None:
    found = answer("2021-09-20")
    assert (found.watch, found.watch_lead) == (date(2021, 9, 2), 18)
    assert (found.warning, found.warning_lead) == (None, None)


def test_an_alarm_given_up_long_before_was_in_vain_and_its_days_are_counted() -> None:
    found = answer("2021-09-20")
    assert (found.false_watch, found.false_warning) == (1, 0)
    assert found.days_in_vain == (date(2021, 3, 29) - date(2021, 3, 3)).days


def test_an_alarm_given_up_shortly_before_is_no_lead_and_not_in_vain() -> None:
    found = answer("2021-03-31")
    assert (found.watch, found.watch_lead, found.false_watch, found.days_in_vain) == (None, None, 0, 0)


def test_an_alarm_is_in_vain_from_the_first_day_beyond_the_horizon() -> None:
    given_up = date(2021, 3, 29)
    within, beyond = given_up + timedelta(HORIZON), given_up + timedelta(HORIZON + 1)
    assert [answer(str(each)).false_watch for each in (within, beyond)] == [0, 1]


def test_what_is_raised_on_the_day_itself_has_no_lead_and_what_is_raised_after_it_counts_for_nothing() -> None:
    assert answer("2021-03-03").watch_lead == 0
    assert (answer("2021-03-02").watch, answer("2021-03-02").false_watch) == (None, 0)


def test_of_what_never_happened_every_alarm_is_in_vain_to_its_end_or_the_cases() -> None:
    found = answer(None)
    assert (found.watch, found.watch_lead, found.false_watch) == (date(2021, 3, 3), None, 2)
    assert found.days_in_vain == 26 + (date(2021, 10, 25) - date(2021, 9, 2)).days
    cut = answer(None, end="2021-10-04")
    assert cut.days_in_vain == 26 + (date(2021, 10, 4) - date(2021, 9, 2)).days


def test_what_was_thought_most_likely_is_that_of_the_days_before_it_came_true() -> None:
    assert answer("2021-03-03").most < answer("2021-09-20").most == max(p for _, p in answer(None).series)


def test_forecasts_are_weekly_and_end_before_the_outcome() -> None:
    rows = answer("2021-03-05").rows
    days = [row.forecast.day for row in rows]
    assert days == [date(2021, 1, 1) + timedelta(STEP * n) for n in range(len(rows))]
    assert days[-1] == date(2021, 2, 26)
    assert answer("2021-02-26").rows[-1].forecast.day == date(2021, 2, 19)


def test_a_forecast_is_true_where_it_came_within_the_horizon() -> None:
    outcome = date(2021, 9, 20)
    for row in answer(str(outcome)).rows:
        assert row.forecast.happened == ((outcome - row.forecast.day).days <= HORIZON)


def test_forecasts_whose_horizon_the_case_does_not_tell_are_left_out() -> None:
    found = answer(None, start="2021-01-01", end="2021-04-15")
    last = date(2021, 4, 15) - timedelta(HORIZON)
    assert [row.forecast.day for row in found.rows] == [date(2021, 1, 1), date(2021, 1, 8), date(2021, 1, 15)]
    assert found.rows[-1].forecast.day <= last and not any(row.forecast.happened for row in found.rows)


def test_a_case_too_short_for_a_forecast_has_no_score_rather_than_a_perfect_one() -> None:
    found = answer(None, start="2021-02-01", end="2021-04-15")
    assert (found.rows, found.brier) == ((), None)
    assert summed([found], 0.1) is None and share([found]) == 0.0


def test_before_anything_is_told_the_forecast_is_the_prior_and_nothing_was_read() -> None:
    first = answer("2021-09-20").rows[0]
    assert (first.forecast.p, first.readings) == (0.1, {})
    silent = answer("2021-09-20", told=[])
    assert {row.forecast.p for row in silent.rows} == {0.1} and silent.most == 0.1 and silent.series == ()


def test_a_forecast_is_the_last_assessment_of_its_day_and_its_readings_are_what_moved_it() -> None:
    found = answer("2021-09-20")
    known = dict(found.series)
    for row in found.rows:
        told = [on for on in known if on <= row.forecast.day]
        assert row.forecast.p == (known[max(told)] if told else 0.1)
    march = next(row for row in found.rows if row.forecast.day == date(2021, 3, 5))
    assert set(march.readings) == {"arrivals", "stays"} and all(0 < value <= 1 for value in march.readings.values())


def test_the_brier_score_is_that_of_the_forecasts() -> None:
    found = answer("2021-09-20")
    off = [(row.forecast.p - row.forecast.happened) ** 2 for row in found.rows]
    assert found.brier == pytest.approx(sum(off) / len(off), abs=5e-5)


def test_the_limit_of_what_may_be_said_is_no_indicator() -> None:
    sure = msgspec.structs.replace(a_watch().hypotheses[0], prior=0.012)
    asked = watch(a_watch().indicators, [sure])
    heard = heard_of([tell(n, f"2021-03-{n:02}", "WITHDRAW", o) for n, o in ((1, "AP"), (2, "AFP"), (3, "BBC"))], None)
    made = replay(heard, asked)
    assert any(t.indicator == "limit" for a in made.assessments for t in a.terms)
    (found,) = answers(heard, asked, made)
    assert {name for row in found.rows for name in row.readings} == {"leaving"}


def test_of_a_group_only_what_counted_was_read() -> None:
    own = a_watch()
    grouped = watch([msgspec.structs.replace(i, group="there") for i in own.indicators[:2]], own.hypotheses[:0])
    even = msgspec.structs.replace(own.hypotheses[0], likelihood={"stays": 8.0, "arrivals": 2.0})
    asked = msgspec.structs.replace(grouped, hypotheses=(even,))
    heard = heard_of(the_news(), "2021-09-20")
    (found,) = answers(heard, asked, replay(heard, asked))
    read = {row.forecast.day: set(row.readings) for row in found.rows}
    assert read[date(2021, 2, 5)] == {"arrivals"} and read[date(2021, 3, 5)] == {"stays"}


# No hindsight, and the same answer


def test_a_report_that_is_published_later_changes_no_earlier_forecast() -> None:
    whole = answer("2021-09-20")
    for told in ([], [tell(9, "2021-06-01", "REMAIN", "TASS")], [tell(9, "2021-06-01", "WITHDRAW", "TASS")]):
        until = date(2021, 6, 1)
        other = answer("2021-09-20", [each for each in the_news() if each[0].day < until] + told)
        before = [row for row in whole.rows if row.forecast.day < until]
        assert before == [row for row in other.rows if row.forecast.day < until]
        later = [row for row in other.rows if row.forecast.day >= until]
        assert later != [row for row in whole.rows if row.forecast.day >= until]


def test_a_later_reprint_changes_no_earlier_forecast() -> None:
    first, said = the_news()[2]
    again = report("r9", "2021-06-01", outlet="Example Courier", text=first.text)
    copied = claim("REMAIN", "2021-06-01", report="r9", outlet="Example Courier", quote=said.quote)
    assert answer("2021-09-20", [*the_news(), (again, copied)]).rows == answer("2021-09-20").rows


def test_what_was_published_after_the_case_is_not_known_in_it() -> None:
    found = answer("2021-09-20", [*the_news(), tell(9, "2022-06-01", "REMAIN", "TASS")])
    assert to_json(found) == to_json(answer("2021-09-20"))


@pytest.mark.parametrize("seed", range(3))
def test_twice_and_in_any_order_it_is_the_same_to_the_byte(seed: int) -> None:
    news = the_news()
    random.Random(seed).shuffle(news)
    assert to_json(answer("2021-09-20", news)) == to_json(answer("2021-09-20"))


def test_an_answer_survives_json() -> None:
    assert from_json(to_json(answer("2021-09-20")), Answer) == answer("2021-09-20")


# All cases together


def named(name: str, part: str, happened: str | None) -> Heard:
    made = heard_of(the_news(), happened, part=part)
    return made._replace(name=name)


def both(**fields: Any) -> Replayed:
    heard = [named("early", "tune", "2021-09-20"), named("late", "report", "2021-09-10")]
    return replayed(heard, {"early": a_watch(), "late": a_watch()}, **fields)


def test_scores_stand_by_question_and_part_and_the_base_rate_is_that_of_the_cases_for_tuning() -> None:
    told = both()
    assert told.parts == {"early": "tune", "late": "report"} and told.fitted == () and told.fits == {}
    assert list(told.scores) == ["lasting-presence, tune, as set", "lasting-presence, report, as set"]
    early, late = (told.scores[f"lasting-presence, {part}, as set"] for part in ("tune", "report"))
    assert (early.n, late.n) == (len(told.asked[0].rows), len(told.asked[1].rows))
    base = early.base
    against = sum((base - row.forecast.happened) ** 2 for row in told.asked[1].rows) / late.n
    assert late.skill["base rate"] == pytest.approx(1 - late.brier / against, abs=1e-5)
    assert early.skill["base rate"] == pytest.approx(1 - early.brier / (base * (1 - base)), abs=1e-5)


def test_every_case_is_told_as_it_is_done() -> None:
    steps: list[int] = []
    both(progress=steps.append)
    assert steps == [1, 1]


def test_two_cases_of_one_name_are_not_counted_twice() -> None:
    heard = [named("early", "tune", "2021-09-20")] * 2
    with pytest.raises(Stop, match="one name; name each once: early, early"):
        replayed(heard, {"early": a_watch()})


def test_a_case_that_the_watch_was_fitted_on_is_not_reported_as_new() -> None:
    fitted_on = a_watch(calibrated={"cases": ["late"]})
    told = replayed([named("late", "report", "2021-09-10")], {"late": fitted_on})
    assert told.parts == {"late": "tune"} and list(told.scores) == ["lasting-presence, tune, as set"]
    odd = replayed([named("late", "report", "2021-09-10")], {"late": a_watch(calibrated={"cases": 3})})
    assert odd.parts == {"late": "report"}


def test_a_table_and_a_page_tell_every_case_and_names_are_no_markup() -> None:
    told = replayed(
        [named("early", "tune", "2021-09-20"), named("[/never]", "report", None)],
        {"early": a_watch(), "[/never]": a_watch()},
    )
    terminal = console()
    with terminal.capture() as kept:
        terminal.print(shown(told))
    text = kept.get()
    assert "2021-09-02, 18 days before" in text and "[/never]" in text and "2021-03-03 (in vain)" in text
    assert all(part in text for part in ("1 at watch", "0 at warning", "26 days"))
    html = page.cases(told)
    assert "2021-09-02, 18 days before" in html and "2 watch, 0 warning, 79 days" in html
    assert html.count('aria-label="early, stay: ') == html.count('aria-label="[/never], stay: ') == 1
    assert html.count('class="came"') == 1 and "<script" not in html


def test_a_case_without_a_forecast_is_shown_without_a_score() -> None:
    told = replayed([heard_of(the_news(), None, start="2021-02-01", end="2021-04-15")], {"made": a_watch()})
    assert told.scores == {}
    terminal = console()
    with terminal.capture() as kept:
        terminal.print(shown(told))
    assert "0.000" not in kept.get() and "made" in kept.get()
    assert "made" in page.cases(told)


# What stops a replay


def stopped(heard: Heard, asked: Watch) -> str:
    with pytest.raises(Stop) as stop:
        answers(heard, asked, replay(heard, asked))
    return str(stop.value)


def test_an_outcome_of_no_question_names_the_questions() -> None:
    heard = heard_of(the_news(), "2021-09-20")
    odd = msgspec.structs.replace(heard.case, outcomes={"leave": heard.case.outcomes["stay"]})
    told = stopped(heard._replace(case=odd), a_watch())
    assert told == "made/case.toml: outcomes.leave is no hypothesis of 'a watch'; known: stay"


@pytest.mark.parametrize("outside", ["2020-12-31", "2022-01-01"])
def test_an_outcome_outside_the_case_names_the_days_that_are_in_it(outside: str) -> None:
    told = stopped(heard_of(the_news(), outside), a_watch())
    assert told.startswith(f"made/case.toml: outcomes.stay.happened: {outside} lies outside the case; name a day from")
    assert "2021-01-01 to 2021-12-31" in told
    for within in ("2021-01-01", "2021-12-31"):
        assert answer(within).happened == day(within)


# A case in files


FACTS = """name = "A small case"
watch = "belarus"
from = 2021-06-01
to = 2022-03-31
part = "tune"

[outcomes.permanent-presence]
happened = 2021-12-10
says = "They stayed"
source = "a test"

[outcomes.attack-from-belarus]
happened = false
says = "Nothing of the kind"
source = "a test"
"""
PLACES = ("Brest", "Grodno", "Gomel", "Baranovichi", "Polotsk")
SENTENCES = (
    ("Reuters", "Russian soldiers arrived by train in {place}, in Belarus, on {day}, two residents said."),
    ("BBC", "About {n}00 Russian troops are stationed near {place} in Belarus, the Polish defence minister said."),
    ("AFP", "The exercise near {place} ended on {day}; Russian tanks were left behind in Belarus, reporters saw."),
    ("Interfax", "Belarus agreed that Russian troops may use the range at {place}, the president said."),
    ("AP", "Some Russian units left {place} in Belarus on {day}, the ministry of defence in Minsk said."),
    ("Example Courier", "The mayor of {place} opened a market of {n} stalls on {day}."),
)


def written(folder: Path, facts: str = FACTS, seed: int | None = None) -> Path:
    """Writes a case of thirty reports, a week apart; with a seed in another order."""
    lines = []
    for n in range(30):
        on = date(2021, 6, 4) + timedelta(9 * n)
        outlet, sentence = SENTENCES[n % len(SENTENCES)]
        text = sentence.format(place=PLACES[n % 5], day=on.strftime("%-d %B"), n=n + 3)
        told = {"id": f"small-{n}", "outlet": outlet, "published": str(on), "headline": f"News {n}", "text": text}
        lines.append(json.dumps(told))
    if seed is not None:
        random.Random(seed).shuffle(lines)
    (folder / "reports").mkdir(parents=True)
    (folder / "case.toml").write_text(facts, encoding="utf-8")
    (folder / "reports" / "all.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    return hear(written(tmp_path_factory.mktemp("cases") / "small"))


def test_a_case_is_heard_from_its_folder(small: Heard) -> None:
    assert (small.name, len(small.reports), small.problems) == ("small", 30, ())
    assert len(small.claims) >= 20 and len(small.origins) == 30
    assert {claim.day for claim in small.claims} <= {r.day for r in small.reports}


def test_a_case_in_files_is_the_same_to_the_byte_twice_and_with_its_reports_shuffled(
    small: Heard, tmp_path: Path, belarus: Watch
) -> None:
    told = to_json(replayed([small], {"small": belarus}))
    for folder, seed in ((tmp_path / "one" / "small", None), (tmp_path / "two" / "small", 5)):
        again = hear(written(folder, seed=seed))
        assert to_json(replayed([again], {"small": belarus})) == told


def test_a_case_is_called_as_its_folder_wherever_it_is_named_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, belarus: Watch
) -> None:
    monkeypatch.chdir(written(tmp_path / "small"))
    for line in Path("reports").glob("*"):
        line.write_text("")
    assert hear(Path(".")).name == "small"


def test_a_line_that_cannot_be_read_costs_itself_and_is_kept_as_a_problem(tmp_path: Path, small: Heard) -> None:
    folder = written(tmp_path / "small")
    with (folder / "reports" / "all.jsonl").open("a") as file:
        file.write('not json\n{"id": "undated", "text": "Russian troops arrived in Belarus."}\n')
    found = hear(folder)
    assert len(found.reports) == len(small.reports) and found.claims == small.claims
    assert [problem.kind for problem in found.problems] == ["json", "undated"]


BAD = [
    ("happened = 2021-12-10", "happened = true", "name the day, as in 2022-02-24, or false"),
    ("happened = 2021-12-10", 'happened = "soon"', "happened"),
    ("happened = 2021-12-10", "happened = 2021-12-10T08:00:00", "happened"),
    ("happened = 2021-12-10", "hapened = 2021-12-10", "hapened"),
    ('part = "tune"', 'part = "tuning"', "part"),
    ('part = "tune"', 'parts = "tune"', "unknown key 'parts'; did you mean 'part'?"),
    ("from = 2021-06-01", "from = 2031-06-01", "swap them"),
    ('watch = "belarus"', "", "watch"),
    ('name = "A small case"', "name = A small case", "case.toml"),
]


@pytest.mark.parametrize(("old", "new", "says"), BAD, ids=[new or "no watch" for _, new, _ in BAD])
def test_a_wrong_case_file_stops_and_says_where_and_what_to_do(old: str, new: str, says: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "small", FACTS.replace(old, new, 1))
    with pytest.raises(Stop) as stop:
        hear(folder)
    told = str(stop.value)
    assert str(folder / "case.toml") in told and says in told and "\n" not in safe(told).strip()
    assert any(word in told for word in ("run again", "name the day", "did you mean"))


# The cases that ship


@pytest.mark.parametrize("folder", CASES, ids=[folder.name for folder in CASES])
def test_a_shipped_case_asks_its_watch_what_came_of_two_kinds_and_tells_it_in_digests(folder: Path) -> None:
    facts = case(folder)
    asked = load(shipped("watches") / f"{facts.watch}.toml", KEYS)
    kinds = {h.name: h.kind for h in asked.hypotheses}
    assert sorted(kinds[name] for name in facts.outcomes) == ["attack", "lasting-presence"]
    for name, outcome in facts.outcomes.items():
        assert outcome.says and outcome.source, name
        assert outcome.day is None or facts.start <= outcome.day <= facts.end, name
    told = [
        (path.name, json.loads(line)) for path in folder.glob("reports/*") for line in path.read_text().splitlines()
    ]
    assert len(told) >= 25
    assert len({line["id"] for _, line in told}) == len(told)
    for file, line in told:
        last = line["text"].rstrip().rsplit("\n", 1)[-1]
        made_up = file == "unrelated.jsonl" and last == "Invented filler in our own words; no such report exists."
        assert made_up or last.startswith("Digest, in our own words, of a "), line["id"]
        assert line["outlet"] and (line["published"] or line["taken_in"]), line["id"]
    assert "digest" in facts.notice


def test_in_a_shipped_case_no_report_changes_a_forecast_of_an_earlier_day() -> None:
    heard = hear(shipped("cases") / "spring-2021")
    asked = load(shipped("watches") / "spring-2021.toml", KEYS)
    whole = [row for found in answers(heard, asked, replay(heard, asked)) for row in found.rows]
    for until in (date(2021, 2, 28), date(2021, 4, 4), date(2021, 4, 23)):
        reports = tuple(each for each in heard.reports if each.taken_in.date() <= until)
        known = {each.id for each in reports}
        claims = tuple(claim for claim in heard.claims if claim.report in known)
        cut = heard._replace(reports=reports, claims=claims, origins=origins(reports).results)
        rows = [row for found in answers(cut, asked, replay(cut, asked)) for row in found.rows]
        assert [r for r in rows if r.forecast.day <= until] == [r for r in whole if r.forecast.day <= until]


def test_of_the_shipped_cases_four_are_for_tuning_and_five_are_reported_on() -> None:
    parts = [case(folder).part for folder in CASES]
    assert (parts.count("tune"), parts.count("report")) == (4, 5)


def test_no_id_stands_in_two_shipped_cases() -> None:
    ids = [
        json.loads(line)["id"] for f in CASES for path in f.glob("reports/*") for line in path.read_text().splitlines()
    ]
    assert len(set(ids)) == len(ids)


def test_no_shipped_watch_was_fitted_on_a_case_that_is_reported() -> None:
    reported = {folder.name for folder in CASES if case(folder).part == "report"}
    for path in shipped("watches").glob("*.toml"):
        assert not reported & set(load(path, KEYS).calibrated.get("cases", []))


def test_a_case_whose_watch_is_not_there_stops_and_names_the_file() -> None:
    with pytest.raises(Stop, match=r"nowhere\.toml: cannot be read"):
        load(shipped("watches") / "nowhere.toml", KEYS)
    with pytest.raises(Stop, match="at least one question"):
        parse('name = "x"\nforce = ["RUS"]\nhost = ["BLR"]\n', KEYS)
