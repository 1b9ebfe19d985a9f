"""What does a plan say about requirements, goals, measures, tasks, phases and the numbers that decide?"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field as Limit

from huiyin.plan.terms import Key, PlanPart, Term


class Phase(PlanPart):
    key: Key
    name: Term
    starts: date
    ends: date


class Requirement(PlanPart):
    """What was asked from above, word for word, and where it stands."""

    key: Key
    excerpt: str = Limit(min_length=1)
    source: str = Limit(min_length=1)
    clause: str = ""


class Goal(PlanPart):
    key: Key
    name: Term
    serves: tuple[Key, ...] = ()  # requirements
    figures: tuple[Key, ...] = ()


class Measure(PlanPart):
    key: Key
    name: Term
    serves: tuple[Key, ...] = Limit(min_length=1)  # goals
    owner: Key  # unit
    due: date | None = None


class Wanted(PlanPart):
    """Evidence that a task wants: so many records of this kind, in these states (any done one, if empty)."""

    records: Key
    at_least: int = Limit(default=1, ge=1)
    states: tuple[Key, ...] = ()


class Task(PlanPart):
    """What a unit does by a day. `owners` may be several units, or all units of a kind (`each_of`)."""

    key: Key
    name: Term
    measure: Key
    owners: tuple[Key, ...] = ()
    each_of: Key | None = None  # unit kind
    starts: date | None = None
    due: date
    evidence: tuple[Wanted, ...] = ()


class Policy(PlanPart):
    """A number that decides, from a day on, with where it comes from."""

    key: Key
    value: float
    unit: str = ""
    since: date
    source: str = Limit(min_length=1)


class PaperPlan(PlanPart):
    """A paper that is to be published: which, by whom, how often."""

    key: Key
    name: Term
    kind: Key
    every: Literal["week", "month", "quarter"] | None = None
    owner: Key | None = None


class Burden(PlanPart):
    """Minutes that a field costs a unit, by type of field, with where the estimate comes from."""

    minutes_by_type: dict[str, float] = Limit(default_factory=dict)
    source: str = ""
    monthly_budget: float | None = Limit(default=None, gt=0)  # minutes a unit and month
