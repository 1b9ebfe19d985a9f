"""Which rows does one table give, when it is known which column is what?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from huiyin.opinions.files.columns import ColumnPlan
from huiyin.opinions.files.header_words import Role
from huiyin.opinions.files.headers import Header
from huiyin.opinions.files.identities import content_hash, row_hash
from huiyin.opinions.files.merges import FilledRecord, filled_down
from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.opinions.files.tables import Fault, Table
from huiyin.opinions.files.values import (
    DateOrder,
    clean_text,
    one_line,
    parse_likes,
    parse_person,
    parse_time,
)

_REMEMBERED_PLACES = 4_096  # few places stand in many rows

Redact: TypeAlias = Callable[[str], tuple[str, int]]


class Emptiness(StrEnum):
    """Why a row that could be read holds no opinion (in `Row.reason`)."""

    BLANK = "blank"
    NO_WORDS = "no_words"  # neither title nor text
    REPEATED_HEADER = "repeated_header"  # as sheets pasted below each other have it
    PART_OF_ROW_ABOVE = "part_of_row_above"  # its words are merged cells, and nobody else is named


class NoteCode(StrEnum):
    """What a person should know about how a table was read; each comes with the number of rows."""

    REJOINED_TEXT = "rejoined_text"  # the last column held delimiters without quotes
    MERGED_CELLS_FILLED = "merged_cells_filled"
    TIMES_NOT_UNDERSTOOD = "times_not_understood"


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table with its header and its columns found."""

    table: Table
    header: Header
    plan: ColumnPlan
    records: int  # how many it has, header and all; blank lines at its end do not count
    date_order: DateOrder = DateOrder.UNKNOWN


class NewRow(NamedTuple):
    """A row whose id may still be another row's too."""

    row: Row
    has_given_id: bool


class _Place(NamedTuple):
    """Where a row stands: its number over all files and in its table, both from 1."""

    number: int
    source_row: int


