"""How does an action write its one entry, and bind to it what it records?"""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import BooleanField, CharField, IntegerField, TextField

from huiyin.trail import checkpoints, queries
from huiyin.trail.checkpoints import SigningKey
from huiyin.trail.models import NEVER, Bound, Checkpoint, Entry, Node, Versioned
from huiyin.trail.rules import SALT_BYTES, canonical, commitment, leaf_hash, node_hash, tree_hash

# Any number would do; it is the campaign's lock on PostgreSQL that lets one writer append at a time.
APPEND_LOCK = 7_409_162
ROWS_AT_ONCE = 1_000
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
# Values of these types stand in such columns as they are; the columns of others are asked, which takes time.
AS_THEY_ARE = ((CharField, str), (TextField, str), (IntegerField, int), (BooleanField, bool))
# A writer waits at most 20 seconds on SQLite (settings.SQLITE_OPTIONS); thrice that is no fault of its clock.
LONGEST_WAIT = timedelta(seconds=60)


class ClockBehind(RuntimeError):
    """The server's clock is behind the newest entry; nothing may be written until it is right."""


@dataclass(frozen=True)
class Act:
    """What an entry says of an action: never a name, a word that was said, or a value that was recorded."""

    action: str  # activity.record
    subject: str  # opaque id
    account: str  # opaque id of who acted, or "system"
    role: str
    plan_version: int


def append(act: Act, rows: Sequence[Bound] = (), *, now: datetime) -> int:
    """Write one entry and the rows that it binds; the entry's sequence number, counted from 0.

    The rows are new instances: this gives them sequence, position and salt, and saves them. It belongs into
    the transaction of its action, and takes the lock of the one writer until that ends. Raises `ClockBehind`.
    """
    with transaction.atomic():
        be_the_one_writer()
        sequence, newest = _end_of_log()
        time = _time_of_entry(now, newest)
        commitments = _bind(rows, sequence)
        body = canonical(
            {
                "sequence": sequence,
                "time": time.strftime(TIME_FORMAT),
                "action": act.action,
                "subject": act.subject,
                "actor": act.account,
                "role": act.role,
                "plan": act.plan_version,
                "count": len(rows),
                "contents": tree_hash(commitments).hex(),
            }
        )
        Entry(sequence=sequence, body=body).save(force_insert=True)
        _grow(sequence, leaf_hash(body))
        for model, of_model in itertools.groupby(rows, lambda row: row._meta.model):
            _insert(model, list(of_model))
    return sequence


def append_versions(act: Act, rows: Sequence[Versioned], *, now: datetime) -> int:
    """Write one entry and these versions; the versions before them are superseded. The entry's number.

    At most one version of each record. Raises `ClockBehind`.
    """
    ordered = sorted(rows, key=lambda row: row._meta.label)
    with transaction.atomic():
        be_the_one_writer()
        sequence, _ = _end_of_log()
        # First the versions before them, so that what may be in force only once never is twice.
        for model, of_model in itertools.groupby(ordered, lambda row: row._meta.model):
            _supersede(model, [row.record for row in of_model if row.version > 1], sequence)
        return append(act, ordered, now=now)


def _supersede(model: type[Versioned], records: Sequence[str], sequence: int) -> None:
    for begin in range(0, len(records), ROWS_AT_ONCE):
        earlier = model._default_manager.filter(
            record__in=records[begin : begin + ROWS_AT_ONCE], superseded=NEVER, sequence__lt=sequence
        )
        earlier.update(superseded=sequence)


def make_checkpoint(*, now: datetime, key: SigningKey, folder: Path) -> Checkpoint:
    """Sign the log as it stands; kept here and under `folder`, the note is worth most outside the office.

    It writes no entry: signing changes nothing. The same log signed again gives the same note.
    """
    head = queries.head()
    note = key.sign(checkpoints.Checkpoint(key.name, head))
    made, _ = Checkpoint.objects.get_or_create(size=head.size, note=note, defaults={"made": now})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{head.size}.checkpoint").write_text(note, encoding="utf-8")
    return made


def be_the_one_writer() -> None:
    """Wait until no other transaction writes, so that what is read from here on stays true until it ends.

    SQLite's transaction is IMMEDIATE and holds the lock already; PostgreSQL is asked for one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPEND_LOCK])


def _end_of_log() -> tuple[int, datetime | None]:
    """The next sequence number, and the time of the newest entry (None before the first)."""
    newest = Entry.objects.order_by("-sequence").first()
    if newest is None:
        return 0, None
    return newest.sequence + 1, datetime.fromisoformat(json.loads(bytes(newest.body))["time"])


def _time_of_entry(now: datetime, newest: datetime | None) -> datetime:
    """When an entry is written: an action that waited for others read the clock before they did."""
    if newest is None or now >= newest:
        return now.astimezone(UTC)
    if newest - now > LONGEST_WAIT:
        raise ClockBehind(f"{now.astimezone(UTC):{TIME_FORMAT}} < {newest:{TIME_FORMAT}}")
    return newest


def _bind(rows: Sequence[Bound], sequence: int) -> list[bytes]:
    commitments = []
    for position, row in enumerate(rows):
        row.sequence, row.position, row.salt = sequence, position, secrets.token_bytes(SALT_BYTES)
        commitments.append(commitment(row.salt, row.written()))
    return commitments


def _grow(index: int, hash_: bytes) -> None:
    """Store the leaf and every subtree that it completes; rows are never changed (`trust.md` 3.1)."""
    level = 0
    nodes = [Node(level=0, index=index, hash=hash_)]
    while index & 1:
        left = bytes(Node.objects.get(level=level, index=index - 1).hash)
        hash_ = node_hash(left, hash_)
        level, index = level + 1, index >> 1
        nodes.append(Node(level=level, index=index, hash=hash_))
    Node.objects.bulk_create(nodes)


def _insert(model: type[Bound], rows: Sequence[Bound]) -> None:
    """Write new rows in 60 % of the time of `bulk_create`: no value is an expression, no key comes back."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 -- names of our models
    places = f"({', '.join(['%s'] * len(fields))})"
    columns_of = [
        (field, next((plain for kind, plain in AS_THEY_ARE if isinstance(field, kind)), None))
        for field in fields
    ]
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            piece = rows[begin : begin + ROWS_AT_ONCE]
            values = [
                value if type(value) is plain else field.get_db_prep_save(value, connection)
                for row in piece
                for field, plain in columns_of
                for value in (getattr(row, field.attname),)
            ]
            cursor.execute(into + ", ".join([places] * len(piece)), values)
