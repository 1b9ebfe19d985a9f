"""Who may do what, and to which units' rows?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """What can be allowed. What no role is granted here, nobody may do."""

    SEE_PLAN = "see_plan"
    APPLY_PLAN = "apply_plan"
    SEE_PEOPLE = "see_people"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_ACTIVITIES = "see_activities"
    SEE_RESTRICTED = "see_restricted"  # kinds marked restricted, such as one-to-one talks
    RECORD_ACTIVITIES = "record_activities"
    IMPORT_ACTIVITIES = "import_activities"
    EXPORT_ACTIVITIES = "export_activities"
    RECORD_OPINIONS = "record_opinions"  # to take one in; reading it afterwards is another matter
    IMPORT_OPINIONS = "import_opinions"
    SEE_OPINIONS = "see_opinions"  # the words as they were said: the office alone
    SEE_GIVERS = "see_givers"  # one by one, with a reason that the log keeps
    SORT_OPINIONS = "sort_opinions"  # the board: open, merge, split, decide
    SEE_PROBLEMS = "see_problems"
    EXPORT_PROBLEMS = "export_problems"
    MANAGE_PROBLEMS = "manage_problems"  # open, hand over, hold, merge, split, reopen
    WORK_ON_PROBLEMS = "work_on_problems"  # as the owner: receive, return, follow up, claim
    CHECK_PROBLEMS = "check_problems"  # as somebody of elsewhere
    SIGN_PROBLEMS = "sign_problems"  # and decide on extensions
    ANSWER_GIVERS = "answer_givers"
    RUN_DUE_WORK = "run_due_work"  # what `huiyin run` does when its day has come
    MANAGE_TOKENS = "manage_tokens"  # keys of systems that hand opinions in
    SEE_LOG = "see_log"
    MAKE_CHECKPOINT = "make_checkpoint"
    EXPORT_CAMPAIGN = "export_campaign"


class Scope(StrEnum):
    """How far a permission reaches."""

    EVERYWHERE = "everywhere"
    OWN_UNIT = "own_unit"  # the post's unit and the units below it
    GUIDED_UNITS = "guided_units"  # the units of the post's guidance group


MACHINE = "machine"  # in which a command without --as acts, beside the administrator's role
_P, _S = Permission, Scope
_SEE_ALL = {_P.SEE_PLAN: _S.EVERYWHERE, _P.SEE_ACTIVITIES: _S.EVERYWHERE}

# The administrator sets up and never reads, checks or signs; the custodian guards keys.
GRANTS: Mapping[str, Mapping[Permission, Scope]] = MappingProxyType(
    {
        "clerk": {
            **_SEE_ALL,
            _P.APPLY_PLAN: _S.EVERYWHERE,
            _P.SEE_PEOPLE: _S.EVERYWHERE,
            _P.RECORD_ACTIVITIES: _S.EVERYWHERE,
            _P.IMPORT_ACTIVITIES: _S.EVERYWHERE,
            _P.EXPORT_ACTIVITIES: _S.EVERYWHERE,
            _P.RECORD_OPINIONS: _S.EVERYWHERE,
            _P.IMPORT_OPINIONS: _S.EVERYWHERE,
            _P.SEE_OPINIONS: _S.EVERYWHERE,
            _P.SEE_GIVERS: _S.EVERYWHERE,
            _P.SORT_OPINIONS: _S.EVERYWHERE,
            _P.SEE_PROBLEMS: _S.EVERYWHERE,
            _P.EXPORT_PROBLEMS: _S.EVERYWHERE,
            _P.MANAGE_PROBLEMS: _S.EVERYWHERE,
            _P.ANSWER_GIVERS: _S.EVERYWHERE,
            _P.SEE_LOG: _S.EVERYWHERE,
            _P.MAKE_CHECKPOINT: _S.EVERYWHERE,
        },
        "head": {
            **_SEE_ALL,
            _P.APPLY_PLAN: _S.EVERYWHERE,
            _P.SEE_PEOPLE: _S.EVERYWHERE,
            _P.SEE_RESTRICTED: _S.EVERYWHERE,
            _P.EXPORT_ACTIVITIES: _S.EVERYWHERE,
            _P.SEE_OPINIONS: _S.EVERYWHERE,
            _P.SEE_PROBLEMS: _S.EVERYWHERE,
            _P.EXPORT_PROBLEMS: _S.EVERYWHERE,
            _P.SIGN_PROBLEMS: _S.EVERYWHERE,
            _P.SEE_LOG: _S.EVERYWHERE,
            _P.MAKE_CHECKPOINT: _S.EVERYWHERE,
        },
        "liaison": {
            _P.SEE_PLAN: _S.EVERYWHERE,
            _P.SEE_ACTIVITIES: _S.OWN_UNIT,
            _P.SEE_RESTRICTED: _S.OWN_UNIT,
            _P.RECORD_ACTIVITIES: _S.OWN_UNIT,
            _P.IMPORT_ACTIVITIES: _S.OWN_UNIT,
            _P.EXPORT_ACTIVITIES: _S.OWN_UNIT,
            _P.RECORD_OPINIONS: _S.OWN_UNIT,
            _P.SEE_PROBLEMS: _S.OWN_UNIT,
            _P.EXPORT_PROBLEMS: _S.OWN_UNIT,
            _P.WORK_ON_PROBLEMS: _S.OWN_UNIT,
            _P.CHECK_PROBLEMS: _S.OWN_UNIT,
        },
        "leader": {
            _P.SEE_PLAN: _S.EVERYWHERE,
            _P.SEE_ACTIVITIES: _S.OWN_UNIT,
            _P.RECORD_ACTIVITIES: _S.OWN_UNIT,
            _P.RECORD_OPINIONS: _S.OWN_UNIT,
            _P.SEE_PROBLEMS: _S.OWN_UNIT,
        },
        "guide": {
            _P.SEE_PLAN: _S.EVERYWHERE,
            _P.SEE_ACTIVITIES: _S.GUIDED_UNITS,
            _P.RECORD_OPINIONS: _S.GUIDED_UNITS,
            _P.SEE_PROBLEMS: _S.GUIDED_UNITS,
            _P.CHECK_PROBLEMS: _S.GUIDED_UNITS,
        },
        "custodian": {_P.SEE_PLAN: _S.EVERYWHERE, _P.SEE_LOG: _S.EVERYWHERE},
        "auditor": {
            **_SEE_ALL,
            _P.EXPORT_ACTIVITIES: _S.EVERYWHERE,
            _P.SEE_PROBLEMS: _S.EVERYWHERE,
            _P.EXPORT_PROBLEMS: _S.EVERYWHERE,
            _P.SEE_LOG: _S.EVERYWHERE,
            _P.EXPORT_CAMPAIGN: _S.EVERYWHERE,
        },
        "administrator": {
            _P.SEE_PLAN: _S.EVERYWHERE,
            _P.APPLY_PLAN: _S.EVERYWHERE,
            _P.SEE_PEOPLE: _S.EVERYWHERE,
            _P.MANAGE_ACCOUNTS: _S.EVERYWHERE,
            _P.MANAGE_TOKENS: _S.EVERYWHERE,
            _P.SEE_LOG: _S.EVERYWHERE,
            _P.MAKE_CHECKPOINT: _S.EVERYWHERE,
        },
        # Whoever commands the machine has the database in hand anyway; the trail names it apart from people.
        MACHINE: {
            _P.IMPORT_ACTIVITIES: _S.EVERYWHERE,
            _P.IMPORT_OPINIONS: _S.EVERYWHERE,
            _P.SEE_PROBLEMS: _S.EVERYWHERE,
            _P.RUN_DUE_WORK: _S.EVERYWHERE,
            _P.EXPORT_CAMPAIGN: _S.EVERYWHERE,
        },
    }
)


class Forbidden(PermissionError):
    """The actor may not do this, or not to this unit's rows."""

    def __init__(self, permission: Permission, unit: str = "") -> None:
        super().__init__(permission, unit)
        self.permission, self.unit = permission, unit


