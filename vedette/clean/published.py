"""When a report appeared, read from the words that a page or a record has for it. Stands below collect and clean."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from vedette.errors import Skip
from vedette.vocabulary import Precision, Published

EARLIEST = 1900  # no report that anybody feeds in is older; earlier years are a machine's empty value
AHEAD = timedelta(hours=36)  # the farthest zone is 14 hours ahead, and papers date tomorrow's edition today

WEST, EAST = timedelta(hours=-8), timedelta(hours=9)

ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T\s]+(\d{1,2}:\d{2}.*))?")
BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z?))?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
WORDED = re.compile(rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{MONTH}(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?)?,?"
                    r"\s+(?P<year>\d{4})\b", re.I)  # fmt: skip
CLOCK = re.compile(
    r"\b(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*(?:([ap])\.?m\b\.?)?\s*\(?((?:UTC|GMT)?\s*[+-]\d{1,2}:?(?:\d{2})?|[A-Z]{2,4}\b)?",
    re.I,
)
MAILED = re.compile(r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC)")
NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(?:at\s+)?(\d{1,2}:\d{2}.*))?")
# Hours ahead of universal time, of the letters that mean one zone; IST and CST mean several, and then the day alone is sure.
ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
         "TRT": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9,
         "HKT": 8, "PKT": 5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}  # fmt: skip
SHARED = frozenset(
    {"IST", "CST", "ET", "PT", "CT", "MT", "AST", "SST", "AMT", "GST", "EDST", "ECT", "WIB", "SGT", "ICT"}
)


def read_published(told: str, order: str | None = None) -> Published:
    """Gives the instant and how sharp it is; without a zone it is UTC. Raises Skip where there is no such day.

    `order` is "day-first" or "month-first" where it is known how the publisher writes 12/03/2022.
    """
    text = " ".join(told.split())
    if (match := NUMBERS.fullmatch(text)) and (ordered := _ordered(match, order)):
        return _checked(told, match[4], str(ordered[1]), str(ordered[0]), match[5])
    if match := ISO.fullmatch(text):
        year, month, day, clock = match.groups()
        return _checked(told, year, month, day, clock)
    if match := BASIC.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _checked(told, year, month, day, f"{hour}:{minute}:{second or '00'}{zone}" if hour else None)
    if MAILED.fullmatch(text):
        try:
            return _sharp(told, parsedate_to_datetime(text))
        except ValueError:
            return _worded(told, text)
    return _worded(told, text)


def apart(one: Published, other: Published) -> bool:
    """Whether two dates differ by a day or more, as far as both are told; a day may be counted in a zone that is not."""
    if Precision.YEAR in (one.precision, other.precision):
        return one.at.year != other.at.year
    if Precision.MONTH in (one.precision, other.precision):
        return (one.at.year, one.at.month) != (other.at.year, other.at.month)
    if one.precision is other.precision:
        return abs(one.at - other.at) >= timedelta(days=1)
    sharp, vague = (one, other) if one.precision is Precision.SECOND else (other, one)
    own = {sharp.at.date(), sharp.at.astimezone(UTC).date()}
    if not sharp.at.utcoffset():  # the publisher's own day may be another; most write from California to Japan
        own |= {(sharp.at + WEST).date(), (sharp.at + EAST).date()}
    return vague.at.date() not in own


def fault(told: Published, taken_in: datetime) -> str | None:
    """Gives what is wrong with a date of a page taken in at that instant, None where nothing is."""
    if told.at > taken_in + AHEAD:
        return f"published {told.at.isoformat()}, but taken in {taken_in.isoformat()}"
    return None


def _worded(told: str, text: str) -> Published:
    """Reads '10:31, Wed, Feb 2, 2022' and '2 February 2022'; '02/03/2022' has two readings and gets none."""
    match = WORDED.search(text)
    if not match:
        raise Skip("unreadable date", f"{told!r} is no date that has one reading; write it as 2022-02-28")
    month = MONTHS.index(match["month"].lower()) + 1
    clock = CLOCK.search(text[: match.start()] + " " + text[match.end() :])
    if clock is None:
        return _checked(told, match["year"], str(month), match["day"] or match["after"], None)
    day = match["day"] or match["after"]
    zone = (clock[4] or "").upper().replace(" ", "")
    if zone in SHARED:
        return _checked(told, match["year"], str(month), day, None)
    hour = int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0) if clock[3] else int(clock[1])
    return _checked(told, match["year"], str(month), day, f"{hour:02}:{clock[2]}{_offset(zone)}")


def _ordered(match: re.Match[str], order: str | None) -> tuple[int, int] | None:
    """Gives day and month of 25/02/2022, 25.2.2022 and, by the publisher's order, 12/03/2022."""
    first, second = int(match[1]), int(match[3])
    if first > 12 or (match[2] == "." and second <= 12) or (order == "day-first" and second <= 12):
        return first, second
    return (second, first) if second > 12 or order == "month-first" else None


def _offset(zone: str) -> str:
    """Gives a zone as `fromisoformat` wants it; letters that are no zone's tell none."""
    if match := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?", zone):
        return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"
    hours = ZONES.get(zone)
    return "" if hours is None else f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"


def _checked(told: str, year: str, month: str | None, day: str | None, clock: str | None) -> Published:
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise Skip("impossible date", f"{told!r} is no day of any calendar") from None
    if clock and day:
        try:
            return _sharp(told, datetime.fromisoformat(f"{first}T{_clock(clock)}"))
        except ValueError:
            raise Skip("unreadable date", f"{told!r} has no time of day that can be read") from None
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return _recent(told, Published(at=datetime(first.year, first.month, first.day, tzinfo=UTC), precision=precision))


def _clock(clock: str) -> str:
    """Gives the time of day as `fromisoformat` wants it: two digits an hour, no blanks, a zone in figures."""
    bare = re.sub(r"(?<=\d)\s*(?:UTC|GMT)$", "Z", clock.strip())
    if letters := re.search(r"(?<=\d) ?([A-Z]{2,4})$", bare):
        bare = bare[: letters.start()] + (_offset(letters[1]) or letters[1])
    if half := re.fullmatch(r"(\d{1,2}):(\d\d) ?([ap])\.?m\.?", bare, re.I):
        bare = f"{int(half[1]) % 12 + (12 if half[3].lower() == 'p' else 0):02}:{half[2]}"
    bare = re.sub(r"([+-]\d\d)$", r"\1:00", bare.replace(" ", ""))
    return bare.zfill(len(bare) + 1) if bare[1] == ":" else bare


def _sharp(told: str, at: datetime) -> Published:
    zoned = at if at.tzinfo else at.replace(tzinfo=UTC)
    return _recent(told, Published(at=zoned, precision=Precision.SECOND))


def _recent(told: str, published: Published) -> Published:
    if published.at.year < EARLIEST:
        raise Skip("impossible date", f"{told!r} is before {EARLIEST}")
    return published
