"""What does the database keep of a plan? Every version of it, whole."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from django.db import models

from huiyin.trail.models import Bound
from huiyin.trail.rules import moment


class PlanVersion(Bound):
    """The plan as it was applied: the document as JSON, the file's bytes as they were, and since when."""

    table = "plan_version"

    version = models.IntegerField(unique=True)  # from 1
    applied = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    document = models.JSONField()
    source = models.TextField()

    class Meta:
        app_label = "huiyin"
        db_table = "plan_version"
        ordering: ClassVar[tuple[str, ...]] = ("version",)

    def content(self) -> dict[str, Any]:
        """Everything; versions of the plan are one record."""
        return {
            "record": "plan",
            "version": self.version,
            "applied": moment(self.applied),
            "reason": self.reason,
            "source": self.source,
            "document": _digest(self.document),
        }


def _digest(document: Any) -> str:
    """SHA-256 over the document, which holds numbers that canonical JSON does not take."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
