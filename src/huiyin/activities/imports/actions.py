"""How is a file of records given in, decided about, taken in as a whole, and undone?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.actions import append_versions
from huiyin.activities.drafts import Desk, corrected_version, desk_of, first_version, turned_version
from huiyin.activities.imports.headings import sound_mapping
from huiyin.activities.imports.queries import (
    PutBack,
    RecordsInReach,
    hash_of_headings,
    import_row,
    portions,
    undoable,
)
from huiyin.activities.imports.rules import Judged, Outcome, counted
from huiyin.activities.imports.states import ImportState
from huiyin.activities.models import Activity, Import, KeptMapping
from huiyin.activities.rules import Fact
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import be_the_one_writer
from huiyin.trail.models import NEVER

TAKE_IN, UNDO = "activity.import", "activity.import_undone"


class ChangedMeanwhile(RuntimeError):
    """A record that a row speaks of was written after the rows were judged; they must be judged again."""


class NotNow(RuntimeError):
    """An import in this state cannot be decided about, taken in or undone."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True)
class GivenIn:
    """A file as it was given in; its bytes lie where the door keeps them."""

    file_name: str
    sha256: str
    kind: str = ""  # of rows that name none
    sheet: str = ""


@dataclass(frozen=True)
class Decision:
    """What a person decides of the headings of a file: which one is which column."""

    headings: Sequence[str]
    mapping: Mapping[str, str]


@dataclass(frozen=True)
class Taking:
    """Rows to take in, the version of the plan that they were judged by, and why records are corrected."""

    judged: Sequence[Judged]
    plan_version: int
    reason: str


@dataclass(frozen=True)
class Undone:
    """What an undo did, in records."""

    withdrawn: int
    put_back: int
    kept: tuple[str, ...]  # ids of records that were changed since, or have parts or evidence


def give_in(*, actor: Actor, now: datetime, given: GivenIn) -> str:
    """Note a file that shall be taken in; the import's id. No entry: nothing is recorded yet."""
    actor.must(Permission.IMPORT_ACTIVITIES)
    noted = Import.objects.create(
        public_id=secrets.token_hex(16),
        kind=given.kind,
        file_name=given.file_name[-200:],
        sha256=given.sha256,
        sheet=given.sheet,
        account=actor.account,
        uploaded=now,
        state=ImportState.UPLOADED,
    )
    return noted.public_id


def decide(*, actor: Actor, public_id: str, decision: Decision) -> None:
    """Keep what a person says of the headings, here and for this person's later files with the same ones.

    What names no column of the kind is left out. Raises `NotNow` when the rows were taken in already.
    """
    with transaction.atomic():
        noted = _own(actor, public_id, ImportState.READ, ImportState.FAILED)
        plan = current_plan().plan
        kinds = [plan.kinds_by_key[noted.kind]] if noted.kind in plan.kinds_by_key else plan.kinds
        noted.mapping = sound_mapping(decision.headings, decision.mapping, kinds)
        noted.state = ImportState.UPLOADED
        noted.save(update_fields=["mapping", "state"])
        if noted.mapping:
            KeptMapping.objects.update_or_create(
                account=actor.account,
                kind=noted.kind,
                headings=hash_of_headings(decision.headings),
                defaults={"mapping": noted.mapping},
            )


def show(*, actor: Actor, public_id: str, counts: Mapping[str, int], shown: Mapping[str, Any]) -> None:
    """Keep what would become of the rows, for the page that shows it."""
    with transaction.atomic():
        noted = _own(actor, public_id, ImportState.UPLOADED, ImportState.READ)
        noted.counts, noted.shown, noted.state = dict(counts), dict(shown), ImportState.READ
        noted.save(update_fields=["counts", "shown", "state"])


def fail(*, actor: Actor, public_id: str, shown: Mapping[str, Any]) -> None:
    """Note why the file cannot be read."""
    with transaction.atomic():
        noted = _own(actor, public_id, ImportState.UPLOADED, ImportState.READ, ImportState.RUNNING)
        noted.shown, noted.state = dict(shown), ImportState.FAILED
        noted.save(update_fields=["shown", "state"])


def confirm(*, actor: Actor, public_id: str, takes_corrections: bool) -> None:
    """Say that the rows shall be taken in as they were shown, with corrections or without.

    Raises `NotNow`.
    """
    with transaction.atomic():
        noted = _own(actor, public_id, ImportState.READ, ImportState.RUNNING)
        noted.state, noted.progress, noted.takes_corrections = ImportState.RUNNING, 0, takes_corrections
        noted.save(update_fields=["state", "progress", "takes_corrections"])


def give_up_undoing(*, actor: Actor, public_id: str) -> None:
    """Let an import that could not be undone stay taken in. Raises `NotNow`."""
    import_row(actor, public_id)
    with transaction.atomic():
        noted = _in_state(public_id, ImportState.UNDOING)
        noted.shown, noted.state = {**noted.shown, "undo_failed": True}, ImportState.DONE
        noted.save(update_fields=["shown", "state"])


def ask_to_undo(*, actor: Actor, public_id: str) -> None:
    """Say that the import shall be undone. Raises `NotNow`."""
    import_row(actor, public_id)
    with transaction.atomic():
        noted = _in_state(public_id, ImportState.DONE, ImportState.UNDOING)
        noted.state = ImportState.UNDOING
        noted.save(update_fields=["state"])


