"""What would a full re-run change, and is it accepted?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.board import actions, queries
from huiyin.board.rows import RerunChange, RerunView
from huiyin.triage.continuation import Change
from huiyin.web.board.forms import WhyForm
from huiyin.web.frame.tags import counted
from huiyin.web.guard import Asked, allowed

NOT_TAKEN = 422
SHOWN = 200  # changes in the table


@dataclass(frozen=True)
class OtherGroup:
    """A group that a change names beside its own."""

    group: str
    title: str


@dataclass(frozen=True)
class Line:
    """One change in words."""

    row: RerunChange
    is_new: bool  # the group is not there before somebody accepts the proposal

    @property
    def word(self) -> str:
        """What would happen to the group."""
        return (
            _("would be split off from")
            if self.is_new and self.row.change == Change.SPLIT
            else _word(self.row)
        )

    @property
    def others(self) -> list[OtherGroup]:
        """The groups that it would come from, or take in."""
        pairs = zip(self.row.others, self.row.other_titles, strict=False)
        return [OtherGroup(group, title) for group, title in pairs]


@allowed(Permission.SORT_OPINIONS, Permission.SEE_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def board_rerun(request: Asked, rerun: str) -> HttpResponse:
    """The differences as a table in words; accept or dismiss, with the reason."""
    try:
        view = queries.rerun(request.actor, rerun)
    except NotFound:
        raise Http404 from None
    if request.method != "POST":
        return _page(request, view, WhyForm())
    request.actor.must(Permission.SORT_OPINIONS)
    form = WhyForm(request.POST)
    is_accepted = request.POST.get("answer") == "accept"
    settle = actions.accept_rerun if is_accepted else actions.dismiss_rerun
    try:
        settle(actor=request.actor, now=timezone.now(), rerun=rerun, reason=request.POST.get("reason", ""))
    except NotRight as refusal:
        form.show_faults(refusal.faults)
        return _page(request, view, form, status=NOT_TAKEN)
    done = _("The re-run was accepted.") if is_accepted else _("The re-run was dismissed; nothing changed.")
    messages.success(request, done)
    return redirect("board-rerun", rerun=rerun)


def _page(request: Asked, view: RerunView, form: WhyForm, status: int = 200) -> HttpResponse:
    changes = sorted(view.changes, key=lambda change: -change.count)
    groups = list(dict.fromkeys(change.group for change in changes))
    standing = queries.groups(groups)
    context = {
        "view": view,
        "form": form,
        "lines": [Line(change, change.group not in standing) for change in changes[:SHOWN]],
        "rest": max(0, len(changes) - SHOWN),
        "summary": _summary(view, len(groups) - len(standing)),
        "may_sort": request.actor.may(Permission.SORT_OPINIONS),
    }
    return render(request, "board/rerun.html", context, status=status)


def _word(change: RerunChange) -> str:
    words = {
        Change.MERGED: _("would take in all of"),
        Change.SPLIT: _("would take a part of"),
        Change.RENAMED: _("would be called otherwise"),
        Change.GONE: _("would be left empty"),
    }
    return words.get(Change(change.change), change.change)


def _summary(view: RerunView, new: int) -> str:
    """How many changes there are of each sort."""
    number = Counter(change.change for change in view.changes)
    told = _(
        "Groups that would take in others whole: %(whole)s; a part of another: %(part)s; new groups: %(new)s."
    )
    return told % {
        "whole": counted(number[Change.MERGED], ""),
        "part": counted(number[Change.SPLIT], ""),
        "new": counted(new, ""),
    }
