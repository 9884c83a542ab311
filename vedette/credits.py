"""The lines in which a report says whose story it is: "told Express.co.uk", "(AP)", "Reuters, citing ...", "h/t: The Hill".

Outlets' names are found first. A phrase before or after a name makes it a credit, and so do the forms of agencies: the
brackets of a dateline, a byline, a name alone on its line. The words stand under `[credits]` in `languages/en.toml`.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from vedette import knowledge
from vedette.knowledge.names import Names, Piece, pieces
from vedette.languages import language
from vedette.vocabulary import Credit, Report, Span

AGENCIES = frozenset({"agency", "state agency"})
NO_OUTLETS = {"ministry", "think tank"}  # they speak for themselves: a statement of theirs is no reprint
WATCHERS = {"monitor"}  # and these print stories of their own, yet are mostly heard as sources
ORDER = ("agency", "first", "picked up", "told", "citing")  # of two kinds for the same words the earlier holds
# Furniture that says whose story it is; all other furniture speaks of other stories.
CREDITING = ("byline", "copyright notice", "who reported and edited")
INTRODUCED, SKIPPED, APPOSED = 8, 6, 14  # most words between a phrase and its name, a name and its verb, two commas
LAST = 6  # line ends below a bracket that still stands behind the text
REACH = 90  # characters before a bracket that may be a dateline

DOMAIN = re.compile(
    r"(?<![\w@./-])(?![\d.]+[a-z])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|co\.uk|info|news|media|[a-z]{2})\b(?![\w/@-])"
)
LINE = re.compile(r"[^\n]+")
SLASHED = re.compile(r"(?<![\w/])/(?P<names>[^\s/][^/\n]{1,30})/(?!\w)")
BRACKETED = re.compile(r"[(\[](?P<names>[^()\[\]\n]{2,60})[)\]]")
DASH = re.compile(r"\s*[.,]?\s*[-–—:]+(?=\s|$)")
# A dateline's place and day: words in capitals, months and figures, at the head of a line or behind a sentence.
PLACE = r"(?:[^\W\d_a-z][\w'’.-]*|\d{1,4}|d[aeiou]l?|an?d?|am)"
DATELINE = re.compile(rf"(?:^|[.!?”\"]\s+)\W?{PLACE}(?:[,./]? {PLACE},?){{0,7}},?\s*$")
# "Kyiv. Oct 12. Interfax-Ukraine. Air defences ...", "Moscow. February 3. INTERFAX.RU - Air defences ..."
DOTTED = re.compile(
    r"[^\W\d_a-z][\w’' -]+[.,] (?:[A-Z0-9][\w ]{0,14}[.,] )?(?P<names>[^\s.,][^\s,]{1,24}?)(?:\.| [-–—]) "
)
ENDED = re.compile(r"[.!?”\"’]\s*$")
AFTER_DASH = re.compile(r"[.!?”\"]\s*[-–—]+ ?(?P<names>[^\W\d_a-z][^.\n–—]{1,30})\.?\s*$")
INITIALS = re.compile(r"(?:^|[.!?] )[a-z]{2,5}/[a-z]{2,5}(?:/[a-z]{2,5})?\s*$")  # "ab/cd (Reuters, dpa)"
SEPARATOR = re.compile(r"\s*(?:,|/|;|&|\band\b)\s*")
BY = re.compile(r",|\||\s[-–—]\s|\b(?:for|and)\b")
PICTURED = re.compile(r"\W*([A-Za-z]+(?: photo)?)\b(?: \w+)?:")


class Mention(NamedTuple):
    """An outlet's name in a text. `start` and `end` count pieces; `weak` is a plain word that may mean something else."""

    start: int
    end: int
    span: Span
    weak: bool = False
    kind: str = ""


class Low(NamedTuple):
    low: str  # a piece as phrases are matched on


class Reading(NamedTuple):
    """A text in pieces, with its outlets' names by their first piece and by the piece after them."""

    pieces: list[Piece]
    lows: list[Low]
    starts: dict[int, Mention]
    ends: dict[int, Mention]
    words: dict[str, Any]

    def word(self, at: int) -> str:
        """Gives a piece as written, nothing beyond the text."""
        return self.pieces[at].text if 0 <= at < len(self.pieces) else ""

    def low(self, at: int) -> str:
        """Gives a piece in lower case."""
        return self.word(at).lower()

    def has(self, at: int, *lists: str) -> bool:
        """Whether a piece stands in one of the lists."""
        return any(self.low(at) in self.words[each] for each in lists)

    def possessive(self, at: int) -> bool:
        """Whether "'s" stands here."""
        return self.word(at) == "'" and self.word(at + 1) == "s"


