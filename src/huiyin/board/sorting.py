"""Which rows put the opinions that wait onto the board, when a run has said where they belong?

A run takes seconds to minutes, and people decide meanwhile. So it reads the board, runs without holding
anybody up, and then writes what still holds: what was changed meanwhile waits for the next run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.activities.queries import pieces
from huiyin.board.drafts import Writer, new_id
from huiyin.board.models import Group, Placement, Theme
from huiyin.board.replaying import kept_themes
from huiyin.board.rules import THOUSAND, GroupState, PlacedBy, thousandths
from huiyin.board.running import Found
from huiyin.board.standing import StandingBoard, counted_opinions, placements
from huiyin.trail.models import NEVER, Versioned
from huiyin.triage.result import OTHER
from huiyin.triage.result import Group as FoundGroup
from huiyin.triage.result import Placement as FoundPlacement

TITLE_CHARACTERS = 300
THEME_CHARACTERS = 200


@dataclass(frozen=True)
class Sorted:
    """What one run brought: opinions that now stand somewhere; of them, those that joined standing groups.

    `groups`: new ones. `fresh`: standing groups that were joined and are marked.
    """

    opinions: int = 0
    joined: int = 0
    groups: int = 0
    fresh: int = 0
    seconds: float = 0.0


@dataclass
class Arrivals:
    """The rows that a run adds to the board."""

    themes: list[Theme] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)  # standing groups

    @property
    def rows(self) -> list[Versioned]:
        """All of them."""
        return [*self.themes, *self.groups, *self.placements]

    def sorted(self) -> Sorted:
        """What they bring, in numbers."""
        joined = sum(row.how == PlacedBy.JOINED for row in self.placements)
        return Sorted(len(self.placements), joined, len(self.groups), len(self.joined))


def arrivals(board: StandingBoard, found: Found, writer: Writer, log_size: int) -> Arrivals:
    """The rows for every opinion that waited, as far as what the run read still holds.

    `log_size`: entries of the log before the board was read. To be called as the one writer.
    """
    return _Arriving(board, found, writer, log_size).arrive()


class _Arriving:
    """One run's new rows, as they are made."""

    def __init__(self, board: StandingBoard, found: Found, writer: Writer, log_size: int) -> None:
        self._board, self._found, self._writer = board, found, writer
        self._placed = found.placed
        self._originals = found.originals
        waited = [row.id for row in board.waiting]
        self._still = _still_waiting(waited, log_size)
        self._changed = _changed_groups(set(found.standing.values()), log_size)
        self._members: dict[str, set[str]] = {}
        for name, held in board.held.items():
            self._members.setdefault(held.group, set()).add(name)
        self.made = Arrivals()

    def arrive(self) -> Arrivals:
        groups = {group.group: group for group in self._found.outcome.result.groups}
        theme_of = ThemesOfRun(self._board, self._found, self._writer, self.made.themes)
        members: dict[str, list[str]] = {}
        for name in sorted(self._still):
            members.setdefault(self._placed[name].group, []).append(name)
        for group, names in members.items():
            standing = self._found.standing.get(group)
            if standing is None:
                self._found_group(groups[group], theme_of.theme(groups[group].theme), names)
            elif standing not in self._changed:
                self._join(standing, names)
        return self.made

    def _found_group(self, group: FoundGroup, theme: str, names: list[str]) -> None:
        row = self._new_group(group, theme)
        self.made.groups.append(row)
        how = PlacedBy.ALONE if len(names) == 1 else PlacedBy.TRIAGE
        self._place(row.record, names, how, set(names))

    def _join(self, group: str, names: list[str]) -> None:
        self.made.joined.add(group)
        self._place(group, names, PlacedBy.JOINED, self._members[group] | set(names))

    def _place(self, group: str, names: list[str], how: PlacedBy, there: set[str]) -> None:
        """Copies repeat an opinion of their own group, or none."""
        heirs: dict[str, str] = {}
        for name in names:
            place = self._placed[name]
            original = self._originals[place.duplicate_of] if place.duplicate_of else ""
            if original and original not in there:
                heir = heirs.setdefault(original, name)
                original = "" if heir == name else heir
            self.made.placements.append(self._placement(name, group, original, how, place))

    def _placement(
        self, name: str, group: str, original: str, how: PlacedBy, place: FoundPlacement
    ) -> Placement:
        return Placement(
            record=name,
            group=group,
            copy_of=original,
            confidence=THOUSAND if how is PlacedBy.ALONE else thousandths(place.group_confidence),
            how=how.value,
            is_fresh=how is PlacedBy.JOINED,
            **_signed(self._writer),
        )

    def _new_group(self, group: FoundGroup, theme: str) -> Group:
        return Group(
            record=new_id(),
            theme=theme,
            title=group.title[:TITLE_CHARACTERS],
            state=GroupState.WAITING.value,
            area=group.area.name,
            area_confidence=thousandths(group.area.confidence),
            unit=group.unit.name,
            unit_confidence=thousandths(group.unit.confidence),
            heat=thousandths(group.heat.total),
            sample=self._originals[group.representative_row],
            **_signed(self._writer),
        )


