"""What would a full re-run change, and how does a person's yes carry it out?

A proposal names only the opinions that would stand elsewhere. It is accepted against the board as it is then:
who was moved since stays, and nothing is written that would break a decision.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.activities.refusals import NotFound
from huiyin.board.drafts import Writer, emptied, new_id, next_version, refused, with_originals
from huiyin.board.models import Group, Placement, Rerun
from huiyin.board.replaying import numbered
from huiyin.board.rules import ANSWERED, BoardFault, GroupState, PlacedBy, RerunState, thousandths
from huiyin.board.running import Found
from huiyin.board.sorting import TITLE_CHARACTERS
from huiyin.board.standing import StandingBoard, members_of
from huiyin.trail.models import NEVER, Versioned
from huiyin.triage.continuation import Change as Kind
from huiyin.triage.continuation import match_groups
from huiyin.triage.result import Group as FoundGroup


def proposal(board: StandingBoard, found: Found, writer: Writer, log_size: int) -> Rerun:
    """What the run would change of the board, as a row that is not saved yet."""
    before = board.group_of
    ids = _ids(board, found)
    after = {name: ids[place.group] for name, place in found.placed.items()}
    moving = [
        [name, group, thousandths(found.placed[name].group_confidence), board.held[name].version]
        for name, group in sorted(after.items())
        if group != before[name]
    ]
    wanted = {group for _, group, _, _ in moving} - set(board.groups)
    said = [
        _said_of(group, ids[group.group], board, found)
        for group in found.outcome.result.groups
        if ids[group.group] in wanted
    ]
    return Rerun(
        record=new_id(),
        version=1,
        entered=writer.now,
        account=writer.account,
        state=RerunState.PROPOSED.value,
        opinions=len(after),
        log_size=log_size,
        differences=list(differences(before, after)),
        placements=moving,
        groups=json.dumps(said, ensure_ascii=False),
    )


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What the groups of the later one took from those of the earlier one, by the groups' ids.

    `merged`: it holds the whole of the others; `split`: a part of the other one. `count` is opinions.
    """
    size = Counter(before.values())
    came: dict[str, Counter[str]] = defaultdict(Counter)
    for name, group in after.items():
        if before[name] != group:
            came[group][before[name]] += 1
    for group, others in sorted(came.items()):
        whole = sorted(other for other, count in others.items() if count == size[other])
        if whole:
            yield _change(Kind.MERGED, group, whole, sum(others[other] for other in whole))
        for other in sorted(set(others) - set(whole)):
            yield _change(Kind.SPLIT, group, [other], others[other])


def _change(kind: Kind, group: str, others: Sequence[str], count: int) -> dict[str, Any]:
    return {"change": kind.value, "group": group, "others": list(others), "count": count}


def _ids(board: StandingBoard, found: Found) -> dict[str, str]:
    """Which group of the board each group of a run is; new ones get new ids.

    A group that holds the first opinion of a settled one is that one; others by what they have in common.
    """
    names = numbered(board.groups)
    records = {name: record for record, name in names.items()}
    earlier: dict[str, list[str]] = defaultdict(list)
    for name, group in board.group_of.items():
        earlier[names[group]].append(name)
    fresh: dict[str, list[str]] = {group.group: [] for group in found.outcome.result.groups}
    for name, place in found.placed.items():
        fresh[place.group].append(name)
    settled = {
        found.placed[_first(group, earlier[names[record]])].group: record
        for record, group in board.groups.items()
        if is_whole(group) or group.is_pinned or group.is_named_by_person
    }
    match = match_groups(earlier, list(fresh.values()), last_number=len(names))
    taken = set(settled.values())
    ids: dict[str, str] = {}
    for group, name in zip(fresh, match.ids, strict=True):
        record = records.get(name, "")
        ids[group] = settled.get(group) or (record if record and record not in taken else new_id())
    return ids


def is_whole(group: Group) -> bool:
    """Does the group stand in a problem, or has it its answer? Then nobody leaves it by a run."""
    return group.state == GroupState.OPENED or group.state in ANSWERED


def _first(group: Group, members: Sequence[str]) -> str:
    return group.sample if group.sample in members else min(members)