class Found(NamedTuple):
    kind: str
    span: Span
    reason: Span


def credits(report: Report) -> tuple[Credit, ...]:
    """Gives the lines in which a report says whose story it is, each outlet once for each kind."""
    own = _one(report.outlet) if report.outlet else None
    text, reading = report.text, _read(report.text)
    found = [*_agencies(text, reading.words), *_hat_tips(text, reading.words), *_before(reading), *_after(reading)]
    kept: dict[tuple[str, str], Credit] = {}
    taken: set[int] = set()
    for each in sorted(found, key=lambda f: (ORDER.index(f.kind), f.span)):
        name = text[slice(*each.span)]
        if each.span[0] in taken or _one(name) == own or _is_furniture(report, each):
            continue
        taken.add(each.span[0])
        reason = f"“{' '.join(text[slice(*each.reason)].split())}”"
        credit = Credit(report=report.id, outlet=name, kind=each.kind, span=each.span, reason=reason)
        kept.setdefault((_one(name), each.kind), credit)
    if not any(credit.kind == "agency" for credit in kept.values()):
        for credit in _unnamed(report, reading.words):
            if _one(credit.outlet) != own:
                kept.setdefault((_one(credit.outlet), credit.kind), credit)
    return tuple(sorted(kept.values(), key=lambda c: (c.span, c.kind)))


def _one(outlet: str) -> str:
    """Gives one name for an outlet that is written in several ways."""
    return knowledge.outlet(outlet) or outlet.casefold().removeprefix("the ")


def _is_furniture(report: Report, found: Found) -> bool:
    may_stand = CREDITING if found.kind in ("agency", "first") else ()
    within = [part for part in report.furniture if part.span[0] <= found.span[0] < part.span[1]]
    return any(not part.reason.startswith(may_stand) for part in within)


# Names


@cache
def _names() -> Names[tuple[bool, str]]:
    """Gives for outlets' names in running text whether they are weak, and their kind; "the Hill" is "The Hill"."""
    known: dict[str, tuple[bool, str]] = {}
    for outlet in knowledge.outlets().values():
        for name in (outlet.name, *outlet.names) if _tells(outlet) else ():
            bare = name.partition(" (")[0]
            known.setdefault(name, (False, outlet.kind))
            if bare[:4].casefold() == "the ":
                rest = bare[4:]
                weak = " " not in rest or bare != name
                forms = [f"the {rest}", f"The {rest}"] + ([rest] if " " in rest else [])
            else:  # a name known in capitals only means something else in running text
                rest, weak = name.capitalize(), True
                forms = [f"the {rest}", f"The {rest}"] if name.isupper() and name.isalpha() and len(name) > 4 else []
            for form in forms:
                known.setdefault(form, (weak, outlet.kind))
    return Names(known.items())


def _tells(outlet: knowledge.Outlet) -> bool:
    """Whether an outlet tells stories: a ministry speaks for itself, and a platform is where others publish."""
    return outlet.kind not in NO_OUTLETS and outlet.name not in language("en").credits["unheard"]


def _read(text: str) -> Reading:
    words = language("en").credits
    cut = pieces(text)
    starts: dict[int, Mention] = {}
    at = {piece.start: n for n, piece in enumerate(cut)}
    until = {piece.end: n + 1 for n, piece in enumerate(cut)}
    for found in _names().find(cut):
        n, end = at[found.start], until[found.end]
        named = _mention(cut, n + (cut[n].text == "the"), end, *found.entries[0])
        starts[n] = starts[named.start] = named
        if cut[n].text == "The":
            starts[n + 1] = named
    for match in DOMAIN.finditer(text):
        facts = knowledge.outlet_facts(match.group())
        if match.start() in at and match.end() in until and (facts is None or _tells(facts)):
            starts[at[match.start()]] = _mention(cut, at[match.start()], until[match.end()])
    for mention in _unknown_names(cut, words):
        if starts.keys().isdisjoint(range(mention.start, mention.end)):
            starts[mention.start] = mention
    ends = {mention.end: mention for mention in starts.values()}
    return Reading(cut, [Low(piece.text.lower()) for piece in cut], starts, ends, words)


