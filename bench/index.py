"""The index of reprints as it grows: milliseconds to place a report, bytes a report, at each size.

    python -m bench.index [SIZE …]        10000 100000 where none is named; 1000000 takes half an hour

Reports are 300 words drawn from 20,000 as in running text (Zipf); every tenth is an earlier one cut to its first third.
"""

import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from pathlib import Path

from vedette.origins import sketch, trace
from vedette.store import Store, open_store
from vedette.store.index import HALF_SIGN, SIGN
from vedette.vocabulary import Precision, Published, Report, at_midnight

RESULT = Path(__file__).with_name("index.json")
DAY = date(2024, 1, 1)
LENGTH, WORDS, PROBES, BATCH = 300, 20_000, 200, 50_000


def texts(count: int) -> Iterator[str]:
    chance = random.Random(7)
    words = [f"{chance.getrandbits(40):x}" for _ in range(WORDS)]
    weights = list(accumulate(1 / (n + 3) for n in range(WORDS)))
    kept: list[str] = []
    for n in range(count):
        if n % 10 == 9 and kept:
            told = chance.choice(kept).split()
            yield " ".join(told[: LENGTH // 3])
            continue
        text = " ".join(chance.choices(words, cum_weights=weights, k=LENGTH))
        if len(kept) < 1000:
            kept.append(text)
        yield text


def report(number: int, text: str) -> Report:
    name = f"r{number}"
    published = Published(at=at_midnight(DAY), precision=Precision.DAY)
    return Report(
        id=name, item=name, page=name, address=name, taken_in=at_midnight(DAY), text=text, published=published
    )


def _fill(store: Store, stream: Iterator[str], done: int, count: int) -> int:
    """Lays many sketches into the index at once, in the order of their hashes; the placing itself is measured apart."""
    sketches, runs = [], []
    for number in range(done, done + count):
        own = sketch(report(number, next(stream)))
        held = sorted(run - HALF_SIGN for run in own.runs)
        row = (number, f"r{number}", DAY.isoformat(), len(held), own.whole - SIGN, array("i", held).tobytes())
        sketches.append(row)
        runs += [(run, number) for run in held]
    with store.batch():
        store.connection.executemany("INSERT INTO sketch VALUES (?, ?, ?, ?, ?, ?)", sketches)
        store.connection.executemany("INSERT INTO run VALUES (?, ?)", sorted(runs))
    return done + count


def main(sizes: list[int]) -> None:
    figures: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("VEDETTE_BENCH_DIR")) as folder:
        path = Path(folder) / "s.sqlite"
        with open_store(path) as store:
            index, stream, done, empty = store.index(), texts(max(sizes) + PROBES * len(sizes)), 0, _size(path)
            for size in sizes:
                while done < size:
                    done = _fill(store, stream, done, min(BATCH, size - done))
                each = []
                store.connection.execute("BEGIN IMMEDIATE")
                for n in range(PROBES):
                    one = report(10**9 + n, next(stream))
                    started = time.perf_counter()
                    trace(one, index)
                    each.append(1000 * (time.perf_counter() - started))
                store.connection.execute("ROLLBACK")
                store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                figures.append({
                    "reports": size, "median ms": round(statistics.median(each), 2),
                    "95th percentile ms": round(sorted(each)[int(0.95 * len(each))], 2), "bytes a report": round((_size(path) - empty) / done),
                })  # fmt: skip
                print(figures[-1], flush=True)
                machine = f"{platform.machine()}, Python {platform.python_version()}, {date.today()}"
                RESULT.write_text(
                    json.dumps({"machine": machine, "growth": figures}, indent=2) + "\n", encoding="utf-8"
                )


def _size(path: Path) -> int:
    return sum(each.stat().st_size for each in path.parent.glob(path.name + "*"))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
