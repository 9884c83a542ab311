"""What a report says about itself: who and where it names, so that "he", "the alliance" and "there" can go back to it."""

import re
from bisect import bisect_right
from datetime import date
from functools import cache
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge import Actor
from vedette.knowledge.names import Found, Piece, pieces
from vedette.languages import language
from vedette.resolve.actors import chosen
from vedette.resolve.places import place
from vedette.vocabulary import Report, Unit

# A sentence ends before a capital or a quotation mark, but not behind an initial or a title.
SENTENCE_END = re.compile(r"(?<![A-Z]\.)(?<!\b(?:Mr|Ms|Dr|Lt)\.)(?<!\b(?:Mrs|Gen|Col|Sen|Maj|Adm|Sgt|Gov)\.)(?<=[.!?:”\"])\s+(?=[A-Z“\"‘\d])|\n+")
NAME = r"(?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:[A-Z][\w’'-]+|[A-Z]\.|al|bin|bint|ibn|de|del|da|von|van|der))*? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
PLACED = frozenset(["in", "into", "to", "at", "near", "from", "on", "along", "over", "off", "inside", "outside", "across", "around", "through", "within", "toward", "towards", "via"])


class Told(NamedTuple):
    """An actor named at an offset. `lead` says that it is the first of its sentence to act, `place` that it is where."""

    start: int
    end: int
    code: str
    kind: str
    role: str
    sentence: int
    lead: bool
    place: bool
    person: bool


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
        self.where: list[tuple[int, str]] = []
        for site in knowledge.places().find(words):
            answer = place(report.text[site.start : site.end], self.named, None)
            if answer.place.country:
                self.where.append((site.start, answer.place.country))
        self.operations = {f.entries[0].key for f in knowledge.operation_names().find(words)}

    def official(self, name: str) -> str | None:
        """Gives the code of somebody whose office the report has told."""
        return self.officials.get(name) or self.officials.get(name.rpartition(" ")[2])

    def sentence(self, at: int) -> int:
        """Gives the number of the sentence that an offset lies in."""
        return bisect_right(self._ends, at)

    def before(self, at: int) -> str | None:
        """Gives the country of the last place named before an offset."""
        return next((code for start, code in reversed(self.where) if start < at), None)

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
        """Gives, for people whom the report introduces with an office and a country, their code by full name and surname."""
        known: dict[str, str] = {}
        for n, told in enumerate(self.told):
            if told.person:
                known.setdefault(self.text[told.start : told.end], told.code)
                continue
            stop = self.told[n + 1].start if n + 1 < len(self.told) and not self.told[n + 1].person else told.end + 120
            ahead = self.text[told.end : min(stop, told.end + 120)]
            if (match := _office_then_name().match(ahead)) or (match := _name_then_office().search(self.text[max(0, told.start - 90) : told.start])):
                _learn(known, match["name"], told.code)
        return known

    def _outlet(self, outlet: str | None) -> str | None:
        """Gives the code of a ministry or a government that publishes, None for the press."""
        found = list(knowledge.actors().find(pieces(outlet or "")))
        official = re.search(r"Ministry|Department|Government|Office|Command|Forces|Army|Embassy|Parliament", outlet or "")
        entry = chosen(found[-1].entries, self.day) if found and official else None
        return entry.code if entry else None


ARTICLES = frozenset(["the", "a", "an", "neighbouring", "northern", "southern", "eastern", "western", "central"])


def _learn(known: dict[str, str], name: str, code: str) -> None:
    known.setdefault(name, code)
    known.setdefault(name.split()[-1], code)


@cache
def _offices() -> str:
    return "|".join(sorted(language("en").lists["groups.offices"], key=len, reverse=True))


@cache
def _office_then_name() -> re.Pattern[str]:
    """"’s defence minister, Raimundas Karoblis" and " President Lennart Meri" behind the name of a country."""
    return re.compile(rf"(?:['’]s?)?(?: (?:[\w’'-]+|for|of the)){{0,5}}?[ -](?i:{_offices()})(?: (?:of|for) (?:[\w’'-]+ ?){{1,4}}?)?,? (?P<name>{NAME})")


@cache
def _name_then_office() -> re.Pattern[str]:
    """"Jens Stoltenberg, the head of " and "Igor Smirnov, who leads " before the name of a country."""
    return re.compile(rf"(?P<name>{NAME})(?: \(\d+\))?,? (?:(?:who|which) (?:leads|heads|commands|runs|rules|governs) (?:the )?(?:[\w-]+ ){{0,3}}"
                      rf"|(?:an? |the )?(?:[\w’'-]+ ){{0,5}}?(?i:{_offices()})(?: (?:of|for|to|in|at))?(?: the| [a-z-]+){{0,3}} ?|the $|an? $)$")  # fmt: skip


class Antecedents:
    """Chooses whom a pronoun, "its troops" or "the alliance" stands for among those named before."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.last: tuple[str, ...] = ()
        self.day: date | None = None
        self.unit: Unit | None = Unit.TROOPS

    def find(self, text: str, at: int, speaker: tuple[str, ...] = (), besides: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Gives the codes that the words at an offset go back to, none where nobody fits."""
        lists = language("en").lists
        words = re.findall(r"[\w-]+", text.lower())
        head, kind = (words[-1], words[0]) if words else ("", "")
        if kind in OWN and (speaker or self.context.outlet):
            return speaker or ((self.context.outlet,) if self.context.outlet else ())
        ranked = self._ranked(at, wanted(kind, head, lists), kind)
        ranked = [code for code in ranked if code not in besides]
        return (ranked[0],) if ranked else tuple(code for code in self.last if code not in besides)

    def _ranked(self, at: int, want: str, kind: str) -> list[str]:
        here = self.context.sentence(at)
        scores: dict[str, float] = {}
        counts: dict[str, int] = {}
        for told in self.context.told:
            counts[told.code] = counts.get(told.code, 0) + 1
        for told in self.context.told:
            if told.start < at and fits(told, want):
                score = self._score(told, here, counts[told.code], kind)
                scores[told.code] = max(scores.get(told.code, -99.0), score)
        return sorted(scores, key=lambda code: (-scores[code], code))

    def _score(self, told: Told, here: int, count: int, kind: str) -> float:
        gap = here - told.sentence
        score = 0.0 if gap == 0 else -0.5 - 0.5 * min(gap, 6)
        score += 1.0 * told.lead - 1.5 * told.place + 0.15 * min(count, 8)
        score += 1.0 * (told.code in self.last)
        return score


OWN = frozenset(["we", "us", "our", "i", "my"])
HE = frozenset(["he", "she", "him", "his", "her", "himself", "herself"])


def wanted(kind: str, head: str, lists: dict[str, frozenset[str]]) -> str:
    """Gives what sort of actor the words can stand for."""
    if kind in HE and head in HE:
        return "person"
    if head in lists["groups.alliances"]:
        return "alliance"
    if head in lists["groups.rebels"]:
        return "group"
    if head in lists["groups.governments"]:
        return "state"
    return "any"


def fits(told: Told, want: str) -> bool:
    if want == "person":
        return told.person
    if want == "alliance":
        return told.role == "alliance"
    if want == "group":
        return told.kind == "organisation" and told.role != "alliance"
    if want == "state":
        return told.kind != "organisation"
    return True


def between(context: Context, start: int, end: int) -> bool:
    """Whether a sentence ends between two offsets."""
    return context.sentence(start) != context.sentence(end)

