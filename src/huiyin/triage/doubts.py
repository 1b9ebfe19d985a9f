"""Which joins and which separations are the least certain, so that a person looks at them first?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import minimum_spanning_tree

from huiyin.triage.characters import BoolArray, IntArray
from huiyin.triage.enforcement import Links


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two items, one on either side of what is doubtful, and how strongly the two sides belong together."""

    a: int
    b: int
    value: float


def weakest_joins(labels: IntArray, links: Links, rank: IntArray) -> list[Doubt]:
    """The weakest link that holds each group together, weakest first; groups of one have none.

    A group hangs on its maximum spanning tree. Its weakest branch is where `enforce` cuts when a person
    splits the two ends. `rank` is the place of each item's id, for ties.
    """
    links = _chosen(links, labels[links.a] == labels[links.b])
    order = _strong_to_weak(links, rank)
    place = np.arange(1, order.size + 1, dtype=np.float64)  # all different: the tree is unique
    ends = (links.a[order], links.b[order])
    tree = minimum_spanning_tree(sparse.coo_array((place, ends), shape=(labels.size, labels.size)).tocsr())
    branches = np.sort(tree.data.astype(np.int64)) - 1
    weakest: dict[int, Doubt] = {}
    for index in order[branches].tolist():
        doubt = _doubt(links, index, rank, float(links.value[index]))
        weakest[int(labels[doubt.a])] = doubt
    return sorted(weakest.values(), key=lambda doubt: (doubt.value, rank[doubt.a], rank[doubt.b]))


def nearest_groups(labels: IntArray, links: Links, rank: IntArray, *, most_links: int) -> list[Doubt]:
    """Pairs of groups by linkage value, strongest first, each shown by its strongest link.

    The value between two groups is the sum of their q strongest links over q, where q is `most_links` but no
    more than the size of the larger group (study of grouping, §2.5). Pairs without a link are left out.
    """
    links = _chosen(links, labels[links.a] != labels[links.b])
    links = _chosen(links, _strong_to_weak(links, rank))
    if not links.a.size:
        return []
    dense = np.unique(labels, return_inverse=True)[1].ravel()
    size = np.bincount(dense)
    low = np.minimum(dense[links.a], dense[links.b])
    high = np.maximum(dense[links.a], dense[links.b])
    by_pair = np.lexsort((np.arange(low.size), high, low))
    starts = np.flatnonzero(
        np.diff(low[by_pair], prepend=-1).astype(bool) | np.diff(high[by_pair], prepend=-1).astype(bool)
    )
    within = np.arange(low.size) - np.repeat(starts, np.diff([*starts, low.size]))
    first = by_pair[starts]
    quota = np.minimum(most_links, np.maximum(size[low[first]], size[high[first]]))
    counted = within < np.repeat(quota, np.diff([*starts, low.size]))
    value = np.add.reduceat(np.where(counted, links.value[by_pair], 0.0), starts) / quota
    found = [_doubt(links, index, rank, v) for index, v in zip(first.tolist(), value.tolist(), strict=True)]
    return sorted(found, key=lambda doubt: (-doubt.value, rank[doubt.a], rank[doubt.b]))


def _chosen(links: Links, which: BoolArray | IntArray) -> Links:
    return Links(links.a[which], links.b[which], links.value[which])


def _strong_to_weak(links: Links, rank: IntArray) -> IntArray:
    low = np.minimum(rank[links.a], rank[links.b])
    high = np.maximum(rank[links.a], rank[links.b])
    return np.lexsort((high, low, -links.value)).astype(np.int64)


def _doubt(links: Links, index: int, rank: IntArray, value: float) -> Doubt:
    a, b = int(links.a[index]), int(links.b[index])
    return Doubt(a, b, value) if rank[a] <= rank[b] else Doubt(b, a, value)
