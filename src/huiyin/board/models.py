"""What does the board keep: groups, themes, where each opinion stands, decisions, proposals of a re-run?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.activities.models import ReadableJson
from huiyin.trail.models import NEVER, Versioned

HOTTEST_FIRST = ("-heat", "record")


class Theme(Versioned):
    """The same matter across places; its title is the machine's until somebody names it."""

    table = "theme"
    SEALED = frozenset({"title"})  # made of what people said
    COUNTED = frozenset({"groups", "opinions", "heat"})

    title = models.CharField(max_length=200)
    area = models.CharField(max_length=60, blank=True, default="")
    is_named_by_person = models.BooleanField(default=False)
    is_other = models.BooleanField(default=False)  # of groups that fit no theme; last, never hidden
    groups = models.IntegerField(default=0)  # waiting
    opinions = models.IntegerField(default=0)  # voices of its waiting groups
    heat = models.IntegerField(default=0)

    class Meta:
        app_label = "huiyin"
        db_table = "board_theme"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="theme_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-opinions", "record"], name="theme_largest", condition=Q(superseded=NEVER)),
            models.Index(fields=["sequence", "position"], name="theme_bound"),
        ]


class Group(Versioned):
    """Opinions on the same matter at the same place: what triage proposes and people decide about."""

    table = "group"
    SEALED = frozenset({"title"})  # made of what people said
    COUNTED = frozenset(
        {
            "opinions",
            "voices",
            "people",
            "heat",
            "least_confidence",
            "fresh",
            "first_day",
            "last_day",
            "sample",
        }
    )

    theme = models.CharField(max_length=32)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=20, default="waiting")  # board.rules.GroupState
    area = models.CharField(max_length=60, blank=True, default="")
    area_confidence = models.IntegerField(default=0)  # thousandths
    unit = models.CharField(max_length=60, blank=True, default="")
    unit_confidence = models.IntegerField(default=0)
    words = models.TextField(blank=True, default="")  # the answer to its givers where it is no problem
    is_pinned = models.BooleanField(default=False)
    is_named_by_person = models.BooleanField(default=False)
    opinions = models.IntegerField(default=0)  # without copies
    voices = models.IntegerField(default=0)  # with them
    people = models.IntegerField(default=0)  # different givers, each nameless voice one
    heat = models.IntegerField(default=0)  # thousandths
    least_confidence = models.IntegerField(default=1000)  # of its joins, thousandths
    fresh = models.IntegerField(default=0)  # opinions that joined since somebody looked
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    sample = models.CharField(max_length=32, blank=True, default="")  # the opinion that says it best

    class Meta:
        app_label = "huiyin"
        db_table = "board_group"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="group_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=[
                    *("state", *HOTTEST_FIRST, "superseded", "is_withdrawn", "theme", "area", "unit"),
                    *("voices", "opinions"),
                ],
                name="group_hottest",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["theme", "state", *HOTTEST_FIRST, "superseded", "is_withdrawn"],
                name="group_of_theme",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["state", "least_confidence", "record"],
                name="group_shaky",
                condition=Q(superseded=NEVER) & Q(opinions__gt=1),
            ),
            models.Index(
                fields=["state", "-fresh", "record"],
                name="group_fresh",
                condition=Q(superseded=NEVER) & Q(fresh__gt=0),
            ),
            models.Index(fields=["sequence", "position"], name="group_bound"),
        ]


class Placement(Versioned):
    """Where an opinion stands: in exactly one group. `record` is the opinion's."""

    table = "placement"
    COUNTED = frozenset({"is_fresh"})

    group = models.CharField(max_length=32)
    copy_of = models.CharField(max_length=32, blank=True, default="")  # the opinion that it repeats
    confidence = models.IntegerField(default=1000)  # at which it is held in its group, thousandths
    how = models.CharField(max_length=20)  # board.rules.PlacedBy
    is_fresh = models.BooleanField(default=False)  # joined by itself, and nobody has looked yet

    class Meta:
        app_label = "huiyin"
        db_table = "board_placement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="placement_version_once"),
            models.UniqueConstraint(
                fields=["record"], condition=Q(superseded=NEVER), name="placement_one_place"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["group", "copy_of", "-confidence", "record"],
                name="placement_of_group",
                condition=Q(superseded=NEVER),
            ),
            models.Index(fields=["sequence", "position"], name="placement_bound"),
        ]


class Decision(Versioned):
    """What a person decided about opinions, by their ids, so that no re-run breaks it. Undone: taken back."""

    table = "decision"
    SEALED = frozenset({"title"})  # the form begins with that of the group or theme

    kind = models.CharField(max_length=20)  # board.rules.DecisionKind
    sides = models.JSONField(default=list, encoder=ReadableJson)  # lists of opinion ids
    group = models.CharField(max_length=32, blank=True, default="")  # as it was called then
    title = models.CharField(max_length=300, blank=True, default="")
    theme = models.CharField(max_length=32, blank=True, default="")
    area = models.CharField(max_length=60, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    words = models.TextField(blank=True, default="")  # to the givers
    before = models.JSONField(default=dict, encoder=ReadableJson)  # what undo puts back

    class Meta:
        app_label = "huiyin"
        db_table = "board_decision"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="decision_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-sequence", "-position"], name="decision_newest", condition=Q(superseded=NEVER)
            ),
            models.Index(fields=["group"], name="decision_of_group", condition=~Q(group="")),
            models.Index(fields=["sequence", "position"], name="decision_bound"),
        ]


class Rerun(Versioned):
    """A full triage anew, as a proposal: what it would change, until somebody accepts or dismisses it."""

    table = "rerun"
    SEALED = frozenset({"groups"})  # titles are made of what people said

    state = models.CharField(max_length=20, default="proposed")  # proposed | accepted | dismissed
    opinions = models.IntegerField()  # that it read
    log_size = models.BigIntegerField()  # entries of the log when it read them
    differences = models.JSONField(default=list, encoder=ReadableJson)
    placements = models.JSONField(default=list, encoder=ReadableJson)  # what accepting would place where
    groups = models.TextField(blank=True, default="")  # JSON: titles and themes that it gives

    class Meta:
        app_label = "huiyin"
        db_table = "board_rerun"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="rerun_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sequence", "position"], name="rerun_bound"),
        ]
