"""Do earlier groups stand, do new opinions find them, and is a person asked before two of them are joined?"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.attaching import Attached, attach, attach_to
from huiyin.triage.characters import FloatArray
from huiyin.triage.constraints import Constraints, compile_decisions
from huiyin.triage.continuation import NEW
from huiyin.triage.decisions import read_decisions
from huiyin.triage.doubts import Doubt
from huiyin.triage.enforcement import on_items
from huiyin.triage.linking import Grouping, LinkSettings, ScoredPairs
from huiyin.triage.vectors import Pairs

SETTINGS = LinkSettings(cut=0.42)


def attached(seeds: dict[str, int], *links: tuple[str, float], text: str = "") -> Attached:
    """`seeds` gives each opinion's earlier group, `links` pairs of opinions such as "ab" with their value."""
    ids = list(seeds)
    place = {name: index for index, name in enumerate(ids)}
    ends = [sorted((place[pair[0]], place[pair[1]])) for pair, _ in links]
    a, b = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    constraints = compile_decisions(read_decisions(text.encode(), file="decisions.yaml"))
    scored = ScoredPairs(Pairs(a, b), np.array([value for _, value in links], dtype=np.float64))
    return attach(scored, np.array(list(seeds.values())), on_items(constraints, ids, {}), SETTINGS)


def groups(seeds: dict[str, int], found: Attached) -> set[str]:
    labels = found.grouping.labels.tolist()
    return {
        "".join(name for name, own in zip(seeds, labels, strict=True) if own == label) for label in labels
    }


def test_a_new_opinion_joins_the_earlier_group_that_it_is_linked_to() -> None:
    seeds = {"a": 0, "b": 1, "x": NEW, "y": NEW}

    assert groups(seeds, attached(seeds, ("ax", 0.8), ("by", 0.3))) == {"ax", "b", "y"}


def test_new_opinions_found_a_group_of_their_own() -> None:
    seeds = {"a": 0, "x": NEW, "y": NEW}

    assert groups(seeds, attached(seeds, ("xy", 0.8))) == {"a", "xy"}


def test_two_earlier_groups_are_never_joined_by_the_machine_but_proposed() -> None:
    seeds = {"a": 0, "b": 1, "c": 1, "x": NEW}

    found = attached(seeds, ("ax", 0.9), ("bx", 0.8), ("cx", 0.8), ("ab", 0.7), ("ac", 0.7))

    assert groups(seeds, found) == {"a", "bcx"}
    assert [(each.a, each.b) for each in found.proposed] == [(1, 0)]


def test_an_earlier_group_is_never_split_by_the_machine() -> None:
    seeds = {"a": 0, "b": 0, "x": NEW}

    assert groups(seeds, attached(seeds, ("bx", 0.9))) in ({"ab", "x"}, {"abx"})


def test_a_decision_joins_earlier_groups_and_leaves_nothing_to_propose() -> None:
    seeds = {"a": 0, "b": 1, "x": NEW}

    found = attached(seeds, ("ab", 0.9), ("ax", 0.1), text="decisions:\n- merge: [a, b]\n")

    assert groups(seeds, found) == {"ab", "x"}
    assert found.proposed == ()


def test_a_decision_splits_an_earlier_group_before_new_opinions_come() -> None:
    seeds = {"a": 0, "b": 0, "x": NEW}

    found = attached(seeds, ("ab", 0.9), ("bx", 0.9), text="decisions:\n- split: [a, b]\n")

    assert groups(seeds, found) == {"a", "bx"}


def test_a_merge_of_new_opinions_takes_their_whole_groups_along() -> None:
    seeds = {"a": NEW, "b": NEW, "x": NEW, "y": NEW}

    found = attached(seeds, ("ax", 0.6), ("by", 0.6), text="decisions:\n- merge: [a, b]\n")

    assert groups(seeds, found) == {"abxy"}


