"""Which addresses have the pages of the import part?"""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
