"""How does a test write the same rows as a file of each format that is read?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.table import Table, TableCell, TableRow  # type: ignore[import-untyped]
from odf.text import P  # type: ignore[import-untyped]

Value = str | int | float | datetime | None
Rows = Sequence[Sequence[Value]]

HEADER = ("编号", "留言用户", "留言时间", "留言主题", "留言详情", "点赞数")
OPINIONS: Rows = (
    HEADER,
    (
        "M1",
        "林小满",
        "2026-03-02 08:30:00",
        "搅拌站噪声",
        "景园小区东门外的搅拌站夜里两点还在响，\n睡不着。",
        3,
    ),
    ("M2", "周谷雨", "2026-03-02 09:00:00", "路灯不亮", "北苑路从邮局到桥头的路灯坏了两个月。", 0),
    ("M3", "贺立秋", "2026-03-05 21:15:00", "放学拥堵", "第二小学门口放学时堵得走不动，请派人疏导。", 12),
    ("M4", "唐白露", "2026-03-06 07:05:00", "市场污水", "明湖市场后门的污水井堵了，又臭又滑。", 1),
)


def csv_text(rows: Rows, *, delimiter: str = ",") -> str:
    """The rows as csv with quotes where they are needed."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def write_csv(path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(csv_text(rows, delimiter=delimiter).encode(encoding))
    return path


def write_jsonl(path: Path, rows: Rows) -> Path:
    header, *records = rows
    lines = [json.dumps(dict(zip(header, record, strict=True)), ensure_ascii=False) for record in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Rows], *, merges: Sequence[str] = ()) -> Path:
    """The sheets in order; `merges` ("A1:F1") apply to the first one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cell in (cell for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)):
            cell.data_type = "s"  # "=1+1" is text here, no formula
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    book.save(path)
    return path


def write_xls(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("意见")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.save(str(path))
    return path


def write_ods(path: Path, rows: Rows) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="意见")
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def _ods_cell(value: Value) -> TableCell:
    if value is None or value == "":
        return TableCell()
    if isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=str(value))
    else:
        cell = TableCell(valuetype="string")
    for part in str(value).split("\n"):
        cell.addElement(P(text=part))
    return cell
