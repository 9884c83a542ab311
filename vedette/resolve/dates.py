"""An expression of time → days. Relative ones count from the publication date; without one they stay unresolved."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from vedette.languages import language
from vedette.vocabulary import Precision, Published, When

Days = tuple[date | None, date | None]
Parts = dict[str, str]
Reading = Callable[[dict[str, str], "Now"], tuple[Days, str]]
THIRDS = {
    "early": (1, 10),
    "beginning": (1, 10),
    "start": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "late": (21, 31),
    "end": (21, 31),
}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
]  # fmt: skip
AHEAD = 2  # months: one that lies so little ahead is the coming one, not that of the year before

# What may count from the day told before: everything that `_anchored` and `_beside` read has one of these words.
GOES_BACK = re.compile(r"(?i)\b(?:day|night|morning|afternoon|evening|then)\b")
RANGE = re.compile(r"(?:from|between|of) (.+?) ?(?: to | until | till | and | through | up to |-) ?(.+)")
OPENER = re.compile(r"^(?:on|in|during|at|through|over|for|within|throughout|of) ")
BOUND = re.compile(
    r"(since|from|starting|beginning|as early as|as from|until|till|up to|to|by|no later than|before|ahead of|after"
    r"|beyond|past) (?:at least |about |around )?(.+)"
)


class Now(NamedTuple):
    """What relative expressions count from. `said` is the day of publication, None where it is not known to the day."""

    published: date | None
    said: date | None
    ahead: bool
    anchor: date | None
    order: str | None = None


class Open(Exception):
    """An expression that cannot be settled, with the reason."""


def when(
    text: str,
    published: Published | None,
    *,
    ahead: bool = False,
    anchor: date | None = None,
    order: str | None = None,
) -> tuple[When | None, str]:
    """Gives the days that an expression means and the reason, or None and what is missing.

    `ahead` says that the text speaks of what is to come: "on Tuesday" is then the next one and not the last.
    `anchor` is the day that "the same day" and "the day before" go back to. `order` is "day-first" or "month-first", as
    the outlet writes 12/03/2022; where it is not known such a date stays open.
    """
    sharp = published is not None and published.precision in {Precision.SECOND, Precision.DAY}
    now = Now(
        published.day if published else None, published.day if published and sharp else None, ahead, anchor, order
    )
    told = " ".join(text.lower().replace("’", "'").replace("–", "-").split()).strip(" ,.")
    try:
        (start, end), reason = _expression(told, now)
    except Open as why:
        return None, str(why)
    except (ValueError, OverflowError):
        return None, f"no such day: {text}"
    return When(start=start, end=end), reason


def _expression(told: str, now: Now) -> tuple[Days, str]:
    if match := RANGE.fullmatch(told):
        try:
            return _range(match[1], match[2], now)
        except Open:
            return _days(told.partition(" ")[2], now)
    if match := BOUND.fullmatch(told):
        return _bounded(match[1], match[2], now)
    return _days(OPENER.sub("", told), now)


def _range(left: str, right: str, now: Now) -> tuple[Days, str]:
    (_, end), reason = _days(right, now)
    if left.isdigit() and len(left) < 3:
        left = f"{left} {_month_of(right)}"
    elif right.isdigit() and len(right) < 3:
        (_, end), reason = _days(f"{right} {_month_of(left)}", now)
    elif (year := re.search(r"\d{4}$", right)) and not re.search(r"\d{4}$", left) and _month_of(left):
        left = f"{left} {year[0]}"
    (start, _), _ = _days(left, now)
    return (start, end), reason


def _bounded(opener: str, rest: str, now: Now) -> tuple[Days, str]:
    if opener in {"before", "ahead of"}:
        if match := re.fullmatch(r"(?:the )?(week|month|year) (?:is|was) out", rest):
            return (None, _span(match[1], 0, now)[1]), "until it is over"
        to_end = re.match(r"(?:the )?end of|christmas", rest)
        (start, end), reason = _days(rest, now)
        return (None, end if to_end or not start else start - timedelta(1)), f"before: {reason}"
    if opener in {"until", "till", "up to", "to", "by", "no later than"}:
        lasting = opener in {"until", "till"} and any(day in rest for day in language("en").calendar["weekdays"])
        (_, end), reason = _days(rest, now._replace(ahead=now.ahead or lasting))
        return (None, end), f"until: {reason}"
    (start, end), reason = _days(rest, now._replace(ahead=now.ahead and opener != "since"))
    if opener == "since" and start and now.published and start > now.published:
        start = start.replace(year=start.year - 1)  # what has lasted since October began in the last one
    late = opener in {"beyond", "past"} or re.match(r"(?:the )?(?:very )?end of", rest)
    return (end if late else start, None), f"since: {reason}"


def _month_of(text: str) -> str:
    found = re.search(rf"\b(?:{_months()})\b", text)
    return found.group() if found else ""


@cache
def _months() -> str:
    return "|".join(sorted(language("en").calendar["months"], key=len, reverse=True))


def _days(told: str, now: Now) -> tuple[Days, str]:
    reading, parts = _parsed(told.strip(" ,"))
    if not reading:
        raise Open(f"not understood: {told}")
    return reading(parts, now)


@lru_cache(maxsize=1 << 14)
def _parsed(told: str) -> tuple[Reading | None, Parts]:
    """Gives how an expression is read, and its parts: the same few are told again and again."""
    for pattern, reading in _grammar():
        if match := pattern.match(told):
            return reading, {key: value.strip() for key, value in match.groupdict().items() if value}
    return None, {}


def _said(now: Now) -> date:
    if not now.said:
        raise Open("relative to an unknown publication date")
    return now.said


def _year_of(p: Parts, now: Now, month: int, day: int = 0) -> int:
    """Gives the year told, else the last that has such a month, or the next where the text looks ahead."""
    told = p.get("year", "")
    if told.isdigit():
        return int(told)
    if not now.published:
        raise Open("no year, and the publication date is unknown")
    at, turn = now.published, p.get("turn", "")
    if told:
        return at.year + {"last year": -1, "this year": 0, "next year": 1}[told]
    if turn in {"next", "coming"} or now.ahead:
        passed = month < at.month or (month == at.month and 0 < day < at.day)
        return at.year + passed
    if turn in {"last", "past"}:
        return at.year - (month >= at.month)
    return at.year - (month - at.month > AHEAD)


def _iso(p: Parts, now: Now) -> tuple[Days, str]:
    day = date.fromisoformat(p["iso"])
    return (day, day), "as written"


def _numbers(p: Parts, now: Now) -> tuple[Days, str]:
    """Gives the day of 12/03/2022: by the outlet's order, unless only one of the two can be a month."""
    first, second = int(p["first"]), int(p["second"])
    year = int(p["year"]) + (2000 if len(p["year"]) < 3 else 0)
    if first > 12 or second > 12:
        day, month, why = max(first, second), min(first, second), "only one of the two is a month"
    elif first == second:
        day, month, why = first, second, "the same in either order"
    elif now.order:
        day, month = (first, second) if now.order == "day-first" else (second, first)
        why = f"{now.order}, as the outlet writes"
    else:
        raise Open("day or month first: the outlet's order is not known")
    return (date(year, month, day),) * 2, why


