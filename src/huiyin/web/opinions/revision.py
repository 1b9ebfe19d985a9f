"""How is an opinion restated, corrected, taken back, and put in force again?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.queries import LARGEST_PAGE
from huiyin.activities.refusals import Conflict, NotRight
from huiyin.activities.written_forms import clean_line
from huiyin.board.actions import count_again
from huiyin.opinions import actions, queries
from huiyin.opinions.filters import Filters
from huiyin.opinions.rows import OpinionRow
from huiyin.opinions.rules import Correction
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.web.activities.choices import Offer, Offers, units_of
from huiyin.web.activities.entry import NOT_TAKEN, SAME_OR_CHANGED
from huiyin.web.activities.reasons import ReasonForm
from huiyin.web.activities.shown import Change
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.opinions.channels import channel_offers, channels_for
from huiyin.web.opinions.forms import UNITS_LIST, Unjudged, asked_for, day_input, listed, unit_input
from huiyin.web.opinions.opinion import value_said, view_or_404
from huiyin.web.opinions.words import FIELDS, fault_sentence

CORRECTED = ("channel", "day", "place", "area", "unit")


class RestateForm(Unjudged):
    """The office's wording, and why it is another one."""

    def __init__(self, *, given: Any = None, row: OpinionRow) -> None:
        super().__init__(data=given, initial={"version": row.version, "words": row.restated})
        self.fields["version"] = forms.Field(required=False, widget=forms.HiddenInput)
        self.fields["words"] = asked_for(
            _("As the office puts it"),
            forms.Textarea({"rows": 6, "autocomplete": "off"}),
            _("What is wrong, where, and what is asked for. No names; nothing that tells who said it."),
            is_required=True,
        )
        if row.restated:
            self.fields["reason"] = asked_for(_("Why anew?"), forms.TextInput({"autocomplete": "off"}))


class CorrectForm(Unjudged):
    """Where an opinion belongs: its channel, day, place, area and unit."""

    def __init__(self, *, plan: Plan, channels: Offers, row: OpinionRow, given: Any = None) -> None:
        start = {name: getattr(row, name) for name in CORRECTED} | {"version": row.version}
        super().__init__(data=given, initial=start)
        language = reading_language()
        areas = Offers(tuple(Offer(area.key, area.name.said(language)) for area in plan.areas))
        one_line = forms.TextInput({"autocomplete": "off"})
        self.fields["version"] = forms.Field(required=False, widget=forms.HiddenInput)
        self.fields["channel"] = asked_for(
            _("On which channel?"), forms.Select(choices=channels.shown.items()), is_required=True
        )
        self.fields["day"] = asked_for(_("On which day was it said?"), day_input(), is_required=True)
        self.fields["place"] = asked_for(_("Where is it?"), one_line)
        self.fields["unit"] = asked_for(_("About which unit?"), unit_input(units_of(plan, None, language)))
        self.fields["area"] = asked_for(_("In which area?"), forms.Select(choices=listed(areas)))
        self.fields["reason"] = asked_for(
            _("Why is it corrected?"), forms.Textarea({"rows": 2, "autocomplete": "off"}), is_required=True
        )

    def correction(self) -> Correction:
        """What was entered."""
        return Correction(**{name: self.said(name) for name in CORRECTED})


@dataclass(frozen=True)
class Revised:
    """The opinion that is being revised, as it is now, and the page that asks."""

    row: OpinionRow
    template: str


