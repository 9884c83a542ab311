"""Finds figures with what they count, and expressions of time, in the tokens of a sentence."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from vedette import knowledge
from vedette.languages import Language, language
from vedette.reader.sentences import Token

YEAR = re.compile(r"(19|20)\d\d$")
NUMBER = re.compile(r"\d[\d,.]*$")
ADJECTIVES = 3  # words that may stand between a figure and what it counts, or between "its" and "troops"
COUNTED_BY_ARTICLE = frozenset({"battalion", "brigade", "battery", "battlegroup", "division", "battle group"})
STOPS = frozenset({
    "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "is", "are", "was", "were", "has",
    "had", "have", "that", "which", "who", "as", "after", "before", "of",
})  # fmt: skip


class Mention(NamedTuple):
    """Tokens [start, end) of a sentence that name something."""

    start: int
    end: int


class FigureMention(NamedTuple):
    """`noun` is what is counted, in lower case, or empty where the figure stands alone."""

    start: int
    end: int
    noun: str


def is_force(word: str, words: Language) -> bool:
    """Whether a word in lower case names a force or its equipment."""
    return word in words.lists["groups.forces"] or counted_noun(word) is not None


@cache
def counted_noun(word: str) -> str | None:
    """Gives the singular under which `equipment.toml` knows a noun or model, None where it does not."""
    known = knowledge.things()
    for form in (
        word,
        word.removesuffix("s"),
        word.removesuffix("es"),
        word.removesuffix("men") + "man",
        word[:-3] + "y",
    ):
        if form in known:
            return form
    return None


@cache
def _numbers(code: str) -> frozenset[str]:
    numbers = language(code).numbers
    vague = {part for name in numbers["vague"] for part in name.split()}
    return frozenset(numbers["words"]) | frozenset(numbers["scales"]) | (vague - {"of", "several", "few"}) | {"half"}


def figures(tokens: tuple[Token, ...], words: Language, dated: frozenset[int]) -> Iterator[FigureMention]:
    """Gives figures with what they count: not those in dates, sums of money, distances or spans of time."""
    numbers = _numbers(words.code)
    at = 0
    while at < len(tokens):
        end = at if at in dated else _figure_end(tokens, at, numbers)
        if end == at:
            at += 1
            continue
        noun_at = _noun_at(tokens, end)
        article = end == at + 1 and tokens[at].low in ARTICLES
        noun = (
            (counted_noun(f"{tokens[noun_at - 1].low} {tokens[noun_at].low}") or counted_noun(tokens[noun_at].low))
            if noun_at
            else None
        )
        if noun_at and (not article or noun in COUNTED_BY_ARTICLE):
            yield FigureMention(_with_bound(tokens, at, words), noun_at + 1, tokens[noun_at].low)
            end = noun_at + 1
        elif not article and not noun_at and not _measures(tokens, at, end):
            yield FigureMention(_with_bound(tokens, at, words), _with_tail(tokens, end), "")
        at = end


ARTICLES = frozenset({"a", "an", "the", "another", "its", "their", "his"})
MEASURES = frozenset({
    "%", "per", "percent", "km", "kilometre", "kilometres", "kilometer", "kilometers", "mile", "miles", "metre",
    "metres", "meter", "meters", "feet", "foot", "dollars", "dollar", "euros", "euro", "pounds", "hours", "hour",
    "minutes", "minute", "days", "day", "weeks", "week", "months", "month", "years", "year", "degrees", "p.m",
    "a.m", "pm", "am", "gmt", "hectares", "acres", "knots", "seats", "votes", "times", "people", "killed", "dead",
    "wounded", "injured", "captured", "missing", "thirds", "third", "quarters", "civilians", "nations", "countries", "states", "deaths", "injuries",
})  # fmt: skip


def _figure_end(tokens: tuple[Token, ...], at: int, numbers: frozenset[str]) -> int:
    """Gives the end of the figure that begins at a token, the token itself where none does."""
    low = tokens[at].low
    if low in ARTICLES:
        return (
            at + 1
            if at + 1 >= len(tokens) or tokens[at + 1].low not in numbers
            else at + (low in {"the", "its", "their", "his"})
        )
    if not ((low[:1].isdigit() and NUMBER.match(low)) or _in_words(low, numbers)):
        return at
    end = at + 1
    while end < len(tokens) and _goes_on(tokens, end, numbers):
        end += 1
    return end


def _goes_on(tokens: tuple[Token, ...], n: int, numbers: frozenset[str]) -> bool:
    low = tokens[n].low
    following = tokens[n + 1] if n + 1 < len(tokens) else None
    if low in {",", "."} and following and following.start == tokens[n].end and tokens[n - 1].end == tokens[n].start:
        return following.low[:1].isdigit()
    half = [t.low for t in tokens[n : n + 3]]
    if half == ["and", "a", "half"] or [t.low for t in tokens[n - 1 : n + 2]] == ["and", "a", "half"]:
        return True
    if low in {"to", "-", "–", "or", "of", "and"} and following:
        digits = bool(NUMBER.match(following.low)) and low != "of"
        return digits or (following.low not in {"a", "an"} and _in_words(following.low, numbers))
    return bool(NUMBER.match(low)) or _in_words(low, numbers)


def _in_words(low: str, numbers: frozenset[str]) -> bool:
    """Whether a word is a number: "forty", "forty-five"."""
    return low in numbers or all(part in numbers for part in low.split("-"))


def _noun_at(tokens: tuple[Token, ...], end: int) -> int | None:
    """Gives the token of what a figure counts: the last counted noun of its phrase ("31 troop trains")."""
    found = None
    for n in range(end, min(end + ADJECTIVES + 4, len(tokens))):
        low = tokens[n].low
        if (low == "of" and n <= end + 1 and found is None) or _inside_name(tokens, n):
            continue
        if not (low[:1].isalpha() or low in {"'s", "'"}) or low in STOPS or (low in MEASURES and found is None):
            break
        if _counted(tokens, n):
            found = n
        elif found is not None and not tokens[n].text[:1].isupper() and not low.endswith("s"):
            break
    return found


def _inside_name(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a point or an "and" stands within "U.S." or "U.S. and British"."""
    if tokens[n].low == ".":
        return tokens[n - 1].text.isupper() and len(tokens[n - 1].text) == 1
    return (
        tokens[n].low == "and"
        and tokens[n - 1].text[:1] in "ABCDEFGHIJKLMNOPQRSTUVWXYZ."
        and tokens[n + 1 : n + 2] != ()
        and tokens[n + 1].text[:1].isupper()
    )


