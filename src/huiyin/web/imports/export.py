"""How does somebody carry records away, as a spreadsheet that can be taken in again?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.access.rules import Actor, Permission
from huiyin.activities import queries
from huiyin.activities.filters import Filters
from huiyin.activities.imports.exporting import ExportColumns
from huiyin.activities.imports.spreadsheets import DoesNotFit, csv_lines, write_xlsx
from huiyin.activities.imports.written_cells import Cell
from huiyin.plan.queries import current_plan
from huiyin.web.activities.filters import FilterForm
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allowed(Permission.EXPORT_ACTIVITIES)
@require_safe
def activities_export(request: Asked) -> HttpResponseBase:
    """The records that the address asks for, as XLSX or, with `format=csv`, as CSV."""
    plan, language = current_plan().plan, reading_language()
    form = FilterForm(request.GET, actor=request.actor, plan=plan, language=language)
    lines = _lines(request.actor, form.filters(), language)
    name = f"{plan.campaign.key}-{timezone.localdate().isoformat()}"
    if request.GET.get("format") == "csv":
        response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    return _workbook(request, lines, f"{name}.xlsx")


def _lines(actor: Actor, filters: Filters, language: str) -> Iterator[list[Cell]]:
    """The headings and the records. Without a kind, the columns of all kinds that there are records of."""
    plan = current_plan().plan
    counts = queries.counts_by_kind(actor) if not filters.kind else []
    kinds = [filters.kind] if filters.kind else [each.kind for each in counts if each.done + each.announced]
    if filters.show_withdrawn and not filters.kind:
        kinds = [kind.key for kind in plan.kinds]
    return ExportColumns(plan, kinds, language).lines(queries.found(actor, filters))


def _workbook(request: Asked, lines: Iterator[list[Cell]], name: str) -> HttpResponseBase:
    """A workbook is a package of files and can be sent only when it is whole."""
    kept = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- the response closes it
    try:
        write_xlsx(Path(kept.name), lines, sheet=_("Records"))
    except DoesNotFit:
        kept.close()
        context = {"asked": as_csv(request)}
        return render(request, "imports/does_not_fit.html", context, status=413)
    return FileResponse(kept, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def as_csv(request: Asked) -> str:
    asked = request.GET.copy()
    asked["format"] = "csv"
    return asked.urlencode()


def workbook_response(file: Path, name: str) -> HttpResponse | FileResponse:
    """A workbook on disk, to keep and open."""
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=XLSX_TYPE)
