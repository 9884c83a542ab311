"""The words of Vedette as frozen types: START HERE.

Every module uses these words in this sense and imports them from here. Every type survives JSON (`to_json`,
`from_json`), and everything that is derived points back to the report and the characters it came from. Offsets are
Unicode code points into `Report.text`, end exclusive. Days are `datetime.date`, instants carry a time zone.
"""

import hashlib
from calendar import monthrange
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec

Span = tuple[int, int]
T = TypeVar("T")


class Word(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, gc=False):
    """What all words share: frozen, built by keyword, and free of cycles, so that the collector need not visit them."""


class Mode(StrEnum):
    """What a claim says happened. Definitions, PLOVER types and effects stand in `knowledge/modes.toml`."""

    __hash__ = str.__hash__  # the ledger looks a mode up several times a claim, and Enum's own hash is slow

    DEPLOY = "DEPLOY"
    BUILDUP = "BUILDUP"
    STATION = "STATION"
    REMAIN = "REMAIN"
    WITHDRAW = "WITHDRAW"
    EXERCISE = "EXERCISE"
    READY = "READY"
    PREPARE = "PREPARE"
    ARM = "ARM"
    INCURSION = "INCURSION"
    ATTACK = "ATTACK"
    PLEDGE = "PLEDGE"
    CONSENT = "CONSENT"
    REFUSE = "REFUSE"
    DEMAND = "DEMAND"
    THREATEN = "THREATEN"
    ACCUSE = "ACCUSE"
    DENY = "DENY"
    CONSULT = "CONSULT"
    ASSESS = "ASSESS"


class Unit(StrEnum):
    """What a quantity counts."""

    TROOPS = "troops"
    AIRCRAFT = "aircraft"
    HELICOPTERS = "helicopters"
    TANKS = "tanks"
    VEHICLES = "vehicles"
    SHIPS = "ships"
    MISSILES = "missiles"
    SYSTEMS = "systems"
    DRILLS = "drills"
    BATTALIONS = "battalions"
    BRIGADES = "brigades"
    OTHER = "other"


class Polarity(StrEnum):
    YES = "yes"
    NO = "no"


class Certainty(StrEnum):
    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Reality(StrEnum):
    ACTUAL = "actual"
    PLANNED = "planned"
    PREDICTED = "predicted"
    HYPOTHETICAL = "hypothetical"


class Precision(StrEnum):
    """How sharp a date is: the vaguer ones come later."""

    SECOND = "second"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Status(StrEnum):
    """Where a presence stands, in the order in which one usually goes."""

    ANNOUNCED = "announced"
    ARRIVING = "arriving"
    PRESENT = "present"
    DUE = "due"
    OVERDUE = "overdue"
    REMAINING = "remaining"
    LEAVING = "leaving"
    GONE = "gone"
    STATIONED = "stationed"


class State(StrEnum):
    """What an indicator was seen to be. `not seen` and `no coverage` are never the same."""

    SEEN = "seen"
    PARTLY = "partly"
    NOT_SEEN = "not seen"
    NO_COVERAGE = "no coverage"


class Counts(StrEnum):
    """What a figure counts: the force, what is added to it, a part of it, or those who come for others who go."""

    TOTAL = "total"
    INCREMENT = "increment"
    PART = "part"
    RELIEF = "relief"


class Scope(StrEnum):
    """Over what a figure is told: the host country, a site in it, along a border, or all who take part in an operation."""

    COUNTRY = "country"
    SITE = "site"
    BORDER = "border"
    OPERATION = "operation"


class Kept(StrEnum):
    """What became of a promise. `unknown`: its day has passed, and nobody told."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    EXTENDED = "extended"
    UNKNOWN = "unknown"


class Level(StrEnum):
    WATCH = "watch"
    WARNING = "warning"


class When(Word, frozen=True, kw_only=True):
    """A date as well as it is known: `start` and `end` bound it, both included; either may be open."""

    start: date | None = None
    end: date | None = None


class Published(Word, frozen=True, kw_only=True):
    """When a report appeared. `at` is the first instant that fits, `precision` how much of it was told."""

    at: datetime
    precision: Precision

    @property
    def day(self) -> date:
        """The day relative dates count from, in the publisher's own zone."""
        return self.at.date()

    @property
    def until(self) -> date:
        """The last day on which it may have appeared: nobody knew of it for certain before."""
        if self.precision is Precision.MONTH:
            return date(self.at.year, self.at.month, monthrange(self.at.year, self.at.month)[1])
        if self.precision is Precision.YEAR:
            return date(self.at.year, 12, 31)
        return self.day


