"""How is another system given a token with which it hands opinions in, and how is that ended?"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.opinions import actions, queries
from huiyin.plan.queries import current_plan
from huiyin.web.activities.entry import NOT_TAKEN
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.opinions.channels import channel_offers
from huiyin.web.opinions.forms import Unjudged, asked_for, listed
from huiyin.web.opinions.words import fault_sentence

SYSTEM = "system"  # what a channel says of who takes in on it


class TokenForm(Unjudged):
    """For which system, on which channel."""

    def __init__(self, given: object = None) -> None:
        super().__init__(data=given)  # type: ignore[arg-type]  # what a browser sent, or None
        plan = current_plan().plan
        open_to_systems = [each for each in plan.opinion_channels if SYSTEM in each.taken_in_by]
        self.has_channels = bool(open_to_systems)
        self.fields["name"] = asked_for(
            _("Which system?"),
            forms.TextInput({"autocomplete": "off"}),
            _("So that you know it again, such as “service line, new system”."),
            is_required=True,
        )
        offers = channel_offers(open_to_systems, reading_language())
        self.fields["channel"] = asked_for(
            _("On which channel?"), forms.Select(choices=listed(offers)), is_required=True
        )


@allowed(Permission.MANAGE_TOKENS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def opinion_tokens(request: Asked) -> HttpResponse:
    """The keys. Sent, the form makes one and shows its secret once, here; a button ends one."""
    if request.method != "POST":
        return _list(request, TokenForm())
    if "end" in request.POST:
        return _ended(request)
    form = TokenForm(request.POST)
    try:
        new = actions.make_token(
            actor=request.actor,
            now=timezone.now(),
            channel=form.said("channel"),
            name=form.said("name"),
        )
    except NotRight as refusal:
        for fault in refusal.faults:
            if not form.show(fault, {"name": "name", "channel": "channel"}):
                form.add_error(None, fault_sentence(fault))
        return _list(request, form, status=NOT_TAKEN)
    context = {
        "secret": new.secret,
        "name": form.said("name"),
        "address": request.build_absolute_uri(reverse("api-opinions")),
        "description": request.build_absolute_uri(reverse("api-openapi")),
    }
    return render(request, "opinions/token.html", context)


def _list(request: Asked, form: TokenForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "tokens": queries.tokens(request.actor)}
    return render(request, "opinions/tokens.html", context, status=status)


def _ended(request: Asked) -> HttpResponse:
    try:
        actions.end_token(actor=request.actor, now=timezone.now(), token=request.POST["end"])
    except NotFound:
        raise Http404 from None
    messages.success(request, _("Ended. Whoever uses this token is refused from now on."))
    return redirect("opinion-tokens")
