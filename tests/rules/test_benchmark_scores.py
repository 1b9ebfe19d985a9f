"""Do the scores of the benchmarks count what their definitions say?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scores import (
    Agreement,
    accuracy,
    b_cubed,
    each_alone,
    mutual_information,
    pair_agreement,
    purity,
    rand_agreement,
    together_agreement,
)

# Two groupings of the same things: for each thing its group and its kind.
GROUPINGS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12)
SCORES: Sequence[Callable[[Sequence[int], Sequence[int]], float]] = (
    accuracy,
    purity,
    mutual_information,
    rand_agreement,
    lambda found, right: b_cubed(found, right).f1,
    lambda found, right: together_agreement(found, right).f1,
)


def split(groupings: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [found for found, _ in groupings], [right for _, right in groupings]


@given(GROUPINGS)
def test_pairs_together_are_counted_as_if_each_pair_were_looked_at(groupings: list[tuple[int, int]]) -> None:
    found, right = split(groupings)
    pairs = list(combinations(range(len(groupings)), 2))

    one_by_one = pair_agreement(
        [found[a] == found[b] for a, b in pairs], [right[a] == right[b] for a, b in pairs]
    )

    assert together_agreement(found, right) == one_by_one


@given(GROUPINGS)
def test_b_cubed_is_the_mean_over_things(groupings: list[tuple[int, int]]) -> None:
    found, right = split(groupings)
    things = range(len(groupings))

    groups = [{other for other in things if found[other] == found[one]} for one in things]
    kinds = [{other for other in things if right[other] == right[one]} for one in things]
    shared = [len(group & kind) for group, kind in zip(groups, kinds, strict=True)]
    precision = sum(s / len(group) for s, group in zip(shared, groups, strict=True)) / len(things)
    recall = sum(s / len(kind) for s, kind in zip(shared, kinds, strict=True)) / len(things)

    counted = b_cubed(found, right)
    assert counted.precision == pytest.approx(precision)
    assert counted.recall == pytest.approx(recall)


@given(GROUPINGS)
def test_every_score_of_the_truth_itself_is_one_whatever_the_groups_are_called(
    groupings: list[tuple[int, int]],
) -> None:
    right = [kind for _, kind in groupings]
    renamed = [10 - kind for kind in right]

    assert [score(renamed, right) for score in SCORES] == pytest.approx([1.0] * len(SCORES))


def test_accuracy_gives_each_kind_one_group() -> None:
    assert accuracy([0, 0, 1, 1], ["a", "a", "a", "b"]) == 0.75
    assert accuracy([0, 1, 2, 3], ["a", "a", "a", "a"]) == 0.25


def test_purity_counts_the_commonest_kind_of_each_group() -> None:
    assert purity([0, 0, 0, 1], ["a", "a", "b", "b"]) == 0.75
    assert purity([0, 1, 2, 3], ["a", "a", "b", "b"]) == 1.0


def test_all_in_one_group_has_full_recall_and_little_precision() -> None:
    assert together_agreement([0] * 4, ["a", "a", "b", "b"]) == Agreement(precision=2 / 6, recall=1.0)


def test_nothing_together_where_something_belongs_together_has_no_f1() -> None:
    agreement = together_agreement([0, 1], ["a", "a"])

    assert agreement.recall == 0.0
    assert agreement.f1 == 0.0


def test_f1_is_the_harmonic_mean_and_nought_where_nothing_is_right() -> None:
    assert Agreement(0.5, 1.0).f1 == pytest.approx(2 / 3)
    assert Agreement(0.0, 0.0).f1 == 0.0


def test_single_pairs_are_judged_by_what_was_said_and_what_is_true() -> None:
    agreement = pair_agreement([True, True, True, False], [True, True, False, True])

    assert agreement == Agreement(precision=2 / 3, recall=2 / 3)


def test_outliers_get_a_group_each_and_the_others_keep_theirs() -> None:
    labels = each_alone([-1, 0, 0, -1, 2], outlier=-1)

    assert labels[1:3] == [0, 0]
    assert labels[4] == 2
    assert len(set(labels)) == 4


def test_groupings_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 things in groups, 3 with a kind"):
        purity([0, 0], ["a", "a", "b"])
