"""A figure with its noun → bounds and a unit."""

import re
from functools import cache

from vedette import knowledge
from vedette.languages import language
from vedette.vocabulary import Quantity, Unit

DIGITS = re.compile(r"\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d+(?:\.\d+)?")


def quantity(text: str) -> tuple[Quantity | None, str]:
    """Gives the bounds that a figure states and the unit of its noun, with the reason; None where it counts nothing known."""
    told = re.sub(r"\s+", " ", text.lower().replace("’", "'")).strip()
    unit = _unit(told)
    if unit is None:
        return None, f"counts nothing that is known: {text}"
    numbers = language("en").numbers
    for vague, least in sorted(numbers["vague"].items(), key=lambda pair: -len(pair[0])):
        if re.search(rf"\b{vague}\b", told) and not re.search(rf"\d[\d,.]* {vague}\b", told):
            return Quantity(min=least, max=None, unit=unit), f"{vague}: at least {least}"
    values = _values(told)
    if not values:
        return None, f"no figure: {text}"
    low, high = min(values[:2]), max(values[:2])
    if _bound(told, "at_most"):
        return Quantity(min=None, max=high, unit=unit), "an upper bound"
    if _bound(told, "at_least"):
        return Quantity(min=low, max=None, unit=unit), "a lower bound"
    return Quantity(min=low, max=high, unit=unit), "as written"


def _bound(told: str, kind: str) -> bool:
    return any(re.search(rf"\b{bound}\b", told) for bound in language("en").numbers[kind])


def _unit(told: str) -> Unit | None:
    known = knowledge.things()
    words = re.findall(r"[a-z][\w-]*|\S+", told)
    for size in (2, 1):
        for start in range(len(words) - size, -1, -1):
            for form in _singulars(" ".join(words[start : start + size])):
                if form in known and not _is_number(form):
                    return known[form]
    return None


def _is_number(word: str) -> bool:
    numbers = language("en").numbers
    return word in numbers["words"] or word in numbers["scales"]


def _singulars(word: str) -> tuple[str, ...]:
    return (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("men") + "man", word[:-3] + "y")


@cache
def _number_pattern() -> re.Pattern[str]:
    numbers = language("en").numbers
    words = "|".join(sorted({*numbers["words"], *numbers["scales"]}, key=len, reverse=True))
    return re.compile(rf"(?:{DIGITS.pattern}|\b(?:{words})\b)(?:(?:[ -]|, | and )(?:{words})\b)*")


def _values(told: str) -> list[int]:
    """Gives the numbers of an expression in order: "two to three thousand" gives 2000 and 3000."""
    found: list[tuple[float, bool]] = []
    for match in _number_pattern().finditer(told):
        value = _value(match.group())
        if value is not None:
            found.append((value, bool(re.search("thousand|million|hundred", match.group()))))
    if len(found) == 2 and found[1][1] and not found[0][1] and found[0][0] < 100:
        scale = next(s for w, s in language("en").numbers["scales"].items() if w in told and s >= 100)
        found[0] = (found[0][0] * scale, True)
    return [round(value) for value, _ in found]


def _value(told: str) -> float | None:
    numbers = language("en").numbers
    total, current, seen = 0.0, 0.0, False
    for part in re.findall(rf"{DIGITS.pattern}|[a-z]+", told):
        if part[0].isdigit():
            current, seen = _digits(part), True
        elif part in numbers["scales"]:
            scale = numbers["scales"][part]
            current, seen = max(current, 1) * scale, True
            if scale >= 1000:
                total, current = total + current, 0.0
        elif part in numbers["words"]:
            current, seen = current + numbers["words"][part], True
    return total + current if seen else None


def _digits(part: str) -> float:
    if re.fullmatch(r"\d{1,3}([,.\u00a0 ]\d{3})+", part):
        return float(re.sub(r"[,.\u00a0 ]", "", part))
    return float(part)
