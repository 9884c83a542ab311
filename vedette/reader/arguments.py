"""Who does it, to whom, where, how many, when: picks a claim's arguments among the mentions around its trigger.

Every candidate collects clues: where it stands, what stands beside it, what kind of thing it is. `clues.csv` holds the
weight of each clue in log-odds, fitted on annotated claims; the sum decides.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from vedette.languages import Language
from vedette.reader.expressions import (
    AUXILIARY,
    BE,
    FigureMention,
    Mention,
    counted_noun,
    counts_losses,
    is_force,
)
from vedette.reader.mentions import ActorMention, Mentions, PlaceMention
from vedette.reader.sentences import Sentence, Token, dateline_end
from vedette.vocabulary import Mode, Span

Any = ActorMention | PlaceMention | FigureMention | Mention
M = TypeVar("M", ActorMention, PlaceMention, FigureMention, Mention)

FAMILIES = {
    Mode.DEPLOY: "move", Mode.BUILDUP: "move", Mode.STATION: "stay", Mode.REMAIN: "stay", Mode.WITHDRAW: "leave",
    Mode.READY: "ready", Mode.PREPARE: "ready", Mode.EXERCISE: "drill", Mode.ATTACK: "strike",
    Mode.INCURSION: "strike", Mode.ARM: "arm",
    Mode.CONSULT: "talk", Mode.ASSESS: "judge", Mode.ACCUSE: "blame", Mode.DENY: "blame", Mode.THREATEN: "blame",
    Mode.PLEDGE: "speak", Mode.CONSENT: "speak", Mode.REFUSE: "speak", Mode.DEMAND: "speak",
}  # fmt: skip
SEVERAL = {"drill", "talk"}
LIKELY = 0.5  # one of several actors costs more where it is wrong than where it is missed
NOUN_LEADS = frozenset({
    "the", "a", "an", "its", "their", "his", "her", "our", "any", "no", "some", "another", "this", "that", "these",
    "those", "of", "for", "joint", "military", "further", "new", "more", "'s",
})  # fmt: skip
PREPOSITIONS = frozenset({
    "in", "into", "to", "at", "near", "from", "on", "along", "over", "off", "inside", "outside", "across", "around",
    "through", "within", "toward", "towards", "via", "by", "of", "with", "against", "between", "for", "about",
    "beyond", "behind", "after", "before", "since", "until", "during", "than", "under", "among", "like",
    "including", "alongside",
})  # fmt: skip
SKIPPED = frozenset({
    "the", "a", "an", "its", "their", "his", "her", "our", "northern", "southern", "eastern", "western", "central",
    "neighbouring", "own", "new",
})  # fmt: skip
TOWARDS = frozenset({"to", "into", "toward", "towards", "for"})
VISITS = ("visit", "travel", "flew", "flies", "fly", "arriv")
APPOSED = 20  # tokens that an apposition may take
LAUNCHED = frozenset({"fired", "launched", "used", "dropped", "lobbed", "deployed"})  # their subject is what is shot
BREAKS = frozenset({
    "that", "which", "who", "whom", "whose", "because", "while", "when", "if", "after", "before", "but", "and",
    "where", "although", "though", "whether",
})  # fmt: skip
PLACE_AFTER = frozenset({
    "border", "borders", "frontier", "airspace", "territory", "soil", "side", "waters", "coast", "capital", "region",
})  # fmt: skip


class Arguments(NamedTuple):
    """The mentions that fill the roles of one claim."""

    actors: tuple[ActorMention, ...]
    others: tuple[ActorMention, ...]
    place: PlaceMention | None
    figure: FigureMention | None
    date: Mention | None


class Setting(NamedTuple):
    """What all candidates of one trigger are seen against. `limits` is the stretch that its speaker's words take up."""

    tokens: tuple[Token, ...]
    trigger: Span
    family: str
    mode: Mode
    clause: Span
    limits: Span
    form: str
    words: Language


