"""The brief shows what moved and why, opens every number, and shows hostile text as text.

`VEDETTE_GOLDEN=1 pytest tests/test_exports.py` writes the golden files anew.
"""

import os
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from math import exp, log
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vedette.assess import in_words
from vedette.exports import FORMATS, html, markdown
from vedette.exports.brief import Brief, compose
from vedette.exports.evidence import excerpt
from vedette.exports.sheet import change_in_words, sheet, spans, thinned
from vedette.vocabulary import (
    Assessment,
    Candidates,
    Certainty,
    Claim,
    Digest,
    Figure,
    Hypothesis,
    Indicator,
    Level,
    Lineage,
    Mode,
    Origin,
    Place,
    Polarity,
    Precision,
    Presence,
    Problem,
    Published,
    Quantity,
    Reality,
    Report,
    Role,
    Signal,
    State,
    Status,
    Term,
    Unit,
    Warning,
    Watch,
    When,
    at_midnight,
)
from vedette.wording import figure, visible, web_address

GOLDEN = Path(__file__).parent / "golden"
DAY = date(2022, 2, 21)
HOSTILE = (
    '<script>alert(1)</script> | [x](javascript:alert(2)) \u202eevil\u202c & "quoted" `tick` \x00 ![i](http://h/p.png)'
)


# Builders with valid defaults


def a_report(id: str, text: str, **fields: Any) -> Report:
    told = {"item": id, "page": id, "address": f"case/{id}", "taken_in": datetime(2022, 2, 21, tzinfo=UTC)}
    return Report(**{"id": id, "text": text, **told, **fields})


def a_digest(id: str, outlet: str, told: date, text: str, url: str | None = None) -> Report:
    return a_report(
        id,
        text,
        outlet=outlet,
        url=url,
        published=Published(at=at_midnight(told), precision=Precision.DAY),
        digest=Digest(cites=outlet),
    )


def a_claim(id: str, report: Report, quote: str, trigger: str, mode: Mode, **fields: Any) -> Claim:
    start = report.text.index(quote)
    at = report.text.index(trigger, start)
    told = {
        "evidence": (start, start + len(quote)),
        "trigger": (at, at + len(trigger)),
        "actor": ("RUS",),
        "place": Place(name="Belarus", country="BLR"),
        "outlet": report.outlet,
        "reported": report.published.day if report.published else None,
        "taken_in": report.taken_in,
    }
    return Claim(**{"id": id, "report": report.id, "quote": quote, "mode": mode, **told, **fields})


def an_assessment(h: Hypothesis, told: date, terms: Iterable[Term] = (), **fields: Any) -> Assessment:
    terms = tuple(terms)
    odds = log(h.prior / (1 - h.prior)) + sum(t.value for t in terms)
    p = round(min(0.99, max(0.01, 1 / (1 + exp(-odds)))), 6)
    rest = {"change": 0.0, "prior": h.prior, "missing": (), "evidence": ()}
    return Assessment(
        **{
            "id": f"a-{h.name}-{told}",
            "hypothesis": h.name,
            "day": told,
            "probability": p,
            "words": in_words(p),
            "terms": terms,
            **rest,
            **fields,
        }
    )


def a_term(indicator: str, strength: float, likelihood: float, reason: str) -> Term:
    value = round(strength * log(likelihood), 6)
    return Term(indicator=indicator, strength=strength, likelihood=likelihood, value=value, change=0.0, reason=reason)


def a_signal(indicator: str, strength: float, state: State, reason: str, *evidence: str, **fields: Any) -> Signal:
    return Signal(
        indicator=indicator, day=DAY, strength=strength, state=state, reason=reason, evidence=evidence, **fields
    )


def an_indicator(name: str, says: str) -> Indicator:
    return Indicator(name=name, says=says, rule="counts", reason="for the test")


