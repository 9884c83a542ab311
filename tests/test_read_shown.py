"""`vedette read` for people: the article with its claims marked, on a terminal, in a pipe and as a page."""

import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from build import claim, report
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from vedette import show
from vedette.exports import article_page
from vedette.exports.marks import FAMILY, marked, rows
from vedette.vocabulary import Candidates, Claim, Furniture, Mode, Report, Role
from vedette.wording import visible

TEXT = """Minsk denies that it sent troops

Minsk denied that it had sent 300 troops to Brest, the ministry said.

READ MORE: ten tanks to see
"""
PROMO = TEXT.index("READ")
MADE = report(
    text=TEXT, headline="Minsk denies that it sent troops",
    furniture=(Furniture(span=(PROMO, len(TEXT) - 1), reason="promo"),),
)  # fmt: skip


def at(words: str, mode: str, trigger: str, text: str = TEXT, **fields: Any) -> Claim:
    start = text.rindex(words)
    here = text.index(trigger, start)
    span = (start, start + len(words))
    return claim(mode, evidence=span, trigger=(here, here + len(trigger)), quote=words, **fields)


DENIED = at("Minsk denied that it had sent 300 troops to Brest", "DENY", "denied", actor="BLR", place=None)
SENT = at(
    "it had sent 300 troops to Brest", "DEPLOY", "sent", actor="BLR", other=("UKR",), place="Brest, BLR", quantity=300,
    hedge="no possible", source=("Example Courier", "the ministry"), time="2021-09-01",
    candidates=(Candidates(role=Role.TIME, text="lately", options=(), reason="no date"),),
)  # fmt: skip


def printed(
    made: Report, found: list[Claim], monkeypatch: pytest.MonkeyPatch, *, terminal: bool, width: int = 80
) -> str:
    out = io.StringIO()
    kind = {"color_system": "truecolor"} if terminal else {}
    screen = Console(file=out, force_terminal=terminal, width=width, highlight=False, **kind)  # type: ignore[arg-type]
    monkeypatch.setattr(show, "console", lambda **_: screen)
    show.read_through(made, found, ["origin: unknown"])
    return out.getvalue()


PLAIN = re.compile(r"\x1b\[[0-9;]*m")


# What all surfaces draw


def test_every_mode_has_a_family_and_every_family_a_style():
    assert set(FAMILY) == set(Mode)
    assert set(FAMILY.values()) == set(show.FAMILY_STYLE)


def test_claims_are_numbered_in_the_order_of_the_text_and_overlapping_ones_keep_lanes_of_their_own():
    first, second = marked([SENT, DENIED])
    assert (first.claim.mode, second.claim.mode) == (Mode.DENY, Mode.DEPLOY)
    assert first.lane != second.lane


@st.composite
def articles(draw: st.DrawFn) -> tuple[Report, list[Claim]]:
    text = draw(st.text(alphabet="ab \n<é🚀\u202e", min_size=1, max_size=60))
    made = []
    for n in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        here = draw(st.integers(start, end - 1))
        span = (here, draw(st.integers(here + 1, end)))
        made.append(claim("DEPLOY", id=f"c{n}", evidence=(start, end), trigger=span, quote=text[start:end]))
    cut = draw(st.integers(0, len(text)))
    furniture = (Furniture(span=(cut, len(text)), reason="promo"),) if cut < len(text) else ()
    return report(text=text, furniture=furniture), made


@given(articles())
def test_every_character_stands_in_one_piece_that_knows_its_claims(told: tuple[Report, list[Claim]]):
    made, claims = told
    found = marked(claims)
    shown = rows(made, found)
    lines = [line for line in made.text.split("\n") if line.strip()]
    assert ["".join(piece.text for piece in row.pieces) for row in shown] == lines
    offset, line_starts = 0, []
    for line in made.text.split("\n"):
        line_starts += [offset] if line.strip() else []
        offset += len(line) + 1
    for row, start in zip(shown, line_starts, strict=True):
        here = start
        for piece in row.pieces:
            for n in range(here, here + len(piece.text)):
                assert {m.number for m in piece.inside} == {
                    m.number for m in found if m.claim.evidence[0] <= n < m.claim.evidence[1]
                }
                assert {m.number for m in piece.triggers} == {
                    m.number for m in found if m.claim.trigger[0] <= n < m.claim.trigger[1]
                }
                assert piece.furniture == any(f.span[0] <= n < f.span[1] for f in made.furniture)
            here += len(piece.text)
        opened = [m.number for piece in row.pieces for m in piece.opens]
        assert sorted(opened) == sorted(m.number for piece in row.pieces for m in piece.closes)
    for one in found:
        for other in found:
            apart = one.claim.evidence[1] <= other.claim.evidence[0] or other.claim.evidence[1] <= one.claim.evidence[0]
            assert one is other or apart or one.lane != other.lane, "no line hides another"


# On a terminal and in a pipe


def test_a_pipe_gets_plain_marks_and_both_of_two_claims_that_overlap(monkeypatch: pytest.MonkeyPatch):
    told = printed(MADE, [DENIED, SENT], monkeypatch, terminal=False)
    assert "[1 Minsk *denied*1 that [2 it had *sent*2 300 troops to Brest 2] 1], the ministry said." in told
    assert "{READ MORE: ten tanks to see}" in told
    assert "\x1b" not in told


