"""What does the ledger do by itself when its day has come?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.access.rules import Actor, Permission
from huiyin.ledger.actions.answering import fall_due
from huiyin.ledger.actions.follow_ups import derive_follow_ups
from huiyin.ledger.actions.writing import write
from huiyin.ledger.deciding import drafts, standing
from huiyin.ledger.deciding.drafts import Desk
from huiyin.ledger.deciding.effects import changes_of
from huiyin.ledger.deciding.facts import Brought, Case
from huiyin.ledger.deciding.guards import faults_of
from huiyin.ledger.models import Problem
from huiyin.ledger.moves import MOVES, Move
from huiyin.trail.actions import be_the_one_writer
from huiyin.trail.models import NEVER


@dataclass(frozen=True)
class DueWork:
    """What was done: how many notices ended, deadlines moved, weeks were said, and answers fell due."""

    notices_ended: int = 0
    deadlines_moved: int = 0
    follow_ups: int = 0
    answers: int = 0


def run_due_work(*, actor: Actor, now: datetime) -> DueWork:
    """Do what is due; at once again, it finds nothing to do. Raises `Forbidden`.

    Notices that are over end, deadlines in working days follow the plan's calendar, weeks in which a unit
    recorded something count as changed, and givers are to be told of what ended. Each is one entry over all
    that it is about.
    """
    actor.must(Permission.RUN_DUE_WORK)
    desk = drafts.desk_of(actor, now)
    return DueWork(
        notices_ended=_everywhere(desk, MOVES["end_notice"]),
        deadlines_moved=_everywhere(desk, MOVES["move_deadline"]),
        follow_ups=derive_follow_ups(actor=actor, now=now),
        answers=fall_due(actor=actor, now=now),
    )


def _everywhere(desk: Desk, move: Move) -> int:
    """Make a move of the clock with every problem that lets it; how many."""
    with transaction.atomic():
        be_the_one_writer()
        rows = Problem.objects.filter(superseded=NEVER, state__in=sorted(move.sources)).order_by("number")
        versions = []
        for row in rows:
            case = Case(standing.bare_facts(row), desk.actor, Brought(), desk.ground)
            if not faults_of(move, case):
                versions.append(drafts.next_version(desk, row, move, Brought(), changes_of(move, case)))
        if versions:
            write(desk, f"problem.{move.name}", versions[0].role, versions)
    return len(versions)
