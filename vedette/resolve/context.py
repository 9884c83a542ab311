"""What a report says about itself: whom and where it names, for "he", "the alliance" and "there" to go back to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Actor, Operation
from vedette.knowledge.names import Found, Piece, pieces
from vedette.languages import language
from vedette.resolve.actors import chosen
from vedette.resolve.places import place
from vedette.vocabulary import Report

# A sentence ends before a capital or a quotation mark, but not behind an initial or a title. The pattern begins with the
# blank itself, so that the search skips from one to the next.
SENTENCE_END = re.compile(
    r"\s(?:(?<=[.!?:”\"]\s)(?<![A-Z]\.\s)(?<!\b(?:Mr|Ms|Dr|Lt)\.\s)(?<!\b(?:Mrs|Gen|Col|Sen|Maj|Adm|Sgt|Gov)\.\s)"
    r"\s*(?=[A-Z“\"‘\d])|(?<=\n)\n*)"
)
_WORD = r"(?:[A-Z][\w’'-]+|[A-Z]\.)"
_NAME = rf"{_WORD}(?: (?:{_WORD}|al|bin|bint|ibn|de|del|da|von|van|der))*? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
NAME = re.compile(_NAME)
PLACED = frozenset({
    "in", "into", "to", "at", "near", "from", "on", "along", "over", "off", "inside", "outside", "across", "around",
    "through", "within", "toward", "towards", "via",
})  # fmt: skip


class Told(NamedTuple):
    """An actor named at an offset. `lead`: the first of its sentence to act; `place`: named as where."""

    start: int
    end: int
    code: str
    kind: str
    role: str
    sentence: int
    lead: bool
    place: bool
    person: bool


class Where(NamedTuple):
    """A place named at an offset; `placed` says that something is or happens there."""

    start: int
    code: str
    sentence: int
    placed: bool


class Context:
    """Reads a report once; the answers about its names then come from the lists made here."""

    def __init__(self, report: Report) -> None:
        self.text = report.text
        self.day = report.published.until if report.published else None
        words = pieces(report.text)
        at = [start for _, start, _ in words]
        self._ends = [m.start() for m in SENTENCE_END.finditer(report.text)]
        found = list(knowledge.actors().find(words))
        self.people = frozenset(e.name for f in found for e in f.entries if e.kind == "person")
        self.told = self._told(found, words, at)
        self.named = frozenset(t.code for t in self.told if t.kind in {"state", "demonym"})
        self.officials = self._officials()
        self.outlet = self._outlet(report.outlet)
        self.told_at = [told.start for told in self.told]
        self.told_of = numbered(told.code for told in self.told)
        self.places = list(self._where(words, at))
        self.places_at = [where.start for where in self.places]
        self.places_of = numbered(where.code for where in self.places)
        self.often = often(self.places_of)
        self._operations = [
            (f.start, chosen_operation(f.entries, self.day)) for f in knowledge.operation_names().find(words)
        ]
        self._held_at = [start for start, _ in self._operations]
        self.operations = list(dict.fromkeys(key for _, key in self._operations))
        # An exercise brings up the countries that hold it: Brest after Slavic Brotherhood is the one in Belarus.
        self.drilling = frozenset(code for key in self.operations for code in knowledge.operations()[key].actors)

    def official(self, name: str) -> str | None:
        """Gives the code of somebody whose office the report has told."""
        return self.officials.get(name) or self.officials.get(name.rpartition(" ")[2])

    def titled(self, span: tuple[int, int]) -> bool:
        """Whether an office stands beside a name, so that it goes back to a state."""
        beside = self.text[max(0, span[0] - 30) : span[0]] + " " + self.text[span[1] : span[1] + 40]
        return any(word in language("en").lists["groups.offices"] for word in re.findall(r"[a-z]+", beside.lower()))

    def sentence(self, at: int) -> int:
        """Gives the number of the sentence that an offset lies in."""
        return bisect_right(self._ends, at)

    def sentence_text(self, at: int) -> str:
        """Gives the sentence that an offset lies in."""
        n = self.sentence(at)
        return self.text[self._ends[n - 1] if n else 0 : self._ends[n] if n < len(self._ends) else len(self.text)]

    def operation_near(self, at: int) -> str | None:
        """Gives the operation that the sentence of an offset names, the nearest of several."""
        n = self.sentence(at)
        first = self._ends[n - 1] if n else 0
        last = self._ends[n] if n < len(self._ends) else len(self.text)
        near = self._operations[bisect_left(self._held_at, first) : bisect_left(self._held_at, last)]
        here = [(abs(at - start), key) for start, key in near]
        return min(here)[1] if here else None

    def last_two(self, at: int) -> tuple[str, ...]:
        """Gives the two states named last before an offset, whom "the two countries" mean."""
        codes = dict.fromkeys(t.code for t in reversed(self.told) if t.start < at and t.code in knowledge.states())
        return tuple(codes)[:2] if len(codes) > 1 else ()

    def _where(self, words: list[Piece], at: list[int]) -> Iterator[Where]:
        for site in knowledge.places().find(words):
            kind = site.entries[0].kind
            if kind == "demonym":
                continue
            code = place(self.text[site.start : site.end], self.named).place.country
            if code:
                n = bisect_left(at, site.start)
                town = kind in {"city", "country"}
                if _dateline(words, n) or (town and _surnamed(words, n)):
                    continue
                second, first = _back(words, n)
                if first in {"in", "at"} and second in SPEAKING:
                    continue  # where somebody spoke, not what he spoke of
                yield Where(site.start, code, self.sentence(site.start), not town or _is_placed(second, first))

    def _told(self, found: list[Found[Actor]], words: list[Piece], at: list[int]) -> list[Told]:
        told: list[Told] = []
        led: set[int] = set()
        for name in found:
            second, first = _back(words, bisect_left(at, name.start))
            titled = first in _titles()
            entries = tuple([e for e in name.entries if e.kind != "surname" or titled or e.name in self.people])
            entry = chosen(entries, self.day)
            if entry is None:
                continue
            sentence = self.sentence(name.start)
            where = _is_placed(second, first)
            lead = sentence not in led and not where
            led |= {sentence} if lead else set()
            person = entry.kind in {"person", "surname"}
            told.append(Told(name.start, name.end, entry.code, entry.kind, entry.role, sentence, lead, where, person))
        return told

    def _officials(self) -> dict[str, str]:
        """Gives the codes of people whom the report introduces with office and country, by name and surname."""
        known: dict[str, str] = {}
        for n, told in enumerate(self.told):
            if told.person:
                _learn(known, self.text[told.start : told.end], told.code)
                continue
            stop = self.told[n + 1].start if n + 1 < len(self.told) and not self.told[n + 1].person else told.end + 120
            ahead = self.text[told.end : min(stop, told.end + 120)]
            before = self.text[max(0, told.start - 90) : told.start]
            if match := _office_then_name().match(ahead) or _introduced(before):
                _learn(known, match["name"], told.code)
        return known

    def _outlet(self, outlet: str | None) -> str | None:
        """Gives the code of a ministry or a government that publishes, None for the press."""
        entry = chosen(_publisher(outlet), self.day) if outlet else None
        return entry.code if entry else None


@lru_cache(maxsize=1 << 12)
def _publisher(outlet: str) -> tuple[Actor, ...]:
    """Gives the actors that a publisher's name ends with where it is an office of theirs."""
    official = re.search(r"Ministry|Department|Government|Office|Command|Forces|Army|Embassy|Parliament", outlet)
    found = list(knowledge.actors().find(pieces(outlet))) if official else []
    return found[-1].entries if found else ()


