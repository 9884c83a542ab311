"""Whose story it is: what a report says of that is read down to the characters, and what only looks like it is not."""

from pathlib import Path

import pytest
from build import report
from hypothesis import given
from hypothesis import strategies as st

from vedette.credits import credits
from vedette.vocabulary import Furniture

SEED = Path(__file__).parents[2] / "shared" / "seed" / "article.txt"

READ = [
    ("She told Express.co.uk that it would stay.", [("Express.co.uk", "told")], "told a site by its address"),
    ("He told the Guardian that it would stay.", [("Guardian", "told")], "a plain word with its article"),
    ("He told state news agency BelTA and TASS.", [("BelTA", "told"), ("TASS", "told")], "two, the first introduced"),
    ("She told Ukraine's public broadcaster Suspilne.", [("Suspilne", "told")], "introduced by its country"),
    ("The envoy told CNN's Jim Example on Friday.", [("CNN", "told")], "told its reporter"),
    ("In an interview on Sunday with Der Spiegel he refused.", [("Der Spiegel", "told")], "an interview"),
    ("He told the newspaper Example Bladet so.", [("Example Bladet", "told")], "a paper that nobody knows"),
    ("Lapin Kansa newspaper reported it.", [("Lapin Kansa", "citing")], "named as a newspaper behind its name"),
    ("MOSCOW, Jan 5 (Reuters) - A convoy left.", [("Reuters", "agency")], "a dateline"),
    ("BRUSSELS (AP/dpa) — A convoy left.", [("AP", "agency"), ("dpa", "agency")], "two in one dateline"),
    ("MINSK, February 20. /TASS/. A convoy left.", [("TASS", "agency")], "between strokes"),
    ("Kyiv. Oct 12. Interfax-Ukraine. A convoy left.", [("Interfax-Ukraine", "agency")], "between full stops"),
    ("A convoy left. (AFP)", [("AFP", "agency")], "behind the last sentence"),
    ("A convoy left. — Reuters", [("Reuters", "agency")], "behind a dash"),
    ("By the Associated Press\n\nA convoy left.", [("the Associated Press", "agency")], "an agency's byline"),
    ("By Jane Example, PA Media\n\nA convoy left.", [("PA Media", "agency")], "a byline with its agency"),
    ("A convoy left.\n\nSource: BelTA", [("BelTA", "agency")], "a source line"),
    ("A convoy left.\n\nWith files from AFP", [("AFP", "agency")], "with files from"),
    ("A convoy left.\n\nAFP and AP contributed to this report.", [("AFP", "agency"), ("AP", "agency")], "both contributed"),
    ("Reuters, citing three officials, said so.", [("Reuters", "citing")], "an outlet that cites"),
    ("It left, according to a report in the Financial Times.", [("Financial Times", "citing")], "according to"),
    ("The order, as first reported by Axios, was signed.", [("Axios", "citing")], "first reported by"),
    ("BelTA, the state news agency, said that it left.", [("BelTA", "citing")], "with an apposition"),
    ("The Belarusian service of Radio Liberty reported it.", [("Radio Liberty", "citing")], "a service of an outlet"),
    ("Mediazona and the BBC counted them.", [("Mediazona", "citing"), ("BBC", "citing")], "two that tell one thing"),
    ("This article first appeared on Business Insider.", [("Business Insider", "first")], "first appeared"),
    ("Reprinted with permission from ProPublica.", [("ProPublica", "first")], "reprinted from"),
    ("A convoy left.\n\nh/t: The Hill", [("The Hill", "first")], "a hat tip"),
    ("The claim was picked up by RT.", [("RT", "picked up")], "picked up by"),
]  # fmt: skip