class Page(Word, frozen=True, kw_only=True):
    """Bytes as received: from where, when, with which headers. Kept."""

    id: str
    address: str
    taken_in: datetime
    body: bytes
    content_type: str
    headers: dict[str, str] = {}
    outlet: str | None = None
    published: str | None = None


class Furniture(Word, frozen=True, kw_only=True):
    """A stretch of a report's text that is not its story, and why."""

    span: Span
    reason: str


class Credit(Word, frozen=True, kw_only=True):
    """A line in which a report says whose story it is. `kind` is agency | first | picked up | told | citing."""

    report: str
    outlet: str
    kind: str
    span: Span
    reason: str


class Digest(Word, frozen=True, kw_only=True):
    """Marks a report as this project's own words about somebody's report, which it cites."""

    cites: str | None = None
    facts: tuple[str, ...] = ()
    note: str = ""


class Report(Word, frozen=True, kw_only=True):
    """A Page cleaned. `item` is the same for all revisions of one article; `text` still holds its furniture.

    `links` are the items of other sites that the story links to. `coder` names whose coded events the lines are, where
    the report is no prose: nobody's story, whose every line is a claim.
    """

    id: str
    item: str
    page: str
    address: str
    taken_in: datetime
    text: str
    outlet: str | None = None
    headline: str | None = None
    byline: str | None = None
    section: str | None = None
    published: Published | None = None
    modified: Published | None = None
    language: str | None = None
    url: str | None = None
    furniture: tuple[Furniture, ...] = ()
    links: tuple[str, ...] = ()
    digest: Digest | None = None
    coder: str | None = None

    @property
    def day(self) -> date:
        """The first day on which this text was surely public, else the day it was taken in."""
        told = self.modified or self.published
        return told.until if told else self.taken_in.date()


class Link(Word, frozen=True, kw_only=True):
    """Why one report is held to share another's story: `kind` is exact | near | part | holds | quotes | credit.

    `of_report` and `of_other` are the shares of each that stand in the other, `strength` the larger of them.
    """

    report: str
    to: str
    kind: str
    strength: float
    of_report: float
    of_other: float
    reason: str


class Tracing(Word, frozen=True, kw_only=True):
    """What a report shares with others, and what it says itself, of whose story it is."""

    report: str
    links: tuple[Link, ...] = ()
    credits: tuple[Credit, ...] = ()


class Origin(Word, frozen=True, kw_only=True):
    """The first telling behind one or more reports. `first` is None where only its credit is known."""

    id: str
    first: str | None
    outlet: str | None
    reports: tuple[str, ...]
    links: tuple[Link, ...] = ()
    credits: tuple[Credit, ...] = ()


class Role(StrEnum):
    ACTOR = "actor"
    OTHER = "other"
    PLACE = "place"
    QUANTITY = "quantity"
    TIME = "time"
    SOURCE = "source"


class Mention(Word, frozen=True, kw_only=True):
    """The words of the text that fill one role of a claim, before they are resolved."""

    role: Role
    span: Span
    text: str


class Point(Word, frozen=True, kw_only=True):
    """Coordinates with the radius in kilometres within which the place lies."""

    lat: float
    lon: float
    radius_km: float


class Place(Word, frozen=True, kw_only=True):
    """A place as written; `country` is None when it is unresolved, in several countries or at sea."""

    name: str
    country: str | None = None
    point: Point | None = None


class Quantity(Word, frozen=True, kw_only=True):
    """A count: `min` and `max` bound it, None is open."""

    min: int | None
    max: int | None
    unit: Unit


