"""How is an opinion taken in: one, or all that were said at one occasion?"""

from __future__ import annotations

import re
import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotRight
from huiyin.opinions import actions
from huiyin.plan.queries import current_plan
from huiyin.web.activities.entry import NOT_TAKEN
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.opinions.channels import Occasion, activities_of, channels_for, occasion_of
from huiyin.web.opinions.forms import UNITS_LIST, Entry, Questions, entry_of, new_entry

TICKET = re.compile(r"[0-9a-f]{32}")


@allowed(Permission.RECORD_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_new(request: Asked) -> HttpResponse:
    """The form, begun with what the address says of the occasion; `more` adds a row and saves nothing."""
    given = request.POST if request.method == "POST" else request.GET
    occasion = _occasion(request)
    if request.method == "POST" and "more" not in request.POST:
        return _saved(request, occasion)
    asked = _questions(request, occasion)
    if request.method == "POST":
        return _form_page(request, entry_of(asked, given, extra=request.POST["more"] == "1"), occasion)
    entry = new_entry(
        asked,
        day=given.get("day", "") or (occasion.activity.day if occasion.activity else timezone.localdate()),
        activity=occasion.activity.record if occasion.activity else "",
        ticket=secrets.token_hex(16),
    )
    return _form_page(request, entry, occasion)


def _occasion(request: Asked) -> Occasion:
    given = request.POST if request.method == "POST" else request.GET
    plan = current_plan().plan
    return occasion_of(request.actor, plan, given.get("channel", ""), given.get("activity", ""))


def _questions(request: Asked, occasion: Occasion) -> Questions:
    plan = current_plan().plan
    channels = tuple(channels_for(request.actor, plan))
    if not channels:
        raise Http404
    found = activities_of(request.actor, plan, occasion.channel) if occasion.channel else []
    if occasion.activity and occasion.activity.record not in {each.record for each in found}:
        found.append(occasion.activity)
    return Questions(plan, reading_language(), channels, occasion.channel, tuple(found))


def _saved(request: Asked, occasion: Occasion) -> HttpResponse:
    entry = entry_of(_questions(request, occasion), request.POST)
    given = entry.head.said("ticket")
    ticket = given if TICKET.fullmatch(given) else secrets.token_hex(16)
    is_batch = len(entry.filled) > 1 and request.actor.may(Permission.IMPORT_OPINIONS)
    batch = ticket if is_batch else ""
    try:
        taken = actions.take_in_many(
            actor=request.actor,
            now=timezone.now(),
            all_said=[voice.as_said(entry.head) for voice in entry.filled],
            batch=batch,
            ticket=ticket,
        )
    except NotRight as refusal:
        entry.show_faults(refusal.faults, refusal.row)
        return _form_page(request, entry, occasion, status=NOT_TAKEN)
    said = ngettext("Taken in. Thank you.", "%(count)d opinions were taken in. Thank you.", len(taken))
    messages.success(request, said % {"count": len(taken)})
    if request.actor.may(Permission.SEE_OPINIONS):
        if len(taken) == 1:
            return redirect("opinion", record=taken[0])
        return redirect(f"{reverse('opinions')}?{urlencode({'batch': batch} if batch else {})}")
    kept = {name: entry.head.said(name) for name in ("channel", "day", "activity")}
    return redirect(f"{reverse('opinion-new')}?{urlencode({k: v for k, v in kept.items() if v})}")


def _form_page(request: Asked, entry: Entry, occasion: Occasion, *, status: int = 200) -> HttpResponse:
    context = {
        "entry": entry,
        "head": entry.head,
        "occasion": occasion,
        "units_list": UNITS_LIST,
        "may_see": request.actor.may(Permission.SEE_OPINIONS),
        "may_import": request.actor.may(Permission.IMPORT_OPINIONS),
    }
    return render(request, "opinions/new.html", context, status=status)
