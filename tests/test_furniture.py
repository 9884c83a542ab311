"""What is cut from a page beside the story, by which features, and what of the story must stay."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import furniture as bench
from vedette.clean import clean
from vedette.clean.furniture import find_headline, furniture
from vedette.vocabulary import Page, Report, content_id

PAGES = Path(bench.__file__).with_name("pages")
HEADLINE = "Russian troops arrive at Brest range for joint exercise"
STORY = (
    "Russian units began to arrive at the range near Brest on Monday, the defence ministry in Minsk said.",
    "The ministry said about 9,000 soldiers would come, and that they would stay until the end of the month.",
    "Analysts in Warsaw have counted eleven trains since Friday, each with thirty or more flatcars.",
    "Poland has sent two battalions to the border in answer, and Lithuania has closed a crossing.",
)


def cut(line: str, *, last: bool = False) -> dict[str, str]:
    """Gives what is cut of a story with a line inside it, or below it, with the reasons."""
    at = len(STORY) if last else 2
    text = "\n\n".join([HEADLINE, *STORY[:at], line, *STORY[at:]])
    return {text[slice(*piece.span)]: piece.reason for piece in furniture(text, None)}


def html(body: str) -> Report:
    page = (
        f"<html><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>{body}</article></body></html>"
    )
    raw = page.encode()
    now = datetime(2022, 2, 4, tzinfo=UTC)
    taken = Page(id=content_id("x", raw), address="x", taken_in=now, body=raw, content_type="text/html")
    return clean(taken).results[0]


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    "line",
    [
        "What happens next?",
        "A familiar pattern",
        "‘We will not leave’",
        "• 170 tanks and 200 other armoured vehicles",
        "“We do not know when they will go,” he said",
        "Read the order again and it becomes clear that no date was ever given.",
        "Watch the railway, the analysts say, and you will know before the ministry does.",
        "You can see the camp from the road.",
        "We asked the ministry for the number of trains, and it did not answer.",
        "The video was posted on a Telegram channel close to the army.",
        "Subscribers to the channel were told to expect more.",
        "Support our troops, read the banners outside the base.",
        "An earlier version of the agreement named no date.",
        "The report was corrected after the embassy complained.",
        "The agreement was amended on 12 June to allow for longer stays.",
        "Join us or leave us, the commander told them.",
        "Photos published by the ministry show tents.",
        "Updated figures are expected on Friday.",
        "Nobody came.",
    ],
)
def test_a_line_of_the_story_that_looks_like_furniture_stays(line: str) -> None:
    assert cut(line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "5 things to know about the tanks that Poland bought in spring",
        "Want to read more? Start your free trial",
        "Do you have a story for our news desk? Email us at desk@example.com or call 020 7946 0000.",
        "A T-72 tank at the range. (Belarusian Defence Ministry handout via Reuters)",
        "Tanks near Brest, February 2022. Credit: Maxar",
        "Members of parliament during the vote in Baghdad on Sunday. EFP",
        "Jane Doe covers eastern Europe for Example News. She tweets @janedoe",
        "This video is no longer available to play. Please enable JavaScript in your browser.",
        "31 min listen",
        "Please consider making a donation to keep our reporting free.",
        "The opinions expressed in this article are those of the author.",
        "(SOUNDBITE OF MUSIC)",
        "→ Read also: Poland closes crossing",
        "You have 3 free articles remaining this month.",
        "Text NEWS to 55501 or subscribe at the link below.",
    ],
)
def test_furniture_goes_also_where_no_single_mark_proves_it(line: str) -> None:
    assert list(cut(line)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The tank that got lost in Elblag – Example Herald",
        "Ask the newsroom",
        "Strawberry queen crowned",
        "Trending Now",
    ],
)
def test_titles_below_the_story_go(line: str) -> None:
    assert list(cut(line, last=True)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "This article was amended on 3 February 2022. It gave the wrong number of trains.",
        "Correction: the range is near Brest, not near Gomel as we first said.",
        "CORRECTION: A previous version of this story gave the wrong number of trains.",
        "Editor's note: An earlier version misidentified the commander.",
        "An earlier version of this report gave the number of trains as 12. This has been corrected.",
    ],
)
def test_a_correction_is_kept_as_one(line: str) -> None:
    for last in (True, False):
        (reason,) = cut(line, last=last).values()
        assert reason.startswith("correction"), last


def test_the_reason_names_the_features_that_decided() -> None:
    (reason,) = cut("Get local news delivered to your inbox!").values()
    assert reason.startswith("invitation: begins with 'Get local news")
    assert reason.endswith("speaks of the site, addresses the reader, tells the reader what to do, calls out")
    (reason,) = cut("A Russian soldier waves from a train (Jan Kowalski)").values()
    assert reason.startswith("caption or credit: a name in brackets at its end, no full stop at its end")


def test_a_line_that_says_whose_story_it_is_stays_for_origins() -> None:
    assert cut("This story first appeared in the Kyiv Post.", last=True) == {}
    assert cut("(Reuters)", last=True) == {}
    assert cut("By The Associated Press", last=True) == {}


def test_the_last_paragraph_with_an_agency_s_initials_is_the_story_s() -> None:
    assert cut("The last of the trains had left Manta in neighbouring Ecuador by July. EFE", last=True) == {}


def test_a_text_broken_at_a_width_is_read_by_its_paragraphs() -> None:
    import textwrap

    text = "\n\n".join(
        textwrap.fill(line, 72) for line in (HEADLINE, *STORY, "Sign up for our newsletter to get the week in brief.")
    )
    (piece,) = furniture(text, None)
    assert text[slice(*piece.span)].split() == [
        "Sign",
        "up",
        "for",
        "our",
        "newsletter",
        "to",
        "get",
        "the",
        "week",
        "in",
        "brief.",
    ]


def test_the_headline_is_the_line_that_speaks_of_the_story() -> None:
    text = "\n\n".join(["Skip to primary content", "World Politics from an Abstracted Angle", HEADLINE, *STORY])
    assert find_headline(text) == HEADLINE
    assert [text[slice(*p.span)] for p in furniture(text, None)] == text.split("\n\n")[:2]


# Web pages


def test_a_box_inside_the_story_goes_and_its_paragraphs_stay() -> None:
    box = '<div class="related-content"><p>Ten walks along a frozen river, and where to stop for soup</p></div>'
    read = html(paragraphs(*STORY[:2]) + box + paragraphs(*STORY[2:]))
    gone = [read.text[slice(*piece.span)] for piece in read.furniture]
    assert gone == [] or gone == ["Ten walks along a frozen river, and where to stop for soup"]
    assert all(line in read.text for line in STORY)
    assert "frozen river" not in read.text or gone


def test_a_standfirst_and_a_correction_that_an_extractor_drops_are_put_back() -> None:
    standfirst = "Eleven trains have been counted since Friday and more are on their way"
    note = "This article was amended on 3 February 2022 to correct the number of trains."
    read = html(
        f'<p class="standfirst">{standfirst}</p>{paragraphs(*STORY)}<div class="foot"><p><i>{note}</i></p></div>'
    )
    assert standfirst in read.text
    (reason,) = (p.reason for p in read.furniture if read.text[slice(*p.span)] == note)
    assert reason.startswith("correction")


def test_lines_that_only_breaks_part_are_all_kept() -> None:
    read = html(f"<div>{'<br><br>'.join(STORY)}</div>")
    assert all(line in read.text for line in STORY)


# The pages of the bench


def test_the_pages_and_their_gold_agree() -> None:
    told = bench.gold()
    assert len(told) == len({page["id"] for page in told}) == 120
    assert len({page["kind"] for page in told}) == 25
    for page in told:
        kind, _ = bench.part(page)
        body = (
            bench._words(PAGES.joinpath(f"{page['id']}.{kind}").read_text(encoding="utf-8")) if kind == "txt" else None
        )
        datetime.fromisoformat(page["published"])
        for line in (*page["story"], *page["furniture"], *page["corrections"]):
            assert line.strip()
            assert body is None or bench._words(line) in body, (page["id"], line)


@pytest.mark.parametrize("half", ["tuned", "held out"])
@pytest.mark.parametrize("kind", ["html", "txt"])
def test_furniture_is_cut_and_the_story_kept_on_the_pages(kind: str, half: str) -> None:
    found = [score for k, h, _, score in bench.scores(bench.ours, kind) if h == half]
    figures = bench.figures(found)
    assert figures["precision"] >= 0.97 and figures["recall"] >= 0.93, json.dumps(figures)
    assert figures["corrections kept"] == 1.0
