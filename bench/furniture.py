"""How well furniture is cut from pages in the manner of 25 kinds of outlet, beside four extractors.

    python -m bench.furniture [--raise-floors] [--show]

A line of furniture is cut when it is not in the story that is read on, be it dropped or marked. A line of the story is
lost when it is not there whole. Precision is cut / (cut + lost); recall is cut / all furniture. What the gold holds as
`either` counts for neither. Pages numbered above 80 are held out: nothing was tuned on them. `--show` names each line
that went wrong on the tuned pages, and no other.
The figures end in `furniture.json`, the floors stand in `floors.json`, as for `bench.quality`.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from bench import floors
from bench.shared import present
from vedette.clean import clean
from vedette.errors import Skip
from vedette.vocabulary import Page, Report, content_id

PAGES = Path(__file__).with_name("pages")
RESULT = Path(__file__).with_name("furniture.json")
TUNED = 80
NOW = datetime(2030, 1, 1, tzinfo=UTC)  # later than any page, so that no date lies in the future
OURS = "vedette"


class Read(NamedTuple):
    """What a reader makes of a page: the story it reads on, and what it kept as corrections."""

    story: str
    corrections: str = ""


class Score(NamedTuple):
    """Lines of one page: furniture cut and left, story lost, corrections kept and not."""

    cut: int
    left: tuple[str, ...]
    lost: tuple[str, ...]
    kept: int
    missed: tuple[str, ...]


Reader = Callable[[bytes, str], Read]


def report(body: bytes, name: str) -> Report:
    kind = "text/html" if name.endswith("html") else "text/plain"
    page = Page(id=content_id(name, body), address=name, taken_in=NOW, body=body, content_type=kind)
    return clean(page).results[0]


def ours(body: bytes, name: str) -> Read:
    try:
        read = report(body, name)
    except Skip:
        return Read("")
    kept, corrections, at = [], [], 0
    for piece in read.furniture:
        kept.append(read.text[at : piece.span[0]])
        if piece.reason.startswith("correction"):
            corrections.append(read.text[slice(*piece.span)])
        at = piece.span[1]
    return Read("\n".join([*kept, read.text[at:]]), "\n".join(corrections))


def by_trafilatura(body: bytes, name: str) -> Read:
    from trafilatura import extract

    return Read(extract(body, include_comments=False) or "")


def by_readability(body: bytes, name: str) -> Read:
    from lxml.html import fromstring
    from readability import Document

    tree = fromstring(Document(_decoded(body)).summary())
    return Read("\n".join(text for text in tree.itertext()))


def by_newspaper(body: bytes, name: str) -> Read:
    from newspaper import Article

    article = Article("https://www.example.org/a", fetch_images=False)
    article.download(input_html=_decoded(body))
    article.parse()
    return Read(article.text)


def by_resiliparse(body: bytes, name: str) -> Read:
    from resiliparse.extract.html2text import extract_plain_text

    return Read(extract_plain_text(_decoded(body), main_content=True, alt_texts=False))


def _decoded(body: bytes) -> str:
    return body.decode("utf-8", "replace")


PEERS: tuple[tuple[str, str, Reader], ...] = (
    ("trafilatura", "trafilatura", by_trafilatura),
    ("readability-lxml", "readability", by_readability),
    # Not among the project's requirements: it wants a python-dateutil older than the one pinned.
    ("newspaper4k", "newspaper", by_newspaper),
    ("resiliparse", "resiliparse", by_resiliparse),
)


def peers() -> Iterator[tuple[str, Reader]]:
    """Gives the peers that are installed, and says which are not."""
    for name, module, reader in PEERS:
        if find_spec(module):
            yield name, reader
        else:
            print(f"skipped: {name} is not installed; pip install {name}")


def judge(gold: dict[str, Any], read: Read) -> Score:
    """Compares what a reader kept with the gold lines, by their words."""
    text = _words(read.story)
    lost = [line for line in gold["story"] if _words(line) not in text]
    for line in sorted([gold["headline"], *gold["story"], *gold["either"]], key=len, reverse=True):
        text = text.replace(_words(line), " | ")
    left = []
    for line in sorted(gold["furniture"], key=len, reverse=True):
        if run := _run(_words(line).split(), text):
            left.append(line)
            text = text.replace(run, " | ", 1)
    noted = _words(read.corrections)
    missed = [line for line in gold["corrections"] if _words(line) not in noted or _words(line) in text]
    return Score(
        cut=len(gold["furniture"]) - len(left),
        left=tuple(left),
        lost=tuple(lost),
        kept=len(gold["corrections"]) - len(missed),
        missed=tuple(missed),
    )


def _words(text: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "


def _run(words: list[str], text: str) -> str | None:
    """Gives a run of at least half a line's words that stands in the text."""
    size = max(1, (len(words) + 1) // 2)
    runs = (f" {' '.join(words[n : n + size])} " for n in range(len(words) - size + 1)) if words else iter(())
    return next((run for run in runs if run in text), None)


def gold() -> list[dict[str, Any]]:
    lines = PAGES.joinpath("gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def part(told: dict[str, Any]) -> tuple[str, str]:
    """Gives the page's file type and whether it was tuned on."""
    kind = "html" if PAGES.joinpath(f"{told['id']}.html").exists() else "txt"
    return kind, "tuned" if int(told["id"].rsplit("-", 1)[1]) <= TUNED else "held out"


def scores(reader: Reader, only: str | None = None) -> Iterator[tuple[str, str, dict[str, Any], Score]]:
    for told in gold():
        kind, half = part(told)
        if only in (None, kind):
            name = f"{told['id']}.{kind}"
            yield kind, half, told, judge(told, reader(PAGES.joinpath(name).read_bytes(), name))


def figures(found: list[Score]) -> dict[str, float]:
    cut, left, lost = (
        sum(len(s) if isinstance(s, tuple) else s for s in col) for col in list(zip(*found, strict=True))[:3]
    )
    kept, missed = sum(s.kept for s in found), sum(len(s.missed) for s in found)
    return {
        "precision": round(cut / max(1, cut + lost), 4),
        "recall": round(cut / max(1, cut + left), 4),
        "story lines lost": float(lost),
        "corrections kept": round(kept / max(1, kept + missed), 4),
    }


def shingles(text: str) -> Counter[tuple[str, ...]]:
    found = re.findall(r"\w+", text)
    return Counter(tuple(found[n : n + 4]) for n in range(max(1, len(found) - 3)))


def f1(pairs: list[tuple[str, str]]) -> float:
    """The article-extraction benchmark's own score: shares of hits, extras and misses a page, summed."""
    hits = extras = misses = 0.0
    for told, text in pairs:
        a, b = shingles(told), shingles(text)
        hit, extra, miss = (sum(part.values()) for part in (a & b, b - a, a - b))
        whole = hit + extra + miss
        hits, extras, misses = hits + hit / whole, extras + extra / whole, misses + miss / whole
    precision, recall = hits / (hits + extras), hits / (hits + misses)
    return round(2 * precision * recall / (precision + recall), 4)


def article(body: bytes, name: str) -> Read:
    """Gives our story without the headline, which the benchmark does not hold for text."""
    try:
        headline = report(body, name).headline
    except Skip:
        return Read("")
    return Read(ours(body, name).story.removeprefix(headline or ""))


def main_text() -> dict[str, float]:
    folder = present("main text", "data", "article_extraction")
    if not folder:
        return {}
    with gzip.open(folder / "ground_truth.jsonl.gz", "rt") as truth:
        told = [json.loads(line) for line in truth]
    bodies = [gzip.decompress((folder / each["html"]).read_bytes()) for each in told]
    return {
        name: f1(
            [
                (t["article_body"], _safely(reader, body, "page.html").story)
                for t, body in zip(told, bodies, strict=True)
            ]
        )
        for name, reader in ((OURS, article), *peers())
    }


def _safely(reader: Reader, body: bytes, name: str) -> Read:
    """Reads with a peer; one that fails on a page has read nothing of it."""
    try:
        return reader(body, name)
    except Exception:  # peers raise what they like
        return Read("")


def main() -> int:
    told: dict[str, dict[str, float]] = {}
    for name, reader in ((OURS, ours), *peers()):
        found = list(scores(reader, None if name == OURS else "html"))
        for kind in ("html", "txt"):
            for half in ("tuned", "held out"):
                if some := [score for k, h, _, score in found if (k, h) == (kind, half)]:
                    told[f"{name}, {kind}, {half}"] = figures(some)
        if name == OURS:
            told[OURS] = figures([score for *_, score in found])
            if "--show" in sys.argv:
                _show(found)
    for row, values in told.items():
        print(f"{row:34}" + "".join(f"  {key} {value:7.3f}" for key, value in values.items()))
    text = main_text()
    for name, value in text.items():
        print(f"main text F1 {name:21}  {value:7.4f}")
    RESULT.write_text(
        json.dumps({"measured": str(date.today()), "pages": told, "main text F1": text}, indent=2) + "\n",
        encoding="utf-8",
    )
    mine = _named(told, text)
    return floors.settle(mine, frozenset(name for name in mine if name.endswith("lost")))


def _show(found: list[tuple[str, str, dict[str, Any], Score]]) -> None:
    for kind, half, told, score in found:
        if half == "tuned":
            for what in ("lost", "left", "missed"):
                for line in getattr(score, what):
                    print(f"{told['id']}.{kind} {what}: {line}")


def _named(told: dict[str, dict[str, float]], text: dict[str, float]) -> dict[str, float]:
    """Gives our own figures as `floors.json` names them."""
    mine = {
        f"furniture: {row.removeprefix(OURS).removeprefix(', ') or 'all pages'}, {key}": value
        for row, values in told.items()
        if row.startswith(OURS)
        for key, value in values.items()
    }
    return mine | ({"furniture: main text F1": text[OURS]} if OURS in text else {})


if __name__ == "__main__":
    sys.exit(main())
