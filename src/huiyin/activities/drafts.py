"""How does what somebody entered become the next version of a record, and what stands in its way?"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.field_values import is_empty
from huiyin.activities.models import Activity
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.queries import pieces, visible
from huiyin.activities.refusals import Conflict, NotFound, NotRight, SameAlready
from huiyin.activities.rows import state_of
from huiyin.activities.rules import Entered, Fact, Link, checked, is_late
from huiyin.activities.search_words import words_of
from huiyin.activities.written_forms import clean_lines
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import Act
from huiyin.trail.models import NEVER

REASON_CHARACTERS = 1_000
ID_BYTES = 16


@dataclass(frozen=True)
class Desk:
    """Who writes, when, with which permission, under which plan."""

    actor: Actor
    now: datetime
    permission: Permission
    plan: Plan
    plan_version: int

    @cached_property
    def today(self) -> date:
        """The day in the campaign's time zone."""
        return self.now.astimezone(ZoneInfo(self.plan.campaign.time_zone)).date()

    def act(self, action: str, subject: str) -> Act:
        """What the trail says of it."""
        role = self.actor.role_for(self.permission)
        return Act(action, subject, self.actor.account, role, self.plan_version)

    def must_write(self, kind: str, unit: str) -> None:
        """Refuse with `Forbidden` who may not write records of this kind and unit."""
        self.actor.must(self.permission, unit)
        writer = "office" if self.actor.reach(self.permission).everywhere else "unit"
        of_plan = self.plan.kinds_by_key.get(kind)
        if of_plan is None or writer not in of_plan.recorded_by:
            raise Forbidden(self.permission, unit)


def desk_of(actor: Actor, now: datetime, *, batch: str = "") -> Desk:
    """Where this actor writes; with a batch, as one who takes in an import. Raises `Forbidden`, `NoPlan`."""
    permission = Permission.IMPORT_ACTIVITIES if batch else Permission.RECORD_ACTIVITIES
    actor.must(permission)
    in_force = current_plan()
    return Desk(actor, now, permission, in_force.plan, in_force.version)


def facts_of(desk: Desk, entries: Sequence[Entered]) -> list[Fact]:
    """What these say, checked. Raises `NotRight` for the first that is not, and `Forbidden`."""
    facts = []
    for row, entered in enumerate(_with_units(desk, entries)):
        found = checked(entered, desk.plan, today=desk.today)
        if found.fact is None:
            raise NotRight(found.faults, row)
        desk.must_write(found.fact.kind, found.fact.unit)
        facts.append(found.fact)
    return facts


def _with_units(desk: Desk, entries: Sequence[Entered]) -> Iterable[Entered]:
    """A part without a unit is its record's unit's."""
    lacking = {entered.part_of for entered in entries if entered.part_of and is_empty(entered.unit)}
    if not lacking:
        return entries
    units = {row.record: row.unit for row in _now(desk, lacking)}
    return [
        replace(entered, unit=units.get(entered.part_of, "")) if is_empty(entered.unit) else entered
        for entered in entries
    ]


def reason_of(given: str) -> str:
    """A reason as it is kept. Raises `NotRight` for none, and for a whole letter."""
    reason = clean_lines(given)
    if not reason:
        raise NotRight([FieldFault("reason", FaultCode.MISSING)])
    if len(reason) > REASON_CHARACTERS:
        raise NotRight([Wrong(FaultCode.TOO_LONG, limit=REASON_CHARACTERS).at("reason")])
    return reason


def in_force(desk: Desk, record: str, version: int) -> Activity:
    """The record as it stands. Raises `NotFound`, `Forbidden`, and `Conflict` where somebody was first."""
    row = next(iter(_now(desk, [record])), None)
    if row is None:
        raise NotFound(record)
    desk.must_write(row.kind, row.unit)
    if row.version != version:
        raise Conflict(record, row.version)
    return row


def corrected_fact(desk: Desk, before: Activity, entered: Entered) -> Fact:
    """What a correction says, checked. Raises `NotRight`, `Forbidden`."""
    if before.is_withdrawn:
        raise NotRight([FieldFault("record", FaultCode.WITHDRAWN)])
    [fact] = facts_of(desk, [entered])
    if fact.kind != before.kind:
        raise NotRight([FieldFault("kind", FaultCode.OF_ANOTHER_KIND)])
    return fact


def links_hold(desk: Desk, facts: Sequence[Fact]) -> None:
    """Every record that these name is there, may be seen, and is of its kind. Raises `NotRight`."""
    wanted = {link.record for fact in facts for link in fact.links}
    kinds = {row.record: row.kind for row in _now(desk, wanted) if not row.is_withdrawn}
    for row, fact in enumerate(facts):
        faults = [_dangling(link) for link in fact.links if not _holds(link, kinds)]
        if faults:
            raise NotRight(faults, row)


def _holds(link: Link, kinds: Mapping[str, str]) -> bool:
    return link.record in kinds and link.kind in (None, kinds[link.record])


