"""What in a plan may be as meant, and should be looked at before it is applied?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from huiyin.plan.document import Plan
from huiyin.plan.faults import Notice, NoticeCode, place_of
from huiyin.plan.organisation import Role
from huiyin.plan.working_days import calendar_of

# Unsealing takes two of them to agree while one is away (`product.md`: custodian (3)).
CUSTODIANS = 3
ALWAYS_THERE = (Role.CLERK, Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR)


def notices_of(plan: Plan) -> Iterator[Notice]:
    """Parts that nothing serves, that nobody looks after, or that nobody can use."""
    yield from _work(plan)
    yield from _organisation(plan)
    yield from _figures(plan)
    yield from _calendar(plan)


def _work(plan: Plan) -> Iterator[Notice]:
    served = {key for goal in plan.goals for key in goal.serves}
    for index, requirement in enumerate(plan.requirements):
        if requirement.key not in served:
            yield _notice(NoticeCode.REQUIREMENT_UNSERVED, requirement.key, "requirements", index)
    reached = {key for measure in plan.measures for key in measure.serves}
    for index, goal in enumerate(plan.goals):
        if goal.key not in reached:
            yield _notice(NoticeCode.GOAL_UNSERVED, goal.key, "goals", index)
    done = {task.measure for task in plan.tasks}
    for index, measure in enumerate(plan.measures):
        if measure.key not in done:
            yield _notice(NoticeCode.MEASURE_WITHOUT_TASK, measure.key, "measures", index)


def _organisation(plan: Plan) -> Iterator[Notice]:
    posts = [post for person in plan.people for post in person.posts]
    for role in ALWAYS_THERE:
        if not any(post.role is role for post in posts):
            yield Notice(NoticeCode.ROLE_MISSING, role.value, "people")
    custodians = {
        person.key for person in plan.people if any(post.role is Role.CUSTODIAN for post in person.posts)
    }
    if len(custodians) < CUSTODIANS:
        told = {"found": str(len(custodians)), "expected": str(CUSTODIANS)}
        yield Notice(NoticeCode.FEW_CUSTODIANS, "", "people", told)
    for index, area in enumerate(plan.areas):
        if area.lead is None:
            yield _notice(NoticeCode.AREA_WITHOUT_LEAD, area.key, "areas", index)
    liaised = {post.unit for post in posts if post.role in (Role.LIAISON, Role.CLERK)}
    for index, unit in enumerate(plan.units):
        if not _is_looked_after(plan, unit.key, liaised):
            yield _notice(NoticeCode.UNIT_WITHOUT_LIAISON, unit.key, "units", index)


def _is_looked_after(plan: Plan, key: str, liaised: set[str | None]) -> bool:
    """A unit is looked after by its own liaison, by one above it, or is itself only a roof over others."""
    at = plan.units_by_key.get(key)
    if any(unit.within == key for unit in plan.units) and key not in liaised and at and at.within is None:
        return True
    while at is not None:
        if at.key in liaised:
            return True
        at = plan.units_by_key.get(at.within) if at.within else None
    return False


def _figures(plan: Plan) -> Iterator[Notice]:
    used = {key for goal in plan.goals for key in goal.figures}
    for figure in plan.figures:
        used |= {key for key in (figure.top, figure.over, figure.supersedes) if key is not None}
    for index, figure in enumerate(plan.figures):
        if figure.key not in used and figure.top is None:
            yield _notice(NoticeCode.FIGURE_UNUSED, figure.key, "figures", index)


def _calendar(plan: Plan) -> Iterator[Notice]:
    calendar = calendar_of(plan.calendar)
    for year in range(plan.campaign.starts.year, plan.campaign.ends.year + 1):
        if calendar.is_provisional(date(year, 1, 1)):
            yield Notice(NoticeCode.PROVISIONAL_YEAR, str(year), "calendar")


def _notice(code: NoticeCode, key: str, name: str, index: int) -> Notice:
    return Notice(code, key, place_of((name, index)))
