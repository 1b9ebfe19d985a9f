"""Which moves may somebody make with a problem now, and what stands in the way of one?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from huiyin.access.rules import Actor, Forbidden
from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.ledger.deciding import said
from huiyin.ledger.deciding.deadlines import is_counted, on_calendar
from huiyin.ledger.deciding.facts import Brought, Case, Ground, ProblemFacts
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.handing_over import due_is_right, owner_is_right, verifier_is_right
from huiyin.ledger.deciding.parties import PERMISSIONS, parties_of
from huiyin.ledger.deciding.proofs import (
    acceptance_is_complete,
    evidence_is_there,
    not_places,
    other_person,
    other_unit,
    places_are_done,
    still_shown,
)
from huiyin.ledger.moves import CHANGEABLE, MOVES, Move
from huiyin.ledger.rules import Mode, Policy, Want

Faults = Iterator[FieldFault]
REASON_CHARACTERS = 1_000
WORDS_CHARACTERS = 5_000
TITLE_CHARACTERS = 300
# Nothing that is brought along takes these out of the way, so that a move is not offered.
_STANDING = frozenset(
    {
        *(Want.BEFORE_DUE, Want.IN_TIME, Want.FEW_HOPS, Want.ASKED, Want.A_DEADLINE),
        *(Want.OTHER_PERSON, Want.OTHER_UNIT, Want.NOTICE_OVER, Want.MOVED),
    }
)


def allowed_moves(problem: ProblemFacts, actor: Actor, ground: Ground) -> list[Move]:
    """The moves that this actor may begin now, in the table's order. What they lack, `faults_of` says."""
    parties, case = parties_of(actor, problem), Case(problem, actor, Brought(), ground)
    return [
        move
        for move in MOVES.values()
        if move.party in parties and problem.state in move.sources and not _stands_in_the_way(move, case)
    ]


def must(move: Move, problem: ProblemFacts, actor: Actor) -> None:
    """Refuse with `Forbidden` whoever is not the party that makes this move."""
    if move.party not in parties_of(actor, problem):
        raise Forbidden(PERMISSIONS[move.party], problem.owner_unit)


def faults_of(move: Move, case: Case) -> list[FieldFault]:
    """Why this move is not made; nothing when it is. Who may make it at all, `must` says."""
    if move.sources and case.problem.state not in move.sources:
        return [said.fault(MoveFault.WRONG_STATE, "move", state=case.problem.state)]
    wanted = [want for want in Want if want in move.wants]
    return [
        *(found for want in wanted for found in _CHECKS[want](case)),
        *_asked_twice(move, case),
        *said.not_too_long(case.brought.reason, "reason", REASON_CHARACTERS),
        *said.not_too_long(case.brought.words, "words", WORDS_CHARACTERS),
    ]


def _stands_in_the_way(move: Move, case: Case) -> bool:
    found = (found for want in move.wants & _STANDING for found in _CHECKS[want](case))
    return any(found) or any(_asked_twice(move, case))


def _asked_twice(move: Move, case: Case) -> Faults:
    """One extension at a time."""
    wanted = case.problem.extension_wanted
    if move.name == "ask_extension" and wanted is not None:
        yield said.fault(MoveFault.ASKED_ALREADY, "move", day=wanted)


def _described(column: str) -> Callable[[Case], Faults]:
    def check(case: Case) -> Faults:
        yield from said.missing(getattr(case.problem, column), column)

    return check


def _brought(column: str) -> Callable[[Case], Faults]:
    def check(case: Case) -> Faults:
        yield from said.missing(getattr(case.brought, column), column)

    return check


def _own_title(case: Case) -> Faults:
    yield from said.missing(case.brought.title, "title")
    yield from said.not_too_long(case.brought.title, "title", TITLE_CHARACTERS)


def _day(case: Case) -> Faults:
    yield from said.day_after(case.brought.day, case.ground.today)


def _longer(case: Case) -> Faults:
    """A definite new day: after the one there is, to come, and within the plan's longest extension."""
    day, due = case.brought.day or case.problem.extension_wanted, case.problem.due_current
    if day is None or due is None:
        yield from said.missing("", "day")
        return
    last = case.ground.calendar.after(due, case.ground.number(Policy.EXTENSION_DAYS))
    if day <= max(due, case.ground.today):
        yield said.fault(MoveFault.NOT_AFTER, "day", day=day, after=max(due, case.ground.today))
    elif day > last:
        yield said.fault(MoveFault.TOO_FAR, "day", day=day, last=last)


def _asked(case: Case) -> Faults:
    if case.problem.extension_wanted is None:
        yield said.fault(MoveFault.NOT_ASKED, "move")


def _before_due(case: Case) -> Faults:
    due = case.problem.due_current
    if due is not None and case.ground.today > due:
        yield said.fault(MoveFault.TOO_LATE, "move", last=due)


def _in_time(case: Case) -> Faults:
    assigned = case.problem.assigned_on
    if assigned is None:
        return
    last = case.ground.calendar.after(assigned, case.ground.number(Policy.RECEIVE_DAYS))
    if case.ground.today > last:
        yield said.fault(MoveFault.TOO_LATE, "move", last=last)


def _few_hops(case: Case) -> Faults:
    hops = case.problem.hops
    if hops >= case.ground.number(Policy.HOPS_TO_HEAD):
        yield said.fault(MoveFault.HEAD_DECIDES, "move", hops=hops)


