"""Which column of a record does the heading of a file stand for?

A column is named by a text: "@unit" is one that every record has, "audience" a field of its kind. A heading
is understood when exactly one column bears it: its key, then its name in either language, then a synonym.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from huiyin.activities.written_forms import folded
from huiyin.plan.kinds import Field, Kind
from huiyin.plan.terms import Term

FIXED: Final = "@"  # begins the name of a column that every record has
RECORD: Final = "@record"
VERSION: Final = "@version"
KIND: Final = "@kind"
KIND_KEY: Final = "@kind_key"
UNIT: Final = "@unit"
UNIT_KEY: Final = "@unit_key"
DAY: Final = "@day"
LAST_DAY: Final = "@last_day"
STATE: Final = "@state"
PART_OF: Final = "@part_of"
LATE: Final = "@late"
WITHDRAWN: Final = "@withdrawn"
REASONS: Final = "@reasons"
SOURCE_LINE: Final = "@source_line"
NOTHING: Final = "-"  # what a person says of a heading that is not to be taken in

_WITH_KEY = re.compile(r".*\((@?[a-z0-9_.-]+)\)")
_BRACKETS = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_STARS = re.compile(r"^[*＊\s]+|[*＊:：\s]+$")


@dataclass(frozen=True)
class FixedColumn:
    """A column that every record has, with the words for it."""

    column: str
    name: Term
    others: tuple[str, ...]
    is_taken_in: bool


@lru_cache(maxsize=1)
def fixed_columns() -> Mapping[str, FixedColumn]:
    """The columns that every record has, by name, as `columns.yaml` words them."""
    path = Path(__file__).with_name("columns.yaml")
    data: Mapping[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return {
        FIXED + key: FixedColumn(
            column=FIXED + key,
            name=Term(zh=words["zh"], en=words["en"]),
            others=tuple(words["others"]),
            is_taken_in=key not in data["never_taken_in"],
        )
        for key, words in data["columns"].items()
    }


@dataclass(frozen=True)
class Understood:
    """The headings of a file: the column that each stands for, and those that stand for none."""

    columns: Mapping[str, str]  # heading → column
    unknown: tuple[str, ...]
    told: tuple[str, ...] = ()  # known, but nothing to take in: "Entered late"

    def places(self, headings: Sequence[str]) -> dict[str, int]:
        """Where each column stands in a row, from 0."""
        return {self.columns[heading]: at for at, heading in enumerate(headings) if heading in self.columns}


def columns_of(kinds: Iterable[Kind]) -> list[str]:
    """The columns that a person may choose for a heading: those taken in of every record, then the fields."""
    fixed = [column for column, about in fixed_columns().items() if about.is_taken_in]
    return [*fixed, *dict.fromkeys(field.key for kind in kinds for field in kind.fields)]


def sound_mapping(
    headings: Sequence[str], mapping: Mapping[str, str], kinds: Iterable[Kind]
) -> dict[str, str]:
    """What of this is said of a heading that is there, and names a column of these kinds or `NOTHING`."""
    known = {NOTHING, *columns_of(kinds)}
    return {heading: column for heading, column in mapping.items() if heading in headings and column in known}


class Headings:
    """The words for the columns of some kinds, in ranks: a lower rank goes before a higher one."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._names: dict[str, Term] = {column: about.name for column, about in fixed_columns().items()}
        for kind in kinds:
            for field in kind.fields:
                self._names.setdefault(field.key, field.name)
        self._by_word: dict[str, dict[str, int]] = {}  # word → column → rank
        for word, column, rank in _all_words(kinds):
            ranks = self._by_word.setdefault(folded(word), {})
            ranks[column] = min(rank, ranks.get(column, rank))

    def understood(self, headings: Sequence[str], chosen: Mapping[str, str] | None = None) -> Understood:
        """What does each heading of a file stand for?

        `chosen` is what a person, or an earlier file, says of headings: a column, or `NOTHING`. It goes
        before what the words say. Of two headings for one column the first has it, the other none.
        """
        said = {heading: column for heading, column in (chosen or {}).items() if heading in headings}
        columns = {heading: column for heading, column in said.items() if self.has(column)}
        taken = set(columns.values())
        told, unknown = [], []
        for heading in headings:
            if not heading or heading in columns:
                continue
            column = None if heading in said else self.column_of(heading)
            if said.get(heading) == NOTHING or (column and not self.has(column)):
                told.append(heading)
            elif column is None or column in taken:
                unknown.append(heading)
            else:
                columns[heading] = column
                taken.add(column)
        return Understood(columns, tuple(unknown), tuple(told))

    def has(self, column: str) -> bool:
        """Is there such a column, and is it taken in?"""
        about = fixed_columns().get(column)
        return column in self._names and (about is None or about.is_taken_in)

    def column_of(self, heading: str) -> str | None:
        """The one column that this heading stands for; None when there is none, or more than one."""
        plain = _STARS.sub("", unicodedata.normalize("NFKC", heading))
        with_key = _WITH_KEY.fullmatch(plain)
        if with_key and with_key[1] in self._names:
            return with_key[1]
        return self._only(plain) or self._only(_BRACKETS.sub(" ", plain))

    def heading(self, column: str, language: str) -> str:
        """The heading of a column in an export: its name, with its key where the name alone is not enough."""
        name = " ".join(self._names[column].said(language).split())
        return name if self.column_of(name) == column else f"{name} ({column})"

    def _only(self, word: str) -> str | None:
        ranks = self._by_word.get(folded(word), {})
        best = min(ranks.values(), default=0)
        found = [column for column, rank in ranks.items() if rank == best]
        return found[0] if len(found) == 1 else None


def _all_words(kinds: Iterable[Kind]) -> Iterator[tuple[str, str, int]]:
    for column, about in fixed_columns().items():
        yield column.removeprefix(FIXED), column, 1
        for word in (about.name.zh, about.name.en):
            yield word, column, 1
        for word in about.others:
            yield word, column, 3
    for kind in kinds:
        for word in (kind.day.zh, kind.day.en) if kind.day else ():
            yield word, DAY, 2
        for field in kind.fields:
            yield from _words_of_field(field)


def _words_of_field(field: Field) -> Iterator[tuple[str, str, int]]:
    yield field.key, field.key, 0
    for word in (field.name.zh, field.name.en):
        yield word, field.key, 1
    for word in (*field.synonyms.zh, *field.synonyms.en):
        yield word, field.key, 2