def _dangling(link: Link) -> FieldFault:
    return Wrong(FaultCode.NOT_A_RECORD, given=link.record).at(link.field)


def none_same(samenesses: Sequence[tuple[str, str]], *, besides: str = "") -> None:
    """No two of these (kind, sameness) are the same, nor the same as one that is recorded.

    `besides`: id of the record that this is a new version of. Raises `SameAlready`.
    """
    held: dict[tuple[str, str], str] = {}
    for piece in pieces(samenesses):
        same = Activity.objects.filter(
            superseded=NEVER,
            is_withdrawn=False,
            kind__in={kind for kind, _ in piece},
            sameness__in=[sameness for _, sameness in piece],
        ).exclude(record=besides)
        held |= {(row.kind, row.sameness): row.record for row in same.only("kind", "sameness", "record")}
    for at, each in enumerate(samenesses):
        if each in held:
            raise SameAlready(held[each], at)
        held[each] = ""


def no_parts_left(row: Activity) -> None:
    """No record is a part of this one. Raises `NotRight`."""
    parts = Activity.objects.filter(part_of=row.record, superseded=NEVER, is_withdrawn=False)
    count = parts.exclude(part_of="").count()
    if count:
        raise NotRight([Wrong(FaultCode.HAS_PARTS, count=count).at("record")])


def first_version(desk: Desk, fact: Fact, batch: str = "") -> Activity:
    """A new record."""
    late = fact.is_done and is_late(fact.last_day or fact.day, desk.today, desk.plan)
    row = Activity(record=secrets.token_hex(ID_BYTES), version=1, is_late=late, import_batch=batch)
    return _say(row, desk, fact)


def corrected_version(desk: Desk, before: Activity, fact: Fact, reason: str) -> Activity:
    """The next version of a record, saying this."""
    row = Activity(record=before.record, version=before.version + 1, import_batch=before.import_batch)
    row.is_late, row.reason = _is_still_late(desk, before, fact), reason
    return _say(row, desk, fact)


def _is_still_late(desk: Desk, before: Activity, fact: Fact) -> bool:
    """A thing that was told stays told when it was; another day, or that it happened at all, is told now."""
    state = state_of(desk.plan, before.kind, before.state)
    was_done = state is not None and state.done
    if was_done and (before.day, before.last_day) == (fact.day, fact.last_day):
        return before.is_late
    return fact.is_done and is_late(fact.last_day or fact.day, desk.today, desk.plan)


def _say(row: Activity, desk: Desk, fact: Fact) -> Activity:
    row.kind, row.unit, row.part_of = fact.kind, fact.unit, fact.part_of
    row.day, row.last_day, row.state = fact.day, fact.last_day, fact.state
    row.number, row.second_number = fact.number, fact.second_number
    row.person, row.target, row.label = fact.person, fact.target, fact.label
    row.title, row.values, row.sameness = fact.title, dict(fact.values), fact.sameness
    row.entered, row.account, row.plan_version = desk.now, desk.actor.account, desk.plan_version
    return row


def says_the_same(before: Activity, fact: Fact) -> bool:
    """Does this fact say nothing new?"""
    columns = ("unit", "day", "last_day", "state", "part_of")
    return before.values == fact.values and all(
        getattr(before, column) == getattr(fact, column) for column in columns
    )


def turned_version(desk: Desk, before: Activity, reason: str, *, is_withdrawn: bool) -> Activity:
    """The next version of a record, saying what it said under the plan that it was recorded under."""
    own = {"id", "sequence", "position", "salt", "superseded", "ticket"}
    names = [field.attname for field in Activity._meta.concrete_fields if field.attname not in own]
    row = Activity(**{name: getattr(before, name) for name in names})
    row.version, row.entered, row.account = before.version + 1, desk.now, desk.actor.account
    row.reason, row.is_withdrawn = reason, is_withdrawn
    return row


def words_of_version(desk: Desk, row: Activity) -> str:
    """The words that a version is found by, with names as the plan in force has them."""
    kind = desk.plan.kinds_by_key.get(row.kind)
    return words_of(kind, row.unit, row.title, row.values, names_of(desk.plan))


def may_count_again(desk: Desk, row: Activity) -> None:
    """Nobody recorded the same meanwhile, and what this is a part of counts too. Raises as the checks do."""
    if row.part_of and not any(not above.is_withdrawn for above in _now(desk, [row.part_of])):
        raise NotRight([Wrong(FaultCode.NOT_A_RECORD, given=row.part_of).at("part_of")])
    none_same([(row.kind, row.sameness)])


def _now(desk: Desk, records: Iterable[str]) -> list[Activity]:
    """Those of these records that the actor may see or write to, as they stand."""
    rows = visible(desk.actor, by=desk.permission, plan=desk.plan)
    return [row for piece in pieces(sorted(records)) for row in rows.filter(record__in=piece)]
