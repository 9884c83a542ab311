"""History as the judge: all cases, and the experiment on a year of coded events, beside their references.

    python -m bench.history [--raise-floors]

The cases are replayed with their numbers as set and fitted. The events of `../shared/data/icews` are forecast as a
whole, and in stretches taken as files of their own, since what is built must hold on other months.
"""

import sys
from datetime import timedelta

from bench.floors import settle
from bench.shared import present
from vedette import indicators
from vedette.backtest import replayed
from vedette.backtest.cases import hear
from vedette.backtest.events import experiment
from vedette.backtest.scores import Scores
from vedette.collect.events import CodedEvent, read
from vedette.settings import shipped
from vedette.watch import load

STRETCHES = ((0, 304), (0, 200), (25, 225), (50, 250), (75, 275), (100, 304))  # days of the file
OWN_RATE = "each pair's own rate"


def of_cases() -> dict[str, float]:
    """Gives the Brier scores of all cases by question, part and numbers."""
    heard = [hear(path.parent) for path in sorted(shipped("cases").glob("*/case.toml"))]
    watches = {h.name: load(shipped("watches") / f"{h.case.watch}.toml", indicators.KEYS) for h in heard}
    told = replayed(heard, watches, fitted=True)
    print(f"{'cases: question, part, numbers':44} {'n':>5} {'true':>5} {'Brier':>7} {'over base':>9} {'AUPR':>6}")
    for name, scored in told.scores.items():
        skill, aupr = scored.skill["base rate"] or 0.0, scored.aupr or 0.0
        print(f"{name:44} {scored.n:5} {scored.base:5.2f} {scored.brier:7.4f} {skill:+9.3f} {aupr:6.3f}")
    return {f"cases: {name}: Brier": round(scored.brier, 4) for name, scored in told.scores.items() if "as set" in name}


def of_events() -> dict[str, float]:
    """Gives Brier score and AUPR of the whole year; prints all stretches beside the references."""
    source = present("a year of coded events", "data", "icews", "icews18.jsonl.gz")
    if source is None:
        return {}
    events = [event for event in read(source) if isinstance(event, CodedEvent)]
    first = min(event.day for event in events)
    print(f"\n{'events: days':16} {'forecasts':>9}  Brier / AUPR of the references, then ours")
    whole: Scores | None = None
    for start, end in STRETCHES:
        of = [e for e in events if first + timedelta(days=start) <= e.day < first + timedelta(days=end)]
        made = experiment(of)
        whole = whole or made.scores
        beside = "  ".join(f"{s.brier:.4f} / {s.aupr or 0:.3f}" for s in made.references.values())
        print(
            f"{start:3} to {end:3}       {len(made.told):9}  {beside}  {made.scores.brier:.4f} / {made.scores.aupr or 0:.3f}"
        )
    assert whole
    return {"events: ICEWS 2018: Brier": round(whole.brier, 4), "events: ICEWS 2018: AUPR": round(whole.aupr or 0.0, 4)}


if __name__ == "__main__":
    figures = {**of_cases(), **of_events()}
    sys.exit(settle(figures, frozenset(name for name in figures if name.endswith("Brier"))))
