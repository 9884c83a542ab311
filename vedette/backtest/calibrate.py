"""Likelihood ratios from labelled history: regularised logistic regression over the forecasts of replayed cases.

What is fitted is how far the numbers set are to be trusted, and where they are wrong: ln LR = slope × ln LR as set +
a shift of each indicator. The L2 penalty draws the shifts towards 0, so that an indicator of which history says little
keeps what was set; the slope is all but free, and 0 where what was set speaks against what came. The penalty is chosen
by time-ordered folds: fitted on what came before, judged on what came after. Intervals are those of the normal
approximation, 90 %: that of a shift around it alone, that of a ratio with the slope's doubt in it. They hold as far as
the truth is no farther from what was set than the penalty takes it to be; on generated rows that share outcomes as weekly
forecasts do they held 84 % of the truths.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import exp, log, sqrt
from typing import Any

import msgspec
import numpy as np
import tomlkit
from numpy.typing import NDArray

from vedette.backtest.cases import HORIZON, STEP, Answer
from vedette.backtest.regression import logistic
from vedette.errors import Stop
from vedette.vocabulary import Hypothesis, Watch, Word

PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0)  # scikit-learn's C, the strongest first
FOLDS = 4
FREE = 10.0  # the sum of what was set is scaled up so that the penalty hardly touches its slope
CAP = 2.3  # no ratio beyond a factor of ten, as in an assessment
NORMAL = 1.645  # standard deviations on each side of a 90 % interval
LEAST_PRIOR, MOST_PRIOR = 0.01, 0.5
LEAST_SEEN = 5  # forecasts in which an indicator must have been read to have a shift of its own


class Shift(Word, frozen=True, kw_only=True):
    """What an indicator's ln LR is shifted by, with its 90 % interval, and in how many forecasts it was read.

    `with_slope` is its covariance with the slope: what the one does not explain the other does.
    """

    by: float
    low: float
    high: float
    seen: int
    with_slope: float = 0.0


class Ratio(Word, frozen=True, kw_only=True):
    """A fitted likelihood ratio with its 90 % interval."""

    ratio: float
    low: float
    high: float


class Fit(Word, frozen=True, kw_only=True):
    """What a kind of question came out with, and on what: cases, forecasts, of them true, days, penalty."""

    kind: str
    prior: float
    slope: float
    shifts: dict[str, Shift]
    cases: tuple[str, ...]
    forecasts: int
    true: int
    first: date
    last: date
    penalty: float
    slope_error: float = 0.0

    def ratio(self, name: str, own: float) -> Ratio:
        """Gives the fitted ratio of an indicator whose ratio as set was `own`."""
        shift = self.shifts.get(name, Shift(by=0.0, low=0.0, high=0.0, seen=0))
        set_to, alone = log(own), (shift.high - shift.low) / (2 * NORMAL)
        spread = (set_to * self.slope_error) ** 2 + alone**2 + 2 * set_to * shift.with_slope
        weight, error = self.slope * set_to + shift.by, NORMAL * sqrt(max(0.0, spread))
        return Ratio(ratio=_ratio(weight), low=_ratio(weight - error), high=_ratio(weight + error))


def calibrate(kind: str, found: Sequence[Answer]) -> Fit:
    """Gives the fit of one kind of question over the answers of some cases. Raises Stop where there is nothing to fit."""
    ours = [answer for answer in found if answer.kind == kind]
    rows = sorted((row for answer in ours for row in answer.rows), key=lambda r: (r.forecast.day, r.forecast.cell))
    came = np.array([row.forecast.happened for row in rows], dtype=bool)
    if len(rows) < 20 or not came.any() or came.all():
        true = int(came.sum())
        raise Stop(
            f"{kind!r}: {len(rows)} forecasts, {true} of them true, are not enough to fit; name more cases, "
            "some in which it happened and some in which it did not"
        )
    names = sorted({name for row in rows for name in row.readings})
    seen = {name: sum(name in row.readings for row in rows) for name in names}
    names = [name for name in names if seen[name] >= LEAST_SEEN]
    if not names:
        raise Stop(f"{kind!r}: no indicator was read in {LEAST_SEEN} forecasts or more; name more cases")
    set_to: dict[tuple[str, ...], dict[str, float]] = {(a.case, a.hypothesis): a.likelihood for a in ours}
    if len(set_to) < len(ours):
        raise Stop(f"{kind!r}: a question of a case is told twice; name each case once")
    sums = [
        sum(value * log(set_to[row.forecast.cell].get(name, 1.0)) for name, value in row.readings.items())
        for row in rows
    ]
    shifting = np.array([[row.readings.get(name, 0.0) for name in names] for row in rows])
    table = np.column_stack([np.array(sums) * FREE, shifting])
    penalty = _penalty(table, came)
    weights, base, spread = _fitted(table, came, penalty)
    if weights[0] < 0:  # what was set speaks against what came: it counts for nothing, and the shifts stand alone
        table[:, 0] = 0.0
        penalty = _penalty(table, came)
        weights, base, spread = _fitted(table, came, penalty)
        spread[0, 0] = 0.0
    error = np.sqrt(np.diag(spread))
    shifts = {
        name: Shift(by=round(w, 4), low=round(w - NORMAL * e, 4), high=round(w + NORMAL * e, 4), seen=seen[name], with_slope=round(along * FREE, 6))
        for name, w, e, along in zip(names, map(float, weights[1:]), map(float, error[1:]), map(float, spread[0, 1:]), strict=True)
    }  # fmt: skip
    return Fit(
        kind=kind, prior=round(min(MOST_PRIOR, max(LEAST_PRIOR, 1 / (1 + exp(-base)))), 3), slope=round(float(weights[0]) * FREE, 4), shifts=shifts,
        cases=tuple(sorted({answer.case for answer in ours})), forecasts=len(rows), true=int(came.sum()),
        first=rows[0].forecast.day, last=rows[-1].forecast.day, penalty=penalty, slope_error=round(float(error[0]) * FREE, 6),
    )  # fmt: skip


def _ratio(weight: float) -> float:
    return round(exp(min(CAP, max(-CAP, weight))), 2)


def _fitted(
    table: NDArray[np.float64], came: NDArray[np.bool_], penalty: float
) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
    """Gives weights, intercept and the weights' covariance."""
    line = logistic(penalty).fit(table, came)
    p = line.predict_proba(table)[:, 1]
    rows = np.column_stack([table, np.ones(len(table))])
    told, held = (rows.T * (p * (1 - p))) @ rows, np.diag([1 / penalty] * table.shape[1] + [1e-6])
    # The spread of the estimate under its own penalty. Weekly forecasts of 90 days share their outcomes, so chance
    # enters HORIZON / STEP times as strongly as in rows that stand alone.
    bread = np.linalg.inv(told + held)
    spread = bread @ (told * (HORIZON / STEP) + held) @ bread
    return line.coef_[0], float(line.intercept_[0]), spread[:-1, :-1]


