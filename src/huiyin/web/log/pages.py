"""What was done, in which order, and what proves that nobody changed it since?"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiyin.access.rules import Permission
from huiyin.trail import queries
from huiyin.trail.proofs import is_included
from huiyin.trail.queries import EntryRow
from huiyin.web.frame.role_words import role_word
from huiyin.web.guard import allowed
from huiyin.web.log.words import action_word

SEQUENCE = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Shown:
    """An entry with its action and role in words."""

    entry: EntryRow
    action: str | Promise
    role: str | Promise


@allowed(Permission.SEE_LOG)
def log(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, and the head that a checkpoint signs."""
    after = request.GET.get("after", "")
    if after and not SEQUENCE.fullmatch(after):
        raise Http404
    rows = queries.entries_before(int(after) if after else None, queries.PAGE + 1)
    shown, more = rows[: queries.PAGE], rows[queries.PAGE :]
    head = queries.head()
    newest = queries.newest_checkpoint()
    context = {
        "rows": [_shown(row) for row in shown],
        "next": str(shown[-1].sequence) if more else "",
        "size": head.size,
        "root": base64.b64encode(head.root).decode(),
        "checkpoint": newest,
        "newest_covered": newest.size - 1 if newest else None,
        "uncovered": head.size - newest.size if newest else head.size,
    }
    return render(request, "log/log.html", context)


@allowed(Permission.SEE_LOG)
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry, exactly as it is hashed, with the proof that it stands in the log."""
    found = queries.entry_proof(sequence) if sequence < 2**62 else None
    if found is None:
        raise Http404
    context = {
        "shown": _shown(found.entry),
        "leaf": found.leaf.hex(),
        "proof": [hash_.hex() for hash_ in found.proof],
        "size": found.head.size,
        "root": base64.b64encode(found.head.root).decode(),
        "is_proved": is_included(found.leaf, sequence, found.head.size, found.proof, found.head.root),
        "before": sequence - 1,
        "behind": sequence + 1 if sequence + 1 < found.head.size else None,
    }
    return render(request, "log/entry.html", context)


@allowed(Permission.SEE_LOG)
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest checkpoint as a file to keep outside."""
    newest = queries.newest_checkpoint()
    if newest is None:
        raise Http404(_("No checkpoint has been made yet."))
    response = HttpResponse(newest.note, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{newest.size}.checkpoint"'
    return response


def _shown(row: EntryRow) -> Shown:
    return Shown(row, action_word(row.action), role_word(row.role) if row.role else "")
