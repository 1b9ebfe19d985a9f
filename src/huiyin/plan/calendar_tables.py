"""Which tables of holidays and make-up days are shipped, and what does each say?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from huiyin.plan.calendar import CalendarBase, CalendarDay
from huiyin.plan.terms import Key, PlanPart, Term

_FOLDER = Path(__file__).with_name("calendars")


class Arrangement(PlanPart):
    """One holiday of a notice: off from `first` to `last`, both included, and the days worked for it."""

    holiday: Key
    first: date
    last: date
    works: tuple[date, ...] = ()


class OfficialNotice(PlanPart):
    """One notice. A later one for the same year changes the days that it names."""

    year: int
    number: str
    issued: date
    source: str
    arrangements: tuple[Arrangement, ...]


class Statutory(PlanPart):
    """The days off by law in years that have no notice yet."""

    law: str
    source: str
    days: tuple[Arrangement, ...]


class CalendarTable(PlanPart):
    """A file of `calendars`: what is known, up to which year, and what the law says of the years after."""

    holidays: dict[Key, Term]
    reaches_back: int  # days at the end of a year that the next year's notice may still change
    notices: tuple[OfficialNotice, ...]
    statutory: Statutory


@dataclass(frozen=True)
class TableDays:
    """What a table says, ready to be asked: its days and the number of each year's first notice."""

    days: Mapping[date, CalendarDay]
    notices: Mapping[int, str]
    reaches_back: int = 0


@lru_cache
def table_days(base: CalendarBase) -> TableDays:
    """The days that differ, or have a name, in the table that a calendar is based on."""
    if base is CalendarBase.NONE:
        return TableDays({}, {})
    table = read_table(base)
    found: dict[date, CalendarDay] = {}
    for arrangement in table.statutory.days:
        found |= {day.day: day for day in _days(table, arrangement, table.statutory.law)}
    for notice in table.notices:
        for arrangement in notice.arrangements:
            found |= {day.day: day for day in _days(table, arrangement, notice.number)}
    first = {notice.year: notice.number for notice in reversed(table.notices)}
    return TableDays(found, first, table.reaches_back)


def read_table(base: CalendarBase) -> CalendarTable:
    """The file of a table as it is written."""
    text = (_FOLDER / f"{base.value}.yaml").read_text(encoding="utf-8")
    return CalendarTable.model_validate(YAML(typ="safe", pure=True).load(text))


def _days(table: CalendarTable, arrangement: Arrangement, notice: str) -> Iterator[CalendarDay]:
    name = table.holidays[arrangement.holiday]
    day = arrangement.first
    while day <= arrangement.last:
        yield CalendarDay(day=day, works=False, name=name, notice=notice)
        day += timedelta(days=1)
    for day in arrangement.works:
        yield CalendarDay(day=day, works=True, name=name, notice=notice)
