"""Which addresses have the pages of the plan part?"""

from __future__ import annotations

from django.urls import path

from huiyin.web.plan import calendar, contacts, units, versions, work

urlpatterns = [
    path("plan/", work.plan, name="plan"),
    path("plan/versions/", versions.versions, name="plan-versions"),
    path("plan/versions/<int:version>/", versions.version, name="plan-version"),
    path("plan/versions/<int:version>/plan.yaml", versions.plan_file, name="plan-file"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("contact-points/", contacts.contact_points, name="contact-points"),
    path("units/", units.units, name="units"),
    path("units/<str:key>/", units.unit, name="unit"),
]
