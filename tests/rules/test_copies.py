"""Is a copy found under noise, and is a letter about another place left alone?"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.triage.characters import IntArray, normalise
from huiyin.triage.copies import exact_copies, near_copies, originals
from tests.sets.copies import (
    DISTRICTS,
    ESTATES,
    Letters,
    form_letters,
    messages,
    noisy,
    noisy_copies,
    numbered_letters,
)

LETTER = (
    "反映{}垃圾站臭味扰民 尊敬的领导:您好!我是{}的居民,小区北门外的垃圾站几天才清运一次,夏天臭味很大,"
    "住户连窗户都不敢开,苍蝇满天飞。我们向物业反映过多次,物业每次都推说不归他们管。请有关部门尽快处理。"
)


def pairs(texts: list[str]) -> set[tuple[str, str]]:
    found = near_copies(texts)
    ends = zip(found.first.tolist(), found.second.tolist(), strict=True)
    return {(min(texts[a], texts[b]), max(texts[a], texts[b])) for a, b in ends}


def are_copies(one: str, other: str) -> bool:
    return bool(originals([one, other])[1] == 0)


def found_share(letters: Letters, of: IntArray) -> float:
    half = len(letters.texts) // 2
    return float(np.mean([of[half + number] == of[number] for number in range(half)]))


def test_the_first_of_equal_texts_is_the_original_of_the_others() -> None:
    assert exact_copies(["路灯", "水压", "路灯", "路灯"]).tolist() == [0, 1, 0, 0]


def test_no_texts_have_no_copies() -> None:
    assert near_copies([]).first.size == 0
    assert originals([]).size == 0


def test_texts_too_short_to_compare_are_copies_of_equal_ones_only() -> None:
    assert originals(["噪", "灯", "噪", "", ""]).tolist() == [0, 1, 0, 3, 3]


def test_a_copy_with_slips_is_a_copy() -> None:
    slipped = LETTER.replace("垃圾站几天", "垃圾站儿天").replace("推说", "推托说").replace("多次", "次多")

    assert are_copies(LETTER.format("锦绣苑", "锦绣苑"), slipped.format("锦绣苑", "锦绣苑"))


def test_a_copy_that_only_adds_sentences_is_a_copy() -> None:
    longer = LETTER + "家里有八十岁的老人,实在受不了,夜里也睡不好觉,希望能给一个说法。"

    assert are_copies(LETTER.format("锦绣苑", "锦绣苑"), longer.format("锦绣苑", "锦绣苑"))


def test_a_copy_that_asks_in_other_words_is_a_copy() -> None:
    reworded = LETTER.replace("反映", "投诉").replace("请有关部门尽快处理", "希望领导重视早日解决")

    assert are_copies(LETTER.format("锦绣苑", "锦绣苑"), reworded.format("锦绣苑", "锦绣苑"))


def test_a_copy_sent_to_another_official_on_another_day_is_a_copy() -> None:
    first = LETTER.replace("领导", "胡书记").format("锦绣苑", "锦绣苑") + "2026年3月5日"
    second = LETTER.replace("领导", "李市长").format("锦绣苑", "锦绣苑") + "2026年4月8日"

    assert are_copies(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("锦绣苑", "碧水湾"),
        ("解放路", "金桂街"),
        ("锦绣苑东区", "锦绣苑西区"),
        ("云岭区", "松台县"),
        ("锦绣苑3期", "锦绣苑4期"),
        ("锦绣苑三期", "锦绣苑四期"),
        ("101路首末站", "102路首末站"),
        ("9路首末站", "12路首末站"),
        ("a3区", "a5区"),
        ("第一中学", "第二中学"),
    ],
)
def test_a_copy_with_another_place_number_or_road_is_no_duplicate(one: str, other: str) -> None:
    assert not are_copies(LETTER.format(one, one), LETTER.format(other, other))
    assert not are_copies(LETTER.format(one, "这里"), LETTER.format(other, "这里"))


def test_a_letter_that_names_no_place_does_not_join_two_that_name_different_ones() -> None:
    plain = LETTER.format("", "小区")
    texts = [plain, LETTER.format("锦绣苑", "锦绣苑"), LETTER.format("碧水湾", "碧水湾")]

    of = originals(texts)

    assert of[1] != of[2]


def test_a_form_letter_sent_thousands_of_times_is_sorted_by_its_places() -> None:
    random = Random(5)
    places = ESTATES[:5]
    texts = [
        noisy(random, LETTER.format(place, place), 0.004, "的一是在不了有和人这")
        for place in places
        for _ in range(600)
    ]

    of = originals(texts)

    assert len(texts) - len(set(of.tolist())) > 0.9 * len(texts)
    assert sum(int(original) // 600 != row // 600 for row, original in enumerate(of)) <= 0.01 * len(texts)


@given(st.integers(min_value=0, max_value=500))
@settings(max_examples=8)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    texts = list(noisy_copies(messages(seed=seed, count=30), seed=seed, share=0.05).texts)
    shuffled = texts[:]
    Random(seed).shuffle(shuffled)

    assert pairs(texts) == pairs(shuffled)


@given(st.integers(min_value=0, max_value=500))
@settings(max_examples=8)
def test_groups_of_copies_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    texts = list(noisy_copies(messages(seed=seed, count=30), seed=seed, share=0.05).texts)
    place = list(range(len(texts)))
    Random(seed).shuffle(place)

    of, of_shuffled = originals(texts), originals([texts[index] for index in place])

    groups = {frozenset(np.flatnonzero(of == label).tolist()) for label in set(of.tolist())}
    again = {
        frozenset(place[index] for index in np.flatnonzero(of_shuffled == label).tolist())
        for label in set(of_shuffled.tolist())
    }
    assert groups == again


@given(st.integers(min_value=0, max_value=500))
@settings(max_examples=8)
def test_an_original_is_its_own_original_and_comes_first(seed: int) -> None:
    of = originals(list(noisy_copies(messages(seed=seed, count=20), seed=seed, share=0.05, each=2).texts))

    assert (of[of] == of).all()
    assert (of <= np.arange(of.size)).all()


@given(st.integers(min_value=0, max_value=500), st.sampled_from(DISTRICTS))
@settings(max_examples=8)
def test_pairs_are_ascending_once_each_and_alike(seed: int, district: str) -> None:
    texts = [
        f"{district}{text}" for text in noisy_copies(messages(seed=seed, count=20), seed=1, share=0.1).texts
    ]

    found = near_copies(texts)

    ends = list(zip(found.first.tolist(), found.second.tolist(), strict=True))
    assert ends == sorted(set(ends))
    assert all(a < b for a, b in ends)
    assert ((found.similarity > 0) & (found.similarity <= 1)).all()


def test_invented_copies_at_8_percent_noise_are_found() -> None:
    letters = noisy_copies(messages(seed=3, count=600, long=8), seed=1, share=0.08)
    texts = [normalise(text) for text in letters.texts]

    of = originals(texts)

    assert found_share(letters, of) >= 0.98


@pytest.mark.parametrize(
    "letters", [form_letters(seed=1, letters=60, senders=8), numbered_letters(seed=1, letters=60, senders=6)]
)
def test_at_most_one_of_100_form_letters_about_another_thing_is_called_a_copy(letters: Letters) -> None:
    of = originals([normalise(text) for text in letters.texts])

    wrong = [
        row for row, original in enumerate(of.tolist()) if letters.subject[row] != letters.subject[original]
    ]

    assert len(wrong) <= len(letters.texts) / 100


@pytest.mark.parametrize(("share", "least"), [(0.0, 1.0), (0.03, 0.99), (0.08, 0.99), (0.15, 0.75)])
def test_copies_of_public_messages_are_found(share: float, least: float) -> None:
    data = os.environ.get("HUIYIN_TEST_DATA")
    if data is None:
        pytest.skip("HUIYIN_TEST_DATA is unset: no public messages to copy")
    with (Path(data) / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = sorted({normalise(f"{row['title']}\n{row['detail']}") for row in csv.DictReader(file)})
    alone = originals(texts)
    letters = noisy_copies(texts, seed=2, share=share)

    of = originals([normalise(text) for text in letters.texts])

    copied = np.flatnonzero(of != np.arange(of.size))
    right = [alone[letters.letter[row]] == alone[letters.letter[of[row]]] for row in copied.tolist()]
    assert found_share(letters, of) >= least
    assert np.mean(right) >= 0.98
