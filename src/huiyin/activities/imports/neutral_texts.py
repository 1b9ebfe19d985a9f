"""How does a text stand in a CSV file so that no spreadsheet takes it for a formula, and how is it read back?

OWASP, "CSV Injection": a cell that begins with = + - @, a tab or a carriage return is run as a formula by
spreadsheets; full-width forms of the four, and blanks before any of them, are taken the same way by some.
Such a text gets an apostrophe in front, and so does one that already begins with apostrophes before such a
sign: only then can the mark be taken off again without a loss.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "'"
# A number cannot be a formula, and a figure with an apostrophe could no longer be counted.
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_BEGINS_A_FORMULA = re.compile("'*[ \u3000\u00a0]*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def neutralised(text: str) -> str:
    """The text as a CSV file holds it."""
    return MARK + text if _is_formula(text) else text


def restored(text: str) -> str:
    """The text that `neutralised` was given."""
    return text[1:] if text.startswith(MARK) and _BEGINS_A_FORMULA.match(text) else text


def _is_formula(text: str) -> bool:
    return _BEGINS_A_FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
