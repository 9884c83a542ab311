"""Finds what a sentence names or points at: actors, places, figures and dates, each with its span."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Actor, Site
from vedette.knowledge.names import Found, Piece
from vedette.languages import Language, language
from vedette.reader.sentences import Sentence, Token

YEAR = re.compile(r"(19|20)\d\d$")
DAY_OF_MONTH = re.compile(r"\d{1,2}(st|nd|rd|th)?$")
NUMBER = re.compile(r"\d[\d,.]*$")
ADJECTIVES = 3  # words that may stand between a figure and what it counts, or between "its" and "troops"
COUNTED_BY_ARTICLE = frozenset({"battalion", "brigade", "battery", "battlegroup", "division", "battle group"})
NAMELESS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


class Mention(NamedTuple):
    """Tokens [start, end) of a sentence that name something."""

    start: int
    end: int


class ActorMention(NamedTuple):
    """`kind` is name | person | pronoun | possessive | definite | bare; all but names stand for somebody told elsewhere."""

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


class FigureMention(NamedTuple):
    """`noun` is what is counted, in lower case, or empty where the figure stands alone."""

    start: int
    end: int
    noun: str


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
    dates = tuple(_dates(tokens, words))
    return Mentions(
        actors=actors,
        places=places,
        figures=tuple(_figures(tokens, words, frozenset(n for d in dates for n in range(d.start, d.end)))),
        dates=dates,
        forces=tuple(n for n, t in enumerate(tokens) if is_force(t.low, words)),
        stand_ins=tuple(_stand_ins(tokens, words, _taken(actors, places))),
    )


@cache
def spelled(word: str) -> str:
    """Gives "Britain" for "BRITAIN", and leaves "NATO" as it is."""
    if len(word) < 4 or not word.isupper() or knowledge.actors().get(word):
        return word
    return word.title() if knowledge.actors().get(word.title()) or knowledge.places().get(word.title()) else word


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
        if entries and not _part_of_name(sentence, start, end, name, entries) and not given_name(sentence.tokens, start, end, words):
            found.append(ActorMention(start, end, entries))
    return found


def _part_of_name(sentence: Sentence, start: int, end: int, name: Found[Actor], entries: tuple[Actor, ...]) -> bool:
    """Whether a surname is only part of another person's name ("Boris Johnson" is not "Woody Johnson")."""
    if any(e.kind != "surname" for e in entries) or start == 0:
        return False
    before = sentence.tokens[start - 1]
    return before.text[:1].isupper() and before.low not in {"president", "mr", "minister", "secretary", "general", "dr"}


def given_name(tokens: tuple[Token, ...], start: int, end: int, words: Language) -> bool:
    """Whether a country's or city's name is somebody's here: "Jordan Henderson", "Paris Hilton", "Denzel Washington"."""
    if end - start > 1 or tokens[start].low not in words.lists["places.given"]:
        return False
    after = tokens[end] if end < len(tokens) else None
    before = tokens[start - 1] if start else None
    if after and _surname(after, words) and after.start == tokens[start].end + 1:
        return before is None or before.low not in words.lists["places.prepositions"] or before.low in {"to", "of", "for", "from"}
    return bool(before and start > 1 and _surname(before, words) and not _knows(before.text))


def _surname(token: Token, words: Language) -> bool:
    """Whether a capitalised word may be part of a person's name: neither a title, nor a force, nor known."""
    low = token.low
    if not (token.text[:1].isupper() and token.text[1:2].islower()) or low in NAMELESS or low in words.calendar["months"]:
        return False
    common = low in words.attribution["titles"] or low in words.attribution["speakers"] or low in words.lists["places.nouns"]
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
    """Whether a noun belongs to a name or to "its" beside it: "Malian soldiers", "his own men", "President Nicusor Dan"."""
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


STOPS = frozenset(["in", "on", "at", "of", "to", "for", "from", "by", "with", "and", "or", "but", "is", "are", "was", "were", "has", "had", "have", "that", "which", "who", "as", "after", "before"])


