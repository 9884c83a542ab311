"""Cuts a report's story into sentences and tokens, and tells nouns and people apart. Offsets are those of the report's text."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from syntok import segmenter
from syntok.tokenizer import Tokenizer

from vedette import knowledge
from vedette.languages import Language
from vedette.vocabulary import Report, Span

WORD = re.compile(r"\w+(?:-\w+)*|['’]\w+|[^\w\s]")
OPEN, CLOSE = "“«„", "”»"
QUOTES = OPEN + CLOSE + '"'
WINDOW = 4000  # characters that are cut into sentences at a time
LONGEST = 800  # characters of one sentence: a longer one has no punctuation and is cut at a space


class Token(NamedTuple):
    text: str
    low: str
    start: int
    end: int
    quoted: bool


class Sentence(NamedTuple):
    """`paragraph` numbers the paragraph it stands in"""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]


def sentences(report: Report) -> list[Sentence]:
    """Gives the sentences of the story, furniture left out."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(report)):
        quoted = False
        for first, last in _split(report.text, start, end):
            tokens, quoted = _tokens(report.text, first, last, quoted)
            if tokens:
                found.append(Sentence(first, last, number, tokens))
    return found


def _paragraphs(report: Report) -> Iterator[Span]:
    """Gives the lines of the text without the stretches that are furniture."""
    cut = sorted(part.span for part in report.furniture)
    for line in re.finditer(r"[^\r\n]+", report.text):
        at, end = line.span()
        for start, stop in cut:
            if at < stop and start < end:
                if start > at:
                    yield at, start
                at = stop
        if at < end and report.text[at:end].strip():
            yield at, end


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer(emit_hyphen_or_underscore_sep=True, replace_not_contraction=False)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """Gives the spans of the sentences of one paragraph, a window at a time; its last sentence begins the next."""
    while start < end:
        high = min(end, start + WINDOW)
        spans = list(_segmented(text, start, high))
        if high < end and len(spans) > 1:
            high = spans.pop()[0]
        for first, last in spans:
            yield from _pieces(text, first, last)
        start = high


def _segmented(text: str, start: int, end: int) -> Iterator[Span]:
    for sentence in segmenter.segment(_tokenizer().tokenize(text[start:end])):
        yield start + sentence[0].offset, start + sentence[-1].offset + len(sentence[-1].value)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Cuts what is too long for a sentence, at a space where there is one."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _tokens(text: str, start: int, end: int, quoted: bool) -> tuple[tuple[Token, ...], bool]:
    """Gives the tokens, and whether a quotation is still open after them."""
    tokens: list[Token] = []
    for match in WORD.finditer(text, start, end):
        word = match.group()
        if word in OPEN:
            quoted = True
        low = word.lower().replace("’", "'")
        if low == "'t" and tokens and tokens[-1].low.endswith("n"):
            low = "n't"
        if word == "-" and (match.start() == start or text[match.start() - 1].isspace()):
            low = "–"  # a spaced hyphen is a dash
        inside = quoted and word not in QUOTES
        tokens.append(Token(word, low, match.start(), match.end(), inside))
        if word in CLOSE:
            quoted = False
        elif word == '"':
            quoted = not quoted
    return tuple(tokens), quoted


def stands_as_noun(tokens: tuple[Token, ...], at: int, words: Language) -> bool:
    """Whether a word that may be a verb stands as a noun: "the guards", "a Russian base", but not "to guard"."""
    low, before = tokens[at].low, tokens[at - 1].low if at else ""
    if not before:
        return low.endswith("s")
    if low.endswith("ing"):
        return before in {"the", "a", "an", "'s"}
    if low.endswith("ed"):
        return False
    if before in words.grammar["noun_after"]:
        return not (before in {"that", "'s"} and low in words.past)
    if low.endswith("s"):
        return before.endswith(words.grammar["adjective_ends"]) or before[:1].isdigit()
    verb = (
        before in words.grammar["verb_after"]
        or before.endswith(("s", "ly"))
        or not before[0].isalnum()
        or low in words.past
    )
    return not verb


def people(tokens: tuple[Token, ...], words: Language) -> list[tuple[int, str]]:
    """Gives the full names of people: runs of two to four capitals that are no title, office, state or institution."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and is_capital(tokens, end):
            end += 1
        while end > at and tokens[end - 1].low == ".":  # the sentence's own
            end -= 1
        start = untitled(tokens, at, end, words)
        name = text_of(tokens, (start, end))
        if 2 <= end - start <= 4 and _personal(tokens[start:end], name, words):
            found.append((start, name))
        at = max(end, at + 1)
    return found


def untitled(tokens: tuple[Token, ...], start: int, end: int, words: Language) -> int:
    """Gives where a name begins after "Estonian President" or "Lt. Gen."."""
    titles, impersonal = words.attribution["titles"], words.attribution["impersonal"]
    at = max(
        (n + 1 for n in range(start, end - 1) if tokens[n].low in titles and tokens[n + 1].low not in impersonal),
        default=start,
    )
    while at < end - 1 and (tokens[at].low == "." or tokens[at].low in titles):
        at += 1
    return at


def _personal(run: tuple[Token, ...], name: str, words: Language) -> bool:
    numbers = words.numbers["words"]
    if (
        any(t.low in words.attribution["impersonal"] or t.low in words.common or t.low in numbers for t in run)
        or run[-1].text.isupper()
    ):
        return False
    if any(t.low in words.calendar["weekdays"] or t.low in words.calendar["months"] for t in run):
        return False
    entries = knowledge.actors().get(name)
    return not entries or any(e.kind in {"person", "surname"} for e in entries)


def is_capital(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a token may belong to a name: a capital, the stop of an initial, the "van" of a surname."""
    if tokens[n].low == "." and n:
        return tokens[n - 1].text[0].isupper() and len(tokens[n - 1].text) <= 4
    if tokens[n].text[0].isupper():
        return True
    return (
        n > 0
        and tokens[n].low in {"bin", "de", "van", "von", "der"}
        and tokens[n - 1].text[0].isupper()
        or tokens[n].low.startswith("al-")
    )


def text_of(tokens: tuple[Token, ...], span: Span) -> str:
    """Gives the words of a range of tokens as the text writes them."""
    out = ""
    for n in range(*span):
        gap = n > span[0] and tokens[n].start > tokens[n - 1].end
        out += (" " if gap else "") + tokens[n].text
    return out
