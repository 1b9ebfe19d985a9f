"""What does a reader of the office see of an opinion, with the plan's names beside its keys?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from huiyin.activities.names_in_plan import names_of
from huiyin.opinions.models import Opinion
from huiyin.opinions.rules import channel_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.plan.terms import Term


@dataclass(frozen=True)
class OpinionRow:
    """An opinion as it stands now, or as one of its versions stood. Words are without persons.

    `giver` tells givers apart and says nothing of them; "" is nobody who could be told apart. Names are of
    the plan in force; None where there is no key.
    """

    record: str
    version: int
    channel: str
    channel_name: Term
    day: date
    title: str
    words: str
    restated: str  # the office's wording; "" until there is one
    place: str
    area: str
    area_name: Term | None
    unit: str
    unit_name: Term | None
    taken_in_by: str
    taken_in_by_name: Term | None
    naming: str
    giver: str
    has_contact: bool
    activity: str
    grew_into: str
    source_file: str
    source_sheet: str
    source_row: int | None
    given_id: str  # "" where the file or system gave none
    likes: int
    redactions: int
    goes_to_board: bool
    batch: str
    entered: datetime
    account: str
    reason: str
    is_withdrawn: bool
    plan_version: int
    sequence: int  # of the entry that wrote this version


@dataclass(frozen=True)
class OpinionChange:
    """What a version changed."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class OpinionVersion:
    """One version: what it said, who wrote it, and what it changed of the one before it."""

    row: OpinionRow
    by: Term
    changes: tuple[OpinionChange, ...]


@dataclass(frozen=True)
class OpinionView:
    """An opinion, whole: as it stands, and all its versions, the newest first."""

    row: OpinionRow
    versions: tuple[OpinionVersion, ...]


@dataclass(frozen=True)
class Page:
    """Rows of a list, where the next ones begin ("" at the end), and how many there are in all.

    `total` is counted up to a limit; with `is_more` there are more than that.
    """

    rows: tuple[OpinionRow, ...]
    next: str
    total: int
    is_more: bool = False


@dataclass(frozen=True)
class ChannelCount:
    """How many opinions of a channel there are, and how many were withdrawn beside them."""

    channel: str
    name: Term
    to_board: bool
    counted: int
    withdrawn: int


@dataclass(frozen=True)
class VoicesOfActivity:
    """What an activity has to do with opinions: those said in it, and those that it grew from.

    The first ones of each, and how many there are.
    """

    said_in_it: tuple[OpinionRow, ...]
    said: int
    grown_from: tuple[OpinionRow, ...]
    grown: int


@dataclass(frozen=True)
class HeardOpinion:
    """An opinion as the board sorts it."""

    record: str
    version: int
    sequence: int
    position: int
    channel: str
    day: date
    title: str
    words: str
    place: str
    area: str
    unit: str
    giver: str
    likes: int
    source_file: str
    source_sheet: str
    source_row: int | None
    redactions: int


@dataclass(frozen=True)
class TokenRow:
    """A key of another system, without its secret, which nobody has but that system."""

    id: str
    channel: str
    channel_name: Term
    name: str
    made: datetime
    ended: datetime | None


COMPARED: Final = (
    *("channel", "day", "title", "words", "restated", "place", "area", "unit"),
    *("naming", "likes", "activity", "grew_into", "is_withdrawn"),
)
MADE_ID: Final = "row-"  # how an id begins that was made of what a row of a file says


def row_of(opinion: Opinion, plan: Plan, *, has_contact: bool = False) -> OpinionRow:
    """A version as a reader of the office sees it."""
    names = names_of(plan)
    areas = names.lists[FieldType.AREA]
    return OpinionRow(
        record=opinion.record,
        version=opinion.version,
        channel=opinion.channel,
        channel_name=channel_name(plan, opinion.channel),
        day=opinion.day,
        title=opinion.title,
        words=opinion.words,
        restated=opinion.restated,
        place=opinion.place,
        area=opinion.area,
        area_name=areas.called(opinion.area) if opinion.area else None,
        unit=opinion.unit,
        unit_name=names.units.called(opinion.unit) if opinion.unit else None,
        taken_in_by=opinion.taken_in_by,
        taken_in_by_name=names.units.called(opinion.taken_in_by) if opinion.taken_in_by else None,
        naming=opinion.naming,
        giver=opinion.giver,
        has_contact=has_contact,
        activity=opinion.activity,
        grew_into=opinion.grew_into,
        source_file=opinion.source_file,
        source_sheet=opinion.source_sheet,
        source_row=opinion.source_row,
        given_id="" if opinion.given_id.startswith(MADE_ID) else opinion.given_id,
        likes=opinion.likes,
        redactions=opinion.redactions,
        goes_to_board=opinion.goes_to_board,
        batch=opinion.batch,
        entered=opinion.entered,
        account=opinion.account,
        reason=opinion.reason,
        is_withdrawn=opinion.is_withdrawn,
        plan_version=opinion.plan_version,
        sequence=opinion.sequence,
    )


def channel_name(plan: Plan, key: str) -> Term:
    """What a channel is called; its key where the plan has it no longer."""
    channel = channel_of(plan, key)
    return channel.name if channel else Term(zh=key, en=key)


def changes_between(before: OpinionRow | None, after: OpinionRow) -> tuple[OpinionChange, ...]:
    """What the later version says otherwise; nothing for the first one."""
    if before is None:
        return ()
    return tuple(
        OpinionChange(column, getattr(before, column), getattr(after, column))
        for column in COMPARED
        if getattr(before, column) != getattr(after, column)
    )
