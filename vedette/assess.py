"""Signals → Assessments: FIELD's odds form, in figures and in ICD 203 words, every term shown.

log-odds(H) = log-odds(prior) + Σ strength(i) × ln(likelihood ratio of i under H); indicators that share a group count
once, by the strongest; no indicator moves more than a factor of ten.
"""

from datetime import date
from math import exp, log

from vedette.vocabulary import Assessment, Done, Hypothesis, Signal, State, Term, Watch, content_id

CAP = 2.3  # |ln LR| of one indicator or group: a factor of ten
LEAST, MOST = 0.01, 0.99
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


def _assessed(
    watch: Watch, h: Hypothesis, day: date, signals: dict[str, Signal], last: Assessment | None
) -> Assessment:
    before = {term.indicator: term.value for term in last.terms} if last else {}
    values = _values(watch, h, signals)
    terms = tuple(
        Term(
            indicator=name,
            strength=signals[name].strength,
            likelihood=h.likelihood[name],
            value=round(value, 6),
            change=round(round(value, 6) - before.get(name, 0.0), 6),
            reason=signals[name].reason if why is None else why,
        )
        for name, (value, why) in values.items()
    )
    logit = log(h.prior / (1 - h.prior)) + sum(term.value for term in terms)
    probability = round(min(MOST, max(LEAST, 1 / (1 + exp(-logit)))), 6)
    moved = sorted((t for t in terms if t.value), key=lambda t: (-abs(t.value), t.indicator))
    return Assessment(
        id=content_id("assessment", watch.name, h.name, day),
        hypothesis=h.name,
        day=day,
        probability=probability,
        words=in_words(probability),
        change=round(probability - (last.probability if last else h.prior), 6),
        prior=h.prior,
        terms=terms,
        missing=tuple(n for n in h.likelihood if signals[n].state is State.NO_COVERAGE),
        evidence=tuple(dict.fromkeys(c for t in moved for c in signals[t.indicator].evidence[:4]))[:24],
    )


def _values(watch: Watch, h: Hypothesis, signals: dict[str, Signal]) -> dict[str, tuple[float, str | None]]:
    """Gives each indicator's log-odds, with the reason where another of its group counts in its place."""
    group = {indicator.name: indicator.group or indicator.name for indicator in watch.indicators}
    worth = {
        name: signals[name].strength * max(-CAP, min(CAP, log(ratio))) for name, ratio in h.likelihood.items()
    }  # fmt: skip
    strongest: dict[str, str] = {}
    for name in sorted(worth, key=lambda n: (-abs(worth[n]), n)):
        strongest.setdefault(group[name], name)
    return {
        name: (value, None) if strongest[group[name]] == name or not value
        else (0.0, f"counted with {strongest[group[name]]}, which measures the same")
        for name, value in worth.items()
    }  # fmt: skip
