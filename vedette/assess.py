"""Signals → Assessments: FIELD's odds form, in figures and in ICD 203 words, every term shown.

log-odds(H) = log-odds(prior) + Σ strength(i) × ln(likelihood ratio of i under H, corrected by its reliability);
indicators that share a group count once, by the strongest; no indicator moves more than a factor of ten.
"""

from collections.abc import Iterable
from datetime import date
from math import exp, log
from typing import NamedTuple

from vedette.vocabulary import Assessment, Done, Hypothesis, Signal, State, Term, Watch, content_id

CAP = 2.3  # |ln LR| of one indicator or group: a factor of ten
LEAST, MOST = 0.01, 0.99
LIMIT = "limit"  # the term that keeps a probability between them
# ICD 203, the row of plain likelihood words; bins are half-open so that no figure has two words.
WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)


def in_words(probability: float) -> str:
    """Gives the ICD 203 word of a probability: [0.20, 0.45) is "unlikely"."""
    return next(words for below, words in WORDS if probability < below)


def assess(watch: Watch, day: date, signals: tuple[Signal, ...], before: dict[str, Assessment]) -> Done[Assessment]:
    """Gives each hypothesis' probability on a day. `before` are the assessments last made, for the changes."""
    by_name = {signal.indicator: signal for signal in signals}
    return Done(results=tuple(_assessed(watch, h, day, by_name, before.get(h.name)) for h in watch.hypotheses))


def corrected(likelihood: float, reliability: float) -> float:
    """Gives ln LR of a report that is only so reliable: ln(r LR + 1 - r), capped at a factor of ten.

    FIELD's [r P(e|H) + (1-r) q] / [r P(e|not H) + (1-r) q] with q, the rate of false reports, as P(e|not H): a report
    that may be wrong is as likely made up as it is seen without cause. At r = 0 it says nothing.
    """
    return max(-CAP, min(CAP, log(reliability * likelihood + 1.0 - reliability)))


def _assessed(
    watch: Watch, h: Hypothesis, day: date, signals: dict[str, Signal], last: Assessment | None
) -> Assessment:
    before = {term.indicator: term.value for term in last.terms} if last else {}
    terms = [
        _term(name, signals[name], h.likelihood[name], value, before, why)
        for name, (value, why) in _values(watch, h, signals).items()
    ]
    prior = round(log(h.prior / (1 - h.prior)), 6)
    free = prior + sum(term.value for term in terms)
    held = round(min(_log_odds(MOST), max(_log_odds(LEAST), free)), 6)
    if round(held - free, 6) or LIMIT in before:
        read = Signal(indicator=LIMIT, day=day, strength=1.0, state=State.SEEN, reason="")
        why = f"nothing from open news is surer than {LEAST:.0%} or {MOST:.0%}"
        terms.append(_term(LIMIT, read, 1.0, held - free, before, why))
    log_odds = round(prior + sum(term.value for term in terms), 6)
    probability = round(1 / (1 + exp(-log_odds)), 6)
    moved = sorted((t for t in terms if t.value and t.indicator != LIMIT), key=lambda t: (-abs(t.value), t.indicator))
    return Assessment(
        id=content_id("assessment", watch.name, h.name, day),
        hypothesis=h.name,
        day=day,
        probability=probability,
        words=in_words(probability),
        change=round(probability - (last.probability if last else h.prior), 6),
        prior=h.prior,
        terms=tuple(terms),
        missing=tuple(n for n in h.likelihood if signals[n].state is State.NO_COVERAGE),
        evidence=tuple(dict.fromkeys(c for t in moved for c in signals[t.indicator].evidence[:4]))[:24],
        log_odds=log_odds,
        moved=round(sum(term.change for term in terms), 6),
    )


def _term(
    name: str, signal: Signal, likelihood: float, value: float, before: dict[str, float], why: str | None
) -> Term:
    return Term(
        indicator=name,
        strength=signal.strength,
        likelihood=likelihood,
        value=round(value, 6),
        change=round(round(value, 6) - before.get(name, 0.0), 6),
        reason=signal.reason if why is None else why,
        reliability=signal.reliability,
    )


def _log_odds(probability: float) -> float:
    return log(probability / (1 - probability))


def _values(watch: Watch, h: Hypothesis, signals: dict[str, Signal]) -> dict[str, tuple[float, str | None]]:
    """Gives each indicator's log-odds, with the reason where another of its group counts in its place."""
    group = {indicator.name: indicator.group or indicator.name for indicator in watch.indicators}
    worth = {
        name: signals[name].strength * corrected(ratio, signals[name].reliability)
        for name, ratio in h.likelihood.items()
    }
    strongest: dict[str, str] = {}
    for name in sorted(worth, key=lambda n: (-abs(worth[n]), n)):
        strongest.setdefault(group[name], name)
    return {
        name: (value, None) if strongest[group[name]] == name or not value
        else (0.0, f"counted with {strongest[group[name]]}, which measures the same")
        for name, value in worth.items()
    }  # fmt: skip


class Row(NamedTuple):
    """A row of the matrix: an indicator and how well its reading fits each hypothesis, in log-odds."""

    indicator: str
    state: State
    fits: dict[str, float]  # by hypothesis; positive fits, negative does not, 0 says nothing
    spread: float  # how well it tells the hypotheses apart: the largest fit less the smallest


def matrix(watch: Watch, signals: Iterable[Signal]) -> tuple[Row, ...]:
    """Gives hypotheses against evidence (ACH), what discriminates first: the same terms, read the other way.

    A column sums to the log-odds less the prior's; of a group only what counts is told.
    Heuer's table as a view, never a score of its own. What is not seen, or not covered, fits all alike and stands last.
    """
    read = {signal.indicator: signal for signal in signals}
    told = {h.name: _values(watch, h, read) for h in watch.hypotheses if set(h.likelihood) <= set(read)}
    rows = []
    for signal in read.values():
        fits = {name: round(values.get(signal.indicator, (0.0, None))[0], 6) + 0.0 for name, values in told.items()}
        alone = max(map(abs, fits.values()), default=0.0)
        spread = max(fits.values()) - min(fits.values()) if len(fits) > 1 else alone
        rows.append(Row(signal.indicator, signal.state, fits, round(spread, 6)))
    return tuple(sorted(rows, key=lambda row: (-row.spread, row.indicator)))
