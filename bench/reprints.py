"""Who copied whom: edited copies of real stories, told from each other and from other stories, beside the peers.

    python -m bench.reprints [--raise-floors]

Every story is copied once in each of nine ways; originals and copies go in shuffled, each with an outlet and a date of
its own. A copy is found when links lead to its original over copies of that same original, or both have one origin; a
merged copy counts once for each of its parts. "alone" is the same with copies of that one kind only, so that no other
copy helps. A pair, linked or in one origin, is right when both hold words of one story. A link is the right way round
when it leads to the earlier report. Generated stories share template sentences and are counted by themselves.
The words of the edits stand in `edits.toml`; the tables of the silver pairs are those of `../shared/data/reprints`.
"""

import gzip
import json
import random
import re
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from datasketch import MinHash, MinHashLSH, MinHashLSHEnsemble, MinHashLSHForest
from rensa import RMinHash, RMinHashLSH

from bench import floors
from bench.generate import reports as generated
from bench.shared import present
from vedette.origins import origins
from vedette.vocabulary import Precision, Published, Report

RESULT = Path(__file__).with_name("reprints.json")
SEED, BASES, MADE = 11, 340, 60
WORDS = (100, 1200)  # a base has no fewer and no more
PERMUTATIONS = 128
KINDS = ("exact", "wrapped", "shortened", "reordered", "reworded 5 %", "reworded 15 %", "embedded", "headline abroad", "merged")  # fmt: skip
NEEDED = {kind: 0.98 for kind in KINDS} | {"reworded 15 %": 0.90}  # and 0.995 of all pairs right
Pair = tuple[str, str]


class Copy(NamedTuple):
    """A text with the stories whose words it holds: an original holds its own."""

    id: str
    kind: str
    text: str
    holds: frozenset[str]
    day: date


class Found(NamedTuple):
    """What a method says of a set of reports: linked pairs, groups of one origin, and the first of each where it tells."""

    links: list[Pair]
    groups: list[tuple[str, ...]]
    firsts: list[str | None]
    seconds: float


# The stories


def _rows(*parts: str) -> list[dict[str, Any]]:
    path = present("stories for reprints", "data", *parts)
    if path is None:
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _sources() -> Iterator[list[str]]:
    """Gives the texts of each source, in the order of their file."""
    yield [row["article_body"] for row in _rows("article_extraction", "ground_truth.jsonl.gz")]
    yield [row["text"] for row in _rows("polnear", "train.jsonl.gz")]
    yield [row["text"] for row in _rows("geoparsing", "lgl.jsonl.gz")]
    yield [
        row["text"] for row in _rows("reprints", "docs.jsonl.gz") if not row["id"].startswith(("ecb", "polnear", "lgl"))
    ]
    yield ["\n".join(" ".join(words) for words in row["sentences"]) for row in _rows("ecbplus", "train.jsonl.gz")]


def real_stories(count: int) -> list[str]:
    """Gives texts of all sources in turn, none of which shares a tenth of its runs of five words with another."""
    chance = random.Random(SEED)
    queues = [chance.sample(texts, len(texts)) for texts in _sources()]
    chosen: list[str] = []
    seen: dict[str, set[int]] = defaultdict(set)
    while len(chosen) < count and any(queues):
        for queue in filter(None, queues):
            text = queue.pop()
            own = shingles(text)
            shared: dict[int, int] = defaultdict(int)
            for run in own:
                for other in seen[run]:
                    shared[other] += 1
            least = {other: min(len(own), len(shingles(chosen[other]))) for other in shared}
            if not WORDS[0] <= len(text.split()) <= WORDS[1] or any(n > 0.1 * least[o] for o, n in shared.items()):
                continue
            for run in own:
                seen[run].add(len(chosen))
            chosen.append(text)
    return chosen[:count]


def made_stories(count: int) -> list[str]:
    """Gives different texts of the generator, which have template sentences in common."""
    return list(dict.fromkeys(record["text"] for record in generated(2 * count)))[:count]


@cache
def shingles(text: str) -> frozenset[str]:
    """Gives the runs of five words, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(" ".join(words[n : n + 5]) for n in range(max(1, len(words) - 4)))


# The edits


@cache
def tables() -> dict[str, Any]:
    """Gives the words to edit with."""
    return tomllib.loads(Path(__file__).with_name("edits.toml").read_text(encoding="utf-8"))


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Gives for each word those that may take its place."""
    found: dict[str, tuple[str, ...]] = {}
    for words in tables()["synonyms"]:
        for word in words:
            found.setdefault(word, tuple(other for other in words if other != word))
    return found


def wrapped(text: str, chance: random.Random) -> str:
    """Puts outlets' furniture above and below."""
    above, below = (chance.sample(tables()[key], chance.randint(2, 4)) for key in ("above", "below"))
    return "\n\n".join([*above, text, *below])


