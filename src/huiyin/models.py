"""Which models has the one Django app? Each stage keeps its own; Django finds them here."""

from __future__ import annotations

from huiyin.access.models import Account, GuidedUnit, Person, Post, RecusedFrom, Unit
from huiyin.activities.models import Activity, Evidence, Import, KeptMapping
from huiyin.plan.models import PlanVersion
from huiyin.trail.models import Checkpoint, Entry, Node

__all__ = [
    "Account",
    "Activity",
    "Checkpoint",
    "Entry",
    "Evidence",
    "GuidedUnit",
    "Import",
    "KeptMapping",
    "Node",
    "Person",
    "PlanVersion",
    "Post",
    "RecusedFrom",
    "Unit",
]
