"""Do short texts of one topic come together, whatever their order, and how firmly?"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.triage.characters import IntArray
from huiyin.triage.topic_space import SpaceSettings, fold_ending, topic_space
from huiyin.triage.topics import TopicGroups, TopicSettings, nearest, topic_groups

LIBRARY = ["图书馆几点关门", "图书馆几点开门", "图书馆晚上几点关门", "图书馆周末几点开门"]
PAYMENT = ["怎么缴纳物业费", "物业费怎么缴纳", "物业费在哪里缴纳", "缴纳物业费的地方在哪里"]
WEATHER = ["will it rain today", "is it going to rain today", "will it rain this afternoon"]
TEXTS = LIBRARY + PAYMENT + WEATHER


def _groups(texts: list[str]) -> TopicGroups:
    return topic_groups(texts, settings=TopicSettings())


def _members(texts: list[str], labels: IntArray) -> Counter[tuple[str, ...]]:
    by_label: dict[int, list[str]] = {}
    for text, label in zip(texts, labels.tolist(), strict=True):
        by_label.setdefault(label, []).append(text)
    return Counter(tuple(sorted(members)) for members in by_label.values())


def test_texts_of_one_topic_come_together_and_topics_stay_apart() -> None:
    labels = _groups(TEXTS).grouping.labels.tolist()

    assert labels == [0] * len(LIBRARY) + [4] * len(PAYMENT) + [8] * len(WEATHER)


def test_equal_texts_are_together_even_when_they_say_nothing_that_can_be_compared() -> None:
    texts = ["？？", "图书馆几点关门", "？？", "  ？？ "]

    assert _groups(texts).grouping.labels.tolist() == [0, 1, 0, 0]


def test_a_text_that_resembles_no_other_stays_alone_and_is_held_fully() -> None:
    found = _groups([*LIBRARY, "想学太极拳"]).grouping

    assert found.labels[-1] == len(LIBRARY)
    assert found.held_at[-1] == 1.0
    assert found.joined_at[-1] == 1.0


def test_a_group_is_joined_as_firmly_as_its_least_firmly_held_member() -> None:
    found = _groups(TEXTS).grouping

    for label in np.unique(found.labels):
        members = found.labels == label
        assert np.all(found.joined_at[members] == found.held_at[members].min())
    assert found.held_at.min() >= 0.0
    assert found.held_at.max() <= 1.0


def test_the_pairs_say_which_texts_resemble_which() -> None:
    scored = _groups(TEXTS).scored
    similar = dict(
        zip(
            zip(scored.pairs.a.tolist(), scored.pairs.b.tolist(), strict=True),
            scored.probability.tolist(),
            strict=True,
        )
    )

    assert similar[0, 1] > TopicSettings().least_similarity
    assert similar.get((0, 4), 0.0) < TopicSettings().least_similarity
    assert all(a < b for a, b in similar)


def test_a_repeated_text_is_paired_with_its_first() -> None:
    texts = [LIBRARY[0], LIBRARY[1], LIBRARY[0]]

    scored = _groups(texts).scored

    pairs = list(zip(scored.pairs.a.tolist(), scored.pairs.b.tolist(), strict=True))
    assert scored.probability[pairs.index((0, 2))] == 1.0


def test_neither_one_text_nor_none_is_an_error() -> None:
    assert _groups([]).grouping.labels.size == 0
    assert _groups(["图书馆几点关门"]).grouping.labels.tolist() == [0]


def test_asking_twice_in_one_process_gives_the_same_answer() -> None:
    texts = [f"{first}{second}" for first in LIBRARY for second in PAYMENT] + TEXTS
    first, again = _groups(texts), _groups(texts)

    assert np.array_equal(first.grouping.labels, again.grouping.labels)
    assert np.array_equal(first.scored.probability, again.scored.probability)


@settings(max_examples=30, deadline=None)
@given(st.permutations(TEXTS * 2))
def test_the_order_of_the_texts_changes_nothing(shuffled: list[str]) -> None:
    texts = TEXTS * 2
    straight, other = _groups(texts), _groups(shuffled)

    assert _members(texts, straight.grouping.labels) == _members(shuffled, other.grouping.labels)
    held = dict(zip(texts, straight.grouping.held_at.tolist(), strict=True))
    assert held == dict(zip(shuffled, other.grouping.held_at.tolist(), strict=True))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=25))
def test_any_texts_are_grouped_each_in_one_group(texts: list[str]) -> None:
    found = _groups(texts)
    labels = found.grouping.labels

    assert labels.size == len(texts)
    assert np.array_equal(labels[labels], labels)
    assert np.all(labels <= np.arange(len(texts)))
    assert np.all((found.scored.probability >= 0.0) & (found.scored.probability <= 1.0))


def test_a_small_budget_of_products_still_finds_near_texts() -> None:
    space = topic_space(TEXTS, SpaceSettings()).search

    found = nearest(space, TopicSettings(most_products=100.0))

    assert 0 < found.nnz < nearest(space, TopicSettings()).nnz


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("cards", "card"),
        ("carding", "card"),
        ("stopped", "stop"),
        ("cities", "city"),
        ("city", "city"),
        ("less", "less"),
        ("classes", "class"),
        ("bus", "bus"),
        ("请假", "请假"),
        ("covid19", "covid19"),
    ],
)
def test_english_endings_are_folded_and_nothing_else(word: str, folded: str) -> None:
    assert fold_ending(word) == folded


def _labelled(name: str) -> tuple[list[str], list[str]]:
    folder = os.environ.get("HUIYIN_TEST_DATA")
    if not folder:
        pytest.skip("HUIYIN_TEST_DATA is not set, so there are no labelled texts to group")
    lines = (Path(folder) / name).read_text(encoding="utf-8-sig").splitlines()[1:]
    rows = [line.split("\t", 1) for line in lines]
    return [row[1] for row in rows], [row[0] for row in rows]


def _b_cubed(labels: IntArray, gold: list[str]) -> float:
    mine, theirs = Counter(labels.tolist()), Counter(gold)
    both = Counter(zip(labels.tolist(), gold, strict=True))
    precision = sum(count**2 / mine[label] for (label, _), count in both.items()) / len(gold)
    recall = sum(count**2 / theirs[name] for (_, name), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize(("name", "least"), [("intents_en.tsv", 0.58), ("paraphrase_groups.tsv", 0.418)])
def test_one_setting_groups_english_intents_and_chinese_questions(name: str, least: float) -> None:
    texts, gold = _labelled(name)

    assert _b_cubed(_groups(texts).grouping.labels, gold) >= least
