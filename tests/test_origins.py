"""One origin, one voice: reprints are found, credit lines are read, and neither adds a voice."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from build import claim, day, report, shuffles
from hypothesis import given
from hypothesis import strategies as st

from vedette.clean.furniture import find_headline, furniture
from vedette.credits import credits
from vedette.origins import known_by, origins, sketch, story
from vedette.vocabulary import Claim, Furniture, Lineage, Origin, Report, to_json
from vedette.voices import alike, credibility, first_told, lineage, voices
from vedette.voices import heard as who_heard

BRIDGE = [
    "Engineers have thrown a second pontoon bridge over the Pripyat a short drive from the frontier.",
    "Pictures taken on Monday show vehicles waiting on the southern bank under the pines.",
    "The district council says the crossing serves an exercise and will be taken up by the weekend.",
    "Farmers nearby were asked to keep their cattle off the meadows until the convoys had passed.",
    "No date was given for the return of the units, which came by rail from the east.",
    "A similar bridge stood at the same bend of the river for nine days last autumn.",
    "Residents said that low flights over the village had kept them awake since Thursday.",
    "The railway has cancelled four local trains to make room for military traffic.",
]
HARBOUR = [
    "Two frigates and a tanker tied up at the naval pier shortly before dawn on Sunday.",
    "Port officials closed the outer mole to anglers and sent the ferry to another berth.",
    "The admiral in charge called the stay routine and said the crews would sail within the week.",
    "Opposition deputies want to know why parliament had not been told of the visit.",
    "Fuel lorries were seen queueing at the gate throughout the afternoon.",
    "It is the third call of foreign warships at the harbour since the spring.",
]


def text(sentences: list[str], headline: str = "") -> str:
    return "\n\n".join([*([headline] if headline else []), " ".join(sentences)])


REWORDED = [
    *BRIDGE[:2],
    "The district council says the crossing serves a drill and will be removed by the weekend.",
    *BRIDGE[3:7],
    "Four local trains were cancelled by the railway to make room for military traffic.",
]


def every(step: int, sentences: list[str]) -> str:
    """The story with another word at each place that `step` divides."""
    return " ".join(f"so{n}" if n % step == 0 else word for n, word in enumerate(text(sentences).split(), 1))


RETELLINGS = [
    (" ".join(text(BRIDGE).split()[:40]), "part", "cut to its first third"),
    (text(BRIDGE[::-1]), "part", "its sentences stand in another order"),
    (every(20, BRIDGE), "near", "one word of twenty is another"),
    (every(7, BRIDGE), "part", "one word of seven is another"),
    (text([*HARBOUR[:3], *BRIDGE[:4], *HARBOUR[3:]]), "holds", "half of it stands inside another story"),
    (text(BRIDGE, "Zweite Brücke über den Pripjat geschlagen"), "near", "under a headline in another language"),
    (
        f"Our Village Voice\n\nRead by all\n\n{text(BRIDGE)}\n\nWrite to us at the old mill.",
        "near",
        "wrapped in another's furniture",
    ),
    (text(BRIDGE), "exact", "the same words"),
    (text(BRIDGE).upper().replace(" ", "\n"), "exact", "the same words in other letters and lines"),
    (text([*BRIDGE, "Reporting by our staff."]), "near", "a line is added"),
    (text(REWORDED), "near", "two sentences are reworded"),
    (text(BRIDGE[:-1]), "near", "the last sentence is cut"),
    (text([*BRIDGE[:6], *HARBOUR]), "holds", "six sentences of eight stand in a longer text"),
    (text(HARBOUR), None, "another story"),
    ("Engineers have thrown a second pontoon bridge over the Pripyat.", None, "one shared sentence is no story"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("second", "kind", "why"), RETELLINGS, ids=[case[2] for case in RETELLINGS])
def test_a_retelling_is_linked_to_the_first_telling(second: str, kind: str | None, why: str):
    first = report("r1", "2021-12-01", outlet="Reuters", text=text(BRIDGE))
    later = report("r2", "2021-12-02", outlet="Daily Express", text=second)
    found = origins((later, first)).results
    if kind is None:
        assert [o.reports for o in found] == [("r1",), ("r2",)]
        return
    (origin,) = found
    assert (origin.first, origin.outlet, origin.reports) == ("r1", "Reuters", ("r1", "r2"))
    (link,) = origin.links
    assert (link.report, link.to, link.kind) == ("r2", "r1", kind), link.reason
    assert 0.4 <= link.strength <= 1 and link.reason


def test_furniture_does_not_hide_a_reprint():
    """The promo in the middle is the outlet's own and no part of the story."""
    promo = "READ MORE: what the neighbours think of all this and why they think it"
    body = f"{text(BRIDGE[:4])} {promo} {text(BRIDGE[4:])}"
    cut = Furniture(span=(body.index(promo), body.index(promo) + len(promo) + 1), reason="promo")
    second = report("r2", "2021-12-02", text=body, furniture=(cut,))
    assert "".join(body[slice(*span)] for span in story(second)) == text(BRIDGE)
    (origin,) = origins((report("r1", "2021-12-01", text=text(BRIDGE)), second)).results
    assert [link.kind for link in origin.links] == ["exact"]


