"""Turns the editors' lines of `wiki_current_events` into documents for `vedette add`, one for each outlet that a line cites.

    python -m bench.wiki > /somewhere/lines.jsonl

The lines are CC BY-SA 4.0 and stay where they are: nothing of them is kept in the project.
"""

import gzip
import json
import sys

from bench.shared import present


def main() -> int:
    source = present("the editors' lines", "data", "wiki_current_events", "events.jsonl.gz")
    if source is None:
        return 1
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            event = json.loads(line)
            if not event["text"]:
                continue
            cited = event["sources"] or [{"outlet": None, "url": None}]
            for n, outlet in enumerate(cited):
                document = {
                    "id": f"wiki-{number}-{n}", "outlet": outlet["outlet"], "published": event["date"],
                    "url": outlet["url"], "text": event["text"],
                }  # fmt: skip
                sys.stdout.write(json.dumps({k: v for k, v in document.items() if v}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
