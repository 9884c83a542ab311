"""Promises: what a party says of its own future, and what became of it."""

from datetime import date

import pytest
from build import claim, day
from hypothesis import given
from hypothesis import strategies as st
from test_ledger import ANY, DAYS, claims_of

from vedette.promises import Promises, promises, record
from vedette.vocabulary import Claim, Kept, Promise, When, to_json

LEAVE = claim(
    "WITHDRAW", "2022-02-16", hedge="planned", time="/2022-02-20", operation="allied-resolve-2022", speaker=("BLR",)
)
DRILL = claim("EXERCISE", "2022-02-01", hedge="planned", time="2022-02-10/2022-02-20", operation="allied-resolve-2022")
NOBODY = claim("REMAIN", "2022-02-17", hedge="no planned", operation="allied-resolve-2022", speaker=("BLR",))
NO_ATTACK = claim("ATTACK", "2022-01-18", hedge="no planned", other=("UKR",), place=None, speaker=("RUS",))
NOT_COMING = claim("DEPLOY", "2022-01-18", hedge="no planned")


def event(mode: str, on: str, **fields: object) -> Claim:
    return claim(mode, on, operation="allied-resolve-2022", **fields)  # type: ignore[arg-type]


STORIES: list[tuple[str, list[Claim], str, str, Kept]] = [
    ("ahead", [LEAVE], "2022-02-20", "due on 2022-02-20", Kept.OPEN),
    ("a week after its day without a word", [LEAVE], "2022-02-28", "has passed, and nobody told", Kept.UNKNOWN),
    ("all gone in time", [LEAVE, event("WITHDRAW", "2022-02-22", quote="All troops left")], "2022-03-01", "reported gone on 2022-02-22", Kept.KEPT),
    ("leaving, not said to be all", [LEAVE, event("WITHDRAW", "2022-02-19", quote="A train left")], "2022-03-01", "not said to be all", Kept.KEPT),
    ("all gone, weeks late", [LEAVE, event("WITHDRAW", "2022-03-15", quote="All troops left")], "2022-04-01", "left 23 days late", Kept.BROKEN),
    ("reported staying after it", [LEAVE, event("REMAIN", "2022-02-22")], "2022-03-01", "reported still there on 2022-02-22", Kept.BROKEN),
    ("seen there two weeks later", [LEAVE, event("STATION", "2022-03-06")], "2022-03-10", "reported still there", Kept.BROKEN),
    ("seen there in its days of grace", [LEAVE, event("STATION", "2022-02-24")], "2022-02-26", "due on", Kept.OPEN),
    ("put off on the last day", [LEAVE, event("REMAIN", "2022-02-20", hedge="planned", time="/2022-03-05", speaker=("BLR",)),
        claim("WITHDRAW", "2022-02-20", hedge="planned", time="/2022-03-05", operation="allied-resolve-2022", speaker=("BLR",))], "2022-02-21", "put off to 2022-03-05", Kept.EXTENDED),
    ("an exercise that ends in time", [DRILL, event("WITHDRAW", "2022-02-21", quote="The last troops left")], "2022-03-01", "reported gone", Kept.KEPT),
    ("nobody will stay, by the exercise's own end", [DRILL, NOBODY, event("REMAIN", "2022-02-25")], "2022-03-01", "reported still there on 2022-02-25", Kept.BROKEN),
    ("no attack, and an attack", [NO_ATTACK, *(claim("ATTACK", "2022-02-24", other=("UKR",), place="Ukraine, UKR", outlet=o) for o in ("AP", "AFP"))], "2022-02-24", "the contrary was reported by 2022-02-24", Kept.BROKEN),
    ("no attack, and an attack on another", [NO_ATTACK, claim("ATTACK", "2022-02-24", other=("SYR",), place="Syria, SYR")], "2022-02-24", "no day was named", Kept.OPEN),
    ("no attack, and nothing for a year", [NO_ATTACK], "2023-02-24", "nothing was told in a year", Kept.UNKNOWN),
    ("not coming, and come", [NOT_COMING, claim("DEPLOY", "2022-02-01"), claim("DEPLOY", "2022-02-02", outlet="AP")], "2022-02-02", "the contrary was reported by 2022-02-02", Kept.BROKEN),
    ("not coming, and one report of the contrary", [NOT_COMING, claim("DEPLOY", "2022-02-01")], "2022-02-02", "no day was named", Kept.OPEN),
    ("seen there a year later", [LEAVE, event("STATION", "2023-02-06")], "2023-02-07", "has passed, and nobody told", Kept.UNKNOWN),
    ("due in the past when made", [claim("WITHDRAW", "2022-02-16", hedge="planned", time="/2021-02-20")], "2022-02-16", "was past when it was made", Kept.UNKNOWN),
]  # fmt: skip


