"""What the stages say of a text beside its claims: who says what, names, places, days, figures, furniture, credits."""

from typing import Any

from vedette import knowledge
from vedette.credits import credits
from vedette.knowledge.names import pieces
from vedette.reader import look_over
from vedette.reader.layers import attributions, entities
from vedette.reader.network import shipped
from vedette.resolve.actors import actor
from vedette.resolve.layers import dates_in, places_in, precision, quantities_in
from vedette.vocabulary import Claim, Mode, Report, plain

Told = dict[str, Any]


def layers(report: Report, claims: tuple[Claim, ...]) -> Told:
    """Gives the layers of a report; all spans are code points of its text."""
    _, looked_at = look_over(report)
    windows = list(looked_at)
    return {
        "attributions": [
            {"source": told.source, "cue": told.cue, "content": told.content}
            for told in attributions(windows, shipped())
        ],
        "entities": [
            {"span": told.span, "kind": told.kind, "id": _code(report, told.span)} for told in entities(windows)
        ],
        "places": [_place(told) for told in places_in(report)],
        "dates": [
            {"span": told.span, **_days(told.when), "precision": precision(told.when) if told.when else None}
            for told in dates_in(report)
        ],
        "quantities": [
            {"span": told.span, "min": told.quantity.min, "max": told.quantity.max, "unit": told.quantity.unit}
            for told in quantities_in(report)
            if told.quantity
        ],
        "furniture": [{"span": part.span, "reason": part.reason} for part in report.furniture],
        "credits": [
            {"outlet": told.outlet, "kind": told.kind, "span": told.span, "reason": told.reason}
            for told in credits(report)
        ],
        "event": [event(claim) for claim in claims],
    }


def event(claim: Claim) -> str:
    """Gives the PLOVER type of a claim: drills are COOPERATE where several hold them, else MOBILIZE."""
    alone = claim.mode is Mode.EXERCISE and len(claim.actor) < 2
    return "MOBILIZE" if alone else knowledge.modes()[claim.mode].plover


def _code(report: Report, span: tuple[int, int]) -> str | None:
    """Gives whom an entity speaks for, None where no list knows it."""
    for found in knowledge.actors().find(pieces(report.text[slice(*span)])):
        text = report.text[span[0] + found.start : span[0] + found.end]
        return actor(text, report.published.until if report.published else None, frozenset()).code
    return None


def _place(told: Any) -> Told:
    point = told.place.point
    return {
        "span": told.span,
        "country": told.place.country,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "radius_km": point.radius_km if point else None,
        "candidates": [plain(site) for site in told.candidates],
    }


def _days(when: Any) -> Told:
    ends = {"start": when.start if when else None, "end": when.end if when else None}
    return {name: day.isoformat() if day else None for name, day in ends.items()}