def numbered(codes: Iterable[str]) -> dict[str, list[int]]:
    """Gives for each code where it stands in a series."""
    found: dict[str, list[int]] = {}
    for n, code in enumerate(codes):
        found.setdefault(code, []).append(n)
    return found


def often(known: dict[str, list[int]]) -> dict[str, int]:
    """Gives the rank of each code, that told most often first."""
    return {code: n for n, code in enumerate(sorted(known, key=lambda code: (-len(known[code]), code)))}


def _back(words: list[Piece], n: int) -> tuple[str, str]:
    """Gives the two words before the n-th in lower case, "" where there are none."""
    return words[n - 2].text.lower() if n > 1 else "", words[n - 1].text.lower() if n else ""


def _is_placed(second: str, first: str) -> bool:
    """Whether the two words before a name say that something is there: "in northern"."""
    return first in PLACED or (first in ARTICLES and second in PLACED)


@cache
def _titles() -> frozenset[str]:
    return frozenset(language("en").attribution["titles"])


def _dateline(words: list[Piece], n: int) -> bool:
    """Whether a town in capitals heads a dispatch: "BRUSSELS, Feb. 17 (Reuters) -"."""
    if not words[n].text.isupper() or len(words[n].text) < 4:
        return False
    return any(p.text in {"-", "–", "—", "--"} for p in words[n + 1 : n + 14])


