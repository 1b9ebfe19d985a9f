"""Who belongs to the campaign, who can sign in, and how does the administrator let them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.access.actions import AccountClosed, invite, make_account, set_active
from huiyin.access.queries import PersonRow
from huiyin.access.queries import people as people_of_plan
from huiyin.access.rules import Permission
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.web.frame.role_words import role_word
from huiyin.web.guard import Asked, allowed

DEEDS = ("invite", "close", "open")  # names of the buttons; the value is the person's key


@dataclass(frozen=True)
class PersonLine:
    """A person as the list shows them."""

    row: PersonRow
    roles: str
    units: Sequence[object]  # terms

    @property
    def standing(self) -> str:
        """Can this person sign in: `none` (no account), `invited`, `open`, `closed`?"""
        account = self.row.account
        if account is None:
            return "none"
        if not account.is_active:
            return "closed"
        return "open" if account.has_usable_password() else "invited"


@allowed(Permission.SEE_PEOPLE)
@require_safe
def people(request: Asked) -> HttpResponse:
    """The people of the plan in force by unit; the administrator lets them in and out."""
    plan = current_plan().plan
    lines = [_line(row, plan) for row in people_of_plan(request.actor)]
    without = sum(line.standing in {"none", "invited"} for line in lines)
    return render(
        request,
        "access/people.html",
        {
            "lines": lines,
            "without": without,
            "may_manage": request.actor.may(Permission.MANAGE_ACCOUNTS),
        },
    )


@allowed(Permission.MANAGE_ACCOUNTS)
@require_POST
@never_cache
def change_account(request: Asked) -> HttpResponse:
    """Make an account or a new invitation (its link is shown once, here), close an account, open it again."""
    deed = next((deed for deed in DEEDS if deed in request.POST), "")
    key = request.POST.get(deed, "")
    row = next((row for row in people_of_plan(request.actor) if row.key == key), None)
    if row is None:
        raise Http404
    if deed == "invite":
        return _invite(request, row)
    if deed in {"close", "open"} and row.account is not None:
        set_active(
            actor=request.actor,
            now=now(),
            account=row.account,
            is_active=deed == "open",
            plan_version=current_plan().version,
        )
        messages.success(
            request, _("The account is open.") if deed == "open" else _("The account is closed.")
        )
    return redirect("people")


def _invite(request: Asked, row: PersonRow) -> HttpResponse:
    account = make_account(
        actor=request.actor, now=now(), person=row.key, plan_version=current_plan().version
    )
    try:
        token = invite(actor=request.actor, now=now(), account=account, plan_version=current_plan().version)
    except AccountClosed:
        messages.error(request, _("The account is closed. Open it, then invite."))
        return redirect("people")
    address = reverse("invitation", args=[account.public_id, token])
    return render(
        request,
        "access/invited.html",
        {"row": row, "account": account, "link": request.build_absolute_uri(address)},
    )


def _line(row: PersonRow, plan: Plan) -> PersonLine:
    person = plan.people_by_key.get(row.key)
    units = dict.fromkeys(post.unit for post in person.posts if post.unit) if person else {}
    return PersonLine(
        row,
        _(", ").join(role_word(role) for role in row.roles),
        [plan.units_by_key[key].name for key in units if key in plan.units_by_key],
    )
