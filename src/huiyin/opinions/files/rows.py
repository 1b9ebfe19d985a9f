"""What is one row of the input, and do the accounts of all rows add up?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RowStatus(StrEnum):
    """What became of a row when it was read. (`duplicate` is decided later, by triage.)"""

    KEPT = "kept"
    EMPTY = "empty"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Row:
    """One data row of a table, or one opinion split from a document; never dropped, whatever its fate.

    `title` and `text` are redacted already. `person` tells one giver from another (name, account,
    telephone: whatever the file has); it is kept in memory to count people and never written out.
    """

    number: int  # running number over all files, from 1
    file: str  # the file's name, without its folder
    sheet: str  # "" where the format has no sheets
    source_row: int  # data row under the header (first is 1), or paragraph of the document
    id: str  # given, else a hash of the content and its ordinal among equals
    status: RowStatus
    reason: str = ""  # why it is unreadable: a code, never a sentence
    title: str = ""
    text: str = ""
    time: datetime | None = None
    person: str = ""
    place: str = ""
    likes: int = 0
    area: str = ""
    unit: str = ""
    redactions: int = 0


def count_by_status(rows: Iterable[Row]) -> dict[RowStatus, int]:
    """How many rows have each status? All statuses are present, also with 0."""
    counts = dict.fromkeys(RowStatus, 0)
    for row in rows:
        counts[row.status] += 1
    return counts