class TableRows:
    """Turns the records of one table into rows; `notes` are complete when the last row is out."""

    def __init__(self, known: KnownTable, redact: Redact) -> None:
        self.notes: Counter[NoteCode] = Counter()
        self._known = known
        self._file, self._sheet = known.table.file, known.table.sheet
        self._redact = redact
        self._columns = {role: known.plan.indexes(role) for role in Role}
        self._header = [name for name in known.header.names if name] if known.header.line else []
        self._header_start = known.header.names.index(self._header[0]) if self._header else 0
        self._unusable = _unusable(known.plan)
        self._redacted_place = lru_cache(maxsize=_REMEMBERED_PLACES)(self._redacted)

    def rows(self, first_number: int) -> Iterator[NewRow]:
        """Yield one row for each data record, in order, numbered from `first_number`."""
        table = self._known.table
        records = filled_down(islice(table.records(), self._known.records), table.merges)
        for source_row, filled in enumerate(islice(records, self._known.header.data_start, None), 1):
            yield self._row(filled, _Place(first_number + source_row - 1, source_row))

    def _row(self, filled: FilledRecord, place: _Place) -> NewRow:
        cells = filled.record.cells
        if not any(map(str.strip, cells)):
            return self._empty(cells, place, Emptiness.BLANK)
        cells, width_fault = self._fitted(cells)
        fault = filled.record.fault or self._unusable or width_fault
        if fault:
            return self._without_words(cells, place, RowStatus.UNREADABLE, fault)
        if self._is_header(cells):
            return self._empty(cells, place, Emptiness.REPEATED_HEADER)
        if filled.filled:
            self.notes[NoteCode.MERGED_CELLS_FILLED] += 1
            if self._is_part_of_row_above(cells, filled.filled):
                return self._empty(cells, place, Emptiness.PART_OF_ROW_ABOVE)
        return self._opinion(cells, place)

    def _opinion(self, cells: Sequence[str], place: _Place) -> NewRow:
        title, title_hits = self._redacted(one_line(self._first(Role.TITLE, cells)))
        text, text_hits = self._redacted(self._text(cells))
        if not title and not text:
            return self._empty(cells, place, Emptiness.NO_WORDS)
        where, where_hits = self._redacted_place(self._where(cells))
        given_id = one_line(self._first(Role.ID, cells))
        row = Row(
            number=place.number,
            file=self._file,
            sheet=self._sheet,
            source_row=place.source_row,
            id=given_id,
            status=RowStatus.KEPT,
            title=title,
            text=text,
            time=self._time(cells),
            person=self._person(cells),
            place=where,
            likes=parse_likes(self._first(Role.LIKES, cells)),
            area=one_line(self._first(Role.AREA, cells)),
            unit=one_line(self._first(Role.UNIT, cells)),
            redactions=title_hits + text_hits + where_hits,
        )
        return NewRow(row, has_given_id=True) if given_id else with_content_id(row)

    def _without_words(self, cells: Sequence[str], place: _Place, status: RowStatus, reason: str) -> NewRow:
        given_id = "" if status is RowStatus.UNREADABLE else one_line(self._first(Role.ID, cells))
        row = Row(
            number=place.number,
            file=self._file,
            sheet=self._sheet,
            source_row=place.source_row,
            id=given_id or content_hash(cells),
            status=status,
            reason=reason,
        )
        return NewRow(row, has_given_id=bool(given_id))

    def _empty(self, cells: Sequence[str], place: _Place, reason: Emptiness) -> NewRow:
        return self._without_words(cells, place, RowStatus.EMPTY, reason)

    def _fitted(self, cells: Sequence[str]) -> tuple[Sequence[str], str]:
        """The cells, as many as the table has columns, and the fault when that cannot be."""
        width = self._known.table.width
        if not width or len(cells) == width:
            return cells, ""
        needed = max(self._columns[Role.TEXT], default=0)
        if len(cells) < width:
            return cells, "" if needed < len(cells) else Fault.TOO_FEW_FIELDS
        if not any(map(str.strip, cells[width:])):
            return cells[:width], ""
        if self._columns[Role.TEXT] == (width - 1,):
            self.notes[NoteCode.REJOINED_TEXT] += 1
            return [*cells[: width - 1], self._known.table.delimiter.join(cells[width - 1 :])], ""
        return cells, Fault.TOO_MANY_FIELDS

    def _is_header(self, cells: Sequence[str]) -> bool:
        if not self._header or self._header_start >= len(cells):
            return False
        if (
            cells[self._header_start].strip()[:1] != self._header[0][:1]
        ):  # so that few rows are compared whole
            return False
        return [" ".join(cell.split()) for cell in cells if cell.strip()] == self._header

    def _is_part_of_row_above(self, cells: Sequence[str], filled: frozenset[int]) -> bool:
        """Do the words come from above, with no giver or id of this row's own? Then it is no other voice."""
        own = [
            index
            for role in (Role.TEXT, Role.TITLE, Role.PERSON, Role.ID)
            for index in self._columns[role]
            if index < len(cells) and cells[index].strip() and index not in filled
        ]
        return not own

    def _first(self, role: Role, cells: Sequence[str]) -> str:
        """The first filled cell of the role's columns; "" when there is none."""
        for index in self._columns[role]:
            if index < len(cells) and cells[index].strip():
                return cells[index]
        return ""

    def _text(self, cells: Sequence[str]) -> str:
        parts = [clean_text(cells[index]) for index in self._columns[Role.TEXT] if index < len(cells)]
        return parts[0] if len(parts) == 1 else "\n".join(filter(None, parts))

    def _where(self, cells: Sequence[str]) -> str:
        """The place from wide to narrow, nothing said twice."""
        where = ""
        for index in self._columns[Role.PLACE]:
            part = one_line(cells[index]) if index < len(cells) else ""
            if where in part:
                where = part
            elif part not in where:
                where = f"{where} {part}"
        return where

    def _person(self, cells: Sequence[str]) -> str:
        for index in self._columns[Role.PERSON]:
            person = parse_person(cells[index]) if index < len(cells) else ""
            if person:
                return person
        return ""

    def _time(self, cells: Sequence[str]) -> datetime | None:
        raw = self._first(Role.TIME, cells)
        time = parse_time(raw, self._known.date_order)
        if raw and time is None:
            self.notes[NoteCode.TIMES_NOT_UNDERSTOOD] += 1
        return time

    def _redacted(self, text: str) -> tuple[str, int]:
        return self._redact(text) if text else ("", 0)


def with_content_id(row: Row) -> NewRow:
    """The row with the hash of its content as id."""
    return NewRow(replace(row, id=row_hash(row)), has_given_id=False)


def _unusable(plan: ColumnPlan) -> str:
    """Why no row of the table can be read: a fault, "" when all is well."""
    if plan.indexes(Role.TEXT):
        return ""
    return Fault.CHOSEN_COLUMN_MISSING if plan.missing else Fault.NO_TEXT_COLUMN
