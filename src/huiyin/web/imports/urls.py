"""Which addresses have the pages of imports, and of the export that they understand?"""

from __future__ import annotations

from django.urls import path

from huiyin.web.imports import export, pages

urlpatterns = [
    path("activities/export/", export.activities_export, name="activities-export"),
    path("imports/", pages.imports, name="imports"),
    path("imports/new/", pages.import_new, name="import-new"),
    path("imports/<slug:public_id>/", pages.import_, name="import"),
    path("imports/<slug:public_id>/headings/", pages.import_decide, name="import-decide"),
    path("imports/<slug:public_id>/confirm/", pages.import_confirm, name="import-confirm"),
    path("imports/<slug:public_id>/undo/", pages.import_undo, name="import-undo"),
    path("imports/<slug:public_id>/start/", pages.import_start, name="import-start"),
    path("imports/<slug:public_id>/refused/", pages.import_refused, name="import-refused"),
]
