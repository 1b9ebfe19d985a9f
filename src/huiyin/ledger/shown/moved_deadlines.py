"""Which problems' days does a change of the plan's calendar move, before it is made?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.access.rules import Actor, Permission
from huiyin.ledger.deciding.deadlines import COUNTED_STATES, moved
from huiyin.ledger.deciding.parties import sees
from huiyin.ledger.deciding.standing import bare_facts
from huiyin.ledger.models import Problem
from huiyin.plan.document import Plan
from huiyin.plan.working_days import calendar_of
from huiyin.trail.models import NEVER


@dataclass(frozen=True)
class MovedDeadline:
    """A problem whose day would be another. `is_provisional`: the new day may still change."""

    record: str
    number: int
    title: str
    owner_unit: str
    before: date
    after: date
    is_provisional: bool


def deadlines_moved(actor: Actor, before: Plan, after: Plan, *, today: date) -> list[MovedDeadline]:
    """Of the problems that this actor may see, those whose days another plan's calendar moves, by number.

    Days that were named, by hand-over or extension, stay. By one query.
    """
    actor.must(Permission.SEE_PROBLEMS)
    if before.calendar == after.calendar:
        return []
    counted = Problem.objects.filter(superseded=NEVER, state__in=COUNTED_STATES, due_days__isnull=False)
    rows = {row.record: row for row in counted.order_by("number")}
    facts = [bare_facts(row) for row in rows.values()]
    found = moved(
        [each for each in facts if sees(actor, each)],
        calendar_of(before.calendar),
        calendar_of(after.calendar),
        today,
    )
    return [
        MovedDeadline(
            record=each.key,
            number=rows[each.key].number,
            title=rows[each.key].title,
            owner_unit=rows[each.key].owner_unit,
            before=each.before,
            after=each.after,
            is_provisional=each.is_provisional,
        )
        for each in found
    ]
