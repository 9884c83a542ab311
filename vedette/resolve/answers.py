"""One stretch of a text → what it means, why, and what else it could have meant: for a person or a program that asks."""

from datetime import date
from typing import Any, NamedTuple

from vedette import knowledge
from vedette.errors import Stop, unknown
from vedette.knowledge import Actor, Site
from vedette.resolve.actors import actor, entries_of, holder
from vedette.resolve.antecedents import Antecedents, Asked
from vedette.resolve.context import Context
from vedette.resolve.layers import counted, dated, dates_in, mentioned, places_in, precision, quantities_in
from vedette.resolve.places import place
from vedette.resolve.placing import Located
from vedette.resolve.quantities import Standing, formation_of
from vedette.resolve.whereabouts import Spot, country
from vedette.vocabulary import Place, Quantity, Report, Span

KINDS = ("actor", "place", "date", "quantity")
MOST = 12  # candidates that are told

Told = dict[str, Any]


class Answered(NamedTuple):
    """`answer` is None where nothing, or more than one thing alike, fits; `candidates` are those passed over, with why."""

    kind: str
    span: Span
    answer: Told | None
    reason: str
    candidates: tuple[Told, ...] = ()


def answer(report: Report, span: Span, kind: str) -> Answered:
    """Gives what a span of a report means as an actor, a place, a date or a quantity. Raises Stop for what is no question."""
    if kind not in KINDS:
        raise Stop(unknown("kind", kind, KINDS))
    if not 0 <= span[0] < span[1] <= len(report.text):
        size = len(report.text)
        raise Stop(f"the span {list(span)} lies outside the text; name its start and end in code points, 0 to {size}")
    return {"actor": _actor, "place": _place, "date": _date, "quantity": _quantity}[kind](report, span)


def answers(report: Report) -> list[Answered]:
    """Gives what everything that a report names means, in the order of its text."""
    asked: set[tuple[Span, str]] = {(p.span, "place") for p in places_in(report) if p.kind != "adjective"}
    asked |= {(told.span, "date") for told in dates_in(report)} | {(f.span, "quantity") for f in quantities_in(report)}
    for sentence, found in mentioned(report):
        for m in (*found.actors, *found.stand_ins):
            asked.add(((sentence.tokens[m.start].start, sentence.tokens[m.end - 1].end), "actor"))
    return [answer(report, span, kind) for span, kind in sorted(asked)]


def _actor(report: Report, span: Span) -> Answered:
    name, context = report.text[slice(*span)], Context(report)
    given = actor(name, context.day, context.people)
    known = entries_of(name)
    if given.code:
        chosen = next(e for e in known if e.code == given.code and e.valid(context.day))
        passed = tuple(_passed(e, context.day, context.people, given.code) for e in known if e != chosen)
        return Answered("actor", span, _as_actor(chosen), given.reason, passed[:MOST])
    if given.options:
        passed = tuple(_passed(e, context.day, context.people, None) for e in known)
        return Answered("actor", span, None, given.reason, passed[:MOST])
    if borne := knowledge.bearers().get(name, ()):
        return _bearer(span, name, tuple(dict.fromkeys(borne)), context.day)
    if code := context.official(name):
        return Answered("actor", span, _as_code(code), f"{name}: whose office and country the report tells")
    meant = Antecedents(context).find(Asked(name, span[0], "actor", "move", (), ()))
    if meant.options:
        options = tuple({**_as_code(code), "reason": "as likely as the other"} for code in meant.options)
        return Answered("actor", span, None, f"{name}: goes back to either of two", options)
    if not meant.codes:
        return Answered("actor", span, None, given.reason)
    person = holder(name, meant.codes[0], context.day)
    told = {**_as_code(meant.codes[0]), "codes": list(meant.codes)} | ({"person": person.name} if person else {})
    return Answered("actor", span, told, f"{name}: goes back to {' and '.join(meant.codes)}, as the report tells it")


def _bearer(span: Span, name: str, borne: tuple[Actor, ...], day: date | None) -> Answered:
    """Gives the one of a surname who was in office on the day, where no more than one state's was."""
    held = [entry for entry in borne if entry.valid(day)]
    one = len({entry.code for entry in held}) == 1
    passed = tuple(_passed(e, day, frozenset(), None) for e in borne if not one or e != held[0])
    if one:
        return Answered(
            "actor", span, _as_actor(held[0]), f"{name}: the one of that surname in office on {day}", passed[:MOST]
        )
    return Answered("actor", span, None, f"{name}: {len(held)} of that surname were in office on {day}", passed[:MOST])


def _as_actor(entry: Actor) -> Told:
    told = {**_as_code(entry.code), "kind": entry.kind}
    if entry.kind in {"person", "surname"}:
        told |= {"person": entry.name, "office": entry.role}
    return told


def _as_code(code: str) -> Told:
    state = knowledge.states().get(code)
    name = state.name if state else knowledge.organisations().get(code, {}).get("name", code)
    wikidata = {"wikidata": state.wikidata} if state and state.wikidata else {}
    return {"code": code, "codes": [code], "name": name} | wikidata


