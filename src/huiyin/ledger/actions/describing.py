"""How does the office say otherwise what a problem is?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.access.rules import Actor
from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.refusals import NotRight
from huiyin.ledger.actions.writing import write
from huiyin.ledger.deciding import drafts, standing
from huiyin.ledger.deciding.descriptions import Description, columns_of, description_faults
from huiyin.ledger.deciding.facts import Brought, Case
from huiyin.ledger.deciding.guards import faults_of, must
from huiyin.ledger.moves import MOVES, ProblemState
from huiyin.trail.actions import be_the_one_writer


def describe(  # noqa: PLR0913 -- who, when, what of which version, and why: none of them stands for another
    *, actor: Actor, now: datetime, problem: str, version: int, description: Description, reason: str = ""
) -> int:
    """Let a problem say something else from now on; its new version. Nothing new makes no version.

    `version` is the one that the actor had before them. Once it was handed over, a reason is wanted. Raises
    `Conflict` when somebody else was first, `NotFound`, `NotRight`, `Forbidden`.
    """
    desk, move = drafts.desk_of(actor, now), MOVES["describe"]
    with transaction.atomic():
        be_the_one_writer()
        before, facts = standing.seen(actor, problem, version)
        must(move, facts, actor)
        case = Case(facts, actor, Brought(reason=reason), desk.ground)
        faults = faults_of(move, case) or description_faults(description, case)
        if faults:
            raise NotRight(faults)
        said = columns_of(description)
        changes = {name: value for name, value in said.items() if getattr(before, name) != value}
        if not changes:
            return version
        if facts.state is not ProblemState.DRAFT and not reason.strip():
            raise NotRight([FieldFault("reason", FaultCode.MISSING)])
        row = drafts.next_version(desk, before, move, case.brought, changes)
        write(desk, "problem.describe", row.role, [row])
    return row.version
