"""Speed and memory: taking in, reading and storing generated reports, each phase by itself; medians of the phases' batches.

python -m bench.speed [COUNT]
"""

import json
import platform
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bench.generate import write
from vedette import indicators
from vedette.collect import pages
from vedette.origins import gather
from vedette.pipeline import read_pages, study, take_in
from vedette.settings import shipped
from vedette.store import open_store
from vedette.watch import load

ASSESSED = 1_000  # all days are replayed each round: from more reports this takes minutes
RESULT = Path(__file__).with_name("speed.json")


def main(count: int = 10_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        write(str(source), count)
        with open_store(Path(folder) / "vedette.sqlite") as store:
            started = time.perf_counter()
            take_in(store, pages(str(source), datetime.now(UTC)))
            taken = time.perf_counter()
            ticks = [taken]
            read_pages(store, lambda n: ticks.append(time.perf_counter()))
            read = time.perf_counter()
            claims = store.counts()["claims"]
            reports, told = store.reports()[:ASSESSED], {report.id for report in store.reports()[:ASSESSED]}
            some = [claim for claim in store.claims() if claim.report in told]
            found = gather(reports, [tracing for tracing in store.tracings() if tracing.report in told])
            watch = load(shipped("watches/belarus.toml"), indicators.KEYS)
            started_assessing = time.perf_counter()
            study(watch, reports, some, found, date(2023, 4, 15))
            assessed = time.perf_counter()
    each = [after - before for before, after in zip(ticks, ticks[1:], strict=False)]
    figures = {
        "reports": count,
        "claims": claims,
        "taken in a second": round(count / (taken - started)),
        "read and stored a second": round(count / (read - taken), 1),
        "median milliseconds a report": round(1000 * statistics.median(each), 2),
        "taking in, reading and storing: seconds": round(read - started, 1),
        f"assessing one watch from {ASSESSED} of them: seconds": round(assessed - started_assessing, 1),
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "machine": f"{platform.machine()}, Python {platform.python_version()}, {date.today()}",
    }
    for name, figure in figures.items():
        print(f"{name:45} {figure}")
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
