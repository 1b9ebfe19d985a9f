"""Which records does a csv or tsv file hold, whatever its delimiter and its broken quotes?"""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from huiyin.opinions.files.encodings import Encoding, find_encoding, is_damaged_text, open_text
from huiyin.opinions.files.header_words import match_header
from huiyin.opinions.files.tables import Fault, ReadingLimits, Record, Table

DELIMITERS = (",", "\t", ";", "|")
ANY_WIDTH = 0
NO_DELIMITER = "\x1f"  # a separator no office types: the whole line is one field, quotes still work


@dataclass(frozen=True, slots=True)
class DelimiterSettings:
    """The numbers that decide which character separates the fields. Judged on ten invented layouts."""

    sample_records: int = 500
    sample_characters: int = 262_144
    min_same_width: float = 0.8  # of the records must have equally many fields, or a header must be seen
    min_header_names: int = 2  # known column names in one line make it a header
    min_header_share: float = 0.2  # prose split at a stray mark holds few known words among many pieces
    header_lines: int = 20  # the header is sought in so many lines
    max_prose_share: float = 0.8  # a comma mostly followed by a blank stands in sentences, not between fields


@dataclass(frozen=True, slots=True)
class Layout:
    """How a delimited file is built: its delimiter, and how many fields most records have."""

    delimiter: str
    width: int


def delimited_table(file: Path, *, format_name: str, limits: ReadingLimits) -> Table:
    """Read a csv or tsv file as one table."""
    encoding = find_encoding(file)
    layout = find_layout(sample_text(file, encoding), preferred="\t" if format_name == "tsv" else ",")
    return table_of_layout(file, encoding, layout, format_name=format_name, limits=limits)


def table_of_layout(
    file: Path, encoding: Encoding, layout: Layout, *, format_name: str, limits: ReadingLimits
) -> Table:
    """Read a text file as one table when its layout is known."""
    return Table(
        file=file.name,
        sheet="",
        format=format_name,
        records=partial(read_records, file, encoding, layout, limits),
        encoding=encoding.label,
        width=layout.width,
        delimiter="" if layout.delimiter == NO_DELIMITER else layout.delimiter,
    )


def sample_text(file: Path, encoding: Encoding, *, settings: DelimiterSettings | None = None) -> str:
    """The beginning of the file, cut at the end of a line where the file goes on."""
    rules = settings or DelimiterSettings()
    with open_text(file, encoding) as stream:
        text = stream.read(rules.sample_characters)
    cut = max(text.rfind("\n"), text.rfind("\r"))
    is_whole = len(text) < rules.sample_characters or cut < 0
    return text if is_whole else text[: cut + 1]


def find_layout(
    sample: str,
    *,
    preferred: str,
    delimiters: Sequence[str] = DELIMITERS,
    settings: DelimiterSettings | None = None,
) -> Layout:
    """Which delimiter splits these lines into equally many fields, or shows a header of known names?

    `NO_DELIMITER` with width 1 when none does: then every line is one field.
    """
    rules = settings or DelimiterSettings()
    best: tuple[tuple[int, float, bool, int], Layout] | None = None
    for delimiter in delimiters:
        records = _sample_records(sample, delimiter, rules)
        widths = Counter(len(record) for record in records)
        if not widths:
            continue
        width, equal = max(widths.items(), key=lambda item: (item[1], item[0]))
        header_width = _header_width(records, rules)
        has_pattern = equal / len(records) >= rules.min_same_width and not _is_prose(sample, delimiter, rules)
        if not header_width and (width < 2 or not has_pattern):
            continue
        score = (header_width, equal / len(records), delimiter == preferred, width)
        if best is None or score > best[0]:
            best = (score, Layout(delimiter, header_width or width))
    return best[1] if best else Layout(NO_DELIMITER, 1)


def _sample_records(sample: str, delimiter: str, rules: DelimiterSettings) -> list[Sequence[str]]:
    lines = _Lines(io.StringIO(sample, newline=""))
    records = _recovered(lines, Layout(delimiter, ANY_WIDTH), ReadingLimits())
    whole = (record.cells for record in records if any(record.cells) and not record.fault)
    return list(islice(whole, rules.sample_records))


