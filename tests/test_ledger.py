"""The ledger, told as stories: the docstring of a test is its input and what must come of it.

A line that begins with a day is a claim: when it was told, its mode, and in any order an operation, `@place`, a time
(`2021-09-10/2021-09-16`), a number of troops (`5000`, `5000+`, `-5000`) or of what a unit names (`12:tanks`), a hedge
(`no`, `planned`, `possible` …), `by NAME`, `actor CODES`, `report NAME`, and after a bar its words, in which a figure may
stand in square brackets and a body of soldiers in angle brackets. `on DAY` gives the ledger of that day, a line a
presence: its range of troops, in brackets the figures that are no total, other units, and where a trail leads.
Every story must come out the same from its claims in any order and told twice.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from build import claim, count, day, instant, report, shuffles, voices_of, watch, where
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_counts import marked, read

from vedette.figures import beside, strength
from vedette.ledger import Ledger, ledger
from vedette.origins import origins
from vedette.pipeline import study
from vedette.presence import FIGURE_HALF_LIFE, PLAN_DAYS
from vedette.vocabulary import (
    Claim,
    Counts,
    Figure,
    Mode,
    Place,
    Presence,
    Quantity,
    Scope,
    Status,
    Unit,
    When,
    to_json,
)

HEDGES = {"no", "planned", "predicted", "hypothetical", "possible", "probable"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def told(line: str) -> Claim:
    """Reads one line of a story."""
    line, _, quote = line.partition("|")
    on, mode, *rest = line.split()
    fields: dict[str, object] = {}
    hedge = []
    words = iter(rest)
    for word in words:
        if word in HEDGES:
            hedge.append(word)
        elif word.startswith("@"):
            name, _, country = word[1:].replace("_", " ").partition(",")
            fields["place"] = None if name == "nowhere" else f"{name}, {country or name}"
        elif word == "by":
            fields["source"] = next(words)
        elif word == "actor":
            fields["actor"] = tuple(next(words).split(","))
        elif word == "report":
            fields["report"] = next(words)
        elif DAY.search(word):
            fields["time"] = word
        elif re.fullmatch(r"-?\d+\+?(:[a-z]+)?", word):
            word, _, fields["unit"] = word.partition(":")
            fields["unit"] = fields["unit"] or "troops"
            figure = int(word.strip("-+"))
            fields["quantity"] = (None, figure) if word[0] == "-" else (figure, None) if word[-1] == "+" else figure
        else:
            fields["operation"] = word
    quote, mentions, _ = read(quote.strip() or "the troops")
    return claim(mode, on, hedge=" ".join(hedge), quote=quote, mentions=mentions, **fields)  # type: ignore[arg-type]


def in_words(low: int | None, high: int | None) -> str:
    return f"{low}" if low == high else f"{low if low is not None else ''}..{high if high is not None else ''}"


def lines(found: list[Presence]) -> list[str]:
    where = {p.id: f"{p.host or p.place} {p.operation or '-'}" for p in found}
    return [line(p, where) for p in found]


def line(p: Presence, where: dict[str, str]) -> str:
    """Writes a presence as the stories do."""
    parts = [p.force, p.host or f"({p.place})", p.operation or "-", p.status.value]
    if p.since:
        parts.append(f"since {p.since.start}" if p.since.start else f"since at least {p.since.end}")
    if p.announced_end:
        parts.append(f"until {p.announced_end}")
    if troops := strength(p):
        parts.append(f"troops {in_words(*troops)}")
    for what, figures in sorted(beside(p).items()):
        told = sorted(in_words(f.quantity.min, f.quantity.max) for f in figures)
        parts.append(f"({' and '.join(told)} {what})")
    for unit in (Unit.TANKS, Unit.AIRCRAFT, Unit.BATTALIONS):
        if counted := strength(p, unit.value):
            parts.append(f"{unit.value} {in_words(*counted)}")
    parts += [f"to {where[id]}" for id in p.went_to] + [f"from {where[id]}" for id in p.came_from]
    return " ".join(parts)


def on(claims: tuple[Claim, ...] | list[Claim], at: str | date) -> list[Presence]:
    return list(ledger(claims, voices_of(claims), day(at)).results)


def story(test: Callable[[], None]) -> Callable[[], None]:
    """Makes a test of a docstring: plays its claims and compares the ledger of each day that it names."""
    claims: list[Claim] = []
    expected: dict[str, list[str]] = {}
    for text in (each.strip() for each in (test.__doc__ or "").splitlines()[1:]):
        if text.startswith("on "):
            now = expected.setdefault(text.removeprefix("on ").rstrip(":"), [])
        elif DAY.match(text):
            claims.append(told(text))
        elif text and text != "nothing":
            now.append(text)

    def play() -> None:
        assert claims and expected, "the story tells nothing"
        for at, expected_lines in expected.items():
            for order in [*shuffles(claims), (*claims, *claims)]:
                assert lines(on(order, at)) == expected_lines, f"on {at}"

    play.__name__, play.__doc__ = test.__name__, test.__doc__
    return play


# From announced to gone


@story
def test_an_exercise_is_announced_held_and_over():
    """From its announcement to its last day; a week before the end it is due.

    2021-08-20 EXERCISE zapad-2021 planned 2021-09-10/2021-09-16
    2021-09-02 DEPLOY zapad-2021 2021-09-01
    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-18 WITHDRAW zapad-2021 | the first trains left
    2021-09-28 WITHDRAW zapad-2021 | the last soldiers left

    on 2021-08-19
      nothing
    on 2021-08-20
      RUS BLR zapad-2021 announced until 2021-09-16
    on 2021-09-02
      RUS BLR zapad-2021 arriving since 2021-09-01 until 2021-09-16
    on 2021-09-10
      RUS BLR zapad-2021 due since 2021-09-01 until 2021-09-16
    on 2021-09-16
      RUS BLR zapad-2021 due since 2021-09-01 until 2021-09-16
    on 2021-09-17
      RUS BLR zapad-2021 overdue since 2021-09-01 until 2021-09-16
    on 2021-09-18
      RUS BLR zapad-2021 leaving since 2021-09-01 until 2021-09-16
    on 2021-09-28
      RUS BLR zapad-2021 gone since 2021-09-01 until 2021-09-16
    """


@story
def test_an_arrival_becomes_a_presence_after_two_weeks():
    """Arriving for a fortnight, then present.

    2021-09-01 DEPLOY

    on 2021-09-01
      RUS BLR - arriving since at least 2021-09-01
    on 2021-09-15
      RUS BLR - arriving since at least 2021-09-01
    on 2021-09-16
      RUS BLR - present since at least 2021-09-01
    """


@story
def test_silence_changes_nothing():
    """No news for years: law 5. The figure only fades.

    2021-09-01 STATION 5000

    on 2021-09-01
      RUS BLR - present since at least 2021-09-01 troops 5000
    on 2031-09-01
      RUS BLR - present since at least 2021-09-01 troops 5000
    """


@story
def test_a_plan_without_a_date_lapses():
    """A plan that is never heard of again is no presence.

    2021-09-01 DEPLOY planned

    on 2021-10-31
      RUS BLR - announced
    on 2021-11-01
      nothing
    """


@story
def test_what_was_left_behind_is_remaining():
    """Equipment stays after the end.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-25 REMAIN zapad-2021

    on 2021-09-24
      RUS BLR zapad-2021 overdue since 2021-09-10 until 2021-09-16
    on 2021-09-25
      RUS BLR zapad-2021 remaining since 2021-09-10 until 2021-09-16
    """


@story
def test_a_stay_that_owner_or_host_announces_is_stationed():
    """Owner or host says that it stays, with no end.

    2022-10-15 DEPLOY
    2022-11-01 STATION planned by ministry

    on 2022-10-31
      RUS BLR - present since at least 2022-10-15
    on 2022-11-01
      RUS BLR - stationed since at least 2022-10-15
    """


@story
def test_those_who_come_back_begin_anew():
    """A second stay after a whole leaving has its own beginning.

    2021-03-01 DEPLOY
    2021-04-01 WITHDRAW | all troops left
    2021-06-01 DEPLOY

    on 2021-04-01
      RUS BLR - gone since at least 2021-03-01
    on 2021-06-01
      RUS BLR - arriving since at least 2021-06-01
    """


@story
def test_those_who_left_in_part_are_still_counted_from_their_first_day():
    """A leaving in part does not begin a new stay.

    2021-03-01 DEPLOY
    2021-04-01 WITHDRAW | a small group left last week
    2021-06-01 DEPLOY

    on 2021-04-01
      RUS BLR - leaving since at least 2021-03-01
    on 2021-06-01
      RUS BLR - arriving since at least 2021-03-01
    """


WHOLE = [
    ("All Russian troops left", Status.GONE, "all"),
    ("The last soldiers boarded a train", Status.GONE, "the last soldiers"),
    ("Their last train crossed the border", Status.GONE, "their last train"),
    ("The withdrawal is complete", Status.GONE, "complete"),
    ("There are no longer any Russian soldiers", Status.GONE, "no longer"),
    ("A small unit left", Status.LEAVING, "all inside small"),
    ("Troops left last week", Status.LEAVING, "last week is a time"),
    ("Troops left in the last few days", Status.LEAVING, "the last few days are a time"),
    ("Troops left in the last week", Status.LEAVING, "the last week is a time"),
    ("Several hundred soldiers left", Status.LEAVING, "a part"),
]


@pytest.mark.parametrize(("quote", "status", "why"), WHOLE, ids=[case[2] for case in WHOLE])
def test_only_a_whole_leaving_is_gone(quote: str, status: Status, why: str):
    claims = [claim("DEPLOY", "2021-09-01"), claim("WITHDRAW", "2021-09-20", quote=quote)]
    assert [p.status for p in on(claims, "2021-09-20")] == [status]


# Ends


@story
def test_an_extension_takes_its_new_end():
    """Allied Resolve was to end on the 20th; it was extended.

    2022-02-10 EXERCISE allied-resolve-2022 2022-02-10/2022-02-20
    2022-02-20 REMAIN allied-resolve-2022 planned /2022-03-05

    on 2022-02-19
      RUS BLR allied-resolve-2022 due since 2022-02-10 until 2022-02-20
    on 2022-02-21
      RUS BLR allied-resolve-2022 present since 2022-02-10 until 2022-03-05
    on 2022-03-06
      RUS BLR allied-resolve-2022 overdue since 2022-02-10 until 2022-03-05
    """


@story
def test_a_longer_exercise_takes_its_new_end():
    """The same beginning, a later end: not vaguer but longer.

    2022-02-10 EXERCISE allied-resolve-2022 2022-02-10/2022-02-20
    2022-02-18 EXERCISE allied-resolve-2022 2022-02-10/2022-02-25

    on 2022-02-21
      RUS BLR allied-resolve-2022 due since 2022-02-10 until 2022-02-25
    """


@story
def test_a_vaguer_end_does_not_override_a_sharper_one():
    """ "In September" after "10 to 16 September" says nothing new.

    2021-09-01 EXERCISE zapad-2021 planned 2021-09-10/2021-09-16
    2021-09-10 EXERCISE zapad-2021 2021-09-01/2021-09-30

    on 2021-09-10
      RUS BLR zapad-2021 due since 2021-09-01 until 2021-09-16
    on 2021-09-20
      RUS BLR zapad-2021 overdue since 2021-09-01 until 2021-09-16
    """


@story
def test_a_vague_week_does_not_override_days_within_it():
    """ "Next week" after "8 to 10 September" says nothing new.

    2021-09-01 EXERCISE zapad-2021 planned 2021-09-08/2021-09-10
    2021-09-02 EXERCISE zapad-2021 planned 2021-09-06/2021-09-12

    on 2021-09-02
      RUS BLR zapad-2021 announced until 2021-09-10
    """


@story
def test_a_sharper_end_overrides_a_vaguer_one():
    """ "10 to 16 September" after "in September" sharpens it.

    2021-09-01 EXERCISE zapad-2021 planned 2021-09-01/2021-09-30
    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16

    on 2021-09-05
      RUS BLR zapad-2021 announced until 2021-09-30
    on 2021-09-10
      RUS BLR zapad-2021 due since 2021-09-10 until 2021-09-16
    """


@story
def test_a_month_after_the_sharper_end_is_a_new_end():
    """ "Until the end of October" does not say "16 September" more vaguely: it puts the end off.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-15 REMAIN zapad-2021 planned 2021-10-01/2021-10-31

    on 2021-09-20
      RUS BLR zapad-2021 present since 2021-09-10 until 2021-10-31
    """


@story
def test_a_promise_of_leaving_gives_an_end():
    """A withdrawal that is announced for a day is an end.

    2021-04-10 DEPLOY
    2021-04-22 WITHDRAW planned /2021-05-01

    on 2021-04-23
      RUS BLR - arriving since at least 2021-04-10 until 2021-05-01
    on 2021-05-02
      RUS BLR - overdue since at least 2021-04-10 until 2021-05-01
    """


@story
def test_a_promise_not_to_stay_takes_the_operations_own_end():
    """ "They will not stay" names no day; that of the exercise is known.

    2021-09-05 DEPLOY zapad-2021
    2021-09-06 REMAIN zapad-2021 no planned by minister

    on 2021-09-07
      RUS BLR zapad-2021 arriving since at least 2021-09-05 until 2021-09-16
    on 2021-09-17
      RUS BLR zapad-2021 overdue since at least 2021-09-05 until 2021-09-16
    """


@story
def test_no_end_is_made_of_what_only_might_end():
    """An exercise that is only feared, forecast or supposed sets no end.

    2021-09-05 DEPLOY zapad-2021
    2021-09-06 EXERCISE zapad-2021 hypothetical 2021-09-07/2021-09-08
    2021-09-06 EXERCISE zapad-2021 predicted 2021-09-07/2021-09-08
    2021-09-06 WITHDRAW zapad-2021 planned possible /2021-09-08
    2021-09-06 EXERCISE zapad-2021 no 2021-09-07/2021-09-08

    on 2021-09-10
      RUS BLR zapad-2021 arriving since at least 2021-09-05
    """


# Which line a claim belongs to


@story
def test_the_troops_are_those_of_the_only_operation_under_way():
    """An exercise is named in one claim, "the troops" in the next.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-20 REMAIN | the troops stayed

    on 2021-09-20
      RUS BLR - remaining since at least 2021-09-20
      RUS BLR zapad-2021 remaining since 2021-09-10 until 2021-09-16
    """


@story
def test_of_two_operations_under_way_none_is_guessed():
    """Nobody says whose troops stayed: the claim is the force's as a whole.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-12 EXERCISE slavic-brotherhood 2021-09-12/2021-09-14
    2021-09-20 REMAIN | the troops stayed

    on 2021-09-20
      RUS BLR - remaining since at least 2021-09-20
      RUS BLR slavic-brotherhood overdue since 2021-09-12 until 2021-09-14
      RUS BLR zapad-2021 overdue since 2021-09-10 until 2021-09-16
    """


@story
def test_an_operation_that_is_only_announced_is_not_under_way():
    """Those who leave before it begins are not its troops.

    2021-09-01 EXERCISE zapad-2021 planned 2021-09-10/2021-09-16
    2021-09-03 WITHDRAW | several units went home

    on 2021-09-03
      RUS BLR - leaving
      RUS BLR zapad-2021 announced until 2021-09-16
    """


@story
def test_a_claim_that_names_only_the_operation_is_told_of_its_lines():
    """ "Zapad's troops went home" names no country.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-20 WITHDRAW zapad-2021 @nowhere

    on 2021-09-20
      RUS BLR zapad-2021 leaving since 2021-09-10 until 2021-09-16
    """


@story
def test_forces_at_a_border_are_in_nobodys_country():
    """The border is the place; the host stays open.

    2021-12-01 BUILDUP @Ukrainian_border,UKR 94000
    2021-12-02 BUILDUP @Black_Sea,- 20

    on 2021-12-02
      RUS (Black Sea) - present since at least 2021-12-02 troops 20
      RUS (border of UKR) - present since at least 2021-12-01 troops 94000
    """


@story
def test_all_who_take_part_have_a_line_of_their_own():
    """A joint exercise at home is the host's too; a force in its own country is no presence.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16 actor RUS,BLR
    2021-09-10 STATION actor BLR

    on 2021-09-10
      BLR BLR zapad-2021 due since 2021-09-10 until 2021-09-16
      RUS BLR zapad-2021 due since 2021-09-10 until 2021-09-16
    """


@story
def test_modes_that_move_nobody_make_no_line():
    """Visits, threats and alerts are no presence.

    2021-09-10 CONSULT
    2021-09-10 THREATEN
    2021-09-10 READY
    2021-09-10 ARM
    2021-09-10 ATTACK

    on 2021-09-10
      nothing
    """


# Figures


@story
def test_two_voices_figures_stand_side_by_side():
    """One says 1,000, one at least 3,000, one up to 5,000: the range is their spread.

    2021-09-01 DEPLOY 1000 by minister
    2021-09-02 DEPLOY 3000+ by expert
    2021-09-03 DEPLOY -5000 by analyst

    on 2021-09-01
      RUS BLR - arriving since at least 2021-09-01 troops 1000
    on 2021-09-03
      RUS BLR - arriving since at least 2021-09-01 troops 1000..
    """


@story
def test_a_voice_that_corrects_itself_replaces_its_figure():
    """150,000, and 100,000 the day after; another voice's figure stands.

    2021-04-19 BUILDUP 150000 by envoy
    2021-04-19 BUILDUP 80000 by official
    2021-04-20 BUILDUP 100000 by envoy

    on 2021-04-19
      RUS BLR - present since at least 2021-04-19 troops 80000..150000
    on 2021-04-20
      RUS BLR - present since at least 2021-04-19 troops 80000..100000
    """


@story
def test_planned_and_doubted_figures_are_not_in_the_present_range():
    """Announced, forecast, supposed, denied and unconfirmed figures count nobody who is there.

    2022-10-15 DEPLOY 2000 by minister
    2022-10-16 DEPLOY planned 9000 by deputy
    2022-10-16 DEPLOY predicted 30000 by analyst
    2022-10-16 DEPLOY hypothetical 40000 by expert
    2022-10-16 DEPLOY possible 50000 by general
    2022-10-16 DEPLOY no 60000 by spokesman

    on 2022-10-16
      RUS BLR - arriving since at least 2022-10-15 troops 2000
    """


@story
def test_those_who_leave_are_not_counted_as_there():
    """A count of leavers is no strength.

    2021-09-10 DEPLOY 2000 by minister
    2021-09-20 WITHDRAW 500 by minister

    on 2021-09-20
      RUS BLR - leaving since at least 2021-09-10 troops 2000
    """


@story
def test_an_upper_bound_alone_says_nothing_of_the_lower():
    """ "Up to 5,000" may be none.

    2021-09-01 DEPLOY -5000

    on 2021-09-01
      RUS BLR - arriving since at least 2021-09-01 troops ..5000
    """


@story
def test_faded_figures_give_way_to_fresh_ones():
    """After 45 days a figure counts only where no fresher one is left.

    2021-09-01 STATION 30000 by minister
    2021-10-17 STATION 2000 by expert

    on 2021-10-16
      RUS BLR - present since at least 2021-09-01 troops 30000
    on 2021-10-17
      RUS BLR - present since at least 2021-09-01 troops 2000
    """


def test_planned_figures_are_kept_beside_the_present_ones():
    claims = [told("2022-10-15 DEPLOY 2000 by minister"), told("2022-10-16 DEPLOY planned 9000 by minister")]
    (presence,) = on(claims, "2022-10-16")
    assert [(f.quantity.min, f.planned) for f in presence.figures] == [(2000, False), (9000, True)]


def test_units_are_counted_apart():
    claims = [claim("DEPLOY", quantity=2000), claim("DEPLOY", quantity=12, unit="aircraft")]
    (presence,) = on(claims, "2021-09-01")
    assert (strength(presence), strength(presence, "aircraft"), strength(presence, "tanks")) == (
        (2000, 2000),
        (12, 12),
        None,
    )


FIGURES = [
    ([(0, 0)], (0, 0), "a count of nobody"),
    ([(10_000_000, None)], (10_000_000, None), "ten million and more"),
    ([(None, None)], None, "a quantity without bounds tells nothing"),
    ([(None, None), (5, 5)], (5, 5), "and does not hide another"),
    ([(None, 5), (8, 9)], (5, 9), "at most 5 beside 8 to 9"),
]


@pytest.mark.parametrize(("bounds", "expected", "why"), FIGURES, ids=[case[2] for case in FIGURES])
def test_strength_of_odd_figures(bounds: list[tuple[int | None, int | None]], expected: object, why: str):
    claims = [
        claim("STATION", quantity=Quantity(min=low, max=high, unit=Unit.TROOPS), source=f"N{n}")
        for n, (low, high) in enumerate(bounds)
    ]
    (presence,) = on(claims, "2021-09-01")
    assert strength(presence) == expected


@story
def test_a_sites_figure_stands_beside_the_countrys():
    """1,400 at one base neither widen nor narrow the range of all that are there.

    2022-02-01 STATION 9000 by minister
    2022-02-02 STATION @Brest,BLR 1400 by expert
    2022-02-03 STATION 30000 by envoy

    on 2022-02-03
      RUS BLR - present since at least 2022-02-01 troops 9000..30000 (1400 at one site)
    """


@story
def test_where_only_a_sites_figure_is_told_it_makes_the_range():
    """Nothing else is known, and it is not told twice.

    2022-02-02 STATION @Brest,BLR 1400

    on 2022-02-03
      RUS BLR - present since at least 2022-02-02 troops 1400
    """


@story
def test_those_who_come_besides_are_not_added():
    """300 more may or may not be among the 2,000 of another voice: nothing is summed.

    2022-02-01 STATION 2000 by minister
    2022-02-02 DEPLOY 300 by expert | [an additional 300 men] came
    2022-02-03 DEPLOY 500 by envoy | [another five hundred] came

    on 2022-02-03
      RUS BLR - arriving since at least 2022-02-01 troops 2000 (300 and 500 more)
    """


@story
def test_where_only_more_or_a_part_is_told_the_largest_is_there_at_least():
    """An upper bound alone gives no least.

    2022-02-01 DEPLOY 300 by minister | [300 more] came
    2022-02-02 STATION 500 by expert | of whom [500] are here
    2022-02-02 DEPLOY -9000 by envoy | up to [9,000 more] came

    on 2022-02-01
      RUS BLR - arriving since at least 2022-02-01 troops 300..
    on 2022-02-02
      RUS BLR - present since at least 2022-02-01 troops 500.. (..9000 and 300 more)
    """


@story
def test_an_upper_bound_of_those_who_come_besides_counts_nobody():
    """Up to 9,000 more may be none.

    2022-02-02 DEPLOY -9000 | up to [9,000 more] came

    on 2022-02-02
      RUS BLR - arriving since at least 2022-02-02 (..9000 more)
    """


@story
def test_a_relief_is_not_counted_with_those_whom_it_relieves():
    """800 come for 800 who go.

    2022-02-01 STATION 900 by minister
    2022-03-01 DEPLOY 800 by minister | [800 men] will replace those who came last autumn

    on 2022-03-01
      RUS BLR - arriving since at least 2022-02-01 troops 900 (800 as relief)
    """


@story
def test_what_both_sides_bring_is_not_ones_own():
    """Of 12,700 in all, Russia says that 2,500 are its own.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16 actor RUS,BLR 12700 by staff | [12,700 men] are taking part
    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16 2500 by minister | [2,500 Russians] are taking part

    on 2021-09-10
      BLR BLR zapad-2021 due since 2021-09-10 until 2021-09-16 (12700 in the whole operation)
      RUS BLR zapad-2021 due since 2021-09-10 until 2021-09-16 troops 2500 (12700 in the whole operation)
    """


@story
def test_a_figure_without_a_place_is_the_whole_operations():
    """200,000 take part on all ranges together: no host has them all.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-11 EXERCISE zapad-2021 2021-09-10/2021-09-16 @nowhere 200000 | [200,000 men] take part

    on 2021-09-11
      RUS BLR zapad-2021 due since 2021-09-10 until 2021-09-16 (200000 in the whole operation)
    """


@story
def test_a_whole_of_which_a_share_is_here_is_not_here():
    """Half of the 9,000 are in Belarus: not 9,000 are.

    2022-02-01 STATION 9000 | half of the [9,000 men] are there

    on 2022-02-01
      RUS BLR - present since at least 2022-02-01 (9000 in the whole operation)
    """


@story
def test_a_named_bodys_figure_is_a_part():
    """The division's 3,000 are among the 30,000.

    2022-02-01 STATION 30000 by minister
    2022-02-02 STATION 3000 by minister | <the 76th Airborne Division's> [3,000 men] are there

    on 2022-02-02
      RUS BLR - present since at least 2022-02-01 troops 30000 (3000 a part)
    """


@story
def test_equipment_is_counted_beside_troops():
    """Each unit has its own range; more tanks are no fewer troops.

    2022-02-01 STATION 30000 by minister
    2022-02-01 STATION 170:tanks by minister
    2022-02-02 STATION 200:tanks by expert
    2022-02-02 DEPLOY 12:aircraft by minister | [12 more jets] came

    on 2022-02-02
      RUS BLR - present since at least 2022-02-01 troops 30000 tanks 170..200 aircraft 12..
    """


@story
def test_nobody_and_ten_million_stand_side_by_side():
    """However far apart, none is averaged or left out.

    2022-02-01 STATION 0 by minister
    2022-02-01 STATION 10000000 by expert
    2022-02-02 STATION 2000 by envoy

    on 2022-02-02
      RUS BLR - present since at least 2022-02-01 troops 0..10000000
    """


@story
def test_figures_of_several_operations_at_one_place_are_kept_apart():
    """Each operation has its own line, and the force as a whole a third.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16 5000
    2021-09-12 EXERCISE slavic-brotherhood 2021-09-12/2021-09-14 300
    2021-09-12 STATION 6000

    on 2021-09-12
      RUS BLR - present since at least 2021-09-12 troops 6000
      RUS BLR slavic-brotherhood due since 2021-09-12 until 2021-09-14 troops 300
      RUS BLR zapad-2021 due since 2021-09-10 until 2021-09-16 troops 5000
    """


# Forces that move


@story
def test_one_sentence_tells_whence_and_whither():
    """Left here, came there: one sentence of one report.

    2022-02-01 STATION
    2022-02-20 WITHDRAW report r1 | the tanks left for Ukraine
    2022-02-20 DEPLOY @Ukraine,UKR report r1 | the tanks left for Ukraine
    2022-02-20 DEPLOY @Kazakhstan,KAZ report r2 | the tanks left for Ukraine

    on 2022-02-20
      RUS BLR - leaving since at least 2022-02-01 to UKR -
      RUS KAZ - arriving since at least 2022-02-20
      RUS UKR - arriving since at least 2022-02-20 from BLR -
    """


@story
def test_a_named_body_that_left_and_is_seen_elsewhere_within_two_months_has_moved():
    """However its name is written.

    2022-02-01 STATION
    2022-03-01 WITHDRAW by minister | <the 76th Airborne Division> left
    2022-04-30 STATION @Ukraine,UKR by expert | <The  76th airborne division's> [300 men] were seen

    on 2022-04-29
      RUS BLR - leaving since at least 2022-02-01
    on 2022-04-30
      RUS BLR - leaving since at least 2022-02-01 to UKR -
      RUS UKR - present since at least 2022-04-30 from BLR -
    """


@story
def test_a_named_body_seen_elsewhere_after_three_months_may_have_been_anywhere():
    """Too long after: no trail.

    2022-03-01 WITHDRAW | <the 76th Airborne Division> left
    2022-06-01 STATION @Ukraine,UKR | <the 76th Airborne Division> was seen

    on 2022-06-01
      RUS BLR - leaving
      RUS UKR - present since at least 2022-06-01
    """


@story
def test_a_named_body_seen_elsewhere_before_it_left_has_not_moved_there():
    """It may have parts in both.

    2022-02-20 STATION @Ukraine,UKR | <the 76th Airborne Division> was seen
    2022-03-01 WITHDRAW | <the 76th Airborne Division> left

    on 2022-03-01
      RUS BLR - leaving
      RUS UKR - present since at least 2022-02-20
    """


@story
def test_namesakes_of_two_forces_are_not_one():
    """Both armies have a 103rd Brigade.

    2022-03-01 WITHDRAW | <the 103rd Brigade> left
    2022-03-05 DEPLOY @Ukraine,UKR actor BLR | <the 103rd Brigade> came

    on 2022-03-05
      BLR UKR - arriving since at least 2022-03-05
      RUS BLR - leaving
    """


@story
def test_two_bodies_of_one_number_are_not_one():
    """A division and a brigade.

    2022-03-01 WITHDRAW | <the 76th Airborne Division> left
    2022-03-05 DEPLOY @Ukraine,UKR | <the 76th Brigade> came

    on 2022-03-05
      RUS BLR - leaving
      RUS UKR - arriving since at least 2022-03-05
    """


@story
def test_an_operations_body_is_followed_from_its_line():
    """The claim of leaving names no operation; the only one under way is meant, whichever was told first.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16
    2021-09-20 WITHDRAW | <the 76th Airborne Division> left
    2021-10-05 DEPLOY @Kazakhstan,KAZ | <the 76th Airborne Division> came

    on 2021-10-05
      RUS BLR - leaving to KAZ -
      RUS BLR zapad-2021 leaving since 2021-09-10 until 2021-09-16 to KAZ -
      RUS KAZ - arriving since at least 2021-10-05 from BLR - from BLR zapad-2021
    """


@story
def test_what_is_planned_or_only_possible_leaves_no_trail():
    """An order to move has moved nobody.

    2022-03-01 WITHDRAW planned | <the 76th Airborne Division> is to leave
    2022-03-02 WITHDRAW possible | <the 76th Airborne Division> may have left
    2022-03-05 DEPLOY @Ukraine,UKR | <the 76th Airborne Division> came

    on 2022-03-05
      RUS BLR - announced
      RUS UKR - arriving since at least 2022-03-05
    """


# Days that cannot be


@story
def test_an_end_before_its_start_ends_nothing():
    """From the 10th to the 1st is misread: the beginning is told, no end is.

    2021-08-20 DEPLOY
    2021-08-21 WITHDRAW planned 2021-09-10/2021-09-01
    2021-08-21 REMAIN planned 2021-09-10/2021-09-01
    2021-08-22 EXERCISE planned 2021-09-10/2021-09-01

    on 2021-09-20
      RUS BLR - present since at least 2021-08-20
    """


@story
def test_an_end_that_is_past_when_told_does_not_bring_a_later_one_forward():
    """On 1 March somebody recalls that they were to leave by 20 February; since then 5 March has been named.

    2022-02-10 EXERCISE allied-resolve-2022 2022-02-10/2022-02-20
    2022-02-20 REMAIN allied-resolve-2022 planned /2022-03-05
    2022-03-01 WITHDRAW allied-resolve-2022 planned /2022-02-20

    on 2022-03-02
      RUS BLR allied-resolve-2022 due since 2022-02-10 until 2022-03-05
    """


@story
def test_a_promise_of_a_day_before_they_came_makes_nobody_late():
    """The year was misread.

    2022-02-01 DEPLOY
    2022-02-16 WITHDRAW planned /2021-02-20

    on 2022-02-20
      RUS BLR - present since at least 2022-02-01 until 2021-02-20
    """


@story
def test_a_sharper_day_that_is_told_late_still_sharpens():
    """ "In September" was the 16th, it is recalled on the 20th.

    2021-09-01 EXERCISE zapad-2021 planned 2021-09-01/2021-09-30
    2021-09-10 EXERCISE zapad-2021 2021-09-10
    2021-09-20 EXERCISE zapad-2021 planned 2021-09-10/2021-09-16

    on 2021-09-20
      RUS BLR zapad-2021 overdue since 2021-09-10 until 2021-09-16
    """


@story
def test_an_end_that_is_told_late_is_an_end_where_none_was_told_before():
    """Two days after the day it first becomes known that they were to be gone by it.

    2022-02-10 DEPLOY
    2022-02-22 WITHDRAW planned /2022-02-20

    on 2022-02-22
      RUS BLR - overdue since at least 2022-02-10 until 2022-02-20
    """


# One name in two countries


@story
def test_one_operation_in_two_countries_has_a_line_in_each():
    """Who left one of them has not left the other; a claim without a place is told of both.

    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16 2500
    2021-09-10 EXERCISE zapad-2021 2021-09-10/2021-09-16 @Kazakhstan,KAZ 300
    2021-09-18 WITHDRAW zapad-2021 @Kazakhstan,KAZ | all of them left
    2021-09-25 REMAIN zapad-2021 @nowhere

    on 2021-09-18
      RUS BLR zapad-2021 overdue since 2021-09-10 until 2021-09-16 troops 2500
      RUS KAZ zapad-2021 gone since 2021-09-10 until 2021-09-16 troops 300
    on 2021-09-25
      RUS BLR zapad-2021 remaining since 2021-09-10 until 2021-09-16 troops 2500
      RUS KAZ zapad-2021 remaining since at least 2021-09-25 until 2021-09-16 troops 300
    """


# Reasons


def test_a_line_counts_its_voices_and_opens_down_to_its_claims():
    claims = [
        claim("DEPLOY", "2021-09-01", source="minister", outlet="TASS"),
        claim("DEPLOY", "2021-09-02", source="minister", outlet="BelTA"),
        claim("DEPLOY", "2021-09-02", source="expert", outlet="Reuters"),
        claim("DEPLOY", "2021-09-03", outlet=None),
    ]
    (presence,) = on(claims, "2021-09-03")
    counted = presence.lineage
    assert (counted.reports, counted.outlets, counted.origins, counted.unknown) == (4, 3, 2, 1)
    assert set(presence.evidence) <= {c.id for c in claims} and presence.evidence
    assert presence.reason == "reported arriving on 2021-09-03"


def test_who_promised_the_end_is_named():
    claims = [
        claim("EXERCISE", "2022-02-10", time="2022-02-10/2022-02-20", operation="allied-resolve-2022"),
        claim(
            "WITHDRAW",
            "2022-02-16",
            hedge="planned",
            time="/2022-02-20",
            operation="allied-resolve-2022",
            source="diplomat",
            speaker=("BLR",),
        ),
    ]
    (presence,) = on(claims, "2022-02-21")
    assert presence.status is Status.OVERDUE
    assert presence.promised_by == ("BLR", "RUS")
    assert presence.reason == "was to end on 2022-02-20; 1 day later no report of leaving"
    assert claims[1].id in presence.evidence


def test_a_claim_is_not_known_before_it_is_told():
    claims = [claim("DEPLOY", "2021-09-10", time="2021-09-01")]
    assert on(claims, "2021-09-09") == []
    assert [p.since for p in on(claims, "2021-09-10")] == [When(start=date(2021, 9, 1), end=date(2021, 9, 1))]


# For any claims

DAYS = st.dates(date(2021, 8, 1), date(2021, 10, 31))
WHEN = st.one_of(
    st.none(),
    st.builds(When, start=DAYS | st.none(), end=DAYS | st.none()),  # also ends before starts
    st.just(When(start=date(2021, 9, 1), end=date(2021, 9, 30))),
    st.sampled_from(
        [When(start=date.min, end=date.min), When(end=date.min), When(start=date.max, end=date.max), When(end=date.max)]
    ),
)
PLACES = st.sampled_from([None, "Belarus, BLR", "Brest, BLR", "Ukrainian border, UKR", "Black Sea, -", "Russia, RUS"])
FIGURE = st.one_of(st.none(), st.tuples(*[st.sampled_from([None, 0, 1, 300, 5_000, 10_000_000])] * 2))
OPERATIONS = st.sampled_from([None, "zapad-2021", "slavic-brotherhood"])
MOVERS = st.sampled_from(["DEPLOY", "BUILDUP", "STATION", "REMAIN", "WITHDRAW", "EXERCISE"])


def claims_of(
    hedge: st.SearchStrategy[str],
    operation: st.SearchStrategy[str | None] = OPERATIONS,
) -> st.SearchStrategy[Claim]:
    return st.builds(
        claim,
        MOVERS,
        DAYS,
        actor=st.sampled_from([("RUS",), ("RUS", "BLR"), ("RUS", "RUS"), ()]),
        place=PLACES,
        time=WHEN,
        quantity=FIGURE,
        hedge=hedge,
        operation=operation,
        quote=st.sampled_from(["the troops", "all troops", "some troops"]),
        source=st.sampled_from([(), "minister", "expert"]),
        speaker=st.sampled_from([(), ("RUS",), ("BLR",)]),
        outlet=st.sampled_from(["Reuters", "TASS", None]),
    )


POLARITY, CERTAINTY, REALITY = ("", "no"), ("", "probable", "possible"), ("", "planned", "predicted", "hypothetical")
ANY = st.tuples(*(st.sampled_from(each) for each in (POLARITY, CERTAINTY, REALITY))).map(" ".join)
NO_PLAN = st.sampled_from(
    ["no", "possible", "predicted", "hypothetical", "no possible", "no predicted", "possible hypothetical"]
)
PLANNED = st.sampled_from(["planned", "planned probable", "planned possible", "planned no"])


def bytes_of(claims: tuple[Claim, ...] | list[Claim], at: date) -> bytes:
    return to_json(on(claims, at))


@given(st.lists(claims_of(ANY), max_size=8), st.randoms(), DAYS)
def test_claims_in_any_order_give_the_same_bytes(claims: list[Claim], chance: object, at: date):
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert bytes_of(shuffled, at) == bytes_of(claims, at)


@given(st.lists(claims_of(ANY), max_size=8), DAYS)
def test_a_claim_told_twice_changes_nothing(claims: list[Claim], at: date):
    assert bytes_of([*claims, *claims], at) == bytes_of(claims, at)


@given(st.lists(claims_of(ANY), max_size=8), claims_of(NO_PLAN), DAYS)
def test_what_is_denied_supposed_forecast_or_only_possible_changes_nothing(
    claims: list[Claim], doubtful: Claim, at: date
):
    assert bytes_of([*claims, doubtful], at) == bytes_of(claims, at)


@given(st.lists(claims_of(ANY), max_size=10), st.data(), DAYS)
def test_what_is_taken_back_was_never_told(claims: list[Claim], data: st.DataObject, at: date):
    """A ledger that grew and shrank claim by claim, asked on days between, is the one folded at once from what is left."""
    back = data.draw(st.lists(st.sampled_from(claims), unique_by=lambda c: c.id) if claims else st.just([]))
    whose = voices_of(claims)
    book = Ledger()
    for each in claims:
        book.add(each, whose[each.id])
        book.on(data.draw(DAYS))
    for each in back:
        book.remove(each)
        book.on(at)
    left = [c for c in claims if c.id not in {taken.id for taken in back}]
    for each in left[:2]:
        book.remove(each)
        book.add(each, whose[each.id])
    folded = Ledger()
    for each in left:
        folded.add(each, whose[each.id])
    assert to_json(book.on(at)) == to_json(folded.on(at))


def whereabouts(found: list[Presence]) -> list[object]:
    """Where forces are: not what is announced, nor whether one that is there is late or on time."""
    there = {Status.LEAVING: "leaving", Status.GONE: "gone"}
    return [
        (p.id, there.get(p.status, "there"), p.since, p.last_seen, [f for f in p.figures if not f.planned], strength(p))
        for p in found
        if p.status is not Status.ANNOUNCED
    ]


@given(st.lists(claims_of(ANY), max_size=8), claims_of(PLANNED, st.none()), DAYS)
def test_a_plan_does_not_change_where_a_force_is(claims: list[Claim], plan: Claim, at: date):
    assert whereabouts(on([*claims, plan], at)) == whereabouts(on(claims, at))


@given(st.lists(claims_of(ANY), max_size=8), claims_of(ANY), DAYS)
def test_what_is_told_later_does_not_change_the_ledger_of_an_earlier_day(claims: list[Claim], late: Claim, at: date):
    known = [c for c in claims if c.day <= at]
    assert bytes_of([*claims, late] if late.day > at else claims, at) == bytes_of(known, at)


@given(st.lists(claims_of(ANY), max_size=8), st.lists(DAYS, min_size=2, max_size=2))
def test_time_alone_moves_nobody(claims: list[Claim], days: list[date]):
    first, last = max(days + [c.day for c in claims]), max(days + [c.day for c in claims]) + timedelta(days=2000)
    assert [(key, stand) for key, stand, *_ in whereabouts(on(claims, first))] == [
        (key, stand) for key, stand, *_ in whereabouts(on(claims, last))
    ]  # type: ignore[misc]


@given(DAYS, st.integers(0, 20), DAYS, DAYS)
def test_a_month_never_overrides_days_within_it(start: date, length: int, told_first: date, told_then: date):
    end = start + timedelta(days=length)
    month = When(
        start=end.replace(day=1), end=(end.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    )
    sharp = claim("EXERCISE", told_first, time=When(start=start, end=end), operation="zapad-2021")
    vague = claim("EXERCISE", told_then, time=month, operation="zapad-2021")
    for p in on([sharp, vague], max(told_first, told_then)):
        assert length == 0 or p.announced_end == end


@given(st.lists(claims_of(ANY), max_size=8), DAYS)
def test_every_line_carries_its_reason_and_evidence_that_exists(claims: list[Claim], at: date):
    found = on(claims, at)
    for p in found:
        assert p.reason and p.evidence and set(p.evidence) <= {c.id for c in claims}
    keys = [(p.force, p.host or "~", p.place or "", p.operation or "") for p in found]
    assert all(a < b for a, b in pairwise(keys)), "in order, no line twice"


ODD = [
    (claim("EXERCISE", time="2021-09-10/2021-09-01"), "it ends before it starts"),
    (claim("DEPLOY", quantity=0), "nobody"),
    (claim("DEPLOY", quantity=10_000_000), "ten million"),
    (claim("EXERCISE", date(1, 1, 1), time=When(start=date.min, end=date.min)), "the first day there is"),
    (claim("EXERCISE", date(1, 1, 1), time=When(start=date.min, end=date.max)), "all time"),
    (claim("WITHDRAW", date(9999, 12, 31), hedge="planned", time=When(end=date.max), taken_in=instant("2021-01-01")), "the last day there is"),
    (claim("DEPLOY", actor=()), "nobody's"),
    (claim("DEPLOY", place=None), "nowhere"),
    (claim("DEPLOY", place=Place(name="")), "a place without a name"),
    (claim("DEPLOY", operation="no-such-operation"), "an operation that is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("odd", "why"), ODD, ids=[case[1] for case in ODD])
@pytest.mark.parametrize("at", [date.min, date(2021, 9, 1), date(2021, 12, 1), date.max])
def test_odd_claims_do_no_harm(odd: Claim, why: str, at: date):
    ordinary = claim("DEPLOY", "2021-09-01", actor="USA", place="Poland, POL")
    found = on([odd, ordinary, claim("REMAIN", "2021-09-01")], at)
    assert at < date(2021, 9, 1) or [p.host for p in found if p.force == "USA"] == ["POL"]


SAYINGS = [
    "[{}] came to {{Belarus, BLR}}",
    "an additional [{}] came to {{Belarus, BLR}}",
    "of whom [{}] are in {{Belarus, BLR}}",
    "<the 76th Airborne Division's> [{}] are in {{Belarus, BLR}}",
    "[{}] came to replace others in {{Belarus, BLR}}",
    "half of the [{}] are in {{Belarus, BLR}}",
    "[{}] are in {{Brest, BLR}}",
]
COUNTED = st.builds(
    lambda saying, told, figure, **fields: marked(
        saying.format("5,000 men"), told=told, quantity=count(figure, fields.pop("unit")), **fields
    ),
    st.sampled_from(SAYINGS),
    told=DAYS,
    figure=FIGURE,
    unit=st.sampled_from([Unit.TROOPS, Unit.TANKS]),
    hedge=st.sampled_from(["", "planned", "possible"]),
    source=st.sampled_from(["minister", "expert", "envoy"]),
)


def within(figure: Figure, bounds: tuple[int | None, int | None] | None) -> bool:
    """Whether all that a figure allows lies in a range; an upper bound alone says nothing of the lower."""
    if bounds is None:
        return False
    told, (low, high) = figure.quantity, bounds
    above = low is None or (told.min if told.min is not None else told.max or 0) >= low
    return above and (high is None or (told.max is not None and told.max <= high))


@given(st.lists(COUNTED, max_size=8), DAYS, st.sampled_from([Unit.TROOPS, Unit.TANKS]))
def test_a_fresh_figure_is_in_the_range_or_beside_it_and_never_both(claims: list[Claim], at: date, unit: Unit):
    for p in on(claims, at):
        told = {what: [f.claim for f in figures] for what, figures in beside(p, unit).items()}
        aside = [f for f in p.figures if f.claim in {c for claims in told.values() for c in claims}]
        assert len(aside) == sum(len(claims) for claims in told.values()), "no figure has two kinds"
        left = tuple(f for f in p.figures if f not in aside)
        assert strength(replace(p, figures=left), unit.value) == strength(p, unit.value), (
            "the range stands without them"
        )
        for f in left:
            present = f.quantity.unit is unit and not f.planned and not f.faded
            if present and (f.quantity.min, f.quantity.max) != (None, None):
                assert within(f, strength(p, unit.value))


@given(st.lists(COUNTED, max_size=8), DAYS)
def test_the_range_holds_every_fresh_total_of_the_country(claims: list[Claim], at: date):
    for p in on(claims, at):
        for f in p.figures:
            total = f.counts is Counts.TOTAL and f.scope is Scope.COUNTRY and f.quantity.unit is Unit.TROOPS
            if total and not f.planned and not f.faded and (f.quantity.min, f.quantity.max) != (None, None):
                assert within(f, strength(p))


BODIES = ["the 76th Airborne Division", "the 103rd Brigade"]
MARCHES = st.builds(
    lambda body, mode, told, place, **fields: marked(
        f"<{body}> was reported", mode, told=told, place=where(place), **fields
    ),
    st.sampled_from(BODIES),
    st.sampled_from(["DEPLOY", "STATION", "WITHDRAW", "EXERCISE"]),
    told=DAYS,
    place=st.sampled_from(["Belarus, BLR", "Kazakhstan, KAZ", None]),
    operation=OPERATIONS,
    report=st.sampled_from(["r1", "r2"]),
    hedge=st.sampled_from(["", "planned"]),
)


@given(st.lists(MARCHES, max_size=8), st.randoms(), st.data(), DAYS)
def test_trails_are_the_same_in_any_order_and_lead_both_ways(
    claims: list[Claim], chance: object, data: st.DataObject, at: date
):
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert bytes_of(shuffled, at) == bytes_of(claims, at)
    found = {p.id: p for p in on(claims, at)}
    for p in found.values():
        for other in p.went_to:
            assert other != p.id and p.id in found[other].came_from
            assert found[other].force == p.force and found[other].host != p.host
    book, folded = Ledger(), Ledger()
    for each in claims:
        book.add(each, None)
    book.on(at)
    back = data.draw(st.lists(st.sampled_from(claims), unique_by=lambda c: c.id)) if claims else []
    for each in back:
        book.remove(each)
        book.on(at)
    for each in claims:
        if each.id not in {taken.id for taken in back}:
            folded.add(each, None)
    assert to_json(book.on(at)) == to_json(folded.on(at))


def test_a_trail_to_what_was_only_lent_to_a_line_ends_with_the_line():
    """The exercise in Kazakhstan is taken back; those who left there were told of its line only because it was held."""
    held = told("2021-09-10 EXERCISE zapad-2021 @Kazakhstan,KAZ")
    left = told("2021-09-20 WITHDRAW @Kazakhstan,KAZ | <the 103rd Brigade> left")
    came = told("2021-09-25 DEPLOY | <the 103rd Brigade> came")
    book = Ledger()
    for each in (held, left, came):
        book.add(each, None)
    assert [len(p.came_from) for p in book.on(day("2021-09-25"))] == [2, 0, 0]
    book.remove(held)
    assert lines(list(book.on(day("2021-09-25")))) == [
        "RUS BLR - arriving since at least 2021-09-25 from KAZ -",
        "RUS KAZ - leaving to BLR -",
    ]


def test_an_article_that_is_set_right_and_wrong_again_stands_as_it_reads_last():
    """Revision A is replaced by B, and B by A anew: claim by claim, and with the very claims of the first."""
    first = [told("2021-09-10 STATION 5000 report v1"), told("2021-09-10 WITHDRAW @Kazakhstan,KAZ report v1")]
    second = [told("2021-09-10 STATION 900 report v2"), told("2021-09-10 EXERCISE zapad-2021 report v2")]
    book, plain = Ledger(), Ledger()
    for each in first:
        plain.add(each, "a voice")
    for taken, given_anew in ([], first), (first, second), (second, first), (first, second), (second, first):
        for each in taken:
            book.remove(each)
        for each in given_anew:
            book.add(each, "a voice")
        book.on(day("2021-09-10"))
    assert to_json(book.on(day("2021-09-12"))) == to_json(plain.on(day("2021-09-12")))


def test_of_an_article_revised_there_and_back_the_last_revision_is_told():
    """One article says that they are there, then that they left, then as at first; each is known from its own day."""
    texts = [("v1", "2021-09-10", "STATION"), ("v2", "2021-09-12", "WITHDRAW"), ("v3", "2021-09-14", "STATION")]
    reports, claims = [], []
    for id, on_day, mode in texts:
        made = report(
            id, "2021-09-10", item="article", taken_in=instant(on_day), modified=report(told=on_day).published
        )
        reports.append(made)
        claims.append(claim(mode, made.day, report=id, quote="All troops", taken_in=made.taken_in))
    made_of = study(watch(), reports, claims, origins(tuple(reports)).results, day("2021-09-20"))
    assert [(p.status, p.evidence) for p in made_of.presences] == [(Status.PRESENT, (claims[2].id,))]


def test_every_mode_has_a_place_in_the_ledger_or_none():
    """All twenty modes can be folded."""
    claims = [claim(mode.value, "2021-09-01") for mode in Mode]
    assert [p.force for p in on(claims, "2021-09-01")] == ["RUS"]


def test_figures_fade_after_their_half_life():
    presence = on(
        [claim("STATION", "2021-09-01", quantity=count(5))], date(2021, 9, 1) + timedelta(days=FIGURE_HALF_LIFE)
    )[0]
    later = on(
        [claim("STATION", "2021-09-01", quantity=count(5))], date(2021, 9, 2) + timedelta(days=FIGURE_HALF_LIFE)
    )[0]
    assert [f.faded for f in (*presence.figures, *later.figures)] == [False, True]
    assert isinstance(presence.figures[0], Figure) and PLAN_DAYS > FIGURE_HALF_LIFE