class Candidates(Word, frozen=True, kw_only=True):
    """What a field could have meant where the text does not settle it. The field itself then stays empty."""

    role: Role
    text: str
    options: tuple[str, ...]
    reason: str


class Claim(Word, frozen=True, kw_only=True):
    """One statement in one report, field by field as the annotation guide defines it.

    `time` is when it happened, `reported` when the report appeared, `taken_in` when this system got it.
    """

    id: str
    report: str
    evidence: Span
    trigger: Span
    quote: str
    mode: Mode
    actor: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    place: Place | None = None
    quantity: Quantity | None = None
    time: When | None = None
    source: tuple[str, ...] = ()
    polarity: Polarity = Polarity.YES
    certainty: Certainty = Certainty.CERTAIN
    reality: Reality = Reality.ACTUAL
    speaker: tuple[str, ...] = ()
    operation: str | None = None
    mentions: tuple[Mention, ...] = ()
    candidates: tuple[Candidates, ...] = ()
    outlet: str | None = None
    reported: date | None = None
    taken_in: datetime

    @property
    def day(self) -> date:
        """The day from which this claim may be used: when it was reported, else when it was taken in."""
        return self.reported or self.taken_in.date()


class Lineage(Word, frozen=True, kw_only=True):
    """How many tell a thing, and how many voices that makes. `unknown` tellers have no lineage and add no voice."""

    reports: int
    outlets: int
    origins: int
    unknown: int


class Figure(Word, frozen=True, kw_only=True):
    """One voice's latest count. `planned` counts what is announced, not what is there; `faded` is past its half-life.

    `of` is the body of soldiers that is counted, as written, where it is not the whole force.
    """

    quantity: Quantity
    claim: str
    voice: str
    day: date
    planned: bool = False
    faded: bool = False
    counts: Counts = Counts.TOTAL
    scope: Scope = Scope.COUNTRY
    of: str | None = None


class Presence(Word, frozen=True, kw_only=True):
    """One line of the ledger: whose force, at whose place, in which operation, how many, since when, until when.

    `parts` are the bodies of soldiers that are named there; `went_to` and `came_from` the lines to and from which one of
    them, or the force itself in one sentence, was reported moving.
    """

    id: str
    force: str
    host: str | None
    place: str | None
    operation: str | None
    status: Status
    since: When | None
    last_seen: date | None
    announced_end: date | None
    promised_by: tuple[str, ...]
    figures: tuple[Figure, ...]
    lineage: Lineage
    evidence: tuple[str, ...]
    reason: str
    parts: tuple[str, ...] = ()
    went_to: tuple[str, ...] = ()
    came_from: tuple[str, ...] = ()


class Promise(Word, frozen=True, kw_only=True):
    """What a party said of its own future, and what became of it.

    `by` promised; `force` is whose force it is about, `to` the other parties named; `says` is leave | end | not stay |
    not come | not attack; `due` its day, None where none was told.
    """

    id: str
    by: tuple[str, ...]
    force: str
    to: tuple[str, ...]
    host: str | None
    operation: str | None
    says: str
    made: date
    due: date | None
    kept: Kept
    settled: date | None
    reason: str
    evidence: tuple[str, ...]


class Signal(Word, frozen=True, kw_only=True):
    """An indicator's reading on a day: strength 0..1 if it is so, `trend` its change since the day before.

    `reliability` is the chance that one of those who told of it is right.
    """

    indicator: str
    day: date
    strength: float
    state: State
    reason: str
    trend: float = 0.0
    evidence: tuple[str, ...] = ()
    lineage: Lineage = Lineage(reports=0, outlets=0, origins=0, unknown=0)
    reliability: float = 1.0


class Term(Word, frozen=True, kw_only=True):
    """One indicator's part in an assessment: `value` in log-odds, `change` since the assessment before.

    `likelihood` is the watch's ratio, `reliability` what it was corrected by.
    """

    indicator: str
    strength: float
    likelihood: float
    value: float
    change: float
    reason: str
    reliability: float = 1.0


