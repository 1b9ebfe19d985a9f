"""Which days of the calendar are off, worked instead, or not certain yet, and which due days do they move?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.access.rules import Actor, Permission
from huiyin.ledger.shown.moved_deadlines import MovedDeadline, deadlines_moved
from huiyin.plan.document import Plan
from huiyin.plan.queries import InForce, plan_of_version
from huiyin.plan.working_days import DayKind, ShownDay, calendar_of


@dataclass(frozen=True)
class WorkingDays:
    """The days of a span that are not as in any week, and the years that may still change."""

    by_day: Mapping[date, ShownDay]
    special: tuple[ShownDay, ...]
    provisional_years: tuple[int, ...]


@dataclass(frozen=True)
class Movement:
    """The due days that the calendar of this version of the plan moves, against the version before it."""

    version: int
    moved: tuple[MovedDeadline, ...]


def working_days(plan: Plan, first: date, last: date) -> WorkingDays:
    """How the office works from one day to another, both included."""
    calendar = calendar_of(plan.calendar)
    shown = calendar.shown(first, last)
    special = tuple(day for day in shown if day.kind in (DayKind.HOLIDAY, DayKind.MAKE_UP))
    return WorkingDays({day.day: day for day in shown}, special, calendar.years_without_notice(first, last))


def movement(actor: Actor, in_force: InForce, today: date) -> Movement | None:
    """What the newest calendar moves of the problems that the actor may see; None where nothing moves."""
    if in_force.version == 1 or not actor.may(Permission.SEE_PROBLEMS):
        return None
    before = plan_of_version(in_force.version - 1)
    moved = tuple(deadlines_moved(actor, before, in_force.plan, today=today))
    return Movement(in_force.version, moved) if moved else None