def shortened(text: str, chance: random.Random) -> str:
    """Keeps the first 30 % of the words."""
    ends = [m.end() for m in re.finditer(r"\S+", text)]
    return text[: ends[max(0, round(0.3 * len(ends)) - 1)]]


def reordered(text: str, chance: random.Random) -> str:
    """Puts paragraphs in another order, or sentences where there are fewer than four paragraphs."""
    parts = [part for part in re.split(r"\n+", text) if part.strip()]
    if len(parts) < 4:
        parts = re.split(r"(?<=[.!?])\s+", text)
    mixed = chance.sample(parts, len(parts))
    return "\n\n".join(mixed if mixed != parts else parts[1:] + parts[:1])


def reworded(share: float) -> Callable[[str, random.Random], str]:
    """Gives an edit of a share of the words, picked evenly: a synonym where one is known, else a word more or less."""

    def edit(text: str, chance: random.Random) -> str:
        words = re.findall(r"\S+\s*", text)
        for at in chance.sample(range(len(words)), round(share * len(words))):
            word = words[at].rstrip()
            space, bare = words[at][len(word) :], word.rstrip(".,;:")
            if others := synonyms().get(bare.lower()):
                new = chance.choice(others)
                words[at] = (new.capitalize() if bare[:1].isupper() else new) + word[len(bare) :] + space
            elif chance.random() < 0.5 and bare == word and bare.islower():
                words[at] = ""
            else:
                words[at] = f"{chance.choice(tables()['fillers'])} {words[at]}"
        return "".join(words)

    return edit


def headline_abroad(text: str, chance: random.Random) -> str:
    """Puts the headline into another language, word by word; where there is none the first eight words make one."""
    first, _, rest = text.partition("\n")
    headline, body = (first, rest) if len(first.split()) <= 20 and rest.strip() else (" ".join(text.split()[:8]), text)
    known = tables()["headline"][chance.choice(sorted(tables()["headline"]))]
    told = [known.get(word.lower().strip(".,:’'"), word) for word in headline.split()]
    return " ".join(filter(None, told)) + "\n\n" + body.lstrip()


def embedded(text: str, host: str, chance: random.Random) -> str:
    """Puts half of a text, in one piece, into the middle of another."""
    sentences, around = (re.split(r"(?<=[.!?])\s+", part) for part in (text, host))
    words = [len(sentence.split()) for sentence in sentences]
    start = end = chance.randrange(max(1, len(sentences) // 2))
    while sum(words[start:end]) < 0.5 * sum(words):
        start, end = (start, end + 1) if end < len(sentences) else (start - 1, end)
    at = len(around) // 2
    return "\n\n".join(" ".join(part) for part in (around[:at], sentences[start:end], around[at:]) if part)


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "exact": lambda text, chance: text,
    "wrapped": wrapped,
    "shortened": shortened,
    "reordered": reordered,
    "reworded 5 %": reworded(0.05),
    "reworded 15 %": reworded(0.15),
    "headline abroad": headline_abroad,
}


def copies(stories: list[str], hosts: list[str], tag: str) -> list[Copy]:
    """Gives the originals and their copies in all ways, in shuffled order."""
    chance = random.Random(SEED)
    days = [date(2021, 1, 1) + timedelta(days=chance.randrange(600)) for _ in stories]
    made = [Copy(f"{tag}{n}", "original", text, frozenset([f"{tag}{n}"]), days[n]) for n, text in enumerate(stories)]

    def add(kind: str, text: str, *parts: int, more: str = "") -> None:
        day = max(days[n] for n in parts) + timedelta(days=chance.randint(1, 10))
        holds = frozenset([*(f"{tag}{n}" for n in parts), *([more] if more else [])])
        made.append(Copy(f"{tag}-{len(made)}", kind, text, holds, day))

    for n, text in enumerate(stories):
        for kind, edit in EDITS.items():
            add(kind, edit(text, chance), n)
        if n < len(hosts):
            add("embedded", embedded(text, hosts[n], chance), n, more=f"{tag} host {n}")
    left = chance.sample(range(len(stories)), len(stories))
    while len(left) >= 2:
        parts, left = left[: (size := chance.randint(2, 4))], left[size:]
        add("merged", "\n\n".join(stories[n] for n in parts), *parts)
    return chance.sample(made, len(made))


# The methods


def ours(made: Iterable[Copy]) -> Found:
    """Takes the links and origins of `vedette.origins`, which sees an outlet, a date and the text of each report."""
    reports = tuple(_report(copy, n) for n, copy in enumerate(made))
    started = time.perf_counter()
    found = origins(reports).results
    seconds = time.perf_counter() - started
    return Found(
        [(link.report, link.to) for o in found for link in o.links],
        [o.reports for o in found],
        [o.first for o in found],
        seconds,
    )


def _report(copy: Copy, number: int) -> Report:
    at = datetime(copy.day.year, copy.day.month, copy.day.day, 9, tzinfo=UTC)
    return Report(
        id=copy.id, item=copy.id, page=copy.id, address=f"https://example.org/{copy.id}", taken_in=at, text=copy.text,
        outlet=f"Example Courier {number}", published=Published(at=at, precision=Precision.DAY),
    )  # fmt: skip


def datasketch_lsh(made: list[Copy]) -> Found:
    """MinHashLSH at a Jaccard of 0.5: what its query gives is a pair."""
    started = time.perf_counter()
    index, pairs = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS), []
    for copy, sketch in zip(made, _sketches(made), strict=True):
        pairs += [(copy.id, other) for other in index.query(sketch)]
        index.insert(copy.id, sketch)
    return Found(pairs, [], [], time.perf_counter() - started)


