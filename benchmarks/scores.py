"""How well do two groupings of the same things agree?

Labels are any values that can be compared for equality: things with equal labels are in one group.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

Labels = Sequence[Hashable]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much of what was found is right, and how much of what is right was found; both from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def pair_agreement(found: Sequence[bool], right: Sequence[bool]) -> Agreement:
    """How well were single pairs judged? Each position is one pair; True says that it belongs together."""
    said, truth = np.asarray(found, dtype=bool), np.asarray(right, dtype=bool)
    both = float((said & truth).sum())
    return Agreement(_share(both, float(said.sum())), _share(both, float(truth.sum())))


def together_agreement(found: Labels, right: Labels) -> Agreement:
    """Over all pairs of things: which share of those put together belongs together, and the reverse?"""
    crossed = _crossed(found, right)
    both = _pairs(crossed.data)
    return Agreement(
        _share(both, _pairs(crossed.sum(axis=1))),
        _share(both, _pairs(crossed.sum(axis=0))),
    )


def b_cubed(found: Labels, right: Labels) -> Agreement:
    """For the average thing: which share of its group is of its kind, and which of its kind is in its group?

    Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model", 1998.
    """
    crossed = _crossed(found, right).tocoo()
    held = crossed.data.astype(np.float64)
    in_group = np.bincount(crossed.row, weights=held)[crossed.row]
    of_kind = np.bincount(crossed.col, weights=held)[crossed.col]
    return Agreement(
        _share(float((held * held / in_group).sum()), held.sum()),
        _share(float((held * held / of_kind).sum()), held.sum()),
    )


def accuracy(found: Labels, right: Labels) -> float:
    """The share of things in the group of their kind, each kind having one group: the best such matching."""
    crossed = _crossed(found, right).toarray()
    groups, kinds = linear_sum_assignment(crossed, maximize=True)
    return _share(float(crossed[groups, kinds].sum()), float(crossed.sum()))


def purity(found: Labels, right: Labels) -> float:
    """The share of things that are of the commonest kind of their group."""
    crossed = _crossed(found, right)
    return _share(float(crossed.max(axis=1).toarray().sum()), float(crossed.sum()))


def mutual_information(found: Labels, right: Labels) -> float:
    """Normalised by the mean of both entropies (NMI), from 0 to 1; it rises with many small groups."""
    return float(normalized_mutual_info_score(_codes(right), _codes(found)))


def rand_agreement(found: Labels, right: Labels) -> float:
    """The adjusted Rand index (ARI): 1 for equal groupings, about 0 for chance."""
    return float(adjusted_rand_score(_codes(right), _codes(found)))


def each_alone(labels: Sequence[int], outlier: int) -> list[int]:
    """The labels, where every thing that bears the label of outliers gets a group of its own."""
    free = max(labels, default=0) + 1
    return [free + place if label == outlier else label for place, label in enumerate(labels)]


def _codes(labels: Labels) -> Codes:
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(label, len(known)) for label in labels], dtype=np.int64)


def _crossed(found: Labels, right: Labels) -> sparse.csr_array:
    """Groups x kinds: how many things are in both."""
    if len(found) != len(right):
        raise ValueError(f"{len(found)} things in groups, {len(right)} with a kind")
    ones = np.ones(len(found), dtype=np.int64)
    crossed = sparse.coo_array((ones, (_codes(found), _codes(right)))).tocsr()
    crossed.sum_duplicates()
    return crossed


def _pairs(sizes: npt.ArrayLike) -> float:
    """How many pairs do groups of these sizes hold?"""
    size = np.asarray(sizes, dtype=np.float64)
    return float((size * (size - 1) / 2).sum())


def _share(part: float, whole: float) -> float:
    """Part of whole; of nothing, all: where nothing was found, nothing found is wrong."""
    return part / whole if whole else 1.0
