"""Do the pictures show the numbers, to eyes and to screen readers, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.publishing.charts import Layout, Mark, Picture, Tone, bars, columns, shares

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = Picture("places", "反映的地点", "景园小区反映最多。")
MARKS = (
    Mark("景园小区", 40, "40条意见"),
    Mark("柳塘新村", 10, "10条意见"),
    Mark("其他", 0, "0条意见", Tone.QUIET),
)
DRAWINGS = pytest.mark.parametrize("draw", [bars, columns, shares])

marks_of_anything = st.lists(
    st.builds(Mark, st.text(), st.floats(0, 1e9, allow_nan=False), st.text()), max_size=8
)


def drawn(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314  drawn a line above


def texts(picture: Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def rectangles(picture: Element, tone: str) -> list[Element]:
    return [element for element in picture.iter(f"{SVG}rect") if element.get("class") == tone]


def numbers(elements: Sequence[Element], attribute: str) -> list[float]:
    return [float(element.get(attribute) or 0) for element in elements]


@DRAWINGS
def test_a_picture_is_named_and_described_for_those_who_cannot_see_it(draw) -> None:  # type: ignore[no-untyped-def]
    picture = drawn(draw(PICTURE, MARKS))

    title, described = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")

    assert picture.get("role") == "img"
    assert title is not None
    assert described is not None
    assert picture.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert (title.text, described.text) == (PICTURE.title, PICTURE.shows)


@DRAWINGS
def test_a_picture_asks_for_nothing_from_outside(draw) -> None:  # type: ignore[no-untyped-def]
    svg = draw(PICTURE, MARKS)

    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<style|style=|href|url\(|\bon\w+=", svg)


def test_bars_are_as_long_as_their_values() -> None:
    accents = rectangles(drawn(bars(PICTURE, MARKS)), "chart-accent")

    assert numbers(accents, "width") == [400.0, 100.0]


def test_each_bar_bears_its_label_and_its_words() -> None:
    assert texts(drawn(bars(PICTURE, MARKS))) == [
        "景园小区",
        "40条意见",
        "柳塘新村",
        "10条意见",
        "其他",
        "0条意见",
    ]


def test_a_bar_of_nothing_has_no_length() -> None:
    quiet = rectangles(drawn(bars(PICTURE, MARKS)), "chart-quiet")

    assert numbers(quiet, "width") == [0.0]


def test_a_tiny_value_stays_visible() -> None:
    tiny = rectangles(drawn(bars(PICTURE, [Mark("多", 1e6, ""), Mark("少", 1, "")])), "chart-accent")[1]

    assert tiny.get("width") == "1"


def test_shares_follow_each_other_and_fill_the_width() -> None:
    picture = drawn(shares(PICTURE, [Mark("甲", 30, "30"), Mark("乙", 10, "10")]))

    parts = rectangles(picture, "chart-accent")

    assert numbers(parts, "x") == [0.0, 300.0]
    assert numbers(parts, "width") == [300.0, 100.0]


def test_the_first_the_last_and_the_highest_column_are_labelled() -> None:
    months = [Mark(f"{month}月", value, str(value)) for month, value in enumerate([3, 2, 9, 4, 1], start=1)]

    assert texts(drawn(columns(PICTURE, months))) == ["9", "1月", "5月", "3月"]


def test_labels_under_columns_do_not_touch() -> None:
    days = [Mark(f"2026年3月{day}日", 1 + (day == 2), "") for day in range(1, 31)]

    assert "2026年3月2日" not in texts(drawn(columns(PICTURE, days)))


def test_a_label_that_does_not_fit_is_shortened_visibly() -> None:
    long = bars(PICTURE, [Mark("很长的地点名称" * 20, 1, "1条意见")])

    assert texts(drawn(long))[0].endswith("…")


@DRAWINGS
def test_markup_in_labels_is_only_text(draw) -> None:  # type: ignore[no-untyped-def]
    picture = drawn(draw(PICTURE, [Mark("<script>&", 1, "<b>")]))

    assert {element.tag for element in picture.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "text", "rect", "line")
    }
    assert "<script>&" in texts(picture)


@DRAWINGS
@given(marks=marks_of_anything)
def test_any_numbers_and_words_give_a_picture_within_its_frame(draw, marks) -> None:  # type: ignore[no-untyped-def]
    picture = drawn(draw(PICTURE, marks))

    _, _, width, height = map(float, (picture.get("viewBox") or "").split())
    for rectangle in picture.iter(f"{SVG}rect"):
        x, y, w, h = (float(rectangle.get(name) or 0) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert w >= 0
        assert h >= 0
        assert x + w <= width + 1.1  # a value too small to see is drawn one unit wide
        assert y + h <= height + 0.11  # coordinates are rounded to a tenth


def test_equal_numbers_give_equal_bytes_and_another_layout_another_picture() -> None:
    assert bars(PICTURE, MARKS) == bars(PICTURE, MARKS)
    assert drawn(bars(PICTURE, MARKS, Layout(width=700))).get("width") == "700"
