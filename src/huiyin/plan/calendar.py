"""What does a plan say about the days on which the office works?"""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum

from pydantic import Field as Limit

from huiyin.plan.terms import PlanPart, Term


class CalendarBase(StrEnum):
    """The table of days that a calendar starts from."""

    CHINA = "china"  # the yearly notices of the State Council's General Office
    NONE = "none"  # weekends alone


class Weekday(IntEnum):
    """A day of the week, numbered as in ISO 8601."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


class CalendarDay(PlanPart):
    """One day on which the office works, or does not, whatever the table and the weekend say."""

    day: date
    works: bool
    name: Term | None = None
    notice: str = ""  # the paper that says so


class CalendarYear(PlanPart):
    """A year whose notice is out and written into `days`: it is provisional no longer."""

    year: int = Limit(ge=1900, le=2999)
    notice: str = Limit(min_length=1)


class WorkingCalendar(PlanPart):
    """On which days the office works. Days of its own come before the table, the table before the weekend.

    A plan that says nothing follows the table of China, as its clock is Asia/Shanghai when nothing is said:
    to the offices that this is made for, plain weekends would give wrong days that nobody notices.
    """

    based_on: CalendarBase = CalendarBase.CHINA
    weekend: tuple[Weekday, ...] = (Weekday.SATURDAY, Weekday.SUNDAY)
    days: tuple[CalendarDay, ...] = ()
    years: tuple[CalendarYear, ...] = ()
