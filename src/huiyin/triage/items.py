"""Which opinions are compared, each distinct text once, whatever the order of the rows?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.characters import FloatArray, IntArray, normalise
from huiyin.triage.constraints import Constraints
from huiyin.triage.enforcement import consistent_copies

LEAD_CHARACTERS = 40  # of a text without a title, so much stands for one
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+")
_GREETING = re.compile(r"尊敬|敬爱|你好|您好|领导|dear |hello|good (?:morning|afternoon|evening)")
_LONGEST_GREETING = 16


@dataclass(frozen=True, slots=True)
class Items:
    """The distinct opinions among all rows, in the order of their ids, and the row behind each."""

    row: IntArray  # index of the row that stands for the item: of equal texts the earliest
    item_of_row: IntArray  # index of the item of each row; -1 for rows that are no opinions
    titles: Sequence[str]  # as written
    details: Sequence[str]
    compared_titles: Sequence[str]  # normalised; the lead of the text where there is no title
    compared_details: Sequence[str]  # normalised, the place before it
    person: IntArray  # -1 where not known
    ids: Sequence[str]

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def compared_texts(self) -> list[str]:
        """Title and detail of each item in one, normalised; a title that is only a lead is not repeated."""
        parts = zip(self.titles, self.compared_titles, self.compared_details, strict=True)
        return [f"{title} {detail}" if written.strip() else detail for written, title, detail in parts]


def lead(text: str) -> str:
    """The first sentence that is no greeting, shortened: what stands for a missing title."""
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
    for sentence in sentences:
        is_greeting = len(sentence) <= _LONGEST_GREETING and _GREETING.search(sentence.lower())
        if not is_greeting:
            return sentence[:LEAD_CHARACTERS]
    return sentences[0][:LEAD_CHARACTERS] if sentences else ""


def person_codes(rows: Sequence[Row]) -> IntArray:
    """Equal numbers for equal persons, -1 where none is given."""
    codes: dict[str, int] = {}
    return np.array(
        [codes.setdefault(row.person, len(codes)) if row.person else -1 for row in rows], dtype=np.int64
    )


def days_of(rows: Sequence[Row]) -> FloatArray:
    """When each row was said, in days since the first year; nan where not known."""
    return np.array([_day(row.time) if row.time else np.nan for row in rows], dtype=np.float64)


def _day(time: datetime) -> float:
    return time.toordinal() + (time.hour * 3600 + time.minute * 60 + time.second) / 86400


def _content(row: Row) -> tuple[str, str, str]:
    return normalise(row.title), normalise(row.text), normalise(row.place)


def earliest_first(rows: Sequence[Row], indexes: Sequence[int], earlier: int) -> list[int]:
    """The indexes by age: rows of an earlier run (the first `earlier`), then by time, then by id."""
    far = datetime.max
    return sorted(indexes, key=lambda index: (index >= earlier, rows[index].time or far, rows[index].id))


def _equal_rows(rows: Sequence[Row], earlier: int) -> dict[int, list[int]]:
    """The rows of each distinct text, by the earliest of them."""
    by_content: dict[tuple[str, str, str], list[int]] = {}
    for index, row in enumerate(rows):
        if row.status is RowStatus.KEPT:
            by_content.setdefault(_content(row), []).append(index)
    ordered = (earliest_first(rows, indexes, earlier) for indexes in by_content.values())
    return {indexes[0]: indexes for indexes in ordered}


def _without_split_copies(
    equal: Mapping[int, Sequence[int]], rows: Sequence[Row], constraints: Constraints
) -> dict[int, list[int]]:
    """Rows of equal text that a person has split stand each for itself."""
    result = {first: list(indexes) for first, indexes in equal.items()}
    named = {
        first: indexes
        for first, indexes in equal.items()
        if len(indexes) > 1 and any(rows[index].id in constraints.component for index in indexes)
    }
    pairs = [(first, index) for first, indexes in named.items() for index in indexes[1:]]
    allowed = consistent_copies(constraints, [(rows[first].id, rows[index].id) for first, index in pairs])
    for (first, index), may in zip(pairs, allowed, strict=True):
        if not may:
            result[first].remove(index)
            result[index] = [index]
    return result


def distinct_items(rows: Sequence[Row], constraints: Constraints, *, earlier: int) -> Items:
    """The distinct opinions of the rows; the first `earlier` rows are those of an earlier run."""
    equal = _without_split_copies(_equal_rows(rows, earlier), rows, constraints)
    firsts = sorted(equal, key=lambda index: rows[index].id)
    item_of_row = np.full(len(rows), -1, dtype=np.int64)
    for item, first in enumerate(firsts):
        item_of_row[equal[first]] = item
    held = [rows[first] for first in firsts]
    contents = [_content(row) for row in held]
    codes = person_codes(rows)
    return Items(
        row=np.array(firsts, dtype=np.int64),
        item_of_row=item_of_row,
        titles=[row.title for row in held],
        details=[row.text for row in held],
        compared_titles=[title or lead(text) for title, text, _ in contents],
        compared_details=[f"{place} {text}".strip() for _, text, place in contents],
        person=codes[firsts] if firsts else np.zeros(0, dtype=np.int64),
        ids=[row.id for row in held],
    )
