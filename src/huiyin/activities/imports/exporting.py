"""Which columns has an export of records, and what does the line of a record say?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from huiyin.activities.imports import headings as on
from huiyin.activities.imports.headings import Headings
from huiyin.activities.imports.written_cells import Cell, CellWriter
from huiyin.activities.names_in_plan import names_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind

BEFORE_FIELDS = (
    *(on.RECORD, on.VERSION, on.KIND, on.KIND_KEY, on.UNIT, on.UNIT_KEY),
    *(on.DAY, on.LAST_DAY, on.STATE, on.PART_OF),
)
AFTER_FIELDS = (on.LATE, on.WITHDRAWN)


class Recorded(Protocol):
    """One version of a record, as far as an export tells it."""

    @property
    def record(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def state(self) -> str: ...
    @property
    def part_of(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def is_late(self) -> bool: ...
    @property
    def is_withdrawn(self) -> bool: ...


class ExportColumns:
    """The columns of an export of some kinds, in one language; taken in again, it changes nothing."""

    def __init__(self, plan: Plan, kinds: Sequence[str], language: str) -> None:
        self._kinds: dict[str, Kind] = {
            key: plan.kinds_by_key[key] for key in kinds if key in plan.kinds_by_key
        }
        fields = dict.fromkeys(field.key for kind in self._kinds.values() for field in kind.fields)
        self.columns = (*BEFORE_FIELDS, *fields, *AFTER_FIELDS)
        self._fields = tuple(fields)
        self._writer = CellWriter(names_of(plan), language)
        self._language = language

    def headings(self) -> list[Cell]:
        """The heading of each column."""
        words = Headings(tuple(self._kinds.values()))
        return [words.heading(column, self._language) for column in self.columns]

    def line(self, recorded: Recorded) -> list[Cell]:
        """The cells of a record, one for each column."""
        kind = self._kinds.get(recorded.kind)
        fields = [self._field(kind, key, recorded.values) for key in self._fields]
        return [
            recorded.record,
            str(recorded.version),
            self._writer.kind(recorded.kind),
            recorded.kind,
            self._writer.unit(recorded.unit),
            recorded.unit,
            recorded.day,
            recorded.last_day or "",
            self._writer.state(kind, recorded.state) if kind else recorded.state,
            recorded.part_of,
            *fields,
            self._writer.yes_no(answer=recorded.is_late),
            self._writer.yes_no(answer=recorded.is_withdrawn),
        ]

    def lines(self, records: Iterable[Recorded]) -> Iterator[list[Cell]]:
        """The headings, then the line of each record."""
        yield self.headings()
        yield from map(self.line, records)

    def _field(self, kind: Kind | None, key: str, values: Mapping[str, Any]) -> Cell:
        field = kind.field(key) if kind else None
        return self._writer.cell(kind, field, values.get(key)) if kind and field else ""
