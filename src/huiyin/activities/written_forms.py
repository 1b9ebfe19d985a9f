"""How do people write a number, a day, a time of the day and a yes?"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?(?:[T ]\d{1,2}:\d{2}.*)?")
_DAY_IN_ONE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2})\s?[:点时]\s?(\d{1,2})?\s?分?(?::\d{2}(?:\.\d+)?)?")
_YES = frozenset({"是", "有", "对", "真", "yes", "y", "true", "on", "1", "√", "✓", "✔"})
_NO = frozenset({"否", "无", "没有", "不是", "假", "no", "n", "false", "off", "0", "×", "✗", "✘"})
_UNSEEN = frozenset({"Cc", "Cs", "Cf"})
_KEPT_UNSEEN = "\t\n\u200c\u200d"  # the joiners belong to words of some scripts


def folded(text: str) -> str:
    """A word as it is compared: full-width and half-width alike, large and small alike, spaces as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def clean_lines(text: str) -> str:
    """A text as it is kept: composed, lines ended by LF, without signs that nobody sees."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if composed.isprintable():
        return composed.strip()
    kept = "".join(
        sign for sign in composed if sign in _KEPT_UNSEEN or unicodedata.category(sign) not in _UNSEEN
    )
    return kept.strip()


def clean_line(text: str) -> str:
    """A text of one line as it is kept."""
    return " ".join(clean_lines(text).split())


def number_of(given: Any, classifier: str = "") -> Decimal | None:
    """The number that is written, "1,200" and full-width digits included; None when none is.

    A float is taken by its shortest decimal form. "12人" is twelve where 人 is the classifier.
    """
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float | Decimal):
        return _finite(str(given))
    if not isinstance(given, str):
        return None
    text = unicodedata.normalize("NFKC", given).strip()
    if classifier:
        text = text.removesuffix(unicodedata.normalize("NFKC", classifier)).strip()
    return _finite(text.replace(",", "")) if text.isascii() and _NUMBER.fullmatch(text) else None


def _finite(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def day_of(given: Any) -> date | None:
    """The day that is written: 2026-9-7, 2026/9/7, 2026.9.7, 20260907 or 2026年9月7日; None when none is."""
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if not isinstance(given, str):
        return None
    text = unicodedata.normalize("NFKC", given).strip()
    found = _DAY.fullmatch(text) or _DAY_IN_ONE.fullmatch(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def time_of(given: Any) -> time | None:
    """The time of the day that is written, to the minute: 8:30, 08:30:00 or 8点30分; None when none is."""
    if isinstance(given, datetime):
        given = given.time()
    if isinstance(given, time):
        return time(given.hour, given.minute)
    if not isinstance(given, str):
        return None
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", given).strip())
    if found is None or (found[2] is None and ":" in found[0]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def yes_no_of(given: Any) -> bool | None:
    """The yes or no that is written, in either language; None when neither is."""
    if isinstance(given, bool):
        return given
    word = folded(str(given)) if isinstance(given, str | int) else ""
    if word in _YES:
        return True
    return False if word in _NO else None
