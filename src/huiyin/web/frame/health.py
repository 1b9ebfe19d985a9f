"""Does the house stand: database and log?"""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.trail.queries import head
from huiyin.web.guard import open_to_everyone


@open_to_everyone
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Plain text for a watcher: 200, or 503 with the part that does not answer."""
    try:
        head()
    except DatabaseError:
        return _said("database: does not answer", 503)
    except ObjectDoesNotExist:
        return _said("log: a part of its tree is missing", 503)
    return _said("database: answers\nlog: head computed", 200)


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain; charset=utf-8", status=status)
