"""Passages of real text with their claims, rebuilt from stand-off annotation.

`training/passages/standoff.jsonl` holds offsets and no text. `passages(data)` reads the texts from the data folder and
gives each passage in the form of the training passages: `id`, `outlet`, `published`, `headline`, `text`, `claims`.

A line of the file: `source` is a path under the data folder, `document` the document in it (an id; for the day-by-day
events the day), `field` what is cut, `slice` where: `[start, end]` in code points, or line numbers of the file, counted
from 0, whose texts are joined by a blank line. `headline` says whether the document's headline and a blank line stand
before the cut. All spans of the claims are code points into the passage so made.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STANDOFF = Path(__file__).parent / "passages" / "standoff.jsonl"
SEED = STANDOFF.with_name("seed.jsonl")  # the page that the project began with, which is to read well
EVENTS = "wiki_current_events/events.jsonl.gz"

Record = dict[str, Any]


def passages(data: Path, standoff: Path = STANDOFF) -> Iterator[Record]:
    sources: dict[str, dict[str, Record]] = {}
    events: list[Record] = []
    for line in standoff.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        path = entry["source"]
        if path == EVENTS:
            events = events or list(_records(data / path))
            headline, body = _from_events(events, entry)
        else:
            if path not in sources:
                sources[path] = {_name(record): record for record in _records(data / path)}
            headline, body = _from_document(sources[path][entry["document"]], entry)
        if not entry["headline"]:
            headline = ""
        text = f"{headline}\n\n{body}" if headline else body
        yield {
            "id": entry["id"],
            "outlet": entry["outlet"],
            "published": entry["published"],
            "headline": headline,
            "text": text,
            "claims": [_claim(text, claim) for claim in entry["claims"]],
        }


def _records(path: Path) -> Iterator[Record]:
    if path.suffix == ".txt":
        yield {"id": path.name, "text": path.read_text(encoding="utf-8")}
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _name(record: Record) -> str:
    for key in ("id", "doc", "file"):
        if key in record:
            return str(record[key])
    raise ValueError(f"a document without a name, with the fields {', '.join(record)}")


def _from_events(events: list[Record], entry: Record) -> tuple[str, str]:
    chosen = [events[number] for number in entry["slice"]]
    if any(event["date"] != entry["document"] for event in chosen):
        raise ValueError(f"{entry['id']}: a line is not of {entry['document']}; the file of events is another version")
    topic = chosen[0]["topic_path"]
    return (topic[0].rstrip(":") if topic else ""), "\n\n".join(event[entry["field"]] for event in chosen)


def _from_document(record: Record, entry: Record) -> tuple[str, str]:
    field = record[entry["field"]]
    start, end = entry["slice"]
    if isinstance(field, str):
        return record.get("title", ""), field[start:end]
    sentences = [sentence["text"] for sentence in field]
    return sentences[0], " ".join(sentences)[start:end]


def _claim(text: str, claim: Record) -> Record:
    place = claim["place"]
    return claim | {
        "place": place and {"name": _cut(text, place["span"]), "country": place["country"]},
        "source": [_cut(text, span) for span in claim["source"]],
    }


def _cut(text: str, span: list[int]) -> str:
    start, end = span
    return text[start:end]


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the passages annotated as stand-off, with their texts.")
    parser.add_argument("data", type=Path, help="the folder of public data")
    parser.add_argument("out", type=Path, help="the file to write, a passage a line")
    given = parser.parse_args()
    with given.out.open("w", encoding="utf-8") as out:
        for passage in passages(given.data):
            out.write(json.dumps(passage, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
