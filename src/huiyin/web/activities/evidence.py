"""How is evidence added, handed out and taken back?"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.access.rules import Permission
from huiyin.activities import actions, queries
from huiyin.activities.evidence.filing import place_of
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.rows import EvidenceRow
from huiyin.plan.queries import current_plan
from huiyin.web.activities.asking import line_of
from huiyin.web.activities.reasons import ReasonForm
from huiyin.web.activities.uploads import add_uploads
from huiyin.web.guard import Asked, allowed

# A file from outside is never shown as a page of this site, whatever a browser makes of its bytes
# (`trust.md`, row 12).
NEVER_A_PAGE = "sandbox; default-src 'none'"


@allowed(Permission.RECORD_ACTIVITIES)
@require_POST
def evidence_add(request: Asked, record: str) -> HttpResponse:
    """Add the files that were sent to a record."""
    if line_of(request.actor, current_plan().plan, record) is None:
        raise Http404
    taken = add_uploads(request, record)
    if taken:
        said = ngettext("One file was added.", "%(taken)d files were added.", taken) % {"taken": taken}
        messages.success(request, said)
    elif not request.FILES:
        messages.warning(request, _("No file was chosen."))
    return redirect("activity", record=record)


@allowed(Permission.SEE_ACTIVITIES)
@require_safe
def evidence(request: Asked, file: str) -> HttpResponseBase:
    """The bytes that were kept, to be stored and opened elsewhere; never shown as a page."""
    found = _evidence(request, file)
    return handed_out(found.sha256, found.name, found.media_type)


def handed_out(sha256: str, name: str, media_type: str) -> FileResponse:
    """A file that was kept, for every page that hands one out; 404 where its bytes are not there."""
    try:
        kept = place_of(sha256, files=settings.CAMPAIGN.files).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(kept, as_attachment=True, filename=name, content_type=media_type)
    answer["Content-Security-Policy"] = NEVER_A_PAGE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(Permission.RECORD_ACTIVITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_withdraw(request: Asked, file: str) -> HttpResponse:
    """Take a file back, with the reason: it shows nothing any more, and the log still knows of it."""
    found = _evidence(request, file)
    line = line_of(request.actor, current_plan().plan, found.record)
    if line is None or found.is_withdrawn:
        raise Http404
    request.actor.must(Permission.RECORD_ACTIVITIES, line.unit)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_withdrawn(request, file, form):
        return redirect("activity", record=found.record)
    context = {"form": form, "file": found, "line": line}
    return render(request, "activities/evidence_withdraw.html", context, status=422 if form.is_bound else 200)


def _is_withdrawn(request: Asked, file: str, form: ReasonForm) -> bool:
    """Take the file back; False where something stands in the way, which the form then says."""
    try:
        actions.withdraw_evidence(
            actor=request.actor, now=timezone.now(), evidence=file, reason=form.cleaned_data["reason"]
        )
    except NotRight as refusal:
        form.show_faults(refusal)
        return False
    return True


def _evidence(request: Asked, file: str) -> EvidenceRow:
    try:
        return queries.evidence(request.actor, file)
    except NotFound:
        raise Http404 from None
