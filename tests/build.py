"""Builders with valid defaults: a test names only what it is about.

Days are given as "2021-09-10", time spans as "2021-09-10/2021-09-16", "2021-09-10/" or "/2021-09-16", places as
"Brest, BLR" or "Black Sea, -".
"""

import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from vedette.indicators import Known, View
from vedette.vocabulary import (
    Certainty,
    Claim,
    Hypothesis,
    Indicator,
    Mode,
    Origin,
    Page,
    Place,
    Polarity,
    Precision,
    Presence,
    Published,
    Quantity,
    Reality,
    Report,
    Signal,
    State,
    Unit,
    Watch,
    When,
    content_id,
)

DAY = date(2021, 9, 1)


def day(told: str | date) -> date:
    return told if isinstance(told, date) else date.fromisoformat(told)


def instant(told: str | date, hour: int = 12) -> datetime:
    return datetime.combine(day(told), time(hour), UTC)


def when(told: str | When | None) -> When | None:
    """Reads "2021-09-10", "2021-09-10/2021-09-16", "2021-09-10/" and "/2021-09-16"."""
    if told is None or isinstance(told, When):
        return told
    start, slash, end = told.partition("/")
    end = end if slash else start
    return When(start=day(start) if start else None, end=day(end) if end else None)


def where(told: str | Place | None) -> Place | None:
    """Reads "Brest, BLR" and "Black Sea, -"; a bare code is the country itself."""
    if told is None or isinstance(told, Place):
        return told
    name, _, country = told.partition(", ")
    country = country or name
    return Place(name=name, country=None if country == "-" else country)


def count(told: int | tuple[int | None, int | None] | Quantity | None, unit: Unit = Unit.TROOPS) -> Quantity | None:
    """Reads a number, or a pair of bounds of which either may be open."""
    if told is None or isinstance(told, Quantity):
        return told
    low, high = told if isinstance(told, tuple) else (told, told)
    return Quantity(min=low, max=high, unit=unit)


def claim(
    mode: str = "DEPLOY",
    told: str | date = DAY,
    *,
    actor: str | tuple[str, ...] = "RUS",
    place: str | Place | None = "Belarus, BLR",
    time: str | When | None = None,
    quantity: int | tuple[int | None, int | None] | Quantity | None = None,
    unit: str = "troops",
    hedge: str = "",
    quote: str = "Russian troops arrived in Belarus",
    source: str | tuple[str, ...] = (),
    report: str | None = None,
    outlet: str | None = "Reuters",
    **fields: Any,
) -> Claim:
    """A claim told on a day, true as the text has it unless `hedge` names other stances: "no planned possible"."""
    stance: dict[str, Any] = {}
    for word in hedge.split():
        for kind, name in ((Polarity, "polarity"), (Certainty, "certainty"), (Reality, "reality")):
            if word in [each.value for each in kind]:
                stance[name] = kind(word)
    reported = day(told)
    made: dict[str, Any] = {
        "report": report or f"r-{outlet}-{reported}",
        "evidence": (0, len(quote)),
        "trigger": (0, min(7, len(quote))),
        "quote": quote,
        "mode": Mode(mode),
        "actor": (actor,) if isinstance(actor, str) else actor,
        "place": where(place),
        "quantity": count(quantity, Unit(unit)),
        "time": when(time),
        "source": (source,) if isinstance(source, str) else source,
        "outlet": outlet,
        "reported": reported,
        "taken_in": instant(reported) if reported > date(1, 1, 2) else datetime(2021, 1, 1, tzinfo=UTC),
        **stance,
        **fields,
    }
    return Claim(**{"id": content_id(*sorted((k, str(v)) for k, v in made.items())), **made})


TEXT = """Troops cross the border for drills

A column of vehicles reached the training ground near Brest on Friday, the regional newspaper said. Soldiers set up
tents beside the railway and unloaded two pontoon bridges. The commander of the range expects the drills to last until
the end of the month, after which all units are to go home by train, as they did three years ago.
"""


