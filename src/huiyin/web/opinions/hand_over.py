"""How does a record become an opinion at one tap, and what does its page say of what people said at it?"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.access.rules import Actor, Permission
from huiyin.activities.queries import held
from huiyin.activities.refusals import NotRight
from huiyin.activities.rows import Row
from huiyin.opinions import actions, queries
from huiyin.plan.document import Plan
from huiyin.web.guard import Asked, allowed
from huiyin.web.opinions.channels import can_be_said_in, channels_for
from huiyin.web.opinions.standing import Standing, standings


@dataclass(frozen=True)
class Voices:
    """What the page of a record says of opinions; words stand nowhere in it."""

    may_hand_over: bool  # it is what somebody said, and is not handed over yet
    is_handed_over: bool
    opinion: str  # as which it was handed over, for who may read it; else ""
    standing: Standing | None
    may_take_in: bool  # opinions are heard at records of this kind
    said: int
    grown: int

    def __bool__(self) -> bool:
        shown = (self.may_hand_over, self.is_handed_over, self.may_take_in, self.said, self.grown)
        return any(shown)


def voices_of(actor: Actor, row: Row, plan: Plan) -> Voices:
    """What a record has to do with opinions, as far as this person may know."""
    channel = queries.channel_for_records(plan, row.kind, row.values)
    handed = queries.handed_over(actor, [row.record]).get(row.record, "") if channel else ""
    may_read = actor.may(Permission.SEE_OPINIONS)
    voices = queries.of_activity(actor, row.record, row.kind) if may_read else None
    return Voices(
        may_hand_over=bool(
            channel and not handed and not row.is_withdrawn and channel in channels_for(actor, plan)
        ),
        is_handed_over=bool(handed),
        opinion=handed if may_read else "",
        standing=standings([handed]).get(handed) if handed and may_read else None,
        may_take_in=can_be_said_in(actor, plan, row),
        said=0 if handed or voices is None else voices.said,
        grown=voices.grown if voices else 0,
    )


@allowed(Permission.RECORD_OPINIONS)
@require_POST
def activity_hand_over(request: Asked, record: str) -> HttpResponse:
    """Hand what a record says to the ledger as an opinion; twice is once."""
    if record not in held(request.actor, [record]):
        raise Http404
    try:
        actions.hand_over(actor=request.actor, now=timezone.now(), records=[record])
    except NotRight:
        messages.error(request, _("This record is nothing that goes to the ledger."))
    else:
        messages.success(request, _("Handed over. The office sorts it and answers for it."))
    return redirect("activity", record=record)
