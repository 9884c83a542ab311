"""A crash at any instant loses nothing and repeats nothing: real processes, real SIGKILL."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.generate import reports

VEDETTE = [sys.executable, "-m", "vedette.cli"]
VIEWS = (("ledger", "--json"), ("hypotheses", "--json"), ("warnings", "--json"), ("doctor", "--json"))


def workspace(folder: Path, source: Path) -> Path:
    subprocess.run([*VEDETTE, "init", str(folder)], check=True, capture_output=True)
    settings = folder / "vedette.toml"
    settings.write_text(settings.read_text().replace("sources = []", f"sources = [{json.dumps(str(source))}]"))
    return folder


def views(folder: Path) -> list[str]:
    """Gives what a user can see of a workspace, without its path."""
    told = [
        subprocess.run([*VEDETTE, *view, "-w", str(folder)], capture_output=True, text=True).stdout for view in VIEWS
    ]
    return [each.replace(str(folder), "W") for each in told]


def write(folder: Path, name: str, lines: list[dict[str, str]]) -> None:
    (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def killed_run(folder: Path, after: float) -> bool:
    """Starts a run and kills it after some seconds; gives whether the kill found it alive."""
    child = subprocess.Popen(
        [*VEDETTE, "run", "--once", "-w", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(after)
    alive = child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.wait()
    return alive


def kill_again_and_again(tmp_path: Path, kills: int, seed: int) -> None:
    source = tmp_path / "source"
    source.mkdir()
    folder = workspace(tmp_path / "killed", source)
    lines = list(reports(kills * 12, seed=seed, sentences=9))
    chance, hit = random.Random(seed), 0
    for n in range(kills):
        write(source, f"part-{n:03}.jsonl", lines[n * 12 : (n + 1) * 12])
        hit += killed_run(folder, chance.uniform(0.35, 1.6))
    assert hit > kills // 2, "most kills found the run alive, or the test shows nothing"
    subprocess.run([*VEDETTE, "run", "--once", "-w", str(folder)], check=True, capture_output=True)
    calm = workspace(tmp_path / "calm", source)
    subprocess.run([*VEDETTE, "run", "--once", "-w", str(calm)], check=True, capture_output=True)
    assert views(folder) == views(calm)


def test_a_run_killed_fifty_times_ends_as_one_that_was_not(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, kills=50, seed=11)


@pytest.mark.soak
def test_a_run_killed_three_hundred_times_ends_as_one_that_was_not(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, kills=300, seed=12)
