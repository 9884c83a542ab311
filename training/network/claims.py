"""The heads that read claims, and the loss they learn by."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from training.network.corpora import IGNORE
from training.network.encoder import WIDTH, Mixes
from training.network.fit import told_before
from training.network.heads import FRAME, NEAR, entropy
from training.network.passages import CERTAINTIES, MODES, POLARITIES, REALITIES, Options, Passage, Pieces

ROLES = (
    "actor", "other", "place", "quantity", "time", "source start", "source end", "outer start", "outer end",
    "evidence start", "evidence end",
)  # fmt: skip
NONE = ("place", "quantity", "time", "source", "outer")  # choices that may be left open
STANCES = (len(POLARITIES), len(CERTAINTIES), len(REALITIES))
STANCE = 192
# What is weighed of a code for a claim: see `Claims.weighed`.
FACTS, WEIGHED = 10, 64
FAR = 6.0  # log of the pieces to a name that is not there


class Group(NamedTuple):
    """Candidates of all claims of a batch end to end: claim, pieces, group; of each group its claim and if it is right."""

    claim: Tensor
    first: Tensor
    last: Tensor
    group: Tensor
    of: Tensor
    right: Tensor


class ClaimBatch(NamedTuple):
    pieces: Tensor
    cases: Tensor
    hints: Tensor
    mask: Tensor
    mode: Tensor
    words: Tensor  # [batch, length], 1 where a piece begins a word
    window: Tensor  # [claims]
    trigger: Tensor  # [claims, 2]
    stance: Tensor  # [claims, 3]
    evidence: Tensor  # [claims, 2]
    actors: Group
    others: Group
    choices: dict[str, Group]
    known: dict[str, Tensor]  # for each choice, whether what is annotated of a claim is known
    named: dict[str, Tensor]  # "source start" …: [claims, length], 1 where a speaker is named


class Claims(nn.Module):
    """Heads over the encoder's vectors: the mode of each word, and all that a trigger's words settle."""

    def __init__(self) -> None:
        super().__init__()
        self.mix = Mixes("claims")
        self.mode = nn.Linear(WIDTH, 1 + len(MODES))
        self.word, self.anchor = nn.Linear(WIDTH, FRAME), nn.Linear(WIDTH, FRAME)
        self.word_gate, self.anchor_gate = nn.Linear(WIDTH, FRAME), nn.Linear(WIDTH, FRAME)
        self.distance = nn.Embedding(2 * NEAR + 1, FRAME)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.role = nn.Linear(FRAME, len(ROLES))
        self.stance_in, self.stance = nn.Linear(WIDTH, STANCE), nn.Linear(STANCE, sum(STANCES))
        self.none = nn.Linear(STANCE, len(NONE))
        self.facts, self.weights = nn.Linear(FACTS, WEIGHED), nn.Linear(WEIGHED, 2)
        self.mode_of_facts = nn.Embedding(len(MODES), WEIGHED)
        nn.init.zeros_(self.weights.weight)
        nn.init.zeros_(self.weights.bias)
        self.of_mode = nn.Embedding(len(MODES), STANCE)
        self.mode_of_frame = nn.Embedding(len(MODES), FRAME)
        nn.init.normal_(self.mode_of_frame.weight, std=0.02)
        nn.init.normal_(self.of_mode.weight, std=0.02)
        self.drop = nn.Dropout(0.15)

    def forward(self, seen: Tensor, window: Tensor, trigger: Tensor, mode: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Gives for each claim what each word is to it, its stance and its nones: [claims, length, roles], …"""
        rows = seen[window]
        at = torch.arange(seen.shape[1])[None]
        inside = ((at >= trigger[:, :1]) & (at <= trigger[:, 1:])).to(seen.dtype)
        one = (inside[..., None] * rows).sum(1) / inside.sum(1, keepdim=True)
        mixed = self.word(rows) + self.anchor(one)[:, None] + self.word_gate(rows) * self.anchor_gate(one)[:, None]
        away = (at - trigger[:, :1]).clamp(-NEAR, NEAR) + NEAR
        mixed = mixed + self.distance(away) + self.mode_of_frame(mode)[:, None]
        roles = self.role(self.drop(nn.functional.gelu(mixed)))
        deep = self.drop(nn.functional.gelu(self.stance_in(one) + self.of_mode(mode)))
        return roles, self.stance(deep), self.none(deep)

    def weighed(self, roles: Tensor, group: Group, trigger: Tensor, mode: Tensor) -> Tensor:
        """Gives for each code of each claim its log-odds as actor and as other, [groups, 2].

        What its names score, how often and how near it is named, and how the other codes of the claim score.
        """
        size, claims = len(group.of), len(trigger)
        sums = [
            summed(of_candidates(roles[..., ROLES.index(name)], group), group.group, size)
            for name in ("actor", "other", "place", "source end")
        ]
        count = torch.zeros(size).index_add(0, group.group, torch.ones(len(group.group)))
        before = trigger[group.claim, 0] - group.last
        after = group.first - trigger[group.claim, 1]
        near = [nearest(gap, group.group, size) for gap in (before, after)]
        rivals = [best_of_others(sums[n].detach(), group.of, claims) for n in (0, 1)]
        most = torch.zeros(claims).index_add(0, group.of, torch.ones(size)).log()[group.of]
        facts = torch.stack((*(s / 4 for s in sums), count.log(), *near, *(r / 4 for r in rivals), most), 1)
        mixed = self.drop(nn.functional.gelu(self.facts(facts) + self.mode_of_facts(mode[group.of])))
        told: Tensor = torch.stack(sums[:2], 1) + self.weights(mixed)
        return told

    def loss(self, batch: ClaimBatch, every: Tensor) -> dict[str, Tensor]:
        seen = self.drop(self.mix(every)["claims"])
        # By trigger and not by word: else what is rare is drowned by what each claim adds below.
        some = (batch.mode > 0).sum().clamp(min=8)
        told = {"mode": entropy(self.mode(seen), batch.mode, reduction="sum") / some}
        if not len(batch.window):
            return told
        mode = batch.mode[batch.window, batch.trigger[:, 0]] - 1
        roles, stance, none = (each.float() for each in self(seen, batch.window, batch.trigger, mode))
        parts = stance.split(STANCES, dim=1)
        for n, name in enumerate(("polarity", "certainty", "reality")):
            told[name] = nn.functional.cross_entropy(parts[n], batch.stance[:, n], label_smoothing=0.05)
        if len(batch.actors.of):
            odds = self.weighed(roles, batch.actors, batch.trigger, mode)
            for n, group in enumerate((batch.actors, batch.others)):
                told[("actor", "other")[n]] = nn.functional.binary_cross_entropy_with_logits(
                    odds[:, n], group.right, reduction="sum"
                ) / max(1, len(group.of) / 4)
        for name in ("place", "quantity", "time"):
            told[name] = chosen(
                roles[..., ROLES.index(name)], none[:, NONE.index(name)], batch.choices[name], batch.known[name]
            )
        words = batch.words[batch.window] > 0
        for name in ("source", "outer"):
            for end in ("start", "end"):
                key = f"{name} {end}"
                told[key] = pointed(
                    roles[..., ROLES.index(key)], none[:, NONE.index(name)], words, batch.named[key], batch.known[name]
                )
        for n, key in enumerate(("evidence start", "evidence end")):
            scores = roles[..., ROLES.index(key)].masked_fill(~words, -1e4)
            told[key] = 0.3 * nn.functional.cross_entropy(scores, batch.evidence[:, n])
        return told


