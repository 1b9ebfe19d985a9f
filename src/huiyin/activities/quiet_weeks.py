"""In which weeks did a unit say nothing at all, not even that there was nothing?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class QuietWeek:
    """A unit and the Monday of a week without any record of it, a report of nothing included."""

    unit: str
    monday: date


@dataclass(frozen=True)
class Told:
    """On these days a unit did something, or said that there was nothing."""

    unit: str
    day: date
    last_day: date | None


def quiet_weeks(
    units: Iterable[str], told: Iterable[Told], since: date, until: date
) -> tuple[QuietWeek, ...]:
    """The quiet weeks of each of these units, in their order, the oldest first.

    Weeks begin on Monday (ISO 8601); the first is that of `since`, the last one that ended by `until`.
    """
    busy = {(each.unit, monday) for each in told for monday in _mondays(each.day, each.last_day or each.day)}
    ended = [monday for monday in _mondays(since, until) if monday + WEEK - timedelta(days=1) <= until]
    return tuple(QuietWeek(unit, monday) for unit in units for monday in ended if (unit, monday) not in busy)


@lru_cache(maxsize=4_096)
def _mondays(since: date, until: date) -> tuple[date, ...]:
    """The Mondays of the weeks of these days; a campaign has few days and many records on each."""
    first = since - timedelta(days=since.weekday())
    return tuple(first + WEEK * week for week in range((until - first).days // 7 + 1))
