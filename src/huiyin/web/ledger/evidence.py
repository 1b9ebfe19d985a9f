"""How is evidence of a problem added, handed out and taken back?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.ledger import queries
from huiyin.ledger.actions.evidence import withdraw_evidence
from huiyin.ledger.rules import Step
from huiyin.ledger.shown.rows import EvidenceRow
from huiyin.web.activities.evidence import handed_out
from huiyin.web.activities.reasons import ReasonForm
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.faults import fault_said
from huiyin.web.ledger.problem import view_of
from huiyin.web.ledger.uploads import add_uploads

ADDS = (Permission.MANAGE_PROBLEMS, Permission.WORK_ON_PROBLEMS, Permission.CHECK_PROBLEMS)


@allowed(*ADDS)
@require_POST
def problem_evidence_add(request: Asked, record: str) -> HttpResponse:
    """Add the files that were sent to a problem."""
    view_of(request, record)
    step = request.POST.get("step", "")
    taken = add_uploads(request, record, step if step in tuple(Step) else Step.WORK.value)
    if taken:
        said = ngettext("One file was added.", "%(taken)d files were added.", taken) % {"taken": taken}
        messages.success(request, said)
    elif not request.FILES:
        messages.warning(request, _("No file was chosen."))
    return redirect("problem", record=record)


@allowed(Permission.SEE_PROBLEMS)
@require_safe
def problem_evidence(request: Asked, file: str) -> HttpResponseBase:
    """The bytes that were kept, to be stored and opened elsewhere; never shown as a page."""
    found = _found(request, file)
    return handed_out(found.sha256, found.name, found.media_type)


@allowed(*ADDS)
@require_http_methods(["GET", "HEAD", "POST"])
def problem_evidence_withdraw(request: Asked, file: str) -> HttpResponse:
    """Take a file back, with the reason."""
    found = _found(request, file)
    view = view_of(request, found.problem)
    if found.is_withdrawn:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_withdrawn(request, file, form):
        return redirect("problem", record=found.problem)
    context = {"form": form, "file": found, "row": view.row}
    return render(request, "ledger/evidence_withdraw.html", context, status=422 if form.is_bound else 200)


def _is_withdrawn(request: Asked, file: str, form: ReasonForm) -> bool:
    try:
        withdraw_evidence(
            actor=request.actor, now=timezone.now(), evidence=file, reason=form.cleaned_data["reason"]
        )
    except NotRight as refusal:
        for fault in refusal.faults:
            form.add_error("reason" if fault.field == "reason" else None, fault_said(fault))
        return False
    return True


def _found(request: Asked, file: str) -> EvidenceRow:
    try:
        return queries.evidence(request.actor, file)
    except NotFound:
        raise Http404 from None
