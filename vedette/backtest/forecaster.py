"""Coded events → who uses force against whom: a signed sum of indicators, fitted by logistic regression.

The log-odds of a forecast are those of an ordinary pair plus weight × (reading - ordinary reading) of each indicator,
so that every forecast opens to its terms. No weight is negative: each indicator speaks for force, as it says, and one
that comes out against its sense is left out.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.backtest.regression import logistic

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

FORCE, COERCION, THREATS, ACCUSATIONS = (18, 19, 20), (17,), (13,), (11, 12)  # CAMEO roots
ROOTS = 21
PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)  # scikit-learn's C, the strongest penalty first
FOLDS = (0.25, 0.42, 0.58)  # shares of the training days at which a fold's own training ends
JUDGED = 30  # days on which a fold is judged, a horizon later
LEAST_SHARE = 0.02  # of horizons with force that all pairs are taken to have at least


class Counts(NamedTuple):
    """Events by pair, day and CAMEO root, from first to second (`there`) and from second to first (`back`)."""

    pairs: list[tuple[str, str]]
    there: Floats
    back: Floats


class Model(NamedTuple):
    """A fitted forecaster: no weight is negative; at its ordinary reading an indicator adds nothing to `base`."""

    weights: Floats
    ordinary: Floats
    base: float


def used(counts: Floats) -> Flags:
    """Gives the days on which force was used."""
    return np.asarray(counts[:, :, FORCE].sum(2) > 0)


def outcomes(counts: Counts, horizon: int) -> Flags:
    """Gives whether the first uses force within a horizon from each day on, for the days whose horizon is whole."""
    return ended(used(counts.there), horizon)[:, horizon - 1 :]


def ended(days: Flags, horizon: int) -> Flags:
    """Gives whether the horizon that ends with each day saw any such day; no, before a whole one has passed."""
    total = np.pad(np.cumsum(days, axis=1), ((0, 0), (1, 0)))
    seen = np.zeros(days.shape, dtype=bool)
    seen[:, horizon - 1 :] = total[:, horizon:] > total[:, :-horizon]
    return seen


# Counts → indicators. A reading on a day sees the days before it only.


def _recent(values: Floats, half_life: float) -> Floats:
    """Gives the sum of what came before each day, yesterday's whole, and halved every half-life."""
    sums = np.zeros(values.shape)
    for day in range(1, values.shape[1]):
        sums[:, day] = sums[:, day - 1] * 0.5 ** (1 / half_life) + values[:, day - 1]
    return sums


def level(values: Floats, half_life: float) -> Floats:
    """Gives the mean before each day, halved every half-life, over the days that were there to be seen."""
    return np.asarray(_recent(values, half_life) / np.maximum(_recent(np.ones_like(values[:1]), half_life), 1e-9))


def _share(counts: Floats, horizon: int) -> Floats:
    """Gives the log-odds of the share of past horizons with force, drawn towards all pairs' share by half a horizon."""
    whole = np.maximum(np.arange(counts.shape[1]) - horizon + 1, 0)
    seen = np.pad(np.cumsum(ended(used(counts), horizon), axis=1)[:, :-1], ((0, 0), (1, 0)))
    overall = np.maximum(seen.sum(0) / np.maximum(whole * len(counts), 1), LEAST_SHARE)
    drawn = (seen / horizon + 0.5 * overall) / (whole / horizon + 0.5)
    drawn = np.clip(drawn, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(drawn / (1 - drawn)))


def _acts(counts: Floats, roots: tuple[int, ...], half_life: float) -> Floats:
    return np.asarray(np.log1p(_recent(counts[:, :, roots].sum(2), half_life)))


def _above_usual(counts: Floats, roots: tuple[int, ...]) -> Floats:
    events = counts[:, :, roots].sum(2)
    return np.asarray(np.log((level(events, 10) + 0.05) / (level(events, 90) + 0.05)))


def record(counts: Counts, horizon: int) -> Floats:
    """In how many of all past horizons the first used force against the second."""
    return _share(counts.there, horizon)


def routine(counts: Counts, horizon: int) -> Floats:
    """How far that record lies above even odds: force between them is routine."""
    return np.asarray(np.maximum(_share(counts.there, horizon), 0.0))


def lately(counts: Counts, horizon: int) -> Floats:
    """On how many recent days the first used force (half-life 30 days)."""
    return np.asarray(np.log(level(used(counts.there).astype(float), 30) + 0.01))


def burst(counts: Counts, horizon: int) -> Floats:
    """How many acts of force the first committed in the last days (half-life 7 days)."""
    return _acts(counts.there, FORCE, 7)


def burst_in_return(counts: Counts, horizon: int) -> Floats:
    """How many acts of force the second committed against the first in the last days (half-life 7 days)."""
    return _acts(counts.back, FORCE, 7)


def record_in_return(counts: Counts, horizon: int) -> Floats:
    """How far the second's record of force against the first lies above the first's against the second."""
    return np.asarray(np.maximum(_share(counts.back, horizon) - _share(counts.there, horizon), 0.0))


def coercion(counts: Counts, horizon: int) -> Floats:
    """How many seizures, arrests, sanctions and expulsions the first laid on the second (half-life 14 days)."""
    return _acts(counts.there, COERCION, 14)


