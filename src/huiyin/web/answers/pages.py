"""Who is told what became of their voice, was it told, and what do they say?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.access.rules import Permission
from huiyin.activities.field_faults import FieldFault
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.written_forms import clean_line, clean_lines, day_of
from huiyin.ledger.actions import answering
from huiyin.ledger.answers import kept as queries
from huiyin.ledger.answers.counts import AnswerCounts
from huiyin.ledger.answers.kept import AnswerRow
from huiyin.ledger.queries import held
from huiyin.ledger.rules import AnswerState, Outcome, Way
from huiyin.web.answers.filters import AnswerFilterForm
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.faults import fault_said
from huiyin.web.ledger.words import ANSWER_STATES, OUTCOMES, SATISFIED, WAYS, Mark, mark_of

RECORD, AT_ONCE = re.compile(r"[0-9a-f]{32}"), 200
# What somebody may say of several answers at once: told on one of these ways, or not reached.
GIVEN_BY: Final = tuple(way.value for way in Way if way is not Way.RECEIPT)
MISSED: Final = "missed"
# What the office may tell before a problem ends, or in its own words afterwards.
TELLING: Final = (Outcome.IN_HAND, Outcome.SOLVED, Outcome.STANDING, Outcome.DONE_BEFORE, Outcome.NOTED)
NOT_NOW: Final = gettext_lazy(
    "This does not fit how it stands now: the problem was opened again, or ended otherwise. "
    "Please look at it once more."
)


@dataclass(frozen=True)
class Concerned:
    """The problem whose answers are listed."""

    record: str
    number: int
    title: str


@dataclass(frozen=True)
class AnswerLine:
    """An answer in words; who it goes to stands nowhere."""

    row: AnswerRow
    state: Mark
    outcome: str
    way: str
    back: str
    satisfied: str
    may_ask: bool  # it was told to the giver, so that they can be asked whether it is solved


@allowed(Permission.ANSWER_GIVERS)
@require_safe
def answers(request: Asked) -> HttpResponse:
    """All answers, by state."""
    return _list(request, AnswerFilterForm(request.GET))


@allowed(Permission.ANSWER_GIVERS)
@require_http_methods(["GET", "HEAD", "POST"])
def problem_answers(request: Asked, record: str) -> HttpResponse:
    """The answers of one problem; and what its givers are told, in the office's words."""
    fault = ""
    if request.method == "POST":
        fault = _told(request, record)
        if not fault:
            return redirect("problem-answers", record=record)
    return _list(request, AnswerFilterForm(request.GET), problem=record, fault=fault)


@allowed(Permission.ANSWER_GIVERS)
@require_POST
def answers_give(request: Asked) -> HttpResponse:
    """Note of the answers that were ticked that they were told in a way, or that nobody was reached."""
    chosen = [record for record in request.POST.getlist("opinion") if RECORD.fullmatch(record)][:AT_ONCE]
    deed, day = request.POST.get("deed", ""), day_of(clean_line(request.POST.get("day", "")))
    if not chosen:
        messages.warning(request, _("No answer was ticked."))
        return _back(request)
    try:
        if deed == MISSED:
            kept = answering.not_reached(actor=request.actor, now=timezone.now(), opinions=chosen, day=day)
        else:
            kept = answering.given(
                actor=request.actor, now=timezone.now(), opinions=chosen, way=deed, day=day
            )
    except NotRight as refusal:
        _say(request, refusal)
        return _back(request)
    except NotFound:
        messages.error(request, _("One of them is not there any more. Please look once more."))
        return _back(request)
    said = ngettext("Noted for one answer.", "Noted for %(kept)d answers.", kept) % {"kept": kept}
    messages.success(request, said)
    return _back(request)


@allowed(Permission.ANSWER_GIVERS)
@require_POST
def answer_satisfaction(request: Asked, opinion: str) -> HttpResponse:
    """What a giver who was told says of the outcome."""
    word = request.POST.get("satisfied", "")
    try:
        answering.satisfaction(actor=request.actor, now=timezone.now(), opinion=opinion, satisfied=word)
        messages.success(request, _("What they say is noted."))
    except NotRight as refusal:
        _say(request, refusal)
    except NotFound:
        messages.error(request, _("One of them is not there any more. Please look once more."))
    return _back(request)


