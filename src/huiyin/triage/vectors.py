"""How much does each word weigh, and which opinions are near enough to be compared?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sparse_dot_topn import sp_matmul_topn

from huiyin.triage.characters import FloatArray, IntArray, distinct
from huiyin.triage.counts import Counts, Matrix


@dataclass(frozen=True, slots=True)
class VectorSettings:
    """Numbers of the comparison space; all measured in the study of grouping (§2.2, §2.3)."""

    title_weight: float = 2.0
    gram_weight: float = 0.7
    region_weight: float = 0.5
    common_word_share: float = 0.15  # words in more opinions than this are left out of the search
    common_gram_share: float = 0.05
    pre_group_cosine: float = 0.45
    pre_group_neighbours: int = 8
    least_cell: float = 0.04  # lighter words and grams of a vector are left out of the search: they cost most
    neighbours: int = 30
    least_cosine: float = 0.12
    title_neighbours: int = 10
    least_title_cosine: float = 0.20


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse document frequencies, each opinion weighted by one over the size of its pre-group.

    idf(w) = max(0, ln((N + 1) / (df(w) + 0.5))), where an issue of 59 messages counts about once,
    so that its name stays rare.
    """

    words: FloatArray
    word_frequency: FloatArray
    grams: FloatArray
    names: FloatArray
    matters: FloatArray
    total: float  # N: the sum of the weights of all opinions


def presence(matrix: Matrix) -> Matrix:
    """The same matrix with 1 in each filled cell."""
    return sparse.csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)


def _frequency(matrix: Matrix, weight: FloatArray) -> FloatArray:
    present = presence(matrix)
    return np.asarray(present.T @ weight, dtype=np.float64)


def _idf(frequency: FloatArray, total: float) -> FloatArray:
    return np.maximum(0.0, np.log((total + 1.0) / (frequency + 0.5)))


def weigh(counts: Counts, weight: FloatArray) -> Weights:
    """The weights of words, grams, names and matters when opinion i counts weight[i]."""
    total = float(weight.sum())
    frequency = _frequency(counts.words.title + counts.words.detail, weight)
    return Weights(
        words=_idf(frequency, total),
        word_frequency=frequency,
        grams=_idf(_frequency(counts.grams.title + counts.grams.detail, weight), total),
        names=_idf(_frequency(counts.bigrams, weight), total),
        matters=_idf(_frequency(counts.title_matters + counts.detail_matters, weight), total),
        total=total,
    )


def scaled(matrix: Matrix, columns: FloatArray) -> Matrix:
    """Each column multiplied by its weight; columns of weight 0 dropped. The matrix itself stays as it is."""
    result = matrix.copy()
    result.data *= columns[matrix.indices].astype(np.float32)
    result.eliminate_zeros()
    return result