def _man(low: str) -> bool:
    noun = counted_noun(low)
    return noun is not None and knowledge.things()[noun].value in {"troops", "aircraft", "ships"}


def _person_end(tokens: tuple[Token, ...], at: int, words: Language, taken: frozenset[int]) -> int:
    """Gives the end of two or more capitalised words that no list knows: most likely a person."""
    if not (tokens[at].text[:1].isupper() and _surname(tokens[at], words)):
        return 0
    end = at
    while end < len(tokens) and end not in taken and (_surname(tokens[end], words) or (end > at and tokens[end].low in PARTICLES)):
        end += 1
    return end if end - at > 1 and tokens[end - 1].text[:1].isupper() else 0


PARTICLES = frozenset(["al", "el", "bin", "bint", "ibn", "ben", "de", "del", "da", "von", "van", "der", "den", "al-", "ul", "ur", "la", "le"])


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
        if n not in taken and (other := _pointed(tokens, n, words) or _unknown(tokens, n, words)):
            found.append(other)
            taken |= set(range(other.start, other.end))
    return _grouped(tokens, sorted(found, key=lambda m: m[:2]))


def _part_of_place(tokens: tuple[Token, ...], start: int, end: int, entries: tuple[Site, ...]) -> bool:
    """Whether a town's name is only a part of a longer one that is not known: "Tal" of "Tal Abyad"."""
    after = tokens[end] if end < len(tokens) else None
    return bool(after and entries[0].kind == "city" and end - start == 1 and after.text[:1].isupper() and after.start == tokens[end - 1].end + 1
                and after.low not in NAMELESS and not _knows(after.text) and not knowledge.places().get(after.text))


def _grouped(tokens: tuple[Token, ...], found: list[PlaceMention]) -> list[PlaceMention]:
    """Takes "Poland and Lithuania" and "the border with Ukraine" as one place each."""
    grouped: list[PlaceMention] = []
    for mention in found:
        last = grouped[-1] if grouped else None
        between = [t.low for t in tokens[last.end : mention.start]] if last else []
        listed = last and last.entries and mention.entries and between in (["and"], ["and", "the"])
        border = last and between in (["with"], ["with", "the"], ["between"]) and tokens[last.end - 1].low in {"border", "borders", "frontier", "boundary"}
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


EXISTS = frozenset(["is", "are", "was", "were", "be", "been", "has", "had", "have", "will", "would", "may", "might", "could", "can"])


def _unknown(tokens: tuple[Token, ...], at: int, words: Language) -> PlaceMention | None:
    """Gives a capitalised name that no gazetteer has where it stands behind "in", "at" or "near"."""
    if at == 0 or tokens[at - 1].low not in {"in", "at", "near", "outside", "from", "into", "to", "around", "off", "towards"}:
        return None
    end = at
    while end < len(tokens) and tokens[end].text[:1].isupper() and tokens[end].low not in words.calendar["months"]:
        end += 1
    if end == at or tokens[at].low in NAMELESS or tokens[at].low in words.attribution["titles"] or _knows(tokens[at].text):
        return None
    while end < len(tokens) and tokens[end].low in words.lists["places.nouns"]:
        end += 1
    return PlaceMention(at, end, (), "unknown")


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
@cache
def _numbers(code: str) -> frozenset[str]:
    numbers = language(code).numbers
    vague = {part for name in numbers["vague"] for part in name.split()}
    return frozenset(numbers["words"]) | frozenset(numbers["scales"]) | (vague - {"of", "several", "few"}) | {"half"}


def _figures(tokens: tuple[Token, ...], words: Language, dated: frozenset[int]) -> Iterator[FigureMention]:
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
        noun = (counted_noun(f"{tokens[noun_at - 1].low} {tokens[noun_at].low}") or counted_noun(tokens[noun_at].low)) if noun_at else None
        if noun_at and (not article or noun in COUNTED_BY_ARTICLE):
            yield FigureMention(_with_bound(tokens, at, words), noun_at + 1, tokens[noun_at].low)
            end = noun_at + 1
        elif not article and not noun_at and not _measures(tokens, at, end):
            yield FigureMention(_with_bound(tokens, at, words), _with_tail(tokens, end), "")
        at = end