def _said_of(group: FoundGroup, record: str, board: StandingBoard, found: Found) -> dict[str, Any]:
    """What a group that the run makes new is called; it stays under the theme that most of it stood under."""
    names = [found.originals[number] for number in (*group.members, *group.copies)]
    themes = Counter(board.groups[board.held[name].group].theme for name in names)
    return {
        "group": record,
        "title": group.title[:TITLE_CHARACTERS],
        "theme": min(themes, key=lambda theme: (-themes[theme], theme)),
        "area": group.area.name,
        "area_confidence": thousandths(group.area.confidence),
        "unit": group.unit.name,
        "unit_confidence": thousandths(group.unit.confidence),
        "sample": found.originals[group.representative_row],
    }


@dataclass(frozen=True)
class Acceptance:
    """The rows that carry a proposal out, and the groups that are counted anew."""

    rows: list[Versioned]
    groups: set[str]


def proposed(record: str) -> Rerun:
    """The proposal, as long as nobody has settled it. Raises `NotFound`, `NotRight`."""
    row = Rerun.objects.filter(record=record, superseded=NEVER).first()
    if row is None:
        raise NotFound(record)
    if row.state != RerunState.PROPOSED:
        raise refused("rerun", BoardFault.SETTLED_ALREADY, state=row.state)
    return row


def accepted(rerun: Rerun, board: StandingBoard, writer: Writer) -> Acceptance:
    """The rows of a proposal that somebody accepts; as the one writer.

    Raises `NotRight` (CHANGED_MEANWHILE) when it would break what was decided or opened since.
    """
    before = board.group_of
    wanted = {
        name: (group, confidence)
        for name, group, confidence, version in rerun.placements
        if name in before and board.held[name].version == version
    }
    after = before | {name: group for name, (group, _) in wanted.items()}
    _must_hold(rerun, board, after)
    said = {each["group"]: each for each in json.loads(rerun.groups)}
    made = [_made(said[group], writer) for group in sorted(set(after.values()) - set(board.groups))]
    touched = {before[name] for name in wanted} | {group for group, _ in wanted.values()}
    held = [row for rows in members_of(touched).values() for row in rows]
    moving = [
        next_version(
            row, writer, group=group, confidence=confidence, how=PlacedBy.RERUN.value, is_fresh=False
        )
        for row in held
        for group, confidence in [wanted.get(row.record, ("", 0))]
        if group
    ]
    left = {group for group in touched & set(board.groups) if group not in set(after.values())}
    moving += _followers(held, moving, left, writer)
    empty = [emptied(board.groups[group], writer) for group in sorted(left)]
    settled = next_version(rerun, writer, state=RerunState.ACCEPTED.value)
    return Acceptance([settled, *made, *empty, *with_originals(held, moving, writer)], touched)


def _must_hold(rerun: Rerun, board: StandingBoard, after: Mapping[str, str]) -> None:
    known = set(board.groups) | {each["group"] for each in json.loads(rerun.groups)}
    left = sum(
        is_whole(board.groups[group]) and after[name] != group for name, group in board.group_of.items()
    )
    broken = board.demands.broken(after) + left + len(set(after.values()) - known)
    if broken:
        raise refused("rerun", BoardFault.CHANGED_MEANWHILE, count=broken)


def _made(said: Mapping[str, Any], writer: Writer) -> Group:
    columns = {name: value for name, value in said.items() if name != "group"}
    return Group(
        record=said["group"],
        version=1,
        entered=writer.now,
        account=writer.account,
        reason=writer.reason,
        **columns,
    )


def _followers(
    held: Sequence[Placement], moving: Sequence[Placement], left: set[str], writer: Writer
) -> list[Placement]:
    """Opinions that count nowhere, such as withdrawn ones, leave a group with the first who left it."""
    goes = {row.record: row.group for row in moving}
    ways: dict[str, str] = {}
    for row in held:
        if row.group in left and row.record in goes:
            ways.setdefault(row.group, goes[row.record])
    return [
        next_version(row, writer, group=ways[row.group], how=PlacedBy.RERUN.value)
        for row in held
        if row.group in left and row.record not in goes
    ]
