"""Works out who says what: source, cue and content of each sentence, quotations across sentences, pronouns."""

from typing import NamedTuple

from vedette import knowledge
from vedette.languages import Hit, Language
from vedette.reader.sentences import Sentence, Token, is_capital, people, stands_as_noun, text_of, untitled
from vedette.reader.subjects import QUOTE_MARKS, STOPS, can_speak, end_of_apposition, phrase_after, subject
from vedette.vocabulary import Span

FAR = 14  # words that "told the paper in Minsk on Monday" may take before its content begins
QUOTED = 0.7  # share of quoted words from which a sentence is a quotation


class Attribution(NamedTuple):
    """One speaker's words in one sentence: `names` from the outlet inward, `content` as ranges of tokens.

    `source` and `cue` are token ranges, None where they stand in another sentence.
    """

    names: tuple[str, ...]
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str


class _Names:
    """Whom a report names: full names by their last and first words, and who was named or spoke last."""

    def __init__(self, sentences: list[Sentence], words: Language) -> None:
        self.words = words
        self.full: dict[str, str] = {}
        self.people = [[name for _, name in people(s.tokens, words)] for s in sentences]
        for name in (name for told in self.people for name in told):
            self.full.setdefault(name.split()[-1].lower(), name)
        for name in list(self.full.values()):
            self.full.setdefault(name.split()[0].lower(), name)
        self.person: str | None = None
        self.speaker: tuple[str, ...] = ()

    def fullest(self, name: str) -> str:
        return name if " " in name else self.full.get(name.lower(), name)

    def heard(self, names: tuple[str, ...]) -> None:
        """Remembers a speaker."""
        self.speaker = names[-1:]
        self.person = names[-1]

    def met(self, n: int, sentence: Sentence) -> None:
        """Remembers whom a sentence is about: its first person, or the "A diplomat ..." that it begins with."""
        if self.people[n] and self.person not in self.people[n]:
            self.person = self.people[n][0]
        elif not self.people[n] and sentence.tokens[0].low in {"a", "an", "one"}:
            speakers = self.words.attribution["speakers"]
            lead = next((k for k, t in enumerate(sentence.tokens[:6]) if t.low in speakers), 0)
            self.person = text_of(sentence.tokens, (1, lead + 1)) if lead else self.person


def attributions(sentences: list[Sentence], words: Language) -> list[tuple[Attribution, ...]]:
    """Gives for each sentence who says what in it, in the order of the text."""
    names = _Names(sentences, words)
    found: list[list[Attribution]] = []
    for n, sentence in enumerate(sentences):
        here = _in_sentence(sentence, n, names)
        if not here and _all_quoted(sentence):
            here = _carried(sentences, found, n)
        for attribution in here:
            names.heard(attribution.names)
        names.met(n, sentence)
        found.append(here)
    for n in range(len(sentences) - 1, 0, -1):  # a quotation whose speaker follows in the next sentence
        before, here = sentences[n - 1], found[n]
        if here and not found[n - 1] and _all_quoted(before) and before.paragraph == sentences[n].paragraph:
            found[n - 1] = [_whole(before, here[0].names, "quotation goes on")]
    return [tuple(each) for each in found]


def _in_sentence(sentence: Sentence, n: int, names: _Names) -> list[Attribution]:
    tokens, words = sentence.tokens, names.words
    found: list[Attribution] = []
    for hit in words.attribution["according"].find(tokens):
        if attribution := _according(tokens, hit, names):
            found.append(attribution)
    for hit in words.attribution["cues"].find(tokens):
        if attribution := _by_cue(tokens, hit, names, n, found):
            found.append(attribution)
    if not found and n == 0 and (attribution := _headline(tokens, names)):
        found.append(attribution)
    return [_nested(a, found) for a in found]


