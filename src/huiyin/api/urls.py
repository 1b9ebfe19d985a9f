"""Which addresses has the interface for other systems?"""

from __future__ import annotations

from django.urls import path

from huiyin.api.openapi import openapi
from huiyin.api.opinions import opinions

urlpatterns = [
    path("opinions", opinions, name="api-opinions"),
    path("openapi.json", openapi, name="api-openapi"),
]
