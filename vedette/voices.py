"""Whose voice a claim is, and what it counts for: one origin, one voice.

A statement that ten reporters heard is one speaker, and ten reprints of one page are one outlet.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from vedette.origins import one
from vedette.vocabulary import Claim, Lineage, Origin, name_key

# Last words of the names of a state's bodies: "Ministry of Defence" and "Defence Ministry" are one.
BODIES = {"defence": "ministry", "defense": "ministry", "affairs": "ministry"} | {
    body: body for body in ("ministry", "army", "government", "service", "command", "staff", "military")
}


def voices(claims: tuple[Claim, ...], found: tuple[Origin, ...]) -> dict[str, str | None]:
    """Gives for each claim whose voice it is: a named speaker, else the outlet that first told it; None is unknown.

    A statement that ten reporters heard is one speaker, and ten reprints of one page are one outlet. Of a page that is
    put together from several stories each claim is told by the story that it was taken from.
    """
    outlet_of = {report: origin.outlet for origin in found for report in origin.reports}
    return {
        claim.id: _voice(claim, outlet_of.get(first.report, first.outlet)) for claim, first in _tellings(claims, found)
    }


def first_told(claims: Iterable[Claim], found: Iterable[Origin]) -> tuple[Claim, ...]:
    """Gives the claims, those of a retelling dated as the same words of the same story were first told.

    A story that is printed again is no fresher, and its "Tuesday" is still the first one's.
    """
    return tuple(
        msgspec.structs.replace(claim, reported=first.day, time=first.time) if first is not claim else claim
        for claim, first in _tellings(claims, found)
    )


def _tellings(claims: Iterable[Claim], found: Iterable[Origin]) -> Iterator[tuple[Claim, Claim]]:
    """Gives each claim with the first that tells the same in the same words of a story that both reports share."""
    found = tuple(found)
    origin_of = {report: origin.id for origin in found for report in origin.reports}
    linked = {frozenset((link.report, link.to)) for origin in found for link in origin.links}
    told: dict[tuple[object, ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.day, c.id)):
        same_words = (claim.mode, claim.quote, claim.trigger[0] - claim.evidence[0], claim.source, claim.actor)
        firsts = told.setdefault(same_words, [])
        for first in firsts:
            one_origin = origin_of.get(first.report, first.report) == origin_of.get(claim.report, claim.report)
            if one_origin or frozenset((first.report, claim.report)) in linked:
                yield claim, first
                break
        else:
            firsts.append(claim)
            yield claim, claim


def _voice(claim: Claim, outlet: str | None) -> str | None:
    if claim.source:
        name = claim.source[-1]
        # A ministry or an army is one speaker for its state, and not another state's. "officials" may be anybody: no voice.
        body = BODIES.get(name_key(name))
        if body and claim.speaker:
            return f"speaker {claim.speaker[0]} {body}"
        return f"speaker {body or name_key(name)}" if name[:1].isupper() else None
    return f"outlet {one(outlet)}" if outlet else None


def lineage(claims: tuple[Claim, ...], by_claim: Mapping[str, str | None]) -> Lineage:
    """Gives the four counts of claims that say one thing: reports, outlets, independent origins, lineage unknown."""
    return Lineage(
        reports=len({c.report for c in claims}),
        outlets=len({c.outlet for c in claims if c.outlet}),
        origins=len({v for c in claims if (v := by_claim.get(c.id))}),
        unknown=len({c.report for c in claims if not by_claim.get(c.id)}),
    )


def heard(claims: tuple[Claim, ...], found: tuple[Origin, ...]) -> Lineage:
    """Gives the four counts of *that it was said*: each outlet that first told it heard it, whoever the speaker is.

    Ten reporters who heard one minister make it well confirmed that he said it, and leave him one voice on whether it is so.
    """
    return lineage(claims, voices(tuple(msgspec.structs.replace(claim, source=()) for claim in claims), found))


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
