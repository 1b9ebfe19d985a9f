"""Does what somebody may do follow from the posts they hold now, and from nothing else?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.access.rules import GRANTS, Actor, Forbidden, Holding, Permission, Reach, Scope

UNITS = tuple("abcdef")
ROLES = tuple(GRANTS)

some_units = st.frozensets(st.sampled_from(UNITS))
holdings = st.builds(Holding, st.sampled_from(ROLES), some_units, some_units)
posts = st.lists(holdings, max_size=4).map(tuple)
permissions = st.sampled_from(Permission)


def reach_of(posts: tuple[Holding, ...], permission: Permission) -> Reach:
    """How far somebody with these posts goes."""
    return Actor("a" * 32, "p", posts).reach(permission)


@given(posts, posts, permissions)
def test_the_reach_of_two_sets_of_posts_is_what_each_reaches_and_no_more(
    one: tuple[Holding, ...], other: tuple[Holding, ...], permission: Permission
) -> None:
    together, first, second = (reach_of(held, permission) for held in (one + other, one, other))

    assert together.everywhere == (first.everywhere or second.everywhere)
    assert all(together.holds(unit) == (first.holds(unit) or second.holds(unit)) for unit in UNITS)


@given(posts, permissions)
def test_nobody_reaches_a_unit_that_none_of_the_posts_names(
    held: tuple[Holding, ...], permission: Permission
) -> None:
    named = frozenset[str]().union(*(post.own | post.guided for post in held))
    is_office = any(GRANTS[post.role].get(permission) is Scope.EVERYWHERE for post in held)
    reach = reach_of(held, permission)

    assert is_office or all(not reach.holds(unit) for unit in set(UNITS) - named)


@given(posts, permissions)
def test_a_permission_is_held_exactly_where_it_reaches_something(
    held: tuple[Holding, ...], permission: Permission
) -> None:
    actor = Actor("a" * 32, "p", held)

    assert actor.may(permission) == (
        actor.reach(permission).everywhere or any(actor.may(permission, unit) for unit in UNITS)
    )


@given(posts, permissions, st.sampled_from(UNITS))
def test_what_may_not_be_done_is_refused_with_its_permission_and_unit(
    held: tuple[Holding, ...], permission: Permission, unit: str
) -> None:
    actor = Actor("a" * 32, "p", held)

    if actor.may(permission, unit):
        actor.must(permission, unit)
        return
    with pytest.raises(Forbidden) as refused:
        actor.must(permission, unit)
    assert (refused.value.permission, refused.value.unit) == (permission, unit)


@given(posts, permissions)
def test_the_role_in_which_something_is_done_is_one_that_allows_it(
    held: tuple[Holding, ...], permission: Permission
) -> None:
    actor = Actor("a" * 32, "p", held)
    role = actor.role_for(permission)

    assert role == "" or (role in actor.roles and permission in GRANTS[role])
    assert bool(role) >= actor.may(permission)


@given(st.text(max_size=20).filter(lambda role: role not in GRANTS), some_units, permissions)
def test_a_role_that_is_not_granted_anything_reaches_nothing(
    role: str, units: frozenset[str], permission: Permission
) -> None:
    assert not reach_of((Holding(role, units, units),), permission)


@pytest.mark.parametrize("permission", Permission)
def test_whoever_left_the_campaign_may_do_nothing(permission: Permission) -> None:
    assert not Actor("a" * 32, "p").may(permission)
    assert not Actor("").may(permission)


@given(some_units)
def test_an_administrator_alone_sees_no_record_records_none_and_takes_none_out(
    units: frozenset[str],
) -> None:
    closed = (
        Permission.SEE_ACTIVITIES,
        Permission.SEE_RESTRICTED,
        Permission.RECORD_ACTIVITIES,
        Permission.EXPORT_ACTIVITIES,
    )

    assert [one for one in closed if reach_of((Holding("administrator", units, units),), one)] == []


@pytest.mark.parametrize("role", ["head", "guide", "custodian", "auditor", "administrator"])
def test_who_guards_or_decides_does_not_record(role: str) -> None:
    assert Permission.RECORD_ACTIVITIES not in GRANTS[role]


def test_only_the_administrator_lets_people_in() -> None:
    assert [role for role in ROLES if Permission.MANAGE_ACCOUNTS in GRANTS[role]] == ["administrator"]


@pytest.mark.parametrize("role", ["liaison", "leader", "guide"])
def test_whoever_belongs_to_units_reaches_rows_of_no_others(role: str) -> None:
    of_rows = {
        Permission.SEE_ACTIVITIES,
        Permission.SEE_RESTRICTED,
        Permission.RECORD_ACTIVITIES,
        Permission.IMPORT_ACTIVITIES,
        Permission.EXPORT_ACTIVITIES,
        Permission.RECORD_OPINIONS,
        Permission.SEE_PROBLEMS,
        Permission.EXPORT_PROBLEMS,
        Permission.WORK_ON_PROBLEMS,
        Permission.CHECK_PROBLEMS,
    }
    everywhere = {one for one, scope in GRANTS[role].items() if scope is Scope.EVERYWHERE}

    assert everywhere == {Permission.SEE_PLAN}
    assert set(GRANTS[role]) - everywhere <= of_rows


def test_what_is_granted_cannot_be_changed_while_the_house_runs() -> None:
    with pytest.raises(TypeError):
        GRANTS["guest"] = {}  # type: ignore[index]
