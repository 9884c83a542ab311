"""What the network's halves make together: of a trigger its stance, its evidence and what each word is to it."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from vedette.reader.candidates import Candidate
from vedette.reader.network import NEAR, Floats, Network, Seen
from vedette.vocabulary import Certainty, Mode, Polarity, Reality, Role, Span

MODES, POLARITIES, CERTAINTIES, REALITIES = tuple(Mode), tuple(Polarity), tuple(Certainty), tuple(Reality)
ROLES = (
    "actor", "other", "place", "quantity", "time", "source start", "source end", "outer start", "outer end",
    "evidence start", "evidence end",
)  # fmt: skip
NONE = ("place", "quantity", "time", "source", "outer")
ENOUGH = 0.42  # chance from which a word is of a trigger
CODED = 0.0  # log-odds from which a code is of a role
GAP = 1  # words between two parts of a trigger
NAME = 12  # words that a speaker's name may take
AWAY = -1e4


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


def triggers(seen: Seen) -> Iterator[Trigger]:
    """Gives the triggers that a window answers for."""
    words = np.flatnonzero(seen.cut.first)
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


def frame(seen: Seen, made: Network, trigger: Trigger, found: list[Candidate], sentence: Span) -> Frame:
    """Gives what the words of a window are to one trigger of it. `sentence` is the trigger's."""
    tables, told = made.tables, seen.told
    mode = MODES.index(trigger.mode)
    first, last = trigger.pieces
    inside = slice(first, last + 1)
    anchor, gate = told["claim anchor"][inside].mean(0), told["claim anchor gate"][inside].mean(0)
    away = np.clip(np.arange(len(told["mode"])) - first, -NEAR, NEAR) + NEAR
    mixed = told["claim word"] + anchor + told["claim gate"] * gate + tables["claim distance"][away] + tables["claim mode"][mode]
    scores = gelu(mixed) @ tables["claim role weight"].T + tables["claim role bias"]
    deep = gelu(told["claim stance"][inside].mean(0) + tables["claim of mode"][mode])
    stance = deep @ tables["claim stance weight"].T + tables["claim stance bias"]
    none = deep @ tables["claim none weight"].T + tables["claim none bias"]
    ends = np.cumsum([len(POLARITIES), len(CERTAINTIES)])
    polarity, certainty, reality = (int(part.argmax()) for part in np.split(stance, ends))
    near = [(c, at) for c in found if (at := pieces_of(seen, c.span))]
    role = {name: scores[:, n] for n, name in enumerate(ROLES)}
    alone = dict(zip(NONE, none, strict=True))
    return Frame(
        trigger,
        POLARITIES[polarity],
        CERTAINTIES[certainty],
        REALITIES[reality],
        _evidence(seen, role, trigger, sentence),
        _coded(near, role["actor"]),
        _coded(near, role["other"]),
        *(_one(near, kind, role[kind.value], alone[kind.value]) for kind in (Role.PLACE, Role.QUANTITY, Role.TIME)),
        _named(seen, role, "source", alone["source"]),
        _named(seen, role, "outer", alone["outer"]),
    )


def pieces_of(seen: Seen, span: Span) -> tuple[int, int] | None:
    """Gives the first pieces of the first and last word of a span that lies in the window."""
    cut = seen.cut
    if span[0] < cut.starts[0] or span[1] > cut.ends[-1]:
        return None
    at = cut.words_in(*span)
    return (at[0], at[-1]) if at else None


def _coded(near: list[tuple[Candidate, tuple[int, int]]], scores: Floats) -> tuple[Candidate, ...]:
    """Gives for each code that is right its best name, the surest first."""
    groups: dict[frozenset[str], list[tuple[float, Candidate]]] = {}
    for candidate, (first, last) in near:
        if candidate.role is Role.ACTOR and candidate.codes:
            groups.setdefault(candidate.codes, []).append((float(scores[first] + scores[last]) / 2, candidate))
    odds = {codes: float(np.logaddexp.reduce([s for s, _ in each])) for codes, each in groups.items()}
    right = sorted((codes for codes in groups if odds[codes] > CODED), key=lambda codes: (-odds[codes], sorted(codes)))
    return tuple(max(groups[codes], key=lambda each: (each[0], -each[1].span[0]))[1] for codes in right)


def _one(
    near: list[tuple[Candidate, tuple[int, int]]], role: Role, scores: Floats, none: float
) -> Candidate | None:
    """Gives the best candidate of a role, if any is likelier than none."""
    each = [((scores[first] + scores[last]) / 2, c) for c, (first, last) in near if c.role is role]
    if not each or np.logaddexp.reduce([s for s, _ in each]) < none:
        return None
    return max(each, key=lambda one: (one[0], -one[1].span[0]))[1]


def _named(seen: Seen, role: dict[str, Floats], name: str, none: float) -> Span | None:
    """Gives the span of a speaker's name, None where the report speaks itself."""
    words = np.flatnonzero(seen.cut.first)
    starts, ends = role[f"{name} start"][words], role[f"{name} end"][words]
    if np.logaddexp.reduce(ends) < none:
        return None
    last = int(ends.argmax())
    since = max(0, last - NAME)
    first = since + int(starts[since : last + 1].argmax())
    return int(seen.cut.starts[words[first]]), seen.cut.end_of(int(words[last]))


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
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    told: Floats = raised / raised.sum(-1, keepdims=True)
    return told


def gelu(values: Floats) -> Floats:
    """Gives the curve of the heads, by the approximation of Hendrycks and Gimpel (2016), eq. 2 with tanh."""
    told: Floats = 0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3)))
    return told
