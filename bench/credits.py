"""Whose story a report says it is: F1 of credits on passages of our own and on the metadata of real articles.

    python -m bench.credits [--raise-floors]

Our own: `credits.jsonl`, 200 passages, 60 of them near misses without a credit. A credit is right when passage and outlet
are (by any of its names), for "kind too" when its kind is as well. Ids that end in an odd digit are held out: nobody tunes
on them.

PolNeAR: an article's `wire` (AP, UPI, AFP, Reuters; "NA" is none) and its `credit` ("h/t: The Hill"), unless that thanks
a platform (Twitter, YouTube). The corpus has cut the credit line off the end of its texts: it is put back there. Counted are
credits of the kinds agency and first, which make a story another outlet's, against both fields, by article and outlet.
"wire, text alone" counts the kind agency against `wire`, without the line; "with bylines" also gives the corpus'
author field as the byline. Some articles say in their text that another outlet had the story, while the fields do not, and
some wire stories name no agency: neither is mended here.
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench import floors
from bench.shared import present
from vedette import knowledge
from vedette.origins import credits
from vedette.vocabulary import Credit, Report

PASSAGES = Path(__file__).with_name("credits.jsonl")
RESULT = Path(__file__).with_name("credits.json")
PUBLISHERS = {
    "breitbart": "Breitbart", "huff-post": "HuffPost", "nyt": "The New York Times", "politico": "Politico",
    "usa-today": "USA Today", "wash-post": "The Washington Post", "west-journal": "The Western Journal",
}  # fmt: skip
PASSES_ON = {"agency", "first"}
Reader = Callable[[Report], tuple[Credit, ...]]
Facts = set[tuple[str, ...]]


def passages(held_out: bool | None = None) -> list[dict[str, Any]]:
    """Gives the passages, all or one half of them."""
    rows = [json.loads(line) for line in PASSAGES.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if held_out is None or (int(row["id"][-1]) % 2 == 1) is held_out]


def report(id: str, text: str, outlet: str | None, byline: str | None = None) -> Report:
    """Gives a report that says no more than this of itself."""
    at = datetime(2021, 1, 1, tzinfo=UTC)
    return Report(id=id, item=id, page=id, address=id, taken_in=at, text=text, outlet=outlet, byline=byline)


def one(outlet: str) -> str:
    """Gives one name for an outlet that is written in several ways."""
    return knowledge.outlet(outlet) or outlet.casefold().removeprefix("the ").strip(" .")


def f1(pairs: Iterable[tuple[Facts, Facts]]) -> float:
    """Gives the F1 of (true, told) sets over all documents."""
    hits = false = missed = 0
    for true, told in pairs:
        hits, false, missed = hits + len(true & told), false + len(told - true), missed + len(true - told)
    return round(2 * hits / max(1, 2 * hits + false + missed), 4)


def on_passages(read: Reader) -> dict[str, float]:
    """Gives F1 by outlet, and by outlet and kind, on both halves and by kind."""
    figures: dict[str, float] = {}
    for name, half in (("all", None), ("tuned", False), ("held out", True)):
        rows = [(row, read(report(row["id"], row["text"], row["outlet"]))) for row in passages(half)]
        for told, parts in (("outlet", 1), ("kind too", 2)):
            figures[f"{name}: {told}"] = f1((_true(row, parts), _told(found, parts)) for row, found in rows)
        if half is None:
            for kind in sorted({c["kind"] for row, _ in rows for c in row["credits"]}):
                pairs = ((_true(row, 2, kind), _told(found, 2, kind)) for row, found in rows)
                figures[f"{kind}"] = f1(pairs)
            empty = [found for row, found in rows if not row["credits"]]
            figures["near misses left alone"] = round(sum(not found for found in empty) / len(empty), 4)
    return figures


def _true(row: dict[str, Any], parts: int, kind: str | None = None) -> Facts:
    return {(one(c["outlet"]), c["kind"])[:parts] for c in row["credits"] if kind in (None, c["kind"])}


def _told(found: tuple[Credit, ...], parts: int, kind: str | None = None) -> Facts:
    return {(one(c.outlet), c.kind)[:parts] for c in found if kind in (None, c.kind)}


def on_polnear(read: Reader) -> dict[str, float]:
    """Gives F1 against the fields `wire` and `credit`, as defined above."""
    rows: list[dict[str, Any]] = []
    for split in ("train", "dev"):
        path = present("credits of PolNeAR", "data", "polnear", f"{split}.jsonl.gz")
        if path is None:
            return {}
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    both, bylined, wires = [], [], []
    for row in rows:
        wire = {(one(row["wire"]),)} if row["wire"] not in (None, "NA") else set()
        thanked = (row["credit"] or "").partition(":")[2].strip()
        facts = knowledge.outlet_facts(thanked)
        true = wire | ({(one(thanked),)} if thanked and (facts is None or facts.kind != "social") else set())
        outlet = PUBLISHERS[row["publisher"]]
        text = f"{row['text']}\n\n{row['credit']}" if row["credit"] else row["text"]
        both.append((true, _passed_on(read(report(row["id"], text, outlet)), PASSES_ON)))
        bylined.append((true, _passed_on(read(report(row["id"], text, outlet, row["author"])), PASSES_ON)))
        wires.append((wire, _passed_on(read(report(row["id"], row["text"], outlet)), {"agency"})))
    return {
        "wire and credit": f1(both),
        "wire and credit, with bylines": f1(bylined),
        "wire, text alone": f1(wires),
    }


def _passed_on(found: tuple[Credit, ...], kinds: set[str]) -> Facts:
    return {(one(credit.outlet),) for credit in found if credit.kind in kinds}


def main() -> int:
    figures = {f"credits: {name}": value for name, value in on_passages(credits).items()}
    figures |= {f"credits: PolNeAR, {name}": value for name, value in on_polnear(credits).items()}
    known = floors.read()
    for name, value in figures.items():
        print(f"{name:46} {value:6.3f}   floor {known.get(name, '-')}")
    RESULT.write_text(json.dumps({"measured": str(date.today()), **figures}, indent=2) + "\n", encoding="utf-8")
    return floors.settle(figures)


if __name__ == "__main__":
    sys.exit(main())
