"""Do requirements, goals, measures, tasks, days and papers agree with each other?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Path
from huiyin.plan.kinds import FieldType
from huiyin.plan.references import References, no_such
from huiyin.plan.shapes import nearest
from huiyin.plan.work import Task


def work_findings(plan: Plan, known: References) -> Iterator[Finding]:
    """What contradicts itself in the work to be done."""
    yield from _campaign(plan)
    for index, phase in enumerate(plan.phases):
        yield from _span(plan, ("phases", index), phase.starts, phase.ends)
    for index, goal in enumerate(plan.goals):
        yield from known.missing_of(("goals", index, "serves"), "requirements", goal.serves)
        yield from known.missing_of(("goals", index, "figures"), "figures", goal.figures)
    for index, measure in enumerate(plan.measures):
        yield from known.missing_of(("measures", index, "serves"), "goals", measure.serves)
        yield from known.missing(("measures", index, "owner"), "units", measure.owner)
        yield from _outside(plan, ("measures", index, "due"), measure.due)
    for index, task in enumerate(plan.tasks):
        yield from _task(task, ("tasks", index), plan, known)
    for index, paper in enumerate(plan.papers):
        yield from known.missing(("papers", index, "owner"), "units", paper.owner)
    yield from _burden(plan)


def _campaign(plan: Plan) -> Iterator[Finding]:
    campaign = plan.campaign
    if campaign.ends < campaign.starts:
        yield Finding(("campaign", "ends"), FaultCode.ENDS_FIRST, {"starts": str(campaign.starts)})
    try:
        ZoneInfo(campaign.time_zone)
    except (LookupError, ValueError, OSError):
        yield Finding(("campaign", "time_zone"), FaultCode.TIME_ZONE)


def _span(plan: Plan, path: Path, starts: date, ends: date) -> Iterator[Finding]:
    if ends < starts:
        yield Finding((*path, "ends"), FaultCode.ENDS_FIRST, {"starts": str(starts)})
    yield from _outside(plan, (*path, "starts"), starts)
    yield from _outside(plan, (*path, "ends"), ends)


def _outside(plan: Plan, path: Path, day: date | None) -> Iterator[Finding]:
    campaign = plan.campaign
    if day is None or campaign.ends < campaign.starts or campaign.starts <= day <= campaign.ends:
        return
    told = {"starts": str(campaign.starts), "ends": str(campaign.ends)}
    yield Finding(path, FaultCode.OUTSIDE, told)


def _task(task: Task, path: Path, plan: Plan, known: References) -> Iterator[Finding]:
    yield from known.missing((*path, "measure"), "measures", task.measure)
    yield from known.missing_of((*path, "owners"), "units", task.owners)
    yield from known.missing((*path, "each_of"), "unit_kinds", task.each_of)
    if not task.owners and task.each_of is None:
        yield Finding(path, FaultCode.NEEDED, {"part": "owners | each_of", "why": f"task: {task.key}"})
    yield from _outside(plan, (*path, "starts"), task.starts)
    yield from _outside(plan, (*path, "due"), task.due)
    if task.starts is not None and task.due < task.starts:
        yield Finding((*path, "due"), FaultCode.ENDS_FIRST, {"starts": str(task.starts)})
    for index, wanted in enumerate(task.evidence):
        at = (*path, "evidence", index)
        yield from known.missing((*at, "records"), "kinds", wanted.records)
        kind = plan.kinds_by_key.get(wanted.records)
        states = [state.key for state in kind.states] if kind else list(wanted.states)
        for place, state in enumerate(wanted.states):
            if state not in states:
                yield no_such((*at, "states", place), state, f"{wanted.records}.states", states)


def _burden(plan: Plan) -> Iterator[Finding]:
    types = [type_.value for type_ in FieldType]
    for name, minutes in plan.burden.minutes_by_type.items():
        path = ("burden", "minutes_by_type", name)
        if name not in types:
            told = {"found": name, "nearest": nearest(name, types), "known": ", ".join(types)}
            yield Finding(path, FaultCode.NOT_ONE_OF, told)
        if minutes < 0:
            yield Finding(path, FaultCode.TOO_SMALL, {"limit": "≥ 0"})
