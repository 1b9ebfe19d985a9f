"""What time, number, person or words does one cell hold?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from huiyin.opinions.files.header_words import read_lexicon


class DateOrder(StrEnum):
    """What is the first number of a date like 03/04/2026? UNKNOWN: nothing in its column tells."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile("([1-9]?)十([1-9]?)")
_AFTER_NOON = frozenset(("下午", "晚上", "傍晚", "晚", "pm"))
_NOON = 12
_LONGEST_TIME = 60  # characters: "Thursday, 05 September 2026 09:05:00 PM GMT+08:00" has 50
_YEARS = range(1900, 2101)
_SERIAL_DAYS = range(18_264, 73_051)  # Excel's serial numbers of 1950-01-01 to 2100-01-01
_SERIAL_START = datetime(1899, 12, 30)  # so that serial 60 and later are right (Excel counts 1900-02-29)
_UNIX_START = datetime(1970, 1, 1)
_UNIX_SECONDS = range(946_684_800, 4_102_444_800)  # 2000-01-01 to 2100-01-01

_ISO_LENGTHS = (10, 16, 19)  # a day, with minutes, with seconds: by far the most frequent forms

_CLOCK = (
    r"(?:[T\s,]*(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天\d][)）]?)?\s*(上午|下午|凌晨|早上|中午|晚上|傍晚|晚)?\s*"
    r"(\d{1,2})[:：时点](?:(\d{1,2})分?)?(?:[:：]?(\d{1,2})(?:[.,]\d+)?秒?)?\s*([aApP][mM])?"
    r"\s*(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})?)?"
)
_DAY_END = r"[日号]?\s*(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天\d][)）]?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}}){_DAY_END}{_CLOCK}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_CLOCK}")
_WEEKDAY = r"(?:[a-z]{3,9},?\s+)?"
_DAY_MONTH_NAME = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+([a-z]{{3}})[a-z]*\.?,?[\s-]+(\d{{4}}){_CLOCK}", re.I
)
_MONTH_NAME_DAY = re.compile(
    rf"{_WEEKDAY}([a-z]{{3}})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_CLOCK}", re.I
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)()(?:([0-2]\d)([0-5]\d)([0-5]\d)?)?()")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LIKES = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([万wWkK千])?")
_LIKES_FACTOR = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}
_PHONE = re.compile(r"\+?[\d\s()（）-]{7,20}")
_ESCAPED_RETURN = "_x000D_"  # how xlsx writes a carriage return; some exports leave it so
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ud800-\udfff]")


def clean_text(raw: str) -> str:
    """The words of a cell: line ends as \\n, no blanks around, no control characters, no half characters."""
    raw = raw.replace(_ESCAPED_RETURN, "\r")
    if _NOT_TEXT.search(raw):
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        raw = _NOT_TEXT.sub("", _HALF_CHARACTER.sub("\ufffd", raw))
    return raw.strip()


def one_line(raw: str) -> str:
    """The words of a cell on one line, single blanks between them."""
    return " ".join(clean_text(raw).split())


def parse_person(raw: str) -> str:
    """Whom does this cell name? "" when nobody ("匿名", "-"); a telephone without its separators."""
    name = one_line(raw)
    if unicodedata.normalize("NFKC", name).lower() in read_lexicon().cells.nobody:
        return ""
    if _PHONE.fullmatch(name):
        return "".join(c for c in unicodedata.normalize("NFKC", name) if c.isdigit())
    return name


def parse_likes(raw: str) -> int:
    """How many likes does this cell count? "1,234" and "1.2万" are understood; 0 when there is no number."""
    found = _LIKES.search(unicodedata.normalize("NFKC", raw)) if raw else None
    if found is None or "-" in raw[: found.start()]:
        return 0
    factor = _LIKES_FACTOR.get((found[2] or "").lower(), 1)
    return round(float(found[1].replace(",", "")) * factor)


def is_number(raw: str) -> bool:
    """Is this cell one number, written in digits?"""
    bare = raw.strip().replace(",", "").lstrip("-+").rstrip("%")
    return _NUMBER.fullmatch(bare) is not None


