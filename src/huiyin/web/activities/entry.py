"""How is a new activity recorded?"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities import actions
from huiyin.activities.refusals import NotRight, SameAlready
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.plan.queries import current_plan
from huiyin.web.activities.asking import RecordLine, asked_for, line_of, parent_of
from huiyin.web.activities.choosing import own_unit, units_for
from huiyin.web.activities.forms import ActivityForm, offered, start_of
from huiyin.web.activities.uploads import add_uploads
from huiyin.web.guard import Asked, allowed

NOT_TAKEN, SAME_OR_CHANGED = 422, 409
TICKET = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Around:
    """What stands around a form: what it is a part of, and the record that says the same already, if any."""

    parent: RecordLine | None = None
    is_same: bool = False
    same: RecordLine | None = None  # None where this person may not see it


@allowed(Permission.RECORD_ACTIVITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def activity_new(request: Asked, kind: str) -> HttpResponse:
    """The form of one kind; what is sent is recorded once, however often it is sent."""
    plan = current_plan().plan
    of_kind = plan.kinds_by_key.get(kind)
    if of_kind is None or not units_for(request.actor, of_kind, plan):
        raise Http404
    if request.method == "POST":
        return _saved(request, plan, of_kind)
    parent = parent_of(request.actor, plan, of_kind, request.GET.get("part_of", ""))
    start = start_of(
        of_kind,
        today=timezone.localdate(),
        unit=parent.unit if parent else own_unit(request.actor, plan),
        part_of=parent.record if parent else "",
    )
    asked = asked_for(request.actor, plan, of_kind, parent=parent)
    start |= offered(of_kind, request.GET)
    form = ActivityForm(asked, start=start, ticket=secrets.token_hex(16))
    return _form_page(request, form, Around(parent))


def _saved(request: Asked, plan: Plan, kind: Kind) -> HttpResponse:
    parent = parent_of(request.actor, plan, kind, request.POST.get("part_of", ""))
    form = ActivityForm(asked_for(request.actor, plan, kind, parent=parent), given=request.POST)
    try:
        saved = actions.record(
            actor=request.actor,
            now=timezone.now(),
            entered=form.entered(),
            ticket=_ticket(request.POST.get("ticket", "")),
        )
    except NotRight as refusal:
        form.show_faults(refusal.faults)
        return _form_page(request, form, Around(parent), status=NOT_TAKEN)
    except SameAlready as refusal:
        same = line_of(request.actor, plan, refusal.record)
        return _form_page(request, form, Around(parent, is_same=True, same=same), status=SAME_OR_CHANGED)
    messages.success(request, _("Saved."))
    add_uploads(request, saved)
    return redirect("activity", record=saved)


def _ticket(given: str) -> str | None:
    """The ticket that a form was given out with; None for anything that never was one."""
    return given if TICKET.fullmatch(given) else None


def _form_page(request: Asked, form: ActivityForm, around: Around, *, status: int = 200) -> HttpResponse:
    kind = form.asked.kind
    context = {
        "form": form,
        "kind": kind,
        "around": around,
        "wants_evidence": any(state.evidence for state in kind.states),
    }
    return render(request, "activities/new.html", context, status=status)
