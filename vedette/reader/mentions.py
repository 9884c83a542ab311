"""Finds what a sentence names: actors, places, figures and dates, each with its span."""

import re
from functools import cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Actor, Site
from vedette.knowledge.names import Found, Piece
from vedette.languages import Language
from vedette.reader.sentences import Sentence, Token

YEAR = re.compile(r"(19|20)\d\d$")
DATE_GLUE = frozenset("on in since until till by from to between and of the early mid late last next this past ago earlier later "
                      "end beginning start middle through during overnight weekend days weeks months years day week month year "
                      "hours morning afternoon evening night , spring summer autumn winter before after".split())  # fmt: skip
DATE_SPANS = frozenset("week month year weekend spring summer autumn winter".split())
DATE_TURNS = frozenset("last next this past".split())
ADJECTIVES = 3  # words that may stand between a figure and what it counts


class Mention(NamedTuple):
    """Tokens [start, end) of a sentence that name something."""

    start: int
    end: int


class ActorMention(NamedTuple):
    start: int
    end: int
    entries: tuple[Actor, ...]


class PlaceMention(NamedTuple):
    start: int
    end: int
    entries: tuple[Site, ...]


class FigureMention(NamedTuple):
    """`noun` is what is counted, in lower case, or empty where the figure stands alone."""

    start: int
    end: int
    noun: str


class Mentions(NamedTuple):
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    figures: tuple[FigureMention, ...]
    dates: tuple[Mention, ...]
    forces: tuple[int, ...]


def mentions(sentence: Sentence, words: Language, people: frozenset[str]) -> Mentions:
    """Gives all mentions of a sentence. `people` are the full names that the report has told so far or tells later."""
    tokens = sentence.tokens
    text = [Piece(t.text.replace("’", "'"), t.start, t.end) for t in _unhyphened(tokens)]
    return Mentions(
        actors=tuple(_actors(sentence, text, words, people)),
        places=tuple(_places(sentence, text, words)),
        figures=tuple(_figures(tokens, words)),
        dates=tuple(_dates(tokens, words)),
        forces=tuple(n for n, t in enumerate(tokens) if is_force(t.low, words)),
    )


def _unhyphened(tokens: tuple[Token, ...]) -> list[Token]:
    """Cuts hyphened words and possessives, as names are indexed."""
    cut: list[Token] = []
    for token in tokens:
        for part in re.finditer(r"\w+|[^\w\s]", token.text):
            start = token.start + part.start()
            cut.append(Token(part.group(), part.group().lower(), start, token.start + part.end(), token.quoted))
    return cut


def _range(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Gives the tokens that a span of characters touches."""
    inside = [n for n, t in enumerate(sentence.tokens) if t.start < end and start < t.end]
    return inside[0], inside[-1] + 1


def _actors(sentence: Sentence, text: list[Piece], words: Language, people: frozenset[str]) -> list[ActorMention]:
    titles = words.attribution["titles"]
    found: list[ActorMention] = []
    for name in knowledge.actors().find(text):
        start, end = _range(sentence, name.start, name.end)
        titled = start > 0 and sentence.tokens[start - 1].low in titles - {"the", "a", "an"}
        entries = tuple(e for e in name.entries if e.kind != "surname" or titled or e.name in people)
        if entries and not _part_of_name(sentence, start, end, name, entries):
            found.append(ActorMention(start, end, entries))
    return found


def _part_of_name(sentence: Sentence, start: int, end: int, name: Found[Actor], entries: tuple[Actor, ...]) -> bool:
    """Whether a surname is only part of another person's name ("Boris Johnson" is not "Woody Johnson")."""
    if any(e.kind != "surname" for e in entries) or start == 0:
        return False
    before = sentence.tokens[start - 1]
    return before.text[:1].isupper() and before.low not in {"president", "mr", "minister", "secretary", "general", "dr"}


def _places(sentence: Sentence, text: list[Piece], words: Language) -> list[PlaceMention]:
    found = []
    for name in knowledge.places().find(text):
        start, first_end = _range(sentence, name.start, name.end)
        end = first_end
        while end < len(sentence.tokens) and sentence.tokens[end].low in words.lists["places.nouns"]:
            end += 1
        if name.entries[0].kind != "demonym" or end > first_end:
            found.append(PlaceMention(start, end, name.entries))
    lows = [t.low for t in sentence.tokens]
    for generic in words.lists["places.generic"]:
        parts = generic.split()
        for n in range(len(lows) - len(parts) + 1):
            if lows[n : n + len(parts)] == parts and not any(p.start < n + len(parts) and n < p.end for p in found):
                found.append(PlaceMention(n, n + len(parts), ()))
    return sorted(found, key=lambda m: m[:2])


def is_force(word: str, words: Language) -> bool:
    """Whether a word in lower case names a force or its equipment."""
    return word in words.lists["groups.forces"] or counted_noun(word) is not None


@cache
def counted_noun(word: str) -> str | None:
    """Gives the singular under which `equipment.toml` knows a noun or model, None where it does not."""
    known = knowledge.things()
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("men") + "man", word[:-3] + "y"):
        if form in known:
            return form
    return None


