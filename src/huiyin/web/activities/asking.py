"""What does a form take from the records: what it is part of, what it may name, and which one is the same?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiyin.access.rules import Actor
from huiyin.activities import queries
from huiyin.activities.filters import Filters
from huiyin.activities.rows import Row
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType, Kind
from huiyin.web.activities.choices import Offer, Offers
from huiyin.web.activities.choosing import unit_offers
from huiyin.web.activities.forms import Questions
from huiyin.web.activities.shown import titled
from huiyin.web.frame.tags import reading_language

# So many of the newest records are offered where a field names one.
NEWEST = 50


@dataclass(frozen=True)
class RecordLine:
    """A record in one line: which it is, of which kind, whose, of which day, and how it is called."""

    record: str
    kind: Kind
    unit: str
    unit_name: str
    day: date
    title: str


def asked_for(
    actor: Actor, plan: Plan, kind: Kind, *, parent: RecordLine | None = None, corrects: Row | None = None
) -> Questions:
    """All that the form of this kind asks for, as a part of a record, or to correct one."""
    language = reading_language()
    named = corrects.values if corrects else {}
    records = {
        field.key: _records(actor, plan, field.of, str(named.get(field.key) or ""))
        for field in kind.fields
        if field.type is FieldType.RECORD
    }
    return Questions(
        plan=plan,
        kind=kind,
        language=language,
        units=unit_offers(actor, kind, plan, language),
        parent=parent.record if parent else "",
        parents=_records(actor, plan, kind.part_of) if kind.part_of and not parent else Offers(),
        records=records,
        is_correction=corrects is not None,
    )


def parent_of(actor: Actor, plan: Plan, kind: Kind, record: str) -> RecordLine | None:
    """The record that a new one is to be a part of; None when it may not be seen or is of another kind."""
    found = line_of(actor, plan, record) if kind.part_of and record else None
    return found if found and found.kind.key == kind.part_of else None


def line_of(actor: Actor, plan: Plan, record: str) -> RecordLine | None:
    """A record in one line; None when there is none that this person may see."""
    row = queries.held(actor, [record]).get(record)
    return line(row, plan) if row else None


def line(row: Row, plan: Plan) -> RecordLine | None:
    """A row of a list in one line; None when its kind has left the plan."""
    kind = plan.kinds_by_key.get(row.kind)
    if kind is None:
        return None
    return RecordLine(
        row.record, kind, row.unit, row.unit_name.said(reading_language()), row.day, titled(row).title
    )


def _records(actor: Actor, plan: Plan, kind: str | None, chosen: str = "") -> Offers:
    """The newest records of a kind, and the one that is chosen already."""
    rows = queries.page(actor, Filters(kind=kind or ""), size=NEWEST).rows
    lines = [found for row in rows if (found := line(row, plan))]
    if chosen and chosen not in {found.record for found in lines}:
        lines += [found for found in [line_of(actor, plan, chosen)] if found]
    return Offers(tuple(_offer(found) for found in lines))


def _offer(found: RecordLine) -> Offer:
    said = _("%(day)s · %(title)s · %(unit)s") % {
        "day": date_format(found.day, "Y-m-d"),
        "title": found.title,
        "unit": found.unit_name,
    }
    return Offer(found.record, said)
