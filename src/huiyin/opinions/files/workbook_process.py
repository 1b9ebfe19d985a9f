"""What do the sheets of one workbook hold? Runs as a process of its own.

The parser of workbooks is compiled code that ends its whole process when a damaged file makes it ask for more
memory than there is (one wrong byte in an xls file is enough). Here it takes only itself down.

    python -m huiyin.opinions.files.workbook_process FILE MEMORY

writes to standard output, as marshalled values one after the other: for each sheet ("sheet", its name, its
merged ranges), then ("rows", bytes) with some thousand rows of text cells, marshalled once more; for what
cannot be read ("refused", sheet, reason, detail); at the end ("done",). Without it the process has died.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any, TypeAlias

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

if sys.platform != "win32":
    import resource

ROWS_PER_PORTION = 5_000
_EXACT_WHOLE_NUMBERS = 2.0**53  # beyond it a spreadsheet's number has lost digits already

_Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
_Message: TypeAlias = tuple[Any, ...]


def main() -> None:
    """Read the workbook named in the arguments and write its sheets to standard output."""
    path, memory = sys.argv[1], int(sys.argv[2])
    _limit_memory(memory)
    for message in chain(_workbook(path), [("done",)]):
        marshal.dump(message, sys.stdout.buffer)


def text_of(cell: _Cell) -> str:
    """How is this cell written? As a csv file of the same table would have it, dates in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= _EXACT_WHOLE_NUMBERS:
        return str(int(cell))
    return str(cell)


def _limit_memory(max_bytes: int) -> None:
    """Let this process fail, not the machine, when it wants more memory. Windows knows no such limit."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _workbook(path: str) -> Iterator[_Message]:
    try:
        workbook = CalamineWorkbook.from_path(path)
    except PasswordError:
        yield ("refused", "", "password", "")
        return
    except BaseException as error:
        yield ("refused", "", "corrupt", str(error))
        return
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ == SheetTypeEnum.WorkSheet:
            yield from _sheet(workbook, index, about.name)


def _sheet(workbook: CalamineWorkbook, index: int, name: str) -> Iterator[_Message]:
    try:
        sheet = workbook.get_sheet_by_index(index)
        yield ("sheet", name, sheet.merged_cell_ranges or [])
        yield from _portions(sheet)
    except BaseException as error:  # the parser's own panics are no `Exception`
        yield ("refused", name, "corrupt", str(error))


def _portions(sheet: CalamineSheet) -> Iterator[_Message]:
    left = [""] * (sheet.start[1] if sheet.start else 0)  # so that columns count from the sheet's first
    rows = iter(sheet.iter_rows())
    while portion := [left + [text_of(cell) for cell in row] for row in islice(rows, ROWS_PER_PORTION)]:
        yield ("rows", marshal.dumps(portion))


if __name__ == "__main__":
    main()
