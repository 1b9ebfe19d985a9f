"""How does a command say what became of the rows of a file of opinions? Never with the words of one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.cli.refusals import place_in_file, unreadable_sentence
from huiyin.languages import counted_sentences, joined, sentences
from huiyin.opinions.taking_in import FileRead, NoteCode, RefusedRow, TableSeen
from huiyin.publishing.triage_words import reason_words, role_words
from huiyin.web.imports.words import DJANGO_LANGUAGES
from huiyin.web.opinions.words import FIELDS, fault_sentence


def read_lines(read: FileRead, language: str, most: int) -> list[str]:
    """What was read as what, what is worth knowing of it, and the first rows that cannot be taken in."""
    _ = sentences(language)
    told = _("Rows and paragraphs read: {rows}; opinions: {said}; empty: {empty}; refused: {refused}.")
    counts = {"rows": read.rows, "said": len(read.said), "empty": read.empty, "refused": len(read.refused)}
    return [
        *(unreadable_sentence(refusal, language) for refusal in read.unreadable),
        *(_table_line(table, language) for table in read.tables),
        told.format(**counts),
        *(_note(code, count, language) for code, count in sorted(read.notes.items()) if count),
        *_refused_lines(read, language, most),
    ]


def why_lines(row: RefusedRow, language: str) -> list[str]:
    """Why a row cannot be taken in, a sentence for each fault."""
    _ = sentences(language)
    if row.reading:
        return [
            _("It cannot be read: {reason}.").format(
                reason=reason_words(language).get(row.reading, row.reading)
            )
        ]
    return [place_and_sentence(fault, language) for fault in row.faults]


def place_and_sentence(fault: FieldFault, language: str) -> str:
    """What is wrong, with the name of what it is about before it."""
    _ = sentences(language)
    if (fault.field, fault.code) == ("day", FaultCode.MISSING):
        return _(
            "The day is missing, or cannot be read. Expected: one like 2026-09-07, or --day for all rows."
        )
    with override(DJANGO_LANGUAGES[language]):
        name, sentence = str(FIELDS.get(fault.field, fault.field)), fault_sentence(fault)
    return _("{heading}: {sentence}").format(heading=name, sentence=sentence)


def _refused_lines(read: FileRead, language: str, most: int) -> Iterator[str]:
    _ = sentences(language)
    for row in read.refused[:most]:
        where = place_in_file(row.file, row.sheet, row.source_row, language=language)
        for why in why_lines(row, language):
            yield _("{where}: {sentence}").format(where=where, sentence=why)
    if len(read.refused) > most:
        more = _("Refused beside these: {count}; --refused FILE writes them all.")
        yield more.format(count=len(read.refused) - most)


def _table_line(table: TableSeen, language: str) -> str:
    _ = sentences(language)
    where = place_in_file(table.file, table.sheet, language=language)
    if table.is_text:
        told = _("{where}: running text, split into opinions: {rows}; paragraphs that hold none: {asides}.")
        return told.format(where=where, rows=table.rows, asides=table.asides)
    names = role_words(language)
    uses = [
        _("{column} as {use}").format(column=joined(columns, language), use=names[role])
        for role, columns in table.columns.items()
    ]
    told = _("{where}: a table of {rows} rows; read: {columns}.")
    return told.format(where=where, rows=table.rows, columns=joined(uses, language))


def _note(code: NoteCode, count: int, language: str) -> str:
    _n = counted_sentences(language)
    told = {
        NoteCode.AREA_NOT_KNOWN: _n(
            "In {count} row the area is none of the plan; it is taken in without.",
            "In {count} rows the area is none of the plan; they are taken in without.",
            count,
        ),
        NoteCode.UNIT_NOT_KNOWN: _n(
            "In {count} row the unit is none of the plan; it is taken in without.",
            "In {count} rows the unit is none of the plan; they are taken in without.",
            count,
        ),
        NoteCode.GIVER_LEFT_OUT: _n(
            "In {count} row there is a name or contact that the channel does not take; it is left out.",
            "In {count} rows there is a name or contact that the channel does not take; it is left out.",
            count,
        ),
        NoteCode.ID_TWICE: _n(
            "In {count} row there is an id that another row has with other words; both are taken in.",
            "In {count} rows there is an id that another row has with other words; all are taken in.",
            count,
        ),
    }[code]
    return told.format(count=count)
