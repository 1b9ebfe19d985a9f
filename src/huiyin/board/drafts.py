"""How does a decision become the next versions of groups, placements and themes, before anything is written?

The ledger opens groups as places of problems and releases them; it takes the rows from here and appends them
in its own one entry, then has them counted by `counting.recount`.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.drafts import ID_BYTES, Desk
from huiyin.activities.field_faults import Wrong
from huiyin.activities.queries import pieces
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.board.models import Decision, Group, Placement, Theme
from huiyin.board.rules import BoardFault, DecisionKind, GroupState, PlacedBy
from huiyin.board.standing import members_of
from huiyin.opinions.models import Opinion
from huiyin.plan.queries import current_plan
from huiyin.trail.models import NEVER, Versioned
from huiyin.triage.items import lead

OWN = frozenset({"id", "sequence", "position", "salt", "superseded"})
_SIGNED = frozenset({"record", "version", "entered", "account", "reason"})
Row = TypeVar("Row", bound=Versioned)


@dataclass(frozen=True)
class Writer:
    """Who writes the next versions, when and why."""

    account: str
    now: datetime
    reason: str = ""


@dataclass
class Change:
    """One decision with the rows that it writes, and the groups that are counted anew afterwards."""

    decision: Decision
    rows: list[Versioned] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)

    def add(self, *rows: Versioned) -> None:
        """Write these too; groups that they touch are counted."""
        for row in rows:
            self.rows.append(row)
            if isinstance(row, Group):
                self.groups.add(row.record)
            elif isinstance(row, Placement):
                self.groups.add(row.group)

    def bound(self) -> list[Versioned]:
        """All that the entry binds. The decision says which version of each row was before it, 0 for none."""
        before: dict[str, dict[str, int]] = {}
        for row in self.rows:
            before.setdefault(row.table, {})[row.record] = row.version - 1
        self.decision.before = before
        return [self.decision, *self.rows]


def desk_of(actor: Actor, now: datetime, *permissions: Permission) -> Desk:
    """Where this actor decides, by the first of these permissions that they have. Raises `Forbidden`."""
    held = [permission for permission in permissions if actor.may(permission)]
    if not held:
        raise Forbidden(permissions[0])
    in_force = current_plan()
    return Desk(actor, now, held[0], in_force.plan, in_force.version)


def new_id() -> str:
    """The id of a new record."""
    return secrets.token_hex(ID_BYTES)


def next_version(before: Row, writer: Writer, **said: Any) -> Row:
    """The next version of a record, saying this beside what it said."""
    names = [each.attname for each in before._meta.concrete_fields if each.attname not in OWN]
    row = type(before)(**({name: getattr(before, name) for name in names} | said))
    row.version = before.version + 1
    row.entered, row.account, row.reason = writer.now, writer.account, writer.reason
    return row


def said_by(row: Versioned) -> dict[str, Any]:
    """What a version says of its record, by column; neither who wrote it nor what is counted."""
    apart = OWN | _SIGNED | row.COUNTED
    return {
        each.attname: getattr(row, each.attname)
        for each in row._meta.concrete_fields
        if each.attname not in apart
    }


def said_as(before: Row, like: Row, writer: Writer) -> Row:
    """The next version of a record, saying what an earlier one said; counted columns stay."""
    return next_version(before, writer, **said_by(like))


def standing_groups(records: Sequence[str]) -> list[Group]:
    """These groups as they stand, in order, each once. Raises `NotFound`; `NotRight` for an empty one."""
    wanted = list(dict.fromkeys(records))
    found = {
        row.record: row
        for piece in pieces(wanted)
        for row in Group.objects.filter(record__in=piece, superseded=NEVER)
    }
    for record in wanted:
        if record not in found:
            raise NotFound(record)
        if found[record].state == GroupState.EMPTY:
            raise refused("groups", BoardFault.EMPTY_GROUP, given=record)
    return [found[record] for record in wanted]


def standing_theme(record: str) -> Theme:
    """This theme as it stands. Raises `NotFound`."""
    theme = Theme.objects.filter(record=record, superseded=NEVER, is_withdrawn=False).first()
    if theme is None:
        raise NotFound(record)
    return theme


def refused(where: str, code: BoardFault, **facts: Any) -> NotRight:
    """The refusal of a decision, said of one field."""
    return NotRight([Wrong(code, **facts).at(where)])


def must_wait(groups: Iterable[Group]) -> None:
    """None of these stands in a problem or has its answer. Raises `NotRight`."""
    for group in groups:
        if group.state != GroupState.WAITING:
            raise refused("groups", BoardFault.NOT_WAITING, given=group.record, state=group.state)


def opened(groups: Sequence[Group], *, now: datetime, account: str, reason: str = "") -> list[Group]:
    """These groups as places of a problem. Raises `NotRight` for one that does not wait."""
    must_wait(groups)
    writer = Writer(account, now, reason)
    return [next_version(group, writer, state=GroupState.OPENED.value, words="") for group in groups]


def released(groups: Sequence[Group], *, now: datetime, account: str, reason: str = "") -> list[Group]:
    """These groups back among those that wait. Raises `NotRight` for one that stands in no problem."""
    for group in groups:
        if group.state != GroupState.OPENED:
            raise refused("groups", BoardFault.NOTHING_NEW, given=group.record, state=group.state)
    writer = Writer(account, now, reason)
    return [next_version(group, writer, state=GroupState.WAITING.value) for group in groups]


def decision_rows(
    kind: DecisionKind, groups: Sequence[Group], *, now: datetime, account: str, reason: str = ""
) -> list[Decision]:
    """A decision about each of these groups, as the log of the board keeps it."""
    held = members_of(group.record for group in groups)
    writer = Writer(account, now, reason)
    return [
        decision(kind, writer, sides=[[row.record for row in held.get(group.record, [])]], group=group.record)
        for group in groups
    ]


def decision(kind: DecisionKind, writer: Writer, *, sides: Sequence[Sequence[str]], **said: Any) -> Decision:
    """A decision about these opinions."""
    return Decision(
        record=new_id(),
        version=1,
        entered=writer.now,
        account=writer.account,
        reason=writer.reason,
        kind=kind.value,
        sides=[list(side) for side in sides],
        **said,
    )


def merged(groups: Sequence[Group], writer: Writer) -> Change:
    """All opinions of these groups in the one with most voices; the others are left empty.

    Whether the groups may be merged has been asked before: the board merges those that wait, the ledger those
    of one problem.
    """
    kept = min(groups, key=lambda group: (-group.voices, group.record))
    held = members_of(group.record for group in groups)
    sides = [[row.record for row in held.get(group.record, [])] for group in groups]
    change = Change(
        decision(DecisionKind.MERGE, writer, sides=sides, group=kept.record), groups={kept.record}
    )
    for group in groups:
        if group.record != kept.record:
            change.add(*placed(held.get(group.record, []), kept.record, writer), emptied(group, writer))
    if not kept.is_pinned and any(group.is_pinned for group in groups):
        change.add(next_version(kept, writer, is_pinned=True))
    return change


def placed(rows: Iterable[Placement], group: str, writer: Writer) -> list[Placement]:
    """These opinions in another group, put there by a person. Copies stay copies: see `with_originals`."""
    said = {"group": group, "how": PlacedBy.PERSON.value, "confidence": 1000, "is_fresh": False}
    return [next_version(row, writer, **said) for row in rows]


def emptied(group: Group, writer: Writer) -> Group:
    """The group without opinions."""
    return next_version(group, writer, state=GroupState.EMPTY.value, is_pinned=False)


def founded(beside: Group, members: Collection[str], writer: Writer) -> Group:
    """A new group of these opinions, with theme, area and unit of the group that they come from."""
    opinions = [
        row
        for piece in pieces(sorted(members))
        for row in Opinion.objects.filter(record__in=piece, superseded=NEVER)
    ]
    first = min(opinions, key=lambda row: (row.is_withdrawn, row.day, row.record))
    return Group(
        record=new_id(),
        version=1,
        entered=writer.now,
        account=writer.account,
        reason=writer.reason,
        theme=beside.theme,
        title=title_of(first),
        area=beside.area,
        area_confidence=beside.area_confidence,
        unit=beside.unit,
        unit_confidence=beside.unit_confidence,
        sample=first.record,
    )


def title_of(opinion: Opinion) -> str:
    """What a group of this opinion is called until somebody names it."""
    longest = Group._meta.get_field("title").max_length
    return (opinion.title.strip() or lead(opinion.words) or opinion.words.strip())[:longest]


def with_originals(rows: Iterable[Placement], moving: Iterable[Placement], writer: Writer) -> list[Placement]:
    """The rows that a change writes, so that each copy stands beside its original.

    `rows` are all placements as they stand in the groups concerned, `moving` the new versions of some. Of
    copies that lose their original, the first becomes one itself, and the others repeat it.
    """
    new = {row.record: row for row in moving}
    now = {row.record: row for row in rows} | new
    heirs: dict[tuple[str, str], str] = {}
    for record in sorted(now):
        row = now[record]
        original = now.get(row.copy_of)
        if not row.copy_of or (original is not None and original.group == row.group):
            continue
        heir = heirs.setdefault((row.copy_of, row.group), record)
        if record not in new:
            row = new[record] = next_version(row, writer)
        row.copy_of = "" if heir == record else heir
    return list(new.values())
