"""Which groups wait for a decision, and what is in one of them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound
from huiyin.board import queries
from huiyin.board.filters import BoardFilters
from huiyin.board.rows import DecisionRow, GroupView
from huiyin.board.rules import ANSWERED, GroupState
from huiyin.plan.queries import current_plan
from huiyin.web.board.filters import BoardFilterForm
from huiyin.web.board.shown import Card, Said, with_copies
from huiyin.web.board.words import DECISIONS, STATES
from huiyin.web.frame.tags import counted, reading_language
from huiyin.web.guard import Asked, allowed


@dataclass(frozen=True)
class Decided:
    """A decision in words; `group_title` is how its group is called now."""

    row: DecisionRow
    group_title: str = ""

    @property
    def what(self) -> str:
        """What was done."""
        return str(DECISIONS.get(self.row.kind, self.row.kind))


@dataclass(frozen=True)
class GroupPage:
    """A group, whole, in words."""

    view: GroupView

    @property
    def card(self) -> Card:
        """The group."""
        return Card(self.view.row)

    @property
    def said(self) -> list[Said]:
        """Its opinions, copies under them."""
        return with_copies(self.view.voices)

    @property
    def neighbours(self) -> list[Card]:
        """The groups that may be the same."""
        return [Card(near.row) for near in self.view.neighbours]

    @property
    def decided(self) -> list[Decided]:
        """What was decided about it."""
        return [Decided(row, self.view.row.title) for row in self.view.decisions]


@allowed(Permission.SORT_OPINIONS, Permission.SEE_OPINIONS)
@require_safe
def board(request: Asked) -> HttpResponse:
    """Themes and groups by filters that stand in the address, the hottest first."""
    form = BoardFilterForm(request.GET, plan=current_plan().plan, language=reading_language())
    filters = form.filters()
    page = queries.board(request.actor, filters, after=request.GET.get("after", ""))
    is_narrowed = any(request.GET.values())
    unsorted = 0 if is_narrowed else queries.waiting_to_be_sorted()
    kept = request.GET.copy()
    for name in ("after", "theme"):
        kept.pop(name, None)
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "cards": [Card(row) for row in page.groups],
        "theme": next((theme for theme in page.themes if theme.record == filters.theme), None),
        "waiting": page.counts.get(GroupState.WAITING, 0),
        "state_title": _state_title(filters, page.counts.get(filters.state, 0)),
        "unsorted": unsorted,
        "elsewhere": _elsewhere(page.counts),
        "is_bare": not is_narrowed and not unsorted and not sum(page.counts.values()),
        "is_narrowed": is_narrowed,
        "kept": [(name, value) for name, value in kept.items() if value],
        "may_sort": request.actor.may(Permission.SORT_OPINIONS),
        "intake": _address_of("opinion-new"),
    }
    return render(request, "board/board.html", context)


@allowed(Permission.SORT_OPINIONS, Permission.SEE_OPINIONS)
@require_safe
def board_group(request: Asked, group: str) -> HttpResponse:
    """A group: its opinions, those like it, and what was decided about it."""
    try:
        view = queries.group(request.actor, group, after=request.GET.get("after", ""))
    except NotFound:
        raise Http404 from None
    context = {
        "page": GroupPage(view),
        "may_sort": request.actor.may(Permission.SORT_OPINIONS),
        "may_see_log": request.actor.may(Permission.SEE_LOG),
    }
    return render(request, "board/group.html", context)


@allowed(Permission.SORT_OPINIONS, Permission.SEE_OPINIONS)
@require_safe
def board_decisions(request: Asked) -> HttpResponse:
    """What was decided on the board, the newest first."""
    found = queries.decisions(request.actor, after=request.GET.get("after", ""))
    context = {
        "decided": decided(found.rows),
        "next": found.next,
        "may_sort": request.actor.may(Permission.SORT_OPINIONS),
        "may_see_log": request.actor.may(Permission.SEE_LOG),
    }
    return render(request, "board/decisions.html", context)


def decided(rows: Sequence[DecisionRow]) -> list[Decided]:
    """Decisions with the titles of the groups that they are about."""
    groups = queries.groups(list(dict.fromkeys(row.group for row in rows if row.group)))
    titles = {record: group.title for record, group in groups.items()}
    return [Decided(row, titles.get(row.group, "")) for row in rows]


def _state_title(filters: BoardFilters, count: int) -> str:
    state = STATES.get(GroupState(filters.state), filters.state)
    return _("%(number)s groups: %(state)s") % {"number": counted(count, ""), "state": state}


def _elsewhere(counts: Mapping[str, int]) -> str:
    """What became of the groups that wait no longer, in a sentence."""
    answered = sum(counts.get(state, 0) for state in ANSWERED)
    return _("Opened as problems: %(opened)s. Answered here: %(answered)s.") % {
        "opened": counted(counts.get(GroupState.OPENED, 0), ""),
        "answered": counted(answered, ""),
    }


def _address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
