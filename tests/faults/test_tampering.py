"""Does the auditor's file see whatever the owner of the database does to records, evidence and log?

Every tampering is raw SQL or a change of a file, as somebody with all rights would do it; the export
afterwards is the product's own. The checkpoint was taken outside before.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import connection, transaction

from huiyin.activities.actions import correct, record
from huiyin.activities.models import Activity, Evidence
from huiyin.activities.rules import Entered
from huiyin.trail.actions import Act, append, make_checkpoint
from huiyin.trail.checkpoints import SigningKey, open_checkpoint
from huiyin.trail.export import write_export
from huiyin.trail.models import NEVER, Entry, Node
from huiyin.trail.rules import leaf_hash, node_hash
from huiyin.trail.verification import verify
from tests.campaign import TestCampaign

KEY = SigningKey("huiyin/small", bytes(range(32)))
PHOTO = b"a photo, as it was stored"
RECORDS = 8
BOUND_COLUMNS = (
    *("record", "kind", "unit", "day", "state", "is_late", "reason", "part_of", "number", "person", "target"),
    *("label", "title", "sameness", "account", "import_batch"),
)


@dataclass(frozen=True)
class Held:
    """A campaign with records and evidence, its folder, and a checkpoint kept outside."""

    campaign: TestCampaign
    folder: Path
    checkpoint: Path
    photo: Path

    def audit(self, name: str, *options: str) -> tuple[int, str]:
        """Export as things are now and let the auditor's file judge; its exit status and words."""
        export = self.folder / name
        write_export(export, self.folder / "files")
        command = [sys.executable, "-I", str(export / "audit.py"), "verify", str(export)]
        command += [
            "--checkpoint",
            str(self.checkpoint),
            "--key",
            KEY.verifier_text,
            "--lang",
            "en",
            *options,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def held(campaign: TestCampaign, tmp_path: Path) -> Held:
    clerk = campaign.actor("clerk")
    ids = [
        record(
            actor=clerk,
            now=campaign.now + timedelta(minutes=number),
            entered=Entered(
                "talk",
                "liutang",
                f"2026-09-{number + 10}",
                None,
                "held",
                {"title": f"第{number}场", "audience": 20 + number},
            ),
        )
        for number in range(RECORDS)
    ]
    photo = _store(campaign, ids[0], tmp_path / "files")
    correct(
        actor=clerk,
        now=campaign.now + timedelta(hours=1),
        record=ids[2],
        version=1,
        entered=Entered("talk", "liutang", "2026-09-12", None, "held", {"title": "第2场", "audience": 40}),
        reason="漏计听众",
    )
    made = make_checkpoint(now=campaign.now + timedelta(hours=2), key=KEY, folder=tmp_path / "checkpoints")
    outside = tmp_path / "outside.checkpoint"
    outside.write_text(made.note, encoding="utf-8")
    return Held(campaign, tmp_path, outside, photo)


def _store(campaign: TestCampaign, activity: str, files: Path) -> Path:
    """A piece of evidence and its bytes, as an accepted upload leaves them."""
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    path = files / sha256[:2] / sha256
    path.parent.mkdir(parents=True)
    path.write_bytes(PHOTO)
    row = Evidence(
        record="e" * 32,
        activity=activity,
        name="现场.jpg",
        media_type="image/jpeg",
        sha256=sha256,
        size=len(PHOTO),
        received_sha256=sha256,
        received=campaign.now,
        account="z" * 32,
    )
    append(
        Act("evidence.add", row.record, "z" * 32, "clerk", 1), [row], now=campaign.now + timedelta(minutes=30)
    )
    return path


def sql(*statements: str) -> Callable[[Held], None]:
    """A tampering by statements, with every right and without the triggers."""

    def tamper(_: Held) -> None:
        with connection.cursor() as cursor:
            for table in ("trail_entry", "trail_node"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {table}_stays{on}")
            for statement in statements:
                cursor.execute(statement)

    return tamper


def change_photo(held: Held) -> None:
    held.photo.write_bytes(PHOTO[:-1] + b"X")


def remove_photo(held: Held) -> None:
    held.photo.unlink()


def add_photo(held: Held) -> None:
    (held.folder / "files" / "ab").mkdir(exist_ok=True)
    (held.folder / "files" / "ab" / ("ab" * 32)).write_bytes(b"slipped in")


NUMBERED = "SELECT MAX(sequence) FROM activity"
TAMPERINGS: dict[str, Callable[[Held], None]] = {
    "a number that figures count is edited": sql(
        "UPDATE activity SET number = 900 WHERE sequence = (SELECT MIN(sequence) FROM activity)"
    ),
    "a value in JSON is edited": sql('UPDATE activity SET "values" = \'{"title": "x"}\' WHERE version = 2'),
    "a state is edited": sql("UPDATE activity SET state = 'planned' WHERE version = 2"),
    "a record is deleted": sql("DELETE FROM activity WHERE record = (SELECT MIN(record) FROM activity)"),
    "a record is deleted with its entry": sql(
        "DELETE FROM trail_entry WHERE sequence = (SELECT sequence FROM activity WHERE version = 2)",
        "DELETE FROM activity WHERE version = 2",
    ),
    "the day of an event is moved": sql("UPDATE activity SET day = '2026-09-01' WHERE version = 2"),
    "the time of entry is moved back": sql(
        "UPDATE activity SET entered = '2026-09-08 00:00:00+00:00' WHERE version = 2"
    ),
    "a record is given to another unit": sql("UPDATE activity SET unit = 'shigu' WHERE version = 2"),
    "a correction is hidden": sql(
        f"UPDATE activity SET superseded = {NEVER} WHERE version = 1",
        "UPDATE activity SET superseded = sequence WHERE version = 2",
    ),
    "a record is hidden as if replaced": sql(
        "UPDATE activity SET superseded = sequence + 1 WHERE title = '第5场'"
    ),
    "the salt is exchanged": sql(
        "UPDATE activity SET salt = (SELECT salt FROM activity WHERE version = 2) WHERE title = '第5场'"
    ),
    "two records are swapped": sql(
        "UPDATE activity SET sequence = -1 WHERE title = '第3场'",
        "UPDATE activity SET sequence = (SELECT MAX(sequence) - 3 FROM activity) WHERE title = '第4场'",
        "UPDATE activity SET sequence = (SELECT MAX(sequence) - 2 FROM activity) WHERE sequence = -1",
    ),
    "a record is written again under another name": sql(
        "UPDATE activity SET record = 'ffffffffffffffffffffffffffffffff' WHERE title = '第6场'"
    ),
    "the log is cut at its end": sql(
        f"DELETE FROM trail_entry WHERE sequence >= ({NUMBERED})",
        f"DELETE FROM activity WHERE sequence = ({NUMBERED})",
    ),
    "the log is emptied": sql(
        "DELETE FROM trail_entry",
        "DELETE FROM trail_node",
        "DELETE FROM activity",
        "DELETE FROM activity_evidence",
        "DELETE FROM plan_version",
    ),
    "the plan that was applied is edited": sql("UPDATE plan_version SET source = source || ' '"),
    "the plan's document is edited": sql("UPDATE plan_version SET document = '{}'"),
    "an entry is made unreadable": sql("UPDATE trail_entry SET body = salt FROM activity WHERE version = 2"),
    "who brought evidence is edited": sql("UPDATE activity_evidence SET account = 'y'"),
    "evidence is deleted from the table": sql("DELETE FROM activity_evidence"),
    "an evidence file is changed": change_photo,
    "an evidence file is removed": remove_photo,
    "an evidence file is slipped in": add_photo,
}


def insert_record(_: Held) -> None:
    """A record beside the log, with all columns of a real one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM activity WHERE title = '第5场'")
        names = [column[0] for column in cursor.description or ()]
        row = dict(zip(names, cursor.fetchone(), strict=True)) | {"record": "d" * 32}
        row.pop("id")
        quoted = ", ".join(f'"{name}"' for name in row)
        cursor.execute(
            f"INSERT INTO activity ({quoted}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values())
        )


def edit_an_entry(held: Held) -> None:
    """An entry says that a head did what a clerk did; every hash is made anew, as a careful hand would."""
    sql()(held)
    bodies = [bytes(entry.body) for entry in Entry.objects.order_by("sequence")]
    bodies[-1] = bodies[-1].replace(b'"clerk"', b'"head"')
    Entry.objects.filter(sequence=len(bodies) - 1).update(body=bodies[-1])
    Node.objects.all().delete()
    below, level = [leaf_hash(body) for body in bodies], 0
    while below:
        Node.objects.bulk_create([Node(level=level, index=at, hash=hash_) for at, hash_ in enumerate(below)])
        below, level = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)], level + 1


OF_FILES = {"an evidence file is changed", "an evidence file is removed", "an evidence file is slipped in"}
TAMPERINGS |= {
    "a record is inserted": insert_record,
    "an entry and all hashes are written anew": edit_an_entry,
}


def test_an_untouched_campaign_is_never_accused(held: Held) -> None:
    status, said = held.audit("untouched")

    assert status == 0, said
    assert verify(held.folder / "files").disagreements == ()


def test_records_after_the_checkpoint_are_no_fault(held: Held) -> None:
    record(
        actor=held.campaign.actor("clerk"),
        now=held.campaign.now + timedelta(hours=3),
        entered=Entered("talk", "liutang", "2026-09-29", None, "held", {"title": "后来的一场"}),
    )

    status, said = held.audit("later")

    assert status == 0, said


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda name: name)
def test_a_tampering_is_seen_by_the_auditor(tampering: str, held: Held) -> None:
    TAMPERINGS[tampering](held)

    status, said = held.audit("tampered")

    assert status == 1, said


def test_the_office_s_own_look_sees_all_that_stands_in_the_database(held: Held) -> None:
    head = open_checkpoint(held.checkpoint.read_text(encoding="utf-8"), KEY.verifier_text).head
    unseen = []
    for name, tamper in TAMPERINGS.items():
        if name in OF_FILES:
            continue
        with transaction.atomic():
            tamper(held)
            if verify(held.folder / "files", head).disagreements == ():
                unseen.append(name)
            transaction.set_rollback(True)

    assert unseen == []
    assert verify(held.folder / "files", head).disagreements == ()


def test_an_old_copy_put_back_is_seen_against_the_newer_checkpoint(held: Held) -> None:
    old = held.folder / "old"
    write_export(old, held.folder / "files")
    record(
        actor=held.campaign.actor("clerk"),
        now=held.campaign.now + timedelta(hours=3),
        entered=Entered("talk", "liutang", "2026-09-29", None, "held", {"title": "后来的一场"}),
    )
    newer = make_checkpoint(
        now=held.campaign.now + timedelta(hours=4), key=KEY, folder=held.folder / "checkpoints"
    )
    held.checkpoint.write_text(newer.note, encoding="utf-8")
    command = [sys.executable, "-I", str(old / "audit.py"), "verify", str(old), "--lang", "en"]

    done = subprocess.run(
        [*command, "--checkpoint", str(held.checkpoint), "--key", KEY.verifier_text],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout.decode()


def test_every_column_of_every_record_is_bound(held: Held) -> None:
    unseen = []
    for number, column in product(range(RECORDS), BOUND_COLUMNS):
        value = {"day": "2026-12-01", "number": "999", "is_late": False}.get(column, "zz")
        with transaction.atomic():
            Activity.objects.filter(title=f"第{number}场", version=1).update(**{column: value})
            if verify(held.folder / "files").disagreements == ():
                unseen.append((number, column))
            transaction.set_rollback(True)

    assert unseen == []
