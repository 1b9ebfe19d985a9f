"""Which short texts without place and matter speak of the same topic?

Each text's vector is joined with the mean of its nearest neighbours' vectors (smoothing over the neighbour
graph: Wu et al., Simplifying Graph Convolutional Networks, 2019), and neighbours are compared again: two
texts are similar when their surroundings are, which bridges different words for one thing and parts chance
likenesses. Similar neighbours make a graph; the Louvain method (Blondel et al., 2008) cuts it by the constant
Potts model (Traag et al., 2011): a group is kept whole as long as it is denser than `density`. Unlike the
resolution of modularity, that number depends neither on how many texts there are nor on how many groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from huiyin.triage.characters import BoolArray, FloatArray, IntArray, normalise
from huiyin.triage.communities import dense_communities
from huiyin.triage.counts import Matrix
from huiyin.triage.linking import Grouping, LinkSettings, ScoredPairs, held_at
from huiyin.triage.topic_space import SpaceSettings, TopicSpace, topic_space
from huiyin.triage.vectors import Pairs, unit_rows

_Dense = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """Numbers of topic mode; one setting for all languages and sizes, measured in docs/why/grouping.md."""

    space: SpaceSettings = field(default_factory=SpaceSettings)
    neighbours: int = 20
    least_cosine: float = 0.02  # of the cells searched by; what is less has nothing in common
    most_cells: int = 12  # the heaviest words and grams of a text, by which its neighbours are searched
    least_cells: int = 3
    most_products: float = (
        3e8  # multiplications of one search: some seconds; larger collections use fewer cells
    )
    dimensions: int = 512  # of the sketch of the vectors; the similarity is then known to about 0.03
    seed: int = 0  # of the sketch, so that equal input gives equal output
    least_similarity: float = 0.68  # neighbours below it are not joined
    density: float = 0.04  # similarity per pair that a group must have inside


@dataclass(frozen=True, slots=True)
class TopicGroups:
    """The topic of each text, how firmly it is held, and the similar pairs that speak for it."""

    grouping: Grouping  # joined_at: the lowest held_at in the group
    scored: ScoredPairs  # neighbours, a < b, with the similarity of their surroundings, 0 to 1
    space: TopicSpace


def _distinct(texts: Sequence[str]) -> tuple[list[str], IntArray, IntArray]:
    """The distinct normalised texts in sorted order, the first text of each, and the place of every text."""
    normalised = [normalise(text) for text in texts]
    first: dict[str, int] = {}
    for index, text in enumerate(normalised):
        first.setdefault(text, index)
    held = sorted(first)
    place = {text: index for index, text in enumerate(held)}
    return (
        held,
        np.array([first[text] for text in held], dtype=np.int64),
        np.array([place[text] for text in normalised], dtype=np.int64),
    )


def _heaviest(space: Matrix, settings: TopicSettings) -> Matrix:
    """The heaviest cells of each row, as many as the number of multiplications allows."""
    row = np.repeat(np.arange(space.shape[0]), np.diff(space.indptr))
    order = np.argsort(
        row - 0.5 * np.minimum(space.data, 1.0), kind="stable"
    )  # cells of unit rows are at most 1
    rank = np.empty(space.nnz, dtype=np.int64)
    rank[order] = np.arange(space.nnz) - space.indptr[row]
    cells = settings.most_cells
    while cells > settings.least_cells and _products(space.indices[rank < cells]) > settings.most_products:
        cells -= 1
    kept = (rank < cells) & ~_too_frequent(space.indices, rank < cells, settings.most_products)
    pruned = sparse.csr_array((space.data[kept], (row[kept], space.indices[kept])), shape=space.shape)
    return unit_rows(pruned)


def _products(columns: npt.NDArray[np.int32]) -> float:
    """How many multiplications does it take to compare all rows that hold these columns?"""
    return float((np.bincount(columns).astype(np.float64) ** 2).sum())


def _too_frequent(columns: npt.NDArray[np.int32], kept: BoolArray, most: float) -> BoolArray:
    """Which cells stand in columns so frequent that all together cost more than is allowed?"""
    frequency = np.bincount(columns[kept], minlength=int(columns.max(initial=0)) + 1).astype(np.float64)
    order = np.argsort(frequency, kind="stable")
    dear = np.zeros(frequency.size, dtype=np.bool_)
    dear[order[np.cumsum(frequency[order] ** 2) > most]] = True
    return dear[columns]


def nearest(space: Matrix, settings: TopicSettings) -> Matrix:
    """The nearest neighbours of each row: rows x rows, with their cosines over the heaviest cells."""
    pruned = sparse.csr_matrix(_heaviest(space, settings))  # the library takes no sparse arrays
    found = sp_matmul_topn(
        pruned,
        pruned.T.tocsr(),
        top_n=settings.neighbours + 1,
        threshold=settings.least_cosine,
        n_threads=2,
        sort=True,
    ).tocoo()
    other = found.row != found.col
    cells = (found.data[other], (found.row[other], found.col[other]))
    return sparse.csr_array(cells, shape=found.shape)


def _sketch(space: Matrix, settings: TopicSettings) -> _Dense:
    """The rows in few dimensions with nearly the same cosines (count sketch: Charikar et al., 2002)."""
    chance = np.random.default_rng(settings.seed)
    columns = space.shape[1]
    sign = chance.choice(np.array([-1.0, 1.0], dtype=np.float32), columns)
    column = chance.integers(0, settings.dimensions, columns)
    projection = sparse.csr_array((sign, (np.arange(columns), column)), shape=(columns, settings.dimensions))
    return np.asarray((space @ projection).toarray(), dtype=np.float32)


def _surroundings(space: Matrix, neighbours: Matrix, settings: TopicSettings) -> _Dense:
    """Each row's sketch with the weighted mean of its neighbours' sketches, at length 1."""
    total = np.asarray(neighbours.sum(axis=1), dtype=np.float32).ravel()
    total[total == 0.0] = 1.0
    share = sparse.csr_array(
        (
            neighbours.data / np.repeat(total, np.diff(neighbours.indptr)),
            neighbours.indices,
            neighbours.indptr,
        ),
        shape=neighbours.shape,
    )
    own = _sketch(space, settings)
    joined: _Dense = np.asarray(share @ own, dtype=np.float32)
    joined += own
    length = np.sqrt(np.einsum("ij,ij->i", joined, joined))
    length[length == 0.0] = 1.0
    joined /= length[:, np.newaxis]
    return joined


_BLOCK = 1 << 14  # pairs whose vectors are held in memory at one time


def _dots(vectors: _Dense, pairs: Pairs) -> FloatArray:
    result = np.empty(pairs.count, dtype=np.float64)
    for start in range(0, pairs.count, _BLOCK):
        part = slice(start, start + _BLOCK)
        result[part] = np.einsum("ij,ij->i", vectors[pairs.a[part]], vectors[pairs.b[part]])
    return np.clip(result, 0.0, 1.0)


def _directed(neighbours: Matrix) -> tuple[Pairs, IntArray]:
    """The pairs of neighbours, and whether one (1) or both (2) count the other among the nearest."""
    size = neighbours.shape[0]
    row = np.repeat(np.arange(size, dtype=np.int64), np.diff(neighbours.indptr))
    column = neighbours.indices.astype(np.int64)
    keys, ways = np.unique(np.minimum(row, column) * size + np.maximum(row, column), return_counts=True)
    return Pairs(a=keys // size, b=keys % size), ways.astype(np.int64)


def _first_member(labels: IntArray) -> IntArray:
    """Each label as the lowest index that bears it."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first[inverse.ravel()].astype(np.int64)


