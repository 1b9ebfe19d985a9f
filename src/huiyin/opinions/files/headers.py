"""In which line of a table do the names of its columns stand?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.opinions.files.header_words import HeaderMatch, Strength, header_key, match_header
from huiyin.opinions.files.sampling import Survey
from huiyin.opinions.files.tables import Merge, Table
from huiyin.opinions.files.values import is_number, is_written_time


@dataclass(frozen=True, slots=True)
class HeaderSettings:
    """The numbers that decide what a header is. Set on the layouts of `tests/rules/test_headers.py`."""

    lines: int = 25  # the header is sought in so many lines
    max_name: int = 20  # characters of an ordinary column name
    max_ending_name: int = 14  # a longer cell that ends like a column name may be a title or a sentence
    max_question: int = 120  # characters of a survey's question that serves as a name
    min_typed_share: float = 0.95  # a column is one of numbers or dates when so many of its cells are
    min_typed_cells: int = 3


@dataclass(frozen=True, slots=True)
class Header:
    """Where the names stand and what they are. `names` is "" for a column without one."""

    names: tuple[str, ...]
    data_start: int  # index of the first data record, from 0
    line: int = 0  # the header's (last) line, from 1; 0 when the table has no header
    lines_above: int = 0  # filled lines above it: titles, notes


_SENTENCE = re.compile(r"[。！；…!;]|[:：]\s*\S|[,，.]\s")


def find_header(
    table: Table, seen: Survey, *, given: frozenset[str] = frozenset(), settings: HeaderSettings | None = None
) -> Header:
    """Where is the header, under a title, notes or blank lines, perhaps of two lines; or is there none?

    `given` are names that a person said to be columns (as `header_key`). Without known names, a first line of
    short distinct words over columns of numbers or dates counts as a header. What is no header is data: no
    row is ever taken for a header because it merely comes first.
    """
    if table.names:
        return Header(names=table.names, data_start=0)
    finder = _Finder(table, seen, given, settings or HeaderSettings())
    for index, row in enumerate(finder.rows):
        if finder.is_header(index, row):
            return finder.header_at(index)
    return Header(names=("",) * seen.width, data_start=0)


class _Finder:
    def __init__(self, table: Table, seen: Survey, given: frozenset[str], rules: HeaderSettings) -> None:
        self._merges = table.merges
        self._seen = seen
        self._given = given
        self._rules = rules
        self.rows = [
            () if record.fault else _stripped(record.cells, seen.width) for record in seen.head[: rules.lines]
        ]
        filled = Counter(sum(map(bool, row)) for row in seen.sample)
        self._usual = max(filled, key=lambda count: (filled[count], count)) if filled else 0

    def is_header(self, index: int, row: Sequence[str]) -> bool:
        filled = [cell for cell in row if cell]
        if not filled or self._looks_like_data(filled):
            return False
        if any(header_key(cell) in self._given for cell in filled):
            return True
        known = [match for match in map(self._known, filled) if match]
        if len(known) > 1:
            return True
        if not self._could_be_names(row, filled):
            return False
        if known:
            return self._seen.width > 1 or known[0].strength is not Strength.ENDING
        return self._only_titles_above(index) and self._stands_over_typed_columns(row)

    def _known(self, cell: str) -> HeaderMatch | None:
        return match_header(cell) if len(cell) <= self._rules.max_ending_name else None

    def _looks_like_data(self, filled: Sequence[str]) -> bool:
        numbers = sum(map(is_number, filled))
        return (
            numbers * 2 > len(filled)
            or any(len(cell) > self._rules.max_question for cell in filled)
            or any(map(is_written_time, filled))
        )

    def _could_be_names(self, row: Sequence[str], filled: Sequence[str]) -> bool:
        """Are these short, distinct words that fill most columns and occur nowhere below?"""
        return (
            len(filled) * 2 >= self._usual
            and (len(filled) > 1 or self._usual <= 1)
            and len(set(filled)) == len(filled)
            and all(self._is_name(cell) for cell in filled)
            and not self._occurs_below(row)
        )

    def _is_name(self, cell: str) -> bool:
        return len(cell) <= self._rules.max_name and not is_number(cell) and not _SENTENCE.search(cell)

    def _occurs_below(self, row: Sequence[str]) -> bool:
        return any(
            cell and cell == other.strip()
            for line in self._seen.sample
            if _stripped(line, self._seen.width) != row
            for cell, other in zip(row, line, strict=False)
        )

    def _only_titles_above(self, index: int) -> bool:
        return all(sum(map(bool, row)) <= 1 for row in self.rows[:index])

    def _stands_over_typed_columns(self, row: Sequence[str]) -> bool:
        for column, name in enumerate(row):
            cells = [
                line[column].strip()
                for line in self._seen.sample
                if column < len(line) and line[column].strip() not in ("", name)
            ]
            typed = sum(is_number(cell) or is_written_time(cell) for cell in cells)
            is_judged = name and len(cells) >= self._rules.min_typed_cells
            if is_judged and typed / len(cells) >= self._rules.min_typed_share:
                return True
        return False

    def header_at(self, index: int) -> Header:
        row = list(self.rows[index])
        above = sum(any(line) for line in self.rows[:index])
        lower = self.rows[index + 1] if index + 1 < len(self.rows) else ()
        if not self._continues(row, lower):
            return Header(tuple(row), data_start=index + 1, line=index + 1, lines_above=above)
        names = _joined(_spread(row, lower, self._merges, index), lower)
        return Header(names, data_start=index + 2, line=index + 2, lines_above=above)

    def _continues(self, upper: Sequence[str], lower: Sequence[str]) -> bool:
        """Does the next line name parts of this one's columns (two-line header with merged cells)?"""
        filled = [cell for cell in lower if cell]
        fills_gap = any(low and not high for high, low in zip(upper, lower, strict=False))
        return (
            fills_gap
            and len(filled) > 1
            and all(self._is_name(cell) for cell in filled)
            and not self._looks_like_data(filled)
            and any(self._known(cell) for cell in filled)
        )


def _stripped(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells) + ("",) * (width - len(cells))


def _spread(upper: list[str], lower: Sequence[str], merges: Sequence[Merge], index: int) -> list[str]:
    """The upper line with each name written over all the columns that it spans."""
    spread = list(upper)
    for merge in merges:
        if merge.top == index:
            last = min(merge.right, len(upper) - 1)
            spread[merge.left : last + 1] = [upper[merge.left]] * (last + 1 - merge.left)
    for column in range(1, len(spread)):
        if not merges and not spread[column] and lower[column] and lower[column - 1]:
            spread[column] = spread[column - 1]
    return spread


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        f"{high}/{low}" if high and low and high != low else high or low
        for high, low in zip(upper, lower, strict=True)
    )
