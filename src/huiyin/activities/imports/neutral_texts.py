"""How does a text stand in a CSV file so that no spreadsheet takes it for a formula, and how is it read back?

OWASP, "CSV Injection": a cell that begins with = + - @, a tab or a carriage return is run as a formula by
spreadsheets; full-width forms of the four, and blanks before any of them, are taken the same way by some.
Such a text gets an apostrophe in front, and so does one that already begins with apostrophes before such a
sign: only then can the mark be taken off again without a loss.

A spreadsheet whose columns are divided by semicolons or tabs takes no notice of quotes that do not begin a
column, and divides such a file within its texts: what stands behind such a sign, or begins a line, gets the
mark as well.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "'"
# A number cannot be a formula, and a figure with an apostrophe could no longer be counted.
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_BEGINS = r"(?:^|(?<=[;\t\r\n]))"  # where some spreadsheet may begin a cell
_FORMULA = "(?='*[ \u3000\u00a0]*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20])"
_TO_MARK = re.compile(_BEGINS + _FORMULA)
_MARKED = re.compile(_BEGINS + MARK + _FORMULA)


def neutralised(text: str) -> str:
    """The text as a CSV file holds it."""
    return text if _NUMBER.fullmatch(text) else _TO_MARK.sub(MARK, text)


def restored(text: str) -> str:
    """The text that `neutralised` was given."""
    return _MARKED.sub("", text)
