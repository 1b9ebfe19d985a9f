"""How does a move become the next versions of a problem, its places and its files, before it is written?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from huiyin.access.rules import Actor
from huiyin.activities.written_forms import clean_line, clean_lines
from huiyin.ledger.deciding.facts import Brought, Ground
from huiyin.ledger.deciding.parties import role_as
from huiyin.ledger.deciding.standing import bare_facts
from huiyin.ledger.models import Place, Problem
from huiyin.ledger.moves import MOVES, Move
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import Act
from huiyin.trail.models import NEVER, Versioned

ID_BYTES = 16
Row = TypeVar("Row", bound=Versioned)
_OF_ONE_VERSION = frozenset({"id", "sequence", "position", "salt", "superseded", "ticket"})


@dataclass(frozen=True)
class Desk:
    """Who moves, when, and under which plan."""

    actor: Actor
    now: datetime
    ground: Ground
    plan_version: int

    @property
    def today(self) -> date:
        """The day in the campaign's time zone."""
        return self.ground.today

    def act(self, action: str, subject: str, role: str) -> Act:
        """What the trail says of it."""
        return Act(action, subject, self.actor.account, role, self.plan_version)


def desk_of(actor: Actor, now: datetime) -> Desk:
    """Where this actor moves. Raises `NoPlan`."""
    in_force = current_plan()
    today = now.astimezone(ZoneInfo(in_force.plan.campaign.time_zone)).date()
    return Desk(actor, now, Ground(in_force.plan, today), in_force.version)


def new_id() -> str:
    """The id of a new record: 128 random bits."""
    return secrets.token_hex(ID_BYTES)


def first_version(desk: Desk, said: Mapping[str, Any], brought: Brought) -> Problem:
    """A new problem that says this, under the next running number; for an action within its transaction."""
    newest = Problem.objects.filter(superseded=NEVER).order_by("-number").values_list("number", flat=True)
    row = Problem(record=new_id(), version=1, number=(newest.first() or 0) + 1, opened_on=desk.today)
    return _signed(desk, changed(row, said), MOVES["open"], brought)


def next_version(
    desk: Desk, before: Problem, move: Move, brought: Brought, changes: Mapping[str, Any]
) -> Problem:
    """The next version of a problem, made by this move."""
    row = Problem(**_copied(before))
    row.version = before.version + 1
    role = role_as(move.party, desk.actor, bare_facts(before))
    return _signed(desk, changed(row, changes), move, brought, role)


def _signed(desk: Desk, row: Problem, move: Move, brought: Brought, role: str = "") -> Problem:
    row.move, row.rule = move.name, move.rule
    row.role = role or role_as(move.party, desk.actor, bare_facts(row))
    row.person, row.account = desk.actor.person, desk.actor.account
    row.reason, row.words = clean_lines(brought.reason), clean_lines(brought.words)
    row.day, row.entered, row.plan_version = desk.today, desk.now, desk.plan_version
    return row


def changed(row: Row, changes: Mapping[str, Any]) -> Row:
    """A row with these columns set."""
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def turned(desk: Desk, before: Row, reason: str = "", **changes: Any) -> Row:
    """The next version of a place, a follow-up or a file, with these columns set."""
    row = type(before)(**_copied(before))
    row.version = before.version + 1
    row.entered, row.account, row.reason = desk.now, desk.actor.account, clean_lines(reason)
    return changed(row, changes)


def _copied(before: Versioned) -> dict[str, Any]:
    names = [field.attname for field in before._meta.concrete_fields]
    return {name: getattr(before, name) for name in names if name not in _OF_ONE_VERSION}


def place_of(desk: Desk, problem: str, group: str, name: str) -> Place:
    """A group as a place of a problem, not put right yet."""
    return Place(
        record=new_id(),
        version=1,
        entered=desk.now,
        account=desk.actor.account,
        problem=problem,
        group=group,
        name=clean_line(name),
    )
