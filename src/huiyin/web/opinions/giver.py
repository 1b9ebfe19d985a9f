"""How does a clerk learn who said an opinion: one, once, saying why?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.opinions import actions
from huiyin.web.activities.entry import NOT_TAKEN
from huiyin.web.activities.reasons import ReasonForm
from huiyin.web.guard import Asked, allowed
from huiyin.web.opinions.opinion import view_or_404


@allowed(Permission.SEE_GIVERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def opinion_giver(request: Asked, record: str) -> HttpResponse:
    """Asks why; then shows name and contact in the answer to the form alone, which is kept nowhere."""
    row = view_or_404(request, record).row
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = NOT_TAKEN if form.is_bound else 200
        return render(request, "opinions/giver.html", {"form": form, "row": row}, status=status)
    try:
        seen = actions.see_giver(
            actor=request.actor, now=timezone.now(), opinion=record, reason=form.cleaned_data["reason"]
        )
    except NotRight as refusal:
        form.show_faults(refusal)
    except NotFound:
        form.add_error(None, _("Nothing is kept of who said it: no name, no way to be reached."))
    else:
        return render(request, "opinions/giver.html", {"seen": seen, "row": row})
    return render(request, "opinions/giver.html", {"form": form, "row": row}, status=NOT_TAKEN)
