"""A figure with its noun → bounds and a unit."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from vedette import knowledge
from vedette.knowledge import Formation
from vedette.languages import language
from vedette.vocabulary import Quantity, Span, Unit

GROUPED = r"\d{1,3}(?:[,.\u00a0 ]\d{3})+(?!\d)"
DIGITS = rf"{GROUPED}|\d+(?:\.\d+)?"
# "MiG-29", "3rd Battalion" and "Zapad-2021" hold digits that count nothing.
NOT_COUNTS = re.compile(r"\b[^\W\d]+-\d[\w-]*|\b\d+(?:st|nd|rd|th)\b")
COUNTED_BY_ARTICLE = {Unit.BATTALIONS, Unit.BRIGADES, Unit.SYSTEMS, Unit.OTHER}


MORE = re.compile(r"(?i)\b(?:another|additional|extra|further|a further|more)\b")
MORE_BEFORE = re.compile(r"(?i)\b(?:another|additional|extra|an? further|by)\s+(?:about |some |up to )?$")
MORE_BEHIND = re.compile(r"(?i)^\s*(?:more|extra|additional|on top)\b")
THAN = re.compile(r"(?i)\b(?:no |not )?more than\b|\bor more\b|\band more\b")
PART_BEFORE = re.compile(
    r"(?i)(?:\bof (?:whom|which|them|these|those)\b[^.;]{0,30}|\bincluding (?:about |some |up to |at least |around )?"
    r"|\bamong them (?:about |some )?)$"
)
PART_BEHIND = re.compile(r"(?i)^\s*(?:of (?:them|whom|which|these|those)\b|of the (?:\d|[a-z]+ (?:thousand|hundred)))")


class Standing(StrEnum):
    """What a figure is to those told before: a whole, so many besides, or some of them."""

    TOTAL = "total"
    INCREMENT = "increment"
    PART = "part"


def standing(text: str, span: Span) -> Standing:
    """Gives whether a figure tells the whole, some more ("another 300") or a part ("of whom 3,000 in Belarus")."""
    told, before, behind = text[slice(*span)], text[max(0, span[0] - 60) : span[0]], text[span[1] : span[1] + 40]
    if PART_BEFORE.search(before) or PART_BEHIND.search(behind) or re.search(r"(?i)\bof (?:them|whom|which)$", told):
        return Standing.PART
    if MORE.search(THAN.sub(" ", told)) or MORE_BEFORE.search(before) or MORE_BEHIND.search(behind):
        return Standing.INCREMENT
    return Standing.TOTAL


@lru_cache(maxsize=1 << 14)
def quantity(text: str, before: Unit | None = None) -> tuple[Quantity | None, str]:
    """Gives the bounds of a figure and the unit of its noun, with the reason; None where it counts nothing known.

    `before` is what was counted last: "four thousand" alone counts that again.
    """
    told = NOT_COUNTS.sub(" ", re.sub(r"\s+", " ", text.lower().replace("’", "'").replace("–", "-")))
    told = _numbered().sub(" ", told)
    unit = unit_of(text) or (before if not re.search(r"[a-z]{4,}$", _numbering().sub(" ", told).strip()) else None)
    if unit is None:
        return None, f"counts nothing that is known: {text}"
    if vague := _vague(told):
        return Quantity(min=vague[1], max=None, unit=unit), f"{vague[0]}: at least {vague[1]}"
    values = _values(told)
    if not values:
        return _by_article(told, unit, text)
    low, high = min(values[:2]), max(values[:2])
    bound = _bound(told)
    if bound == "at_most":
        return Quantity(min=None, max=high, unit=unit), "an upper bound"
    if bound == "at_least":
        return Quantity(min=low, max=None, unit=unit), "a lower bound"
    return Quantity(min=low, max=high, unit=unit), "as written"


@cache
def _numbered() -> re.Pattern[str]:
    """Gives what finds models whose names end in a figure of their own: "Leopard 2"."""
    models = sorted(
        (re.escape(name) for name in knowledge.things() if re.search(r" \d+$", name)), key=len, reverse=True
    )
    return re.compile(rf"\b(?:{'|'.join(models)})\b" if models else r"(?!)")


@cache
def _numbering() -> re.Pattern[str]:
    """Gives what finds the words of a figure that are no noun."""
    words = "|".join(sorted(_number_words()))
    return re.compile(rf"\b(?:{words}|more|others?|another|were|of|them|about|some|only|strong|or|so)\b")


def _by_article(told: str, unit: Unit, text: str) -> tuple[Quantity | None, str]:
    if (
        unit in COUNTED_BY_ARTICLE
        and not re.match(r"(?i)the \d+(?:st|nd|rd|th)\b", text)
        and re.match(r"(?:an?|the|another|its|their|his|one|this|that)\b", told)
    ):
        return Quantity(min=1, max=1, unit=unit), "one, by its article"
    return None, f"no figure: {text}"


def _vague(told: str) -> tuple[str, int] | None:
    """Gives "dozens" or "several thousand" with the least that it means, unless a figure stands before it."""
    for alone, counted, vague, least in _vague_words():
        if vague in told and alone.search(told) and not counted.search(told):
            return vague, least
    return None


@cache
def _vague_words() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str, int], ...]:
    """Gives the words of vague numbers, the longest first, each by itself and with a figure before it."""
    numbers = language("en").numbers
    words = "|".join(numbers["words"])
    longest = sorted(numbers["vague"].items(), key=lambda pair: -len(pair[0]))
    return tuple(
        (re.compile(rf"\b{vague}\b"), re.compile(rf"(?:\d|\b(?:{words})) {vague}\b"), vague, least)
        for vague, least in longest
    )


def _bound(told: str) -> str | None:
    """Gives the kind of the longest bound that stands in the words: "no fewer than" is not "fewer than"."""
    return next((kind for bound, pattern, kind in _bounds() if bound in told and pattern.search(told)), None)


@cache
def _bounds() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    numbers = language("en").numbers
    told = [(bound, kind) for kind in ("at_least", "at_most") for bound in numbers[kind]]
    return tuple((bound, re.compile(rf"\b{bound}\b"), kind) for bound, kind in sorted(told, key=lambda b: -len(b[0])))


@lru_cache(maxsize=1 << 14)
def unit_of(text: str) -> Unit | None:
    """Gives the unit of the last noun of a phrase that is known to be counted; people of a country are men."""
    last = re.search(r"([\w’'-]+)\W*$", text)
    if last and last[1].endswith(("s", "men")) and _people(last[1]):
        return Unit.TROOPS
    known = knowledge.things()
    words = re.findall(r"[a-z][\w-]*|\S+", text.lower().replace("’", "'"))
    for end in range(len(words), 0, -1):
        for size in range(min(3, end), 0, -1):
            for form in _singulars(" ".join(words[end - size : end])):
                if form in known and form not in _number_words():
                    return known[form]
    return None


def formation_of(text: str) -> Formation | None:
    """Gives the kind of formation that a phrase names, the longest name that stands in it."""
    low = f" {re.sub(r'[^a-z]+', ' ', text.lower())} "
    known = knowledge.formations()
    found = [name for name in known if re.search(rf" {name}s? ", low)]
    return known[max(found, key=len)] if found else None


@cache
def _people(word: str) -> bool:
    return any(e.kind == "demonym" for e in knowledge.actors().get(word))


@lru_cache(maxsize=1 << 16)
def _unit_of_word(word: str) -> Unit | None:
    return next((knowledge.things()[form] for form in _singulars(word) if form in knowledge.things()), None)


def counted_before(text: str, at: int) -> Unit | None:
    """Gives the unit of the last noun before an offset that stands for men or arms."""
    for word in reversed(re.findall(r"[a-z-]+", text[max(0, at - 400) : at].lower())):
        unit = _unit_of_word(word)
        if unit not in {None, Unit.OTHER, Unit.DRILLS}:
            return unit
    return None


def _singulars(word: str) -> tuple[str, ...]:
    return (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("men") + "man", word[:-3] + "y")


@cache
def _number_words() -> frozenset[str]:
    numbers = language("en").numbers
    return frozenset({*numbers["words"], *numbers["scales"]})


@cache
def _number_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(_number_words(), key=len, reverse=True))
    # "and" goes on only behind a scale: "a hundred and fifty" is one number, "ten and twelve thousand" are two.
    scales = "|".join(rf"(?<=\b{scale}) and " for scale in ("hundred", "thousand", "million"))
    joins = rf"(?:[ -]| and (?=a half )|{scales})"
    return re.compile(rf"(?:half an? |half )?(?:{DIGITS}|\b(?:{words})\b)(?:{joins}(?:a half )?(?:{words})\b)*")


def _values(told: str) -> list[int]:
    """Gives the numbers of an expression in order: "two to three thousand" gives 2000 and 3000."""
    found: list[tuple[float, float]] = []
    for match in _number_pattern().finditer(told):
        value, scale = _value(match.group())
        if value and match.group() not in {"a", "an"}:
            found.append((value, scale))
    if (
        len(found) == 2
        and found[1][1] > found[0][1] == 1
        and found[0][0] < 100
        and re.search(r"\b(?:to|or|and|-)\b|-", told)
    ):
        found[0] = (found[0][0] * found[1][1], found[1][1])
    return [round(value) for value, _ in found]


def _value(told: str) -> tuple[float, float]:
    """Gives the value of a number in figures or words and its scale: 100, 1000, …, or 1."""
    numbers = language("en").numbers
    total, current, largest = 0.0, 0.0, 1.0
    half = told.startswith("half ")
    for part in re.findall(rf"{DIGITS}|[a-z]+", told.removeprefix("half ").replace("a half", "")):
        if part[0].isdigit():
            current += _digits(part)
        elif part in numbers["scales"]:
            scale = numbers["scales"][part]
            current, largest = (max(current, 1) + 0.5 * ("and a half" in told)) * scale, max(largest, scale)
            if scale >= 1000:
                total, current = total + current, 0.0
        elif part in numbers["words"]:
            current = numbers["words"][part] if part in {"a", "an"} else current + numbers["words"][part]
    value = total + current
    return (value / 2 if half else value), largest


def _digits(part: str) -> float:
    return float(re.sub(r"[,.\u00a0 ]", "", part)) if re.fullmatch(GROUPED, part) else float(part)
