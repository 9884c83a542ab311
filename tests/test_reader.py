"""The reader: which words are events, and what any text may do to it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.clean.furniture import find_headline, furniture
from vedette.errors import Skip
from vedette.knowledge import modes
from vedette.reader import read
from vedette.vocabulary import Claim, Mode, Report

CASES = [
    ("DEPLOY", "Russia sent 2,000 troops to Belarus on Monday.", "troops are sent"),
    ("BUILDUP", "Russia has massed more than 100,000 troops along the border with Ukraine.", "a stock near a border"),
    ("STATION", "Some 1,500 American soldiers are stationed in Poland.", "a state of affairs"),
    ("REMAIN", "Russia left behind 200 tanks in Belarus after the exercise ended.", "past an announced end"),
    ("WITHDRAW", "Russia withdrew 3,000 soldiers from Syria last week.", "forces leave"),
    ("EXERCISE", "Russia and Belarus held joint military exercises near Brest.", "drills"),
    ("READY", "Poland put its troops on high alert on Friday.", "alert is raised"),
    ("PREPARE", "Russian troops built a field hospital near the border with Ukraine.", "something is built for them"),
    ("ARM", "The United States supplied Ukraine with anti-tank missiles.", "arms are given"),
    ("INCURSION", "Two Russian fighter jets violated Estonian airspace on Tuesday.", "a line is crossed"),
    ("ATTACK", "Russian forces shelled the Ukrainian town of Sumy overnight.", "force is used"),
    ("PLEDGE", "Britain pledged to defend Estonia if Russian troops attacked.", "defence is promised"),
    ("CONSENT", "Belarus agreed to host Russian missiles.", "a host agrees"),
    ("REFUSE", "Hungary refused to let NATO troops cross its territory.", "a host refuses"),
    ("DEMAND", "Iraq demanded that Turkey withdraw its soldiers.", "something is called for"),
    ("THREATEN", "North Korea threatened to attack American bases in Guam.", "the one who would do it speaks"),
    ("ACCUSE", "Ukraine accused Russia of massing troops near Kharkiv.", "blame"),
    ("DENY", "Russia denied that its troops had crossed the border.", "an act of one's own"),
    ("CONSULT", "Alexander Lukashenko met Vladimir Putin in Moscow on Friday to discuss the troops.", "a meeting"),
    ("ASSESS", "The Russian troops in Belarus are a threat to Ukraine, an analyst said.", "what a presence means"),
]

NEAR_MISSES = [
    ("DEPLOY", "The minister sent a letter to the troops' families in Minsk.", "a letter is no force"),
    ("BUILDUP", "Russian tanks stood by as a mass of tourists watched in Minsk.", "a noun"),
    ("STATION", "American soldiers met at the railway station in Warsaw.", "a noun"),
    ("REMAIN", "Russian officials remain hopeful about grain sales to Belarus.", "nothing military"),
    ("WITHDRAW", "Russia withdrew its candidate for the chess federation.", "nothing military"),
    ("EXERCISE", "Russia's prime minister takes exercise in a Moscow park.", "exercise of the body"),
    ("READY", "Poland's weather service issued a flood alert on Friday.", "weather"),
    ("PREPARE", "Russia built a children's hospital in Smolensk.", "not for forces"),
    ("ARM", "The United States supplied Ukraine with wheat.", "no arms"),
    ("INCURSION", "Russian tourists crossed the street in Tallinn.", "no forces, no border"),
    ("ATTACK", "Russia's goalkeeper stopped every attack by Ukraine's striker in the cup match.", "sport"),
    ("PLEDGE", "Britain welcomed the troops' families in London.", "nothing is promised"),
    ("CONSENT", "Belarus and Russia have a trade agreement on milk.", "trade"),
    ("REFUSE", "Hungary collects refuse from the streets of Budapest.", "another word"),
    ("DEMAND", "Demand for Russian gas fell in Germany.", "a market's demand"),
    ("THREATEN", "Floods threatened the harvest in North Korea.", "nobody speaks"),
    ("ACCUSE", "Ukraine thanked Poland for tanks.", "no blame"),
    ("DENY", "Russia confirmed that its troops had crossed the border.", "the contrary"),
    ("CONSULT", "Russian tanks met the standards of NATO.", "nobody meets"),
    ("ASSESS", "The Russian troops in Belarus eat bread, an analyst said.", "no judgement"),
]

STORY = """Fresh Russian troops reach Belarus

