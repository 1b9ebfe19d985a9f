"""What stands in a cell that is merged with the one above it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from huiyin.opinions.files.tables import Merge, Record


class FilledRecord(NamedTuple):
    """A record whose merged cells repeat the value above; `filled` are the columns that were blank before."""

    record: Record
    filled: frozenset[int] = frozenset()


def filled_down(records: Iterable[Record], merges: Iterable[Merge]) -> Iterator[FilledRecord]:
    """Yield every record with the values of vertical merges written into each of their rows.

    A merge over several columns fills its first column only, which is the one that holds its value.
    """
    starting: dict[int, list[Merge]] = defaultdict(list)
    for merge in merges:
        if merge.bottom > merge.top:
            starting[merge.top].append(merge)
    if not starting:
        yield from map(FilledRecord, records)
        return
    running: dict[int, tuple[int, str]] = {}  # column: last row, value
    for index, record in enumerate(records):
        running = {column: run for column, run in running.items() if run[0] >= index}
        yield _fill(record, {column: value for column, (_, value) in running.items()})
        for merge in starting.get(index, ()):
            if merge.left < len(record.cells):
                running[merge.left] = (merge.bottom, record.cells[merge.left])


def _fill(record: Record, values: dict[int, str]) -> FilledRecord:
    width = max(values, default=-1) + 1
    cells = [*record.cells, *[""] * (width - len(record.cells))]
    filled = frozenset(column for column, value in values.items() if value and not cells[column].strip())
    for column in filled:
        cells[column] = values[column]
    return FilledRecord(Record(cells, record.fault), filled)
