"""The training passages are well formed by the guide's own checker, and hold offsets only where the text is not ours."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PASSAGES = ROOT / "training" / "passages"
SHARED = ROOT.parent / "shared"
here = pytest.mark.skipif(not SHARED.is_dir(), reason="the checker lies in ../shared, which is not here")


def checked(path: Path) -> str:
    return subprocess.run([sys.executable, SHARED / "gold" / "check.py", path], capture_output=True, text=True).stdout


@here
@pytest.mark.parametrize("name", ["v1.jsonl", "v2.jsonl"])
def test_our_own_passages_pass_the_check(name: str):
    assert checked(PASSAGES / name) == ""


@here
def test_stand_off_passages_pass_the_check_when_their_texts_are_put_back(tmp_path: Path):
    from training.standoff import passages

    out = tmp_path / "standoff.jsonl"
    out.write_text("".join(json.dumps(p) + "\n" for p in passages(SHARED / "data")), encoding="utf-8")
    assert out.read_text().count("\n") == 150 and checked(out) == ""


def test_stand_off_passages_hold_no_text():
    for line in (PASSAGES / "standoff.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        assert "text" not in told and "headline" not in {k for k, v in told.items() if isinstance(v, str)}
        assert all(not isinstance(v, str) or len(v) < 80 for claim in told["claims"] for v in claim.values())
