"""What the network's halves make together: of a trigger its stance, its evidence and what each word is to it."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.reader.candidates import Candidate
from vedette.reader.network import NEAR, Floats, Network, Seen
from vedette.reader.wordpieces import NO_LETTER
from vedette.vocabulary import Certainty, Mode, Polarity, Reality, Role, Span

MODES, POLARITIES, CERTAINTIES, REALITIES = tuple(Mode), tuple(Polarity), tuple(Certainty), tuple(Reality)
ROLES = (
    "actor", "other", "place", "quantity", "time", "source start", "source end", "outer start", "outer end",
    "evidence start", "evidence end",
)  # fmt: skip
NONE = ("place", "quantity", "time", "source", "outer")
ENOUGH = 0.5  # chance from which a word is of a trigger
CODED = 0.8  # log-odds from which a code is of a role
OTHER = 0.0
SOMEBODY = -2.5  # log-odds from which the likeliest actor is given where none is likelier than not: somebody does it
GAP = 1  # words between two parts of a trigger
FAR = 6.0  # log of the pieces to a name that is not there
NAME = 12  # words that a speaker's name may take


class Trigger(NamedTuple):
    """A span of characters that names an event, with its mode and the chance that it is one. `pieces` are its first and last word's."""

    span: Span
    mode: Mode
    chance: float
    pieces: tuple[int, int]


class Frame(NamedTuple):
    """What a trigger's words settle: stance, evidence, and for each role the candidates with their log-odds."""

    trigger: Trigger
    polarity: Polarity
    certainty: Certainty
    reality: Reality
    evidence: Span
    actors: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    place: Candidate | None
    quantity: Candidate | None
    time: Candidate | None
    source: Span | None
    outer: Span | None
    chances: dict[str, float]  # of what is given, by field; of no source, that there is none


def triggers(seen: Seen) -> Iterator[Trigger]:
    """Gives the triggers that a window answers for."""
    words = np.flatnonzero(seen.cut.first & (seen.cut.cases != NO_LETTER))
    chances = softmax(seen.told["mode"][words])
    events = 1.0 - chances[:, 0]
    at = 0
    while at < len(words):
        if events[at] < ENOUGH:
            at += 1
            continue
        best = int(chances[at, 1:].argmax())
        last, probe = at, at + 1
        while probe < len(words) and probe - last <= 1 + GAP:
            same = events[probe] >= ENOUGH and int(chances[probe, 1:].argmax()) == best
            last = probe if same else last
            if events[probe] >= ENOUGH and not same:
                break
            probe += 1
        inside = slice(at, last + 1)
        mode = int(chances[inside, 1:].sum(0).argmax())
        first, final = int(words[at]), int(words[last])
        if seen.owned[0] <= first < seen.owned[1]:
            span = (int(seen.cut.starts[first]), seen.cut.end_of(final))
            yield Trigger(span, MODES[mode], float(events[inside].max()), (first, final))
        at = last + 1


Near = list[
    tuple[Candidate, tuple[int, int]]
]  # candidates of a window, each with the pieces of its first and last word


def within(seen: Seen, found: list[Candidate]) -> Near:
    """Gives the candidates, told in the order of the text, that lie in a window."""
    first, last = (bisect_left(found, at, key=lambda c: c.span[0]) for at in (seen.cut.starts[0], seen.cut.ends[-1]))
    return [(candidate, at) for candidate in found[first:last] if (at := pieces_of(seen, candidate.span))]


def frame(seen: Seen, made: Network, trigger: Trigger, near: Near, sentence: Span) -> Frame:
    """Gives what the words of a window are to one trigger of it. `sentence` is the trigger's."""
    scores = _roles(seen, made, trigger)
    shares, alone = _stance(seen, made, trigger)
    polarity, certainty, reality = (int(share.argmax()) for share in shares)
    role = {name: scores[:, n] for n, name in enumerate(ROLES)}
    actors, others, chances = _actors(near, scores, trigger, made.tables)
    stances = zip(("polarity", "certainty", "reality"), shares, strict=True)
    chances |= {"mode": trigger.chance} | {name: float(share.max()) for name, share in stances}
    chosen = {}
    for kind in (Role.PLACE, Role.QUANTITY, Role.TIME):
        chosen[kind], chances[kind.value] = _one(near, kind, role[kind.value], alone[kind.value])
    source, chances["source"] = _named(seen, role, "source", alone["source"])
    return Frame(
        trigger,
        POLARITIES[polarity],
        CERTAINTIES[certainty],
        REALITIES[reality],
        _evidence(seen, role, trigger, sentence),
        actors,
        others,
        chosen[Role.PLACE],
        chosen[Role.QUANTITY],
        chosen[Role.TIME],
        source,
        _named(seen, role, "outer", alone["outer"])[0],
        chances,
    )


