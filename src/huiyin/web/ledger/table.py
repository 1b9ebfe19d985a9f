"""Which problems does the ledger hold?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.ledger import queries
from huiyin.ledger.shown.rows import ProblemRow
from huiyin.ledger.shown.views import views
from huiyin.plan.queries import current_plan
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.bulk import BULK_MOVES
from huiyin.web.ledger.due_words import due_said, first_due_said
from huiyin.web.ledger.filters import FilterForm
from huiyin.web.ledger.light_words import reason_of
from huiyin.web.ledger.move_words import MOVE_WORDS
from huiyin.web.ledger.views import LIST
from huiyin.web.ledger.words import LIGHTS, STATES, WEEK_WORDS, Mark, mark_of


@dataclass(frozen=True)
class Line:
    """A problem as a row of the ledger, in words."""

    row: ProblemRow
    state: Mark
    light: Mark
    why: str
    due: str
    first_due: str
    week: Mark | None


def line_of(row: ProblemRow) -> Line:
    """A row in words."""
    return Line(
        row,
        mark_of(STATES, row.state),
        mark_of(LIGHTS, row.light.color.value),
        reason_of(row.light),
        due_said(row),
        first_due_said(row),
        WEEK_WORDS.get(row.beside.week_word),
    )


@allowed(Permission.SEE_PROBLEMS)
@require_safe
def problems(request: Asked) -> HttpResponse:
    """The ledger by filters that stand in the address."""
    plan, language = current_plan().plan, reading_language()
    form = FilterForm(request.GET, actor=request.actor, plan=plan, language=language)
    found = queries.page(
        request.actor,
        form.filters(),
        after=request.GET.get("after", ""),
        order=form.order,
        today=timezone.localdate(),
    )
    kept = request.GET.copy()
    kept.pop("after", None)
    kept_views = views(request.actor, LIST)
    manages = request.actor.may(Permission.MANAGE_PROBLEMS)
    context = {
        "form": form,
        "page": found,
        "lines": [line_of(row) for row in found.rows],
        "is_narrowed": any(value for name, value in kept.items() if name != "order"),
        "asked": kept.urlencode(),
        "may_export": request.actor.may(Permission.EXPORT_PROBLEMS),
        "may_open": manages and request.actor.may(Permission.SORT_OPINIONS),
        "may_follow_up": request.actor.may(Permission.WORK_ON_PROBLEMS),
        "bulk_moves": [(move, MOVE_WORDS[move].button) for move in BULK_MOVES] if manages else (),
        "views": kept_views,
        "view_is_kept": any(view.question == kept.urlencode() for view in kept_views),
        "shows_unit": _sees_several_units(request),
    }
    return render(request, "ledger/table.html", context)


def _sees_several_units(request: Asked) -> bool:
    reach = request.actor.reach(Permission.SEE_PROBLEMS)
    return reach.everywhere or len(reach.units) > 1
