"""Which places, groups and problems change along with a move of a problem?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from huiyin.board import drafts as board
from huiyin.board.models import Decision
from huiyin.board.rules import DecisionKind
from huiyin.ledger.deciding.drafts import Desk, first_version, next_version, place_of, turned
from huiyin.ledger.deciding.facts import Brought
from huiyin.ledger.models import Answer, Place, Problem
from huiyin.ledger.moves import MOVES, Move, ProblemState
from huiyin.ledger.rules import AnswerState
from huiyin.trail.models import NEVER, Versioned

# What a problem that is split off has from the one that it was part of.
_HANDED_DOWN = (
    *("finding", "cause", "area", "goal", "closing_standard", "measures", "mode", "owner_unit"),
    *("owner_person", "co_units", "lead_leader", "verifier_unit", "verifier_person"),
)


def rows_along_with(desk: Desk, row: Problem, move: Move, brought: Brought) -> list[Versioned]:
    """What is written in the same entry as this version of a problem."""
    along = _ALONG.get(move.name)
    return along(desk, row, brought) if along else []


def rows_of_new_places(
    desk: Desk, problem: Problem, groups: Sequence[str], brought: Brought
) -> list[Versioned]:
    """These groups as places of a problem: the places, the groups that are open now, and why.

    Raises `NotRight` for one that does not wait, `NotFound`.
    """
    on_board, account = board.standing_groups(groups), desk.actor.account
    return [
        *(place_of(desk, problem.record, group, brought.place_names.get(group, "")) for group in groups),
        *board.opened(on_board, now=desk.now, account=account, reason=brought.reason),
        *board.decision_rows(
            DecisionKind.OPEN, on_board, now=desk.now, account=account, reason=brought.reason
        ),
    ]


def places_in_force(problem: str) -> list[Place]:
    """The places of a problem as they stand."""
    found = Place.objects.filter(problem=problem, superseded=NEVER, is_withdrawn=False)
    return list(found.order_by("sequence", "position"))


def _add(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    return rows_of_new_places(desk, row, [brought.group], brought)


def _drop(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    """The places are none any longer; their groups wait again, the decisions to open them are taken back."""
    places = [each for each in places_in_force(row.record) if each.record in brought.all_places]
    groups = [place.group for place in places]
    decisions = Decision.objects.filter(
        group__in=groups, kind=DecisionKind.OPEN, superseded=NEVER, is_withdrawn=False
    )
    return [
        *(turned(desk, place, brought.reason, is_withdrawn=True) for place in places),
        *board.released(
            board.standing_groups(groups), now=desk.now, account=desk.actor.account, reason=brought.reason
        ),
        *(turned(desk, decision, brought.reason, is_withdrawn=True) for decision in decisions),
    ]


def _done(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    return [
        turned(desk, place, is_done=True, done_on=desk.today)
        for place in places_in_force(row.record)
        if place.record in brought.all_places and not place.is_done
    ]


def _not_done(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    """The places of these groups are not put right after all."""
    return [
        turned(desk, place, brought.reason, is_done=False, done_on=None)
        for place in places_in_force(row.record)
        if place.is_done and place.group in brought.groups
    ]


def _not_done_again(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    """Reopened: the places of the groups that are named, else all; nobody is to be told that it is solved."""
    due = Answer.objects.filter(
        problem=row.record, state=AnswerState.DUE, superseded=NEVER, is_withdrawn=False
    )
    answers = [turned(desk, answer, brought.reason, is_withdrawn=True) for answer in due]
    if brought.groups:
        return [*_not_done(desk, row, brought), *answers]
    return [
        *answers,
        *_all_not_done(desk, row, brought),
    ]


def _all_not_done(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    return [
        turned(desk, place, brought.reason, is_done=False, done_on=None)
        for place in places_in_force(row.record)
        if place.is_done
    ]


def _merged(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    return [
        *_moved(desk, places_in_force(row.record), brought.into, brought.reason),
        *_taking_in(desk, row, brought),
    ]


def _taking_in(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    """A problem that has no first day yet takes over that of the one it takes in: no day is lost."""
    other = Problem.objects.get(record=brought.into, superseded=NEVER)
    if row.due_original is None or other.due_original is not None:
        return []
    return [next_version(desk, other, MOVES["describe"], brought, {"due_original": row.due_original})]


def _moved(desk: Desk, places: Sequence[Place], to: str, reason: str) -> list[Versioned]:
    """Places of one problem as places of another; what was put right there stays put right."""
    return [
        *(turned(desk, place, reason, is_withdrawn=True) for place in places),
        *(_same_place(desk, place, to) for place in places),
    ]


def _same_place(desk: Desk, place: Place, to: str) -> Place:
    row = place_of(desk, to, place.group, place.name)
    row.is_done, row.done_on = place.is_done, place.done_on
    return row


def _split_off(desk: Desk, row: Problem, brought: Brought) -> list[Versioned]:
    said = {name: getattr(row, name) for name in _HANDED_DOWN}
    said |= {"title": brought.title.strip(), "state": ProblemState.DRAFT, "split_from": row.record}
    said["due_original"] = row.due_original  # a new number is no new day
    new = first_version(desk, said, brought)
    places = [place for place in places_in_force(row.record) if place.group in brought.groups]
    return [new, *_moved(desk, places, new.record, brought.reason)]


_ALONG: Mapping[str, Callable[[Desk, Problem, Brought], list[Versioned]]] = MappingProxyType(
    {
        "add_place": _add,
        "drop_place": _drop,
        "place_done": _done,
        "claim": _done,
        "send_back": _not_done,
        "refuse": _not_done,
        "object": _not_done,
        "reopen": _not_done_again,
        "effect_fails": _not_done_again,
        "merge": _merged,
        "split_off": _split_off,
    }
)
