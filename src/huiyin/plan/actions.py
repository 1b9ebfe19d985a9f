"""How does a plan become the one in force?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huiyin.access.actions import settle_organisation
from huiyin.access.rules import Actor, Permission
from huiyin.plan.document import Plan
from huiyin.plan.models import PlanVersion
from huiyin.plan.organisation_of_plan import organisation_of
from huiyin.plan.reading import read_plan
from huiyin.trail.actions import Act, append
from huiyin.trail.models import NEVER

LONGEST_REASON = 500  # characters


class ReasonNeeded(ValueError):
    """A plan that replaces another needs a reason, in no more than `LONGEST_REASON` characters."""


class AppliedMeanwhile(RuntimeError):
    """Somebody else applied a plan at the same moment; look at theirs first."""


def apply_plan(*, actor: Actor, now: datetime, text: str, reason: str = "") -> int:
    """Make this plan the one in force; its version, counted from 1.

    A plan that says the same as the one in force makes no new version. Raises `PlanFaults`, `Forbidden`,
    `ReasonNeeded`, or `AppliedMeanwhile`.
    """
    actor.must(Permission.APPLY_PLAN)
    plan = read_plan(text)
    document = document_of(plan)
    try:
        with transaction.atomic():
            before = PlanVersion.objects.filter(superseded=NEVER).first()
            if before is not None and before.document == document:
                return before.version
            return _apply(actor, now, plan, _next(before, now, text, reason.strip(), document))
    except IntegrityError as error:
        raise AppliedMeanwhile from error


def document_of(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    return plan.model_dump(mode="json", exclude_none=True)


def _next(
    before: PlanVersion | None, now: datetime, text: str, reason: str, document: dict[str, Any]
) -> PlanVersion:
    if (before is not None and not reason) or len(reason) > LONGEST_REASON:
        raise ReasonNeeded
    version = before.version + 1 if before else 1
    return PlanVersion(version=version, applied=now, reason=reason, document=document, source=text)


def _apply(actor: Actor, now: datetime, plan: Plan, row: PlanVersion) -> int:
    role = actor.role_for(Permission.APPLY_PLAN)
    sequence = append(Act("plan.apply", "plan", actor.account, role, row.version), [row], now=now)
    PlanVersion.objects.filter(superseded=NEVER, version__lt=row.version).update(superseded=sequence)
    settle_organisation(organisation_of(plan))
    return row.version
