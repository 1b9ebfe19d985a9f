"""Which opinions were taken in, and where does each stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.activities.queries import held
from huiyin.opinions import queries
from huiyin.opinions.rows import OpinionRow
from huiyin.plan.queries import current_plan
from huiyin.web.activities.shown import titled
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.opinions.channels import channels_for
from huiyin.web.opinions.filters import FilterForm
from huiyin.web.opinions.standing import Standing, placed, standings

SHOWN = 160  # characters of an opinion in a list


@dataclass(frozen=True)
class Line:
    """One opinion of the list, and where it stands."""

    row: OpinionRow
    standing: Standing | None

    @property
    def words(self) -> str:
        """What the list shows: the office's wording where there is one, else the words, cut."""
        text = " ".join((self.row.restated or self.row.words).split())
        return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


@allowed(Permission.SEE_OPINIONS)
@require_safe
def opinions(request: Asked) -> HttpResponse:
    """The list, the newest day first."""
    plan = current_plan().plan
    form = FilterForm(request.GET, plan=plan, language=reading_language())
    filters = form.filters()
    found = queries.page(request.actor, filters, after=request.GET.get("after", ""), placed=placed())
    kept = request.GET.copy()
    kept.pop("after", None)
    places = standings([row.record for row in found.rows])
    context = {
        "form": form,
        "page": found,
        "lines": [Line(row, places.get(row.record)) for row in found.rows],
        "activity": _activity(request, filters.activity or filters.grew_into),
        "is_narrowed": any(kept.values()),
        "may_record": bool(channels_for(request.actor, plan)),
        "may_import": request.actor.may(Permission.IMPORT_OPINIONS),
    }
    return render(request, "opinions/list.html", context)


def _activity(request: Asked, record: str) -> Mapping[str, str] | None:
    """The activity that the list is narrowed to, where this person may see it."""
    row = held(request.actor, [record]).get(record) if record else None
    return {"record": record, "title": titled(row).title} if row else None