STAY = Hypothesis(
    name="stay",
    says="Russian forces stay in Belarus for a year or longer",
    prior=0.2,
    likelihood={
        "arrivals": 1.3,
        "left-behind": 4.0,
        "overdue": 3.0,
        "consent": 2.5,
        "exit-promised": 0.8,
        "leaving": 0.3,
    },
    watch=0.35,
    warning=0.6,
    clear=0.25,
    reason="one such year in five is generous",
)
ATTACK = Hypothesis(
    name="attack",
    says="An attack on Ukraine from Belarus",
    prior=0.02,
    likelihood={"arrivals": 1.5, "overdue": 3.0, "exit-promised": 0.8},
    watch=0.15,
    warning=0.45,
    clear=0.08,
)
WATCH = Watch(
    name="Russian forces in Belarus",
    force=("RUS",),
    host=("BLR",),
    neighbours=("UKR", "POL"),
    version="1",
    indicators=(
        an_indicator("arrivals", "Russian forces arrive in Belarus"),
        an_indicator("left-behind", "Equipment or troops stay after an exercise's announced end"),
        an_indicator("overdue", "A force that was to leave was not reported leaving"),
        an_indicator("consent", "The host moves from refusing to allowing"),
        an_indicator("exit-promised", "Owner or host promises that the force will leave"),
        an_indicator("leaving", "Russian forces are reported leaving Belarus"),
    ),
    hypotheses=(STAY, ATTACK),
)

REPORTS = (
    a_digest(
        "r1",
        "Reuters",
        date(2022, 1, 18),
        "Troops arrive\n\nRussian forces and equipment began to arrive in Belarus on Monday, "
        "both defence ministries said. The exercise runs from Feb 10 to 20.",
    ),
    a_digest(
        "r2",
        "CNN",
        date(2022, 1, 31),
        "Figures at the UN\n\nNearly 5,000 Russian troops are already in Belarus, Linda "
        "Thomas-Greenfield told the council. Moscow means to have more than 30,000 there by early February, she added.",
        "https://edition.cnn.com/europe/live-news/russia-ukraine-putin-news-01-31-2022/",
    ),
    a_digest(
        "r3",
        "TASS",
        date(2022, 2, 16),
        "Minister on departure\n\nAll Russian forces will depart from Belarus when the drills "
        "are over, Vladimir Makei assured reporters.",
        "https://tass.com/defense/1404275",
    ),
    a_digest(
        "r4",
        "Reuters",
        date(2022, 2, 20),
        "Check extended\n\nRussia and Belarus are prolonging the check of their forces that "
        "was to have ended on Sunday, Viktor Khrenin said. No new end was named for the Russian troops, "
        "whom NATO puts at 30,000.",
    ),
    a_digest(
        "r5",
        "UAWire",
        date(2022, 2, 20),
        "Drills go on\n\nThe inspection of the joint forces in Belarus will be continued, "
        "Viktor Khrenin has announced.",
        "https://www.uawire.org/russia-and-belarus-to-continue-joint-exercises",
    ),
)
R1, R2, R3, R4, R5 = REPORTS
CLAIMS = (
    a_claim(
        "c1",
        R1,
        "Russian forces and equipment began to arrive in Belarus on Monday",
        "arrive",
        Mode.DEPLOY,
        source=("both defence ministries",),
        time=When(start=date(2022, 1, 17), end=date(2022, 1, 17)),
    ),
    a_claim(
        "c2",
        R2,
        "Nearly 5,000 Russian troops are already in Belarus",
        "are already in",
        Mode.STATION,
        source=("Linda Thomas-Greenfield",),
        quantity=Quantity(min=5000, max=5000, unit=Unit.TROOPS),
    ),
    a_claim(
        "c3",
        R2,
        "Moscow means to have more than 30,000 there",
        "have",
        Mode.BUILDUP,
        source=("Linda Thomas-Greenfield",),
        quantity=Quantity(min=30000, max=None, unit=Unit.TROOPS),
        reality=Reality.PLANNED,
        place=None,
        candidates=(Candidates(role=Role.PLACE, text="there", options=("Belarus", "the border"), reason="pronoun"),),
    ),
    a_claim(
        "c4",
        R3,
        "All Russian forces will depart from Belarus when the drills are over",
        "depart",
        Mode.WITHDRAW,
        source=("Vladimir Makei",),
        reality=Reality.PLANNED,
    ),
    a_claim(
        "c5",
        R4,
        "Russia and Belarus are prolonging the check of their forces",
        "prolonging",
        Mode.REMAIN,
        source=("Viktor Khrenin",),
    ),
    a_claim(
        "c6",
        R4,
        "the Russian troops, whom NATO puts at 30,000",
        "troops",
        Mode.STATION,
        source=("NATO",),
        quantity=Quantity(min=30000, max=30000, unit=Unit.TROOPS),
        certainty=Certainty.PROBABLE,
    ),
    a_claim(
        "c7",
        R5,
        "The inspection of the joint forces in Belarus will be continued",
        "continued",
        Mode.REMAIN,
        source=("Viktor Khrenin",),
        reality=Reality.PLANNED,
    ),
)
SIGNALS = (
    a_signal(
        "arrivals",
        0.41,
        State.PARTLY,
        "1 independent origin in 1 report, last on 2022-01-18",
        "c1",
        lineage=Lineage(reports=1, outlets=1, origins=1, unknown=0),
        trend=-0.02,
    ),
    a_signal(
        "left-behind",
        0.78,
        State.SEEN,
        "1 independent origin in 2 reports, last on 2022-02-20",
        "c5",
        "c7",
        lineage=Lineage(reports=2, outlets=2, origins=1, unknown=0),
        trend=0.78,
    ),
    a_signal("overdue", 0.9, State.SEEN, "allied-resolve-2022: reported staying on 2022-02-20", "c5", trend=0.9),
    a_signal("consent", 0.0, State.NO_COVERAGE, "no report in which it could have been seen"),
    a_signal(
        "exit-promised",
        0.5,
        State.SEEN,
        "1 independent origin in 1 report, last on 2022-02-16",
        "c4",
        lineage=Lineage(reports=1, outlets=1, origins=1, unknown=0),
    ),
    a_signal("leaving", 0.0, State.NOT_SEEN, "no such claim"),
)
PRESENCE = Presence(
    id="p-allied",
    force="RUS",
    host="BLR",
    place=None,
    operation="allied-resolve-2022",
    status=Status.REMAINING,
    since=When(start=date(2022, 1, 17), end=date(2022, 1, 17)),
    last_seen=date(2022, 2, 20),
    announced_end=date(2022, 2, 20),
    promised_by=("BLR",),
    lineage=Lineage(reports=4, outlets=3, origins=3, unknown=1),
    evidence=("c5", "c4"),
    reason="reported staying on 2022-02-20",
    figures=(
        Figure(
            quantity=Quantity(min=5000, max=5000, unit=Unit.TROOPS),
            claim="c2",
            voice="speaker greenfield",
            day=date(2022, 1, 31),
        ),
        Figure(
            quantity=Quantity(min=30000, max=30000, unit=Unit.TROOPS),
            claim="c6",
            voice="speaker nato",
            day=date(2022, 2, 20),
        ),
        Figure(
            quantity=Quantity(min=30000, max=None, unit=Unit.TROOPS),
            claim="c3",
            voice="speaker greenfield",
            day=date(2022, 1, 31),
            planned=True,
        ),
    ),
)


