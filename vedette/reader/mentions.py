"""Finds what a sentence names or points at: actors, places, figures and dates, each with its span."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Actor, Site
from vedette.knowledge.names import Piece
from vedette.languages import Language
from vedette.reader.expressions import (
    ADJECTIVES,
    STOPS,
    FigureMention,
    Mention,
    counted_noun,
    dates,
    figures,
    is_force,
)
from vedette.reader.sentences import Sentence, Token

SPELLED = 300_000  # people from which a town's name in capitals is taken for it and for no acronym
NAMELESS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


class ActorMention(NamedTuple):
    """`kind` is name | person | pronoun | possessive | definite | bare; all but names stand for somebody else."""

    start: int
    end: int
    entries: tuple[Actor, ...]
    kind: str = "name"


class PlaceMention(NamedTuple):
    """`entries` are empty for "the region", "there" and names that are in no gazetteer."""

    start: int
    end: int
    entries: tuple[Site, ...]
    kind: str = "name"


class Mentions(NamedTuple):
    """`actors` are named; `stand_ins` point at somebody ("its troops", "the alliance", "he")."""

    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    figures: tuple[FigureMention, ...]
    dates: tuple[Mention, ...]
    forces: tuple[int, ...]
    stand_ins: tuple[ActorMention, ...] = ()


def mentions(sentence: Sentence, words: Language, people: frozenset[str]) -> Mentions:
    """Gives all mentions of a sentence. `people` are the full names that the report has told so far or tells later."""
    tokens = sentence.tokens
    text = [Piece(spelled(t.text.replace("’", "'")), t.start, t.end) for t in _unhyphened(tokens)]
    actors = tuple(_actors(sentence, text, words, people))
    places = tuple(_places(sentence, text, words))
    found_dates = tuple(dates(tokens, words))
    return Mentions(
        actors=actors,
        places=places,
        figures=tuple(figures(tokens, words, frozenset(n for d in found_dates for n in range(d.start, d.end)))),
        dates=found_dates,
        forces=tuple(n for n, t in enumerate(tokens) if is_force(t.low, words)),
        stand_ins=tuple(_stand_ins(tokens, words, _taken(actors, places))),
    )


@cache
def spelled(word: str) -> str:
    """Gives "Britain" for "BRITAIN", and leaves "NATO" as it is."""
    if len(word) < 4 or not word.isupper() or knowledge.actors().get(word):
        return word
    sites = knowledge.places().get(word.title())
    large = any(site.kind != "city" or site.rank >= SPELLED for site in sites)
    return word.title() if knowledge.actors().get(word.title()) or large else word


def _unhyphened(tokens: tuple[Token, ...]) -> list[Token]:
    """Cuts hyphened words and possessives, as names are indexed."""
    cut: list[Token] = []
    for token in tokens:
        if token.text.isalnum():
            cut.append(token)
            continue
        for part in re.finditer(r"\w+|[^\w\s]", token.text):
            start = token.start + part.start()
            cut.append(Token(part.group(), part.group().lower(), start, token.start + part.end(), token.quoted))
    return cut


def _range(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Gives the tokens that a span of characters touches."""
    inside = [n for n, t in enumerate(sentence.tokens) if t.start < end and start < t.end]
    return inside[0], inside[-1] + 1


def _taken(*found: tuple[ActorMention, ...] | tuple[PlaceMention, ...]) -> frozenset[int]:
    return frozenset(n for each in found for m in each for n in range(m.start, m.end))


def _actors(sentence: Sentence, text: list[Piece], words: Language, people: frozenset[str]) -> list[ActorMention]:
    titles = words.attribution["titles"]
    found: list[ActorMention] = []
    for name in knowledge.actors().find(text):
        start, end = _range(sentence, name.start, name.end)
        titled = start > 0 and sentence.tokens[start - 1].low in titles - {"the", "a", "an"}
        entries = tuple(e for e in name.entries if e.kind != "surname" or titled or e.name in people)
        other = _part_of_name(sentence, start, entries, words) or given_name(sentence.tokens, start, end, words)
        if entries and not other:
            found.append(ActorMention(start, end, entries))
    return found


def _part_of_name(sentence: Sentence, start: int, entries: tuple[Actor, ...], words: Language) -> bool:
    """Whether a surname is only part of another person's name ("Boris Johnson" is not "Woody Johnson")."""
    return start > 0 and all(e.kind == "surname" for e in entries) and _surname(sentence.tokens[start - 1], words)


