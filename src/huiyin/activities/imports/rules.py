"""What becomes of each row of a file: is it new, the same as a record, a correction of one, or refused?

A row that gives a record's id speaks of that record; another one speaks of the record that its kind says is
the same. What a file has no column for, a correction leaves as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal, Protocol

from huiyin.activities.field_faults import FaultCode
from huiyin.activities.imports import headings as on
from huiyin.activities.imports.exporting import ExportColumns, Recorded
from huiyin.activities.imports.headings import FIXED
from huiyin.activities.imports.row_reading import RowFault, RowFaultCode, RowReader, RowSaid
from huiyin.activities.imports.spreadsheets import plain_text
from huiyin.activities.rules import Checked, Entered, Fact, checked
from huiyin.plan.document import Plan

ROWS_AT_ONCE: Final = 500  # rows that are looked up together


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    CORRECTED = "corrected"
    REFUSED = "refused"


class Held(Recorded, Protocol):
    """A record in force that a row may speak of."""

    @property
    def sameness(self) -> str:
        """SHA-256 over what makes two records the same, in hex."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of one row, the record that it speaks of, and why it is refused."""

    line: int
    outcome: Outcome
    fact: Fact | None = None
    held: Held | None = None
    faults: tuple[RowFault, ...] = ()


class Holdings(Protocol):
    """The records that whoever takes a file in may touch; each question is asked for many rows at once."""

    def by_record(self, records: Sequence[str]) -> Mapping[str, Held]:
        """The records in force with these ids, by id."""

    def by_sameness(self, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Held]:
        """The records in force, not withdrawn, with these kinds and samenesses, by both."""

    def kinds(self, records: Sequence[str]) -> Mapping[str, str]:
        """The kinds of these records, as far as they may be named; by id."""

    def reaches(self, unit: str) -> bool:
        """May records of this unit be taken in?"""

    def sees_restricted(self, unit: str) -> bool:
        """May records of restricted kinds of this unit be seen?"""

    def writer(self) -> Literal["unit", "office"]:
        """In whose place are records taken in?"""

    def hidden(self, pairs: Sequence[tuple[str, str]]) -> Set[tuple[str, str]]:
        """Which of these kinds and samenesses are those of records that may not be seen or taken in?"""


@dataclass(frozen=True)
class Basis:
    """What rows are judged by."""

    plan: Plan
    holdings: Holdings
    today: date  # in the campaign's time zone


@dataclass
class _Row:
    """A row on its way to an outcome."""

    said: RowSaid
    held: Held | None = None
    fact: Fact | None = None


def judge(reader: RowReader, basis: Basis) -> Iterator[Judged]:
    """Yield what becomes of every row, in the order of the file."""
    judge_of_rows = _Judge(reader, basis)
    waiting: list[RowSaid] = []
    for said in reader.rows():
        waiting.append(said)
        if len(waiting) == ROWS_AT_ONCE:
            yield from judge_of_rows.judged(waiting)
            waiting = []
    yield from judge_of_rows.judged(waiting)


def counted(judged: Iterable[Judged]) -> dict[str, int]:
    """How many rows were read, and how many of them had each outcome; the outcomes add up to the rows."""
    found = Counter(row.outcome for row in judged)
    return {"rows": found.total(), **{str(outcome): found[outcome] for outcome in Outcome}}


