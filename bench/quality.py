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

from bench.shared import present

FLOORS = Path(__file__).with_name("floors.json")
RESULT = Path(__file__).with_name("quality.json")
LESS_IS_BETTER = {"false claims a passage that holds none"}
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


def fell(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Gives a line for each figure that is worse than its floor."""
    return [
        f"{name}: {figures[name]} is worse than its floor {floor}"
        for name, floor in floors.items()
        if name in figures and (figures[name] > floor if name in LESS_IS_BETTER else figures[name] < floor)
    ]


def main() -> int:
    figures = claims()
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for name, figure in figures.items():
        print(f"{name:42} {figure:7.3f}   floor {floors.get(name, '-'):<8} {REFERENCES.get(name, '')}")
    if figures:
        RESULT.write_text(json.dumps({"measured": str(date.today()), **figures}, indent=2) + "\n", encoding="utf-8")
    faults = fell(figures, floors)
    print("\n".join(faults))
    if "--raise-floors" in sys.argv and not faults:
        FLOORS.write_text(json.dumps({**floors, **figures}, indent=2) + "\n", encoding="utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
