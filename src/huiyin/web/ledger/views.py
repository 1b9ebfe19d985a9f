"""How does somebody keep the filters of a list under a name, and drop them again?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.ledger.actions.viewing import ViewedPage, drop_view, save_view
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.faults import fault_said

LIST = ViewedPage.LEDGER.value


@allowed(Permission.SEE_PROBLEMS)
@require_POST
def problem_view_save(request: Asked) -> HttpResponse:
    """Keep the filters of the ledger under a name; the same name again replaces them."""
    question = request.POST.get("question", "")
    try:
        save_view(actor=request.actor, page=LIST, name=request.POST.get("name", ""), question=question)
        messages.success(request, _("This view is kept."))
    except NotRight as refusal:
        for fault in refusal.faults:
            messages.error(request, fault_said(fault, names_field=True))
    return redirect(f"{reverse('problems')}?{question}")


@allowed(Permission.SEE_PROBLEMS)
@require_POST
def problem_view_drop(request: Asked, public_id: str) -> HttpResponse:
    """Drop a kept view."""
    try:
        drop_view(actor=request.actor, view=public_id)
    except NotFound:
        raise Http404 from None
    return redirect("problems")