def datasketch_ensemble(made: list[Copy]) -> Found:
    """MinHashLSHEnsemble at a containment of 0.5 with 32 parts, as in its documentation: what its query gives is a pair."""
    started = time.perf_counter()
    sketches = _sketches(made)
    sizes = [len(shingles(copy.text)) for copy in made]
    index = MinHashLSHEnsemble(threshold=0.5, num_perm=PERMUTATIONS, num_part=32)
    index.index((copy.id, sketch, size) for copy, sketch, size in zip(made, sketches, sizes, strict=True))
    pairs = [
        (copy.id, other)
        for copy, sketch, size in zip(made, sketches, sizes, strict=True)
        for other in index.query(sketch, size)
        if other != copy.id
    ]
    return Found(pairs, [], [], time.perf_counter() - started)


def datasketch_forest(made: list[Copy]) -> Found:
    """MinHashLSHForest, the ten nearest of each, as in its documentation; those of a Jaccard below 0.1 are left out."""
    started = time.perf_counter()
    sketches = {copy.id: sketch for copy, sketch in zip(made, _sketches(made), strict=True)}
    index = MinHashLSHForest(num_perm=PERMUTATIONS)
    for id, sketch in sketches.items():
        index.add(id, sketch)
    index.index()
    pairs = [
        (id, other)
        for id, sketch in sketches.items()
        for other in index.query(sketch, 11)
        if other != id and sketch.jaccard(sketches[other]) >= 0.1
    ]
    return Found(pairs, [], [], time.perf_counter() - started)


def rensa_lsh(made: list[Copy]) -> Found:
    """RMinHashLSH at 0.5 with 32 bands; of its candidates those whose estimated Jaccard reaches 0.5 are pairs."""
    started = time.perf_counter()
    index = RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=32)
    sketches: list[RMinHash] = []
    pairs: list[Pair] = []
    for n, copy in enumerate(made):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(sorted(shingles(copy.text)))
        pairs += [(copy.id, made[k].id) for k in index.query(sketch) if sketch.jaccard(sketches[k]) >= 0.5]
        index.insert(n, sketch)
        sketches.append(sketch)
    return Found(pairs, [], [], time.perf_counter() - started)


def _sketches(made: list[Copy]) -> list[MinHash]:
    found = []
    for copy in made:
        sketch = MinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update_batch([run.encode() for run in shingles(copy.text)])
        found.append(sketch)
    return found


METHODS = (
    ("vedette", ours),
    ("datasketch LSH 0.5", datasketch_lsh),
    ("datasketch Ensemble 0.5", datasketch_ensemble),
    ("datasketch Forest, 10", datasketch_forest),
    ("rensa LSH 0.5", rensa_lsh),
)


# The score


def recall(made: list[Copy], found: Found) -> dict[str, float]:
    """Gives by kind the share of copies, for merged ones of parts, that are led back to their original."""
    holds = {copy.id: copy.holds for copy in made}
    origin = {id: n for n, group in enumerate(found.groups) for id in group}
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in found.links:
        near[a].add(b)
        near[b].add(a)
    hits: dict[str, list[bool]] = defaultdict(list)
    for copy in made:
        for story in copy.holds & holds.keys() - {copy.id}:
            together = origin.get(copy.id, copy.id) == origin.get(story, story)
            hits[copy.kind].append(together or _leads(copy.id, story, near, holds))
    return {kind: round(sum(hits[kind]) / len(hits[kind]), 4) for kind in KINDS if hits[kind]}


def _leads(start: str, story: str, near: dict[str, set[str]], holds: dict[str, frozenset[str]]) -> bool:
    seen, ahead = {start}, [start]
    while ahead:
        for other in near[ahead.pop()] - seen:
            if other == story:
                return True
            if story in holds[other]:
                ahead.append(other)
            seen.add(other)
    return False


