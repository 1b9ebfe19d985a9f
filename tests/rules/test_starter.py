"""Does a run leave a decisions.yaml that decides nothing, and that a person can use by taking away a #?"""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.constraints import compile_decisions
from huiyin.triage.decisions import Decision, Kind, read_decisions
from huiyin.triage.doubts import Doubt, nearest_groups, weakest_joins
from huiyin.triage.enforcement import Links, enforce, on_items
from huiyin.triage.starter import DoubtfulPair, is_untouched, starter_file

ANY_TEXT = st.text(max_size=20)
IDS = st.text(min_size=1, max_size=8).map(lambda text: "".join(text.split())).filter(bool)


def starter(*joined: DoubtfulPair, title: str = "路灯不亮") -> bytes:
    return starter_file(joined=joined, apart=[], sample_ids=["m7", "m8", "m9"], title=title)


def with_all_proposals_in_force(content: bytes) -> bytes:
    return re.sub(rb"(?m)^#(- |  )", rb"\1", content)


def read(content: bytes) -> tuple[Decision, ...]:
    return read_decisions(content, file="decisions.yaml").entries


def test_a_starter_file_decides_nothing() -> None:
    assert read(starter(DoubtfulPair("m1", "路灯", "m2", "路面", 0.44))) == ()


def test_taking_away_the_signs_puts_every_kind_of_decision_into_force() -> None:
    entries = read(with_all_proposals_in_force(starter(DoubtfulPair("m1", "路灯", "m2", "路面", 0.44))))

    assert (entries[0].kind, entries[0].sides) == (Kind.SPLIT, (("m1",), ("m2",)))
    assert {entry.kind for entry in entries} == set(Kind)


@given(IDS, IDS, ANY_TEXT, ANY_TEXT)
def test_no_id_and_no_title_can_break_the_file(one: str, other: str, title: str, second: str) -> None:
    pair = DoubtfulPair(one + "1", title, other + "2", second, 0.4)

    content = starter(pair, title=title)
    entries = read(with_all_proposals_in_force(content))

    assert read(content) == ()
    assert entries[0].ids == (one + "1", other + "2")


def test_a_file_that_a_person_has_changed_is_not_taken_for_untouched() -> None:
    content = starter()

    assert is_untouched(content)
    assert not is_untouched(with_all_proposals_in_force(content))
    assert not is_untouched(content + b"- merge: [a, b]\n")
    assert not is_untouched(b"")


def links(*found: tuple[int, int, float]) -> Links:
    a, b, value = zip(*found, strict=True)
    return Links(np.array(a), np.array(b), np.array(value))


def test_the_weakest_join_is_the_weakest_link_that_holds_the_group() -> None:
    found = links((0, 1, 0.9), (1, 2, 0.5), (0, 2, 0.45), (3, 4, 0.4), (2, 3, 0.99))

    doubts = weakest_joins(np.array([0, 0, 0, 1, 1, 2]), found, np.arange(6))

    assert doubts == [Doubt(3, 4, 0.4), Doubt(1, 2, 0.5)]


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4]), min_size=10, max_size=10))
def test_splitting_the_ends_of_the_weakest_join_cuts_the_group_in_two(values: list[float]) -> None:
    a, b = np.triu_indices(5, k=1)
    held = Links(a.astype(np.int64), b.astype(np.int64), np.array(values))
    labels, ids = np.zeros(5, dtype=np.int64), list("abcde")
    [doubt] = weakest_joins(labels, held, np.arange(5))
    text = f"decisions:\n- split: [{ids[doubt.a]}, {ids[doubt.b]}]\n"

    after = enforce(
        labels, held, on_items(compile_decisions(read_decisions(text.encode(), file="")), ids, {})
    )

    assert sorted(set(after.tolist())) == [0, 1]
    assert after[doubt.a] != after[doubt.b]


def test_the_nearest_groups_are_ranked_by_their_strongest_links_together() -> None:
    labels = np.array([0, 0, 0, 1, 2, 2])
    found = links((0, 3, 0.9), (1, 3, 0.6), (2, 4, 0.8), (4, 3, 0.5), (0, 1, 0.9))

    doubts = nearest_groups(labels, found, np.arange(6), most_links=2)

    assert [(doubt.a, doubt.b, round(doubt.value, 3)) for doubt in doubts] == [
        (0, 3, 0.75),
        (2, 4, 0.4),
        (3, 4, 0.25),
    ]


def test_groups_without_links_between_them_are_no_neighbours() -> None:
    assert nearest_groups(np.array([0, 0]), links((0, 1, 0.9)), np.arange(2), most_links=3) == []
