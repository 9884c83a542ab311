"""Tables of what parties promised, and of evidence against hypotheses."""

from collections.abc import Iterable, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from vedette.assess import Row
from vedette.promises import record
from vedette.show.safe import STATE_MARK, safe
from vedette.vocabulary import Kept, Promise


def promises(found: Sequence[Promise]) -> Group:
    """Gives the table of promises, and each party's record."""
    table = Table(title="Promises", title_justify="left", expand=True)
    for head, fixed in (("made, due", 10), ("promise", None), ("stands", 8), ("why", None), ("id", 8)):
        table.add_column(head, width=fixed, overflow="fold")
    for p in found:
        where = ", ".join(part for part in (p.host, p.operation) if part)
        style = {Kept.BROKEN: "bold red", Kept.EXTENDED: "yellow", Kept.KEPT: "green"}.get(p.kept, "")
        table.add_row(
            f"{p.made}\n{p.due or 'no day'}", Text(safe(f"{', '.join(p.by)}: {p.force} to {p.says}{', ' + where if where else ''}")),
            Text(p.kept.value, style=style), Text(safe(p.reason)), p.id[:8],
        )  # fmt: skip
    told = Table(title="Record by party", title_justify="left")
    for head in ("party", *(kept.value for kept in Kept)):
        told.add_column(head, justify="left" if head == "party" else "right")
    for party, counts in record(found).items():
        told.add_row(party, *(str(counts[kept] or "") for kept in Kept))
    return Group(table, told)


def matrix(rows: Iterable[Row], names: Sequence[str]) -> Table:
    """Gives hypotheses against evidence: what tells them apart first. ++ and -- are over 0.7 in log-odds, a factor of two."""
    table = Table(title="Evidence against hypotheses, what tells them apart first", title_justify="left")
    for head in ("indicator", "seen", *names, "spread"):
        table.add_column(head, overflow="fold")
    for row in rows:
        fits = [f"{_sign(row.fits[name]):>2} {row.fits[name]:+.2f}" for name in names]
        table.add_row(Text(safe(row.indicator)), STATE_MARK[row.state], *fits, f"{row.spread:.2f}")
    return table


def _sign(fit: float) -> str:
    if not round(fit, 2):
        return "·"
    return ("+" if fit > 0 else "−") * (2 if abs(fit) > 0.7 else 1)