class _Judge:
    """Judges the rows of a file portion by portion; it remembers what earlier rows said."""

    def __init__(self, reader: RowReader, basis: Basis) -> None:
        self._reader, self._basis = reader, basis
        self._columns = frozenset(reader.places)
        self._earlier: dict[tuple[str, str], tuple[int, Fact]] = {}
        self._named: dict[str, int] = {}  # record id → line
        self._exports: dict[tuple[str, str], ExportColumns] = {}
        self._languages = list(basis.plan.campaign.languages)

    def judged(self, rows: Sequence[RowSaid]) -> list[Judged]:
        """What becomes of these rows."""
        outcomes: dict[int, Judged] = {}
        named = self._basis.holdings.by_record([row.record for row in rows if row.record])
        going = []
        for said in rows:
            row = _Row(said, named.get(said.record))
            ended = self._read(row)
            if ended:
                outcomes[said.line] = ended
            else:
                going.append(row)
        pairs = [(row.fact.kind, row.fact.sameness) for row in going if row.fact]
        same = self._basis.holdings.by_sameness(pairs)
        hidden = self._basis.holdings.hidden([pair for pair in pairs if pair not in same])
        for row in going:
            is_hidden = row.fact is not None and (row.fact.kind, row.fact.sameness) in hidden
            compared = _hidden(row) if is_hidden else self._compared(row, same)
            outcomes[row.said.line] = compared
        self._check_links(outcomes)
        return [outcomes[said.line] for said in rows]

    def _read(self, row: _Row) -> Judged | None:
        """Check the row by itself; None when it has to be compared with what is held."""
        said = row.said
        if said.record:
            ended = self._named_record(row)
            if ended:
                return ended
        if said.faults or said.entered is None:
            return _refused(said, said.faults)
        entered = said.entered if row.held is None else self._merged(said.entered, row.held)
        result = checked(entered, self._basis.plan, today=self._basis.today)
        if result.fact is None:
            return _refused(said, _faults(result))
        row.fact = result.fact
        return self._not_allowed(said, result.fact)

    def _not_allowed(self, said: RowSaid, fact: Fact) -> Judged | None:
        """The refusal of what this person may not record at all."""
        if not self._basis.holdings.reaches(fact.unit):
            return _refused_for(said, on.UNIT, RowFaultCode.NOT_YOUR_UNIT, given=fact.unit)
        kind = self._basis.plan.kinds_by_key[fact.kind]
        if self._basis.holdings.writer() not in kind.recorded_by:
            return _refused_for(said, on.KIND, RowFaultCode.NOT_YOUR_KIND, given=fact.kind)
        # To say that such a row is recorded already, or is new, would tell which of them there are.
        if kind.restricted and not self._basis.holdings.sees_restricted(fact.unit):
            return _refused_for(said, on.KIND, RowFaultCode.RESTRICTED_KIND, given=fact.kind)
        return None

    def _named_record(self, row: _Row) -> Judged | None:
        """What a row that gives a record's id comes to before its content is checked."""
        said, held = row.said, row.held
        if held is None:
            return _refused_for(said, on.RECORD, RowFaultCode.NO_SUCH_RECORD, given=said.record)
        earlier = self._named.setdefault(said.record, said.line)
        if earlier != said.line:
            return _refused_for(said, on.RECORD, RowFaultCode.SAID_TWICE, line=earlier)
        # Compared as text first: a record of an old plan may say what the plan in force would refuse.
        if self._says_what_is_held(said, held):
            return Judged(said.line, Outcome.SAME, held=held)
        if held.is_withdrawn:
            return _refused_for(said, on.RECORD, RowFaultCode.IS_WITHDRAWN, given=said.record)
        if said.entered and said.entered.kind and said.entered.kind != held.kind:
            return _refused_for(
                said, on.KIND, RowFaultCode.OTHER_KIND, given=said.entered.kind, held=held.kind
            )
        if said.version and said.version != str(held.version):
            return _refused_for(
                said, on.RECORD, RowFaultCode.CHANGED_SINCE, given=said.version, held=held.version
            )
        return None

    def _compared(self, row: _Row, same: Mapping[tuple[str, str], Held]) -> Judged:
        said, fact = row.said, row.fact
        if fact is None:
            return _refused(said, said.faults)
        other = same.get((fact.kind, fact.sameness))
        if row.held is not None:
            return self._correction(row, other)
        earlier = self._earlier.get((fact.kind, fact.sameness))
        if earlier is not None:
            line, earlier_fact = earlier
            if _content(earlier_fact) == _content(fact):
                return Judged(said.line, Outcome.SAME, fact, other)
            return _refused_for(said, "", RowFaultCode.SAID_TWICE, line=line)
        self._earlier[fact.kind, fact.sameness] = (said.line, fact)
        if other is None:
            return Judged(said.line, Outcome.NEW, fact)
        return self._same_or_corrected(row, other)

    def _same_or_corrected(self, row: _Row, held: Held) -> Judged:
        said = row.said
        if said.entered is None or row.fact is None:
            return _refused(said, said.faults)
        if self._agree(row.fact, held):
            return Judged(said.line, Outcome.SAME, row.fact, held)
        merged = self._merged(said.entered, held)
        result = checked(merged, self._basis.plan, today=self._basis.today)
        if result.fact is None:
            return _refused(said, _faults(result))
        return _against(said.line, result.fact, held)

    def _correction(self, row: _Row, other: Held | None) -> Judged:
        said, fact, held = row.said, row.fact, row.held
        if fact is None or held is None:
            return _refused(said, said.faults)
        if other is not None and other.record != held.record:
            return _refused_for(said, "", RowFaultCode.SAME_AS_OTHER, given=other.record)
        return _against(said.line, fact, held)

    def _agree(self, fact: Fact, held: Held) -> bool:
        """Does the row say what is held, as far as the file has columns for it?"""
        has = self._columns.__contains__
        fixed = (
            (has(on.UNIT) or has(on.UNIT_KEY), fact.unit, held.unit),
            (has(on.DAY), fact.day, held.day),
            (has(on.LAST_DAY), fact.last_day, held.last_day),
            (has(on.STATE), fact.state, held.state),
            (has(on.PART_OF), fact.part_of, held.part_of),
        )
        return all(said == kept for is_told, said, kept in fixed if is_told) and all(
            fact.values.get(column) == held.values.get(column)
            for column in self._columns
            if not column.startswith(FIXED)
        )

    def _merged(self, entered: Entered, held: Held) -> Entered:
        """What the row says, and of everything that the file has no column for, what is held."""
        kept = {key: value for key, value in held.values.items() if key not in self._columns}
        values: dict[str, Any] = {**kept, **entered.values}
        has = self._columns.__contains__
        return replace(
            entered,
            kind=held.kind,
            unit=entered.unit if has(on.UNIT) or has(on.UNIT_KEY) else held.unit,
            day=entered.day if has(on.DAY) else held.day,
            last_day=entered.last_day if has(on.LAST_DAY) else held.last_day,
            state=entered.state if has(on.STATE) else held.state,
            part_of=entered.part_of if has(on.PART_OF) else held.part_of,
            values=values,
        )

    def _says_what_is_held(self, said: RowSaid, held: Held) -> bool:
        """Is every cell what an export of the record has there, in one of the campaign's languages?"""
        for at, language in enumerate(self._languages):
            if self._is_line_of(said, held, language):
                self._languages.insert(0, self._languages.pop(at))  # the next row speaks it too
                return True
        return False

    def _is_line_of(self, said: RowSaid, held: Held, language: str) -> bool:
        place = (held.kind, language)
        if place not in self._exports:
            self._exports[place] = ExportColumns(self._basis.plan, [held.kind], language)
        export = self._exports[place]
        line = dict(zip(export.columns, map(plain_text, export.line(held)), strict=True))
        return all(
            self._reader.cell(said, column).strip() == line.get(column, "").strip()
            for column in self._columns
            if column != on.RECORD
        )

    def _check_links(self, outcomes: dict[int, Judged]) -> None:
        """Refuse what names records that are not there, or are of another kind than the field takes."""
        taken = [row for row in outcomes.values() if row.outcome in (Outcome.NEW, Outcome.CORRECTED)]
        links = [(row, link) for row in taken if row.fact for link in row.fact.links]
        kinds = self._basis.holdings.kinds([link.record for _, link in links])
        for row, link in links:
            kind = kinds.get(link.record)
            if kind is None or (link.kind is not None and kind != link.kind):
                column = on.PART_OF if link.field == "part_of" else link.field
                fault = RowFault(column, FaultCode.NOT_A_RECORD, {"given": link.record})
                earlier = outcomes[row.line].faults
                outcomes[row.line] = Judged(row.line, Outcome.REFUSED, faults=(*earlier, fault))


