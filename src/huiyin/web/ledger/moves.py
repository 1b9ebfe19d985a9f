"""How is a move of a problem made: one small form, and what it will do in a sentence?"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities import queries as activities
from huiyin.activities.filters import Filters
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.ledger import queries
from huiyin.ledger.actions import moving
from huiyin.ledger.deciding.policies import acceptance
from huiyin.ledger.moves import MOVES
from huiyin.ledger.queries import ProblemView
from huiyin.plan.queries import current_plan
from huiyin.web.activities.choices import Offer, Offers
from huiyin.web.activities.shown import titled
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.due_words import due_again_said, dues_said
from huiyin.web.ledger.faults import NO_SUCH_PROBLEM
from huiyin.web.ledger.move_form import ASKS, SHOWN_BY_FILES, Around, MoveForm, number_typed
from huiyin.web.ledger.move_words import MOVE_WORDS
from huiyin.web.ledger.problem import view_of
from huiyin.web.ledger.table import line_of
from huiyin.web.ledger.uploads import add_uploads

NOT_TAKEN, CHANGED = 422, 409
NEWEST = 50  # records that are offered where a move names some
# Moves that are made by somebody who has to be asked twice.
GRAVE = frozenset({"not_accept", "sign_without_check", "merge", "drop_place", "refuse", "object"})


@dataclass(frozen=True)
class Asking:
    """Which move of which problem."""

    view: ProblemView
    move: str


@allowed(
    Permission.MANAGE_PROBLEMS,
    Permission.WORK_ON_PROBLEMS,
    Permission.CHECK_PROBLEMS,
    Permission.SIGN_PROBLEMS,
)
@require_http_methods(["GET", "HEAD", "POST"])
def problem_move(request: Asked, record: str, move: str) -> HttpResponse:
    """The form of a move, and the move."""
    if move not in ASKS:
        raise Http404
    asking = Asking(view_of(request, record), move)
    if request.method == "POST":
        return _made(request, asking)
    form = _form(request, asking)
    if move == "add_place":
        form.initial["group"] = request.GET.get("group", "")
    is_open = any(each.name == move for each in asking.view.moves)
    return _page(request, asking, form, status=200 if is_open else CHANGED)


def _made(request: Asked, asking: Asking) -> HttpResponse:
    form = _form(request, asking, given=request.POST)
    faults = form.faults_of_typing()
    into = _other(request, form)
    if into is None:
        form.add_error("into", str(NO_SUCH_PROBLEM))
    if faults or into is None:
        form.show_faults(faults)
        return _page(request, asking, form, status=NOT_TAKEN)
    try:
        _make(request, asking, form, into)
    except NotRight as refusal:
        return _refused(request, asking, form, refusal)
    except Conflict:
        return _conflict(request, asking)
    messages.success(request, str(MOVE_WORDS[asking.move].done))
    return redirect("problem", record=asking.view.row.record)


def _make(request: Asked, asking: Asking, form: MoveForm, into: str) -> None:
    """Keep the files first, since a claim wants them; then the move."""
    record = asking.view.row.record
    step = SHOWN_BY_FILES.get(asking.move)
    if step and request.FILES:
        add_uploads(request, record, step)
    moving.make(
        actor=request.actor,
        now=timezone.now(),
        problem=record,
        version=form.version,
        move=asking.move,
        brought=form.brought(into),
    )


def _refused(request: Asked, asking: Asking, form: MoveForm, refusal: NotRight) -> HttpResponse:
    """What stands in the way, beside what was typed."""
    fresh = Asking(view_of(request, asking.view.row.record), asking.move)
    given = request.POST.copy()
    if form.line("version") == str(asking.view.row.version):
        given["version"] = str(fresh.view.row.version)
    kept = _form(request, fresh, given=given)
    kept.show_faults(refusal.faults)
    return _page(request, fresh, kept, status=NOT_TAKEN)


def _conflict(request: Asked, asking: Asking) -> HttpResponse:
    """Somebody was first: the form keeps what was typed, and the page shows how the problem stands now."""
    fresh = Asking(view_of(request, asking.view.row.record), asking.move)
    given = request.POST.copy()
    given["version"] = str(fresh.view.row.version)
    return _page(request, fresh, _form(request, fresh, given=given), status=CHANGED, is_conflict=True)


def _form(request: Asked, asking: Asking, given: object = None) -> MoveForm:
    plan, language = current_plan().plan, reading_language()
    around = Around(
        row=asking.view.row,
        places=asking.view.places,
        checklist=tuple(acceptance(plan).items),
        activities=_records(request, asking) if "activities" in ASKS[asking.move] else Offers(),
    )
    return MoveForm(asking.move, plan, around, language=language, given=given)


def _records(request: Asked, asking: Asking) -> Offers:
    """The newest records of the owner unit, and those that are linked already."""
    unit = asking.view.row.owner_unit if asking.move == "claim" else ""
    rows = {row.record: row for row in activities.page(request.actor, Filters(unit=unit), size=NEWEST).rows}
    if asking.view.row.grew_into:
        rows |= activities.held(request.actor, asking.view.row.grew_into)
    return Offers(
        tuple(
            Offer(row.record, f"{date_format(row.day, 'Y-m-d')} {titled(row).title}") for row in rows.values()
        )
    )


def _other(request: Asked, form: MoveForm) -> str | None:
    """The id of the problem whose number was typed; "" where none is asked for, None where there is none."""
    if "into" not in form.fields or not form.line("into"):
        return ""
    number = number_typed(form.line("into"))
    try:
        return queries.record_of_number(request.actor, number) if number is not None else None
    except NotFound:
        return None


def _page(
    request: Asked, asking: Asking, form: MoveForm, *, status: int = 200, is_conflict: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "row": asking.view.row,
        "line": line_of(asking.view.row),
        "words": MOVE_WORDS[asking.move],
        "rule": MOVES[asking.move].rule,
        "move": asking.move,
        "is_grave": asking.move in GRAVE,
        "wants_files": asking.move in SHOWN_BY_FILES,
        "is_conflict": is_conflict,
        "is_closed_to_it": status == CHANGED and not is_conflict,
        "told": _told(asking.move),
    }
    return render(request, "ledger/move.html", context, status=status)


def _told(move: str) -> list[str]:
    """The days that follow where none is named."""
    plan, today = current_plan().plan, timezone.localdate()
    if move in ("assign", "assign_by_head"):
        return dues_said(plan, today)
    return due_again_said(plan, today) if move in ("reopen", "effect_fails") else []
