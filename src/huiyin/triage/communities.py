"""Into which communities does a graph of similar things fall, the same at every run?

Louvain (Blondel et al., 2008) without shuffling, and not Leiden: scikit-network's Leiden draws from C's
rand(), which no seed of ours reaches, so that equal input gave different groups. What Leiden adds, that no
community falls into pieces, is mended afterwards.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sknetwork.clustering import Louvain

from huiyin.triage.characters import FloatArray, IntArray
from huiyin.triage.vectors import Pairs


def _symmetric(pairs: Pairs, weight: FloatArray, size: int) -> sparse.csr_matrix:
    ends = (np.concatenate([pairs.a, pairs.b]), np.concatenate([pairs.b, pairs.a]))
    return sparse.csr_matrix((np.concatenate([weight, weight]), ends), shape=(size, size))


def _in_pieces(label: IntArray, pairs: Pairs, size: int) -> IntArray:
    """The communities, each in one connected piece."""
    inside = label[pairs.a] == label[pairs.b]
    pieces = _symmetric(Pairs(pairs.a[inside], pairs.b[inside]), np.ones(int(inside.sum())), size)
    return np.asarray(connected_components(pieces, directed=False)[1], dtype=np.int64)


def _louvain(pairs: Pairs, weight: FloatArray, size: int, method: Louvain) -> IntArray:
    if not pairs.count:
        return np.arange(size, dtype=np.int64)
    label = np.asarray(method.fit_predict(_symmetric(pairs, weight, size)), dtype=np.int64)
    return _in_pieces(label, pairs, size)


def dense_communities(pairs: Pairs, weight: FloatArray, size: int, *, density: float) -> IntArray:
    """Communities by the constant Potts model: each denser inside than `density`, at any size."""
    # The library divides the weights by their sum and lets each row count 1 / size.
    resolution = density * size**2 / max(float(2.0 * weight.sum()), 1e-12)
    return _louvain(
        pairs, weight, size, Louvain(resolution=resolution, modularity="potts", shuffle_nodes=False)
    )


def modular_communities(pairs: Pairs, weight: FloatArray, size: int, *, resolution: float) -> IntArray:
    """Communities by modularity; the higher the resolution, the more there are."""
    return _louvain(pairs, weight, size, Louvain(resolution=resolution, shuffle_nodes=False))
