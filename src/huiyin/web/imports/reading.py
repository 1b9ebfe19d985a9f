"""Which table of records does a file hold? Used by pages and commands alike.

Formats, encodings, broken quotes, damaged and malicious workbooks are the matter of `huiyin.opinions`; here
only the line of headings is sought, by the words that the plan has for them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from huiyin.activities.imports.neutral_texts import restored
from huiyin.activities.imports.source_rows import SourceRow, SourceTable, distinct
from huiyin.opinions.files.delimited import DELIMITERS, Layout, sample_text, table_of_layout
from huiyin.opinions.files.encodings import find_encoding
from huiyin.opinions.files.merges import filled_down
from huiyin.opinions.files.reading import read_file
from huiyin.opinions.files.tables import (
    MEBIBYTE,
    Fault,
    ReadingLimits,
    Record,
    Refusal,
    Table,
    UnreadableFile,
)

FORMATS: Final = ("xlsx", "csv", "tsv", "ods", "xls")
TEXT_FORMATS: Final = ("csv", "tsv")
HEAD: Final = 25  # the headings are sought in so many lines
SURE: Final = 2  # so many known words in one line make it the headings
# ASVS 5.0 V5.2 asks for limits before anything is unpacked; a file of 50,000 records has about 5 MB.
UPLOAD_LIMITS: Final = ReadingLimits(
    max_file_bytes=20 * MEBIBYTE,
    max_unzipped_bytes=400 * MEBIBYTE,
    max_parts=2_000,
    max_workbook_memory=1024 * MEBIBYTE,
    max_field_characters=100_000,
    max_line_rescans=100_000,
)


class KnowsHeadings(Protocol):
    """Knows the words for the columns of what a file may hold."""

    def column_of(self, heading: str) -> str | None:
        """The one column that this heading stands for; None when there is none, or more than one."""


class NoSuchSheet(LookupError):
    """The workbook has no sheet of this name; `found` are those that it has."""

    def __init__(self, asked: str, found: Sequence[str]) -> None:
        super().__init__(asked, *found)
        self.asked, self.found = asked, tuple(found)


@dataclass(frozen=True)
class _Candidate:
    """A table with the line that may hold its headings, and how many of them are known."""

    table: Table
    at: int
    headings: tuple[str, ...]
    known: int


def read_table(
    file: Path, words: KnowsHeadings, *, sheet: str = "", limits: ReadingLimits = UPLOAD_LIMITS
) -> SourceTable:
    """The table of records in a file: its sheet, else the first one with headings that are known.

    Raises `UnreadableFile` (also for a file of another format, or without a table) or `NoSuchSheet`.
    """
    suffix = file.suffix.removeprefix(".").lower()
    if suffix not in FORMATS:
        raise UnreadableFile(file.name, reason_code=Refusal.UNKNOWN_FORMAT, detail=file.suffix)
    tables = list(_tables(file, words, limits))
    if sheet:
        tables = [table for table in tables if table.sheet == sheet] or _no_such_sheet(sheet, tables)
    candidates = [found for table in tables if (found := _candidate(table, words))]
    if not candidates:
        raise UnreadableFile(file.name, reason_code=Refusal.NOTHING_IN_IT)
    sure = [candidate for candidate in candidates if candidate.known >= SURE]
    return _source_table((sure or candidates)[0])


def _no_such_sheet(sheet: str, tables: Sequence[Table]) -> list[Table]:
    raise NoSuchSheet(sheet, [table.sheet for table in tables])


def _tables(file: Path, words: KnowsHeadings, limits: ReadingLimits) -> Iterator[Table]:
    for content in read_file(file, limits=limits):
        if isinstance(content, UnreadableFile):
            raise content
        if isinstance(content, Table):
            is_text = content.format in TEXT_FORMATS
            yield _laid_out(file, content, words, limits) if is_text else content


def _laid_out(file: Path, table: Table, words: KnowsHeadings, limits: ReadingLimits) -> Table:
    """The table divided by the sign that gives most known headings, where any gives some."""
    encoding = find_encoding(file)
    lines = sample_text(file, encoding).splitlines()[:HEAD]
    best, layout = 0, None
    for delimiter in DELIMITERS:
        for fields in _fields(lines, delimiter):
            known = _known(fields, words)
            if known > best:
                best, layout = known, Layout(delimiter, len(fields))
    if layout is None:
        return table
    return table_of_layout(file, encoding, layout, format_name=table.format, limits=limits)


def _fields(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    for line in lines:
        try:
            yield from csv.reader([line], delimiter=delimiter)
        except csv.Error:
            continue


def _candidate(table: Table, words: KnowsHeadings) -> _Candidate | None:
    """The line with most known words, of equals the first; else the first line with several words."""
    head = [_trimmed(record) for record in islice(table.records(), HEAD)]
    filled = [(at, cells) for at, cells in enumerate(head) if any(cells)]
    if not filled:
        return None
    at, cells = max(filled, key=lambda line: (_known(line[1], words), -line[0]))
    known = _known(cells, words)
    if not known:
        at, cells = max(filled, key=lambda line: (sum(map(bool, line[1])) > 1, -line[0]))
    return _Candidate(table, at, cells, known)


def _trimmed(record: Record) -> tuple[str, ...]:
    cells = [" ".join(restored(cell).split()) for cell in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _known(cells: Sequence[str], words: KnowsHeadings) -> int:
    return len({column for cell in cells if cell and (column := words.column_of(cell))})


def _source_table(found: _Candidate) -> SourceTable:
    return SourceTable(
        headings=distinct(found.headings),
        rows=list(_rows(found)),
        sheet=found.table.sheet,
        is_neutralised=found.table.format in TEXT_FORMATS,
    )


def _rows(found: _Candidate) -> Iterator[SourceRow]:
    """The rows below the headings; blank ones, and the headings said again, are none."""
    width = len(found.headings)
    records = filled_down(found.table.records(), found.table.merges)
    for at, filled in enumerate(records):
        cells, fault = filled.record
        if at <= found.at or not any(map(str.strip, cells)) or _trimmed(filled.record) == found.headings:
            continue
        if not fault and any(map(str.strip, cells[width:])):
            fault = Fault.TOO_MANY_FIELDS
        yield SourceRow(at + 1, tuple(cells[:width]), fault)