def test_shared_furniture_makes_no_reprint():
    """Two stories under one long promo are two stories."""
    promo = " ".join(f"word{n} of the banner that stands on every page" for n in range(40))
    pages = [f"{promo} {text(story)}" for story in (BRIDGE, HARBOUR)]
    cut = (Furniture(span=(0, len(promo)), reason="banner"),)
    found = origins(tuple(report(f"r{n}", text=page, furniture=cut) for n, page in enumerate(pages))).results
    assert len(found) == 2


def test_the_first_telling_is_the_earliest_published_not_the_first_taken_in():
    late = report("a", "2021-12-03", text=text(BRIDGE), outlet="TASS")
    early = report("z", "2021-12-01", text=text(BRIDGE), outlet="Reuters", taken_in=day_at("2021-12-09"))
    (origin,) = origins((late, early)).results
    assert (origin.first, origin.outlet) == ("z", "Reuters")


def day_at(told: str) -> Any:
    return report(told=told).taken_in


def test_a_chain_of_reprints_is_one_origin():
    """The third took it from the second, the second from the first."""
    texts = [BRIDGE, [*BRIDGE[:6], *HARBOUR[:1]], [*BRIDGE[:4], *HARBOUR[:1]]]
    reports = tuple(report(f"r{n}", f"2021-12-0{n + 1}", text=text(each)) for n, each in enumerate(texts))
    assert [o.reports for o in origins(reports).results] == [("r0", "r1", "r2")]


def reports_of_a_week() -> list[Report]:
    return [
        report("a", "2021-12-01", outlet="Reuters", text=text(BRIDGE)),
        report("b", "2021-12-02", outlet="Daily Express", text=text(BRIDGE, "Bridge over the Pripyat") + " (Reuters)"),
        report("c", "2021-12-02", outlet=None, text=text(REWORDED)),
        report("d", "2021-12-03", outlet="TASS", text=text(HARBOUR)),
        report("e", None, outlet="BelTA", text=text(HARBOUR[:5])),
        report("f", "2021-12-03", outlet="BelTA", text="A short note."),
        report("g", "2021-12-03", outlet="BelTA", text=""),
    ]


def test_the_order_of_reports_does_not_matter():
    made = {to_json(origins(order)) for order in shuffles(reports_of_a_week(), most=9)}
    assert len(made) == 1


@given(st.permutations(reports_of_a_week()))
def test_every_report_has_exactly_one_origin_in_any_order(order: list[Report]):
    found = origins(tuple(order)).results
    assert sorted(r for o in found for r in o.reports) == list("abcdefg")
    assert to_json(found) == to_json(origins(tuple(reports_of_a_week())).results)
    assert len({o.id for o in found}) == len(found)


def test_no_report_has_no_origin():
    assert origins(()).results == ()


def test_a_sketch_goes_by_the_words_alone():
    told = [report("r", text="One two, three four FIVE six"), report("s", text="one TWO three -- four five. Six")]
    assert sketch(told[0]) == sketch(told[1]) != sketch(report("t", text="One two three four five seven"))


# Credit lines

