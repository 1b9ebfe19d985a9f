"""What becomes of an activity that is recorded, corrected, taken back and put back?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from huiyin.access.rules import Forbidden
from huiyin.activities.actions import (
    correct,
    record,
    record_many,
    restore,
    withdraw,
)
from huiyin.activities.field_faults import FaultCode
from huiyin.activities.filters import Filters
from huiyin.activities.models import Activity
from huiyin.activities.queries import page
from huiyin.activities.queries import record as view
from huiyin.activities.refusals import Conflict, NotFound, NotRight, SameAlready
from huiyin.activities.rules import Entered
from huiyin.trail.models import NEVER, Entry
from tests.campaign import TestCampaign

DAY = date(2026, 9, 29)


def talk(title: str = "垃圾分类", unit: str = "liutang", day: date = DAY, **values: object) -> Entered:
    return Entered("talk", unit, day, state="held", values={"title": title, **values})


def corrected(
    campaign: TestCampaign,
    id_: str,
    version: int,
    entered: Entered,
    *,
    by: str = "liaison",
    at: datetime | None = None,
) -> int:
    return correct(
        actor=campaign.actor(by),
        now=at or campaign.now,
        record=id_,
        version=version,
        entered=entered,
        reason="写错了",
    )


def test_what_was_recorded_is_seen_as_it_was_entered(campaign: TestCampaign) -> None:
    entered = talk("  垃圾　分类 ", audience="1,200人次")

    id_ = record(actor=campaign.actor("liaison"), now=campaign.now, entered=entered)

    seen = view(campaign.actor("liaison"), id_)
    assert (seen.row.title, seen.row.number, seen.row.values["audience"]) == (
        "垃圾 分类",
        Decimal(1200),
        1200,
    )
    assert (seen.row.state_name.zh, seen.row.unit_name.zh, seen.row.version) == ("已举办", "柳塘街道", 1)
    assert seen.versions[0].by.zh == "联络员丙"
    assert Entry.objects.count() == Entry.objects.latest("sequence").sequence + 1


def test_the_same_ticket_twice_records_once(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    first = record(actor=actor, now=campaign.now, entered=talk(), ticket="a" * 32)

    again = record(actor=actor, now=campaign.now, entered=talk("另一场"), ticket="a" * 32)

    assert again == first
    assert Activity.objects.count() == 1


def test_a_record_that_is_the_same_is_refused_with_the_one_there_is(campaign: TestCampaign) -> None:
    first = record(actor=campaign.actor("liaison"), now=campaign.now, entered=talk())

    with pytest.raises(SameAlready) as refused:
        record(actor=campaign.actor("clerk"), now=campaign.now, entered=talk("垃圾分类 "))

    assert refused.value.record == first


def test_a_correction_is_a_new_version_and_the_old_one_is_superseded(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk(audience=30))

    version = corrected(campaign, id_, 1, talk(audience=35))

    old, new = Activity.objects.order_by("version")
    assert (version, int(new.number or 0), new.reason) == (2, 35, "写错了")
    assert (int(old.number or 0), old.superseded, new.superseded) == (30, new.sequence, NEVER)


def test_a_correction_of_an_older_version_meets_the_one_there_is(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk())
    corrected(campaign, id_, 1, talk(audience=1))

    with pytest.raises(Conflict) as refused:
        corrected(campaign, id_, 1, talk(audience=2))

    assert refused.value.current == 2


def test_a_correction_that_says_nothing_new_makes_no_version(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk())
    entries = Entry.objects.count()

    assert corrected(campaign, id_, 1, talk()) == 1
    assert Entry.objects.count() == entries


def test_a_record_taken_back_counts_nowhere_and_can_be_put_back(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk())

    withdraw(actor=actor, now=campaign.now, record=id_, version=1, reason="没有办成")

    assert page(actor, Filters()).rows == ()
    assert [row.is_withdrawn for row in page(actor, Filters(show_withdrawn=True)).rows] == [True]
    restore(actor=actor, now=campaign.now, record=id_, version=2, reason="办成了")
    assert [row.version for row in page(actor, Filters()).rows] == [3]


def test_what_was_taken_back_cannot_be_corrected(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk())
    withdraw(actor=actor, now=campaign.now, record=id_, version=1, reason="没有办成")

    with pytest.raises(NotRight) as refused:
        corrected(campaign, id_, 2, talk(audience=3))

    assert refused.value.faults[0].code is FaultCode.WITHDRAWN


def test_what_was_taken_back_is_not_put_back_beside_its_like(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk())
    withdraw(actor=actor, now=campaign.now, record=id_, version=1, reason="没有办成")
    other = record(actor=actor, now=campaign.now, entered=talk())

    with pytest.raises(SameAlready) as refused:
        restore(actor=actor, now=campaign.now, record=id_, version=2, reason="办成了")

    assert refused.value.record == other


@pytest.mark.parametrize("reason", ["", "  \n", "长" * 1001])
def test_a_correction_needs_a_reason_of_a_line_or_two(campaign: TestCampaign, reason: str) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk())

    with pytest.raises(NotRight) as refused:
        withdraw(actor=actor, now=campaign.now, record=id_, version=1, reason=reason)

    assert refused.value.faults[0].field == "reason"


def test_what_is_told_after_the_days_of_the_policy_is_late(campaign: TestCampaign) -> None:
    today = date(2026, 9, 30)
    entries = [talk(day=today - timedelta(days=days)) for days in (3, 4)]

    record_many(actor=campaign.actor("liaison"), now=campaign.now, entries=entries)

    assert [row.is_late for row in page(campaign.actor("liaison"), Filters()).rows] == [False, True]


def test_a_correction_days_later_makes_nothing_late_that_was_told_in_time(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    id_ = record(actor=actor, now=campaign.now, entered=talk())
    month_later = campaign.now + timedelta(days=30)

    corrected(campaign, id_, 1, talk(audience=4), at=month_later)
    corrected(campaign, id_, 2, talk(day=DAY - timedelta(days=1), audience=4), at=month_later)

    assert [version.row.is_late for version in view(actor, id_).versions] == [True, False, False]


def test_parts_stand_under_their_record_and_take_its_unit(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    visit = record(
        actor=actor,
        now=campaign.now,
        entered=Entered("visit", "liutang-east", DAY, values={"visitors": "领导戊"}),
    )
    outcome = Entered(
        "outcome", "", DAY, state="done", values={"sort": "实事", "what": "修好路灯"}, part_of=visit
    )

    id_ = record(actor=actor, now=campaign.now, entered=outcome)

    seen = view(actor, id_)
    assert (seen.row.unit, seen.row.label) == ("liutang-east", "deed")
    assert seen.above is not None
    assert seen.above.record == visit
    assert [part.record for part in view(actor, visit).parts] == [id_]


def test_a_part_of_what_is_not_there_or_of_another_kind_is_refused(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    not_a_visit = record(actor=actor, now=campaign.now, entered=talk())

    for above in (not_a_visit, "0" * 32, "none"):
        outcome = Entered("outcome", "liutang", DAY, values={"sort": "idea", "what": "加路灯"}, part_of=above)
        with pytest.raises(NotRight) as refused:
            record(actor=actor, now=campaign.now, entered=outcome)
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [
            ("part_of", FaultCode.NOT_A_RECORD)
        ]


def test_a_record_is_not_taken_back_from_under_its_parts(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    visit = record(
        actor=actor, now=campaign.now, entered=Entered("visit", "liutang", DAY, values={"visitors": "leader"})
    )
    values = {"sort": "idea", "what": "加路灯"}
    part = record(
        actor=actor, now=campaign.now, entered=Entered("outcome", "", DAY, values=values, part_of=visit)
    )

    with pytest.raises(NotRight) as refused:
        withdraw(actor=actor, now=campaign.now, record=visit, version=1, reason="没有去")

    assert refused.value.faults[0].code is FaultCode.HAS_PARTS
    withdraw(actor=actor, now=campaign.now, record=part, version=1, reason="没有去")
    withdraw(actor=actor, now=campaign.now, record=visit, version=1, reason="没有去")


def test_the_honest_zero_is_said_once_for_a_unit_and_week(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    monday = date(2026, 9, 14)
    zero = record(actor=actor, now=campaign.now, entered=Entered("nothing", "liutang", monday))

    with pytest.raises(SameAlready) as refused:
        record(
            actor=actor, now=campaign.now, entered=Entered("nothing", "liutang", monday + timedelta(days=6))
        )

    assert refused.value.record == zero
    record(actor=actor, now=campaign.now, entered=Entered("nothing", "liutang", monday + timedelta(days=7)))
    record(actor=actor, now=campaign.now, entered=Entered("nothing", "liutang-east", monday))


def test_many_are_recorded_under_one_entry_or_none_at_all(campaign: TestCampaign) -> None:
    before = Entry.objects.count()
    entries = [talk(f"第{number}讲") for number in range(20)]

    ids = record_many(actor=campaign.actor("clerk"), now=campaign.now, entries=entries)

    assert len(set(ids)) == Activity.objects.count() == 20
    assert Entry.objects.count() == before + 1
    with pytest.raises(NotRight) as refused:
        record_many(actor=campaign.actor("clerk"), now=campaign.now, entries=[talk("好"), talk("")])
    assert (refused.value.row, refused.value.faults[0].field) == (1, "title")
    with pytest.raises(SameAlready) as twice:
        record_many(actor=campaign.actor("clerk"), now=campaign.now, entries=[talk("好"), talk("好")])
    assert (twice.value.row, twice.value.record) == (1, "")
    assert Activity.objects.count() == 20


def test_nobody_records_for_a_unit_out_of_reach_or_out_of_the_plan(campaign: TestCampaign) -> None:
    with pytest.raises(Forbidden):
        record(actor=campaign.actor("other-liaison"), now=campaign.now, entered=talk())
    with pytest.raises(NotRight) as refused:
        record(actor=campaign.actor("clerk"), now=campaign.now, entered=talk(unit="gone"))
    assert refused.value.faults[0].code is FaultCode.NO_SUCH_NAME


@pytest.mark.parametrize("person", ["head", "guide", "custodian", "auditor", "administrator"])
def test_who_has_no_part_in_recording_does_not_record(campaign: TestCampaign, person: str) -> None:
    with pytest.raises(Forbidden):
        record(actor=campaign.actor(person), now=campaign.now, entered=talk())


def test_what_may_not_be_seen_is_as_if_it_were_not_there(campaign: TestCampaign) -> None:
    id_ = record(actor=campaign.actor("liaison"), now=campaign.now, entered=talk())
    stranger = campaign.actor("other-liaison")

    with pytest.raises(NotFound):
        view(stranger, id_)
    with pytest.raises(NotFound):
        withdraw(actor=stranger, now=campaign.now, record=id_, version=1, reason="不是我们的")
    with pytest.raises(NotFound):
        corrected(campaign, id_, 1, talk(unit="shigu"), by="other-liaison")
