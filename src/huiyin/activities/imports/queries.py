"""Which imports may this actor see, and which records may a file of theirs speak of?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from django.db.models import QuerySet

from huiyin.access.rules import Actor, Permission
from huiyin.activities.imports.rules import Held
from huiyin.activities.imports.states import ImportState
from huiyin.activities.models import Activity, Evidence, Import, KeptMapping
from huiyin.activities.queries import visible
from huiyin.activities.refusals import NotFound
from huiyin.trail.models import NEVER

IMPORTS_SHOWN = 100
ROWS_AT_ONCE = 500  # values in one list of a query

Value = TypeVar("Value")


@dataclass(frozen=True)
class ImportRow:
    """An import as its page shows it.

    What its file says is for the account alone that gave it in, while it reaches the units of its rows.
    """

    public_id: str
    kind: str
    file_name: str
    sheet: str
    sha256: str
    account: str
    is_own: bool
    is_readable: bool  # may the actor see what the file says?
    uploaded: datetime
    state: ImportState
    takes_corrections: bool
    mapping: Mapping[str, str]
    counts: Mapping[str, int]
    shown: Mapping[str, Any]
    progress: int
    sequence: int | None


@dataclass(frozen=True)
class PutBack:
    """A record that an import corrected: as it stands, and as it stood before."""

    current: Activity
    before: Activity


@dataclass(frozen=True)
class Undoable:
    """What undoing an import would do, by record: withdraw it, put it back, or leave it as it is."""

    withdrawn: tuple[Activity, ...]
    put_back: tuple[PutBack, ...]
    kept: tuple[str, ...]  # changed since, out of reach, or something was added to them


def imports(actor: Actor) -> list[ImportRow]:
    """The newest imports: one's own, and everybody's for whoever may import for every unit."""
    actor.must(Permission.IMPORT_ACTIVITIES)
    return [_row(found, actor) for found in _imports_of(actor).order_by("-id")[:IMPORTS_SHOWN]]


def import_row(actor: Actor, public_id: str) -> ImportRow:
    """One import. Raises `NotFound` also for one that the actor may not see."""
    actor.must(Permission.IMPORT_ACTIVITIES)
    found = _imports_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(public_id)
    return _row(found, actor)


def kept_mapping(actor: Actor, kind: str, headings: Sequence[str]) -> dict[str, str]:
    """What this account decided once of these headings for this kind; nothing when it has not."""
    kept = KeptMapping.objects.filter(account=actor.account, kind=kind)
    found = kept.filter(headings=hash_of_headings(headings)).first()
    return dict(found.mapping) if found else {}


def hash_of_headings(headings: Sequence[str]) -> str:
    """What tells the headings of one file from those of another; their order does not count."""
    return hashlib.sha256(json.dumps(sorted(headings), ensure_ascii=False).encode()).hexdigest()


class RecordsInReach:
    """The records that this actor may take in, as `rules.Holdings` asks for them."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._reach = actor.reach(Permission.IMPORT_ACTIVITIES)

    def by_record(self, records: Sequence[str]) -> Mapping[str, Held]:
        """The records in force with these ids."""
        found = self._visible().filter(record__in=set(records)) if records else ()
        return {activity.record: activity for activity in found}

    def by_sameness(self, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Held]:
        """The records in force, not withdrawn, with these kinds and samenesses; of equals the oldest."""
        found = _same(self._visible(), pairs).order_by("-sequence", "-position") if pairs else ()
        return {(activity.kind, activity.sameness): activity for activity in found}

    def hidden(self, pairs: Sequence[tuple[str, str]]) -> Set[tuple[str, str]]:
        """Which of these kinds and samenesses are those of records out of reach?"""
        found = _same(_in_force(), pairs).values_list("kind", "sameness") if pairs else ()
        return set(pairs).intersection(found)

    def kinds(self, records: Sequence[str]) -> Mapping[str, str]:
        """The kinds of the records with these ids that the actor may see or take in."""
        if not records:
            return {}
        rows = self._visible() | visible(self._actor)
        found = rows.filter(record__in=set(records), is_withdrawn=False)
        return dict(found.values_list("record", "kind"))

    def reaches(self, unit: str) -> bool:
        """May records of this unit be taken in?"""
        return self._reach.holds(unit)

    def sees_restricted(self, unit: str) -> bool:
        """May records of restricted kinds of this unit be seen?"""
        return self._actor.may(Permission.SEE_RESTRICTED, unit)

    def writer(self) -> Literal["unit", "office"]:
        """In whose place does the actor write? A kind of the plan says who records it."""
        return "office" if self._reach.everywhere else "unit"

    def _visible(self) -> QuerySet[Activity]:
        return visible(self._actor, by=Permission.IMPORT_ACTIVITIES)


