"""Build `vedette/knowledge/words.toml`: words that tell a place's name from a person's and from an ordinary word.

    python -m training.placewords DATA [OUT]

Of the file as it stands the first names and adjectives are kept, less the first names that running text writes in lower
case; the ordinary words are those of the places' names that it does. DATA holds the texts counted and what `cities.py`
reads, whose cities with doubtful names are places too. OUT is a file. The output is the same byte for byte on every run.
"""

import csv
import gzip
import json
import re
import sys
import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from training import cities

KNOWLEDGE = Path(__file__).parent.parent / "vedette" / "knowledge"
OUT = KNOWLEDGE / "words.toml"
TEXTS = (
    "polnear/*.jsonl*", "plover_synthetic/*.jsonl*", "dvids_defense/*.jsonl*", "ecbplus/*.jsonl*", "wikiwars/*.jsonl*",
    "reprints/*.jsonl*", "article_extraction/*.jsonl*", "geoparsing/lgl*.jsonl*", "geoparsing/geovirus*.jsonl*",
)  # fmt: skip
LONG = 150  # characters above which a field is running text and no title or label
# What stands before a word tells whether its capital is its own: the first word of a sentence always has one.
PIECES = re.compile(r"[A-Za-z]+(?:-[a-z]+)?|[.!?:\"“”\n]")
NAMED = {
    "towns.csv.gz": ("name",),
    "divisions.csv.gz": ("name", "other_names"),
    "regions.csv": ("name", "other_names"),
    "sites.csv": ("name", "other_names"),
}
SELDOM = 2  # times that a word must stand in lower case for its place's name to be doubted
OFTEN = 15  # the same for a first name
WORD_SHARE = 0.25  # share of the word's uses in lower case from which the place's name is doubted
NAME_SHARE = 0.75  # share above which it is no first name
HEAD = """\
# Words that tell a place's name from a person's and from an ordinary word.

# First names: the United States census of 1990 (public domain), with some that are common elsewhere.
given = {given}

# Ordinary words that are also names of towns; counted in running text, where they stand in lower case more often than not.
ordinary = {ordinary}
"""
ADJECTIVES = """
# Adjectives of regions that are no state, with the region whose name they stand for.
[adjectives]
"""


class Uses(NamedTuple):
    """How often running text writes a word in lower case and, within a sentence, with a capital."""

    lower: Counter[str]
    capital: Counter[str]

    def share(self, word: str) -> float:
        """The share of a word's uses in lower case, 0 where it is not used."""
        return self.lower[word] / max(1, self.lower[word] + self.capital[word])


def count(texts: Iterable[str]) -> Uses:
    uses = Uses(Counter(), Counter())
    for text in texts:
        before = "."
        for piece in PIECES.findall(text):
            if piece.islower():
                uses.lower[piece] += 1
            elif piece[0].isupper() and piece[1:].islower() and before[0].isalpha():
                uses.capital[piece.lower()] += 1
            before = piece
    return uses


def running(value: Any) -> Iterator[str]:
    """The running text in a record, however deep."""
    if isinstance(value, str):
        if len(value) > LONG:
            yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from running(each)


def texts(data: Path) -> Iterator[str]:
    for path in (path for pattern in TEXTS for path in sorted(data.glob(pattern))):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf8") as file:
            for line in file:
                yield from running(json.loads(line))


def place_names(folder: Path, listed: Iterable[cities.Row]) -> set[str]:
    """The single plain words among the names of the places, in lower case; a postal code ("CO") is none."""
    found = {name for row in listed for name in (row.name, row.ascii, *row.other_names.split(";"))}
    for name, columns in NAMED.items():
        opened = gzip.open if name.endswith(".gz") else open
        with opened(folder / name, "rt", encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                found.update(each for column in columns for each in row[column].split(";"))
    return {
        name.lower() for name in found if name.isascii() and name.isalpha() and not (name.isupper() and len(name) < 4)
    }


def ordinary(names: Iterable[str], uses: Uses) -> list[str]:
    return sorted(name for name in names if uses.lower[name] >= SELDOM and uses.share(name) >= WORD_SHARE)


def given(names: Iterable[str], uses: Uses) -> list[str]:
    """The first names, less those that are mostly words."""

    def is_word(name: str) -> bool:
        return uses.lower[name.lower()] >= OFTEN and uses.share(name.lower()) > NAME_SHARE

    return sorted(name for name in names if len(name) > 2 and not is_word(name))


def table(words: list[str]) -> str:
    """A list of words in TOML."""
    joined = ", ".join(f'"{word}"' for word in words)
    lines = textwrap.wrap(joined, 116, break_long_words=False, break_on_hyphens=False)
    return "\n".join(["[", *(f"    {line}" for line in lines)]) + ",\n]"


def written(first: list[str], words: list[str], adjectives: dict[str, str]) -> str:
    lines = [f'{key if key.isalpha() else json.dumps(key)} = "{region}"\n' for key, region in adjectives.items()]
    return HEAD.format(given=table(first), ordinary=table(words)) + ADJECTIVES + "".join(lines)


def main(data: Path, out: Path) -> None:
    kept = tomllib.loads((KNOWLEDGE / "words.toml").read_text(encoding="utf8"))
    uses = count(texts(data))
    words = ordinary(place_names(KNOWLEDGE, cities.build(data)), uses)
    first = given(kept["given"], uses)
    out.write_text(written(first, words, kept["adjectives"]), encoding="utf8")
    print(f"{len(first)} first names, {len(words)} ordinary words")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
