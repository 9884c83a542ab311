"""Names of places in one text → which place each is: its country and point, with the candidates that were passed over.

A name means one place throughout a text. Namesakes are weighed by size, by the province or country told with them, and by
what else the text names near by; where two stay alike the name stays open, with both.
"""

from functools import lru_cache
from math import asin, cos, exp, log1p, log10, radians, sin, sqrt
from typing import NamedTuple

from vedette.knowledge import Site, states
from vedette.knowledge.names import SAME
from vedette.resolve.toponyms import WITHIN_TOWN, Toponym, toponyms
from vedette.vocabulary import Place, Point

MOST = 60  # namesakes that are weighed, the largest first
ALIKE = 0.15  # weight by which the best must lead one that lies elsewhere; less is open
ELSEWHERE = 150  # kilometres from which two points are two places
SEAT = 50_000  # people from which a town is meant before the province around it
CLOSE = 80.0  # kilometres within which two names in one text speak for each other
FEW = 8  # namesakes of another name that are weighed
ROUNDS = 2
SHARP = 2.0
COUNTRY, DIVISION, NEAR = 0.9, 2.0, 2.0  # weights of what else the text names: in the country, in the province, near by
WIDER = frozenset({"province", "region", "county", "island"})
SMALL = frozenset({"city", "county"})
STREET_RADIUS = 30  # kilometres: a street or school lies in or near the town that was named


SIZES = {"country": 7.5, "demonym": 8.5, "continent": 9.0, "sea": 8.0, "province": 6.2, "county": 4.6}


class Located(NamedTuple):
    """A name in a text with what it means. `candidates` are the namesakes, best first, with why the answer is what it is."""

    span: tuple[int, int]
    place: Place
    kind: str
    candidates: tuple[Site, ...]
    reason: str


def places(text: str) -> list[Located]:
    """Gives every place that a text names, in its order; what stays open has no point."""
    found = toponyms(text)
    told = _Told(text.translate(SAME), found)
    answers = {name: told.answer(name) for name in dict.fromkeys(t.name for t in found if t.entries)}
    located: list[Located] = []
    for n, each in enumerate(found):
        if each.entries:
            place, candidates, reason = told.beside(n) or answers[each.name]
            place = Place(name=text[slice(*each.span)], country=place.country, point=place.point)
            located.append(Located(each.span, place, each.kind, candidates, reason))
        else:
            located.append(_unlisted(text, each, found, answers))
    return located


Answer = tuple[Place, tuple[Site, ...], str]


def _unlisted(text: str, each: Toponym, found: list[Toponym], answers: dict[str, Answer]) -> Located:
    """Gives a street or school the town named nearest, before it if any; others the country where it is the only one told."""
    name = text[slice(*each.span)]
    if each.kind == "facility" and set(name.replace(".", "").split()) & WITHIN_TOWN:
        for other in sorted(
            (o for o in found if o.entries), key=lambda o: (o.span[0] > each.span[0], abs(o.span[0] - each.span[0]))
        ):
            place, candidates, _ = answers[other.name]
            if place.point and candidates and candidates[0].kind in SMALL:
                point = Point(lat=place.point.lat, lon=place.point.lon, radius_km=STREET_RADIUS)
                reason = f"{name}: no list has it; taken to lie in or near {other.name}, the town named nearest"
                return Located(each.span, Place(name=name, country=place.country, point=point), each.kind, (), reason)
    told = {answers[o.name][0].country for o in found if o.entries and o.kind == "name"} - {None}
    if len(told) == 1:
        return Located(
            each.span,
            Place(name=name, country=told.pop()),
            each.kind,
            (),
            f"{name}: no list has it; in the only country told",
        )
    return Located(each.span, Place(name=name), each.kind, (), f"{name}: not in the gazetteer")