def first_made(claims: list[Claim], at: str) -> Promise:
    asked = claims[1] if claims[1:] and claims[1] is NOBODY else claims[0]
    return next(p for p in promises(claims, day(at)).results if p.evidence[0] == asked.id)


@pytest.mark.parametrize(("why", "claims", "at", "reason", "kept"), STORIES, ids=[story[0] for story in STORIES])
def test_a_promise_stands_by_what_came(why: str, claims: list[Claim], at: str, reason: str, kept: Kept):
    found = first_made(claims, at)
    assert (found.kept, reason in found.reason) == (kept, True), found.reason
    assert set(found.evidence) <= {c.id for c in claims}


NO_PROMISE = [
    claim("WITHDRAW", hedge="planned possible", time="/2021-10-01"),
    claim("WITHDRAW", hedge="predicted", time="/2021-10-01"),
    claim("WITHDRAW", hedge="planned", time="/2021-10-01", speaker=("USA",)),
    claim("WITHDRAW", time="2021-09-01"),
    claim("DEPLOY", hedge="planned", time="/2021-10-01"),
    claim("ATTACK", hedge="no", other=("UKR",)),
]


@pytest.mark.parametrize("told", NO_PROMISE)
def test_what_is_doubtful_foretold_or_another_partys_is_no_promise(told: Claim):
    assert promises([told], date(2021, 9, 1)).results == ()


def test_who_promised_is_owner_or_host_and_has_a_record():
    kept = [LEAVE, event("WITHDRAW", "2022-02-20", quote="All troops left"), NO_ATTACK]
    assert record(promises(kept, date(2022, 3, 1)).results) == {
        "BLR": {Kept.KEPT: 1}, "RUS": {Kept.OPEN: 1},
    }  # fmt: skip


def test_a_promise_told_by_many_is_one():
    again = [claim("WITHDRAW", "2022-02-16", hedge="planned", time="/2022-02-20", operation="allied-resolve-2022", speaker=("BLR",), outlet=o) for o in ("AP", "AFP")]  # fmt: skip
    (found,) = promises([LEAVE, *again], date(2022, 2, 17)).results
    assert len(found.evidence) == 3 and found.made == date(2022, 2, 16)


SAID = claims_of(ANY)


@given(st.lists(SAID, max_size=8), st.randoms(), DAYS)
def test_in_any_order_and_told_twice_the_promises_are_the_same(claims: list[Claim], chance: object, at: date):
    shuffled = [*claims, *claims]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert to_json(promises(shuffled, at).results) == to_json(promises(claims, at).results)


@given(st.lists(SAID, max_size=8), st.data(), DAYS)
def test_promises_that_grow_day_by_day_are_those_folded_at_once(claims: list[Claim], data: st.DataObject, at: date):
    book = Promises()
    for each in sorted(claims, key=lambda c: c.day):
        book.add(each)
        if each.day <= at:
            book.on(each.day)
    back = data.draw(st.lists(st.sampled_from(claims), unique_by=lambda c: c.id)) if claims else []
    for each in back:
        book.remove(each)
    left = Promises()
    for each in claims:
        if each.id not in {taken.id for taken in back}:
            left.add(each)
    assert to_json(book.on(at)) == to_json(left.on(at))


@pytest.mark.parametrize("time", [When(start=date.max, end=date.min), When(end=date.max), When(end=date.min)])
@pytest.mark.parametrize("at", [date.min, date(2021, 9, 1), date.max])
def test_odd_days_do_no_harm(time: When, at: date):
    told = [
        claim(mode, hedge=hedge, time=time)
        for mode in ("WITHDRAW", "EXERCISE", "REMAIN")
        for hedge in ("planned", "no planned", "")
    ]
    assert all(p.reason for p in promises(told, at).results)
