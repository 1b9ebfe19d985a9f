"""What does a reader see of a record, with the plan's names beside its keys?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huiyin.activities.models import Activity, Evidence
from huiyin.activities.names_in_plan import names_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import State
from huiyin.plan.terms import Term


@dataclass(frozen=True)
class Row:
    """A record as it stands now, or as one of its versions stood. Names are of the plan in force."""

    record: str
    version: int
    kind: str
    kind_name: Term
    unit: str
    unit_name: Term
    day: date
    last_day: date | None
    state: str
    state_name: Term
    is_done: bool
    title: str
    values: Mapping[str, Any]
    number: Decimal | None
    second_number: Decimal | None
    person: str
    target: str
    label: str
    part_of: str
    entered: datetime
    is_late: bool
    is_withdrawn: bool
    reason: str
    plan_version: int
    import_batch: str
    sameness: str
    sequence: int  # of the entry that wrote this version
    evidence: int = 0  # files that show it
    wants_evidence: bool = False  # its state wants a file, and there is none


@dataclass(frozen=True)
class EvidenceRow:
    """A file that shows a record to be true."""

    id: str
    record: str
    version: int
    name: str
    media_type: str
    size: int  # bytes
    sha256: str
    received: datetime
    is_withdrawn: bool
    reason: str
    by: Term


@dataclass(frozen=True)
class Change:
    """What a version changed: `unit`, `day`, `last_day`, `state`, `part_of`, `is_withdrawn`, or a field."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Version:
    """One version of a record: what it said, who wrote it, and what it changed of the one before it."""

    row: Row
    by: Term
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class RecordView:
    """A record, whole: as it stands, all its versions (the newest first), and what belongs to it."""

    row: Row
    versions: tuple[Version, ...]
    above: Row | None  # the record that it is a part of
    parts: tuple[Row, ...]
    evidence: tuple[EvidenceRow, ...]


def row_of(activity: Activity, plan: Plan, evidence: int = 0) -> Row:
    """A version as a reader sees it, with so many files beside it."""
    names = names_of(plan)
    state = state_of(plan, activity.kind, activity.state)
    return Row(
        record=activity.record,
        version=activity.version,
        kind=activity.kind,
        kind_name=names.kinds.called(activity.kind),
        unit=activity.unit,
        unit_name=names.units.called(activity.unit),
        day=activity.day,
        last_day=activity.last_day,
        state=activity.state,
        state_name=state.name if state else Term(zh=activity.state, en=activity.state),
        is_done=state is not None and state.done,
        title=activity.title,
        values=activity.values,
        number=activity.number,
        second_number=activity.second_number,
        person=activity.person,
        target=activity.target,
        label=activity.label,
        part_of=activity.part_of,
        entered=activity.entered,
        is_late=activity.is_late,
        is_withdrawn=activity.is_withdrawn,
        reason=activity.reason,
        plan_version=activity.plan_version,
        import_batch=activity.import_batch,
        sameness=activity.sameness,
        sequence=activity.sequence,
        evidence=evidence,
        wants_evidence=state is not None and state.evidence and not evidence,
    )


def state_of(plan: Plan, kind: str, state: str) -> State | None:
    """The state in the plan in force; None where the plan has it no longer."""
    found = plan.kinds_by_key.get(kind)
    return found.state(state) if found else None


def evidence_row(evidence: Evidence, by: Term) -> EvidenceRow:
    """A file as a reader sees it."""
    return EvidenceRow(
        id=evidence.record,
        record=evidence.activity,
        version=evidence.version,
        name=evidence.name,
        media_type=evidence.media_type,
        size=evidence.size,
        sha256=evidence.sha256,
        received=evidence.received,
        is_withdrawn=evidence.is_withdrawn,
        reason=evidence.reason,
        by=by,
    )


def changes_between(before: Row | None, after: Row) -> tuple[Change, ...]:
    """What the later version says otherwise; nothing for the first one."""
    if before is None:
        return ()
    columns = ("unit", "day", "last_day", "state", "part_of", "is_withdrawn")
    of_columns = [
        Change(column, getattr(before, column), getattr(after, column))
        for column in columns
        if getattr(before, column) != getattr(after, column)
    ]
    keys = dict.fromkeys((*before.values, *after.values))
    of_values = [
        Change(key, before.values.get(key), after.values.get(key))
        for key in keys
        if before.values.get(key) != after.values.get(key)
    ]
    return (*of_columns, *of_values)
