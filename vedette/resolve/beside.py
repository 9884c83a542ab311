"""The days told around an expression of time: what it goes back to, and whether its clause speaks of what is to come."""

import re
from datetime import date
from functools import cache

from vedette.languages import language
from vedette.resolve.dates import when
from vedette.vocabulary import Published, Span

FUTURE = re.compile(r"\b(?:will|won't|(?:is|are) (?:to|due|expected|scheduled|set|planned)|shall|plans? to|going to)\b")


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
