"""Which addresses have the pages of imports, and of the export that they understand?"""

from __future__ import annotations

from django.urls import path

from huiyin.web import import_export, import_pages

urlpatterns = [
    path("activities/export/", import_export.activities_export, name="activities-export"),
    path("imports/", import_pages.imports, name="imports"),
    path("imports/new/", import_pages.import_new, name="import-new"),
    path("imports/<slug:public_id>/", import_pages.import_, name="import"),
    path("imports/<slug:public_id>/headings/", import_pages.import_decide, name="import-decide"),
    path("imports/<slug:public_id>/confirm/", import_pages.import_confirm, name="import-confirm"),
    path("imports/<slug:public_id>/undo/", import_pages.import_undo, name="import-undo"),
    path("imports/<slug:public_id>/start/", import_pages.import_start, name="import-start"),
    path("imports/<slug:public_id>/refused/", import_pages.import_refused, name="import-refused"),
]