def _roles(seen: Seen, made: Network, trigger: Trigger) -> Floats:
    """Gives the scores of each word in each role, [pieces, ROLES]; those of pieces that begin no word stay nought."""
    tables, told = made.tables, seen.told
    inside = slice(trigger.pieces[0], trigger.pieces[1] + 1)
    words = np.flatnonzero(seen.cut.first)
    mixed = told["claim gate"][words] * told["claim anchor gate"][inside].mean(0)
    mixed += told["claim word"][words]
    mixed += tables["claim distance"][np.clip(words - trigger.pieces[0], -NEAR, NEAR) + NEAR]
    mixed += told["claim anchor"][inside].mean(0) + tables["claim mode"][MODES.index(trigger.mode)]
    scores = np.zeros((len(seen.cut.pieces), len(ROLES)), np.float32)
    scores[words] = gelu(mixed) @ tables["claim role weight"].T + tables["claim role bias"]
    return scores


def _stance(seen: Seen, made: Network, trigger: Trigger) -> tuple[list[Floats], dict[str, float]]:
    """Gives the shares of polarity, certainty and reality, and the score of none for the choices that may be left open."""
    tables = made.tables
    inside = slice(trigger.pieces[0], trigger.pieces[1] + 1)
    deep = gelu(seen.told["claim stance"][inside].mean(0) + tables["claim of mode"][MODES.index(trigger.mode)])
    stance = deep @ tables["claim stance weight"].T + tables["claim stance bias"]
    none = deep @ tables["claim none weight"].T + tables["claim none bias"]
    ends = np.cumsum([len(POLARITIES), len(CERTAINTIES)])
    return [softmax(part) for part in np.split(stance, ends)], dict(zip(NONE, none.tolist(), strict=True))


def pieces_of(seen: Seen, span: Span) -> tuple[int, int] | None:
    """Gives the first pieces of the first and last word of a span that lies in the window."""
    cut = seen.cut
    if span[0] < cut.starts[0] or span[1] > cut.ends[-1]:
        return None
    at = cut.words_in(*span)
    return (at[0], at[-1]) if at else None


class _Code(NamedTuple):
    """One actor that a window names: its names, and the pieces of each."""

    codes: frozenset[str]
    names: list[Candidate]
    at: list[tuple[int, int]]


def _actors(
    near: Near, scores: Floats, trigger: Trigger, tables: dict[str, Floats]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...], dict[str, float]]:
    """Gives the best name of each actor and of each other, the surest first, and how sure these are; who acts is no other."""
    known: dict[frozenset[str], _Code] = {}
    for candidate, at in near:
        if candidate.role is Role.ACTOR and candidate.codes:
            code = known.setdefault(candidate.codes, _Code(candidate.codes, [], []))
            code.names.append(candidate)
            code.at.append(at)
    codes = list(known.values())
    if not codes:
        return (), (), {}
    odds, names = weighed(codes, scores, trigger, tables)
    acting = _ranked(codes, odds[:, 0], CODED, SOMEBODY)
    facing = [n for n in _ranked(codes, odds[:, 1], OTHER, OTHER) if n not in acting]
    chances = {
        role: float(1 / (1 + np.exp(-odds[chosen[0], side])))
        for side, (role, chosen) in enumerate((("actor", acting), ("other", facing)))
        if chosen
    }
    return (
        tuple(codes[n].names[names[n, 0]] for n in acting),
        tuple(codes[n].names[names[n, 1]] for n in facing),
        chances,
    )


def _ranked(codes: list[_Code], odds: Floats, least: float, first: float) -> list[int]:
    """Gives the codes that reach some odds, the surest first, which need only reach its own."""
    order = sorted(range(len(codes)), key=lambda n: (-odds[n], sorted(codes[n].codes)))
    return [n for rank, n in enumerate(order) if odds[n] > (least if rank else first)]


