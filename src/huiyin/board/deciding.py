"""What does each decision of a person change on the board, and what stands in its way?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.written_forms import clean_line, clean_lines
from huiyin.board.drafts import (
    Change,
    Writer,
    decision,
    emptied,
    founded,
    merged,
    must_wait,
    next_version,
    placed,
    refused,
    standing_groups,
    standing_theme,
    with_originals,
)
from huiyin.board.models import Decision, Group, Placement
from huiyin.board.rules import ANSWERED, ANSWERING, THOUSAND, BoardFault, DecisionKind, GroupState
from huiyin.board.standing import members_of, placements
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.trail.models import NEVER, Versioned

TITLE_CHARACTERS = 200  # of what a person calls a group or a theme
WORDS_CHARACTERS = 2_000  # to the givers


def merge(groups: Sequence[str], writer: Writer) -> Change:
    """These groups are one."""
    found = standing_groups(groups)
    if len(found) < 2:
        raise refused("groups", BoardFault.TOO_FEW, limit=2)
    must_wait(found)
    return merged(found, writer)


def split(group: str, sides: Sequence[Sequence[str]], writer: Writer) -> Change:
    """The opinions of each side are another matter than all others; who is named nowhere stays."""
    [before] = standing_groups([group])
    must_wait([before])
    held = {row.record: row for row in members_of([group]).get(group, [])}
    parts = _parts(sides, held)
    staying = max(parts, key=len) if len(parts[0]) == 0 else parts[0]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        raise refused("sides", BoardFault.TOO_FEW, limit=2)
    change = Change(decision(DecisionKind.SPLIT, writer, sides=parts, group=group), groups={group})
    moving: list[Placement] = []
    for part in parts:
        if part is not staying:
            new = founded(before, part, writer)
            change.add(new)
            moving += placed([held[name] for name in part], new.record, writer)
    change.add(*with_originals(held.values(), moving, writer))
    return change


def move(opinion: str, to: str, writer: Writer) -> Change:
    """This opinion, with those that repeat it, belongs to another group, or ("") to one of its own.

    Out of a group that stands in a problem, or has its answer, only as long as nobody looked at its joining.
    """
    row = placements().filter(record=opinion).first()
    if row is None:
        raise NotFound(opinion)
    if row.group == to:
        raise refused("to", BoardFault.NOTHING_NEW, given=to)
    [source] = standing_groups([row.group])
    if not row.is_fresh:
        must_wait([source])
    targets = standing_groups([to]) if to else []
    held = members_of([source.record, *(group.record for group in targets)])
    there = {each.record: each for each in held[source.record]}
    going = [each for each in there.values() if opinion in (each.record, each.copy_of)]
    staying = [name for name in there if name not in {each.record for each in going}]
    if not staying and not targets:
        raise refused("to", BoardFault.NOTHING_NEW, given=to)
    names = [each.record for each in going]
    target = targets[0] if targets else founded(source, names, writer)
    beside = held.get(target.record, [])
    sides = [side for side in ([*names, *(each.record for each in beside)], staying) if side]
    change = Change(
        decision(DecisionKind.MOVE, writer, sides=sides, group=source.record), groups={source.record}
    )
    if not targets:
        change.add(target)
    if not staying:
        change.add(emptied(source, writer))
    moving = placed(going, target.record, writer)
    change.add(*with_originals([*there.values(), *beside], moving, writer))
    return change


def rename(group: str, title: str, writer: Writer) -> Change:
    """What a group is called."""
    [before] = standing_groups([group])
    title = _title(title)
    if (before.title, before.is_named_by_person) == (title, True):
        raise refused("title", BoardFault.NOTHING_NEW)
    change = Change(decision(DecisionKind.RENAME, writer, sides=_members(group), group=group, title=title))
    change.add(next_version(before, writer, title=title, is_named_by_person=True))
    return change


@dataclass(frozen=True)
class PlaceSet:
    """Where a group belongs: None leaves it as it is, "" takes it away."""

    area: str | None = None
    unit: str | None = None

    @property
    def said(self) -> dict[str, str]:
        """What is said, by column."""
        given = (("area", self.area), ("unit", self.unit))
        return {name: value for name, value in given if value is not None}


def set_place(group: str, place: PlaceSet, plan: Plan, writer: Writer) -> Change:
    """Under which area a group falls, and which unit it concerns."""
    [before] = standing_groups([group])
    for name, key in place.said.items():
        _known(name, key, plan)
    if all(getattr(before, name) == value for name, value in place.said.items()):
        raise refused("area", BoardFault.NOTHING_NEW)
    sure = {f"{name}_confidence": THOUSAND if value else 0 for name, value in place.said.items()}
    change = Change(decision(DecisionKind.SET, writer, sides=_members(group), group=group, **place.said))
    change.add(next_version(before, writer, **place.said, **sure))
    return change


def pin(group: str, writer: Writer) -> Change:
    """Exactly these opinions are one group: no run adds to it."""
    [before] = standing_groups([group])
    if before.is_pinned:
        raise refused("group", BoardFault.NOTHING_NEW)
    change = Change(decision(DecisionKind.PIN, writer, sides=_members(group), group=group))
    change.add(next_version(before, writer, is_pinned=True))
    return change


def answer(group: Group, state: str, words: str, writer: Writer) -> Change:
    """A group that is no problem: its givers are told this."""
    if state not in ANSWERED:
        raise refused("state", BoardFault.NOT_AN_ANSWER, given=state)
    words = clean_lines(words)
    if not words:
        raise NotRight([FieldFault("words", FaultCode.MISSING)])
    if len(words) > WORDS_CHARACTERS:
        raise NotRight([Wrong(FaultCode.TOO_LONG, limit=WORDS_CHARACTERS).at("words")])
    must_wait([group])
    sides = _members(group.record)
    change = Change(decision(DecisionKind(state), writer, sides=sides, group=group.record, words=words))
    change.add(next_version(group, writer, state=GroupState(state).value, words=words))
    return change


def back_to_board(group: str, writer: Writer) -> list[Versioned]:
    """The group waits again; the decisions that answered it are taken back."""
    [before] = standing_groups([group])
    if before.state not in ANSWERED:
        raise refused("group", BoardFault.NOTHING_NEW, state=before.state)
    decided = Decision.objects.filter(group=group, superseded=NEVER, is_withdrawn=False).exclude(group="")
    undone = [
        next_version(row, writer, is_withdrawn=True) for row in decided.filter(kind__in=sorted(ANSWERING))
    ]
    return [next_version(before, writer, state=GroupState.WAITING.value, words=""), *undone]


def move_to_theme(groups: Sequence[str], theme: str, writer: Writer) -> Change:
    """These groups are of another theme."""
    found = [group for group in standing_groups(groups) if group.theme != theme]
    standing_theme(theme)
    if not found:
        raise refused("theme", BoardFault.NOTHING_NEW)
    sides = [[group.sample] for group in found if group.sample]
    change = Change(decision(DecisionKind.THEME, writer, sides=sides, theme=theme))
    change.add(*(next_version(group, writer, theme=theme) for group in found))
    return change


def rename_theme(theme: str, title: str, writer: Writer) -> Change:
    """What a theme is called."""
    before, title = standing_theme(theme), _title(title)
    if (before.title, before.is_named_by_person) == (title, True):
        raise refused("title", BoardFault.NOTHING_NEW)
    change = Change(decision(DecisionKind.THEME, writer, sides=[], theme=theme, title=title))
    change.add(next_version(before, writer, title=title, is_named_by_person=True))
    return change


def merge_themes(themes: Sequence[str], writer: Writer) -> Change:
    """These themes are one: all their groups go to the largest, the others are taken back."""
    found = [standing_theme(theme) for theme in dict.fromkeys(themes)]
    if len(found) < 2:
        raise refused("themes", BoardFault.TOO_FEW, limit=2)
    kept = min(found, key=lambda theme: (-theme.opinions, theme.record))
    gone = [theme for theme in found if theme.record != kept.record]
    change = Change(decision(DecisionKind.THEME, writer, sides=[], theme=kept.record))
    change.add(*(next_version(theme, writer, is_withdrawn=True) for theme in gone))
    moving = Group.objects.filter(theme__in=[theme.record for theme in gone], superseded=NEVER)
    change.add(*(next_version(group, writer, theme=kept.record) for group in moving.order_by("record")))
    return change


def _parts(sides: Sequence[Sequence[str]], held: dict[str, Placement]) -> list[list[str]]:
    """Those that are named nowhere (they may be none), and then each side; copies go with their original."""
    side_of: dict[str, int] = {}
    for number, side in enumerate(sides, start=1):
        for name in side:
            if name not in held:
                raise refused("sides", BoardFault.NOT_OF_GROUP, given=name)
            if side_of.setdefault(name, number) != number:
                raise refused("sides", BoardFault.ON_TWO_SIDES, given=name)
    for name, row in held.items():
        if name not in side_of:
            side_of[name] = side_of.get(row.copy_of, 0)
    parts: list[list[str]] = [[] for _ in range(len(sides) + 1)]
    for name, number in side_of.items():
        parts[number].append(name)
    return [parts[0], *(part for part in parts[1:] if part)]


def _members(group: str) -> list[list[str]]:
    return [[row.record for row in members_of([group]).get(group, [])]]


def _title(given: str) -> str:
    title = clean_line(given)
    if not title:
        raise NotRight([FieldFault("title", FaultCode.MISSING)])
    if len(title) > TITLE_CHARACTERS:
        raise NotRight([Wrong(FaultCode.TOO_LONG, limit=TITLE_CHARACTERS).at("title")])
    return title


def _known(name: str, key: str, plan: Plan) -> None:
    rows = names_of(plan).lists[FieldType(name)].rows
    if key and key not in rows:
        raise NotRight([Wrong(FaultCode.NO_SUCH_NAME, given=key).at(name)])