def _lowest_in_group(labels: IntArray, held: FloatArray) -> FloatArray:
    lowest = np.ones(labels.size)
    np.minimum.at(lowest, labels, held)
    return lowest[labels]


def _spread(pairs: Pairs, similarity: FloatArray, first: IntArray, place: IntArray) -> ScoredPairs:
    """The pairs of distinct texts as pairs of texts; each repetition of a text is paired with the first."""
    again = np.flatnonzero(first[place] != np.arange(place.size))
    a = np.concatenate([first[pairs.a], first[place[again]]])
    b = np.concatenate([first[pairs.b], again])
    value = np.concatenate([similarity, np.ones(again.size)])
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low))
    return ScoredPairs(Pairs(low[order], high[order]), value[order])


def topic_groups(texts: Sequence[str], *, settings: TopicSettings) -> TopicGroups:
    """Group texts by topic; equal texts are always together, and the order of the texts changes nothing.

    Labels are the lowest index of a group. `space` has one row for each text.
    """
    distinct, first, place = _distinct(texts)
    space = topic_space(distinct, settings.space)
    neighbours = nearest(space.search, settings)
    pairs, ways = _directed(neighbours)
    similarity = _dots(_surroundings(space.whole, neighbours, settings), pairs)
    near = similarity >= settings.least_similarity
    community = dense_communities(
        Pairs(pairs.a[near], pairs.b[near]),
        similarity[near] * ways[near],
        len(distinct),
        density=settings.density,
    )
    community = _first_member(community)
    held = held_at(ScoredPairs(pairs, similarity), community, LinkSettings(cut=settings.least_similarity))
    lowest = _lowest_in_group(community, held)
    return TopicGroups(
        grouping=Grouping(_first_member(community[place]), joined_at=lowest[place], held_at=held[place]),
        scored=_spread(pairs, similarity, first, place),
        space=TopicSpace(space.search[place], space.whole[place]),
    )
