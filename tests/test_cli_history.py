"""The front door to promises, past ledgers, the matrix, back-tests, calibration and import: answers, and wrong words."""

import json
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from build import claim, day, instant, page, report
from test_backtest_cases import FACTS, written
from test_imports import FILES, massed
from test_promises import LEAVE, NOBODY, event

from vedette import cli
from vedette.indicators import KEYS
from vedette.pipeline import keep_studies
from vedette.store import open_store
from vedette.vocabulary import Claim
from vedette.watch import load, parse

WATCH = """# Small, and ours.
name = "A small watch"
force = ["RUS"]
host = ["BLR"]
neighbours = ["UKR"]

[indicators.arrivals]
says = "They arrive"
reason = "a test"
counts = { mode = ["DEPLOY"] }

[indicators.stays]
says = "They stay"
reason = "a test"
counts = { mode = ["REMAIN"] }

[hypotheses.permanent-presence]
says = "They stay for good"
kind = "lasting-presence"
prior = 0.1
likelihood = { arrivals = 1.5, stays = 6.0 }
warn = { watch = 0.35, warning = 0.60, clear = 0.25 }

[hypotheses.passing-through]
says = "They go on"
prior = 0.1
likelihood = { arrivals = 1.5, stays = 0.3 }
warn = { watch = 0.35, warning = 0.60, clear = 0.25 }
"""


class Said(NamedTuple):
    """What a command answered: its exit status, standard output, and standard error without progress bars."""

    status: int
    out: str
    lines: list[str]