@allowed(Permission.RECORD_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_restate(request: Asked, record: str) -> HttpResponse:
    """The original beside the office's wording; what is sent becomes the next version."""
    row = _row(request, record)
    if row.is_withdrawn:
        return redirect("opinion", record=record)
    revised = Revised(row, "opinions/restate.html")
    if request.method != "POST":
        return _page(request, revised, RestateForm(row=row))
    form = RestateForm(given=request.POST, row=row)
    words = form.said("words")
    if not words.strip() and not row.restated:
        form.add_error("words", _("Please write how the office puts it."))
        return _page(request, revised, form, status=NOT_TAKEN)
    try:
        actions.restate(
            actor=request.actor,
            now=timezone.now(),
            opinion=record,
            version=version_of(form.said("version")),
            words=words,
            reason=request.POST.get("reason", ""),
        )
    except NotRight as refusal:
        return _refused(request, revised, form, refusal)
    except Conflict:
        return _conflict(request, record, revised.template)
    messages.success(request, _("Saved. The original stays beside it."))
    return redirect("opinion", record=record)


@allowed(Permission.RECORD_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_correct(request: Asked, record: str) -> HttpResponse:
    """Where it belongs; the words are never corrected."""
    row = _row(request, record)
    if row.is_withdrawn:
        return redirect("opinion", record=record)
    revised = Revised(row, "opinions/correct.html")
    if request.method != "POST":
        return _page(request, revised, _correct_form(request, row))
    form = _correct_form(request, row, request.POST)
    try:
        actions.correct(
            actor=request.actor,
            now=timezone.now(),
            opinion=record,
            version=version_of(form.said("version")),
            correction=form.correction(),
            reason=request.POST.get("reason", ""),
        )
    except NotRight as refusal:
        return _refused(request, revised, form, refusal)
    except Conflict:
        return _conflict(request, record, revised.template)
    count_again(opinions=[record])
    messages.success(request, _("Corrected."))
    return redirect("opinion", record=record)


@allowed(Permission.RECORD_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_withdraw(request: Asked, record: str) -> HttpResponse:
    """Take an opinion back, with the reason: it counts nowhere and stays readable."""
    row = _row(request, record)
    if row.is_withdrawn:
        return redirect("opinion", record=record)
    return _with_reason(request, Revised(row, "opinions/withdraw.html"), actions.withdraw)


@allowed(Permission.RECORD_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_restore(request: Asked, record: str) -> HttpResponse:
    """Let an opinion that was taken back count again, with the reason."""
    row = _row(request, record)
    if not row.is_withdrawn:
        return redirect("opinion", record=record)
    return _with_reason(request, Revised(row, "opinions/restore.html"), actions.restore)


@allowed(Permission.IMPORT_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinions_withdraw(request: Asked) -> HttpResponse:
    """Take back all that was taken in at one go, with the reason."""
    given = request.POST if request.method == "POST" else request.GET
    batch = clean_line(given.get("batch", ""))
    found = queries.page(request.actor, Filters(batch=batch), size=1)
    if not batch or not found.rows:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back = f"{reverse('opinions')}?{urlencode({'batch': batch})}"
    if form.is_valid():
        try:
            taken_back = actions.withdraw_batch(
                actor=request.actor, now=timezone.now(), batch=batch, reason=form.cleaned_data["reason"]
            )
        except NotRight as refusal:
            form.show_faults(refusal)
        else:
            _count_batch_again(request, batch)
            said = ngettext("One opinion was withdrawn.", "%(count)d opinions were withdrawn.", taken_back)
            messages.success(request, said % {"count": taken_back})
            return redirect(f"{back}&withdrawn=on")
    context = {"form": form, "batch": batch, "total": found.total, "is_more": found.is_more, "back": back}
    return render(
        request, "opinions/withdraw_batch.html", context, status=NOT_TAKEN if form.is_bound else 200
    )


def version_of(given: str) -> int:
    """The version that a form was made from; 0, which none is, for what is no number."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _row(request: Asked, record: str) -> OpinionRow:
    """The opinion as it is now; for whoever may read none, there is none."""
    if not request.actor.may(Permission.SEE_OPINIONS):
        raise Http404
    return view_or_404(request, record).row


def _count_batch_again(request: Asked, batch: str) -> None:
    """Let the groups of the board count anew what was taken back."""
    after, filters = "", Filters(batch=batch, show_withdrawn=True)
    while True:
        found = queries.page(request.actor, filters, after, size=LARGEST_PAGE)
        count_again(opinions=[row.record for row in found.rows])
        if not found.next:
            return
        after = found.next


def _correct_form(request: Asked, row: OpinionRow, given: Any = None) -> CorrectForm:
    plan, language = current_plan().plan, reading_language()
    offers = channel_offers(channels_for(request.actor, plan), language)
    if row.channel not in offers.shown:
        offers = Offers((Offer(row.channel, row.channel_name.said(language)), *offers.rows))
    return CorrectForm(plan=plan, channels=offers, row=row, given=given)


def _refused(request: Asked, revised: Revised, form: Unjudged, refusal: NotRight) -> HttpResponse:
    known = {name: name for name in form.fields} | {"restated": "words"}
    for fault in refusal.faults:
        if not form.show(fault, known):
            form.add_error(None, fault_sentence(fault))
    return _page(request, revised, form, status=NOT_TAKEN)


def _conflict(request: Asked, record: str, template: str) -> HttpResponse:
    """Both texts side by side. The form keeps what was typed; sent again, it replaces the newer version."""
    row = _row(request, record)
    given = request.POST.copy()
    given["version"] = str(row.version)
    if template == "opinions/restate.html":
        form: Unjudged = RestateForm(given=given, row=row)
        pairs = [("restated", row.restated, form.said("words"))]
    else:
        form = _correct_form(request, row, given)
        pairs = [(name, getattr(row, name), form.said(name)) for name in CORRECTED]
    differences = _differences(pairs)
    return _page(request, Revised(row, template), form, status=SAME_OR_CHANGED, differences=differences)


def _differences(pairs: Sequence[tuple[str, Any, str]]) -> list[Change]:
    plan = current_plan().plan
    said = [
        Change(str(FIELDS[name]), value_said(name, before, plan), value_said(name, after, plan))
        for name, before, after in pairs
        if str(before) != after
    ]
    return [change for change in said if change.before != change.after]


def _page(
    request: Asked,
    revised: Revised,
    form: forms.Form,
    *,
    status: int = 200,
    differences: list[Change] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "row": revised.row,
        "is_conflict": differences is not None,
        "differences": differences,
        "units": list(units_of(current_plan().plan, None, reading_language()).shown.values()),
        "units_list": UNITS_LIST,
    }
    return render(request, revised.template, context, status=status)


def _with_reason(request: Asked, revised: Revised, deed: Callable[..., None]) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = ReasonForm(given, initial={"version": revised.row.version})
    if not form.is_valid():
        return _page(request, revised, form, status=200 if given is None else NOT_TAKEN)
    try:
        deed(
            actor=request.actor,
            now=timezone.now(),
            opinion=revised.row.record,
            version=form.cleaned_data["version"] or 0,
            reason=form.cleaned_data["reason"],
        )
    except Conflict as refusal:
        kept = ReasonForm({**form.cleaned_data, "version": refusal.current})
        kept.add_error(None, _("Somebody else changed this opinion first. Please look at it once more."))
        return _page(request, revised, kept, status=SAME_OR_CHANGED)
    except NotRight as refusal:
        form.show_faults(refusal)
        return _page(request, revised, form, status=NOT_TAKEN)
    count_again(opinions=[revised.row.record])
    return redirect("opinion", record=revised.row.record)