def weighed(
    codes: list[_Code], scores: Floats, trigger: Trigger, tables: dict[str, Floats]
) -> tuple[Floats, NDArray[np.int64]]:
    """Gives for each code its log-odds as actor and as other, and which of its names scores best as each, [codes, 2].

    What its names score, how often and how near it is named, and how the other codes score.
    """
    columns = [ROLES.index(name) for name in ("actor", "other", "place", "source end")]
    facts = np.zeros((len(codes), 10), np.float32)
    names = np.zeros((len(codes), 2), np.int64)
    for n, code in enumerate(codes):
        at = np.array(code.at)
        each = np.clip(0.5 * (scores[at[:, 0]] + scores[at[:, 1]])[:, columns], -15, 15)
        facts[n, :4] = np.logaddexp.reduce(each, axis=0)
        facts[n, 4] = np.log(len(at))
        for side, gap in ((5, trigger.pieces[0] - at[:, 1]), (6, at[:, 0] - trigger.pieces[1])):
            facts[n, side] = np.log(gap[gap > 0].min()) if (gap > 0).any() else FAR
        names[n] = each[:, :2].argmax(0)
    sums = facts[:, :2].copy()
    for rival, column in ((7, 0), (8, 1)):
        order = np.sort(sums[:, column])
        second = order[-2] if len(order) > 1 else -10.0
        facts[:, rival] = np.where(sums[:, column] >= order[-1], max(second, -10.0), order[-1]) / 4
    facts[:, :4] /= 4
    facts[:, 9] = np.log(len(codes))
    mixed = facts @ tables["claim facts weight"].T + tables["claim facts bias"]
    mixed = gelu(mixed + tables["claim mode of facts"][MODES.index(trigger.mode)])
    return sums + mixed @ tables["claim weights weight"].T + tables["claim weights bias"], names


def _one(near: Near, role: Role, scores: Floats, none: float) -> tuple[Candidate | None, float]:
    """Gives the best candidate of a role, if any is likelier than none, and the chance of the one or the other."""
    each = [((scores[first] + scores[last]) / 2, c) for c, (first, last) in near if c.role is role]
    if not each:
        return None, 1.0
    chance = share(float(np.logaddexp.reduce([s for s, _ in each])), none)
    return (max(each, key=lambda one: (one[0], -one[1].span[0]))[1], chance) if chance > 0.5 else (None, 1 - chance)


def share(some: float, none: float) -> float:
    """Gives the chance of some against none, from their scores."""
    return float(1 / (1 + np.exp(none - some)))


def _named(seen: Seen, role: dict[str, Floats], name: str, none: float) -> tuple[Span | None, float]:
    """Gives the span of a speaker's name, None where the report speaks itself, and the chance of the one or the other."""
    words = np.flatnonzero(seen.cut.first)
    starts, ends = role[f"{name} start"][words], role[f"{name} end"][words]
    chance = share(float(np.logaddexp.reduce(ends)), none)
    if chance < 0.5:
        return None, 1 - chance
    last = int(ends.argmax())
    since = max(0, last - NAME)
    first = since + int(starts[since : last + 1].argmax())
    return (int(seen.cut.starts[words[first]]), seen.cut.end_of(int(words[last]))), chance


def _evidence(seen: Seen, role: dict[str, Floats], trigger: Trigger, sentence: Span) -> Span:
    """Gives the clause of a trigger, in its sentence."""
    cut = seen.cut
    start, end = (int(n) for n in trigger.pieces)
    words = np.flatnonzero(cut.first & (cut.starts >= sentence[0]) & (cut.ends <= sentence[1]))
    before, after = words[words <= start], words[words >= end]
    if before.size:
        start = int(before[role["evidence start"][before].argmax()])
    if after.size:
        end = int(after[role["evidence end"][after].argmax()])
    return int(cut.starts[start]), cut.end_of(end)


def softmax(scores: Floats) -> Floats:
    """Gives scores as shares of one, along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    told: Floats = raised / raised.sum(-1, keepdims=True)
    return told


def gelu(values: Floats) -> Floats:
    """Gives the curve of the heads, by the approximation of Hendrycks and Gimpel (2016), eq. 2 with tanh."""
    told: Floats = np.tanh(values * (0.7978845608 + 0.0356774081 * values * values))  # powers cost ten times as much
    told += 1
    told *= values
    told *= 0.5
    return told
