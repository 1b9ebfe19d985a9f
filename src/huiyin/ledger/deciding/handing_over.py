"""Is all right that a problem is handed over with: its owner, its verifier, its day?"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.ledger.deciding.facts import Case, Ground
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.parties import is_recused, owners_side
from huiyin.ledger.deciding.said import day_after, fault
from huiyin.ledger.moves import ProblemState
from huiyin.ledger.rules import Mode
from huiyin.plan.organisation import Role

_BACK_TO_WORK = frozenset({ProblemState.STANDING, ProblemState.CLOSED})  # these are given a day to be done by
LONGEST_DAYS = 1_000  # working days: four years


def owner_is_right(case: Case) -> Iterator[FieldFault]:
    """One unit of the plan, and one person of it."""
    unit, ground = case.owner_unit, case.ground
    if not unit:
        yield FieldFault("owner_unit", FaultCode.MISSING)
        return
    if unit not in ground.plan.units_by_key:
        yield fault(FaultCode.NO_SUCH_NAME, "owner_unit", given=unit)
        return
    person = owner_person(case)
    if not person:
        yield FieldFault("owner_person", FaultCode.MISSING)
    else:
        yield from person_is_of(person, unit, ground, "owner_person")


def owner_person(case: Case) -> str:
    """Whose it is in the unit: who is named, else the unit's one liaison; "" where nobody is known."""
    stays = case.owner_unit == case.problem.owner_unit
    named = case.brought.owner_person or (case.problem.owner_person if stays else "")
    if named:
        return named
    liaisons = [
        person.key
        for person in case.ground.plan.people
        if any(post.role is Role.LIAISON and post.unit == case.owner_unit for post in person.posts)
    ]
    return liaisons[0] if len(liaisons) == 1 else ""


def person_is_of(person: str, unit: str, ground: Ground, field: str) -> Iterator[FieldFault]:
    """A person of the plan with a post in the unit, below it, or above it."""
    if person not in ground.plan.people_by_key:
        yield fault(FaultCode.NO_SUCH_NAME, field, given=person)
    elif not ground.posts_of(person) & (ground.units_at(unit) | ground.units_above(unit)):
        yield fault(MoveFault.NOT_OF_THE_UNIT, field, person=person, unit=unit)


def verifier_is_right(case: Case) -> Iterator[FieldFault]:
    """Somebody of elsewhere can check: a named unit or person of it, or a guidance group of the owner."""
    named = verifier_of(case)
    if not case.owner_unit:
        return
    if not named[0]:
        if not _is_guided(case):
            yield fault(MoveFault.NOBODY_TO_CHECK, "verifier_unit", unit=case.owner_unit)
        return
    yield from named_verifier_is_right(case, *named)


def verifier_of(case: Case) -> tuple[str, str]:
    """The verifier's unit and person after the move: those brought along, else those there are."""
    if case.brought.verifier_unit:
        return case.brought.verifier_unit, case.brought.verifier_person
    person = case.brought.verifier_person or case.problem.verifier_person
    return case.problem.verifier_unit, person if case.problem.verifier_unit else ""


def named_verifier_is_right(case: Case, unit: str, person: str) -> Iterator[FieldFault]:
    """Another unit than the owner's side and what stands above it; a person who may check for it."""
    ground = case.ground
    if unit not in ground.plan.units_by_key:
        yield fault(FaultCode.NO_SUCH_NAME, "verifier_unit", given=unit)
        return
    side = owners_side(case.owner_unit, case.problem.co_units, ground) | ground.units_above(case.owner_unit)
    if unit in side:
        yield fault(MoveFault.OF_THE_OWNER, "verifier_unit", unit=unit)
    if not person:
        return
    if person not in ground.plan.people_by_key:
        yield fault(FaultCode.NO_SUCH_NAME, "verifier_person", given=person)
    elif not _is_liaison_for(person, unit, ground):
        yield fault(MoveFault.NOT_OF_THE_UNIT, "verifier_person", person=person, unit=unit)
    elif ground.posts_of(person) & side:
        yield fault(MoveFault.OF_THE_OWNER, "verifier_person", unit=unit)
    elif is_recused(person, case.owner_unit, ground):
        yield fault(MoveFault.RECUSED, "verifier_person", person=person, unit=case.owner_unit)


def _is_liaison_for(person: str, unit: str, ground: Ground) -> bool:
    reaching = ground.units_above(unit) | {unit}
    return any(
        post.role is Role.LIAISON and post.unit in reaching
        for post in ground.plan.people_by_key[person].posts
    )


def _is_guided(case: Case) -> bool:
    """Is there a member of a group that guides the owner unit who may check it?"""
    ground, unit = case.ground, case.owner_unit
    side = owners_side(unit, case.problem.co_units, ground) | ground.units_above(unit)
    return any(
        not is_recused(person, unit, ground) and not ground.posts_of(person) & side
        for group in ground.plan.guidance_groups
        if unit in group.units
        for person in group.members
    )


def due_is_right(case: Case) -> Iterator[FieldFault]:
    """A day to come, or a number of working days within reason; a mode that there is."""
    brought = case.brought
    if brought.mode and brought.mode not in tuple(Mode):
        yield fault(FaultCode.NO_SUCH_NAME, "mode", given=brought.mode)
    had_a_day = case.problem.due_original is not None
    if brought.mode == Mode.LONG_TERM and (had_a_day or case.problem.state in _BACK_TO_WORK):
        yield fault(MoveFault.NO_DEADLINE, "mode")
    if brought.day is not None:
        yield from day_after(brought.day, case.ground.today)
    if brought.days is not None and not 0 < brought.days <= LONGEST_DAYS:
        small = brought.days <= 0
        code = FaultCode.TOO_SMALL if small else FaultCode.TOO_LARGE
        yield fault(code, "days", given=brought.days, limit=1 if small else LONGEST_DAYS)
