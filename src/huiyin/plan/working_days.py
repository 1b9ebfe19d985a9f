"""On which day is something due that has so many working days, and how many lie between two days?

Days are counted by arithmetic, not by going through them: so many in each week, corrected at the days that
are not as in any week. The day on which something happens never counts; counting begins with the day after.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from huiyin.plan.calendar import CalendarDay, WorkingCalendar
from huiyin.plan.calendar_tables import TableDays, table_days
from huiyin.plan.terms import Term

_CALENDARS_HELD = 16
_WEEK = 7


class DayKind(StrEnum):
    """What a day is on a page: worked or not, as in any week or because somebody said so."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # off because the table or the office says so
    MAKE_UP = "make_up"  # a day of the weekend that is worked


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day for a page. `is_provisional`: no notice is known for it, so it may still change."""

    day: date
    kind: DayKind
    name: Term | None
    notice: str  # the paper that says so; "" for an ordinary day
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class _Week:
    """Counts the days of weeks of which the same days are worked, from the first day of all (a Monday)."""

    worked: tuple[int, ...]  # of the week: days from Monday, in order
    until: tuple[int, ...]  # how many of the week are worked by each day, that day included

    @classmethod
    def with_weekend(cls, weekend: Sequence[int]) -> _Week:
        worked = tuple(day for day in range(_WEEK) if day + 1 not in weekend)
        return cls(worked, tuple(sum(other <= day for other in worked) for day in range(_WEEK)))

    def works_on(self, ordinal: int) -> bool:
        return (ordinal - 1) % _WEEK in self.worked

    def count(self, ordinal: int) -> int:
        weeks, day = divmod(ordinal - 1, _WEEK)
        return weeks * len(self.worked) + self.until[day]

    def day_of(self, count: int) -> int:
        """The ordinal of the day that is the `count`-th one worked."""
        weeks, place = divmod(count - 1, len(self.worked))
        return weeks * _WEEK + self.worked[place] + 1


class Calendar:
    """The working days of an office, asked in constant time. Equal parts of a plan give one calendar.

    Days of the plan come before those of the table, and these before the weekend. Answers after the year 9999
    raise OverflowError or ValueError, as `date` does.
    """

    __slots__ = ("_counts", "_days", "_differing", "_notices", "_reaches_back", "_shifts", "_week")

    def __init__(self, part: WorkingCalendar, table: TableDays) -> None:
        own = {day.day: day for day in part.days}
        self._week = _Week.with_weekend(part.weekend)
        self._days: Mapping[date, CalendarDay] = {**table.days, **own}
        self._notices = {**table.notices, **{year.year: year.notice for year in part.years}}
        self._reaches_back = timedelta(days=table.reaches_back)
        said = ((day.toordinal(), self._days[day].works) for day in sorted(self._days))
        differing = [(day, works) for day, works in said if works != self._week.works_on(day)]
        # Sorted ordinals, and by how much the count is off the weeks' from each of them on.
        self._differing = [day for day, _ in differing]
        self._shifts = [0, *accumulate(1 if works else -1 for _, works in differing)]
        # How many days are worked by each of them, that day included.
        self._counts = [
            self._week.count(day) + shift
            for day, shift in zip(self._differing, self._shifts[1:], strict=True)
        ]

    def works_on(self, day: date) -> bool:
        """Does the office work on this day?"""
        said = self._days.get(day)
        return said.works if said else self._week.works_on(day.toordinal())

    def after(self, start: date, days: int) -> date:
        """The working day that is the `days`-th after `start`; `start` itself never counts, worked or not.

        0 days gives `start` itself if it is worked, else the next working day. Raises ValueError below 0.
        """
        if days < 0:
            raise ValueError(f"{days} working days")
        if days == 0:
            return self._nth(self._count(start.toordinal() - 1) + 1)
        return self._nth(self._count(start.toordinal()) + days)

    def between(self, first: date, last: date) -> int:
        """How many days are worked after `first`, up to and with `last`; below 0 when `last` is earlier."""
        return self._count(last.toordinal()) - self._count(first.toordinal())

    def next_working(self, day: date) -> date:
        """The first working day after this one."""
        return self.after(day, 1)

    def previous_working(self, day: date) -> date:
        """The last working day before this one."""
        return self._nth(self._count(day.toordinal() - 1))

    def name_of(self, day: date) -> Term | None:
        """The holiday that a day is off for or worked for; None for an ordinary day."""
        said = self._days.get(day)
        return said.name if said else None

    def notice_of(self, day: date) -> str:
        """The paper that says whether this day is worked; "" where none is known."""
        said = self._days.get(day)
        return (said and said.notice) or self._notices.get(day.year, "")

    def is_provisional(self, day: date) -> bool:
        """May this day still change, since the notice that decides it is not known?

        Never so on a calendar that follows no notices. The last days of a year wait for the next year's.
        """
        return self.is_provisional_between(day, day)

    def is_provisional_between(self, first: date, last: date) -> bool:
        """Does a span of days, both ends included and in either order, touch one that may still change?"""
        return bool(self.years_without_notice(first, last))

    def years_without_notice(self, first: date, last: date) -> tuple[int, ...]:
        """The years whose notice may still change a day of this span, in order."""
        if not self._notices:
            return ()
        earlier, later = min(first, last), max(first, last)
        years = range(earlier.year, (later + self._reaches_back).year + 1)
        return tuple(year for year in years if year not in self._notices)

    def shown(self, first: date, last: date) -> list[ShownDay]:
        """Each day of a span, both ends included, for a page."""
        return [self._shown(date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal() + 1)]

    def shown_month(self, year: int, month: int) -> list[ShownDay]:
        """Each day of a month."""
        return self.shown(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    def _shown(self, day: date) -> ShownDay:
        said = self._days.get(day)
        kind = self._kind(day)
        notice = said.notice if said else ""
        return ShownDay(day, kind, said.name if said else None, notice, self.is_provisional(day))

    def _kind(self, day: date) -> DayKind:
        in_any_week = self._week.works_on(day.toordinal())
        if self.works_on(day):
            return DayKind.WORKING if in_any_week else DayKind.MAKE_UP
        return DayKind.HOLIDAY if in_any_week or day in self._days else DayKind.WEEKEND

    def _count(self, ordinal: int) -> int:
        """How many days are worked from the first day of all to this one, this one included."""
        return self._week.count(ordinal) + self._shifts[bisect_right(self._differing, ordinal)]

    def _nth(self, count: int) -> date:
        """The day by which so many are worked: the inverse of `_count`, between two days that differ."""
        place = bisect_left(self._counts, count)
        day = self._week.day_of(count - self._shifts[place])
        if place < len(self._differing):
            day = min(day, self._differing[place])
        return date.fromordinal(day)


@lru_cache(_CALENDARS_HELD)
def calendar_of(part: WorkingCalendar) -> Calendar:
    """The calendar that this part of a plan describes, made once for equal parts."""
    return Calendar(part, table_days(part.based_on))


@dataclass(frozen=True, slots=True)
class Hold:
    """A time in which nobody can be asked to go on: `end` is the day of going on again, None while it lasts.

    As with a deadline, the day on which it begins does not count and the day on which it ends does, so a hold
    that is taken and given up on one day holds nothing. Raises ValueError when it ends before it begins.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a hold from {self.start} to {self.end}")


