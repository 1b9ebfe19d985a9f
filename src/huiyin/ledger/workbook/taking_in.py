"""What would a table of the ledger that comes back change of each problem?

A cell that says what the ledger says changes nothing, in either language. An empty cell says nothing. What
only moves may change is refused when it is said otherwise; what is computed is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from huiyin.access.rules import Actor, Permission
from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.imports.neutral_texts import restored
from huiyin.activities.imports.row_reading import SERIAL_DAY
from huiyin.activities.imports.source_rows import SourceRow, SourceTable
from huiyin.activities.imports.spreadsheets import plain_text
from huiyin.activities.names_in_plan import AmbiguousName, NoSuchName, names_of
from huiyin.activities.written_forms import clean_lines, day_of
from huiyin.ledger.deciding.descriptions import Description, Measure
from huiyin.ledger.models import Problem
from huiyin.ledger.queries import reading_of, visible
from huiyin.ledger.shown.rows import Reading, row_of
from huiyin.ledger.workbook.cells import LedgerCells, Line
from huiyin.ledger.workbook.columns import ChangedBy, LedgerHeadings, columns, value_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.plan.queries import current_plan
from huiyin.trail.models import NEVER

LANGUAGES = ("zh", "en")
_DAY_OF_MEASURE = re.compile(r"(?s)(.*?)\s*[\[(（【](\d{4}-\d{2}-\d{2})[\])）】]\s*$")
_BETWEEN = re.compile(r"[、;；\n]")
_NAMES = {
    "area": FieldType.AREA,
    "owner_unit": FieldType.UNIT,
    "verifier_unit": FieldType.UNIT,
    "owner_person": FieldType.PERSON,
    "verifier_person": FieldType.PERSON,
    "lead_leader": FieldType.PERSON,
}


class LedgerOutcome(StrEnum):
    """What becomes of a row."""

    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"


class LedgerRowFault(StrEnum):
    """Why a row is refused, beside what can be wrong with a field. The comment names the facts."""

    UNREADABLE = "unreadable_row"  # reason: the reader's code
    NO_NUMBER = "no_number"  # a new problem is opened, not taken in
    NO_SUCH_PROBLEM = "no_such_problem"  # given
    SAID_TWICE = "said_twice"  # given, line: an earlier line is of the same problem
    ONLY_MOVES = "only_moves"  # given, held: only a move changes this
    CHANGED_SINCE = "changed_since"  # given, held: versions


@dataclass(frozen=True)
class JudgedRow:
    """One row: what it would change of which version of which problem, or why it is refused."""

    line: int
    outcome: LedgerOutcome
    number: str = ""
    record: str = ""
    version: int = 0
    description: Description | None = None
    changed: tuple[str, ...] = ()  # columns
    faults: tuple[FieldFault, ...] = ()


@dataclass(frozen=True)
class JudgedTable:
    """The rows of a file, each judged, and the headings that are not known."""

    rows: tuple[JudgedRow, ...]
    unknown: tuple[str, ...]

    def of(self, outcome: str) -> tuple[JudgedRow, ...]:
        """The rows with this outcome."""
        return tuple(row for row in self.rows if row.outcome == outcome)


def judged(actor: Actor, table: SourceTable, *, today: date) -> JudgedTable:
    """What each row of a table would change, for whoever manages problems. Raises `Forbidden`."""
    actor.must(Permission.MANAGE_PROBLEMS)
    plan, headings = current_plan().plan, LedgerHeadings()
    places: dict[str, int] = {}
    unknown = []
    for at, heading in enumerate(table.headings):
        column = headings.column_of(heading)
        if column is None or column in places:
            unknown.append(heading)
        else:
            places[column] = at
    judge = _Judge(plan, reading_of(actor, today), places, is_neutralised=table.is_neutralised)
    held = {str(row.number): row for row in visible(actor)} if "number" in places else {}
    return JudgedTable(tuple(judge.rows(table.rows, held)), tuple(filter(None, unknown)))


@dataclass
class _Judge:
    """Judges the rows of one table."""

    plan: Plan
    reading: Reading
    places: Mapping[str, int]
    is_neutralised: bool
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._writers = [LedgerCells(self.plan, language) for language in LANGUAGES]

    def rows(self, rows: Sequence[SourceRow], held: Mapping[str, Problem]) -> Iterator[JudgedRow]:
        """Each row, judged."""
        for row in rows:
            given = {column: self._cell(row, at) for column, at in self.places.items()}
            number = given.get("number", "").removesuffix(".0")
            fault = self._fault_of_row(row, number, held)
            if fault is not None:
                yield JudgedRow(row.line, LedgerOutcome.REFUSED, number, faults=(fault,))
            else:
                yield self._judged(row.line, held[number], given)

    def _cell(self, row: SourceRow, at: int) -> str:
        text = row.cells[at] if at < len(row.cells) else ""
        return clean_lines(restored(text) if self.is_neutralised else text)

    def _fault_of_row(self, row: SourceRow, number: str, held: Mapping[str, Problem]) -> FieldFault | None:
        if row.fault:
            return FieldFault("", LedgerRowFault.UNREADABLE, {"reason": row.fault})
        if not number:
            return FieldFault("number", LedgerRowFault.NO_NUMBER)
        if number not in held:
            return FieldFault("number", LedgerRowFault.NO_SUCH_PROBLEM, {"given": number[:100]})
        first = self.seen.setdefault(number, row.line)
        if first != row.line:
            return FieldFault("number", LedgerRowFault.SAID_TWICE, {"given": number, "line": str(first)})
        return None

    def _judged(self, line: int, current: Problem, given: Mapping[str, str]) -> JudgedRow:
        asked = given.get("version", "").removesuffix(".0") or str(current.version)
        base = current if asked == str(current.version) else _of_version(current, asked)
        if base is None:
            facts = {"given": asked[:100], "held": str(current.version)}
            return self._refused(line, current, [FieldFault("version", LedgerRowFault.CHANGED_SINCE, facts)])
        differing = self._differing(base, given)
        if differing and base is not current:
            facts = {"given": asked, "held": str(current.version)}
            return self._refused(line, current, [FieldFault("version", LedgerRowFault.CHANGED_SINCE, facts)])
        said: dict[str, Any] = {}
        faults = []
        for column, held in differing.items():
            try:
                said[column] = self._value(column, given[column], held)
            except _NotTaken as refusal:
                faults.append(refusal.fault)
        if faults:
            return self._refused(line, current, faults)
        changed = {column: value for column, value in said.items() if not _is_held(current, column, value)}
        if not changed:
            return self._row(line, LedgerOutcome.SAME, current)
        row = self._row(line, LedgerOutcome.CHANGED, current)
        return _with(row, Description(**changed), tuple(changed))

    def _differing(self, base: Problem, given: Mapping[str, str]) -> dict[str, str]:
        """The columns whose cells say otherwise than this version, each with what that says."""
        line = Line(row_of(base, self.reading))
        found = {}
        for column, text in given.items():
            if not text or column == "version" or columns()[column].changed_by is ChangedBy.NEVER:
                continue
            held = [clean_lines(plain_text(writer.cell(line, column))) for writer in self._writers]
            if not _written_ways(text) & set(held):
                found[column] = held[0]
        return found

    def _value(self, column: str, text: str, held: str) -> Any:
        """What a cell says of a column that is described. Raises `_NotTaken`."""
        if columns()[column].changed_by is ChangedBy.MOVES:
            facts = {"given": text[:100], "held": held[:100]}
            raise _NotTaken(FieldFault(column, LedgerRowFault.ONLY_MOVES, facts))
        readers: Mapping[str, Callable[[str, str], Any]] = {
            "mode": self._mode,
            "co_units": self._units,
            "measures": _measures,
            **dict.fromkeys(_NAMES, self._key),
        }
        return readers.get(column, _as_it_is)(column, text)

    def _mode(self, column: str, text: str) -> str:
        found = value_of("mode", text)
        if found is None:
            raise _NotTaken(FieldFault(column, FaultCode.NO_SUCH_NAME, {"given": text[:100]}))
        return found

    def _units(self, column: str, text: str) -> tuple[str, ...]:
        parts = [part.strip() for part in _BETWEEN.split(text)]
        return tuple(self._named(column, FieldType.UNIT, part) for part in parts if part)

    def _key(self, column: str, text: str) -> str:
        return self._named(column, _NAMES[column], text)

    def _named(self, column: str, of: FieldType, text: str) -> str:
        try:
            return names_of(self.plan).lists[of].find(text).key
        except NoSuchName:
            raise _NotTaken(FieldFault(column, FaultCode.NO_SUCH_NAME, {"given": text[:100]})) from None
        except AmbiguousName as refusal:
            facts = {"given": text[:100], "keys": ", ".join(refusal.keys)}
            raise _NotTaken(FieldFault(column, FaultCode.AMBIGUOUS_NAME, facts)) from None

    def _refused(self, line: int, current: Problem, faults: Sequence[FieldFault]) -> JudgedRow:
        number = str(current.number)
        return JudgedRow(line, LedgerOutcome.REFUSED, number, current.record, faults=tuple(faults))

    def _row(self, line: int, outcome: LedgerOutcome, current: Problem) -> JudgedRow:
        return JudgedRow(line, outcome, str(current.number), current.record, current.version)


class _NotTaken(ValueError):
    """A cell cannot be taken in."""

    def __init__(self, fault: FieldFault) -> None:
        super().__init__(fault)
        self.fault = fault


def _with(row: JudgedRow, description: Description, changed: tuple[str, ...]) -> JudgedRow:
    return JudgedRow(
        row.line, row.outcome, row.number, row.record, row.version, description, changed, row.faults
    )


def _of_version(current: Problem, asked: str) -> Problem | None:
    """An earlier version, which a file may have been made of."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < len(str(2**31))):
        return None
    earlier = Problem.objects.filter(record=current.record, version=int(asked)).exclude(superseded=NEVER)
    return earlier.first()


def _as_it_is(_column: str, text: str) -> str:
    return text


def _measures(column: str, text: str) -> tuple[Measure, ...]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        with_day = _DAY_OF_MEASURE.fullmatch(line)
        if with_day is None:
            found.append(Measure(line))
            continue
        due = day_of(with_day[2])
        if due is None:
            raise _NotTaken(FieldFault(column, FaultCode.NOT_A_DAY, {"given": with_day[2]}))
        found.append(Measure(with_day[1], due))
    return tuple(found)


def _written_ways(text: str) -> set[str]:
    """What a cell says, also where a spreadsheet wrote a number or a day in its own way."""
    day = None if SERIAL_DAY.fullmatch(text) else day_of(text)
    return {text, text.removesuffix(".0"), *([day.isoformat()] if day else [])}


def _is_held(current: Problem, column: str, value: Any) -> bool:
    held = getattr(current, column)
    if column == "measures":
        return [(each["words"], each["due"]) for each in held] == [
            (each.words, each.due.isoformat() if each.due else None) for each in value
        ]
    return list(held) == list(value) if column == "co_units" else bool(held == value)
