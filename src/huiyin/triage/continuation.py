"""Which group of this run is which group of the earlier run, and what has changed between them?

Groups are compared by weighted Jaccard overlap, and only over opinions that both runs hold: a group of two
that ten new opinions join is still the same group. From an overlap of one half on, the id is kept; below,
the change is recorded as a split or a merge and the group gets the next number. No number is used twice.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from huiyin.triage.characters import IntArray
from huiyin.triage.doubts import Doubt

_GROUP_ID = re.compile(r"G([1-9][0-9]*)")
NEW = -1  # the seed of an opinion that no earlier group holds


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """When a group counts as the same group.

    Above one half at most one successor can exist; at one half exactly two can, and ties are broken by id.
    """

    least_overlap: float = 0.5


class Change(StrEnum):
    """What happened to a group between two runs."""

    JOINED = "joined"  # new opinions joined it
    FOUNDED = "founded"  # new opinions founded it
    SPLIT = "split"  # it holds a part of an earlier group
    MERGED = "merged"  # it holds the whole of other earlier groups
    RENAMED = "renamed"
    GONE = "gone"  # none of its opinions is in this run
    PROPOSED_MERGE = "proposed_merge"  # it may be the same as another; only a person joins earlier groups


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `group` is the id in this run (for `gone`, in the earlier one)."""

    change: Change
    group: str
    others: tuple[str, ...] = ()  # split: the group it came from; merged, proposed_merge: the other groups
    count: int = 0  # opinions that joined, founded, came over; those gone
    value: float = 0.0  # proposed_merge: the linkage value between the groups


@dataclass(frozen=True, slots=True)
class GroupMatch:
    """The ids of this run's groups, in their order, and how they differ from the earlier run's."""

    ids: tuple[str, ...]
    last_number: int  # highest number ever used, to be kept for the next run
    differences: tuple[Difference, ...]


def match_groups(
    earlier: Mapping[str, Collection[str]],
    fresh: Sequence[Collection[str]],
    *,
    last_number: int = 0,
    weights: Mapping[str, float] | None = None,
    settings: MatchSettings = MatchSettings(),
) -> GroupMatch:
    """Which id does each fresh group bear?

    `earlier` gives the members (opinion ids) of each earlier group, `fresh` the members of each group of this
    run, best ranked first: new groups get their numbers in this order. `last_number` is the highest number
    that earlier runs used, also for groups that are gone; `weights` are voices by opinion id, 1 if not given.
    """
    owner = {name: group for group, members in earlier.items() for name in members}
    overlaps = _Overlaps(owner, fresh, weights or {})
    kept = _kept_ids(overlaps, fresh, settings)
    number = max([last_number, *map(group_number, earlier)])
    ids = []
    for index in range(len(fresh)):
        if index not in kept:
            number += 1
        ids.append(kept.get(index, f"G{number}"))
    found = [*_changes(overlaps, ids, fresh), *_gone(earlier, overlaps)]
    return GroupMatch(tuple(ids), number, tuple(sorted(found, key=_place)))


def group_number(group: str) -> int:
    """The number in a group's id. Raises ValueError when it is no group's id."""
    found = _GROUP_ID.fullmatch(group)
    if not found:
        raise ValueError(f"not a group's id: {group!r}")
    return int(found[1])


def renamed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """Which groups that both runs hold bear another title now?"""
    changed = (group for group, title in after.items() if before.get(group, title) != title)
    return tuple(Difference(Change.RENAMED, group) for group in sorted(changed, key=group_number))


def seed_labels(ids: Sequence[str], earlier: Mapping[str, Collection[str]]) -> IntArray:
    """For each opinion the place of its earlier group in the order of numbers, or NEW.

    Opinions of one seed are one group before anything is joined, and no two seeds may be joined by machine.
    """
    place = {
        name: index
        for index, group in enumerate(sorted(earlier, key=group_number))
        for name in earlier[group]
    }
    return np.array([place.get(name, NEW) for name in ids], dtype=np.int64)


def proposed_merges(doubts: Iterable[Doubt], group_of: Sequence[str]) -> tuple[Difference, ...]:
    """Which groups does the machine propose to join? `group_of` is the id of each opinion's group.

    A new opinion between two earlier groups often shows that they are one, which is for a person to say.
    """
    proposals = []
    for doubt in doubts:
        one, other = sorted((group_of[doubt.a], group_of[doubt.b]), key=group_number)
        proposals.append(Difference(Change.PROPOSED_MERGE, one, (other,), value=doubt.value))
    return tuple(sorted(proposals, key=_place))


class _Overlaps:
    """How much of each earlier group stands in each fresh group, in opinions and in weight."""

    def __init__(
        self, owner: Mapping[str, str], fresh: Sequence[Collection[str]], weights: Mapping[str, float]
    ) -> None:
        self.count: list[Counter[str]] = []
        self.weight: list[Mapping[str, float]] = []
        self.fresh_weight: list[float] = []
        self.earlier_weight: defaultdict[str, float] = defaultdict(float)
        self.earlier_count: Counter[str] = Counter()
        for members in fresh:
            common = sorted(name for name in members if name in owner)
            weight: defaultdict[str, float] = defaultdict(float)
            for name in common:
                weight[owner[name]] += weights.get(name, 1.0)
            count = Counter(owner[name] for name in common)
            self.count.append(count)
            self.weight.append(weight)
            self.fresh_weight.append(sum(weight.values()))
            self.earlier_count.update(count)
            for group, value in weight.items():
                self.earlier_weight[group] += value

    def jaccard(self, index: int, group: str) -> float:
        shared = self.weight[index][group]
        return shared / (self.fresh_weight[index] + self.earlier_weight[group] - shared)


def _kept_ids(
    overlaps: _Overlaps, fresh: Sequence[Collection[str]], settings: MatchSettings
) -> Mapping[int, str]:
    candidates = [
        (-overlaps.jaccard(index, group), group_number(group), min(fresh[index]), index, group)
        for index, groups in enumerate(overlaps.count)
        for group in groups
    ]
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for negative, _, _, index, group in sorted(candidates):
        if -negative >= settings.least_overlap and index not in kept and group not in taken:
            kept[index] = group
            taken.add(group)
    return kept


def _changes(
    overlaps: _Overlaps, ids: Sequence[str], fresh: Sequence[Collection[str]]
) -> Iterator[Difference]:
    for index, group in enumerate(ids):
        count = overlaps.count[index]
        new = len(fresh[index]) - count.total()
        if not count:
            yield Difference(Change.FOUNDED, group, count=new)
            continue
        if new:
            yield Difference(Change.JOINED, group, count=new)
        came = [other for other in sorted(count, key=group_number) if other != group]
        whole = tuple(other for other in came if count[other] == overlaps.earlier_count[other])
        if whole:
            yield Difference(Change.MERGED, group, whole, sum(count[other] for other in whole))
        for other in came:
            if other not in whole:
                yield Difference(Change.SPLIT, group, (other,), count[other])


def _gone(earlier: Mapping[str, Collection[str]], overlaps: _Overlaps) -> Iterator[Difference]:
    for group, members in earlier.items():
        if not overlaps.earlier_count[group]:
            yield Difference(Change.GONE, group, count=len(members))


def _place(difference: Difference) -> tuple[int, int, tuple[int, ...]]:
    others = tuple(map(group_number, difference.others))
    return (list(Change).index(difference.change), group_number(difference.group), others)
