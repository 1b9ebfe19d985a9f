"""Are the giver's name and contact taken out of the words, and nothing else?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.persons_apart import Apart, mark_text, sealed_part, without_giver, without_persons

NAMES = st.sampled_from(["周谷雨", "林小满", "欧阳立秋", "Frost Smith", "Li"])


@pytest.mark.parametrize(
    ("text", "name", "contact", "expected"),
    [
        ("周谷雨反映电梯停了", "周谷雨", "", "〔姓名〕反映电梯停了"),
        ("谷雨时节电梯停了", "周谷雨", "", "谷雨时节电梯停了"),
        ("I like the lake", "Li", "", "I like the lake"),
        ("The lift, says LI, stands still", "Li", "", "The lift, says [name], stands still"),
        ("请加 gu_yu@x.cn", "", "gu_yu@x.cn", "请加 〔联系方式〕"),
        ("Frost Smith wants a bench", "Frost Smith", "", "[name] wants a bench"),
        ("电梯停了", "电", "", "电梯停了"),
        ("", "周谷雨", "", ""),
    ],
)
def test_the_givers_own_name_is_taken_out(text: str, name: str, contact: str, expected: str) -> None:
    assert without_giver(text, name, contact)[0] == expected


def test_a_name_that_one_part_shows_to_be_one_is_taken_out_of_the_others() -> None:
    kept = without_persons(Apart(title="贺立秋的来信", words="我叫贺立秋，电梯停了。"))

    assert "贺立秋" not in kept.title + kept.words


@given(NAMES, st.text("电梯停了，。a 1", max_size=10), st.text("路灯坏了！b 2", max_size=10))
def test_no_name_of_the_giver_is_left_where_it_stands_alone(name: str, before: str, after: str) -> None:
    text = f"{before} {name} {after}"

    kept = without_persons(Apart(name=name, words=text))

    assert f" {name} " not in kept.words
    assert kept.redactions >= 1


@given(st.text(max_size=60), NAMES)
def test_taken_out_once_there_is_nothing_left_to_take_out(text: str, name: str) -> None:
    once, _ = without_giver(text, name)

    assert without_giver(once, name) == (once, 0)


def test_the_words_are_sealed_only_where_something_was_taken_out() -> None:
    plain = Apart(name="周谷雨", words="电梯停了")
    told = Apart(name="周谷雨", words="周谷雨家的电梯停了")

    assert sealed_part(plain, without_persons(plain)) == Apart(name="周谷雨")
    assert sealed_part(told, without_persons(told)) == told
    assert not sealed_part(Apart(words="电梯停了"), without_persons(Apart(words="电梯停了")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("周谷雨", "139 1234 5678"), ("周 谷雨", "139-1234-5678")),
        (("Frost Smith", "A@x.cn"), ("frost smith", "a@X.cn")),
        (("周谷雨", "１３９１２３４５６７８"), ("周谷雨", "13912345678")),
    ],
)
def test_a_giver_is_the_same_however_written(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert mark_text(*one) == mark_text(*other)


def test_nobody_has_no_mark() -> None:
    assert mark_text(" ", "") == ""
