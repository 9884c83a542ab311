"""Report → Claims: what the text says, who says it, how surely. Names are found here and resolved in `resolve`.

For now rules and the word lists of `languages/` do the reading; whatever reads, the function stays this one.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vedette import knowledge
from vedette.errors import Skip
from vedette.knowledge.names import pieces
from vedette.languages import SURENESS, Hit, Language, language
from vedette.reader.arguments import Arguments, arguments
from vedette.reader.attribution import Attribution, attributions, speaker_of
from vedette.reader.mentions import ActorMention, Mentions, mentions
from vedette.reader.sentences import Sentence, Token, sentences, stands_as_noun
from vedette.reader.stance import stance
from vedette.vocabulary import Claim, Done, Mention, Mode, Polarity, Report, Role, Span, content_id

__all__ = ["read"]

TALK = frozenset({Mode.CONSULT, Mode.ASSESS})
OLD = re.compile(r"1[0-8]\d\d|19[0-8]\d")  # a year that is history and no news
RECENT = 12  # sentences back to which a word counts as said before
SHORT = 3  # sentences up to which a text is a note and tells nothing by what it lacks
NEAR = 3  # words between a trigger and the name or force that goes with it
EDGES = " \t\u00a0,;:–—-“”\"‘’'()."


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


def read(report: Report) -> Done[Claim]:
    """Gives the claims of a report, their arguments still as mentions.

    Raises Skip for a report in a language that there is no file for.
    """
    if report.language not in (None, "en"):
        raise Skip("language", f"{report.address}: written in {report.language!r}; only English is read so far")
    story = _story(report, language("en"))
    triggers = [_triggers(story, n) for n in range(len(story.sentences))]
    if len(story.sentences) <= SHORT and not story.military:
        return Done()
    best = max((t.weight for each in triggers for t in each), default=0.0)
    if len(story.sentences) > SHORT and best < story.words.weighing["gate"]:
        return Done()  # where nothing is plainly military, neither is what only might be
    read_so_far: list[_Read] = []
    memory: tuple[Sentence, ActorMention] | None = None
    for n, sentence in enumerate(story.sentences):
        for trigger in triggers[n]:
            read_so_far.append(_claim(story, n, trigger, memory))
            if acting := read_so_far[-1].acting:
                memory = (sentence, acting)
        if story.found[n].actors:
            memory = (sentence, story.found[n].actors[0])
    return Done(results=tuple(_once(read_so_far)))


def _story(report: Report, words: Language) -> Story:
    cut = sentences(report)
    people = knowledge.people_named(pieces(report.text))
    found = [mentions(sentence, words, people) for sentence in cut]
    size = sum(len(s.tokens) for s in cut) or 1
    codes = {entry.code for each in found for actor in each.actors for entry in actor.entries if entry.code}
    military = min(100 * sum(len(each.forces) for each in found) / size, 8.0)
    contrary = min(len({t.low for s in cut for t in s.tokens} & words.contrary), 6)
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


def _triggers(story: Story, n: int) -> list[Trigger]:
    """Gives the triggers of a sentence, apart, in order: where two overlap the one with more signs stays."""
    enough = story.words.weighing["enough"]
    weighed = sorted(
        (t for t in _candidates(story, n) if t.weight >= enough), key=lambda t: (-t.weight, t.start, -t.end, t.mode)
    )
    clause = story.sentences[n].clause_of
    taken: list[Trigger] = []
    for trigger in weighed:
        again = (t.mode is trigger.mode and clause(t.start) == clause(trigger.start) for t in taken)
        if not any(again) and not any(trigger.start < t.end and t.start < trigger.end for t in taken):
            taken.append(trigger)
    return sorted(taken)


def _candidates(story: Story, n: int) -> Iterator[Trigger]:
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
    """Whether a phrase of one word is meant as a verb and stands as a noun."""
    return hit.verb and hit.end - hit.start == 1 and stands_as_noun(tokens, hit.start, words)


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


class _Read(NamedTuple):
    """A claim with the actor's mention and codes, and what tells it from another."""

    claim: Claim
    acting: ActorMention | None
    codes: frozenset[str]
    headline: bool
    word: str
    figure: str


