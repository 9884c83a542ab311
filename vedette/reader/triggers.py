"""Which words of a report are events: every phrase collects signs, `languages/` weighs them, the sum decides.

The same weighing decides whether a report is about forces and politics at all: one that is not gives no claims.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge.names import pieces
from vedette.languages import SURENESS, Hit, Language
from vedette.reader.attribution import Attribution, attributions, speaker_of
from vedette.reader.mentions import Mentions, mentions
from vedette.reader.sentences import Sentence, Token, sentences, stands_as_noun
from vedette.vocabulary import Mode, Report

TALK = frozenset({Mode.CONSULT, Mode.ASSESS})
OLD = re.compile(r"1[0-8]\d\d|19[0-8]\d")  # a year that is history and no news
CONCERNED = 1.0  # sum of signs from which a report is about forces
FEW = 1.0  # words for forces in a hundred below which a report with more than so many contrary words is not
CONTRARY = 1
PAST = 2  # years before 1990 that count as signs against a report
RECENT = 12  # sentences back to which a word counts as said before
SHORT = 3  # sentences up to which a text is a note and tells nothing by what it lacks
REACH = 10  # words after a departure within which it says where to
NEAR = 3  # words between a trigger and the name or force that goes with it


class Trigger(NamedTuple):
    """A phrase that names an event, with the sum of the signs that speak for it."""

    start: int
    end: int
    mode: Mode
    weight: float


class Story(NamedTuple):
    """A report cut up: sentences, what each names, who says what in each."""

    report: Report
    words: Language
    sentences: list[Sentence]
    found: list[Mentions]
    told: list[tuple[Attribution, ...]]
    actors: int
    military: float
    contrary: float
    headline: bool  # whether the first sentence is one
    before: list[frozenset[str]]  # the words of all sentences but the headline that stand before each


def story_of(report: Report, words: Language) -> Story:
    """Gives a report cut up, with all that its sentences name."""
    cut = sentences(report)
    people = knowledge.people_named(pieces(report.text))
    found = [mentions(sentence, words, people) for sentence in cut]
    size = sum(len(s.tokens) for s in cut) or 1
    codes = {entry.code for each in found for actor in each.actors for entry in actor.entries if entry.code}
    military = min(100 * sum(len(each.forces) for each in found) / size, 8.0)
    old = sum(any(OLD.fullmatch(t.low) for t in s.tokens) for s in cut)
    contrary = min(len({t.low for s in cut for t in s.tokens} & words.contrary) + min(old, PAST), 6)
    return Story(
        report,
        words,
        cut,
        found,
        attributions(cut, words),
        len(codes),
        military,
        contrary,
        len(cut) > 1 and cut[1].paragraph > 0,
        list(_words_before(cut)),
    )


def _words_before(cut: list[Sentence]) -> Iterator[frozenset[str]]:
    """Gives for each sentence the words of those before it, down to a page's length."""
    for n in range(len(cut)):
        yield frozenset(t.low for s in cut[max(1, n - RECENT) : n] for t in s.tokens)


def concerned(story: Story, found: list[list[Trigger]]) -> bool:
    """Whether a report is about forces and the politics around them, so that its triggers mean what they say."""
    weighing = story.words.weighing
    if len(story.sentences) <= SHORT and not story.military:
        return False
    if story.military < FEW and story.contrary > CONTRARY:
        return False
    return sum(weighing.get(name, 0.0) * value for name, value in outlook(story, found).items()) > CONCERNED


def outlook(story: Story, found: list[list[Trigger]]) -> dict[str, float]:
    """Gives the named signs that a report as a whole gives for or against being about forces."""
    weights = sorted((t.weight for each in found for t in each), reverse=True)
    if not weights:
        return {"report: always": -9.0}
    figures = sum(f.noun != "" for each in story.found for f in each.figures)
    return {
        "report: always": 1.0,
        "report: best trigger": weights[0],
        "report: triggers": float(min(len(weights), 6)),
        "report: military": story.military,
        "report: contrary": story.contrary,
        "report: actors": float(min(story.actors, 3)),
        "report: figures": float(min(figures, 3)),
        "report: short": float(len(story.sentences) <= SHORT),
        "report: nothing military": float(not story.military),
    }


