"""Which units are there, who answers for them, and what is asked of one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.access.rules import Actor, Permission
from huiyin.activities.dues import Due, Found
from huiyin.activities.filters import Filters
from huiyin.activities.glance import Newest, UnitCount, counts_by_unit, newest
from huiyin.activities.overview import dues_of_units
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.plan.organisation import GuidanceGroup, Person, Role, Unit, UnitKind
from huiyin.plan.queries import current_plan
from huiyin.plan.work import Task
from huiyin.web.frame.role_words import role_word
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.of_unit import unit_ledger
from huiyin.web.plan.task_evidence import SHAPES

ROWS_ON_A_UNITS_PAGE = 10


@dataclass(frozen=True)
class UnitLine:
    """A unit as the list shows it: `depth` 0 is the top of the tree."""

    unit: Unit
    depth: int
    kind: UnitKind | None
    liaisons: tuple[Person, ...]
    count: UnitCount | None
    is_seen: bool  # may this actor open its records?


@dataclass(frozen=True)
class PersonOfUnit:
    """Somebody with a post in a unit, and its role in words."""

    person: Person
    role: str


@dataclass(frozen=True)
class AskedOfUnit:
    """A task of a unit, how it stands, and the evidence that it wants with the names of its kinds."""

    task: Task
    due: Due
    shape: str
    plan: Plan

    @property
    def evidence(self) -> list[tuple[Kind, Found]]:
        """Each kind of record that is wanted, with what there is."""
        kinds = self.plan.kinds_by_key
        return [(kinds[found.kind], found) for found in self.due.evidence if found.kind in kinds]


@allowed(Permission.SEE_PLAN)
@require_safe
def units(request: Asked) -> HttpResponse:
    """All units as a tree, with kind, liaison and number of records."""
    plan = current_plan().plan
    lines = list(_lines(plan, request.actor, counts_by_unit(request.actor)))
    return render(
        request,
        "plan/units.html",
        {
            "lines": lines,
            "without_liaison": sum(not line.liaisons for line in lines if line.depth),
            "shows_people": request.actor.may(Permission.SEE_PEOPLE),
            "shows_counts": request.actor.may(Permission.SEE_ACTIVITIES),
        },
    )


@allowed(Permission.SEE_PLAN)
@require_safe
def unit(request: Asked, key: str) -> HttpResponse:
    """One unit: what is asked of it, its newest records, who guides it."""
    plan = current_plan().plan
    shown = plan.units_by_key.get(key)
    if shown is None:
        raise Http404
    sees_records = request.actor.may(Permission.SEE_ACTIVITIES, key)
    return render(
        request,
        "plan/unit.html",
        {
            "unit": shown,
            "kind": _kinds(plan).get(shown.kind),
            "within": plan.units_by_key.get(shown.within or ""),
            "below": [below for below in plan.units if below.within == key],
            "people": _people_of(plan, key) if _sees_people(request.actor, key) else (),
            "groups": _groups_of(plan, key),
            "sees_records": sees_records,
            "records": _newest(request.actor, key) if sees_records else None,
            "asked": _asked(request.actor, key, plan) if sees_records else (),
            "may_record": request.actor.may(Permission.RECORD_ACTIVITIES, key),
            "ledger": unit_ledger(request.actor, key) if _sees_problems(request.actor, key) else None,
        },
    )


def _sees_problems(actor: Actor, key: str) -> bool:
    return actor.may(Permission.SEE_PROBLEMS, key)


def _asked(actor: Actor, key: str, plan: Plan) -> list[AskedOfUnit]:
    """The tasks of this unit, by due day."""
    tasks = {task.key: task for task in plan.tasks}
    found = [due for due in dues_of_units(actor, timezone.localdate()) if due.unit == key]
    return [
        AskedOfUnit(tasks[due.task], due, SHAPES[due.state], plan)
        for due in sorted(found, key=lambda due: due.due)
    ]


def _newest(actor: Actor, key: str) -> Newest:
    return newest(actor, Filters(unit=key), ROWS_ON_A_UNITS_PAGE)


def _lines(plan: Plan, actor: Actor, counts: Mapping[str, UnitCount]) -> Iterator[UnitLine]:
    kinds, liaisons = _kinds(plan), _liaisons(plan)
    reach = actor.reach(Permission.SEE_ACTIVITIES)
    for depth, row in _in_tree_order(plan):
        yield UnitLine(
            row,
            min(depth, 3),
            kinds.get(row.kind),
            tuple(_nearest(row, plan, liaisons)),
            counts.get(row.key),
            reach.holds(row.key),
        )


def _in_tree_order(plan: Plan) -> Iterator[tuple[int, Unit]]:
    """Each unit with its depth, before those within it, in the plan's order."""
    within: dict[str | None, list[Unit]] = {}
    for row in plan.units:
        within.setdefault(row.within, []).append(row)
    waiting = [(0, row) for row in reversed(within.get(None, []))]
    while waiting:
        depth, row = waiting.pop()
        yield depth, row
        waiting += [(depth + 1, below) for below in reversed(within.get(row.key, []))]


def _kinds(plan: Plan) -> dict[str, UnitKind]:
    return {kind.key: kind for kind in plan.unit_kinds}


def _liaisons(plan: Plan) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in plan.people:
        for post in person.posts:
            if post.role is Role.LIAISON and post.unit:
                found.setdefault(post.unit, []).append(person)
    return found


def _nearest(unit: Unit, plan: Plan, liaisons: Mapping[str, list[Person]]) -> list[Person]:
    """The liaisons of a unit; where it has none, those of the nearest unit above it."""
    above: Unit | None = unit
    while above is not None:
        if above.key in liaisons:
            return liaisons[above.key]
        above = plan.units_by_key.get(above.within or "")
    return []


def _people_of(plan: Plan, key: str) -> list[PersonOfUnit]:
    return [
        PersonOfUnit(person, role_word(post.role))
        for person in plan.people
        for post in person.posts
        if post.unit == key
    ]


def _sees_people(actor: Actor, key: str) -> bool:
    return actor.may(Permission.SEE_PEOPLE) or actor.may(Permission.SEE_ACTIVITIES, key)


def _groups_of(plan: Plan, key: str) -> list[GuidanceGroup]:
    return [group for group in plan.guidance_groups if key in group.units]