def _surnamed(words: list[Piece], n: int) -> bool:
    """Whether a word is part of a longer name that no list has: "New Jersey", "Joe Jersey"."""
    if not n:
        return False
    before, low = words[n - 1], words[n - 1].text.lower()
    known = low in PLACED or low in ARTICLES or low in SIDES or low in _titles()
    return before.text[:1].isupper() and before.text[1:2].islower() and before.end + 1 == words[n].start and not known


SIDES = frozenset(
    {"north", "south", "east", "west", "eastern", "western", "greater", "and", "but", "while", "as", "when"}
)
SPEAKING = frozenset({
    "said", "told", "reporters", "journalists", "announced", "declared", "conference", "press", "media", "speaking",
})  # fmt: skip
NEAREST = 150  # days from its beginning or end within which a series named without its year means one of its instances


def chosen_operation(entries: tuple[Operation, ...], day: date | None) -> str:
    """Gives the key that a name meant on a day: the instance held nearest to it, else the series."""
    series = next((e.key for e in entries if not e.start), entries[0].key)
    held = _held(entries, series.lower())
    if not day or not held or entries[0].start:
        return series
    days, key = min(
        (min(abs((day - e.start).days), abs((day - (e.end or e.start)).days)), e.key) for e in held if e.start
    )
    return key if days <= NEAREST else series


@cache
def _held(entries: tuple[Operation, ...], stem: str) -> tuple[Operation, ...]:
    """Gives all instances of a series that have a day."""
    known = knowledge.operations().values()
    return tuple(e for e in known if e.start and (e in entries or e.key.startswith(f"{stem}-")))


ARTICLES = frozenset({"the", "a", "an", "neighbouring", "northern", "southern", "eastern", "western", "central"})


def _learn(known: dict[str, str], name: str, code: str) -> None:
    known.setdefault(name, code)
    known.setdefault(name.split()[-1], code)


@cache
def _offices() -> str:
    """Gives a pattern of all offices in small and capital letters; by their first letter, which most words fail at."""
    rests: dict[str, list[str]] = {}
    for office in sorted(language("en").lists["groups.offices"], key=len, reverse=True):
        rests.setdefault(office[0], []).append(office[1:])
    return "|".join(f"[{first.upper()}{first}](?i:{'|'.join(rest)})" for first, rest in rests.items())


@cache
def _office_then_name() -> re.Pattern[str]:
    """ "’s defence minister, Raimundas Karoblis" and " President Lennart Meri" behind the name of a country."""
    before = r"(?:['’]s?)?(?: (?:[\w’'-]+|for|of the)){0,5}?[ -]"
    of = r"(?: (?:of|for) (?:[\w’'-]+ ?){1,4}?)?,? "
    return re.compile(rf"{before}(?:{_offices()}){of}(?P<name>{_NAME})")


def _introduced(before: str) -> re.Match[str] | None:
    """Gives a name with its office at the end of a stretch; most have neither, which their words alone settle."""
    if before.endswith((" the ", " a ", " an ")) or not _introducing().isdisjoint(before.lower().split()):
        return _name_then_office().search(before)
    return None


@cache
def _introducing() -> frozenset[str]:
    """Gives the first words of the offices, and of "who leads" and the like."""
    return frozenset({"who", "which", *(office.partition(" ")[0] for office in language("en").lists["groups.offices"])})


@cache
def _name_then_office() -> re.Pattern[str]:
    """ "Jens Stoltenberg, the head of " and "Igor Smirnov, who leads " before the name of a country."""
    leads = r"(?:who|which) (?:leads|heads|commands|runs|rules|governs) (?:the )?(?:[\w-]+ ){0,3}"
    office = rf"(?:an? |the )?(?:[\w’'-]+ ){{0,5}}?(?:{_offices()})"
    office += r"(?: (?:of|for|to|in|at))?(?: the| [a-z-]+){0,3} ?"
    return re.compile(rf"(?P<name>{_NAME})(?: \(\d+\))?,? (?:{leads}|{office}|the $|an? $)$")
