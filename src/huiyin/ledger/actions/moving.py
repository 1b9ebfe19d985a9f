"""How is a problem moved? By one entrance for every move of the table."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.access.rules import Actor
from huiyin.activities.refusals import NotRight
from huiyin.ledger.actions.places import rows_along_with
from huiyin.ledger.actions.writing import write
from huiyin.ledger.deciding import drafts, standing
from huiyin.ledger.deciding.effects import changes_of
from huiyin.ledger.deciding.facts import Brought
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.guards import faults_of, must
from huiyin.ledger.deciding.said import fault
from huiyin.ledger.moves import MOVES, Move
from huiyin.trail.actions import be_the_one_writer

MADE_OTHERWISE = frozenset({"open", "describe"})  # by actions of their own


def make(  # noqa: PLR0913 -- who, when, which move of which version, and what with it
    *, actor: Actor, now: datetime, problem: str, version: int, move: str, brought: Brought
) -> int:
    """Make a move; the problem's new version.

    `version` is the one that the actor had before them. Raises `Conflict` when somebody else was first,
    `NotFound`, `NotRight` with all that stands in the way, `Forbidden` for whoever is not its party.
    """
    desk, wanted = drafts.desk_of(actor, now), _move(move)
    with transaction.atomic():
        be_the_one_writer()
        before, facts = standing.seen(actor, problem, version)
        must(wanted, facts, actor)
        case = standing.case_of(facts, actor, brought, desk.ground)
        faults = faults_of(wanted, case)
        if faults:
            raise NotRight(faults)
        row = drafts.next_version(desk, before, wanted, brought, changes_of(wanted, case))
        along = rows_along_with(desk, row, wanted, brought)
        write(desk, f"problem.{move}", row.role, [row, *along])
    return row.version


def _move(name: str) -> Move:
    if name not in MOVES or name in MADE_OTHERWISE:
        raise NotRight([fault(MoveFault.NO_SUCH_MOVE, "move", given=name)])
    return MOVES[name]