def _dates(p: Parts, now: Now) -> tuple[Days, str]:
    month, day = language("en").calendar["months"][p["month"]], int(p["day"])
    year = _year_of(p, now, month, day)
    return (date(year, month, day), date(year, month, int(p.get("last", day)))), _why(p)


def _why(p: Parts) -> str:
    return "as written" if "year" in p else "the year by the publication date"


def _month(p: Parts, now: Now) -> tuple[Days, str]:
    month = language("en").calendar["months"][p["month"]]
    if p.get("turn") in {"same", "that", "previous", "following"}:
        raise Open("counts from another event")
    year = _year_of(p, now, month)
    return _whole_month(year, month), f"the month; {_why(p)}"


def _whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _third(p: Parts, now: Now) -> tuple[Days, str]:
    first, last = _month(p, now)[0]
    a, b = THIRDS[p["third"]]
    assert first and last
    return (first.replace(day=a), last.replace(day=min(b, last.day))), f"{p['third']} of the month; {_why(p)}"


def _third_of_year(p: Parts, now: Now) -> tuple[Days, str]:
    year, a = int(p["year"]), THIRDS[p["third"]][0]
    first, last = {1: (1, 4), 11: (5, 8), 21: (9, 12)}[a]
    return (date(year, first, 1), _whole_month(year, last)[1]), f"{p['third']} in the year"


