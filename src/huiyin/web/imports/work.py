"""What is done with a file of records, step by step, whether a page, a job or a command asks for it?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from huiyin.access.rules import Actor
from huiyin.activities.imports import actions
from huiyin.activities.imports.actions import ChangedMeanwhile, Taking, Undone
from huiyin.activities.imports.headings import Headings, Understood
from huiyin.activities.imports.queries import RecordsInReach, import_row, kept_mapping
from huiyin.activities.imports.row_reading import RowReader, kinds_in
from huiyin.activities.imports.rules import Basis, Judged, Outcome, counted, judge
from huiyin.activities.imports.source_rows import SourceTable
from huiyin.activities.imports.spreadsheets import LONGEST_CELL, MOST_LINES, write_xlsx
from huiyin.plan.queries import InForce, current_plan
from huiyin.web.imports.reading import read_table
from huiyin.web.imports.words import (
    CORRECTED,
    UNDONE,
    cut_mark,
    fault_sentences,
    reason_of,
    reasons_heading,
    source_line_heading,
)

ROWS_TOLD: Final = 1_000  # progress is told every so many rows
FIRST_ROWS: Final = 10
FIRST_REFUSALS: Final = 100
FIRST_CORRECTIONS: Final = 50
TRIES: Final = 5  # judging again because somebody wrote in between

Tell = Callable[[int], None]


def now() -> datetime:
    """What the clock says."""
    return timezone.now()


@dataclass(frozen=True)
class Doing:
    """Who does it, and the clock that is looked at whenever something is written."""

    actor: Actor
    clock: Callable[[], datetime] = now


@dataclass(frozen=True)
class Asked:
    """How a file is to be read: the kind of rows that name none, the sheet, what people said of headings."""

    kind: str = ""
    sheet: str = ""
    mapping: Mapping[str, str] | None = None  # None: what is kept for these headings


@dataclass(frozen=True)
class Look:
    """A file, read, and what would become of each of its rows."""

    table: SourceTable
    understood: Understood
    judged: tuple[Judged, ...]
    in_force: InForce
    units: tuple[str, ...]  # whose rows these are, as far as whoever looks reaches them
    is_as_before: bool = False  # headings are read as this account decided for an earlier file

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, and how many of them have each outcome."""
        return counted(self.judged)

    def of(self, outcome: Outcome) -> Iterator[Judged]:
        """Yield the rows with this outcome, in the order of the file."""
        return (row for row in self.judged if row.outcome is outcome)


def look(file: Path, asked: Asked, doing: Doing, tell: Tell | None = None) -> Look:
    """Read a file and judge its rows; nothing is written.

    Raises `UnreadableFile`, `NoSuchSheet`, or `NoPlan`.
    """
    in_force = current_plan()
    plan = in_force.plan
    table = read_table(file, Headings(plan.kinds), sheet=asked.sheet)
    words = Headings(kinds_in(table, plan, asked.kind))
    kept = kept_mapping(doing.actor, asked.kind, table.headings) if asked.mapping is None else {}
    understood = words.understood(table.headings, kept if asked.mapping is None else asked.mapping)
    today = doing.clock().astimezone(ZoneInfo(plan.campaign.time_zone)).date()
    basis = Basis(plan, RecordsInReach(doing.actor), today)
    judged = []
    reader = RowReader(table, understood, plan, asked.kind)
    for number, row in enumerate(judge(reader, basis), 1):
        judged.append(row)
        if tell and number % ROWS_TOLD == 0:
            tell(number)
    units = tuple(sorted(filter(basis.holdings.reaches, reader.units() | _units_held(judged))))
    return Look(table, understood, tuple(judged), in_force, units, is_as_before=bool(kept))


def take_in(first: Look, again: Callable[[], Look], doing: Doing, public_id: str) -> dict[str, int]:
    """Take the rows in as they were judged; where somebody wrote in between, judge them again first."""
    seen = first
    for _ in range(TRIES - 1):
        try:
            return _take_in(seen, doing, public_id)
        except ChangedMeanwhile:
            seen = again()
    return _take_in(seen, doing, public_id)


def undo(doing: Doing, public_id: str) -> Undone:
    """Undo an import."""
    reason = reason_of(UNDONE, import_row(doing.actor, public_id).file_name)
    return actions.undo(actor=doing.actor, now=doing.clock(), public_id=public_id, reason=reason)