def given_name(tokens: tuple[Token, ...], start: int, end: int, words: Language) -> bool:
    """Whether a country's or city's name is a person's here: "Jordan Henderson", "Denzel Washington"."""
    if end - start > 1 or tokens[start].low not in words.lists["places.given"]:
        return False
    after = tokens[end] if end < len(tokens) else None
    before = tokens[start - 1] if start else None
    if after and _surname(after, words) and after.start == tokens[start].end + 1:
        return (
            before is None
            or before.low not in words.lists["places.prepositions"]
            or before.low in {"to", "of", "for", "from"}
        )
    return bool(before and start > 1 and _surname(before, words) and not _knows(before.text))


def _surname(token: Token, words: Language) -> bool:
    """Whether a capitalised word may be part of a person's name: neither a title, nor a force, nor known."""
    low = token.low
    if (
        not (token.text[:1].isupper() and token.text[1:2].islower())
        or low in NAMELESS
        or low in words.calendar["months"]
    ):
        return False
    common = (
        low in words.attribution["titles"] or low in words.attribution["speakers"] or low in words.lists["places.nouns"]
    )
    return not (common or is_force(low, words) or low in words.lists["groups.definite"] or _knows(token.text))


@cache
def _knows(word: str) -> bool:
    return any(e.kind not in {"surname", "person"} for e in knowledge.actors().get(word))


def _stand_ins(tokens: tuple[Token, ...], words: Language, taken: frozenset[int]) -> Iterator[ActorMention]:
    """Gives what points at an actor that is named elsewhere: pronouns, "its troops", "the alliance", unknown people."""
    at = 0
    while at < len(tokens):
        found = None if at in taken else _stand_in(tokens, at, words, taken)
        if found and not (found.kind == "bare" and _owned(tokens, found, words, taken)):
            yield found
        at = found.end if found else at + 1


def _owned(tokens: tuple[Token, ...], found: ActorMention, words: Language, taken: frozenset[int]) -> bool:
    """Whether a noun belongs to a name or to "its" beside it: "Malian soldiers", "his own men", "President Dan"."""
    low, after = tokens[found.start].low, tokens[found.end] if found.end < len(tokens) else None
    if after and low in words.attribution["titles"] and (found.end in taken or after.text[:1].isupper()):
        return True
    for n in range(found.start - 1, max(-1, found.start - 4), -1):
        if n in taken or tokens[n].low in words.lists["groups.possessives"]:
            return True
        if not tokens[n].text[:1].isalpha() and tokens[n].low != "'s" or tokens[n].low in STOPS:
            return False
    return False


def _stand_in(tokens: tuple[Token, ...], at: int, words: Language, taken: frozenset[int]) -> ActorMention | None:
    low = tokens[at].low
    if low in words.lists["groups.possessives"]:
        return ActorMention(at, at + 1, (), "possessive")
    if low in words.lists["groups.pronouns"]:
        return ActorMention(at, at + 1, (), "pronoun")
    if end := _person_end(tokens, at, words, taken):
        return ActorMention(at, end, (), "person")
    stop = _definite_end(tokens, at, words, taken)
    if stop:
        return ActorMention(at, stop, (), "definite" if low in words.lists["groups.determiners"] else "bare")
    return None


def _definite_end(tokens: tuple[Token, ...], at: int, words: Language, taken: frozenset[int]) -> int:
    """Gives the end of "the foreign ministry", "both armies", "paratroopers"; 0 where none begins here."""
    first = at + (tokens[at].low in words.lists["groups.determiners"])
    for n in range(first, min(len(tokens), first + ADJECTIVES + 1)):
        if n in taken or not tokens[n].text[:1].isalpha():
            return 0
        if tokens[n].low in words.lists["groups.definite"] or (_man(tokens[n].low) and tokens[n].low != "force"):
            return n + 1 if first > at or n == at else 0
        if tokens[n].low in STOPS:
            return 0
    return 0


def _man(low: str) -> bool:
    noun = counted_noun(low)
    return noun is not None and knowledge.things()[noun].value in {"troops", "aircraft", "ships"}


def _person_end(tokens: tuple[Token, ...], at: int, words: Language, taken: frozenset[int]) -> int:
    """Gives the end of two or more capitalised words that no list knows, or of one after "Mr": most likely a person."""
    if not (tokens[at].text[:1].isupper() and _surname(tokens[at], words)):
        return 0
    end = at
    while (
        end < len(tokens)
        and end not in taken
        and (_surname(tokens[end], words) or (end > at and tokens[end].low in PARTICLES))
    ):
        end += 1
    addressed = at > 0 and tokens[at - 1].low in ADDRESSES
    return end if end - at > 1 - addressed and tokens[end - 1].text[:1].isupper() else 0


