"""Do the versions of a record hold together, whatever is done to it?"""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.activities.actions import (
    correct,
    correct_many,
    record,
    record_many,
    restore,
    withdraw,
    withdraw_many,
)
from huiyin.activities.drafts import Correction, Seen
from huiyin.activities.filters import Filters
from huiyin.activities.models import Activity
from huiyin.activities.queries import held, held_by_sameness, page
from huiyin.activities.queries import record as view
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


def test_many_are_corrected_and_taken_back_under_one_entry(campaign: TestCampaign) -> None:
    clerk, now = campaign.actor("clerk"), campaign.now
    ids = record_many(actor=clerk, now=now, entries=[talk(f"第{n}讲", n) for n in range(5)])
    entries = Entry.objects.count()

    corrections = [Correction(id_, 1, talk(f"第{n}讲", n if n == 2 else 9)) for n, id_ in enumerate(ids)]
    versions = correct_many(actor=clerk, now=now, corrections=corrections, reason="重新清点")
    withdraw_many(
        actor=clerk,
        now=now,
        seen=[Seen(id_, version) for id_, version in zip(ids, versions, strict=True)],
        reason="导入撤销",
    )

    assert versions == [2, 2, 1, 2, 2]
    assert Entry.objects.count() == entries + 2
    assert page(clerk, Filters()).total == 0
    assert Activity.objects.filter(superseded=NEVER).count() == 5


def test_two_records_may_exchange_what_makes_them_differ(campaign: TestCampaign) -> None:
    clerk, now = campaign.actor("clerk"), campaign.now
    one, other = record_many(actor=clerk, now=now, entries=[talk("甲", 1), talk("乙", 2)])

    correct_many(
        actor=clerk,
        now=now,
        corrections=[Correction(one, 1, talk("乙", 1)), Correction(other, 1, talk("甲", 2))],
        reason="写反了",
    )

    assert [held(clerk, [one, other])[id_].title for id_ in (one, other)] == ["乙", "甲"]


def test_what_is_held_already_is_found_by_its_sameness(campaign: TestCampaign) -> None:
    clerk = campaign.actor("clerk")
    id_ = record(actor=clerk, now=campaign.now, entered=talk("甲", 1))
    row = view(clerk, id_).row

    assert held_by_sameness(clerk, "talk", [row.sameness, "0" * 64]) == {row.sameness: row}
    assert held_by_sameness(campaign.actor("other-liaison"), "talk", [row.sameness]) == {}


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
