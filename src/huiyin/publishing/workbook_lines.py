"""How do a million lines reach a sheet in little time and memory?

xlsxwriter writes cell by cell, at some ten microseconds each. Here a line is written as a whole and a link is
two words of memory; all else of the sheet (headings, widths, filters, print) stays with xlsxwriter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXCEL_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")  # ECMA-376, 22.9.2.19: read as one character by Excel
_EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's count, as seen from 1 March 1900 on
_DAY_SECONDS = 86_400


class LineSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter carries no types
    """A sheet of a workbook in constant-memory mode to which finished lines are added in order."""

    def __init__(self) -> None:
        super().__init__()
        self._line_links: list[tuple[str, str]] = []

    def write_line(self, row: int, cells: Sequence[str], height: int) -> None:
        """Add the row with this number, counted from 0; `cells` come from the functions below."""
        self._write_single_row(row)
        self._check_dimensions(row, max(0, len(cells) - 1))
        self.row_data_fh.write(f'<row r="{row + 1}" ht="{height}" customHeight="1">{"".join(cells)}</row>')

    def link(self, cell: str, target: str) -> None:
        """Let the cell lead to `target`, a place in the same workbook as `'Sheet'!A1`."""
        self._line_links.append((cell, target))

    def _write_hyperlinks(self) -> None:
        if not self._line_links:
            return
        self._xml_start_tag("hyperlinks")
        for cell, target in self._line_links:
            self._xml_empty_tag("hyperlink", [("ref", cell), ("location", target)])
        self._xml_end_tag("hyperlinks")


def style_number(look: Format) -> int:
    """The number by which cells name this format."""
    return int(look._get_xf_index())


def text_cell(name: str, style: int, text: str) -> str:
    """A cell that holds `text` as text, whatever it looks like."""
    if not text.isprintable():
        text = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "_x" in text:
        text = _EXCEL_ESCAPE.sub(r"_x005F\1", text)
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def blank_cell(name: str, style: int) -> str:
    """A cell that holds nothing but has its look."""
    return f'<c r="{name}" s="{style}"/>'


def number_cell(name: str, style: int, value: float) -> str:
    """A cell that holds a number."""
    return f'<c r="{name}" s="{style}"><v>{value:.16G}</v></c>'


def time_cell(name: str, style: int, time: datetime) -> str:
    """A cell that holds a time from March 1900 on; zones are left out, since Excel knows none."""
    since = time.replace(tzinfo=None, microsecond=0) - _EPOCH
    return number_cell(name, style, since.days + since.seconds / _DAY_SECONDS)
