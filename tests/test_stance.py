"""Stance: how surely, and whether it happened, from the words around a trigger."""

import pytest

from tests.test_reader import claims
from vedette.vocabulary import Mode

CASES = [
    ("Russia sent 2,000 troops to Belarus on Monday.", "DEPLOY", "yes certain actual", "a plain statement"),
    ("Russia did not send troops to Belarus.", "DEPLOY", "no certain actual", "did not"),
    ("Russia will send 2,000 troops to Belarus, Moscow said.", "DEPLOY", "yes certain planned", "will, by the actor"),
    ("Russia may send 2,000 troops to Belarus.", "DEPLOY", "yes possible predicted", "may"),
    ("Russia is expected to send 2,000 troops to Belarus.", "DEPLOY", "yes probable predicted", "is expected to"),
    ("Russia is unlikely to send troops to Belarus.", "DEPLOY", "no probable predicted", "unlikely is a no"),
    ("If Russia sent troops to Belarus, NATO would send troops to Poland.", "DEPLOY", "yes certain hypothetical", "if"),
    ("Russia denied that it had sent troops to Belarus.", "DEPLOY", "no certain actual", "what is denied"),
    ("The Russian soldiers are to leave Syria by Friday.", "WITHDRAW", "yes certain planned", "are to"),
    ("Ukraine accused Russia of massing troops near Kharkiv.", "ACCUSE", "yes certain actual", "speech acts are done"),
]


@pytest.mark.parametrize(("text", "mode", "expected", "why"), CASES)
def test_stance(text: str, mode: str, expected: str, why: str) -> None:
    found = [c for c in claims(text) if c.mode is Mode(mode)]
    assert found, "nothing found"
    told = {f"{c.polarity.value} {c.certainty.value} {c.reality.value}" for c in found}
    assert told == {expected}, why