def _year(p: Parts, now: Now) -> tuple[Days, str]:
    return (date(int(p["year"]), 1, 1), date(int(p["year"]), 12, 31)), "the year"


def _season(p: Parts, now: Now) -> tuple[Days, str]:
    first, last = SEASONS[p["season"]]
    turn = p.get("turn", "")
    if "year" in p:
        year = _year_of(p, now, first)
    elif not turn:
        raise Open("a season without its year")
    elif not now.published:
        raise Open("no year, and the publication date is unknown")
    else:
        year = (
            now.published.year
            - (turn in {"last", "past"} and first <= now.published.month)
            + (turn == "next" and first <= now.published.month)
        )
        year -= turn in {"last", "past"} and first > now.published.month
    return (date(year, first, 1), _whole_month(year + (last < first), last)[1]), f"the {p['season']}"


def _weekday(p: Parts, now: Now) -> tuple[Days, str]:
    day, turn = _said(now), p.get("turn", "")
    wanted = language("en").calendar["weekdays"][p["weekday"]]
    back, on = (day.weekday() - wanted) % 7, (wanted - day.weekday()) % 7
    if turn in {"next", "coming"} or (now.ahead and turn not in {"last", "past"}):
        found = day + timedelta(on or 7 * (turn == "next"))
    else:
        found = day - timedelta(back or 7 * (turn in {"last", "past"}))
    return (
        found,
        found,
    ), f"the {p['weekday'].title()} {'after' if found > day else 'on or before'} publication on {day}"


def _night(p: Parts, now: Now) -> tuple[Days, str]:
    (day, _), reason = _weekday(p, now)
    assert day
    return ((day, day + timedelta(1)) if p["to"] == "of" else (day - timedelta(1), day)), f"that night; {reason}"


def _weekend(p: Parts, now: Now) -> tuple[Days, str]:
    day, turn = _said(now), p.get("turn", "")
    if turn in {"that", "same", "previous", "following"}:
        raise Open("counts from another event")
    saturday = day + timedelta(5 - day.weekday())
    back = 7 if turn in {"last", "past"} or (not turn and not now.ahead and day.weekday() < 5) else 0
    saturday += timedelta(7 if turn == "next" else -back)
    return (saturday, saturday + timedelta(1)), f"the weekend by the publication on {day}"


def _today(p: Parts, now: Now) -> tuple[Days, str]:
    return (_said(now),) * 2, "the day of publication"


def _yesterday(p: Parts, now: Now) -> tuple[Days, str]:
    return (_said(now) - timedelta(1),) * 2, "the day before publication"


def _tomorrow(p: Parts, now: Now) -> tuple[Days, str]:
    return (_said(now) + timedelta(1),) * 2, "the day after publication"


def _overnight(p: Parts, now: Now) -> tuple[Days, str]:
    return (_said(now) - timedelta(1), _said(now)), "the night before publication"


def _turn(p: Parts, now: Now) -> tuple[Days, str]:
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}.get(p["turn"])
    if step is None:
        if p["unit"] == "day":
            return _anchored(p, now)
        raise Open("counts from another event")
    if p["unit"] == "weekend":
        return _weekend(p, now)
    first, last = _span(p["unit"], step, now)
    return (_said(now) if p.get("way") else first, last), f"{p['turn']} {p['unit']}, from the publication date"