def note_progress(*, actor: Actor, public_id: str, rows: int) -> None:
    """Note how many rows have been judged, for those who wait."""
    Import.objects.filter(public_id=public_id, account=actor.account).update(progress=rows)


def take_in(*, actor: Actor, now: datetime, public_id: str, taking: Taking) -> dict[str, int]:
    """Record the new rows and, where that was decided, the corrections: all of them, in one entry, or none.

    Taken in already, it does nothing and tells the counts again. Raises `ChangedMeanwhile`, `NotNow`.
    """
    desk = desk_of(actor, now, batch=public_id)
    if desk.plan_version != taking.plan_version:
        raise ChangedMeanwhile
    with transaction.atomic():
        be_the_one_writer()
        noted = _own(actor, public_id, ImportState.READ, ImportState.RUNNING, ImportState.DONE)
        if noted.state == ImportState.DONE:
            return dict(noted.counts)
        new = [row.fact for row in taking.judged if row.outcome is Outcome.NEW and row.fact]
        corrected = _corrections(taking.judged) if noted.takes_corrections else []
        _still_so(actor, new, corrected)
        rows = [
            *(first_version(desk, fact, public_id) for fact in new),
            *(corrected_version(desk, held, fact, taking.reason) for fact, held in corrected),
        ]
        noted.counts = {**counted(taking.judged), "taken": len(rows)}
        if rows:
            noted.sequence = append_versions(desk, TAKE_IN, public_id, rows)
            _supersede([held for _, held in corrected], noted.sequence)
        noted.state, noted.progress = ImportState.DONE, len(taking.judged)
        noted.save()
    return dict(noted.counts)


def undo(*, actor: Actor, now: datetime, public_id: str, reason: str) -> Undone:
    """Withdraw what an import recorded and put back what it corrected, in one entry.

    Records that were changed since, those that have parts or evidence by now, and those that the actor may
    not write now, stay as they are and are told. Nothing is deleted. Undone already, it does nothing. Raises
    `NotFound`, `NotNow`.
    """
    import_row(actor, public_id)
    desk = desk_of(actor, now, batch=public_id)
    with transaction.atomic():
        be_the_one_writer()
        noted = _in_state(public_id, ImportState.DONE, ImportState.UNDOING, ImportState.UNDONE)
        if noted.state == ImportState.UNDONE:
            return _as_undone(noted.counts, noted.shown)
        found = undoable(actor, public_id, lambda version: _may_write(desk, version))
        rows = [
            *(turned_version(desk, version, reason, is_withdrawn=True) for version in found.withdrawn),
            *(_put_back(desk, each, reason) for each in found.put_back),
        ]
        if rows:
            sequence = append_versions(desk, UNDO, public_id, rows)
            _supersede([*found.withdrawn, *(each.current for each in found.put_back)], sequence)
        done = {"withdrawn": len(found.withdrawn), "put_back": len(found.put_back), "kept": len(found.kept)}
        noted.counts, noted.shown = {**noted.counts, **done}, {**noted.shown, "kept": list(found.kept)}
        noted.state = ImportState.UNDONE
        noted.save()
    return _as_undone(noted.counts, noted.shown)


def _may_write(desk: Desk, version: Activity) -> bool:
    try:
        desk.must_write(version.kind, version.unit)
    except Forbidden:
        return False
    return True


def _put_back(desk: Desk, each: PutBack, reason: str) -> Activity:
    row = turned_version(desk, each.before, reason, is_withdrawn=False)
    row.version = each.current.version + 1
    return row


def _corrections(judged: Sequence[Judged]) -> list[tuple[Fact, Activity]]:
    return [
        (row.fact, row.held)
        for row in judged
        if row.outcome is Outcome.CORRECTED and row.fact and isinstance(row.held, Activity)
    ]


def _still_so(actor: Actor, new: Sequence[Fact], corrected: Sequence[tuple[Fact, Activity]]) -> None:
    """Does what the rows were judged by still hold, now that nobody else can write? Raises."""
    records = RecordsInReach(actor)
    for some in portions([(fact.kind, fact.sameness) for fact in new]):
        if records.hidden(some):
            raise ChangedMeanwhile
    for held in portions([held for _, held in corrected]):
        current = records.by_record([one.record for one in held])
        if any(one.record not in current or current[one.record].version != one.version for one in held):
            raise ChangedMeanwhile


def _supersede(versions: Sequence[Activity], sequence: int) -> None:
    for some in portions([version.pk for version in versions]):
        Activity.objects.filter(pk__in=some, superseded=NEVER).update(superseded=sequence)


def _own(actor: Actor, public_id: str, *states: ImportState) -> Import:
    """The actor's own import; only whoever gave a file in decides about it."""
    found = import_row(actor, public_id)
    if not found.is_own:
        raise Forbidden(Permission.IMPORT_ACTIVITIES)
    return _in_state(public_id, *states)


def _in_state(public_id: str, *states: ImportState) -> Import:
    noted = Import.objects.select_for_update().get(public_id=public_id)
    if noted.state not in states:
        raise NotNow(noted.state)
    return noted


def _as_undone(counts: Mapping[str, int], shown: Mapping[str, Any]) -> Undone:
    return Undone(counts.get("withdrawn", 0), counts.get("put_back", 0), tuple(shown.get("kept", ())))
