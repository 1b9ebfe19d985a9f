"""Which activities are recorded?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.activities import queries
from huiyin.activities.rows import Row
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Column
from huiyin.plan.queries import current_plan
from huiyin.web.activities.choosing import recordable
from huiyin.web.activities.filters import FilterForm
from huiyin.web.activities.shown import titled
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed


@dataclass(frozen=True)
class Line:
    """One record of the list, and what its number counts."""

    row: Row
    title: str
    classifier: str


@allowed(Permission.SEE_ACTIVITIES)
@require_safe
def activities(request: Asked) -> HttpResponse:
    """A list by filters that stand in the address, the newest day first."""
    plan = current_plan().plan
    form = FilterForm(request.GET, actor=request.actor, plan=plan, language=reading_language())
    filters = form.filters()
    found = queries.page(request.actor, filters, after=request.GET.get("after", ""))
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "form": form,
        "page": found,
        "lines": [Line(row, titled(row).title, _classifier(plan, row)) for row in found.rows],
        "kind": plan.kinds_by_key.get(filters.kind),
        "is_narrowed": any(kept.values()),
        "may_record": bool(recordable(request.actor, plan)),
        "may_export": request.actor.may(Permission.EXPORT_ACTIVITIES),
        "asked": kept.urlencode(),
    }
    return render(request, "activities/list.html", context)


def _classifier(plan: Plan, row: Row) -> str:
    kind = plan.kinds_by_key.get(row.kind)
    counted = kind.filling(Column.NUMBER) if kind else None
    return counted.classifier if counted else ""