class ThemesOfRun:
    """The kept theme of each theme of a run, or a new one where it has none."""

    def __init__(self, board: StandingBoard, found: Found, writer: Writer, made: list[Theme]) -> None:
        self._writer, self._made = writer, made
        result = found.outcome.result
        self._named = {theme.theme: theme for theme in result.themes}
        standing = list(Theme.objects.filter(superseded=NEVER, is_withdrawn=False))
        self._by_title = {theme.title: theme.record for theme in standing}
        others = sorted(theme.record for theme in standing if theme.is_other)
        run_theme = {
            found.standing[group.group]: group.theme
            for group in result.groups
            if group.group in found.standing
        }
        records = {theme.record for theme in standing}
        kept = {record: group.theme for record, group in board.groups.items() if group.theme in records}
        self._known = dict(kept_themes(run_theme, kept))
        if others:
            self._known[OTHER] = others[0]
        else:
            self._known.pop(OTHER, None)

    def theme(self, name: str) -> str:
        """The id of the theme, which is made when it is asked for first."""
        if name not in self._known:
            self._known[name] = self._same_title(name) or self._new(name)
        return self._known[name]

    def _same_title(self, name: str) -> str:
        return "" if name == OTHER else self._by_title.get(self._named[name].title[:THEME_CHARACTERS], "")

    def _new(self, name: str) -> str:
        theme = self._named[name]
        row = Theme(
            record=new_id(),
            title=theme.title[:THEME_CHARACTERS],
            area=theme.area,
            is_other=name == OTHER,
            **_signed(self._writer),
        )
        self._made.append(row)
        return row.record


def heats(found: Found) -> dict[str, int]:
    """The heat of each standing group as a run gives it, thousandths: with every day all cool a little."""
    return {
        found.standing[group.group]: thousandths(group.heat.total)
        for group in found.outcome.result.groups
        if group.group in found.standing
    }


def _signed(writer: Writer) -> Mapping[str, Any]:
    return {"version": 1, "entered": writer.now, "account": writer.account, "reason": writer.reason}


def _still_waiting(records: list[str], log_size: int) -> set[str]:
    """Those that still count, say what they said, and stand nowhere."""
    found: set[str] = set()
    for piece in pieces(records):
        counted = counted_opinions().filter(record__in=piece, sequence__lt=log_size)
        found |= set(counted.values_list("record", flat=True))
        found -= set(placements().filter(record__in=piece).values_list("record", flat=True))
    return found


def _changed_groups(groups: set[str], log_size: int) -> set[str]:
    """Those that got another version since, or from which a person took opinions, or put some there."""
    later = Group.objects.filter(superseded=NEVER, sequence__gte=log_size).values_list("record", flat=True)
    came = Placement.objects.filter(sequence__gte=log_size).exclude(how=PlacedBy.JOINED)
    left = Placement.objects.filter(superseded__gte=log_size).exclude(superseded=NEVER)
    moved = {*came.values_list("group", flat=True), *left.values_list("group", flat=True)}
    return (set(later) | moved) & groups
