"""Which weights of the pair features agree best with the decisions of this office?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from huiyin.triage.characters import BoolArray, FloatArray, IntArray
from huiyin.triage.constraints import Constraints
from huiyin.triage.pairs import FEATURES, PairModel, probabilities
from huiyin.triage.vectors import Pairs


@dataclass(frozen=True, slots=True)
class RefitSettings:
    """How far an office's own decisions may move the shipped weights."""

    least_pairs: int = 20  # of each kind; with fewer the shipped weights stay
    # How much the shipped weights count. They were fitted on 648 judged pairs, so that as many decided pairs
    # weigh about as much as the shipped weights do.
    prior_strength: float = 2.0
    folds: int = 5


class TooFewDecisions(ValueError):
    """Not enough pairs were decided; holds how many of each kind there are and how many are needed."""

    def __init__(self, same: int, apart: int, needed: int) -> None:
        super().__init__(f"{same} same, {apart} apart, {needed} of each needed")
        self.same = same
        self.apart = apart
        self.needed = needed


@dataclass(frozen=True, slots=True)
class DecidedPairs:
    """Pairs of items of which people decided whether they belong together."""

    pairs: Pairs
    same: BoolArray


@dataclass(frozen=True, slots=True)
class Refit:
    """The new weights, and the share of decided pairs that old and new ones judge as people did.

    The share of the new weights is cross-fitted: each pair is judged by weights fitted without it.
    """

    model: PairModel
    pairs: int
    agreement_before: float
    agreement_after: float


def decided_pairs(constraints: Constraints, ids: list[str]) -> DecidedPairs:
    """The pairs that merges and pins put together, and those that splits keep apart, among these items."""
    place = {name: index for index, name in enumerate(ids)}
    members: dict[int, list[int]] = {}
    for name, component in sorted(constraints.component.items()):
        if name in place:
            members.setdefault(component, []).append(place[name])
    together = [(a, b) for each in members.values() for a in each for b in each if a < b]
    apart = [
        (min(a, b), max(a, b))
        for one, other in sorted(constraints.apart)
        for a in members.get(one, ())
        for b in members.get(other, ())
    ]
    pairs = np.array(together + apart, dtype=np.int64).reshape(-1, 2)
    same = np.arange(pairs.shape[0]) < len(together)
    return DecidedPairs(Pairs(pairs[:, 0], pairs[:, 1]), same)


def _fit(features: FloatArray, same: BoolArray, prior: PairModel, settings: RefitSettings) -> PairModel:
    """Logistic regression drawn towards the prior weights; no weight changes its sign.

    The maximum a posteriori estimate under a normal prior around the shipped weights, each on the scale of
    its own size (Bishop, Pattern Recognition and Machine Learning, 2006, §4.5).
    """
    start = np.array([*(prior.weights[name] for name in FEATURES), prior.offset])
    scale = np.maximum(np.abs(start), 0.5)
    inputs = np.column_stack([features, np.ones(features.shape[0])])
    target = same.astype(np.float64)

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        score = inputs @ weights
        drift = (weights - start) / scale
        value = np.logaddexp(0.0, score).sum() - target @ score + settings.prior_strength * (drift @ drift)
        slope = inputs.T @ (1.0 / (1.0 + np.exp(-score)) - target)
        return float(value), slope + 2.0 * settings.prior_strength * drift / scale

    signs = [(0.0, None) if weight > 0 else (None, 0.0) for weight in start]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=signs)
    fitted = [round(float(weight), 6) for weight in found.x]
    return PairModel(dict(zip(FEATURES, fitted[:-1], strict=True)), fitted[-1], prior.cut)


def _agreement(probability: FloatArray, same: BoolArray, cut: float) -> float:
    return float(((probability >= cut) == same).mean())


def _folds(decided: DecidedPairs, count: int) -> IntArray:
    """A fold for each pair; pairs of one item share theirs, so that none is judged by its neighbours."""
    parent: dict[int, int] = {}

    def root(item: int) -> int:
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item

    for a, b in zip(decided.pairs.a.tolist(), decided.pairs.b.tolist(), strict=True):
        parent[max(root(a), root(b))] = min(root(a), root(b))
    return np.array([root(a) for a in decided.pairs.a.tolist()], dtype=np.int64) % count


def refit_model(
    features: FloatArray, decided: DecidedPairs, prior: PairModel, settings: RefitSettings
) -> Refit:
    """The prior weights, moved by the decided pairs. Raises TooFewDecisions.

    `features` has one row for each decided pair, in the order of FEATURES.
    """
    same = int(decided.same.sum())
    apart = decided.same.size - same
    if min(same, apart) < settings.least_pairs:
        raise TooFewDecisions(same, apart, settings.least_pairs)
    folds = _folds(decided, settings.folds)
    judged = np.zeros(decided.same.size)
    for fold in np.unique(folds):
        left_out = folds == fold
        model = _fit(features[~left_out], decided.same[~left_out], prior, settings)
        judged[left_out] = probabilities(features[left_out], model)
    return Refit(
        model=_fit(features, decided.same, prior, settings),
        pairs=decided.same.size,
        agreement_before=_agreement(probabilities(features, prior), decided.same, prior.cut),
        agreement_after=_agreement(judged, decided.same, prior.cut),
    )
