"""Does an action's one entry bind what it records, and does the tree grow as RFC 9162 says?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from huiyin.activities.models import Activity
from huiyin.trail.actions import Act, ClockBehind, append
from huiyin.trail.models import Entry, Node
from huiyin.trail.rules import commitment, tree_hash

NOW = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)
ACT = Act("activity.record", "a" * 32, "z" * 32, "clerk", 1)


def an_activity(record: str = "a" * 32) -> Activity:
    return Activity(
        record=record,
        version=1,
        kind="talk",
        unit="liutang",
        day=NOW.date(),
        state="held",
        entered=NOW,
        is_late=False,
        number=Decimal("12.50"),
        values={"title": "邻里宣讲"},
        sameness="0" * 64,
        plan_version=1,
        account="z" * 32,
    )


@pytest.mark.django_db
def test_an_entry_binds_the_content_that_the_database_gives_back() -> None:
    append(ACT, [an_activity("a" * 32), an_activity("b" * 32)], now=NOW)

    body = json.loads(bytes(Entry.objects.get().body))
    held = Activity.objects.order_by("position")
    commitments = [commitment(bytes(row.salt), row.written()) for row in held]
    assert body["count"] == 2
    assert body["contents"] == tree_hash(commitments).hex()


@pytest.mark.django_db
@pytest.mark.parametrize("size", range(1, 18))
def test_the_nodes_of_any_size_lead_to_the_root_over_all_bodies(size: int) -> None:
    for number in range(size):
        append(ACT, now=NOW + timedelta(seconds=number))

    bodies = [bytes(entry.body) for entry in Entry.objects.order_by("sequence")]
    whole = Node.objects.filter(index=0).order_by("-level").first()
    if size & (size - 1) == 0:
        assert whole is not None
        assert bytes(whole.hash) == tree_hash(bodies)
    assert Node.objects.filter(level=0).count() == size


@pytest.mark.django_db
def test_a_clock_behind_the_log_stops_the_writing() -> None:
    append(ACT, now=NOW)

    with pytest.raises(ClockBehind):
        append(ACT, [an_activity()], now=NOW - timedelta(minutes=2))
    assert Entry.objects.count() == 1
    assert not Activity.objects.exists()


@pytest.mark.django_db
def test_an_action_that_waited_for_others_is_written_with_their_time() -> None:
    append(ACT, now=NOW)
    append(ACT, [an_activity()], now=NOW - timedelta(seconds=9))

    times = [json.loads(bytes(entry.body))["time"] for entry in Entry.objects.order_by("sequence")]
    assert times == ["2026-09-30T09:00:00Z"] * 2
    assert Activity.objects.get().entered == NOW
