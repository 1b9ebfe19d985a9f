"""Which addresses have the pages of the log?"""

from __future__ import annotations

from django.urls import path

from huiyin.web import log_pages

urlpatterns = [
    path("log/", log_pages.log, name="log"),
    path("log/checkpoint/", log_pages.checkpoint, name="log-checkpoint"),
    path("log/<int:sequence>/", log_pages.entry, name="log-entry"),
]
