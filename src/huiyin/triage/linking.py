"""Which opinions join into one group, given how likely each pair is the same problem?"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from huiyin.triage.characters import BoolArray, FloatArray, IntArray
from huiyin.triage.vectors import Pairs, unique_pairs

Score = Callable[[Pairs], FloatArray]
_SAME_VALUE = 1e-12


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """Numbers of top-q linkage, measured in docs/why/grouping.md."""

    cut: float
    links: int = 3  # q: how many of the strongest links between two groups are averaged
    component_floor: float = 0.30  # pairs from here on make a component whose inner pairs are all scored
    largest_component: int = 250  # larger components keep their candidate pairs only
    least_probability: float = 0.02  # weaker pairs are no links


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Pairs of opinions with the probability of each that both speak of the same problem."""

    pairs: Pairs
    probability: FloatArray


@dataclass(frozen=True, slots=True)
class Start:
    """What is settled before anything is joined."""

    labels: IntArray  # opinions of one label begin as one group
    is_fixed: BoolArray  # opinions of earlier groups: no two of these groups are joined
    apart: Pairs  # opinions that are never in one group

    @classmethod
    def free(cls, size: int) -> Start:
        """Nothing is settled: each opinion begins alone."""
        none = np.zeros(0, dtype=np.int64)
        return cls(np.arange(size, dtype=np.int64), np.zeros(size, dtype=np.bool_), Pairs(none, none))


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of each opinion (the lowest opinion of the group), and how firmly it is held."""

    labels: IntArray
    joined_at: FloatArray  # by opinion: the lowest linkage value at which its group was joined; 1 alone
    held_at: FloatArray  # by opinion: the mean of its strongest links inside the group; 1 alone


def _components(scored: ScoredPairs, size: int, floor: float) -> Iterator[IntArray]:
    likely = scored.probability >= floor
    a, b = scored.pairs.a[likely], scored.pairs.b[likely]
    graph = sparse.coo_array((np.ones(a.size), (a, b)), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    order = np.argsort(label, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(label[order])) + 1)


def _inner_pairs(scored: ScoredPairs, size: int, settings: LinkSettings) -> Pairs:
    """All inner pairs of the components that the likely pairs make, as far as they are not too large."""
    a, b = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for members in _components(scored, size, settings.component_floor):
        if 3 <= members.size <= settings.largest_component:
            low, high = np.triu_indices(members.size, k=1)
            a.append(members[low])
            b.append(members[high])
    return unique_pairs(np.concatenate(a), np.concatenate(b), size)


def complete(candidates: Pairs, score: Score, size: int, settings: LinkSettings) -> ScoredPairs:
    """Score the candidate pairs and, in each component that the likely ones make, all inner pairs."""
    scored = ScoredPairs(candidates, score(candidates))
    inner = _inner_pairs(scored, size, settings)
    new = ~np.isin(inner.a * size + inner.b, candidates.a * size + candidates.b)
    more = Pairs(inner.a[new], inner.b[new])
    if not more.count:
        return scored
    pairs = Pairs(np.concatenate([candidates.a, more.a]), np.concatenate([candidates.b, more.b]))
    return ScoredPairs(pairs, np.concatenate([scored.probability, score(more)]))


@dataclass(slots=True)
class _Linkage:
    """Groups that grow: always the two with the highest linkage value are joined next."""

    settings: LinkSettings
    size: list[int]
    fixed: list[bool]
    links: list[dict[int, tuple[float, ...]]]  # by group: the strongest links to each other group
    apart: list[set[int]]
    joined_at: list[float]
    parent: list[int]
    heap: list[tuple[float, int, int]] = field(default_factory=list)

    def value(self, a: int, b: int) -> float:
        """The sum of the q strongest links over q, where q is at most the size of the larger group."""
        q = min(self.settings.links, max(self.size[a], self.size[b]))
        return sum(self.links[a].get(b, ())[:q]) / q

    def may_join(self, a: int, b: int) -> bool:
        return b not in self.apart[a] and not (self.fixed[a] and self.fixed[b])

    def offer(self, a: int, b: int) -> None:
        value = self.value(a, b)
        if value >= self.settings.cut and self.may_join(a, b):
            heapq.heappush(self.heap, (-value, min(a, b), max(a, b)))

    def is_stale(self, negative: float, a: int, b: int) -> bool:
        if self.parent[a] != a or self.parent[b] != b or not self.may_join(a, b):
            return True
        return abs(self.value(a, b) + negative) > _SAME_VALUE

    def join(self, a: int, b: int, value: float) -> None:
        """Join b into a, where a is the group with more links."""
        self.parent[b] = a
        self.size[a] += self.size[b]
        self.fixed[a] = self.fixed[a] or self.fixed[b]
        self.joined_at[a] = min(self.joined_at[a], self.joined_at[b], value)
        for other in self.apart[b]:
            self.apart[other].add(a)
        self.apart[a] |= self.apart[b]
        self.links[a].pop(b, None)
        for other, theirs in self.links[b].items():
            if other != a:
                both = sorted(self.links[a].get(other, ()) + theirs, reverse=True)
                self.links[a][other] = self.links[other][a] = tuple(both[: self.settings.links])
                del self.links[other][b]
        self.links[b] = {}
        for other in self.links[a]:
            self.offer(a, other)

    def run(self) -> None:
        for a, links in enumerate(self.links):
            for b in links:
                if a < b:
                    self.offer(a, b)
        while self.heap:
            negative, a, b = heapq.heappop(self.heap)
            if self.is_stale(negative, a, b):
                continue
            if (len(self.links[a]), -a) < (len(self.links[b]), -b):
                a, b = b, a
            self.join(a, b, -negative)


def _begin(scored: ScoredPairs, start: Start, settings: LinkSettings) -> tuple[_Linkage, IntArray]:
    """The groups at the start with their links, and the start group of each opinion."""
    _, group = np.unique(start.labels, return_inverse=True)
    count = int(group.max(initial=-1)) + 1
    links: list[dict[int, tuple[float, ...]]] = [{} for _ in range(count)]
    strong = np.flatnonzero(scored.probability >= settings.least_probability)
    strong = strong[np.argsort(-scored.probability[strong], kind="stable")]
    low, high = group[scored.pairs.a[strong]].tolist(), group[scored.pairs.b[strong]].tolist()
    for a, b, probability in zip(low, high, scored.probability[strong].tolist(), strict=True):
        held = links[a].get(b, ())
        if a != b and len(held) < settings.links:
            links[a][b] = links[b][a] = (*held, probability)
    apart: list[set[int]] = [set() for _ in range(count)]
    for a, b in zip(group[start.apart.a].tolist(), group[start.apart.b].tolist(), strict=True):
        apart[a].add(b)
        apart[b].add(a)
    linkage = _Linkage(
        settings=settings,
        size=np.bincount(group, minlength=count).tolist(),
        fixed=(np.bincount(group, weights=start.is_fixed, minlength=count) > 0).tolist(),
        links=links,
        apart=apart,
        joined_at=[1.0] * count,
        parent=list(range(count)),
    )
    return linkage, group.astype(np.int64)


def _roots(parent: list[int]) -> IntArray:
    roots = np.array(parent, dtype=np.int64)
    while not np.array_equal(roots, roots[roots]):
        roots = roots[roots]
    return roots


def held_at(scored: ScoredPairs, labels: IntArray, settings: LinkSettings) -> FloatArray:
    """The mean of each opinion's q strongest links inside its group (q at most the others there); 1 alone."""
    inside = labels[scored.pairs.a] == labels[scored.pairs.b]
    item = np.concatenate([scored.pairs.a[inside], scored.pairs.b[inside]])
    probability = np.tile(scored.probability[inside], 2)
    order = np.lexsort((-probability, item))
    item, probability = item[order], probability[order]
    rank = np.arange(item.size) - np.searchsorted(item, item)
    counted = rank < settings.links
    total = np.bincount(item[counted], weights=probability[counted], minlength=labels.size)
    others = np.bincount(labels, minlength=int(labels.max(initial=0)) + 1)[labels] - 1
    return np.where(others == 0, 1.0, total / np.clip(others, 1, settings.links))


def top_link_groups(scored: ScoredPairs, start: Start, settings: LinkSettings) -> Grouping:
    """Join by top-q linkage, which lies between single and average linkage.

    Two groups join when the mean of their q strongest links reaches the cut, strongest first: one weak
    bridge cannot chain two problems, and a group of sixty does not need all its pairs to agree.
    """
    linkage, group = _begin(scored, start, settings)
    linkage.run()
    roots = _roots(linkage.parent)
    final = roots[group]
    lowest = np.full(len(linkage.parent), start.labels.size, dtype=np.int64)
    np.minimum.at(lowest, final, np.arange(final.size, dtype=np.int64))
    labels = lowest[final]
    return Grouping(
        labels=labels,
        joined_at=np.array(linkage.joined_at)[final],
        held_at=held_at(scored, labels, settings),
    )
