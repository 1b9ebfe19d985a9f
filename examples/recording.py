"""What does an example tell: which record is entered on which day, and what is put right later?

Nothing here is real. An example's `records.py` draws these from one seed and the days of its plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from huiyin.plan.organisation import Role

SATURDAY = 5  # date.weekday


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that is another record: the key of its line."""

    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A record and the day on which it is entered; `key` is how others name it, within the example alone."""

    key: str
    told: date
    kind: str
    unit: str
    day: date
    values: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    last_day: date | None = None
    part_of: str = ""  # key of a line
    is_twice: bool = False  # somebody else has told it already: it must not be taken a second time

    def names(self) -> list[str]:
        """The keys of the lines that this one names."""
        named = [value.key for value in self.values.values() if isinstance(value, Ref)]
        return [*named, self.part_of] if self.part_of else named


@dataclass(frozen=True, slots=True)
class Correction:
    """What is put right in a record later; `values` and `state` replace what stood there."""

    key: str
    told: date
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record that is taken back later."""

    key: str
    told: date
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the plan file in this week, counted from 1: `before` stands there once."""

    week: int
    before: str
    after: str
    reason: str


Change = Correction | Withdrawal


@dataclass(frozen=True, slots=True)
class Story:
    """All that an example tells, each part in the order of its entry."""

    lines: Sequence[Line]
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class SignIn:
    """With what somebody signs in to the example."""

    role: Role
    person: str
    name_zh: str
    name_en: str
    password: str


@dataclass(frozen=True)
class Days:
    """The working days from the first of a campaign to the one before `today`, Mondays to Fridays."""

    starts: date
    today: date

    @cached_property
    def working(self) -> Sequence[date]:
        """All of them, in order."""
        span = (self.today - self.starts).days
        days = (self.starts + timedelta(days=day) for day in range(span))
        return [day for day in days if day.weekday() < SATURDAY]

    def at(self, share: float) -> date:
        """The working day at this share of the time that has passed: 0 the first, 1 the last."""
        working = self.working
        return working[min(int(share * len(working)), len(working) - 1)]

    def after(self, day: date, days: int) -> date:
        """The working day so many working days after a day, the last one at the latest."""
        later = [one for one in self.working if one >= day] or [self.working[-1]]
        return later[min(days, len(later) - 1)]

    def monday(self, week: int) -> date:
        """The Monday of a week, counted from 1."""
        return self.starts + timedelta(weeks=week - 1)


def parts(total: int, count: int, bounds: tuple[int, int], chance: Random) -> list[int]:
    """So many whole numbers within the bounds that add up to the total, most of them small.

    Raises `ValueError` when there are none.
    """
    low, high = bounds
    if not low * count <= total <= high * count:
        raise ValueError(f"{count} numbers from {low} to {high} never make {total}")
    drawn = [min(high, low + int((high - low) * chance.betavariate(1.6, 4.0))) for _ in range(count)]
    missing = total - sum(drawn)
    while missing:
        place = chance.randrange(count)
        wished = max(low, min(high, drawn[place] + max(-3, min(3, missing))))
        missing -= wished - drawn[place]
        drawn[place] = wished
    return drawn


def settled(lines: Iterable[Line], changes: Iterable[Change]) -> list[Line]:
    """The records as they stand in the end: corrected, without those taken back or told twice."""
    kept = {line.key: line for line in lines if not line.is_twice}
    for change in changes:
        if isinstance(change, Withdrawal):
            del kept[change.key]
        else:
            line = kept[change.key]
            kept[change.key] = replace(
                line, values={**line.values, **change.values}, state=change.state or line.state
            )
    return list(kept.values())
