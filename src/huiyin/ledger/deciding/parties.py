"""Who is somebody to a problem: its office, its owner, its verifier, its head, or nobody at all?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from huiyin.access.rules import GRANTS, Actor, Permission, Scope
from huiyin.ledger.deciding.facts import Ground, ProblemFacts
from huiyin.ledger.moves import Party, ProblemState

PERMISSIONS: Mapping[Party, Permission] = MappingProxyType(
    {
        Party.OFFICE: Permission.MANAGE_PROBLEMS,
        Party.OWNER: Permission.WORK_ON_PROBLEMS,
        Party.VERIFIER: Permission.CHECK_PROBLEMS,
        Party.HEAD: Permission.SIGN_PROBLEMS,
        Party.CLOCK: Permission.RUN_DUE_WORK,
    }
)


def parties_of(actor: Actor, problem: ProblemFacts) -> frozenset[Party]:
    """What this actor is to this problem, by their posts. A person is asked for of all but the clock."""
    return frozenset(party for party in Party if role_as(party, actor, problem))


def role_as(party: Party, actor: Actor, problem: ProblemFacts) -> str:
    """The role in which this actor is that; "" when they are not."""
    if party is not Party.CLOCK and not actor.person:
        return ""
    return next((role for role, _ in _holdings_as(party, actor, problem)), "")


def _holdings_as(party: Party, actor: Actor, problem: ProblemFacts) -> Iterator[tuple[str, Scope]]:
    """The posts by which this actor is that: role, and how far its permission reaches."""
    for holding in actor.holdings:
        scope = GRANTS.get(holding.role, {}).get(PERMISSIONS[party])
        if scope is Scope.EVERYWHERE:
            yield holding.role, scope
        if party is Party.OWNER and scope is Scope.OWN_UNIT and problem.owner_unit in holding.own:
            yield holding.role, scope
        if party is not Party.VERIFIER:
            continue
        if scope is Scope.GUIDED_UNITS and problem.owner_unit in holding.guided:
            yield holding.role, scope
        named = problem.verifier_unit and problem.verifier_person in ("", actor.person)
        if scope is Scope.OWN_UNIT and named and problem.verifier_unit in holding.own:
            yield holding.role, scope


def sees(actor: Actor, problem: ProblemFacts) -> bool:
    """May this actor read the problem? Units see what was handed over: as owner, as help, or as verifier."""
    reach = actor.reach(Permission.SEE_PROBLEMS)
    if reach.everywhere or problem.assigned_on is None or problem.state is ProblemState.DRAFT:
        return reach.everywhere
    return any(reach.holds(unit) for unit in units_of(problem))


def units_of(problem: ProblemFacts) -> tuple[str, ...]:
    """The units that a problem concerns: its owner, those who help, its verifier."""
    named = (problem.owner_unit, *problem.co_units, problem.verifier_unit)
    return tuple(dict.fromkeys(unit for unit in named if unit))


def is_of_the_owner(actor: Actor, problem: ProblemFacts, ground: Ground) -> bool:
    """Does this actor belong to the owner's side, so that they are nobody of elsewhere?

    By a post in the owner unit, a unit that helps, or one below these; or since they may act as the owner.
    """
    works_on = actor.reach(Permission.WORK_ON_PROBLEMS)
    side = owners_side(problem.owner_unit, problem.co_units, ground)
    return works_on.holds(problem.owner_unit) or bool(ground.posts_of(actor.person) & side)


def is_recused(person: str, unit: str, ground: Ground) -> bool:
    """Does the plan say that this person has nothing to do with this unit's supervision?"""
    return any(
        (recusal.person, recusal.unit) == (person, unit)
        for group in ground.plan.guidance_groups
        for recusal in group.recusals
    )


def owners_side(owner_unit: str, co_units: tuple[str, ...], ground: Ground) -> frozenset[str]:
    """The owner unit and those who help it, each with the units below it."""
    return frozenset().union(*(ground.units_at(unit) for unit in (owner_unit, *co_units) if unit))