def _claim(story: Story, n: int, trigger: Trigger, carried: tuple[Sentence, ActorMention] | None) -> _Read:
    report, sentence, found = story.report, story.sentences[n], story.found[n]
    span, mode = (trigger.start, trigger.end), trigger.mode
    told_by = speaker_of(trigger.start, story.told[n])
    limits = _limits(trigger.start, told_by, sentence)
    args = arguments(sentence, span, mode, limits, found, story.words)
    acting = args.actors[0] if args.actors else None
    parts = _mentions(sentence, args, report)
    if not acting and carried:
        parts.append(_mention(Role.ACTOR, carried[0], (carried[1].start, carried[1].end), report))
    if told_by and told_by.source:
        parts.append(_mention(Role.SOURCE, sentence, told_by.source, report))
    speech = knowledge.modes()[mode].speech
    own = told_by is None or _own(told_by, acting, found)
    source = _source(told_by, acting, found, speech, own)
    taken = stance(sentence, span, told_by, own, story.words, speech)
    evidence = _evidence(report.text, sentence, span, limits)
    at = (sentence.tokens[trigger.start].start, sentence.tokens[trigger.end - 1].end)
    claim = Claim(
        id=content_id(report.id, at, mode.value, source),
        report=report.id,
        evidence=evidence,
        trigger=at,
        quote=report.text[slice(*evidence)],
        mode=mode,
        source=source,
        polarity=taken.polarity,
        certainty=taken.certainty,
        reality=taken.reality,
        mentions=tuple(parts),
        outlet=report.outlet,
        reported=report.published.until if report.published else None,
        taken_in=report.taken_in,
    )
    mention = acting or (carried[1] if carried else None)
    codes = frozenset(e.code for e in mention.entries) if mention else frozenset()
    figure = next((m.text.lower() for m in parts if m.role is Role.QUANTITY), "")
    return _Read(claim, acting, codes, n == 0 and story.headline, report.text[slice(*at)].lower(), figure)


def _limits(at: int, told_by: Attribution | None, sentence: Sentence) -> Span:
    """Gives the stretch of tokens that a trigger's speaker's words take up."""
    content = told_by.content if told_by else ()
    return next(((s, e) for s, e in content if s <= at < e), (0, len(sentence.tokens)))


def _source(
    told_by: Attribution | None, acting: ActorMention | None, found: Mentions, speech: bool, own: bool
) -> tuple[str, ...]:
    """Gives the chain of speakers; whoever acts by speaking is the actor and no source."""
    if not told_by:
        return ()
    first, last = told_by.source or (0, 0)
    for_state = any(first - NEAR <= a.start < last for a in found.actors)
    itself = own or (acting.start < last and first <= acting.end if acting else for_state)
    return told_by.names[:-1] if speech and itself else told_by.names


def _own(told_by: Attribution, acting: ActorMention | None, found: Mentions) -> bool:
    """Whether the speaker speaks for the one who acts: codes that they share."""
    if not told_by.source or not acting:
        return False
    first, last = told_by.source
    speakers = {e.code for a in found.actors if first - 4 <= a.start < last for e in a.entries}
    return bool(speakers & {e.code for e in acting.entries})


def _evidence(text: str, sentence: Sentence, trigger: Span, limits: Span) -> Span:
    """Gives the characters of a trigger's clause, as far as its speaker's words go."""
    tokens, clause = sentence.tokens, sentence.clause_of(trigger[0])
    first, last = max(clause[0], limits[0]), max(min(clause[1], limits[1]), trigger[1])
    start, end = _trim(text, tokens[first].start, tokens[last - 1].end)
    return min(start, tokens[trigger[0]].start), max(end, tokens[trigger[1] - 1].end)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def _mentions(sentence: Sentence, args: Arguments, report: Report) -> list[Mention]:
    parts = [_mention(Role.ACTOR, sentence, (a.start, a.end), report) for a in args.actors]
    parts += [_mention(Role.OTHER, sentence, (a.start, a.end), report) for a in args.others]
    for role, told in ((Role.PLACE, args.place), (Role.QUANTITY, args.figure), (Role.TIME, args.date)):
        if told:
            parts.append(_mention(role, sentence, (told.start, told.end), report))
    return parts


def _mention(role: Role, sentence: Sentence, tokens: Span, report: Report) -> Mention:
    start, end = sentence.tokens[tokens[0]].start, sentence.tokens[tokens[1] - 1].end
    return Mention(role=role, span=(start, end), text=report.text[start:end])


def _once(told: list[_Read]) -> Iterator[Claim]:
    """Gives each claim once: of a headline and the body the body's, of two tellings by one speaker the first."""
    body: dict[tuple[Mode, Polarity], list[_Read]] = {}
    for each in told:
        if not each.headline:
            body.setdefault((each.claim.mode, each.claim.polarity), []).append(each)
    heard: dict[tuple[object, ...], list[frozenset[str]]] = {}
    for each in told:
        claim = each.claim
        if each.headline:
            if not any(_in_body(each, other) for other in body.get((claim.mode, claim.polarity), ())):
                yield claim
            continue
        before = heard.setdefault((claim.mode, claim.polarity, claim.reality, claim.source, each.word, each.figure), [])
        if not any(codes & each.codes for codes in before):
            before.append(each.codes)
            yield claim


def _in_body(headline: _Read, body: _Read) -> bool:
    """Whether a claim of the body tells what the headline does, which may leave out the speaker."""
    source = not headline.claim.source or headline.claim.source == body.claim.source
    return source and (bool(headline.codes & body.codes) or not headline.codes or not body.codes)
