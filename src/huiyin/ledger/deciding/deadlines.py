"""By which day has a problem to be put right: at its hand-over, after a hold, on another calendar?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.ledger.deciding.facts import Brought, Ground, ProblemFacts
from huiyin.ledger.moves import AT_WORK, ProblemState
from huiyin.ledger.rules import Mode, Policy
from huiyin.plan.working_days import Calendar, Deadline, Hold, Moved, due_with_holds, moved_deadlines

COUNTED_STATES = AT_WORK - {ProblemState.RETURNED}  # it has a day; returned, it waits for another unit's


@dataclass(frozen=True)
class Due:
    """A deadline as it is set. `days`: working days after `start`; None where a day was named.

    A standing measure has no `day`, only the day of its next review.
    """

    day: date | None
    start: date
    days: int | None = None
    next_review: date | None = None


def due_at_hand_over(mode: str, brought: Brought, ground: Ground) -> Due:
    """The deadline that a unit is given: the day or the working days brought along, else those of the plan.

    A long-term problem is given the day of its next review instead.
    """
    if mode == Mode.LONG_TERM:
        return Due(None, ground.today, next_review=brought.day or _next_review(ground))
    return _due(brought, ground, Policy.AT_ONCE_DAYS if mode == Mode.AT_ONCE else Policy.BY_DATE_DAYS)


def due_after_reopening(brought: Brought, ground: Ground) -> Due:
    """The deadline of the next episode: what is brought along, else the plan's days after a reopening."""
    return _due(brought, ground, Policy.REOPEN_DAYS)


def _due(brought: Brought, ground: Ground, usual: Policy) -> Due:
    if brought.day is not None:
        return Due(brought.day, ground.today)
    days = ground.number(usual) if brought.days is None else brought.days
    return Due(ground.calendar.after(ground.today, days), ground.today, days)


def _next_review(ground: Ground) -> date:
    return ground.today + timedelta(days=ground.number(Policy.REVIEW_DAYS))


def after_hold(problem: ProblemFacts, since: date, ground: Ground) -> date | None:
    """The due day after a time from `since` to today that is not the unit's; None where it has none.

    A deadline in working days is said anew with all its holds; a named day moves by the working days held.
    """
    if problem.due_current is None:
        return None
    if problem.due_days is None or problem.due_from is None:
        held = (Hold(since, max(since, ground.today)),)
        return due_with_holds(ground.calendar, problem.due_current, held, ground.today)
    holds = (*problem.holds, (since, max(since, ground.today)))
    return _counted(problem, holds).due(ground.calendar, ground.today)


def on_calendar(problem: ProblemFacts, ground: Ground) -> date | None:
    """The due day as today's calendar has it; a day that was named stays."""
    if problem.due_days is None or problem.due_from is None:
        return problem.due_current
    return _counted(problem, problem.holds).due(ground.calendar, ground.today)


def moved(problems: Iterable[ProblemFacts], before: Calendar, after: Calendar, today: date) -> list[Moved]:
    """Which due days fall elsewhere by the calendar `after` than by `before`; the key is the problem's id."""
    counted = [_counted(problem, problem.holds) for problem in problems if is_counted(problem)]
    return moved_deadlines(before, after, counted, today=today)


def is_counted(problem: ProblemFacts) -> bool:
    """Does a deadline run that is counted in working days?"""
    return problem.state in COUNTED_STATES and problem.due_days is not None and problem.due_from is not None


def _counted(problem: ProblemFacts, holds: Iterable[tuple[date, date]]) -> Deadline:
    if problem.due_days is None or problem.due_from is None:
        raise ValueError(problem.record)
    return Deadline(
        problem.record, problem.due_from, problem.due_days, tuple(Hold(first, last) for first, last in holds)
    )