ARTICLES = frozenset(["a", "an", "the", "another", "its", "their", "his"])
MEASURES = frozenset(["%", "per", "percent", "km", "kilometre", "kilometres", "kilometer", "kilometers", "mile", "miles", "metre", "metres", "meter", "meters", "feet", "foot", "dollars", "dollar", "euros", "euro", "pounds", "hours", "hour", "minutes", "minute", "days", "day", "weeks", "week", "months", "month", "years", "year", "degrees", "p.m", "a.m", "pm", "am", "gmt", "hectares", "acres", "knots", "seats", "votes", "times", "people", "killed", "dead", "wounded", "civilians", "nations", "countries", "states", "deaths", "injuries"])  # fmt: skip


def _figure_end(tokens: tuple[Token, ...], at: int, numbers: frozenset[str]) -> int:
    """Gives the end of the figure that begins at a token, the token itself where none does."""
    low = tokens[at].low
    if low in ARTICLES:
        return at + 1 if at + 1 >= len(tokens) or tokens[at + 1].low not in numbers else at + (low in {"the", "its", "their", "his"})
    if not ((low[:1].isdigit() and NUMBER.match(low)) or low in numbers or all(part in numbers for part in low.split("-"))):
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
    if low in {"to", "-", "–", "or", "of", "and"} and following:
        return bool(NUMBER.match(following.low)) or following.low in numbers - {"a", "an"}
    return bool(NUMBER.match(low)) or low in numbers


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
    return tokens[n].low == "and" and tokens[n - 1].text[:1] in "ABCDEFGHIJKLMNOPQRSTUVWXYZ." and tokens[n + 1 : n + 2] != () and tokens[n + 1].text[:1].isupper()


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
    if after in MEASURES or before in {"$", "£", "€", "us$", "no", "number", "resolution", "article"} or YEAR.match(tokens[at].low):
        return True
    if at and tokens[at - 1].text[:1].isupper() and at > 1 and tokens[at].low[:1].isdigit() and before not in {"some", "about"}:
        return True
    return (at == 0 and after in {".", ")", "/"}) or (tokens[at].low == "one" and after not in {"of", "."}) or ":" in {after, before}


def _with_tail(tokens: tuple[Token, ...], end: int) -> int:
    """Takes "at least" and "or more" behind a figure into its span."""
    after = " ".join(t.low for t in tokens[end : end + 2])
    return end + 2 if after in {"at least", "or more", "at most", "or fewer", "or so"} else end


def _with_bound(tokens: tuple[Token, ...], at: int, words: Language) -> int:
    """Takes the words of a bound ("more than", "up to") before a figure into its span."""
    bounds = (*words.numbers["at_least"], *words.numbers["at_most"], *words.numbers["about"], "between", "several", "a few", "some")
    first = at
    for _ in range(2):
        for size in (4, 3, 2, 1):
            if first >= size and " ".join(t.low for t in tokens[first - size : first]) in bounds:
                first -= size
                break
    return first


def _dates(tokens: tuple[Token, ...], words: Language) -> Iterator[Mention]:
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
    return 0 < start < 8 and tokens[0].text.isupper() and len(tokens[0].text) > 2 and after in {"-", "–", "—", "(", "/", ".", ":", ","} and (
        all(t.text.isupper() or t.text[:1].isupper() or not t.text.isalpha() for t in tokens[:start]) and "," in {t.text for t in tokens[:start]})


