"""How does a clerk get the ledger as a workbook that can be filtered, printed, corrected and sent on?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from xlsxwriter import Workbook

from huiyin.languages import sentences
from huiyin.publishing.how_it_was_made import Line, Section, sections
from huiyin.publishing.ledger_columns import (
    Field,
    OpinionLine,
    ProblemLine,
    Told,
    ledger_fields,
    opinion_fields,
    theme_fields,
)
from huiyin.publishing.triage_digest import Digest, Limits, digest
from huiyin.publishing.triage_words import headline, number
from huiyin.publishing.workbook_lines import LineSheet, style_number, text_cell
from huiyin.publishing.workbook_pages import (
    LIMITS,
    Column,
    Looks,
    Pages,
    Paper,
    Value,
    cell_parts,
    in_one_cell,
    lines_filled,
    row_height,
    set_up_print,
)
from huiyin.triage.result import Group, Result
from huiyin.triage.tables import RunFacts

# An xlsx file must carry a day of creation; this one is the first that a zip archive can hold.
_NO_DAY = datetime(1980, 1, 1)
_NAME_WIDTH, _TEXT_WIDTH = 26, 110  # of the two columns that tell how it was made


def write_ledger_workbook(path: Path, result: Result, facts: RunFacts) -> None:
    """Write ledger.xlsx to `path`: ledger, themes, opinions, and how it was made.

    Equal results give equal bytes. Lists longer than a sheet go on on the next one; nothing is left out.
    Holds one line at a time beside `result`; its working files stand beside `path` until it is done.
    """
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    found = digest(result, Limits())
    with Workbook(str(path), options) as book:
        book.use_zip64()
        book.set_properties({"title": headline(found, result.language, result.mode), "created": _NO_DAY})
        _Ledger(book, result, facts, found).write()


class _Ledger:
    """The sheets of one ledger and the links between them."""

    def __init__(self, book: Workbook, result: Result, facts: RunFacts, found: Digest) -> None:
        _ = sentences(result.language)
        title = headline(found, result.language, result.mode)
        self._result, self._facts, self._found = result, facts, found
        self._places = {row.number: place for place, row in enumerate(result.rows)}
        self._order = list(_reading_order(result, self._places))
        self._starts, lines = self._count_lines()
        self._ledger_fields = ledger_fields(result)
        self._theme_fields = theme_fields(result, found)
        self._opinion_fields = opinion_fields(result)
        self._looks = Looks(book, result.language)
        self._ledger = Pages(
            book,
            self._looks,
            Paper(_("Ledger"), title, _columns(self._ledger_fields), frozen_columns=3),
            lines=len(result.groups),
        )
        self._themes = Pages(
            book,
            self._looks,
            Paper(_("Themes"), title, _columns(self._theme_fields), frozen_columns=2),
            lines=len(result.themes),
        )
        self._opinions = Pages(
            book,
            self._looks,
            Paper(_("Opinions"), title, _columns(self._opinion_fields), frozen_columns=2, most_lines=6),
            lines=lines,
        )
        self._made: LineSheet = book.add_worksheet(_("How it was made"), worksheet_class=LineSheet)

    def write(self) -> None:
        for group in self._result.groups:
            line = ProblemLine(group, self._result.rows[self._places[group.representative_row]])
            self._ledger.write(_values(self._ledger_fields, line), self._to_opinions(group))
        for theme in self._result.themes:
            self._themes.write(_values(self._theme_fields, theme))
        back = {group.group: self._ledger.place(n).link() for n, group in enumerate(self._result.groups)}
        for opinion in self._opinion_lines():
            self._opinions.write(_values(self._opinion_fields, opinion), back.get(opinion.placement.group))
        self._write_made()

    def _count_lines(self) -> tuple[Mapping[int, int], int]:
        """On which line does each row begin, and how many lines are there?"""
        starts, lines = {}, 0
        for place in self._order:
            row = self._result.rows[place]
            starts[row.number] = lines
            lines += max(len(cell_parts(row.title)), len(cell_parts(row.text)))
        return starts, lines

    def _to_opinions(self, group: Group) -> str:
        lines = [self._starts[row_number] for row_number in (*group.members, *group.copies)]
        return self._opinions.place(min(lines)).link(self._opinions.place(max(lines)))

    def _opinion_lines(self) -> Iterator[OpinionLine]:
        for place in self._order:
            row, placement = self._result.rows[place], self._result.placements[place]
            pairs = list(zip_longest(cell_parts(row.title), cell_parts(row.text), fillvalue=""))
            for part, (title, text) in enumerate(pairs, start=1):
                yield OpinionLine(row, placement, part, len(pairs), title, text)

    def _write_made(self) -> None:
        sheet, row = self._made, 0
        plain, heading = style_number(self._looks.told), style_number(self._looks.section)
        sheet.set_column(0, 0, _NAME_WIDTH)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        set_up_print(sheet, sheet.get_name())
        for section in (*sections(self._result, self._facts, self._found), self._about_sheets()):
            sheet.write_line(row, [text_cell(f"A{row + 1}", heading, section.title)], row_height(2))
            row += 1
            for entry in section.lines:
                for part in cell_parts(entry.text):
                    cells = [text_cell(f"B{row + 1}", plain, part)]
                    if entry.name:
                        cells.insert(0, text_cell(f"A{row + 1}", plain, in_one_cell(entry.name)))
                    sheet.write_line(row, cells, row_height(lines_filled(part, _TEXT_WIDTH)))
                    row += 1

    def _about_sheets(self) -> Section:
        _ = sentences(self._result.language)
        told = [
            _(
                "The number of voices in the ledger leads to the opinions; the problem's number beside an "
                "opinion leads back."
            )
        ]
        for pages in (self._ledger, self._themes, self._opinions):
            if len(pages.names) > 1:
                words = _(
                    "“{first}” goes on to “{last}”, since a sheet of Excel holds at most {rows} rows and "
                    "{links} links. Nothing is left out."
                )
                first, last = pages.names[0], pages.names[-1]
                rows, links = number(LIMITS.rows), number(LIMITS.links)
                told.append(words.format(first=first, last=last, rows=rows, links=links))
        return Section(_("Sheets"), [Line("", text) for text in told])


def _columns(fields: Sequence[Field[Told]]) -> Sequence[Column]:
    return [field.column for field in fields]


def _values(fields: Sequence[Field[Told]], line: Told) -> Sequence[Value]:
    return [field.value(line) for field in fields]


def _reading_order(result: Result, places: Mapping[int, int]) -> Iterator[int]:
    """The rows by problem, hottest first, each copy after its original; then those that are in no problem."""
    for group in result.groups:
        yield from sorted(
            (places[row_number] for row_number in (*group.members, *group.copies)),
            key=lambda place: (result.placements[place].duplicate_of or result.rows[place].number, place),
        )
    for place, placement in enumerate(result.placements):
        if not placement.group:
            yield place
