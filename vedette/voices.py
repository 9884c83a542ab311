"""Whose voice a claim is, and what it counts for: one origin, one voice.

A statement that ten reporters heard is one speaker, and ten reprints of one page are one outlet.
"""

from collections.abc import Iterable

import msgspec

from vedette.origins import one
from vedette.vocabulary import Claim, Lineage, Origin, name_key

# Last words of the names of a state's bodies: "Ministry of Defence" and "Defence Ministry" are one.
BODIES = {"defence": "ministry", "defense": "ministry", "affairs": "ministry"} | {
    body: body for body in ("ministry", "army", "government", "service", "command", "staff", "military")
}


def voices(claims: tuple[Claim, ...], found: tuple[Origin, ...]) -> dict[str, str | None]:
    """Gives for each claim whose voice it is: a named speaker, else the outlet that first told it; None is unknown.

    A statement that ten reporters heard is one speaker, and ten reprints of one page are one outlet.
    """
    outlet_of = {report: origin.outlet for origin in found for report in origin.reports}
    return {claim.id: _voice(claim, outlet_of.get(claim.report)) for claim in claims}


def first_told(claims: Iterable[Claim], found: Iterable[Origin]) -> tuple[Claim, ...]:
    """Gives the claims, those of a retelling dated as the same words of the same origin were first told.

    A story that is printed again is no fresher, and its "Tuesday" is still the first one's.
    """
    origin_of = {report: origin.id for origin in found for report in origin.reports}
    first: dict[tuple[object, ...], Claim] = {}
    told = [(_telling(claim, origin_of), claim) for claim in sorted(claims, key=lambda c: (c.day, c.id))]
    return tuple(
        msgspec.structs.replace(claim, reported=earliest.day, time=earliest.time) if earliest is not claim else claim
        for telling, claim in told
        if (earliest := first.setdefault(telling, claim))
    )


def _telling(claim: Claim, origin_of: dict[str, str]) -> tuple[object, ...]:
    at = claim.trigger[0] - claim.evidence[0]
    return origin_of.get(claim.report, claim.report), claim.mode, claim.quote, at, claim.source, claim.actor


def _voice(claim: Claim, outlet: str | None) -> str | None:
    if claim.source:
        name = claim.source[-1]
        # A ministry or an army is one speaker for its state, and not another state's. "officials" may be anybody: no voice.
        body = BODIES.get(name_key(name))
        if body and claim.speaker:
            return f"speaker {claim.speaker[0]} {body}"
        return f"speaker {body or name_key(name)}" if name[:1].isupper() else None
    return f"outlet {one(outlet)}" if outlet else None


def lineage(claims: tuple[Claim, ...], by_claim: dict[str, str | None]) -> Lineage:
    """Gives the four counts of claims that say one thing: reports, outlets, independent origins, lineage unknown."""
    return Lineage(
        reports=len({c.report for c in claims}),
        outlets=len({c.outlet for c in claims if c.outlet}),
        origins=len({v for c in claims if (v := by_claim.get(c.id))}),
        unknown=len({c.report for c in claims if not by_claim.get(c.id)}),
    )


def alike(a: Claim, b: Claim) -> bool:
    """Whether two claims say the same: mode, actor, country, stance and figure, within a week."""
    told = [(c.mode, c.actor, c.place.country if c.place else None, c.polarity, c.reality, c.quantity) for c in (a, b)]
    return told[0] == told[1] and abs((a.day - b.day).days) <= 7


def credibility(told: Lineage) -> int:
    """Gives the Admiralty credibility of what is told: 1 needs three independent origins, reprints alone never reach it.

    STANAG 2511: 1 only where it is certain that the information comes from another source; 2 where independence
    cannot be guaranteed; 3 not confirmed; 6 nothing to judge by.
    """
    if told.origins >= 3 and told.unknown == 0:
        return 1
    if told.origins >= 2:
        return 2
    return 3 if told.origins else 6
