"""Which units, people and guided units does a plan give to the gate of permissions?"""

from __future__ import annotations

from huiyin.access.actions import Organisation, PersonOfPlan, PostOfPlan, UnitOfPlan
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Person, Post, Role, Unit


def organisation_of(plan: Plan) -> Organisation:
    """The organisation of a plan, in its order."""
    return Organisation(
        units=[_unit(plan, unit) for unit in plan.units],
        people=[
            PersonOfPlan(person.key, person.name.said("zh"), person.name.said("en"), _posts(plan, person))
            for person in plan.people
        ],
        guided={group.key: group.units for group in plan.guidance_groups},
        recused=sorted(
            {(recusal.person, recusal.unit) for group in plan.guidance_groups for recusal in group.recusals}
        ),
    )


def path_of(plan: Plan, unit: Unit) -> str:
    """The keys from the top to this unit, each ended by "/"; for a plan whose units have no loop."""
    path = f"{unit.key}/"
    above = unit.within
    while above is not None:
        path = f"{above}/{path}"
        above = plan.units_by_key[above].within
    return path


def _unit(plan: Plan, unit: Unit) -> UnitOfPlan:
    return UnitOfPlan(
        key=unit.key,
        kind=unit.kind,
        path=path_of(plan, unit),
        name_zh=unit.name.said("zh"),
        name_en=unit.name.said("en"),
        members=unit.members,
    )


def _posts(plan: Plan, person: Person) -> list[PostOfPlan]:
    """The posts of a person; whoever is in a guidance group is a guide there, said twice or not."""
    groups = [group.key for group in plan.guidance_groups if person.key in (group.lead, *group.members)]
    guiding = [PostOfPlan(Role.GUIDE.value, group=group) for group in groups]
    named = [_post(post) for post in person.posts if post.role is not Role.GUIDE or not groups]
    return [*named, *guiding]


def _post(post: Post) -> PostOfPlan:
    return PostOfPlan(
        role=post.role.value,
        unit=post.unit,
        level=post.level or "",
        title_zh=post.title.said("zh") if post.title else "",
        title_en=post.title.said("en") if post.title else "",
    )
