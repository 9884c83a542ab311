"""Resolve: an expression of time, a figure, a name → days, bounds, a place, a code; what is open stays open."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import report
from vedette.reader import read
from vedette.resolve import resolve
from vedette.resolve.actors import actor
from vedette.resolve.context import Context
from vedette.resolve.dates import when
from vedette.resolve.places import place
from vedette.resolve.quantities import quantity
from vedette.resolve.whereabouts import Spot, country
from vedette.vocabulary import Claim, Mode, Precision, Published, Unit, at_midnight

FRIDAY = Published(at=at_midnight(date(2022, 2, 18)), precision=Precision.DAY)

# All told on Friday 18 February 2022. A bound that is open is empty; None is not settled.
DATES: list[tuple[str, str | None, str]] = [
    ("2022-02-10", "2022-02-10/2022-02-10", "as written"),
    ("on 10 February", "2022-02-10/2022-02-10", "the year by the publication date"),
    ("on February 10", "2022-02-10/2022-02-10", "month first"),
    ("on the 10th of February", "2022-02-10/2022-02-10", "an ordinal"),
    ("on Feb. 10", "2022-02-10/2022-02-10", "a month cut short"),
    ("on 10 February 2019", "2019-02-10/2019-02-10", "its own year"),
    ("February 10, 2019", "2019-02-10/2019-02-10", "month first with its year"),
    ("on Thursday, 10 February", "2022-02-10/2022-02-10", "weekday and day"),
    ("on 24 December", "2021-12-24/2021-12-24", "the last such day"),
    ("from 10 to 20 February", "2022-02-10/2022-02-20", "a stretch of days"),
    ("February 10-20", "2022-02-10/2022-02-20", "a stretch with a hyphen"),
    ("5-6 April 2016", "2016-04-05/2016-04-06", "day first with a hyphen"),
    ("October 25-26, 2016", "2016-10-25/2016-10-26", "month first with a hyphen and a year"),
    ("from September 14-20, 2017", "2017-09-14/2017-09-20", "from before a stretch is no since"),
    ("from 28 January to 3 February", "2022-01-28/2022-02-03", "over the end of a month"),
    ("between April and June 2021", "2021-04-01/2021-06-30", "months that share a year"),
    ("from late January until March 7", "2022-01-21/2022-03-07", "a third of a month to a day"),
    ("in January", "2022-01-01/2022-01-31", "a month is its full span"),
    ("in January 2020", "2020-01-01/2020-01-31", "a month of a year"),
    ("last November", "2021-11-01/2021-11-30", "the last of that month"),
    ("in November", "2021-11-01/2021-11-30", "a month far ahead is that of the year before"),
    ("in 2016", "2016-01-01/2016-12-31", "a year is its full span"),
    ("last year", "2021-01-01/2021-12-31", "the year before publication"),
    ("next year", "2023-01-01/2023-12-31", "the year after publication"),
    ("this month", "2022-02-01/2022-02-28", "the month of publication"),
    ("earlier this month", "2022-02-01/2022-02-28", "the month bounds it"),
    ("last month", "2022-01-01/2022-01-31", "the month before"),
    ("next month", "2022-03-01/2022-03-31", "the month after"),
    ("early February", "2022-02-01/2022-02-10", "the first third"),
    ("mid-January", "2022-01-11/2022-01-20", "the second third"),
    ("late January", "2022-01-21/2022-01-31", "the last third"),
    ("in the second week of January", "2022-01-10/2022-01-16", "weeks begin on Monday"),
    ("in the summer of 2017", "2017-06-01/2017-08-31", "a season of a year"),
    ("last summer", "2021-06-01/2021-08-31", "a season that is over"),
    ("in the autumn", None, "a season without its year"),
    ("on Tuesday", "2022-02-15/2022-02-15", "the Tuesday before"),
    ("on Friday", "2022-02-18/2022-02-18", "the day of publication is on or before itself"),
    ("last Friday", "2022-02-11/2022-02-11", "last is never the day of publication"),
    ("late on Tuesday", "2022-02-15/2022-02-15", "an hour changes no day"),
    ("on Tuesday evening", "2022-02-15/2022-02-15", "an hour behind changes no day"),
    ("in the small hours of Wednesday", "2022-02-16/2022-02-16", "that day"),
    ("in the night to Tuesday", "2022-02-14/2022-02-15", "a night lies on two days"),
    ("today", "2022-02-18/2022-02-18", "the day of publication"),
    ("this morning", "2022-02-18/2022-02-18", "the day of publication"),
    ("yesterday", "2022-02-17/2022-02-17", "the day before"),
    ("tomorrow", "2022-02-19/2022-02-19", "the day after"),
    ("overnight", "2022-02-17/2022-02-18", "overnight is two days"),
    ("last week", "2022-02-07/2022-02-13", "Monday to Sunday"),
    ("this week", "2022-02-14/2022-02-20", "the week of publication"),
    ("next week", "2022-02-21/2022-02-27", "the week after"),
    ("at the weekend", "2022-02-12/2022-02-13", "the weekend before"),
    ("this weekend", "2022-02-19/2022-02-20", "the one that comes"),
    ("three days ago", "2022-02-15/2022-02-15", "counted back"),
    ("a week ago", "2022-02-11/2022-02-11", "seven days"),
    ("two months ago", "2021-12-01/2021-12-31", "a month ago is a month"),
    ("since Monday", "2022-02-14/", "since leaves the end open"),
    ("since March 2014", "2014-03-01/", "from the month's first day"),
    ("since the end of January", "2022-01-31/", "from its last day"),
    ("since 2014", "2014-01-01/", "from the year's first day"),
    ("by 1 February", "/2022-02-01", "by leaves the start open"),
    ("until September 2021", "/2021-09-30", "until a month ends with it"),
    ("until the end of January", "/2022-01-31", "its last day"),
    ("by the end of the year", "/2022-12-31", "the year of publication"),
    ("before 2018", "/2017-12-31", "before a year is the day before it"),
    ("before the month is out", "/2022-02-28", "to its last day"),
    ("beyond 2020", "2020-12-31/", "from its last day on"),
    ("after 31 January", "2022-01-31/", "after a day"),
    ("until Thursday", "/2022-02-24", "what lasts until a weekday lasts to the next"),
    ("on 31 February", None, "no such day"),
    ("the day before", None, "counts from another event"),
    ("two weeks earlier", None, "counts from another event"),
    ("for three weeks", None, "a length is no date"),
    ("soon", None, "no date at all"),
]


def span(text: str, published: Published | None, **given: Any) -> str | None:
    found, _ = when(text, published, **given)
    return f"{found.start or ''}/{found.end or ''}" if found else None


@pytest.mark.parametrize(("text", "expected", "why"), DATES)
def test_dates(text: str, expected: str | None, why: str) -> None:
    assert span(text, FRIDAY) == expected, why


AHEAD = [
    ("on Tuesday", "2022-02-22/2022-02-22", "the next one"),
    ("by Sunday", "/2022-02-20", "the next one"),
    ("at the weekend", "2022-02-19/2022-02-20", "the one that comes"),
    ("in January", "2023-01-01/2023-01-31", "a month that is over is next year's"),
    ("in March", "2022-03-01/2022-03-31", "the month to come"),
    ("within ten days", "2022-02-18/2022-02-28", "counted from publication"),
    ("last Tuesday", "2022-02-15/2022-02-15", "last stays last"),
]


@pytest.mark.parametrize(("text", "expected", "why"), AHEAD)
def test_dates_of_what_is_to_come(text: str, expected: str, why: str) -> None:
    assert span(text, FRIDAY, ahead=True) == expected, why


@pytest.mark.parametrize("text", ["on Tuesday", "yesterday", "overnight", "last week", "in March", "two weeks ago"])
def test_relative_dates_stay_open_without_a_publication_date(text: str) -> None:
    found, reason = when(text, None)
    assert found is None
    assert "publication date is unknown" in reason or "unknown publication date" in reason


@pytest.mark.parametrize("text", ["on Tuesday", "yesterday", "last week"])
def test_a_month_of_publication_settles_no_day(text: str) -> None:
    assert when(text, Published(at=at_midnight(date(2022, 2, 1)), precision=Precision.MONTH))[0] is None


def test_the_day_before_goes_back_to_the_day_told_before() -> None:
    assert span("the day before", FRIDAY, anchor=date(2022, 2, 15)) == "2022-02-14/2022-02-14"
    assert span("the same day", FRIDAY, anchor=date(2022, 2, 15)) == "2022-02-15/2022-02-15"


@given(st.text(max_size=40))
def test_any_text_has_days_or_a_reason(text: str) -> None:
    found, reason = when(text, FRIDAY)
    assert reason
    assert found is None or not (found.start and found.end) or found.start <= found.end


NUMBERS: list[tuple[str, tuple[int | None, int | None, str] | None, str]] = [
    ("3,000 soldiers", (3000, 3000, "troops"), "a plain figure"),
    ("3 000 soldiers", (3000, 3000, "troops"), "grouped by a space"),
    ("3.000 soldiers", (3000, 3000, "troops"), "grouped by a point"),
    ("1.5 million troops", (1500000, 1500000, "troops"), "a decimal with its scale"),
    ("thirty-five thousand men", (35000, 35000, "troops"), "in words"),
    ("two hundred and five soldiers", (205, 205, "troops"), "hundreds and units"),
    ("a hundred men", (100, 100, "troops"), "a is one beside a scale"),
    ("half a million soldiers", (500000, 500000, "troops"), "half of it"),
    ("half a dozen missile boats", (6, 6, "ships"), "half of twelve"),
    ("one and a half thousand men", (1500, 1500, "troops"), "and a half"),
    ("over 100,000 soldiers", (100000, None, "troops"), "a lower bound"),
    ("more than 30 tanks", (30, None, "tanks"), "a lower bound"),
    ("at least twelve jets", (12, None, "aircraft"), "a lower bound in words"),
    ("no fewer than 12 jets", (12, None, "aircraft"), "no fewer than is not fewer than"),
    ("4,000 men or more", (4000, None, "troops"), "a bound behind the figure"),
    ("up to 30 tanks", (None, 30, "tanks"), "an upper bound"),
    ("fewer than 500 men", (None, 500, "troops"), "an upper bound"),
    ("no more than 250 soldiers", (None, 250, "troops"), "no more than is not more than"),
    ("as many as 100,000 soldiers", (None, 100000, "troops"), "an upper bound"),
    ("about 30,000 troops", (30000, 30000, "troops"), "about is the figure itself"),
    ("nearly 500 men", (500, 500, "troops"), "nearly is the figure itself"),
    ("some 40 vehicles", (40, 40, "vehicles"), "some is the figure itself"),
    ("another 400 men", (400, 400, "troops"), "those besides are counted alone"),
    ("hundreds of troops", (200, None, "troops"), "two hundred at least"),
    ("a few hundred men", (200, None, "troops"), "two hundred at least"),
    ("dozens of ships", (24, None, "ships"), "two dozen at least"),
    ("several dozen tanks", (24, None, "tanks"), "two dozen at least"),
    ("some two dozen aircraft", (24, 24, "aircraft"), "two dozen is a figure"),
    ("scores of vehicles", (40, None, "vehicles"), "two score at least"),
    ("thousands of soldiers", (2000, None, "troops"), "two thousand at least"),
    ("several thousand soldiers", (2000, None, "troops"), "two thousand at least"),
    ("tens of thousands of troops", (20000, None, "troops"), "twenty thousand at least"),
    ("hundreds of thousands of troops", (200000, None, "troops"), "two hundred thousand at least"),
    ("2,000 to 3,000 soldiers", (2000, 3000, "troops"), "a range"),
    ("two to three thousand men", (2000, 3000, "troops"), "a range that shares its scale"),
    ("2,000-3,000 soldiers", (2000, 3000, "troops"), "a range with a hyphen"),
    ("between 20 and 30 soldiers", (20, 30, "troops"), "between"),
    ("between 20 and 30 Russians", (20, 30, "troops"), "people of a country are men"),
    ("thirty Americans", (30, 30, "troops"), "people of a country are men"),
    ("four Polish MiG-29 fighters", (4, 4, "aircraft"), "a model's number counts nothing"),
    ("two Su-35s", (2, 2, "aircraft"), "a model is what is counted"),
    ("six Apache helicopters", (6, 6, "helicopters"), "helicopters are no aircraft"),
    ("31 Russian troop trains", (31, 31, "other"), "the last noun is what is counted"),
    ("a first party of 350 marines", (350, 350, "troops"), "the noun behind the figure"),
    ("two Patriot batteries", (2, 2, "systems"), "batteries are systems"),
    ("three S-400 systems", (3, 3, "systems"), "a model before its noun"),
    ("nine howitzers", (9, 9, "systems"), "guns are systems"),
    ("a battalion", (1, 1, "battalions"), "one by its article"),
    ("another brigade", (1, 1, "brigades"), "one more"),
    ("a second battalion", (1, 1, "battalions"), "an ordinal is no figure"),
    ("two battalions", (2, 2, "battalions"), "counted"),
    ("a pair of bombers", (2, 2, "aircraft"), "a pair is two"),
    ("three warships", (3, 3, "ships"), "ships"),
    ("12 ballistic missiles", (12, 12, "missiles"), "missiles"),
    ("five drills", (5, 5, "drills"), "drills"),
    ("nine camps", (9, 9, "other"), "camps are other"),
    ("twenty armoured personnel carriers", (20, 20, "vehicles"), "a name of three words"),
    ("a frigate", None, "an article counts no ship"),
    ("a soldier", None, "an article counts no man"),
    ("3rd Battalion of Marines", None, "a name's number counts nothing"),
    ("four thousand", None, "nothing is counted"),
    ("soldiers", None, "no figure"),
    ("30 loaves", None, "what is counted is not known"),
    ("", None, "nothing at all"),
]


@pytest.mark.parametrize(("text", "expected", "why"), NUMBERS)
def test_numbers(text: str, expected: tuple[int | None, int | None, str] | None, why: str) -> None:
    found, _ = quantity(text)
    assert (found and (found.min, found.max, found.unit.value)) == expected, why


def test_a_bare_figure_counts_what_was_counted_before() -> None:
    found, _ = quantity("four thousand", Unit.TROOPS)
    assert found and (found.min, found.unit) == (4000, Unit.TROOPS)


@given(st.text(max_size=40))
def test_any_text_has_bounds_in_order_or_a_reason(text: str) -> None:
    found, reason = quantity(text)
    assert reason
    assert found is None or found.min is None or found.max is None or found.min <= found.max


ACTORS: list[tuple[str, str | None, str | None, str]] = [
    ("Russia", None, "RUS", "a state"),
    ("BRITAIN", None, "GBR", "in capitals"),
    ("Russian", None, "RUS", "a demonym"),
    ("Americans", None, "USA", "its plural"),
    ("Serbs", None, "SRB", "a people"),
    ("Burmese", None, "MMR", "an older name's demonym"),
    ("Minsk", None, "BLR", "a capital speaks for its state"),
    ("Tbilisi", None, "GEO", "a capital"),
    ("Kremlin", None, "RUS", "a seat"),
    ("White House", None, "USA", "a seat"),
    ("Downing Street", None, "GBR", "a seat"),
    ("Pentagon", None, "USA", "a ministry"),
    ("Bundeswehr", None, "DEU", "an army"),
    ("NATO", "2020-01-01", "NATO", "an alliance"),
    ("KFOR", "2010-01-01", "NATO", "KFOR counts as NATO"),
    ("European Union", "2015-01-01", "EU", "an organisation"),
    ("CSTO", "2015-01-01", "CSTO", "an organisation"),
    ("Hezbollah", "2020-01-01", "HEZBOLLAH", "an armed group"),
    ("M23", "2023-01-01", "M23", "an armed group with a figure in its name"),
    ("Taliban", "2015-01-01", "TALIBAN", "an armed group"),
    ("Wagner", "2023-01-01", "WAGNER", "a company of soldiers"),
    ("Alexander Lukashenko", "2021-01-01", "BLR", "a leader counts as his country"),
    ("Lukashenko", "2021-01-01", "BLR", "by his surname"),
    ("Angela Merkel", "2016-01-01", "DEU", "in office on that day"),
    ("Angela Merkel", "2023-01-01", None, "in no office on that day"),
    ("the Kremlin", None, None, "an article is no part of a name"),
    ("African", None, None, "no state"),
    ("Korea", None, None, "two states could be meant"),
    ("ambassador", None, None, "'assad' within it is no name"),
    ("", None, None, "nothing at all"),
]


@pytest.mark.parametrize(("name", "day", "expected", "why"), ACTORS)
def test_actors(name: str, day: str | None, expected: str | None, why: str) -> None:
    answer = actor(name, date.fromisoformat(day) if day else None)
    assert answer.code == expected, why
    assert answer.reason


def test_somebody_out_of_office_keeps_the_candidate() -> None:
    assert actor("Angela Merkel", date(2023, 1, 1)).options == ("DEU",)


PLACES: list[tuple[str, str, str | None, str]] = [
    ("Belarus", "", "BLR", "a country"),
    ("northern Syria", "", "SYR", "a side of a country"),
    ("the west of Japan", "", "JPN", "a side with its article"),
    ("Solomon Islands", "", "SLB", "a noun that is part of the name stays"),
    ("Ukraine's border", "", "UKR", "a border is the country's whose it is"),
    ("the Afghan frontier", "", "AFG", "by the demonym"),
    ("Malian airspace", "", "MLI", "by the demonym"),
    ("Crimea", "", "UKR", "disputed"),
    ("Donetsk", "", "UKR", "disputed"),
    ("Transnistria", "", "MDA", "disputed"),
    ("Karabakh", "", "AZE", "disputed"),
    ("Abkhazia", "", "GEO", "disputed"),
    ("Kosovo", "", "XKX", "disputed"),
    ("Paracels", "", "CHN", "disputed"),
    ("Senkaku", "", "JPN", "disputed"),
    ("Kashmir", "", None, "disputed between several"),
    ("the Black Sea", "", None, "a sea lies in no country"),
    ("the Taiwan Strait", "", None, "a strait lies in no country"),
    ("the Gulf of Aden", "", None, "a gulf with a town's name in it"),
    ("Suwalki Gap", "", None, "in several countries"),
    ("the Baltic states", "", None, "several countries"),
    ("Iraq and Syria", "", None, "places in two countries"),
    ("Ramstein", "", "DEU", "a base"),
    ("Diego Garcia", "", "IOT", "a base on an island"),
    ("Machulishchy", "", "BLR", "an airfield"),
    ("Kaliningrad", "", "RUS", "a region"),
    ("Tripoli", "", "LBY", "the far larger namesake"),
    ("Tripoli", "LBN", "LBN", "the one whose country the report names"),
    ("Brest", "BLR", "BLR", "the one whose country the report names"),
    ("Georgia", "", "GEO", "the country, where nothing says the American state"),
    ("Chad", "", "TCD", "the country"),
    ("Tal Qasr al-Nowhere", "", None, "in no gazetteer"),
    ("", "", None, "nothing at all"),
]


@pytest.mark.parametrize(("name", "named", "expected", "why"), PLACES)
def test_places(name: str, named: str, expected: str | None, why: str) -> None:
    assert place(name, frozenset(named.split())).place.country == expected, why


@pytest.mark.parametrize("name", ["Brest", "Cambridge", "Valencia"])
def test_two_candidates_stay_unresolved_with_both_kept(name: str) -> None:
    answer = place(name, frozenset())
    assert answer.place.country is None
    assert len(answer.options) > 1


OPEN_PLACES = [
    ("Soldiers landed in Moldova on Monday. More of them will come to the country.", "the country", (), None, "MDA"),
    ("It will stay in the region.", "the region", (), None, None),
    ("Russian troops entered Georgia and camped near Variani, a village.", "Variani", ("RUS",), "GEO", "GEO"),
    ("Egypt massed tanks along the frontier with Libya. It has kept them at the border.", "the border", ("EGY",), "EGY", "EGY"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "actors", "story", "expected"), OPEN_PLACES)
def test_a_place_whose_name_does_not_tell_the_country_lies_where_the_clues_say(
    text: str, name: str, actors: tuple[str, ...], story: str | None, expected: str | None
) -> None:
    at = text.rindex(name)
    spot = Spot(name, (at, at + len(name)), "move", actors, (), (), (), story)
    assert country(spot, Context(report(text=text, told="2022-02-18"))) == expected


def test_a_small_town_is_not_taken_for_a_namesake_in_a_country_that_the_report_does_not_name() -> None:
    answer = place("Palma", frozenset({"MOZ"}))
    assert (answer.known, answer.place.country) == (False, None)
    assert {site.country for site in answer.listed} >= {"ESP"}


def test_a_border_is_the_side_of_those_whose_forces_stand_there() -> None:
    assert place("the border with Ukraine", frozenset(), ("BLR",)).place.country == "BLR"
    assert place("the border with Ukraine", frozenset(), ("GBR",)).place.country == "UKR"
    assert place("the border with Ukraine", frozenset()).place.country == "UKR"


def told(text: str, mode: str, published: str | None = "2022-02-18") -> Claim:
    """The first claim of a mode in a text, read and resolved."""
    source = report(text=text, told=published)
    return next(c for c in resolve(read(source).results, source).results if c.mode is Mode(mode))


GOING_BACK = [
    ("Poland has asked for help. Its troops were deployed near Suwalki on Monday.", "DEPLOY", "POL", "its troops"),
    ("NATO met in Brussels. The alliance will send 4,000 troops to Latvia.", "DEPLOY", "NATO", "the alliance"),
    ("Russian soldiers came to Mali in May. They withdrew from Mali on Monday.", "WITHDRAW", "RUS", "they"),
    ("Niger's army chief spoke. The M23 took a town. The rebels attacked Goma on Monday.", "ATTACK", "M23", "the rebels"),
    ("The Norwegian defence minister, Ola Testmann, spoke. Testmann refused to host US bombers.", "REFUSE", "NOR",
     "whose office the report has told"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mode", "expected", "why"), GOING_BACK)
def test_words_that_go_back_to_somebody(text: str, mode: str, expected: str, why: str) -> None:
    assert told(text, mode).actor == (expected,), why


def test_an_unknown_publication_date_leaves_a_candidate_with_its_reason() -> None:
    found = told("Russia sent 2,000 troops to Belarus on Monday.", "DEPLOY", None)
    assert found.time is None
    assert [c.reason for c in found.candidates] == ["relative to an unknown publication date"]


def test_forces_that_leave_without_a_place_leave_where_the_story_is() -> None:
    found = told("Russia sent 2,000 troops to Belarus. The Russian troops will withdraw by Friday.", "WITHDRAW")
    assert found.place and found.place.country == "BLR"


def test_resolving_twice_gives_the_same() -> None:
    source = report(text="Russia sent 2,000 troops to Belarus on Monday. They are to stay until March.")
    claims = read(source).results
    assert resolve(claims, source) == resolve(claims, source)


UNDERGONE = [
    pytest.param(
        "Ukraine came under attack from Russia and from Belarus on Thursday.", "ATTACK", "RUS BLR", "UKR",
        "under attack from", marks=pytest.mark.xfail(reason="the network finds one of the two", strict=True),
    ),
    ("Ukraine was attacked by Russian forces on Monday.", "ATTACK", "RUS", "UKR", "a passive"),
    ("Russian troops, supported by Belarus, attacked Ukraine.", "ATTACK", "RUS", "UKR", "a by-phrase of another verb"),
    pytest.param(
        "Four missiles have been fired at Ukraine from the territory of Belarus.", "ATTACK", "", "UKR",
        "nobody is named", marks=pytest.mark.xfail(reason="the network gives the one whose territory it is", strict=True),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mode", "actor", "other", "why"), UNDERGONE)
def test_who_attacks_and_who_is_attacked(text: str, mode: str, actor: str, other: str, why: str) -> None:
    claim = told(text, mode)
    assert (set(claim.actor), set(claim.other)) == (set(actor.split()), set(other.split())), why


@pytest.mark.xfail(reason="the network reads this wrongly", strict=True)
def test_forces_that_leave_one_country_for_another_are_two_claims() -> None:
    text = "Russian troops moved out of Kyiv into Belarus."
    left, entered = told(text, "WITHDRAW"), told(text, "DEPLOY")
    assert left.place and entered.place
    assert (left.place.country, entered.place.country) == ("UKR", "BLR")


@pytest.mark.xfail(reason="the network reads this wrongly", strict=True)
def test_a_stay_prolonged_is_planned_and_the_guests() -> None:
    text = "Russian troops came to Belarus. Belarus and Russia are prolonging the drills in Belarus, the minister said."
    claim = told(text, "REMAIN")
    assert (claim.actor, claim.reality.value) == (("RUS",), "planned")


@pytest.mark.xfail(reason="the network does not see the quoted subject as a denial", strict=True)
def test_not_a_single_soldier_will_remain() -> None:
    text = (
        '"Not a single soldier, not a single piece of equipment" of Russia will remain in Belarus, the minister said.'
    )
    assert told(text, "REMAIN").polarity.value == "no"


def test_an_operation_is_given_only_where_it_is_spoken_of() -> None:
    text = "Russian troops are in Belarus for Zapad-2021. The United States sent 300 soldiers to Poland on Friday."
    assert told(text, "DEPLOY", "2021-09-12").operation is None


DAYS_OF = [
    ("Drills around Taiwan have begun, the army said on Thursday. The drills are to end at noon on Sunday.", "EXERCISE", "2022-08-04", None, "2022-08-07", "a coming day in the next sentence"),
    ("China's army will hold drills around Taiwan from noon on Thursday to noon on Sunday, August 7, it was said.", "EXERCISE", "2022-08-02", "2022-08-04", "2022-08-07", "from one day to another"),
    ("The ministers spoke of an exercise in Belarus, planned for 10 to 16 September.", "EXERCISE", "2021-03-05", "2021-09-10", "2021-09-16", "planned for days to come"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mode", "published", "start", "end", "why"), DAYS_OF, ids=[case[5] for case in DAYS_OF]
)
def test_days_are_those_that_the_sentence_means(
    text: str, mode: str, published: str, start: str | None, end: str, why: str
):
    time = told(text, mode, published).time
    assert time and (time.start and str(time.start), str(time.end)) == (start, end)


def test_a_year_in_a_name_is_no_date():
    claim = told("The last Russian troops left Belarus after Zapad 2021, the ministry said.", "WITHDRAW", "2021-09-29")
    assert claim.time is None


COUNTS_OF = [
    ("Russian coastguards fired on three Ukrainian vessels near the strait.", "ATTACK", None, "what is hit is not counted"),
    ("A column of 40 vehicles attacked the base on Monday, the army said.", "ATTACK", (40, 40), "those who attack are"),
    ("The carrier Testing and five other Chinese ships sailed to the Pacific.", "DEPLOY", (6, 6), "one named and five others"),
    ("Three Russian ships and a submarine entered Havana harbour.", "DEPLOY", (4, 4), "three and one"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mode", "count", "why"), COUNTS_OF, ids=[case[3] for case in COUNTS_OF])
def test_a_count_is_of_those_who_act(text: str, mode: str, count: tuple[int, int] | None, why: str):
    quantity = told(text, mode).quantity
    assert (quantity and (quantity.min, quantity.max)) == count


def test_who_asks_stands_beside_the_request():
    assert told("Russian troops came to Armenia at Armenia's request.", "DEMAND").actor == ("ARM",)


def test_a_reef_is_nobodys_land_and_an_island_state_is_the_island():
    at_sea = told("Chinese ships gathered at Second Thomas Shoal, the Philippine navy said.", "BUILDUP").place
    island = told("Turkey keeps 30,000 soldiers on the island, Cyprus said.", "STATION").place
    assert at_sea and at_sea.country is None and at_sea.point
    assert island and island.country == "CYP"


def test_a_force_that_is_based_since_a_year_has_no_end():
    time = told("The United States has kept a base at Guantánamo Bay since 1903.", "STATION").time
    assert time and (str(time.start), time.end) == ("1903-01-01", None)


def test_what_was_called_off_did_not_happen():
    assert (
        told("President Petro Poroshenko called off his meeting with Vladimir Putin.", "CONSULT").polarity.value == "no"
    )


def test_what_is_told_as_a_fact_and_lies_ahead_is_planned():
    text = (
        "The drills in Belarus, which Russia hosts with Serbia, an exercise of a week, start on Monday, the army said."
    )
    source = report(text=text, told="2021-06-25")
    made = [c for c in resolve(read(source).results, source).results if c.time and c.time.start]
    assert all(
        c.reality.value == "planned" for c in made if c.time and c.time.start and c.time.start > date(2021, 6, 25)
    )


def test_foreign_fighters_are_nobodys_in_particular():
    assert told("All foreign fighters are to leave Libya by 23 January, the UN envoy said.", "WITHDRAW").actor == ()


def test_an_organisation_at_which_something_is_said_does_not_say_it():
    claim = told("At the United Nations the American ambassador accused Russia of lying on Monday.", "ACCUSE")
    assert claim.actor == ("USA",)


def test_a_base_in_the_country_is_not_in_its_owners():
    text = "Solomon Islands signed a pact with China. There would be no Chinese military base in the country, it said."
    place = told(text, "STATION").place
    assert place is None or place.country != "CHN"


def test_an_exercise_brings_up_the_countries_that_hold_it():
    """Brest after Slavic Brotherhood is the one in Belarus, though the report names Russia alone."""
    text = "Russian airborne units have left Brest for home. Slavic Brotherhood-2020 ran until 25 September."
    place = told(text, "WITHDRAW", "2020-09-30").place
    assert place and place.country == "BLR"
