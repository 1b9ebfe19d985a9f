"""How is the story of a problem said, move by move: what, who, when, why, by which rule?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from huiyin.ledger.moves import MOVES
from huiyin.ledger.shown.timeline import Change, TimelineStep
from huiyin.plan.document import Plan
from huiyin.web.activities.shown import day_said
from huiyin.web.frame.role_words import role_word
from huiyin.web.frame.tags import reading_language, said
from huiyin.web.ledger.describe_form import said_of
from huiyin.web.ledger.move_words import MOVE_WORDS
from huiyin.web.ledger.words import FIELDS

DAYS = frozenset({"due_original", "due_current", "next_review"})


@dataclass(frozen=True)
class ChangeSaid:
    """What a move changed of the description; "" where one says nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class StepSaid:
    """One move in words, with the rule that let it happen and what that rule asks."""

    step: TimelineStep
    what: str
    who: str
    role: str
    question: str
    changes: tuple[ChangeSaid, ...]


def timeline_said(steps: Iterable[TimelineStep], plan: Plan) -> list[StepSaid]:
    """The moves of a problem in words, in the order given."""
    return [_step(step, plan) for step in steps]


def _step(step: TimelineStep, plan: Plan) -> StepSaid:
    words = MOVE_WORDS.get(step.move)
    return StepSaid(
        step=step,
        what=str(words.done) if words else step.move,
        who=said(step.by),
        role=role_word(step.role) if step.role else "",
        question=str(words.question) if words and step.move in MOVES else "",
        changes=tuple(_change(change, plan) for change in step.changes if change.field in FIELDS),
    )


def _change(change: Change, plan: Plan) -> ChangeSaid:
    return ChangeSaid(
        str(FIELDS[change.field]),
        _value(change.field, change.before, plan),
        _value(change.field, change.after, plan),
    )


def _value(field: str, value: Any, plan: Plan) -> str:
    return day_said(value) if field in DAYS else said_of(field, value, plan, reading_language())
