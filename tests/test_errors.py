"""The two failures, and the sentence for a word that is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import Skip, Stop, unknown

MODES = ["DEPLOY", "BUILDUP", "REMAIN", "WITHDRAW"]
MANY = [f"code{n}" for n in range(100)]

CASES = [
    ("REMIAN", MODES, "unknown mode 'REMIAN'; did you mean 'REMAIN'?", "letters turned round"),
    ("withdraw", MODES, "unknown mode 'withdraw'; did you mean 'WITHDRAW'?", "the wrong case"),
    ("RUZ", ["UZB", "RUS"], "unknown mode 'RUZ'; did you mean 'RUS'?", "of two as near the one that begins alike"),
    ("xyz", MODES, "unknown mode 'xyz'; known: BUILDUP, DEPLOY, REMAIN, WITHDRAW", "none near, few known: all are named in order"),
    ("xyz", MANY, "unknown mode 'xyz'; 100 are known, none is near", "none near, many known: only their number"),
    ("", MODES, "unknown mode ''; known: BUILDUP, DEPLOY, REMAIN, WITHDRAW", "an empty word"),
    ("x", [], "unknown mode 'x'; known: ", "nothing is known"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "known", "expected", "why"), CASES, ids=[case[3] for case in CASES])
def test_an_unknown_word_is_answered_with_the_nearest_or_all(name: str, known: list[str], expected: str, why: str):
    assert unknown("mode", name, known) == expected


@given(st.text(), st.lists(st.text(min_size=1), max_size=40))
def test_the_sentence_names_the_word_and_only_known_ones(name: str, known: list[str]):
    told = unknown("word", name, known)
    assert told.startswith(f"unknown word {name!r}; ")
    if "did you mean" in told:
        assert any(told.endswith(f"did you mean {each!r}?") for each in known)


def test_the_order_and_number_of_the_known_words_do_not_matter():
    assert unknown("mode", "xyz", MODES) == unknown("mode", "xyz", [*reversed(MODES), *MODES])


def test_a_skip_carries_the_word_to_count_it_by():
    skip = Skip("no text", "page 5 holds no text")
    assert (skip.kind, str(skip)) == ("no text", "page 5 holds no text")


def test_a_skip_is_no_stop():
    """A run that gives up where it should have gone on has mixed the two."""
    assert not issubclass(Skip, Stop) and not issubclass(Stop, Skip)
