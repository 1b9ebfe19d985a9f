"""Which group does each opinion join, when earlier groups stand and people have decided?

The machine groups first as if it were free, earlier groups whole. Where it would then have joined several
earlier groups, they stay apart, every new opinion among them joins the largest, and the join is proposed to a
person: all that comes later gathers in one place, and no id that somebody has written down ever moves.
(Issues of some 32 edited copies, shuffled and replayed in ten slices, so keep 84 % of the pairs of one batch;
72 % when each new opinion joins the nearest fragment.) Last, decisions are enforced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from huiyin.triage.characters import BoolArray, IntArray
from huiyin.triage.continuation import NEW
from huiyin.triage.doubts import Doubt
from huiyin.triage.enforcement import ItemConstraints, Links, enforce
from huiyin.triage.linking import Grouping, LinkSettings, ScoredPairs, Start, held_at, top_link_groups
from huiyin.triage.vectors import Pairs


@dataclass(frozen=True, slots=True)
class Attached:
    """The groups, and pairs of earlier groups (one opinion of each) that the machine would have joined."""

    grouping: Grouping
    proposed: tuple[Doubt, ...]


def attach(
    scored: ScoredPairs, seeds: IntArray, constraints: ItemConstraints, settings: LinkSettings
) -> Attached:
    """Group all opinions. `seeds` is the earlier group of each (see `seed_labels`), NEW where it has none.

    Holds always: every decision is obeyed; opinions of one earlier group stay together and opinions of two
    stay apart, unless a decision says otherwise. Without earlier groups this is a plain first run.
    """
    scored = _allowed(scored, constraints)
    links = Links(scored.pairs.a, scored.pairs.b, scored.probability)
    stands = seeds != NEW
    settled = _settled(seeds, stands, links, constraints)
    start = Start(settled, np.zeros(seeds.size, dtype=np.bool_), _apart(constraints))
    free = top_link_groups(scored, start, settings)
    return _kept_apart(free, settled, _Standing(scored, stands, constraints), settings)


def attach_to(free: Grouping, scored: ScoredPairs, seeds: IntArray, constraints: ItemConstraints) -> Attached:
    """The same for groups that were made otherwise (topics): earlier groups stand, decisions are obeyed."""
    links = Links(scored.pairs.a, scored.pairs.b, scored.probability)
    stands = seeds != NEW
    settled = _settled(seeds, stands, links, constraints)
    return _kept_apart(free, settled, _Standing(scored, stands, constraints), LinkSettings(cut=0.0))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What may not change: earlier groups and decisions; and the links that speak for all else."""

    scored: ScoredPairs
    stands: BoolArray
    constraints: ItemConstraints


def _kept_apart(free: Grouping, settled: IntArray, standing: _Standing, settings: LinkSettings) -> Attached:
    scored, constraints = standing.scored, standing.constraints
    links = Links(scored.pairs.a, scored.pairs.b, scored.probability)
    labels = _earlier_kept_apart(free.labels, settled, standing.stands, constraints.rank)
    labels = _lowest_member(enforce(labels, links, constraints))
    alone = np.bincount(labels, minlength=labels.size)[labels] == 1
    grouping = replace(
        free,
        labels=labels,
        joined_at=np.where(alone, 1.0, free.joined_at),
        held_at=held_at(scored, labels, settings),
    )
    return Attached(grouping, _proposals(free, labels, standing.stands, constraints))


def _allowed(scored: ScoredPairs, constraints: ItemConstraints) -> ScoredPairs:
    keep = ~constraints.forbids(scored.pairs.a, scored.pairs.b)
    return ScoredPairs(Pairs(scored.pairs.a[keep], scored.pairs.b[keep]), scored.probability[keep])


def _settled(seeds: IntArray, stands: BoolArray, links: Links, constraints: ItemConstraints) -> IntArray:
    """Earlier groups after decisions, new opinions alone.

    Ties of new opinions wait until the machine has grouped: a group that begins with two members asks for
    two links, and would lose those that hold to only one of them.
    """
    alone = seeds.max(initial=NEW) + 1 + np.arange(seeds.size)
    decided = enforce(np.where(stands, seeds, alone), links, constraints)
    return np.where(stands, decided, decided.max(initial=0) + 1 + np.arange(seeds.size))


def _apart(constraints: ItemConstraints) -> Pairs:
    """All pairs of items that a split keeps apart."""
    items: dict[int, IntArray] = {
        number: np.flatnonzero(constraints.component == number)
        for number in np.unique(constraints.apart).tolist()
    }
    a, b = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for one, other in constraints.apart.tolist():
        a.append(np.repeat(items[one], items[other].size))
        b.append(np.tile(items[other], items[one].size))
    return Pairs(np.concatenate(a), np.concatenate(b))


def _earlier_kept_apart(free: IntArray, settled: IntArray, stands: BoolArray, rank: IntArray) -> IntArray:
    """Groups with one earlier group at most. New opinions go to the earlier group of which most stands beside
    them; ties by its size, then by its smallest id."""
    groups, first, size = _earlier_groups(settled, stands, rank)
    place = np.searchsorted(groups, settled[stands])
    beside, count = np.unique(np.stack([free[stands], place], axis=1), axis=0, return_counts=True)
    best: dict[int, int] = {}
    for index in np.lexsort((rank[first[beside[:, 1]]], -size[beside[:, 1]], -count)).tolist():
        best.setdefault(int(beside[index, 0]), int(groups[beside[index, 1]]))
    base = int(settled.max(initial=-1)) + 1
    joined = np.array([best.get(label, base + label) for label in free.tolist()], dtype=np.int64)
    return np.where(stands, settled, joined)


def _earlier_groups(
    settled: IntArray, stands: BoolArray, rank: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """The settled earlier groups: number, member with the smallest id, size."""
    items = np.flatnonzero(stands)
    items = items[np.argsort(rank[items], kind="stable")]
    groups, first, size = np.unique(settled[items], return_index=True, return_counts=True)
    return groups, items[first], size.astype(np.int64)


def _proposals(
    free: Grouping, labels: IntArray, stands: BoolArray, constraints: ItemConstraints
) -> tuple[Doubt, ...]:
    """Earlier groups that the machine has joined and that stand apart: each beside the largest among them."""
    _, first, size = _earlier_groups(labels, stands, constraints.rank)
    rank = constraints.rank[first]
    largest: dict[int, int] = {}
    found: list[Doubt] = []
    for index in np.lexsort((rank, -size)).tolist():
        item = int(first[index])
        other = largest.setdefault(int(free.labels[item]), item)
        if other != item and not constraints.forbids(np.array([other]), np.array([item]))[0]:
            found.append(Doubt(other, item, float(free.joined_at[item])))
    return tuple(
        sorted(found, key=lambda each: (-each.value, constraints.rank[each.a], constraints.rank[each.b]))
    )


def _lowest_member(labels: IntArray) -> IntArray:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first[inverse.ravel()].astype(np.int64)
