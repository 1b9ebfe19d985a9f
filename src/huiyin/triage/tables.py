"""How does one triage stand in tables for programs, and what was the run that made them?

The tables are UTF-8 without a byte order mark, since their first column is named `row` and not
`\\ufeffrow` for every program that reads them; people open ledger.xlsx instead. Lines end with LF,
ratios have three decimals, times are ISO 8601 with a blank.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TextIO

from huiyin.opinions.files.rows import Row
from huiyin.triage.result import Group, Placement, Result, Suggestion

OPINIONS_FILE = "opinions.csv"
PROBLEMS_FILE = "problems.csv"
THEMES_FILE = "themes.csv"
RUN_FILE = "run.json"

OPINION_COLUMNS = (
    "row",
    "file",
    "sheet",
    "source_row",
    "id",
    "status",
    "duplicate_of",
    "group",
    "group_confidence",
    "area",
    "area_confidence",
    "unit",
    "unit_confidence",
    "redactions",
)
PROBLEM_COLUMNS = (
    "group",
    "theme",
    "title",
    "size",
    "voices",
    "people",
    "heat",
    "area",
    "unit",
    "confidence",
    "representative_row",
    "first_seen",
    "last_seen",
)
THEME_COLUMNS = ("theme", "title", "problems", "opinions", "area")

# OWASP, "CSV Injection": a cell that begins so is run as a formula by spreadsheet programs.
_FORMULA_LIKE = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class AccountsDoNotAddUp(ValueError):
    """The counts of a run contradict each other: a row was lost or counted twice."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of all rows; `read` is the sum of the four fates, `kept` of grouped and single."""

    read: int = 0
    kept: int = 0
    duplicate: int = 0
    empty: int = 0
    unreadable: int = 0
    grouped: int = 0  # kept opinions in groups of two or more
    single: int = 0  # kept opinions that stand alone

    def __post_init__(self) -> None:
        fates = self.kept + self.duplicate + self.empty + self.unreadable
        if self.read != fates or self.kept != self.grouped + self.single:
            raise AccountsDoNotAddUp(str(asdict(self)))


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """Which column was read as what, and by which rule."""

    column: str
    role: str  # title, text, time, person, place, likes, area, unit, id
    why: str  # the rule's code


@dataclass(frozen=True, slots=True)
class InputTable:
    """One sheet or document that was read."""

    file: str
    sha256: str  # of the whole file
    bytes: int  # of the whole file
    sheet: str = ""
    encoding: str = ""  # "" where the format settles it
    header_row: int | None = None  # line of the header in the sheet, from 1
    readings: Sequence[ColumnReading] = ()


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a reader must know of the run itself; equal runs differ in seconds and memory at most."""

    version: str
    counts: Counts
    settings: Mapping[str, object] = field(default_factory=dict)
    inputs: Sequence[InputTable] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)  # by step, in order
    peak_memory_mb: float = 0.0
    notes: Sequence[str] = ()


def count_fates(result: Result) -> Counts:
    """What became of all rows of `result`? Raises AccountsDoNotAddUp when a kept row is in no group."""
    fates = dict.fromkeys(("kept", "duplicate", "empty", "unreadable"), 0)
    for placement in result.placements:
        fates[placement.status] += 1
    single = sum(group.size for group in result.groups if group.size == 1)
    grouped = sum(group.size for group in result.groups if group.size > 1)
    return Counts(read=len(result.rows), **fates, grouped=grouped, single=single)


def guarded(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula: an apostrophe before it where needed."""
    if _FORMULA_LIKE.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell from."""
    return cell[1:] if cell.startswith("'") and _FORMULA_LIKE.match(cell) else cell


def write_opinions(result: Result, stream: TextIO) -> None:
    """Write opinions.csv, one line for each row, in order; holds one line in memory at a time."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(OPINION_COLUMNS)
    for row, placement in zip(result.rows, result.placements, strict=True):
        lines.writerow(_opinion_line(row, placement))


def write_problems(result: Result, stream: TextIO) -> None:
    """Write problems.csv, one line for each group, in the order of the result."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(PROBLEM_COLUMNS)
    lines.writerows(map(_problem_line, result.groups))


def write_themes(result: Result, stream: TextIO) -> None:
    """Write themes.csv, one line for each theme, in the order of the result."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(THEME_COLUMNS)
    for theme in result.themes:
        lines.writerow(
            (guarded(theme.theme), guarded(theme.title), theme.problems, theme.opinions, guarded(theme.area))
        )


def run_record(result: Result, facts: RunFacts, files: Mapping[str, str]) -> str:
    """The text of run.json; `files` gives the SHA-256 of each file written beside it.

    Seconds and memory stand last; all before them is the same for equal input and settings.
    """
    record = {
        "version": facts.version,
        "mode": result.mode.value,
        "language": result.language,
        "settings": dict(sorted(facts.settings.items())),
        "inputs": [asdict(table) for table in facts.inputs],
        "counts": asdict(facts.counts),
        "notes": list(all_notes(result, facts)),
        "files": dict(sorted(files.items())),
        "seconds": {step: round(seconds, 3) for step, seconds in facts.seconds.items()},
        "peak_memory_mb": round(facts.peak_memory_mb, 1),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def all_notes(result: Result, facts: RunFacts) -> Sequence[str]:
    """What a reader must know: the result's notes, then the run's, each once."""
    return tuple(dict.fromkeys((*result.notes, *facts.notes)))


def _opinion_line(row: Row, placement: Placement) -> Iterable[object]:
    return (
        row.number,
        guarded(row.file),
        guarded(row.sheet),
        row.source_row,
        guarded(row.id),
        placement.status,
        "" if placement.duplicate_of is None else placement.duplicate_of,
        placement.group,
        _ratio(placement.group_confidence) if placement.group else "",
        *_suggestion_cells(placement.area),
        *_suggestion_cells(placement.unit),
        row.redactions,
    )


def _problem_line(group: Group) -> Iterable[object]:
    return (
        group.group,
        group.theme,
        guarded(group.title),
        group.size,
        group.voices,
        group.people,
        _ratio(group.heat.total),
        guarded(group.area.name),
        guarded(group.unit.name),
        _ratio(group.confidence),
        group.representative_row,
        time_cell(group.first_seen),
        time_cell(group.last_seen),
    )


def _ratio(value: float) -> str:
    return f"{value:.3f}"


def _suggestion_cells(suggestion: Suggestion) -> tuple[str, str]:
    if not suggestion.name and not suggestion.confidence:
        return "", ""
    return guarded(suggestion.name), _ratio(suggestion.confidence)


def time_cell(time: datetime | None) -> str:
    """A time as all tables write it: ISO 8601 to the second with a blank, "" where unknown."""
    return "" if time is None else time.isoformat(sep=" ", timespec="seconds")
