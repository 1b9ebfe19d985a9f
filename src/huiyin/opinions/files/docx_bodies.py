"""Which paragraphs and tables does a docx file hold?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import docx
from docx.document import Document as DocxDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import nsmap, qn
from lxml import etree

from huiyin.opinions.files.documents import Document, Paragraph, is_list_of_opinions
from huiyin.opinions.files.header_words import match_header
from huiyin.opinions.files.package_safety import check_package
from huiyin.opinions.files.tables import Merge, ReadingLimits, Record, Refusal, Table, UnreadableFile

_Element: TypeAlias = etree._Element

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB = qn("w:t"), qn("w:tab")
_WRAPPERS = frozenset(
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo")
)
# Deleted and moved-away text, and the second copy that text boxes carry for old programs.
_SECOND_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_SHOWN = frozenset((qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), _SECOND_COPY))
_BREAKS = frozenset((qn("w:br"), qn("w:cr"), _PARAGRAPH))
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE_STYLES = ("title", "标题", "subtitle", "副标题")
_NO_NUMBERING = "0"
_MOST_COLUMNS = 63  # Word's own limit


def read_docx(file: Path, *, limits: ReadingLimits) -> Document:
    """Read the body of a docx file, tracked insertions included, deletions, headers and notes left out."""
    check_package(file, limits=limits, max_unzipped_bytes=limits.max_document_bytes)
    try:
        document = docx.Document(str(file))
        body = _Body(file, document)
        body.read(document.element.body)
    except (OpcError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableFile(file.name, reason_code=Refusal.CORRUPT, detail=str(error)) from error
    return Document(tuple(body.paragraphs), tuple(body.tables))


class _Body:
    """Walks the body once, numbering paragraphs; a table becomes a `Table` or paragraphs "label：value"."""

    def __init__(self, file: Path, document: DocxDocument) -> None:
        self._file = file
        self._styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        self._listed_styles = {
            style.style_id for style in document.styles if style.element.find(".//w:numPr", nsmap) is not None
        }
        self._number = 0
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []

    def read(self, parent: _Element) -> None:
        for child in parent:
            if child.tag == _PARAGRAPH:
                self.paragraphs.append(self._paragraph(child))
            elif child.tag == _TABLE:
                self._read_table(child)
            elif child.tag in _WRAPPERS:
                self.read(child)

    def _paragraph(self, element: _Element) -> Paragraph:
        self._number += 1
        style_id = _value(element, "w:pPr/w:pStyle")
        style = self._styles.get(style_id, "")
        heading = _HEADING_STYLE.fullmatch(style)
        numbering = _value(element, "w:pPr/w:numPr/w:numId")
        is_listed = style_id in self._listed_styles or numbering != "" or style.startswith("list ")
        return Paragraph(
            self._number,
            "".join(_shown_text(element)),
            heading_level=int(heading[1]) if heading else 0,
            is_title=style in _TITLE_STYLES,
            is_listed=is_listed and heading is None and numbering != _NO_NUMBERING,
        )

    def _read_table(self, element: _Element) -> None:
        rows = [[self._cell(cell) for cell in _inside(row, _CELL)] for row in _inside(element, _ROW)]
        records, merges = _grid(element)
        table = Table(
            self._file.name,
            sheet=f"table{len(self.tables) + 1}",
            format="docx",
            records=partial(iter, records),
            merges=merges,
        )
        if is_list_of_opinions(table):
            self.tables.append(table)
        else:
            for row in rows:
                self.paragraphs += _form_lines(row)

    def _cell(self, cell: _Element) -> list[Paragraph]:
        paragraphs = []
        for child in cell.iter(_PARAGRAPH):
            paragraph = self._paragraph(child)
            if paragraph.text.strip():
                paragraphs.append(paragraph)
        return paragraphs


def _form_lines(row: Sequence[Sequence[Paragraph]]) -> Iterator[Paragraph]:
    """The cells of one row of a form, each label and the value beside it as one line "label：value"."""
    label: Paragraph | None = None
    for cell in row:
        is_label = len(cell) == 1 and match_header(cell[0].text.strip()) is not None
        if is_label or not cell:
            if label is not None and is_label:
                yield label
            label = cell[0] if is_label else label
            continue
        for paragraph in cell:
            yield _labelled(label, paragraph)
        label = None
    if label is not None:
        yield label


def _labelled(label: Paragraph | None, value: Paragraph) -> Paragraph:
    if label is None:
        return value
    name = label.text.strip().rstrip(":：")
    return Paragraph(value.number, f"{name}：{value.text}")


def _grid(table: _Element) -> tuple[list[Record], tuple[Merge, ...]]:
    """The table's cells as rows of text, spanned places blank, and its vertical merges."""
    records: list[Record] = []
    starts: dict[int, int] = {}  # column: row in which its cell begins
    ends: dict[tuple[int, int], int] = {}  # (row, column) of a merge's first cell: its last row
    for number, row in enumerate(_inside(table, _ROW)):
        cells: list[str] = []
        for cell in _inside(row, _CELL):
            column = len(cells)
            if _goes_on(cell):
                ends[starts.get(column, number), column] = number
            else:
                starts[column] = number
            text = "\n".join("".join(_shown_text(part)) for part in cell.iter(_PARAGRAPH)).strip()
            span = min(int(_value(cell, "w:tcPr/w:gridSpan") or 1), _MOST_COLUMNS)
            cells += [text] + [""] * (span - 1)
        records.append(Record(cells))
    merges = tuple(Merge(top, left, bottom, left) for (top, left), bottom in ends.items())
    return records, merges


def _goes_on(cell: _Element) -> bool:
    """Does this cell belong to the merged cell above it?"""
    merge = cell.find("w:tcPr/w:vMerge", nsmap)
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _inside(parent: _Element, tag: str) -> Iterator[_Element]:
    """The children with this tag, also those that a wrapper holds."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _shown_text(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_SHOWN:
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        else:
            if child.tag in _BREAKS:
                yield "\n"
            yield from _shown_text(child)


def _value(element: _Element, path: str) -> str:
    found = element.find(path, nsmap)
    return "" if found is None else str(found.get(qn("w:val"), ""))
