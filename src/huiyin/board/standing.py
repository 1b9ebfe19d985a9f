"""What stands on the board now: opinions that count, where they stand, and what a run may not change?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from huiyin.activities.queries import pieces
from huiyin.board.models import Decision, Group, Placement
from huiyin.board.replaying import Decided, Demands, Standing, demands_of
from huiyin.board.rules import ANSWERED, TYING, DecisionKind, GroupState
from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.opinions.models import Opinion
from huiyin.trail.models import NEVER

ROWS_AT_ONCE = 5_000
_ROW = ("record", "title", "words", "day", "giver", "place", "likes", "area", "unit")


def counted_opinions() -> QuerySet[Opinion]:
    """Opinions that count on the board: not withdrawn, and of no programme that is counted in bulk."""
    return Opinion.objects.filter(superseded=NEVER, is_withdrawn=False, goes_to_board=True)


def placements() -> QuerySet[Placement]:
    """Where opinions stand now, those that were withdrawn too."""
    return Placement.objects.filter(superseded=NEVER)


def placed_records() -> QuerySet[Any, Any]:
    """The ids of all opinions that have a place, as a question that a list asks along.

    The number is written out, so that SQLite knows from the index alone that a place is the newest.
    """
    newest = RawSQL(str(NEVER), [])  # noqa: S611 -- a number of our own
    return Placement.objects.filter(superseded=newest).values("record")


@dataclass(frozen=True)
class Held:
    """Where an opinion stands, as little of it as a run needs."""

    group: str
    version: int


@dataclass(frozen=True)
class StandingBoard:
    """The board at one moment, for a run."""

    rows: tuple[Row, ...]  # opinions that count, in the order of their ids, numbered from 1
    held: Mapping[str, Held]  # by opinion; those that wait to be sorted are absent
    groups: Mapping[str, Group]  # that hold opinions which count
    demands: Demands
    first_sorted: frozenset[str]  # opinions of the first run: they decide how all are compared

    @property
    def group_of(self) -> dict[str, str]:
        """The group of each opinion that counts and stands somewhere."""
        return {row.id: self.held[row.id].group for row in self.rows if row.id in self.held}

    @property
    def waiting(self) -> list[Row]:
        """Opinions that wait to be sorted."""
        return [row for row in self.rows if row.id not in self.held]


def standing_board() -> StandingBoard:
    """The board as it stands. 50,000 opinions are held in memory at once: a run compares them all."""
    rows = _rows()
    found = placements().values_list("record", "group", "version").iterator(chunk_size=ROWS_AT_ONCE)
    held = {record: Held(group, version) for record, group, version in found}
    group_of = {row.id: held[row.id].group for row in rows if row.id in held}
    wanted = set(group_of.values())
    groups = {
        group.record: group
        for group in Group.objects.filter(superseded=NEVER).iterator(chunk_size=ROWS_AT_ONCE)
        if group.record in wanted
    }
    return StandingBoard(
        rows=tuple(rows),
        held=held,
        groups=groups,
        demands=demands(groups, group_of),
        first_sorted=_first_sorted(),
    )


def demands(groups: Mapping[str, Group], group_of: Mapping[str, str]) -> Demands:
    """What every run must obey, of decisions that stand and of groups that are settled."""
    decided: list[Decided] = []
    placed_by_person: set[str] = set()
    rows = Decision.objects.filter(superseded=NEVER, is_withdrawn=False).order_by("sequence", "position")
    for kind, sides in rows.values_list("kind", "sides").iterator(chunk_size=ROWS_AT_ONCE):
        if kind in TYING:
            decided.append(_decided(DecisionKind(kind), sides))
        elif kind == DecisionKind.SET:
            placed_by_person |= {group_of[name] for side in sides for name in side if name in group_of}
    members: dict[str, list[str]] = defaultdict(list)
    for name, group in group_of.items():
        members[group].append(name)
    standing = (
        _standing(group, members[record], is_set=record in placed_by_person)
        for record, group in groups.items()
    )
    return demands_of(decided, (each for each in standing if each), group_of)


def _decided(kind: DecisionKind, sides: Sequence[Sequence[str]]) -> Decided:
    """The sides of a merge or a pin are what the groups held: all of it belongs together."""
    if kind in (DecisionKind.MERGE, DecisionKind.PIN):
        return Decided((tuple(name for side in sides for name in side),))
    return Decided(tuple(tuple(side) for side in sides))


def _standing(group: Group, members: Sequence[str], *, is_set: bool) -> Standing | None:
    is_whole = group.state == GroupState.OPENED or group.state in ANSWERED
    if not (is_whole or group.is_pinned or group.is_named_by_person or is_set):
        return None
    # The opinion that says best what the group is about bears its name, should the others ever part.
    first = [name for name in members if name == group.sample]
    return Standing(
        group=group.record,
        members=(*first, *sorted(name for name in members if name != group.sample)),
        is_whole=is_whole,
        is_closed=group.is_pinned,
        area=group.area if is_set else "",
        unit=group.unit if is_set else "",
    )


def members_of(groups: Iterable[str]) -> dict[str, list[Placement]]:
    """Where the opinions of these groups stand, by group, in the order of their ids."""
    found: dict[str, list[Placement]] = {}
    for piece in pieces(sorted(set(groups))):
        for row in placements().filter(group__in=piece).order_by("record"):
            found.setdefault(row.group, []).append(row)
    return found


def _rows() -> list[Row]:
    found = counted_opinions().order_by("record").values_list(*_ROW).iterator(chunk_size=ROWS_AT_ONCE)
    return [
        Row(
            number=number,
            file="",
            sheet="",
            source_row=number,
            id=record,
            status=RowStatus.KEPT,
            title=title,
            text=words,
            time=datetime.combine(day, time()),
            person=giver,
            place=place,
            likes=likes,
            area=area,
            unit=unit,
        )
        for number, (record, title, words, day, giver, place, likes, area, unit) in enumerate(found, start=1)
    ]


def _first_sorted() -> frozenset[str]:
    first = Placement.objects.order_by("sequence").values_list("sequence", flat=True).first()
    if first is None:
        return frozenset()
    return frozenset(Placement.objects.filter(sequence=first, version=1).values_list("record", flat=True))
