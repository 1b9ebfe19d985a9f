"""What must a reader know of how the files were read: what was refused, left out or filled in?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from huiyin.cli.refusals import place_in_file, unreadable_sentence
from huiyin.cli.triage.short_lists import first_few
from huiyin.languages import counted_sentences, joined, sentences
from huiyin.opinions.files.intake import Intake, TableReport
from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.opinions.files.table_rows import Emptiness, NoteCode
from huiyin.publishing.triage_words import number, reason_words


def reading_notes(intake: Intake, language: str) -> list[str]:
    """A sentence for each thing, refused files and sheets first."""
    return [
        *(unreadable_sentence(refusal, language) for refusal in intake.refused),
        *_left_out(intake.rows, language),
        *(note for table in intake.tables for note in _table_notes(table, language)),
    ]


def _left_out(rows: Sequence[Row], language: str) -> Iterator[str]:
    """The unreadable rows of each table by their reason, and the empty ones that are no blank lines."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.status is not RowStatus.KEPT:
            found[row.file, row.sheet, row.reason].append(str(row.source_row))
    reasons = reason_words(language)
    for (file, sheet, reason), numbers in found.items():
        told = _left_out_words(reason, len(numbers), language)
        where = place_in_file(file, sheet, language=language)
        if told:
            yield told.format(
                where=where, rows=first_few(numbers, language), reason=reasons.get(reason, reason)
            )


def _left_out_words(reason: str, count: int, language: str) -> str:
    """What is said of rows left out for this reason; "" for rows in which there was nothing to read."""
    _n = counted_sentences(language)
    if reason in (Emptiness.BLANK, Emptiness.NO_WORDS):
        return ""
    if reason == Emptiness.PART_OF_ROW_ABOVE:
        return _n(
            "{where}: data row {rows} repeats merged cells of the row above and counts as empty.",
            "{where}: data rows {rows} repeat merged cells of the row above and count as empty.",
            count,
        )
    if reason == Emptiness.REPEATED_HEADER:
        return _n(
            "{where}: data row {rows} repeats the heading and counts as empty.",
            "{where}: data rows {rows} repeat the heading and count as empty.",
            count,
        )
    return _n(
        "{where}: data row {rows} is unreadable: {reason}.",
        "{where}: data rows {rows} are unreadable: {reason}.",
        count,
    )


def _table_notes(table: TableReport, language: str) -> Iterator[str]:
    _, _n = sentences(language), counted_sentences(language)
    where = place_in_file(table.file, table.sheet, language=language)
    for code, count in sorted(table.notes.items()):
        yield _note_words(code, count, language).format(where=where, number=number(count))
    if table.asides:
        told = _n(
            "{where}: {number} paragraph holds no opinion (a heading, a date, a list of those present).",
            "{where}: {number} paragraphs hold no opinion (headings, dates, lists of those present).",
            len(table.asides),
        )
        yield told.format(where=where, number=number(len(table.asides)))
    if table.plan and table.plan.missing:
        told = _("{where}: there is no column {columns}.")
        yield told.format(where=where, columns=joined(table.plan.missing, language))
    if table.plan and table.plan.other_texts:
        told = _(
            "{where}: not read, though it looks like text: {columns}. To have it read, name it with --text."
        )
        yield told.format(where=where, columns=joined(table.plan.other_texts, language))


def _note_words(code: NoteCode, count: int, language: str) -> str:
    _n = counted_sentences(language)
    return {
        NoteCode.MERGED_CELLS_FILLED: _n(
            "{where}: in {number} row, merged cells were read as if each held their value.",
            "{where}: in {number} rows, merged cells were read as if each held their value.",
            count,
        ),
        NoteCode.REJOINED_TEXT: _n(
            "{where}: in {number} row, separators outside quotation marks were read as text.",
            "{where}: in {number} rows, separators outside quotation marks were read as text.",
            count,
        ),
        NoteCode.TIMES_NOT_UNDERSTOOD: _n(
            "{where}: the time in {number} row was not understood and counts as unknown.",
            "{where}: the time in {number} rows was not understood and counts as unknown.",
            count,
        ),
    }[code]
