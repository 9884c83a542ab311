"""The ledger at size: folds a million generated claims, then adds one.

    python -m bench.ledger [CLAIMS]

Claims of 60 forces at 60 hosts in 40 operations over ten years, with figures, ends and places that are sites. Prints a
line of JSON: seconds to fold and to give the lines, the largest memory in MB with all claims held, and the milliseconds
in which one more claim and its line of the ledger are there (median and largest of 200).
"""

import gc
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from vedette import knowledge
from vedette.ledger import Ledger
from vedette.vocabulary import Claim, Mode, Place, Quantity, Reality, Unit, When

FIRST = date(2014, 1, 1)
MODES = [Mode.DEPLOY, Mode.BUILDUP, Mode.STATION, Mode.EXERCISE, Mode.WITHDRAW, Mode.REMAIN, Mode.ATTACK, Mode.THREATEN]
QUOTES = ["The troops arrived on Monday", "All soldiers left", "An additional 300 troops came", "Units stayed behind"]


def claims(n: int) -> Iterator[Claim]:
    """Gives generated claims in the order of their days, the same each time."""
    chance = random.Random(6)
    codes = sorted(knowledge.states())[:60]
    for i in range(n):
        day = FIRST + timedelta(days=i * 3650 // n)
        host = chance.choice(codes)
        name = host if chance.random() < 0.6 else f"Base {chance.randrange(50)}"
        until = When(start=day, end=day + timedelta(days=chance.randrange(20)))
        yield Claim(
            id=f"{i:016x}", report=f"report {i // 4}", evidence=(0, 40), trigger=(4, 10), quote=chance.choice(QUOTES),
            mode=chance.choice(MODES), actor=(chance.choice(codes),), place=Place(name=name, country=host),
            quantity=Quantity(min=300, max=5000, unit=Unit.TROOPS) if chance.random() < 0.3 else None,
            time=until if chance.random() < 0.4 else None, outlet=f"outlet {chance.randrange(300)}",
            reality=Reality.PLANNED if chance.random() < 0.2 else Reality.ACTUAL,
            operation=f"operation {chance.randrange(40)}" if chance.random() < 0.3 else None,
            reported=day, taken_in=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )  # fmt: skip


def measure(n: int) -> dict[str, float]:
    """Gives the figures of one run."""
    told = list(claims(n + 200))
    last = FIRST + timedelta(days=3651)
    started = time.perf_counter()
    book = Ledger()
    for claim in told[:n]:
        book.add(claim, claim.outlet)
    lines = book.on(last)
    folded = time.perf_counter() - started
    more = []
    for claim in told[n:]:
        started = time.perf_counter()
        book.add(claim, claim.outlet)
        book.changed(last)
        more.append((time.perf_counter() - started) * 1000)
    return {
        "claims": n,
        "lines": len(lines),
        "fold_s": round(folded, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "add_ms": round(statistics.median(more), 3),
        "add_most_ms": round(max(more), 3),
    }


if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 100)  # as the front door does
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))