def _nested(inner: Attribution, found: list[Attribution]) -> Attribution:
    """Puts before a speaker whoever tells that he spoke ("Wallace said that Shoigu had assured him")."""
    if inner.cue is None or inner.rule == "same speaker":
        return inner
    at = inner.cue[0]
    if _closes(inner):
        return inner
    telling = next(
        (o for o in found if o is not inner and _closes(o) and o.content[0][0] <= at < o.content[0][1]), None
    )
    if telling and telling.names[-1] != inner.names[-1]:
        last = telling.content[0][1]
        content = tuple((s, min(e, last)) for s, e in inner.content if s < last and inner.cue[1] < last)
        names = telling.names + tuple(n for n in inner.names if n not in telling.names)
        return inner._replace(names=names, content=tuple((s, e) for s, e in content if e - s > 1) or inner.content)
    outer = [o for o in found if o is not inner and any(s <= at < e for s, e in o.content) and o.cue and o.cue[0] < at]
    if not outer or outer[-1].names[-1] == inner.names[-1]:
        return inner
    return inner._replace(names=outer[-1].names + inner.names)


def _closes(told: Attribution) -> bool:
    """Whether a speaker stands behind all that he tells: "X said, according to Y", whose words X's are."""
    return told.rule == "according to" and len(told.content) == 1 and told.content[0][0] == 0


def _according(tokens: tuple[Token, ...], hit: Hit, names: _Names) -> Attribution | None:
    source = phrase_after(tokens, hit.end, names.words)
    if source is None:
        return None
    told = _names(tokens, source, names)
    end = end_of_apposition(tokens, source[1])
    content: tuple[Span, ...] = ((end, len(tokens)),) if hit.start <= 1 else ((0, hit.start),)
    if hit.start > 1 and len(tokens) - end > 3 and tokens[end - 1].low == ",":
        content += ((end, len(tokens)),)
    return Attribution(told, source, (hit.start, hit.end), content, "according to") if told else None


def _by_cue(
    tokens: tuple[Token, ...], hit: Hit, names: _Names, n: int, found: list[Attribution]
) -> Attribution | None:  # fmt: skip
    words, cue = names.words, (hit.start, hit.end)
    if tokens[hit.start].quoted and not all(t.quoted for t in tokens if t.text[0].isalnum()):
        return None
    if hit.start and (tokens[hit.start].text[0].isupper() or stands_as_noun(tokens, hit.start, words)):
        return None
    if hit.start > 2 and _may_invert(tokens, hit, words) and (source := _inverted(tokens, hit.end, words)):
        told = _names(tokens, source, names)
        content: tuple[Span, ...] = ((0, hit.start),)
        end = end_of_apposition(tokens, source[1])
        if len(tokens) - end > 3 and tokens[end - 1].low in STOPS:
            content += ((end, len(tokens)),)
        return Attribution(told, source, cue, content, "speaker after cue") if told else None
    source = subject(tokens, hit.start, words)
    if source is None:
        return _same_speaker(tokens, hit, found)
    told = _speakers(tokens, source, names, n)
    if not told or (hit.label == "weak" and not can_speak(tokens, source, words)):
        return None
    outlet, after = _outlet(tokens, hit, words), _content_from(tokens, hit, words)
    return Attribution(outlet + told, source, cue, _content(tokens, source, after, words), "speaker before cue")


def _may_invert(tokens: tuple[Token, ...], hit: Hit, words: Language) -> bool:
    """Whether a cue follows a stop, and not the end of "X, the minister, told ..."."""
    return tokens[hit.start - 1].low in STOPS and tokens[hit.start].low not in words.attribution["told"]


def _inverted(tokens: tuple[Token, ...], at: int, words: Language) -> Span | None:
    """Gives the speaker of ", said X" and of ", fears X, an analyst": nothing that X does follows."""
    if at < len(tokens) and (tokens[at].low == "that" or tokens[at].low in words.calendar["weekdays"]):
        return None
    source = phrase_after(tokens, at, words)
    after = tokens[source[1]].low if source and source[1] < len(tokens) else "."
    ends = (
        after in STOPS
        or after == "."
        or after in words.attribution["tails"]
        or after in {"late", "last", "earlier", "today"}
    )
    return source if ends else None


