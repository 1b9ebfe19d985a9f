"""Which activities are what somebody said, and what opinion do they make?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huiyin.activities.field_faults import FaultCode, Wrong
from huiyin.activities.models import Activity
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.refusals import NotRight
from huiyin.opinions.drafts import Desk, activities_in_reach
from huiyin.opinions.queries import channel_for_records
from huiyin.opinions.rules import Said
from huiyin.plan.kinds import FieldType, Kind
from huiyin.plan.organisation import OpinionChannel


def to_hand_over(desk: Desk, records: Sequence[str]) -> list[Activity]:
    """These activities, in this order, each once. Raises `NotRight` for one that no channel takes."""
    found = {row.record: row for row in activities_in_reach(desk.actor, records)}
    rows = []
    for at, record in enumerate(dict.fromkeys(records)):
        row = found.get(record)
        if row is None or channel_for_records(desk.plan, row.kind, row.values) is None:
            raise NotRight([Wrong(FaultCode.NOT_A_RECORD, given=record).at("activity")], at)
        rows.append(row)
    return rows


def said_in(desk: Desk, row: Activity) -> Said:
    """What an activity says as an opinion: its words, its day, and the area and place that it names."""
    channel = channel_for_records(desk.plan, row.kind, row.values)
    kind = desk.plan.kinds_by_key[row.kind]
    if channel is None:
        raise NotRight([Wrong(FaultCode.NOT_A_RECORD, given=row.record).at("activity")])
    return Said(
        channel=channel.key,
        day=row.day,
        words=str(row.values[channel.words or ""]),
        area=str(_value(kind, row, FieldType.AREA)),
        place=_place(desk, kind, row),
        naming=_naming(channel),
        activity=row.record,
        given_id=row.record,
    )


def _value(kind: Kind, row: Activity, type_: FieldType) -> Any:
    of_kind = next((field for field in kind.fields if field.type is type_), None)
    return row.values.get(of_kind.key, "") if of_kind else ""


def _place(desk: Desk, kind: Kind, row: Activity) -> str:
    """The community, project or firm that was visited, as the plan calls it."""
    key = _value(kind, row, FieldType.TARGET)
    language = desk.plan.campaign.languages[0]
    return names_of(desk.plan).lists[FieldType.TARGET].called(key).said(language) if key else ""


def _naming(channel: OpinionChannel) -> str:
    """A record names no giver; where the channel knows named ones only, that is its first word."""
    return "anonymous" if "anonymous" in channel.naming else "pseudonymous"
