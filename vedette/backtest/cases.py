"""Cases replayed day by day, knowing only what was known: was there a warning, when, how long before, and in vain?"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from vedette.assess import LIMIT
from vedette.backtest.scores import Forecast, Scores, scores
from vedette.collect import cases
from vedette.collect.cases import Case
from vedette.errors import Stop
from vedette.origins import origins
from vedette.pipeline import Read, Study, read_page, study
from vedette.reader import read
from vedette.vocabulary import (
    Assessment,
    Claim,
    Hypothesis,
    Level,
    Origin,
    Page,
    Problem,
    Report,
    Watch,
    Word,
    at_midnight,
)
from vedette.vocabulary import Warning as Raised

HORIZON = 90  # days: a forecast says whether the question comes true within so many; a season's exercise and its end
STEP = 7  # days between forecasts
NEVER = 0.01  # what "as last week" says of a thing that has not happened


class Heard(NamedTuple):
    """A case as read: its facts, and all that its reports claim."""

    name: str
    case: Case
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    origins: tuple[Origin, ...]
    problems: tuple[Problem, ...]


class Row(Word, frozen=True, kw_only=True):
    """One forecast with what moved it: strength × reliability of each indicator on that day."""

    forecast: Forecast
    readings: dict[str, float]


class Answer(Word, frozen=True, kw_only=True):
    """How a question of a case came out. Leads count from the first day of a warning that still stood, kept raised.

    `brier` is None where the case is too short for a forecast whose outcome is known. Where `known` is false nobody says
    how it came out: then the warnings are told, and nothing is scored.
    """

    case: str
    hypothesis: str
    kind: str
    says: str
    happened: date | None
    watch: date | None
    watch_lead: int | None
    warning: date | None
    warning_lead: int | None
    false_watch: int
    false_warning: int
    days_in_vain: int
    most: float
    brier: float | None
    likelihood: dict[str, float]
    rows: tuple[Row, ...]
    series: tuple[tuple[date, float], ...]
    known: bool = True


def hear(folder: Path, reader: Read = read) -> Heard:
    """Gives a case, read. Raises Stop where the case cannot be read."""
    facts = cases.case(folder)
    reports: list[Report] = []
    claims: list[Claim] = []
    problems: list[Problem] = []
    for page in cases.pages(folder, at_midnight(facts.end)):
        if isinstance(page, Page):
            made, found, faults = read_page(page, reader)
            reports += made
            claims += found
            problems += faults
        else:
            problems.append(page)
    traced = origins(tuple(reports)).results
    return Heard(folder.resolve().name, facts, tuple(reports), tuple(claims), traced, tuple(problems))


def replay(heard: Heard, watch: Watch) -> Study:
    """Gives what a watch made of a case, day by day."""
    return study(watch, heard.reports, heard.claims, heard.origins, heard.case.end)


def answers(heard: Heard, watch: Watch, made: Study) -> tuple[Answer, ...]:
    """Gives how each question with a known outcome came out; of a case without outcomes what was said of each question.

    Raises Stop where an outcome names no question, or a day on which the case is not told.
    """
    questions = {h.name: h for h in watch.hypotheses}
    case, file = heard.case, f"{heard.name}/case.toml"
    for name, outcome in case.outcomes.items():
        if name not in questions:
            known = ", ".join(questions)
            raise Stop(f"{file}: outcomes.{name} is no hypothesis of {watch.name!r}; known: {known}")
        if outcome.day and not case.start <= outcome.day <= case.end:
            raise Stop(
                f"{file}: outcomes.{name}.happened: {outcome.day} lies outside the case;"
                f" name a day from {case.start} to {case.end}, or false"
            )
    return tuple(_answer(heard, questions[name], made) for name in heard.case.outcomes or questions)


def _answer(heard: Heard, h: Hypothesis, made: Study) -> Answer:
    outcome = heard.case.outcomes.get(h.name)
    happened = outcome.day if outcome else None
    series = sorted((a for a in made.assessments if a.hypothesis == h.name), key=lambda a: a.day)
    raised = [w for w in made.warnings if w.kind == "hypothesis" and w.subject == h.name]
    rows = tuple(_rows(heard, h, series, happened)) if outcome else ()
    of = {
        Level.WATCH: raised,
        Level.WARNING: [w for w in raised if w.level is Level.WARNING],
    }  # the upper line holds the lower
    at = {level: _standing(of[level], happened) for level in Level}
    vain = {level: [w for w in raised if outcome and w.level is level and _in_vain(w, happened)] for level in Level}
    days = len(
        {
            day
            for warnings in vain.values()
            for w in warnings
            for day in range(w.raised.toordinal(), (w.cleared or heard.case.end).toordinal())
        }
    )
    said, came = [row.forecast.p for row in rows], [row.forecast.happened for row in rows]
    before = [a.probability for a in series if happened is None or a.day < happened]
    return Answer(
        case=heard.name, hypothesis=h.name, kind=h.kind, says=h.says, happened=happened,
        watch=at[Level.WATCH], watch_lead=_lead(at[Level.WATCH], happened),
        warning=at[Level.WARNING], warning_lead=_lead(at[Level.WARNING], happened),
        false_watch=len(vain[Level.WATCH]), false_warning=len(vain[Level.WARNING]), days_in_vain=days,
        most=max(before, default=h.prior),
        brier=round(sum((p - o) ** 2 for p, o in zip(said, came, strict=True)) / len(rows), 4) if rows else None,
        likelihood=h.likelihood, rows=rows, series=tuple((a.day, a.probability) for a in series),
        known=outcome is not None,
    )  # fmt: skip


def _rows(heard: Heard, h: Hypothesis, series: Sequence[Assessment], happened: date | None) -> Iterable[Row]:
    """Gives the weekly forecasts before the outcome, or as long as the case tells what came of them."""
    last = happened - timedelta(days=1) if happened else heard.case.end - timedelta(days=HORIZON)
    day, at = heard.case.start, -1
    while day <= last:
        while at + 1 < len(series) and series[at + 1].day <= day:
            at += 1
        known = series[at] if at >= 0 else None
        yield Row(
            forecast=Forecast(
                day=day,
                cell=(heard.name, h.name),
                p=known.probability if known else h.prior,
                happened=happened is not None and (happened - day).days <= HORIZON,
            ),
            readings=_readings(known) if known else {},
        )
        day += timedelta(days=STEP)


def _readings(known: Assessment) -> dict[str, float]:
    """Gives what each indicator read that counted.

    One whose group counts by another says nothing of its own, and the term that keeps a probability within its limits
    is no indicator. Of a ratio of 1 nothing can count, so it is read all the same.
    """
    told = (t for t in known.terms if t.strength and t.indicator != LIMIT and (t.value or t.likelihood == 1.0))
    return {t.indicator: round(t.strength * t.reliability, 6) for t in told}


def _standing(raised: list[Raised], happened: date | None) -> date | None:
    """Gives when the warning was raised that stood as the thing happened; of a thing that did not, the first raised."""
    if happened is None:
        return min((w.raised for w in raised), default=None)
    stood = [w.raised for w in raised if w.raised <= happened and (w.cleared is None or w.cleared > happened)]
    return min(stood, default=None)


def _in_vain(warning: Raised, happened: date | None) -> bool:
    """Whether a warning stood for nothing: what it warned of came on none of its days, nor in the horizon after them."""
    if happened is None:
        return True
    late = warning.raised > happened
    return not late and warning.cleared is not None and (happened - warning.cleared).days > HORIZON


def _lead(raised: date | None, happened: date | None) -> int | None:
    return (happened - raised).days if raised and happened else None


def summed(found: Sequence[Answer], share: float) -> Scores | None:
    """Gives the scores of all forecasts of some answers; `share` is how often such things came true elsewhere."""
    rows = [row.forecast for answer in found for row in answer.rows]
    if not rows:
        return None
    told = {"base rate": [share] * len(rows), "as last week": [NEVER] * len(rows)}
    return scores([f.p for f in rows], [f.happened for f in rows], told)


def share(found: Iterable[Answer]) -> float:
    """Gives the share of forecasts that came true."""
    came = [row.forecast.happened for answer in found for row in answer.rows]
    return sum(came) / len(came) if came else 0.0
