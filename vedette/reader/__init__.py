"""Report → Claims: what the text says, who says it, how surely. Names are found here and resolved in `resolve`.

The network (`network`, `frames`) finds the events, their hedge and which of the names, figures and dates that the
knowledge files find (`mentions`) go with each; what it leaves open is the rules' here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from vedette.errors import Skip
from vedette.languages import language
from vedette.reader.candidates import candidates
from vedette.reader.frames import Frame, frame, triggers, within
from vedette.reader.hints import hints
from vedette.reader.network import Seen, look, shipped
from vedette.reader.sentences import people
from vedette.reader.story import Story, story_of
from vedette.reader.wordpieces import cut
from vedette.vocabulary import Claim, Done, Mention, Report, Role, Span, content_id

__all__ = ["look_over", "read", "readings"]


ENOUGH_WORDS = 20  # from which the words tell a text's language
COMMON = 0.08  # share of the commonest words below which a text is not in their language: English news has 0.3 to 0.4


def _foreign(text: str) -> bool:
    """Whether a text of some length lacks the commonest English words."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return len(words) >= ENOUGH_WORDS and sum(w in language("en").common for w in words) < COMMON * len(words)


class Reading(NamedTuple):
    """A claim with what tells it from another: its frame, and whether it stands in the headline."""

    claim: Claim
    frame: Frame
    headline: bool

    @property
    def codes(self) -> frozenset[str]:
        """Whose act it is."""
        return frozenset(code for actor in self.frame.actors for code in actor.codes)


def read(report: Report) -> Done[Claim]:
    """Gives the claims of a report, their arguments still as mentions.

    Raises Skip for a report in a language that there is no file for.
    """
    return Done(results=tuple(each.claim for each in readings(report)))


def readings(report: Report) -> tuple[Reading, ...]:
    """Gives the claims of a report with what the network made of each. Raises Skip as `read` does."""
    if report.language not in (None, "en"):
        raise Skip("language", f"{report.address}: written in {report.language!r}; only English is read so far")
    if report.language is None and _foreign(report.text):
        raise Skip(
            "language", f"{report.address}: not written in English, as far as its words tell; only English is read"
        )
    story, windows = look_over(report)
    found = candidates(*story)
    lines = story.sentences
    full = {name.split()[-1]: name for line in reversed(lines) for _, name in people(line.tokens, language("en"))}
    starts = [line.start for line in lines]
    headlined = len(lines) > 1 and lines[1].paragraph > 0
    told: list[Reading] = []
    for seen in windows:
        near = within(seen, found)
        for trigger in triggers(seen):
            n = bisect_right(starts, trigger.span[0]) - 1
            if n >= 0 and trigger.span[0] < lines[n].end:  # else it lies in furniture
                made = frame(seen, shipped(), trigger, near, (lines[n].start, lines[n].end))
                told.append(Reading(_claim(report, made, full), made, n == 0 and headlined))
    return tuple(_once(told))


def look_over(report: Report) -> tuple[Story, Iterator[Seen]]:
    """Gives a report's sentences with what they name, and what the network says of its words; nothing for no story."""
    words = language("en")
    story = story_of(report, words)
    if not story.sentences:
        return story, iter(())
    whole = cut(report.text)
    return story, look(whole, hints(whole, *story, words))


def _claim(report: Report, told: Frame, full: dict[str, str]) -> Claim:
    source = tuple(_name(report, span, full) for span in (told.outer, told.source) if span) if told.source else ()
    span = told.trigger.span
    return Claim(
        id=content_id(report.id, span, told.trigger.mode.value, source),
        report=report.id,
        evidence=told.evidence,
        trigger=span,
        quote=report.text[slice(*told.evidence)],
        mode=told.trigger.mode,
        source=tuple(dict.fromkeys(source)),
        polarity=told.polarity,
        certainty=told.certainty,
        reality=told.reality,
        mentions=tuple(_mentions(report, told)),
        outlet=report.outlet,
        reported=report.published.until if report.published else None,
        taken_in=report.taken_in,
    )


def _mentions(report: Report, told: Frame) -> Iterator[Mention]:
    spans = [(Role.ACTOR, c.span) for c in told.actors] + [(Role.OTHER, c.span) for c in told.others]
    one = ((Role.PLACE, told.place), (Role.QUANTITY, told.quantity), (Role.TIME, told.time))
    spans += [(role, candidate.span) for role, candidate in one if candidate]
    spans += [(Role.SOURCE, told.source)] if told.source else []
    for role, span in spans:
        yield Mention(role=role, span=span, text=report.text[slice(*span)])


def _name(report: Report, span: Span, full: dict[str, str]) -> str:
    """Gives a speaker's name, the fullest that the report has for it."""
    name = " ".join(report.text[slice(*span)].split())
    return full.get(name, name)


def _once(told: list[Reading]) -> Iterator[Reading]:
    """Gives each claim once: of a headline and the body the body's, of two tellings by one speaker the first."""
    body = [each for each in told if not each.headline]
    heard: dict[tuple[object, ...], list[frozenset[str]]] = {}
    for each in told:
        if each.headline:
            if not any(_in_body(each, other) for other in body):
                yield each
            continue
        claim = each.claim
        word = claim.quote[claim.trigger[0] - claim.evidence[0] : claim.trigger[1] - claim.evidence[0]].lower()
        figure = next((m.text.lower() for m in claim.mentions if m.role is Role.QUANTITY), "")
        before = heard.setdefault((claim.mode, claim.polarity, claim.reality, claim.source, word, figure), [])
        if not any(codes & each.codes for codes in before):
            before.append(each.codes)
            yield each


def _in_body(headline: Reading, body: Reading) -> bool:
    """Whether a claim of the body tells what the headline does, which may leave out the speaker."""
    one, other = headline.claim, body.claim
    if (one.mode, one.polarity) != (other.mode, other.polarity):
        return False
    source = not one.source or one.source == other.source
    return source and (bool(headline.codes & body.codes) or not headline.codes or not body.codes)
