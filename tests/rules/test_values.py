"""Are times, numbers, persons and words of cells understood as they are written?"""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.files.values import (
    DateOrder,
    clean_text,
    find_date_order,
    is_phone,
    is_written_time,
    one_line,
    parse_likes,
    parse_person,
    parse_time,
)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05 09:05",
        "2026-03-05T09:05:00",
        "2026-03-05T09:05:00.000+08:00",
        "2026/3/5 9:05",
        "2026/03/05 09:05:00",
        "2026.3.5 9:05",
        "2026年3月5日9时5分",
        "2026年3月5日 上午 9:05",
        "2026年3月5日（星期四）9:05",
        "二〇二六年三月五日九时五分",
        "２０２６年３月５日　９：０５",
        "5 March 2026 9:05 AM",
        "Mar 5, 2026 09:05",
        "Thu, 05 Mar 2026 09:05:00 GMT",
        "202603050905",
        "20260305090500",
        "1772701500",
        "1772701500000",
    ],
)
def test_one_moment_is_understood_however_it_is_written(written: str) -> None:
    assert parse_time(written) == datetime(2026, 3, 5, 9, 5)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("46086.5", datetime(2026, 3, 5, 12)),
        ("2026-03-05", datetime(2026, 3, 5)),
        ("2026年3月5日下午3时20分", datetime(2026, 3, 5, 15, 20)),
        ("2026年12月31日 24:00", datetime(2027, 1, 1)),
        ("二〇二六年十二月二十五日", datetime(2026, 12, 25)),
        ("5 Mar 2026 12:30 am", datetime(2026, 3, 5, 0, 30)),
    ],
)
def test_days_halves_of_days_and_serial_numbers_are_understood(written: str, moment: datetime) -> None:
    assert parse_time(written) == moment


@pytest.mark.parametrize(
    "written",
    ["", "昨天", "2026-02-30", "2026年3月", "3681", "13:05", "不详", "2026-13-01", "99999999999999999999"],
)
def test_what_names_no_day_gives_none(written: str) -> None:
    assert parse_time(written) is None


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2099, 12, 30)))
def test_iso_times_come_back_to_the_second(moment: datetime) -> None:
    assert parse_time(moment.isoformat(sep=" ")) == moment.replace(microsecond=0)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_times(text: str) -> None:
    moment = parse_time(text, DateOrder.DAY_FIRST)

    assert moment is None or moment.tzinfo is None


def test_a_column_tells_whether_days_come_before_months() -> None:
    assert find_date_order(["03/04/2026", "25/04/2026"]) is DateOrder.DAY_FIRST
    assert find_date_order(["03/04/2026", "04/25/2026"]) is DateOrder.MONTH_FIRST
    assert find_date_order(["03/04/2026", "05/06/2026"]) is DateOrder.UNKNOWN


def test_a_date_is_not_guessed_when_nothing_tells_its_order() -> None:
    assert parse_time("03/04/2026", DateOrder.UNKNOWN) is None
    assert parse_time("03/04/2026", DateOrder.DAY_FIRST) == datetime(2026, 4, 3)
    assert parse_time("03/04/2026 9:05", DateOrder.MONTH_FIRST) == datetime(2026, 3, 4, 9, 5)


def test_bare_numbers_are_no_written_times() -> None:
    assert is_written_time("2026-03-05")
    assert not is_written_time("20260305")
    assert not is_written_time("46086")


@pytest.mark.parametrize(
    ("written", "likes"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("1.2万", 12000),
        ("3.0", 3),
        ("赞(7)", 7),
        ("2k", 2000),
        ("", 0),
        ("-", 0),
        ("-3", 0),
        ("无", 0),
    ],
)
def test_likes_become_whole_numbers(written: str, likes: int) -> None:
    assert parse_likes(written) == likes


@pytest.mark.parametrize("written", ["", " ", "匿名", "匿名网友", "-", "N/A", "Anonymous", "不详"])
def test_a_giver_without_name_is_nobody(written: str) -> None:
    assert parse_person(written) == ""


def test_a_telephone_is_the_same_person_with_and_without_separators() -> None:
    assert parse_person("139-0000-0001") == parse_person("１３９ ００００ ０００１") == "13900000001"
    assert is_phone("139-0000-0001")
    assert is_phone("0731-80000001")
    assert not is_phone("林小满")


def test_words_lose_blanks_around_and_signs_that_nobody_sees() -> None:
    assert clean_text("\ufeff 路灯\0坏了\r\n两个月 \t") == "路灯坏了\n两个月"
    assert clean_text("一_x000D_\n二") == "一\n二"
    assert one_line(" 景园  小区\n东门 ") == "景园 小区 东门"
    assert clean_text("a\ud800b") == "a\ufffdb"
