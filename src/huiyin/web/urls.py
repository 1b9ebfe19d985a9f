"""Which page answers at which address?"""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("huiyin.web.frame.urls")),
    path("", include("huiyin.web.plan.urls")),
    path("", include("huiyin.web.activities.urls")),
    path("", include("huiyin.web.imports.urls")),
    path("", include("huiyin.web.opinions.urls")),
    path("", include("huiyin.web.board.urls")),
    path("", include("huiyin.web.ledger.urls")),
    path("", include("huiyin.web.log.urls")),
]