def test_a_terminal_gets_a_colour_a_family_and_dim_furniture(monkeypatch: pytest.MonkeyPatch):
    told = printed(MADE, [DENIED, SENT], monkeypatch, terminal=True)
    assert "\x1b[1;7;35mdenied" in told and "\x1b[1;7;36msent" in told, "judgement magenta, presence cyan"
    assert "\x1b[2mREAD MORE: ten tanks to see" in told
    assert "[1 Minsk denied1 that [2 it had sent2" in PLAIN.sub("", told)


@pytest.mark.parametrize("terminal", [True, False])
def test_each_claim_has_a_line_with_speakers_hedge_and_fields_within_80_columns(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
):
    told = PLAIN.sub("", printed(MADE, [DENIED, SENT], monkeypatch, terminal=terminal))
    table = told[told.index("2 claims") :]
    assert all(len(line) <= 80 for line in table.splitlines())
    row = " ".join(table[table.index("DEPLOY") :].split())
    for part in ("BLR →", "UKR", "Brest (BLR)", "300 troops", "1 Sep 2021", "Example Courier", "ministry", "possible"):
        assert part in row
    assert "time open" in row and "“lately”" in row
    assert "the report" in table, "what the report says itself is told to be its own"


def test_a_narrow_terminal_is_not_overrun(monkeypatch: pytest.MonkeyPatch):
    told = PLAIN.sub("", printed(MADE, [DENIED, SENT], monkeypatch, terminal=True, width=60))
    assert all(len(line) <= 60 for line in told.splitlines())


def test_a_text_cannot_move_the_terminal_or_pose_as_markup(monkeypatch: pytest.MonkeyPatch):
    text = "[bold]Troops[/bold] moved \x1b[2J\x1b]0;owned\x07 to \u202etserB\u202c on Monday."
    told = printed(report(text=text, headline=text), [], monkeypatch, terminal=False)
    assert "\x1b" not in told and "\x07" not in told and "\u202e" not in told
    assert "[bold]Troops[/bold]" in told


# As a page


class Seen(HTMLParser):
    """What a browser would find: tags, links, text, and which claims each stretch of text stands in."""

    VOID = {"meta", "br"}

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.stretches: list[tuple[str, list[str]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.links += [told[name] for name in ("href", "src", "action") if name in told]
        self.ids += [told["id"]] if "id" in told else []
        if tag not in self.VOID:
            self.open.append((tag, told.get("class") or tag))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, f"{tag} closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.stretches.append((data, [names for _, names in self.open]))

    def within(self, words: str) -> list[str]:
        return next(names for data, names in self.stretches if words in data and "words" in names)


def test_a_page_marks_both_of_two_claims_that_overlap():
    page = Seen(article_page.write(MADE, [DENIED, SENT], "Example Courier"))
    assert page.within("troops to Brest").count("claim presence") == 1
    assert page.within("troops to Brest").count("claim judgement") == 1
    assert "claim presence" not in page.within(" that ")
    assert "furniture" in page.within("READ MORE")
    assert page.open == []


def test_beside_the_words_stand_speakers_hedge_fields_and_what_is_open():
    page = Seen(article_page.write(MADE, [DENIED, SENT]))
    told = " ".join("".join(data for data, names in page.stretches if "notes" in names).split())
    for part in ("Example Courier › the ministry", "denied or did not happen, possible", "Belarus", "300 troops",
                 "1 Sep 2021", "unresolved time “lately”: no date", "says the report itself"):  # fmt: skip
        assert part in told
    assert {"c1", "c2", "t1", "t2"} <= set(page.ids) and {"#c1", "#t2"} <= set(page.links)
    assert len(page.ids) == len(set(page.ids))


HOSTILE = '</p><script>alert(1)</script><img src="http://h/x.png" onerror=x>&amp;{{ 7*7 }}\u202eevil\u202c\x00'


def test_hostile_text_is_text_everywhere():
    text = f"{HOSTILE} sent troops"
    made = report(text=text, headline=HOSTILE, outlet=HOSTILE, byline=HOSTILE, url="javascript:alert(1)")
    found = at("sent troops", "DEPLOY", "sent", text, source=(HOSTILE,), place=f"{HOSTILE}, -",
               candidates=(Candidates(role=Role.PLACE, text=HOSTILE, options=(HOSTILE,), reason=HOSTILE),))  # fmt: skip
    page = article_page.write(made, [found], HOSTILE, [HOSTILE])
    seen = Seen(page)
    assert not {"script", "img", "iframe", "link", "form"} & set(seen.tags)
    assert [link for link in seen.links if not link.startswith("#")] == []
    assert "\u202e" not in page and "[U+202E]" in page and "{{ 7*7 }}" in page and "\x00" not in page


def test_a_page_asks_nothing_of_any_host():
    page = article_page.write(MADE, [DENIED, SENT])
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.search(r"url\(|@import|\bsrc=", page)
    assert "prefers-color-scheme: dark" in page


def test_an_article_without_claims_is_a_page_too():
    page = Seen(article_page.write(MADE, []))
    assert any("0 claims" in data for data, _ in page.stretches)


@settings(max_examples=25)
@given(articles())
def test_any_article_is_a_whole_page_that_reads_as_its_text(told: tuple[Report, list[Claim]]):
    made, claims = told
    page = Seen(article_page.write(made, claims))
    assert page.open == []
    words = "".join(data for data, names in page.stretches if "words" in names and "sup" not in names)
    assert words == "".join(visible(line) for line in made.text.split("\n") if line.strip())