def _hidden(row: _Row) -> Judged:
    """A record that may not be seen is left as it is: the row is the same as it, or cannot become it."""
    if row.held is None:
        return Judged(row.said.line, Outcome.SAME, row.fact)
    return _refused_for(row.said, "", RowFaultCode.SAME_AS_OTHER, given="")


def _against(line: int, fact: Fact, held: Held) -> Judged:
    outcome = Outcome.SAME if _content(fact) == _content(held) else Outcome.CORRECTED
    return Judged(line, outcome, fact, held)


def _content(told: Fact | Held) -> tuple[object, ...]:
    return (
        told.kind,
        told.unit,
        told.day,
        told.last_day,
        told.state,
        told.part_of,
        dict(told.values),
    )


def _faults(result: Checked) -> tuple[RowFault, ...]:
    of_record = {key.removeprefix(FIXED): key for key in on.fixed_columns()}
    return tuple(
        RowFault(of_record.get(fault.field, fault.field), fault.code, fault.facts) for fault in result.faults
    )


def _refused(said: RowSaid, faults: Iterable[RowFault]) -> Judged:
    return Judged(said.line, Outcome.REFUSED, faults=tuple(faults))


def _refused_for(said: RowSaid, column: str, code: RowFaultCode, **facts: object) -> Judged:
    told = {name: str(fact) for name, fact in facts.items()}
    return _refused(said, (RowFault(column, code, told),))
