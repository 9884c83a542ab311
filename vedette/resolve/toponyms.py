"""Finds every name of a place in any text: adjectives of states, towns, streets and unknown names behind "in" among them.

Signs for and against a place add up, as log-odds that were set by hand on annotated news.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import log10
from typing import NamedTuple

from vedette.knowledge import Site, gazetteer
from vedette.knowledge.names import SAME, Piece, pieces
from vedette.languages import language

LONGEST = 5  # words of a name
ENOUGH = -0.8  # sum of signs from which a name is taken for a place: three in four are then right
LARGE = 300_000  # people from which a town is known by its name in capitals
SHOUTED = 4  # letters from which a word in capitals may be a name and no acronym
LOCATIVE = frozenset({
    "in", "into", "at", "near", "from", "outside", "around", "across", "throughout", "inside", "within", "toward",
    "towards", "via", "off", "between", "to", "over", "through", "leaving", "visiting", "downtown", "nearby",
    "neighbouring", "neighboring", "northern", "southern", "eastern", "western", "central", "of",
})  # fmt: skip
SURE = LOCATIVE - {"to", "over", "from", "of", "at", "through", "between"}
DIVISIONS = frozenset({
    "County", "Parish", "Province", "Prefecture", "Region", "District", "Governorate", "Oblast", "Territory",
})  # fmt: skip
BODIES = frozenset({
    "Police", "Fire", "Mayor", "City", "County", "Council", "Department", "School", "High", "Public", "Township", "Town",
    "Village", "Parish", "Court", "Hospital", "Airport", "area", "native", "man", "woman", "resident", "residents", "region",
    "district", "province", "village", "town", "city", "suburb", "governorate", "state", "neighborhood", "neighbourhood",
    "camp", "police", "homes", "airport", "University", "Library", "Chamber", "Board", "prefecture", "border", "county",
})  # fmt: skip
LISTED = frozenset({",", "and", "or", "&"})
SPOKE = frozenset({"said", "says", "told", "added", "asked", "wrote", "who", "testified", "recalled", "scored"})
# Nouns behind a name that make a place of it, known or not: what lies within a town, and what may lie far from one.
WITHIN_TOWN = frozenset({
    "Street", "Streets", "St", "Avenue", "Avenues", "Ave", "Road", "Rd", "Boulevard", "Blvd", "Drive", "Lane", "Highway",
    "Freeway", "Parkway", "Plaza", "Square", "Church", "School", "College", "University", "Hospital", "Stadium", "Arena",
    "Museum", "Theatre", "Theater", "Library", "Hotel", "Inn", "Mall", "Cemetery", "Bridge", "Station", "Airport",
    "Elementary", "Cathedral", "Mosque", "Temple", "Jail", "Prison", "Courthouse", "Park", "Gardens", "Club",
    "Market", "Tower", "Palace", "Hall", "Center", "Centre", "Institute", "Academy", "Terminal", "Estate",
})  # fmt: skip
INSTITUTIONS = frozenset({
    "School", "Library", "University", "College", "Club", "Center", "Centre", "Museum", "Academy", "Institute", "Station",
    "Jail", "Elementary", "Theatre", "Theater", "Hospital", "Stadium", "Market", "Church",
})  # fmt: skip
IN_COUNTRY = frozenset({
    "County", "Parish", "River", "Lake", "Creek", "Bay", "Island", "Islands", "Mountain", "Mountains", "Valley", "Beach",
    "Hills", "Township", "Borough", "Heights", "Forest", "Canyon", "Falls", "Harbor", "Harbour", "Peninsula", "Province",
    "District", "Region", "Territory", "Desert", "Sea", "Ocean", "Gulf", "Coast", "Delta", "Basin", "Reservoir", "Village",
    "City", "Town", "Governorate", "Oblast", "Prefecture", "Municipality", "Springs", "Point", "Ridge", "Pass",
    "Cape", "Strait", "Straits", "Canal", "Plateau", "Glacier", "Reef", "Dam",
})  # fmt: skip
LEADING = frozenset({"Lake", "Mount", "Mt", "Fort", "Ft", "Cape", "Port", "Camp", "Rue", "Isle", "Faubourg"})
VAGUE = frozenset({
    "North", "South", "East", "West", "Western", "Eastern", "Northern", "Southern", "Central", "Federal", "National",
    "Commerce", "The", "English", "Jewish", "Islamic State", "White House",
})  # fmt: skip


class Toponym(NamedTuple):
    """A name of a place in a text: `span` in characters; `entries` are all that carry it, none where it is not known.

    `kind` is name | adjective | facility | unknown.
    """

    span: tuple[int, int]
    name: str
    entries: tuple[Site, ...]
    kind: str = "name"


class Seen(NamedTuple):
    """Words [start, end) that may be a place, with the sum of what speaks for it."""

    start: int
    end: int
    name: str
    entries: tuple[Site, ...]
    kind: str
    weight: float


def toponyms(text: str) -> list[Toponym]:
    """Gives the names of places in a text, left to right, none inside another."""
    reading = _Reading(text)
    seen = reading.listed(list(reading.seen()))
    sure = {each.name for each in seen if each.weight >= 2.5}
    return [
        Toponym((reading.words[s.start].start, reading.words[s.end - 1].end), s.name, s.entries, s.kind)
        for s in seen
        if s.weight + 1.5 * (s.name in sure) > ENOUGH
    ]


class _Reading:
    """A text cut into words, and what is known of them."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(SAME)
        self.words = pieces(text)
        self.people = frozenset(self._surnames())
        self.past = 0  # the end of "Paris Public Library", of which Paris alone is the place

    def seen(self) -> Iterator[Seen]:
        at = 0
        while at < len(self.words):
            found = self._at(at)
            if found:
                yield found
            at = max(self.past, found.end if found else at + 1)

    def listed(self, seen: list[Seen]) -> list[Seen]:
        """Gives the same with what stands in a list beside a place weighed as one: "Kisumu, Bondo, Nyando and Kisii"."""
        for n, each in enumerate(seen):
            beside = [other for other in seen[max(0, n - 1) : n + 2] if other is not each and self._beside(each, other)]
            if any(other.weight > 0.5 and other.kind in {"name", "unknown"} for other in beside) and each.weight > -3:
                seen[n] = each._replace(weight=each.weight + 1.8)
        return seen

    def _beside(self, a: Seen, b: Seen) -> bool:
        first, last = sorted((a, b))
        return {word.text for word in self.words[first.end : last.start]} <= LISTED and last.start - first.end <= 2

    def _at(self, at: int) -> Seen | None:
        word = self.words[at].text
        if not word[:1].isupper() or self._dated(at):
            return None
        end, name, entries = self._longest(at)
        facility = self._facility(at, end)
        inner = entries and facility and set(self._name(end, facility[0]).split()) & INSTITUTIONS
        if facility and inner:
            self.past = facility[0]
        elif facility and facility[0] > end:
            end, whole = facility
            bare, _, last = whole.rpartition(" ")
            known = named(whole) or tuple(
                s for s in named(bare) if s.kind in {"province", "county"} and last in DIVISIONS
            )
            return Seen(at, end, whole, known, "name" if known else "facility", 1.5 if known else 0.5)
        if (entries and entries[0].kind == "demonym") or name in gazetteer.adjectives():
            return self._adjective(at, end, name, entries)
        if name in VAGUE:
            return None
        if entries:
            return Seen(at, end, name, entries, "name", self._weight(at, end, name, entries))
        return self._unknown(at)

    def _dated(self, at: int) -> bool:
        """Whether a word is the name of a month or of a day of the week."""
        low, after = self.words[at].text.lower(), self._after(at + 1)
        calendar = language("en").calendar
        return (low in calendar["months"] or low in calendar["weekdays"]) and not (after and after.text in IN_COUNTRY)

    def _longest(self, at: int) -> tuple[int, str, tuple[Site, ...]]:
        """Gives the longest known name that begins at a word."""
        last = min(len(self.words), at + 2 * LONGEST)
        for end in range(last, at, -1):
            if end - at > 1 and not self._joined(at, end):
                continue
            name = self._name(at, end)
            entries = named(name)
            if entries:
                return end, name, entries
        return at, "", ()

    def _name(self, at: int, end: int) -> str:
        return re.sub(r"\s+", " ", self.text[self.words[at].start : self.words[end - 1].end])

    def _joined(self, at: int, end: int) -> bool:
        """Whether words stand in one line and end on one that may end a name."""
        last = self.words[end - 1].text
        between = self.text[self.words[at].start : self.words[end - 1].end]
        return "\n" not in between and (last[:1].isalnum() or last == ".") and end - at <= 2 * LONGEST

    def _before(self, at: int, back: int = 1) -> Piece | None:
        n = at - back
        return self.words[n] if n >= 0 and "\n" not in self.text[self.words[n].end : self.words[at].start] else None

    def _after(self, end: int, ahead: int = 0) -> Piece | None:
        n = end + ahead
        return (
            self.words[n]
            if n < len(self.words) and "\n" not in self.text[self.words[end - 1].end : self.words[n].start]
            else None
        )

    def _weight(self, at: int, end: int, name: str, entries: tuple[Site, ...]) -> float:
        """Gives the sum of what speaks for a place and against it."""
        before, after = self._before(at), self._after(end)
        best = max(entries, key=lambda s: s.rank)
        weight = prior(name, best, end - at > 1)
        low = before.text.lower() if before else ""
        single = end - at == 1
        if low in SURE:
            weight += 2.5
        elif low in LOCATIVE or (low == "the" and best.kind in {"sea", "river", "region", "strait"}):
            weight += 1.5
        if self._qualified(end):
            weight += 4
        elif low == "," and self._qualifies(at, best):
            weight += 3.5
        if single and (best.kind != "country" or name in given()):
            weight += self._as_person(at, end, name, low)
        if single and name.isupper() and not self._heads(at, end) and best.kind == "city":
            weight -= 3 if best.rank < LARGE else 1
        if before is None or low in {".", "!", "?", '"', "“", ":"}:
            weight -= 1 if single and name.lower() in ordinary() else 0
        if after and single and after.text in BODIES:
            weight += 2
        elif after and single and self._goes_on(after, end) and best.rank < 10**8:
            weight -= 2
        return weight

    def _heads(self, at: int, end: int) -> bool:
        """Whether a name in capitals heads a dispatch: "NEWARK, N.J. (AP) —"."""
        ahead = [word.text for word in self.words[end : end + 8]]
        dash = next((n for n, text in enumerate(ahead) if text in {"—", "–", "-", "\x97"}), None)
        return dash is not None and all(text[:1].isupper() or not text.isalnum() for text in ahead[:dash])

    def _as_person(self, at: int, end: int, name: str, low: str) -> float:
        """Gives what speaks for a person of that name, below zero."""
        before, after = self._before(at), self._after(end)
        weight = 0.0
        if low in titles() or (low == "." and (two := self._before(at, 2)) and two.text.lower() in titles()):
            weight -= 4
        if before and before.text in given() and before.end + 1 == self.words[at].start:
            weight -= 4
        if low == "." and (two := self._before(at, 2)) and len(two.text) == 1 and two.text.isupper():
            weight -= 3.5
        if name in given():
            weight -= 0.7
            if after and _capital(after.text) and after.start == self.words[end - 1].end + 1:
                weight -= 2.5
        if name in self.people:
            weight -= 2.5
        if after and after.text in SPOKE:
            weight -= 1.5
        return weight

    def _goes_on(self, after: Piece, end: int) -> bool:
        """Whether a capitalised word follows that makes another name of the whole: "Boston Celtics"."""
        return (
            _capital(after.text)
            and after.start == self.words[end - 1].end + 1
            and not named(after.text)
            and after.text.lower() not in language("en").calendar["months"]
            and after.text.lower() not in language("en").calendar["weekdays"]
        )

    def _qualified(self, end: int) -> bool:
        """Whether the country or province follows: "Alexandria, La."."""
        comma, first = self._after(end), self._after(end, 1)
        if not comma or comma.text not in {",", "("} or not first or not first.text[:1].isupper():
            return False
        _, _, entries = self._longest(end + 1)
        return any(site.kind in {"country", "province", "region"} for site in entries)

    def _qualifies(self, at: int, best: Site) -> bool:
        """Whether it stands behind a comma as the country or province of what stands before it."""
        before = self._before(at, 2)
        return best.kind in {"country", "province", "region"} and before is not None and before.text[:1].isupper()

    def _adjective(self, at: int, end: int, name: str, entries: tuple[Site, ...]) -> Seen | None:
        after = self._after(end)
        people = name.endswith("s") and not name.endswith("ss")
        noun = after is not None and (after.text[:1].isalpha() or after.text == "-")
        if people or not noun:
            return None
        assert after
        verb = after.text in {
            "and",
            "or",
            "is",
            "are",
            "was",
            "were",
            "in",
            "to",
            "of",
            "have",
            "has",
            "who",
            "with",
            "as",
            "at",
        }
        return Seen(at, end, name, entries, "adjective", -1.0 if verb and after.text not in {"and", "or"} else 1.5)

    def _facility(self, at: int, end: int) -> tuple[int, str] | None:
        """Gives the end of "Royal Street", "Lake Pontchartrain" and "University of California" where it begins at a word."""
        n = at
        words = self.words
        while n < len(words) and n - at < LONGEST:
            word = words[n].text
            joined = n == at or words[n].start - words[n - 1].end <= 1
            if not joined or "\n" in self.text[words[n - 1].end : words[n].start] * (n > at):
                break
            if n > at and (word in WITHIN_TOWN or word in IN_COUNTRY):
                stop = n + 1
                while (
                    stop < len(words)
                    and (words[stop].text in WITHIN_TOWN or words[stop].text in IN_COUNTRY)
                    and words[stop].start - words[stop - 1].end == 1
                ):
                    stop += 1
                return stop, self._name(at, stop)
            if not _capital(word) or word in {"The", "In", "At", "On"}:
                break
            n += 1
        if words[at].text in LEADING and n - at > 1 and n > end:
            return n, self._name(at, n)
        return None

    def _unknown(self, at: int) -> Seen | None:
        """Gives a capitalised name that no list has behind "in" or "near"."""
        before = self._before(at)
        if not before or before.text not in {"in", "near", "outside", "around"} or not _capital(self.words[at].text):
            return None
        end = at + 1
        while (after := self._after(end)) and _capital(after.text) and after.start - self.words[end - 1].end == 1:
            end += 1
        name = self._name(at, end)
        low = self.words[at].text.lower()
        calendar = language("en").calendar
        if (
            low in calendar["months"]
            or low in calendar["weekdays"]
            or name.isupper()
            or name in given()
            or low in ordinary()
        ):
            return None
        if name in self.people or end - at > 2:
            return None
        return Seen(at, end, name, (), "unknown", 0.5 if end - at == 1 else 0.2)

    def _surnames(self) -> Iterator[str]:
        """Gives the last words of names that begin with a known first name."""
        for first, second in zip(self.words, self.words[1:], strict=False):
            if (
                first.text in given()
                and _capital(second.text)
                and second.start == first.end + 1
                and first.text not in LEADING
            ):
                yield second.text