class Assessment(Word, frozen=True, kw_only=True):
    """A hypothesis' probability on a day, in figures and ICD 203 words, with the terms that sum to it.

    `log_odds` is that of the prior plus the values of the terms, `moved` the sum of their changes.
    """

    id: str
    hypothesis: str
    day: date
    probability: float
    words: str
    change: float
    prior: float
    terms: tuple[Term, ...]
    missing: tuple[str, ...]
    evidence: tuple[str, ...]
    log_odds: float = 0.0
    moved: float = 0.0


class Warning(Word, frozen=True, kw_only=True):
    """An assessment or a presence that crossed a line: raised once, with its evidence."""

    id: str
    subject: str
    kind: str
    level: Level
    raised: date
    headline: str
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    cleared: date | None = None


class Problem(Word, frozen=True, kw_only=True):
    """Something that could not be read, resolved or sent; kept, counted, shown."""

    stage: str
    kind: str
    subject: str
    message: str


class Indicator(Word, frozen=True, kw_only=True):
    """A rule in a watch. `rule` names the function in `indicators/`; `given` is what that function reads."""

    name: str
    says: str
    rule: str
    reason: str
    given: dict[str, Any] = {}
    half_life: int = 30
    group: str | None = None


class Hypothesis(Word, frozen=True, kw_only=True):
    """A question in a watch. `likelihood` maps an indicator to P(seen | true) / P(seen | false).

    `kind` is what questions of several watches have in common, as attack; its name where none is told.
    """

    name: str
    says: str
    prior: float
    likelihood: dict[str, float]
    watch: float
    warning: float
    clear: float
    reason: str = ""
    kind: str = ""


class Watch(Word, frozen=True, kw_only=True):
    """What a user wants watched: whose forces, where, by which indicators, for which questions.

    `calibrated` tells what its numbers were fitted on, where they were: no back-test may report those cases as new.
    """

    name: str
    force: tuple[str, ...]
    host: tuple[str, ...]
    neighbours: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    hypotheses: tuple[Hypothesis, ...]
    version: str
    calibrated: dict[str, Any] = {}


class Done(Word, Generic[T], frozen=True, kw_only=True):
    """What every stage gives: its results, and what it could not do."""

    results: tuple[T, ...] = ()
    problems: tuple[Problem, ...] = ()


WORDS: tuple[type[Word], ...] = (
    Page, Report, Origin, Claim, Presence, Promise, Signal, Assessment, Warning, Watch, Problem,
)  # fmt: skip


def content_id(*parts: object) -> str:
    """Gives 16 hexadecimal digits that depend on the parts alone: the same content has the same id everywhere."""
    told = "\x1f".join(part.hex() if isinstance(part, bytes) else str(part) for part in parts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_json(word: object) -> bytes:
    """Gives one line of JSON with sorted keys: equal words give equal bytes."""
    return msgspec.json.encode(word, order="sorted")


def from_json(line: bytes | str, kind: type[T]) -> T:
    """Reads what `to_json` wrote. Raises `msgspec.ValidationError` where it does not fit the type."""
    return msgspec.json.decode(line, type=kind)


def plain(word: object) -> Any:
    """Gives a word as the dicts, lists and strings that JSON has."""
    return msgspec.json.decode(to_json(word))


def schema() -> dict[str, Any]:
    """Gives the JSON Schema of all words, for `docs/vocabulary.schema.json`."""
    _, parts = msgspec.json.schema_components(WORDS, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The words of Vedette",
        "$defs": dict(sorted(parts.items())),
    }


def as_gold(claim: Claim) -> dict[str, Any]:
    """Gives the fields of the annotation guide and nothing else."""
    place = {"name": claim.place.name, "country": claim.place.country} if claim.place else None
    told = plain(claim)
    fields = ("evidence", "trigger", "mode", "actor", "other", "quantity", "time", "source")
    return {name: told[name] for name in fields} | {
        "place": place,
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "reality": claim.reality.value,
    }


def overlap(a: Span, b: Span) -> int:
    """Gives the number of characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def name_key(name: str) -> str:
    """Gives the last word of a name in lower case: 'Dr Liana Semchuk' and 'Semchuk' agree."""
    words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
    return words[-1] if words else ""


def at_midnight(day: date) -> datetime:
    """Gives the first instant of a day in universal time."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
