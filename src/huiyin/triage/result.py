"""What does one triage say of every row, group and theme?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from huiyin.opinions.files.rows import Row


class Mode(StrEnum):
    """`problem`: same place and same matter; `topic`: texts without place and matter, by words alone."""

    PROBLEM = "problem"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An area or a unit with the probability that it is right; `name` is "" when unsure."""

    name: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one row ended. `group` is "" only for rows that are not opinions (empty, unreadable)."""

    status: str  # kept | duplicate | empty | unreadable
    group: str = ""
    duplicate_of: int | None = None  # the number of the row that it copies
    group_confidence: float = 0.0  # linkage value at which this row is held in its group; 1 when alone
    area: Suggestion = Suggestion()
    unit: Suggestion = Suggestion()


@dataclass(frozen=True, slots=True)
class Heat:
    """The parts of a group's heat, each from 0 to 1, and their weighted sum."""

    people: float = 0.0
    recency: float = 0.0
    growth: float = 0.0
    gravity: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """One proposed problem: the same place and the same matter (a group of one included)."""

    group: str  # "G1", "G2", …: given by rank at the first run, kept ever after
    theme: str  # "T1", …, or OTHER
    title: str
    members: Sequence[int]  # row numbers of kept opinions, ascending
    copies: Sequence[int]  # row numbers of duplicates, ascending
    people: int
    heat: Heat
    area: Suggestion
    unit: Suggestion
    confidence: float  # the lowest linkage value at which the group was joined; 1 for one member
    representative_row: int
    first_seen: datetime | None
    last_seen: datetime | None
    pinned: bool = False
    is_problem: bool = True  # False where a person decided "not a problem"

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def voices(self) -> int:
        return len(self.members) + len(self.copies)


OTHER = "T0"  # the theme of groups that fit no theme; always last, never hidden


@dataclass(frozen=True, slots=True)
class Theme:
    """The same matter across places."""

    theme: str
    title: str
    problems: int
    opinions: int  # voices of its groups
    area: str


@dataclass(frozen=True, slots=True)
class Result:
    """One triage, complete: what the files of the result folder are written from."""

    rows: Sequence[Row]
    placements: Sequence[Placement]  # one for each row, in the order of `rows`
    groups: Sequence[Group]  # by heat, hottest first
    themes: Sequence[Theme]  # by opinions, largest first; OTHER last
    mode: Mode
    language: str  # "zh" or "en": the language of most opinions, or as asked
    settings: Mapping[str, object] = field(default_factory=dict)  # what a re-run needs to give the same bytes
    notes: Sequence[str] = ()  # what a reader must know, already in `language`