def _penalty(table: NDArray[np.float64], came: NDArray[np.bool_]) -> float:
    """Gives the penalty with the least Brier score in time-ordered folds."""
    ends = [round(len(came) * n / (FOLDS + 1)) for n in range(1, FOLDS + 2)]

    def loss(penalty: float) -> float:
        errors = []
        for end, until in zip(ends, ends[1:], strict=False):
            early = came[:end]
            if early.any() and not early.all():
                line = logistic(penalty).fit(table[:end], early)
                errors.append((line.predict_proba(table[end:until])[:, 1] - came[end:until]) ** 2)
        return float(np.concatenate(errors).mean()) if errors else 0.0

    return min(PENALTIES, key=lambda penalty: (round(loss(penalty), 6), penalty))


def applied(watch: Watch, fits: Mapping[str, Fit]) -> Watch:
    """Gives a watch with fitted numbers in place of those set."""
    told = tuple(_question(h, fits[h.kind]) if h.kind in fits else h for h in watch.hypotheses)
    return msgspec.structs.replace(watch, hypotheses=told, calibrated=provenance(watch, fits))


def _question(h: Hypothesis, fit: Fit) -> Hypothesis:
    numbers = {name: fit.ratio(name, own).ratio for name, own in h.likelihood.items()}
    return msgspec.structs.replace(h, prior=fit.prior, likelihood=numbers)


def provenance(watch: Watch, fits: Mapping[str, Fit]) -> dict[str, Any]:
    """Gives what a calibrated watch tells of its numbers: the watch they came from, cases, forecasts, days, intervals."""
    return {
        "from_version": watch.version,
        "cases": sorted({case for fit in fits.values() for case in fit.cases}),
        "method": "logistic regression, L2, penalty by time-ordered folds; 90 % intervals",
        **{
            fit.kind: {
                "forecasts": fit.forecasts, "true": fit.true, "first": fit.first, "last": fit.last, "penalty": fit.penalty,
                "slope": fit.slope,
                "intervals": {
                    name: [told.low, told.high]
                    for h in watch.hypotheses if h.kind == fit.kind
                    for name, own in h.likelihood.items() if (told := fit.ratio(name, own)) and name in fit.shifts
                },
            }
            for fit in fits.values()
        },
    }  # fmt: skip


def written(text: str, watch: Watch, fits: Mapping[str, Fit]) -> str:
    """Gives the text of a watch file as its next version: fitted numbers in place of those set, comments kept."""
    told = tomlkit.parse(text)
    for h in applied(watch, fits).hypotheses:
        if h.kind in fits:
            table: Any = told["hypotheses"]
            table[h.name]["prior"] = h.prior
            for name, ratio in h.likelihood.items():
                table[h.name]["likelihood"][name] = ratio
    told["calibrated"] = provenance(watch, fits)
    return tomlkit.dumps(told)
