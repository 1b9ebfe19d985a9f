"""Is the language of most opinions found, whatever stands around them?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.files.rows import RowStatus
from huiyin.triage.spoken_language import language_of
from tests.town import a_row

CHINESE = a_row(1, title="路灯不亮", text="北苑路的路灯坏了两个月。")
ENGLISH = a_row(2, title="Lamp broken", text="The street lamp at the library does not work.")


def test_most_opinions_decide() -> None:
    assert language_of([CHINESE, CHINESE, ENGLISH]) == "zh"
    assert language_of([CHINESE, ENGLISH, ENGLISH]) == "en"


def test_where_both_are_equally_many_it_is_chinese() -> None:
    assert language_of([CHINESE, ENGLISH]) == "zh"
    assert language_of([]) == "zh"


def test_a_long_opinion_has_one_vote_like_a_short_one() -> None:
    long = a_row(3, text="路灯不亮。" * 1000)

    assert language_of([long, ENGLISH, ENGLISH]) == "en"


def test_a_few_latin_words_leave_an_opinion_chinese() -> None:
    assert language_of([a_row(1, title="WiFi", text="图书馆的WiFi和APP都连不上，VPN也不行。")]) == "zh"


def test_a_chinese_name_leaves_an_opinion_english() -> None:
    assert (
        language_of([a_row(1, title="", text="The lamp at 北苑路 does not work at night, please help.")])
        == "en"
    )


def test_rows_without_words_have_no_say() -> None:
    silent = a_row(3, title="", text="2026-03-02 ……")
    empty = a_row(4, status=RowStatus.EMPTY, title="路灯", text="不亮")

    assert language_of([silent, silent, empty, empty, ENGLISH]) == "en"


@given(st.permutations([CHINESE, ENGLISH, ENGLISH, CHINESE, ENGLISH]))
def test_the_order_of_rows_decides_nothing(rows: list[object]) -> None:
    assert language_of(rows) == "en"  # type: ignore[arg-type]  # the strategy hands back what it was given
