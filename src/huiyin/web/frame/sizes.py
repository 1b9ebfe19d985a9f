"""How much may be sent to a page before anybody reads it?"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

# Nobody who has not signed in sends more than a name and a password. A signed-in person sends files: the
# largest taken (20 MiB, `activities.evidence.limits`), a few at once, and the form around them.
OF_STRANGERS = 64 * 1024
OF_PEOPLE = 64 * 1024 * 1024


class RefuseWhatIsTooLarge:
    """Refuses by the announced length, so that no disk is filled with what will be refused anyway."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 for a request that is too large for whoever sends it."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isascii() and announced.isdecimal() else 0
        if length <= OF_STRANGERS:
            return self._answer(request)
        if _refuses_by_itself(request.path_info):
            return self._answer(request)
        if length > OF_PEOPLE or not request.user.is_authenticated:
            return render(request, "frame/too_large.html", status=413)
        return self._answer(request)


def _refuses_by_itself(path: str) -> bool:
    """Is this an address for other systems, which looks at a key and at the length before it reads?"""
    try:
        return bool(getattr(resolve(path).func, "refuses_by_itself", False))
    except Resolver404:
        return False
