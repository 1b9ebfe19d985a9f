"""What does one opinion say, where does it stand, and how did it come to be so?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.access.rules import Actor, Permission
from huiyin.activities.queries import held
from huiyin.activities.refusals import NotFound
from huiyin.ledger.answers.kept import AnswerRow
from huiyin.opinions import queries
from huiyin.opinions.rows import OpinionRow, OpinionVersion, OpinionView
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.web.activities.shown import Change, Titled, titled
from huiyin.web.frame.tags import day, reading_language
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.words import ANSWER_STATES, OUTCOMES, Mark
from huiyin.web.opinions.channels import channels_for
from huiyin.web.opinions.standing import ProblemNamed, Standing, answer_to, problem_named, standings
from huiyin.web.opinions.words import FIELDS, NAMING

TITLE_CHARACTERS = 40


@dataclass(frozen=True)
class VersionSaid:
    """One version with its changes in words."""

    version: OpinionVersion
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class OpinionPage:
    """All that the page of an opinion shows beside what it says."""

    view: OpinionView
    versions: tuple[VersionSaid, ...]
    standing: Standing | None
    problem: ProblemNamed | None
    answer: AnswerRow | None
    activity: Titled | None
    grew_into: Titled | None
    again: str  # the address of the form for another one of the same occasion; "" for nobody
    may_change: bool
    may_unseal: bool
    may_see_log: bool

    @property
    def title(self) -> str:
        """The beginning of the office's wording, else of the words."""
        row = self.view.row
        text = " ".join((row.restated or row.title or row.words).split())
        return text if len(text) <= TITLE_CHARACTERS else f"{text[: TITLE_CHARACTERS - 1]}…"

    @property
    def first(self) -> OpinionVersion:
        """The version as which it was taken in."""
        return self.view.versions[-1]

    @property
    def naming(self) -> str:
        """How whoever said it speaks."""
        return str(NAMING.get(self.view.row.naming, self.view.row.naming))

    @property
    def outcome(self) -> str:
        """What the giver is told came of it."""
        return str(OUTCOMES.get(self.answer.outcome, "")) if self.answer else ""

    @property
    def answer_mark(self) -> Mark | None:
        """How far the answer has come."""
        return ANSWER_STATES.get(self.answer.state) if self.answer else None

    @property
    def source(self) -> str:
        """Out of which file it came, and from where in it."""
        row = self.view.row
        if not row.source_file or row.source_row is None:
            return row.source_file
        if row.source_sheet:
            told = _("%(file)s, sheet %(sheet)s, row %(row)s")
        else:
            told = _("%(file)s, row or paragraph %(row)s")
        return told % {"file": row.source_file, "sheet": row.source_sheet, "row": row.source_row}


@allowed(Permission.SEE_OPINIONS)
@require_safe
def opinion(request: Asked, record: str) -> HttpResponse:
    """The words, the office's wording beside them, where it stands, and its versions."""
    view = view_or_404(request, record)
    page = _page(request.actor, current_plan().plan, view)
    return render(request, "opinions/opinion.html", {"page": page, "row": view.row})


def view_or_404(request: Asked, record: str) -> OpinionView:
    """The opinion, whole; 404 where there is none."""
    try:
        return queries.opinion(request.actor, record)
    except NotFound:
        raise Http404 from None


def _page(actor: Actor, plan: Plan, view: OpinionView) -> OpinionPage:
    row = view.row
    records = held(actor, [each for each in (row.activity, row.grew_into) if each])
    named = {record: titled(found) for record, found in records.items()}
    standing = standings([row.record]).get(row.record)
    may_take_in = any(channel.key == row.channel for channel in channels_for(actor, plan))
    return OpinionPage(
        view=view,
        versions=tuple(_versions(view.versions, plan)),
        standing=standing,
        problem=problem_named(actor, standing),
        answer=answer_to(actor, row.record, standing),
        activity=named.get(row.activity),
        grew_into=named.get(row.grew_into),
        again=_again(row) if may_take_in else "",
        may_change=actor.may(Permission.RECORD_OPINIONS),
        may_unseal=actor.may(Permission.SEE_GIVERS),
        may_see_log=actor.may(Permission.SEE_LOG),
    )


def _again(row: OpinionRow) -> str:
    kept = {"channel": row.channel, "day": row.day.isoformat(), "activity": row.activity}
    return f"{reverse('opinion-new')}?{urlencode({key: value for key, value in kept.items() if value})}"


def _versions(versions: Sequence[OpinionVersion], plan: Plan) -> list[VersionSaid]:
    return [
        VersionSaid(
            version,
            tuple(
                Change(
                    str(FIELDS.get(change.field, change.field)),
                    value_said(change.field, change.before, plan),
                    value_said(change.field, change.after, plan),
                )
                for change in version.changes
            ),
        )
        for version in versions
    ]


def value_said(field: str, value: object, plan: Plan) -> str:
    """What a field of an opinion says, in the language of the page."""
    language = reading_language()
    if value is None or value == "":
        return ""
    if field == "is_withdrawn":
        return _("Yes") if value else _("No")
    if field == "naming":
        return str(NAMING.get(str(value), value))
    if field == "day":
        return str(day(value)) if hasattr(value, "year") else str(value)  # type: ignore[arg-type]  # a day
    names = {
        "unit": plan.units_by_key,
        "channel": {each.key: each for each in plan.opinion_channels},
        "area": {each.key: each for each in plan.areas},
    }
    found = names.get(field, {}).get(str(value))  # type: ignore[attr-defined]  # mappings of rows with names
    return found.name.said(language) if found else str(value)
