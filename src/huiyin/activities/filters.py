"""Which records of a list are asked for?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.activities.models import Activity, Evidence
from huiyin.activities.word_search import with_words
from huiyin.plan.document import Plan
from huiyin.trail.models import NEVER


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; what is left empty narrows nothing.

    `unit` takes the units below it along. `words`: every one of them stands in the title, in a text, or in
    the name of the unit or of a row of the plan that the record names, as it was called at the time.
    """

    kind: str = ""
    unit: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    is_late: bool | None = None
    needs_evidence: bool = False  # its state wants a file, and there is none
    show_withdrawn: bool = False
    import_batch: str = ""
    person: str = ""
    target: str = ""


def fitting(rows: QuerySet[Activity], filters: Filters, plan: Plan) -> QuerySet[Activity]:
    """Of these rows, the ones that the filters leave."""
    equal = {
        "kind": filters.kind,
        "state": filters.state,
        "import_batch": filters.import_batch,
        "person": filters.person,
        "target": filters.target,
    }
    rows = rows.filter(**{column: value for column, value in equal.items() if value})
    if filters.import_batch:
        rows = rows.exclude(import_batch="")  # as the index does, which serves no other question
    if not filters.show_withdrawn:
        rows = rows.filter(is_withdrawn=False)
    if filters.unit:
        rows = rows.filter(unit__in=units_at(plan, filters.unit))
    if filters.since:
        rows = rows.filter(day__gte=filters.since)
    if filters.until:
        rows = rows.filter(day__lte=filters.until)
    if filters.is_late is not None:
        rows = rows.filter(is_late=filters.is_late)
    if filters.needs_evidence:
        rows = _without_evidence(rows, plan)
    return with_words(rows, filters.words) if filters.words.strip() else rows


def units_at(plan: Plan, unit: str) -> list[str]:
    """This unit and those below it, in the plan's order; the unit alone where the plan has it no longer."""
    within = {row.key: row.within for row in plan.units}

    def is_below(key: str | None) -> bool:
        for _ in range(len(within)):
            if key is None or key == unit:
                break
            key = within.get(key)
        return key == unit

    return [row.key for row in plan.units if is_below(row.key)] or [unit]


def _without_evidence(rows: QuerySet[Activity], plan: Plan) -> QuerySet[Activity]:
    wanting = Q(pk__in=[])
    for kind in plan.kinds:
        states = [state.key for state in kind.states if state.evidence]
        if states:
            wanting |= Q(kind=kind.key, state__in=states)
    shown = Evidence.objects.filter(activity=OuterRef("record"), superseded=NEVER, is_withdrawn=False)
    return rows.filter(wanting, ~Exists(shown))
