"""Which addresses have the pages of the log?"""

from __future__ import annotations

from django.urls import path

from huiyin.web.log import pages

urlpatterns = [
    path("log/", pages.log, name="log"),
    path("log/checkpoint/", pages.checkpoint, name="log-checkpoint"),
    path("log/<int:sequence>/", pages.entry, name="log-entry"),
]
