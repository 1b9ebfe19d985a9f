"""Where does an opinion stand: waiting, in a group, or as part of a problem? And what is its giver told?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huiyin.access.rules import Actor, Permission
from huiyin.activities.refusals import NotFound
from huiyin.board.queries import place_of
from huiyin.board.rules import GroupState
from huiyin.board.standing import placements
from huiyin.ledger import queries
from huiyin.ledger.answers.falling_due import stands_of
from huiyin.ledger.answers.kept import AnswerRow, answer_of


@dataclass(frozen=True)
class Standing:
    """The group in which an opinion stands, and the problem that the group is a place of, if any."""

    group: str
    title: str
    state: str  # board.rules.GroupState
    is_fresh: bool
    problem: str = ""


@dataclass(frozen=True)
class ProblemNamed:
    """A problem as the page of an opinion names it."""

    record: str
    number: int
    title: str


def standings(opinions: Sequence[str]) -> Mapping[str, Standing]:
    """Where each of these stands; absent are those that wait to be sorted or are only counted."""
    places = place_of(opinions)
    stands = stands_of([opinion for opinion, place in places.items() if place.state == GroupState.OPENED])
    return {
        opinion: Standing(
            group=place.group,
            title=place.group_title,
            state=place.state,
            is_fresh=place.is_fresh,
            problem=stands[opinion].problem if opinion in stands else "",
        )
        for opinion, place in places.items()
    }


def placed() -> QuerySet[Any, Any]:
    """The ids of all opinions that stand in a group, as a question that the list asks along."""
    return placements().values("record")


def problem_named(actor: Actor, standing: Standing | None, today: date) -> ProblemNamed | None:
    """The problem in which an opinion stands, where this person may see it."""
    if standing is None or not standing.problem or not actor.may(Permission.SEE_PROBLEMS):
        return None
    row = queries.held(actor, [standing.problem], today=today).get(standing.problem)
    return ProblemNamed(row.record, row.number, row.title) if row else None


def answer_to(actor: Actor, opinion: str, standing: Standing | None) -> AnswerRow | None:
    """What the giver of an opinion is told, as it stands now; None while nothing is due."""
    if standing is None or standing.state == GroupState.WAITING:
        return None
    try:
        return answer_of(actor, opinion)[0]
    except NotFound:
        return None
