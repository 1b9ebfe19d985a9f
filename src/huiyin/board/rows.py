"""What does somebody at the board see of themes, groups, opinions and decisions?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.opinions.rows import OpinionRow
from huiyin.plan.terms import Term


@dataclass(frozen=True)
class ThemeRow:
    """The same matter across places, with what waits in it."""

    record: str
    version: int
    title: str
    area: str
    area_name: Term | None
    is_named_by_person: bool
    is_other: bool
    groups: int  # waiting
    opinions: int  # voices of its waiting groups
    heat: int  # of its hottest waiting group, thousandths


@dataclass(frozen=True)
class Voice:
    """An opinion where it stands: at which confidence, how it came there, and how many repeat it."""

    row: OpinionRow
    copy_of: str  # the opinion that it repeats; "" for an original
    copies: int  # others that repeat it
    confidence: int  # thousandths
    how: str  # board.rules.PlacedBy
    is_fresh: bool  # joined by itself, and nobody has looked yet


@dataclass(frozen=True)
class GroupRow:
    """A group as it stands. `samples`: the opinions that say best what it is about, at most three."""

    record: str
    version: int
    theme: str
    title: str
    state: str  # board.rules.GroupState
    area: str
    area_name: Term | None
    area_confidence: int  # thousandths
    unit: str
    unit_name: Term | None
    unit_confidence: int
    words: str  # the answer to its givers, where it is no problem
    is_pinned: bool
    is_named_by_person: bool
    opinions: int  # without copies
    voices: int  # with them
    people: int
    heat: int  # thousandths
    least_confidence: int  # of its joins, thousandths
    fresh: int
    first_day: date | None
    last_day: date | None
    samples: tuple[Voice, ...] = ()  # their copies are not counted


@dataclass(frozen=True)
class BoardPage:
    """One page of the board. `counts`: groups of each state, whatever is filtered."""

    themes: tuple[ThemeRow, ...]
    groups: tuple[GroupRow, ...]
    next: str  # where the next page begins; "" at the end
    total: int  # groups that the filters leave, counted up to a limit
    is_more: bool
    counts: Mapping[str, int]


@dataclass(frozen=True)
class DecisionRow:
    """What a person decided, when and why. Undone: `is_undone`, with the reason of that."""

    record: str
    version: int
    kind: str  # board.rules.DecisionKind
    group: str
    opinions: int  # that it names
    title: str
    theme: str
    area: str
    unit: str
    words: str
    reason: str
    entered: datetime
    by: Term
    is_undone: bool
    may_undo: bool  # of its kind and not undone yet; what stands on it is asked when somebody does
    sequence: int


@dataclass(frozen=True)
class Decisions:
    """One page of decisions, the newest first."""

    rows: tuple[DecisionRow, ...]
    next: str


@dataclass(frozen=True)
class Neighbour:
    """Another group that may be the same."""

    row: GroupRow
    nearness: int  # of its words, thousandths


@dataclass(frozen=True)
class GroupView:
    """A group, whole: a page of its opinions (originals first, the weakest join last), and what is near."""

    row: GroupRow
    theme: ThemeRow | None
    voices: tuple[Voice, ...]
    next: str
    decisions: tuple[DecisionRow, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True)
class PlacementInfo:
    """Where an opinion stands on the board."""

    opinion: str
    group: str
    group_title: str
    state: str  # of the group
    copy_of: str
    confidence: int  # thousandths
    how: str
    is_fresh: bool


@dataclass(frozen=True)
class RerunChange:
    """One thing that a full re-run would change. A group that it would make new has its id already."""

    change: str  # triage.continuation.Change
    group: str
    title: str
    others: tuple[str, ...]
    other_titles: tuple[str, ...]
    count: int  # opinions


@dataclass(frozen=True)
class RerunView:
    """A full re-run as a proposal: what it would change, and what became of it."""

    record: str
    version: int
    state: str  # proposed | accepted | dismissed
    opinions: int  # that it read
    moving: int  # opinions that would stand elsewhere
    changes: tuple[RerunChange, ...]
    entered: datetime
    by: Term
    reason: str


@dataclass(frozen=True)
class Accounts:
    """Where every opinion is: each in exactly one of these, so that they add up to `total`."""

    total: int
    on_board: Mapping[str, int]  # by state of the group
    not_placed: int  # waits to be sorted
    bulk: int  # of programmes that are counted in bulk
    withdrawn: int

    @property
    def adds_up(self) -> bool:
        """Is every opinion in exactly one place?"""
        return self.total == sum(self.on_board.values()) + self.not_placed + self.bulk + self.withdrawn
