"""Which task is due of which unit, and is the evidence there that it wants?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.plan.document import Plan
from huiyin.plan.work import Task, Wanted

SOON_DAYS = "due.soon_days"


class DueState(StrEnum):
    """How a unit stands with a task."""

    DONE = "done"
    DONE_LATE = "done_late"  # it has what was wanted, not all of it by the due day
    OPEN = "open"
    SOON = "soon"  # due within the days of the policy
    LATE = "late"


@dataclass(frozen=True)
class Recorded:
    """How many records of a unit, kind and state lie within a span of days, and the newest day of them.

    The span begins on `since`; it ends before the next one of the boundaries that were asked for.
    """

    kind: str
    unit: str
    state: str
    since: date
    count: int
    newest: date


@dataclass(frozen=True)
class Found:
    """What there is of one kind of evidence that a task wants."""

    kind: str
    states: tuple[str, ...]
    wanted: int
    in_time: int
    late: int
    counting: tuple[Recorded, ...]

    @property
    def newest(self) -> date | None:
        """The newest day of what counts."""
        return max((each.newest for each in self.counting), default=None)

    @property
    def found(self) -> int:
        """In time or late."""
        return self.in_time + self.late


@dataclass(frozen=True)
class Due:
    """A task of one unit."""

    task: str
    unit: str
    starts: date
    due: date
    state: DueState
    evidence: tuple[Found, ...]


def dues(plan: Plan, recorded: Iterable[Recorded], on: date) -> tuple[Due, ...]:
    """Every task of every unit that owes it, by task in the plan's order, as it stands on this day.

    A task that wants no evidence is never done: nothing in the records could show it.
    """
    held: dict[tuple[str, str], list[Recorded]] = {}
    for each in recorded:
        held.setdefault((each.kind, each.unit), []).append(each)
    return tuple(_due(plan, task, unit, held, on) for task in plan.tasks for unit in owners(plan, task))


def owners(plan: Plan, task: Task) -> tuple[str, ...]:
    """The units that owe a task, in the plan's order, each once."""
    of_kind = {unit.key for unit in plan.units if task.each_of is not None and unit.kind == task.each_of}
    owing = of_kind.union(task.owners)
    return tuple(unit.key for unit in plan.units if unit.key in owing)


def starts_of(plan: Plan, task: Task) -> date:
    """The first day on which a record is evidence for a task."""
    return task.starts or plan.campaign.starts


def wanted_states(plan: Plan, wanted: Wanted) -> tuple[str, ...]:
    """The states in which a record is this evidence: those named, else all in which it is done."""
    if wanted.states:
        return wanted.states
    kind = plan.kinds_by_key.get(wanted.records)
    return tuple(state.key for state in kind.states if state.done) if kind else ()


def boundaries(plan: Plan) -> tuple[date, ...]:
    """The days on which a span begins: each first day of a task, and each day after a due day."""
    days = {starts_of(plan, task) for task in plan.tasks}
    days |= {date.fromordinal(task.due.toordinal() + 1) for task in plan.tasks}
    return tuple(sorted(days))


def together(owed: Sequence[Due]) -> tuple[Found, ...]:
    """The evidence of one task over several units; what one has too much of makes up for no other."""
    if not owed:
        return ()
    return tuple(
        Found(
            kind=first.kind,
            states=first.states,
            wanted=sum(due.evidence[at].wanted for due in owed),
            in_time=sum(min(due.evidence[at].in_time, due.evidence[at].wanted) for due in owed),
            late=sum(_late_enough(due.evidence[at]) for due in owed),
            counting=tuple(each for due in owed for each in due.evidence[at].counting),
        )
        for at, first in enumerate(owed[0].evidence)
    )


def newest_of(owed: Sequence[Due], count: int) -> tuple[Recorded, ...]:
    """Of what counts for these dues, the so many with the newest days."""
    counting = {each for due in owed for found in due.evidence for each in found.counting}
    newest = sorted(counting, key=lambda each: (each.newest, each.kind, each.unit, each.state), reverse=True)
    return tuple(newest[:count])


def _late_enough(found: Found) -> int:
    """How many of the late ones a unit needed."""
    return min(found.late, max(0, found.wanted - found.in_time))


def _due(
    plan: Plan, task: Task, unit: str, held: Mapping[tuple[str, str], Sequence[Recorded]], on: date
) -> Due:
    evidence = tuple(
        _found(plan, task, wanted, held.get((wanted.records, unit), ())) for wanted in task.evidence
    )
    state = _state(plan, task, evidence, on)
    return Due(task.key, unit, starts_of(plan, task), task.due, state, evidence)


def _found(plan: Plan, task: Task, wanted: Wanted, recorded: Sequence[Recorded]) -> Found:
    states = wanted_states(plan, wanted)
    begun = [each for each in recorded if each.state in states and each.since >= starts_of(plan, task)]
    return Found(
        kind=wanted.records,
        states=states,
        wanted=wanted.at_least,
        in_time=sum(each.count for each in begun if each.since <= task.due),
        late=sum(each.count for each in begun if each.since > task.due),
        counting=tuple(begun),
    )


def _state(plan: Plan, task: Task, evidence: Sequence[Found], on: date) -> DueState:
    if evidence and all(found.in_time >= found.wanted for found in evidence):
        return DueState.DONE
    if evidence and all(found.found >= found.wanted for found in evidence):
        return DueState.DONE_LATE
    if on > task.due:
        return DueState.LATE
    policy = plan.policy_on(SOON_DAYS, on)
    is_soon = policy is not None and (task.due - on).days <= policy.value
    return DueState.SOON if is_soon else DueState.OPEN
