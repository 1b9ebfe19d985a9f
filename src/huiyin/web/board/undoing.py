"""How is a decision of the board undone?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.board import actions, queries
from huiyin.web.board.forms import WhyForm
from huiyin.web.board.pages import decided
from huiyin.web.guard import Asked, allowed

NOT_TAKEN = 422


@allowed(Permission.SORT_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def board_undo(request: Asked, decision: str) -> HttpResponse:
    """Ask why, and undo it: what it changed is put back as it stood."""
    try:
        row = queries.decision(request.actor, decision)
    except NotFound:
        raise Http404 from None
    form = WhyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            actions.undo(actor=request.actor, now=timezone.now(), decision=decision, reason=reason)
        except NotRight as refusal:
            form.show_faults(refusal.faults)
            status = NOT_TAKEN
        else:
            messages.success(request, _("Undone. It stands as it did before."))
            return redirect("board-decisions")
    context = {"decided": decided([row])[0], "form": form}
    return render(request, "board/undo.html", context, status=status)
