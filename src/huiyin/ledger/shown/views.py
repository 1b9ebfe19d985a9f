"""Which lists has somebody kept under a name?"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.access.rules import Actor
from huiyin.ledger.models import SavedView


@dataclass(frozen=True)
class ViewRow:
    """A list with its filters, under a name: `question` is the address after its question mark."""

    id: str
    name: str
    page: str
    question: str


def views(actor: Actor, page: str) -> tuple[ViewRow, ...]:
    """What this account keeps for a page, by name; nobody sees another's."""
    rows = SavedView.objects.filter(account=actor.account, page=page).order_by("name")
    return tuple(ViewRow(row.public_id, row.name, row.page, row.question) for row in rows)
