"""What does the campaign want, what is done for it, and what leads nowhere?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.access.rules import Actor, Permission
from huiyin.activities.dues import starts_of
from huiyin.activities.overview import dues_of_units
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.plan.queries import current_plan
from huiyin.plan.terms import Term
from huiyin.plan.tree import GoalBranch, MeasureBranch, goal_tree
from huiyin.plan.work import Goal, Measure, Requirement, Task
from huiyin.web.guard import Asked, allowed
from huiyin.web.plan.goal_picture import GoalPicture, picture_of
from huiyin.web.plan.task_evidence import Pieces, standings

OWNERS_NAMED = 3


@dataclass(frozen=True)
class WantedLine:
    """A kind of record that a task wants, how many from each unit, and since when they count."""

    kind: Kind
    at_least: int
    since: date


@dataclass(frozen=True)
class TaskLine:
    """A task with who does it and what shows that it is done."""

    task: Task
    owners: tuple[Term, ...]  # the first few
    more_owners: int
    each_of: Term | None  # the kind of unit of which each one does it
    evidence: Pieces
    wanted: tuple[WantedLine, ...]


@dataclass(frozen=True)
class MeasureLine:
    """A measure with its tasks."""

    measure: Measure
    owner: Term | None
    tasks: tuple[TaskLine, ...]

    @cached_property
    def evidence(self) -> Pieces:
        """The evidence of its tasks together."""
        return Pieces.together(task.evidence for task in self.tasks)


@dataclass(frozen=True)
class GoalLine:
    """A goal with its measures."""

    goal: Goal
    measures: tuple[MeasureLine, ...]

    @cached_property
    def evidence(self) -> Pieces:
        """The evidence of its measures together."""
        return Pieces.together(measure.evidence for measure in self.measures)


@dataclass(frozen=True)
class RequirementLine:
    """What was asked from above, and the goals that serve it; None for goals that the office set itself."""

    requirement: Requirement | None
    goals: tuple[GoalLine, ...]


@allowed(Permission.SEE_PLAN)
@require_safe
def plan(request: Asked) -> HttpResponse:
    """Requirements, goals, measures and tasks with their evidence: a picture, and a tree that folds."""
    in_force = current_plan()
    tree = goal_tree(in_force.plan)
    found = _pieces(request.actor, in_force.plan)
    lines = _Lines(in_force.plan, found)
    requirements = [
        RequirementLine(branch.requirement, lines.goals(branch.goals)) for branch in tree.requirements
    ]
    if tree.own_goals:
        requirements.append(RequirementLine(None, lines.goals(tree.own_goals)))
    goals = _once(requirements)
    return render(
        request,
        "plan/plan.html",
        {
            "plan": in_force.plan,
            "version": in_force.version,
            "requirements": requirements,
            "goals": goals,
            "whole": Pieces.together(goal.evidence for goal in goals),
            "tree": tree,
            "gaps": len(tree.unserved_requirements)
            + len(tree.unserved_goals)
            + len(tree.measures_without_task),
            "picture": _picture(goals),
            "sees_evidence": bool(found),
        },
    )


def _pieces(actor: Actor, plan: Plan) -> dict[str, Pieces]:
    """The evidence of each task, over the records that this actor may see; empty for whoever sees none."""
    if not actor.may(Permission.SEE_ACTIVITIES):
        return {}
    dues = dues_of_units(actor, timezone.localdate())
    return {standing.task.key: standing.pieces for standing in standings(plan, dues)}


class _Lines:
    """Makes lines of branches; a branch that stands twice in the tree is made once."""

    def __init__(self, plan: Plan, found: Mapping[str, Pieces]) -> None:
        self._plan, self._found = plan, found
        self._unit_kinds = {kind.key: kind.name for kind in plan.unit_kinds}
        self._made: dict[str, GoalLine] = {}

    def goals(self, branches: Iterable[GoalBranch]) -> tuple[GoalLine, ...]:
        return tuple(self._goal(branch) for branch in branches)

    def _goal(self, branch: GoalBranch) -> GoalLine:
        key = branch.goal.key
        if key not in self._made:
            self._made[key] = GoalLine(branch.goal, tuple(map(self._measure, branch.measures)))
        return self._made[key]

    def _measure(self, branch: MeasureBranch) -> MeasureLine:
        owner = self._plan.units_by_key.get(branch.measure.owner)
        return MeasureLine(
            branch.measure, owner.name if owner else None, tuple(map(self._task, branch.tasks))
        )

    def _task(self, task: Task) -> TaskLine:
        units = self._plan.units_by_key
        owners = [units[key].name for key in task.owners if key in units]
        return TaskLine(
            task,
            tuple(owners[:OWNERS_NAMED]),
            max(0, len(owners) - OWNERS_NAMED),
            self._unit_kinds.get(task.each_of or ""),
            self._found.get(task.key, Pieces()),
            tuple(self._wanted(task)),
        )

    def _wanted(self, task: Task) -> Iterator[WantedLine]:
        for wanted in task.evidence:
            kind = self._plan.kinds_by_key.get(wanted.records)
            if kind is not None:
                yield WantedLine(kind, wanted.at_least, starts_of(self._plan, task))


def _once(requirements: Iterable[RequirementLine]) -> list[GoalLine]:
    """Every goal once, in the order in which the tree shows it first."""
    return list({goal.goal.key: goal for line in requirements for goal in line.goals}.values())


def _picture(goals: Iterable[GoalLine]) -> GoalPicture:
    return picture_of(
        [
            (
                goal.goal.name,
                [(line.measure.name, [task.evidence.shape for task in line.tasks]) for line in goal.measures],
            )
            for goal in goals
        ]
    )
