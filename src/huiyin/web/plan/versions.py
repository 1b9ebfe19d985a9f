"""Which plans were in force, since when and why, and what did each change?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from huiyin.access.rules import Actor, Permission
from huiyin.plan.differences import differences
from huiyin.plan.queries import NoPlan, VersionRow, plan_of_version, source_of_version
from huiyin.plan.queries import versions as versions_of_plan
from huiyin.publishing.plan_differences import TwoPlans, difference_sentence
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed

OF_PEOPLE = frozenset({"people", "guidance_groups"})  # parts of a plan that say who somebody is


@dataclass(frozen=True)
class Comparison:
    """A version and, in sentences, what it changed of the one before; nothing for the first one."""

    row: VersionRow
    is_newest: bool
    sentences: tuple[str, ...]


@allowed(Permission.SEE_PLAN)
@require_safe
def versions(request: Asked) -> HttpResponse:
    """Every version of the plan, the newest first."""
    rows = versions_of_plan(request.actor)
    return render(
        request, "plan/versions.html", {"rows": rows, "sees_log": request.actor.may(Permission.SEE_LOG)}
    )


@allowed(Permission.SEE_PLAN)
@require_safe
def version(request: Asked, version: int) -> HttpResponse:
    """One version: since when, why, and what it changed."""
    rows = versions_of_plan(request.actor)
    row = next((row for row in rows if row.version == version), None)
    if row is None:
        raise Http404
    compared = Comparison(row, row == rows[0], _sentences(request.actor, row))
    return render(
        request,
        "plan/version.html",
        {
            "compared": compared,
            "sees_log": request.actor.may(Permission.SEE_LOG),
            "sees_people": request.actor.may(Permission.SEE_PEOPLE),
        },
    )


@allowed(Permission.SEE_PEOPLE)
@require_safe
def plan_file(request: Asked, version: int) -> HttpResponse:
    """The plan file as it was applied, with its comments; it names people and says why some are recused."""
    try:
        source = source_of_version(request.actor, version)
    except NoPlan:
        raise Http404 from None
    answer = HttpResponse(source, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="plan-{version}.yaml"'
    return answer


def _sentences(actor: Actor, row: VersionRow) -> tuple[str, ...]:
    if row.version == 1:
        return ()
    plans = TwoPlans(plan_of_version(row.version - 1), plan_of_version(row.version))
    return tuple(
        difference_sentence(difference, plans, reading_language(), gettext)
        for difference in differences(plans.old, plans.new)
        if difference.part not in OF_PEOPLE or actor.may(Permission.SEE_PEOPLE)
    )