def prior(name: str, best: Site, several: bool) -> float:
    """Gives how surely a name alone is this place."""
    low = name.lower()
    if best.kind == "country":
        return 3.5 - 2.0 * (name in given())
    base = {"province": 2.5, "region": 2.5, "continent": 3.5, "sea": 2.5, "site": 1.5}.get(best.kind)
    if base is None:
        base = log10(best.rank + 10) - 4.6 if best.kind == "city" else 1.0
    return base + 1.8 * several - 3.0 * (low in ordinary()) - (1.0 if len(name) < 4 else 0.0)


def _capital(word: str) -> bool:
    return word[:1].isupper() and len(word) > 1 and word[1:2].islower()


@lru_cache(maxsize=1 << 16)
def named(name: str) -> tuple[Site, ...]:
    """Gives what carries a name as written, or as it is written where it stands in capitals."""
    found = gazetteer.named(gazetteer.adjectives().get(name, name))
    if not found and name.isupper() and len(name) >= SHOUTED:
        found = gazetteer.named(name.title())
    return found


@cache
def given() -> frozenset[str]:
    """Gives first names."""
    return gazetteer.words()["given"]


@cache
def ordinary() -> frozenset[str]:
    """Gives ordinary words that are also names of towns."""
    return gazetteer.words()["ordinary"]


@cache
def titles() -> frozenset[str]:
    """Gives what stands before a person's name."""
    return frozenset(language("en").attribution["titles"]) - {"the", "a", "an"} | {
        "mr", "mrs", "ms", "dr", "sen", "gov", "rep", "lt", "sgt", "gen", "col", "capt", "rev", "judge", "mayor", "coach", "president",
        "officer", "detective", "sheriff", "justice", "chief", "senator", "congressman", "professor", "sir",
    }  # fmt: skip