def _header_width(records: Sequence[Sequence[str]], rules: DelimiterSettings) -> int:
    """How many fields has the first line that holds several known column names? 0 when there is none."""
    for record in records[: rules.header_lines]:
        known = sum(match_header(cell) is not None for cell in record)
        if known >= max(rules.min_header_names, rules.min_header_share * len(record)):
            return len(record)
    return 0


def _is_prose(sample: str, delimiter: str, rules: DelimiterSettings) -> bool:
    total = sample.count(delimiter)
    return delimiter in ",;" and total > 0 and sample.count(f"{delimiter} ") / total >= rules.max_prose_share


class _Lines(Iterator[str]):
    """The physical lines of a file; those of the record being read can be given back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.pending: list[str] = []

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._stream)
        self.pending.append(line)
        return line

    def give_back_all_but_first(self) -> str:
        first, *rest = self.pending
        self._returned.extendleft(reversed(rest))
        self.pending.clear()
        return first


def read_records(file: Path, encoding: Encoding, layout: Layout, limits: ReadingLimits) -> Iterator[Record]:
    """Yield every record once, in order; a broken one as a record with a fault.

    A record whose quotes do not close, or which runs over several lines and then looks like two records, is
    given up for its first line alone; reading goes on at the next line.
    """
    if csv.field_size_limit() < limits.max_field_characters:
        csv.field_size_limit(limits.max_field_characters)
    with open_text(file, encoding) as stream:
        lines = _Lines(stream)
        records = _recovered(lines, layout, limits)
        yield from _with_damage_marked(records) if encoding.is_damaged else records


def _recovered(lines: _Lines, layout: Layout, limits: ReadingLimits) -> Iterator[Record]:
    rescans_left = limits.max_line_rescans
    while True:
        try:
            for fields in csv.reader(lines, delimiter=layout.delimiter, strict=True):
                if len(lines.pending) > 1 and rescans_left > 0 and _swallowed_lines(fields, layout):
                    break
                is_long = sum(map(len, lines.pending)) > limits.max_field_characters
                lines.pending.clear()
                yield Record(fields, _length_fault(fields, limits) if is_long else "")
            else:
                return
        except csv.Error:
            pass
        rescans_left -= len(lines.pending)
        yield _single_line(lines.give_back_all_but_first(), layout, limits)
        if rescans_left <= 0:
            yield from _line_by_line(lines, layout, limits)
            return


def _length_fault(fields: Sequence[str], limits: ReadingLimits) -> str:
    return Fault.FIELD_TOO_LONG if max(map(len, fields)) > limits.max_field_characters else ""


def _swallowed_lines(fields: Sequence[str], layout: Layout) -> bool:
    """Did a stray quote join several records to this one?

    Too many fields show it; in a tab-separated file also a tab inside a field, since no cell that an
    office can type into holds one.
    """
    if layout.width != ANY_WIDTH and len(fields) > layout.width:
        return True
    return layout.delimiter == "\t" and any("\t" in field for field in fields)


def _line_by_line(lines: _Lines, layout: Layout, limits: ReadingLimits) -> Iterator[Record]:
    for line in lines:
        lines.pending.clear()
        yield _single_line(line, layout, limits)


def _single_line(line: str, layout: Layout, limits: ReadingLimits) -> Record:
    """What does one physical line hold when its quotes cannot be trusted?

    Three readings, first fit wins: quotes as csv means them, quotes as ordinary characters, quotes as far
    as they make sense.
    """
    bare = line.rstrip("\r\n")
    if len(bare) > limits.max_field_characters:
        return Record([bare], Fault.FIELD_TOO_LONG)
    if not bare:
        return Record([])
    for reader in (
        csv.reader([bare], delimiter=layout.delimiter, strict=True),
        csv.reader([bare], delimiter=layout.delimiter, quoting=csv.QUOTE_NONE),
        csv.reader([bare], delimiter=layout.delimiter),
    ):
        fields = _fields(reader)
        if len(fields) == layout.width:
            return Record(fields)
    return Record([bare], Fault.BROKEN_QUOTES)


def _fields(reader: Iterator[list[str]]) -> list[str]:
    try:
        return next(reader)
    except csv.Error:
        return []


def _with_damage_marked(records: Iterator[Record]) -> Iterator[Record]:
    for record in records:
        is_damaged = any(is_damaged_text(cell) for cell in record.cells)
        yield Record(record.cells, Fault.BAD_BYTES) if is_damaged else record