NEAR_MISSES = [
    ("She told police that it left.", "police are no outlet"),
    ("The alliance (NATO) - all of it - agreed.", "an alliance in brackets"),
    ("It left (Ministry of Defence of Belarus).", "a ministry in brackets"),
    ("Smoke rose over the Mirror Group building.", "a publisher's building"),
    ("He told the Guardian council that it left.", "a council"),
    ("He told the BBC board that he would leave.", "an outlet's board hears no news"),
    ("Reuters named a new chief of its bureau.", "an outlet as the subject of news"),
    ("CNN said it would close an office.", "an outlet's news of itself"),
    ("A photographer for AFP said he was hurt.", "a person that works for an outlet"),
    ("The owner of The Times said he would sell.", "an owner"),
    ("He posted the picture on Facebook.", "a platform tells nothing"),
    ("The post was confirmed on Telegram.", "another"),
    ("According to the Ministry of Defence of Belarus, it left.", "a ministry is a speaker"),
    ("According to Amnesty International, it left.", "so is who watches"),
    ("Photo: Reuters\n\nA convoy left.", "a picture's credit"),
    ("A tank in the snow. Photo source: AFP", "another"),
    ("He told state TV that it left.", "no outlet is named"),
    ("The sun reports for duty late in winter, the times say.", "plain words"),
    ("", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected", "why"), READ, ids=[case[2] for case in READ])
def test_a_credit_is_read(words: str, expected: list[tuple[str, str]], why: str):
    found = credits(report(outlet="Nobody's Paper", text=words))
    assert [(c.outlet, c.kind) for c in found] == expected
    assert all(words[slice(*c.span)] == c.outlet and c.reason for c in found), "it opens down to its characters"


@pytest.mark.parametrize(("words", "why"), NEAR_MISSES, ids=[f"{n} {case[1]}" for n, case in enumerate(NEAR_MISSES)])
def test_a_near_miss_is_none(words: str, why: str):
    assert credits(report(outlet="Nobody's Paper", text=words)) == ()


@pytest.mark.skipif(not SEED.exists(), reason="the first article is not here")
def test_the_first_article_was_told_to_another_paper():
    found = credits(report(outlet="London Defender", text=SEED.read_text(encoding="utf-8")))
    assert [(c.outlet, c.kind, c.reason) for c in found] == [("Express.co.uk", "told", "“told Express.co.uk”")]


def test_an_outlet_does_not_credit_itself_by_any_of_its_names():
    assert credits(report(outlet="Reuters", text="MINSK (Reuters) - A convoy left.")) == ()
    assert credits(report(outlet="Daily Express", text="She told Express.co.uk on Friday.")) == ()


def test_an_outlet_is_credited_once_for_each_kind():
    words = "MINSK (Reuters) - A convoy left. He told Reuters so. She told Reuters, too, that it left."
    assert [c.kind for c in credits(report(outlet=None, text=words))] == ["agency", "told"]


def test_furniture_credits_only_where_it_is_a_byline_or_the_like():
    words = "READ MORE: what he told Reuters.\nBy AFP\n\nThe convoy left."
    cut = (
        Furniture(span=(0, 32), reason="promotion: a mark"),
        Furniture(span=(33, 39), reason="byline: begins with 'By'"),
    )
    assert [c.outlet for c in credits(report(outlet=None, text=words, furniture=cut))] == ["AFP"]


def test_the_form_in_which_one_agency_signs_names_it():
    signed = "(Reporting by A. Example; Writing by B. Example; Editing by C. Example)"
    (found,) = credits(report(outlet="Nobody's Paper", text=f"A convoy left.\n\n{signed}"))
    assert (found.outlet, found.kind) == ("Reuters", "agency") and signed in found.reason
    (named,) = credits(report(outlet="Nobody's Paper", text=f"MINSK (AFP) - A convoy left.\n\n{signed}"))
    assert named.outlet == "AFP", "a name goes before a form"
    assert credits(report(outlet="Nobody's Paper", text="A convoy left. (Editing by C. Example)")) == ()


def test_an_agency_that_only_the_page_names_is_credited_without_characters():
    (found,) = credits(report(outlet="Nobody's Paper", text="A convoy left.", byline="Associated Press"))
    assert (found.outlet, found.kind, found.span) == ("Associated Press", "agency", (0, 0)) and found.reason
    assert credits(report(outlet="Nobody's Paper", text="A convoy left.", byline="Jane Example")) == ()


PARTS = [
    "told ",
    "the ",
    "Guardian",
    "Reuters",
    " (AP) ",
    "- ",
    "\n",
    ", citing ",
    "'s ",
    "reported ",
    "/TASS/",
    "By ",
    "h/t ",
    "ßİ",
    ".",
]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join) | st.text(max_size=60))
def test_whatever_the_text_a_credit_lies_in_it(words: str):
    for found in credits(report(outlet=None, text=words)):
        assert words[slice(*found.span)] == found.outlet and found.kind in (
            "told",
            "agency",
            "citing",
            "first",
            "picked up",
        )
