"""How do contact points, tasks and weeks stand, over the records that this actor sees?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Max, Q, Value, When

from huiyin.access.rules import Actor, Permission
from huiyin.activities.coverage import Covered, Kept, coverage
from huiyin.activities.dues import Due, Found, Recorded, boundaries, dues, newest_of, together
from huiyin.activities.list_places import in_order
from huiyin.activities.models import Activity
from huiyin.activities.queries import pieces, visible
from huiyin.activities.quiet_weeks import QuietWeek, Told, quiet_weeks
from huiyin.activities.rows import Row, row_of
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.trail.models import NEVER

LATEST_SHOWN = 3
PLACES_AT_ONCE = 200  # SQLite takes a condition of at most 1,000 parts


@dataclass(frozen=True)
class TaskEvidence:
    """A task as far as the actor sees it: by unit, over all its units, and its newest records.

    In `evidence`, what one unit has too much of does not make up for what another lacks.
    """

    task: str
    dues: tuple[Due, ...]
    evidence: tuple[Found, ...]
    latest: tuple[Row, ...]


def contact_coverage(actor: Actor) -> tuple[Covered, ...]:
    """Each leader with a post in reach under each contact rule.

    It counts every record of who keeps whom, also one that another unit made and this actor may not open:
    else the same leader would have a gap for one reader and none for another. Restricted kinds do not count.
    """
    plan, reach = current_plan().plan, actor.reach(Permission.SEE_ACTIVITIES)
    kinds = {rule.records for rule in plan.contact_rules}
    done = [
        Q(kind=kind.key, state__in=[state.key for state in kind.states if state.done])
        for kind in plan.kinds
        if kind.key in kinds and not kind.restricted
    ]
    if not done or not reach:
        return ()
    rows = Activity.objects.filter(_any(done), superseded=NEVER, is_withdrawn=False)
    rows = rows.exclude(person="").exclude(target="")
    kept = rows.order_by().values_list("kind", "person", "target").distinct()
    return coverage(plan, (Kept(*row) for row in kept), None if reach.everywhere else reach.units)


def dues_of_units(actor: Actor, on: date) -> tuple[Due, ...]:
    """Every task of every unit in reach, as it stands on this day; by one query beside the plan's."""
    plan = current_plan().plan
    return _dues(actor, plan, _recorded(actor, plan), on)


def evidence_of_tasks(actor: Actor, on: date) -> Mapping[str, TaskEvidence]:
    """By task: what there is of the evidence that it wants, as far as the actor sees; by two queries."""
    plan = current_plan().plan
    recorded = _recorded(actor, plan)
    by_task: dict[str, list[Due]] = {}
    for due in _dues(actor, plan, recorded, on):
        by_task.setdefault(due.task, []).append(due)
    places = {task: newest_of(owed, LATEST_SHOWN) for task, owed in by_task.items()}
    latest = _latest(actor, plan, {place for found in places.values() for place in found})
    return {
        task: TaskEvidence(
            task,
            tuple(owed),
            together(owed),
            tuple(row for place in places[task] for row in latest.get(place, ()))[:LATEST_SHOWN],
        )
        for task, owed in by_task.items()
    }


def weeks_without_a_word(actor: Actor, on: date) -> tuple[QuietWeek, ...]:
    """The weeks that ended by this day in which a unit in reach told nothing, not even of nothing."""
    plan, reach = current_plan().plan, actor.reach(Permission.SEE_ACTIVITIES)
    units = [unit.key for unit in plan.units if reach.holds(unit.key)]
    if not units:
        return ()
    rows = visible(actor, plan=plan).filter(is_withdrawn=False).order_by()
    # Of what began on one day, what lasted longest covers the rest.
    told = (Told(*row) for row in rows.values_list("unit", "day").annotate(longest=Max("last_day")))
    return quiet_weeks(units, told, plan.campaign.starts, min(on, plan.campaign.ends))


def _dues(actor: Actor, plan: Plan, recorded: Sequence[Recorded], on: date) -> tuple[Due, ...]:
    reach = actor.reach(Permission.SEE_ACTIVITIES)
    return tuple(due for due in dues(plan, recorded, on) if reach.holds(due.unit))


def _recorded(actor: Actor, plan: Plan) -> list[Recorded]:
    """How many records there are of each kind that a task wants, by unit, state and span of days."""
    kinds = {wanted.records for task in plan.tasks for wanted in task.evidence}
    days = boundaries(plan)
    if not kinds or not days:
        return []
    # To leave the days before the first boundary out here would lead SQLite to a slower index.
    spans = [When(day__gte=day, then=Value(at)) for at, day in reversed(list(enumerate(days)))]
    rows = (
        visible(actor, plan=plan)
        .filter(kind__in=sorted(kinds), is_withdrawn=False)
        .annotate(span=Case(*spans, output_field=IntegerField()))
        .order_by()
        .values_list("kind", "state", "unit", "span")
        .annotate(count=Count("pk"), newest=Max("day"))
    )
    return [
        Recorded(kind, unit, state, days[span], count, newest)
        for kind, state, unit, span, count, newest in rows
        if span is not None
    ]


def _latest(actor: Actor, plan: Plan, places: Iterable[Recorded]) -> Mapping[Recorded, Sequence[Row]]:
    """The records of these places' newest days, newest first."""
    found: dict[tuple[str, str, str, date], list[Row]] = {}
    wanted = {(each.kind, each.unit, each.state, each.newest): each for each in places}
    for piece in pieces(sorted(wanted), at_once=PLACES_AT_ONCE):
        any_of = [Q(kind=kind, unit=unit, state=state, day=day) for kind, unit, state, day in piece]
        # These two say nothing new, but let an index be used.
        rows = visible(actor, plan=plan).filter(
            kind__in=sorted({place[0] for place in piece}), day__in=sorted({place[3] for place in piece})
        )
        for activity in in_order(rows.filter(_any(any_of), is_withdrawn=False), None):
            place = (activity.kind, activity.unit, activity.state, activity.day)
            found.setdefault(place, []).append(row_of(activity, plan))
    return {each: found.get(place, []) for place, each in wanted.items()}


def _any(conditions: Iterable[Q]) -> Q:
    together = Q()
    for condition in conditions:
        together |= condition
    return together
