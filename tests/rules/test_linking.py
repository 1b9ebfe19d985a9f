"""Do groups join when their strongest links agree, and only then?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.linking import Grouping, LinkSettings, ScoredPairs, Start, complete, top_link_groups
from huiyin.triage.vectors import Pairs, unique_pairs

SETTINGS = LinkSettings(cut=0.4)
Edge = tuple[int, int, float]


def scored(edges: list[Edge], size: int = 100) -> ScoredPairs:
    best = {(min(a, b), max(a, b)): p for a, b, p in edges if a != b}
    pairs = unique_pairs(np.array([a for a, _ in best]), np.array([b for _, b in best]), size)
    return ScoredPairs(
        pairs, np.array([best[pair] for pair in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)])
    )


def joined(edges: list[Edge], size: int, start: Start | None = None) -> Grouping:
    return top_link_groups(scored(edges), start or Start.free(size), SETTINGS)


def all_pairs(items: list[int], probability: float) -> list[Edge]:
    return [(a, b, probability) for a in items for b in items if a < b]


def test_one_strong_link_joins_two_opinions() -> None:
    assert joined([(0, 1, 0.5)], 3).labels.tolist() == [0, 0, 2]


def test_one_weak_bridge_does_not_chain_two_problems() -> None:
    edges = [*all_pairs([0, 1, 2], 0.9), *all_pairs([3, 4, 5], 0.9), (2, 3, 0.6)]

    assert joined(edges, 6).labels.tolist() == [0, 0, 0, 3, 3, 3]


def test_a_large_group_needs_three_links_and_not_all() -> None:
    edges = [*all_pairs(list(range(20)), 0.9), (20, 0, 0.8), (20, 1, 0.8), (20, 2, 0.8)]

    assert set(joined(edges, 21).labels.tolist()) == {0}


def test_opinions_that_must_be_apart_stay_apart() -> None:
    apart = Pairs(np.array([0]), np.array([1]))
    start = Start(np.arange(3), np.zeros(3, dtype=np.bool_), apart)

    labels = joined([(0, 1, 0.9), (1, 2, 0.5), (0, 2, 0.6)], 3, start).labels

    assert labels.tolist() == [0, 1, 0]


def test_two_earlier_groups_are_never_joined_but_new_opinions_join_them() -> None:
    start = Start(np.arange(3), np.array([True, True, False]), Pairs(np.zeros(0, int), np.zeros(0, int)))

    labels = joined([(0, 1, 0.99), (1, 2, 0.9)], 3, start).labels

    assert labels.tolist() == [0, 1, 1]


def test_opinions_that_begin_together_stay_together_without_any_link() -> None:
    start = Start(np.array([7, 7, 1]), np.zeros(3, dtype=np.bool_), Start.free(0).apart)

    assert joined([(1, 2, 0.01)], 3, start).labels.tolist() == [0, 0, 2]


def test_a_group_tells_its_weakest_join_and_an_opinion_how_firmly_it_is_held() -> None:
    found = joined([(0, 1, 0.9), (0, 2, 0.6), (1, 2, 0.5)], 4)

    assert found.joined_at.round(3).tolist() == [0.55, 0.55, 0.55, 1.0]
    assert found.held_at.round(3).tolist() == [0.75, 0.7, 0.55, 1.0]


def test_inner_pairs_of_a_component_are_scored_too() -> None:
    asked: list[tuple[int, int]] = []

    def score(pairs: Pairs) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        asked.extend(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))
        return np.full(pairs.count, 0.5)

    completed = complete(Pairs(np.array([0, 1]), np.array([1, 2])), score, 4, SETTINGS)

    assert asked == [(0, 1), (1, 2), (0, 2)]
    assert completed.pairs.count == 3


EDGES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0.03, 1.0).map(lambda p: round(p, 3))),
    max_size=40,
)


@given(EDGES, st.permutations(list(range(12))))
def test_numbering_the_opinions_otherwise_gives_the_same_groups_when_no_two_links_are_equal(
    edges: list[Edge], order: list[int]
) -> None:
    pairs = {(min(a, b), max(a, b)): p for a, b, p in edges if a != b}
    distinct = [(a, b, p + number * 1e-7) for number, ((a, b), p) in enumerate(sorted(pairs.items()))]
    plain = joined(distinct, 12).labels
    moved = joined([(order[a], order[b], p) for a, b, p in distinct], 12).labels

    same = [plain[a] == plain[b] for a in range(12) for b in range(12)]
    same_moved = [moved[order[a]] == moved[order[b]] for a in range(12) for b in range(12)]

    assert same == same_moved


@given(EDGES)
def test_every_group_is_connected_by_links(edges: list[Edge]) -> None:
    labels = joined(edges, 12).labels

    for group in set(labels.tolist()):
        members = set(np.flatnonzero(labels == group).tolist())
        reached = {min(members)}
        for _ in members:
            reached |= {b for a, b, _ in edges if a in reached} | {a for a, b, _ in edges if b in reached}
        assert members <= reached
