"""Do the benchmarks measure on what they say: edited copies, names for codes, messages that are not alike?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from benchmarks.copies import without_alike
from benchmarks.edits import edited, in_slices, moment, resampled_messages, resampled_texts, stressed
from benchmarks.invented_names import CODE, NamingSettings, with_names
from benchmarks.judged_pairs import components, interval
from benchmarks.sources import JudgedPair, LabelledTexts, Message, sample_messages

MESSAGES = [
    Message(
        "1",
        "林小满",
        "2026-03-02 08:30:00",
        "反映A3区明湖花园路灯不亮",
        "A3区明湖花园的路灯坏了。晚上漆黑一片！",
    ),
    Message(
        "2", "周谷雨", "2026/3/5 9:05", "K9县洪桥村自来水太浑", "K9县洪桥村的自来水很浑。请A市派人看看。"
    ),
    Message("3", "贺立秋", "", "A市第二小学门口拥堵", "早上七点半堵得走不动。孩子们从车缝里过马路。"),
]


def test_about_the_asked_share_of_the_units_is_changed() -> None:
    units = list("明湖花园的路灯坏了很久没有人来修" * 100)

    changed = edited(Random(1), units, 0.3, "某")

    assert edited(Random(1), units, 0.0, "某") == units
    assert 0.15 < changed.count("某") / len(changed) < 0.25  # two of three changes put something in


def test_resampled_messages_begin_with_the_real_ones_and_go_on_with_others() -> None:
    many = resampled_messages(MESSAGES, 60, seed=1)

    assert many[:3] == MESSAGES
    assert len({message.id for message in many}) == 60
    assert max(Counter(f"{message.title}{message.detail}" for message in many).values()) <= 2


def test_equal_seeds_give_equal_messages() -> None:
    assert resampled_messages(MESSAGES, 20, seed=5) == resampled_messages(MESSAGES, 20, seed=5)
    assert resampled_messages(MESSAGES, 20, seed=5) != resampled_messages(MESSAGES, 20, seed=6)


def test_every_resampled_text_differs_from_the_one_it_was_made_of() -> None:
    texts = ["where do i pay", "怎么还款"]

    many = resampled_texts(texts, 40, seed=2)

    assert many[:2] == texts
    assert not set(many[2:]) & set(texts)


def test_only_chosen_messages_are_multiplied_for_the_stress_set() -> None:
    dense = stressed(MESSAGES, frozenset({"2"}), copies=15, seed=4)

    assert len(dense) == 18
    assert {message.id.partition("-")[0] for message in dense if "-" in message.id} == {"2"}
    assert len({message.person for message in dense}) == 18


def test_slices_hold_every_message_once_in_order() -> None:
    messages = [replace(MESSAGES[0], id=str(number)) for number in range(23)]

    slices = in_slices(messages, 10)

    assert [message for one in slices for message in one] == messages
    assert {len(one) for one in slices} == {2, 3}


def test_messages_are_ordered_by_time_and_those_without_come_first() -> None:
    ordered = sorted(MESSAGES, key=moment)

    assert [message.id for message in ordered] == ["3", "1", "2"]


def test_a_code_gets_one_name_everywhere_and_no_code_is_left() -> None:
    named = with_names(MESSAGES, NamingSettings(seed=1, short_share=0.0))
    name = named[0].title.removeprefix("反映").partition("区")[0]

    assert name in named[0].detail
    assert f"{name}区" not in named[1].detail
    assert not [one for one in named if CODE.search(one.title + one.detail)]


def test_the_word_for_district_is_left_out_as_often_as_asked() -> None:
    always = with_names(MESSAGES, NamingSettings(seed=1, short_share=1.0))

    assert "区" not in always[0].title
    assert len(always[0].title) == len(MESSAGES[0].title) - 1  # A3区 became a name of two characters


def test_an_invented_name_stands_in_no_message_already() -> None:
    text = "".join(message.title + message.detail for message in MESSAGES)

    named = with_names(
        [replace(message, detail=message.detail + "云岭") for message in MESSAGES], NamingSettings(seed=1)
    )

    assert "云岭" not in text
    assert all(message.detail.count("云岭") == 1 for message in named)


def test_the_later_of_two_alike_texts_is_left_out() -> None:
    first, second = "明湖花园的路灯坏了很久没有人来修", "明湖花园的路灯坏了很久没有人来修理"

    assert without_alike([first, "洪桥村的自来水很浑", second]) == [first, "洪桥村的自来水很浑"]


def test_pairs_that_share_a_message_are_one_component() -> None:
    pairs = [JudgedPair(a, b, is_same=True, is_hard=False) for a, b in (("1", "2"), ("2", "3"), ("8", "9"))]

    found = components(pairs).tolist()

    assert found[0] == found[1] != found[2]


def test_the_interval_of_a_perfect_judgement_is_one_point() -> None:
    pairs = [
        JudgedPair(str(number), f"{number}b", is_same=number % 2 == 0, is_hard=False) for number in range(20)
    ]

    assert interval(pairs, [pair.is_same for pair in pairs]) == (1.0, 1.0)
    low, high = interval(pairs, [True] * 20)
    assert low < 2 / 3 < high


def test_a_sample_keeps_whole_groups_and_the_order() -> None:
    labelled = LabelledTexts(
        "set", [str(number) for number in range(30)], [str(number // 5) for number in range(30)]
    )

    sample = labelled.sample(12)

    assert set(Counter(sample.labels).values()) == {5}
    assert 12 <= len(sample.texts) < 20
    assert sample.texts == sorted(sample.texts, key=int)


@pytest.mark.parametrize(("count", "ids"), [(1, ["3"]), (2, ["1", "3"]), (None, ["1", "2", "3"])])
def test_messages_of_judged_pairs_are_sampled_first(count: int | None, ids: list[str]) -> None:
    sample = sample_messages(MESSAGES, [JudgedPair("3", "3", is_same=True, is_hard=False)], count)

    assert [message.id for message in sample] == ids
