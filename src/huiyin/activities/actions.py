"""How is an activity recorded, corrected, taken back, and shown to be true?"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from huiyin.access.rules import Actor, Forbidden
from huiyin.activities import drafts
from huiyin.activities.drafts import Desk, desk_of
from huiyin.activities.evidence.guard import Accepted, Refused, examine
from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.models import Activity, Evidence
from huiyin.activities.queries import visible
from huiyin.activities.refusals import EvidenceRefused, NotFound, NotRight
from huiyin.activities.rules import Entered, Fact
from huiyin.trail.actions import append, be_the_one_writer
from huiyin.trail.models import NEVER


def record(*, actor: Actor, now: datetime, entered: Entered, ticket: str | None = None) -> str:
    """Record an activity; its id. The same ticket twice records once and gives the first id.

    Raises `NotRight`, `SameAlready`, `Forbidden`.
    """
    desk = desk_of(actor, now)
    with transaction.atomic():
        be_the_one_writer()
        earlier = Activity.objects.filter(ticket=ticket).first() if ticket else None
        if earlier is not None:
            return _own(desk, earlier)
        [row] = _new_rows(desk, drafts.facts_of(desk, [entered]))
        row.ticket = ticket or None
        append_versions(desk, "activity.record", row.record, [row])
    return row.record


def record_many(*, actor: Actor, now: datetime, entries: Sequence[Entered], batch: str = "") -> list[str]:
    """Record activities, all or none, under one entry; their ids, in this order.

    With a `batch`, the id of an import, the actor needs the permission to import. Raises `NotRight` and
    `SameAlready` for the first one that is not right, and `Forbidden`.
    """
    desk = desk_of(actor, now, batch=batch)
    if not entries:
        return []
    facts = drafts.facts_of(desk, entries)
    with transaction.atomic():
        be_the_one_writer()
        rows = _new_rows(desk, facts, batch)
        append_versions(desk, "activity.record_many", batch or rows[0].record, rows)
    return [row.record for row in rows]


def correct(  # noqa: PLR0913 -- who, when, what of which version, and why: none of them stands for another
    *, actor: Actor, now: datetime, record: str, version: int, entered: Entered, reason: str
) -> int:
    """Let a record say something else from now on; its new version. Nothing new makes no version.

    `version` is the one that the actor had before them. Raises `Conflict` when somebody else was first,
    `NotFound`, `NotRight`, `SameAlready`, `Forbidden`.
    """
    desk, reason = desk_of(actor, now), drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        before = drafts.in_force(desk, record, version)
        fact = drafts.corrected_fact(desk, before, entered)
        if drafts.says_the_same(before, fact):
            return version
        drafts.links_hold(desk, [fact])
        drafts.none_same([(fact.kind, fact.sameness)], besides=record)
        _append_version(desk, drafts.corrected_version(desk, before, fact, reason), "activity.correct")
    return version + 1


def withdraw(*, actor: Actor, now: datetime, record: str, version: int, reason: str) -> None:
    """Take a record back: it counts nowhere and stays readable. Raises as `correct`."""
    desk, reason = desk_of(actor, now), drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        before = drafts.in_force(desk, record, version)
        if before.is_withdrawn:
            return
        drafts.no_parts_left(before)
        row = drafts.turned_version(desk, before, reason, is_withdrawn=True)
        _append_version(desk, row, "activity.withdraw")


def restore(*, actor: Actor, now: datetime, record: str, version: int, reason: str) -> None:
    """Let a record that was taken back count again. Raises as `correct`."""
    desk, reason = desk_of(actor, now), drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        before = drafts.in_force(desk, record, version)
        if not before.is_withdrawn:
            return
        drafts.may_count_again(desk, before)
        row = drafts.turned_version(desk, before, reason, is_withdrawn=False)
        _append_version(desk, row, "activity.restore")


def add_evidence(*, actor: Actor, now: datetime, record: str, source: Path, name: str) -> str:
    """Keep a cleaned copy of a file that shows a record to be true; its id.

    A file that shows it already is not kept twice. Raises `EvidenceRefused`, `NotFound`, `NotRight` for a
    record that was taken back, `Forbidden`.
    """
    desk = desk_of(actor, now)
    _writable(desk, record)  # before anything is spent on the file
    accepted = examine(source, name=name, into=settings.CAMPAIGN.files)
    if isinstance(accepted, Refused):
        raise EvidenceRefused(accepted.code, accepted.facts)
    with transaction.atomic():
        be_the_one_writer()
        _writable(desk, record)
        same = Evidence.objects.filter(
            activity=record, sha256=accepted.sha256, superseded=NEVER, is_withdrawn=False
        ).first()
        if same is not None:
            return same.record
        row = _evidence(desk, record, accepted)
        append(desk.act("evidence.add", row.record), [row], now=now)
    return row.record


def withdraw_evidence(*, actor: Actor, now: datetime, evidence: str, reason: str) -> None:
    """Let a file show nothing any more; it stays, with the reason.

    Raises `NotFound`, `NotRight`, `Forbidden`.
    """
    desk, reason = desk_of(actor, now), drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        before = Evidence.objects.filter(record=evidence, superseded=NEVER).first()
        if before is None:
            raise NotFound(evidence)
        _writable(desk, before.activity)
        if before.is_withdrawn:
            return
        row = Evidence.objects.get(pk=before.pk)
        row.pk, row.version, row.superseded = None, before.version + 1, NEVER
        row.is_withdrawn, row.reason, row.account = True, reason, actor.account
        sequence = append(desk.act("evidence.withdraw", evidence), [row], now=now)
        Evidence.objects.filter(pk=before.pk).update(superseded=sequence)


def _own(desk: Desk, earlier: Activity) -> str:
    """A ticket is known to whoever's form it was; anybody else has it by no right."""
    if earlier.account != desk.actor.account:
        raise Forbidden(desk.permission, earlier.unit)
    return earlier.record