@dataclass(frozen=True)
class Holding:
    """One post of an actor: a role, and the keys of the units that its scopes come to."""

    role: str
    own: frozenset[str] = frozenset()  # the post's unit and those below it
    guided: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reach:
    """The units that a permission reaches: all, or those named (none, when it is not granted at all)."""

    everywhere: bool = False
    units: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.units)

    def holds(self, unit: str) -> bool:
        """Is this unit within reach?"""
        return self.everywhere or unit in self.units


@dataclass(frozen=True)
class Actor:
    """Who acts: an account's opaque id, the person's key in the plan, and the posts held now."""

    account: str
    person: str = ""
    holdings: tuple[Holding, ...] = field(default=())

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles held, each once, in their order."""
        return tuple(dict.fromkeys(holding.role for holding in self.holdings))

    def reach(self, permission: Permission) -> Reach:
        """How far may this actor go with this permission? Posts add up."""
        units: set[str] = set()
        for holding in self.holdings:
            scope = GRANTS.get(holding.role, {}).get(permission)
            if scope is Scope.EVERYWHERE:
                return Reach(everywhere=True)
            if scope is Scope.OWN_UNIT:
                units |= holding.own
            if scope is Scope.GUIDED_UNITS:
                units |= holding.guided
        return Reach(units=frozenset(units))

    def role_for(self, permission: Permission) -> str:
        """The role in which this actor does it; "" when none allows it."""
        return next((role for role in self.roles if permission in GRANTS.get(role, {})), "")

    def may(self, permission: Permission, unit: str | None = None) -> bool:
        """May this actor do it: to this unit's rows, or, without a unit, anywhere at all?"""
        reach = self.reach(permission)
        return bool(reach) if unit is None else reach.holds(unit)

    def must(self, permission: Permission, unit: str | None = None) -> None:
        """Refuse with `Forbidden` what this actor may not do."""
        if not self.may(permission, unit):
            raise Forbidden(permission, unit or "")