def report(
    id: str = "r1",
    told: str | date | None = DAY,
    *,
    outlet: str | None = "Reuters",
    text: str = TEXT,
    precision: Precision = Precision.SECOND,
    hour: int = 12,
    **fields: Any,
) -> Report:
    """A report published on a day; None is a report without a date."""
    published = None if told is None else Published(at=instant(told, hour), precision=precision)
    made: dict[str, Any] = {
        "item": f"item of {id}",
        "page": f"page of {id}",
        "address": f"https://example.org/{id}",
        "taken_in": instant(told or DAY, hour),
        "text": text,
        "outlet": outlet,
        "published": published,
    }
    return Report(**{"id": id, **made, **fields})


def page(body: str | bytes = TEXT, told: str | date = DAY, **fields: Any) -> Page:
    """A page taken in on a day."""
    raw = body.encode() if isinstance(body, str) else body
    made: dict[str, Any] = {
        "id": content_id("page", raw),
        "address": "https://example.org/page",
        "taken_in": instant(told),
        "body": raw,
        "content_type": "text/plain; charset=utf-8",
    }
    return Page(**{**made, **fields})


def indicator(
    name: str = "arrivals", rule: str = "counts", given: dict[str, Any] | None = None, **fields: Any
) -> Indicator:
    """An indicator of a rule with what it is given."""
    made: dict[str, Any] = {"says": f"{name} are seen", "reason": "a test", "half_life": 30}
    return Indicator(name=name, rule=rule, given=given or {}, **{**made, **fields})


def hypothesis(name: str = "stay", likelihood: dict[str, float] | None = None, **fields: Any) -> Hypothesis:
    """A question with a prior of 5 % and lines at 35, 60 and 25 %."""
    made: dict[str, Any] = {"says": "They stay", "prior": 0.05, "watch": 0.35, "warning": 0.60, "clear": 0.25}
    return Hypothesis(name=name, likelihood=likelihood or {}, **{**made, **fields})


def watch(indicators: Iterable[Indicator] = (), hypotheses: Iterable[Hypothesis] = (), **fields: Any) -> Watch:
    """A watch of Russian forces in Belarus."""
    made: dict[str, Any] = {"force": ("RUS",), "host": ("BLR",), "neighbours": ("UKR", "POL", "LTU"), "version": "1"}
    return Watch(name="a watch", indicators=tuple(indicators), hypotheses=tuple(hypotheses), **{**made, **fields})


def voices_of(claims: Iterable[Claim]) -> dict[str, str | None]:
    """Takes the speaker, else the outlet, as the voice, as where nothing is a reprint."""
    return {c.id: f"speaker {c.source[-1]}" if c.source else f"outlet {c.outlet}" if c.outlet else None for c in claims}


def view(
    claims: Iterable[Claim] = (),
    on: str | date = DAY,
    *,
    presences: Iterable[Presence] = (),
    voices: dict[str, str | None] | None = None,
    covered: bool = True,
    **fields: Any,
) -> View:
    """What is known on a day, by default with the watch's parties reported on."""
    told = tuple(sorted(claims, key=lambda c: (c.day, c.id)))
    return View(
        day=day(on),
        watch=watch(**fields),
        claims=Known(told),
        presences=tuple(presences),
        voices=voices_of(told) if voices is None else voices,
        covered=covered,
    )


def signal(name: str, strength: float = 1.0, state: State | None = None, **fields: Any) -> Signal:
    """A reading: seen where its strength is one half or more."""
    read = state or (State.SEEN if strength >= 0.5 else State.PARTLY if strength >= 0.08 else State.NOT_SEEN)
    made: dict[str, Any] = {"day": DAY, "reason": f"{name} read"}
    return Signal(indicator=name, strength=strength, state=read, **{**made, **fields})


def origin(*reports: str, outlet: str | None = "Reuters") -> Origin:
    """An origin of reports, the first of them its first telling."""
    return Origin(id=content_id("origin", reports[0]), first=reports[0], outlet=outlet, reports=reports)


def shuffles(words: list[Any], most: int = 6) -> list[tuple[Any, ...]]:
    """Some orders of a list: as given, turned round, and rotations."""
    turned = [tuple(words), tuple(reversed(words))]
    rotated = [tuple(words[n:] + words[:n]) for n in range(1, len(words))]
    return list(itertools.islice([*turned, *rotated], most))
