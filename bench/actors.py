"""Actors of PLOVER's human-coded records → countries: how many get a code, and how many of these the right one.

    python -m bench.actors [--raise-floors] [--show]

The records serve for measuring only. Their dates are made up, so that no day is given: a name that meant two countries
in its time stays open.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from typing import Any

from bench import floors
from bench.shared import present
from vedette import knowledge
from vedette.knowledge.names import pieces
from vedette.resolve.actors import actor

# Codes of the records that are not ISO 3166: the country that they stand for.
OLD = {"JAP": "JPN", "PAL": "PSE", "ROM": "ROU", "YUG": "SRB", "TMP": "TLS", "ZAR": "COD", "HLS": "VAT", "BUR": "MMR"}


def code_of(name: str) -> str | None:
    """Gives the code of an actor as the records write it, else that of the first name in it."""
    if code := actor(name, None).code:
        return code
    found = (actor(name[f.start : f.end], None).code for f in knowledge.actors().find(pieces(name)))
    return next((code for code in found if code), None)


def coded() -> Iterator[tuple[str, str, str | None]]:
    """Gives the text of each actor whose record names a country, with that and with ours."""
    path = present("actors of PLOVER's records", "data", "petrarch_validation", "plover_gsr.jsonl.gz")
    if not path:
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            for told in (*_listed(record.get("source")), *_listed(record.get("target"))):
                code = OLD.get(told.get("code", ""), told.get("code", ""))
                if code in knowledge.states() and told.get("actorText"):
                    yield told["actorText"], code, code_of(told["actorText"])


def _listed(told: Any) -> list[dict[str, Any]]:
    """Gives the actors of one side, which is a list, one actor or empty text."""
    return [each for each in (told if isinstance(told, list) else [told]) if isinstance(each, dict)]


def main() -> int:
    found = list(coded())
    if not found:
        return 0
    answered = [each for each in found if each[2] in knowledge.states()]  # a group's own code is no country
    wrong = [each for each in answered if each[1] != each[2]]
    figures = {
        "actors: PLOVER, coded at all": round(len(answered) / len(found), 4),
        "actors: PLOVER, country right of those coded": round(1 - len(wrong) / len(answered), 4),
    }
    known = floors.read()
    for name, figure in figures.items():
        print(f"{name:52} {figure:7.3f} of {len(found)}   floor {known.get(name, '-')}")
    if "--show" in sys.argv:
        print("\n".join(f"   {text}: {got or 'open'}, not {code}" for text, code, got in found if code != got))
    return floors.settle(figures)


if __name__ == "__main__":
    sys.exit(main())