def _passed(entry: Actor, day: date | None, people: frozenset[str], code: str | None) -> Told:
    """Gives a candidate that was not chosen, with the reason."""
    if not entry.valid(day):
        why = f"held from {entry.since} to {entry.until}, not on {day}"
    elif entry.kind == "surname" and people and entry.name not in people:
        why = "another of that surname is named in full"
    else:
        why = "the same code by another name" if entry.code == code else "as likely as the others"
    told = {"code": entry.code, "name": entry.name, "kind": entry.kind, "office": entry.role}
    return told | {"from": _day(entry.since), "to": _day(entry.until), "reason": why}


def _day(day: date) -> str | None:
    return None if day in {date.min, date.max} else str(day)


def _place(report: Report, span: Span) -> Answered:
    name = report.text[slice(*span)]
    found = [p for p in places_in(report) if p.span[0] < span[1] and span[0] < p.span[1]]
    whole = next((p for p in found if p.span == span), None)
    if whole:
        return _located(whole)
    context = Context(report)
    given = place(name, context.named)
    if not given.known:
        code = country(Spot(name, span, "move", (), (), (), given.listed, None), context)
        point = next((site.point for site in given.listed if site.country == code), None)
        reason = f"{given.reason}; {code or 'no country'} is the likeliest of what is named beside it"
        given = given._replace(place=Place(name=name, country=code, point=point), reason=reason)
    inner = max(found, key=lambda p: p.span[1] - p.span[0], default=None)
    near = inner if inner and inner.place.country == given.place.country else None
    point = given.place.point or (near.place.point if near else None)
    told = {"name": name, "country": given.place.country} | _as_point(point)
    options = tuple({"country": code, "reason": "as likely as the others"} for code in given.options)
    return Answered("place", span, told if given.place.country or point else None, given.reason, options)


def _located(told: Located) -> Answered:
    where = told.place
    answer = {"name": where.name, "country": where.country} | _as_point(where.point)
    rest = told.candidates[1:] if where.point else told.candidates
    why = "smaller, or farther from what else is named" if where.point else "as likely as another"
    passed = tuple(_as_candidate(site) | {"reason": why} for site in rest[:MOST])
    return Answered("place", told.span, answer if where.country or where.point else None, told.reason, passed)


def _as_point(point: Any) -> Told:
    if point is None:
        return {"lat": None, "lon": None, "radius_km": None}
    return {"lat": point.lat, "lon": point.lon, "radius_km": point.radius_km}


def _as_candidate(site: Site) -> Told:
    return {
        "name": site.name,
        "kind": site.kind,
        "country": site.country,
        "division": site.division or None,
    } | _as_point(site.point)


def _date(report: Report, span: Span) -> Answered:
    told = dated(report, span)
    if not told.when:
        return Answered("date", span, None, told.reason)
    start, end = told.when.start, told.when.end
    days = {"start": str(start) if start else None, "end": str(end) if end else None}
    return Answered("date", span, days | {"precision": precision(told.when)}, told.reason)


def _quantity(report: Report, span: Span) -> Answered:
    told = counted(report, span)
    if not told.quantity:
        return Answered("quantity", span, None, told.reason)
    bounds = {"min": told.quantity.min, "max": told.quantity.max, "unit": told.quantity.unit.value}
    more = {"increment": told.standing is Standing.INCREMENT, "part": told.standing is Standing.PART}
    return Answered("quantity", span, bounds | more | _usual(told.quantity, report.text[slice(*span)]), told.reason)


def _usual(told: Quantity, words: str) -> Told:
    """Gives how many people as many formations usually have: beside the count and never in its place."""
    kind = formation_of(words)
    if kind is None:
        return {}
    low, high = told.min or told.max, told.max or told.min
    assert low and high
    return {"usual": {"min": low * kind.min, "max": high * kind.max, "unit": "troops", "source": kind.source}}


def in_words(text: str, told: Answered) -> str:
    """Gives an answer as lines for a reader: the words, what they mean, why, and the candidates passed over."""
    head = f"{told.kind:8} {text[slice(*told.span)]}: {_fields(told.answer) if told.answer else 'unresolved'}"
    usual = told.answer.get("usual") if told.answer else None
    rest = (
        [f"         usually {usual['min']:,} to {usual['max']:,} people, not counted ({usual['source']})"]
        if usual
        else []
    )
    rest += [
        f"         - {_fields({k: v for k, v in c.items() if k != 'reason'})}: {c['reason']}" for c in told.candidates
    ]
    return "\n".join([head, f"         {told.reason}", *rest])


def _fields(told: Told) -> str:
    shown = {
        key: value for key, value in told.items() if value not in (None, "", False) and key not in {"codes", "usual"}
    }
    several = {"codes": told["codes"]} if len(told.get("codes", ())) > 1 else {}
    return ", ".join(
        f"{key} {' '.join(map(str, value)) if isinstance(value, list) else value}"
        for key, value in (shown | several).items()
    )
