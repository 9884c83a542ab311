"""The least that each measured figure may be: kept in `floors.json`, and never lowered by a run.

A bench calls `settle` with its figures. A figure worse than its floor fails the run; `--raise-floors` writes the present
figures as new floors, unless one of them fell.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")


def read() -> dict[str, float]:
    """Gives all floors by the name of their figure; none where nothing has been raised yet."""
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def fell(figures: Mapping[str, float], floors: Mapping[str, float], less_is_better: frozenset[str]) -> list[str]:
    """Gives a line for each figure that is worse than its floor."""
    return [
        f"{name}: {figures[name]} is worse than its floor {floor}"
        for name, floor in floors.items()
        if name in figures and (figures[name] > floor if name in less_is_better else figures[name] < floor)
    ]


def settle(figures: Mapping[str, float], less_is_better: frozenset[str] = frozenset()) -> int:
    """Compares figures with their floors, raises these where asked and nothing fell, and gives the exit status."""
    floors = read()
    faults = fell(figures, floors, less_is_better)
    if faults:
        print("\n".join(faults))
    elif "--raise-floors" in sys.argv:
        FLOORS.write_text(json.dumps({**floors, **figures}, indent=2) + "\n", encoding="utf-8")
    return 1 if faults else 0
