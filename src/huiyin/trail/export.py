"""What is handed to an outside auditor: the log, the contents behind it, the evidence, and audit.py?

The contents are built from the live columns of the record tables, not from copies: whoever changed a table is
seen. Rows that no entry binds are written out all the same, for the auditor to find.
"""

from __future__ import annotations

import heapq
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from huiyin.trail.models import NEVER, Bound, Entry
from huiyin.trail.queries import bound_models

ROWS_AT_ONCE = 2_000
LOG, CONTENTS, FILES = "log.jsonl", "contents.jsonl", "files"
AUDITOR = Path(__file__).with_name("audit.py")


class NotEmpty(FileExistsError):
    """The folder holds something already; an export never mixes with it."""


def write_export(into: Path, files: Path, progress: Callable[[int], None] = lambda _: None) -> int:
    """Write an export into a new or empty folder; the number of entries. Raises `NotEmpty`.

    `files` is the campaign's folder of evidence; `progress` is told how many lines are written.
    """
    if into.exists() and any(into.iterdir()):
        raise NotEmpty(str(into))
    into.mkdir(parents=True, exist_ok=True)
    entries = 0
    with (into / LOG).open("wb") as log:
        for body in Entry.objects.order_by("sequence").values_list("body", flat=True).iterator(ROWS_AT_ONCE):
            log.write(bytes(body) + b"\n")
            entries += 1
            if entries % ROWS_AT_ONCE == 0:
                progress(entries)
    with (into / CONTENTS).open("w", encoding="utf-8", newline="\n") as contents:
        for number, line in enumerate(content_lines(), start=1):
            contents.write(line + "\n")
            if number % ROWS_AT_ONCE == 0:
                progress(entries + number)
    _copy_files(files, into / FILES)
    shutil.copyfile(AUDITOR, into / AUDITOR.name)
    return entries


def content_lines() -> Iterator[str]:
    """Every content as one line of JSON, in the order of the entries that bind it."""
    streams = [_rows(model) for model in bound_models()]
    for row in heapq.merge(*streams, key=lambda row: (row.sequence, row.position)):
        yield json.dumps(_line(row), ensure_ascii=False, separators=(",", ":"))


def _rows(model: type[Bound]) -> Iterator[Any]:
    return iter(model._default_manager.order_by("sequence", "position").iterator(ROWS_AT_ONCE))


def _line(row: Bound) -> dict[str, Any]:
    return {
        "sequence": row.sequence,
        "position": row.position,
        "table": row.table,
        "salt": bytes(row.salt).hex(),
        "superseded": None if row.superseded == NEVER else row.superseded,
        "content": row.written().decode(),
    }


def _copy_files(files: Path, into: Path) -> None:
    """Copies, not links: what happens to the campaign's files later leaves the export as it was."""
    into.mkdir()
    for source in sorted(files.rglob("*")):
        if not source.is_file() or source.is_symlink():
            continue
        target = into / source.relative_to(files)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