def _same_speaker(tokens: tuple[Token, ...], hit: Hit, found: list[Attribution]) -> Attribution | None:
    """Gives "adding that ..." and "... and warned that" to the speaker before."""
    before = tokens[hit.start - 1].low if hit.start else ""
    goes_on = before in {"and", "but"} or (before == "," and tokens[hit.start].low.endswith("ing"))
    last = next((a for a in reversed(found) if a.cue and a.cue[0] < hit.start), None)
    if not goes_on or not last:
        return None
    return Attribution(last.names, last.source, (hit.start, hit.end), ((hit.end, len(tokens)),), "same speaker")


def _content(tokens: tuple[Token, ...], source: Span, after: int, words: Language) -> tuple[Span, ...]:
    """Gives what is said: what follows the cue, or what stands before the speaker where nothing follows."""
    size, first = len(tokens), source[0]
    while first and tokens[first - 1].low not in STOPS:
        first -= 1
    rest = [t for t in tokens[after:] if t.text[0].isalnum()]
    stopped = after > 0 and tokens[after - 1].low == ","
    if first > 2 and (not rest or stopped):
        goes_on = len(rest) > 2 and tokens[after].low not in words.attribution["turns"]
        return ((0, first), (after, size)) if goes_on else ((0, first),)
    end = next((n for n in range(after, size) if tokens[n].low == ";" and not tokens[n].quoted), size)
    return ((after, end),)


def _content_from(tokens: tuple[Token, ...], hit: Hit, words: Language) -> int:
    """Steps over the hearer, the day and the place of a cue: what is said begins after them."""
    at, size = hit.end, len(tokens)
    limit = min(size, at + FAR)
    if at < size and tokens[at].low in {"that", ":", ","}:
        return at + 1
    skips = tokens[hit.start].low in words.attribution["told"] or (
        at < size and tokens[at].low in words.attribution["adjuncts"]
    )
    if not skips:
        return at
    for n in range(at, limit):
        if tokens[n].low in {"that", ":", ","} or tokens[n].low in QUOTE_MARKS:
            return n + 1
    return size if limit == size else _after_hearer(tokens, at)


def _after_hearer(tokens: tuple[Token, ...], at: int) -> int:
    """Steps over "the Senate" or "AFP" where no word marks the content's beginning."""
    while at < len(tokens) and (
        tokens[at].text[0].isupper() or tokens[at].low in {"the", "a", "an", "reporters", "parliament"}
    ):
        at += 1
    return at


def _outlet(tokens: tuple[Token, ...], hit: Hit, words: Language) -> tuple[str, ...]:
    """Gives the outlet that somebody "told": it passes the words on."""
    if tokens[hit.start].low not in words.attribution["told"]:
        return ()
    first = hit.end
    while first < len(tokens) and tokens[first].low in {
        "the",
        "a",
        "newspaper",
        "agency",
        "daily",
        "broadcaster",
        "radio",
        "news",
    }:
        first += 1
    run = first
    while run < len(tokens) and (
        tokens[run].text[0].isupper() or _in_domain(tokens, run) or tokens[run].text.startswith("al-")
    ):
        run += 1
    for end in range(run, first, -1):
        name = text_of(tokens, (first, end))
        if (
            knowledge.outlet(name)
            or "." in name.strip(".")
            or not words.attribution["press"].isdisjoint(name.lower().split())
        ):
            return (name,)
    return ()


