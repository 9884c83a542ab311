"""A whole story, from pages to warnings, against what it gave when somebody last looked at it.

`VEDETTE_GOLDEN=1 pytest tests/test_story.py` writes the golden file anew; look at the difference before you commit it.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from vedette import indicators
from vedette.collect import files
from vedette.figures import strength
from vedette.origins import gather
from vedette.pipeline import AsOf, keep_studies, ledger_on, read_pages, take_in
from vedette.settings import shipped
from vedette.store import Store, open_store
from vedette.watch import load

GOLDEN = Path(__file__).parent / "golden" / "story.txt"
DAYS = [date(2030, 3, 2), date(2030, 3, 9), date(2030, 3, 16), date(2030, 3, 23), date(2030, 3, 29), date(2030, 5, 4)]


def told(store: Store) -> Iterator[str]:
    watch = load(shipped("watches/belarus.toml"), indicators.KEYS)
    study = keep_studies(store, [watch], DAYS[-1])[0]
    reports, claims = store.reports(), store.claims()
    for claim in claims:
        fields = (
            claim.mode.value,
            "+".join(claim.actor),
            "+".join(claim.other),
            claim.place and claim.place.country,
            claim.polarity.value,
            claim.certainty.value,
            claim.reality.value,
        )
        yield f"claim {claim.day} {' '.join(str(f) for f in fields)} | {' > '.join(claim.source)} | {claim.quote}"
    for origin in gather(reports, store.tracings()):
        if len(origin.reports) > 1:
            yield f"origin {origin.outlet}: {len(origin.reports)} reports, {', '.join(link.kind for link in origin.links)}"
    for day in DAYS:
        for p in ledger_on(day, AsOf.REPORTED, reports, claims, gather(reports, store.tracings())).results:
            yield f"ledger {day} {p.force} {p.host or p.place} {p.operation}: {p.status.value}, ends {p.announced_end}, troops {strength(p)}; {p.reason}"
    for h in watch.hypotheses:
        told = [a for a in study.assessments if a.hypothesis == h.name and a.day in DAYS]
        yield f"hypothesis {h.name}: " + ", ".join(f"{a.day} {a.probability:.2f} {a.words}" for a in told)
    for w in study.warnings:
        yield f"warning {w.raised} {w.level.value} cleared {w.cleared}: {w.headline}"


def test_the_story_is_told_as_it_was_when_last_looked_at(tmp_path: Path):
    with open_store(tmp_path / "s.sqlite") as store:
        with GOLDEN.with_suffix(".jsonl").open("rb") as lines:
            take_in(store, files.lines(lines, datetime(2030, 6, 1, tzinfo=UTC), name="story"))
        read_pages(store)
        now = "\n".join(told(store)) + "\n"
    if os.environ.get("VEDETTE_GOLDEN"):
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8"), "VEDETTE_GOLDEN=1 pytest tests/test_story.py writes it anew"