def threats(counts: Counts, horizon: int) -> Floats:
    """Whether the first threatens the second more than it usually does (half-life 10 days against 90)."""
    return _above_usual(counts.there, THREATS)


def accusations(counts: Counts, horizon: int) -> Floats:
    """Whether the first accuses and rejects the second more than it usually does (half-life 10 days against 90)."""
    return _above_usual(counts.there, ACCUSATIONS)


INDICATORS: tuple[Callable[[Counts, int], Floats], ...] = (
    record, routine, lately, burst, burst_in_return, record_in_return, coercion, threats, accusations,
)  # fmt: skip
NAMES = tuple(indicator.__name__.replace("_", "-") for indicator in INDICATORS)


def readings(counts: Counts, horizon: int) -> Floats:
    """Gives every indicator's reading: [pair, day, indicator]."""
    return np.stack([indicator(counts, horizon) for indicator in INDICATORS], axis=2)


# Indicators → model → forecasts


def fit(read: Floats, happened: Flags, first: int, end: int, horizon: int) -> Model:
    """Gives the model of the training days from `first` to `end`; time-ordered folds of those choose the penalty."""

    def part(start: int, stop: int) -> tuple[Floats, Flags]:
        return read[:, start:stop].reshape(-1, read.shape[2]), happened[:, start:stop].ravel()

    def loss(penalty: float) -> float:
        errors = []
        for share in FOLDS:
            stop = first + round(share * (end - first))
            early, came = part(first, stop)
            rows, truth = part(stop + horizon, min(stop + horizon + JUDGED, end))
            if came.any() and not came.all() and len(truth):  # else there is nothing to learn from, or to be judged on
                model = fitted(early, came, penalty)
                errors.append((probability(terms(model, rows), model) - truth) ** 2)
        return float(np.concatenate(errors).mean()) if errors else 0.0

    losses = [loss(penalty) for penalty in PENALTIES]
    # Of penalties that do equally well the strongest: it shares the weight among indicators that go together.
    best = next(p for p, each in zip(PENALTIES, losses, strict=True) if each <= min(losses) * 1.005)
    return fitted(*part(first, end), best)


def fitted(rows: Floats, happened: Flags, penalty: float) -> Model:
    """Gives the model of these rows. An indicator that comes out against its sense is left out, the worst first."""
    ordinary, spread, weights = rows.mean(0), rows.std(0), np.zeros(rows.shape[1])
    kept = np.flatnonzero(spread > 1e-9)  # one that stood still differs from its mean by rounding only: no reading
    while len(kept):
        line = logistic(penalty).fit((rows[:, kept] - ordinary[kept]) / spread[kept], happened)
        found = line.coef_[0]
        if found.min() >= 0:
            weights[kept] = found / spread[kept]
            return Model(weights, ordinary, float(line.intercept_[0]))
        kept = np.delete(kept, found.argmin())
    return Model(weights, ordinary, float(np.log(happened.mean() / (1 - happened.mean()))))


def terms(model: Model, read: Floats) -> Floats:
    """Gives what each indicator adds to the log-odds; with the model's base they sum to the forecast."""
    return np.asarray(model.weights * (read - model.ordinary))


def probability(of: Floats, model: Model) -> Floats:
    """Gives the probabilities that terms come to."""
    return np.asarray(1 / (1 + np.exp(-(model.base + of.sum(-1)))))


# The references, on the same rows


def references(counts: Counts, happened: Flags, train: list[int], test: list[int], horizon: int) -> dict[str, Floats]:
    """Gives the forecasts of the four references on the test days: [pair, day] each.

    Base rate of the training days; whether force was used in the last horizon, calibrated; each pair's own daily rate;
    logistic regression on log counts by root over 7, 14, 30 and 60 days, both directions.
    """
    force = used(counts.there)
    total = np.pad(np.cumsum(force, axis=1), ((0, 0), (1, 0)))
    sums = [np.pad(np.cumsum(each, axis=1), ((0, 0), (1, 0), (0, 0))) for each in (counts.there, counts.back)]

    def logs(days: list[int]) -> Floats:
        told = [np.log1p(each[:, days] - each[:, [d - w for d in days]]) for w in (7, 14, 30, 60) for each in sums]
        return np.concatenate(told, axis=2).reshape(-1, 2 * 4 * ROOTS)

    def before(days: list[int]) -> Floats:
        return (total[:, days] > total[:, [max(0, d - horizon) for d in days]]).astype(float).reshape(-1, 1)

    truth = happened[:, train].ravel()
    shape = (len(counts.pairs), len(test))
    rate = total[:, test] / np.array(test)
    own = 1 - (1 - rate) ** horizon
    persistence = logistic().fit(before(train), truth).predict_proba(before(test))[:, 1]
    counted = logistic(0.05).fit(logs(train), truth).predict_proba(logs(test))[:, 1]
    return {
        "base rate": np.full(shape, truth.mean()),
        "persistence, calibrated": persistence.reshape(shape),
        "each pair's own rate": own,
        "logistic on log counts": counted.reshape(shape),
    }
