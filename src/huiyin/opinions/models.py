"""What does the database keep of an opinion: its words, where they came from, and, apart, who said them?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.trail.models import NEVER, Versioned


class Opinion(Versioned):
    """One version of one opinion. `words` are what was said, without persons; no export takes them along.

    `restated` is the office's wording; the original stays beside it. Who said it stands in `Giver` alone.
    """

    table = "opinion"
    # As people wrote them: a file or an id can be called after whoever spoke.
    SEALED = frozenset({"title", "words", "place", "given_id", "source_file", "source_sheet"})

    channel = models.CharField(max_length=60)
    day = models.DateField()  # on which it was said
    title = models.CharField(max_length=300, blank=True, default="")
    words = models.TextField()
    restated = models.TextField(blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    area = models.CharField(max_length=60, blank=True, default="")  # as whoever took it in said
    unit = models.CharField(max_length=60, blank=True, default="")  # the unit that it concerns, as they said
    taken_in_by = models.CharField(max_length=60, blank=True, default="")  # unit
    naming = models.CharField(max_length=20, default="anonymous")  # named | pseudonymous | anonymous
    giver = models.CharField(max_length=32, blank=True, default="")  # keyed mark: tells givers apart
    activity = models.CharField(max_length=32, blank=True, default="")  # in which it was said: a symposium
    source_file = models.CharField(max_length=200, blank=True, default="")
    source_sheet = models.CharField(max_length=100, blank=True, default="")
    source_row = models.IntegerField(null=True)  # data row or paragraph
    given_id = models.CharField(max_length=100, blank=True, default="")  # its id where it came from
    likes = models.IntegerField(default=0)
    redactions = models.IntegerField(default=0)
    goes_to_board = models.BooleanField(default=True)  # False: of a programme that is counted in bulk
    grew_into = models.CharField(max_length=32, blank=True, default="")  # an activity, such as a project
    batch = models.CharField(max_length=32, blank=True, default="")  # import or call of the API
    plan_version = models.IntegerField()
    ticket = models.CharField(max_length=32, null=True, unique=True)  # of the form: sent twice is saved once

    class Meta:
        app_label = "huiyin"
        db_table = "opinion"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="opinion_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=[
                    *("-day", "-sequence", "-position"),
                    *("superseded", "is_withdrawn", "channel", "goes_to_board", "area", "unit"),
                    "record",  # so that those with a place on the board are counted from indexes alone
                ],
                name="opinion_by_day",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["channel", "-day", "-sequence", "-position", "superseded", "is_withdrawn"],
                name="opinion_by_channel",
                condition=Q(superseded=NEVER),
            ),
            models.Index(
                fields=["channel", "given_id"],
                name="opinion_given_id",
                condition=Q(superseded=NEVER) & ~Q(given_id=""),
            ),
            models.Index(fields=["activity"], name="opinion_of_activity", condition=~Q(activity="")),
            models.Index(fields=["grew_into"], name="opinion_grew_into", condition=~Q(grew_into="")),
            models.Index(
                fields=["batch", "-day", "-sequence", "-position", "superseded", "is_withdrawn"],
                name="opinion_of_batch",
                condition=Q(superseded=NEVER) & ~Q(batch=""),
            ),
            models.Index(fields=["sequence", "position"], name="opinion_bound"),
        ]


class Giver(models.Model):
    """Who said an opinion and how to reach them, encrypted, apart from the words and bound to no entry.

    No list, export, search or trail reads what is sealed. `actions.see_giver` opens one, and the trail says
    so; restating opens one to keep its giver out of the new words.
    """

    opinion = models.CharField(max_length=32, primary_key=True)
    sealed = models.BinaryField()  # name, contact, and the words before persons were taken out of them
    has_contact = models.BooleanField(default=False)

    class Meta:
        app_label = "huiyin"
        db_table = "opinion_giver"


class Unsealing(Versioned):
    """Somebody looked at who said an opinion: who looked (`account`), when (`entered`) and why (`reason`)."""

    table = "opinion_unsealing"

    opinion = models.CharField(max_length=32)

    class Meta:
        app_label = "huiyin"
        db_table = "opinion_unsealing"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "version"], name="unsealing_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["opinion"], name="unsealing_of_opinion"),
            models.Index(fields=["sequence", "position"], name="unsealing_bound"),
        ]


class IntakeToken(models.Model):
    """A key with which another system hands opinions in, for one channel. Only its hash is kept."""

    public_id = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    hash = models.BinaryField(max_length=32)
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        app_label = "huiyin"
        db_table = "opinion_intake_token"