def test_a_pair_that_a_person_has_split_is_not_proposed() -> None:
    seeds = {"a": 0, "b": 1, "x": NEW}

    found = attached(seeds, ("ax", 0.9), ("bx", 0.9), text="decisions:\n- split: [a, b]\n")

    assert found.proposed == ()
    assert "ab" not in "".join(sorted(groups(seeds, found)))


def test_groups_made_otherwise_send_new_opinions_to_the_earlier_group_that_is_most_among_them() -> None:
    seeds = np.array([0, 0, 0, 1, NEW])
    none = np.zeros(0, dtype=np.int64)
    scored = ScoredPairs(Pairs(none, none), np.zeros(0))
    free = Grouping(np.array([0, 1, 1, 1, 1]), np.full(5, 0.5), np.full(5, 0.5))

    found = attach_to(free, scored, seeds, on_items(Constraints(), "abcdx", {}))

    assert found.grouping.labels.tolist() == [0, 0, 0, 3, 0]


def test_two_groups_that_bear_different_decided_titles_are_not_proposed() -> None:
    seeds = {"a": 0, "b": 1, "x": NEW}
    text = "decisions:\n- rename: a\n  to: X\n- rename: b\n  to: Y\n"

    assert attached(seeds, ("ax", 0.9), ("bx", 0.9)).proposed != ()
    assert attached(seeds, ("ax", 0.9), ("bx", 0.9), text=text).proposed == ()


def test_an_opinion_that_may_not_join_its_nearest_joins_its_next() -> None:
    seeds = {"a": 0, "b": 1, "x": NEW}

    found = attached(seeds, ("ax", 0.9), ("bx", 0.5), text="decisions:\n- pin: [a]\n")

    assert groups(seeds, found) == {"a", "bx"}


def test_an_opinion_that_is_split_off_may_join_another_group() -> None:
    seeds = {"a": NEW, "b": NEW, "c": NEW, "x": NEW}

    found = attached(seeds, ("ax", 0.95), ("bx", 0.9), ("bc", 0.43), text="decisions:\n- split: [a, b]\n")

    assert groups(seeds, found) == {"ax", "bc"}


NAMES = "abcdefgh"
VALUES = st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.9]), min_size=28, max_size=28)
SEEDS = st.lists(st.integers(NEW, 2), min_size=8, max_size=8)


def links_of(values: list[float]) -> list[tuple[str, float]]:
    pairs = ("".join(pair) for pair in combinations(NAMES, 2))
    return [(pair, value) for pair, value in zip(pairs, values, strict=True) if value]


@given(SEEDS, VALUES)
def test_earlier_groups_stand_exactly_as_they_were(labels: list[int], values: list[float]) -> None:
    seeds = dict(zip(NAMES, labels, strict=True))

    after = attached(seeds, *links_of(values)).grouping.labels

    for one, other in combinations(range(8), 2):
        if NEW not in (labels[one], labels[other]):
            assert (after[one] == after[other]) == (labels[one] == labels[other])


@given(SEEDS, VALUES)
def test_confidence_lies_between_nothing_and_one_and_is_one_alone(
    labels: list[int], values: list[float]
) -> None:
    seeds = dict(zip(NAMES, labels, strict=True))

    grouping = attached(seeds, *links_of(values)).grouping

    def within(value: FloatArray) -> bool:
        return bool(((value >= 0.0) & (value <= 1.0)).all())

    alone = np.bincount(grouping.labels, minlength=8)[grouping.labels] == 1
    assert within(grouping.joined_at)
    assert within(grouping.held_at)
    assert (grouping.joined_at[alone] == 1.0).all()
    assert (grouping.held_at[alone] == 1.0).all()


@given(SEEDS, VALUES)
def test_what_is_proposed_is_two_earlier_groups_that_stand_apart(
    labels: list[int], values: list[float]
) -> None:
    seeds = dict(zip(NAMES, labels, strict=True))

    found = attached(seeds, *links_of(values))

    def stands_apart(doubt: Doubt) -> bool:
        return NEW not in (labels[doubt.a], labels[doubt.b]) and labels[doubt.a] != labels[doubt.b]

    assert all(stands_apart(doubt) for doubt in found.proposed)