def _unknown_names(cut: list[Piece], words: dict[str, Any]) -> Iterator[Mention]:
    """Gives names told by their last word, "Suffolk Times", or by the next, "Lapin Kansa newspaper"."""
    for n, piece in enumerate(cut):
        noun = piece.text in words["papers"]
        last = n - 1 if noun else n
        if last < 0 or not noun and piece.text not in words["heads"] or not _is_capital(cut[last].text):
            continue
        first = _first_of_name(cut, last)
        goes_on = not noun and (n == first or n + 1 < len(cut) and _is_capital(cut[n + 1].text))
        if not goes_on and not knowledge.actors().get(cut[last].text):
            yield _mention(cut, first, last + 1)


def _mention(cut: list[Piece], start: int, end: int, weak: bool = False, kind: str = "") -> Mention:
    return Mention(start, end, (cut[start].start, cut[end - 1].end), weak, kind)


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _first_of_name(cut: list[Piece], last: int) -> int:
    """Gives the first of the capitalised words that end here, at most four, an article or the like left out."""
    first = last
    while first > max(0, last - 3) and _is_capital(word := cut[first - 1].text) and word.isalpha():
        if cut[first].start - cut[first - 1].end != 1:
            break
        first -= 1
    while first < last and cut[first].text.lower() in language("en").common:
        first += 1
    return first


# Phrases before a name


def _before(reading: Reading) -> Iterator[Found]:
    """Gives the names that follow a phrase: "told state news agency BelTA", "according to the Financial Times"."""
    for at, piece in enumerate(reading.pieces):
        for hit in reading.words["before"].at(reading.lows, at):
            mention = _introduced(reading, hit.end)
            if mention is None or _goes_on(reading, mention) or not _may(mention, hit.label):
                continue
            if hit.label == "agency" and reading.has(at - 1, "pictures"):
                continue
            for each in _joined(reading, mention):
                yield Found(hit.label, each.span, (piece.start, each.span[1]))
            break


def _introduced(reading: Reading, at: int) -> Mention | None:
    """Gives the name that stands here or behind words like "the state news agency" and "Britain's"."""
    owner: Mention | None = None  # "Newsweek's rival Time" is Time; "CNN's chief reporter" is CNN
    press = False
    for n in range(at, min(at + INTRODUCED, len(reading.pieces))):
        if mention := reading.starts.get(n):
            if not (reading.possessive(mention.end) and reading.has(mention.end + 2, "introducing")):
                return mention
            owner = owner or mention
        unknown = _unknown(reading, n)
        titled = reading.has(n, "press") and _is_capital(reading.word(n)) and _is_capital(reading.word(n + 1))
        named = n == at and unknown and reading.has(unknown.end, "press") and not _is_people(reading, n)
        if unknown and (press or titled or named):
            return unknown
        comma = press and reading.word(n) == ","
        inside = owner is not None and n < owner.end or reading.word(n) in ("'", "s")
        if not (comma or inside or reading.has(n, "introducing") or _is_people(reading, n)):
            break
        press = comma or reading.has(n, "press")
    return owner


def _unknown(reading: Reading, at: int) -> Mention | None:
    """Gives up to three capitalised words as a name that is not known."""
    end = at
    while end < at + 3 and _is_capital(reading.word(end)):
        end += 1
    return _mention(reading.pieces, at, end) if end > at else None


def _is_people(reading: Reading, at: int) -> bool:
    """Whether a word is a nationality, or owns what follows."""
    names = knowledge.actors().get(reading.word(at))
    return any(name.kind == "demonym" for name in names) or reading.possessive(at + 1)


def _goes_on(reading: Reading, mention: Mention) -> bool:
    """Whether the words behind a name make it a part of something else: "the Guardian council", "Reuters Institute"."""
    after = mention.end + 2 * reading.possessive(mention.end)
    if reading.word(after) in reading.words["bodies"]:
        return True
    if not mention.weak or not reading.word(mention.end)[:1].isalnum():
        return False
    return (
        not reading.has(mention.end, "following")
        and reading.low(mention.end) not in language("en").calendar["weekdays"]
    )


