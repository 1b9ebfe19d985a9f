"""Do people's decisions hold in the next run, whatever was decided after them?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiyin.board.replaying import Decided, Demands, Standing, demands_of, kept_themes, numbered
from huiyin.triage.enforcement import Links, enforce, on_items

NAMES = [f"o{number}" for number in range(12)]
GROUPS = st.fixed_dictionaries({name: st.sampled_from(["a", "b", "c", "d"]) for name in NAMES})
SIDES = st.lists(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True).map(tuple), min_size=1, max_size=3
).map(lambda sides: Decided(tuple(sides)))


def board(group_of: Mapping[str, str], whole: set[str], closed: set[str]) -> list[Standing]:
    members = {
        group: tuple(name for name in NAMES if group_of[name] == group)
        for group in sorted(set(group_of.values()))
    }
    return [
        Standing(group, names, is_whole=group in whole, is_closed=group in closed)
        for group, names in members.items()
        if group in whole | closed
    ]


def run_of(demands: Demands, labels: list[int]) -> dict[str, str]:
    """What a machine that grouped like this is made to do."""
    constraints = on_items(demands.constraints(), NAMES, {})
    nothing = np.zeros(0, dtype=np.int64)
    links = Links(nothing, nothing, np.zeros(0))
    found = enforce(np.array(labels, dtype=np.int64), links, constraints)
    return {name: f"run{label}" for name, label in zip(NAMES, found.tolist(), strict=True)}


@given(
    group_of=GROUPS,
    decided=st.lists(SIDES, max_size=6),
    whole=st.sets(st.sampled_from("abcd")),
    closed=st.sets(st.sampled_from("abcd")),
    labels=st.lists(st.integers(0, 4), min_size=12, max_size=12),
)
def test_decisions_never_contradict_and_no_run_breaks_one(
    group_of: dict[str, str], decided: list[Decided], whole: set[str], closed: set[str], labels: list[int]
) -> None:
    demands = demands_of(decided, board(group_of, whole, closed), group_of)

    assert demands.broken(group_of) == 0
    assert demands.broken(run_of(demands, labels)) == 0


@given(group_of=GROUPS, whole=st.sets(st.sampled_from("abcd"), min_size=2))
def test_no_run_joins_two_settled_groups_or_parts_one(group_of: dict[str, str], whole: set[str]) -> None:
    standing = board(group_of, whole, set())

    found = run_of(demands_of([], standing, group_of), [0] * len(NAMES))

    places = [{found[name] for name in group.members} for group in standing]
    assert all(len(place) == 1 for place in places)
    assert len(set.union(set(), *places)) == len(standing)


def test_a_merge_that_a_later_move_has_parted_asks_only_for_what_still_stands() -> None:
    merged = Decided((("o0", "o1", "o2"),))
    moved = Decided((("o2", "o3"), ("o0", "o1")))
    group_of = {"o0": "a", "o1": "a", "o2": "b", "o3": "b"}

    demands = demands_of([merged, moved], [], group_of)

    assert demands.broken({"o0": "x", "o1": "x", "o2": "y", "o3": "y"}) == 0
    assert demands.broken({"o0": "x", "o1": "y", "o2": "z", "o3": "z"}) > 0
    assert demands.broken({"o0": "x", "o1": "x", "o2": "x", "o3": "x"}) > 0


def test_somebody_who_joins_a_pinned_group_breaks_it() -> None:
    demands = demands_of([], [Standing("a", ("o0", "o1"), is_closed=True)], {"o0": "a", "o1": "a", "o2": "b"})

    assert demands.broken({"o0": "a", "o1": "a", "o2": "b"}) == 0
    assert demands.broken({"o0": "a", "o1": "a", "o2": "a"}) == 1


def test_opinions_that_count_no_longer_demand_nothing() -> None:
    demands = demands_of([Decided((("o0", "gone"), ("away",)))], [], {"o0": "a"})

    assert demands.entries == ()


def test_groups_have_names_of_a_run_in_the_order_of_their_ids() -> None:
    assert numbered(["c", "a", "b"]) == {"a": "G1", "b": "G2", "c": "G3"}


def test_a_theme_of_a_run_is_the_kept_theme_of_half_of_its_groups_or_a_new_one() -> None:
    run = {"a": "T1", "b": "T1", "c": "T1", "d": "T2", "e": "T3", "f": "T3", "g": "T3"}
    kept = {"a": "x", "b": "x", "c": "y", "e": "x", "f": "y", "g": "z"}

    assert dict(kept_themes(run, kept)) == {"T1": "x"}
