"""What a report says about itself: whom and where it names, for "he", "the alliance" and "there" to go back to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Actor, Operation
from vedette.knowledge.names import Found, Piece, pieces
from vedette.languages import language
from vedette.resolve.actors import chosen
from vedette.resolve.places import place
from vedette.vocabulary import Report

# A sentence ends before a capital or a quotation mark, but not behind an initial or a title.
SENTENCE_END = re.compile(
    r"(?<![A-Z]\.)(?<!\b(?:Mr|Ms|Dr|Lt)\.)(?<!\b(?:Mrs|Gen|Col|Sen|Maj|Adm|Sgt|Gov)\.)"
    r"(?<=[.!?:”\"])\s+(?=[A-Z“\"‘\d])|\n+"
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
        self._ends = [m.start() for m in SENTENCE_END.finditer(report.text)]
        found = list(knowledge.actors().find(words))
        self.people = frozenset(e.name for f in found for e in f.entries if e.kind == "person")
        self.told = self._told(found, words)
        self.named = frozenset(t.code for t in self.told if t.kind in {"state", "demonym"})
        self.officials = self._officials()
        self.outlet = self._outlet(report.outlet)
        self.places = list(self._where(words))
        self.places_at = [where.start for where in self.places]
        self._operations = [
            (f.start, chosen_operation(f.entries, self.day)) for f in knowledge.operation_names().find(words)
        ]
        self._held_at = [start for start, _ in self._operations]
        self.operations = list(dict.fromkeys(key for _, key in self._operations))

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

    def _where(self, words: list[Piece]) -> Iterator[Where]:
        lows = [piece.text.lower() for piece in words]
        at = {piece.start: n for n, piece in enumerate(words)}
        for site in knowledge.places().find(words):
            if site.entries[0].kind == "demonym":
                continue
            code = place(self.text[site.start : site.end], self.named).place.country
            if code:
                n = at[site.start]
                if _dateline(words, n) or (site.entries[0].kind in {"city", "country"} and _surnamed(words, n)):
                    continue
                if n > 1 and lows[n - 1] in {"in", "at"} and lows[n - 2] in SPEAKING:
                    continue  # where somebody spoke, not what he spoke of
                placed = n > 0 and (
                    lows[n - 1] in PLACED or (n > 1 and lows[n - 1] in ARTICLES and lows[n - 2] in PLACED)
                )
                yield Where(
                    site.start,
                    code,
                    self.sentence(site.start),
                    placed or site.entries[0].kind not in {"country", "city"},
                )

    def _told(self, found: list[Found[Actor]], words: list[Piece]) -> list[Told]:
        at = {piece.start: n for n, piece in enumerate(words)}
        told: list[Told] = []
        led: set[int] = set()
        for name in found:
            n = at[name.start]
            back = [words[i].text.lower() for i in range(max(0, n - 2), n)]
            titled = bool(back) and back[-1] in language("en").attribution["titles"]
            entries = tuple(e for e in name.entries if e.kind != "surname" or titled or e.name in self.people)
            entry = chosen(entries, self.day)
            if entry is None:
                continue
            sentence = self.sentence(name.start)
            where = bool(back) and (back[-1] in PLACED or (back[-1] in ARTICLES and back[0] in PLACED))
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
            if (match := _office_then_name().match(ahead)) or (
                match := _introduced(self.text[max(0, told.start - 90) : told.start])
            ):
                _learn(known, match["name"], told.code)
        return known

    def _outlet(self, outlet: str | None) -> str | None:
        """Gives the code of a ministry or a government that publishes, None for the press."""
        found = list(knowledge.actors().find(pieces(outlet or "")))
        official = re.search(
            r"Ministry|Department|Government|Office|Command|Forces|Army|Embassy|Parliament", outlet or ""
        )
        entry = chosen(found[-1].entries, self.day) if found and official else None
        return entry.code if entry else None


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
    known = low in PLACED or low in ARTICLES or low in SIDES or low in language("en").attribution["titles"]
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
    stem = series.lower()
    held = [e for e in knowledge.operations().values() if e.start and (e in entries or e.key.startswith(f"{stem}-"))]
    if not day or not held or entries[0].start:
        return series
    days, key = min(
        (min(abs((day - e.start).days), abs((day - (e.end or e.start)).days)), e.key) for e in held if e.start
    )
    return key if days <= NEAREST else series


ARTICLES = frozenset({"the", "a", "an", "neighbouring", "northern", "southern", "eastern", "western", "central"})


def _learn(known: dict[str, str], name: str, code: str) -> None:
    known.setdefault(name, code)
    known.setdefault(name.split()[-1], code)


@cache
def _offices() -> str:
    return "|".join(sorted(language("en").lists["groups.offices"], key=len, reverse=True))


@cache
def _office_then_name() -> re.Pattern[str]:
    """ "’s defence minister, Raimundas Karoblis" and " President Lennart Meri" behind the name of a country."""
    before = r"(?:['’]s?)?(?: (?:[\w’'-]+|for|of the)){0,5}?[ -]"
    of = r"(?: (?:of|for) (?:[\w’'-]+ ?){1,4}?)?,? "
    return re.compile(rf"{before}(?i:{_offices()}){of}(?P<name>{_NAME})")


def _introduced(before: str) -> re.Match[str] | None:
    """Gives a name with its office at the end of a stretch; most have neither, which a plain look settles."""
    plain = before.endswith((" the ", " a ", " an ")) or _office_word().search(before) is not None
    return _name_then_office().search(before) if plain else None


@cache
def _office_word() -> re.Pattern[str]:
    return re.compile(rf"(?i:{_offices()})|\b(?:who|which) ")


@cache
def _name_then_office() -> re.Pattern[str]:
    """ "Jens Stoltenberg, the head of " and "Igor Smirnov, who leads " before the name of a country."""
    leads = r"(?:who|which) (?:leads|heads|commands|runs|rules|governs) (?:the )?(?:[\w-]+ ){0,3}"
    office = rf"(?:an? |the )?(?:[\w’'-]+ ){{0,5}}?(?i:{_offices()})"
    office += r"(?: (?:of|for|to|in|at))?(?: the| [a-z-]+){0,3} ?"
    return re.compile(rf"(?P<name>{_NAME})(?: \(\d+\))?,? (?:{leads}|{office}|the $|an? $)$")
