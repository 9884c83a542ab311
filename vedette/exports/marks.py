"""Where the claims of a report stand in its text: what every surface that shows an article with its claims draws."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vedette.vocabulary import Claim, Mode, Report, Span

# One style a family: what is where, what is made ready, force, words between states, what is said of others' acts.
FAMILIES: dict[str, tuple[Mode, ...]] = {
    "presence": (Mode.DEPLOY, Mode.BUILDUP, Mode.STATION, Mode.REMAIN, Mode.WITHDRAW),
    "readiness": (Mode.EXERCISE, Mode.READY, Mode.PREPARE, Mode.ARM),
    "force": (Mode.INCURSION, Mode.ATTACK, Mode.THREATEN),
    "dealings": (Mode.PLEDGE, Mode.CONSENT, Mode.REFUSE, Mode.DEMAND, Mode.CONSULT),
    "judgement": (Mode.ACCUSE, Mode.DENY, Mode.ASSESS),
}
FAMILY = {mode: name for name, modes in FAMILIES.items() for mode in modes}


class Marked(NamedTuple):
    """A claim as it is marked: its number on the page, and the lane that its line keeps beside those it overlaps."""

    number: int
    lane: int
    claim: Claim

    @property
    def family(self) -> str:
        return FAMILY[self.claim.mode]


class Piece(NamedTuple):
    """Characters that are all marked alike: inside which claims, triggers of which, furniture or not.

    `opens` and `closes` are the claims whose evidence begins or ends with this piece, `begins` and `ends` those whose
    trigger does.
    """

    text: str
    inside: tuple[Marked, ...]
    triggers: tuple[Marked, ...]
    furniture: bool
    opens: tuple[Marked, ...]
    closes: tuple[Marked, ...]
    begins: tuple[Marked, ...]
    ends: tuple[Marked, ...]


class Row(NamedTuple):
    """A paragraph in pieces, with the claims whose trigger it holds."""

    pieces: tuple[Piece, ...]
    claims: tuple[Marked, ...]


def marked(claims: Iterable[Claim]) -> tuple[Marked, ...]:
    """Gives the claims numbered in the order of the text, no two that overlap in one lane."""
    taken: list[int] = []  # where each lane is free again
    numbered = sorted(claims, key=lambda c: (c.trigger, c.mode.value, c.id))
    lanes: dict[str, int] = {}
    for claim in sorted(numbered, key=lambda c: (_extent(c)[0], -_extent(c)[1], c.trigger, c.id)):
        start, end = _extent(claim)
        lane = next((n for n, free in enumerate(taken) if free <= start), len(taken))
        taken[lane : lane + 1] = [end]
        lanes[claim.id] = lane
    return tuple(Marked(n, lanes[claim.id], claim) for n, claim in enumerate(numbered, 1))


def _extent(claim: Claim) -> Span:
    return min(claim.evidence[0], claim.trigger[0]), max(claim.evidence[1], claim.trigger[1])


def rows(report: Report, found: Sequence[Marked]) -> tuple[Row, ...]:
    """Gives the paragraphs of a report, every character of their lines in exactly one piece."""
    made = []
    at = 0
    for line in report.text.split("\n"):
        end = at + len(line)
        if line.strip():
            pieces = _pieces(report, (at, end), found)
            made.append(Row(pieces, tuple(m for m in found if at <= m.claim.trigger[0] < end)))
        at = end + 1
    return tuple(made)


def _pieces(report: Report, line: Span, found: Sequence[Marked]) -> tuple[Piece, ...]:
    """Cuts a line wherever a claim, a trigger or furniture begins or ends."""
    first, last = line
    here = [m for m in found if _extent(m.claim)[0] < last and _extent(m.claim)[1] > first]
    furniture = [piece.span for piece in report.furniture if piece.span[0] < last and piece.span[1] > first]
    spans = [*(_extent(m.claim) for m in here), *(m.claim.trigger for m in here), *furniture]
    cuts = sorted({first, last, *(at for span in spans for at in span if first < at < last)})
    return tuple(_piece(report.text, (s, e), line, here, furniture) for s, e in zip(cuts, cuts[1:], strict=False))


def _piece(text: str, span: Span, line: Span, here: Sequence[Marked], furniture: Sequence[Span]) -> Piece:
    start, end = span
    covering = (m for m in here if _extent(m.claim)[0] <= start and end <= _extent(m.claim)[1])
    inside = tuple(sorted(covering, key=lambda m: m.lane))
    triggers = tuple(m for m in inside if m.claim.trigger[0] <= start and end <= m.claim.trigger[1])
    return Piece(
        text=text[start:end],
        inside=inside,
        triggers=triggers,
        furniture=any(s <= start and end <= e for s, e in furniture),
        # What goes on over the end of a line is opened anew on the next, so that no line looks unmarked.
        opens=tuple(m for m in inside if max(_extent(m.claim)[0], line[0]) == start),
        closes=tuple(m for m in inside[::-1] if min(_extent(m.claim)[1], line[1]) == end),
        begins=tuple(m for m in triggers if max(m.claim.trigger[0], line[0]) == start),
        ends=tuple(m for m in triggers if min(m.claim.trigger[1], line[1]) == end),
    )