def _terms(left: float, overdue: float, promised: float) -> tuple[Term, ...]:
    told = {s.indicator: s.reason for s in SIGNALS}
    return (
        a_term("arrivals", 0.41, 1.3, told["arrivals"]),
        a_term("left-behind", left, 4.0, told["left-behind"]),
        Term(
            indicator="overdue",
            strength=overdue,
            likelihood=3.0,
            value=0.0,
            change=0.0,
            reason="counted with left-behind",
        ),
        a_term("consent", 0.0, 2.5, told["consent"]),
        a_term("exit-promised", promised, 0.8, told["exit-promised"]),
        a_term("leaving", 0.0, 0.3, told["leaving"]),
    )


def _history() -> tuple[Assessment, ...]:
    stay = [
        (date(2022, 1, 18), 0.0, 0.0),
        (date(2022, 1, 31), 0.6, 0.0),
        (date(2022, 2, 7), 0.0, 0.0),
        (date(2022, 2, 16), 0.2, 0.5),
    ]
    told = [an_assessment(STAY, day, _terms(left, 0.0, promised)) for day, left, promised in stay]
    told.append(an_assessment(STAY, DAY, _terms(0.78, 0.9, 0.5), missing=("consent",), evidence=("c5", "c7", "c1")))
    for day, overdue in ((date(2022, 2, 7), 0.0), (DAY, 0.9)):
        parts = (
            a_term("arrivals", 0.41, 1.5, "1 independent origin in 1 report"),
            a_term("overdue", overdue, 3.0, "stays"),
        )
        told.append(an_assessment(ATTACK, day, parts, evidence=("c1", "c5") if overdue else ()))
    return tuple(told)


def a_warning(id: str, **fields: Any) -> Warning:
    told: dict[str, Any] = {
        "subject": "stay",
        "kind": "hypothesis",
        "level": Level.WATCH,
        "raised": DAY,
        "headline": "Over the line",
        "reasons": ("left-behind +1.08: told by two",),
        "evidence": ("c5",),
    }
    return Warning(**{"id": id, **told, **fields})


