"""Who acts, which units and people are there, and who has an account?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.access.models import Account, GuidedUnit, Person, Post, RecusedFrom, Unit
from huiyin.access.rules import MACHINE, Actor, Holding, Permission

# The folder's administrator, as a command acts on the machine itself.
SYSTEM = Actor("system", "", (Holding("administrator"), Holding(MACHINE)))


def actor_of(account: Account) -> Actor:
    """Who acts when this account does: its person's posts in the plan in force."""
    if not account.is_active:
        return Actor(account.public_id)
    return _actor(account.public_id, account.person)


def actor_of_person(person: str) -> Actor:
    """Who acts when a command says `--as PERSON`; without posts in the plan, without permissions."""
    account = Account.objects.filter(person=person).only("public_id", "is_active").first()
    if account is not None and not account.is_active:
        return Actor(account.public_id)
    return _actor(account.public_id if account else f"person:{person}", person)


def _actor(account: str, person: str) -> Actor:
    posts = list(
        Post.objects.filter(person_id=person, person__is_current=True)
        .order_by("id")
        .values_list("role", "unit__path", "group")
    )
    groups = {group for _, _, group in posts if group}
    guided: dict[str, set[str]] = {group: set() for group in groups}
    if groups:
        for group, unit in GuidedUnit.objects.filter(group__in=groups).values_list("group", "unit_id"):
            guided[group].add(unit)
        recused = set(RecusedFrom.objects.filter(person_id=person).values_list("unit_id", flat=True))
        guided = {group: units - recused for group, units in guided.items()}
    below = _units_below([path for _, path, _ in posts if path])
    holdings = tuple(
        Holding(role, below.get(path or "", frozenset()), frozenset(guided.get(group, ())))
        for role, path, group in posts
    )
    return Actor(account, person, holdings)


def _units_below(paths: Sequence[str]) -> dict[str, frozenset[str]]:
    """The units at and below each of these paths."""
    found: dict[str, frozenset[str]] = {}
    for path in dict.fromkeys(paths):
        keys = Unit.objects.filter(path__startswith=path).values_list("key", flat=True)
        found[path] = frozenset(keys)
    return found


@dataclass(frozen=True)
class PersonRow:
    """A person of the plan with what the administrator sees of the account."""

    key: str
    name_zh: str
    name_en: str
    roles: tuple[str, ...]
    account: Account | None


def units(actor: Actor) -> QuerySet[Unit]:
    """The units of the plan in force, in the plan's order; for whoever may see the plan."""
    actor.must(Permission.SEE_PLAN)
    return Unit.objects.filter(is_current=True).order_by("ordinal")


def people(actor: Actor) -> list[PersonRow]:
    """The people of the plan in force, with their roles and accounts, by key."""
    actor.must(Permission.SEE_PEOPLE)
    accounts = {account.person: account for account in Account.objects.all()}
    found = Person.objects.filter(is_current=True).order_by("key").prefetch_related("posts")
    return [
        PersonRow(
            person.key,
            person.name_zh,
            person.name_en,
            tuple(dict.fromkeys(post.role for post in person.posts.all())),
            accounts.get(person.key),
        )
        for person in found
    ]


def has_administrator() -> bool:
    """Can somebody sign in who may manage accounts?"""
    held = Post.objects.filter(role="administrator", person_id=OuterRef("person"))
    return bool(Account.objects.filter(Exists(held), is_active=True).exists())
