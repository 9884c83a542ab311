"""The watch file: what it means, and for each way to break it a message with the file, the place, the word and the nearest known."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette import knowledge
from vedette.errors import Stop
from vedette.indicators import KEYS, RULES
from vedette.vocabulary import Watch, from_json, to_json
from vedette.watch import load, parse

GOOD = """
name = "Russian forces in Belarus"
force = ["RUS", "WAGNER"]
host = ["BLR"]
neighbours = ["UKR", "POL"]

[indicators.arrivals]
says = "Forces arrive"
reason = "They come before they stay"
counts = { mode = ["DEPLOY"], reality = ["actual"], actor = "force", place = ["host", "LTU"], words = ["Camp"] }
half_life = "60 days"
group = "presence"

[indicators.consent]
says = "The host allows it"
reason = "It needs the host"
trend = { for = { mode = "CONSENT", actor = "host" }, against = { mode = ["REFUSE"] } }

[hypotheses.stay]
says = "They stay"
reason = "One year in ten"
prior = 0.10
likelihood = { arrivals = 1.5, consent = 2.5 }
warn = { watch = 0.35, warning = 0.60, clear = 0.25 }

[hypotheses.stay.why]
consent = "The host is asked"
"""


def read(text: str) -> Watch:
    return parse(text, KEYS, "my.toml")


def test_a_watch_is_read():
    watch = read(GOOD)
    assert (watch.name, watch.force, watch.host, watch.neighbours) == (
        "Russian forces in Belarus",
        ("RUS", "WAGNER"),
        ("BLR",),
        ("UKR", "POL"),
    )
    arrivals, consent = watch.indicators
    assert (arrivals.rule, arrivals.half_life, arrivals.group) == ("counts", 60, "presence")
    assert (consent.rule, consent.half_life, consent.group) == ("trend", 30, None)
    (stay,) = watch.hypotheses
    assert (stay.prior, stay.clear, stay.watch, stay.warning) == (0.10, 0.25, 0.35, 0.60)
    assert stay.likelihood == {"arrivals": 1.5, "consent": 2.5}


def test_force_host_and_neighbours_stand_for_the_watchs_own():
    arrivals, consent = read(GOOD).indicators
    assert arrivals.given["actor"] == ["RUS", "WAGNER"]
    assert arrivals.given["place"] == ["BLR", "LTU"]
    assert consent.given["for"] == {"mode": ["CONSENT"], "actor": ["BLR"]}


def test_words_are_compared_in_lower_case():
    """A quote is folded before it is compared; "Camp" in a watch would never fit."""
    assert read(GOOD).indicators[0].given["words"] == ["camp"]


def test_a_watch_survives_json():
    assert from_json(to_json(read(GOOD)), Watch) == read(GOOD)


def test_a_change_of_any_figure_is_another_version():
    """Assessments are told apart by the numbers they were made with."""
    assert read(GOOD).version == read(GOOD + "\n\n").version
    assert read(GOOD).version != read(GOOD.replace("1.5", "1.6")).version


def test_the_shipped_watch_is_good(belarus: Watch):
    assert {i.rule for i in belarus.indicators} == set(RULES), "it uses every rule"
    used = {name for h in belarus.hypotheses for name in h.likelihood}
    assert used == {i.name for i in belarus.indicators}, "every indicator serves a question"


# Broken files: (what is replaced, by what, what the message names, why)

BROKEN: list[tuple[str, str, list[str], str]] = [
    ('name = "Russian', "name = Russian", ["not TOML"], "not TOML"),
    ("host = [", "hots = [", ["'hots'", "'host'"], "unknown key at the top"),
    ('name = "Russian forces in Belarus"\n', "", ["'name'", "missing"], "no name"),
    ('name = "Russian forces in Belarus"', "name = 5", ["name", "5"], "a name that is a number"),
    ('force = ["RUS", "WAGNER"]\n', "", ["'force'", "missing"], "no force"),
    ('force = ["RUS", "WAGNER"]', 'force = "RUS"', ["force", "list of codes"], "a code outside a list"),
    ('"WAGNER"]', '"WAGNR"]', ["force", "'WAGNR'", "'WAGNER'"], "unknown force"),
    ('host = ["BLR"]', 'host = ["BLRS"]', ["host", "'BLRS'", "'BLR'"], "unknown country"),
    ('"POL"]', '"POLAN"]', ["neighbours", "'POLAN'", "'POL'"], "unknown neighbour"),
    ('mode = ["DEPLOY"]', 'mode = ["DEPLOI"]', ["indicators.arrivals.counts.mode", "'DEPLOI'", "'DEPLOY'"], "unknown mode"),
    ('reality = ["actual"]', 'reality = ["aktual"]', ["indicators.arrivals.counts.reality", "'aktual'", "'actual'"], "unknown reality"),
    ('actor = "force"', 'actor = "forse"', ["indicators.arrivals.counts.actor", "'forse'"], "unknown party"),
    ('"LTU"]', '"LTUU"]', ["indicators.arrivals.counts.place", "'LTUU'", "'LTU'"], "unknown country in a selection"),
    ('mode = ["DEPLOY"]', 'mod = ["DEPLOY"]', ["indicators.arrivals.counts", "'mod'", "'mode'"], "unknown key in a selection"),
    ('words = ["Camp"]', 'words = "Camp"', ["indicators.arrivals.counts.words", "'Camp'", "list of words"], "a word outside a list would fit by its letters"),
    ('words = ["Camp"]', 'operation = ["zapad-2012"]', ["indicators.arrivals.counts.operation", "'zapad-2012'", "zapad-20"], "unknown operation"),
    ('mode = "CONSENT"', 'mode = "CONSNT"', ["indicators.consent.trend.for.mode", "'CONSNT'", "'CONSENT'"], "unknown mode in an inner selection"),
    ('against = { mode = ["REFUSE"] }', 'against = ["REFUSE"]', ["indicators.consent.trend.against", "table"], "an inner selection that is none"),
    ("trend = { for = {", "trend = { four = {", ["indicators.consent.trend", "'four'", "'for'"], "unknown key of a rule"),
    ('against = { mode = ["REFUSE"] }', 'mode = ["REFUSE"]', ["indicators.consent.trend", "'mode'"], "a selection where the rule reads none"),
    ('trend = { for = { mode = "CONSENT", actor = "host" }, ', "trend = { ", ["indicators.consent.trend", "'for'", "missing"], "a rule without what it needs"),
    ("trend = {", "tend = {", ["indicators.consent", "'tend'", "'trend'"], "unknown rule"),
    ("counts = { mode", "trend = { for = {} }\ncounts = { mode", ["indicators.arrivals", "exactly one rule, has 2"], "two rules"),
    ('half_life = "60 days"', "overdue = 5", ["indicators.arrivals", "exactly one rule"], "two rules, one of them nonsense"),
    ("trend = { for", "overdue = 5\n# trend = { for", ["indicators.consent.overdue", "table"], "a rule that is no table"),
    ("trend = { for", "# trend = { for", ["indicators.consent", "has 0", "counts, trend"], "no rule"),
    ("trend = { for", "strength = { factor = 1.0 }\n# ", ["indicators.consent.strength.factor", "1.0", "above 1"], "a factor that divides by nought"),
    ("trend = { for", "frequency = { days = 0 }\n# ", ["indicators.consent.frequency.days", "above 0"], "no days"),
    ("trend = { for", 'frequency = { days = "ninety" }\n# ', ["indicators.consent.frequency.days", "'ninety'"], "days in words"),
    ("trend = { for", "frequency = { days = 0.5 }\n# ", ["indicators.consent.frequency.days", "whole number"], "half a day"),
    ("trend = { for", 'composition = { elements = { fuel = "depot" } }\n# ', ["indicators.consent.composition.elements.fuel", "list of words"], "an element that is no list"),
    ("trend = { for", "composition = { elements = {} }\n# ", ["indicators.consent.composition.elements"], "no element"),
    ("trend = { for", "composition = { enough = 2 }\n# ", ["indicators.consent.composition", "'elements'", "missing"], "elements forgotten"),
    ("trend = { for", "absent = { days = 10 }\n# ", ["indicators.consent.absent", "missing"], "nothing is expected"),
    ('says = "Forces arrive"\n', "", ["indicators.arrivals", "'says'", "missing"], "an indicator that says nothing"),
    ('"60 days"', '"60 weeks"', ["indicators.arrivals.half_life", "'60 weeks'", "60 days"], "another unit"),
    ('"60 days"', '"-60 days"', ["indicators.arrivals.half_life", "'-60 days'"], "a negative time"),
    ('"60 days"', '"0 days"', ["indicators.arrivals.half_life", "'0 days'"], "no time"),
    ('"60 days"', '"4000 days"', ["indicators.arrivals.half_life", "3650"], "longer than ten years"),
    ('"60 days"', '"² days"', ["indicators.arrivals.half_life", "'² days'"], "a digit that is no number"),
    ('"60 days"', "true", ["indicators.arrivals.half_life", "True"], "no time at all"),
    ('group = "presence"', "group = 5", ["indicators.arrivals.group", "5"], "a group that is a number"),
    ("[indicators.arrivals]", "[indicators]\narrivals = 5\n[x]", ["'x'"], "a table nobody knows"),
    ("arrivals = 1.5", "arivals = 1.5", ["hypotheses.stay.likelihood", "'arivals'", "'arrivals'"], "unknown indicator"),
    ('consent = "The', 'consnt = "The', ["hypotheses.stay.why", "'consnt'", "'consent'"], "a reason for an unknown indicator"),
    ("arrivals = 1.5", "arrivals = 0", ["hypotheses.stay.likelihood.arrivals", "0", "above 0"], "a likelihood of nought"),
    ("arrivals = 1.5", "arrivals = -2", ["hypotheses.stay.likelihood.arrivals", "-2"], "a negative likelihood"),
    ("arrivals = 1.5", 'arrivals = "high"', ["hypotheses.stay.likelihood.arrivals", "'high'"], "a likelihood in words"),
    ("arrivals = 1.5", "arrivals = true", ["hypotheses.stay.likelihood.arrivals", "True"], "a likelihood that is true"),
    ("arrivals = 1.5", "arrivals = inf", ["hypotheses.stay.likelihood.arrivals", "inf"], "a likelihood without end"),
    ("arrivals = 1.5", "arrivals = nan", ["hypotheses.stay.likelihood.arrivals", "nan"], "a likelihood that is no number"),
    ("prior = 0.10", "prior = 1", ["hypotheses.stay.prior", "1", "below 1"], "a prior of one"),
    ("prior = 0.10", "prior = 0", ["hypotheses.stay.prior", "0", "above 0"], "a prior of nought"),
    ("prior = 0.10", "prior = nan", ["hypotheses.stay.prior", "nan"], "a prior that is no number"),
    ("prior = 0.10\n", "", ["hypotheses.stay", "'prior'", "missing"], "no prior"),
    ("clear = 0.25", "clear = 0.40", ["hypotheses.stay.warn", "clear must lie below watch"], "clear over watch"),
    ("warning = 0.60", "warning = 0.35", ["hypotheses.stay.warn", "watch below warning"], "watch and warning the same"),
    ("clear = 0.25", "clear = 0", ["hypotheses.stay.warn.clear", "above 0"], "a line at nought is never crossed"),
    (", clear = 0.25", "", ["hypotheses.stay.warn", "'clear'", "missing"], "a line is missing"),
    ("clear = 0.25", "clr = 0.25", ["hypotheses.stay.warn", "'clr'", "'clear'"], "unknown line"),
    ("warn = { watch = 0.35, warning = 0.60, clear = 0.25 }", "warn = 5", ["hypotheses.stay", "tables"], "lines that are no table"),
    ('reason = "One year in ten"', "raeson = 5", ["hypotheses.stay", "'raeson'", "'reason'"], "unknown key of a question"),
    ('says = "They stay"', "says = 5", ["hypotheses.stay.says", "5"], "a question that is a number"),
    ("[hypotheses", "[x.hypotheses", ["'x'"], "questions in the wrong place"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "named", "why"), BROKEN, ids=[case[3] for case in BROKEN])
def test_a_broken_watch_is_told_where_and_what(old: str, new: str, named: list[str], why: str):
    assert old in GOOD, "the case no longer breaks anything"
    with pytest.raises(Stop) as stop:
        read(GOOD.replace(old, new))
    assert [word for word in ["my.toml: ", *named] if word not in str(stop.value)] == [], str(stop.value)


def test_a_watch_that_asks_nothing_is_told_so():
    with pytest.raises(Stop, match=r"my\.toml: no \[hypotheses\.NAME\] table; a watch asks at least one question"):
        read(GOOD.partition("[hypotheses")[0])


def test_indicators_that_are_no_tables_are_told_so():
    with pytest.raises(Stop, match=r"indicators: must be tables: \[indicators\.NAME\]"):
        read('indicators = 5\nname = "x"\nforce = ["RUS"]\nhost = ["BLR"]')


FILES: list[tuple[bytes | None, list[str], str]] = [
    (None, ["vedette init"], "there is no file"),
    (b"name = '\xff\xfe'", ["not UTF-8 at byte 8"], "not UTF-8"),
    (b"", ["'name'", "missing"], "an empty file"),
]


@pytest.mark.parametrize(("content", "named", "why"), FILES, ids=[case[2] for case in FILES])
def test_a_file_that_cannot_be_read_is_named(content: bytes | None, named: list[str], why: str, tmp_path: Path):
    path = tmp_path / "my.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Stop) as stop:
        load(path, KEYS)
    assert [word for word in [str(path), *named] if word not in str(stop.value)] == []


ANYTHING: st.SearchStrategy[Any] = st.sampled_from(
    ["5", "-1", "true", '""', '"x"', "[]", "[5]", "{}", '["RUS"]', '{ mode = ["DEPLOY"] }', "2021-09-10", "nan"]
)
VALUES = [line.partition(" = ")[2] for line in GOOD.splitlines() if " = " in line]


@given(st.sampled_from(VALUES), ANYTHING)
def test_any_value_anywhere_is_read_or_told_as_wrong(old: str, new: str):
    """No traceback for a user: a watch, or a sentence that begins with the file."""
    try:
        read(GOOD.replace(old, new, 1))
    except Stop as stop:
        assert str(stop).startswith("my.toml: ")


def test_all_codes_that_a_watch_may_name_are_known():
    assert {"RUS", "BLR", "WAGNER", "NATO", "WEST", "BALTICS"} <= knowledge.codes()
