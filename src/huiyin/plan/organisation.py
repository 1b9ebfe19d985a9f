"""What does a plan say about units, people, leaders, guidance groups and the things they look after?"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field as Limit

from huiyin.plan.terms import Key, PlanPart, Term, Terms


class Role(StrEnum):
    """What a person is in the campaign. One person may have several, each in a unit or a guidance group."""

    CLERK = "clerk"
    HEAD = "head"
    LIAISON = "liaison"
    LEADER = "leader"
    GUIDE = "guide"  # member of a guidance group
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class UnitKind(PlanPart):
    key: Key
    name: Term


class Unit(PlanPart):
    """A unit of the tree. `members` is the size that denominators use; `weight` balances guidance groups."""

    key: Key
    name: Term
    kind: Key
    within: Key | None = None
    synonyms: Terms = Terms()
    members: int | None = Limit(default=None, ge=0)
    weight: float = Limit(default=1, gt=0)


class Post(PlanPart):
    """A role that a person has in a unit. Leaders have a level, one of `leader_levels`."""

    role: Role
    unit: Key | None = None
    level: Key | None = None
    title: Term | None = None


class Person(PlanPart):
    key: Key
    name: Term
    posts: tuple[Post, ...] = Limit(min_length=1)


class LeaderLevel(PlanPart):
    key: Key
    name: Term


class Recusal(PlanPart):
    """A member of a guidance group has nothing to do with this unit's supervision."""

    person: Key
    unit: Key
    reason: Term | None = None


class GuidanceGroup(PlanPart):
    key: Key
    name: Term
    lead: Key
    members: tuple[Key, ...] = Limit(min_length=1)
    units: tuple[Key, ...] = ()  # the units it guides; empty until a roster is drawn
    recusals: tuple[Recusal, ...] = ()


class Channel(PlanPart):
    key: Key
    name: Term
    sort: Term | None = None  # television, paper, public account
    unit: Key | None = None


class OpinionChannel(PlanPart):
    """A way on which people are heard. `records` names the kind of activity in which it is said, if any.

    With `words`, a field of that kind, records themselves are what was said (the blockages of visits) and go
    to the ledger at one tap; `where` says which of them. `to_board: false` is a programme that is counted in
    bulk and not sorted into problems; its opinions grow into records of the kind `grows_into`.
    """

    key: Key
    name: Term
    synonyms: Terms = Terms()
    naming: tuple[Literal["named", "pseudonymous", "anonymous"], ...] = ("named", "pseudonymous", "anonymous")
    taken_in_by: tuple[Literal["unit", "office", "guide", "system"], ...] = ("unit", "office", "guide")
    records: Key | None = None
    words: Key | None = None
    where: dict[Key, tuple[str, ...]] = Limit(default_factory=dict)
    to_board: bool = True
    grows_into: Key | None = None


class Screen(PlanPart):
    key: Key
    name: Term
    unit: Key | None = None
    place: str = ""


class Asset(PlanPart):
    """A thing that is kept and bettered: a studio, a reading room. One of `asset_kinds`."""

    key: Key
    name: Term
    kind: Key
    unit: Key | None = None


class NamedKind(PlanPart):
    key: Key
    name: Term


class Target(PlanPart):
    """What a leader keeps in touch with: a community, a project, a firm. One of `target_kinds`."""

    key: Key
    name: Term
    kind: Key
    unit: Key | None = None


class ContactRule(PlanPart):
    """Each leader of these levels keeps at least so many targets of this kind."""

    key: Key
    levels: tuple[Key, ...] = Limit(min_length=1)
    target_kind: Key
    at_least: int = Limit(ge=1)
    records: Key  # the kind of activity that says who keeps which: a person field and a target field


class Area(PlanPart):
    """A field of work that problems fall under, and the unit that leads it."""

    key: Key
    name: Term
    lead: Key | None = None
    synonyms: Terms = Terms()
