"""Which state uses force against which within six months, 1997 to 2013: `python -m bench.dyads [--json] [--out FILE]`.

Needs `icews` and `mid` of ../shared/data. `--json` prints every forecast of the test with what it opens to; the figures
go to `dyads.json` or to the FILE.

Rows: on the first of each month, every ordered pair of states between which 24 events or more (CAMEO 10 to 20, both
ways) were coded in the 24 months before: who is watched is settled without hindsight. Palestine is no state of the
disputes' list; the older codes of Russia and the Congo are left out beside their own.
Truth: in that month or the five after it, the first takes an action of hostility 4 or 5 (blockade, seizure,
occupation, attack, clash, war) in a militarised incident in which the second stands on the other side; every month from
its start to its end counts. That it was aimed at the second is taken from the sides: a coalition's members all act
against all of the other side.
Dates: trained on 1997-01 to 2004-07, whose last outcome ends with 2004; tested on 2005-01 to 2009-12, months that were
looked at while the indicators were chosen. 2011-01 to 2013-12 was not; it is scored with the same weights. Of each the
quiet rows are scored by themselves too: those whose first used no force against the second in the six months before.
Known: a month sees only the months before it. Events stand in the month that their coder gives them; an incident is
taken as known, with its hostility and its sides, on the first of the month after each of its months. The list
came out years later: "with disputes" is what a desk that kept such a list itself would have said, "events alone" what
it would have said without. Incidents are complete from 1993 on, and no reading of them goes further back. Coded events
grew fivefold from 1996 to 2004; levels of events are therefore put to a constant volume of all of them.
"""

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench import floors
from bench.shared import present
from vedette.backtest.forecaster import Flags, Floats, Ints, Model, ended, fitted, level, probability, terms
from vedette.backtest.scores import Forecast, Scores, by_cell, scores
from vedette.vocabulary import plain

RESULT = Path(__file__).with_name("dyads.json")
YEAR, MONTHS = 1991, 288  # the panel: 1991-01 to 2014-12, where the incidents end
HORIZON = 6  # months
WINDOW, ENOUGH = 24, 24  # months before, and events in them, that put a pair on watch
VOLUME, LEAST_VOLUME = 5000, 50  # events a month in the world: what levels are put to, and the least taken as seen
NO_STATE = {"PAL", "USR", "ZAI"}
DISPUTES_CODE = {"RUM": "ROM"}  # Romania
PENALTIES = (0.003, 0.01, 0.03, 0.1, 0.3)  # scikit-learn's C, the strongest penalty first
JUDGED = 18  # months on which a fold is judged
SHOWN = 20  # pairs whose own scores are shown
OPENED = ("RUS", "GRG")
DRAWS = 1000
PERSISTENCE = "persistence, calibrated"


def month(text: str) -> int:
    """Gives the place in the panel of an ISO day or month."""
    return (int(text[:4]) - YEAR) * 12 + int(text[5:7]) - 1


