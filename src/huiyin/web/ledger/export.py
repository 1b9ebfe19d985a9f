"""How does somebody carry the ledger away, as a spreadsheet that can be taken in again?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.activities.imports.spreadsheets import DoesNotFit, csv_lines, write_xlsx
from huiyin.ledger.workbook.exporting import lines_of_export
from huiyin.plan.queries import current_plan
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.imports.export import XLSX_TYPE, as_csv
from huiyin.web.ledger.filters import FilterForm


@allowed(Permission.EXPORT_PROBLEMS)
@require_safe
def problems_export(request: Asked) -> HttpResponseBase:
    """The problems that the address asks for, as XLSX or, with `format=csv`, as CSV."""
    plan, language, today = current_plan().plan, reading_language(), timezone.localdate()
    form = FilterForm(request.GET, actor=request.actor, plan=plan, language=language)
    lines = lines_of_export(request.actor, form.filters(), language=language, today=today, order=form.order)
    name = f"{plan.campaign.key}-problems-{today.isoformat()}"
    if request.GET.get("format") == "csv":
        response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    kept = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- the response closes it
    try:
        write_xlsx(Path(kept.name), lines, sheet=_("Problems"))
    except DoesNotFit:
        kept.close()
        return render(request, "ledger/does_not_fit.html", {"asked": as_csv(request)}, status=413)
    return FileResponse(kept, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)
