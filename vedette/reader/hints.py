"""What the word lists and knowledge files know of each word of a text: told to the network beside its pieces.

A small network cannot know that "Wagner" acts, that "Grodno" is a place, or all phrases that may name a deployment; the
lists do, and the network learns what a listed word is worth where it stands.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from vedette.languages import SURENESS, Hit, Language
from vedette.reader.mentions import Mentions
from vedette.reader.sentences import Sentence, Token, stands_as_noun
from vedette.reader.wordpieces import Cut
from vedette.vocabulary import Mode

KINDS = (
    *(f"{sureness} {mode}" for sureness in SURENESS for mode in Mode),
    *(f"actor {kind}" for kind in ("state", "demonym", "government", "person", "surname", "organisation", "service")),
    *(f"stands in {kind}" for kind in ("pronoun", "possessive", "person", "definite", "bare")),
    *(f"place {kind}" for kind in ("country", "city", "site", "other", "pointed", "unknown", "border")),
    "counted", "figure", "date", "force", "speaking", "according", "stance", "begins sentence", "quoted", "furniture",
    *(f"one {n}" for n in range(8)),
)  # fmt: skip
AT = {kind: n for n, kind in enumerate(KINDS)}
ONES = sum(kind.startswith("one ") for kind in KINDS)  # of the countries and groups that a story names, the first few


def hints(cut: Cut, story: list[Sentence], found: list[Mentions], words: Language) -> NDArray[np.float32]:
    """Gives [pieces, KINDS]: 1 where a kind of hint holds of the word that a piece belongs to."""
    told = np.zeros((len(cut.pieces), len(KINDS)), np.float32)
    told[:, AT["furniture"]] = 1
    order: dict[str, int] = {}
    for sentence, here in zip(story, found, strict=True):
        first, last = np.searchsorted(cut.starts[1:-1], (sentence.start, sentence.end)) + 1
        told[first:last, AT["furniture"]] = 0
        told[first : first + 1, AT["begins sentence"]] = 1
        starts = cut.starts[first:last]
        for start, end, kind in (*_phrases(sentence, words), *_named(sentence, here), *_ones(here, order)):
            since, until = np.searchsorted(starts, (sentence.tokens[start].start, sentence.tokens[end - 1].end))
            told[first + since : first + until, AT[kind]] = 1
    return told


def _phrases(sentence: Sentence, words: Language) -> Iterator[tuple[int, int, str]]:
    """Gives the phrases of the language's lists."""
    tokens = sentence.tokens
    for hit, sureness in _triggers(tokens, words):
        yield hit.start, hit.end, f"{sureness} {hit.label}"
    for kind, phrases in (
        ("speaking", words.attribution["cues"]), ("according", words.attribution["according"]), ("stance", words.stance),
    ):  # fmt: skip
        for hit in phrases.find(tokens):
            yield hit.start, hit.end, kind
    for n, token in enumerate(tokens):
        if token.quoted:
            yield n, n + 1, "quoted"


def _triggers(tokens: tuple[Token, ...], words: Language) -> Iterator[tuple[Hit, str]]:
    """Gives the phrases that may be triggers: of each mode the longest that begins at a word."""
    passed = {at for hit in words.passed.find(tokens) for at in range(hit.start, hit.end)}
    for at in range(len(tokens)):
        if at in passed:
            continue
        longest: dict[str, tuple[Hit, str]] = {}
        for sureness in SURENESS:
            for hit in words.triggers[sureness].at(tokens, at):
                known = longest.get(hit.label)
                if (not known or hit.end > known[0].end) and not _noun(hit, tokens, words):
                    longest[hit.label] = (hit, sureness)
        yield from longest.values()


def _noun(hit: Hit, tokens: tuple[Token, ...], words: Language) -> bool:
    """Whether a phrase is meant as a verb and its first word stands as a noun: "200 trains carrying troops"."""
    low = tokens[hit.start].low
    plural = low.endswith("s") and (hit.start == 0 or tokens[hit.start - 1].low[:1].isdigit())
    return hit.verb and (hit.end - hit.start == 1 or plural) and stands_as_noun(tokens, hit.start, words)


def _named(sentence: Sentence, here: Mentions) -> Iterator[tuple[int, int, str]]:
    """Gives what the knowledge files know by name, and what stands in for a name."""
    for actor in here.actors:
        yield actor.start, actor.end, f"actor {actor.entries[0].kind}"
    for other in here.stand_ins:
        yield other.start, other.end, f"stands in {other.kind}"
    for place in here.places:
        kind = place.entries[0].kind if place.entries and place.kind == "name" else place.kind
        kind = {"demonym": "country"}.get(kind, kind)
        known = f"place {kind}"
        yield place.start, place.end, known if known in AT else "place other"
    for figure in here.figures:
        yield figure.start, figure.end, "counted" if figure.noun else "figure"
    for day in here.dates:
        yield day.start, day.end, "date"
    for n in here.forces:
        yield n, n + 1, "force"


def _ones(here: Mentions, order: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    """Gives the number of the country or group that each name belongs to, so that "Moscow" and "Russian" are seen as one.

    `order` holds the numbers given so far in the story and takes up new ones.
    """
    named: list[tuple[int, int, set[str | None]]] = []
    named += [(a.start, a.end, {entry.code for entry in a.entries}) for a in here.actors]
    named += [(p.start, p.end, {entry.country for entry in p.entries}) for p in here.places]
    for start, end, codes in sorted(named, key=lambda each: each[:2]):
        code = next(iter(codes)) if len(codes) == 1 else None
        if code and (code in order or len(order) < ONES):
            yield start, end, f"one {order.setdefault(code, len(order))}"
