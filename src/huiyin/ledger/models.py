"""What does the ledger keep: problems, their places, follow-ups, evidence, and what givers were told?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.activities.models import ReadableJson
from huiyin.trail.models import NEVER, Versioned

NEWEST_FIRST = ("-number",)


class Problem(Versioned):
    """One version of one problem: what one unit must put right. Each version is one move and says why.

    The columns are those that rectification ledgers have. `due_original` is set once in an episode.
    """

    table = "problem"

    number = models.IntegerField()  # running, never used again
    title = models.CharField(max_length=300)
    finding = models.TextField(
        blank=True, default=""
    )  # restated for the unit: one fact, nobody to be known by it
    cause = models.TextField(blank=True, default="")
    area = models.CharField(max_length=60, blank=True, default="")
    goal = models.TextField(blank=True, default="")
    closing_standard = models.TextField(blank=True, default="")  # how one will know; before work starts
    measures = models.JSONField(default=list, encoder=ReadableJson)  # {"words", "due"}
    mode = models.CharField(max_length=20, default="by_date")  # ledger.rules.Mode
    owner_unit = models.CharField(max_length=60, blank=True, default="")
    owner_person = models.CharField(max_length=60, blank=True, default="")
    co_units = models.JSONField(default=list)
    lead_leader = models.CharField(max_length=60, blank=True, default="")
    verifier_unit = models.CharField(max_length=60, blank=True, default="")
    verifier_person = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=20)  # ledger.moves.ProblemState
    episode = models.IntegerField(default=1)  # one more with each reopening
    hops = models.IntegerField(default=0)  # returns as "not ours"
    proposed_unit = models.CharField(max_length=60, blank=True, default="")
    opened_on = models.DateField()
    assigned_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    due_original = models.DateField(null=True)
    due_current = models.DateField(null=True)
    due_days = models.IntegerField(null=True)  # working days from `due_from`; None: a day was named
    due_from = models.DateField(null=True)
    next_review = models.DateField(null=True)
    extension_wanted = models.DateField(null=True)
    extension_reason = models.TextField(blank=True, default="")
    extensions = models.IntegerField(default=0)
    held_since = models.DateField(null=True)
    holds = models.JSONField(default=list)  # [first day, last day] of those that ended
    acceptance = models.JSONField(default=dict)  # item of the check-list to yes | no | does_not_apply
    shown_by = models.JSONField(default=list)  # activities of the unit that show it done, as claimed
    claimed_on = models.DateField(null=True)
    claimed_by = models.CharField(max_length=60, blank=True, default="")  # person
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=60, blank=True, default="")
    waiver = models.TextField(blank=True, default="")  # why there was no check by somebody else
    signed_on = models.DateField(null=True)
    signed_by = models.CharField(max_length=60, blank=True, default="")
    notice_until = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    effect_due = models.DateField(null=True)
    effect_checked_on = models.DateField(null=True)
    lasting_measure = models.TextField(blank=True, default="")
    merged_into = models.CharField(max_length=32, blank=True, default="")
    split_from = models.CharField(max_length=32, blank=True, default="")
    grew_into = models.JSONField(default=list)  # activities: projects, initiatives
    note = models.TextField(blank=True, default="")
    move = models.CharField(max_length=30)  # ledger.moves: the move that made this version
    rule = models.CharField(max_length=10)  # its id
    role = models.CharField(max_length=20)
    person = models.CharField(max_length=60, blank=True, default="")  # who moved it
    words = models.TextField(blank=True, default="")  # said with the move: to the unit, or of what was seen
    day = models.DateField()  # of the move
    plan_version = models.IntegerField()
    ticket = models.CharField(max_length=32, null=True, unique=True)

    class Meta:
        app_label = "huiyin"
        db_table = "problem"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="problem_version_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(superseded=NEVER), name="problem_number_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=[
                    *("-number", "superseded", "is_withdrawn", "state", "owner_unit", "verifier_unit"),
                    *("area", "due_current", "due_from", "assigned_on", "opened_on"),
                    *("claimed_on", "next_review"),  # so that gate and lights are read from the index alone
                ],
                name="problem_newest",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["state", "due_current", "number", "superseded", "is_withdrawn", "owner_unit"],
                name="problem_by_due",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["owner_unit", "state", "due_current", "number"],
                name="problem_of_unit",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["verifier_unit", "state", "number"],
                name="problem_to_verify",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["merged_into"],
                name="problem_merged_into",
                condition=Q(superseded=NEVER) & ~Q(merged_into=""),
            ),
            models.Index(
                fields=["split_from"],
                name="problem_split_from",
                condition=Q(superseded=NEVER) & ~Q(split_from=""),
            ),
            models.Index(fields=["sequence", "position"], name="problem_bound"),
        ]


class Place(Versioned):
    """A group of opinions that a problem puts right: one of its places. Taken away: withdrawn."""

    table = "problem_place"

    problem = models.CharField(max_length=32)
    group = models.CharField(max_length=32)
    name = models.CharField(max_length=300)
    is_done = models.BooleanField(default=False)
    done_on = models.DateField(null=True)

    class Meta:
        app_label = "huiyin"
        db_table = "problem_place"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="place_version_once"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(superseded=NEVER, is_withdrawn=False), name="place_group_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["problem"], name="place_of_problem", condition=Q(superseded=NEVER)),
            models.Index(fields=["sequence", "position"], name="place_bound"),
        ]


class FollowUp(Versioned):
    """What a unit said of a problem in one week."""

    table = "follow_up"

    problem = models.CharField(max_length=32)
    unit = models.CharField(max_length=60)
    week = models.DateField()  # its Monday
    word = models.CharField(max_length=20)  # ledger.rules.Word: changed | unchanged | blocked
    is_derived = models.BooleanField(default=False)  # from what was recorded anyway
    words = models.TextField(blank=True, default="")
    person = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        app_label = "huiyin"
        db_table = "follow_up"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="follow_up_version_once"),
            models.UniqueConstraint(
                fields=["problem", "week"], condition=Q(superseded=NEVER), name="follow_up_once_a_week"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["week", "unit"], name="follow_up_of_week", condition=Q(superseded=NEVER)),
            models.Index(fields=["sequence", "position"], name="follow_up_bound"),
        ]


class ProblemEvidence(Versioned):
    """A file that shows how a problem stood, was put right, or was checked."""

    table = "problem_evidence"

    problem = models.CharField(max_length=32)
    episode = models.IntegerField()
    step = models.CharField(max_length=20)  # ledger.rules.Step: before | work | claim | check | effect
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    received_sha256 = models.CharField(max_length=64)
    person = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        app_label = "huiyin"
        db_table = "problem_evidence"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="problem_evidence_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["problem"], name="evidence_of_problem", condition=Q(superseded=NEVER)),
            models.Index(fields=["sequence", "position"], name="problem_evidence_bound"),
        ]


class Answer(Versioned):
    """What one giver is told, whether it reached them, and what they say. `record` is the opinion's."""

    table = "answer"

    problem = models.CharField(max_length=32, blank=True, default="")
    episode = models.IntegerField(default=0)  # of the problem whose end is told; 0 where there is none
    group = models.CharField(max_length=32, blank=True, default="")
    outcome = models.CharField(max_length=20)  # ledger.rules.Outcome
    words = models.TextField()
    way = models.CharField(max_length=20, blank=True, default="")  # ledger.rules.Way
    state = models.CharField(max_length=20, default="due")  # due | given | not_reached
    tried = models.IntegerField(default=0)
    day = models.DateField(null=True)
    satisfied = models.CharField(max_length=20, blank=True, default="")  # yes | partly | no | no_word
    person = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        app_label = "huiyin"
        db_table = "answer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="answer_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state", "problem", "record"], name="answer_by_state", condition=Q(superseded=NEVER)
            ),
            models.Index(
                fields=["problem", "state"], name="answer_of_problem", condition=Q(superseded=NEVER)
            ),
            models.Index(fields=["group", "state"], name="answer_of_group", condition=Q(superseded=NEVER)),
            models.Index(fields=["sequence", "position"], name="answer_bound"),
        ]


class SavedView(models.Model):
    """The filters of a list under a name, of one account."""

    public_id = models.CharField(max_length=32, unique=True)
    account = models.CharField(max_length=32)
    page = models.CharField(max_length=20)  # ledger | opinions | board
    name = models.CharField(max_length=60)
    question = models.CharField(max_length=1000)  # the address after its question mark

    class Meta:
        app_label = "huiyin"
        db_table = "saved_view"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "page", "name"], name="saved_view_once")
        ]
