"""Report → Claims: what the text says, who says it, how surely. Names are found here and resolved in `resolve`.

For now rules and the word lists of `languages/` do the reading; whatever reads, the function stays this one.
"""

from vedette import knowledge
from vedette.errors import Skip
from vedette.knowledge.names import pieces
from vedette.languages import Hit, Language, language
from vedette.reader.arguments import Arguments, arguments
from vedette.reader.attribution import Attribution, attributions, speaker_of
from vedette.reader.mentions import ActorMention, Mentions, mentions
from vedette.reader.sentences import Sentence, sentences
from vedette.reader.stance import stance
from vedette.vocabulary import Claim, Done, Mention, Mode, Problem, Report, Role, Span, content_id

GATE = 2  # words for forces or figures of them that a report must hold before verbs are read as military

__all__ = ["read"]


def read(report: Report) -> Done[Claim]:
    """Gives the claims of a report, their arguments still as mentions.

    Raises Skip for a report in a language that there is no file for.
    """
    if report.language not in (None, "en"):
        raise Skip("language", f"{report.address}: written in {report.language!r}; only English is read so far")
    words = language("en")
    story = sentences(report)
    people = knowledge.people_named(pieces(report.text))
    found = [mentions(sentence, words, people) for sentence in story]
    told = attributions(story, words)
    if sum(len(each.forces) for each in found) < GATE or not any(each.actors for each in found):
        return Done()
    memory: ActorMention | None = None
    memory_at = 0
    claims: list[Claim] = []
    for n, sentence in enumerate(story):
        for hit, mode in _triggers(sentence, found[n], words):
            carried = (story[memory_at], memory) if memory else None
            claim, acting = _claim(report, sentence, found[n], told[n], hit, mode, words, carried)
            claims.append(claim)
            if acting:
                memory, memory_at = acting, n
        if found[n].actors:
            subject = found[n].actors[0]
            memory, memory_at = subject, n
    return Done(results=tuple(_once(claims)), problems=())


def _triggers(sentence: Sentence, found: Mentions, words: Language) -> list[tuple[Hit, Mode]]:
    """Gives the triggers of a sentence: strong ones near a force or an actor, weak ones with a force in their clause."""
    hits: list[tuple[Hit, Mode]] = []
    taken: list[Span] = []
    near = bool(found.actors or found.forces or found.figures)
    for hit in words.strong.find(sentence.tokens) if near else ():
        hits.append((hit, Mode(hit.label)))
        taken.append((hit.start, hit.end))
    for hit in words.weak.find(sentence.tokens):
        clause = sentence.clause_of(hit.start)
        forces = any(clause[0] <= f < clause[1] and not hit.start <= f < hit.end for f in found.forces)
        counted = any(clause[0] <= f.start < clause[1] and f.noun for f in found.figures)
        if (forces or counted) and not any(s < hit.end and hit.start < e for s, e in taken):
            hits.append((hit, Mode(hit.label)))
    return sorted(hits)


def _claim(
    report: Report, sentence: Sentence, found: Mentions, told: tuple[Attribution, ...], hit: Hit, mode: Mode, words: Language,
    carried: tuple[Sentence, ActorMention] | None,
) -> tuple[Claim, ActorMention | None]:  # fmt: skip
    tokens = sentence.tokens
    trigger = (hit.start, hit.end)
    told_by = speaker_of(hit.start, told)
    speech = knowledge.modes()[mode].speech
    limits = next(((s, e) for s, e in told_by.content if s <= hit.start < e), (0, len(tokens))) if told_by else (0, len(tokens))
    args = arguments(sentence, trigger, mode, limits, found, words)
    parts: list[Mention] = _mentions(sentence, args, report)
    acting: ActorMention | None = args.actors[0] if args.actors else None
    if not args.actors and carried:
        before, mention = carried
        parts.append(_mention(Role.ACTOR, before, (mention.start, mention.end), report))
    source = told_by.names if told_by else ()
    if speech and told_by and acting and told_by.source and acting.start < told_by.source[1] and told_by.source[0] <= acting.end:
        source = source[:-1]
    own = _own(told_by, acting, found) or told_by is None
    taken = stance(sentence, trigger, mode, told_by, own, words, speech)
    clause = sentence.clause_of(hit.start)
    first, last = max(clause[0], limits[0]), min(clause[1], limits[1])
    evidence = _trim(report.text, tokens[first].start, tokens[max(last, hit.end) - 1].end)
    span = (tokens[hit.start].start, tokens[hit.end - 1].end)
    if told_by and told_by.source:
        parts.append(_mention(Role.SOURCE, sentence, told_by.source, report))
    claim = Claim(
        id=content_id(report.id, span, mode.value, source),
        report=report.id,
        evidence=(min(evidence[0], span[0]), max(evidence[1], span[1])),
        trigger=span,
        quote=report.text[min(evidence[0], span[0]) : max(evidence[1], span[1])],
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
    return claim, acting


def _own(told_by: Attribution | None, acting: ActorMention | None, found: Mentions) -> bool:
    """Whether the speaker speaks for the one who acts: codes that they share."""
    if not told_by or not told_by.source or not acting:
        return False
    speakers = {e.code for a in found.actors if told_by.source[0] - 4 <= a.start < told_by.source[1] for e in a.entries}
    return bool(speakers & {e.code for e in acting.entries})


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


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in ",;:–—-“”\"‘’'()."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-“”\"‘’'(."):
        end -= 1
    return start, end


def _once(claims: list[Claim]) -> list[Claim]:
    """Keeps the first of claims with one id: one trigger, one mode, one speaker."""
    seen: dict[str, Claim] = {}
    for claim in claims:
        seen.setdefault(claim.id, claim)
    return list(seen.values())