def working_days_held(calendar: Calendar, holds: Iterable[Hold], today: date) -> int:
    """How many working days lie in these holds, each counted once where they overlap.

    A hold counts the working days after its `start`, up to and with its `end`; while it lasts, up to and with
    `today`. One that begins after `today` and has no end holds nothing yet.
    """
    spans = sorted((hold.start, hold.end or today) for hold in holds)
    held, reached = 0, date.min
    for start, end in spans:
        held += max(0, calendar.between(max(start, reached), end))
        reached = max(reached, end)
    return held


def due_with_holds(calendar: Calendar, due: date, holds: Sequence[Hold], today: date) -> date:
    """When something is due that would be due on `due` had it never been on hold.

    Time on hold is kept apart from the time that passes: every working day held moves the due day by one
    working day, also those held after it was due, so that what is late does not get later meanwhile. Without
    a working day held, the answer is `due` itself, worked or not. No hold makes it earlier.
    """
    held = working_days_held(calendar, holds, today) if holds else 0
    return calendar.after(due, held) if held else due


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many working days after a start, held in between: what it takes to say the due day anew."""

    key: str
    start: date
    days: int
    holds: tuple[Hold, ...] = ()

    def due(self, calendar: Calendar, today: date) -> date:
        """The day by which it has to be done."""
        return due_with_holds(calendar, calendar.after(self.start, self.days), self.holds, today)


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that another calendar moves. `is_provisional`: the new day may still change."""

    key: str
    before: date
    after: date
    is_provisional: bool = False


def moved_deadlines(
    before: Calendar, after: Calendar, deadlines: Iterable[Deadline], *, today: date
) -> list[Moved]:
    """Which deadlines fall on another day by the calendar `after` than by `before`, in the order given.

    `today` is how far a hold that lasts is counted.
    """
    found = []
    for deadline in deadlines:
        old, new = deadline.due(before, today), deadline.due(after, today)
        if old != new:
            provisional = after.is_provisional_between(deadline.start, new)
            found.append(Moved(deadline.key, old, new, provisional))
    return found
