"""Works out who says what: source, cue and content of each sentence, quotations across sentences, pronouns."""

import re
from typing import NamedTuple

from vedette import knowledge
from vedette.languages import Hit, Language
from vedette.reader.sentences import QUOTES, Sentence, Token
from vedette.vocabulary import Span

ADVERBS = frozenset("also later had has have then again himself herself itself earlier who he she today still now first".split())
DETERMINERS = frozenset("the a an its his her their one two three four some another this that several many".split())
BOUNDARY = frozenset(", ; : ( ) – — .".split())
HEARERS = frozenset("reporters journalists parliament lawmakers us media television radio viewers briefing".split())
BREAKS = frozenset("in on at by of to for with from after that while as and but when which who has have had is was will over into about".split())
NEUTRAL = frozenset("said say says told tells telling according".split())


class Attribution(NamedTuple):
    """One speaker's words in one sentence: `names` from the outlet inward, `content` as ranges of tokens.

    `source` and `cue` are token ranges, None where they stand in another sentence.
    """

    names: tuple[str, ...]
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str


def attributions(sentences: list[Sentence], words: Language) -> list[tuple[Attribution, ...]]:
    """Gives for each sentence who says what in it, in the order of the text."""
    found: list[list[Attribution]] = []
    last_person: tuple[str, ...] = ()
    for n, sentence in enumerate(sentences):
        here = _in_sentence(sentence, words, last_person)
        if not here and _all_quoted(sentence):
            here = _carried(sentences, found, n)
        for attribution in here:
            if attribution.names and attribution.names[-1][:1].isupper():
                last_person = attribution.names[-1:]
        found.append(here)
    for n in range(len(sentences) - 1, 0, -1):  # a quotation whose speaker follows in the next sentence
        before, here = sentences[n - 1], found[n]
        if here and not found[n - 1] and _all_quoted(before) and before.paragraph == sentences[n].paragraph:
            found[n - 1] = [_whole(before, here[0].names, "quotation goes on")]
    return [tuple(each) for each in found]


def _in_sentence(sentence: Sentence, words: Language, last_person: tuple[str, ...]) -> list[Attribution]:
    tokens = sentence.tokens
    found: list[Attribution] = []
    for hit in words.attribution["according"].find(tokens):
        if a := _according(sentence, hit, words, last_person):
            found.append(a)
    for hit in words.attribution["cues"].find(tokens):
        if a := _by_cue(sentence, hit, words, last_person):
            found.append(a)
    return found


def _according(sentence: Sentence, hit: Hit, words: Language, last_person: tuple[str, ...]) -> Attribution | None:
    source = _phrase_after(sentence.tokens, hit.end, words)
    if source is None:
        return None
    names = _names(sentence.tokens, source, words, last_person)
    size = len(sentence.tokens)
    content = ((source[1], size),) if hit.start <= 1 else ((0, hit.start),)
    return Attribution(names, source, (hit.start, hit.end), content, "according to") if names else None


def _by_cue(sentence: Sentence, hit: Hit, words: Language, last_person: tuple[str, ...]) -> Attribution | None:
    tokens, size = sentence.tokens, len(sentence.tokens)
    if tokens[hit.start].quoted and any(not t.quoted for t in tokens):
        return None
    after = _skip_hearer(tokens, hit.end, words)
    outlet = _outlet_after(sentence, hit)
    if source := _phrase_before(tokens, hit.start, words):
        names = outlet + _names(tokens, source, words, last_person)
        if not names or names == outlet:
            return None
        if _ends(tokens, after):
            content = ((0, source[0]),) if source[0] > 1 else ((after, size),)
        else:
            content = ((after, size),)
            if source[0] > 3 and any(t.low in QUOTES for t in tokens[: source[0]]):
                content = ((0, source[0]), (after, size))
        return Attribution(names, source, (hit.start, hit.end), content, "speaker before cue")
    if hit.start and tokens[hit.start - 1].low in {",", *QUOTES} and (source := _phrase_after(tokens, hit.end, words)):
        names = _names(tokens, source, words, last_person)
        content = ((0, hit.start),) + (((source[1], size),) if size - source[1] > 3 else ())
        return Attribution(names, source, (hit.start, hit.end), content, "speaker after cue") if names else None
    return None


