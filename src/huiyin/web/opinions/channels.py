"""On which channels may this person take opinions in, and what is said of a channel?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.access.rules import Actor, Permission
from huiyin.activities import queries
from huiyin.activities.filters import Filters
from huiyin.activities.rows import Row
from huiyin.opinions.rules import channel_of, writers_of
from huiyin.plan.document import Plan
from huiyin.plan.organisation import OpinionChannel
from huiyin.web.activities.asking import RecordLine, line
from huiyin.web.activities.choices import Offer, Offers

NEWEST = 20  # records that a form offers as the occasion


@dataclass(frozen=True)
class Occasion:
    """Where opinions were said: the channel, and the activity if one is known already."""

    channel: OpinionChannel | None = None
    activity: RecordLine | None = None


def channels_for(
    actor: Actor, plan: Plan, permission: Permission = Permission.RECORD_OPINIONS
) -> list[OpinionChannel]:
    """The channels on which this person may take opinions in, in the plan's order."""
    writers = writers_of(actor, permission)
    return [channel for channel in plan.opinion_channels if writers.intersection(channel.taken_in_by)]


def channel_offers(channels: Iterable[OpinionChannel], language: str) -> Offers:
    """The same, as choices."""
    return Offers(tuple(Offer(channel.key, channel.name.said(language)) for channel in channels))


def occasion_of(actor: Actor, plan: Plan, channel: str, activity: str) -> Occasion:
    """The occasion that an address or a form names; what may not be seen or does not fit is left out."""
    row = queries.held(actor, [activity]).get(activity) if activity else None
    held = line(row, plan) if row and not row.is_withdrawn else None
    allowed = channels_for(actor, plan)
    if held is not None and not channel:
        fitting = [each.key for each in allowed if each.records == held.kind.key]
        channel = fitting[0] if fitting else ""
    found = channel_of(plan, channel)
    found = found if found in allowed else None
    fits = found is not None and held is not None and found.records == held.kind.key
    return Occasion(found, held if fits else None)


def can_be_said_in(actor: Actor, plan: Plan, row: Row) -> bool:
    """Are opinions heard at records of this kind, and may this person take them in?"""
    return not row.is_withdrawn and any(
        channel.records == row.kind and channel.words is None for channel in channels_for(actor, plan)
    )


def activities_of(actor: Actor, plan: Plan, channel: OpinionChannel) -> list[RecordLine]:
    """The newest records at which opinions of this channel are said, as far as this person sees them."""
    if channel.records is None:
        return []
    rows = queries.page(actor, Filters(kind=channel.records), size=NEWEST).rows
    return [found for row in rows if (found := line(row, plan))]
