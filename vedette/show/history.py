"""Tables of back-tests: cases, the experiment on coded events, and what a calibration fitted."""

from collections.abc import Mapping

from rich.console import Group
from rich.table import Table
from rich.text import Text

from vedette.backtest import Replayed
from vedette.backtest.calibrate import Fit
from vedette.backtest.cases import Answer
from vedette.backtest.events import Experiment
from vedette.backtest.scores import Bin, Scores
from vedette.show.safe import safe
from vedette.vocabulary import Watch
from vedette.wording import counted

MOST_CELLS = 10


def cases(told: Replayed) -> Group:
    """Gives the one table over all cases, and the scores of each part."""
    parts = [_answers("Cases, numbers as set", told.asked, told.parts)]
    if told.fitted:
        parts.append(_answers("Cases, numbers fitted on those marked “tune”", told.fitted, told.parts))
    table = Table(title="Scores of the weekly forecasts: does it come true within 90 days?", title_justify="left")
    for head in (
        "question, part, numbers",
        "forecasts",
        "true",
        "Brier",
        "skill over base rate",
        "over “as last week”",
        "log",
        "AUPR",
    ):
        table.add_column(head, justify="left" if "question" in head else "right")
    for name, scored in told.scores.items():
        table.add_row(_name(name), str(scored.n), f"{scored.base:.0%}", f"{scored.brier:.4f}", *map(_skill, scored.skill.values()),
                      f"{scored.log:.3f}", _figure(scored.aupr))  # fmt: skip
    return Group(*parts, table) if told.scores else Group(*parts)


def _answers(title: str, found: tuple[Answer, ...], parts: Mapping[str, str]) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        caption="highest: before it came true; in vain: nothing came within 90 days",
        caption_justify="left",
        show_lines=True,
    )
    for head, fixed in (
        ("case", None),
        ("came true", 10),
        ("watch; warning", None),
        ("highest, Brier", 8),
        ("in vain", 12),
    ):
        table.add_column(head, width=fixed, overflow="fold")
    for a in found:
        vain = f"{a.false_watch} at watch\n{a.false_warning} at warning\n{counted(a.days_in_vain, 'day')}"
        table.add_row(
            _name(f"{a.case} ({parts[a.case]})\n{a.hypothesis}"), str(a.happened or ("no" if a.known else "unknown")),
            f"{_raised(a, a.watch, a.watch_lead)}\n{_raised(a, a.warning, a.warning_lead)}", f"{a.most:.0%}\n{_figure(a.brier)}",
            Text(vain if a.days_in_vain else "", style="red"),
        )  # fmt: skip
    return table


def _raised(a: Answer, raised: object, lead: int | None) -> str:
    if raised is None:
        return "none" if a.happened else ""
    if lead is not None:
        return f"{raised}, {lead} days before" if lead else f"{raised}, on the day"
    return f"{raised} (in vain)" if a.known else str(raised)


def experiment(made: Experiment) -> Group:
    """Gives the experiment's scores beside the references', the weights, the reliability curve and the worst cells."""
    table = Table(
        title=f"Force within {made.horizon} days: {made.events:,} events, {made.pairs} pairs, {len(made.told):,} forecasts "
        f"from {made.test_from} on, trained on {made.trained:,} before {made.train_to}; it happened in {made.scores.base:.1%}",
        title_justify="left",
    )
    for head in ("forecaster", "Brier", "skill of ours over it", "log", "AUPR"):
        table.add_column(head, justify="left" if head == "forecaster" else "right")
    for name, scored in {**made.references, "sum of indicators": made.scores}.items():
        table.add_row(
            name, f"{scored.brier:.4f}", _skill(made.scores.skill.get(name)), f"{scored.log:.3f}", _figure(scored.aupr)
        )
    weights = Table(title=f"Log-odds = {made.base:+.2f} + weight × (reading − ordinary reading)", title_justify="left")
    for head in ("indicator", "weight"):
        weights.add_column(head)
    for name, weight in made.weights.items():
        weights.add_row(name, f"{weight:.3f}" if weight else "left out: against its sense")
    told = made.alarms
    lead = "no lead" if told.lead_days is None else f"{told.lead_days} days of lead (median)"
    alarms = (
        f"At {told.false_a_year:.2f} false alarms a year and pair (line {told.line:.0%}): {told.met} onsets met, {told.missed} missed, "
        f"{lead}, {told.under_alarm:.0%} of weeks under alarm. An alarm is kept raised from week to week; lead counts from its first day."
    )
    return Group(table, weights, _curve(made.scores.reliability), _cells(made.cells), Text(alarms))


def _curve(bins: tuple[Bin, ...]) -> Table:
    table = Table(title="Reliability", title_justify="left")
    for head in ("said", "forecasts", "mean said", "came"):
        table.add_column(head, justify="right")
    for each in bins:
        table.add_row(f"{each.low:.0%} to {each.high:.0%}", f"{each.n:,}", _figure(each.said), _figure(each.came))
    return table


def _cells(cells: Mapping[str, Scores]) -> Table:
    table = Table(
        title=f"Pairs with the largest Brier score, {min(MOST_CELLS, len(cells))} of {len(cells)}", title_justify="left"
    )
    for head in ("pair", "forecasts", "happened", "Brier", "skill over its own share"):
        table.add_column(head, justify="left" if head == "pair" else "right")
    for name, scored in sorted(cells.items(), key=lambda pair: (-pair[1].brier, pair[0]))[:MOST_CELLS]:
        table.add_row(
            _name(name), str(scored.n), f"{scored.base:.0%}", f"{scored.brier:.3f}", _skill(scored.skill["own share"])
        )
    return table


def fits(watch: Watch, found: Mapping[str, Fit]) -> Group:
    """Gives what was fitted beside what was set, with intervals."""
    tables = []
    for h in watch.hypotheses:
        if h.kind not in found:
            continue
        fit = found[h.kind]
        table = Table(
            title=_name(
                f"{h.name}: {fit.forecasts} forecasts of {len(fit.cases)} cases, {fit.true} true; prior {h.prior:g} → {fit.prior:g}; "
                f"ln LR = {fit.slope:g} × ln LR as set + a shift"
            ),
            title_justify="left",
        )
        for head in ("indicator", "set", "fitted", "90 % interval", "read in"):
            table.add_column(head, justify="left" if head == "indicator" else "right")
        for name, own in h.likelihood.items():
            ratio, seen = fit.ratio(name, own), fit.shifts[name].seen if name in fit.shifts else 0
            interval = f"{ratio.low:g} to {ratio.high:g}" if seen else ""
            table.add_row(_name(name), f"{own:g}", f"{ratio.ratio:g}", interval, str(seen) if seen else "hardly")
        tables.append(table)
    return Group(*tables)


def _name(told: str) -> Text:
    """Gives a name that somebody wrote in a file as it stands: in brackets it is no style."""
    return Text(safe(told))


def _skill(value: float | None) -> str:
    return "" if value is None else f"{value:+.1%}"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