def summed(scores: Tensor, group: Tensor, size: int) -> Tensor:
    """Gives the log of the sum of the exponentials of each group."""
    return torch.zeros(size).index_add(0, group, scores.clamp(-15, 15).exp()).clamp(min=1e-9).log()


def of_candidates(scores: Tensor, group: Group) -> Tensor:
    return 0.5 * (scores[group.claim, group.first] + scores[group.claim, group.last])


def nearest(gap: Tensor, group: Tensor, size: int) -> Tensor:
    """Gives the log of the pieces to the nearest name of each code on one side, FAR where there is none."""
    told = torch.where(gap > 0, gap.float().clamp(min=1).log(), torch.tensor(FAR))
    return torch.full((size,), FAR).scatter_reduce(0, group, told, "amin")


def best_of_others(scores: Tensor, of: Tensor, claims: int) -> Tensor:
    """Gives for each code the best score of the claim's other codes, -10 where there is none."""
    low = torch.full((claims,), -10.0)
    best = low.scatter_reduce(0, of, scores, "amax")
    first = scores >= best[of]
    second = low.scatter_reduce(0, of, scores.masked_fill(first, -10.0), "amax")
    return torch.where(first, second[of], best[of])


def chosen(scores: Tensor, none: Tensor, group: Group, known: Tensor) -> Tensor:
    """Gives the loss of a choice of one candidate or none."""
    claims = len(none)
    each = of_candidates(scores, group)
    right = group.right[group.group] > 0
    some = torch.zeros(claims).index_add(0, group.claim[right], torch.ones(int(right.sum())))
    whole = torch.logaddexp(summed(each, group.claim, claims), none)
    good = torch.where(some > 0, summed(each[right], group.claim[right], claims), none)
    return ((whole - good) * known).sum() / known.sum().clamp(min=1)


