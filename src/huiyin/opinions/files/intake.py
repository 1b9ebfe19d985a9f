"""Which rows do several files hold together, and are all of them accounted for?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huiyin.opinions.files.columns import ColumnChoice, ColumnPlan, UnknownColumn, plan_columns
from huiyin.opinions.files.documents import Document
from huiyin.opinions.files.header_words import Role, header_key
from huiyin.opinions.files.headers import find_header
from huiyin.opinions.files.identities import settle_ids
from huiyin.opinions.files.minutes import Aside, Opinion, split_minutes
from huiyin.opinions.files.reading import read_file
from huiyin.opinions.files.rows import Row, RowStatus, count_by_status
from huiyin.opinions.files.sampling import survey
from huiyin.opinions.files.table_rows import KnownTable, NewRow, NoteCode, Redact, TableRows, with_content_id
from huiyin.opinions.files.tables import ReadingLimits, Refusal, Table, UnreadableFile
from huiyin.opinions.files.values import find_date_order
from huiyin.opinions.redaction.redaction import redact as redact_personal_data

ROWS_PER_REPORT = 5_000
NO_CHOICE = ColumnChoice()
USUAL_LIMITS = ReadingLimits()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is: so many rows of this file and sheet are done."""

    file: str
    sheet: str
    rows: int


@dataclass(frozen=True, slots=True)
class TableReport:
    """How one table, sheet or document was read."""

    file: str
    sheet: str  # "" where the format has none; "table1", … in a docx
    format: str
    encoding: str  # "" where the format settles it
    delimiter: str  # "" where there is none
    header_line: int  # record or sheet row of the column names, from 1; 0 when there is none
    lines_above: int  # filled lines above it (titles, notes), which are no rows
    plan: ColumnPlan | None  # None for running text
    counts: Mapping[RowStatus, int]
    notes: Mapping[NoteCode, int]  # rows to which each note applies
    asides: tuple[Aside, ...] = ()  # paragraphs that hold no opinion


@dataclass(frozen=True, slots=True)
class Intake:
    """All rows of all files, numbered from 1 in their order, and how each table was read."""

    rows: list[Row]
    tables: list[TableReport]
    refused: list[UnreadableFile]

    def counts(self) -> dict[RowStatus, int]:
        """How many rows have each status? Their sum is the number of rows."""
        return count_by_status(self.rows)


def read_opinions(
    files: Sequence[Path],
    *,
    choice: ColumnChoice = NO_CHOICE,
    limits: ReadingLimits = USUAL_LIMITS,
    on_progress: Callable[[Progress], None] | None = None,
    redact: Redact | None = None,
) -> Intake:
    """Read all rows of all files, redacted, with ids that do not depend on the order of rows.

    A file or sheet that cannot be read is listed in `refused`; the others go on. Raises `UnknownColumn`
    when a column was chosen that no table has.
    """
    reader = _Reader(choice, limits, on_progress or _ignore, redact or _redact)
    for file in files:
        reader.open(file)
    reader.check_choice()
    reader.read_all()
    return reader.intake()


def _ignore(progress: Progress) -> None:
    """Nobody wants to know."""


def _redact(text: str) -> tuple[str, int]:
    redacted = redact_personal_data(text)
    return redacted.text, redacted.count


@dataclass(frozen=True, slots=True)
class _Notes:
    """Running text of one file."""

    file: Path
    document: Document