CREDITS = [
    ("MINSK (Reuters) - A convoy arrived.", [("Reuters", "agency")], "an agency's dateline"),
    ("MINSK (AP) — A convoy arrived.", [("AP", "agency")], "by its letters"),
    ("MINSK, December 1. /TASS/. A convoy arrived.", [("TASS", "agency")], "between strokes"),
    ("A convoy arrived. (AFP)", [("AFP", "agency")], "at the end"),
    ('"It will stay," she told Express.co.uk on Friday.', [("Express.co.uk", "told")], "told an outlet"),
    ("He told the Guardian that it would stay.", [("Guardian", "told")], "told an outlet with its article"),
    ("This story first appeared in Politico.", [("Politico", "first")], "first appeared"),
    ("The convoy is to stay, according to Reuters.", [("Reuters", "citing")], "according to an outlet"),
    ("Reuters reported that the convoy is to stay.", [("Reuters", "citing")], "an outlet reported"),
    ("She told Parliament on Friday.", [], "parliament is no outlet"),
    ("He told Lukashenko that it would stay.", [], "a person is no outlet"),
    ("The 4th Division (Tank) - arrived.", [], "a bracket that is no agency"),
    ("No credit at all.", [], "nothing"),
]


@pytest.mark.parametrize(("words", "expected", "why"), CREDITS, ids=[case[2] for case in CREDITS])
def test_credit_lines_are_read(words: str, expected: list[tuple[str, str]], why: str):
    found = credits(report(outlet="Nobody's Paper", text=words))
    assert [(c.outlet, c.kind) for c in found] == expected
    assert all(words[slice(*c.span)] == c.outlet and c.reason for c in found), "a credit opens down to its characters"


def test_an_outlet_does_not_credit_itself():
    assert credits(report(outlet="Reuters", text="MINSK (Reuters) - A convoy arrived.")) == ()
    assert credits(report(outlet="Daily Express", text="She told Express.co.uk on Friday.")) == (), (
        "also by another of its names"
    )


def test_a_credit_in_furniture_is_none():
    words = "READ MORE: what he told Reuters. The convoy arrived."
    assert credits(report(outlet="TASS", text=words, furniture=(Furniture(span=(0, 32), reason="promo"),))) == ()


def test_a_credited_story_is_the_credited_outlets():
    """Its page is not here: the origin has an outlet and no first report."""
    (origin,) = origins((report("r1", outlet="Daily Express", text="MINSK (Reuters) - " + text(BRIDGE)),)).results
    assert (origin.first, origin.outlet) == (None, "Reuters")


def test_a_credited_story_whose_page_is_here_is_traced_to_it():
    there = report("r1", "2021-12-01", outlet="Reuters", text=text(BRIDGE))
    copied = report("r2", "2021-12-02", outlet="Daily Express", text="MINSK (Reuters) - " + text(BRIDGE))
    (origin,) = origins((copied, there)).results
    assert (origin.first, origin.outlet) == ("r1", "Reuters")


# Voices


def heard(claims: list[Claim], found: tuple[Origin, ...]) -> Lineage:
    return lineage(tuple(claims), voices(tuple(claims), found))


def test_an_exact_reprint_adds_no_voice():
    outlets = ["Reuters", "Daily Express", "BBC", "TASS", None]
    reports = tuple(
        report(f"r{n}", f"2021-12-0{n + 1}", outlet=outlet, text=text(BRIDGE)) for n, outlet in enumerate(outlets)
    )
    claims = [claim(report=r.id, outlet=r.outlet, told=r.day) for r in reports]
    assert heard(claims, origins(reports).results) == Lineage(reports=5, outlets=4, origins=1, unknown=0)


def test_a_credit_line_makes_two_reports_one_voice():
    """Two outlets that rewrote the same agency share no sentence."""
    reports = (
        report("r1", outlet="Daily Express", text="MINSK (Reuters) - " + text(BRIDGE)),
        report("r2", outlet="BBC", text="MINSK (Reuters) - " + text(HARBOUR)),
    )
    claims = [claim(report=r.id, outlet=r.outlet) for r in reports]
    assert heard(claims, origins(reports).results).origins == 1


