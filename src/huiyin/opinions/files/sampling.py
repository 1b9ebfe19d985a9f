"""What does a table look like, whatever the order of its rows?"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from huiyin.opinions.files.tables import Record, Table

SAMPLE_ROWS = 1_000  # enough that a share of 0.5 is known within 0.03 (two standard errors)
HEAD_RECORDS = 30  # the header is sought among these


@dataclass(frozen=True, slots=True)
class Survey:
    """One pass over a table: its first records, a sample of all, and how many there are.

    The sample holds the rows whose content has the smallest hashes, so equal rows in another order give
    the same sample. Blank and broken records, and those with too many fields, are left out of it.
    """

    head: tuple[Record, ...]
    sample: tuple[tuple[str, ...], ...]
    records: int  # without the blank lines at the end of the file
    width: int  # columns


def survey(table: Table) -> Survey:
    """Look at every record of the table once."""
    head: list[Record] = []
    smallest: list[tuple[int, Sequence[str]]] = []
    last_filled = width = 0
    for index, record in enumerate(table.records()):
        if index < HEAD_RECORDS:
            head.append(record)
        if record.cells:
            last_filled = index + 1
        if record.fault or not any(record.cells) or (table.width and any(record.cells[table.width :])):
            continue
        width = max(width, len(record.cells))
        key = _negative_hash(record.cells)
        if len(smallest) < SAMPLE_ROWS:
            heapq.heappush(smallest, (key, record.cells))
        elif key > smallest[0][0]:
            heapq.heapreplace(smallest, (key, record.cells))
    sample = sorted(tuple(cells) for _, cells in smallest)
    return Survey(
        tuple(head[:last_filled]), tuple(sample), last_filled, table.width or max(width, len(table.names))
    )


def _negative_hash(cells: Sequence[str]) -> int:
    """Negative, so that the heap gives up its largest hash first. Trailing blanks do not count."""
    content = "\x1f".join(cells).rstrip("\x1f \t")
    return -int.from_bytes(blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