@cache
def _expression(code: str) -> re.Pattern[str]:
    calendar, numbers = language(code).calendar, language(code).numbers["words"]
    names = list(calendar["months"])
    month = "(?:" + "|".join(sorted([n.title() for n in names] + [n.upper() for n in names if len(n) > 3], key=len, reverse=True)) + r")\b\.?"
    weekday = f"(?:{'|'.join(d.title() for d in calendar['weekdays'])})"
    day, year = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:,? (?:of )?(?:(?:19|20)\d\d\b|this year|last year|next year))?"
    number = rf"(?:\d+|{'|'.join(sorted(numbers, key=len, reverse=True))})"
    turn, unit = r"(?:last|next|this|past|coming|previous|following|same|that)", r"(?:day|week|month|year|weekend)"
    part = r"(?:[Ee]arly|[Mm]id|[Ll]ate|(?:the )?(?:very )?(?:beginning|start|middle|end) of)[- ](?:in |on )?(?:the )?"
    hours = r"(?: (?:morning|afternoon|evening|night|lunchtime))?"
    ordinal = r"the (?:\d{1,2}(?:st|nd|rd|th)|(?:fif|six|seven|eigh|nine)teenth|twelfth|eleventh|thirteenth|fourteenth|twentieth|tenth|ninth)\b(?! [a-z]*[A-Z])"
    core = "|".join((
        r"\d{4}-\d\d-\d\d", rf"{day}(?: ?- ?| to | and | or | until ){day} (?:of )?{month}{year}", rf"{month} {day}(?: ?- ?| to | and | or | until | through ){day}\b(?! [Mm]onths?){year}",
        rf"(?:{weekday},? )?(?:the )?{day} (?:of )?{month}{year}", rf"(?:{weekday},? )?{month} {day}\b{year}", rf"(?:{part})?(?:{turn} )?{month}{year}",
        rf"(?:{part})?(?:(?:the )?{turn} )?(?:spring|summer|autumn|winter)\b{year}", rf"(?:the )?(?:first|second|third|fourth) week of {month}{year}",
        rf"(?:{part})(?:{turn} )?{unit}", rf"(?:{part})?(?<![\d,.$-])(?:19|20)\d\d\b(?![,.]\d|-[A-Z\d]| (?:soldiers|troops|men))",
        rf"(?:the )?night (?:to|of|before) {weekday}", rf"(?:early |late )?(?:on )?(?:the )?(?:(?:small|early) hours of |morning of |evening of |afternoon of )?(?:{turn} )?{weekday}\b{hours}",
        rf"(?i:{'|'.join(sorted([*calendar['today'], *calendar['yesterday'], *calendar['tomorrow']], key=len, reverse=True))})\b", r"(?i:overnight|last night)\b",
        r"(?<=at )the weekend|(?<=over )the weekend|(?<=in |ng )the night\b(?! to| of)|the small hours(?! of)", r"(?<=^)\d\d?[:.]\d\d(?= )", r"(?:month|year)'s end|(?:the )?New Year\b(?!')|Christmas",
        rf"(?:earlier |later )?(?:the )?{turn} {unit}\b(?!'s)", rf"(?:about |some |around |nearly |over |more than |just over )?{number} (?:days|weeks|months|years|day|week|month|year) ago",
        rf"(?:the )?(?:next|coming) {number} (?:days|weeks|months)", rf"(?<=within ){number} (?:days|weeks|months)", rf"(?<=in ){number} (?:days|weeks|months)(?:' time)?",
        r"(?i:the day before|the day after|the (?:previous|next|following) day|the night before|that (?:very )?(?:day|morning|afternoon|evening|night)|the (?:very )?same (?:day|night|morning))(?! [a-z]+ing)", r"(?<=since )then",
        r"(?:week|month|year) (?:is|was) out", ordinal,
    ))  # fmt: skip
    opener = r"(?i:since|from|as early as|starting|beginning|until|till|up to|no later than|by|before|after|beyond|between|for|over|during|in|on|at|ahead of)"
    must = rf"(?: to | until | till | and | through | ?- ?)(?:{core})"
    more = rf"(?:(?: to | until | till | and | through | up to | ?- ?)(?:{core}|{day}\b))?"
    return re.compile(rf"(?:\b{opener} (?:at least |about |the )?)?\b(?:(?<=from )(?:{day}{must}|{core}{more})|(?<=between )(?:{day}{must}|{core}{more})|{core})")
