"""What became of a problem, move by move: by which rule, in which role, why, and what did it change?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.ledger.models import Problem
from huiyin.ledger.moves import ProblemState
from huiyin.ledger.shown.chain import Made
from huiyin.ledger.shown.follow_up_weeks import Since
from huiyin.ledger.shown.sight import HANDED_OVER, Sight
from huiyin.plan.terms import Term

# What a change of is worth telling; days and persons of a move stand in its step anyway.
TOLD = (
    *("title", "finding", "cause", "area", "goal", "closing_standard", "measures", "mode", "owner_unit"),
    *("co_units", "lead_leader", "verifier_unit", "due_original", "due_current", "next_review"),
    *("lasting_measure", "grew_into"),
)


@dataclass(frozen=True)
class Change:
    """What a version says otherwise than the one before it: a column of the problem."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class TimelineStep:
    """One move: its version, its rule, and the entry of the log that holds it."""

    version: int
    sequence: int
    entered: datetime
    day: date
    move: str
    rule: str
    role: str
    by: Term | None  # None where the reader may not know it
    state: str
    episode: int
    reason: str
    words: str
    changes: tuple[Change, ...]


def steps_of(versions: Sequence[Problem], sight: Sight) -> tuple[TimelineStep, ...]:
    """The moves that this reader is told, the first one first."""
    told = _told(versions, sight)
    befores: Iterable[Problem | None] = [None, *told][: len(told)]
    return tuple(_step(before, row, sight) for before, row in zip(befores, told, strict=True))


def made_of(steps: Iterable[TimelineStep]) -> tuple[Made, ...]:
    """The moves as far as the chain tells them."""
    return tuple(
        Made(
            step.move,
            step.rule,
            step.role,
            step.by,
            step.day,
            step.sequence,
            step.episode,
            ProblemState(step.state),
        )
        for step in steps
    )


def stood(versions: Iterable[Problem]) -> tuple[Since, ...]:
    """How a problem stood, from which day on."""
    return tuple(Since(row.day, ProblemState(row.state)) for row in versions)


def _told(versions: Sequence[Problem], sight: Sight) -> Sequence[Problem]:
    if sight.is_office:
        return versions
    first = next((at for at, row in enumerate(versions) if row.move in HANDED_OVER), len(versions))
    return versions[first:]


def _step(before: Problem | None, row: Problem, sight: Sight) -> TimelineStep:
    return TimelineStep(
        version=row.version,
        sequence=row.sequence,
        entered=row.entered,
        day=row.day,
        move=row.move,
        rule=row.rule,
        role=row.role,
        by=sight.person_name(row.person),
        state=row.state,
        episode=row.episode,
        reason=sight.reason(row.move, row.reason),
        words=sight.reason(row.move, row.words),
        changes=_changes(before, row),
    )


def _changes(before: Problem | None, row: Problem) -> tuple[Change, ...]:
    if before is None:
        return ()
    return tuple(
        Change(column, getattr(before, column), getattr(row, column))
        for column in TOLD
        if getattr(before, column) != getattr(row, column)
    )
