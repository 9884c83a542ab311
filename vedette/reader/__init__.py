"""Report → Claims: what the text says, who says it, how surely. Names are found here and resolved in `resolve`.

For now rules and the word lists of `languages/` do the reading; whatever reads, the function stays this one.
"""

from collections.abc import Iterator
from typing import NamedTuple

from vedette import knowledge
from vedette.errors import Skip
from vedette.languages import language
from vedette.reader.arguments import Arguments, arguments
from vedette.reader.attribution import Attribution, speaker_of
from vedette.reader.mentions import ActorMention, Mentions
from vedette.reader.sentences import Sentence
from vedette.reader.stance import stance
from vedette.reader.triggers import NEAR, Story, Trigger, concerned, story_of, triggers_of
from vedette.vocabulary import Claim, Done, Mention, Mode, Polarity, Report, Role, Span, content_id

__all__ = ["read"]

HOMEWARD = ("return", "left", "leav")
EDGES = " \t\u00a0,;:–—-“”\"‘’'()."


def read(report: Report) -> Done[Claim]:
    """Gives the claims of a report, their arguments still as mentions.

    Raises Skip for a report in a language that there is no file for.
    """
    if report.language not in (None, "en"):
        raise Skip("language", f"{report.address}: written in {report.language!r}; only English is read so far")
    story = story_of(report, language("en"))
    found = [triggers_of(story, n) for n in range(len(story.sentences))]
    if not concerned(story, found):
        return Done()
    told: list[Reading] = []
    acted: frozenset[str] = frozenset()
    for n, here in enumerate(found):
        for trigger in here:
            if trigger.mode is Mode.DEMAND and _domestic(story, n, trigger):
                continue
            told.append(reading(story, n, trigger, acted))
            acted = told[-1].codes
        if story.found[n].actors:
            acted = _codes(story.found[n].actors[0])
    return Done(results=tuple(_once(told)))


class Reading(NamedTuple):
    """A claim with what tells it from another: whose act, in which words, which figure."""

    claim: Claim
    codes: frozenset[str]
    headline: bool
    word: str
    figure: str


def reading(story: Story, n: int, trigger: Trigger, acted: frozenset[str]) -> Reading:
    """Gives the claim of one trigger. `acted` are the codes of whoever acted last, for a claim that names nobody."""
    report, sentence, found = story.report, story.sentences[n], story.found[n]
    span, mode = (trigger.start, trigger.end), trigger.mode
    told_by = speaker_of(trigger.start, story.told[n])
    limits = limits_of(trigger.start, told_by, sentence)
    args = arguments(sentence, span, mode, limits, found, story.words)
    if mode is Mode.DEPLOY and _goes_home(sentence, trigger, args, acted):
        trigger = trigger._replace(mode=Mode.WITHDRAW)
        args = arguments(sentence, span, Mode.WITHDRAW, limits, found, story.words)
    acting = args.actors[0] if args.actors else None
    parts = _mentions(sentence, args, report)
    if told_by and told_by.source:
        parts.append(_mention(Role.SOURCE, sentence, told_by.source, report))
    claim = _claim(story, n, trigger, told_by, acting, tuple(parts))
    figure = next((m.text.lower() for m in parts if m.role is Role.QUANTITY), "")
    word = report.text[slice(*claim.trigger)].lower()
    return Reading(claim, _codes(acting) if acting else acted, n == 0 and story.headline, word, figure)


def _domestic(story: Story, n: int, trigger: Trigger) -> bool:
    """Whether one body of a state asks another for something: "the Polish border guard has asked Warsaw for men"."""
    first, last = story.sentences[n].clause_of(trigger.start)
    named = [a for a in story.found[n].actors if first <= a.start < last]
    before = [a for a in named if a.end <= trigger.start]
    after = [a for a in named if a.start >= trigger.end]
    codes = [_codes(a) for a in named]
    return bool(before and after) and len(set(codes)) == 1 and len(codes[0]) == 1


def _goes_home(sentence: Sentence, trigger: Trigger, args: Arguments, acted: frozenset[str]) -> bool:
    """Whether forces return to their own country, so that they leave another: "the troops will return to Russia"."""
    if not args.place or not args.place.entries or not sentence.tokens[trigger.start].low.startswith(HOMEWARD):
        return False
    codes = _codes(args.actors[0]) if args.actors and args.actors[0].entries else acted
    return args.place.entries[0].country in codes


def _claim(
    story: Story, n: int, trigger: Trigger, told_by: Attribution | None, acting: ActorMention | None,
    parts: tuple[Mention, ...],
) -> Claim:  # fmt: skip
    """Gives the claim of one trigger: who says it, how surely, in which words."""
    report, sentence, span = story.report, story.sentences[n], (trigger.start, trigger.end)
    speech = knowledge.modes()[trigger.mode].speech
    own = told_by is None or _own(told_by, acting, story.found[n])
    source = _source(told_by, acting, story.found[n], speech, own)
    taken = stance(sentence, span, told_by, own, story.words, speech)
    evidence = _evidence(report.text, sentence, span, limits_of(trigger.start, told_by, sentence))
    at = (sentence.tokens[trigger.start].start, sentence.tokens[trigger.end - 1].end)
    return Claim(
        id=content_id(report.id, at, trigger.mode.value, source),
        report=report.id,
        evidence=evidence,
        trigger=at,
        quote=report.text[slice(*evidence)],
        mode=trigger.mode,
        source=source,
        polarity=taken.polarity,
        certainty=taken.certainty,
        reality=taken.reality,
        mentions=parts,
        outlet=report.outlet,
        reported=report.published.until if report.published else None,
        taken_in=report.taken_in,
    )


def _codes(actor: ActorMention) -> frozenset[str]:
    return frozenset(entry.code for entry in actor.entries)


def limits_of(at: int, told_by: Attribution | None, sentence: Sentence) -> Span:
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


def _once(told: list[Reading]) -> Iterator[Claim]:
    """Gives each claim once: of a headline and the body the body's, of two tellings by one speaker the first."""
    body: dict[tuple[Mode, Polarity], list[Reading]] = {}
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


def _in_body(headline: Reading, body: Reading) -> bool:
    """Whether a claim of the body tells what the headline does, which may leave out the speaker."""
    source = not headline.claim.source or headline.claim.source == body.claim.source
    return source and (bool(headline.codes & body.codes) or not headline.codes or not body.codes)
