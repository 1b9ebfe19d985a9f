"""What is a table before anyone knows its columns, and what makes a whole file unreadable?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MEBIBYTE = 1 << 20


class Refusal(StrEnum):
    """Why a whole file, or a whole sheet, was refused. The comment says what `detail` then holds."""

    MISSING = "missing"  # ""
    NOT_A_FILE = "not_a_file"  # ""
    NOT_PERMITTED = "not_permitted"  # what the system said
    NOTHING_IN_IT = "nothing_in_it"  # ""
    UNKNOWN_FORMAT = "unknown_format"  # the suffix found
    MISNAMED = "misnamed"  # what the content is: "xlsx", "html", …
    PASSWORD = "password"  # noqa: S105 -- a reason, no secret; detail ""
    CORRUPT = "corrupt"  # what the parser said
    TOO_LARGE = "too_large"  # the limit's name and value: "max_parts=10000"
    XML_ENTITIES = "xml_entities"  # the part of the package that declares a document type
    ENCODING = "encoding"  # byte offset (from 0) of the first byte that fits no accepted encoding


class Fault(StrEnum):
    """Why one row was not read although its file was."""

    BROKEN_QUOTES = "broken_quotes"
    TOO_FEW_FIELDS = "too_few_fields"
    TOO_MANY_FIELDS = "too_many_fields"
    FIELD_TOO_LONG = "field_too_long"
    BAD_BYTES = "bad_bytes"
    BAD_JSON = "bad_json"
    NO_TEXT_COLUMN = "no_text_column"
    CHOSEN_COLUMN_MISSING = "chosen_column_missing"


class UnreadableFile(Exception):
    """A file, or one sheet of it, that cannot be read; the other files go on."""

    def __init__(
        self, file: str, *, reason_code: Refusal, detail: str = "", sheet: str = "", row: int | None = None
    ) -> None:
        super().__init__(file, sheet, row, str(reason_code), detail)
        self.file = file
        self.sheet = sheet
        self.row = row
        self.reason_code = reason_code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much is read before a file is refused: guards against bombs, far above any real file.

    Sources: Excel's own limits (1,048,576 rows, 32,767 characters a cell); OWASP ASVS 5.0 V5.2
    (check the unpacked size and the number of entries before unpacking).
    """

    max_file_bytes: int = 4096 * MEBIBYTE
    max_unzipped_bytes: int = 2048 * MEBIBYTE  # xlsx, ods: all parts together
    max_document_bytes: int = 128 * MEBIBYTE  # docx: all parts together; a thousand pages need about 10
    max_parts: int = 10_000  # entries of a zip package
    max_workbook_memory: int = 6144 * MEBIBYTE  # of the process that unpacks one xlsx, xls or ods file
    max_field_characters: int = 4 * MEBIBYTE  # one csv field or one json line
    max_line_rescans: int = 2_000_000  # physical lines read again because of broken quotes, for a whole file


class Record(NamedTuple):
    """One line of a table as it stands in the file; `fault` is a code when its cells cannot be trusted.

    Cells are text, whatever the format: a number as "3681" or "3.5", a date as "2026-03-05", a time of day
    with it as "2026-03-05 09:05:00", so that the same table gives the same cells from csv and from xlsx.
    """

    cells: Sequence[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of cells shown as one; rows and columns count from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """One csv file, one sheet or one ledger of a document, readable from the start as often as needed."""

    file: str
    sheet: str
    format: str
    records: Callable[[], Iterator[Record]]
    encoding: str = ""
    delimiter: str = ""
    names: tuple[str, ...] = ()  # given by the format itself (jsonl keys): then no header row is sought
    width: int = 0  # fields that each record should have; 0 where the format pads its rows
    merges: tuple[Merge, ...] = ()
