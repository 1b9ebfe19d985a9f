"""What does the database keep of an activity? Every version of its record, its evidence, and each import."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huiyin.trail.models import NEVER, Bound
from huiyin.trail.rules import moment

NEWEST_FIRST = ("-day", "-sequence", "-position")


class ReadableJson(json.JSONEncoder):
    """JSON whose words stand as they are written, on SQLite too, where search looks for them in this text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class Activity(Bound):
    """One version of one record. The newest has `superseded == NEVER`; none is changed or deleted.

    `day` is when it happened as the unit says; `entered` is the server's time. What figures count stands in
    typed columns, filled as the kind of the plan says; every field stands in `values`.
    """

    table = "activity"

    record = models.CharField(max_length=32)  # 128 random bits, the same for all versions
    version = models.IntegerField()
    kind = models.CharField(max_length=60)
    unit = models.CharField(max_length=60)
    day = models.DateField()
    last_day = models.DateField(null=True)
    state = models.CharField(max_length=60)
    entered = models.DateTimeField()
    is_late = models.BooleanField()
    is_withdrawn = models.BooleanField(
        default=False
    )  # taken back, with a reason: counts nowhere, stays readable
    reason = models.TextField(blank=True, default="")  # of a correction
    part_of = models.CharField(max_length=32, blank=True, default="")
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    second_number = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    person = models.CharField(max_length=60, blank=True, default="")
    target = models.CharField(max_length=60, blank=True, default="")
    label = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(
        max_length=300, blank=True, default=""
    )  # what a list shows: the first text field
    values = models.JSONField(default=dict, encoder=ReadableJson)
    sameness = models.CharField(max_length=64)  # SHA-256 over what the kind says makes two records the same
    plan_version = models.IntegerField()
    account = models.CharField(max_length=32)  # opaque id of who wrote this version
    import_batch = models.CharField(max_length=32, blank=True, default="")
    ticket = models.CharField(max_length=32, null=True, unique=True)  # of the form: sent twice is saved once

    class Meta:
        app_label = "huiyin"
        db_table = "activity"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="activity_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Lists: newest day first, within a kind or a unit; of the versions in force alone. All that lists
            # are narrowed by and that decides who sees a row stands in them, so that a row that does not fit
            # is passed over without being read. SQLite asks for the columns of the condition too.
            models.Index(
                fields=[
                    *NEWEST_FIRST,
                    "superseded",
                    "is_withdrawn",
                    "kind",
                    "unit",
                    "state",
                    "is_late",
                    "account",
                ],
                name="activity_by_day",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=[
                    "kind",
                    *NEWEST_FIRST,
                    "superseded",
                    "is_withdrawn",
                    "unit",
                    "state",
                    "is_late",
                    "account",
                ],
                name="activity_by_kind",
                condition=Q(superseded=NEVER),
            ),
            # Here with the last day: the days of a unit are read from it alone.
            models.Index(
                fields=[
                    *(
                        "unit",
                        *NEWEST_FIRST,
                        "superseded",
                        "is_withdrawn",
                        "kind",
                        "state",
                        "is_late",
                        "account",
                    ),
                    "last_day",
                ],
                name="activity_by_unit",
                condition=Q(superseded=NEVER),
            ),
            # Counts by kind, state, unit and day.
            models.Index(
                fields=["kind", "state", "unit", "day", "superseded", "is_withdrawn", "account"],
                name="activity_counted",
                condition=Q(superseded=NEVER, is_withdrawn=False),
            ),
            models.Index(fields=["kind", "sameness"], name="activity_same", condition=Q(superseded=NEVER)),
            models.Index(fields=["part_of"], name="activity_part_of", condition=~Q(part_of="")),
            models.Index(fields=["import_batch"], name="activity_of_import", condition=~Q(import_batch="")),
            models.Index(fields=["sequence", "position"], name="activity_bound"),
        ]

    def content(self) -> dict[str, Any]:
        """All that was recorded, with the typed columns: whoever changes one of them is seen."""
        return {
            "record": self.record,
            "version": self.version,
            "kind": self.kind,
            "unit": self.unit,
            "day": self.day.isoformat(),
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "state": self.state,
            "entered": moment(self.entered),
            "is_late": self.is_late,
            "is_withdrawn": self.is_withdrawn,
            "reason": self.reason,
            "part_of": self.part_of,
            "number": _plain(self.number),
            "second_number": _plain(self.second_number),
            "person": self.person,
            "target": self.target,
            "label": self.label,
            "title": self.title,
            "values": self.values,
            "sameness": self.sameness,
            "plan_version": self.plan_version,
            "account": self.account,
            "import_batch": self.import_batch,
        }


class Evidence(Bound):
    """A file that shows a record to be true. The bytes lie under `files/`, named by their hash."""

    table = "evidence"

    record = models.CharField(max_length=32)  # its own id
    version = models.IntegerField(default=1)
    activity = models.CharField(max_length=32)  # id of the record that it shows
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    received_sha256 = models.CharField(max_length=64)  # of the bytes before anything was taken out
    received = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    account = models.CharField(max_length=32)

    class Meta:
        app_label = "huiyin"
        db_table = "activity_evidence"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="evidence_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["activity"], name="evidence_of_activity"),
            models.Index(fields=["sha256"], name="evidence_by_hash"),
            models.Index(fields=["sequence", "position"], name="evidence_bound"),
        ]

    def content(self) -> dict[str, Any]:
        """Everything but the bytes, which `sha256` stands for."""
        return {
            "record": self.record,
            "version": self.version,
            "activity": self.activity,
            "name": self.name,
            "media_type": self.media_type,
            "sha256": self.sha256,
            "size": self.size,
            "received_sha256": self.received_sha256,
            "received": moment(self.received),
            "is_withdrawn": self.is_withdrawn,
            "reason": self.reason,
            "account": self.account,
        }


class Import(models.Model):
    """One file of records that somebody took in, from upload to done or undone; a draft until then."""

    public_id = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    account = models.CharField(max_length=32)
    uploaded = models.DateTimeField()
    sheet = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=20)  # one of imports.states
    takes_corrections = models.BooleanField(default=False)
    mapping = models.JSONField(default=dict)  # heading → field
    counts = models.JSONField(default=dict)  # rows, new, same, corrected, refused
    shown = models.JSONField(default=dict)  # what a page tells of it: headings, first rows, first refusals
    progress = models.IntegerField(default=0)  # rows judged
    sequence = models.BigIntegerField(null=True)  # the entry that took it in

    class Meta:
        app_label = "huiyin"
        db_table = "activity_import"
        ordering: ClassVar[tuple[str, ...]] = ("-id",)


class KeptMapping(models.Model):
    """Which heading of a file is which field, as this account decided it for these headings once."""

    account = models.CharField(max_length=32)
    kind = models.CharField(max_length=60)
    headings = models.CharField(max_length=64)  # SHA-256 over the headings
    mapping = models.JSONField()

    class Meta:
        app_label = "huiyin"
        db_table = "activity_kept_mapping"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "kind", "headings"], name="kept_mapping_once")
        ]


def _plain(number: Any) -> str | None:
    """A number as text, the same for 12, 12.0 and what the database gives back."""
    return None if number is None else format(number.normalize(), "f")