def right(made: list[Copy], found: Found) -> dict[str, float]:
    """Gives the share of right pairs, linked, in one origin and of both together; of links the right way round; and of
    origins with several reports and a known first one, whose first is the earliest."""
    holds = {copy.id: copy.holds for copy in made}
    day = {copy.id: copy.day for copy in made}
    linked = {tuple(sorted(pair)) for pair in found.links}
    together = {tuple(sorted(pair)) for group in found.groups for pair in combinations(group, 2)}

    def share(pairs: set[tuple[str, ...]]) -> float:
        return round(sum(not holds[a].isdisjoint(holds[b]) for a, b in pairs) / max(1, len(pairs)), 4)

    good = [pair for pair in found.links if not holds[pair[0]].isdisjoint(holds[pair[1]])]
    figures = {"pairs right": share(linked | together), "linked pairs right": share(linked)}
    if found.groups:
        figures["same-origin pairs right"] = share(together)
        figures["links the right way round"] = round(sum(day[a] >= day[b] for a, b in good) / max(1, len(good)), 4)
        told = [(f, g) for f, g in zip(found.firsts, found.groups, strict=True) if f and len(g) > 1]
        earliest = sum(day[first] == min(day[id] for id in group) for first, group in told)
        figures["first is the earliest"] = round(earliest / max(1, len(told)), 4)
    return figures


def measure(made: list[Copy], found: Found) -> dict[str, float]:
    """Gives all figures of one method on one set."""
    return recall(made, found) | right(made, found) | {"seconds": round(found.seconds, 2)}


def alone(made: list[Copy]) -> dict[str, float]:
    """Gives our recall by kind where copies of no other kind can help."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        some = [copy for copy in made if copy.kind in ("original", kind)]
        figures |= recall(some, ours(some))
    return figures


def silver() -> dict[str, float]:
    """Gives our figures on the mined pairs: labels by threshold of shared runs of words, not by hand."""
    documents, pairs = _rows("reprints", "docs.jsonl.gz"), _rows("reprints", "pairs.jsonl.gz")
    if not documents or not pairs:
        return {}
    made = [Copy(d["id"], "original", d["text"], frozenset(), _day(d.get("date"))) for d in documents]
    found = ours(made)
    links = {frozenset(pair) for pair in found.links}
    origin = {id: n for n, group in enumerate(found.groups) for id in group}

    def share(*labels: str) -> float:
        some = [(p["a"], p["b"]) for p in pairs if p["label"] in labels]
        return round(sum(frozenset(p) in links or origin[p[0]] == origin[p[1]] for p in some) / len(some), 4)

    return {
        "silver copies found": share("copy"),
        "silver derived found": share("derived"),
        "silver other stories kept apart": round(1 - share("same_event_independent", "similar_event"), 4),
        "silver shared passages, one origin (either answer may be right)": share("shares_passages"),
    }


def _day(told: str | None) -> date:
    return date.fromisoformat(told[:10]) if told and re.match(r"\d{4}-\d\d-\d\d", told) else date(2000, 1, 1)


# The table


def _print(title: str, columns: list[tuple[str, dict[str, float]]]) -> None:
    names = list(dict.fromkeys(name for _, figures in columns for name in figures))
    print(f"\n{title}\n{'':26}" + "".join(f"{name:>25}" for name, _ in columns) + f"{'needed':>10}")
    for name in names:
        cells = "".join(f"{figures[name]:>25.3f}" if name in figures else f"{'-':>25}" for _, figures in columns)
        needed = NEEDED.get(name) or (0.995 if name == "pairs right" else None)
        print(f"{name:26}{cells}{needed or '':>10}")


def main() -> int:
    texts = real_stories(2 * BASES)
    sets = [("real", copies(texts[:BASES], texts[BASES:], "s"))] if texts else []
    made = made_stories(2 * MADE)
    sets.append(("generated", copies(made[:MADE], made[MADE:], "g")))
    told: dict[str, Any] = {"measured": str(date.today())}
    flat: dict[str, float] = {}
    for name, some in sets:
        columns = [(method, measure(some, run(some))) for method, run in METHODS]
        columns.insert(1, ("vedette alone", alone(some)))
        counts = {kind: sum(copy.kind == kind for copy in some) for kind in ("original", *KINDS)}
        _print(f"{name} stories: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()), columns)
        told[name] = {"counts": counts, **dict(columns)}
        flat |= {f"reprints: {name}: {k}": v for k, v in columns[0][1].items() if k != "seconds"}
    pairs = silver()
    for figure, value in pairs.items():
        print(f"{figure:66} {value:6.3f}")
    told["silver"] = pairs
    flat |= {f"reprints: {k}": v for k, v in pairs.items() if "either" not in k}
    RESULT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return floors.settle(flat)


if __name__ == "__main__":
    sys.exit(main())
