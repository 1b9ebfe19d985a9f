"""Which id has each row, the same in every run, whatever the order of the rows and the format of the file?"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from huiyin.opinions.files.rows import Row

HASH_CHARACTERS = 16  # 64 bits: among a million rows a clash has a chance of 3 in 100 million
SHORT_HASH_CHARACTERS = 6


def content_hash(parts: Iterable[str]) -> str:
    """A hash of texts in which width, case-keeping forms and blanks do not matter: 16 hexadecimal digits."""
    normal = "\x1f".join(" ".join(unicodedata.normalize("NFKC", part).split()) for part in parts)
    data = normal.encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=HASH_CHARACTERS // 2).hexdigest()


def row_hash(row: Row) -> str:
    """The hash of what may be shown of a row: title, text, time, place, all redacted.

    The giver is left out: ids are published, and from a hash over name or telephone anybody could find out
    who spoke by trying names.
    """
    return content_hash((row.title, row.text, row.time.isoformat() if row.time else "", row.place))


def settle_ids(rows: Sequence[Row], given: Sequence[bool]) -> list[Row]:
    """Make the ids of all rows different; `given` tells which of them come from the file.

    An id that stands once stays. Given ids that repeat get "~" and a short hash of the content. What is
    still equal is counted: the second one gets "-2", in the order of persons, not of rows.
    """
    settled = list(rows)
    for indexes in _repeated(settled):
        for index in indexes:
            if given[index]:
                row = settled[index]
                settled[index] = replace(row, id=f"{row.id}~{row_hash(row)[:SHORT_HASH_CHARACTERS]}")
    repeated = _repeated(settled)
    taken = {row.id for row in settled}
    for indexes in sorted(repeated, key=lambda group: settled[group[0]].id):
        _, *others = sorted(indexes, key=lambda index: _rank(settled[index]))
        ordinal = 1
        for index in others:
            ordinal, new_id = _next_free(settled[index].id, ordinal, taken)
            settled[index] = replace(settled[index], id=new_id)
    return settled


def _repeated(rows: Sequence[Row]) -> list[list[int]]:
    """The indexes of rows that share their id, group by group."""
    first: dict[str, int] = {}
    others: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if first.setdefault(row.id, index) != index:
            others[row.id].append(index)
    return [[first[shared], *more] for shared, more in others.items()]


def _rank(row: Row) -> tuple[str, str, str, int, str, int]:
    return (row.person, row.area, row.unit, row.likes, row.reason, row.number)


def _next_free(base: str, ordinal: int, taken: set[str]) -> tuple[int, str]:
    """The next ordinal whose id is not taken; takes it."""
    while True:
        ordinal += 1
        candidate = f"{base}-{ordinal}"
        if candidate not in taken:
            taken.add(candidate)
            return ordinal, candidate
