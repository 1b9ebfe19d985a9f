"""How does somebody take in a spreadsheet of records: give it in, look, decide, confirm, undo?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.access.rules import Forbidden, Permission
from huiyin.activities.imports import actions, queries
from huiyin.activities.imports.actions import Decision, GivenIn, NotNow
from huiyin.activities.imports.queries import ImportRow
from huiyin.activities.imports.states import AT_WORK, ImportState
from huiyin.activities.refusals import NotFound
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.plan.queries import current_plan
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.imports.export import workbook_response
from huiyin.web.imports.files import hash_of_upload, keep, refused_file
from huiyin.web.imports.forms import FileForm, MappingForm, mapping_of
from huiyin.web.imports.job import SMALL_FILE, SMALL_IMPORT, is_stopped, start, work_off
from huiyin.web.imports.shown import corrections, failure_sentence, first_rows, refusals
from huiyin.web.imports.work import Doing


@dataclass(frozen=True)
class Line:
    """An import in the list."""

    row: ImportRow
    kind: str


@allowed(Permission.IMPORT_ACTIVITIES)
@require_safe
def imports(request: Asked) -> HttpResponse:
    """The files that were given in, the newest first."""
    plan, language = current_plan().plan, reading_language()
    lines = [Line(row, _kind_word(row, plan, language)) for row in queries.imports(request.actor)]
    return render(request, "imports/list.html", {"lines": lines})


@allowed(Permission.IMPORT_ACTIVITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: Asked) -> HttpResponse:
    """Give a file in. A small one is read at once, a large one beside the pages."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*given, actor=request.actor, plan=current_plan().plan, language=reading_language())
    if request.method != "POST" or not form.is_valid():
        return render(request, "imports/new.html", {"form": form})
    file: UploadedFile[Any] = form.cleaned_data["file"]
    public_id = _keep(request, file, form.cleaned_data["kind"])
    _go_on(request, public_id, is_small=(file.size or 0) <= SMALL_FILE)
    return redirect("import", public_id=public_id)


@allowed(Permission.IMPORT_ACTIVITIES)
@require_safe
def import_(request: Asked, public_id: str) -> HttpResponse:
    """What would become of each row, how far the work is, or what was done."""
    row = _row(request, public_id)
    plan, language = current_plan().plan, reading_language()
    shown = row.shown
    kinds = _kinds(row, plan)
    context = {
        "row": row,
        "kind": _kind_word(row, plan, language),
        "is_at_work": row.state in AT_WORK,
        "is_stopped": is_stopped(row),
        "failure": failure_sentence(shown) if row.state is ImportState.FAILED else "",
        "failed_at": shown.get("failed_at", ""),
        "mapping": MappingForm(shown.get("headings", ()), shown.get("columns", {}), kinds, language),
        "unknown": shown.get("unknown", ()),
        "is_as_before": shown.get("is_as_before", False),
        "undo_failed": shown.get("undo_failed", False),
        "first": first_rows(shown, plan, language),
        "refused": refusals(shown, language),
        "corrected": corrections(shown, plan, language),
        "has_refused_file": row.is_readable and refused_file(public_id).exists(),
        "kept": shown.get("kept", ()),
        "may_see": request.actor.may(Permission.SEE_ACTIVITIES),
    }
    return render(request, "imports/import.html", context)


@allowed(Permission.IMPORT_ACTIVITIES)
@require_POST
def import_decide(request: Asked, public_id: str) -> HttpResponse:
    """Keep what was said of the headings, and look at the file anew."""
    row = _row(request, public_id)
    headings = row.shown.get("headings", ())
    decision = Decision(headings, mapping_of(request.POST, headings))
    try:
        actions.decide(actor=request.actor, public_id=public_id, decision=decision)
    except NotNow:
        return _not_now(request, public_id)
    _go_on(request, public_id, is_small=row.counts.get("rows", 0) <= SMALL_IMPORT)
    return redirect("import", public_id=public_id)


@allowed(Permission.IMPORT_ACTIVITIES)
@require_POST
def import_confirm(request: Asked, public_id: str) -> HttpResponse:
    """Take the rows in, all that are right or none; corrections only where they were asked for."""
    row = _row(request, public_id)
    takes_corrections = "corrections" in request.POST
    try:
        actions.confirm(actor=request.actor, public_id=public_id, takes_corrections=takes_corrections)
    except NotNow:
        return _not_now(request, public_id)
    _go_on(request, public_id, is_small=row.counts.get("rows", 0) <= SMALL_IMPORT)
    return redirect("import", public_id=public_id)


@allowed(Permission.IMPORT_ACTIVITIES)
@require_POST
def import_undo(request: Asked, public_id: str) -> HttpResponse:
    """Withdraw what was taken in and put back what was corrected."""
    row = _row(request, public_id)
    try:
        actions.ask_to_undo(actor=request.actor, public_id=public_id)
    except NotNow:
        return _not_now(request, public_id)
    _go_on(request, public_id, is_small=row.counts.get("taken", 0) <= SMALL_IMPORT)
    return redirect("import", public_id=public_id)


@allowed(Permission.IMPORT_ACTIVITIES)
@require_POST
def import_start(request: Asked, public_id: str) -> HttpResponse:
    """Start work again that was stopped half way."""
    row = _row(request, public_id)
    if is_stopped(row):
        _go_on(request, public_id, is_small=False)
    return redirect("import", public_id=public_id)


@allowed(Permission.IMPORT_ACTIVITIES)
@require_safe
def import_refused(request: Asked, public_id: str) -> HttpResponseBase:
    """The refused rows with the reasons beside, to mend and give in again."""
    row = _row(request, public_id)
    file = refused_file(public_id)
    if not row.is_readable or not file.exists():
        raise Http404
    return workbook_response(file, f"{Path(row.file_name).stem}-{_('refused')}.xlsx")


def _row(request: Asked, public_id: str) -> ImportRow:
    try:
        return queries.import_row(request.actor, public_id)
    except NotFound:
        raise Http404 from None


def _not_now(request: Asked, public_id: str) -> HttpResponse:
    messages.info(request, _("This was done already, or is being done. The page shows how it stands."))
    return redirect("import", public_id=public_id)


def _keep(request: Asked, file: UploadedFile[Any], kind: str) -> str:
    """Note the file and write it to disk; the import's id."""
    name = Path(file.name or "")
    given = GivenIn(name.name, hash_of_upload(file), kind=kind)
    public_id = actions.give_in(actor=request.actor, now=timezone.now(), given=given)
    keep(file, public_id, name.suffix.lower())
    return public_id


def _go_on(request: Asked, public_id: str, *, is_small: bool) -> None:
    """Do what is asked while the page waits, or start a job that does."""
    row = _row(request, public_id)
    if not is_small:
        start(row, person=request.actor.person, language=reading_language())
        return
    try:
        work_off(public_id, Doing(request.actor), reading_language())
    except (Forbidden, NotFound, NotNow):
        raise
    except Exception:  # it stands with the import, whose page comes next and says so
        return


def _kinds(row: ImportRow, plan: Plan) -> Sequence[Kind]:
    chosen = plan.kinds_by_key.get(row.kind)
    return (chosen,) if chosen else plan.kinds


def _kind_word(row: ImportRow, plan: Plan, language: str) -> str:
    kind = plan.kinds_by_key.get(row.kind)
    return kind.name.said(language) if kind else _("several kinds")