WARNINGS = (
    a_warning(
        "w-old", raised=date(2022, 1, 31), cleared=date(2022, 2, 7), headline="An earlier crossing", evidence=("c2",)
    ),
    a_warning(
        "w-stay",
        headline="Russian forces stay in Belarus for a year or longer: unlikely (42%), over the watch line of 35%",
    ),
    a_warning(
        "w-late",
        subject="p-allied",
        kind="presence",
        level=Level.WARNING,
        headline="RUS in BLR, allied-resolve-2022: stays past its announced end (2022-02-20)",
        reasons=("reported staying on 2022-02-20",),
        evidence=("c5", "c4"),
    ),
)


def a_brief(**fields: Any) -> Brief:
    """A small story: arrivals, a promise to leave, and the day after it was not kept."""
    told: dict[str, Any] = {
        "watch": WATCH,
        "day": DAY,
        "assessments": _history(),
        "signals": SIGNALS,
        "presences": (PRESENCE,),
        "warnings": WARNINGS,
        "claims": CLAIMS,
        "reports": REPORTS,
        "since": date(2022, 2, 14),
        "origins": tuple(Origin(id=f"o-{r.id}", first=r.id, outlet=r.outlet, reports=(r.id,)) for r in REPORTS),
        "problems": tuple(
            Problem(stage="resolve", kind="place", subject=f"case/r{n}", message=f"“there” is open ({n})")
            for n in range(7)
        ),
    }
    return compose(**{**told, **fields})


class Reader(HTMLParser):
    """Reads of a page what the tests ask: ids, links, tags, attributes, text, and the links in each `data-number`."""

    VOID = {"meta", "link", "br", "circle", "path", "use", "hr", "img"}

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.numbers: list[
            tuple[list[str], list[str]]
        ] = []  # the links and the text inside each element that bears a number
        self._open: list[tuple[str, int | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= set(told)
        self.ids += [told["id"]] if "id" in told else []
        bears = None
        if "data-number" in told:
            bears = len(self.numbers)
            self.numbers.append(([], []))
        if tag not in self.VOID:
            self._open.append((tag, bears))
        if "href" in told and tag == "a":
            self.links.append(told["href"])
            for n in {n for _, n in [*self._open, (tag, bears)] if n is not None}:
                self.numbers[n][0].append(told["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self._open and self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1:]}"
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for n in {n for _, n in self._open if n is not None}:
            self.numbers[n][1].append(data)


def hostile(brief: Brief) -> Brief:
    """The same brief with every free text of it replaced by a hostile one."""
    kept = {
        "id",
        "name",
        "indicator",
        "hypothesis",
        "subject",
        "report",
        "claim",
        "evidence",
        "trigger",
        "host",
        "force",
        "words",
        "first",
        "reports",
        "version",
        "item",
        "page",
        "kind",
        "neighbours",
        "likelihood",
    }

    def spoilt(word: Any) -> Any:
        if isinstance(word, msgspec.Struct):
            fields = {name: getattr(word, name) for name in word.__struct_fields__}
            return type(word)(**{name: value if name in kept else spoilt(value) for name, value in fields.items()})
        if isinstance(word, tuple):
            return tuple(spoilt(part) for part in word)
        if isinstance(word, dict):
            return {key: spoilt(value) for key, value in word.items()}
        return HOSTILE if type(word) is str else word

    told = spoilt(brief)
    assert isinstance(told, Brief)
    return told


# The formats


def test_every_format_has_a_name_a_type_and_writes_text() -> None:
    assert {form.NAME for form in FORMATS} == {"html", "md"}
    for form in FORMATS:
        assert "/" in form.MIME_TYPE
        assert form.write(a_brief()).strip()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.NAME))
def test_the_story_reads_as_the_golden_file(form: Any) -> None:
    file = GOLDEN / f"brief.{form.NAME}"
    told = form.write(a_brief())
    if os.environ.get("VEDETTE_GOLDEN"):
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8"), "VEDETTE_GOLDEN=1 pytest tests/test_exports.py writes it anew"


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.NAME))
def test_the_order_in_which_a_store_gives_things_changes_nothing(form: Any) -> None:
    fields = {"assessments": _history(), "signals": SIGNALS, "warnings": WARNINGS, "claims": CLAIMS, "reports": REPORTS}
    assert form.write(a_brief(**{name: told[::-1] for name, told in fields.items()})) == form.write(a_brief())


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.NAME))
def test_a_brief_of_nothing_is_a_brief(form: Any) -> None:
    empty = {
        name: ()
        for name in ("assessments", "signals", "presences", "warnings", "claims", "reports", "origins", "problems")
    }
    assert "No question has been assessed yet" in form.write(a_brief(**empty))


