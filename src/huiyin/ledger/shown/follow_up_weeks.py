"""In which weeks was a unit to say how a problem goes, and in which did it say nothing?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from huiyin.ledger.moves import WITH_THE_UNIT, ProblemState

WEEK = timedelta(days=7)

Said = TypeVar("Said")


@dataclass(frozen=True)
class Since:
    """From this day on a problem stood so."""

    day: date
    state: ProblemState


@dataclass(frozen=True)
class Week(Generic[Said]):
    """One week of a problem. `is_gap`: a word was to be said, the week is over, and there is none."""

    monday: date
    said: Said | None
    is_asked: bool
    is_gap: bool


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def weeks_of(steps: Sequence[Since], said: Mapping[date, Said], today: date) -> tuple[Week[Said], ...]:
    """The weeks of a problem from its hand-over to today, the first one first.

    `steps`: how it stood, in order of days; `said`: the words by the Monday of their week. The week of the
    hand-over and the week of today are no gaps yet: they leave too little time.
    """
    handed = next((step.day for step in steps if step.state in WITH_THE_UNIT), None)
    if handed is None:
        return ()
    first, this = monday_of(handed), monday_of(today)
    asked = _asked_weeks(steps, today)
    last = max((week for week in (*asked, *said) if week <= this), default=first)
    found = []
    monday = first
    while monday <= last:
        word = said.get(monday)
        is_asked = monday in asked
        is_gap = is_asked and word is None and first < monday < this
        found.append(Week(monday, word, is_asked, is_gap))
        monday += WEEK
    return tuple(found)


def _asked_weeks(steps: Sequence[Since], today: date) -> set[date]:
    asked: set[date] = set()
    for step, after in zip(steps, [*steps[1:], Since(today, ProblemState.CLOSED)], strict=True):
        if step.state not in WITH_THE_UNIT:
            continue
        monday, last = monday_of(step.day), max(step.day, min(after.day, today))
        while monday <= last:
            asked.add(monday)
            monday += WEEK
    return asked