def damped(matrix: Matrix) -> Matrix:
    """Counts as 1 + ln(count), so that repetition weighs little."""
    return sparse.csr_array((1.0 + np.log(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)


def unit_rows(matrix: Matrix) -> Matrix:
    """Each row at length 1; empty rows stay empty."""
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    length = np.sqrt(squares)
    length[length == 0.0] = 1.0
    cells = matrix.data / np.repeat(length, np.diff(matrix.indptr)).astype(np.float32)
    return sparse.csr_array((cells, matrix.indices, matrix.indptr), shape=matrix.shape)


def _space(
    words: Matrix, grams: Matrix, counts: Counts, weights: Weights, settings: VectorSettings
) -> Matrix:
    size = words.shape[0]
    word_weight = weights.words.copy()
    word_weight[counts.words.is_region] *= settings.region_weight
    word_weight[weights.word_frequency > settings.common_word_share * size] = 0.0
    held = np.bincount((counts.grams.title + counts.grams.detail).indices, minlength=grams.shape[1])
    gram_weight = np.where((held >= 2) & (held <= settings.common_gram_share * size), weights.grams, 0.0)
    by_word = unit_rows(scaled(damped(words), word_weight))
    by_gram = unit_rows(scaled(damped(grams), gram_weight))
    return unit_rows(
        sparse.csr_array(sparse.hstack([by_word, by_gram * np.float32(settings.gram_weight)], format="csr"))
    )


def text_space(counts: Counts, weights: Weights, settings: VectorSettings) -> Matrix:
    """Titles (twice) and details as unit vectors over words and character grams."""
    title = np.float32(settings.title_weight)
    return _space(
        counts.words.title * title + counts.words.detail,
        counts.grams.title * title + counts.grams.detail,
        counts,
        weights,
        settings,
    )


def title_space(counts: Counts, weights: Weights, settings: VectorSettings) -> Matrix:
    """Titles alone as unit vectors over words and character grams."""
    return _space(counts.words.title, counts.grams.title, counts, weights, settings)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of opinions, a < b, sorted, each once."""

    a: IntArray
    b: IntArray

    @property
    def count(self) -> int:
        return int(self.a.size)


def unique_pairs(a: IntArray, b: IntArray, size: int) -> Pairs:
    """The pairs without order, without repetition and without self-pairs."""
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    keys = distinct((low * size + high)[low != high])
    return Pairs(a=keys // size, b=keys % size)


def heavy_cells(space: Matrix, least: float) -> Matrix:
    """The same vectors without their light cells, which stand in most rows and decide least."""
    result = space.copy()
    result.data[result.data < least] = 0.0
    result.eliminate_zeros()
    return result


def near_pairs(space: Matrix, *, neighbours: int, least: float) -> Pairs:
    """For each opinion its nearest by exact cosine, at least `least`."""
    left = sparse.csr_matrix(space)  # the library takes no sparse arrays
    found = sp_matmul_topn(left, left.T.tocsr(), top_n=neighbours + 1, threshold=least, n_threads=2).tocoo()
    return unique_pairs(found.row.astype(np.int64), found.col.astype(np.int64), space.shape[0])


def pre_group_weights(space: Matrix, settings: VectorSettings) -> FloatArray:
    """One over the size of each opinion's pre-group (connected at a high cosine)."""
    size = space.shape[0]
    heavy = heavy_cells(space, settings.least_cell)
    pairs = near_pairs(heavy, neighbours=settings.pre_group_neighbours, least=settings.pre_group_cosine)
    graph = sparse.coo_array((np.ones(pairs.count), (pairs.a, pairs.b)), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    return 1.0 / np.bincount(label)[label]


@dataclass(frozen=True, slots=True)
class Space:
    """The weighted comparison space of a collection, and its candidate pairs."""

    counts: Counts
    weights: Weights
    texts: Matrix
    candidates: Pairs


def build_space(counts: Counts, settings: VectorSettings) -> Space:
    """Weigh in two passes, then find each opinion's candidates (30 by text, 10 by title)."""
    size = counts.title_matters.shape[0]
    first = weigh(counts, np.ones(size))
    weights = weigh(counts, pre_group_weights(text_space(counts, first, settings), settings))
    texts = text_space(counts, weights, settings)
    by_text = near_pairs(
        heavy_cells(texts, settings.least_cell), neighbours=settings.neighbours, least=settings.least_cosine
    )
    by_title = near_pairs(
        title_space(counts, weights, settings),
        neighbours=settings.title_neighbours,
        least=settings.least_title_cosine,
    )
    candidates = unique_pairs(
        np.concatenate([by_text.a, by_title.a]), np.concatenate([by_text.b, by_title.b]), size
    )
    return Space(counts=counts, weights=weights, texts=texts, candidates=candidates)


def plain_space(counts: Counts, settings: VectorSettings) -> Space:
    """Weigh in one pass, without candidates: enough for names and themes."""
    weights = weigh(counts, np.ones(counts.title_matters.shape[0]))
    none = np.zeros(0, dtype=np.int64)
    return Space(counts, weights, text_space(counts, weights, settings), Pairs(none, none))
