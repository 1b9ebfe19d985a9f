"""Is a Chinese character as wide as two letters, and is nothing lost when lines are filled?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.publishing.text_width import pad, pad_left, shorten, text_width, wrap

plain_text = st.text(st.sampled_from("明湖区意见，。：（ab cde1"), max_size=60)


def test_chinese_takes_two_and_latin_one() -> None:
    assert text_width("明湖") == 4
    assert text_width("lake") == 4
    assert text_width("ａ") == 2  # full-width


def test_marks_that_sit_on_a_letter_take_nothing() -> None:
    assert text_width("e\u0301") == 1


def test_what_fits_is_not_shortened() -> None:
    assert shorten("明湖区", 6) == "明湖区"


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert shorten("明湖区意见", 7) == "明湖区…"


def test_a_line_break_becomes_a_blank() -> None:
    assert shorten("第一行\n第二行", 40) == "第一行 第二行"


def test_padding_counts_widths_and_not_characters() -> None:
    assert pad("明湖", 6) == "明湖  "
    assert pad_left("9", 3) == "  9"
    assert pad("明湖区", 2) == "明湖区"


def test_a_latin_word_is_not_torn() -> None:
    assert wrap("please add two buses", 11) == ["please add", "two buses"]


def test_no_line_begins_with_a_full_stop() -> None:
    assert wrap("请修路灯。谢谢", 8) == ["请修路", "灯。谢谢"]
    assert wrap("（请修灯）。谢谢", 8) == ["（请修", "灯）。谢", "谢"]


@given(plain_text, st.integers(6, 40))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert text_width(shorten(text, width)) <= width


@given(st.text(st.sampled_from("明湖区意见，。：（ "), max_size=90), st.integers(30, 60))
def test_wrapped_chinese_fits(text: str, width: int) -> None:
    assert all(text_width(line) <= width for line in wrap(text.replace("。。", "。"), width))


@given(plain_text, st.integers(12, 40))
def test_wrapping_loses_only_blanks(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())
