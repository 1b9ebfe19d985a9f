"""How is a problem described, and what happens when two people do so at once?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.refusals import Conflict, NotRight
from huiyin.ledger.actions import describing
from huiyin.ledger.queries import ProblemView
from huiyin.plan.queries import current_plan
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.describe_form import DescribeForm, Difference, differences, start_of
from huiyin.web.ledger.moves import CHANGED, NOT_TAKEN
from huiyin.web.ledger.problem import view_of


@allowed(Permission.MANAGE_PROBLEMS)
@require_http_methods(["GET", "HEAD", "POST"])
def problem_describe(request: Asked, record: str) -> HttpResponse:
    """The form with all that is written down of a problem; what is sent becomes its next version."""
    view = view_of(request, record)
    if request.method == "POST":
        return _described(request, view)
    return _page(request, view, _form(start=start_of(view.row)))


def _described(request: Asked, view: ProblemView) -> HttpResponse:
    form = _form(given=request.POST)
    faults = form.faults_of_typing()
    if faults:
        form.show_faults(faults)
        return _page(request, view, form, status=NOT_TAKEN)
    try:
        describing.describe(
            actor=request.actor,
            now=timezone.now(),
            problem=view.row.record,
            version=form.version,
            description=form.description(),
            reason=form.text("reason"),
        )
    except NotRight as refusal:
        form.show_faults(refusal.faults)
        return _page(request, view, form, status=NOT_TAKEN)
    except Conflict:
        return _conflict(request, view.row.record)
    messages.success(request, _("The description is saved."))
    return redirect("problem", record=view.row.record)


def _conflict(request: Asked, record: str) -> HttpResponse:
    """Both texts side by side. The form keeps what was typed; sent again, it replaces the newer version."""
    fresh = view_of(request, record)
    given = request.POST.copy()
    given["version"] = str(fresh.row.version)
    form = _form(given=given)
    found = differences(fresh.row, form, current_plan().plan, reading_language())
    return _page(request, fresh, form, status=CHANGED, found=found)


def _form(*, given: Any = None, start: dict[str, Any] | None = None) -> DescribeForm:
    return DescribeForm(current_plan().plan, reading_language(), given=given, start=start)


def _page(
    request: Asked,
    view: ProblemView,
    form: DescribeForm,
    *,
    status: int = 200,
    found: list[Difference] | None = None,
) -> HttpResponse:
    context = {"form": form, "row": view.row, "is_conflict": found is not None, "differences": found}
    return render(request, "ledger/describe.html", context, status=status)
