"""How does somebody keep a list under a name, for themselves alone?

It is a bookmark: no entry of the log, and no permission beyond having an account. What it lists is asked for
anew each time, by whoever opens it.
"""

from __future__ import annotations

import secrets
from enum import StrEnum

from django.db import transaction

from huiyin.access.rules import Actor
from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.written_forms import clean_line
from huiyin.ledger.models import SavedView

NAME_CHARACTERS = 60
QUESTION_CHARACTERS = 1_000
MOST = 50  # of one account on one page


class ViewedPage(StrEnum):
    """The pages whose lists can be kept."""

    LEDGER = "ledger"
    OPINIONS = "opinions"
    BOARD = "board"
    ANSWERS = "answers"


def save_view(*, actor: Actor, name: str, page: str, question: str) -> str:
    """Keep the filters of a list under a name; its id. The same name again takes the new filters.

    Raises `NotRight`.
    """
    said, question = clean_line(name), clean_line(question)
    faults = [*_faults(said, page, question)]
    if faults:
        raise NotRight(faults)
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(account=actor.account, page=page)
        held = own.filter(name=said).first()
        if held is None and own.count() >= MOST:
            raise NotRight([Wrong(FaultCode.TOO_LARGE, given=MOST + 1, limit=MOST).at("name")])
        row, _ = SavedView.objects.update_or_create(
            account=actor.account,
            page=page,
            name=said,
            defaults={"question": question},
            create_defaults={"question": question, "public_id": secrets.token_hex(16)},
        )
    return row.public_id


def drop_view(*, actor: Actor, view: str) -> None:
    """Keep it no longer. Raises `NotFound`, also for another's."""
    deleted, _ = SavedView.objects.filter(account=actor.account, public_id=view).delete()
    if not deleted:
        raise NotFound(view)


def _faults(name: str, page: str, question: str) -> list[FieldFault]:
    faults = []
    if not name:
        faults.append(FieldFault("name", FaultCode.MISSING))
    if len(name) > NAME_CHARACTERS:
        faults.append(Wrong(FaultCode.TOO_LONG, limit=NAME_CHARACTERS).at("name"))
    if page not in set(ViewedPage):
        faults.append(Wrong(FaultCode.NO_SUCH_NAME, given=page).at("page"))
    if len(question) > QUESTION_CHARACTERS:
        faults.append(Wrong(FaultCode.TOO_LONG, limit=QUESTION_CHARACTERS).at("question"))
    return faults