def arguments(
    sentence: Sentence, trigger: Span, mode: Mode, limits: Span, found: Mentions, words: Language
) -> Arguments:
    """Gives the arguments of one trigger. `limits` is the stretch of tokens that its speaker's words take up."""
    seen = setting(sentence, trigger, mode, limits, words)
    who = sorted((*found.actors, *found.stand_ins), key=lambda m: m[:2])
    actors, others = _undergone(seen, who) if _undergoes(seen) else _actors_and_others(seen, who)
    return Arguments(
        actors,
        others,
        _best(seen, [m for m in found.places if not _left_for(seen, m)], "place", actors),
        _best(seen, [m for m in found.figures if not counts_losses(seen.tokens, m)], "quantity", actors),
        _best(seen, list(found.dates), "time", actors),
    )


def setting(sentence: Sentence, trigger: Span, mode: Mode, limits: Span, words: Language) -> Setting:
    """Gives what all candidates of a trigger are seen against."""
    clause = sentence.clause_of(trigger[0])
    return Setting(
        sentence.tokens, trigger, FAMILIES[mode], mode, clause, limits, form(sentence.tokens, trigger, words), words
    )


def _actors_and_others(
    seen: Setting, who: list[ActorMention]
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    actors = _actors(seen, who)
    promised = seen.mode is Mode.PLEDGE
    rest = [m for m in who if m not in actors and not (promised and preposition(seen.tokens, m.start) == "from")]
    others = _best(seen, rest, "other", actors)
    return actors, _joined(seen, others, rest) if others else ()


def _actors(seen: Setting, who: list[ActorMention]) -> tuple[ActorMention, ...]:
    if seen.family in SEVERAL:
        likely = [m for m in who if score(seen, m, who, "actors", ()) > LIKELY]
        visitors = [m for m in likely if m.end <= seen.trigger[0]]
        return tuple(visitors if visitors and _visits(seen) else likely)
    fit = [m for m in who if not _helps(seen, m) and not _aimed_at(seen, m)]
    best = (
        _agent(seen, who, {"by"}) or _before_apposition(seen, who) or _best(seen, fit, "actor", ()) or _owner(seen, who)
    )
    return _joined(seen, best, who) if best else ()


def _before_apposition(seen: Setting, who: list[ActorMention]) -> ActorMention | None:
    """Gives the subject over an apposition: "the US 82nd Airborne Division, based at Fort Bragg, arrives"."""
    tokens, close = seen.tokens, seen.trigger[0] - 1
    if close < 3 or tokens[close].low != "," or seen.form != "verb":
        return None
    comma = next((n for n in range(close - 1, max(0, close - APPOSED), -1) if tokens[n].low == ","), None)
    if comma is None or tokens[comma + 1].low in {"and", "or", "but"}:
        return None
    for m in who:
        phrase = [t.low for t in tokens[m.end : comma]]
        alone = all(low[0].isalnum() and low not in BREAKS and low not in AUXILIARY for low in phrase)
        heads = tokens[m.start - 1].low in {"the", ",", ";", "–", "—", ":"} if m.start else True
        force = (
            bool(phrase)
            and is_force(phrase[-1], seen.words)
            or any(t.text[:1].isdigit() for t in tokens[m.end : comma])
        )
        near = m.kind == "name" and m.end <= comma <= m.end + 4
        if near and alone and heads and force and not preposition(tokens, m.start):
            return m
    return None


def _owner(seen: Setting, who: list[ActorMention]) -> ActorMention | None:
    """Gives the "its" of "its troops were deployed", where no other actor stands before the trigger in its clause."""
    before = [m for m in who if seen.clause[0] <= m.start and m.end <= seen.trigger[0]]
    return before[0] if len(before) == 1 and before[0].kind == "possessive" else None


def _visits(seen: Setting) -> bool:
    """Whether one goes to see another, who is then no actor."""
    return seen.form in {"verb", "ing"} and seen.tokens[seen.trigger[0]].low.startswith(VISITS)


def _undergoes(seen: Setting) -> bool:
    """Whether the subject of an attack is its target: "was shelled by", "came under attack from"."""
    if seen.family != "strike" or seen.tokens[seen.trigger[0]].low in LAUNCHED:
        return False
    before = [t.low for t in seen.tokens[max(0, seen.trigger[0] - 2) : seen.trigger[0] + 1]]
    after = seen.tokens[seen.trigger[1]].low if seen.trigger[1] < len(seen.tokens) else ""
    shortened = seen.form == "verb" and after == "by" and seen.tokens[seen.trigger[0]].low.endswith("ed")
    return seen.form == "passive" or "under" in before or shortened


def _undergone(seen: Setting, who: list[ActorMention]) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Gives the agent and the target of a passive attack; the agent often stays unsaid."""
    agent = _agent(seen, who, {"by", "from"} if seen.form != "passive" else {"by"})
    subjects = [m for m in who if m.end <= seen.trigger[0] and m.start >= seen.clause[0]]
    target = next((m for m in reversed(subjects) if not preposition(seen.tokens, m.start)), None)
    rest = [m for m in who if m.start >= seen.trigger[1]]
    return _joined(seen, agent, rest) if agent else (), _joined(seen, target, subjects) if target else ()


def _agent(seen: Setting, who: list[ActorMention], leads: set[str]) -> ActorMention | None:
    """Gives the one behind the "by" of a passive."""
    if seen.form != "passive" and leads == {"by"} and not _undergoes(seen):
        return None
    after = [m for m in who if seen.trigger[1] <= m.start < seen.clause[1] and m.kind in {"name", "person", "definite"}]
    return next((m for m in after if preposition(seen.tokens, m.start) in leads), None)


def _helps(seen: Setting, m: ActorMention) -> bool:
    """Whether a name is the agent of another participle: "troops, supported by Belarus, assaulted"."""
    if m.end > seen.trigger[0] or preposition(seen.tokens, m.start) != "by":
        return False
    by = next(n for n in range(m.start - 1, -1, -1) if seen.tokens[n].low == "by")
    low = seen.tokens[by - 1].low if by else ""
    participle = low.endswith("ed") or low in seen.words.past
    return participle and not any(t.low == "to" for t in seen.tokens[m.end : seen.trigger[0]])


def _aimed_at(seen: Setting, m: ActorMention) -> bool:
    """Whether a name is what was shot at: "fired at Ukraine", and all but the subject of "were fired" without a "by"."""
    if seen.family != "strike" or m.start < seen.trigger[1]:
        return False
    launched = seen.form == "passive" and preposition(seen.tokens, m.start) != "by"
    return launched or (seen.tokens[seen.trigger[1] - 1].low in {"at", "on"} and m.start <= seen.trigger[1] + 1)


def _left_for(seen: Setting, m: PlaceMention) -> bool:
    """Whether a place is where forces that leave go to; what they leave is the place."""
    last = seen.trigger[1]
    if seen.family != "leave" or m.start < last:
        return False
    lead = preposition(seen.tokens, m.start)
    between = [t.low for t in seen.tokens[last : m.start]]
    onward = between[:1] in (["for"], ["to"]) or any(t.low in TOWARDS for t in seen.tokens[slice(*seen.trigger)])
    return lead in TOWARDS or (onward and lead != "from" and "," not in between and "from" not in between)


def _best(seen: Setting, candidates: list[M], role: str, taken: tuple[ActorMention, ...]) -> M | None:
    """Gives the likeliest candidate of a role, None where each is more likely not to be meant."""
    head = dateline_end(seen.tokens) if role == "place" else 0  # where a dispatch was written, nothing happened
    ranked = [(score(seen, m, candidates, role, taken), -n, m) for n, m in enumerate(candidates) if m.start >= head]
    best = max(ranked, key=lambda r: r[:2], default=None)
    return best[2] if best and best[0] > 0 else None


def _joined(seen: Setting, first: ActorMention, candidates: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Takes "Russia and Belarus" and "France, Mali and Niger" as several: commas only where an "and" follows."""
    chain = [first]
    for step, ordered in ((1, candidates), (-1, candidates[::-1])):
        edge = first
        for mention in ordered:
            left, right = (edge, mention) if step > 0 else (mention, edge)
            if (mention.start - edge.start) * step > 0 and _listed(seen.tokens[left.end : right.start]):
                chain.append(mention)
                edge = mention
    chain.sort(key=lambda m: m.start)
    whole = any(t.low in {"and", "&"} for t in seen.tokens[chain[0].end : chain[-1].start])
    return tuple(chain) if whole else (first,)


def _listed(between: tuple[Token, ...]) -> bool:
    lows = {t.low for t in between}
    return (
        bool(lows)
        and lows <= {"and", ",", "&", "the", "from", "by"}
        and not lows <= {"the", "from", "by"}
        and len(between) <= 3
    )


def score(seen: Setting, mention: Any, candidates: list[M], role: str, taken: tuple[ActorMention, ...]) -> float:
    """Gives the log-odds that a candidate fills a role."""
    known = weights_of(role, seen.family)
    return sum(known.get(clue, 0.0) for clue in clues(seen, mention, candidates, role, taken))


@cache
def weights_of(role: str, family: str) -> dict[str, float]:
    """Gives the weight of each clue for a role: what holds for all modes and what for this family of modes."""
    text = files("vedette.reader").joinpath("clues.csv").read_text(encoding="utf-8")
    known: dict[str, float] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["role"] == role and row["family"] in {"", family}:
            known[row["clue"]] = known.get(row["clue"], 0.0) + float(row["weight"])
    return known


def form(tokens: tuple[Token, ...], trigger: Span, words: Language) -> str:
    """Gives whether a trigger stands as passive | ing | noun | verb."""
    first, before = tokens[trigger[0]], [t.low for t in tokens[max(0, trigger[0] - 3) : trigger[0]]]
    if first.low.endswith("ing"):
        return "noun" if before and before[-1] in {"the", "a", "of", "'s"} else "ing"
    past = first.low.endswith("ed") or first.low in words.past
    if past and any(b in BE for b in before):
        return "passive"
    if first.low.endswith(("ment", "tion", "sion", "ments", "tions")) or (before and before[-1] in NOUN_LEADS):
        return "noun"
    return "verb"


def clues(seen: Setting, m: Any, candidates: list[M], role: str, taken: tuple[ActorMention, ...]) -> Iterator[str]:
    """Gives the clues of one candidate for one role."""
    first, last = seen.trigger
    side = "before" if m.end <= first else "after" if m.start >= last else "over"
    lead, follow = preposition(seen.tokens, m.start), follower(seen, m.end)
    yield "always"
    yield f"mode {seen.mode.value}"
    yield from _distance(seen, m, side)
    yield f"after {lead}" if lead else "no preposition"
    if lead:
        yield f"{side} after {lead}"
    yield f"then {follow}"
    yield f"{side} then {follow}"
    if isinstance(m, ActorMention):
        yield from _subject(seen, m, candidates, side, lead)
    yield from _rivals(m, candidates, side, seen)
    yield from _kind(seen, m, side, lead)
    if any(a.start < m.end and m.start < a.end or _same(a, m) for a in taken):
        yield "is actor"
    elif taken:
        yield "actor found"
        yield f"{'after' if m.start >= taken[-1].end else 'before'} actor"


STEPS = ((0, "0"), (1, "1"), (3, "2-3"), (6, "4-6"), (12, "7-12"))


def _distance(seen: Setting, m: Any, side: str) -> Iterator[str]:
    """Gives how far a candidate stands from the trigger, and what lies between."""
    first, last = seen.trigger
    between = seen.tokens[m.end : first] if side == "before" else seen.tokens[last : m.start]
    yield f"{side} {next((step for most, step in STEPS if len(between) <= most), '13+')}"
    yield f"{side} {seen.form}"
    yield "in clause" if seen.clause[0] <= m.start < seen.clause[1] else "out of clause"
    inside = "in" if seen.limits[0] <= m.start < seen.limits[1] else "out of"
    yield f"{inside} speech"
    yield f"{side} {inside} speech"
    yield f"{side} breaks {min(sum(t.low in BREAKS for t in between), 2)}"
    if any(t.low in {",", ";", ":", "–"} for t in between):
        yield f"{side} past punctuation"
    yield f"{side} of {seen.tokens[first].low}"


VERBAL = frozenset({"auxiliary", "verb", "trigger"})


def _subject(seen: Setting, m: ActorMention, candidates: list[M], side: str, lead: str) -> Iterator[str]:
    """Gives whether an actor's phrase is the subject of the trigger or of another verb, and what it ends in."""
    phrase = _phrase_end(seen, m.end)
    then = follower(seen, phrase)
    free = not lead and then in VERBAL
    nearer = [c for c in candidates if m.end <= c.start < seen.trigger[0] and not preposition(seen.tokens, c.start)]
    if free and side == "before":
        yield f"subject {seen.form}" if not nearer else "subject of another"
        yield f"subject at {min(len(nearer), 2)} of {seen.tokens[seen.trigger[0]].low}"
    if phrase > m.end:
        yield f"{side} with a noun"
        yield f"{side} {'after ' + lead if lead else 'free'} with a noun"
    yield f"{side} {'after ' + lead if lead else 'free'} then {then}"


def _phrase_end(seen: Setting, end: int) -> int:
    """Gives the end of the noun phrase that a name opens: "Russian" reaches over "airborne troops"."""
    at = end
    for n in range(end, min(end + 4, len(seen.tokens))):
        low = seen.tokens[n].low
        if low in seen.words.lists["groups.forces"] or low in seen.words.lists["groups.definite"] or counted_noun(low):
            at = n + 1
        elif not (low[:1].isalpha() or low in {"'s", "'"}) or low in PREPOSITIONS or low in AUXILIARY or low in BREAKS:
            break
    return at


def _same(actor: ActorMention, m: Any) -> bool:
    """Whether a candidate names the actor once more."""
    return isinstance(m, ActorMention) and bool({e.code for e in actor.entries} & {e.code for e in m.entries})


def _rivals(m: Any, candidates: list[M], side: str, seen: Setting) -> Iterator[str]:
    first, last = seen.trigger
    if side == "before":
        nearer = [c for c in candidates if c.start >= m.end and c.end <= first]
    else:
        nearer = [c for c in candidates if c.start >= last and c.end <= m.start]
    yield f"{side} rank {min(len(nearer), 3)}"
    clause = [c for c in candidates if seen.clause[0] <= c.start < seen.clause[1]]
    if clause and clause[0] == m:
        yield "first in clause"
    if candidates[0] == m:
        yield "first in sentence"
    if len(candidates) == 1:
        yield "only one"


def _kind(seen: Setting, m: Any, side: str, lead: str) -> Iterator[str]:
    tokens, low = seen.tokens, seen.tokens[m.start].low
    if isinstance(m, FigureMention):
        yield "counted" if m.noun else "bare figure"
        yield f"noun {m.noun}" if m.noun else "no noun"
        if low in {"a", "an", "the", "its", "another"}:
            yield "article"
        return
    if isinstance(m, PlaceMention):
        kind = m.entries[0].kind if m.entries else m.kind
    elif isinstance(m, ActorMention):
        kind = m.entries[0].kind if m.entries else m.kind
        if m.kind in {"pronoun", "possessive"}:
            yield f"word {low}"
        if m.kind in {"definite", "bare"}:
            yield f"word {tokens[m.end - 1].low}"
    else:
        yield f"word {low}"
        kind = "date"
    yield f"kind {kind}"
    yield f"{side} kind {kind}"
    yield f"kind {kind} {'after ' + lead if lead else 'free'}"
    after = tokens[m.end].low if m.end < len(tokens) else ""
    if after in {"'s", "'"} and m.end + 1 < len(tokens):
        after = tokens[m.end + 1].low
    if after in PLACE_AFTER:
        yield "of a border"


def preposition(tokens: tuple[Token, ...], start: int) -> str:
    """Gives the preposition before a phrase, articles and the like skipped; empty where there is none."""
    at = start - 1
    while at >= 0 and start - at <= 3 and tokens[at].low in SKIPPED:
        at -= 1
    return tokens[at].low if at >= 0 and tokens[at].low in PREPOSITIONS else ""


def follower(seen: Setting, end: int) -> str:
    """Gives what stands behind a phrase: the trigger, a verb, a force, punctuation and so on."""
    tokens = seen.tokens
    if end >= len(tokens):
        return "nothing"
    at = tokens[end]
    if end == seen.trigger[0]:
        return "trigger"
    if at.low in AUXILIARY:
        return "auxiliary"
    if at.low in {"'s", "'"}:
        return "possessive"
    if at.low == "and":
        return "and"
    if at.low in PREPOSITIONS:
        return "preposition"
    if not at.low[:1].isalnum():
        return "punctuation"
    if at.text[:1].isupper():
        return "capital"
    if at.low in seen.words.lists["groups.forces"] or at.low in seen.words.lists["groups.definite"]:
        return "force"
    if at.low.endswith("ed") or any(seen.words.attribution["cues"].at(tokens, end)):
        return "verb"
    return "word"
