"""How are lines of cells written as a spreadsheet that holds no formula, whatever the cells say?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from huiyin.activities.imports.neutral_texts import neutralised
from huiyin.activities.imports.written_cells import Cell

LINES_AT_ONCE: Final = 500
# ECMA-376 and Excel's specifications: characters of a cell, lines of a sheet, digits of a number.
LONGEST_CELL: Final = 32_767
MOST_LINES: Final = 1_048_576
EXACT_DIGITS: Final = 15
FIRST_SURE_DAY: Final = date(1900, 3, 1)  # before it, spreadsheets disagree by a day
WIDTHS: Final = (12, 40)  # the narrowest and the widest column, in characters
UTF8_MARK: Final = b"\xef\xbb\xbf"  # without it Excel takes a CSV file for one of the system's old encoding


class DoesNotFit(ValueError):
    """A cell or a sheet is longer than the XLSX format allows; a CSV file can hold it."""


def csv_lines(lines: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The lines as portions of a CSV file in UTF-8, each cell in quotes and texts neutralised."""
    yield UTF8_MARK
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    for number, line in enumerate(lines, 1):
        writer.writerow([_as_text(cell) for cell in line])
        if number % LINES_AT_ONCE == 0:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue().encode()


def write_xlsx(path: Path, lines: Iterable[Sequence[Cell]], *, sheet: str) -> None:
    """Write the lines, headings first, as the one sheet of a workbook. Raises `DoesNotFit`."""
    # In this mode a line is on disk as soon as the next one begins, so memory does not grow with the sheet.
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    too_long = None
    for number, line in enumerate(lines):
        if number == 0:
            _set_widths(page, line)
        if number >= MOST_LINES:
            too_long = DoesNotFit("lines")
            break
        for column, cell in enumerate(line):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                too_long = DoesNotFit("characters")
            _write(page, (number, column), cell, heading if number == 0 else day)
    book.close()
    if too_long is not None:
        path.unlink()
        raise too_long


def _set_widths(page: Any, headings: Sequence[Cell]) -> None:
    narrowest, widest = WIDTHS
    for column, heading in enumerate(headings):
        page.set_column(column, column, min(max(narrowest, 2 * len(str(heading)) + 2), widest))


def _write(page: Any, place: tuple[int, int], cell: Cell, form: Any) -> None:
    """A text is always written as one: `write` would make a formula of "=1+1"."""
    if isinstance(cell, date) and cell >= FIRST_SURE_DAY:
        page.write_datetime(*place, cell, form)
    elif isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= EXACT_DIGITS:
        page.write_number(*place, cell)
    elif cell != "":
        page.write_string(*place, plain_text(cell), *([form] if place[0] == 0 else []))


def _as_text(cell: Cell) -> str:
    return neutralised(cell) if isinstance(cell, str) else plain_text(cell)


def plain_text(cell: Cell) -> str:
    """What a CSV file and a reader of workbooks give for this cell."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell
