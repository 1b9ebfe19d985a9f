"""What waits for one person this week, and how do the units in reach stand?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext as _n

from huiyin.access.queries import people
from huiyin.access.rules import Actor, Permission
from huiyin.activities.coverage import Covered
from huiyin.activities.dues import Due, DueState
from huiyin.activities.filters import Filters
from huiyin.activities.glance import Newest, newest, number_without_evidence
from huiyin.activities.overview import contact_coverage, dues_of_units, weeks_without_a_word
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.plan.organisation import Unit
from huiyin.plan.tree import goal_tree
from huiyin.plan.work import Task
from huiyin.trail.queries import size as entries_of_log
from huiyin.web.frame.tags import said
from huiyin.web.ledger.waiting_words import waiting_said
from huiyin.web.plan.task_evidence import TaskStanding, alphabetical, standings

WEEK = timedelta(days=7)
NEWEST_SHOWN = 8
PRESSING = (DueState.LATE, DueState.SOON)


@dataclass(frozen=True)
class Thing:
    """Something that waits: what, where it is done, how it stands, more about it, and by when."""

    words: str
    href: str
    shape: str = "open"
    note: str = ""
    day: date | None = None


@dataclass(frozen=True)
class UnitStanding:
    """A unit with the number of its tasks that are late, and of those due soon."""

    unit: Unit
    late: int
    soon: int


class Week:
    """What one actor needs to know of a week; each part is read when it is asked for."""

    def __init__(self, actor: Actor, plan: Plan, today: date) -> None:
        self._actor, self._plan, self._today = actor, plan, today
        self._seen = actor.reach(Permission.SEE_ACTIVITIES)
        self._own = actor.reach(Permission.RECORD_ACTIVITIES)
        self.sees_activities = bool(self._seen)
        self.sees_several_units = self._seen.everywhere or (self.sees_activities and not self._own)
        self.reads_log = "auditor" in actor.roles
        self.guards_keys = "custodian" in actor.roles
        self.may_record = bool(self._own)

    def things(self) -> Iterator[Thing]:
        """What waits for this person, by the posts held, the most pressing first."""
        yield from self._problems()
        if self._own.units:
            yield from self._own_tasks()
            yield from self._own_contact_points()
        if {"clerk", "head"} & set(self._actor.roles):
            yield from self._tasks_of_units()
            yield from self._gaps()
        if self.may_record:
            yield from self._without_evidence()
        if self._actor.may(Permission.MANAGE_ACCOUNTS):
            yield from self._without_account()

    @cached_property
    def standings(self) -> list[TaskStanding]:
        """The tasks of the units in reach, by due day."""
        return standings(self._plan, dues_of_units(self._actor, self._today)) if self._seen else []

    @cached_property
    def units(self) -> list[UnitStanding]:
        """The units with a task that is late or due soon, in alphabetical order: this is no ranking."""
        pressing = Counter((due.unit, due.state) for _task, due in self._dues() if due.state in PRESSING)
        return [
            UnitStanding(unit, pressing[unit.key, DueState.LATE], pressing[unit.key, DueState.SOON])
            for unit in alphabetical((key for key, _state in pressing), self._plan)
        ]

    @cached_property
    def quiet_units(self) -> list[Unit]:
        """The units that told nothing in the week that ended last, in alphabetical order."""
        monday = self._today - timedelta(days=self._today.weekday()) - WEEK
        found = weeks_without_a_word(self._actor, self._today)
        return alphabetical((quiet.unit for quiet in found if quiet.monday == monday), self._plan)

    @cached_property
    def newest(self) -> Newest:
        """The newest records in reach."""
        return newest(self._actor, Filters(), NEWEST_SHOWN)

    @property
    def nothing_kind(self) -> Kind | None:
        """The kind by which a unit says that there was nothing, on the page of who has one."""
        return next((kind for kind in self._plan.kinds if kind.reports_nothing and self._own.units), None)

    @property
    def log_entries(self) -> int:
        """How many entries the log has."""
        return entries_of_log()

    def _dues(self) -> Iterator[tuple[Task, Due]]:
        return ((standing.task, due) for standing in self.standings for due in standing.dues)

    def _problems(self) -> Iterator[Thing]:
        if self._actor.may(Permission.SEE_PROBLEMS):
            for waiting in waiting_said(self._actor, self._today):
                yield Thing(waiting.words, waiting.href, waiting.shape)

    def _own_tasks(self) -> Iterator[Thing]:
        for task, due in self._dues():
            if due.state in PRESSING and self._own.holds(due.unit):
                unit = said(self._plan.units_by_key[due.unit])
                yield Thing(said(task.name), _entry_of(due), due.state.value, unit, due.due)

    def _own_contact_points(self) -> Iterator[Thing]:
        if "leader" not in self._actor.roles:
            return
        missing = sum(own.missing for own in self._coverage if own.person == self._actor.person)
        if missing:
            words = _n(
                "One contact point of yours is missing by the plan",
                "{missing} contact points of yours are missing by the plan",
                missing,
            )
            yield Thing(words.format(missing=missing), reverse("contact-points"), "gap")

    def _tasks_of_units(self) -> Iterator[Thing]:
        for standing in self.standings:
            if standing.shape not in PRESSING:
                continue
            still = len(standing.open_units)
            words = _n("One unit still has to do it", "{still} units still have to do it", still)
            yield Thing(
                said(standing.task.name),
                f"{reverse('calendar')}#{standing.task.key}",
                standing.shape,
                words.format(still=still),
                standing.task.due,
            )

    def _gaps(self) -> Iterator[Thing]:
        tree = goal_tree(self._plan)
        gaps = len(tree.unserved_requirements) + len(tree.unserved_goals) + len(tree.measures_without_task)
        if gaps:
            words = _n(
                "In the plan, one place leads to nothing", "In the plan, {gaps} places lead to nothing", gaps
            )
            yield Thing(words.format(gaps=gaps), reverse("plan"), "gap")
        missing = sum(covered.missing for covered in self._coverage)
        if missing:
            words = _n("One contact point is missing", "{missing} contact points are missing", missing)
            yield Thing(words.format(missing=missing), reverse("contact-points"), "gap")

    def _without_evidence(self) -> Iterator[Thing]:
        found = number_without_evidence(self._actor)
        if found:
            words = _n(
                "One record still wants a file that shows it",
                "{records} records still want a file that shows them",
                found,
            )
            yield Thing(words.format(records=found), f"{reverse('activities')}?unshown=on")

    def _without_account(self) -> Iterator[Thing]:
        without = sum(row.account is None for row in people(self._actor))
        if without:
            words = _n("One person has no account yet", "{people} people have no account yet", without)
            yield Thing(words.format(people=without), reverse("people"), "waiting")

    @cached_property
    def _coverage(self) -> tuple[Covered, ...]:
        return contact_coverage(self._actor)


def _entry_of(due: Due) -> str:
    """Where a unit records what a due task wants; where it wants no evidence, what the unit is asked."""
    if not due.evidence:
        return reverse("unit", args=[due.unit])
    address = reverse("activity-new", args=[due.evidence[0].kind])
    return f"{address}?{urlencode({'unit': due.unit})}"
