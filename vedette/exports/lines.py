"""The lines that a brief consists of, as frozen types: every format shows these and nothing else."""

from datetime import date

from vedette.presence import DUE_DAYS
from vedette.vocabulary import Assessment, Hypothesis, Lineage, Presence, Problem, Signal, State, Warning, Watch, Word

Refs = tuple[int, ...]  # numbers of sentences in the list of evidence


class TermLine(Word, frozen=True, kw_only=True):
    """One indicator's part in a question's log-odds; `change` since the earlier assessment.

    `reliability` is the chance that one of its tellers is right, by which the ratio was corrected.
    """

    indicator: str
    anchor: str
    strength: float
    likelihood: float
    value: float
    change: float
    reason: str
    refs: Refs
    reliability: float = 1.0


class Basis(Word, frozen=True, kw_only=True):
    """What confidence rests on. Reprints count once in `tellings`; `unknown` are reports of no known lineage."""

    claims: int
    reports: int
    outlets: int
    tellings: int
    unknown: int
    digests: int


class Question(Word, frozen=True, kw_only=True):
    """A hypothesis' latest assessment. `odds_before` is the prior's log-odds, `odds` the sum of it and all terms.

    `rounding` is what the shown two-digit terms miss of the shown sum; `held` says that the figure met a limit.
    """

    anchor: str
    hypothesis: Hypothesis
    assessment: Assessment
    earlier: Assessment | None
    change: str
    odds_before: float
    odds: float
    rounding: float
    held: bool
    terms: tuple[TermLine, ...]
    silent: tuple[TermLine, ...]
    up: tuple[TermLine, ...]
    down: tuple[TermLine, ...]
    missing: tuple[tuple[str, str], ...]
    series: tuple[Assessment, ...]
    raised: tuple[Warning, ...]
    basis: Basis
    refs: Refs


class WarningLine(Word, frozen=True, kw_only=True):
    """A warning; `days` is how long it stands or stood, `about` the anchor of what it warns of."""

    anchor: str
    warning: Warning
    open: bool
    new: bool
    days: int
    about: str | None
    refs: Refs


class Source(Word, frozen=True, kw_only=True):
    """One voice's figure."""

    told: str
    who: str
    day: date
    faded: bool
    refs: Refs


class Range(Word, frozen=True, kw_only=True):
    """What the figures of one unit span, present or planned; `faded` where all of them are past their half-life."""

    told: str
    planned: bool
    faded: bool
    sources: tuple[Source, ...]


class PresenceLine(Word, frozen=True, kw_only=True):
    """A line of the ledger. `late` is the days since its announced end, negative ahead of it."""

    anchor: str
    presence: Presence
    force: str
    where: str
    operation: str
    status: str
    since: str
    ranges: tuple[Range, ...]
    promised_by: str
    late: int | None
    refs: Refs


class Reading(Word, frozen=True, kw_only=True):
    """An indicator's line on the board."""

    anchor: str
    name: str
    says: str
    signal: Signal
    refs: Refs


class Trouble(Word, frozen=True, kw_only=True):
    """Problems of one kind."""

    stage: str
    kind: str
    count: int
    examples: tuple[Problem, ...]


class Evidence(Word, frozen=True, kw_only=True):
    """One claim opened: its words (`quote`) inside their sentence, who says so where, when and how surely.

    `found` is False where the brief was given no such claim. `link` is an http(s) address or None.
    """

    number: int
    id: str
    found: bool = True
    before: str = ""
    quote: str = ""
    after: str = ""
    speakers: tuple[str, ...] = ()
    outlet: str = ""
    digest: bool = False
    published: str = ""
    retold: str = ""
    hedge: str = ""
    reliability: str = ""
    credibility: int = 6
    lineage: Lineage = Lineage(reports=0, outlets=0, origins=0, unknown=0)
    coded: str = ""
    unresolved: tuple[str, ...] = ()
    link: str | None = None
    site: str = ""


class Sheet(Word, frozen=True, kw_only=True):
    """All that a format shows, in order."""

    watch: Watch
    day: date
    since: date | None
    questions: tuple[Question, ...]
    unassessed: tuple[Hypothesis, ...]
    basis: Basis
    warnings: tuple[WarningLine, ...]
    ledger: tuple[PresenceLine, ...]
    gone: tuple[PresenceLine, ...]
    elsewhere: tuple[PresenceLine, ...]
    board: tuple[tuple[State, tuple[Reading, ...]], ...]
    unread: tuple[tuple[str, str], ...]
    promises: tuple[PresenceLine, ...]
    problems: tuple[Trouble, ...]
    evidence: tuple[Evidence, ...]

    @property
    def overdue(self) -> tuple[PresenceLine, ...]:
        return tuple(p for p in self.promises if p.late is not None and p.late > 0)

    @property
    def due(self) -> tuple[PresenceLine, ...]:
        return tuple(p for p in self.promises if p.late is not None and -DUE_DAYS <= p.late <= 0)

    @property
    def silent(self) -> tuple[Reading, ...]:
        """The indicators on which nothing was reported, so that nothing can be said."""
        return next((readings for state, readings in self.board if state is State.NO_COVERAGE), ())
