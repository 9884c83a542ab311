"""Polarity, certainty and reality of a trigger, from the words that govern it."""

from collections.abc import Set
from typing import NamedTuple

from vedette.languages import Language
from vedette.reader.attribution import Attribution
from vedette.reader.sentences import Sentence, Token
from vedette.vocabulary import Certainty, Polarity, Reality, Span

REACH = 12  # tokens before a trigger within which a modal or a plan governs it
OPENING = 3  # tokens at a clause's beginning among which its "if" stands


class Stance(NamedTuple):
    polarity: Polarity
    certainty: Certainty
    reality: Reality
    reason: str


def stance(
    sentence: Sentence, trigger: Span, told_by: Attribution | None, own: bool, words: Language, speech: bool
) -> Stance:
    """Gives how the text commits to a trigger.

    `own` says that the speaker is the actor, `speech` that naming the act is doing it.
    """
    tokens, labels = sentence.tokens, words.stance.labels
    clause = sentence.clause_of(trigger[0])
    content = next(((s, e) for s, e in told_by.content if s <= trigger[0] < e), clause) if told_by else clause
    start = max(clause[0], content[0], trigger[0] - REACH)
    start = max([start, *(n + 1 for n in range(start, trigger[0]) if tokens[n].low in words.grammar["subordinators"])])
    if tokens[trigger[0] - 1].low == "," and tokens[clause[0]].low in words.grammar["relatives"] and trigger[0]:
        start = max(start, trigger[0])  # "Troops, who could stay for years, arrived"
    before = labels(tokens, start, trigger[0]) | (labels(tokens, *trigger) & {"planned", "predicted"})
    if tokens[clause[0]].low == "that" and labels(tokens, max(0, clause[0] - 2), clause[0]) & {"may", "possible"}:
        before |= {"fear"}  # "it could be that they stay"
    after = labels(tokens, trigger[1], min(clause[1], trigger[1] + REACH))
    cue = _cue(sentence, told_by, words) or _lead(sentence, words, clause[0])
    inside = _conditional(sentence, words, max(clause[0], content[0]), trigger[0])
    condition = inside or _inverted(sentence, words) or "conditional" in labels(tokens, 0, len(tokens))
    told = told_by is not None and not ("would" in before and tokens[trigger[0]].quoted)
    reality, reason = _reality(before, after, cue, inside, condition, told, own)
    if reality is Reality.ACTUAL and tokens[trigger[0]].low.startswith(words.grammar["prolonging"]):
        reality, reason = Reality.PLANNED, "a stay that is to come"
    if speech and reality is Reality.PLANNED:
        reality, reason = Reality.ACTUAL, "an act of speech"
    return Stance(
        _polarity(sentence, trigger, start, before | cue, after, words, speech),
        _certainty(before, after, cue),
        reality,
        reason,
    )


def _cue(sentence: Sentence, told_by: Attribution | None, words: Language) -> set[str]:
    """Gives the lists that the speaker's verb belongs to; "does not expect" adds a negation."""
    if not told_by or not told_by.cue:
        return set()
    first, last = told_by.cue
    kinds = words.stance.labels(sentence.tokens, first, last)
    if "negation" in kinds or (kinds and "negation" in words.stance.labels(sentence.tokens, max(0, first - 2), first)):
        kinds.add("negated")
    return kinds


def _lead(sentence: Sentence, words: Language, clause: int) -> set[str]:
    """Gives what governs a "that" clause from before it ("there is no sign that ...")."""
    if sentence.tokens[clause].low != "that":
        return set()
    seen = words.stance.labels(sentence.tokens, max(0, clause - 4), clause)
    return (seen & {"denial", "doubt", "fear", "forecast"}) | ({"denial"} if "negation" in seen else set())


def _inverted(sentence: Sentence, words: Language) -> bool:
    """Whether a sentence begins "Were they to ..." or "Should they ..." and is no question."""
    return sentence.tokens[0].low in words.grammar["inverted"] and sentence.tokens[-1].low != "?"


def _conditional(sentence: Sentence, words: Language, start: int, trigger: int) -> bool:
    """Whether a clause opens with "if" or "were they to"."""
    if _inverted(sentence, words) and not any(t.low == "," for t in sentence.tokens[:trigger]):
        return True
    for at in range(start, trigger):
        opens = at <= start + OPENING or sentence.tokens[at - 1].low in {",", "and", "or"}
        if opens and any(hit.label == "conditional" for hit in words.stance.at(sentence.tokens, at)):
            return True
    return False