def triggers_of(story: Story, n: int) -> list[Trigger]:
    """Gives the triggers of a sentence, apart, in order: where two overlap the one with more signs stays."""
    enough = story.words.weighing["enough"]
    weighed = sorted(
        (t for t in candidates(story, n) if t.weight >= enough), key=lambda t: (-t.weight, t.start, -t.end, t.mode)
    )
    clause = story.sentences[n].clause_of
    taken: list[Trigger] = []
    for trigger in weighed:
        again = (t.mode is trigger.mode and clause(t.start) == clause(trigger.start) for t in taken)
        if not any(again) and not any(trigger.start < t.end and t.start < trigger.end for t in taken):
            taken.append(trigger)
    return sorted([*taken, *_moved_on(story, n, taken)])


def _moved_on(story: Story, n: int, taken: list[Trigger]) -> Iterator[Trigger]:
    """Gives the arrival that a departure tells: "moved out of Kyiv into Belarus" leaves one and enters the other."""
    sentence = story.sentences[n]
    for trigger in taken:
        last = min(sentence.clause_of(trigger.start)[1], trigger.end + REACH)
        into = next((at for at in range(trigger.end, last) if sentence.tokens[at].low == "into"), 0)
        named = any(p.start in {into + 1, into + 2} and p.entries for p in story.found[n].places)
        free = into > 0 and not any(t.start <= into < t.end for t in taken)
        if trigger.mode is Mode.WITHDRAW and named and free:
            yield Trigger(into, into + 1, Mode.DEPLOY, trigger.weight)


def candidates(story: Story, n: int) -> Iterator[Trigger]:
    """Gives the phrases of a sentence that may be triggers, with their weights."""
    for hit, sureness in hits(story, n):
        weighing = story.words.weighing
        weight = sum(weighing.get(name, 0.0) * value for name, value in signs(story, n, hit, sureness).items())
        yield Trigger(hit.start, hit.end, Mode(hit.label), round(weight, 6))


def hits(story: Story, n: int) -> Iterator[tuple[Hit, str]]:
    """Gives the phrases of a sentence that may be triggers: of each mode the longest that begins at a word."""
    tokens, words = story.sentences[n].tokens, story.words
    passed = {at for hit in words.passed.find(tokens) for at in range(hit.start, hit.end)}
    for at in range(len(tokens)):
        if at in passed:
            continue
        longest: dict[str, tuple[Hit, str]] = {}
        for sureness in SURENESS:
            for hit in words.triggers[sureness].at(tokens, at):
                known = longest.get(hit.label)
                if (not known or hit.end > known[0].end) and not _noun(hit, tokens, words):
                    longest[hit.label] = (hit, sureness)
        yield from longest.values()


def _noun(hit: Hit, tokens: tuple[Token, ...], words: Language) -> bool:
    """Whether a phrase is meant as a verb and its first word stands as a noun: "200 trains carrying troops"."""
    low = tokens[hit.start].low
    plural = low.endswith("s") and (hit.start == 0 or tokens[hit.start - 1].low[:1].isdigit())
    return hit.verb and (hit.end - hit.start == 1 or plural) and stands_as_noun(tokens, hit.start, words)


def signs(story: Story, n: int, hit: Hit, sureness: str) -> dict[str, float]:
    """Gives the named signs that speak for or against a trigger; `languages/` weighs each."""
    mode = Mode(hit.label)
    kind = "speech" if knowledge.modes()[mode].speech else "talk" if mode in TALK else "move"
    seen = [*_word_signs(story, n, hit), *_clause_signs(story, n, hit)]
    told = {f"{kind}: {name}": 1.0 for name in seen}
    told |= {f"{kind}: military": story.military, f"{kind}: contrary": story.contrary, f"{kind}: {sureness}": 1.0}
    if any(OLD.fullmatch(t.low) for t in story.sentences[n].tokens):
        told["history"] = 1.0
    return told


