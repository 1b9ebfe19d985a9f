"""What do placements, groups and themes look like once everything about the items is known?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.characters import FloatArray, IntArray
from huiyin.triage.constraints import UNMARKED, Marks
from huiyin.triage.duplicates import NOT_A_COPY
from huiyin.triage.items import Items
from huiyin.triage.result import OTHER, Group, Heat, Placement, Suggestion, Theme
from huiyin.triage.themes import OUTSIDE, ThemeAssignment


@dataclass(frozen=True, slots=True)
class Found:
    """Everything found of the rows, before it is numbered. Groups are the sorted labels, in their order."""

    rows: Sequence[Row]
    items: Items
    labels: IntArray  # by item: the position of its group among the sorted labels
    held_at: FloatArray  # by item
    joined_at: FloatArray  # by item: the lowest value at which its group was joined
    originals: IntArray  # by row
    titles: Sequence[str]  # by group
    heats: Sequence[Heat]  # by group
    people: Sequence[int]  # by group
    central: Sequence[int]  # by group: the item that says it best
    themes: ThemeAssignment
    marks: Mapping[int, Marks]  # by group: what people decided
    areas: Sequence[Suggestion]  # by row
    units: Sequence[Suggestion]  # by row

    @property
    def group_of_row(self) -> IntArray:
        """The group of each row, -1 for rows that are no opinions."""
        item = self.items.item_of_row
        return np.where(item >= 0, self.labels[np.maximum(item, 0)], -1) if self.labels.size else item


def voted(votes: Sequence[Suggestion]) -> Suggestion:
    """The name with the most confidence in sum, and how much of all votes it has; ties by name."""
    weights: dict[str, float] = defaultdict(float)
    for vote in votes:
        if vote.name:
            weights[vote.name] += vote.confidence
    if not weights:
        return Suggestion()
    name = min(weights, key=lambda each: (-weights[each], each))
    return Suggestion(name, round(weights[name] / len(votes), 6))


def _decided(suggestion: Suggestion, name: str) -> Suggestion:
    return Suggestion(name, 1.0) if name else suggestion


def _group(found: Found, index: int, indexes: Sequence[int]) -> Group:
    """The group before it has a number, a theme and the mark of the pinned."""
    rows, marks = found.rows, found.marks.get(index, UNMARKED)
    kept = [at for at in indexes if found.originals[at] == NOT_A_COPY]
    times: list[datetime] = [time for at in indexes if (time := rows[at].time)]
    return Group(
        group="",
        theme="",
        title=marks.title or found.titles[index],
        members=tuple(sorted(rows[at].number for at in kept)),
        copies=tuple(sorted(rows[at].number for at in indexes if found.originals[at] != NOT_A_COPY)),
        people=found.people[index],
        heat=found.heats[index],
        area=_decided(voted([found.areas[at] for at in kept]), marks.area),
        unit=_decided(voted([found.units[at] for at in kept]), marks.unit),
        confidence=_confidence(found, indexes),
        representative_row=rows[_representative(found, index, kept)].number,
        first_seen=min(times, default=None),
        last_seen=max(times, default=None),
        pinned=bool(marks.pin),
        is_problem=marks.is_problem,
    )


def _confidence(found: Found, indexes: Sequence[int]) -> float:
    items = found.items.item_of_row[list(indexes)]
    return round(float(found.joined_at[items].min()), 6)


def _representative(found: Found, index: int, kept: Sequence[int]) -> int:
    """The row of the most central item, or what that row repeats, as long as it is kept."""
    row = int(found.items.row[found.central[index]])
    original = int(found.originals[row])
    wanted = row if original == NOT_A_COPY else original
    return wanted if wanted in kept else kept[0]


def assemble_groups(found: Found) -> list[Group]:
    """The groups without numbers, hottest first; equals by voices, then by their smallest id."""
    indexes: dict[int, list[int]] = defaultdict(list)
    for at, group in enumerate(found.group_of_row.tolist()):
        if group >= 0:
            indexes[group].append(at)
    made = [(_group(found, group, indexes[group]), group) for group in sorted(indexes)]
    smallest = {group: min(found.rows[at].id for at in ats) for group, ats in indexes.items()}
    made.sort(key=lambda each: (-each[0].heat.total, -each[0].voices, smallest[each[1]]))
    name = _theme_names(found)
    theme = found.themes.theme_of_group.tolist()
    return [replace(group, theme=name[theme[number]]) for group, number in made]


def _theme_names(found: Found) -> dict[int, str]:
    """The id of each theme: T1 has the most voices; OTHER for groups outside all themes."""
    group = found.group_of_row
    theme = found.themes.theme_of_group[group[group >= 0]]
    voices = np.bincount(theme[theme != OUTSIDE], minlength=len(found.themes.titles))
    ranked = np.argsort(-voices, kind="stable").tolist()
    return {OUTSIDE: OTHER, **{number: f"T{rank}" for rank, number in enumerate(ranked, start=1)}}


def assemble_themes(found: Found, groups: Sequence[Group], other: str) -> list[Theme]:
    """The themes with what they hold, largest first as their numbers are; OTHER last."""
    held: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        held[group.theme].append(group)
    titles = {
        name: found.themes.titles[number] for number, name in _theme_names(found).items() if name != OTHER
    }
    return [
        Theme(
            theme=theme,
            title=title,
            problems=len(held[theme]),
            opinions=sum(group.voices for group in held[theme]),
            area=_theme_area(held[theme]),
        )
        for theme, title in [*titles.items(), (OTHER, other)]
        if held[theme]
    ]


def _theme_area(groups: Sequence[Group]) -> str:
    return voted([vote for group in groups for vote in [group.area] * group.voices]).name


def place_rows(found: Found, groups: Sequence[Group]) -> list[Placement]:
    """Where each row ended, in the order of the rows."""
    group_of = {number: group.group for group in groups for number in (*group.members, *group.copies)}
    return [_place(found, at, group_of.get(row.number, "")) for at, row in enumerate(found.rows)]


def _place(found: Found, at: int, group: str) -> Placement:
    row, original = found.rows[at], int(found.originals[at])
    if row.status is not RowStatus.KEPT:
        return Placement(status=row.status.value)
    return Placement(
        status="kept" if original == NOT_A_COPY else "duplicate",
        group=group,
        duplicate_of=None if original == NOT_A_COPY else found.rows[original].number,
        group_confidence=round(float(found.held_at[found.items.item_of_row[at]]), 6),
        area=found.areas[at],
        unit=found.units[at],
    )
