"""Polarity, certainty and reality of a trigger, from the words that govern it."""

from typing import NamedTuple

from vedette.languages import Language
from vedette.reader.attribution import Attribution
from vedette.reader.sentences import Sentence
from vedette.vocabulary import Certainty, Polarity, Reality, Span

REACH = 9  # tokens before a trigger within which a negation or a modal governs it


class Stance(NamedTuple):
    polarity: Polarity
    certainty: Certainty
    reality: Reality
    reason: str


def stance(
    sentence: Sentence, trigger: Span, told_by: Attribution | None, own: bool, words: Language, speech: bool
) -> Stance:
    """Gives how the text commits to a trigger. `own` says that the speaker is the actor, `speech` that the mode is an act of speech."""
    tokens = sentence.tokens
    clause = sentence.clause_of(trigger[0])
    start = max(clause[0], trigger[0] - REACH)
    if told_by:
        start = max([start, *(s for s, e in told_by.content if s <= trigger[0] < e)])
    before = {name: list(phrases.find(tokens, start, trigger[1])) for name, phrases in words.stance.items()}
    seen = {name for name, hits in before.items() if any(h.start < trigger[0] for h in hits)}
    opening = list(words.stance["conditional"].find(tokens, clause[0], min(clause[0] + 3, trigger[1])))
    cue = {t.low for t in tokens[told_by.cue[0] : told_by.cue[1]]} if told_by and told_by.cue else set()

    negated = "negation" in seen
    certainty = Certainty.CERTAIN
    if "possible" in seen or cue & {"fears", "fear", "feared", "suggested", "hinted"}:
        certainty = Certainty.POSSIBLE
    elif "probable" in seen or cue & {"expects", "expected", "believes", "believe", "reckons", "thinks", "think", "predicted"}:
        certainty = Certainty.PROBABLE
    if any(h for h in before["probable"] if tokens[h.start].low == "unlikely"):
        negated, certainty = True, Certainty.PROBABLE
    reality, reason = _reality(seen, bool(opening), own, tokens[trigger[0]].low, told_by is not None)
    if opening and reality is Reality.HYPOTHETICAL and "possible" in seen and len(seen & {"possible"}) and not _modal(before):
        certainty = Certainty.CERTAIN
    if speech and reality is not Reality.HYPOTHETICAL:
        reality = Reality.ACTUAL
        certainty = Certainty.CERTAIN if "possible" not in seen else certainty
    return Stance(Polarity.NO if negated else Polarity.YES, certainty, reality, reason)


def _modal(before: dict[str, list]) -> bool:  # type: ignore[type-arg]
    return bool(before["possible"])


def _reality(seen: set[str], conditional: bool, own: bool, trigger: str, told: bool) -> tuple[Reality, str]:
    if conditional:
        return Reality.HYPOTHETICAL, "if-clause"
    if "backshift" in seen and told and own:
        return Reality.PLANNED, "would, told by the actor"
    if "hypothetical" in seen and "planned" not in seen:
        if told and own and "backshift" in seen:
            return Reality.PLANNED, "would, told by the actor"
        return (Reality.PREDICTED, "may or could, told by another") if "predicted" in seen else (Reality.HYPOTHETICAL, "would or could")
    if "predicted" in seen and not own:
        return Reality.PREDICTED, "forecast by another"
    if "planned" in seen:
        return (Reality.PLANNED, "announced or intended") if own or not told else (Reality.PREDICTED, "will, told by another")
    return Reality.ACTUAL, "plain statement"
