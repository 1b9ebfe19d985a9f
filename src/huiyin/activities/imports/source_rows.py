"""What is a table of a file before anyone knows what its columns mean?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line of a file as a spreadsheet shows it: its number from 1, and its cells as text."""

    line: int
    cells: Sequence[str]
    fault: str = ""  # why its cells cannot be trusted, as the reader's code


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table with its headings, each once, and the rows below them that are not blank."""

    headings: tuple[str, ...]
    rows: Sequence[SourceRow]
    sheet: str = ""
    is_neutralised: bool = False  # a format in which a text may carry the mark of `neutral_texts`


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings with every repeated one numbered, so that a heading names one column: 主题, 主题#2."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        plain = " ".join(heading.split())
        seen[plain] = seen.get(plain, 0) + 1
        found.append(plain if seen[plain] == 1 or not plain else f"{plain}#{seen[plain]}")
    return tuple(found)
