"""What of an answer is kept: claims whose words stand in the report, character for character. Pure."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from vedette.errors import Skip
from vedette.second_reader.question import Part, Stated
from vedette.vocabulary import Claim, Done, Mention, Problem, Report, Role, Span, content_id

LONGEST = 1_000  # characters of evidence; a clause is no page


def kept(reply: str, part: Part, report: Report) -> Done[Claim] | None:
    """Gives the claims of an answer that the report bears out and a Problem for each that it does not.

    None where the answer as a whole is not what was asked for.
    """
    try:
        stated = json.loads(reply)["claims"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(stated, list):
        return None
    claims: list[Claim] = []
    problems: list[Problem] = []
    for each in stated:
        try:
            claim, faults = _claim(_stated(each), part, report)
        except Skip as skip:
            problems.append(_problem(skip.kind, str(skip), report))
            continue
        claims.append(claim)
        problems += [_problem("mention", fault, report) for fault in faults]
    return Done(results=tuple(claims), problems=tuple(problems))


def _stated(told: Any) -> Stated:
    """Reads one claim of an answer. Raises Skip where a field is missing or of another kind."""
    known = {key: told[key] for key in Stated.__struct_fields__ if key in told} if isinstance(told, dict) else told
    try:
        return msgspec.convert(known, Stated)
    except msgspec.ValidationError as fault:
        raise Skip("fields", f"a claim of the answer is refused: {fault}") from None


def _claim(said: Stated, part: Part, report: Report) -> tuple[Claim, list[str]]:
    """Gives a claim as the report has it, and which words of its arguments are not there.

    Raises Skip where the words that carry it are not.
    """
    text = report.text
    hint = part.stretches[0][0] if said.at is None else part.in_report(said.at)
    evidence = _nearest(_whole(text, said.evidence, part.stretches), hint)
    if evidence is None:
        raise Skip("evidence", f"a claim is refused: its evidence is not in the text: {_quoted(said.evidence)}")
    if len(said.evidence) > LONGEST or "\n\n" in said.evidence:
        raise Skip("evidence", f"a claim is refused: its evidence is more than a sentence: {_quoted(said.evidence)}")
    trigger = _nearest(_whole(text, said.trigger, (evidence,)), evidence[0])
    if trigger is None:
        raise Skip("trigger", f"a claim is refused: its trigger {_quoted(said.trigger)} is not in its evidence")
    for name in said.source:
        if _nearest(_whole(text, name, part.stretches), evidence[0]) is None:
            raise Skip("source", f"a claim is refused: its source {_quoted(name)} is not in the text")
    mentions, faults = _mentions(said, trigger, part, report)
    claim = Claim(
        id=content_id(report.id, trigger, said.mode.value, said.source),
        report=report.id,
        evidence=evidence,
        trigger=trigger,
        quote=text[slice(*evidence)],
        mode=said.mode,
        source=said.source,
        polarity=said.polarity,
        certainty=said.certainty,
        reality=said.reality,
        mentions=mentions,
        outlet=report.outlet,
        reported=report.published.until if report.published else None,
        taken_in=report.taken_in,
    )
    return claim, faults


def _mentions(said: Stated, trigger: Span, part: Part, report: Report) -> tuple[tuple[Mention, ...], list[str]]:
    """Gives the words of a claim's arguments where they stand nearest to its trigger, and those that stand nowhere."""
    told = [(Role.ACTOR, words) for words in said.actor] + [(Role.OTHER, words) for words in said.other]
    single = ((Role.PLACE, said.place), (Role.QUANTITY, said.quantity), (Role.TIME, said.time))
    told += [(role, words) for role, words in single if words]
    told += [(Role.SOURCE, words) for words in said.source[-1:]]
    found: list[Mention] = []
    faults: list[str] = []
    for role, words in told:
        span = _nearest(_whole(report.text, words, part.stretches), trigger[0])
        if span:
            found.append(Mention(role=role, span=span, text=words))
        else:
            faults.append(
                f"the {role.value} of a {said.mode.value} claim is left out: {_quoted(words)} is not in the text"
            )
    return tuple(found), faults


def _whole(text: str, words: str, stretches: tuple[Span, ...]) -> Iterator[Span]:
    """Gives every place in the stretches where the words stand as whole words: "war" is not in "warned"."""
    if not words.strip():
        return
    for start, end in stretches:
        at = text.find(words, start, end)
        while at >= 0:
            after = at + len(words)
            cut_before = at > start and text[at - 1].isalnum() and words[0].isalnum()
            cut_after = after < end and text[after].isalnum() and words[-1].isalnum()
            if not cut_before and not cut_after:
                yield at, after
            at = text.find(words, at + 1, end)


def _nearest(found: Iterator[Span], at: int) -> Span | None:
    return min(found, key=lambda span: (abs(span[0] - at), span), default=None)


def _quoted(words: str) -> str:
    return f"“{words[:80]}…”" if len(words) > 80 else f"“{words}”"


def _problem(kind: str, message: str, report: Report) -> Problem:
    # An answer may hold lone surrogates, which no file can.
    told = f"{report.address}: {message}".encode("utf-8", "backslashreplace").decode()
    return Problem(stage="read", kind=kind, subject=report.address, message=told)