def _a_deadline(case: Case) -> Faults:
    if case.problem.mode == Mode.LONG_TERM:
        yield said.fault(MoveFault.NO_DEADLINE, "move")


def _unit(case: Case) -> Faults:
    """A unit of the plan, another than the one that gives it back."""
    unit = case.brought.proposed_unit
    yield from said.missing(unit, "proposed_unit")
    if unit and unit not in case.ground.plan.units_by_key:
        yield said.fault(FaultCode.NO_SUCH_NAME, "proposed_unit", given=unit)
    if unit and unit == case.problem.owner_unit:
        yield said.fault(MoveFault.OF_THE_OWNER, "proposed_unit", unit=unit)


def _place(case: Case) -> Faults:
    given = case.brought.all_places
    yield from said.missing("".join(given), "place")
    yield from not_places(case, given)


def _one_stays(case: Case) -> Faults:
    """A problem that was handed over keeps one place at least: dropping all of them is no way to close it."""
    left = {place.record for place in case.problem.places} - set(case.brought.all_places)
    if case.problem.assigned_on and case.problem.places and not left:
        yield said.fault(MoveFault.NOTHING_LEFT, "place")


def _undone(case: Case) -> Faults:
    done = {place.record for place in case.problem.places if place.is_done}
    for place in case.brought.all_places:
        if place in done:
            yield said.fault(MoveFault.DONE_ALREADY, "place", place=place)


def _effect_due(case: Case) -> Faults:
    """Whether it has held shows after a while; that it has not may be said at any time."""
    due = case.problem.effect_due
    if due is not None and case.ground.today < due:
        yield said.fault(MoveFault.TOO_EARLY, "move", last=due - timedelta(days=1))


def _notice_over(case: Case) -> Faults:
    until = case.problem.notice_until
    if until is None or case.ground.today <= until:
        yield said.fault(MoveFault.TOO_EARLY, "move", last=until or "")


def _moved(case: Case) -> Faults:
    if not is_counted(case.problem) or on_calendar(case.problem, case.ground) == case.problem.due_current:
        yield said.fault(MoveFault.NOTHING_MOVED, "move")


def _group(case: Case) -> Faults:
    """A group that waits on the board and is a place of no problem."""
    given = case.brought.group
    yield from said.missing(given, "group")
    yield from groups_may_be_places(case, (given,) if given else ())


def groups_may_be_places(case: Case, groups: tuple[str, ...]) -> Faults:
    """Groups that wait on the board and belong to no problem."""
    for group in groups:
        if group in case.taken:
            yield said.fault(MoveFault.IN_A_PROBLEM, "groups", group=group, number=case.taken[group])
        elif group not in case.waiting:
            yield said.fault(MoveFault.NOT_WAITING, "groups", given=group)
        name = case.brought.place_names.get(group, "")
        yield from said.not_too_long(name, f"place_names.{group}", TITLE_CHARACTERS)


def _groups(case: Case) -> Faults:
    """Some of its places, not all: a problem keeps one at least."""
    held, given = {place.group for place in case.problem.places}, frozenset(case.brought.groups)
    if not given:
        yield from said.missing("", "groups")
    for group in sorted(given - held):
        yield said.fault(MoveFault.NOT_A_PLACE, "groups", given=group)
    if given and given >= held:
        yield said.fault(MoveFault.NOTHING_LEFT, "groups")


def _other_problem(case: Case) -> Faults:
    """Another one, that nobody is looking at whether it is done."""
    other = case.other
    if other is None:
        yield from said.missing("", "into")
    elif other.record == case.problem.record:
        yield said.fault(MoveFault.SAME_PROBLEM, "into")
    elif other.state not in CHANGEABLE:
        yield said.fault(MoveFault.NOT_OPEN, "into", number=other.number, state=other.state)


_CHECKS: Mapping[Want, Callable[[Case], Faults]] = MappingProxyType(
    {
        Want.TITLE: _described("title"),
        Want.OWN_TITLE: _own_title,
        Want.FINDING: _described("finding"),
        Want.GOAL: _described("goal"),
        Want.STANDARD: _described("closing_standard"),
        Want.OWNER: owner_is_right,
        Want.VERIFIER: verifier_is_right,
        Want.DUE: due_is_right,
        Want.REASON: _brought("reason"),
        Want.DAY: _day,
        Want.LONGER: _longer,
        Want.BEFORE_DUE: _before_due,
        Want.IN_TIME: _in_time,
        Want.EVIDENCE: evidence_is_there,
        Want.ACCEPTANCE: acceptance_is_complete,
        Want.PLACES: places_are_done,
        Want.WORDS: _brought("words"),
        Want.OTHER_PERSON: other_person,
        Want.OTHER_UNIT: other_unit,
        Want.OTHER_PROBLEM: _other_problem,
        Want.FEW_HOPS: _few_hops,
        Want.UNIT: _unit,
        Want.ASKED: _asked,
        Want.A_DEADLINE: _a_deadline,
        Want.GROUPS: _groups,
        Want.GROUP: _group,
        Want.PLACE: _place,
        Want.UNDONE: _undone,
        Want.ONE_STAYS: _one_stays,
        Want.STILL_SHOWN: still_shown,
        Want.EFFECT_DUE: _effect_due,
        Want.NOTICE_OVER: _notice_over,
        Want.MOVED: _moved,
    }
)
