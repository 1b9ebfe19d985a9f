"""How is one step made with several problems, each judged by itself?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.access.rules import Forbidden, Permission
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.ledger import queries
from huiyin.ledger.actions import moving
from huiyin.ledger.shown.rows import ProblemRow
from huiyin.plan.queries import current_plan
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.faults import fault_said
from huiyin.web.ledger.move_form import Around, MoveForm
from huiyin.web.ledger.move_words import MOVE_WORDS

# What is the same for several problems. A signature, a check or a claim is given one by one.
BULK_MOVES: Final = ("assign", "hold", "resume", "not_accept")
RECORD, AT_ONCE = re.compile(r"[0-9a-f]{32}"), 200
BULK_PERMISSIONS: Final = (Permission.MANAGE_PROBLEMS,)


@dataclass(frozen=True)
class Made:
    """What became of one problem: the step was made, or why it was not."""

    row: ProblemRow
    why_not: str = ""


@allowed(*BULK_PERMISSIONS)
@require_POST
def problems_bulk(request: Asked) -> HttpResponse:
    """First the form of the step for all that were chosen, then the step, one by one."""
    move = request.POST.get("move", "")
    if move not in BULK_MOVES:
        raise Http404
    chosen = [record for record in request.POST.getlist("problem") if RECORD.fullmatch(record)][:AT_ONCE]
    rows = list(queries.held(request.actor, chosen, today=timezone.localdate()).values())
    is_confirmed = "confirmed" in request.POST
    form = MoveForm(
        move,
        current_plan().plan,
        Around(),
        language=reading_language(),
        given=request.POST if is_confirmed else None,
    )
    context = {
        "move": move,
        "words": MOVE_WORDS[move],
        "rows": rows,
        "form": form,
        "asked": request.POST.get("asked", ""),
    }
    faults = form.faults_of_typing() if is_confirmed else []
    if not rows or not is_confirmed or faults:
        form.show_faults(faults)
        return render(request, "ledger/bulk.html", context, status=422 if faults else 200)
    made = [_made(request, move, row, form) for row in rows]
    context |= {"made": made, "done": sum(not each.why_not for each in made)}
    return render(request, "ledger/bulk_made.html", context)


def _made(request: Asked, move: str, row: ProblemRow, form: MoveForm) -> Made:
    try:
        moving.make(
            actor=request.actor,
            now=timezone.now(),
            problem=row.record,
            version=_version(request, row),
            move=move,
            brought=form.brought(),
        )
    except NotRight as refusal:
        return Made(row, " ".join(_said(refusal)))
    except Conflict:
        return Made(row, _("Somebody else moved it meanwhile. Please look at it once more."))
    except (NotFound, Forbidden):
        return Made(row, _("It is not open to you any more."))
    return Made(row)


def _version(request: Asked, row: ProblemRow) -> int:
    """The version that stood on the page; 0, which none is, for what is no number."""
    given = request.POST.get(f"version.{row.record}", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _said(refusal: NotRight) -> Sequence[str]:
    return [fault_said(fault, names_field=True) for fault in refusal.faults]