def _span(unit: str, step: int, now: Now) -> tuple[date, date]:
    day = _said(now) if unit in {"week", "day"} or not now.published else now.published
    if unit == "day":
        return day + timedelta(step), day + timedelta(step)
    if unit == "week":
        monday = day + timedelta(7 * step - day.weekday())
        return monday, monday + timedelta(6)
    if unit == "year":
        return date(day.year + step, 1, 1), date(day.year + step, 12, 31)
    month = day.year * 12 + day.month - 1 + step
    return _whole_month(month // 12, month % 12 + 1)


def _end(p: Parts, now: Now) -> tuple[Days, str]:
    step = {"next": 1, "coming": 1, "last": -1, "past": -1}.get(p.get("turn", ""), 0)
    _, last = _span(p["unit"], step, now)
    return (last, last), "the end of it, from the publication date"


def _eve(p: Parts, now: Now) -> tuple[Days, str]:
    _, last = _span("month" if p["eve"] == "month's end" else "year", 0, now)
    last = last.replace(day=24) if p["eve"] == "christmas" else last
    return (last, last), p["eve"]


def _beginning(p: Parts, now: Now) -> tuple[Days, str]:
    first, _ = _span(p["unit"], 0, now)
    return (first, first), "the beginning of it, from the publication date"


def _count(told: str) -> int:
    return int(told) if told.isdigit() else int(language("en").numbers["words"][told])


def _ago(p: Parts, now: Now) -> tuple[Days, str]:
    n, day = _count(p["n"]), _said(now)
    reason = f"{n} {p['unit']}s before publication"
    if p["unit"] in {"day", "week"}:
        return (day - timedelta(n * (7 if p["unit"] == "week" else 1)),) * 2, reason
    return _span(p["unit"], -n, now), reason


def _next(p: Parts, now: Now) -> tuple[Days, str]:
    if not now.ahead:
        raise Open("a length of time, not a date")
    end = _said(now) + timedelta(
        _count(p["n"]) * {"day": 1, "weekend": 7, "week": 7, "month": 30, "year": 365}[p["unit"]]
    )
    return (_said(now), end), "from the publication date"


def _week_of(p: Parts, now: Now) -> tuple[Days, str]:
    first, _ = _month(p, now)[0]
    assert first
    monday = first + timedelta((-first.weekday()) % 7 + 7 * ORDINALS.index(p["rank"]))
    return (monday, monday + timedelta(6)), f"the {p['rank']} week from Monday in the month"


def _beside(p: Parts, now: Now) -> tuple[Days, str]:
    if not now.anchor:
        raise Open("counts from another event")
    step = -1 if p["way"] in {"before", "earlier", "previous"} else 1
    return (now.anchor + timedelta(step),) * 2, f"the day {'before' if step < 0 else 'after'} {now.anchor}"


def _anchored(p: Parts, now: Now) -> tuple[Days, str]:
    if not now.anchor:
        raise Open("counts from another event")
    return (now.anchor, now.anchor), f"the day told before, {now.anchor}"


def _ordinal(p: Parts, now: Now) -> tuple[Days, str]:
    at, told = _said(now), p["ordinal"]
    day = ORDINALS.index(told) + 1 if told in ORDINALS else int(re.sub(r"\D", "", told))
    step = 1 if now.ahead and day < at.day else -1 if not now.ahead and day > at.day else 0
    first, _ = _span("month", step, now)
    return (first.replace(day=day), first.replace(day=day)), "the day of the month by the publication date"


# What each expression means; the order does not matter, as the whole expression must fit.
WORDING: tuple[tuple[str, Reading], ...] = (
    (r"(?P<iso>\d{4}-\d\d-\d\d)", _iso),
    (r"(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)", _numbers),
    (r"%(day)s%(to)s%(last)s (?:of )?%(month)s%(year)s", _dates),
    (r"%(month)s %(day)s%(to)s%(last)s%(year)s", _dates),
    (r"(?:%(weekday)s,? )?%(day)s (?:of )?%(month)s%(year)s", _dates),
    (r"(?:%(weekday)s,? )?%(month)s %(day)s%(year)s", _dates),
    (r"%(third)s%(month)s%(year)s", _third),
    (r"(?:%(turn)s)?(?:the month of )?%(month)s%(year)s", _month),
    (r"%(third)s(?P<year>\d{4})", _third_of_year),
    (r"(?P<year>\d{4})", _year),
    (r"(?:%(turn)s)?(?:the |early |late )?(?P<season>%(seasons)s)%(year)s", _season),
    (
        r"(?:early |late )?(?:on )?(?:the )?(?:(?:(?:small|early) hours|morning|evening|afternoon) of )?"
        r"(?:%(turn)s)?%(weekday)s(?: ?(?:morning|afternoon|evening|night|lunchtime|midday|noon|at dawn))?",
        _weekday,
    ),
    (r"(?:the )?night (?P<to>to|of|before) %(weekday)s", _night),
    (r"%(turn)sweekend|(?:the )?weekend", _weekend),
    (r"(?:the )?(?:%(today)s)|\d{1,2}[:.]\d{2}.*", _today),
    (r"%(yesterday)s", _yesterday),
    (r"%(tomorrow)s", _tomorrow),
    (r"overnight|(?:the )?(?:last |past )?night|(?:the )?small hours", _overnight),
    (r"(?:earlier |(?P<way>later) )?%(turn)s%(unit)s", _turn),
    (r"(?:the )?(?:very )?end of (?:%(turn)s|the )?%(unit)s", _end),
    (r"(?P<eve>year's end|month's end|the new year|christmas)", _eve),
    (r"(?:the )?(?:beginning|start) of (?:the |this )%(unit)s", _beginning),
    (r"%(number)s %(unit)ss? ago", _ago),
    (r"(?:the )?(?:next|coming) %(number)s %(unit)ss?", _next),
    (r"%(number)s %(unit)ss?(?:'s? time)?", _next),
    (r"(?:the )?(?P<rank>first|second|third|fourth) week of %(month)s%(year)s", _week_of),
    (r"(?:the )?(?:day|night|evening) (?P<way>before|after|earlier)", _beside),
    (r"(?:the )?(?P<way>previous|next|following) day", _beside),
    (r"(?:the )?(?:very )?(?:same |that )(?:very )?(?:day|morning|afternoon|evening|night)|then", _anchored),
    (r"(?:the )?(?P<ordinal>%(ordinals)s|\d{1,2}(?:st|nd|rd|th))", _ordinal),
)


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    calendar = language("en").calendar
    known = {
        "month": rf"(?P<month>{_months()})\.?",
        "weekday": rf"(?P<weekday>{'|'.join(calendar['weekdays'])})",
        "day": r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?",
        "last": r"(?P<last>\d{1,2})(?:st|nd|rd|th)?",
        "to": r" ?(?:to|and|-|until|till|through|or) ?",
        "year": r"(?:,? (?:of )?(?P<year>\d{4}|this year|last year|next year))?",
        "number": r"(?:about |some |around |nearly |over |more than |just over )?"
        rf"(?P<n>\d+|{'|'.join(language('en').numbers['words'])})",
        "turn": r"(?:the )?(?P<turn>last|next|this|past|coming|previous|following|same|that) ",
        "unit": r"(?P<unit>day|week|month|year|weekend)",
        "third": r"(?:the )?(?:very )?(?P<third>early|mid|late|beginning|start|middle|end)(?: in| of)?[- ](?:the )?",
        "seasons": "|".join(SEASONS),
        "ordinals": "|".join(ORDINALS),
    } | {name: "|".join(calendar[name]) for name in ("today", "yesterday", "tomorrow")}
    return tuple((re.compile(rf"(?:{pattern % known})$"), reading) for pattern, reading in WORDING)
