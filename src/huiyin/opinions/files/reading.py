"""Which tables and documents does a file hold, and is it what its name says?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from huiyin.opinions.files.delimited import delimited_table
from huiyin.opinions.files.documents import Document, read_txt
from huiyin.opinions.files.docx_bodies import read_docx
from huiyin.opinions.files.encodings import has_byte_order_mark
from huiyin.opinions.files.json_lines import json_lines_table
from huiyin.opinions.files.package_safety import package_parts, package_type
from huiyin.opinions.files.tables import ReadingLimits, Refusal, Table, UnreadableFile
from huiyin.opinions.files.workbooks import workbook_tables

Content: TypeAlias = Table | Document | UnreadableFile

TEXT_FORMATS = ("csv", "tsv", "jsonl", "txt")
WORKBOOK_FORMATS = ("xlsx", "xls", "ods")
FORMATS = (*WORKBOOK_FORMATS, *TEXT_FORMATS, "docx")

_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # xls, doc, and every xlsx or docx with a password
_ZIP_MARK = b"PK\x03\x04"
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_DAMAGED = {"xlsx": "broken zip", "docx": "broken zip", "ods": "broken zip", "xls": "ole"}
_TEXT_MARKS = (
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<table", "html"),
    (b"<?xml", "xml"),
    (b"{\\rtf", "rtf"),
)
_OLE_STREAMS = (("EncryptedPackage", "locked"), ("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "doc"))
_LOOKED_AT = 4096
_MAX_CONTROL_SHARE = 0.1  # more control characters than this: no text in any encoding of one byte a sign


def read_file(file: Path, *, limits: ReadingLimits) -> Iterator[Content]:
    """Yield every table and document of one file, and the refusal of every sheet that cannot be read.

    Raises `UnreadableFile` when the file as a whole cannot be read: missing, empty, too large, damaged,
    locked, in no accepted encoding or format, or of another format than its name says.
    """
    format_name = _expected_format(file, limits)
    found = content_format(file)
    is_as_named = found == format_name or (found == "text" and format_name in TEXT_FORMATS)
    if not is_as_named:
        raise _not_as_named(file, format_name, found)
    if format_name in WORKBOOK_FORMATS:
        yield from workbook_tables(file, limits=limits)
    else:
        yield _READERS[format_name](file, limits)


def _expected_format(file: Path, limits: ReadingLimits) -> str:
    format_name = file.suffix.removeprefix(".").lower()
    if not file.exists():
        raise UnreadableFile(file.name, reason_code=Refusal.MISSING)
    if not file.is_file():
        raise UnreadableFile(file.name, reason_code=Refusal.NOT_A_FILE)
    if format_name not in FORMATS:
        raise UnreadableFile(file.name, reason_code=Refusal.UNKNOWN_FORMAT, detail=file.suffix)
    size = file.stat().st_size
    if size == 0:
        raise UnreadableFile(file.name, reason_code=Refusal.NOTHING_IN_IT)
    if size > limits.max_file_bytes:
        limit = f"max_file_bytes={limits.max_file_bytes}"
        raise UnreadableFile(file.name, reason_code=Refusal.TOO_LARGE, detail=limit)
    return format_name


def _not_as_named(file: Path, format_name: str, found: str) -> UnreadableFile:
    if found == "locked":
        return UnreadableFile(file.name, reason_code=Refusal.PASSWORD)
    if found == _DAMAGED.get(format_name):
        return UnreadableFile(file.name, reason_code=Refusal.CORRUPT, detail=found)
    return UnreadableFile(file.name, reason_code=Refusal.MISNAMED, detail=found)


_READERS: dict[str, Callable[[Path, ReadingLimits], Table | Document]] = {
    "csv": lambda file, limits: delimited_table(file, format_name="csv", limits=limits),
    "tsv": lambda file, limits: delimited_table(file, format_name="tsv", limits=limits),
    "jsonl": lambda file, limits: json_lines_table(file, limits=limits),
    "docx": lambda file, limits: read_docx(file, limits=limits),
    "txt": lambda file, limits: read_txt(file, limits=limits),
}


def content_format(file: Path) -> str:
    """What is this file by its content: one of `FORMATS`, "text", "locked", "pdf", "html", …?"""
    with file.open("rb") as stream:
        head = stream.read(_LOOKED_AT)
    if head.startswith(_ZIP_MARK):
        return _package_format(file)
    if head.startswith(_OLE_MARK):
        return _ole_format(file)
    if head.startswith(b"%PDF"):
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, name in _TEXT_MARKS:
        if start.startswith(mark):
            return name
    return "binary" if _is_binary(head) and not has_byte_order_mark(head) else "text"


def _package_format(file: Path) -> str:
    parts = package_parts(file)
    if not parts:
        return "broken zip"
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "word/document.xml" in parts:
        return "docx"
    is_ods = package_type(file) == _ODS_TYPE or {"content.xml", "META-INF/manifest.xml"} <= parts
    return "ods" if is_ods else "zip"


def _ole_format(file: Path) -> str:
    """Told by the names in the container's directory, which are written in UTF-16."""
    data = file.read_bytes()
    for stream, name in _OLE_STREAMS:
        if f"{stream}\0".encode("utf-16-le") in data:
            return name
    return "ole"


def _is_binary(head: bytes) -> bool:
    """Control characters tell; zeros only in pairs, for UTF-16 has single ones."""
    controls = sum(byte < 0x20 and byte not in b"\0\t\n\r\f\x1b" for byte in head)
    return (controls + head.count(b"\0\0") * 2) > len(head) * _MAX_CONTROL_SHARE