def is_phone(raw: str) -> bool:
    """Is this cell a telephone number?"""
    digits = parse_person(raw)
    return digits.isdigit() and (
        (len(digits) == 11 and digits[0] == "1") or (len(digits) in range(7, 13) and digits[0] == "0")
    )


def is_written_time(raw: str) -> bool:
    """Is this cell a date with its parts apart (2026-03-05, 5 Mar 2026), no bare number?"""
    return not is_number(raw) and parse_time(raw, DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) is not None


def find_date_order(cells: Iterable[str]) -> DateOrder:
    """Which order do the dates of one column have? Told by a number above 12."""
    orders = set()
    for cell in cells:
        found = _YEAR_LAST.fullmatch(cell.strip())
        if found and int(found[1]) > _NOON:
            orders.add(DateOrder.DAY_FIRST)
        elif found and int(found[2]) > _NOON:
            orders.add(DateOrder.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else DateOrder.UNKNOWN


def parse_time(raw: str, *orders: DateOrder) -> datetime | None:
    """Which day and time does this cell name, as written there, without time zone? None when it names none.

    Understood: ISO 8601, 2026/3/5 9:05, 2026年3月5日下午3时20分, 二〇二六年三月五日, 5 March 2026,
    March 5 2026, 20260305, Excel's serial numbers, Unix time (read as UTC), and 05/03/2026 in the first
    of the `orders` that makes it a day.
    """
    text = raw.strip()
    if len(text) > _LONGEST_TIME:
        return None
    if len(text) in _ISO_LENGTHS and (moment := _iso_moment(text)):
        return moment
    if found := _YEAR_FIRST.fullmatch(text):
        return _moment(found[1], found[2], found[3], found.groups()[3:])
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return _time_of_number(text)
    return _time_of_words(text, orders)


def _iso_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    return moment if moment.year in _YEARS and moment.tzinfo is None else None


def _time_of_words(text: str, orders: Iterable[DateOrder]) -> datetime | None:
    if found := _YEAR_LAST.fullmatch(text):
        for order in orders:
            day, month = (1, 2) if order is DateOrder.DAY_FIRST else (2, 1)
            if order is not DateOrder.UNKNOWN and (
                moment := _moment(found[3], found[month], found[day], found.groups()[3:])
            ):
                return moment
        return None
    for pattern, day, month in ((_DAY_MONTH_NAME, 1, 2), (_MONTH_NAME_DAY, 2, 1)):
        found = pattern.fullmatch(text)
        if found and found[month].lower() in _MONTHS:
            number = str(_MONTHS.index(found[month].lower()) + 1)
            return _moment(found[3], number, found[day], found.groups()[3:])
    plain = _arabic(unicodedata.normalize("NFKC", text))
    return parse_time(plain, *orders) if plain != text else None


def _time_of_number(text: str) -> datetime | None:
    if found := _COMPACT.fullmatch(text):
        clock = (found[4], found[5], found[6], found[7], found[8]) if found[5] else (None,) * 5
        return _moment(found[1], found[2], found[3], clock)
    number = float(text)
    if int(number) in _SERIAL_DAYS:
        return _SERIAL_START + timedelta(seconds=round(number * 86_400))
    if int(number) in _UNIX_SECONDS:
        return _UNIX_START + timedelta(seconds=int(number))
    if int(number / 1000) in _UNIX_SECONDS:
        return _UNIX_START + timedelta(seconds=int(number / 1000))
    return None


def _moment(year: str, month: str, day: str, clock: tuple[str | None, ...]) -> datetime | None:
    half, hour_text, minute, second, half_after = clock
    hour = int(hour_text or 0)
    if (half in _AFTER_NOON or (half_after or "").lower() == "pm") and hour < _NOON:
        hour += _NOON
    elif (half == "凌晨" or (half_after or "").lower() == "am") and hour == _NOON:
        hour = 0
    try:
        moment = datetime(int(year), int(month), int(day), hour % 24, int(minute or 0), int(second or 0))
    except ValueError:
        return None
    if moment.year not in _YEARS or hour > 24:
        return None
    return moment + timedelta(days=hour // 24)


def _arabic(text: str) -> str:
    """Chinese digits of a date in Arabic ones: 二〇二六年十二月二十五日 gives 2026年12月25日."""
    digits = text.translate(_CHINESE_DIGITS)
    return _TENS.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", digits)
