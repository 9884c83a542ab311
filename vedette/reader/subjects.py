"""The noun phrases of those who speak: the subject of "said", what follows "according to"."""

from vedette import knowledge
from vedette.languages import Language
from vedette.reader.sentences import QUOTES, Token, people
from vedette.vocabulary import Span

QUOTE_MARKS = frozenset(QUOTES)
TURNS = frozenset({"last", "this", "next", "earlier", "late", "early", "later", "that", "same"})
SPANS = frozenset({
    "week", "month", "year", "night", "weekend", "morning", "evening", "afternoon", "day", "spring", "summer", "autumn",
    "winter", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})  # fmt: skip
STOPS = frozenset(",;:()–—") | QUOTE_MARKS


def subject(tokens: tuple[Token, ...], cue: int, words: Language) -> Span | None:
    """Gives the noun phrase that is the subject of a cue, also over an apposition ("X, an analyst at Y, said")."""
    end = cue
    while end > 0 and tokens[end - 1].low in words.attribution["adverbs"]:
        end -= 1
    if end > 3 and tokens[end - 1].low == ")" and tokens[end - 3].low == "(":  # "the ministry (MND) said"
        end -= 3
    if end > 2 and tokens[end - 1].low == ",":
        comma = next((n for n in range(end - 2, max(-1, end - 30), -1) if tokens[n].low == ","), None)
        if comma is None:
            return None
        inner = _head(tokens, comma + 1, end - 1, words)
        outer = _stretch(tokens, comma, words)
        named = inner and _is_person(tokens, inner, words) and not (outer and _is_person(tokens, outer, words))
        return inner if named else outer
    return _stretch(tokens, end, words)


def _stretch(tokens: tuple[Token, ...], end: int, words: Language) -> Span | None:
    """Gives the head of the noun phrase that ends before a token, whatever tail it has."""
    start = end
    while start > 0 and not _cuts(tokens, start - 1, words):
        start -= 1
    if start and (
        tokens[start - 1].low in words.grammar["auxiliaries"] or tokens[start - 1].low in words.grammar["modals"]
    ):
        return None
    return _head(tokens, start, end, words)


def _cuts(tokens: tuple[Token, ...], n: int, words: Language) -> bool:
    low = tokens[n].low
    if low == ".":
        short = n > 0 and (len(tokens[n - 1].text) <= 3 or tokens[n - 1].low in words.attribution["titles"])
        return not (short and tokens[n - 1].text[0].isupper())
    return low in STOPS or low in words.attribution["cuts"]


def _head(tokens: tuple[Token, ...], start: int, end: int, words: Language) -> Span | None:
    """Gives the words up to the head of the phrase in a stretch: no article, no number, no tail, no date before it."""
    told = words.attribution
    start = max([start, *(n + 1 for n in range(start, end - 1) if tokens[n].low in words.calendar["weekdays"])])
    turns = start
    while turns < end - 2 and tokens[turns].low in TURNS:
        turns += 1
    if turns > start and tokens[turns].low in SPANS:  # "Last week a spokesman", "Earlier this week a spokesman"
        start = turns + 1
    while start < end and (tokens[start].low in told["determiners"] or tokens[start].low.isdigit()):
        start += 1
    if start < end - 1 and tokens[start].low in told["tails"]:  # "In Kyiv the minister", "On the quay a sailor"
        later = next(
            (
                n
                for n in range(start + 2, end)
                if tokens[n].low in told["determiners"] or tokens[n].low in told["titles"]
            ),
            None,
        )
        start = later if later is not None else min(start + 2, end)
        while start < end and tokens[start].low in told["determiners"]:
            start += 1
    stop = start
    while stop < end and (tokens[stop].low not in told["tails"] or _of_name(tokens, start, stop, end, words)):
        stop += 1
    if stop == start or any(t.low in told["nobody"] for t in tokens[start:stop]):
        return None
    return (start, start + 1) if tokens[start].low in told["pronouns"] else (start, stop)


def _of_name(tokens: tuple[Token, ...], start: int, at: int, end: int, words: Language) -> bool:
    """Whether "of" or "for" stands inside a proper name: "Ministry of Defence", "Institute for the Study of War"."""
    if tokens[at].low not in {"of", "for", "on"} or at == start or not tokens[at - 1].text[0].isupper():
        return False
    after = next((t for t in tokens[at + 1 : end] if t.low not in {"the", "and"}), None)
    return after is not None and after.text[0].isupper() and tokens[at - 1].low in words.attribution["institutions"]


def phrase_after(tokens: tuple[Token, ...], start: int, words: Language) -> Span | None:
    """Gives the noun phrase after "according to" or ", said"."""
    told = words.attribution
    while start < len(tokens) and (tokens[start].low in told["determiners"] or tokens[start].low.isdigit()):
        start += 1
    end = start
    while end < len(tokens) and not _cuts(tokens, end, words) and end < start + 9:
        if tokens[end].low in told["breaks"] or (
            tokens[end].low in told["tails"] and not _of_name(tokens, start, end, len(tokens), words)
        ):
            break
        end += 1
    if end == start:
        return None
    if end < len(tokens) - 2 and tokens[end].low == "," and not _is_person(tokens, (start, end), words):
        stop = next((n for n in range(end + 1, min(len(tokens), end + 6)) if tokens[n].low in STOPS | {"."}), end)
        if (
            stop > end + 2
            and _is_person(tokens, (end + 1, stop), words)
            and all(t.text[0].isupper() for t in tokens[end + 1 : stop])
        ):
            return (end + 1, stop)
    speaks = tokens[start].low in told["pronouns"] or can_speak(tokens, (start, end), words)
    return (start, end) if speaks else None


def end_of_apposition(tokens: tuple[Token, ...], at: int) -> int:
    """Steps over ", an analyst at Sibylline," after a speaker's name, and over the place and day of his words."""
    while at < len(tokens) and tokens[at].low not in STOPS:
        at += 1
    if (
        at < len(tokens) - 1
        and tokens[at].low == ","
        and tokens[at + 1].low in {"a", "an", "the", "who", "which", "his", "its"}
    ):
        at = next((n for n in range(at + 1, len(tokens)) if tokens[n].low in STOPS), at)
    return min(at + 1, len(tokens))


def can_speak(tokens: tuple[Token, ...], source: Span, words: Language) -> bool:
    """Whether a phrase names somebody: a capital that is not only the sentence's, or a speaker's noun."""
    inside = tokens[slice(*source)]
    if inside[-1].low in words.attribution["speakers"] or inside[0].low in words.attribution["pronouns"]:
        return True
    if len(inside) == 1 and source[0] == 0:
        return bool(knowledge.actors().get(inside[0].text) or knowledge.places().get(inside[0].text))
    return any(t.text[0].isupper() for t in inside)


def _is_person(tokens: tuple[Token, ...], span: Span, words: Language) -> bool:
    return any(span[0] <= at < span[1] for at, _ in people(tokens[: span[1]], words))
