"""How is a record corrected, taken back, and put in force again?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities import actions, queries
from huiyin.activities.refusals import Conflict, NotFound, NotRight, SameAlready
from huiyin.activities.rows import Row
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.plan.queries import current_plan
from huiyin.web.activities.asking import RecordLine, asked_for, line, line_of
from huiyin.web.activities.choosing import units_for
from huiyin.web.activities.entry import NOT_TAKEN, SAME_OR_CHANGED
from huiyin.web.activities.forms import ActivityForm, start_of_correction
from huiyin.web.activities.reasons import ReasonForm
from huiyin.web.activities.shown import Change, changes, titled
from huiyin.web.guard import Asked, allowed


@dataclass(frozen=True)
class Revised:
    """The record that is being revised, as it is now."""

    plan: Plan
    kind: Kind
    row: Row
    above: Row | None

    @property
    def title(self) -> str:
        """What it is called."""
        return titled(self.row).title

    @property
    def parent(self) -> RecordLine | None:
        """The record that it is a part of, in one line."""
        return line(self.above, self.plan) if self.above else None


@dataclass(frozen=True)
class Beside:
    """What stands beside a form of correction: the same record, or what somebody else changed meanwhile."""

    is_same: bool = False
    same: RecordLine | None = None
    is_conflict: bool = False
    differences: tuple[Change, ...] = ()  # before: as it is now; after: as it was typed


@allowed(Permission.RECORD_ACTIVITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def activity_correct(request: Asked, record: str) -> HttpResponse:
    """The form of a record with all that it says; what is sent becomes its next version."""
    revised = _revised(request, record)
    if revised.row.is_withdrawn:
        raise Http404
    if request.method == "POST":
        return _corrected(request, revised)
    return _correct_page(request, revised, _form(request, revised))


@allowed(Permission.RECORD_ACTIVITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def activity_withdraw(request: Asked, record: str) -> HttpResponse:
    """Take a record back, with the reason: it counts nowhere and stays readable."""
    revised = _revised(request, record)
    if revised.row.is_withdrawn:
        return redirect("activity", record=record)
    return _with_reason(request, revised, actions.withdraw, "activities/withdraw.html")


@allowed(Permission.RECORD_ACTIVITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def activity_restore(request: Asked, record: str) -> HttpResponse:
    """Put a record that was taken back in force again, with the reason."""
    revised = _revised(request, record)
    if not revised.row.is_withdrawn:
        return redirect("activity", record=record)
    return _with_reason(request, revised, actions.restore, "activities/restore.html")


def _revised(request: Asked, record: str) -> Revised:
    plan = current_plan().plan
    try:
        view = queries.record(request.actor, record)
    except NotFound:
        raise Http404 from None
    kind = plan.kinds_by_key.get(view.row.kind)
    if kind is None:
        raise Http404
    request.actor.must(Permission.RECORD_ACTIVITIES, view.row.unit)
    if view.row.unit not in units_for(request.actor, kind, plan):
        raise Http404
    return Revised(plan, kind, view.row, view.above)


def _form(request: Asked, revised: Revised, given: Any = None) -> ActivityForm:
    asked = asked_for(request.actor, revised.plan, revised.kind, parent=revised.parent, corrects=revised.row)
    start = None if given is not None else start_of_correction(revised.kind, revised.row)
    return ActivityForm(asked, given=given, start=start)


def _corrected(request: Asked, revised: Revised) -> HttpResponse:
    form = _form(request, revised, request.POST)
    version = _version(request.POST.get("version", ""))
    try:
        actions.correct(
            actor=request.actor,
            now=timezone.now(),
            record=revised.row.record,
            version=version,
            entered=form.entered(),
            reason=request.POST.get("reason", ""),
        )
    except NotRight as refusal:
        form.show_faults(refusal.faults)
        return _correct_page(request, revised, form, status=NOT_TAKEN)
    except SameAlready as refusal:
        beside = Beside(is_same=True, same=line_of(request.actor, revised.plan, refusal.record))
        return _correct_page(request, revised, form, beside, status=SAME_OR_CHANGED)
    except Conflict:
        return _conflict_page(request, revised.row.record)
    messages.success(request, _("Corrected."))
    return redirect("activity", record=revised.row.record)


def _conflict_page(request: Asked, record: str) -> HttpResponse:
    """Both texts side by side. The form keeps what was typed; sent again, it corrects the newer version."""
    revised = _revised(request, record)
    given = request.POST.copy()
    given["version"] = str(revised.row.version)
    form = _form(request, revised, given)
    differences = tuple(changes(revised.kind, revised.plan, revised.row, form.entered()))
    beside = Beside(is_conflict=True, differences=differences)
    return _correct_page(request, revised, form, beside, status=SAME_OR_CHANGED)


def _correct_page(
    request: Asked, revised: Revised, form: ActivityForm, beside: Beside | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "revised": revised, "around": beside or Beside()}
    return render(request, "activities/correct.html", context, status=status)


def _with_reason(request: Asked, revised: Revised, deed: Callable[..., None], template: str) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = ReasonForm(given, initial={"version": revised.row.version})
    if not form.is_valid():
        return _reason_page(request, revised, form, template, status=200 if given is None else NOT_TAKEN)
    try:
        deed(
            actor=request.actor,
            now=timezone.now(),
            record=revised.row.record,
            version=form.cleaned_data["version"] or 0,
            reason=form.cleaned_data["reason"],
        )
    except Conflict as refusal:
        kept = ReasonForm({**form.cleaned_data, "version": refusal.current})
        kept.add_error(None, _("Somebody else changed this record first. Please look at it once more."))
        return _reason_page(request, revised, kept, template, status=SAME_OR_CHANGED)
    except NotRight as refusal:
        form.show_faults(refusal)
        return _reason_page(request, revised, form, template, status=NOT_TAKEN)
    except SameAlready:
        form.add_error(None, _("There is another record now that says the same; both cannot be in force."))
        return _reason_page(request, revised, form, template, status=SAME_OR_CHANGED)
    return redirect("activity", record=revised.row.record)


def _reason_page(
    request: Asked, revised: Revised, form: ReasonForm, template: str, *, status: int
) -> HttpResponse:
    return render(request, template, {"form": form, "revised": revised}, status=status)


def _version(given: str) -> int:
    """The version that the form was made from; 0, which none is, for what is no number."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