# Every number opens


def test_every_number_of_the_page_leads_to_evidence_that_is_there() -> None:
    page = Reader(html.write(a_brief()))
    assert len(page.numbers) > 20
    for links, text in page.numbers:
        assert any(link.startswith("#") for link in links) or "no claim cited" in "".join(text), text
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@settings(max_examples=60, deadline=None)
@given(
    evidence=st.lists(st.sampled_from([f"c{n}" for n in range(1, 10)]), max_size=6),
    strength=st.floats(0, 1),
    since=st.none() | st.dates(date(2022, 1, 1), DAY),
    level=st.sampled_from(Level),
    status=st.sampled_from(Status),
)
def test_no_number_without_evidence(
    evidence: list[str], strength: float, since: date | None, level: Level, status: Status
) -> None:
    """Terms, warnings, presences, figures and readings lead to each of their claims, also to those not at hand."""
    cited = tuple(evidence)
    brief = msgspec.structs.replace(
        a_brief(),
        since=since,
        signals=tuple(msgspec.structs.replace(s, evidence=cited, strength=strength) for s in SIGNALS),
        warnings=(a_warning("w", level=level, evidence=cited),),
        presences=(msgspec.structs.replace(PRESENCE, evidence=cited, status=status),),
    )
    told = sheet(brief)
    number = {e.id: e.number for e in told.evidence}
    want = tuple(number[id] for id in dict.fromkeys(cited))
    refs = [line.refs for line in told.warnings] + [line.refs for line in (*told.ledger, *told.gone)]
    refs += [t.refs for q in told.questions for t in q.terms]
    refs += [r.refs for _, readings in told.board for r in readings]
    assert all(each == want for each in refs)
    assert all(s.refs for line in (*told.ledger, *told.gone) for r in line.ranges for s in r.sources)
    page = Reader(html.write(brief))
    assert {f"#e{n}" for n in number.values()} <= set(page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    text = markdown.write(brief)
    assert all(f"[^{n}]: " in text for n in number.values())


def test_the_evidence_shows_sentence_speaker_outlet_hedge_grade_and_id() -> None:
    e = next(e for e in sheet(a_brief()).evidence if e.id == "c6")
    assert (e.before + e.quote + e.after).endswith("troops, whom NATO puts at 30,000.")
    assert (e.outlet, e.digest, e.speakers, e.published, e.hedge) == (
        "Reuters",
        True,
        ("NATO",),
        "20 Feb 2022",
        "probable",
    )
    assert (e.reliability, e.credibility) == ("B", 3)
    page = Reader(html.write(a_brief())).text
    assert "Reuters (digest)" in page and "CNN (digest) › Linda Thomas-Greenfield" in page
    assert "unresolved place “there”: Belarus or the border" in page


def test_a_quote_that_is_not_in_its_report_stands_alone() -> None:
    claim = msgspec.structs.replace(CLAIMS[0], quote="words of another text")
    assert excerpt(claim, R1) == ("", "words of another text", "")
    assert excerpt(CLAIMS[0], None) == ("", CLAIMS[0].quote, "")


@pytest.mark.parametrize(
    ("text", "quote", "told"),
    [
        ("One. Two stays here. Three.", "stays", ("Two ", "stays", " here.")),
        ("Headline\n\nTroops stay, he said.\nNext", "Troops stay", ("", "Troops stay", ", he said.")),
        ("He said “They left.” Then it rained.", "They left", ("He said “", "They left", ".”")),
        ("Gen. Lee told J. Smith they stay. End.", "they stay", ("Gen. Lee told J. Smith ", "they stay", ".")),
        ("It ends here. More.", "It ends here.", ("", "It ends here.", "")),
        ("One here. “Two stay”, he said.", "Two stay", ("“", "Two stay", "”, he said.")),
        ("Drills of Feb. 10 go on. End.", "Drills of Feb", ("", "Drills of Feb", ". 10 go on.")),
        ("One here. Two stay. Three.", "Two stay", ("", "Two stay", ".")),
    ],
)
def test_a_quote_is_told_inside_its_sentence(text: str, quote: str, told: tuple[str, str, str]) -> None:
    report = a_report("r", text)
    assert excerpt(a_claim("c", report, quote, quote, Mode.REMAIN), report) == told


# Sums


@settings(max_examples=200, deadline=None)
@given(st.floats(0.001, 0.999), st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 10)), max_size=12))
def test_the_terms_as_shown_sum_to_the_log_odds_as_shown(prior: float, parts: list[tuple[float, float]]) -> None:
    h = msgspec.structs.replace(STAY, prior=prior)
    terms = [a_term(f"i{n}", strength, ratio, "") for n, (strength, ratio) in enumerate(parts)]
    brief = a_brief(watch=msgspec.structs.replace(WATCH, hypotheses=(h,)), assessments=(an_assessment(h, DAY, terms),))
    q = sheet(brief).questions[0]
    shown = [round(q.odds_before, 2), *(round(t.value, 2) for t in (*q.terms, *q.silent)), q.rounding]
    assert sum(shown) == pytest.approx(round(q.odds, 2), abs=1e-9)
    assert not q.held