def test_one_minister_in_eight_outlets_is_one_voice():
    """Eight reporters heard him, each in words of his own; the name is written in several ways."""
    names = ["Minister of Defence Ivan Example", "Ivan Example", "Example", "I. Example"] * 2
    outlets = ["Reuters", "AP", "AFP", "BBC", "TASS", "BelTA", "Interfax", "PAP"]
    claims = [
        claim(report=f"r{n}", outlet=o, source=name) for n, (o, name) in enumerate(zip(outlets, names, strict=True))
    ]
    found = tuple(Origin(id=f"o{n}", first=f"r{n}", outlet=o, reports=(f"r{n}",)) for n, o in enumerate(outlets))
    told = heard(claims, found)
    assert told == Lineage(reports=8, outlets=8, origins=1, unknown=0)
    assert credibility(told) == 3, "well heard, not confirmed"


def test_that_a_minister_said_it_is_told_from_that_it_is_so():
    """Ten outlets heard him for themselves, and one more printed what the first of them had."""
    outlets = ["Reuters", "AP", "AFP", "BBC", "TASS", "BelTA", "Interfax", "PAP", "dpa", "ANSA", "Daily Express"]
    claims = tuple(claim(report=f"r{n}", outlet=o, source="Minister Ivan Example") for n, o in enumerate(outlets))
    found = (
        Origin(id="o0", first="r0", outlet="Reuters", reports=("r0", "r10")),
        *(Origin(id=f"o{n}", first=f"r{n}", outlet=outlets[n], reports=(f"r{n}",)) for n in range(1, 10)),
    )
    said, so = who_heard(claims, found), lineage(claims, voices(claims, found))
    assert said == Lineage(reports=11, outlets=11, origins=10, unknown=0) and credibility(said) == 1
    assert so == Lineage(reports=11, outlets=11, origins=1, unknown=0) and credibility(so) == 3


def test_an_outlet_is_one_voice_under_all_its_names():
    claims = [claim(report="r1", outlet="Daily Express"), claim(report="r2", outlet="Express.co.uk")]
    found = tuple(
        Origin(id=r, first=r, outlet=o, reports=(r,)) for r, o in (("r1", "Daily Express"), ("r2", "Express.co.uk"))
    )
    assert heard(claims, found).origins == 1


UNKNOWN = [
    (claim(outlet=None, report="r1"), "no outlet and no source"),
    (claim(outlet="Reuters", report="r1", source="officials"), "officials may be anybody"),
    (claim(outlet="Reuters", report="r1", source=("TASS", "two sources close to the talks")), "unnamed sources of another outlet"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "why"), UNKNOWN, ids=[case[1] for case in UNKNOWN])
def test_whose_lineage_is_unknown_adds_no_voice(told: Claim, why: str):
    found = (Origin(id="o1", first="r1", outlet=told.outlet, reports=("r1",)),)
    assert heard([told], found) == Lineage(reports=1, outlets=1 if told.outlet else 0, origins=0, unknown=1)


def test_the_same_ministry_of_two_states_is_two_voices():
    claims = [claim(source="ministry", speaker=(code,), report=code) for code in ("RUS", "UKR")]
    named = [claim(source="Ministry of Defence", speaker=(code,), report=code) for code in ("RUS", "UKR")]
    assert heard(claims, ()).origins == 2
    assert heard(named, ()).origins == 2


def test_a_ministry_is_one_voice_under_both_its_names():
    names = ["Ministry of Defence", "Defence Ministry", "Russian Defense Ministry", "defence ministry"]
    claims = [claim(source=name, speaker=("RUS",), report=f"r{n}") for n, name in enumerate(names)]
    assert heard(claims, ()).origins == 1


# Credibility

GRADES = [
    (Lineage(reports=0, outlets=0, origins=0, unknown=0), 6, "nothing to judge by"),
    (Lineage(reports=9, outlets=9, origins=0, unknown=9), 6, "only unknown lineage"),
    (Lineage(reports=1, outlets=1, origins=1, unknown=0), 3, "one voice"),
    (Lineage(reports=50, outlets=50, origins=1, unknown=0), 3, "one voice reprinted fifty times"),
    (Lineage(reports=2, outlets=2, origins=2, unknown=0), 2, "two voices"),
    (Lineage(reports=4, outlets=4, origins=3, unknown=1), 2, "three voices, and one that may be any of them"),
    (Lineage(reports=3, outlets=3, origins=3, unknown=0), 1, "three voices"),
]


