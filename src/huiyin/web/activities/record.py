"""What does one record say, what shows it, and how did it come to be so?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.access.rules import Actor, Permission
from huiyin.activities import queries
from huiyin.activities.refusals import NotFound
from huiyin.activities.rows import RecordView, Row, Version
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.plan.queries import current_plan
from huiyin.web.activities.choosing import units_for
from huiyin.web.activities.shown import Change, Said, Titled, change_said, facts, titled
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.of_unit import grew_from
from huiyin.web.opinions.hand_over import Voices, voices_of


@dataclass(frozen=True)
class PartsOfKind:
    """The parts of a record that are of one kind; one more can be added at a tap."""

    kind: Kind
    rows: tuple[Titled, ...]
    may_add: bool


@dataclass(frozen=True)
class VersionSaid:
    """One version with its changes in words."""

    version: Version
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class FactLine(Said):
    """One fact of the record, with the record that it names where this person may see it."""

    named: Titled | None = None


@dataclass(frozen=True)
class RecordPage:
    """All that the page of a record shows."""

    view: RecordView
    kind: Kind | None
    facts: tuple[FactLine, ...]
    parts: tuple[PartsOfKind, ...]
    versions: tuple[VersionSaid, ...]
    may_revise: bool
    may_see_log: bool
    voices: Voices | None = None  # what people said at it, or what it has to do with that

    @property
    def title(self) -> str:
        """What the record is called."""
        return titled(self.view.row).title

    @property
    def above(self) -> Titled | None:
        """The record that it is a part of."""
        return titled(self.view.above) if self.view.above else None

    @property
    def first(self) -> Version:
        """The version as which it was entered."""
        return self.view.versions[-1]


@allowed(Permission.SEE_ACTIVITIES)
@require_safe
def activity(request: Asked, record: str) -> HttpResponse:
    """A record with its evidence, parts and versions."""
    plan = current_plan().plan
    try:
        view = queries.record(request.actor, record)
    except NotFound:
        raise Http404 from None
    context = {
        "page": _page(request.actor, plan, view),
        # What somebody said in a visit goes to the ledger; it does not grow from it.
        "grew": () if view.row.part_of else grew_from(request.actor, record),
        "sees_opinions": request.actor.may(Permission.SEE_OPINIONS),
    }
    return render(request, "activities/record.html", context)


def _page(actor: Actor, plan: Plan, view: RecordView) -> RecordPage:
    kind = plan.kinds_by_key.get(view.row.kind)
    return RecordPage(
        view=view,
        kind=kind,
        facts=tuple(_facts(actor, view.row, kind, plan)) if kind else (),
        parts=tuple(_parts(actor, plan, view)),
        versions=tuple(_versions(plan, kind, view.versions)),
        may_revise=kind is not None and view.row.unit in units_for(actor, kind, plan),
        may_see_log=actor.may(Permission.SEE_LOG),
        voices=voices_of(actor, view.row, plan),
    )


def _facts(actor: Actor, row: Row, kind: Kind, plan: Plan) -> list[FactLine]:
    said = facts(kind, row.values, plan, reading_language())
    ids = [fact.record for fact in said if fact.record]
    named = queries.held(actor, ids) if ids else {}
    shown = {record: titled(row) for record, row in named.items()}
    return [FactLine(**vars(fact), named=shown.get(fact.record)) for fact in said]


def _parts(actor: Actor, plan: Plan, view: RecordView) -> list[PartsOfKind]:
    """The parts by kind, in the plan's order; kinds without any where one may be added."""
    found = []
    for kind in plan.kinds:
        if kind.part_of != view.row.kind:
            continue
        rows = tuple(titled(row) for row in view.parts if row.kind == kind.key)
        may_add = view.row.unit in units_for(actor, kind, plan) and not view.row.is_withdrawn
        if rows or may_add:
            found.append(PartsOfKind(kind, rows, may_add))
    return found


def _versions(plan: Plan, kind: Kind | None, versions: Sequence[Version]) -> list[VersionSaid]:
    return [
        VersionSaid(version, tuple(change_said(change, kind, plan) for change in version.changes))
        for version in versions
    ]