def test_a_figure_that_met_a_limit_says_so() -> None:
    h = msgspec.structs.replace(STAY, prior=0.9)
    terms = [a_term("i1", 1.0, 10.0, ""), msgspec.structs.replace(a_term("limit", 1.0, 1.0, ""), value=-0.3)]
    brief = a_brief(watch=msgspec.structs.replace(WATCH, hypotheses=(h,)), assessments=(an_assessment(h, DAY, terms),))
    assert sheet(brief).questions[0].held


def test_all_terms_are_told_those_at_zero_apart() -> None:
    q = sheet(a_brief()).questions[0]
    assert {t.indicator for t in q.terms} == {"arrivals", "left-behind", "exit-promised"}
    assert {t.indicator: t.reason for t in q.silent}["overdue"] == "counted with left-behind"


# What changed, and why


def test_the_change_is_told_against_the_last_assessment_by_since() -> None:
    q = sheet(a_brief(since=date(2022, 2, 14))).questions[0]
    assert q.earlier and q.earlier.day == date(2022, 2, 7)
    assert [t.indicator for t in q.up] == ["left-behind"]
    assert [t.indicator for t in q.down] == ["exit-promised"]
    assert q.change == change_in_words(q.assessment, q.earlier)
    assert q.change.startswith("up ") and q.change.endswith("since 7 February 2022")


def test_changes_are_told_since_a_week_before_where_no_day_is_named() -> None:
    assert a_brief(since=None).since == date(2022, 2, 14)


def test_without_an_earlier_assessment_the_change_is_told_from_the_prior() -> None:
    q = sheet(a_brief(assessments=_history()[4:5])).questions[0]
    assert q.earlier is None
    assert q.change.endswith("from the prior of 20%")


def test_what_came_after_the_day_is_not_told() -> None:
    later = an_assessment(STAY, date(2022, 3, 1))
    told = sheet(
        a_brief(assessments=(*_history(), later), warnings=(*WARNINGS, a_warning("w", raised=date(2022, 3, 1))))
    )
    assert told.questions[0].assessment.day == DAY
    assert len(told.warnings) == len(WARNINGS)


def test_open_warnings_come_first_and_new_ones_are_marked() -> None:
    told = sheet(a_brief()).warnings
    assert [(w.warning.id, w.open, w.new) for w in told] == [
        ("w-late", True, True),
        ("w-stay", True, True),
        ("w-old", False, False),
    ]
    assert [w.about for w in told] == ["p1", "q1", "q1"]
    assert told[2].days == 7


@pytest.mark.parametrize(
    ("end", "late", "overdue", "due"),
    [
        (date(2022, 2, 20), 1, 1, 0),
        (DAY, 0, 0, 1),
        (date(2022, 2, 28), -7, 0, 1),
        (date(2022, 3, 1), -8, 0, 0),
    ],
)
def test_promises_are_past_due_or_ahead(end: date, late: int, overdue: int, due: int) -> None:
    told = sheet(a_brief(presences=(msgspec.structs.replace(PRESENCE, announced_end=end),)))
    assert (told.promises[0].late, len(told.overdue), len(told.due)) == (late, overdue, due)


@pytest.mark.parametrize("status", [Status.GONE, Status.LEAVING])
def test_a_force_reported_leaving_keeps_its_promise(status: Status) -> None:
    assert not sheet(a_brief(presences=(msgspec.structs.replace(PRESENCE, status=status),))).promises


