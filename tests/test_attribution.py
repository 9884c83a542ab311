"""Attribution: who says what."""

import pytest

from tests.test_reader import report
from vedette.languages import language
from vedette.reader.attribution import attributions, speaker_of
from vedette.reader.sentences import sentences

CASES = [
    ("Russian troops left Belarus, Sergei Shoigu said.", "left", ("Sergei Shoigu",), "speaker after"),
    ("Sergei Shoigu said that the troops had left Belarus.", "left", ("Sergei Shoigu",), "speaker before"),
    (
        "The troops have left, said Defence Minister Sergei Shoigu.",
        "left",
        ("Sergei Shoigu",),
        "inverted, title dropped",
    ),
    (
        "Sergei Shoigu, the defence minister, said on Monday that the troops had left.",
        "left",
        ("Sergei Shoigu",),
        "apposition",
    ),
    ("According to Sergei Shoigu, the troops have left.", "left", ("Sergei Shoigu",), "according to, in front"),
    ("The troops have left, according to Western officials.", "left", ("Western officials",), "an unnamed source"),
    ("A senior official in Kyiv said the troops had left.", "left", ("senior official",), "up to the head, no article"),
    (
        "Liana Semchuk told Express.co.uk that the troops had left.",
        "left",
        ("Express.co.uk", "Liana Semchuk"),
        "an outlet",
    ),
    ("Sergei Shoigu spoke. He said the troops had left.", "left", ("Sergei Shoigu",), "a pronoun"),
    ("Sergei Shoigu met reporters. Shoigu said the troops had left.", "left", ("Sergei Shoigu",), "the fullest name"),
    ("Sergei Shoigu said he was well, adding that the troops had left.", "left", ("Sergei Shoigu",), "adding that"),
    ("“We are calm,” Sergei Shoigu said. “The troops have left.”", "left", ("Sergei Shoigu",), "a quotation goes on"),
    (
        "Ben Wallace said Sergei Shoigu had denied that the troops had left.",
        "left",
        ("Ben Wallace", "Sergei Shoigu"),
        "a chain",
    ),
    ("The troops have left Belarus.", "left", (), "the report's own voice"),
    ("The United States troops have left Belarus.", "left", (), "States is no verb"),
]


@pytest.mark.parametrize(("text", "word", "expected", "why"), CASES)
def test_who_says_it(text: str, word: str, expected: tuple[str, ...], why: str) -> None:
    story = sentences(report(text))
    told = attributions(story, language())
    found = [
        speaker.names if (speaker := speaker_of(at, told[n])) else ()
        for n, sentence in enumerate(story)
        for at, token in enumerate(sentence.tokens)
        if token.low == word
    ]
    assert found == [expected], why