def _new_rows(desk: Desk, facts: Sequence[Fact], batch: str = "") -> list[Activity]:
    drafts.links_hold(desk, facts)
    drafts.none_same([(fact.kind, fact.sameness) for fact in facts])
    return [drafts.first_version(desk, fact, batch) for fact in facts]


def append_versions(desk: Desk, action: str, subject: str, rows: Sequence[Activity]) -> int:
    """Write these versions under one entry, with the words that they are found by; its sequence number.

    For the actions of this stage, within their transaction.
    """
    sequence = append(desk.act(action, subject), rows, now=desk.now)
    keys = dict(Activity.objects.filter(sequence=sequence).values_list("position", "pk"))
    words = [(keys[row.position], drafts.words_of_version(desk, row)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO activity_words (rowid, words) VALUES (%s, %s)", words)
    return sequence


def _append_version(desk: Desk, row: Activity, action: str) -> None:
    """Write the next version of a record; the one before it is superseded."""
    sequence = append_versions(desk, action, row.record, [row])
    Activity.objects.filter(record=row.record, version=row.version - 1).update(superseded=sequence)


def _writable(desk: Desk, record: str) -> None:
    """Evidence may be added to this record, or taken from it."""
    row = visible(desk.actor, by=desk.permission, plan=desk.plan).filter(record=record).first()
    if row is None:
        raise NotFound(record)
    desk.must_write(row.kind, row.unit)
    if row.is_withdrawn:
        raise NotRight([FieldFault("record", FaultCode.WITHDRAWN)])


def _evidence(desk: Desk, record: str, accepted: Accepted) -> Evidence:
    return Evidence(
        record=secrets.token_hex(drafts.ID_BYTES),
        activity=record,
        name=accepted.name,
        media_type=accepted.media_type,
        sha256=accepted.sha256,
        size=accepted.size,
        received_sha256=accepted.received_sha256,
        received=desk.now,
        account=desk.actor.account,
    )
