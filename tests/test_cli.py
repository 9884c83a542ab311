"""The front door as a user types it: real input, wrong input, exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vedette.settings import shipped

VEDETTE = [sys.executable, "-m", "vedette.cli"]
SHARED = Path(__file__).resolve().parents[2] / "shared"
STORY = """Tanks stay in Belarus after drills

Russia has left tanks behind in Belarus after the exercise ended, Poland's defence ministry said on Tuesday.

About 5,000 Russian soldiers are stationed near Brest, according to the ministry.
"""


def vedette(*words: str, cwd: Path | None = None, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    return subprocess.run(
        [*VEDETTE, *words], capture_output=True, text=True, cwd=cwd, input=stdin, timeout=120, env=env
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    assert vedette("init", str(tmp_path / "w")).returncode == 0
    return tmp_path / "w"


def test_every_command_explains_itself() -> None:
    told = vedette("--help").stdout
    for command in ("demo", "init", "read", "add", "run", "ledger", "hypotheses", "warnings", "why", "brief", "doctor"):
        assert command in told
        own = vedette(command, "--help")
        assert own.returncode == 0 and "Usage" in own.stdout


def test_from_an_empty_folder_to_a_sentence(workspace: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(STORY, encoding="utf-8")
    added = vedette("add", str(page), "--outlet", "Example Courier", "--published", "2022-02-23", "-w", str(workspace))
    assert added.returncode == 0 and "1 new pages" in added.stdout
    lines = json.loads(vedette("ledger", "--as-of", "2022-02-24", "--json", "-w", str(workspace)).stdout)
    russian = next(line for line in lines if line["force"] == "RUS" and line["host"] == "BLR")
    opened = vedette("why", russian["id"][:8], "-w", str(workspace))
    assert opened.returncode == 0
    assert "Example Courier" in opened.stdout and "Belarus" in opened.stdout


def test_the_same_page_twice_changes_nothing(workspace: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(STORY, encoding="utf-8")
    told = []
    for _ in range(2):
        vedette("add", str(page), "--published", "2022-02-23", "-w", str(workspace))
        told.append(
            [vedette(view, "--json", "-w", str(workspace)).stdout for view in ("ledger", "hypotheses", "warnings")]
        )
    assert told[0] == told[1]


def test_an_edited_page_is_a_revision_of_one_item(workspace: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    for count in ("5,000", "7,000"):
        page.write_text(STORY.replace("5,000", count), encoding="utf-8")
        vedette("add", str(page), "--published", "2022-02-23", "-w", str(workspace))
    from vedette.store import open_store

    with open_store(workspace / "vedette.sqlite") as store:
        items = {report.item for report in store.reports()}
        assert len(store.reports()) == 2 and len(items) == 1


@pytest.mark.parametrize(
    ("words", "must_say"),
    [
        (("ledger",), "vedette init"),
        (("read", "nowhere.txt"), "nowhere.txt"),
        (("read", "https://example.org/a"), "save the page"),
        (("read", "-", "--published", "31 Febtober"), "31 Febtober"),
        (("why", "abcd"), "vedette init"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_wrong_input_names_what_is_wrong_and_what_to_type(
    words: tuple[str, ...], must_say: str, tmp_path: Path
) -> None:
    told = vedette(*words, cwd=tmp_path, stdin=STORY)
    assert told.returncode in {1, 2}
    assert must_say in told.stderr + told.stdout
    assert "Traceback" not in told.stderr


def test_a_line_that_is_not_json_does_not_stop_the_rest() -> None:
    lines = '{"id": "a", "text": "Russian troops arrived in Belarus on Monday."}\nnot json\n{"id": "b", "text": ""}\n{"id": "c", "text": "Nothing."}\n'
    told = vedette("read", "--jsonl", "-", stdin=lines)
    assert told.returncode == 1
    assert [json.loads(line)["id"] for line in told.stdout.splitlines()] == ["a", "b", "c"]
    assert "not JSON" in told.stderr and "no text" in told.stderr and "Traceback" not in told.stderr


def test_unknown_fields_are_carried_through() -> None:
    told = vedette("read", "--jsonl", "-", stdin='{"id": "a", "text": "Nothing.", "desk": 7}\n')
    assert json.loads(told.stdout) == {"id": "a", "desk": 7, "claims": []}


@pytest.mark.parametrize(
    ("old", "new", "must_say"),
    [
        ('force = ["RUS"', 'force = ["RUZ"', "'RUS'"),
        ("half_life = ", "half_live = ", "'half_life'"),
        ('mode = ["DEPLOY"', 'mode = ["DEPLOI"', "'DEPLOY'"),
        ("arrivals = 1.3", "arrivals = 0", "arrivals"),
    ],
)
def test_a_wrong_watch_names_the_word_and_the_nearest_known_one(
    old: str, new: str, must_say: str, workspace: Path
) -> None:
    watch = workspace / "watches" / "belarus.toml"
    watch.write_text(watch.read_text().replace(old, new, 1))
    told = vedette("doctor", "-w", str(workspace))
    assert told.returncode == 1
    assert "belarus.toml" in told.stdout and must_say in told.stdout


def test_the_demo_shows_hypotheses_ledger_warnings_and_writes_the_brief(tmp_path: Path) -> None:
    told = vedette("demo", "--out", str(tmp_path / "d"))
    assert told.returncode == 0, told.stderr
    for part in ("Likelihood by date", "Ledger as of 2023-12-31", "Warnings", "brief:", "digest"):
        assert part in told.stdout
    pages = list((tmp_path / "d").glob("brief-*"))
    assert {page.suffix for page in pages} == {".html", ".md"}
    assert shipped("cases/belarus").is_dir()


@pytest.mark.skipif(not SHARED.exists(), reason="the seed article lies in ../shared, which is not here")
def test_the_seed_page_names_its_origin_and_dates_tuesday_only_by_its_publication() -> None:
    seed = str(SHARED / "seed" / "article.txt")
    told = json.loads(
        vedette("read", seed, "--outlet", "London Defender", "--published", "2022-02-02", "--json").stdout
    )
    assert told["origin"]["outlet"] == "Express.co.uk"
    visits = [c for c in told["claims"] if c["mode"] == "CONSULT" and c["actor"] == ["GBR"]]
    assert visits and all(c["time"] == {"start": "2022-02-01", "end": "2022-02-01"} for c in visits)
    cut = [told["report"]["text"][slice(*f["span"])].split("\n")[0][:11].strip() for f in told["report"]["furniture"]]
    assert [c[:7] for c in cut] == ["London ", "The Dai", "JUST IN", "READ MO"]
    undated = json.loads(vedette("read", seed, "--outlet", "London Defender", "--json").stdout)
    visits = [c for c in undated["claims"] if c["mode"] == "CONSULT" and c["actor"] == ["GBR"]]
    assert all(c["time"] is None for c in visits)
    assert any(option["role"] == "time" for c in visits for option in c["candidates"])


def test_resolve_answers_a_word_and_lines_of_questions() -> None:
    question = {
        "id": 7,
        "text": "Troops arrived in Brest.",
        "span": [18, 23],
        "kind": "place",
        "published": "2022-02-02",
    }
    ran = vedette("resolve", "-", "--jsonl", stdin=json.dumps(question) + "\n")
    told = json.loads(ran.stdout)
    assert told["id"] == 7 and told["kind"] == "place" and told["reason"]


def test_layers_come_beside_the_claims_and_only_as_lines() -> None:
    ran = vedette("read", "-", "--jsonl", "--layers", stdin=json.dumps({"id": 1, "text": STORY}) + "\n")
    told = json.loads(ran.stdout)
    assert set(told) >= {"claims", "attributions", "entities", "places", "dates", "quantities", "furniture", "credits"}
    assert len(told["event"]) == len(told["claims"]) > 0
    refused = vedette("read", "-", "--layers", stdin=STORY)
    assert refused.returncode == 2 and "--jsonl" in refused.stderr


def test_a_claim_is_explained_field_by_field() -> None:
    told = vedette("read", "-", "--explain", "1", stdin=STORY).stdout
    assert "trigger head" in told and "argument head" in told
    wrong = vedette("read", "-", "--explain", "99", stdin=STORY)
    assert wrong.returncode == 2 and "numbered from 1" in wrong.stderr
