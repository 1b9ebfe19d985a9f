"""How does a long list stand on sheets that Excel opens, filters and prints, and never takes for formulas?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from huiyin.publishing.text_width import ELLIPSIS, shorten, text_width
from huiyin.publishing.workbook_lines import (
    LineSheet,
    blank_cell,
    number_cell,
    style_number,
    text_cell,
    time_cell,
)


@dataclass(frozen=True, slots=True)
class ExcelLimits:
    """What one sheet and one cell can hold: Microsoft, "Excel specifications and limits"."""

    rows: int = 1_048_576
    links: int = 65_530
    characters: int = 32_767  # UTF-16 code units
    first_year: int = 1900  # Excel knows no earlier day


LIMITS = ExcelLimits()


class Kind(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    COUNT = "count"
    RATIO = "ratio"
    SHARE = "share"
    TIME = "time"
    DAY = "day"


Value = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in letters, and what stands in it."""

    heading: str
    width: int
    kind: Kind = Kind.TEXT
    has_bar: bool = False  # a bar behind the number, from 0 to 1
    is_linked: bool = False  # each cell leads somewhere
    is_printed: bool = True  # those that are not stand last


@dataclass(frozen=True, slots=True)
class Paper:
    """How the sheets of one list look: the most lines that a row shows, and how many columns stay in view."""

    name: str  # of the sheet
    title: str  # above each printed page
    columns: Sequence[Column]
    most_lines: int = 4
    frozen_columns: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of a list stands: the sheet, and its row counted from 1 as Excel does."""

    sheet: str
    row: int

    def link(self, last: Place | None = None) -> str:
        """The address of this line, or of all lines to `last` when that is on the same sheet."""
        until = f":A{last.row}" if last is not None and last.sheet == self.sheet else ""
        return f"'{self.sheet}'!A{self.row}{until}"


_ACCENT, _HEADING_GROUND, _RULE, _FAINT_RULE = "#0B6B75", "#E4EEEF", "#9DB2B5", "#DDE4E5"
_LINE_HEIGHT, _PADDING, _HIGHEST_ROW = 16, 3, 409  # points
_FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
_A4: Final = 9  # Excel's number for the paper
_ALWAYS: Final = 2  # xlsxwriter's number for hiding gridlines on screen and paper
_AIR: Final = 1.5  # letters that a column is wider than its text
_NUMBERS: Mapping[Kind, Mapping[str, object]] = {
    Kind.COUNT: {"num_format": "#,##0", "align": "right", "indent": 1},
    Kind.RATIO: {"num_format": "0.00", "align": "center"},
    Kind.SHARE: {"num_format": "0%", "align": "center"},
    Kind.TIME: {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    Kind.DAY: {"num_format": "yyyy-mm-dd", "align": "left"},
}


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook, language: str) -> None:
        font = {"font_name": _FONTS[language], "font_size": 10, "valign": "top"}
        bold = {**font, "bold": True}
        text = {**font, "text_wrap": True, "quote_prefix": True}
        ruled = {"bottom": 1, "bottom_color": _FAINT_RULE}
        linked = {"font_color": _ACCENT, "underline": 1}
        self.heading: Format = book.add_format(
            {
                **bold,
                "text_wrap": True,
                "bg_color": _HEADING_GROUND,
                "bottom": 1,
                "bottom_color": _RULE,
                "valign": "vcenter",
            }
        )
        self.section: Format = book.add_format(
            {**bold, "font_size": 13, "font_color": _ACCENT, "valign": "bottom"}
        )
        self.told: Format = book.add_format(text)
        self.plain: dict[Kind, Format] = {Kind.TEXT: book.add_format({**text, **ruled})}
        self.linked: dict[Kind, Format] = {Kind.TEXT: book.add_format({**text, **ruled, **linked})}
        for kind, look in _NUMBERS.items():
            self.plain[kind] = book.add_format({**font, **ruled, **look})
            self.linked[kind] = book.add_format({**font, **ruled, **look, **linked})


class Pages:
    """One list, written line by line over as many sheets as Excel's limits ask for.

    Say beforehand how many lines there will be: then each line's place is known before it is written, and
    other sheets can link to it.
    """

    def __init__(self, book: Workbook, looks: Looks, paper: Paper, *, lines: int) -> None:
        is_linked = any(column.is_linked for column in paper.columns)
        self._room = LIMITS.links if is_linked else LIMITS.rows - 1
        self._paper = paper
        self._looks = looks
        self._letters = [xl_col_to_name(position) for position in range(len(paper.columns))]
        self._text_positions = [n for n, column in enumerate(paper.columns) if column.kind is Kind.TEXT]
        self._written = 0
        self._plain = {kind: style_number(look) for kind, look in looks.plain.items()}
        self._linked = {kind: style_number(look) for kind, look in looks.linked.items()}
        count = max(1, ceil(lines / self._room))
        self.names = [paper.name if count == 1 else f"{paper.name} {page}" for page in range(1, count + 1)]
        self._sheets = [book.add_worksheet(name, worksheet_class=LineSheet) for name in self.names]
        for page, sheet in enumerate(self._sheets):
            self._prepare(sheet, min(self._room, lines - page * self._room))

    def place(self, line: int) -> Place:
        """Where does the line with this number, counted from 0, stand?"""
        page, row = divmod(line, self._room)
        return Place(sheet=self.names[page], row=row + 2)

    def write(self, values: Sequence[Value], target: str | None = None) -> None:
        """Write the next line; the linked column leads to `target`."""
        page, line = divmod(self._written, self._room)
        self._written += 1
        sheet, row = self._sheets[page], line + 1
        cells = []
        for letter, column, value in zip(self._letters, self._paper.columns, values, strict=True):
            name = f"{letter}{row + 1}"
            style = self._plain[column.kind]
            if value is None or value == "":
                cells.append(blank_cell(name, style))
                continue
            if column.is_linked and target:
                sheet.link(name, target)
                style = self._linked[column.kind]
            cells.append(_cell(name, style, value))
        sheet.write_line(row, cells, self._height(values))

    def _height(self, values: Sequence[Value]) -> int:
        lines = 1
        most = self._paper.most_lines
        for position in self._text_positions:
            value, width = values[position], self._paper.columns[position].width
            if isinstance(value, str) and (len(value) * 2 > width or "\n" in value):
                lines = max(lines, lines_filled(value[: width * most], width))
        return row_height(min(lines, most))

    def _prepare(self, sheet: Worksheet, lines: int) -> None:
        columns = self._paper.columns
        last = len(columns) - 1
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width + _AIR)
        sheet.set_row(0, 2 * _LINE_HEIGHT)
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.heading, self._looks.heading)
            if column.has_bar and lines:
                sheet.conditional_format(1, position, lines, position, _BAR)
        sheet.freeze_panes(1, self._paper.frozen_columns)
        sheet.autofilter(0, 0, max(lines, 1), last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{self._letters[last]}{max(lines, 1) + 1}"})
        set_up_print(sheet, self._paper.title)
        sheet.repeat_rows(0)
        printed = sum(column.is_printed for column in columns)
        if printed < len(columns):
            sheet.print_area(0, 0, lines, printed - 1)


# The bar of Excel 2007: that of 2010 is an extension over which other programs stumble.
_BAR = {
    "type": "data_bar",
    "bar_color": "#9CC7CB",
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
    "max_value": 1,
}


def set_up_print(sheet: Worksheet, title: str) -> None:
    """Landscape on A4, as wide as one page, the title above and the page number below."""
    sheet.set_landscape()
    sheet.hide_gridlines(_ALWAYS)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header("&L" + shorten(title, 100).replace("&", "&&"))
    sheet.set_footer("&L&A&R&P / &N")


def lines_filled(text: str, width: int) -> int:
    """How many lines does `text` fill in a column of this width?"""
    return sum(max(1, ceil(text_width(line) / width)) for line in text.split("\n"))


def row_height(lines: int) -> int:
    """How high is a row that shows so many lines, in points? Excel allows no more than 409."""
    return min(lines * _LINE_HEIGHT + _PADDING, _HIGHEST_ROW)


def cell_parts(text: str) -> Sequence[str]:
    """`text` in pieces of which each fits into one cell; most often one piece."""
    most = LIMITS.characters
    if len(text) <= most // 2:  # no character takes more than two code units
        return (text,)
    return tuple(_parts(text, most))


def _parts(text: str, most: int) -> Iterator[str]:
    start, units = 0, 0
    for position, character in enumerate(text):
        needed = 2 if ord(character) > 0xFFFF else 1
        if units + needed > most:
            yield text[start:position]
            start, units = position, 0
        units += needed
    yield text[start:]


def _cell(name: str, style: int, value: str | float | datetime) -> str:
    if isinstance(value, str):
        return text_cell(name, style, in_one_cell(value))
    if isinstance(value, datetime):
        if value.year > LIMITS.first_year:
            return time_cell(name, style, value)
        return text_cell(name, style, value.isoformat(sep=" ", timespec="minutes"))
    return number_cell(name, style, value)


def in_one_cell(text: str) -> str:
    """`text`, ending in an ellipsis where it is too long for one cell."""
    parts = cell_parts(text)
    return text if len(parts) == 1 else parts[0][:-1] + ELLIPSIS