def _ends(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether nothing but a day, a place or punctuation follows: then what was said stands before."""
    rest = [t for t in tokens[at:] if t.low not in QUOTES]
    return len(rest) <= 4 and not any(t.low in {"that", ":"} for t in rest) or (bool(rest) and rest[0].low == "." and len(rest) == 1)


def _skip_hearer(tokens: tuple[Token, ...], at: int, words: Language) -> int:
    """Steps over "that", "on Monday" and the hearer of "told": the content begins after them."""
    limit = min(len(tokens), at + 9)
    for n in range(at, limit):
        if tokens[n].low in {"that", ":"} or tokens[n].low in QUOTES:
            return n + 1
    if at < len(tokens) and (tokens[at].low in HEARERS or tokens[at].low in {"on"}):
        while at < limit and (tokens[at].low in HEARERS | {"on", "at", "a", "the", "in"} or tokens[at].low in words.calendar["weekdays"]):
            at += 1
    return at


def _outlet_after(sentence: Sentence, hit: Hit) -> tuple[str, ...]:
    """Gives the outlet that somebody "told": it passes the words on."""
    tokens = sentence.tokens
    if tokens[hit.start].low not in {"told", "tells", "telling"} or hit.end >= len(tokens):
        return ()
    first = hit.end + (tokens[hit.end].low in {"the", "a"} if hit.end < len(tokens) else 0)
    run = first
    while run < len(tokens) and (tokens[run].text[:1].isupper() or (tokens[run].low == "." and run + 1 < len(tokens)
                                 and tokens[run + 1].start == tokens[run].end) or tokens[run - 1].low == "."):  # fmt: skip
        run += 1
    for end in range(run, first, -1):
        name = _text(tokens, (first, end))
        if knowledge.outlet(name) or re.fullmatch(r"[\w-]+(\.[a-z]{2,})+", name):
            return (name,)
    return ()


def _phrase_before(tokens: tuple[Token, ...], cue: int, words: Language) -> Span | None:
    """Gives the noun phrase that is the subject of a cue, also over an apposition ("X, an analyst at Y, said")."""
    end = cue
    while end > 0 and tokens[end - 1].low in ADVERBS - {"he", "she", "who"}:
        end -= 1
    if end == 0:
        return None
    if tokens[end - 1].low == "," and end > 3:
        comma = next((n for n in range(end - 2, max(-1, end - 25), -1) if tokens[n].low == ","), None)
        if comma and (inner := _phrase_ending(tokens, comma, words)):
            return inner
        return None
    return _phrase_ending(tokens, end, words)


def _phrase_ending(tokens: tuple[Token, ...], end: int, words: Language) -> Span | None:
    """Gives the noun phrase that ends just before token `end`, if it can be a speaker."""
    last = tokens[end - 1]
    if last.low in words.attribution["pronouns"]:
        return (end - 1, end) if last.low != "it" else None
    if not (last.text[:1].isupper() or last.low in words.attribution["speakers"]):
        return _head_then_tail(tokens, end, words)
    start = end - 1
    while start > 0 and _joins(tokens, start - 1, words):
        start -= 1
    while start < end - 1 and tokens[start].low in DETERMINERS:
        start += 1
    return (start, end)


def _head_then_tail(tokens: tuple[Token, ...], end: int, words: Language) -> Span | None:
    """Gives "officials" of "officials in Kyiv": a speaker's noun before a short tail."""
    for n in range(end - 1, max(-1, end - 7), -1):
        if tokens[n].low in BOUNDARY or tokens[n].low in QUOTES:
            return None
        if tokens[n].low in words.attribution["speakers"] and n + 1 < end and tokens[n + 1].low in {"in", "at", "of", "for", "on"}:
            return _phrase_ending(tokens, n + 1, words)
    return None


def _joins(tokens: tuple[Token, ...], n: int, words: Language) -> bool:
    """Whether token n belongs to the same noun phrase as the one after it."""
    low = tokens[n].low
    if low == "." and n and len(tokens[n - 1].text) <= 3 and tokens[n - 1].text[:1].isupper():
        return tokens[n + 1].start - tokens[n].end <= 1
    if low in BOUNDARY or low in QUOTES or low in BREAKS:
        return low == "of" and tokens[n - 1].low in {"ministry", "secretary", "department", "chief"} if n else False
    return tokens[n].text[:1].isalnum() or low in {"'s", "'"}


def _phrase_after(tokens: tuple[Token, ...], start: int, words: Language) -> Span | None:
    """Gives the noun phrase after "according to" or ", said"."""
    while start < len(tokens) and tokens[start].low in DETERMINERS:
        start += 1
    end = start
    while end < len(tokens) and tokens[end].low not in BREAKS | QUOTESET and (
        tokens[end].low not in BOUNDARY or (tokens[end].low == "." and _joins(tokens, end, words) if end + 1 < len(tokens) else False)
    ):
        end += 1
    end = min(end, start + 8)
    if end == start or not any(t.text[:1].isupper() or t.low in words.attribution["speakers"] for t in tokens[start:end]):
        return None
    return (start, end)


QUOTESET = frozenset(QUOTES)


def _names(tokens: tuple[Token, ...], source: Span, words: Language, last_person: tuple[str, ...]) -> tuple[str, ...]:
    """Gives the speaker's name without titles; a pronoun stands for the person named last."""
    start, end = source
    if end - start == 1 and tokens[start].low in words.attribution["pronouns"]:
        return last_person
    while end > start and tokens[end - 1].low in {"'s", "'"}:
        end -= 1
    name_from = end
    while name_from > start and _capital(tokens, name_from - 1):
        name_from -= 1
    if name_from == end:
        return (_text(tokens, (start, end)),)
    while name_from < end - 1 and (tokens[name_from].low in words.attribution["titles"] or tokens[name_from].low == "."):
        name_from += 1
    return (_text(tokens, (name_from, end)),)


def _capital(tokens: tuple[Token, ...], n: int) -> bool:
    if tokens[n].low == "." and n:
        return tokens[n - 1].text[:1].isupper() and len(tokens[n - 1].text) <= 3
    return tokens[n].text[:1].isupper() or tokens[n].low in {"al", "bin", "de", "van", "von", "of"} and n > 0 and tokens[n - 1].text[:1].isupper()


def _text(tokens: tuple[Token, ...], span: Span) -> str:
    """Gives the words of a range of tokens as the text writes them."""
    out = ""
    for n in range(*span):
        gap = n > span[0] and tokens[n].start > tokens[n - 1].end
        out += (" " if gap else "") + tokens[n].text
    return out


def _all_quoted(sentence: Sentence) -> bool:
    letters = [t for t in sentence.tokens if t.text[:1].isalnum()]
    return bool(letters) and sum(t.quoted for t in letters) > 0.7 * len(letters)


def _carried(sentences: list[Sentence], found: list[list[Attribution]], n: int) -> list[Attribution]:
    """Gives a quotation that stands alone to the last speaker of this or the paragraph before."""
    for back in range(n - 1, max(-1, n - 5), -1):
        if found[back] and found[back][-1].names and sentences[n].paragraph - sentences[back].paragraph <= 1:
            return [_whole(sentences[n], found[back][-1].names, "quotation goes on")]
    return []


def _whole(sentence: Sentence, names: tuple[str, ...], rule: str) -> Attribution:
    return Attribution(names, None, None, ((0, len(sentence.tokens)),), rule)


def speaker_of(token: int, found: tuple[Attribution, ...]) -> Attribution | None:
    """Gives the innermost attribution whose content holds a token."""
    holding = [a for a in found if any(s <= token < e for s, e in a.content)]
    return min(holding, key=lambda a: sum(e - s for s, e in a.content), default=None)