class _Told:
    """What one text says of its places together: how likely each namesake is, by all others."""

    def __init__(self, text: str, found: list[Toponym]) -> None:
        self.text, self.found = text, found
        self.options = {t.name: _options(t.entries) for t in found if t.entries}
        self.wider = self._wider(text, found)
        self.likely = {name: shares([(self._alone(name, s), s) for s in sites]) for name, sites in self.options.items()}
        for _ in range(ROUNDS):
            self.likely = {name: shares(self.scored(name)) for name in self.options}

    def _wider(self, text: str, found: list[Toponym]) -> dict[str, list[Site]]:
        """Gives for each name what stands behind it after a comma or in brackets: "Alexandria, La."."""
        wider: dict[str, list[Site]] = {}
        for first, second in zip(found, found[1:], strict=False):
            if second.entries and behind_comma(text, first.span, second.span):
                over = [s for s in _options(second.entries) if s.kind in {"country", *WIDER}]
                wider.setdefault(first.name, []).extend(over)
        return wider

    def _alone(self, name: str, site: Site) -> float:
        """Gives how likely a namesake is by its size and what stands beside the name."""
        score = _size(site) - (site.kind in {"province", "county"} and self._seat(name, site))
        for over in self.wider.get(name, ()):
            if over.division and over.division == site.division and over.kind != site.kind:
                score += 5
            elif (
                over.country == site.country
                and over.kind == "country"
                and site.kind != "country"
                and not self._state(name)
            ):
                score += 4
        return score

    def _seat(self, name: str, site: Site) -> bool:
        """Whether a large town of the same name lies in a province: "Brest" is the town before it is the region."""
        towns = (s for s in self.options[name] if s.kind == "city" and s.rank >= SEAT and s.country == site.country)
        return any(not _apart(site, town) for town in towns)

    def _state(self, name: str) -> bool:
        """Whether a name may be a country, so that "China, Japan and Korea" is a list and no town in Japan."""
        return any(site.kind == "country" for site in self.options[name])

    def scored(self, name: str) -> list[tuple[float, Site]]:
        """Gives the namesakes with their weights, what else the text names being as likely as it is."""
        others = [(share, site) for other, told in self.likely.items() if other != name for share, site in told]
        countries: dict[str, float] = {}
        divisions: dict[str, float] = {}
        for share, site in others:
            if site.country:
                countries[site.country] = countries.get(site.country, 0.0) + share
            if site.division:
                divisions[site.division] = divisions.get(site.division, 0.0) + share
        found = []
        for site in self.options[name]:
            score = self._alone(name, site)
            score += COUNTRY * log1p(countries.get(site.country or "", 0.0))
            if site.kind not in {"country", "demonym"} and site.point:
                score += DIVISION * log1p(divisions.get(site.division, 0.0) if site.division else 0.0)
                score += NEAR * log1p(
                    sum(share * nearness(site.point, o.point) for share, o in others if o.point and o.kind in SMALL)
                )
            found.append((score, site))
        return sorted(found, key=lambda pair: (-pair[0], pair[1].country or "", pair[1].division, pair[1].name))

    def answer(self, name: str) -> Answer:
        """Gives which place a name is, or its country alone where several places in one country are alike."""
        ranked = self.scored(name)
        value, best = ranked[0]
        candidates = tuple(site for _, site in ranked)
        rivals = [site for score, site in ranked[1:] if value - score < ALIKE and _apart(best, site)]
        if not rivals:
            return (
                Place(name=name, country=best.country, point=best.point),
                candidates,
                self._why(name, best, candidates),
            )
        here = {best.country, *(site.country for site in rivals)}
        country = best.country if len(here) == 1 else None
        return (
            Place(name=name, country=country),
            candidates,
            f"{name}: {len(rivals) + 1} places of that name are as likely",
        )

    def beside(self, n: int) -> Answer | None:
        """Gives the province or country that the n-th name is where it stands behind a comma as such: "Albany, New York"."""
        name = self.found[n].name
        if n == 0 or not behind_comma(self.text, self.found[n - 1].span, self.found[n].span):
            return None
        inside = {s.division for s in self.options.get(self.found[n - 1].name, ()) if s.division}
        over = [s for s in self.options[name] if s.kind == "province" and s.division in inside]
        if len({s.division for s in over}) != 1:
            return None
        place = Place(name=name, country=over[0].country, point=over[0].point)
        return place, self.options[name], f"{name}: the province, as it stands behind what lies in it"

    def _why(self, name: str, best: Site, candidates: tuple[Site, ...]) -> str:
        if len(candidates) == 1:
            return f"{name}: the one {best.kind} known of that name"
        told = [
            w.name
            for w in self.wider.get(name, ())
            if (w.division and w.division == best.division) or w.country == best.country
        ]
        if told:
            return f"{name}: the {best.kind} in {told[0]}, as told beside it"
        return f"{name}: the {best.kind} that is largest or lies nearest to what else is named"


def behind_comma(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether a name stands behind another as what that lies in."""
    between = text[first[1] : second[0]]
    return between.strip(" .") in {",", "("} and len(between) < 4


def shares(scored: list[tuple[float, Site]]) -> list[tuple[float, Site]]:
    """Gives the few likeliest namesakes, each with its probability."""
    top = sorted(scored, key=lambda pair: -pair[0])[:FEW]
    raised = [exp(SHARP * (score - top[0][0])) for score, _ in top]
    return [(value / sum(raised), site) for value, (_, site) in zip(raised, top, strict=True)]


def nearness(a: Point, b: Point) -> float:
    """Gives one for the same point, little from some hundred kilometres on."""
    if abs(a.lat - b.lat) > 4:
        return 0.0
    away = distance(a, b)
    return exp(-away / CLOSE)


@lru_cache(maxsize=1 << 14)
def _options(entries: tuple[Site, ...]) -> tuple[Site, ...]:
    """Gives the namesakes, the largest first, each place once."""
    ranked = sorted(entries, key=lambda s: (-_size(s), s.country or "", s.division, s.name))
    whole = {s.country for s in ranked if s.kind == "province" and s.division}
    return tuple(
        s for s in ranked if s.division or s.country not in whole or s.kind not in {"province", "region", "island"}
    )[:MOST]


def _size(site: Site) -> float:
    """Gives how surely a name alone is this one among namesakes."""
    fixed = SIZES.get(site.kind)
    if fixed is not None:
        return fixed
    capital = site.country is not None and site.country in states() and states()[site.country].capital == site.name
    return log10(max(site.rank, 100)) + capital


def _apart(a: Site, b: Site) -> bool:
    return not (a.point and b.point) or distance(a.point, b.point) > ELSEWHERE


def distance(a: Point, b: Point) -> float:
    """Gives the kilometres between two points on the globe."""
    lat, lon = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    return 12742 * asin(min(1.0, sqrt(sin(lat) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(lon) ** 2)))