def _word_signs(story: Story, n: int, hit: Hit) -> Iterator[str]:
    """Gives the signs in a trigger's form and in the words beside it."""
    sentence, words = story.sentences[n], story.words
    tokens = sentence.tokens
    before = [t.low for t in tokens[max(sentence.clause_of(hit.start)[0], hit.start - 4) : hit.start]]
    after = tokens[hit.end].low if hit.end < len(tokens) else "."
    form = tokens[hit.start].low
    beside = (
        ("he or she", before[-3:], ("he", "she", "i", "we", "you")),
        ("they or it", before[-3:], ("they", "them", "it", "these", "those")),
        ("after a modal", before[-3:], words.grammar["modals"]),
        ("after have or be", before[-2:], words.grammar["auxiliaries"]),
        ("after to", before[-1:], ("to",)),
        ("to a place", [after], words.grammar["to_a_place"]),
        ("against", [after], ("against", "by", "of", "with")),
        ("object", [after], ("the", "a", "an", "its", "their", "his")),
    )
    yield from (name for name, near, among in beside if not set(near).isdisjoint(among))
    if not hit.verb:
        yield "noun"
        if not {"the", "a", "an", "this", "any", "no"}.isdisjoint(before[-2:]):
            yield "noun after an article"
    elif form.endswith("ing"):
        yield "participle"
    elif form.endswith("ed") or form in words.past:
        yield "past"
    if before and before[-1].endswith("s"):
        yield "after a plural"
    if tokens[-1].low == "?" or "?" in {t.low for t in tokens[-2:]}:
        yield "question"
    if hit.end - hit.start > 1:
        yield "several words"
    if hit.end >= len(tokens) - 1:
        yield "ends the sentence"
    if tokens[hit.start].quoted:
        yield "quoted"


def _clause_signs(story: Story, n: int, hit: Hit) -> Iterator[str]:
    """Gives the signs in what a trigger's clause, sentence and report name."""
    sentence, here = story.sentences[n], story.found[n]
    first, last = sentence.clause_of(hit.start)
    forces = [f for f in here.forces if first <= f < last and not hit.start <= f < hit.end]
    actors = [a for a in here.actors if first <= a.start < last and not hit.start <= a.start < hit.end]
    counted = any(f.noun and first <= f.start < last for f in here.figures)
    close = range(hit.start - NEAR, hit.start)
    seen = (
        ("headline", n == 0 and story.headline),
        ("force before", any(f < hit.start for f in forces)),
        ("force close before", any(f in close for f in forces)),
        ("force after", any(f >= hit.end for f in forces)),
        ("no force in the clause", not forces),
        ("actor before", any(a.start < hit.start for a in actors)),
        ("actor close before", any(a.end - 1 in close for a in actors)),
        ("actor after", any(a.start >= hit.end for a in actors)),
        ("actor by force", any(a.end <= f <= a.end + 2 for a in actors for f in forces)),
        ("no actor in the sentence", not here.actors),
        ("nothing in the sentence", not here.actors and not here.forces and not counted),
        ("figure", counted),
        ("place", any(first <= p.start < last for p in here.places)),
        ("date", any(first <= d.start < last for d in here.dates)),
        ("relative clause", sentence.tokens[first].low in story.words.grammar["relatives"]),
        ("forces in the sentence before", n > 0 and bool(story.found[n - 1].forces)),
        ("one actor in the report", story.actors == 1 and len(story.sentences) > SHORT),
        ("no actor in the report", story.actors == 0 and len(story.sentences) > SHORT),
        ("told by somebody", speaker_of(hit.start, story.told[n]) is not None),
        ("top of the report", 0 < n < 3),
        ("its speaker is no actor", _by_nobody(story, n, hit.start)),
        ("the same word before", sentence.tokens[hit.start].low in story.before[n]),
    )
    yield from (name for name, holds in seen if holds)


def _by_nobody(story: Story, n: int, at: int) -> bool:
    """Whether the trigger is a verb of speech whose subject is named and speaks for no state or group."""
    source = next((a.source for a in story.told[n] if a.cue and a.cue[0] == at), None)
    if not source or story.sentences[n].tokens[source[0]].low in story.words.attribution["pronouns"]:
        return False
    return not any(source[0] - NEAR <= a.start < source[1] + NEAR for a in story.found[n].actors)
