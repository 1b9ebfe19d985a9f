"""Which tables does a workbook (xlsx, xls, ods) hold?"""

from __future__ import annotations

import marshal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from huiyin.opinions.files.package_safety import check_package
from huiyin.opinions.files.tables import Merge, ReadingLimits, Record, Refusal, Table, UnreadableFile

_READER = "huiyin.opinions.files.workbook_process"


@dataclass(slots=True)
class _Sheet:
    name: str
    merges: tuple[Merge, ...]
    portions: list[bytes] = field(default_factory=list)  # marshalled rows of text: small, read when needed
    refusal: UnreadableFile | None = None


def workbook_tables(file: Path, *, limits: ReadingLimits) -> Iterator[Table | UnreadableFile]:
    """Yield every sheet as a table, in the workbook's order; a sheet that cannot be read as its refusal.

    Hidden sheets, rows and columns are read like the others. Raises `UnreadableFile` for the whole file.
    """
    format_name = file.suffix[1:].lower()
    if format_name != "xls":
        check_package(file, limits=limits, max_unzipped_bytes=limits.max_unzipped_bytes)
    for sheet in _read_sheets(file, limits):
        yield sheet.refusal or Table(
            file=file.name,
            sheet=sheet.name,
            format=format_name,
            records=partial(_records, sheet.portions),
            merges=sheet.merges,
        )


def _records(portions: Sequence[bytes]) -> Iterator[Record]:
    for portion in portions:
        for row in marshal.loads(portion):  # noqa: S302 -- written by this program's own process
            yield Record(row if any(row) else ())


def _read_sheets(file: Path, limits: ReadingLimits) -> list[_Sheet]:
    command = [sys.executable, "-m", _READER, str(file.absolute()), str(limits.max_workbook_memory)]
    with subprocess.Popen(  # noqa: S603 -- this program itself, no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            return _received(file, cast("IO[bytes]", process.stdout), limits)
        finally:
            process.kill()


def _received(file: Path, messages: IO[bytes], limits: ReadingLimits) -> list[_Sheet]:
    sheets: list[_Sheet] = []
    for kind, *values in _messages(file, messages, limits):
        if kind == "sheet":
            name, merges = values
            sheets.append(_Sheet(name, tuple(_merge(*corners) for corners in merges)))
        elif kind == "rows":
            sheets[-1].portions.append(values[0])
        else:
            name, reason, detail = values
            refusal = UnreadableFile(file.name, reason_code=Refusal(reason), detail=detail, sheet=name)
            if not name:
                raise refusal
            sheets.append(_Sheet(name, (), refusal=refusal))
    return sheets


def _messages(file: Path, messages: IO[bytes], limits: ReadingLimits) -> Iterator[tuple[Any, ...]]:
    """Yield what the reading process says until it is done; raise when it dies before."""
    while True:
        try:
            message = marshal.load(messages)  # noqa: S302 -- written by this program's own process
        except (EOFError, ValueError, TypeError) as error:
            raise _died(file, limits) from error
        if message[0] == "done":
            return
        yield message


def _died(file: Path, limits: ReadingLimits) -> UnreadableFile:
    """A sound xls file cannot fill the memory, its format is too small; an xlsx or ods file can."""
    if file.suffix.lower() == ".xls":
        return UnreadableFile(file.name, reason_code=Refusal.CORRUPT, detail="reader stopped")
    limit = f"max_workbook_memory={limits.max_workbook_memory}"
    return UnreadableFile(file.name, reason_code=Refusal.TOO_LARGE, detail=limit)


def _merge(start: tuple[int, int], end: tuple[int, int]) -> Merge:
    return Merge(top=start[0], left=start[1], bottom=end[0], right=end[1])
