"""Which leader keeps in touch with whom, what is missing by the plan, and what would fill each gap?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.activities.coverage import Covered, Near
from huiyin.activities.overview import contact_coverage
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Column, Kind
from huiyin.plan.organisation import ContactRule, Person, Target
from huiyin.plan.queries import current_plan
from huiyin.plan.terms import Term
from huiyin.web.activities.choosing import units_for
from huiyin.web.activities.forms import query_of
from huiyin.web.guard import Asked, allowed

WHY: dict[Near, Promise] = {
    Near.SAME_UNIT: gettext_lazy("in the same unit"),
    Near.SAME_BRANCH: gettext_lazy("in the same branch of the units"),
    Near.ELSEWHERE: gettext_lazy("elsewhere"),
    Near.NO_UNIT: gettext_lazy("of no unit in particular"),
}


@dataclass(frozen=True)
class Offer:
    """A target that would fill a gap, why it is this one, and the form's address that records it."""

    target: Target
    query: str
    why: Promise
    keepers: int


@dataclass(frozen=True)
class ContactLine:
    """A leader under one rule."""

    person: Person
    rule: ContactRule
    target_kind: Term
    held: tuple[Target, ...]
    wanted: int
    missing: int
    offers: tuple[Offer, ...]


@allowed(Permission.SEE_ACTIVITIES)
@require_safe
def contact_points(request: Asked) -> HttpResponse:
    """Every leader in reach under every rule: the gaps first, each with a proposal."""
    plan = current_plan().plan
    recordable = {
        kind.key
        for kind in plan.kinds
        if request.actor.may(Permission.RECORD_ACTIVITIES) and units_for(request.actor, kind, plan)
    }
    lines = [_line(covered, plan) for covered in contact_coverage(request.actor)]
    gaps = [line for line in lines if line.missing]
    return render(
        request,
        "plan/contact_points.html",
        {
            "lines": lines,
            "gaps": gaps,
            "kept": [line for line in lines if not line.missing],
            "recordable": recordable,
            "has_rules": bool(plan.contact_rules),
        },
    )


def _line(covered: Covered, plan: Plan) -> ContactLine:
    targets = {target.key: target for target in plan.targets}
    kinds = {kind.key: kind.name for kind in plan.target_kinds}
    rule = next(rule for rule in plan.contact_rules if rule.key == covered.rule)
    return ContactLine(
        person=plan.people_by_key[covered.person],
        rule=rule,
        target_kind=kinds[rule.target_kind],
        held=tuple(targets[key] for key in covered.held),
        wanted=covered.wanted,
        missing=covered.missing,
        offers=tuple(
            Offer(
                targets[offer.target],
                _query(plan.kinds_by_key[rule.records], covered.person, offer.target),
                WHY[offer.near],
                offer.keepers,
            )
            for offer in covered.proposals
        ),
    )


def _query(kind: Kind, person: str, target: str) -> str:
    """The end of the form's address, with this leader and this target filled in."""
    filled = {kind.filling(Column.PERSON): person, kind.filling(Column.TARGET): target}
    return query_of({field.key: value for field, value in filled.items() if field})
