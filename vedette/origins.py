"""Whose story it is: reprints found by shared shingles, credit lines read, and the voices that this leaves.

Law 2: one origin, one voice. Text marks ("(AP)", "told Express.co.uk") say where a story comes from; matched text says
which reports are the same story; the earliest of them is the first telling.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec
from rensa import RMinHash, RMinHashLSH

from vedette import knowledge
from vedette.vocabulary import Claim, Credit, Done, Lineage, Link, Origin, Report, content_id, name_key

# Words: containment of 5-word shingles tells reprints at precision 0.997 (issue 4's measurement on 334 articles).
SHINGLE = 5
# 64 bands of 2 rows make a pair of Jaccard 0.2 a candidate with probability 0.93: a brief inside a longer text is found.
# 32 bands of 4 found 161 of 235 mined reprints with half of the shorter text, these 224; of 1800 other stories none.
PERMUTATIONS, BANDS = 128, 64
SAME, PART = 0.95, 0.5  # share of the smaller report's shingles found in the other
SEED = 7

CREDITS = (
    ("told", re.compile(r"\btold (?:the )?(?P<name>[A-Z][\w.&-]*(?:\.[a-z]{2,})*(?: [A-Z][\w.&]+){0,3})")),
    ("agency", re.compile(r"\((?P<name>[A-Z][\w.]*(?: [A-Z][\w.]+){0,2})\)(?= ?[-–—])|/(?P<slashed>[A-Z]{2,8})/|\((?P<end>AP|AFP|Reuters|dpa|DPA|TASS|PAP|UPI|EFE|ANSA)\)")),
    ("citing", re.compile(r"\b(?:citing|according to|reported by|reports|quoted by|as reported by|source:|Source:) (?:a report (?:in|by) |the )?(?P<name>[A-Z][\w.&-]*(?: [A-Z][\w.&]+){0,3})")),
    ("citing", re.compile(r"\b(?P<name>[A-Z][\w.&]+(?: [A-Z][\w.&]+){0,2}) (?:reported|reports|has reported|said in a report)\b")),
    ("first", re.compile(r"\bfirst (?:appeared|published) (?:on|in|at|by) (?:the )?(?P<name>[A-Z][\w.&-]*(?: [A-Z][\w.&]+){0,3})")),
)  # fmt: skip
# Last words of the names of a state's bodies: "Ministry of Defence" and "Defence Ministry" are one.
BODIES = {"defence": "ministry", "defense": "ministry", "affairs": "ministry"} | {
    body: body for body in ("ministry", "army", "government", "service", "command", "staff", "military")
}
PASSES_ON = {"agency", "first", "told"}  # kinds of credit that make the whole report somebody else's story


def origins(reports: tuple[Report, ...]) -> Done[Origin]:
    """Gives the origins of a set of reports, every report in exactly one; the same in any order of the reports."""
    ordered = sorted(reports, key=lambda r: (r.published.at if r.published else r.taken_in, r.id))
    parent = {report.id: report.id for report in ordered}
    links: list[Link] = []
    for link in _reprints(ordered):
        links.append(link)
        parent[_root(parent, link.report)] = _root(parent, link.to)
    groups: dict[str, list[Report]] = {}
    for report in ordered:
        groups.setdefault(_root(parent, report.id), []).append(report)
    return Done(results=tuple(_origin(group, links) for group in groups.values()))


def _root(parent: dict[str, str], report: str) -> str:
    while parent[report] != report:
        report = parent[report]
    return report


def _origin(group: list[Report], links: list[Link]) -> Origin:
    """Gives the origin of reports that share their text: the first by date, or the outlet that they credit."""
    told = tuple(credit for report in group for credit in credits(report))
    ids = tuple(report.id for report in group)
    handed = [c.outlet for c in told if c.kind in PASSES_ON]
    credited = handed[0] if handed else None
    first = next((r for r in group if credited and r.outlet and _one(r.outlet) == _one(credited)), None)
    if credited is None:
        first = group[0]
    outlet = credited or (first.outlet if first else None)
    if outlet is None and len(owners := {_one(r.outlet) for r in group if r.outlet}) == 1:
        outlet = next(iter(owners))
    return Origin(
        id=content_id("origin", first.id if first else ids[0]),
        first=first.id if first else None,
        outlet=outlet,
        reports=ids,
        links=tuple(link for link in links if link.report in set(ids)),
        credits=told,
    )


def _one(outlet: str) -> str:
    """Gives one name for an outlet that is written in several ways."""
    return knowledge.outlet(outlet) or outlet


def story(report: Report) -> str:
    """Gives the text without its furniture."""
    kept, at = [], 0
    for span in sorted(part.span for part in report.furniture):
        kept.append(report.text[at : max(at, span[0])])
        at = max(at, span[1])
    return "".join([*kept, report.text[at:]])


def shingles(text: str) -> frozenset[str]:
    """Gives the runs of five words of a text, in lower case."""
    words = re.findall(r"\w+", text.lower())
    if len(words) < SHINGLE:
        return frozenset([" ".join(words)]) if words else frozenset()
    return frozenset(" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1))


def _reprints(ordered: list[Report]) -> Iterator[Link]:
    """Links each report to the earliest one that it shares its text with."""
    index = RMinHashLSH(threshold=0.4, num_perm=PERMUTATIONS, num_bands=BANDS)
    seen: list[tuple[str, frozenset[str]]] = []
    whole: dict[frozenset[str], str] = {}
    for n, report in enumerate(ordered):
        own = shingles(story(report))
        if own in whole:
            yield Link(report=report.id, to=whole[own], kind="exact", strength=1.0, reason="the same words")
        elif own:
            sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
            sketch.update(sorted(own))
            if link := _nearest(report, own, [seen[k] for k in sorted(index.query(sketch))]):
                yield link
            index.insert(n, sketch)
            whole[own] = report.id
        seen.append((report.id, own))


def _nearest(report: Report, own: frozenset[str], candidates: list[tuple[str, frozenset[str]]]) -> Link | None:
    best: tuple[float, str, frozenset[str]] | None = None
    for other, theirs in candidates:
        share = len(own & theirs) / min(len(own), len(theirs))
        if share >= PART and (best is None or share > best[0]):
            best = (share, other, theirs)
    if best is None:
        return None
    share, other, theirs = best
    kind = "near" if share >= SAME or abs(len(own) - len(theirs)) < 0.2 * len(own) else "part"
    return Link(
        report=report.id, to=other, kind=kind, strength=round(share, 3),
        reason=f"{share:.0%} of the shorter one's runs of {SHINGLE} words stand in the other",
    )  # fmt: skip


def credits(report: Report) -> tuple[Credit, ...]:
    """Gives the lines in which a report says whose story it is, furniture left out."""
    cut = [part.span for part in report.furniture]
    own = _one(report.outlet) if report.outlet else None
    found: dict[tuple[str, str], Credit] = {}
    for kind, pattern in CREDITS:
        for match in pattern.finditer(report.text):
            name = next(value for value in match.groups() if value)
            outlet, span = _known(name, match.start() + match.group().index(name))
            if outlet is None or _one(outlet) == own or any(a <= match.start() < b for a, b in cut):
                continue
            credit = Credit(report=report.id, outlet=outlet, kind=kind, span=span, reason=f"“{match.group().strip()}”")
            found.setdefault((outlet, kind), credit)
    return tuple(sorted(found.values(), key=lambda c: c.span))


def _known(name: str, start: int) -> tuple[str | None, tuple[int, int]]:
    """Gives the outlet that a name begins with, longest first: "Reuters Vladimir" is Reuters."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", name)]
    for _, end in reversed(words):
        told = name[:end].rstrip(".,;:")
        if _is_outlet(told):
            return told, (start, start + len(told))
    return None, (start, start)


@cache
def _is_outlet(name: str) -> bool:
    return knowledge.outlet(name) is not None or re.fullmatch(r"[\w-]+(\.[a-z]{2,4}){1,2}", name) is not None


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
    return f"outlet {_one(outlet)}" if outlet else None


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
