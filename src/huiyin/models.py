"""Which models has the one Django app? Each stage keeps its own; Django finds them here."""

from __future__ import annotations

from huiyin.access.models import Account, GuidedUnit, Person, Post, RecusedFrom, Unit
from huiyin.activities.models import Activity, Evidence, Import, KeptMapping
from huiyin.board.models import Decision, Group, Placement, Rerun, Theme
from huiyin.ledger.models import Answer, FollowUp, Place, Problem, ProblemEvidence, SavedView
from huiyin.opinions.models import Giver, IntakeToken, Opinion, Unsealing
from huiyin.plan.models import PlanVersion
from huiyin.trail.models import Checkpoint, Entry, Node

__all__ = [
    "Account",
    "Activity",
    "Answer",
    "Checkpoint",
    "Decision",
    "Entry",
    "Evidence",
    "FollowUp",
    "Giver",
    "Group",
    "GuidedUnit",
    "Import",
    "IntakeToken",
    "KeptMapping",
    "Node",
    "Opinion",
    "Person",
    "Place",
    "Placement",
    "PlanVersion",
    "Post",
    "Problem",
    "ProblemEvidence",
    "RecusedFrom",
    "Rerun",
    "SavedView",
    "Theme",
    "Unit",
    "Unsealing",
]