def _reality(
    before: Set[str], after: Set[str], cue: Set[str], inside: bool, condition: bool, told: bool, own: bool
) -> tuple[Reality, str]:  # fmt: skip
    modal = before & {"will", "would", "may"}
    forecast = bool(cue & {"forecast", "fear", "doubt", "wish"})
    if inside or (condition and (modal or after & {"will", "would"})):
        return Reality.HYPOTHETICAL, "an if-clause, or what follows from one"
    if before & {"predicted", "unlikely", "potential", "fear"} or ("unlikely" in after):
        return Reality.PREDICTED, "expected"
    if before & {"wish", "scenario"}:
        return Reality.HYPOTHETICAL, "a wish, or a plan that another tells of"
    if "may" in modal:
        return (
            (Reality.PLANNED, "may, told by the actor") if own and told and not forecast else (Reality.PREDICTED, "may")
        )
    if "would" in modal and not told:
        return Reality.HYPOTHETICAL, "would, and nobody announced it"
    if modal or (cue & {"doubt"}):
        return (
            (Reality.PREDICTED, "forecast by another")
            if forecast and not own
            else (Reality.PLANNED, "will, or would as told")
        )
    if before & {"planned"} or (before | after) & {"called_off"}:
        return Reality.PLANNED, "announced or intended"
    if after & {"ahead"} and not before & {"done"}:
        return Reality.PLANNED, "dated ahead"
    return Reality.ACTUAL, "plain statement"


def _certainty(before: Set[str], after: Set[str], cue: Set[str]) -> Certainty:
    if before & {"may", "possible", "wish", "potential", "fear"} or after & {"possible"} or cue & {"fear", "wish"}:
        return Certainty.POSSIBLE
    if before & {"probable", "unlikely"} or after & {"unlikely", "probable"} or cue & {"forecast", "doubt"}:
        return Certainty.PROBABLE
    return Certainty.CERTAIN


def _not_one(tokens: tuple[Token, ...], at: int, words: Language) -> bool:
    """Whether the subject is "not a single soldier", also where it is quoted or told in a list."""
    for n in range(max(0, at - 2 * REACH), at - 2):
        lead = (tokens[n].low, tokens[n + 1].low)
        if lead == ("not", "one") or (lead == ("not", "a") and tokens[n + 2].low == "single"):
            between = {t.low for t in tokens[n + 2 : at]}
            return between.isdisjoint((*words.grammar["relatives"], *words.grammar["subordinators"], "and", "but"))
    return False


def _called_false(tokens: tuple[Token, ...], trigger: Span, words: Language) -> bool:
    """Whether what is told is called false: "reports that ... are untrue", "it is not true that ..."."""
    grammar = words.grammar
    that = max((n for n in range(trigger[0]) if tokens[n].low in {"that", "of", "about"} and n), default=0)
    lead = [t.low for t in tokens[max(0, that - 6) : that]]
    if not lead:
        return False
    if lead[-1] in grammar["falsehoods"] and tokens[that].low == "that":
        return "not" not in lead[-3:] and "n't" not in lead[-3:]
    if lead[-1] == "true" and tokens[that].low == "that":
        return "not" in lead[-3:] or "n't" in lead[-3:]
    if lead[-1] not in grammar["hearsay"]:
        return False
    if not set(lead).isdisjoint(grammar["dismissals"]):
        return True
    if not {"called", "calls", "call", "calling", "branded"}.isdisjoint(lead):
        return any(t.low in grammar["falsehoods"] for t in tokens[trigger[1] :])
    for n in range(trigger[1], len(tokens) - 1):
        if tokens[n].low in {"is", "are", "was", "were"}:
            after = [t.low for t in tokens[n + 1 : n + 5]]
            untrue = "true" in after[:2] and after[0] in {"not", "n't"}
            false = next((k for k, low in enumerate(after) if low in grammar["falsehoods"]), None)
            return untrue or (false is not None and "not" not in after[:false] and "n't" not in after[:false])
    return False


def _polarity(
    sentence: Sentence, trigger: Span, start: int, before: Set[str], after: Set[str], words: Language, speech: bool
) -> Polarity:  # fmt: skip
    tokens = sentence.tokens
    comma = max((n + 1 for n in range(start, trigger[0]) if tokens[n].low == ","), default=start)
    negated = "negation" in words.stance.labels(sentence.tokens, comma, trigger[0])
    taken = tokens[trigger[1] if speech else trigger[0] : trigger[1] + 2]
    nothing = any(t.low in words.grammar["nothing"] for t in taken)
    verb = tokens[trigger[1] : trigger[1] + 2]
    denied = (
        len(verb) == 2
        and verb[0].low in words.grammar["auxiliaries"] + words.grammar["modals"]
        and verb[1].low in {"not", "n't", "never"}
    )
    undone = (
        _not_one(tokens, trigger[0], words)
        or (before | after) & {"called_off", "unlikely"}
        or before & {"denial", "doubt", "negated"}
        or _called_false(tokens, trigger, words)
    )
    return Polarity.NO if negated or nothing or denied or undone else Polarity.YES
