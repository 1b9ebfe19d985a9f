"""Do the versions of a record hold together, whatever is done to it?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.activities.actions import correct, record, record_many, restore, withdraw
from huiyin.activities.models import Activity
from huiyin.activities.queries import held
from huiyin.activities.queries import record as view
from huiyin.activities.refusals import SameAlready
from huiyin.activities.rules import Entered
from huiyin.trail.models import NEVER, Entry
from tests.campaign import TestCampaign

DAY = date(2026, 9, 8)


def talk(title: str, audience: int) -> Entered:
    return Entered("talk", "liutang", DAY, state="held", values={"title": title, "audience": audience})


@given(st.lists(st.sampled_from(["correct", "again", "withdraw", "restore"]), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_change_is_one_version_and_one_entry_and_one_version_is_in_force(
    campaign: TestCampaign, steps: list[str]
) -> None:
    actor, now = campaign.actor("liaison"), campaign.now
    id_ = record(actor=actor, now=now, entered=talk(f"第{Activity.objects.count()}讲", 0))
    title = view(actor, id_).row.title
    entries, version, audience, is_withdrawn = Entry.objects.count(), 1, 0, False

    for step in steps:
        if step in ("correct", "again") and not is_withdrawn:
            audience += step == "correct"
            entered = talk(title, audience)
            new = correct(actor=actor, now=now, record=id_, version=version, entered=entered, reason="改正")
            assert new == version + (step == "correct")
            version = new
        elif step in ("withdraw", "restore"):
            change = withdraw if step == "withdraw" else restore
            change(actor=actor, now=now, record=id_, version=version, reason="改正")
            version += is_withdrawn != (step == "withdraw")
            is_withdrawn = step == "withdraw"

    rows = list(Activity.objects.filter(record=id_).order_by("version"))
    assert [row.version for row in rows] == list(range(1, version + 1))
    assert [row.superseded for row in rows] == [*(row.sequence for row in rows[1:]), NEVER]
    assert Entry.objects.count() == entries + version - 1
    assert (rows[-1].values["audience"], rows[-1].is_withdrawn) == (audience, is_withdrawn)


def test_a_record_may_not_become_the_same_as_another(campaign: TestCampaign) -> None:
    clerk, now = campaign.actor("clerk"), campaign.now
    one, other = record_many(actor=clerk, now=now, entries=[talk("甲", 1), talk("乙", 2)])

    with pytest.raises(SameAlready) as refused:
        correct(actor=clerk, now=now, record=one, version=1, entered=talk("乙", 1), reason="写反了")

    assert refused.value.record == other


def test_records_are_found_by_their_ids_by_those_who_may_see_them(campaign: TestCampaign) -> None:
    id_ = record(actor=campaign.actor("clerk"), now=campaign.now, entered=talk("甲", 1))

    assert set(held(campaign.actor("clerk"), [id_, "0" * 32])) == {id_}
    assert held(campaign.actor("other-liaison"), [id_]) == {}


def test_a_version_says_what_it_changed_and_who_wrote_it(campaign: TestCampaign) -> None:
    id_ = record(actor=campaign.actor("liaison"), now=campaign.now, entered=talk("甲", 1))
    correct(
        actor=campaign.actor("clerk"),
        now=campaign.now,
        record=id_,
        version=1,
        entered=talk("甲", 2),
        reason="数错了",
    )

    newest, first = view(campaign.actor("liaison"), id_).versions

    assert [(change.field, change.before, change.after) for change in newest.changes] == [("audience", 1, 2)]
    assert (newest.by.zh, newest.row.reason, first.by.zh, first.changes) == (
        "文员甲",
        "数错了",
        "联络员丙",
        (),
    )
