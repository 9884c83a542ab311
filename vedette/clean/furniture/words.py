"""The words of `languages/furniture.en.toml`, ready to match."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LONGEST = 400  # characters in which a line shows what it begins like; longer heads cost patterns time without end


class Kind(NamedTuple):
    """One kind of furniture, as the language's file has it."""

    reason: str
    group: str
    weight: float
    inline: bool
    whole: bool
    heads_list: bool
    starts: re.Pattern[str]


class Words(NamedTuple):
    """What the language's file holds."""

    kinds: tuple[Kind, ...]  # the heaviest first
    any: re.Pattern[str]
    inline: re.Pattern[str]
    small: frozenset[str]
    english: frozenset[str]
    speech: re.Pattern[str]
    verbs: frozenset[str]
    masthead: frozenset[str]
    articles: frozenset[str]
    dating: frozenset[str]
    dated: frozenset[str]
    label: re.Pattern[str]
    site: dict[str, float]
    pairs: dict[str, float]
    reader: frozenset[str]
    house: frozenset[str]
    commands: frozenset[str]
    pictures: frozenset[str]
    past: frozenset[str]
    credited: re.Pattern[str]
    firsts: frozenset[str]  # first words of the pairs
    telling: frozenset[str]  # words without which a line tells nothing of the site or to the reader


@cache
def words() -> Words:
    """Gives the words and patterns, read once."""
    told = tomllib.loads(files("vedette.languages").joinpath("furniture.en.toml").read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(
            reason=kind["reason"],
            group=kind.get("group", ""),
            weight=kind["weight"],
            inline=kind.get("inline", False),
            whole=kind.get("whole", False),
            heads_list=kind.get("heads_list", False),
            starts=re.compile(kind["starts"]),
        )
        for kind in told["kind"]
    )
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", kind.starts.pattern) for kind in kinds]
    within = [pattern for pattern, kind in zip(nameless, kinds, strict=True) if kind.inline]
    site = {phrase: weight for weight, phrases in ((0.5, told["site"]), (0.2, told["site_weak"])) for phrase in phrases}
    firsts = frozenset(phrase.split()[0] for phrase in site if " " in phrase)
    return Words(
        kinds=tuple(sorted(kinds, key=lambda kind: -kind.weight)),
        any=re.compile("|".join(f"(?:{pattern})" for pattern in nameless)),
        inline=re.compile(r"(?<=[ \u00a0])(?:" + "|".join(within) + ")"),
        small=frozenset(told["common"]),
        english=frozenset(told["english"]),
        speech=re.compile(rf"\b(?:{'|'.join(told['speech'])})\b"),
        verbs=frozenset(told["verbs"]),
        masthead=frozenset(told["masthead"]),
        articles=frozenset(told["articles"]),
        dating=frozenset(told["dating"]) | frozenset(told["dated"]),
        dated=frozenset(told["dated"]),
        label=re.compile(rf"\[(?:{'|'.join(told['labels'])})\]$"),
        site={phrase: weight for phrase, weight in site.items() if " " not in phrase},
        pairs={phrase: weight for phrase, weight in site.items() if " " in phrase},
        reader=frozenset(told["reader"]),
        house=frozenset(told["house"]),
        commands=frozenset(told["commands"]),
        pictures=frozenset(told["pictures"]),
        past=frozenset(told["past"]),
        credited=re.compile(told["credited"]),
        firsts=firsts,
        telling=firsts.union(site, told["reader"], told["house"], told["commands"]),
    )


def kind_of(text: str) -> tuple[Kind | None, str]:
    """Gives the kind of furniture that a text begins like, and the words by which it does."""
    head = text[:LONGEST]
    if not words().any.match(head):
        return None, ""
    for kind in words().kinds:
        match = kind.starts.fullmatch(head) if kind.whole else kind.starts.match(head)
        if match and match.group():
            return kind, match.group()
    return None, ""