def _in_domain(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a token is part of "Express.co.uk"."""
    if tokens[n - 1].low == "." and tokens[n - 1].end == tokens[n].start:
        return True
    return (
        tokens[n].low == "."
        and n + 1 < len(tokens)
        and tokens[n + 1].start == tokens[n].end
        and tokens[n + 1].text.islower()
    )


def _headline(tokens: tuple[Token, ...], names: _Names) -> Attribution | None:
    """Gives the speaker of a headline such as "Troops may stay: Lukashenko" or "... – expert"."""
    if first := _leading(tokens, names):
        return first
    at = max((n for n, t in enumerate(tokens) if t.low in {":", "–", "—", "-"}), default=0)
    tail = tokens[at + 1 :]
    if at < 3 or not 0 < len(tail) <= 4:
        return None
    person = tail[-1].low in names.words.attribution["speakers"] or tail[-1].low in names.full
    told = _names(tokens, (at + 1, len(tokens)), names)
    return Attribution(told, (at + 1, len(tokens)), (at, at + 1), ((0, at),), "headline") if person and told else None


def _leading(tokens: tuple[Token, ...], names: _Names) -> Attribution | None:
    """Gives the speaker of a headline such as "Moscow: drills to end on Sunday"."""
    at = next((n for n, t in enumerate(tokens[:6]) if t.low == ":"), 0)
    if not at or at + 2 >= len(tokens):
        return None
    name, last = text_of(tokens, (0, at)), tokens[at - 1].low
    speaks = last in names.words.attribution["speakers"] or last in names.full
    if not (speaks or any(e.kind != "demonym" for e in knowledge.actors().get(name)) or knowledge.places().get(name)):
        return None
    told = _names(tokens, (0, at), names)
    return Attribution(told, (0, at), (at, at + 1), ((at + 1, len(tokens)),), "headline") if told else None


def _speakers(tokens: tuple[Token, ...], source: Span, names: _Names, n: int) -> tuple[str, ...]:
    """Gives the name of a subject; "who" goes back to the name before it, "the minister" to the person named last."""
    if tokens[source[0]].low == "who":
        before = subject(tokens, source[0], names.words) if source[0] > 1 else None
        return _names(tokens, before, names) if before else ()
    definite = source[0] > 0 and tokens[source[0] - 1].low in {"the", "its", "his", "her"}
    if definite and tokens[source[1] - 1].low in names.words.attribution["persons"] and names.person:
        return (names.person,)
    return _names(tokens, source, names)


def _names(tokens: tuple[Token, ...], source: Span, names: _Names) -> tuple[str, ...]:
    """Gives the speaker's name without titles; a pronoun stands for the person named last."""
    start, end = source
    if end - start == 1 and tokens[start].low in names.words.attribution["pronouns"]:
        return _meant(tokens, start, names)
    while end > start and (tokens[end - 1].low in {"'s", "'"} or _full_stop(tokens, end - 1)):
        end -= 1
    name_from = end
    while name_from > start and is_capital(tokens, name_from - 1):
        name_from -= 1
    if name_from == end:
        return (text_of(tokens, (start, end)),) if end > start else ()
    if any(t.low in names.words.attribution["tails"] for t in tokens[start:end]):
        return (text_of(tokens, (start, end)),)
    return (names.fullest(text_of(tokens, (untitled(tokens, name_from, end, names.words), end))),)


def _full_stop(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a stop ends the sentence and belongs to no initial."""
    return tokens[n].low == "." and n == len(tokens) - 1 and n > 0 and len(tokens[n - 1].text) > 2


def _meant(tokens: tuple[Token, ...], at: int, names: _Names) -> tuple[str, ...]:
    """Gives whom a pronoun means: "he" the person named last, "it" and "they" whoever spoke last."""
    if tokens[at].low in {"he", "she"}:
        before = [name for start, name in people(tokens[:at], names.words)]
        person = before[0] if before else names.person
        return (person,) if person else names.speaker
    return names.speaker


def _all_quoted(sentence: Sentence) -> bool:
    letters = [t for t in sentence.tokens if t.text[0].isalnum()]
    return bool(letters) and sum(t.quoted for t in letters) > QUOTED * len(letters)


def _carried(sentences: list[Sentence], found: list[list[Attribution]], n: int) -> list[Attribution]:
    """Gives a quotation that stands alone to the last speaker of this or the paragraph before."""
    for back in range(n - 1, max(-1, n - 5), -1):
        if found[back] and sentences[n].paragraph - sentences[back].paragraph <= 1:
            return [_whole(sentences[n], found[back][-1].names, "quotation goes on")]
    return []


def _whole(sentence: Sentence, names: tuple[str, ...], rule: str) -> Attribution:
    return Attribution(names, None, None, ((0, len(sentence.tokens)),), rule)


def speaker_of(token: int, found: tuple[Attribution, ...]) -> Attribution | None:
    """Gives the innermost attribution whose content holds a token."""
    holding = [a for a in found if any(s <= token < e for s, e in a.content)]
    return min(holding, key=lambda a: sum(e - s for s, e in a.content), default=None)
