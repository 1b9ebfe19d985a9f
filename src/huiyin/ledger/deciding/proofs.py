"""Is it shown that a problem is solved, in every place and by somebody who may say so?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.field_values import DOES_NOT_APPLY, YES
from huiyin.ledger.deciding.facts import Case
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.parties import is_of_the_owner, is_recused
from huiyin.ledger.deciding.said import fault


def evidence_is_there(case: Case) -> Iterator[FieldFault]:
    """A file of this episode that shows the work, or a record of the unit that has evidence."""
    wrong = [given for given in case.brought.activities if given not in case.shown_by]
    for given in wrong:
        yield fault(MoveFault.SHOWS_NOTHING, "activities", given=given)
    if not wrong and not case.shown_by and not case.problem.evidence:
        yield fault(MoveFault.NO_EVIDENCE, "evidence")


def still_shown(case: Case) -> Iterator[FieldFault]:
    """What the claim stands on is there still: a file of this episode, or a record in force."""
    if not case.problem.evidence and not case.shown_by:
        yield fault(MoveFault.NO_EVIDENCE, "move")


def acceptance_is_complete(case: Case) -> Iterator[FieldFault]:
    """Every item of the check-list answered with yes, or that it does not apply."""
    answers = case.brought.acceptance
    for item in case.ground.items:
        if item not in answers:
            yield FieldFault(f"acceptance.{item}", FaultCode.MISSING)
        elif answers[item] not in (YES, DOES_NOT_APPLY):
            yield fault(MoveFault.NOT_DONE, f"acceptance.{item}", item=item)
    if case.ground.items and YES not in answers.values():
        yield fault(MoveFault.NOTHING_DONE, "acceptance")
    for item in answers:
        if item not in case.ground.items:
            yield FieldFault(f"acceptance.{item}", FaultCode.UNKNOWN_FIELD)


def places_are_done(case: Case) -> Iterator[FieldFault]:
    """Every place was said to be put right, or is now."""
    now = case.brought.all_places
    yield from not_places(case, now)
    left = sum(not place.is_done and place.record not in now for place in case.problem.places)
    if left:
        yield fault(MoveFault.PLACES_LEFT, "places", count=left)


def not_places(case: Case, given: Iterable[str]) -> Iterator[FieldFault]:
    """Those of these that are no place of the problem."""
    held = {place.record for place in case.problem.places}
    for place in given:
        if place not in held:
            yield fault(MoveFault.NOT_A_PLACE, "place", given=place)


def other_person(case: Case) -> Iterator[FieldFault]:
    """Nobody does two of claiming, checking and signing; a person with several posts is one person."""
    problem = case.problem
    for did, person in (("claimed", problem.claimed_by), ("checked", problem.checked_by)):
        if person and person == case.actor.person:
            yield fault(MoveFault.SAME_PERSON, "move", person=person, did=did)


def other_unit(case: Case) -> Iterator[FieldFault]:
    """Nobody of the owner's side looks at whether it is done."""
    problem, ground, person = case.problem, case.ground, case.actor.person
    above = ground.units_above(problem.owner_unit)
    answers_for_it = person in (problem.owner_person, problem.lead_leader) or ground.posts_of(person) & above
    if answers_for_it or is_of_the_owner(case.actor, problem, ground):
        yield fault(MoveFault.OF_THE_OWNER, "move", unit=problem.owner_unit)
    if is_recused(person, problem.owner_unit, ground):
        yield fault(MoveFault.RECUSED, "move", person=person, unit=problem.owner_unit)
