"""How does a problem begin: from one group of the board, from several, from a theme, or from none?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.refusals import NotRight
from huiyin.ledger.actions.places import rows_of_new_places
from huiyin.ledger.actions.writing import write
from huiyin.ledger.deciding import descriptions, drafts, standing
from huiyin.ledger.deciding.descriptions import Description
from huiyin.ledger.deciding.drafts import Desk
from huiyin.ledger.deciding.facts import Brought, Case, ProblemFacts
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.guards import faults_of, groups_may_be_places, must
from huiyin.ledger.deciding.said import fault
from huiyin.ledger.models import Problem
from huiyin.ledger.moves import MOVES, ProblemState
from huiyin.trail.actions import be_the_one_writer


@dataclass(frozen=True)
class Opening(Description):
    """What a problem is opened with: what it says, and its places.

    `theme`: every group of it that waits becomes a place. `place_names`: what a unit reads for the place of a
    group, in the office's words; never a title of the board, which is made of what people said.
    """

    groups: tuple[str, ...] = ()
    theme: str = ""
    place_names: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def open_problem(*, actor: Actor, now: datetime, opening: Opening, ticket: str | None = None) -> str:
    """Open a problem as a draft; its id. The same ticket twice opens it once and gives the first id.

    Raises `NotRight`, `Forbidden`.
    """
    desk, nothing = drafts.desk_of(actor, now), ProblemFacts("", 0, ProblemState.DRAFT)
    must(MOVES["open"], nothing, actor)
    with transaction.atomic():
        be_the_one_writer()
        earlier = Problem.objects.filter(ticket=ticket).first() if ticket else None
        if earlier is not None:
            return _own(desk, earlier)
        groups = _groups_of(opening)
        brought = Brought(reason=opening.reason, place_names=opening.place_names)
        case = Case(nothing, actor, brought, desk.ground)
        _must_be_right(case, opening, groups)
        said = {**descriptions.columns_of(opening), "state": ProblemState.DRAFT}
        row = drafts.first_version(desk, said, brought)
        row.ticket = ticket or None
        places = rows_of_new_places(desk, row, groups, brought)
        write(desk, "problem.open", row.role, [row, *places])
    return row.record


def _groups_of(opening: Opening) -> Sequence[str]:
    of_theme = standing.waiting_groups_of(opening.theme) if opening.theme else []
    if opening.theme and not of_theme:
        raise NotRight([fault(MoveFault.NOTHING_WAITING, "theme", theme=opening.theme)])
    return tuple(dict.fromkeys((*opening.groups, *of_theme)))


def _must_be_right(case: Case, opening: Opening, groups: Sequence[str]) -> None:
    """Raises `NotRight` with all that is not."""
    waiting, taken = standing.where_groups_are(groups)
    case = replace(case, waiting=waiting, taken=taken)
    titled = replace(case, problem=replace(case.problem, title=opening.title or ""))
    faults = [
        *faults_of(MOVES["open"], titled),
        *(found for found in descriptions.description_faults(opening, case) if found.field != "title"),
        *groups_may_be_places(case, tuple(groups)),
    ]
    if faults:
        raise NotRight(faults)


def _own(desk: Desk, earlier: Problem) -> str:
    """A ticket is known to whoever's form it was; anybody else has it by no right."""
    if earlier.account != desk.actor.account:
        raise Forbidden(Permission.MANAGE_PROBLEMS, earlier.owner_unit)
    return earlier.record
