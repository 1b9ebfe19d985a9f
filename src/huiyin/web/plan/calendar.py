"""What is due, in which week, of whom?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.activities.overview import dues_of_units
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Unit
from huiyin.plan.queries import current_plan
from huiyin.plan.working_days import ShownDay
from huiyin.web.guard import Asked, allowed
from huiyin.web.plan.task_evidence import TaskStanding, alphabetical, standings
from huiyin.web.plan.working_days import WorkingDays, movement, working_days

WEEK, ONE_DAY = timedelta(days=7), timedelta(days=1)
WEEKS_SHOWN = 8
UNITS_NAMED = 6


@dataclass(frozen=True)
class DueLine:
    """A task with the first units that still have it to do."""

    standing: TaskStanding
    still: tuple[Unit, ...]
    more: int


@dataclass(frozen=True)
class Day:
    """A day of the calendar with what is due on it."""

    day: date
    lines: tuple[DueLine, ...]
    is_today: bool
    is_inside: bool  # of the campaign
    working: ShownDay | None = None  # how the office works on it


@dataclass(frozen=True)
class Week:
    """Monday to Sunday."""

    days: tuple[Day, ...]

    @property
    def monday(self) -> date:
        """Its first day."""
        return self.days[0].day

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.days[-1].day

    @property
    def number(self) -> int:
        """The week of the year (ISO 8601)."""
        return self.monday.isocalendar().week

    @property
    def lines(self) -> tuple[DueLine, ...]:
        """What is due in it, by day."""
        return tuple(line for day in self.days for line in day.lines)

    @property
    def is_now(self) -> bool:
        """Is today in it?"""
        return any(day.is_today for day in self.days)


@allowed(Permission.SEE_ACTIVITIES)
@require_safe
def calendar(request: Asked) -> HttpResponse:
    """Eight weeks from a Monday on, this week's when none is asked; what is late stands above them."""
    in_force, today = current_plan(), timezone.localdate()
    plan = in_force.plan
    begin = _monday(_asked_day(request.GET.get("from", ""), plan) or today)
    found = [_line(standing, plan) for standing in standings(plan, dues_of_units(request.actor, today))]
    worked = working_days(plan, begin, begin + WEEK * WEEKS_SHOWN - ONE_DAY)
    weeks = _weeks(found, begin, today, plan, worked)
    return render(
        request,
        "plan/calendar.html",
        {
            "weeks": weeks,
            "late": [line for line in found if line.standing.shape == "late"],
            "coming": sum(len(week.lines) for week in weeks),
            "earlier": begin - WEEK * WEEKS_SHOWN if begin > plan.campaign.starts else None,
            "later": begin + WEEK * WEEKS_SHOWN if begin + WEEK * WEEKS_SHOWN <= plan.campaign.ends else None,
            "is_this_week": begin == _monday(today),
            "days_of_week": weeks[0].days,
            "worked": worked,
            "movement": movement(request.actor, in_force, today),
        },
    )


def _weeks(lines: Sequence[DueLine], begin: date, today: date, plan: Plan, worked: WorkingDays) -> list[Week]:
    by_day: dict[date, list[DueLine]] = {}
    for line in lines:
        by_day.setdefault(line.standing.task.due, []).append(line)
    campaign = plan.campaign
    return [
        Week(
            tuple(
                Day(
                    day,
                    tuple(by_day.get(day, ())),
                    day == today,
                    campaign.starts <= day <= campaign.ends,
                    worked.by_day.get(day),
                )
                for day in _days(begin + WEEK * week)
            )
        )
        for week in range(WEEKS_SHOWN)
    ]


def _days(monday: date) -> Iterable[date]:
    return (monday + timedelta(days=day) for day in range(7))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _asked_day(given: str, plan: Plan) -> date | None:
    """The day in an address, brought into the campaign; None for what is no day."""
    try:
        asked = parse_date(given)
    except ValueError:
        return None
    return asked and min(max(asked, plan.campaign.starts), plan.campaign.ends)


def _line(standing: TaskStanding, plan: Plan) -> DueLine:
    still = alphabetical(standing.open_units, plan)
    return DueLine(standing, tuple(still[:UNITS_NAMED]), max(0, len(still) - UNITS_NAMED))
