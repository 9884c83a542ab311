"""The words of each language, one TOML a language, made ready for matching.

`phrases` finds the phrases of a list in a tokenised text; the notation is explained at the top of `en.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, Protocol

from vedette.errors import Stop, unknown
from vedette.vocabulary import Mode, Word

GAP = 4  # words that `..` may stand for
SURENESS = ("sure", "likely", "doubtful")  # classes of triggers


class Token(Protocol):
    """What phrases are matched on: the word in lower case."""

    @property
    def low(self) -> str: ...


class Hit(NamedTuple):
    """A phrase found at tokens [start, end), what it stands for, and whether its first word was meant as a verb."""

    start: int
    end: int
    label: str
    verb: bool = False


Element = frozenset[str] | None  # the forms of one word, or None for a gap


class Phrases:
    """An index of phrases by the forms of their first word."""

    def __init__(self, phrases: Iterable[tuple[str, str]], irregular: dict[str, list[str]]) -> None:
        self.told = tuple(phrases)
        self.marks = frozenset(label for _, label in self.told)
        self._by_first: dict[str, list[tuple[tuple[Element, ...], str, bool]]] = {}
        for phrase, label in self.told:
            elements = tuple(_element(word, irregular) for word in _words(phrase))
            verb = "~" in phrase.split(" ", 1)[0]
            for form in elements[0] or ():
                self._by_first.setdefault(form, []).append((elements, label, verb))
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def at(self, tokens: Sequence[Token], start: int) -> Iterator[Hit]:
        """Gives the phrases that begin at a token, longest first."""
        for elements, label, verb in self._by_first.get(tokens[start].low, ()):
            end = _match(elements, tokens, start)
            if end:
                yield Hit(start, end, label, verb)

    def find(self, tokens: Sequence[Token], start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Gives the longest phrase at every token of a stretch, not overlapping."""
        at, stop, known = start, len(tokens) if end is None else end, self._by_first
        while at < stop:
            if tokens[at].low not in known:
                at += 1
                continue
            hit = next((h for h in self.at(tokens, at) if h.end <= stop), None)
            if hit:
                yield hit
            at = hit.end if hit else at + 1


class Language(Word, frozen=True, kw_only=True):
    """One language: its triggers by mode and the word lists, ready to match."""

    code: str
    name: str
    common: frozenset[str]
    triggers: dict[str, Phrases]
    passed: Phrases
    past: frozenset[str]
    grammar: dict[str, Any]
    stance: Phrases
    attribution: dict[str, Any]
    lists: dict[str, frozenset[str]]
    numbers: dict[str, Any]
    calendar: dict[str, Any]
    credits: dict[str, Any]


def _words(phrase: str) -> list[str]:
    """Splits at spaces outside parentheses."""
    return re.findall(r"\([^)]*\)\S*|\S+", phrase)


def _element(word: str, irregular: dict[str, list[str]]) -> Element:
    if word == "..":
        return None
    if word.startswith("("):
        choices = word[1 : word.index(")")].split("|")
        mark = word[word.index(")") + 1 :]
        return frozenset(form for choice in choices for form in _element(choice + mark, irregular) or ())
    if word.endswith("~"):
        return frozenset(verb_forms(word[:-1], irregular))
    if word.endswith("+"):
        return frozenset(noun_forms(word[:-1]))
    return frozenset({word.lower()})


def verb_forms(verb: str, irregular: dict[str, list[str]]) -> list[str]:
    """Gives all forms of an English verb: the irregular ones as listed, the others by rule."""
    if verb in irregular:
        return [verb, *irregular[verb]]
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if re.search(r"[^aeiou]y$", verb):
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if re.search(r"(s|sh|ch|x|z)$", verb):
        return [verb, verb + "es", verb + "ed", verb + "ing"]
    return [verb, verb + "s", verb + "ed", verb + "ing"]


def noun_forms(noun: str) -> list[str]:
    """Gives singular and plural."""
    if re.search(r"[^aeiou]y$", noun):
        return [noun, noun[:-1] + "ies"]
    return [noun, noun + ("es" if re.search(r"(s|sh|ch|x)$", noun) else "s")]


def _match(elements: tuple[Element, ...], tokens: Sequence[Token], at: int) -> int:
    """Gives the token after the match, 0 where the phrase does not fit."""
    for n, element in enumerate(elements):
        if element is None:
            rest = elements[n + 1 :]
            for skipped in range(GAP + 1):
                end = _match(rest, tokens, at + skipped)
                if end:
                    return end
            return 0
        if at >= len(tokens) or not (tokens[at].low in element or ("n" in element and tokens[at].low.isdigit())):
            return 0
        at += 1
    return at


@cache
def language(code: str = "en") -> Language:
    """Gives a language by its two-letter code. Raises Stop where there is no such file or it lacks a mode."""
    known = [file.name[:2] for file in files("vedette.languages").iterdir() if re.fullmatch(r"..\.toml", file.name)]
    if code not in known:
        raise Stop(unknown("language", code, known))
    told = tomllib.loads(files("vedette.languages").joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    irregular = told["irregular"]
    if missing := [mode.value for mode in Mode if mode.value not in told["triggers"]]:
        raise Stop(f"languages/{code}.toml has no triggers for {', '.join(missing)}")

    def triggers(sureness: str) -> Phrases:
        pairs = [(phrase, mode) for mode, lists in told["triggers"].items() for phrase in lists[sureness]]
        return Phrases(pairs, irregular)

    return Language(
        code=told["code"],
        name=told["name"],
        common=frozenset(told["common"]),
        triggers={sureness: triggers(sureness) for sureness in SURENESS},
        passed=Phrases([(phrase, "") for phrase in told["passed"]["phrases"]], irregular),
        past=frozenset(form for forms in irregular.values() for form in forms if not form.endswith(("s", "ing"))),
        grammar={key: tuple(words) for key, words in told["grammar"].items()},
        stance=Phrases([(phrase, key) for key, phrases in told["stance"].items() for phrase in phrases], irregular),
        attribution=_attribution(told["attribution"], irregular),
        lists={f"{part}.{key}": frozenset(told[part][key]) for part in ("places", "groups") for key in told[part]},
        numbers=told["numbers"],
        calendar=told["calendar"],
        credits=_credits(told["credits"], irregular),
    )


def _attribution(told: dict[str, list[str]], irregular: dict[str, list[str]]) -> dict[str, Any]:
    """Gives the section's phrases ready for matching and its other lists as sets."""
    cues = [(phrase, "cue") for phrase in told["cues"]] + [(phrase, "weak") for phrase in told["weak_cues"]]
    return {
        "cues": Phrases(cues, irregular),
        "according": Phrases([(phrase, "according") for phrase in told["according"]], irregular),
        **{key: frozenset(words) for key, words in told.items() if key not in {"cues", "weak_cues", "according"}},
    }


def _credits(told: dict[str, Any], irregular: dict[str, list[str]]) -> dict[str, Any]:
    """Gives the section's lists as sets, its phrases by kind, and the forms that agencies sign with."""
    sides = {
        side: Phrases([(p, kind) for kind, phrases in told[side].items() for p in phrases], irregular)
        for side in ("before", "after")
    }
    return {
        **{key: frozenset(words) for key, words in told.items() if isinstance(words, list)},
        **sides,
        "signed": {outlet: re.compile(form) for outlet, form in told["signed"].items()},
    }