def _may(mention: Mention, kind: str) -> bool:
    return mention.kind not in WATCHERS or kind in ("first", "picked up")


def _joined(reading: Reading, first: Mention) -> Iterator[Mention]:
    """Gives a name and those joined to it by commas and "and"."""
    yield first
    at = first.end
    while (sign := reading.low(at)) in (",", "and", "/", "&"):
        at += 1 + (sign == "," and reading.low(at + 1) == "and")
        other = reading.starts.get(at)
        if other is None or sign == "," and _telling(reading, other):
            return
        yield other
        at = other.end


# Phrases after a name


def _after(reading: Reading) -> Iterator[Found]:
    """Gives the names that tell something: "Reuters, citing three officials, reported", "the BBC has learned"."""
    for mention in dict.fromkeys(reading.starts.values()):
        told = _telling(reading, mention)
        if told is None or not _may(mention, told[0]) or told[0] == "citing" and _belongs(reading, mention):
            continue
        if mention.weak and "the" not in (reading.low(mention.start), reading.low(mention.start - 1)):
            continue
        each: Mention | None = mention
        while each:
            yield Found(told[0], each.span, (each.span[0], reading.pieces[told[1] - 1].end))
            before = each.start - (reading.word(each.start - 1) == "the")
            each = reading.ends.get(before - 1) if reading.low(before - 1) in ("and", ",") else None


def _telling(reading: Reading, mention: Mention) -> tuple[str, int] | None:
    """Gives the kind of the phrase that a name is the subject of, and the piece after it."""
    at, end = mention.end, mention.end + SKIPPED
    if reading.possessive(at):  # "the BBC's Russian service", "CNN's Jim Example"
        at += 2
        while at < end and _is_capital(reading.word(at)):
            at += 1
        if at == mention.end + 2 and not reading.has(at, "between"):
            return None
    if reading.word(at) == ",":
        if reading.has(at + 1, "relaying"):
            return "citing", at + 2
        closes = next((n for n in range(at + 1, at + APPOSED) if reading.word(n) in (",", ".", ";", "")), at)
        if reading.word(closes) != "," or reading.low(at + 1) in ("and", "but", "or"):
            return None
        at, end = closes + 1, closes + 3
    for n in range(at, min(end, len(reading.pieces))):
        for hit in reading.words["after"].at(reading.lows, n):
            return (hit.label, hit.end) if hit.label != "citing" or not _own_news(reading, hit.end) else None
        if not reading.has(n, "between") and not reading.word(n).isdigit():
            return None
    return None


def _own_news(reading: Reading, at: int) -> bool:
    """Whether an outlet speaks of itself: "said its reporter", "said it would", "said in a statement", "reported a loss"."""
    ahead = [reading.low(n) for n in range(at, at + 4)]
    first, second, third = ahead[1:4] if ahead[0] == "that" else ahead[:3]
    return (
        first == "its"
        or (second, third) == ("of", "its")
        or (first, second, third) == ("in", "a", "statement")
        or (first == "it" and second in reading.words["own_acts"] and reading.low(at - 1) in ("said", "says"))
        or not reading.words["own_news"].isdisjoint(ahead)
    )


def _belongs(reading: Reading, mention: Mention) -> bool:
    """Whether a name is a part of another subject: "a photographer for Reuters said"."""
    n = mention.start - 1
    while n >= 0:
        if reading.possessive(n - 1) and knowledge.actors().get(reading.word(n - 2)):
            n -= 3  # "Lebanon's Al Mayadeen"
        elif reading.low(n) == "of" and reading.low(n - 1) == "service":
            n -= 2  # "the Belarusian service of"
        elif reading.has(n, "introducing") and not reading.has(n, "belonging") or _is_people(reading, n):
            n -= 1
        else:
            break
    return reading.has(n, "belonging") or reading.possessive(n - 1)


# The forms of agencies


