"""Which addresses have the pages of opinions?"""

from __future__ import annotations

from django.urls import path

from huiyin.web.activities.urls import RecordId  # noqa: F401 -- registers the converter "record_id"
from huiyin.web.opinions import importing
from huiyin.web.opinions.entry import opinion_new
from huiyin.web.opinions.giver import opinion_giver
from huiyin.web.opinions.hand_over import activity_hand_over
from huiyin.web.opinions.list import opinions
from huiyin.web.opinions.opinion import opinion
from huiyin.web.opinions.revision import (
    opinion_correct,
    opinion_restate,
    opinion_restore,
    opinion_withdraw,
    opinions_withdraw,
)
from huiyin.web.opinions.tokens import opinion_tokens

urlpatterns = [
    path("opinions/", opinions, name="opinions"),
    path("opinions/new/", opinion_new, name="opinion-new"),
    path("opinions/withdraw/", opinions_withdraw, name="opinions-withdraw"),
    path("opinions/import/", importing.opinions_import, name="opinions-import"),
    path("opinions/import/<record_id:record>/", importing.opinions_import_file, name="opinions-import-file"),
    path(
        "opinions/import/<record_id:record>/decide/",
        importing.opinions_import_decide,
        name="opinions-import-decide",
    ),
    path("opinions/tokens/", opinion_tokens, name="opinion-tokens"),
    path("opinions/<record_id:record>/", opinion, name="opinion"),
    path("opinions/<record_id:record>/restate/", opinion_restate, name="opinion-restate"),
    path("opinions/<record_id:record>/correct/", opinion_correct, name="opinion-correct"),
    path("opinions/<record_id:record>/withdraw/", opinion_withdraw, name="opinion-withdraw"),
    path("opinions/<record_id:record>/restore/", opinion_restore, name="opinion-restore"),
    path("opinions/<record_id:record>/giver/", opinion_giver, name="opinion-giver"),
    path("activities/<record_id:record>/hand-over/", activity_hand_over, name="activity-hand-over"),
]
