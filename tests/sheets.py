"""How does a test write the same rows as a file of each format that is read?"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlwt

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

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
ODS_CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2" xmlns:office="{_ODS_NAMES}:office:1.0"
  xmlns:table="{_ODS_NAMES}:table:1.0" xmlns:text="{_ODS_NAMES}:text:1.0">
<office:body><office:spreadsheet><table:table table:name="意见">{{lines}}</table:table>
</office:spreadsheet></office:body>
</office:document-content>"""
ODS_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest manifest:version="1.2" xmlns:manifest="{_ODS_NAMES}:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


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
    """The least that is an OpenDocument spreadsheet: its type, one sheet, the list of its parts."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", ODS_TYPE)  # first and stored, as the standard wants it
        package.writestr("content.xml", ODS_CONTENT.format(lines=lines), zipfile.ZIP_DEFLATED)
        package.writestr("META-INF/manifest.xml", ODS_MANIFEST, zipfile.ZIP_DEFLATED)
    return path


def _ods_cell(value: Value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    kind = f'float" office:value="{value}' if isinstance(value, int | float) else "string"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="{kind}">{lines}</table:table-cell>'