@pytest.mark.parametrize(("told", "grade", "why"), GRADES, ids=[case[2] for case in GRADES])
def test_credibility_follows_independent_voices(told: Lineage, grade: int, why: str):
    assert credibility(told) == grade


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 500))
def test_reprints_alone_never_reach_the_best_grade(reports: int, outlets: int, unknown: int):
    assert credibility(Lineage(reports=reports, outlets=outlets, origins=1, unknown=unknown)) > 1


ALIKE = [
    ({}, True, "the same"),
    ({"told": "2021-09-08"}, True, "a week later"),
    ({"told": "2021-09-09"}, False, "more than a week later"),
    ({"quantity": 5000}, False, "another figure"),
    ({"hedge": "planned"}, False, "another stance"),
    ({"place": "Poland, POL"}, False, "another country"),
    ({"place": "Brest, BLR"}, True, "another place in the country"),
    ({"source": "Someone"}, True, "another speaker"),
]


@pytest.mark.parametrize(("change", "expected", "why"), ALIKE, ids=[case[2] for case in ALIKE])
def test_claims_that_say_one_thing_are_alike(change: dict[str, Any], expected: bool, why: str):
    one, two = claim("DEPLOY", "2021-09-01"), claim("DEPLOY", **{"told": "2021-09-01", **change})
    assert alike(one, two) is alike(two, one) is expected


# When a story was first told


def test_words_printed_again_are_dated_as_they_were_first_told():
    """The reprint came three weeks later and read its "Tuesday" against its own day."""
    first = claim("DEPLOY", "2021-12-01", report="r1", time="2021-11-30")
    again = claim("DEPLOY", "2021-12-22", report="r2", time="2021-12-21", outlet="Daily Express")
    other = claim("DEPLOY", "2021-12-22", report="r2", quote="A second column arrived", outlet="Daily Express")
    one = (Origin(id="o", first="r1", outlet="Reuters", reports=("r1", "r2")),)
    told = {c.id: c for c in first_told((other, again, first), one)}
    assert (told[again.id].day, told[again.id].time) == (date(2021, 12, 1), first.time)
    assert told[first.id] == first, "the first telling is as it was"
    assert told[other.id] == other, "new words of the retelling are as new as it is"


def test_the_same_words_in_two_origins_are_two_tellings():
    claims = (claim("DEPLOY", "2021-12-01", report="r1"), claim("DEPLOY", "2021-12-22", report="r2"))
    two = tuple(Origin(id=r, first=r, outlet="Reuters", reports=(r,)) for r in ("r1", "r2"))
    assert sorted(c.day for c in first_told(claims, two)) == [day("2021-12-01"), day("2021-12-22")]


def test_a_page_put_together_from_two_stories_adds_no_voice_to_either():
    first = report("a", "2021-12-01", text=text(BRIDGE), outlet="Example Courier")
    second = report("b", "2021-12-01", text=text(HARBOUR), outlet="Example Gazette")
    both = report("m", "2021-12-03", text=text([*BRIDGE, *HARBOUR]), outlet="Example Digest")
    found = origins((first, second, both)).results
    told = [claim(report=r.id, told="2021-12-01", quote=HARBOUR[0], outlet=r.outlet) for r in (second, both)]
    assert lineage(tuple(told), voices(tuple(told), found)).origins == 1


MARKET = [
    "Potatoes were dearer again at the Saturday market, and the stallholders put it down to the wet weeks of June.",
    "A choir from the next valley sang on the steps of the town hall until the rain drove everybody into the arcades.",
    "The mayor opened the new footbridge with a pair of garden shears because the proper ones had been mislaid.",
    "Two buses were late, one never came, and the driver of the fourth got a round of applause for turning up.",
    "In the evening the volunteer fire brigade showed how quickly its oldest pump can empty the village pond.",
    "The library will close on Mondays from now on, since nobody could be found who wants to sit there alone.",
    "A lost parrot that knows the national anthem has been handed in at the station and waits for its owner.",
]
SAID = (
    "“A garrison that stays for good will certainly be an advantage to those who want to look over the fence at any hour "
    "of the day, and it could heighten the risk that somebody on either bank misreads what he sees through the reeds.”"
)