def undoable(actor: Actor, public_id: str, may_write: Callable[[Activity], bool]) -> Undoable:
    """What undoing this import would do now, for one who may write these versions. Raises `NotFound`."""
    sequence = import_row(actor, public_id).sequence
    if sequence is None:
        return Undoable((), (), ())
    written = list(Activity.objects.filter(sequence=sequence).order_by("position"))
    built_on = _built_on({version.record for version in written})
    in_reach = _in_reach(actor, written)
    free = [
        version
        for version in written
        if version.record in in_reach and version.record not in built_on and may_write(version)
    ]
    before = _before([version for version in free if version.version > 1])
    taken = _taken_meanwhile(before)
    put_back = tuple(
        PutBack(version, before[version.record])
        for version in free
        if version.record in before and version.record not in taken and may_write(before[version.record])
    )
    withdrawn = _without_parts_left(written, [version for version in free if version.version == 1])
    undone = {version.record for version in withdrawn} | {each.current.record for each in put_back}
    kept = tuple(sorted({version.record for version in written} - undone))
    return Undoable(withdrawn, put_back, kept)


def _in_reach(actor: Actor, written: Sequence[Activity]) -> set[str]:
    """The records whose version here is the one in force, and may be seen by the actor."""
    seen = visible(actor, by=Permission.IMPORT_ACTIVITIES)
    return {
        record
        for some in portions([version.pk for version in written])
        for record in seen.filter(pk__in=some).values_list("record", flat=True)
    }


def _without_parts_left(written: Sequence[Activity], withdrawn: Sequence[Activity]) -> tuple[Activity, ...]:
    """Those of the versions to withdraw that no record of the same import, which stays, is a part of."""
    going = list(withdrawn)
    while True:
        records = {version.record for version in going}
        holding = {version.part_of for version in written if version.record not in records}
        left = [version for version in going if version.record not in holding]
        if len(left) == len(going):
            return tuple(left)
        going = left


def _before(versions: Sequence[Activity]) -> dict[str, Activity]:
    """The version before each of these, by record."""
    numbers = {version.record: version.version for version in versions}
    return {
        version.record: version
        for some in portions(sorted(numbers))
        for version in Activity.objects.filter(record__in=some)
        if version.version == numbers[version.record] - 1
    }


def _taken_meanwhile(before: Mapping[str, Activity]) -> set[str]:
    """The records that cannot say again what they said, since another record says the same by now."""
    found: set[str] = set()
    for some in portions(list(before.values())):
        pairs = {(version.kind, version.sameness): version.record for version in some}
        for activity in _same(_in_force(), list(pairs)):
            own = pairs.get((activity.kind, activity.sameness))
            if own is not None and own != activity.record:
                found.add(own)
    return found


def _built_on(records: set[str]) -> set[str]:
    """The records that have parts of other imports, or evidence."""
    found: set[str] = set()
    for some in portions(sorted(records)):
        parts = _in_force().filter(part_of__in=some, is_withdrawn=False)
        found |= {above for above, record in parts.values_list("part_of", "record") if record not in records}
        shown = Evidence.objects.filter(activity__in=some, superseded=NEVER, is_withdrawn=False)
        found |= set(shown.values_list("activity", flat=True))
    return found


def portions(values: Sequence[Value]) -> list[Sequence[Value]]:
    """The values, so many at once as one query asks for."""
    return [values[at : at + ROWS_AT_ONCE] for at in range(0, len(values), ROWS_AT_ONCE)]


def _imports_of(actor: Actor) -> QuerySet[Import]:
    if actor.reach(Permission.IMPORT_ACTIVITIES).everywhere:
        return Import.objects.all()
    return Import.objects.filter(account=actor.account)


def _in_force() -> QuerySet[Activity]:
    return Activity.objects.filter(superseded=NEVER)


def _same(found: QuerySet[Activity], pairs: Sequence[tuple[str, str]]) -> QuerySet[Activity]:
    kinds, samenesses = {kind for kind, _ in pairs}, {sameness for _, sameness in pairs}
    return found.filter(kind__in=kinds, sameness__in=samenesses, is_withdrawn=False)


def _row(found: Import, actor: Actor) -> ImportRow:
    is_own = found.account == actor.account
    reach = actor.reach(Permission.IMPORT_ACTIVITIES)
    is_readable = is_own and all(map(reach.holds, found.shown.get("units", ())))
    return ImportRow(
        public_id=found.public_id,
        kind=found.kind,
        file_name=found.file_name,
        sheet=found.sheet,
        sha256=found.sha256,
        account=found.account,
        is_own=is_own,
        is_readable=is_readable,
        uploaded=found.uploaded,
        state=ImportState(found.state),
        takes_corrections=found.takes_corrections,
        mapping=found.mapping if is_own else {},
        counts=found.counts,
        shown=found.shown if is_readable else {},
        progress=found.progress,
        sequence=found.sequence,
    )
