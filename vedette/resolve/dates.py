"""An expression of time → days. Relative ones count from the publication date; without one they stay unresolved."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from vedette.languages import language
from vedette.vocabulary import Precision, Published, When

Days = tuple[date | None, date | None]
THIRDS = {"early": (1, 10), "beginning of": (1, 10), "mid": (11, 20), "middle of": (11, 20), "late": (21, 31), "end of": (21, 31)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    calendar = language("en").calendar
    month = rf"(?P<month>{'|'.join(sorted(calendar['months'], key=len, reverse=True))})\.?"
    weekday = "|".join(calendar["weekdays"])
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?:,? (?P<year>\d{4}))?"
    number = rf"(?P<n>\d+|{'|'.join(language('en').numbers['words'])})"
    return {
        "iso": re.compile(r"(?P<iso>\d{4}-\d\d-\d\d)$"),
        "days_month": re.compile(rf"(?:from |between )?{day}(?:st|nd|rd|th)? ?(?:to|and|-|–|until) ?(?P<last>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{month}{year}$"),
        "month_days": re.compile(rf"(?:from |between )?{month} {day} ?(?:to|and|-|–|until|through) ?(?P<last>\d{{1,2}}){year}$"),
        "day_month": re.compile(rf"(?:the )?{day} (?:of )?{month}{year}$"),
        "month_day": re.compile(rf"{month} {day}{year}$"),
        "third": re.compile(rf"(?P<third>early|mid|late|beginning of|middle of|end of)[- ](?:the )?{month}{year}$"),
        "month": re.compile(rf"(?P<turn>last |next |this |past )?(?:the month of )?{month}(?: of)?{year}$"),
        "season": re.compile(rf"(?P<turn>last |next |this )?(?:the )?(?P<season>{'|'.join(SEASONS)})(?: of)?{year}$"),
        "year": re.compile(r"(?P<year>\d{4})$"),
        "weekday": re.compile(rf"(?P<turn>last |next |this |past )?(?P<weekday>{weekday})(?: (?:morning|afternoon|evening|night))?$"),
        "turn": re.compile(r"(?:the )?(?P<turn>last|next|this|past) (?P<span>week|month|year|weekend)$"),
        "end_of": re.compile(r"(?:the )?end of (?:the )?(?P<turn>next |this )?(?P<span>week|month|year)$"),
        "ago": re.compile(rf"(?:about |some )?{number} (?P<span>day|week|month|year)s? (?P<way>ago|earlier|before|later)$"),
    }


def when(text: str, published: Published | None, *, ahead: bool = False) -> tuple[When | None, str]:
    """Gives the days that an expression means and the reason, or None and what is missing.

    `ahead` says that the text speaks of what is to come: "on Tuesday" is then the next one and not the last.
    """
    told = re.sub(r"\s+", " ", text.lower().replace("’", "'")).strip(" ,.")
    told = re.sub(r"^(on|in|during|at|through|over) ", "", told).strip()
    said = published if published and published.precision in {Precision.SECOND, Precision.DAY} else None
    for opener, shape in (("since ", "from"), ("from ", "range"), ("between ", "range"), ("until ", "to"), ("till ", "to"),
                          ("by ", "to"), ("before ", "to"), ("after ", "from")):  # fmt: skip
        if told.startswith(opener):
            found = _bounded(told.removeprefix(opener), shape, published, said, ahead)
            return found if found[0] or shape == "range" else (None, found[1])
    days, reason = _days(told, published, said, ahead)
    return (When(start=days[0], end=days[1]), reason) if days else (None, reason)


def _bounded(rest: str, shape: str, published: Published | None, said: Published | None, ahead: bool) -> tuple[When | None, str]:
    if shape == "range":
        for word in (" to ", " until ", " till ", " and ", " through ", "-", "–"):
            left, _, right = rest.partition(word)
            if right:
                b, why = _days(right, published, said, ahead)
                a, _ = _days(left if re.search(r"[a-z]", left) else f"{left} {_month_of(right)}", published, said, ahead)
                if a and b:
                    return When(start=a[0], end=b[1]), why
        days, reason = _days(rest, published, said, ahead)
        return (When(start=days[0], end=None), reason) if days else (None, reason)
    days, reason = _days(rest, published, said, ahead or shape == "to")
    if not days:
        return None, reason
    if shape == "from":
        return When(start=days[0], end=None), f"since: {reason}"
    return When(start=None, end=days[1]), f"until: {reason}"


def _month_of(text: str) -> str:
    found = re.search("|".join(sorted(language("en").calendar["months"], key=len, reverse=True)), text)
    return found.group() if found else ""


def _days(told: str, published: Published | None, said: Published | None, ahead: bool) -> tuple[Days | None, str]:
    for name, pattern in _grammar().items():
        if match := pattern.match(told.strip(" ,")):
            parts = {key: value.strip() if value else "" for key, value in match.groupdict().items()}
            try:
                return _reading(name, parts, published, said, ahead)
            except ValueError:
                return None, f"no such day: {told}"
    words = language("en").calendar
    if told in words["today"] + words["yesterday"] + words["tomorrow"] + ["overnight", "weekend", "the weekend"]:
        if not said:
            return None, "relative to an unknown publication date"
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(told, 0)
        if told == "overnight":
            return (said.day - timedelta(1), said.day), "the night before publication"
        if "weekend" in told:
            return _span("weekend", "last", said.day), "the weekend before publication"
        return (said.day + timedelta(shift),) * 2, f"{told}, from the publication date"
    return None, f"not understood: {told}"


def _reading(name: str, p: dict[str, str], published: Published | None, said: Published | None, ahead: bool) -> tuple[Days | None, str]:
    words = language("en").calendar
    if name == "iso":
        day = date.fromisoformat(p["iso"])
        return (day, day), "as written"
    if name == "year":
        return (date(int(p["year"]), 1, 1), date(int(p["year"]), 12, 31)), "the year"
    if name in {"weekday", "turn", "end_of", "ago"}:
        return _relative(name, p, said, ahead)
    if name == "season":
        return _season(p, published, ahead)
    month = words["months"][p["month"]]
    year = int(p["year"]) if p.get("year") else _year_for(month, published, ahead, p.get("turn", ""), int(p.get("day") or 0))
    if year is None:
        return None, "no year, and the publication date is unknown"
    reason = "as written" if p.get("year") else "the year by the publication date"
    if name in {"day_month", "month_day"}:
        day = date(year, month, int(p["day"]))
        return (day, day), reason
    if name in {"days_month", "month_days"}:
        return (date(year, month, int(p["day"])), date(year, month, int(p["last"]))), reason
    last = monthrange(year, month)[1]
    if name == "third":
        a, b = THIRDS[p["third"]]
        return (date(year, month, a), date(year, month, min(b, last))), f"{p['third']} of the month; {reason}"
    return (date(year, month, 1), date(year, month, last)), f"the month; {reason}"


def _year_for(month: int, published: Published | None, ahead: bool, turn: str, day: int) -> int | None:
    """Gives the year of a month that is told without one: the last such month, or the next where the text looks ahead."""
    if not published:
        return None
    at = published.day
    if turn == "next" or ahead:
        return at.year if month >= at.month else at.year + 1
    if turn in {"last", "past"}:
        return at.year if month < at.month else at.year - 1
    later = month > at.month or (month == at.month and day > at.day + 1)
    # A month that is just ahead is more likely the coming one than that of eleven months ago.
    return at.year - 1 if later and month - at.month > 2 else at.year


def _relative(name: str, p: dict[str, str], said: Published | None, ahead: bool) -> tuple[Days | None, str]:
    if not said:
        return None, "relative to an unknown publication date"
    words, day = language("en"), said.day
    if name == "weekday":
        wanted, turn = words.calendar["weekdays"][p["weekday"]], p["turn"]
        back = (day.weekday() - wanted) % 7
        if turn == "next" or (ahead and turn not in {"last", "past"}):
            found = day + timedelta((wanted - day.weekday()) % 7 or (7 if turn == "next" else 0))
        elif turn in {"last", "past"}:
            found = day - timedelta(back or 7)
        else:
            found = day - timedelta(back)
        return (found, found), f"the {p['weekday'].title()} {'after' if found > day else 'on or before'} publication on {day}"
    if name == "ago":
        n = int(p["n"]) if p["n"].isdigit() else words.numbers["words"][p["n"]]
        if p["way"] in {"earlier", "before", "later"}:
            return None, "counts from another event"
        size = {"day": 1, "week": 7, "month": 30, "year": 365}[p["span"]]
        found = day - timedelta(n * size)
        return (found, found) if size == 1 else (found - timedelta(size // 2), found + timedelta(size // 2)), f"{n} {p['span']}s before publication"
    if name == "end_of":
        return _span(p["span"], p["turn"] or "this", day, to_end=True), "the end of it, from the publication date"
    return _span(p["span"], p["turn"], day), f"{p['turn']} {p['span']}, from the publication date"


def _span(size: str, turn: str, day: date, *, to_end: bool = False) -> Days:
    step = {"last": -1, "past": -1, "this": 0, "next": 1}[turn]
    if size == "weekend":
        saturday = day - timedelta((day.weekday() - 5) % 7) + timedelta(7 * (step + (1 if step == -1 else 0)))
        return saturday, saturday + timedelta(1)
    if size == "week":
        start = day - timedelta(day.weekday()) + timedelta(7 * step)
        end = start + timedelta(6)
    elif size == "month":
        month = day.year * 12 + day.month - 1 + step
        start = date(month // 12, month % 12 + 1, 1)
        end = date(start.year, start.month, monthrange(start.year, start.month)[1])
    else:
        start, end = date(day.year + step, 1, 1), date(day.year + step, 12, 31)
    return (end, end) if to_end else (start, end)


def _season(p: dict[str, str], published: Published | None, ahead: bool) -> tuple[Days | None, str]:
    first, last = SEASONS[p["season"]]
    if p["year"]:
        year = int(p["year"])
    elif published:
        year = published.day.year
        if p["turn"] == "last" or (not ahead and first > published.day.month):
            year -= 1
        if p["turn"] == "next" or (ahead and last < published.day.month and first < last):
            year += 1
    else:
        return None, "no year, and the publication date is unknown"
    end_year = year + (1 if last < first else 0)
    return (date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1])), f"the {p['season']}"
