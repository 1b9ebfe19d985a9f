"""How are the changes of a table that came back written: all of them, or none?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.access.rules import Actor, Forbidden
from huiyin.activities.field_faults import FieldFault
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.ledger.actions.describing import describe
from huiyin.ledger.workbook.taking_in import JudgedRow, LedgerRowFault

Refused = dict[int, tuple[FieldFault, ...]]  # by the line of the file


def take_in(
    *, actor: Actor, now: datetime, rows: Sequence[JudgedRow], reason: str, is_trial: bool = False
) -> Refused:
    """Describe these problems as their rows say; why rows are refused, by line.

    When one is refused, or for a trial, nothing is written.
    """
    refused: Refused = {}
    with transaction.atomic():
        for row in rows:
            faults = _describe(actor, now, row, reason)
            if faults:
                refused[row.line] = faults
        if refused or is_trial:
            transaction.set_rollback(True)
    return refused


def _describe(actor: Actor, now: datetime, row: JudgedRow, reason: str) -> tuple[FieldFault, ...]:
    if row.description is None:
        return ()
    try:
        with transaction.atomic():
            describe(
                actor=actor,
                now=now,
                problem=row.record,
                version=row.version,
                description=row.description,
                reason=reason,
            )
    except NotRight as refusal:
        return refusal.faults
    except Conflict as refusal:
        facts = {"given": str(row.version), "held": str(refusal.current)}
        return (FieldFault("version", LedgerRowFault.CHANGED_SINCE, facts),)
    except (NotFound, Forbidden):
        return (FieldFault("number", LedgerRowFault.NO_SUCH_PROBLEM, {"given": row.number}),)
    return ()
