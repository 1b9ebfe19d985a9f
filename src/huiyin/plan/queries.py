"""Which plan is in force, which was on a day, and which versions were there?"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from zoneinfo import ZoneInfo

from huiyin.access.rules import Actor, Permission
from huiyin.plan.document import Plan
from huiyin.plan.models import PlanVersion
from huiyin.trail.models import Entry

VERSIONS_HELD = 8  # plans that a process holds in memory: the one in force, and those that somebody compares


class NoPlan(LookupError):
    """No plan was ever applied, or none of this version, or none by this time."""


@dataclass(frozen=True)
class InForce:
    """A plan and its version."""

    version: int
    plan: Plan


@dataclass(frozen=True)
class VersionRow:
    """One version of the plan: when and why it came into force, and by which entry of the log and account."""

    version: int
    applied: datetime
    reason: str
    sequence: int
    account: str


# A version's salt is random, so it names this one row in whichever database it stands.
_held: OrderedDict[bytes, InForce] = OrderedDict()
_lock = Lock()


# What `one_plan_throughout` holds: nothing outside of it, an empty list until the plan is asked for.
_throughout: ContextVar[list[InForce] | None] = ContextVar("plan_throughout", default=None)


@contextmanager
def one_plan_throughout() -> Iterator[None]:
    """Within this block the plan in force is asked once: a page is judged by one plan, whole."""
    token = _throughout.set([])
    try:
        yield
    finally:
        _throughout.reset(token)


def current_plan() -> InForce:
    """The plan in force, by one query when this process has read it before. Raises `NoPlan`."""
    held = _throughout.get()
    if held:
        return held[0]
    found = _newest_plan()
    if held is not None:
        held.append(found)
    return found


def _newest_plan() -> InForce:
    newest = PlanVersion.objects.order_by("-version").values_list("version", "salt").first()
    return _plan(newest)


def plan_of_version(version: int) -> Plan:
    """The plan as it was applied with this number. Raises `NoPlan`."""
    asked = PlanVersion.objects.filter(version=version).values_list("version", "salt").first()
    return _plan(asked).plan


def plan_in_force(at: datetime) -> InForce:
    """The plan that was in force at a time. Raises `NoPlan` for a time before the first one."""
    begun = PlanVersion.objects.filter(applied__lte=at).order_by("-version").values_list("version", "salt")
    return _plan(begun.first())


def day_of_campaign(plan: Plan, now: datetime) -> date:
    """The day that it is at a moment where the campaign is."""
    return now.astimezone(ZoneInfo(plan.campaign.time_zone)).date()


def source_of_version(actor: Actor, version: int) -> str:
    """The file as it was applied, with its comments; for whoever may see the plan. Raises `NoPlan`."""
    actor.must(Permission.SEE_PLAN)
    source = PlanVersion.objects.filter(version=version).values_list("source", flat=True).first()
    if source is None:
        raise NoPlan
    return source


def versions(actor: Actor) -> list[VersionRow]:
    """Every version, the newest first; for whoever may see the plan."""
    actor.must(Permission.SEE_PLAN)
    rows = PlanVersion.objects.order_by("-version").values_list("version", "applied", "reason", "sequence")
    found = list(rows)
    bodies = Entry.objects.filter(sequence__in=[row[3] for row in found]).values_list("sequence", "body")
    accounts = {sequence: str(json.loads(bytes(body))["actor"]) for sequence, body in bodies}
    return [VersionRow(*row, accounts.get(row[3], "")) for row in found]


def _plan(row: tuple[int, bytes | memoryview] | None) -> InForce:
    """The plan of a row, read once in the life of the process."""
    if row is None:
        raise NoPlan
    version, salt = row[0], bytes(row[1])
    with _lock:
        if salt in _held:
            _held.move_to_end(salt)
            return _held[salt]
    document = PlanVersion.objects.values_list("document", flat=True).get(version=version)
    found = InForce(version, Plan.model_validate(document))
    with _lock:
        _held[salt] = found
        while len(_held) > VERSIONS_HELD:
            _held.popitem(last=False)
    return found
