"""What a whole report names beside its claims: every place, day and figure, resolved."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge.names import pieces
from vedette.languages import language
from vedette.reader.expressions import FigureMention, Mention
from vedette.reader.mentions import Mentions, mentions
from vedette.reader.sentences import Sentence, sentences
from vedette.resolve.beside import day_before, looks_ahead
from vedette.resolve.dates import when
from vedette.resolve.placing import Located, places
from vedette.resolve.quantities import Standing, counted_before, quantity, standing
from vedette.vocabulary import Quantity, Report, Span, When

NUMERIC = re.compile(r"(?<![\d/.-])\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d(?![\d/-])")


class Dated(NamedTuple):
    """An expression of time with its days; `when` is None where they stay open, and `reason` says why."""

    span: Span
    when: When | None
    reason: str


class Counted(NamedTuple):
    """A figure with its bounds, None where it counts nothing known; `standing` says whether it is a whole, a part or more."""

    span: Span
    quantity: Quantity | None
    standing: Standing
    reason: str


def places_in(report: Report) -> tuple[Located, ...]:
    """Gives the places that a report names, its furniture left out."""
    cut = [part.span for part in report.furniture]
    return tuple(each for each in places(report.text) if not _within(each.span, cut))


def dates_in(report: Report) -> tuple[Dated, ...]:
    """Gives the expressions of time of a report, each counted from its publication."""
    figures = numeric(report)
    worded = (_span(sentence, day) for sentence, found in mentioned(report) for day in found.dates)
    spans = [*figures, *(span for span in worded if not _within(span, figures))]
    return tuple(dated(report, span) for span in sorted(spans))


def quantities_in(report: Report) -> tuple[Counted, ...]:
    """Gives the figures of a report that count something known."""
    dates = numeric(report)
    spans = (_span(sentence, figure) for sentence, found in mentioned(report) for figure in found.figures)
    told = (counted(report, span) for span in spans if not _within(span, dates))
    return tuple(each for each in told if each.quantity)


def numeric(report: Report) -> tuple[Span, ...]:
    """Gives the days written in figures alone, "12/03/2022", outside the furniture."""
    cut = [part.span for part in report.furniture]
    return tuple(match.span() for match in NUMERIC.finditer(report.text) if not _within(match.span(), cut))


def _within(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def mentioned(report: Report) -> Iterator[tuple[Sentence, Mentions]]:
    """Gives the sentences of a report, each with what the reader finds named in it."""
    words, people = language("en"), knowledge.people_named(pieces(report.text))
    return ((sentence, mentions(sentence, words, people)) for sentence in sentences(report))


def dated(report: Report, span: Span) -> Dated:
    """Gives the days that the words of a span mean in a report."""
    facts = knowledge.outlet_facts(report.outlet)
    anchor = day_before(report.text, span[0], report.published)
    found, reason = when(
        report.text[slice(*span)],
        report.published,
        ahead=looks_ahead(report.text, span),
        anchor=anchor,
        order=facts.orders if facts else None,
    )
    return Dated(span, found, reason)


def counted(report: Report, span: Span) -> Counted:
    """Gives the bounds of the figure in a span of a report."""
    found, reason = quantity(report.text[slice(*span)], counted_before(report.text, span[0]))
    return Counted(span, found, standing(report.text, span), reason)


def precision(days: When) -> str:
    """Gives how sharp a date is: day | week | month | year | range, or since | until where one end is open."""
    if not days.start or not days.end:
        return "since" if days.start else "until"
    if days.start == days.end:
        return "day"
    if days.start.weekday() == 0 and days.end - days.start == timedelta(6):
        return "week"
    after = days.end + timedelta(1)
    if days.start.day == 1 and after == date(days.start.year + days.start.month // 12, days.start.month % 12 + 1, 1):
        return "month"
    whole = (days.start.month, days.start.day, days.end.month, days.end.day) == (1, 1, 12, 31)
    return "year" if whole and days.start.year == days.end.year else "range"


def _span(sentence: Sentence, told: FigureMention | Mention) -> Span:
    return sentence.tokens[told.start].start, sentence.tokens[told.end - 1].end