def day(at: int) -> date:
    """Gives the first day of a month of the panel."""
    return date(YEAR + at // 12, at % 12 + 1, 1)


Span = tuple[int, int]
SEEN_FROM = month("1993-01")
TRAIN: Span = (month("1997-01"), month("2004-08"))
TEST: Span = (month("2005-01"), month("2010-01"))
LATER: Span = (month("2011-01"), month("2014-01"))
SHOWN_MONTHS: Span = (month("2007-01"), month("2010-01"))
FOLDS = (month("2000-01"), month("2001-07"), month("2003-01"))  # a fold's own outcomes end before it


class Panel(NamedTuple):
    """Ordered pairs by month: events of CAMEO roots 10 to 20 as coded and at constant volume, force used, who is watched."""

    pairs: list[tuple[str, str]]
    mirror: Ints  # where the pair turned round stands
    coded: Floats
    level: Floats
    force: Flags
    watched: Flags


def panel(events: Iterable[Mapping[str, str]], incidents: Iterable[Mapping[str, Any]]) -> Panel:
    """Gives the panel of the pairs that are watched in any month; events are rows of a pair and month, c10 to c20."""
    told = list(_coded(events))
    named = sorted({pair for a, b, *_ in told for pair in ((a, b), (b, a))})
    number = {pair: at for at, pair in enumerate(named)}
    mirror = np.array([number[b, a] for a, b in named], dtype=np.int64)
    sums = np.zeros((len(named), MONTHS))
    for a, b, at, counts in told:
        sums[number[a, b], at] += sum(counts)
    watched = _before(sums + sums[mirror], WINDOW) >= ENOUGH
    year = _before(sums.sum(0)[None], 11)[0] + sums.sum(0)  # of a month and the eleven before it
    kept = np.flatnonzero(watched.any(1))
    pairs = [named[at] for at in kept]
    place = {pair: at for at, pair in enumerate(pairs)}
    coded = np.zeros((len(pairs), MONTHS, 11))
    for a, b, at, counts in told:
        if (a, b) in place:
            coded[place[a, b], at] += counts
    force = np.zeros((len(pairs), MONTHS), dtype=bool)
    for pair, since, until in _used(incidents):
        if pair in place:
            force[place[pair], max(since, SEEN_FROM) : max(until + 1, 0)] = True
    back = np.array([place[b, a] for a, b in pairs], dtype=np.int64)
    return Panel(
        pairs=pairs, mirror=back, coded=coded, level=coded * (VOLUME / np.maximum(year / 12, LEAST_VOLUME))[:, None],
        force=force, watched=watched[kept],
    )  # fmt: skip


def _coded(events: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str, int, list[int]]]:
    for row in events:
        a, b = (DISPUTES_CODE.get(row[side], row[side]) for side in ("source", "target"))
        at = (int(row["year"]) - YEAR) * 12 + int(row["month"]) - 1
        if not {a, b} & NO_STATE and 0 <= at < MONTHS:
            yield a, b, at, [int(row[f"c{root}"]) for root in range(10, 21)]