def _counted(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a token is a noun that figures count, "Russians" and the last word of "battle groups" among them."""
    if counted_noun(tokens[n].low) is not None or counted_noun(f"{tokens[n - 1].low} {tokens[n].low}") is not None:
        return True
    return tokens[n].text[:1].isupper() and tokens[n].low.endswith(("s", "men")) and _people(tokens[n].text)


@cache
def _people(word: str) -> bool:
    return any(e.kind == "demonym" for e in knowledge.actors().get(word))


def _measures(tokens: tuple[Token, ...], at: int, end: int) -> bool:
    """Whether a figure is of money, length, time or a year, or numbers a list."""
    after = tokens[end].low if end < len(tokens) else ""
    before = tokens[at - 1].low if at else ""
    if (
        after in MEASURES
        or before in {"$", "£", "€", "us$", "no", "number", "resolution", "article"}
        or YEAR.match(tokens[at].low)
    ):
        return True
    if (
        at
        and tokens[at - 1].text[:1].isupper()
        and at > 1
        and tokens[at].low[:1].isdigit()
        and before not in {"some", "about"}
    ):
        return True
    return (
        (at == 0 and after in {".", ")", "/"})
        or (tokens[at].low == "one" and after not in {"of", "."})
        or ":" in {after, before}
    )


def _with_tail(tokens: tuple[Token, ...], end: int) -> int:
    """Takes "at least" and "or more" behind a figure into its span."""
    after = " ".join(t.low for t in tokens[end : end + 2])
    return end + 2 if after in {"at least", "or more", "at most", "or fewer", "or so"} else end


def _with_bound(tokens: tuple[Token, ...], at: int, words: Language) -> int:
    """Takes the words of a bound ("more than", "up to") before a figure into its span."""
    bounds = (
        *words.numbers["at_least"],
        *words.numbers["at_most"],
        *words.numbers["about"],
        "between",
        "several",
        "a few",
        "some",
    )
    first = at - (at > 0 and tokens[at - 1].low in {"a", "an"})  # "fewer than a thousand"
    begun = first
    for _ in range(2):
        for size in (4, 3, 2, 1):
            if first >= size and " ".join(t.low for t in tokens[first - size : first]) in bounds:
                first -= size
                break
    return first if first < begun else at


def dates(tokens: tuple[Token, ...], words: Language) -> Iterator[Mention]:
    """Gives the expressions of time: with their "since" or "by", without the day that heads a dispatch."""
    base = tokens[0].start
    text = ""
    for token in tokens:
        text += " " * (token.start - base - len(text)) + token.text.replace("’", "'").replace("–", "-")
    for match in _expression(words.code).finditer(text):
        start = next(n for n, t in enumerate(tokens) if t.end - base > match.start())
        end = next((n for n, t in enumerate(tokens) if t.start - base >= match.end()), len(tokens))
        if not _heads_dispatch(tokens, start, end) and match.group() not in {"May", "March"}:
            yield Mention(start, end)


def _heads_dispatch(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether a date stands in "MINSK, Feb. 17 (BelTA) -" before the first sentence."""
    after = tokens[end].text if end < len(tokens) else ""
    return (
        0 < start < 8
        and tokens[0].text.isupper()
        and len(tokens[0].text) > 2
        and after in {"-", "–", "—", "(", "/", ".", ":", ","}
        and (
            all(t.text.isupper() or t.text[:1].isupper() or not t.text.isalpha() for t in tokens[:start])
            and "," in {t.text for t in tokens[:start]}
        )
    )


# Expressions of time, the longer before the shorter; `%(month)s` and the like are the fragments below.
TIMES = (
    r"\d{4}-\d\d-\d\d",
    r"%(day)s(?: ?- ?| to | and | or | until )%(day)s (?:of )?%(month)s%(year)s",
    r"%(month)s %(day)s(?: ?- ?| to | and | or | until | through )%(day)s\b(?! [Mm]onths?)%(year)s",
    r"(?:%(weekday)s,? )?(?:the )?%(day)s (?:of )?%(month)s%(year)s",
    r"(?:%(weekday)s,? )?%(month)s %(day)s\b%(year)s",
    r"(?:%(part)s)?(?:%(turn)s )?%(month)s%(year)s",
    r"(?:%(part)s)?(?:(?:the )?%(turn)s )?(?:spring|summer|autumn|winter)\b%(year)s",
    r"(?:the )?(?:first|second|third|fourth) week of %(month)s%(year)s",
    r"(?:%(part)s)(?:%(turn)s )?%(unit)s",
    r"(?:%(part)s)?(?<![\d,.$-])(?:19|20)\d\d\b(?![,.]\d|-[A-Z\d]| (?:soldiers|troops|men))",
    r"(?:the )?night (?:to|of|before) %(weekday)s",
    r"(?:early |late )?(?:on )?(?:the )?(?:(?:(?:small|early) hours|morning|evening|afternoon) of )?"
    r"(?:%(turn)s )?%(weekday)s\b(?: (?:morning|afternoon|evening|night|lunchtime))?",
    r"(?i:%(today)s|overnight|last night)\b",
    r"(?<=at )the weekend|(?<=over )the weekend|(?<=in |ng )the night\b(?! to| of)|the small hours(?! of)",
    r"(?<=^)\d\d?[:.]\d\d(?= )",
    r"(?:month|year)'s end|(?:the )?New Year\b(?!')|Christmas",
    r"(?:earlier |later )?(?:the )?%(turn)s %(unit)s\b(?!'s)",
    r"(?:about |some |around |nearly |over |more than |just over )?%(number)s (?:day|week|month|year)s? ago",
    r"(?:the )?(?:next|coming) %(number)s (?:days|weeks|months)",
    r"(?:(?<=within )|(?<=in ))%(number)s (?:days|weeks|months)(?:' time)?",
    r"(?i:the day before|the day after|the (?:previous|next|following) day|the night before"
    r"|that (?:very )?(?:day|morning|afternoon|evening|night)"
    r"|the (?:very )?same (?:day|night|morning))(?! [a-z]+ing)",
    r"(?<=since )then",
    r"(?:week|month|year) (?:is|was) out",
    r"the (?:\d{1,2}(?:st|nd|rd|th)|(?:fif|six|seven|eigh|nine)teenth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|twentieth)\b(?! [a-z]*[A-Z])",
)
OPENERS = (
    r"(?i:since|from|as early as|starting|beginning|until|till|up to|no later than|by|before|after|beyond|between|for"
    r"|over|during|in|on|at|ahead of)"
)


@cache
def _expression(code: str) -> re.Pattern[str]:
    known = _fragments(code)
    core, day = "|".join(TIMES) % known, known["day"]
    must = rf"(?: to | until | till | and | through | ?- ?)(?:{core})"
    more = rf"(?:(?: to | until | till | and | through | up to | ?- ?)(?:{core}|{day}\b))?"
    ranged = rf"(?:(?<=from )|(?<=between ))(?:{day}{must}|{core}{more})"
    return re.compile(rf"(?:\b{OPENERS} (?:at least |about |the )?)?\b(?:{ranged}|{core})")


def _fragments(code: str) -> dict[str, str]:
    calendar = language(code).calendar
    months = [name.title() for name in calendar["months"]] + [n.upper() for n in calendar["months"] if len(n) > 3]
    return {
        "month": rf"(?:{_either(months)})\b(?:\.(?= ?\d))?",
        "weekday": f"(?:{_either(day.title() for day in calendar['weekdays'])})",
        "day": r"\d{1,2}(?:st|nd|rd|th)?",
        "year": r"(?:,? (?:of )?(?:(?:19|20)\d\d\b|this year|last year|next year))?",
        "number": rf"(?:\d+|{_either(language(code).numbers['words'])})",
        "turn": r"(?:last|next|this|past|coming|previous|following|same|that)",
        "unit": r"(?:day|week|month|year|weekend)",
        "part": r"(?:[Ee]arly|[Mm]id|[Ll]ate|(?:the )?(?:very )?(?:beginning|start|middle|end) of)[- ]"
        r"(?:in |on )?(?:the )?",
        "today": _either([*calendar["today"], *calendar["yesterday"], *calendar["tomorrow"]]),
    }


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
