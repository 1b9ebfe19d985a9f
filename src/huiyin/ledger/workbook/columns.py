"""Which columns has the ledger as a table, what is each called, and who may change a cell that comes back?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from huiyin.activities.written_forms import folded
from huiyin.plan.terms import Term

_DATA = Path(__file__).parent.parent / "data" / "columns.yaml"


class ChangedBy(StrEnum):
    """Who may change a cell of the ledger that comes back in a file."""

    DESCRIBED = "described"  # whoever describes the problem
    MOVES = "moves"  # only a move
    NEVER = "never"  # it is computed, and not read back


@dataclass(frozen=True)
class Column:
    """A column of the ledger as a table."""

    key: str
    name: Term
    changed_by: ChangedBy
    others: tuple[str, ...]


@lru_cache(1)
def columns() -> Mapping[str, Column]:
    """The columns in their order, as `data/columns.yaml` words them."""
    return {
        key: Column(
            key,
            Term(zh=words["zh"], en=words["en"]),
            ChangedBy(words["change"]),
            tuple(words["others"]),
        )
        for key, words in _read()["columns"].items()
    }


@lru_cache(1)
def words() -> Mapping[str, Mapping[str, Term]]:
    """The words for the values of a column that has few: by column, then by value."""
    return {
        column: {value: Term(zh=said["zh"], en=said["en"]) for value, said in values.items()}
        for column, values in _read()["words"].items()
    }


class LedgerHeadings:
    """Which column does the heading of a file stand for: its key, its name in either language, or another?"""

    def __init__(self) -> None:
        self._by_word = {
            folded(word): column.key
            for column in columns().values()
            for word in (*column.others, column.name.en, column.name.zh, column.key)
        }

    def column_of(self, heading: str) -> str | None:
        """The column that this heading stands for; None when there is none."""
        return self._by_word.get(folded(unicodedata.normalize("NFKC", heading)))


def value_of(column: str, said: str) -> str | None:
    """The value that these words, in either language, or its key stand for; None for none."""
    wanted = folded(said)
    for value, term in words()[column].items():
        if wanted in (folded(value), folded(term.zh), folded(term.en)):
            return value
    return None


@lru_cache(1)
def _read() -> Mapping[str, Any]:
    data: Mapping[str, Any] = YAML(typ="safe", pure=True).load(_DATA.read_text(encoding="utf-8"))
    return data
