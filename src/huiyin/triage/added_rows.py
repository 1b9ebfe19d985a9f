"""Which number and which id do new rows bear beside those of an earlier run, and what stands of that run?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from huiyin.opinions.files.rows import Row
from huiyin.triage.result import Placement

# An ordinal that was given among equals, behind a hash: it is counted on, never counted behind.
_ORDINAL = re.compile(r"(?P<counted>(?:.*~[0-9a-f]{6})|[0-9a-f]{16})-[0-9]+")


def added_rows(earlier: Sequence[Row], fresh: Sequence[Row]) -> list[Row]:
    """The fresh rows, numbered after the earlier ones, with ids that no earlier row bears.

    A row that was read before, as when a file is added twice, gets the next ordinal: "M1" becomes "M1-2". Who
    gets which does not depend on the order of the rows. The ids of either side must differ among themselves.
    """
    held = {row.id for row in earlier}
    ids = _Ids(held | {row.id for row in fresh})
    new = {name: ids.next_free(name) for name in sorted(row.id for row in fresh) if name in held}
    last = max((row.number for row in earlier), default=0)
    return [
        replace(row, number=last + place, id=new.get(row.id, row.id)) for place, row in enumerate(fresh, 1)
    ]


def with_earlier_kept(earlier: Sequence[Placement], fresh: Sequence[Placement]) -> list[Placement]:
    """The fresh placements, but of each earlier row that nothing has moved the placement as it was.

    `earlier` are the placements of the first rows. New opinions shift every linkage value a little; that
    alone does not change what was said of a row.
    """
    kept = [
        before if _place(before) == _place(now) else now
        for before, now in zip(earlier, fresh[: len(earlier)], strict=True)
    ]
    return [*kept, *fresh[len(earlier) :]]


def _place(placement: Placement) -> tuple[str, str, int | None]:
    return (placement.status, placement.group, placement.duplicate_of)


class _Ids:
    """All ids in use, and how far each was counted on."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._last: dict[str, int] = {}

    def next_free(self, name: str) -> str:
        """The id with the next ordinal that is free; takes it."""
        found = _ORDINAL.fullmatch(name)
        counted = found["counted"] if found else name
        ordinal = self._last.get(counted, 1) + 1
        while f"{counted}-{ordinal}" in self._taken:
            ordinal += 1
        self._last[counted] = ordinal
        self._taken.add(f"{counted}-{ordinal}")
        return f"{counted}-{ordinal}"
