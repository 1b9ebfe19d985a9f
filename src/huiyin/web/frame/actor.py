"""Who asks for this page, and what is answered to somebody who may not, or asks for what is not there?"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from huiyin.access.queries import actor_of
from huiyin.access.rules import Actor, Forbidden
from huiyin.plan.queries import NoPlan, one_plan_throughout
from huiyin.trail.actions import ClockBehind
from huiyin.web.frame import refusals

NOBODY = Actor("")


class ActorOfRequest:
    """Puts `request.actor` on every request, read once and only when asked, and turns refusals into pages."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view, which may ask for `request.actor`."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]  # read by `Asked`
        with one_plan_throughout():
            return self._answer(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        """The page that says what was refused; None for what is no refusal."""
        if isinstance(refusal, Forbidden):
            return refusals.forbidden(request, refusal)
        if isinstance(refusal, NoPlan):
            return refusals.no_plan(request)
        if isinstance(refusal, ClockBehind):
            return refusals.clock_behind(request)
        return None


def _actor(request: HttpRequest) -> Actor:
    return actor_of(request.user) if request.user.is_authenticated else NOBODY