Say = Callable[..., Said]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Types a command at the front door."""

    def typed(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["vedette", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
            sys.exit(0)
        told = capsys.readouterr()
        lines = [line for line in told.err.splitlines() if not re.search(r"\d+/\S+ \d+:\d\d:\d\d$", line.rstrip())]
        return Said(int(end.value.code or 0), told.out, lines)

    return typed


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    (folder / "watches").mkdir(parents=True)
    (folder / "vedette.toml").write_text('store = "vedette.sqlite"\nwatches = "watches"\n')
    (folder / "watches" / "small.toml").write_text(WATCH)
    return folder


def keep(workspace: Path, claims: list[Claim]) -> None:
    """Keeps claims as if a page each had told them, and what the watch makes of them."""
    with open_store(workspace / "vedette.sqlite") as store:
        for n, told in enumerate(claims):
            kept = page(f"page {n} of {told.id}", told.taken_in.date(), address=f"https://example.org/{n}")
            made = report(f"r{n} {told.id}", told.day, outlet=told.outlet, page=kept.id)
            store.add_page(kept)
            store.settle(kept.id, (made,), (msgspec.structs.replace(told, report=made.id),), ())
        keep_studies(store, [load(workspace / "watches" / "small.toml", KEYS)], day("2022-04-01"))


# Promises


def promised(workspace: Path) -> None:
    keep(workspace, [LEAVE, NOBODY, event("REMAIN", "2022-02-22"), event("REMAIN", "2022-02-23", outlet="AFP")])


def test_promises_are_told_with_their_outcome_and_each_partys_record(workspace: Path, say: Say) -> None:
    promised(workspace)
    told = json.loads(say("promises", "-w", str(workspace), "--json").out)
    assert sorted((p["by"], p["says"], p["kept"]) for p in told) == [
        (["BLR"], "leave", "broken"),
        (["BLR"], "not stay", "broken"),
    ]
    shown = say("promises", "-w", str(workspace))
    assert shown.status == 0 and "Record by party" in shown.out and "broken" in shown.out


def test_promises_of_one_party_and_as_they_stood(workspace: Path, say: Say) -> None:
    promised(workspace)
    words = ("promises", "-w", str(workspace), "--json", "--by-party")
    whole = json.loads(say("promises", "-w", str(workspace), "--json").out)
    assert json.loads(say(*words, "BLR").out) == [p for p in whole if "BLR" in p["by"]] != []
    assert json.loads(say(*words, "POL").out) == []
    before = json.loads(say("promises", "-w", str(workspace), "--json", "--as-of", "2022-02-16").out)
    assert [(p["kept"], p["due"]) for p in before] == [("open", "2022-02-20")]


# A past ledger, three ways


def test_as_of_a_day_goes_by_what_was_published_what_was_here_or_what_is_now_said_of_it(
    workspace: Path, say: Say
) -> None:
    """As of 5 February. Of three arrivals the first was published and taken in on the 2nd. The second was published on
    the 3rd, and taken in weeks later: by what had been published it is known, by what was here it is not. The third was
    published on the 10th and tells of the 4th: only with hindsight is it said of that day.
    """

    def arrived(force: str, host: str, published: str, taken_in: str, on: str) -> Claim:
        return claim("DEPLOY", published, actor=force, place=f"There, {host}", time=on, taken_in=instant(taken_in))

    keep(
        workspace,
        [
            arrived("RUS", "BLR", "2022-02-02", "2022-02-02", "2022-02-02"),
            arrived("USA", "POL", "2022-02-03", "2022-02-20", "2022-02-01"),
            arrived("GBR", "EST", "2022-02-10", "2022-02-20", "2022-02-04"),
        ],
    )

    def forces(*words: str) -> list[str]:
        told = say("ledger", "--all", "--json", "-w", str(workspace), "--as-of", "2022-02-05", *words)
        assert (told.status, told.lines) == (0, [])
        return sorted(line["force"] for line in json.loads(told.out))

    assert forces("--by", "taken-in") == ["RUS"]
    assert forces("--by", "reported") == forces() == ["RUS", "USA"]
    assert forces("--by", "event") == ["GBR", "RUS", "USA"]
    own = say("ledger", "--json", "-w", str(workspace), "--as-of", "2022-02-05", "--by", "event")
    assert [line["force"] for line in json.loads(own.out)] == ["RUS"]


# Evidence against hypotheses


def test_the_matrix_shows_first_what_tells_the_questions_apart(workspace: Path, say: Say) -> None:
    keep(workspace, [claim("DEPLOY", "2022-03-30"), claim("REMAIN", "2022-03-31")])
    told = say("hypotheses", "--matrix", "--json", "-w", str(workspace))
    rows = json.loads(told.out)
    assert [row["indicator"] for row in rows] == ["stays", "arrivals"]
    assert rows[0]["fits"]["permanent-presence"] > 0 > rows[0]["fits"]["passing-through"]
    assert rows[0]["spread"] > rows[1]["spread"] == 0 and {row["watch"] for row in rows} == {"A small watch"}
    shown = say("hypotheses", "--matrix", "-w", str(workspace))
    assert shown.status == 0 and "++" in shown.out and "A small watch" in shown.out


# Back-tests and calibration


def test_a_case_is_replayed_for_programs_and_on_a_page(tmp_path: Path, say: Say) -> None:
    folder = written(tmp_path / "small")
    told = say("backtest", "--case", str(folder), "--json", "--out", str(tmp_path / "out"))
    found = json.loads(told.out)
    assert told.status == 0 and found["parts"] == {"small": "tune"}
    assert {a["hypothesis"] for a in found["answers"]} == {"permanent-presence", "attack-from-belarus"}
    forecast = found["forecasts"][0]
    assert set(forecast) == {"case", "day", "happened", "hypothesis", "numbers", "p"} and forecast["case"] == "small"
    assert set(found["scores"]) == {"attack, tune, as set", "lasting-presence, tune, as set"}
    assert say("backtest", "--case", str(folder), "--json").out == told.out
    html = (tmp_path / "out" / "backtest-cases.html").read_text()
    assert "small" in html and "2021-12-10" in html
    shown = say("backtest", "--case", str(folder))
    assert shown.status == 0 and "permanent-presence" in shown.out


def test_a_watch_is_fitted_to_a_case_and_written_to_standard_output(tmp_path: Path, say: Say) -> None:
    folder = written(tmp_path / "small", FACTS.replace("[outcomes.attack-from-belarus]", "[outcomes.x]").partition("[outcomes.x]")[0])  # fmt: skip
    path = tmp_path / "small.toml"
    path.write_text(WATCH)
    told = say("calibrate", str(path), "--case", str(folder))
    assert told.status == 0 and path.read_text() == WATCH
    made = parse(told.out, KEYS)
    assert told.out.startswith("# Small, and ours.") and made.calibrated["cases"] == ["small"]
    assert made.calibrated["lasting-presence"]["forecasts"] == 28
    own = parse(WATCH, KEYS)
    assert made.hypotheses[1] == own.hypotheses[1] and made.hypotheses[0] != own.hypotheses[0]
    assert any("permanent-presence: 28 forecasts of 1 cases" in line for line in told.lines)
    to_file = say("calibrate", str(path), "--case", str(folder), "--out", str(tmp_path / "next.toml"))
    assert to_file.status == 0 and "next: " in to_file.out
    assert (tmp_path / "next.toml").read_text() == told.out
    assert tomllib.loads(told.out)["calibrated"]["from_version"] == own.version


# Import


def test_events_come_in_are_counted_and_open_down_to_their_line(tmp_path: Path, workspace: Path, say: Say) -> None:
    path = tmp_path / "gdelt.csv"
    path.write_text(massed("1") + massed("2", place="Grodno, Grodnenskaya Voblasts', Belarus"))
    told = say("import", "events", str(path), "-w", str(workspace), "--json")
    assert told.status == 0 and json.loads(told.out) == {"rows": 2, "claims": 2, "new": 2, "problems": []}
    again = say("import", "events", str(path), "-w", str(workspace))
    assert (again.status, again.out.strip()) == (0, "2 rows, 2 claims, 0 of them new")
    (line,) = json.loads(say("ledger", "--as-of", "2022-02-20", "-w", str(workspace), "--json").out)
    assert (line["force"], line["host"]) == ("RUS", "BLR")
    evidence = json.loads(say("why", line["id"], "-w", str(workspace), "--json").out)["evidence"]
    assert evidence and {c["quote"].split(",")[0] for c in evidence} == {"GDELT: RUSSIA"}
    opened = say("why", evidence[0]["id"][:8], "-w", str(workspace))
    assert opened.status == 0 and evidence[0]["quote"][:40] in opened.out


def test_events_that_make_no_claim_are_told_and_the_status_says_so(tmp_path: Path, workspace: Path, say: Say) -> None:
    path = tmp_path / "icews.jsonl"
    path.write_text(FILES["icews.jsonl"])
    told = say("import", "events", str(path), "-w", str(workspace))
    assert told.status == 1 and told.out.strip() == "3 rows, 2 claims, 2 of them new"
    assert any("make no claim" in line for line in told.lines)


# Wrong words


WRONG = [
    (("promises", "--as-of", "soon", "-w", "W"), "'soon' is no day; write it as 2022-02-21"),
    (("promises", "--by-party", "BLR", "-w", "nowhere"), "nowhere is no workspace"),
    (("ledger", "--as-of", "2022-02-30", "-w", "W"), "'2022-02-30' is no day"),
    (("hypotheses", "--matrix", "-w", "nowhere"), "type `vedette init nowhere`"),
    (("backtest", "--case", "belorus"), "unknown case 'belorus'; did you mean 'belarus'?"),
    (("backtest", "--case", "CASE", "--case", "CASE"), "name each once"),
    (("backtest", "--case", "CASE", "--calibrated"), "not enough to fit; name more cases"),
    (("backtest", "--case", "NOWATCH"), "there is no watch 'nowhere'; put it there"),
    (("backtest", "--case", "OUTSIDE"), "name a day from 2021-06-01 to 2022-03-31, or false"),
    (("backtest", "--case", "NOQUESTION"), "outcomes.invasion is no hypothesis of 'Russian forces in Belarus'; known: "),
    (("calibrate", "nowhere.toml"), "nowhere.toml: cannot be read"),
    (("calibrate", "WATCH", "--case", "nowhere"), "unknown case 'nowhere'"),
    (("calibrate", "KINDLESS", "--case", "CASE"), "give it a kind"),
    (("calibrate", "WATCH", "--case", "CASE", "--case", "CASE"), "name each case once"),
    (("import", "events", "nowhere.csv", "-w", "W"), "is no file; list the folder with: ls"),
    (("import", "events", "WATCH", "-w", "W"), "fits no format; known: ICEWS"),
    (("why", "ffff", "-w", "W"), "has the id 'ffff'"),
]  # fmt: skip


@pytest.fixture
def named(tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the capitals among the wrong words stand for."""
    open_store(workspace / "vedette.sqlite").close()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watch.toml").write_text(WATCH)
    (tmp_path / "kindless.toml").write_text(WATCH.replace('kind = "lasting-presence"\n', ""))
    changed = {
        "case": FACTS,
        "nowatch": FACTS.replace('watch = "belarus"', 'watch = "nowhere"'),
        "outside": FACTS.replace("2021-12-10", "2022-12-10"),
        "noquestion": FACTS.replace("permanent-presence", "invasion"),
    }
    for name, facts in changed.items():
        folder = written(tmp_path / name, facts)
        if name != "case":
            (folder / "reports" / "all.jsonl").write_text("")
    return {
        "W": str(workspace), "WATCH": "watch.toml", "KINDLESS": "kindless.toml", **{n.upper(): n for n in changed}
    }  # fmt: skip


@pytest.mark.parametrize(("words", "says"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_a_wrong_word_ends_in_one_line_and_status_2(
    words: tuple[str, ...], says: str, named: dict[str, str], say: Say
) -> None:
    told = say(*(named.get(word, word) for word in words))
    assert (told.status, told.out) == (2, ""), told
    (line,) = told.lines
    assert line.startswith("vedette: ") and says in line


@pytest.mark.parametrize("words", [("ledger", "--by", "guess"), ("promises", "--by", "guess")])
def test_another_way_of_dating_names_the_three_that_there_are(
    words: tuple[str, ...], workspace: Path, say: Say
) -> None:
    told = say(*words, "-w", str(workspace))
    assert (told.status, told.out) == (2, "")
    assert all(each in " ".join(told.lines) for each in ("--by", "'guess'", "reported", "taken-in", "event"))