MINSK - Russia sent 3,000 troops to Belarus on Monday. Ukraine said that the soldiers were stationed near its border.

The tanks will leave by 1 March, Alexander Lukashenko said. Ukraine has put its army on alert.

READ MORE Putin 'to invade' in days, claims ex-spy
"""


def report(text: str, language: str | None = None) -> Report:
    taken = datetime(2022, 2, 2, tzinfo=UTC)
    headline = find_headline(text)
    cut = furniture(text, headline)
    return Report(
        id="r", item="r", page="p", address="r", taken_in=taken, text=text, headline=headline, furniture=cut, language=language
    )  # fmt: skip


def claims(text: str) -> tuple[Claim, ...]:
    return read(report(text)).results


@pytest.mark.parametrize(("mode", "text", "why"), CASES)
def test_a_sentence_makes_a_claim_of_its_mode(mode: str, text: str, why: str) -> None:
    assert mode in {claim.mode.value for claim in claims(text)}, why


TAKEN = {"wheat", "children's hospital", "Russian gas"}  # for arms, for a field hospital, for a demand: to be mended
MISSED = [
    pytest.param(*case, marks=pytest.mark.xfail(reason="the network is taken in", strict=True))
    if any(word in case[1] for word in TAKEN)
    else case
    for case in NEAR_MISSES
]


@pytest.mark.parametrize(("mode", "text", "why"), MISSED)
def test_a_near_miss_makes_none(mode: str, text: str, why: str) -> None:
    assert mode not in {claim.mode.value for claim in claims(text)}, why


def test_every_mode_has_a_case_and_a_near_miss() -> None:
    assert {mode for mode, *_ in CASES} == {mode for mode, *_ in NEAR_MISSES} == {mode.value for mode in Mode}
    assert set(modes()) == set(Mode)


def test_furniture_makes_no_claim() -> None:
    cut = STORY.index("READ MORE")
    assert claims(STORY)
    assert all(claim.evidence[1] <= cut for claim in claims(STORY))


def test_a_headline_that_the_body_repeats_is_one_claim() -> None:
    text = "Russia sends 3,000 troops to Belarus\n\n" + STORY.split("\n\n", 1)[1]
    deployed = [claim for claim in claims(text) if claim.mode is Mode.DEPLOY]
    assert len(deployed) == 1
    assert deployed[0].trigger[0] > text.index("MINSK")


def test_reading_twice_gives_the_same() -> None:
    assert claims(STORY) == claims(STORY)


def test_a_language_without_a_file_is_skipped() -> None:
    with pytest.raises(Skip):
        read(report("Des troupes russes.", language="fr"))


def well_placed(text: str) -> bool:
    for claim in read(report(text, language="en")).results:
        start, end = claim.evidence
        first, last = claim.trigger
        if not (0 <= start <= first < last <= end <= len(text) and claim.quote == text[start:end]):
            return False
        if any(text[slice(*mention.span)] != mention.text for mention in claim.mentions):
            return False
    return True


WORDS = st.sampled_from(
    [*STORY.split(), '"', "“", "”", ",", ";", ".", "\n\n", "if", "not", "would", "\u200b", "\u202e", "Россия", "القوات", "said"]
)  # fmt: skip


@given(st.text(max_size=400))
def test_any_text_is_read_with_its_spans_inside(text: str) -> None:
    assert well_placed(text)


@given(st.lists(WORDS, max_size=120).map(" ".join))
def test_any_shuffle_of_military_words_is_read_with_its_spans_inside(text: str) -> None:
    assert well_placed(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (STORY.upper(), "all capitals"),
        (STORY.replace(".", " ").replace(",", " ").replace("\n", " ") * 20, "one line without punctuation"),
        ("\u202e" + STORY, "right to left"),
        ("\u200b".join(STORY), "zero-width characters between all letters"),
        (STORY.replace("Russia", "Rоссия"), "mixed scripts"),
        ("“ " * 5000, "quotations that never close"),
        ("", "nothing"),
    ],
)
def test_odd_texts_are_read_with_their_spans_inside(text: str, why: str) -> None:
    assert well_placed(text), why


@pytest.mark.parametrize("text", ["Российские войска вошли в Белоруссию. " * 50, "Russia " * 5000])
def test_a_text_without_english_words_is_refused(text: str) -> None:
    with pytest.raises(Skip, match="not written in English"):
        read(report(text))
