"""How does the office open a problem from what people said?"""

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
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.written_forms import clean_line
from huiyin.board import queries as board
from huiyin.board.filters import BoardFilters
from huiyin.board.rows import GroupRow
from huiyin.board.rules import GroupState
from huiyin.ledger.actions import opening
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.due_words import dues_said
from huiyin.web.ledger.moves import NOT_TAKEN
from huiyin.web.ledger.opening_form import OpeningForm, proposed

RECORD, GROUPS_AT_ONCE = re.compile(r"[0-9a-f]{32}"), 100


@dataclass(frozen=True)
class Source:
    """What a problem is opened from: groups of the board, or all that wait of a theme."""

    groups: tuple[GroupRow, ...]
    theme: str = ""


@allowed(Permission.MANAGE_PROBLEMS)
@require_http_methods(["GET", "HEAD", "POST"])
def problem_new(request: Asked) -> HttpResponse:
    """The form with the opinions at its side; what is sent opens one problem, however often it is sent."""
    plan = current_plan().plan
    given = request.POST if request.method == "POST" else request.GET
    request.actor.must(Permission.SORT_OPINIONS)
    source = _source(request, given.getlist("group"), clean_line(given.get("theme", "")))
    if not source.groups:
        return render(request, "ledger/new_from_where.html")
    if request.method == "POST":
        return _opened(request, plan, source)
    start = proposed(source.groups, plan) | {"ticket": secrets.token_hex(16)}
    form = OpeningForm(plan, source.groups, language=reading_language(), start=start)
    return _page(request, form, source)


def _source(request: Asked, groups: list[str], theme: str) -> Source:
    """The groups that are asked for; what is not there, or waits no more, is a 404."""
    if theme:
        filters = BoardFilters(theme=theme, state=GroupState.WAITING.value)
        return Source(board.board(request.actor, filters, size=GROUPS_AT_ONCE).groups, theme)
    wanted = [group for group in dict.fromkeys(groups) if RECORD.fullmatch(group)][:GROUPS_AT_ONCE]
    try:
        return Source(tuple(board.group(request.actor, group).row for group in wanted))
    except NotFound:
        raise Http404 from None


def _opened(request: Asked, plan: Plan, source: Source) -> HttpResponse:
    form = OpeningForm(plan, source.groups, language=reading_language(), given=request.POST)
    ticket = form.line("ticket")
    try:
        record = opening.open_problem(
            actor=request.actor,
            now=timezone.now(),
            opening=form.opening(source.theme),
            ticket=ticket if RECORD.fullmatch(ticket) else None,
        )
    except NotRight as refusal:
        form.show_faults(refusal.faults)
        return _page(request, form, source, status=NOT_TAKEN)
    messages.success(request, _("The problem is open. Describe it as far as needed, then hand it over."))
    return redirect("problem", record=record)


def _page(request: Asked, form: OpeningForm, source: Source, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "source": source,
        "voices": sum(group.voices for group in source.groups),
        "dues": dues_said(current_plan().plan, timezone.localdate()),
    }
    return render(request, "ledger/new.html", context, status=status)
