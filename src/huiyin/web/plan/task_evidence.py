"""How much of the evidence that tasks ask for is there, and how many units stand how with them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from huiyin.activities.dues import Due, DueState
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Unit
from huiyin.plan.work import Task
from huiyin.web.frame.tags import said

# Which shape shows a state, in the order in which one of several stands for all.
SHAPES: Mapping[DueState, str] = {
    DueState.LATE: "late",
    DueState.SOON: "soon",
    DueState.OPEN: "open",
    DueState.DONE_LATE: "done",
    DueState.DONE: "done",
}


@dataclass(frozen=True)
class Pieces:
    """Pieces of evidence that were found and that are wanted, for one task or several together."""

    found: int = 0
    wanted: int = 0
    tasks: int = 1

    @property
    def shape(self) -> str:
        """`done` when all is there, `part` when some is, `none` when none is, `plain` when none is wanted."""
        if not self.wanted:
            return "plain"
        if self.found >= self.wanted:
            return "done"
        return "part" if self.found else "none"

    @classmethod
    def together(cls, parts: Iterable[Pieces]) -> Pieces:
        """The evidence of several tasks."""
        held = list(parts)
        return cls(
            sum(part.found for part in held),
            sum(part.wanted for part in held),
            sum(part.tasks for part in held),
        )


@dataclass(frozen=True)
class TaskStanding:
    """A task over the units in reach that owe it."""

    task: Task
    dues: tuple[Due, ...]

    @cached_property
    def pieces(self) -> Pieces:
        """Its evidence; what one unit has too much of makes up for no other."""
        wanted = [found for due in self.dues for found in due.evidence]
        return Pieces(
            sum(min(found.found, found.wanted) for found in wanted), sum(found.wanted for found in wanted)
        )

    @cached_property
    def done(self) -> int:
        """How many units have done it."""
        return sum(SHAPES[due.state] == "done" for due in self.dues)

    @cached_property
    def open_units(self) -> tuple[str, ...]:
        """The keys of the units that have not."""
        return tuple(due.unit for due in self.dues if SHAPES[due.state] != "done")

    @property
    def shape(self) -> str:
        """The shape of its state: that of the unit that needs it most."""
        held = {SHAPES[due.state] for due in self.dues}
        return next((shape for shape in SHAPES.values() if shape in held), "open")


def standings(plan: Plan, dues: Iterable[Due]) -> list[TaskStanding]:
    """The tasks that somebody in reach owes, by due day, in the plan's order within a day."""
    owed: dict[str, list[Due]] = {}
    for due in dues:
        owed.setdefault(due.task, []).append(due)
    found = [TaskStanding(task, tuple(owed[task.key])) for task in plan.tasks if task.key in owed]
    return sorted(found, key=lambda standing: standing.task.due)


def alphabetical(keys: Iterable[str], plan: Plan) -> list[Unit]:
    """The units with these keys by name, in Chinese by pinyin, so that no order can be read as a ranking."""
    units = [plan.units_by_key[key] for key in dict.fromkeys(keys) if key in plan.units_by_key]
    return sorted(units, key=lambda unit: _spelling(said(unit)))


def _spelling(name: str) -> bytes:
    """What a name is sorted by: GB 18030 has the common characters in the order of their pinyin."""
    return name.casefold().encode("gb18030")