class _Reader:
    """First opens every file and finds its columns, then makes the rows, file by file."""

    def __init__(
        self, choice: ColumnChoice, limits: ReadingLimits, tell: Callable[[Progress], None], redact: Redact
    ) -> None:
        self._choice = choice
        self._limits = limits
        self._tell = tell
        self._redact = redact
        self._opened: list[KnownTable | _Notes] = []
        self._rows: list[Row] = []
        self._has_given_id: list[bool] = []
        self._reports: list[TableReport] = []
        self._refused: list[UnreadableFile] = []

    def open(self, file: Path) -> None:
        """Find the tables of one file and their columns; note what cannot be read."""
        tables: list[KnownTable] = []
        try:
            for content in read_file(file, limits=self._limits):
                if isinstance(content, UnreadableFile):
                    self._refused.append(content)
                elif isinstance(content, Table):
                    tables.append(known_table(content, self._choice))
                else:
                    tables += [known_table(table, self._choice) for table in content.tables]
                    self._opened += [_Notes(file, content)] if content.paragraphs else []
        except UnreadableFile as refusal:
            self._refused.append(refusal)
        except OSError as error:
            self._refused.append(
                UnreadableFile(file.name, reason_code=Refusal.NOT_PERMITTED, detail=error.strerror or "")
            )
        self._opened += with_sheets_of_one_kind(tables)

    def check_choice(self) -> None:
        """Raise `UnknownColumn` for a column that a person named and no table has."""
        plans = [opened.plan for opened in self._opened if isinstance(opened, KnownTable)]
        found = tuple(dict.fromkeys(name for plan in plans for name in plan.names))
        for asked in self._choice.names():
            if self._opened and all(asked in plan.missing for plan in plans):
                raise UnknownColumn(asked, found)

    def read_all(self) -> None:
        """Make the rows; a table is let go as soon as its rows are made."""
        self._opened.reverse()
        while self._opened:
            opened = self._opened.pop()
            first = len(self._rows)
            if isinstance(opened, KnownTable):
                table_rows = TableRows(opened, self._redact)
                self._add(opened.table, table_rows.rows(first + 1))
                report = _table_report(opened, self._rows[first:], table_rows.notes)
            else:
                minutes = split_minutes(opened.document, file=opened.file.name)
                self._add_opinions(opened.file.name, minutes.opinions)
                report = _notes_report(opened, self._rows[first:], minutes.asides)
            self._reports.append(report)

    def _add(self, table: Table, new_rows: Iterator[NewRow]) -> None:
        done = 0
        for done, (row, has_given_id) in enumerate(new_rows, 1):
            self._rows.append(row)
            self._has_given_id.append(has_given_id)
            if done % ROWS_PER_REPORT == 0:
                self._tell(Progress(table.file, table.sheet, done))
        self._tell(Progress(table.file, table.sheet, done))

    def _add_opinions(self, file: str, opinions: Sequence[Opinion]) -> None:
        for opinion in opinions:
            row = _opinion_row(opinion, file, len(self._rows) + 1, self._redact)
            self._rows.append(row)
            self._has_given_id.append(False)
        self._tell(Progress(file, "", len(opinions)))

    def intake(self) -> Intake:
        rows = settle_ids(self._rows, self._has_given_id)
        return Intake(rows, self._reports, self._refused)


def known_table(table: Table, choice: ColumnChoice) -> KnownTable:
    """Find the header and the columns of a table."""
    seen = survey(table)
    given = frozenset(header_key(name) for name in choice.names() if not name.startswith("#"))
    header = find_header(table, seen, given=given)
    not_data = {tuple(record.cells) for record in seen.head[: header.data_start]}
    sample = [cells for cells in seen.sample if cells not in not_data]
    plan = plan_columns(header.names, sample, choice=choice)
    times = (cells[index] for index in plan.indexes(Role.TIME) for cells in sample if index < len(cells))
    return KnownTable(table, header, plan, seen.records, find_date_order(times))


def with_sheets_of_one_kind(tables: Sequence[KnownTable]) -> list[KnownTable]:
    """The sheets of one workbook, those without a header judged by the first one that names its text.

    As wide as that one, a sheet goes on with its rows and has its columns; else it holds notes, no opinions.
    """
    named = [known for known in tables if known.header.line and known.plan.indexes(Role.TEXT)]
    if not named:
        return list(tables)
    width = len(named[0].plan.names)
    judged = []
    for known in tables:
        if known.header.line == 0 and known.table.sheet:
            same_kind = len(known.header.names) == width
            plan = named[0].plan if same_kind else replace(known.plan, uses={})
            known = replace(known, plan=plan, date_order=named[0].date_order)
        judged.append(known)
    return judged


def _opinion_row(opinion: Opinion, file: str, number: int, redact: Redact) -> Row:
    parts = [redact(part) if part else ("", 0) for part in (opinion.title, opinion.text, opinion.place)]
    (title, _), (text, _), (place, _) = parts
    row = Row(
        number=number,
        file=file,
        sheet="",
        source_row=opinion.number,
        id="",
        status=RowStatus.KEPT,
        title=title,
        text=text,
        time=opinion.time,
        person=opinion.person,
        place=place,
        redactions=sum(hits for _, hits in parts),
    )
    return with_content_id(row).row


def _table_report(known: KnownTable, rows: Sequence[Row], notes: Mapping[NoteCode, int]) -> TableReport:
    table = known.table
    return TableReport(
        file=table.file,
        sheet=table.sheet,
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header_line=known.header.line,
        lines_above=known.header.lines_above,
        plan=known.plan,
        counts=count_by_status(rows),
        notes=dict(notes),
    )


def _notes_report(notes: _Notes, rows: Sequence[Row], asides: tuple[Aside, ...]) -> TableReport:
    return TableReport(
        file=notes.file.name,
        sheet="",
        format=notes.file.suffix[1:].lower(),
        encoding=notes.document.encoding,
        delimiter="",
        header_line=0,
        lines_above=0,
        plan=None,
        counts=count_by_status(rows),
        notes={},
        asides=asides,
    )