def _told(request: Asked, problem: str) -> str:
    """Tell the givers of a problem in these words; what stands in the way, or ""."""
    try:
        kept = answering.answer(
            actor=request.actor,
            now=timezone.now(),
            outcome=request.POST.get("outcome", ""),
            words=clean_lines(request.POST.get("words", "")),
            problem=problem,
        )
    except NotRight as refusal:
        return " ".join(_sentence(fault) for fault in refusal.faults)
    except NotFound:
        return _("Nobody spoke of this problem who could be told.")
    said = ngettext("One giver is to be told so.", "%(kept)d givers are to be told so.", kept)
    messages.success(request, said % {"kept": kept})
    return ""


def _list(request: Asked, form: AnswerFilterForm, *, problem: str = "", fault: str = "") -> HttpResponse:
    filters = form.filters(problem)
    page = queries.answers(request.actor, filters, after=_after(request))
    context = {
        "form": form,
        "page": page,
        "lines": [_line(row) for row in page.rows],
        "counts": _counts(request, problem),
        "is_narrowed": any(form.filters().__dict__.values()),
        "problem": _concerned(request, problem, page.rows) if problem else None,
        "fault": fault,
        "typed": {"words": request.POST.get("words", ""), "outcome": request.POST.get("outcome", "")},
        "outcomes": [(outcome.value, OUTCOMES[outcome.value]) for outcome in TELLING],
        "ways": [(way, WAYS[way]) for way in GIVEN_BY],
        "satisfied": SATISFIED.items(),
        "here": request.get_full_path(),
        "today": timezone.localdate(),
    }
    return render(request, "answers/list.html", context, status=422 if fault else 200)


def _counts(request: Asked, problem: str) -> AnswerCounts:
    """How many were told what; 404 for a problem that is not there."""
    try:
        return queries.answer_counts(request.actor, problem)
    except NotFound:
        raise Http404 from None


def _concerned(request: Asked, record: str, rows: Sequence[AnswerRow]) -> Concerned:
    """The problem whose answers these are; read anew only where no answer tells of it."""
    told = next((row for row in rows if row.number is not None), None)
    if told is not None and told.number is not None:
        return Concerned(record, told.number, told.title)
    row = held(request.actor, [record], today=timezone.localdate())[record]
    return Concerned(record, row.number, row.title)


def _line(row: AnswerRow) -> AnswerLine:
    is_told = row.state == AnswerState.GIVEN and row.outcome != Outcome.IN_HAND and row.way != Way.POSTED
    return AnswerLine(
        row=row,
        state=mark_of(ANSWER_STATES, row.state),
        outcome=_word(OUTCOMES.get(row.outcome)),
        way=_word(WAYS.get(row.way)) if row.state == AnswerState.GIVEN else "",
        back=_way_back(row),
        satisfied=_word(SATISFIED.get(row.satisfied)),
        may_ask=is_told,
    )


def _way_back(row: AnswerRow) -> str:
    """How a giver can be reached, never who it is."""
    if row.way == Way.POSTED:
        return _("no way back: post it where all can read it")
    return _("a contact is sealed with it") if row.has_contact else _("to be told where they spoke")


def _word(word: Promise | None) -> str:
    return str(word) if word else ""


def _after(request: Asked) -> str:
    given = request.GET.get("after", "")
    return given if RECORD.fullmatch(given) else ""


def _say(request: Asked, refusal: NotRight) -> None:
    for sentence in dict.fromkeys(_sentences(refusal.faults)):
        messages.error(request, sentence)


def _sentences(faults: Sequence[FieldFault]) -> list[str]:
    return [_sentence(fault) for fault in faults]


def _sentence(fault: FieldFault) -> str:
    return (
        str(NOT_NOW)
        if fault.field in ("outcome", "record", "satisfied")
        else fault_said(fault, names_field=True)
    )


def _back(request: Asked) -> HttpResponse:
    """Back to the list from which it was sent."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if is_ours else reverse("answers"))
