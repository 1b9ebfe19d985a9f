"""Which addresses have the pages of the plan part?"""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