ADDRESSES = frozenset({"mr", "mrs", "ms", "sir", "dr", "president", "chancellor", "general", "gen", "minister"})
PARTICLES = frozenset({
    "al", "el", "bin", "bint", "ibn", "ben", "de", "del", "da", "von", "van", "der", "den", "al-", "ul", "ur", "la",
    "le",
})  # fmt: skip


def _places(sentence: Sentence, text: list[Piece], words: Language) -> list[PlaceMention]:
    tokens = sentence.tokens
    found = []
    for name in knowledge.places().find(text):
        start, first_end = _range(sentence, name.start, name.end)
        end = first_end
        while end < len(tokens) and tokens[end].low in words.lists["places.nouns"]:
            end += 1
        if name.entries[0].kind == "demonym" and end == first_end:
            continue
        if not given_name(tokens, start, first_end, words) and not _part_of_place(tokens, start, end, name.entries):
            found.append(PlaceMention(start, end, name.entries))
    taken = set(_taken(tuple(found)))
    for n in range(len(tokens)):
        other = None if n in taken else _pointed(tokens, n, words) or _unknown(tokens, n, words)
        if other and taken.isdisjoint(range(other.start, other.end)):
            found.append(other)
            taken |= set(range(other.start, other.end))
    return _grouped(tokens, sorted(found, key=lambda m: m[:2]))


def _part_of_place(tokens: tuple[Token, ...], start: int, end: int, entries: tuple[Site, ...]) -> bool:
    """Whether a town's name is only a part of a longer one that is not known: "Tal" of "Tal Abyad"."""
    after = tokens[end] if end < len(tokens) else None
    return bool(
        after
        and entries[0].kind == "city"
        and end - start == 1
        and after.text[:1].isupper()
        and after.start == tokens[end - 1].end + 1
        and after.low not in NAMELESS
        and not _knows(after.text)
        and not knowledge.places().get(after.text)
    )


def _grouped(tokens: tuple[Token, ...], found: list[PlaceMention]) -> list[PlaceMention]:
    """Takes "Poland and Lithuania" and "the border with Ukraine" as one place each."""
    grouped: list[PlaceMention] = []
    for mention in found:
        last = grouped[-1] if grouped else None
        between = [t.low for t in tokens[last.end : mention.start]] if last else []
        listed = last and last.entries and mention.entries and between in (["and"], ["and", "the"])
        border = (
            last
            and between in (["with"], ["with", "the"], ["between"])
            and tokens[last.end - 1].low in {"border", "borders", "frontier", "boundary"}
        )
        if last and (listed or border):
            grouped[-1] = PlaceMention(last.start, mention.end, last.entries, last.kind if listed else "border")
        else:
            grouped.append(mention)
    return grouped


def _pointed(tokens: tuple[Token, ...], at: int, words: Language) -> PlaceMention | None:
    """Gives "the region", "its border" and "there", which go back to a place that was named."""
    low = tokens[at].low
    if low in {"there", "here"}:
        after = tokens[at + 1].low if at + 1 < len(tokens) else ""
        return None if after in EXISTS or at == 0 else PlaceMention(at, at + 1, (), "pointed")
    if low not in words.lists["groups.determiners"] | words.lists["groups.possessives"]:
        return None
    for end in (at + 2, at + 3):
        if end <= len(tokens) and tokens[end - 1].low in words.lists["places.nouns"]:
            return PlaceMention(at, end, (), "pointed")
    return None


EXISTS = frozenset({
    "is", "are", "was", "were", "be", "been", "has", "had", "have", "will", "would", "may", "might", "could", "can",
})  # fmt: skip


def _unknown(tokens: tuple[Token, ...], at: int, words: Language) -> PlaceMention | None:
    """Gives a capitalised name that no gazetteer has where it stands behind "in", "at" or "near"."""
    if at == 0 or tokens[at - 1].low not in {
        "in",
        "at",
        "near",
        "outside",
        "from",
        "into",
        "to",
        "around",
        "off",
        "towards",
    }:
        return None
    end = at
    while end < len(tokens) and tokens[end].text[:1].isupper() and tokens[end].low not in words.calendar["months"]:
        end += 1
    if (
        end == at
        or tokens[at].low in NAMELESS
        or tokens[at].low in words.attribution["titles"]
        or _knows(tokens[at].text)
    ):
        return None
    while end < len(tokens) and tokens[end].low in words.lists["places.nouns"]:
        end += 1
    return PlaceMention(at, end, (), "unknown")
