"""Which addresses have the pages of activities?"""

from __future__ import annotations

from django.urls import path, register_converter

from huiyin.web.activities.entry import activity_new
from huiyin.web.activities.evidence import evidence, evidence_add, evidence_withdraw
from huiyin.web.activities.kinds import activity_kinds, activity_nothing
from huiyin.web.activities.list import activities
from huiyin.web.activities.record import activity
from huiyin.web.activities.revision import activity_correct, activity_restore, activity_withdraw


class RecordId:
    """The id of a record in an address: 128 random bits in hexadecimal, so that nobody guesses one."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """The id as it is kept."""
        return value

    def to_url(self, value: str) -> str:
        """The id as it is kept."""
        return value


register_converter(RecordId, "record_id")

urlpatterns = [
    path("activities/", activities, name="activities"),
    path("activities/new/", activity_kinds, name="activity-kinds"),
    path("activities/new/<str:kind>/", activity_new, name="activity-new"),
    path("activities/nothing/", activity_nothing, name="activity-nothing"),
    path("activities/<record_id:record>/", activity, name="activity"),
    path("activities/<record_id:record>/correct/", activity_correct, name="activity-correct"),
    path("activities/<record_id:record>/withdraw/", activity_withdraw, name="activity-withdraw"),
    path("activities/<record_id:record>/restore/", activity_restore, name="activity-restore"),
    path("activities/<record_id:record>/evidence/", evidence_add, name="evidence-add"),
    path("evidence/<record_id:file>/", evidence, name="evidence"),
    path("evidence/<record_id:file>/withdraw/", evidence_withdraw, name="evidence-withdraw"),
]