def _agencies(text: str, words: dict[str, Any]) -> Iterator[Found]:
    """Gives agencies in a dateline's brackets or behind the last sentence, in bylines, between strokes and alone."""
    for line in LINE.finditer(text):
        told = line.group()
        if (head := PICTURED.match(told)) and head[1].lower() in words["pictures"]:
            continue
        for match in SLASHED.finditer(told):
            yield from _listed(text, line.start(), match)
        is_last = text.count("\n", line.end(), len(text.rstrip())) < LAST
        for match in BRACKETED.finditer(told):
            place = _place(told, match)
            if place == "head" or place == "end" and is_last:
                yield from _listed(text, line.start(), match, AGENCIES if place == "end" else None)
        alone = re.fullmatch(rf"\W*(?i:{'|'.join(sorted(words['alone']))})\W+(?P<names>.{{2,60}}?)\W*", told)
        for form in filter(None, (DOTTED.match(told), AFTER_DASH.search(told), alone)):
            yield from _listed(text, line.start(), form, AGENCIES)
        yield from _byline(line, words)


def _place(line: str, bracket: re.Match[str]) -> str | None:
    """Says whether a bracket stands where agencies' names do: in a dateline at the head, or behind the last sentence."""
    before, after = line[: bracket.start()], line[bracket.end() :]
    heads = not before.strip()
    dated = heads or bool(DATELINE.search(before, max(0, len(before) - REACH)))
    if dated and DASH.match(after) or heads and after[:1] == " " and bracket.group()[0] == "(":
        return "head"
    closes = heads or bool(ENDED.search(before)) or bool(INITIALS.search(before))
    return "end" if closes and not after.strip(" .") else None


def _listed(text: str, offset: int, match: re.Match[str], only: frozenset[str] | None = None) -> Iterator[Found]:
    """Gives the outlets of a list, if it holds nothing else."""
    names, at = match["names"], offset + match.start("names")
    cuts = [0, *(edge for gap in SEPARATOR.finditer(names) for edge in gap.span()), len(names)]
    parts = [(0, len(names))] if _is_agency(names, only) else list(zip(cuts[::2], cuts[1::2], strict=True))
    if all(_is_agency(names[a:b], only) for a, b in parts):
        for a, b in parts:
            yield Found("agency", (at + a, at + b), (offset + match.start(), offset + match.end()))


def _is_agency(name: str, only: frozenset[str] | None) -> bool:
    facts = knowledge.outlet_facts(name)
    return facts is not None and _tells(facts) and facts.kind not in WATCHERS and (only is None or facts.kind in only)


def _byline(line: re.Match[str], words: dict[str, Any]) -> Iterator[Found]:
    """Gives the outlet of a line that is a byline, or the agency of one that holds nothing but its name."""
    told = line.group().strip()
    if not 2 <= len(told) <= 80:
        return
    first, _, rest = told.partition(" ")
    by = first.lower().rstrip(":") in words["byline"]
    parts = (
        [rest, *reversed(BY.split(rest)), " ".join(rest.split()[-2:]), rest.split()[-1]]
        if by and rest.strip()
        else [told]
    )
    for name in (part.strip().removesuffix(" Staff").removesuffix(" staff") for part in parts):
        if _is_agency(name, None if by else AGENCIES):
            start = line.start() + line.group().rindex(name)
            yield Found("agency", (start, start + len(name)), line.span())
            return


def _unnamed(report: Report, words: dict[str, Any]) -> Iterator[Credit]:
    """Gives the agency that alone signs as the report does, and the one that the page names outside its text."""
    for outlet, form in words["signed"].items():
        if match := form.search(report.text):
            reason = f"“{match.group()}” is how {outlet} signs"
            yield Credit(report=report.id, outlet=outlet, kind="agency", span=match.span(), reason=reason)
    if report.byline and _is_agency(report.byline, AGENCIES):
        reason = f"the page's byline, “{report.byline}”"
        yield Credit(report=report.id, outlet=report.byline, kind="agency", span=(0, 0), reason=reason)


def _hat_tips(text: str, words: dict[str, Any]) -> Iterator[Found]:
    """Gives whom a line thanks for the story: "h/t: The Hill"."""
    marks = "|".join(map(re.escape, sorted(words["hat_tip"])))
    name = r"(?:to )?(?P<name>[^\W\d_a-z][\w.&’'-]*(?: [\w.&’'-]+){0,3})"
    for match in re.finditer(rf"(?<!\w)(?i:{marks})/?:?\s+{name}", text):
        facts = knowledge.outlet_facts(told := match["name"].rstrip("."))
        if facts is None or _tells(facts):
            yield Found("first", (match.start("name"), match.start("name") + len(told)), match.span())
