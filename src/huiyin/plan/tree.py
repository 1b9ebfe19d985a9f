"""How do requirements lead to goals, measures and tasks, and what do nothing and nobody serve?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from huiyin.plan.document import Plan
from huiyin.plan.work import Goal, Measure, Requirement, Task

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class MeasureBranch:
    """A measure and the tasks that carry it out."""

    measure: Measure
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class GoalBranch:
    """A goal and the measures that serve it; a measure that serves two goals stands under both."""

    goal: Goal
    measures: tuple[MeasureBranch, ...]


@dataclass(frozen=True, slots=True)
class RequirementBranch:
    """A requirement and the goals that serve it; a goal that serves two stands under both."""

    requirement: Requirement
    goals: tuple[GoalBranch, ...]


@dataclass(frozen=True, slots=True)
class GoalTree:
    """The work of a plan from above to below, in the order of the file.

    `own_goals` serve no requirement: the office set them itself. What is unserved leads to nothing below it.
    """

    requirements: tuple[RequirementBranch, ...]
    own_goals: tuple[GoalBranch, ...]
    unserved_requirements: tuple[Requirement, ...]
    unserved_goals: tuple[Goal, ...]
    measures_without_task: tuple[Measure, ...]


def goal_tree(plan: Plan) -> GoalTree:
    """The tree of a plan's work, and what in it leads nowhere."""
    tasks_of = _grouped((task.measure, task) for task in plan.tasks)
    branches = [MeasureBranch(measure, tasks_of.get(measure.key, ())) for measure in plan.measures]
    serving = _grouped((key, branch) for branch in branches for key in branch.measure.serves)
    goals = [GoalBranch(goal, serving.get(goal.key, ())) for goal in plan.goals]
    reaching = _grouped((key, branch) for branch in goals for key in branch.goal.serves)
    return GoalTree(
        requirements=tuple(
            RequirementBranch(requirement, reaching.get(requirement.key, ()))
            for requirement in plan.requirements
        ),
        own_goals=tuple(branch for branch in goals if not branch.goal.serves),
        unserved_requirements=tuple(each for each in plan.requirements if each.key not in reaching),
        unserved_goals=tuple(branch.goal for branch in goals if not branch.measures),
        measures_without_task=tuple(branch.measure for branch in branches if not branch.tasks),
    )


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        found[key].append(entry)
    return {key: tuple(entries) for key, entries in found.items()}