def hash_of_file(file: Path) -> str:
    """SHA-256 of its bytes, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_refused(seen: Look, target: Path, language: str) -> None:
    """Write the refused rows as a workbook to mend and give in again: as they were, the reasons beside."""
    by_line = {row.line: row.cells for row in seen.table.rows}
    headings = seen.table.headings

    def lines() -> Iterator[Sequence[str]]:
        named = (*headings, source_line_heading(language), reasons_heading(language))
        yield [_fitting(heading, language) for heading in named]
        for row in seen.of(Outcome.REFUSED):
            cells = [*by_line[row.line], *[""] * (len(headings) - len(by_line[row.line]))]
            reasons = "\n".join(fault_sentences(row, seen.understood, language))
            yield [_fitting(cell, language) for cell in (*cells, str(row.line), reasons)]

    write_xlsx(target, islice(lines(), MOST_LINES), sheet=reasons_heading(language)[:31])


def as_shown(seen: Look) -> dict[str, Any]:
    """What a page tells of a look, as JSON."""
    return {
        "sheet": seen.table.sheet,
        "headings": list(seen.table.headings),
        "columns": dict(seen.understood.columns),
        "unknown": list(seen.understood.unknown),
        "told": list(seen.understood.told),
        "units": list(seen.units),
        "is_as_before": seen.is_as_before,
        "first": [_fact(row) for row in _first(seen, Outcome.NEW, FIRST_ROWS)],
        "refused": [_refusal(row, seen) for row in _first(seen, Outcome.REFUSED, FIRST_REFUSALS)],
        "corrected": [_correction(row) for row in _first(seen, Outcome.CORRECTED, FIRST_CORRECTIONS)],
    }


def _units_held(judged: Sequence[Judged]) -> set[str]:
    """The units that the records are of that the rows speak of, or would make."""
    told = [each for row in judged for each in (row.fact, row.held) if each is not None]
    return {each.unit for each in told}


def _fitting(cell: str, language: str) -> str:
    """The cell as a workbook can hold it: cut, and that it was cut said, where it is too long."""
    if len(cell) <= LONGEST_CELL:
        return cell
    mark = cut_mark(language)
    return cell[: LONGEST_CELL - len(mark)] + mark


def _take_in(seen: Look, doing: Doing, public_id: str) -> dict[str, int]:
    reason = reason_of(CORRECTED, import_row(doing.actor, public_id).file_name)
    taking = Taking(seen.judged, seen.in_force.version, reason)
    return actions.take_in(actor=doing.actor, now=doing.clock(), public_id=public_id, taking=taking)


def _first(seen: Look, outcome: Outcome, most: int) -> list[Judged]:
    return [row for _, row in zip(range(most), seen.of(outcome), strict=False)]


def _fact(row: Judged) -> dict[str, Any]:
    fact = row.fact
    if fact is None:
        return {"line": row.line}
    return {
        "line": row.line,
        "kind": fact.kind,
        "unit": fact.unit,
        "day": fact.day.isoformat(),
        "last_day": fact.last_day.isoformat() if fact.last_day else "",
        "state": fact.state,
        "part_of": fact.part_of,
        "values": dict(fact.values),
    }


def _refusal(row: Judged, seen: Look) -> dict[str, Any]:
    headings = {column: heading for heading, column in seen.understood.columns.items()}
    return {
        "line": row.line,
        "faults": [
            {
                "column": fault.column,
                "heading": headings.get(fault.column, ""),
                "code": str(fault.code),
                "facts": dict(fault.facts),
            }
            for fault in row.faults
        ],
    }


def _correction(row: Judged) -> dict[str, Any]:
    if row.fact is None or row.held is None:
        return {"line": row.line}
    before, after = dict(row.held.values), dict(row.fact.values)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    changes = [{"field": key, "before": before.get(key), "after": after.get(key)} for key in keys]
    for column in ("unit", "day", "last_day", "state", "part_of"):
        held, said = getattr(row.held, column), getattr(row.fact, column)
        if held != said:
            changes.append({"field": f"@{column}", "before": _json(held), "after": _json(said)})
    return {"line": row.line, "record": row.held.record, "kind": row.fact.kind, "changes": changes}


def _json(value: object) -> str:
    return "" if value is None else str(value)
