"""The experiment on coded events: each week, the chance that one actor uses force against another within a horizon.

Actors are countries, a coder's "Military (Russia)" being Russia, else names. Pairs are two different actors with at
least 40 events from the first to the second in the first 120 days. Every seventh day from day 60 on is forecast; day 0
is the first day of the file. Train: forecast days before `train_to`; test: those from `test_from` on, by default a
horizon later, so that no outcome is shared.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np

from vedette.backtest.forecaster import (
    NAMES,
    ROOTS,
    Counts,
    Model,
    fit,
    outcomes,
    probability,
    readings,
    references,
    terms,
)
from vedette.backtest.scores import Alarms, Forecast, Scores, at_false_rate, by_cell, scores
from vedette.collect.events import CodedEvent, Party
from vedette.errors import Stop
from vedette.vocabulary import Word, plain

HORIZON = 14  # days
FIRST, STEP, SPLIT = 60, 7, 150  # days: the first forecast, between forecasts, the default end of training
PAIR_DAYS, PAIR_EVENTS = 120, 40
MOST_DAYS = 30 * 366  # the tables grow with pairs and days
FALSE_A_YEAR = 0.5  # false alarms a year and pair at which lead time is told
INSIDE = re.compile(r"\(([^()]*)\)$")
# For coders without CAMEO codes: the CAMEO root that a PLOVER type stands nearest to.
PLOVER = {"ASSAULT": 19, "COERCE": 17, "SANCTION": 16, "PROTEST": 14, "MOBILIZE": 15, "THREATEN": 13, "REJECT": 12, "ACCUSE": 11,
          "REQUEST": 10, "CONCEDE": 8, "RETREAT": 8, "AID": 7, "COOPERATE": 6, "AGREE": 5, "SUPPORT": 5, "CONSULT": 4}  # fmt: skip


class Told(Word, frozen=True, kw_only=True):
    """One forecast with what it opens to: `base` and `terms` sum to its log-odds."""

    forecast: Forecast
    terms: dict[str, float]


class Experiment(Word, frozen=True, kw_only=True):
    """What the experiment found: all forecasts of the test days, their scores, and those of the references."""

    events: int
    days: int
    pairs: int
    trained: int
    first: date
    train_to: date
    test_from: date
    horizon: int
    base: float
    weights: dict[str, float]
    told: tuple[Told, ...]
    scores: Scores
    references: dict[str, Scores]
    cells: dict[str, Scores]
    alarms: Alarms


def actor(coder: str, party: Party) -> str:
    """Gives the country of a party, or its name where it has none."""
    if coder == "ICEWS":
        inside = INSIDE.search(party.name)
        return inside.group(1) if inside else party.name
    return party.code or party.name


def experiment(
    events: Iterable[CodedEvent], train_to: date | None = None, test_from: date | None = None, horizon: int = HORIZON
) -> Experiment:
    """Gives the experiment on events. Raises Stop where there are too few days, or too few pairs."""
    rows = [row for event in events for row in _rows(event)]
    if not rows:
        raise Stop(
            "no event has a code and two different actors: there is nothing to forecast; "
            "see what was read of the file with: vedette import events FILE"
        )
    start, last = min(row[0] for row in rows), max(row[0] for row in rows)
    days = (last - start).days + 1
    if days > MOST_DAYS:
        raise Stop(
            f"the events span {days:,} days, {start} to {last}: more than {MOST_DAYS:,}; is a date wrong? "
            "Keep the rows of the years that you mean in a file of their own"
        )
    split = (train_to - start).days if train_to else SPLIT
    until = (test_from - start).days if test_from else split + horizon
    weekly = range(FIRST, days - horizon, STEP)
    train, test = [d for d in weekly if d < split], [d for d in weekly if d >= until]
    trained = f"before {train_to}" if train_to else f"in the first {SPLIT} days"
    if len(train) < 4 or not test:
        raise Stop(
            f"the events span {days} days, {start} to {last}, with {len(train)} forecast days {trained} and {len(test)} "
            f"from {test_from or f'{horizon} days later'} on; at least 4 and 1 are needed: "
            "name other days with --train-to and --test-from, or a file of more days"
        )
    if until < split + horizon:
        raise Stop(
            f"--test-from {test_from} lies less than {horizon} days after the training, forecasts {trained}: "
            "outcomes would be trained on; name a later --test-from or an earlier --train-to"
        )
    counts = _counted(rows, start, days)
    if len(counts.pairs) < 2:
        raise Stop(
            f"{len(counts.pairs)} of two pairs that are needed have {PAIR_EVENTS} events in the first {PAIR_DAYS} days, from "
            f"{start} on; name a file of more events"
        )
    read, happened = readings(counts, horizon), outcomes(counts, horizon)
    if len(set(happened[:, train].ravel())) < 2:
        raise Stop(
            f"force was {'always' if happened[:, train].any() else 'never'} used within {horizon} days of a forecast "
            f"{trained}: nothing can be learnt from that; name another --train-to or --horizon"
        )
    model = fit(read, happened, FIRST, split, horizon)
    beside = references(counts, happened, train, test, horizon)
    return _told(counts, model, read, happened, beside, train, test, start, split, until, len(rows), days, horizon)


def _rows(event: CodedEvent) -> list[tuple[date, str, str, int]]:
    """Gives day, source, target and root; both ways where the coder does not say who did it."""
    source, target = actor(event.coder, event.source), actor(event.coder, event.target)
    root = int(event.code[:2]) if event.code[:2].isdigit() else PLOVER.get(event.root or "")
    if not (root and source and target and source != target):
        return []
    there = (event.day, source, target, root)
    return [there] if event.directed else [there, (event.day, target, source, root)]


def _counted(rows: list[tuple[date, str, str, int]], start: date, days: int) -> Counts:
    """Gives the daily counts of every pair that had enough events early on."""
    names = sorted({name for row in rows for name in row[1:3]})
    number = {name: at for at, name in enumerate(names)}
    table = np.array([((day - start).days, number[a], number[b], root) for day, a, b, root in rows], dtype=np.int64)
    day, source, target, root = table.T
    many = len(names)
    keys, at = np.unique(source * many + target, return_inverse=True)
    pairs = keys[np.bincount(at[day < PAIR_DAYS], minlength=len(keys)) >= PAIR_EVENTS]

    def daily(key: np.ndarray) -> np.ndarray:
        place = np.minimum(np.searchsorted(pairs, key), max(len(pairs) - 1, 0))
        hit = pairs[place] == key if len(pairs) else np.zeros(len(key), dtype=bool)
        counts = np.zeros((len(pairs), days, ROOTS))
        np.add.at(counts, (place[hit], day[hit], root[hit]), 1.0)
        return counts

    named = [(names[key // many], names[key % many]) for key in pairs]
    return Counts(named, daily(source * many + target), daily(target * many + source))


def _told(
    counts: Counts, model: Model, read: np.ndarray, happened: np.ndarray, beside: dict[str, np.ndarray], train: list[int],
    test: list[int], start: date, split: int, until: int, events: int, days: int, horizon: int,
) -> Experiment:  # fmt: skip
    opened = terms(model, read[:, test])
    p = probability(opened, model)
    truth = happened[:, test]
    told = [
        Told(
            forecast=Forecast(
                day=start + timedelta(days=day), cell=pair, p=round(float(p[n, at]), 6), happened=bool(truth[n, at])
            ),
            terms={
                name: round(float(v), 4) for name, v in zip(NAMES, opened[n, at], strict=True) if round(float(v), 4)
            },
        )
        for n, pair in enumerate(counts.pairs)
        for at, day in enumerate(test)
    ]
    forecasts = [each.forecast for each in told]
    flat, came = [f.p for f in forecasts], [f.happened for f in forecasts]
    theirs = {name: [float(v) for v in each.ravel()] for name, each in beside.items()}
    return Experiment(
        events=events, days=days, pairs=len(counts.pairs), trained=len(train) * len(counts.pairs), first=start,
        train_to=start + timedelta(days=split), test_from=start + timedelta(days=until), horizon=horizon,
        base=round(model.base, 4),
        weights={name: round(float(weight), 4) for name, weight in zip(NAMES, model.weights, strict=True)},
        told=tuple(told),
        scores=scores(flat, came, theirs),
        references={name: scores(each, came, {}) for name, each in theirs.items()},
        cells={" → ".join(cell): found for cell, found in by_cell(forecasts).items()},
        alarms=at_false_rate(forecasts, horizon, FALSE_A_YEAR),
    )  # fmt: skip


def as_lines(made: Experiment) -> dict[str, Any]:
    """Gives the experiment for programs: every forecast with what it opens to, and the scores beside the references'."""
    told = plain(made)
    references = {name: {k: each[k] for k in ("brier", "log", "aupr")} for name, each in told["references"].items()}
    return {
        "forecasts": [
            {
                "day": each.forecast.day.isoformat(), "source": each.forecast.cell[0], "target": each.forecast.cell[1],
                "p": each.forecast.p, "happened": each.forecast.happened, "terms": each.terms,
            }
            for each in made.told
        ],
        "scores": told["scores"] | {"references": references},
        **{name: told[name] for name in told if name not in {"told", "scores", "references"}},
    }  # fmt: skip
