"""Dates and numbers: 200 expressions of our own each, with what they mean; the share that comes out right.

python -m bench.expressions [--raise-floors] [--show]
"""

import csv
import sys
from datetime import date
from pathlib import Path

from bench import floors
from vedette.resolve.dates import when
from vedette.resolve.quantities import quantity
from vedette.vocabulary import Precision, Published, at_midnight

DATA = Path(__file__).parents[1] / "tests" / "data"


def dates() -> list[tuple[str, str, str]]:
    """Gives each expression of time with what it should mean and what it was taken for."""
    found = []
    for row in rows("dates.csv"):
        told = row["published"]
        published = Published(at=at_midnight(date.fromisoformat(told)), precision=Precision.DAY) if told else None
        days, _ = when(row["text"], published, ahead=bool(row["ahead"]), order=row["order"] or None)
        got = f"{days.start or ''}/{days.end or ''}" if days else "/"
        found.append((row["text"], f"{row['start']}/{row['end']}", got))
    return found


def numbers() -> list[tuple[str, str, str]]:
    """Gives each figure with what it should mean and what it was taken for."""
    found = []
    for row in rows("numbers.csv"):
        told, _ = quantity(row["text"])
        low, high = (told.min, told.max) if told else (None, None)
        got = f"{'' if low is None else low} {'' if high is None else high} {told.unit.value if told else ''}"
        found.append((row["text"], f"{row['min']} {row['max']} {row['unit']}", got))
    return found


def rows(name: str) -> list[dict[str, str]]:
    """Gives the rows of one of the two lists."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> int:
    figures: dict[str, float] = {}
    known = floors.read()
    for name, found in (("dates", dates()), ("numbers", numbers())):
        wrong = [each for each in found if each[1] != each[2]]
        figure = f"expressions: {name} right"
        figures[figure] = round(1 - len(wrong) / len(found), 4)
        print(f"{figure:42} {figures[figure]:7.3f} of {len(found)}   floor {known.get(figure, '-')}")
        if "--show" in sys.argv:
            print("\n".join(f"   {text}: {got}, not {expected}" for text, expected, got in wrong))
    return floors.settle(figures)


if __name__ == "__main__":
    sys.exit(main())