def pointed(scores: Tensor, none: Tensor, words: Tensor, spots: Tensor, known: Tensor) -> Tensor:
    """Gives the loss of a pointer to one of some words, or to none."""
    scores = scores.masked_fill(~words, -1e4)
    whole = torch.logsumexp(torch.cat((scores, none[:, None]), 1), 1)
    some = spots.sum(1) > 0
    good = torch.where(some, torch.logsumexp(scores.masked_fill(spots == 0, -1e4), 1), none)
    return ((whole - good) * known).sum() / known.sum().clamp(min=1)


def claim_batch(group: list[Passage]) -> ClaimBatch:
    """Gives passages as arrays."""
    length = max(len(each.cut.pieces) for each in group)

    def filled(rows: list[np.ndarray], fill: float, kind: torch.dtype = torch.long) -> Tensor:
        out = torch.full((len(rows), length), fill, dtype=kind)
        for n, row in enumerate(rows):
            out[n, : len(row)] = torch.from_numpy(np.asarray(row))
        return out

    told = [(n, claim) for n, each in enumerate(group) for claim in each.told]

    def spots(places: list[list[Pieces] | None], end: int) -> Tensor:
        out = torch.zeros(len(places), length)
        for n, each in enumerate(places):
            for at in each or ():
                out[n, at[end]] = 1
        return out

    source, outer = [c.source for _, c in told], [c.outer for _, c in told]
    choices = {name: [getattr(c, name) for _, c in told] for name in ("place", "quantity", "time")}
    known = {name: torch.tensor([c is not None for c in each]).float() for name, each in choices.items()}
    known |= {"source": torch.tensor([s is not None for s in source]).float(),
              "outer": torch.tensor([s is not None for s in outer]).float()}  # fmt: skip
    return ClaimBatch(
        filled([e.cut.pieces for e in group], 0),
        filled([e.cut.cases for e in group], 5),
        told_before([e.hints for e in group], length),
        filled([np.ones(len(e.cut.pieces)) for e in group], 0, torch.float32),
        filled([e.mode for e in group], IGNORE),
        filled([e.cut.first for e in group], 0),
        torch.tensor([n for n, _ in told], dtype=torch.long),
        torch.tensor([c.trigger for _, c in told], dtype=torch.long).reshape(-1, 2),
        torch.tensor([c.stance for _, c in told], dtype=torch.long).reshape(-1, 3),
        torch.tensor([c.evidence for _, c in told], dtype=torch.long).reshape(-1, 2),
        end_to_end([c.actors for _, c in told]),
        end_to_end([c.others for _, c in told]),
        {name: end_to_end(each) for name, each in choices.items()},
        known,
        {f"{name} {end}": spots(places, n) for name, places in (("source", source), ("outer", outer))
         for n, end in enumerate(("start", "end"))},
    )  # fmt: skip


def end_to_end(told: list[Options | None]) -> Group:
    claim, first, last, group, of, right = [], [], [], [], [], []
    for n, each in enumerate(told):
        if each is None:
            continue
        claim += [n] * len(each.pieces)
        first += [at[0] for at in each.pieces]
        last += [at[1] for at in each.pieces]
        group += [len(of) + g for g in each.groups]
        of += [n] * len(each.right)
        right += each.right
    numbers = [torch.tensor(each, dtype=torch.long) for each in (claim, first, last, group, of)]
    return Group(*numbers, torch.tensor(right).float())
