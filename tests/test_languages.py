"""The word lists: how a phrase is written, and that every language file is whole."""

from typing import NamedTuple

import pytest

from vedette.errors import Stop
from vedette.languages import SURENESS, Phrases, language, noun_forms, verb_forms
from vedette.vocabulary import Mode


class Said(NamedTuple):
    low: str


def said(text: str) -> list[Said]:
    return [Said(word) for word in text.split()]


PHRASES = [
    ("send~", "they sent it", [(1, 2)], "an irregular form"),
    ("call~ up", "he calls up men", [(1, 3)], "a verb of two words"),
    ("tank+", "ten tanks", [(1, 2)], "a plural"),
    ("(dig|lay)~ in", "they laid in", [(1, 3)], "either verb"),
    ("pull~ .. out", "pulling its men out", [(0, 4)], "a gap"),
    ("pull~ .. out", "pulling a b c d e out", [], "too wide a gap"),
    ("set to", "ready set", [], "not at the end"),
]
IRREGULAR = {"send": ["sends", "sent"], "lay": ["lays", "laid"], "dig": ["digs", "dug"]}


@pytest.mark.parametrize(("phrase", "text", "expected", "why"), PHRASES)
def test_a_phrase(phrase: str, text: str, expected: list[tuple[int, int]], why: str) -> None:
    found = Phrases([(phrase, "x")], IRREGULAR).find(said(text))
    assert [(hit.start, hit.end) for hit in found] == expected, why


def test_the_longest_phrase_is_taken() -> None:
    phrases = Phrases([("pull~", "short"), ("pull~ out", "long")], {})
    assert [hit.label for hit in phrases.find(said("they pull out"))] == ["long"]


def test_forms() -> None:
    assert verb_forms("deny", {}) == ["deny", "denies", "denied", "denying"]
    assert verb_forms("mass", {})[1] == "masses"
    assert noun_forms("army") == ["army", "armies"]


def test_english_has_words_for_every_mode() -> None:
    english = language("en")
    assert set(english.triggers) == set(SURENESS)
    for mode in Mode:
        assert any(mode.value in phrases.marks for phrases in english.triggers.values()), mode


def test_no_phrase_stands_twice_under_one_mode() -> None:
    for phrases in language("en").triggers.values():
        assert len(phrases.told) == len(set(phrases.told))


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(Stop, match="xx"):
        language("xx")
