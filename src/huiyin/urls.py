"""Which pages are there?"""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("api/v1/", include("huiyin.api.urls")), path("", include("huiyin.web.urls"))]

handler400 = "huiyin.web.frame.refusals.bad_request"
handler403 = "huiyin.web.frame.refusals.permission_denied"
handler404 = "huiyin.web.frame.refusals.not_found"
handler500 = "huiyin.web.frame.refusals.server_error"
