"""Which addresses have the pages of the plan part?"""

from __future__ import annotations

from django.urls import path

from huiyin.web import plan_calendar, plan_contacts, plan_units, plan_versions, plan_work

urlpatterns = [
    path("plan/", plan_work.plan, name="plan"),
    path("plan/versions/", plan_versions.versions, name="plan-versions"),
    path("plan/versions/<int:version>/", plan_versions.version, name="plan-version"),
    path("plan/versions/<int:version>/plan.yaml", plan_versions.plan_file, name="plan-file"),
    path("calendar/", plan_calendar.calendar, name="calendar"),
    path("contact-points/", plan_contacts.contact_points, name="contact-points"),
    path("units/", plan_units.units, name="units"),
    path("units/<str:key>/", plan_units.unit, name="unit"),
]
