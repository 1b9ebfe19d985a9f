"""What does a plan say about a figure: which records it counts, by which law, in which window?"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field as Limit

from huiyin.plan.terms import Key, PlanPart, Term, Terms


class Law(StrEnum):
    """How records become one number."""

    COUNT = "count"  # records
    DISTINCT = "distinct"  # different values of `of`
    SUM = "sum"  # of `of`
    LAST = "last"  # newest value of `of`, of each unit, added
    MAXIMUM = "maximum"  # largest value of `of`
    RATIO = "ratio"  # of two figures: sum over sum
    COVERAGE = "coverage"  # a duty: share of those who owe at least so many that have them
    REGULARITY = "regularity"  # a frequency: share of periods that have at least one


class Exactness(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"  # printed with 余 or 多


class Source(StrEnum):
    """The records that a figure counts. The registers are lists of the plan itself."""

    ACTIVITIES = "activities"
    OPINIONS = "opinions"
    PROBLEMS = "problems"
    FOLLOW_UPS = "follow_ups"
    PROJECTS = "projects"
    BULLETINS = "bulletins"
    UNITS = "units"
    PEOPLE = "people"
    SCREENS = "screens"
    CHANNELS = "channels"
    ASSETS = "assets"
    AREAS = "areas"
    GUIDANCE_GROUPS = "guidance_groups"


class FigureDefinition(PlanPart):
    """A figure is a query, not a text (`domain.md` 1d).

    `where` holds fields of the kind, or columns of the register, to values any of which fits. No `states`
    means every state that is done; what is announced is counted only where its states are named.
    """

    key: Key
    name: Term
    synonyms: Terms = Terms()
    classifier: str = Limit(min_length=1, max_length=4)
    source: Source = Source.ACTIVITIES
    kinds: tuple[Key, ...] = ()
    law: Law = Law.COUNT
    of: Key | None = None
    where: dict[Key, tuple[str, ...]] = Limit(default_factory=dict)
    states: tuple[Key, ...] = ()
    starts: date | None = None
    ends: date | None = None
    over: Key | None = None  # ratio: the figure below the line
    top: Key | None = None  # ratio: the figure above the line
    at_least: int = Limit(default=1, ge=1)
    every: Literal["week", "month"] | None = None
    exactness: Exactness = Exactness.EXACT
    owner: Key | None = None
    note: Term | None = None
    supersedes: Key | None = None
