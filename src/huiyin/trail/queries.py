"""What does the log hold, and what proves it?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.apps import apps
from django.db.models import Max

from huiyin.trail.checkpoints import Head
from huiyin.trail.models import Bound, Checkpoint, Entry, Node
from huiyin.trail.proofs import inclusion_proof, root_of
from huiyin.trail.rules import leaf_hash

PAGE = 50


@dataclass(frozen=True)
class EntryRow:
    """An entry as people read it."""

    sequence: int
    time: datetime
    action: str
    subject: str
    account: str
    role: str
    plan_version: int
    count: int
    body: str


@dataclass(frozen=True)
class EntryProof:
    """An entry with what proves that it stands in the log as it is now."""

    entry: EntryRow
    leaf: bytes
    proof: list[bytes]
    head: Head


def size() -> int:
    """How many entries the log has."""
    newest = Entry.objects.aggregate(newest=Max("sequence"))["newest"]
    return 0 if newest is None else int(newest) + 1


def head() -> Head:
    """The log's size and root, from the stored hashes of complete subtrees."""
    entries = size()
    return Head(entries, root_of(entries, _hash_at))


def head_of(entries: int) -> Head:
    """The root that the log had when it held so many entries; an earlier moment's head."""
    return Head(entries, root_of(entries, _hash_at))


def newest_time() -> datetime | None:
    """The server's time of the newest entry."""
    newest = Entry.objects.order_by("-sequence").first()
    return None if newest is None else _row(newest).time


def size_at(time: datetime) -> int:
    """How many entries the log had at this moment: what "as of" means everywhere.

    Entries stand in the order of their times, so this halves the log until it has the place.
    """
    low, high = 0, size()
    wanted = time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    while low < high:
        middle = (low + high) // 2
        body = Entry.objects.values_list("body", flat=True).get(sequence=middle)
        if str(json.loads(bytes(body))["time"]) <= wanted:
            low = middle + 1
        else:
            high = middle
    return low


def entries_before(sequence: int | None, number: int = PAGE) -> list[EntryRow]:
    """The newest entries before this one, newest first; the newest of all for None."""
    found = Entry.objects.order_by("-sequence")
    if sequence is not None:
        found = found.filter(sequence__lt=sequence)
    return [_row(entry) for entry in found[:number]]


def entry_proof(sequence: int) -> EntryProof | None:
    """An entry with its inclusion proof in the log as it is now; None when there is none."""
    entry = Entry.objects.filter(sequence=sequence).first()
    if entry is None:
        return None
    now = head()
    proof = inclusion_proof(sequence, now.size, _hash_at)
    return EntryProof(_row(entry), leaf_hash(bytes(entry.body)), proof, now)


def newest_checkpoint() -> Checkpoint | None:
    """The checkpoint that was made last."""
    return Checkpoint.objects.order_by("-size", "-id").first()


def bound_models() -> list[type[Bound]]:
    """The tables whose rows entries bind, by the names that an export uses."""
    models = (model for model in apps.get_models() if issubclass(model, Bound))
    return sorted(models, key=lambda model: model.table)


def _hash_at(level: int, index: int) -> bytes:
    return bytes(Node.objects.values_list("hash", flat=True).get(level=level, index=index))


def _row(entry: Entry) -> EntryRow:
    text = bytes(entry.body).decode()
    body = json.loads(text)
    return EntryRow(
        sequence=entry.sequence,
        time=datetime.fromisoformat(body["time"]),
        action=body["action"],
        subject=body["subject"],
        account=body["actor"],
        role=body["role"],
        plan_version=body["plan"],
        count=body["count"],
        body=text,
    )
