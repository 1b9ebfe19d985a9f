"""What does the trail keep: entries, the nodes of their tree, and what binds a record to its entry?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models

from huiyin.trail.rules import canonical, commitment, moment

# A version that no later one has replaced. A number rather than NULL, so that "the versions of a moment" is
# one comparison that an index serves: sequence <= N < superseded.
NEVER = 2**62


class Entry(models.Model):
    """One entry of the log, as the exact bytes that its leaf hashes. Written once."""

    sequence = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()

    class Meta:
        app_label = "huiyin"
        db_table = "trail_entry"


class Node(models.Model):
    """The hash of a complete subtree: `level` 0 is the leaves. Written once."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        app_label = "huiyin"
        db_table = "trail_node"


class Bound(models.Model):
    """A row that an entry binds: its content, with a salt, stands behind the entry's `contents`.

    A row is written by `trail.actions.append` alone and never changed; only `superseded` is set once, when
    the next version of the same record is written. The auditor computes `superseded` again from the versions.
    """

    table: ClassVar[str]  # its name in an export

    sequence = models.BigIntegerField()
    position = models.IntegerField()
    salt = models.BinaryField(max_length=32)
    superseded = models.BigIntegerField(default=NEVER)

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """Every column that means something, as JSON values."""
        raise TypeError(f"{type(self).__name__} does not say what its content is")

    def written(self) -> bytes:
        """The content with its table's name, in its one writing: what the entry binds and an export shows."""
        return canonical({"table": self.table, **self.content()})


class Versioned(Bound):
    """One version of a record of any stage; the newest has `superseded == NEVER`.

    `record` is the same for all versions; `trail.actions.append_versions` writes the next one.
    """

    record = models.CharField(max_length=32)  # 128 random bits
    version = models.IntegerField()
    entered = models.DateTimeField()  # the server's time
    account = models.CharField(max_length=32)  # opaque id of who wrote this version
    reason = models.TextField(blank=True, default="")
    is_withdrawn = models.BooleanField(default=False)  # taken back: counts nowhere, stays readable

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """Every column but those that are counted anew at any time (`COUNTED`); those `SEALED` as a hash.

        A sealed column is bound by its hash with the row's salt: an export proves it and does not tell it.
        """
        apart = {"id", "sequence", "position", "salt", "superseded", *self.COUNTED, *self.SEALED}
        said = {
            field.attname: _plain(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if field.attname not in apart
        }
        salt = bytes(self.salt)
        return said | {name: _sealed(salt, getattr(self, name)) for name in self.SEALED}

    COUNTED: ClassVar[frozenset[str]] = frozenset()
    SEALED: ClassVar[frozenset[str]] = frozenset()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _sealed(salt: bytes, value: str) -> str:
    return commitment(salt, value.encode()).hex() if value else ""


class Checkpoint(models.Model):
    """A signed note of the log's size and root, as it was handed out."""

    size = models.BigIntegerField()
    made = models.DateTimeField()
    note = models.TextField()

    class Meta:
        app_label = "huiyin"
        db_table = "trail_checkpoint"
        ordering = ("size", "id")