def _used(incidents: Iterable[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Gives who used force against whom, from which month to which; an action without its month is left out."""
    for incident in incidents:
        for one in incident["participants"]:
            start, end = one["start"] or incident["start"], one["end"] or incident["end"]
            if one["hostility"] < 4 or len(start) < 7:
                continue
            for other in incident["participants"]:
                if other["side_a"] != one["side_a"]:
                    yield (one["state"], other["state"]), month(start), month(end if len(end) >= 7 else start)


def outcomes(of: Panel) -> Flags:
    """Gives whether the first uses force in a month or the five after it, for the months whose horizon is whole."""
    return ended(of.force, HORIZON)[:, HORIZON - 1 :]


def rows(values: np.ndarray, of: Panel, span: Span) -> np.ndarray:
    """Gives the rows of the pairs watched in the months of a span: pair by pair, each in the order of months."""
    start, end = span
    return np.asarray(values[:, start:end][of.watched[:, start:end]])


# Panel → indicators. A reading in a month sees the months before it only.


def _before(values: np.ndarray, span: int) -> Floats:
    """Gives the sum over so many months before each month."""
    total = np.pad(np.cumsum(values, axis=1, dtype=float), ((0, 0), (span + 1, 0), *[(0, 0)] * (values.ndim - 2)))
    return np.asarray(total[:, span : span + MONTHS] - total[:, :MONTHS])


def _months(force: Flags, half_life: float) -> Floats:
    """Gives the log of the share of months with force, halved every half-life, from the first month seen."""
    seen = level(force[:, SEEN_FROM:].astype(float), half_life)
    return np.asarray(np.log(np.pad(seen, ((0, 0), (SEEN_FROM, 0))) + 0.01))


def _root(counts: Floats, *roots: int) -> Floats:
    return np.asarray(counts[:, :, [root - 10 for root in roots]].sum(2))


def _above_usual(events: Floats) -> Floats:
    return np.asarray(np.log((level(events, 2) + 0.1) / (level(events, 30) + 0.1)))


def record(of: Panel) -> Floats:
    """In how many of all past half-years the first used force, drawn towards the share of all watched pairs."""
    over = ended(of.force[:, SEEN_FROM:], HORIZON)
    seen = np.pad(np.cumsum(over, axis=1)[:, :-1], ((0, 0), (SEEN_FROM + 1, 0)))
    whole = np.maximum(np.arange(MONTHS) - SEEN_FROM - HORIZON + 1, 0)
    overall = np.maximum((seen * of.watched).sum(0) / np.maximum(whole * of.watched.sum(0), 1), 0.002)
    share = (seen / HORIZON + overall) / (whole / HORIZON + 1)
    return np.asarray(np.log(share / (1 - share)))


def lately(of: Panel) -> Floats:
    """In how many recent months the first used force (half-life 3 months)."""
    return _months(of.force, 3)


def lately_in_return(of: Panel) -> Floats:
    """In how many recent months the second used force against the first (half-life 6 months)."""
    return _months(of.force[of.mirror], 6)


def months_of_fighting(of: Panel) -> Floats:
    """In how many past months fighting by the first was reported (half-life 24 months)."""
    return np.asarray(np.log(level((_root(of.coded, 19) > 0).astype(float), 24) + 0.01))


def fighting(of: Panel) -> Floats:
    """How much fighting by the first against the second is reported (half-life 36 months)."""
    return np.asarray(np.log1p(level(_root(of.level, 19), 36) * 52))


def fighting_in_return(of: Panel) -> Floats:
    """How much fighting by the second against the first is reported (half-life 12 months)."""
    return np.asarray(np.log1p(level(_root(of.level[of.mirror], 19), 12) * 18))


def accusations(of: Panel) -> Floats:
    """Whether the first accuses and rejects the second more than usual (half-life 2 months against 30)."""
    return _above_usual(_root(of.level, 11, 12))


def posture(of: Panel) -> Floats:
    """Whether the first shows force (alerts, mobilises, exercises) more than usual (half-life 2 months against 30)."""
    return _above_usual(_root(of.level, 15))


def posture_in_return(of: Panel) -> Floats:
    """Whether the second shows force against the first more than usual (half-life 2 months against 30)."""
    return _above_usual(_root(of.level[of.mirror], 15))


def share_of_accusations(of: Panel) -> Floats:
    """How much of what the second does to the first is accusation (half-life 12 months)."""
    back = of.coded[of.mirror]
    return np.asarray(level(_root(back, 11), 12) / (level(back.sum(2), 12) + 0.6))


Reading = Callable[[Panel], Floats]
FORECASTERS: dict[str, tuple[Reading, ...]] = {
    "with disputes": (record, lately, lately_in_return, months_of_fighting, accusations, posture),
    "events alone": (fighting, fighting_in_return, share_of_accusations, accusations, posture, posture_in_return),
}


def names(forecaster: str) -> list[str]:
    """Gives the names of a forecaster's indicators, in the order of its terms."""
    return [reading.__name__.replace("_", "-") for reading in FORECASTERS[forecaster]]


# Indicators → model → forecasts


def fit(read: Floats, happened: Flags, of: Panel) -> Model:
    """Gives the model of the training months; time-ordered folds of those choose the penalty."""

    def part(start: int, end: int) -> tuple[Floats, Flags]:
        return rows(read, of, (start, end)), rows(happened, of, (start, end))

    def loss(penalty: float) -> float:
        errors = []
        for end in FOLDS:
            model = fitted(*part(TRAIN[0], end - HORIZON + 1), penalty)
            seen, truth = part(end, min(end + JUDGED, TRAIN[1]))
            errors.append((probability(terms(model, seen), model) - truth) ** 2)
        return float(np.concatenate(errors).mean())

    losses = [loss(penalty) for penalty in PENALTIES]
    # Of penalties that do equally well the strongest, as in the experiment on days.
    best = next(p for p, each in zip(PENALTIES, losses, strict=True) if each <= min(losses) * 1.005)
    return fitted(*part(*TRAIN), best)


def references(of: Panel, happened: Flags, span: Span) -> dict[str, Floats]:
    """Gives the forecasts of the four references on the rows of a span, learnt from the training months.

    Base rate of those; whether the first used force in the six months before, calibrated; each pair's own rate of
    months with force so far; logistic regression on log counts by root over 1, 3, 6 and 12 months, both directions.
    """
    truth = rows(happened, of, TRAIN)
    both = np.concatenate([of.coded, of.coded[of.mirror]], axis=2)
    sums = [np.log1p(_before(both, months)) for months in (1, 3, 6, 12)]
    before = (_before(of.force, HORIZON) > 0)[:, :, None]
    own = _before(of.force, MONTHS) / np.maximum(np.arange(MONTHS) - SEEN_FROM, 1)

    def learned(read: list[Floats], penalty: float) -> Floats:
        seen, tried = (np.concatenate([rows(each, of, part) for each in read], axis=1) for part in (TRAIN, span))
        line = LogisticRegression(C=penalty, max_iter=3000).fit(seen, truth)
        return np.asarray(line.predict_proba(tried)[:, 1])

    return {
        "base rate": np.full(len(rows(happened, of, span)), truth.mean()),
        PERSISTENCE: learned([before.astype(float)], 1.0),
        "each pair's own rate": rows(1 - (1 - own) ** HORIZON, of, span),
        "logistic on log counts": learned(sums, 0.05),
    }


class Told(NamedTuple):
    """The rows of a span: their pairs and months, what came, and each forecaster's probabilities, references too."""

    pair: Ints
    month: Ints
    happened: Flags
    p: dict[str, Floats]
    terms: dict[str, Floats]

    def only(self, which: Flags) -> "Told":
        """Gives some of the rows."""
        p, terms = ({name: each[which] for name, each in of.items()} for of in (self.p, self.terms))
        return Told(self.pair[which], self.month[which], self.happened[which], p, terms)


class Experiment(NamedTuple):
    """The panel, the models learnt from its training months, and what they say of the test and of the later months."""

    of: Panel
    trained: Flags
    models: dict[str, Model]
    test: Told
    later: Told


def experiment(of: Panel) -> Experiment:
    """Gives the experiment on a panel."""
    happened = outcomes(of)
    read = {name: np.stack([reading(of) for reading in which], axis=2) for name, which in FORECASTERS.items()}
    models = {name: fit(each, happened, of) for name, each in read.items()}
    pair, at = (np.asarray(each, dtype=np.int64) for each in np.indices(of.watched.shape))

    def told(span: Span) -> Told:
        opened = {name: terms(models[name], rows(each, of, span)) for name, each in read.items()}
        own = {name: probability(each, models[name]) for name, each in opened.items()}
        return Told(rows(pair, of, span), rows(at, of, span), rows(happened, of, span),
                    own | references(of, happened, span), opened)  # fmt: skip

    return Experiment(of, rows(happened, of, TRAIN), models, told(TEST), told(LATER))


# Forecasts → figures


def scored(told: Told) -> dict[str, Scores]:
    """Gives the scores of both forecasters and of the references, with their skill over base rate and persistence."""
    came = told.happened.tolist()
    beside = {name: told.p[name].tolist() for name in ("base rate", PERSISTENCE)}
    return {name: scores(p.tolist(), came, beside) for name, p in told.p.items()}


def quiet(told: Told, of: Panel) -> Told:
    """Gives the rows whose first used no force against the second in the six months before."""
    return told.only(_before(of.force, HORIZON)[told.pair, told.month] == 0)


def gain(told: Told, of: Panel, name: str) -> dict[str, float]:
    """Gives by how much a Brier score is better than that of persistence, with the middle 95 % of draws of unordered pairs."""
    better = (told.p[PERSISTENCE] - told.happened) ** 2 - (told.p[name] - told.happened) ** 2
    whose = np.minimum(told.pair, of.mirror[told.pair])
    count = np.bincount(whose, minlength=len(of.pairs))
    held = np.flatnonzero(count)
    total, count = np.bincount(whose, better, len(of.pairs))[held], count[held]
    drawn = np.random.default_rng(0).integers(0, len(held), (DRAWS, len(held)))
    low, high = np.quantile(total[drawn].sum(1) / count[drawn].sum(1), (0.025, 0.975))
    return {"better": round(float(better.mean()), 5), "low": round(float(low), 5), "high": round(float(high), 5)}


def cells(told: Told, of: Panel) -> dict[str, dict[str, Scores]]:
    """Gives the scores of the pairs with the most months in which force came, pair by pair, for every forecaster."""
    came = np.bincount(told.pair[told.happened], minlength=len(of.pairs))
    most = set(np.argsort(-came, kind="stable")[:SHOWN].tolist())
    at = [n for n, pair in enumerate(told.pair.tolist()) if pair in most]
    found: dict[str, dict[str, Scores]] = {}
    for name, p in told.p.items():
        forecasts = [
            Forecast(day=day(int(told.month[n])), cell=of.pairs[told.pair[n]], p=float(p[n]), happened=bool(told.happened[n]))
            for n in at
        ]  # fmt: skip
        for cell, each in by_cell(forecasts).items():
            found.setdefault(" → ".join(cell), {})[name] = each
    return found


def opened(made: Experiment, pair: tuple[str, str], span: Span) -> list[dict[str, Any]]:
    """Gives the forecasts of a pair month by month: `base` of the model and the terms sum to the log-odds of `p`."""
    told, number = made.test, made.of.pairs.index(pair)
    return [
        {
            "month": day(int(told.month[n])).isoformat()[:7], "happened": bool(told.happened[n]),
            **{name: {"p": round(float(told.p[name][n]), 4), "terms": _named(name, told, n)} for name in FORECASTERS},
        }
        for n in np.flatnonzero((told.pair == number) & (told.month >= span[0]) & (told.month < span[1])).tolist()
    ]  # fmt: skip


def _named(forecaster: str, told: Told, n: int) -> dict[str, float]:
    return dict(zip(names(forecaster), np.round(told.terms[forecaster][n], 3).tolist(), strict=True))


def figures(made: Experiment) -> dict[str, Any]:
    """Gives what `dyads.json` keeps: rows, models, scores beside the references, per pair, and one pair opened."""
    return {
        "train": _rows(TRAIN, made.trained),
        **{
            name: {
                **_rows(span, told.happened),
                "scores": {own: plain(each) for own, each in scored(told).items()},
                "better than persistence": {own: gain(told, made.of, own) for own in FORECASTERS},
                "quiet": _short(scored(quiet(told, made.of))),
            }
            for name, span, told in (("test", TEST, made.test), ("later", LATER, made.later))
        },
        "models": {name: _model(name, model) for name, model in made.models.items()},
        "pairs": {cell: _short(each) for cell, each in cells(made.test, made.of).items()},
        " → ".join(OPENED): opened(made, OPENED, SHOWN_MONTHS),
    }  # fmt: skip


def _short(found: Mapping[str, Scores]) -> dict[str, Any]:
    return {name: {k: v for k, v in plain(each).items() if k != "reliability"} for name, each in found.items()}


def _rows(span: Span, came: Flags) -> dict[str, Any]:
    first, last = (day(at).isoformat()[:7] for at in (span[0], span[1] - 1))
    return {"from": first, "to": last, "forecasts": len(came), "happened": int(came.sum())}


def _model(name: str, model: Model) -> dict[str, Any]:
    weights, ordinary = (np.round(each, 3).tolist() for each in (model.weights, model.ordinary))
    told = zip(names(name), FORECASTERS[name], weights, ordinary, strict=True)
    return {
        "base": round(model.base, 3),
        "indicators": [
            {"name": own, "says": reading.__doc__, "weight": weight, "ordinary": usual}
            for own, reading, weight, usual in told
        ],
    }


def every(made: Experiment) -> Iterator[dict[str, Any]]:
    """Gives every forecast of the test months with what it opens to, in the shape of `vedette backtest --json`."""
    told = made.test
    for name in FORECASTERS:
        for n, (pair, at) in enumerate(zip(told.pair.tolist(), told.month.tolist(), strict=True)):
            source, target = made.of.pairs[pair]
            yield {
                "forecaster": name, "day": day(at).isoformat(), "source": source, "target": target,
                "p": round(float(told.p[name][n]), 6), "happened": bool(told.happened[n]), "terms": _named(name, told, n),
            }  # fmt: skip


def tables(found: Mapping[str, Any]) -> Iterator[str]:
    """Gives the figures as lines to read."""
    for part in ("test", "later"):
        told = found[part]
        share = told["happened"] / told["forecasts"]
        yield f"\n{part}, {told['from']} to {told['to']}: {told['forecasts']} forecasts, {told['happened']} came true ({share:.4f})"
        yield from _beside(told["scores"])
        for name, step in told["better than persistence"].items():
            yield f"  {name}: better than persistence by {step['better']:+.5f} ({step['low']:+.5f} to {step['high']:+.5f})"
        still = told["quiet"]["base rate"]
        yield f"{part}, quiet rows: {still['n']} forecasts, {round(still['n'] * still['base'])} came true ({still['base']:.4f})"
        yield from _beside(told["quiet"])
    for name in FORECASTERS:
        yield f"\n{name}, test: from … said … came … of so many forecasts"
        for each in found["test"]["scores"][name]["reliability"]:
            if each["n"]:
                yield f"  {each['low']:.1f}  {each['said']:.3f}  {each['came']:.3f}  {each['n']:6}"
    for name, model in found["models"].items():
        yield f"\n{name}: weight, and the reading at which an indicator adds nothing"
        for each in model["indicators"]:
            yield f"  {each['name']:22} {each['weight']:6.3f} {each['ordinary']:+7.3f}  {each['says']}"
    yield f"\nBrier of the {SHOWN} pairs with the most force in the test months"
    yield "  pair        months   came  with disputes  events alone  persistence"
    for cell, s in sorted(found["pairs"].items(), key=lambda pair: (-pair[1]["with disputes"]["base"], pair[0])):
        ours, alone, kept = (s[name] for name in (*FORECASTERS, PERSISTENCE))
        yield f"  {cell:12} {ours['n']:5}  {ours['base']:.3f}         {ours['brier']:.4f}        {alone['brier']:.4f}       {kept['brier']:.4f}"
    pair = " → ".join(OPENED)
    for name in FORECASTERS:
        yield f"\n{pair}, {name}: p, then base {found['models'][name]['base']:+.2f} and {', '.join(names(name))}"
        for each in found[pair]:
            shown = " ".join(f"{term:+.2f}" for term in each[name]["terms"].values())
            yield f"  {each['month']}  {each[name]['p']:.3f}  {shown}  {'force in six months' if each['happened'] else ''}".rstrip()


def _beside(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {'':24}   Brier  over base  over persistence    log   AUPR"
    for name, s in found.items():
        base, kept = s["skill"]["base rate"], s["skill"][PERSISTENCE]
        yield f"  {name:24} {s['brier']:.5f}   {base:+8.3f}   {kept:+15.3f} {s['log']:.4f}  {s['aupr']:.3f}"


def load() -> Panel | None:
    """Gives the panel of the shared files, or says what is skipped."""
    coded = present("force between states", "data", "icews", "icews_dyad_month_1991-2013.csv.gz")
    known = coded and present("force between states", "data", "mid", "mid_incidents_1993-2014.jsonl.gz")
    if not coded or not known:
        return None
    with gzip.open(coded, "rt", encoding="utf-8") as events, gzip.open(known, "rt", encoding="utf-8") as incidents:
        return panel(csv.DictReader(events), map(json.loads, incidents))


def main() -> int:
    asked = argparse.ArgumentParser(description="Forecasts of force between states, month by month.")
    asked.add_argument(
        "--json", action="store_true", help="print every forecast, the scores and the models as one object"
    )
    asked.add_argument("--out", type=Path, default=RESULT, metavar="FILE", help="where the figures go")
    asked.add_argument("--raise-floors", action="store_true", help="make the figures the new floors")
    given = asked.parse_args()
    of = load()
    if of is None:
        return 0
    made = experiment(of)
    found = figures(made)
    given.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if given.json:
        told = {"forecasts": list(every(made)), "scores": found["test"]["scores"], "models": found["models"]}
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print("\n".join(tables(found)))
    best = found["test"]["scores"]["with disputes"]
    reached = {"dyads: with disputes, Brier": best["brier"], "dyads: with disputes, AUPR": best["aupr"]}
    return floors.settle(reached, frozenset({"dyads: with disputes, Brier"}))


if __name__ == "__main__":
    sys.exit(main())
