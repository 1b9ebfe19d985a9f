"""How do units, people and accounts come to be as the plan and the administrator say?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from huiyin.access.invitations import invitation
from huiyin.access.models import Account, GuidedUnit, Person, Post, RecusedFrom, Unit
from huiyin.access.rules import Actor, Permission
from huiyin.trail.actions import Act, append


@dataclass(frozen=True)
class UnitOfPlan:
    """A unit as a plan names it, in the plan's order."""

    key: str
    kind: str
    path: str
    name_zh: str
    name_en: str
    members: int | None = None


@dataclass(frozen=True)
class PostOfPlan:
    """A role of a person as a plan names it."""

    role: str
    unit: str | None = None
    level: str = ""
    title_zh: str = ""
    title_en: str = ""
    group: str = ""


@dataclass(frozen=True)
class PersonOfPlan:
    """A person as a plan names them."""

    key: str
    name_zh: str
    name_en: str
    posts: Sequence[PostOfPlan]


@dataclass(frozen=True)
class Organisation:
    """All units and people of a plan, which units each guidance group guides, and who is recused from one."""

    units: Sequence[UnitOfPlan]
    people: Sequence[PersonOfPlan]
    guided: Mapping[str, Sequence[str]]
    recused: Sequence[tuple[str, str]] = ()  # person, unit


def settle_organisation(organisation: Organisation) -> None:
    """Make units, people and posts those of a plan. Part of applying it, which writes the entry.

    Who left the plan keeps the account and loses every post, and with them every permission.
    """
    with transaction.atomic():
        Unit.objects.update(is_current=False)
        Unit.objects.bulk_create(
            [
                Unit(
                    key=unit.key,
                    kind=unit.kind,
                    path=unit.path,
                    name_zh=unit.name_zh,
                    name_en=unit.name_en,
                    ordinal=ordinal,
                    members=unit.members,
                    is_current=True,
                )
                for ordinal, unit in enumerate(organisation.units)
            ],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["kind", "path", "name_zh", "name_en", "ordinal", "members", "is_current"],
        )
        Person.objects.update(is_current=False)
        Person.objects.bulk_create(
            [
                Person(key=person.key, name_zh=person.name_zh, name_en=person.name_en, is_current=True)
                for person in organisation.people
            ],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["name_zh", "name_en", "is_current"],
        )
        _settle_posts(organisation)


def _settle_posts(organisation: Organisation) -> None:
    Post.objects.all().delete()
    Post.objects.bulk_create(
        [
            Post(
                person_id=person.key,
                role=post.role,
                unit_id=post.unit,
                level=post.level,
                title_zh=post.title_zh,
                title_en=post.title_en,
                group=post.group,
            )
            for person in organisation.people
            for post in person.posts
        ]
    )
    GuidedUnit.objects.all().delete()
    GuidedUnit.objects.bulk_create(
        [
            GuidedUnit(group=group, unit_id=unit)
            for group, units in organisation.guided.items()
            for unit in units
        ]
    )
    RecusedFrom.objects.all().delete()
    RecusedFrom.objects.bulk_create(
        [RecusedFrom(person_id=person, unit_id=unit) for person, unit in organisation.recused]
    )


class PersonNotInPlan(LookupError):
    """No person of the plan in force has this key."""


def make_account(
    *, actor: Actor, now: datetime, person: str, plan_version: int, password: str | None = None
) -> Account:
    """Give a person an account; the one they have, if they have one.

    Without a password nobody can sign in with it until one is set by an invitation. Raises `PersonNotInPlan`,
    `Forbidden`, or Django's `ValidationError` for a weak password.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    if not Person.objects.filter(key=person, is_current=True).exists():
        raise PersonNotInPlan(person)
    if password is not None:
        validate_password(password)
    with transaction.atomic():
        account: Account | None = Account.objects.filter(person=person).first()
        if account is None:
            account = Account(person=person, sign_in_name=person, public_id=secrets.token_hex(16))
            account.set_password(password)  # None makes it unusable
            account.save()
            append(_act("account.made", account, actor, plan_version), now=now)
    return account


class AccountClosed(ValueError):
    """Nobody is invited to a closed account; it is opened first."""


def invite(*, actor: Actor, now: datetime, account: Account, plan_version: int) -> str:
    """A token with which somebody may set the password of this account, once; the log says who gave it out.

    Raises `Forbidden` or `AccountClosed`.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    if not account.is_active:
        raise AccountClosed(account.public_id)
    with transaction.atomic():
        append(_act("account.invited", account, actor, plan_version), now=now)
    return invitation(actor=actor, account=account)


def accept_invitation(*, now: datetime, account: Account, password: str, plan_version: int) -> None:
    """Set the password of an account by its invitation.

    Whoever holds the link need not be the person of the account, so the log does not name that person as the
    one who acted.
    """
    validate_password(password, account)
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        act = Act("account.password_by_invitation", account.public_id, "invitation", "", plan_version)
        append(act, now=now)


def set_password(*, actor: Actor, now: datetime, account: Account, password: str, plan_version: int) -> None:
    """Set the password of one's own account, or as administrator of another's."""
    if actor.account != account.public_id:
        actor.must(Permission.MANAGE_ACCOUNTS)
    validate_password(password, account)
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        append(_act("account.password", account, actor, plan_version), now=now)


def set_active(*, actor: Actor, now: datetime, account: Account, is_active: bool, plan_version: int) -> None:
    """Close an account or open it again."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        account.is_active = is_active
        account.save(update_fields=["is_active"])
        append(
            _act("account.opened" if is_active else "account.closed", account, actor, plan_version), now=now
        )


def choose_language(*, account: Account, language: str) -> None:
    """Remember in which language a person reads; not an act of the campaign, so no entry."""
    account.language = language
    account.save(update_fields=["language"])


def _act(action: str, account: Account, actor: Actor, plan_version: int) -> Act:
    role = actor.role_for(Permission.MANAGE_ACCOUNTS) or next(iter(actor.roles), "")
    return Act(action, account.public_id, actor.account, role, plan_version)
