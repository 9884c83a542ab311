"""The days told around an expression of time: what it goes back to, and whether its clause speaks of what is to come."""

import re
from datetime import date, timedelta
from functools import cache

from vedette.languages import language
from vedette.resolve.counted import MOVES_FORCES
from vedette.resolve.dates import when
from vedette.vocabulary import Claim, Mode, Published, Reality, Report, Span, When

FUTURE = re.compile(r"\b(?:will|won't|(?:is|are) (?:to|due|expected|scheduled|set|planned)|shall|plans? to|going to)\b")
HEAD = re.compile(
    r"(?P<day>(?:Last|Earlier this) (?:week|month|year)|Yesterday|On (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|In (?:January|"
    r"February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?),? (?=[A-Z])"
)
MONTHS = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
SINCE = re.compile(rf"\bsince (?:\w+ ){{0,2}}?(?P<day>(?:last )?{MONTHS}(?: \d{{4}})?|(?:19|20)\d\d)\b")
BY = re.compile(
    rf"\bby (?P<day>the end of (?:the|this|next) (?:week|month|year)|{MONTHS} \d{{1,2}}|\d{{1,2}} {MONTHS}|(?:19|20)\d\d)\b"
)
TO = re.compile(
    r"\s*(?:to|until|till|through)\s+(?:noon|midday|midnight)?\s*(?:on\s+)?"
    r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:,? (?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}))?)\b"
)
HOURS_TO = re.compile(r"\b(?:24|twenty-four) hours (?:to|until|ending|up to)\b[^,;]{0,15}$", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
# A year after a name is part of it: "Zapad 2021"; after these it is a time though they begin with a capital.
IN_NAME = re.compile(
    r"\b(?!(?:In|Since|By|During|Until|Till|Of|For|From|Before|After|Throughout|Through|Late|Early|Mid|Around|About|And|To|"
    r"Spring|Summer|Autumn|Fall|Winter|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)[A-Z][\w’'-]+[ -]$"
)


def looks_ahead(text: str, span: Span) -> bool:
    """Whether the clause around an expression speaks of what is to come: "will arrive on Tuesday"."""
    before = re.split(r"[.;!?\n]", text[max(0, span[0] - 160) : span[0]])[-1]
    behind = re.split(r"[.;!?\n]", text[span[1] : span[1] + 80])[0]
    return FUTURE.search(f"{before} | {behind}") is not None


def day_before(text: str, at: int, published: Published | None) -> date | None:
    """Gives the last day that a text tells before an offset: the one that "the day before" goes back to."""
    for match in reversed(list(_day_told().finditer(text, max(0, at - 400), at))):
        days, _ = when(match.group(), published)
        if days and days.start and days.start == days.end:
            return days.start
    return None


@cache
def _day_told() -> re.Pattern[str]:
    month = "|".join(sorted((m.title() for m in language("en").calendar["months"]), key=len, reverse=True))
    weekday = "|".join(day.title() for day in language("en").calendar["weekdays"])
    return re.compile(
        rf"\b(?:{weekday})\b|\b\d{{1,2}} (?:{month})\b|\b(?:{month})\.? \d{{1,2}}\b|\b[Yy]esterday\b|\b[Tt]oday\b"
    )


def in_name(text: str, span: Span) -> bool:
    """Whether a year is part of a name, "Zapad 2021", and no date."""
    return bool(YEAR.fullmatch(text[slice(*span)]) and IN_NAME.search(text[max(0, span[0] - 40) : span[0]]))


def stretched(days: When, report: Report, span: Span, ahead: bool) -> When:
    """Gives days with what stands around them: "from noon on Thursday to noon on Sunday", "the 24 hours to 6 a.m. on Friday"."""
    text, (start, end) = report.text, span
    if days.start and days.start == days.end and HOURS_TO.search(text[max(0, start - 50) : start]):
        return When(start=days.start - timedelta(1), end=days.end)
    on = TO.match(text[end : end + 60])
    if not on or not days.start or "from" not in text[max(0, start - 20) : start + 5].lower().split():
        return days
    told, _ = when(on["day"], report.published, ahead=ahead)
    return When(start=days.start, end=told.end) if told and told.end and told.end > days.start else days


def told_beside(claim: Claim, report: Report) -> When | None:
    """Gives the days of a claim for which the reader found none, where its sentence tells them plainly."""
    return _since_or_by(claim, report) or _at_the_head(claim, report)


def _since_or_by(claim: Claim, report: Report) -> When | None:
    """Gives since when a force is said to be based, or by when one is to come or go."""
    last = claim.evidence[1]
    end = report.text.find(". ", last)
    end = min(end if end >= 0 else len(report.text), last + 80)
    clause = report.text[claim.trigger[1] : end].partition("\n")[0]
    if claim.mode is Mode.STATION and (since := SINCE.search(clause)):
        days, _ = when(since["day"], report.published)
        return When(start=days.start, end=None) if days else None
    planned = claim.reality is not Reality.ACTUAL and claim.mode in MOVES_FORCES
    by = BY.search(clause) if planned else None
    days = when(by["day"], report.published, ahead=True)[0] if by else None
    return When(start=None, end=days.end) if days else None


def _at_the_head(claim: Claim, report: Report) -> When | None:
    """Gives the days with which the sentence of an act begins, right before who does it: "Last month Putin threatened …"."""
    start = claim.trigger[0]
    lead = re.split(r"[.!?”]\s|\n", report.text[max(0, start - 90) : start])[-1]
    told = HEAD.match(lead)
    return when(told["day"], report.published)[0] if told else None
