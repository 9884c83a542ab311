"""When a report appeared, read from the words that a page or a record has for it. Stands below collect and clean."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from vedette.errors import Skip
from vedette.vocabulary import Precision, Published

EARLIEST = 1900  # no report that anybody feeds in is older; earlier years are a machine's empty value
AHEAD = timedelta(hours=36)  # the farthest zone is 14 hours ahead, and papers date tomorrow's edition today

ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T\s]+(\d{1,2}:\d{2}.*))?")
BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z?))?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
WORDED = re.compile(rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{MONTH}(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?)?,?"
                    r"\s+(?P<year>\d{4})\b", re.I)  # fmt: skip
CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\s*([ap])?\.?m?\b", re.I)


def read_published(told: str) -> Published:
    """Gives the instant and how sharp it is; without a zone it is UTC. Raises Skip where there is no such day."""
    text = told.strip()
    if match := ISO.fullmatch(text):
        year, month, day, clock = match.groups()
        return _checked(told, year, month, day, clock)
    if match := BASIC.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _checked(told, year, month, day, f"{hour}:{minute}:{second or '00'}{zone}" if hour else None)
    try:
        return _sharp(told, parsedate_to_datetime(text))
    except ValueError:
        return _worded(told, text)


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
    hour = int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0) if clock[3] else int(clock[1])
    return _checked(told, match["year"], str(month), match["day"] or match["after"], f"{hour:02}:{clock[2]}")


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
    bare = re.sub(r"\s*(?:UTC|GMT)$", "Z", clock.strip()).replace(" ", "")
    return bare.zfill(len(bare) + 1) if bare[1] == ":" else bare


def _sharp(told: str, at: datetime) -> Published:
    zoned = at if at.tzinfo else at.replace(tzinfo=UTC)
    return _recent(told, Published(at=zoned, precision=Precision.SECOND))


def _recent(told: str, published: Published) -> Published:
    if published.at.year < EARLIEST:
        raise Skip("impossible date", f"{told!r} is before {EARLIEST}")
    return published
