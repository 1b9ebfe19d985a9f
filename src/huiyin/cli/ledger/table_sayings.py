"""How does a command say what a table of the ledger would change?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import override

from huiyin.activities.field_faults import FieldFault
from huiyin.languages import joined, sentences
from huiyin.ledger.workbook.columns import columns
from huiyin.ledger.workbook.taking_in import JudgedTable, LedgerOutcome, LedgerRowFault
from huiyin.web.imports.words import DJANGO_LANGUAGES
from huiyin.web.ledger.faults import fault_said

MOST = 50  # rows that are told one by one


def table_lines(
    found: JudgedTable,
    refused: Mapping[int, Sequence[FieldFault]],
    counts: Mapping[str, int],
    language: str,
) -> list[str]:
    """How many rows there are of each outcome, what they change, and why rows are refused."""
    _ = sentences(language)
    told = _(
        "Rows read: {rows}; as in the ledger: {same}; saying otherwise: {changed}; refused: {refused}; "
        "taken in: {taken}."
    )
    lines = [told.format(**counts)]
    if found.unknown:
        unknown = _("Headings that are not known: {headings}.")
        lines.append(unknown.format(headings=joined(found.unknown, language)))
    return [*lines, *_changed(found, refused, language), *_refused(found, refused, language)]


def _changed(found: JudgedTable, refused: Mapping[int, Sequence[FieldFault]], language: str) -> Iterator[str]:
    _ = sentences(language)
    told = [row for row in found.of(LedgerOutcome.CHANGED) if row.line not in refused]
    for row in told[:MOST]:
        names = [columns()[column].name.said(language) for column in row.changed]
        yield _("line {line}, problem {number}: {columns}").format(
            line=row.line, number=row.number, columns=joined(names, language)
        )


def _refused(found: JudgedTable, refused: Mapping[int, Sequence[FieldFault]], language: str) -> Iterator[str]:
    _ = sentences(language)
    faults = {row.line: row.faults for row in found.of(LedgerOutcome.REFUSED)} | dict(refused)
    for line in sorted(faults)[:MOST]:
        for fault in faults[line]:
            sentence = _sentence(fault, language)
            yield _("line {line}: {sentence}").format(line=line, sentence=sentence)


def _sentence(fault: FieldFault, language: str) -> str:
    _ = sentences(language)
    of_rows: Mapping[str, str] = {
        LedgerRowFault.UNREADABLE: _("the line cannot be read"),
        LedgerRowFault.NO_NUMBER: _("the number is missing; a new problem is opened, not taken in"),
        LedgerRowFault.NO_SUCH_PROBLEM: _("there is no problem {given} that this person may see"),
        LedgerRowFault.SAID_TWICE: _("line {line} is of problem {given} already"),
        LedgerRowFault.ONLY_MOVES: _(
            "“{given}” is not taken in: only a step of the ledger changes this, which holds “{held}”"
        ),
        LedgerRowFault.CHANGED_SINCE: _(
            "the file holds version {given} and the ledger version {held}: somebody was first. "
            "Export it again"
        ),
    }
    told = of_rows.get(fault.code)
    name = columns()[fault.field].name.said(language) if fault.field in columns() else ""
    if told is None:
        with override(DJANGO_LANGUAGES[language]):
            sentence = fault_said(fault)
    else:
        sentence = told.format(**fault.facts)
    return _("{heading}: {sentence}").format(heading=name, sentence=sentence) if name else sentence
