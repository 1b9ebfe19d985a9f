"""What is newest, how much has each unit, and how many records still want a file that shows them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from huiyin.access.rules import Actor
from huiyin.activities.filters import Filters, fitting
from huiyin.activities.list_places import in_order
from huiyin.activities.queries import COUNTED_UP_TO, visible
from huiyin.activities.rows import Row, row_of
from huiyin.plan.queries import current_plan


@dataclass(frozen=True)
class UnitCount:
    """How many records of a unit this actor sees, and the day of the newest one."""

    records: int
    newest: date


@dataclass(frozen=True)
class Newest:
    """The newest records, and whether there are more."""

    rows: tuple[Row, ...]
    is_more: bool


def counts_by_unit(actor: Actor) -> Mapping[str, UnitCount]:
    """The records of each unit without those below it, withdrawn ones left out; one query."""
    found = visible(actor).filter(is_withdrawn=False).order_by().values_list("unit")
    return {
        unit: UnitCount(records, newest)
        for unit, records, newest in found.annotate(records=Count("id"), newest=Max("day"))
    }


def newest(actor: Actor, filters: Filters, number: int) -> Newest:
    """So many records with the newest days, without counting the others or their files; one query."""
    plan = current_plan().plan
    taken = list(in_order(fitting(visible(actor), filters, plan), None)[: number + 1])
    return Newest(tuple(row_of(activity, plan) for activity in taken[:number]), len(taken) > number)


def number_without_evidence(actor: Actor) -> int:
    """How many records have a state that wants a file, and none; at most `COUNTED_UP_TO`; one query."""
    found = fitting(visible(actor), Filters(needs_evidence=True), current_plan().plan)
    return min(found[: COUNTED_UP_TO + 1].count(), COUNTED_UP_TO)