def test_two_reports_that_share_one_quotation_are_one_story_only_where_one_credits_the_other():
    """The page and its retelling share what the analyst said and nothing else."""
    page = report("page", "2021-12-01", text=text([*HARBOUR, SAID]), outlet="Express.co.uk")
    retold = report(
        "retold", "2021-12-01", text=f"The analyst told Express.co.uk: {SAID} {text(BRIDGE)}", outlet="Example Courier"
    )
    alone = report("alone", "2021-12-01", text=f"The analyst said: {SAID} {text(MARKET)}", outlet="Example Gazette")
    told = {r: o for o in origins((page, retold, alone)).results for r in o.reports}
    assert told["retold"].first == "page" and told["alone"].first == "alone"
    assert [link.kind for link in told["retold"].links] == ["credit"] and told["alone"].links == ()


def test_somebody_who_told_an_outlet_deep_in_a_story_does_not_hand_the_story_over():
    deep = report(
        "deep", text=f"{text([*BRIDGE, *HARBOUR])} The mayor told Reuters that he would wait.", outlet="Example Courier"
    )
    head = report("head", text=f"The mayor told Reuters that he would wait. {text(HARBOUR)}", outlet="Example Courier")
    assert [origins((each,)).results[0].outlet for each in (deep, head)] == ["Example Courier", "Reuters"]


def test_a_true_origin_that_is_found_later_moves_the_origin_and_not_what_was_known_before():
    """The page that both had copied came in three weeks later; its own date is the earliest."""
    copies = tuple(
        report(id, f"2021-12-0{n}", text=text(BRIDGE), outlet=outlet, taken_in=day_at(f"2021-12-0{n}"))
        for n, (id, outlet) in enumerate((("a", "Daily Express"), ("b", "TASS")), 2)
    )
    true = report("true", "2021-12-01", text=text(BRIDGE), outlet="Reuters", taken_in=day_at("2021-12-24"))
    then, now = origins(copies).results, origins((*copies, true)).results
    assert [(o.first, o.outlet) for o in then] == [("a", "Daily Express")]
    assert [(o.first, o.outlet, o.reports) for o in now] == [("true", "Reuters", ("true", "a", "b"))]
    assert origins(known_by((*copies, true), day("2021-12-23"))).results == then
    assert origins(known_by((*copies, true), day("2021-12-24"))).results == now


SHARED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "article.txt"


@pytest.mark.skipif(not SHARED.exists(), reason="the seed article lies in ../shared, which is not here")
@pytest.mark.parametrize("later", ["", "2022-02-03"], ids=["the day before", "a day later by its date"])
def test_the_first_article_and_the_page_it_was_taken_from_are_one_origin(later: str):
    """The page is written in the manner of the paper's own; the two share what the analyst says, and nothing else."""
    seed = SHARED.read_text(encoding="utf-8")
    says = re.findall('“[^“”]{80,}”|"[^"\n]{80,}"', seed)
    own = [*HARBOUR[:2], "A lecturer who follows the two armies was asked what a camp that never goes home would mean."]
    page = report("page", later or "2022-02-01", outlet="Express.co.uk", text=text([*own, *says, *HARBOUR[2:]]))
    headline = find_headline(seed)
    reprint = report("reprint", "2022-02-02", outlet="London Defender", text=seed, furniture=furniture(seed, headline))
    other = report("other", "2022-02-02", outlet="Example Gazette", text=text(MARKET))
    found = {r: o for o in origins((page, reprint, other)).results for r in o.reports}
    assert says and found["reprint"] == found["page"] != found["other"]
    assert (found["reprint"].first, found["reprint"].outlet) == ("page", "Express.co.uk")
    claims = [claim(report=r.id, outlet=r.outlet) for r in (page, reprint)]
    assert heard(claims, (found["page"],)) == Lineage(reports=2, outlets=2, origins=1, unknown=0)


def test_a_report_that_links_to_another_with_the_same_words_retells_it():
    page = report("page", "2021-12-01", text=text([*HARBOUR, SAID]), outlet="Example Herald")
    to = {"links": (page.item,), "told": "2021-12-02"}
    retold = report("retold", text=f"{SAID} {text(BRIDGE)}", outlet="Example Courier", **to)
    alone = report("alone", text=text(MARKET), outlet="Example Gazette", **to)
    told = {r: o for o in origins((page, retold, alone)).results for r in o.reports}
    assert told["retold"].first == "page" and told["alone"].first == "alone", "a link alone passes on no story"
    assert told["retold"].links[0].reason == "links to Example Herald and has the same words as its report"
