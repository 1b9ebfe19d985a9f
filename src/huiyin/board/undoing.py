"""How is a decision undone, and which later ones stand on it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from huiyin.activities.queries import pieces
from huiyin.activities.refusals import NotFound
from huiyin.board.drafts import (
    Writer,
    emptied,
    next_version,
    placed,
    refused,
    said_as,
    said_by,
    with_originals,
)
from huiyin.board.models import Decision, Group, Placement, Theme
from huiyin.board.rules import BoardFault, DecisionKind
from huiyin.board.standing import members_of
from huiyin.trail.models import NEVER, Versioned

Row = TypeVar("Row", bound=Versioned)
MOVING = frozenset({DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.MOVE})


class Undoing:
    """The rows that put back what stood before a decision; as the one writer."""

    def __init__(self, record: str, writer: Writer) -> None:
        before = Decision.objects.filter(record=record, superseded=NEVER).first()
        if before is None:
            raise NotFound(record)
        if before.is_withdrawn:
            raise refused("decision", BoardFault.UNDONE_ALREADY)
        if before.kind == DecisionKind.OPEN:
            raise refused("decision", BoardFault.NOT_UNDONE_HERE)
        self._decision, self._writer = before, writer
        self._themes = _now(Theme, self._before(Theme))
        self._groups = _now(Group, self._before(Group))
        self._placements = _now(Placement, self._before(Placement))
        self._must_be_last()
        self.groups: set[str] = {before.group} if before.group else set()  # to be counted anew

    def rows(self) -> list[Versioned]:
        """The next versions of all that the decision changed, and of the decision itself."""
        rows: list[Versioned] = [next_version(self._decision, self._writer, is_withdrawn=True)]
        rows += self._themes_before()
        rows += self._groups_before()
        rows += self._placements_before()
        return rows

    def _must_be_last(self) -> None:
        """What it changed is as it left it, and no later decision stands on it. Raises `NotRight`."""
        later = self._later()
        changed = [
            *_otherwise(Theme, self._themes, self._versions(Theme)),
            *_otherwise(Group, self._groups, self._versions(Group)),
            *_otherwise(Placement, self._placements, self._versions(Placement)),
        ]
        if later or changed:
            first = later[0] if later else ""
            raise refused("decision", BoardFault.LATER_DECISIONS, count=max(len(later), 1), first=first)

    def _later(self) -> list[str]:
        """Later decisions about the opinions that this one moved, or about the groups they stood in.

        What a decision that moves nobody did is seen in the rows that it wrote.
        """
        if self._decision.kind not in MOVING:
            return []
        names = set(self._placements)
        groups = {*self._groups, self._decision.group, *(row.group for row in self._placements.values())}
        found = Decision.objects.filter(
            superseded=NEVER, is_withdrawn=False, sequence__gt=self._decision.sequence
        ).exclude(kind=DecisionKind.THEME)
        return [
            record
            for record, group, sides in found.order_by("sequence", "position").values_list(
                "record", "group", "sides"
            )
            if group in groups or any(name in names for side in sides for name in side)
        ]

    def _versions(self, model: type[Versioned]) -> dict[str, int]:
        """The version of each row of this table that the decision wrote."""
        return {record: version + 1 for record, version in self._before(model).items()}

    def _before(self, model: type[Versioned]) -> Mapping[str, int]:
        before: Mapping[str, int] = self._decision.before.get(model.table, {})
        return before

    def _themes_before(self) -> Iterable[Versioned]:
        earlier = _then(Theme, self._before(Theme))
        for record, row in self._themes.items():
            yield said_as(row, earlier[record], self._writer)

    def _groups_before(self) -> Iterable[Versioned]:
        earlier = _then(Group, self._before(Group))
        for record, row in self._groups.items():
            self.groups.add(record)
            if record in earlier:
                yield said_as(row, earlier[record], self._writer)
            else:
                yield emptied(row, self._writer)

    def _placements_before(self) -> Iterable[Versioned]:
        """Opinions as they stood. Those that joined a group that is no more go where that came from."""
        earlier = _then(Placement, self._before(Placement))
        back = [said_as(row, earlier[record], self._writer) for record, row in self._placements.items()]
        new = [record for record, version in self._before(Group).items() if not version]
        held = members_of(
            {*new, *(row.group for row in back), *(row.group for row in self._placements.values())}
        )
        stray = [row for group in new for row in held.get(group, []) if row.record not in self._placements]
        back += placed(stray, self._decision.group, self._writer)
        self.groups |= set(held) | {row.group for row in back}
        return with_originals([row for rows in held.values() for row in rows], back, self._writer)


def _otherwise(model: type[Row], now: Mapping[str, Row], versions: Mapping[str, int]) -> list[str]:
    """Records that say something else now than these versions of them."""
    then = _then(model, versions)
    return [record for record, row in now.items() if said_by(row) != said_by(then[record])]


def _now(model: type[Row], records: Mapping[str, int]) -> dict[str, Row]:
    return {
        row.record: row
        for piece in pieces(sorted(records))
        for row in model._default_manager.filter(record__in=piece, superseded=NEVER)
    }


def _then(model: type[Row], versions: Mapping[str, int]) -> dict[str, Row]:
    return {
        row.record: row
        for piece in pieces(sorted(versions))
        for row in model._default_manager.filter(record__in=piece)
        if row.version == versions[row.record]
    }
