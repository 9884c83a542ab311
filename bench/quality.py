"""Quality against annotated text, beside the references, with floors that may not fall.

    python -m bench.quality [--raise-floors]

`floors.json` holds the least that each figure may be. A figure below its floor fails the run; `--raise-floors` writes
the present figures as new floors and refuses to lower one.
"""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from bench import floors
from bench.shared import present

RESULT = Path(__file__).with_name("quality.json")
LESS_IS_BETTER = frozenset({"false claims a passage that holds none"})
REFERENCES = {
    "found F1": "a second annotator, blind: 0.97; a bare tagger trained on 634 passages: 0.72",
    "whole claim F1": "a second annotator, blind: 0.84",
}


def claims() -> dict[str, float]:
    """Gives the scorer's figures of `vedette read --jsonl` on the development passages."""
    gold = present("claims on dev.jsonl", "gold", "dev.jsonl")
    scorer = present("claims on dev.jsonl", "gold", "score.py")
    if not gold or not scorer:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.jsonl"
        with said.open("w", encoding="utf-8") as out:
            command = [str(Path(sys.executable).with_name("vedette")), "read", "--jsonl", str(gold)]
            subprocess.run(command, stdout=out, check=False)
        scored = subprocess.run(
            [sys.executable, str(scorer), str(gold), str(said), "--json"], capture_output=True, text=True, check=True
        )
        figures: dict[str, float] = {
            k: round(v, 4) for k, v in json.loads(scored.stdout).items() if isinstance(v, float)
        }
        figures["false claims a passage that holds none"] = _made_up(gold, said)
    return figures


def _made_up(gold: Path, said: Path) -> float:
    empty = {p["id"] for p in map(json.loads, gold.open(encoding="utf-8")) if not p["claims"]}
    told = [len(p["claims"]) for p in map(json.loads, said.open(encoding="utf-8")) if p["id"] in empty]
    return round(sum(told) / max(1, len(told)), 3)


def main() -> int:
    figures = claims()
    known = floors.read()
    for name, figure in figures.items():
        print(f"{name:42} {figure:7.3f}   floor {known.get(name, '-'):<8} {REFERENCES.get(name, '')}")
    if figures:
        RESULT.write_text(json.dumps({"measured": str(date.today()), **figures}, indent=2) + "\n", encoding="utf-8")
    return floors.settle(figures, LESS_IS_BETTER)


if __name__ == "__main__":
    sys.exit(main())
