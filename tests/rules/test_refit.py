"""Do an office's own decisions move the weights, as far as they carry?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.triage.constraints import compile_decisions
from huiyin.triage.decisions import read_decisions
from huiyin.triage.pairs import FEATURES, read_pair_model
from huiyin.triage.refit import DecidedPairs, RefitSettings, TooFewDecisions, decided_pairs, refit_model
from huiyin.triage.vectors import Pairs

SETTINGS = RefitSettings()
PERSON = FEATURES.index("same_person")


def decided(same: list[bool]) -> DecidedPairs:
    count = len(same)
    return DecidedPairs(Pairs(np.arange(count) * 2, np.arange(count) * 2 + 1), np.array(same))


def test_pairs_come_from_merges_and_splits() -> None:
    content = b"decisions:\n  - merge: [a, b, c]\n  - split: [[a], [d]]\n"
    constraints = compile_decisions(read_decisions(content, file="decisions.yaml"))

    found = decided_pairs(constraints, ["a", "b", "c", "d"])

    pairs = list(zip(found.pairs.a.tolist(), found.pairs.b.tolist(), found.same.tolist(), strict=True))
    assert pairs == [(0, 1, True), (0, 2, True), (1, 2, True), (0, 3, False), (1, 3, False), (2, 3, False)]


def test_a_feature_that_settles_every_decision_gains_weight() -> None:
    same = [True, False] * 30
    features = np.full((60, len(FEATURES)), 0.3)  # too little for the shipped weights
    features[:, PERSON] = same

    found = refit_model(features, decided(same), read_pair_model(), SETTINGS)

    assert found.model.weights["same_person"] > read_pair_model().weights["same_person"]
    assert found.agreement_after > found.agreement_before


def test_few_decisions_are_refused_with_what_is_needed() -> None:
    with pytest.raises(TooFewDecisions) as refusal:
        refit_model(np.zeros((3, len(FEATURES))), decided([True, True, False]), read_pair_model(), SETTINGS)

    assert (refusal.value.same, refusal.value.apart, refusal.value.needed) == (2, 1, 20)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_weight_ever_changes_its_sign(seed: int) -> None:
    random = np.random.default_rng(seed)
    same = [True, False] * 25
    prior = read_pair_model()

    found = refit_model(random.random((50, len(FEATURES))), decided(same), prior, SETTINGS)

    assert all(found.model.weights[name] * prior.weights[name] >= 0 for name in FEATURES)
