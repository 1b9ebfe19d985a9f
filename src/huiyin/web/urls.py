"""Which page answers at which address?"""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("huiyin.web.frame_urls")),
    path("", include("huiyin.web.plan_urls")),
    path("", include("huiyin.web.activity_urls")),
    path("", include("huiyin.web.import_urls")),
    path("", include("huiyin.web.log_urls")),
]
