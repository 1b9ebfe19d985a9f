"""Where does an opinion stand: waiting, in a group, or as part of a problem? And what is its giver told?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.access.rules import Actor, Permission
from huiyin.activities.refusals import NotFound
from huiyin.board.queries import place_of
from huiyin.board.rules import GroupState
from huiyin.board.standing import placed_records
from huiyin.ledger import queries
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
    opened = {place.group for place in places.values() if place.state == GroupState.OPENED}
    problems = queries.problems_of_groups(opened)
    return {
        opinion: Standing(
            group=place.group,
            title=place.group_title,
            state=place.state,
            is_fresh=place.is_fresh,
            problem=problems.get(place.group, ""),
        )
        for opinion, place in places.items()
    }


def placed() -> QuerySet[Any, Any]:
    """The ids of all opinions that stand in a group, as a question that the list asks along."""
    return placed_records()


def problem_named(actor: Actor, standing: Standing | None) -> ProblemNamed | None:
    """The problem in which an opinion stands, where this person may see it."""
    if standing is None or not standing.problem or not actor.may(Permission.SEE_PROBLEMS):
        return None
    found = queries.named(actor, standing.problem)
    return ProblemNamed(standing.problem, *found) if found else None


def answer_to(actor: Actor, opinion: str, standing: Standing | None) -> AnswerRow | None:
    """What the giver of an opinion is told, as it stands now; None while nothing is due."""
    if standing is None or standing.state == GroupState.WAITING:
        return None
    try:
        return answer_of(actor, opinion)[0]
    except NotFound:
        return None
