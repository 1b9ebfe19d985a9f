"""Who may open this page?

Every view says it with one of these decorators; a view without one is refused by the test that walks the
resolver. Object-level checks stay in the queries and actions that the view calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from huiyin.access.rules import Actor, Permission

View = Callable[..., HttpResponseBase]


class Asked(HttpRequest):
    """A request with the actor that `web.frame_actor` puts on it."""

    actor: Actor


@dataclass(frozen=True)
class Guard:
    """What a page asks of whoever opens it: one of these permissions, or only an account, or nothing."""

    permissions: tuple[Permission, ...] = ()
    is_open: bool = False
    is_for_tokens: bool = False  # another system with a key of its own; the view looks at it

    def __str__(self) -> str:
        if self.is_open:
            return "open to everyone"
        if self.is_for_tokens:
            return "an intake token"
        return " or ".join(self.permissions) or "signed in"


def allowed(*permissions: Permission) -> Callable[[View], View]:
    """A page for actors with one of these permissions, anywhere at all. Others meet `Forbidden`, page 403."""

    def guarded(view: View) -> View:
        @wraps(view)
        def checked(request: Asked, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.actor.may(permission) for permission in permissions):
                request.actor.must(permissions[0])
            return view(request, *args, **kwargs)

        return _marked(checked, Guard(permissions))

    return guarded


def signed_in(view: View) -> View:
    """A page for everybody with an account, such as the own one."""
    return _marked(view, Guard())


def open_to_everyone(view: View) -> View:
    """A page that may be seen without signing in."""
    return _marked(login_not_required(view), Guard(is_open=True))


def for_tokens(view: View) -> View:
    """An address for other systems: without sign-in, session or form token; the view asks for their key.

    It reads nothing of what was sent before that, and refuses what is too large by itself.
    """
    view.refuses_by_itself = True  # type: ignore[attr-defined]  # read by `web.frame.sizes`
    return _marked(csrf_exempt(login_not_required(view)), Guard(is_for_tokens=True))


def guard_of(view: View) -> Guard | None:
    """What this view asks; None when it forgot to say."""
    found = getattr(view, "guard", None)
    return found if isinstance(found, Guard) else None


def _marked(view: View, guard: Guard) -> View:
    view.guard = guard  # type: ignore[attr-defined]  # a function carries what its decorators say
    return view
