"""How are the opinions of a spreadsheet, of minutes or of notes taken in: give in, look, confirm?"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.access.rules import Forbidden, Permission
from huiyin.activities.refusals import NotFound
from huiyin.opinions.rules import channel_of
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.web.activities.entry import NOT_TAKEN
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.imports.files import keep
from huiyin.web.imports.shown import failure_sentence
from huiyin.web.opinions.given_files import (
    GivenFile,
    GivenState,
    all_noted,
    claim,
    forget,
    forget_old,
    note,
    noted,
)
from huiyin.web.opinions.import_forms import FileForm
from huiyin.web.opinions.job import SMALL_COUNT, SMALL_FILE, is_stopped, start, work_off
from huiyin.web.opinions.reading import faults_said, first_said, notes_said


@allowed(Permission.IMPORT_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinions_import(request: Asked) -> HttpResponse:
    """Give a file in. A small one is read at once, a large one beside the pages."""
    plan, language = current_plan().plan, reading_language()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent, actor=request.actor, plan=plan, language=language)
    if request.method != "POST" or not form.is_valid():
        lines = [(given, _channel(given, plan)) for given in all_noted(request.actor)]
        status = NOT_TAKEN if form.is_bound else 200
        return render(request, "opinions/import_new.html", {"form": form, "lines": lines}, status=status)
    forget_old(timezone.now())
    given = _keep(request, form.cleaned_data)
    file: UploadedFile[Any] = form.cleaned_data["file"]
    _go_on(request, given, is_small=(file.size or 0) <= SMALL_FILE)
    return redirect("opinions-import-file", record=given.id)


@allowed(Permission.IMPORT_OPINIONS)
@require_safe
@never_cache
def opinions_import_file(request: Asked, record: str) -> HttpResponse:
    """What would be taken in, what would not and why; how far the work is; or what was done."""
    given = _given(request, record)
    plan = current_plan().plan
    context = {
        "given": given,
        "channel": _channel(given, plan),
        "is_stopped": is_stopped(given),
        "failure": failure_sentence({"failure": given.failure}) if given.failure else "",
        "faults": faults_said(given),
        "first": first_said(given, plan),
        "notes": notes_said(given),
    }
    return render(request, "opinions/import.html", context)


@allowed(Permission.IMPORT_OPINIONS)
@require_POST
def opinions_import_decide(request: Asked, record: str) -> HttpResponse:
    """Take it in, start work again that stopped, or leave it; what is left is deleted."""
    given = _given(request, record)
    if "leave" in request.POST and not given.is_at_work:
        forget(given.id)
        messages.success(request, _("The file was deleted. Nothing of it was taken in."))
        return redirect("opinions-import")
    if "again" in request.POST and is_stopped(given):
        _go_on(request, given, is_small=False)
    elif given.state == GivenState.READ and claim(given.id):
        going = note(given, state=GivenState.TAKING, progress=0)
        _go_on(request, going, is_small=given.counts.get("kept", 0) <= SMALL_COUNT)
    else:
        messages.info(request, _("This was done already, or is being done. The page shows how it stands."))
    return redirect("opinions-import-file", record=given.id)


def _given(request: Asked, record: str) -> GivenFile:
    try:
        return noted(request.actor, record)
    except NotFound:
        raise Http404 from None


def _keep(request: Asked, said: dict[str, Any]) -> GivenFile:
    """Write the file to disk and note whose it is."""
    file: UploadedFile[Any] = said["file"]
    name = Path(file.name or "")
    id_ = secrets.token_hex(16)
    keep(file, id_, name.suffix.lower())
    day = said["day"].isoformat() if said["day"] else ""
    given = GivenFile(
        id=id_,
        account=request.actor.account,
        file_name=name.name[-200:],
        channel=said["channel"],
        given=timezone.now().isoformat(),
        day=day,
    )
    return note(given)


def _go_on(request: Asked, given: GivenFile, *, is_small: bool) -> None:
    """Do what is asked while the page waits, or start a job that does."""
    if not is_small:
        start(given, person=request.actor.person, language=reading_language())
        return
    try:
        work_off(given.id, request.actor)
    except (Forbidden, NotFound):
        raise
    except Exception:  # it stands with the file, whose page comes next and says so
        return


def _channel(given: GivenFile, plan: Plan) -> str:
    channel = channel_of(plan, given.channel)
    return channel.name.said(reading_language()) if channel else given.channel
