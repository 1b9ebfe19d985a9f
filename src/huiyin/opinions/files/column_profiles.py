"""What do the cells of one column look like?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huiyin.opinions.files.header_words import read_lexicon
from huiyin.opinions.files.values import DateOrder, is_number, is_phone, is_written_time, parse_time

_THREE_HAN = re.compile("[\u3400-\u9fff](?:[^\u3400-\u9fff]*[\u3400-\u9fff]){2}")  # more than a name
_TWO_WORDS = re.compile(r"[^\W\d_]+[\s,.;:!?]+[^\W\d_]")
_CODE = re.compile(r"[\w\-./#]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares are of the filled cells, from 0 to 1; lengths in characters."""

    filled: int = 0
    mean_length: float = 0.0
    distinct: float = 0.0
    words: float = 0.0  # several words, or several Chinese characters
    codes: float = 0.0  # letters, digits and signs without a blank
    numbers: float = 0.0
    written_times: float = 0.0
    readable_times: float = 0.0  # written times, and numbers that can be one
    phones: float = 0.0
    places: float = 0.0
    replies: float = 0.0


def profile(column: int, sample: Sequence[Sequence[str]]) -> Profile:
    """Describe one column by the rows of a sample, whatever their order."""
    cells = [row[column].strip() for row in sample if column < len(row) and row[column].strip()]
    if not cells:
        return Profile()

    def share(fits: Callable[[str], bool]) -> float:
        return sum(map(fits, cells)) / len(cells)

    return Profile(
        filled=len(cells),
        mean_length=sum(map(len, cells)) / len(cells),
        distinct=len(set(cells)) / len(cells),
        words=share(_is_words),
        codes=share(lambda cell: _CODE.fullmatch(cell) is not None),
        numbers=share(is_number),
        written_times=share(is_written_time),
        readable_times=share(_is_readable_time),
        phones=share(is_phone),
        places=share(_is_place),
        replies=share(_is_reply),
    )


def _is_words(cell: str) -> bool:
    return _THREE_HAN.search(cell) is not None or _TWO_WORDS.search(cell) is not None


def _is_readable_time(cell: str) -> bool:
    return parse_time(cell, DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) is not None


def _is_place(cell: str) -> bool:
    return cell.lower().endswith(read_lexicon().cells.places)


def _is_reply(cell: str) -> bool:
    lowered = cell.lower()
    return any(mark in lowered for mark in read_lexicon().cells.replies)
