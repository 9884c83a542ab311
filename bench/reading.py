"""How fast the reader alone is, and what memory it takes: `python -m bench.reading`. Needs ../shared/data.

Articles of 500 words: how many a second, read side by side as the pipeline does; then each by itself, in medians, and the
share that the network takes.
"""

import json
import platform
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

from bench.shared import present
from training.network.corpora import rows_of
from vedette.reader import look_over, read
from vedette.vocabulary import Precision, Published, Report

RESULT = Path(__file__).with_name("reading.json")
WORDS = 500


def articles() -> list[Report]:
    """Gives PolNeAR's dev articles cut after 500 words, those that have as many."""
    cut = [" ".join(row["text"].split(" ")[:WORDS]) for row in rows_of("polnear/dev.jsonl.gz")]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Report(id=str(n), item="", page="", address="", taken_in=now, text=text,
               published=Published(at=now, precision=Precision.DAY))
        for n, text in enumerate(cut)
        if len(text.split(" ")) == WORDS
    ]  # fmt: skip


def looked_over(report: Report) -> int:
    """Lets the network look at a report; gives the windows."""
    return len(list(look_over(report)[1]))


def seconds(what: Callable[[Report], object], report: Report) -> float:
    started = time.perf_counter()
    what(report)
    return time.perf_counter() - started


def main() -> None:
    if not present("the reader's speed", "data", "polnear", "dev.jsonl.gz"):
        return
    told = articles()
    read(told[0])
    started = time.perf_counter()
    with ThreadPoolExecutor() as side_by_side:  # as the pipeline reads what is new
        for _ in side_by_side.map(read, told):
            pass
    whole = time.perf_counter() - started
    each, alone = [seconds(read, report) for report in told], [seconds(looked_over, report) for report in told]
    figures = {
        "articles": len(told),
        "articles a second": round(len(told) / whole, 1),
        "median milliseconds an article": round(1000 * statistics.median(each), 1),
        "of them names, hints and network": round(1000 * statistics.median(alone), 1),
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "machine": f"{platform.machine()}, Python {platform.python_version()}, {date.today()}",
    }
    for name, figure in figures.items():
        print(f"{name:45} {figure}")
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