def _number_words(words: Language) -> frozenset[str]:
    numbers = words.numbers
    vague = {part for name in numbers["vague"] for part in name.split()}
    return frozenset(numbers["words"]) | frozenset(numbers["scales"]) | vague - {"of", "several"}


def _figures(tokens: tuple[Token, ...], words: Language) -> list[FigureMention]:
    numbers = _number_words(words)
    found: list[FigureMention] = []
    at = 0
    while at < len(tokens):
        if not (tokens[at].low[:1].isdigit() or tokens[at].low in numbers):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and _goes_on(tokens, end, numbers):
            end += 1
        noun_at = next((n for n in range(end, min(end + ADJECTIVES + 1, len(tokens))) if _counts(tokens, end, n)), None)
        article = end == at + 1 and tokens[at].low in {"a", "an"}
        if noun_at is not None:
            found.append(FigureMention(_with_bound(tokens, at, words), noun_at + 1, tokens[noun_at].low))
        elif not article and not YEAR.match(tokens[at].low):
            found.append(FigureMention(_with_bound(tokens, at, words), end, ""))
        at = (noun_at + 1) if noun_at is not None else end
    return found


def _goes_on(tokens: tuple[Token, ...], n: int, numbers: frozenset[str]) -> bool:
    low = tokens[n].low
    if low in {",", "."} and n + 1 < len(tokens) and tokens[n + 1].start == tokens[n].end and tokens[n - 1].end == tokens[n].start:
        return tokens[n + 1].low[:1].isdigit()
    if low in {"to", "-", "–", "or", "of"} and n + 1 < len(tokens):
        return tokens[n + 1].low[:1].isdigit() or tokens[n + 1].low in numbers - {"a", "an"}
    return low[:1].isdigit() or (low in numbers and low not in {"a", "an"})


def _counts(tokens: tuple[Token, ...], first: int, n: int) -> bool:
    between = tokens[first:n]
    return counted_noun(tokens[n].low) is not None and all(t.low[:1].isalpha() or t.low == "'s" for t in between)


def _with_bound(tokens: tuple[Token, ...], at: int, words: Language) -> int:
    """Takes the words of a bound ("more than", "up to") before a figure into its span."""
    bounds = (*words.numbers["at_least"], *words.numbers["at_most"], *words.numbers["about"])
    for size in (3, 2, 1):
        if at >= size and " ".join(t.low for t in tokens[at - size : at]) in bounds:
            return at - size
    return at


def _dates(tokens: tuple[Token, ...], words: Language) -> list[Mention]:
    """Gives the longest runs of the words of dates that hold at least one that dates by itself."""
    found: list[Mention] = []
    run: list[int] = []
    for n in range(len(tokens) + 1):
        if n < len(tokens) and (_anchors(tokens, n, words) or _glues(tokens[n], words)):
            run.append(n)
            continue
        if run and (mention := _trimmed(tokens, run, words)):
            found.append(mention)
        run = []
    return found


def _anchors(tokens: tuple[Token, ...], n: int, words: Language) -> bool:
    token, calendar = tokens[n], words.calendar
    if token.low in calendar["months"]:
        return token.text[:1].isupper() and (token.low not in {"may", "march", "mar", "dec"} or _near_number(tokens, n))
    if token.low in calendar["weekdays"] or token.low in {"today", "yesterday", "tomorrow", "overnight", "tonight", "ago"}:
        return True
    if YEAR.match(token.low):
        return not (n and tokens[n - 1].low in {",", "."} and tokens[n - 1].end == token.start)
    return token.low in DATE_SPANS and n > 0 and tokens[n - 1].low in DATE_TURNS


def _near_number(tokens: tuple[Token, ...], n: int) -> bool:
    around = tokens[max(0, n - 1) : n] + tokens[n + 1 : n + 2]
    return any(t.low.isdigit() or t.low in {"in", "since", "until", "by", "mid", "early", "late", "last"} for t in around)


def _glues(token: Token, words: Language) -> bool:
    return token.low in DATE_GLUE or (token.low in words.numbers["words"]) or re.fullmatch(r"\d{1,2}(st|nd|rd|th)?|\d{4}", token.low) is not None


def _trimmed(tokens: tuple[Token, ...], run: list[int], words: Language) -> Mention | None:
    anchors = [n for n in run if _anchors(tokens, n, words)]
    if not anchors:
        return None
    first, last = run[0], run[-1]
    loose = {",", "and", "of", "the", "to", "after", "before", "a", "an", "by", "in", "on", "from", "through", "during"}
    while last > anchors[-1] and (tokens[last].low in loose | {"until", "since", "between", "at"}):
        last -= 1
    while first < anchors[0] and tokens[first].low in {",", "and", "of", "a", "an"}:
        first += 1
    return Mention(first, last + 1)
