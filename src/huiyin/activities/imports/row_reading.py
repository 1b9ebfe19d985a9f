"""What does a row of a file say of a record, as far as the row alone can tell?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from huiyin.activities.imports import headings as on
from huiyin.activities.imports.headings import FIXED, Understood
from huiyin.activities.imports.neutral_texts import restored
from huiyin.activities.imports.source_rows import SourceRow, SourceTable
from huiyin.activities.names_in_plan import AmbiguousName, NameList, NoSuchName, names_of
from huiyin.activities.rules import Entered
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType, Kind

SERIAL_DAY: Final = re.compile(r"\d{5}(?:\.\d+)?")
SERIAL_START: Final = date(1899, 12, 30)  # so that numbers after Excel's 29 February 1900 are right
SERIAL_RANGE: Final = range(18_264, 73_051)  # 1950 to 2100


class RowFaultCode(StrEnum):
    """Why a row is refused, beside what can be wrong with a field. The comment names the facts."""

    UNREADABLE = "unreadable_row"  # reason: the reader's code
    TWO_WORDS = "two_words"  # given, other: the name and the key say different things
    NOT_YOUR_UNIT = "not_your_unit"  # given
    NOT_YOUR_KIND = "not_your_kind"  # given
    RESTRICTED_KIND = "restricted_kind"  # given
    NO_SUCH_RECORD = "no_such_record"  # given
    OTHER_KIND = "other_kind"  # given, held: the record is of another kind
    CHANGED_SINCE = "changed_since"  # given, held: versions
    IS_WITHDRAWN = "is_withdrawn"  # given
    SAID_TWICE = "said_twice"  # line: an earlier line is the same record with other content
    SAME_AS_OTHER = "same_as_other"  # given: so corrected, it would be the same as another record


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one column of a row, "" for the row as a whole; `facts` say what was found."""

    column: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowSaid:
    """One row, read: what it enters, and the record that it names, if it names one."""

    line: int
    cells: Sequence[str]
    entered: Entered | None = None  # None where the kind is not known
    record: str = ""
    version: str = ""
    faults: tuple[RowFault, ...] = ()


class RowReader:
    """Reads the rows of one table, its headings being understood. `kind` is that of rows that name none."""

    def __init__(self, table: SourceTable, understood: Understood, plan: Plan, kind: str = "") -> None:
        self._table, self._plan, self._kind = table, plan, kind
        self.places = understood.places(table.headings)
        self._fields = {column: at for column, at in self.places.items() if not column.startswith(FIXED)}
        self._version_at = self._place_of_version(table)
        self._names = names_of(plan)
        self._day_fields = {kind.key: _day_fields(kind) for kind in plan.kinds}

    def rows(self) -> Iterator[RowSaid]:
        """Yield what each row says, in the order of the file."""
        yield from map(self._read, self._table.rows)

    def units(self) -> set[str]:
        """The keys of the units that the rows name, refused ones too."""
        places = [self.places[column] for column in (on.UNIT, on.UNIT_KEY) if column in self.places]
        words = {row.cells[at].strip() for row in self._table.rows for at in places if at < len(row.cells)}
        return {key for word in words if (key := _found(self._names.units, word))}

    def cell(self, said: RowSaid, column: str) -> str:
        """What stands in this column of a row; "" where the file has no such column."""
        at = self.places.get(column)
        return said.cells[at] if at is not None and at < len(said.cells) else ""

    def _read(self, row: SourceRow) -> RowSaid:
        cells = tuple(map(restored, row.cells)) if self._table.is_neutralised else row.cells
        said = RowSaid(row.line, cells)
        if row.fault:
            fault = RowFault("", RowFaultCode.UNREADABLE, {"reason": row.fault})
            return RowSaid(row.line, cells, faults=(fault,))
        kind, kind_faults = self._one_of_two(said, on.KIND, on.KIND_KEY, self._names.kinds)
        unit, unit_faults = self._one_of_two(said, on.UNIT, on.UNIT_KEY, self._names.units)
        faults = (*kind_faults, *unit_faults)
        return RowSaid(
            row.line,
            cells,
            entered=self._entered(said, kind or self._kind, unit),
            record=self.cell(said, on.RECORD).strip().lower(),
            version=self._version(cells),
            faults=faults,
        )

    def _entered(self, said: RowSaid, kind: str, unit: str) -> Entered:
        try:
            key = self._names.kinds.find(kind).key
        except (NoSuchName, AmbiguousName):
            key = kind  # checking says what is wrong with it
        days = self._day_fields.get(key, frozenset())
        values = {
            column: _without_serial(cell) if column in days else cell
            for column, at in self._fields.items()
            if at < len(said.cells) and (cell := said.cells[at])
        }
        return Entered(
            kind=key,
            unit=unit,
            day=_without_serial(self.cell(said, on.DAY)),
            last_day=_without_serial(self.cell(said, on.LAST_DAY)),
            state=self.cell(said, on.STATE),
            values=values,
            part_of=self.cell(said, on.PART_OF),
        )

    def _one_of_two(
        self, said: RowSaid, by_name: str, by_key: str, rows: NameList
    ) -> tuple[str, tuple[RowFault, ...]]:
        """What a column for names and one for keys say together: the key, where there is one."""
        name, key = self.cell(said, by_name).strip(), self.cell(said, by_key).strip()
        if not (name and key):
            return key or name, ()
        meant = _found(rows, name)
        if meant is None or meant == _found(rows, key):
            return key, ()
        return key, (RowFault(by_name, RowFaultCode.TWO_WORDS, {"given": name, "other": key}),)

    def _place_of_version(self, table: SourceTable) -> int | None:
        words = on.Headings(())
        found = (at for at, heading in enumerate(table.headings) if words.column_of(heading) == on.VERSION)
        return next(found, None) if on.RECORD in self.places else None

    def _version(self, cells: Sequence[str]) -> str:
        at = self._version_at
        return cells[at].strip() if at is not None and at < len(cells) else ""


def kinds_in(table: SourceTable, plan: Plan, kind: str = "") -> list[Kind]:
    """The kinds that the rows of a table name, and the one chosen for rows that name none; else all.

    A heading stands for a field of these: "Topic" may be the field of one kind and the name of another's.
    """
    words, rows = on.Headings(plan.kinds), names_of(plan).kinds
    columns = [words.column_of(heading) for heading in table.headings]
    places = [at for at, column in enumerate(columns) if column in (on.KIND, on.KIND_KEY)]
    said = {row.cells[at].strip() for row in table.rows for at in places if at < len(row.cells)}
    named = {_found(rows, word) for word in said} | {kind}
    return [each for each in plan.kinds if each.key in named] or list(plan.kinds)


def _found(rows: NameList, word: str) -> str | None:
    try:
        return rows.find(word).key
    except (NoSuchName, AmbiguousName):
        return None


def _day_fields(kind: Kind) -> frozenset[str]:
    return frozenset(field.key for field in kind.fields if field.type is FieldType.DAY)


def _without_serial(cell: str) -> str:
    """A day that a spreadsheet gives as the number of days since 1900, as a day; other cells as they are."""
    if not SERIAL_DAY.fullmatch(cell.strip()) or int(float(cell)) not in SERIAL_RANGE:
        return cell
    return (SERIAL_START + timedelta(days=int(float(cell)))).isoformat()
