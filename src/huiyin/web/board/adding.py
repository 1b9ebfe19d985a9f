"""To which open problem does a group belong? The problem's own page then takes it in as a place."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from huiyin.access.rules import Permission
from huiyin.board.rows import GroupRow
from huiyin.ledger import queries as ledger
from huiyin.ledger.shown.filters import ANY_OPEN, Filters
from huiyin.web.board.deeds import Picked
from huiyin.web.board.shown import Card
from huiyin.web.board.words import PICK_A_GROUP
from huiyin.web.guard import Asked

FOUND = 20  # problems that are offered


def add_page(request: Asked, picked: Picked, rows: Sequence[GroupRow], back: str) -> HttpResponse:
    """The open problems that fit what was typed, the newest first; each leads to its own form."""
    request.actor.must(Permission.MANAGE_PROBLEMS)
    if not picked.groups:
        messages.info(request, str(PICK_A_GROUP))
        return redirect(back)
    find = request.GET.get("find", "").strip()
    found = ledger.page(
        request.actor,
        Filters(state=ANY_OPEN, words=find),
        size=FOUND,
        today=timezone.localdate(),
    )
    context = {
        "picked": picked,
        "cards": [Card(row) for row in rows],
        "problems": found.rows,
        "find": find,
        "back": back,
        "asked": urlencode([("group", group) for group in picked.groups]),
    }
    return render(request, "board/add.html", context)