def test_figures_are_ranges_with_present_and_planned_apart() -> None:
    ranges = sheet(a_brief()).ledger[0].ranges
    assert [(r.planned, r.told) for r in ranges] == [
        (False, "5,000 to 30,000 troops"),
        (True, "at least 30,000 troops"),
    ]
    assert [s.who for s in ranges[0].sources] == ["Reuters › NATO", "CNN › Linda Thomas-Greenfield"]


def test_lines_of_other_forces_are_told_elsewhere() -> None:
    other = msgspec.structs.replace(PRESENCE, id="p-usa", force="USA", host="POL")
    border = msgspec.structs.replace(PRESENCE, id="p-border", host=None, place="border of UKR")
    told = sheet(a_brief(presences=(other, PRESENCE, border)))
    assert [line.where for line in told.ledger] == ["Belarus", "border of Ukraine"]
    assert [line.force for line in told.elsewhere] == ["United States"]


def test_no_coverage_and_not_seen_are_never_the_same() -> None:
    board = {state: [r.name for r in readings] for state, readings in sheet(a_brief()).board}
    assert (board[State.NOT_SEEN], board[State.NO_COVERAGE]) == (["leaving"], ["consent"])
    assert [r.name for r in sheet(a_brief()).silent] == ["consent"]


def test_problems_are_counted_by_kind_with_five_examples() -> None:
    (trouble,) = sheet(a_brief()).problems
    assert (trouble.count, len(trouble.examples)) == (7, 5)
    assert "and 2 more" in Reader(html.write(a_brief())).text


def test_likelihood_and_confidence_never_stand_in_one_sentence() -> None:
    for text in (Reader(html.write(a_brief())).text, markdown.write(a_brief())):
        for sentence in re.split(r"(?<=[.;])\s|\n", text):
            if "onfidence rests on" in sentence:
                assert not re.search(r"likely|even chance|no chance|certain\b|\d%", sentence), sentence


@pytest.mark.parametrize(
    ("p", "told"), [(0.62, "62%"), (0.196, "19.6%"), (0.1996, "19.96%"), (0.2, "20%"), (0.449, "44.9%"), (0.99, "99%")]
)
def test_a_figure_never_leaves_the_bounds_of_its_word(p: float, told: str) -> None:
    assert figure(p) == told


def test_a_long_series_keeps_its_ends_turns_and_warnings() -> None:
    days = [date.fromordinal(DAY.toordinal() - n) for n in range(2000, -1, -1)]
    told = [an_assessment(STAY, d, [a_term("x", (n * 37 % 100) / 100, 4.0, "")]) for n, d in enumerate(days)]
    kept = thinned(told, [days[777]], 120)
    assert len(kept) <= 125
    assert {days[0], days[-1], days[777]} <= {a.day for a in kept}
    assert max(a.probability for a in kept) == max(a.probability for a in told)


def test_every_curve_has_a_table_of_the_same_points() -> None:
    page = html.write(a_brief())
    q = sheet(a_brief()).questions[0]
    drawn = html.curve(q, q.series, "c", {"w-stay": "w2", "w-old": "w3"})
    assert len(drawn.dots) == len(q.series) == drawn.path.count("L") + 1
    assert all(d.id in page for d in drawn.dots)
    assert [m.anchor for m in drawn.marks] == ["w3", "w2"]
    assert page.count("<figure") == page.count("The curve as a table")


def test_a_long_series_is_drawn_as_its_last_half_year_and_its_whole() -> None:
    days = [date.fromordinal(DAY.toordinal() - 7 * n) for n in range(60, -1, -1)]
    told = [an_assessment(STAY, d) for d in days]
    recent, whole = spans(told)
    assert (recent[0].day, recent[-1].day, len(whole)) == (days[-26], DAY, 61)
    assert spans(told[-30:]) == (told[-30:],)
    page = html.write(a_brief(assessments=told))
    assert page.count("<figure") == page.count("The curve as a table") == 2
    early = a_warning("w-early", raised=days[0])
    q = sheet(a_brief(assessments=told, warnings=(early,))).questions[0]
    assert [len(html.curve(q, part, "c", {"w-early": "w1"}).marks) for part in spans(told)] == [0, 1]


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (DAY, DAY, ["21 Feb"]),
        (date(2022, 1, 1), date(2022, 1, 31), ["1 Jan", "16 Jan", "31 Jan"]),
        (date(2021, 9, 10), DAY, ["Oct 2021", "Dec 2021", "Feb 2022"]),
        (date(2017, 3, 1), date(2023, 12, 31), ["2018", "2020", "2022"]),
    ],
)
def test_the_time_axis_has_at_most_four_labels(first: date, last: date, labels: list[str]) -> None:
    assert [label for _, label in html.ticks(first, last)] == labels


