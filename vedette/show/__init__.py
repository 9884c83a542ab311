"""What the terminal shows: tables, and any number opened down to its sentence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from vedette import knowledge
from vedette.explain import Reason
from vedette.exports.marks import Piece, marked, rows
from vedette.figures import beside, strength
from vedette.show.history import cases, experiment, fits
from vedette.show.judged import matrix, promises
from vedette.show.safe import STATE_MARK, safe
from vedette.vocabulary import (
    Assessment,
    Claim,
    Figure,
    Lineage,
    Presence,
    Problem,
    Promise,
    Report,
    Signal,
    Unit,
    Warning,
    Word,
)  # fmt: skip
from vedette.voices import credibility
from vedette.wording import counted, figure, hedge, in_words_quantity, in_words_when, points

__all__ = [
    "bar", "by_date", "cases", "console", "experiment", "fits", "hypotheses", "ledger", "matrix", "opened", "problems",
    "promises", "read_through", "reasons", "safe", "sentence", "warnings",
]  # fmt: skip

STATUS_STYLE = {
    "overdue": "bold red",
    "remaining": "red",
    "stationed": "magenta",
    "due": "yellow",
    "arriving": "cyan",
    "gone": "dim",
}
MOST_COLUMNS = 100  # of a line of prose
FAMILY_STYLE = {
    "presence": "cyan",
    "readiness": "yellow",
    "force": "red",
    "dealings": "green",
    "judgement": "magenta",
}


def told_range(low: int | None, high: int | None, unit: str = "") -> str:
    """Gives "5,000", "5,000 to 30,000", "over 5,000" or "up to 30,000"."""
    if low is not None and high is not None:
        told = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    else:
        told = f"over {low:,}" if low is not None else f"up to {high:,}" if high is not None else "unknown"
    return f"{told} {unit}".strip()


def told_lineage(lineage: Lineage) -> str:
    """Gives the four counts: reports, outlets, origins, unknown."""
    return f"{lineage.reports} / {lineage.outlets} / {lineage.origins} / {lineage.unknown}"


def told_outlet(report: Report | None, outlet: str | None) -> str:
    """Gives the outlet's name, marked where the report is this project's digest of its report."""
    name = safe(outlet) or "unknown outlet"
    return f"{name} (digest)" if report and report.digest else name


def hypotheses(assessments: Sequence[Assessment], says: dict[str, str]) -> Table:
    """Gives the table of hypotheses: the last assessment of each, with what moved it most."""
    table = Table(title="Hypotheses", title_justify="left", expand=True)
    fixed = {"day": 10, "figure": 6, "points": 6, "id": 8}
    for head in ("question", "day", "likelihood", "figure", "points", "moved most by (log-odds)", "id"):
        table.add_column(head, min_width=fixed.get(head), no_wrap=head in fixed)
    for a in assessments:
        moved = sorted((t for t in a.terms if t.value), key=lambda t: -abs(t.value))[:3]
        why = "\n".join(f"{t.value:+.2f} {t.indicator}" for t in moved) or "nothing seen; the prior"
        table.add_row(
            says.get(a.hypothesis, a.hypothesis),
            str(a.day),
            a.words,
            figure(a.probability),
            points(a.change),
            why,
            a.id[:8],
        )
    return table


def by_date(assessments: Iterable[Assessment], raised: Iterable[date] = (), rows: int = 40) -> Table:
    """Gives the figures of all hypotheses by date: days on which a word changed or a warning was `raised`.

    Of more than `rows` days those without a warning are thinned, and the title says so.
    """
    days: dict[date, dict[str, Assessment]] = {}
    for a in assessments:
        days.setdefault(a.day, {})[a.hypothesis] = a
    names = sorted({name for row in days.values() for name in row})
    kept = set(raised)
    chosen: list[date] = []
    last: dict[str, str] = {}
    for day in sorted(days):
        words = {name: a.words for name, a in days[day].items()}
        if words != last or day in kept:
            chosen.append(day)
        last = words
    step = max(1, -(-len(chosen) // rows))
    shown = [d for n, d in enumerate(chosen) if n % step == 0 or n == len(chosen) - 1 or d in kept]
    left = f"; {len(chosen) - len(shown)} more left out" if len(shown) < len(chosen) else ""
    title = f"Likelihood by date: days on which a word changed or a warning (!) was raised{left}"
    table = Table(title=title, title_justify="left")
    for name in ("day", *names):
        table.add_column(name, no_wrap=name == "day")
    for day in shown:
        row = [days[day].get(name) for name in names]
        told = (f"{figure(each.probability)} {each.words}" if each else "" for each in row)
        table.add_row(f"{day}{' !' if day in kept else ''}", *told)
    return table


def ledger(presences: Iterable[Presence], day: date) -> Table:
    """Gives the ledger table of a day, each line in a few short ones, so that it fits a terminal of 80 columns."""
    title = f"Ledger as of {day}; counts are reports / outlets / origins / unknown"
    table = Table(title=title, title_justify="left", expand=True, show_lines=True)
    for head, fixed in (("force, where", None), ("status", None), ("figures", None), ("counts", 7), ("id", 8)):
        table.add_column(head, width=fixed, overflow="fold")
    for p in presences:
        troops = strength(p)
        planned = [f for f in p.figures if f.planned and f.quantity.unit is Unit.TROOPS]
        now = told_range(*troops, "troops") if troops else ""
        plan = f"planned {told_range(*_spread(planned))}" if planned else ""
        stands = Text(p.status.value, style=STATUS_STYLE.get(p.status.value, ""))
        stands.append(f"\nsince {in_words_when(p.since)}", style="not bold default")
        if p.announced_end:
            stands.append(f"\nto end {p.announced_end}", style="not bold default")
        table.add_row(
            Text(safe("\n".join(part for part in (f"{p.force} in {p.host or p.place}", p.operation) if part))), stands,
            "\n".join(t for t in (now, *_beside(p), plan, _others(p)) if t), told_lineage(p.lineage), p.id[:8],
        )  # fmt: skip
    return table


def _beside(p: Presence) -> list[str]:
    return [f"{told_range(*_spread(figures))} {what}" for what, figures in sorted(beside(p).items())]


def _spread(figures: Sequence[Figure]) -> tuple[int | None, int | None]:
    lows = [f.quantity.min for f in figures]
    highs = [f.quantity.max for f in figures]
    low = None if None in lows else min(v for v in lows if v is not None)
    return low, None if None in highs else max(v for v in highs if v is not None)


def _others(p: Presence) -> str:
    told: dict[str, list[Figure]] = {}
    for told_figure in p.figures:
        if (
            told_figure.quantity.unit not in {Unit.TROOPS, Unit.OTHER, Unit.DRILLS}
            and not told_figure.planned
            and not told_figure.faded
        ):
            told.setdefault(told_figure.quantity.unit.value, []).append(told_figure)
    return "\n".join(told_range(*_spread(figures), unit) for unit, figures in sorted(told.items()))


def warnings(found: Iterable[Warning]) -> Table:
    """Gives the table of warnings with their reasons."""
    table = Table(title="Warnings", title_justify="left", expand=True, show_lines=True)
    for head, width, fixed in (
        ("raised, cleared", None, 10),
        ("warning", 5, None),
        ("reasons", 6, None),
        ("id", None, 8),
    ):
        table.add_column(head, ratio=width, width=fixed, overflow="fold")
    for w in found:
        table.add_row(
            f"{w.raised}\n{w.level.value}\n{w.cleared or 'open'}", Text(safe(w.headline)), Text(safe("\n".join(w.reasons[:3]))), w.id[:8]
        )  # fmt: skip
    return table


def board(signals: Iterable[Signal]) -> Table:
    """Gives the indicator board: state in shape and words."""
    table = Table(title="Indicators", title_justify="left", expand=True)
    for head in ("indicator", "state", "strength", "reason"):
        table.add_column(head)
    for s in signals:
        table.add_row(s.indicator, STATE_MARK[s.state], f"{s.strength:.2f}", safe(s.reason))
    return table


def problems(found: Sequence[Problem]) -> Table:
    """Gives problems by stage and kind with a count and up to five examples."""
    table = Table(title="Problems", title_justify="left", expand=True)
    for head in ("stage", "kind", "count", "examples"):
        table.add_column(head)
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for p in found:
        kinds.setdefault((p.stage, p.kind), []).append(p)
    for (stage, kind), group in sorted(kinds.items()):
        examples = (p.message if p.subject in p.message else f"{p.subject}: {p.message}" for p in group[:5])
        table.add_row(stage, kind, str(len(group)), safe("\n".join(examples)))
    return table


def read_through(report: Report, found: Sequence[Claim], lines: Iterable[str]) -> None:
    """Prints one article: what it says about itself, its text with the claims marked, then each claim on a line.

    A terminal gets colours and lines no longer than can be followed; a pipe gets each paragraph on one line.
    """
    terminal = console()
    width = min(terminal.width, MOST_COLUMNS) if terminal.is_terminal else 80
    colours = terminal.is_terminal and terminal.color_system is not None and not terminal.no_color
    terminal.print(title(report))
    for line in lines:
        terminal.print(safe(line), markup=False)
    terminal.print(
        article(report, found, colours),
        width=width if terminal.is_terminal else None,
        soft_wrap=not terminal.is_terminal,
    )
    terminal.print()
    terminal.print(claims(found), width=width)


def article(report: Report, claims: Sequence[Claim], colours: bool) -> RenderableType:
    """Gives the text of a report, its claims marked and numbered, its furniture dimmed.

    Where there are no colours the words that name an event stand between asterisks and furniture between braces.
    """
    key = "[1 … 1] what claim 1 says, *word*1 what happens in it, {…} furniture, which is not read"
    lines = [Text(key, style="dim")] if not colours else []
    for row in rows(report, marked(claims)):
        line = Text()
        for piece in row.pieces:
            line.append_text(_marked(piece, colours))
        lines += [Text(""), line]
    return Group(*lines)


def _marked(piece: Piece, colours: bool) -> Text:
    words, numbers = safe(piece.text), ",".join(str(m.number) for m in piece.ends)
    style = f"underline {FAMILY_STYLE[piece.inside[-1].family]}" if piece.inside else ""
    if piece.triggers:
        style = f"bold reverse {FAMILY_STYLE[piece.triggers[-1].family]}"
    if not colours:
        words = f"{'*' if piece.begins else ''}{words}{'*' if piece.ends else ''}"
        words = f"{{{words}}}" if piece.furniture else words
    line = Text()
    for m in piece.opens:
        line.append(f"[{m.number} ", style=FAMILY_STYLE[m.family])
    line.append(words, style="dim" if piece.furniture else style)
    line.append(numbers, style=f"bold {FAMILY_STYLE[piece.ends[-1].family]}" if piece.ends else "")
    for m in piece.closes:
        line.append(f" {m.number}]", style=FAMILY_STYLE[m.family])
    return line


def claims(found: Sequence[Claim]) -> Table:
    """Gives the claims of a report, numbered as in its text: fields, speaker chain and hedge, within 80 columns."""
    table = Table(title=counted(len(found), "claim"), title_justify="left", box=None, padding=(0, 1, 0, 0), expand=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("mode", width=9, no_wrap=True)
    table.add_column("who", width=9)
    table.add_column("where, how many, when", ratio=3, overflow="fold")
    table.add_column("says", ratio=2, overflow="fold")
    table.add_column("hedge", width=14)
    for m in marked(found):
        c, style = m.claim, FAMILY_STYLE[m.family]
        place = f"{c.place.name} ({c.place.country or 'country open'})" if c.place else ""
        told = (place, in_words_quantity(c.quantity) if c.quantity else "", in_words_when(c.time) if c.time else "")
        fields = Text(safe(" · ".join(each for each in told if each)))
        for o in c.candidates:
            words = f"“{o.text}”, " if o.text else ""
            open_end = f"{o.role.value} open: {words}{' or '.join(o.options) or o.reason}"
            fields.append(safe(f"{' · ' if fields else ''}{open_end}"), style="yellow")
        who = (" ".join(c.actor) or "–") + (f" → {' '.join(c.other)}" if c.other else "")
        says = safe(" > ".join(c.source)) or "the report"
        table.add_row(
            Text(str(m.number), style=f"bold {style}"), Text(c.mode.value, style=f"bold {style}"), Text(safe(who)),
            fields, Text(says, style="" if c.source else "dim"), Text(hedge(c), style="italic"),
        )  # fmt: skip
    return table


def reasons(claim: Claim, told: Sequence[Reason]) -> RenderableType:
    """Gives for one claim which head and which rule gave each field, how sure the head was, and the words it went by."""
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True)
    table.add_column("field", width=9)
    table.add_column("is", ratio=2, overflow="fold")
    table.add_column("by", width=13)
    table.add_column("", width=4, justify="right")
    table.add_column("from", ratio=3, overflow="fold")
    for r in told:
        words = f"“{r.words}”" if r.words else ""
        chance = "" if r.chance is None else f"{r.chance:.0%}"
        reason = "; ".join(each for each in (words, r.rule) if each)
        table.add_row(r.field, Text(safe(r.value)), r.head, chance, Text(safe(reason), style="dim"))
    return Group(Text(f"“{safe(claim.quote)}”"), table)


def title(report: Report) -> Text:
    """Gives what a report says about itself: headline, outlet, date, address."""
    when = (
        f"{report.published.day} ({report.published.precision.value})"
        if report.published
        else "publication date unknown"
    )
    told = Text(safe(report.headline) or "no headline", style="bold")
    return told.append(f"\n{told_outlet(report, report.outlet)} · {when} · {safe(report.address)}", style="not bold")


def head(report: Report) -> RenderableType:
    """Gives what is known of a report: outlet, headline, date, furniture cut."""
    cut = (
        Text(f"cut as furniture, {part.reason}: {safe(report.text[slice(*part.span)].strip())}", style="dim")
        for part in report.furniture
    )
    return Group(title(report), *cut)


def sentence(claim: Claim, report: Report | None, lineage: Lineage, said: Lineage) -> RenderableType:
    """Opens a claim: its words in their paragraph, who says it where, the hedge, the counts and the grade.

    `lineage` counts that it is so, `said` that its speaker said it: ten outlets that heard one minister are one voice.
    """
    if report:
        start = report.text.rfind("\n", 0, claim.evidence[0]) + 1
        stop = report.text.find("\n", claim.evidence[1])
        stop = len(report.text) if stop < 0 else stop
        text = Text(safe(report.text[start : claim.evidence[0]]))
        text.append(safe(report.text[slice(*claim.evidence)]), style="bold underline")
        text.append(safe(report.text[claim.evidence[1] : stop]))
    else:
        text = Text(safe(claim.quote), style="bold")
    facts = knowledge.outlet_facts(claim.outlet)
    grade = f"{facts.reliability if facts else 'F'}{credibility(lineage)}"
    who = " > ".join(claim.source) or "the report itself"
    told = f"{claim.mode.value} · says: {safe(who)} · in {told_outlet(report, claim.outlet)}, {claim.reported or 'undated'} · graded {grade}"
    stance = hedge(claim)
    counts = f"reports / outlets / origins / unknown: {told_lineage(lineage)} · claim {claim.id}"
    if claim.source and said.origins > lineage.origins:
        counts += f"\nthat {safe(claim.source[-1])} said it: {told_lineage(said)}"
    open_ends = [
        Text(f"unresolved {c.role.value} “{safe(c.text)}”: {c.reason} {' or '.join(c.options)}", style="yellow")
        for c in claim.candidates
    ]
    return Group(
        text,
        Text(told + (f" · {stance}" if stance else ""), style="cyan"),
        *open_ends,
        Text(counts, style="dim"),
        Text(""),
    )


def opened(word: Word) -> RenderableType:
    """Gives what an id stands for, before its evidence: a warning, an assessment with its terms, a line of the ledger."""
    if isinstance(word, Warning):
        return warnings([word])
    if isinstance(word, Assessment):
        lines = [f"{word.hypothesis} on {word.day}: {word.words}, {word.probability:.0%}; prior {word.prior:.0%}"]
        lines += [
            f"{t.value:+.2f} = {t.strength:.2f} × ln {t.likelihood:g} at {t.reliability:.0%}  {t.indicator}: {t.reason}"
            for t in word.terms
        ]
        return Text(safe("\n".join(lines)))
    if isinstance(word, Promise):
        return promises([word])
    if isinstance(word, Presence):
        days = [figure.day for figure in word.figures] + ([word.last_seen] if word.last_seen else [])
        table = ledger([word], max(days, default=date.min))
        told = {"why": [word.reason], "named there": word.parts, "went to": word.went_to, "came from": word.came_from}
        lines = [f"{name}: {', '.join(each)}" for name, each in told.items() if each]
        return Group(table, Text(safe("\n".join(lines))), *(Text(safe(line), style="dim") for line in _figures(word)))
    return head(word) if isinstance(word, Report) else Text("")


def _figures(p: Presence) -> Iterator[str]:
    """Gives a line for each figure: which claim gave it, what it counts, whose voice it is."""
    for f in p.figures:
        what = ", ".join(
            [f.counts.value, f.scope.value, *([f"of {f.of}"] if f.of else []), *(["planned"] if f.planned else []), *(["faded"] if f.faded else [])]
        )  # fmt: skip
        yield f"{told_range(f.quantity.min, f.quantity.max, f.quantity.unit.value)} ({what}), {f.voice}, {f.day}, claim {f.claim[:8]}"


@contextmanager
def bar(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Shows a progress bar on standard error while the block runs; it is given what counts its steps."""
    columns = (TextColumn("{task.description:>22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True)) as progress:
        task = progress.add_task(what, total=total)
        yield lambda n: progress.advance(task, n)
        if total is None:
            progress.update(task, total=progress.tasks[0].completed)


def console(*, stderr: bool = False) -> Console:
    """Gives the terminal; a pipe gets lines wide enough not to fold."""
    terminal = Console(stderr=stderr, highlight=False)
    return terminal if terminal.is_terminal else Console(stderr=stderr, highlight=False, width=200)
