"""What does somebody want to record, and was there nothing at all?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.access.rules import Permission
from huiyin.activities import actions, queries
from huiyin.activities.refusals import NotRight, SameAlready
from huiyin.activities.rules import Entered
from huiyin.plan.queries import current_plan
from huiyin.web.activities.choosing import own_unit, recordable, shelves, sought, unit_offers, units_for
from huiyin.web.activities.words import fault_sentence
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed


@allowed(Permission.RECORD_ACTIVITIES)
@require_safe
def activity_kinds(request: Asked) -> HttpResponse:
    """The kinds that this person may record, searched by any of their names; and the honest zero."""
    plan, language = current_plan().plan, reading_language()
    words = request.GET.get("words", "")
    may = recordable(request.actor, plan)
    offered = sought([kind for kind in may if not kind.reports_nothing], words)
    counts = [] if words else queries.counts_by_kind(request.actor)
    used = {count.kind: count.done + count.announced for count in counts}
    zeros = [kind for kind in may if kind.reports_nothing]
    context = {
        "words": words,
        "shelves": shelves(offered, plan, used, language),
        "is_found": bool(offered),
        "zeros": [(kind, unit_offers(request.actor, kind, plan, language)) for kind in zeros],
        "own_unit": own_unit(request.actor, plan),
        "today": timezone.localdate(),
    }
    return render(request, "activities/kinds.html", context)


@allowed(Permission.RECORD_ACTIVITIES)
@require_POST
def activity_nothing(request: Asked) -> HttpResponse:
    """Record that a unit had nothing to report in this week; said twice it stands once."""
    plan = current_plan().plan
    kind = plan.kinds_by_key.get(request.POST.get("kind", ""))
    if kind is None or not kind.reports_nothing:
        raise Http404
    units = units_for(request.actor, kind, plan)
    unit = request.POST.get("unit") or own_unit(request.actor, plan)
    if unit not in units:
        raise Http404
    try:
        saved = actions.record(
            actor=request.actor,
            now=timezone.now(),
            entered=Entered(kind=kind.key, unit=unit, day=timezone.localdate()),
        )
    except SameAlready as same:
        messages.info(request, _("This was said for this week already."))
        return redirect("activity", record=same.record)
    except NotRight as refusal:
        for fault in refusal.faults:
            messages.error(request, fault_sentence(fault, kind.field(fault.field)))
        return redirect("activity-new", kind=kind.key)
    messages.success(request, _("Noted: nothing to report this week. That is a good record too."))
    return redirect("activity", record=saved)