# Hostile text


def test_hostile_text_is_shown_as_text_on_the_page() -> None:
    plain, page = Reader(html.write(a_brief())), Reader(html.write(hostile(a_brief())))
    assert page.tags <= plain.tags and page.attributes <= plain.attributes
    assert "script" not in page.tags and not any(name.startswith("on") for name in page.attributes)
    assert "<script>alert(1)</script>" in page.text
    assert all(link.startswith(("#", "http://", "https://")) for link in page.links)


def test_hostile_text_is_shown_as_text_in_markdown() -> None:
    text = markdown.write(hostile(a_brief()))
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    told = Reader(page)
    assert not told.tags & {"script", "img"}
    assert not any(link.lower().startswith("javascript") for link in told.links)
    assert "<script>alert(1)</script>" in told.text
    heads = [line for line in MarkdownIt("commonmark").enable("table").parse(text) if line.type == "table_open"]
    plain = [
        t for t in MarkdownIt("commonmark").enable("table").parse(markdown.write(a_brief())) if t.type == "table_open"
    ]
    assert len(heads) == len(plain)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.NAME))
def test_controls_that_hide_or_turn_text_are_spelt_out(form: Any) -> None:
    told = form.write(hostile(a_brief()))
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069]", told)
    assert "U+202E" in told
    assert visible("a\u202eb\ud800\x07") == "a[U+202E]b[U+D800][U+0007]"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("javascript:alert(1)", "a program"),
        ("JAVASCRIPT:alert(1)", "a program in capitals"),
        ("java\nscript:alert(1)", "a program over two lines"),
        ("data:text/html,x", "a page inside the address"),
        ("//example.org/x", "no scheme"),
        ("http:///x", "no host"),
        ("https://bank.example@evil.example/", "a name before the host"),
        ("https://example.org\\@evil.example/", "read as another host by browsers"),
        ("https://example.org/\u202egpj", "turned round"),
        ("https://[::1", "no address at all"),
        ("case/r1", "a file"),
        ("", "nothing"),
    ],
)
def test_what_is_not_plainly_a_web_address_is_never_linked(told: str, why: str) -> None:
    assert web_address(told) is None, why


@pytest.mark.parametrize(
    ("told", "linked"),
    [
        ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&d=e#f"),
        ('http://example.org/"><script>', "http://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/a_(b)", "https://example.org/a_%28b%29"),
    ],
)
def test_a_web_address_is_linked_with_what_could_break_out_of_it_encoded(told: str, linked: str) -> None:
    assert web_address(told) == linked


# The page


def test_the_page_asks_nothing_of_any_other_host() -> None:
    page = html.write(a_brief())
    assert not re.search(r"\b(?:src|srcset|poster|action)=|@import|url\(|<script|<iframe|<object", page)
    assert [link for link in re.findall(r'<link[^>]*href="([^"]*)"', page) if link != "data:,"] == []


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(a: str, b: str) -> float:
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_all_colours_of_text_meet_wcag_aa_light_dark_and_printed() -> None:
    schemes = re.findall(r":root \{(.*?)\}", html.write(a_brief()), re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", scheme))
        for ground in ("paper", "card"):
            for text in ("ink", "dim", "accent", "warning", "watch"):
                assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground, scheme)
        assert _contrast(colours["ink"], colours["mark"]) >= 4.5


def test_a_state_is_told_in_words_and_shape_not_by_colour_alone() -> None:
    page = html.write(a_brief())
    for state in ("seen", "partly", "not seen", "no coverage"):
        assert f'#m-{state.replace(" ", "-")}"/></svg>{state}</span>' in page
    assert '#m-warning"/></svg>warning</span>' in page and '#m-watch"/></svg>watch</span>' in page


def test_a_denial_is_told_as_one() -> None:
    denied = msgspec.structs.replace(CLAIMS[4], polarity=Polarity.NO, certainty=Certainty.POSSIBLE)
    told = sheet(a_brief(claims=(*CLAIMS[:4], denied, *CLAIMS[5:])))
    assert next(e for e in told.evidence if e.id == "c5").hedge == "denied or did not happen, possible"
