"""Which paragraphs and tables does a document hold, and which of its tables list opinions?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huiyin.opinions.files.delimited import find_layout, sample_text, table_of_layout
from huiyin.opinions.files.encodings import find_encoding, open_text
from huiyin.opinions.files.header_words import Role, match_header
from huiyin.opinions.files.headers import find_header
from huiyin.opinions.files.sampling import survey
from huiyin.opinions.files.tables import ReadingLimits, Table


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a docx body (table cells included, in reading order) or one line of a txt file."""

    number: int  # from 1, blank ones counted
    text: str
    heading_level: int = 0  # 1 and more for headings, 0 for the rest
    is_title: bool = False
    is_listed: bool = False  # numbered or bulleted by the word processor: the mark is not in the text


@dataclass(frozen=True, slots=True)
class Document:
    """What a document holds: running text, and the tables in it that are lists of opinions."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    encoding: str = ""
    has_lines: bool = False  # its paragraphs are the lines of a text file, perhaps wrapped by hand


def read_txt(file: Path, *, limits: ReadingLimits) -> Document:
    """Read a txt file: its lines, or one table when it has tab-separated columns under known names."""
    encoding = find_encoding(file)
    layout = find_layout(sample_text(file, encoding), preferred="\t", delimiters=("\t",))
    if layout.delimiter == "\t":
        table = table_of_layout(file, encoding, layout, format_name="txt", limits=limits)
        if is_list_of_opinions(table):
            return Document((), (table,), encoding.label)
    with open_text(file, encoding) as stream:
        lines = tuple(Paragraph(number, line) for number, line in enumerate(stream, 1))
    return Document(lines, (), encoding.label, has_lines=True)


def is_list_of_opinions(table: Table) -> bool:
    """Has the table a header that names a column of text, and rows below it?"""
    seen = survey(table)
    header = find_header(table, seen)
    roles = [match.role for match in map(match_header, header.names) if match]
    return header.line > 0 and len(roles) > 1 and Role.TEXT in roles and seen.records > header.data_start
