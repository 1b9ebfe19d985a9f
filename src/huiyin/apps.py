"""Which one Django app is Huiyin?"""

from __future__ import annotations

from django.apps import AppConfig


class Huiyin(AppConfig):
    """One app, one history of migrations, many packages."""

    name = "huiyin"
    label = "huiyin"
    default_auto_field = "django.db.models.BigAutoField"
