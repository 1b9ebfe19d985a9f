"""Which pages are there?"""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("huiyin.web.urls"))]

handler400 = "huiyin.web.frame_refusals.bad_request"
handler403 = "huiyin.web.frame_refusals.permission_denied"
handler404 = "huiyin.web.frame_refusals.not_found"
handler500 = "huiyin.web.frame_refusals.server_error"
