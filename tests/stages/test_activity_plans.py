"""What becomes of records when the plan changes?"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from huiyin.access.rules import Forbidden
from huiyin.activities.actions import record, withdraw
from huiyin.activities.field_faults import FaultCode
from huiyin.activities.filters import Filters
from huiyin.activities.queries import page
from huiyin.activities.queries import record as view
from huiyin.activities.refusals import NotRight
from huiyin.activities.rules import Entered
from huiyin.plan.actions import apply_plan
from tests.campaign import TestCampaign
from tests.small_plans import SMALL_TEXT

DAY = date(2026, 9, 8)


def apply(campaign: TestCampaign, *without: str, **recorded_by: str) -> None:
    """Apply the small plan without the lines that these patterns match, with kinds recorded by one side."""
    text = SMALL_TEXT
    for pattern in without:
        text, times = re.subn(pattern, "", text, flags=re.MULTILINE)
        assert times
    for kind, writer in recorded_by.items():
        text = text.replace(f"  - key: {kind}\n", f"  - key: {kind}\n    recorded_by: [{writer}]\n")
    apply_plan(actor=campaign.actor("head"), now=campaign.now, text=text, reason="计划调整")


def talk(unit: str = "liutang-east", title: str = "垃圾分类") -> Entered:
    return Entered("talk", unit, DAY, None, "held", {"title": title})


EAST = (r"^  - \{key: liutang-east.*\n", r"^  - \{key: east,.*\n", r", liutang-east")


def test_a_unit_that_left_the_plan_keeps_its_records_and_gets_no_new_ones(campaign: TestCampaign) -> None:
    clerk = campaign.actor("clerk")
    id_ = record(actor=clerk, now=campaign.now, entered=talk())

    apply(campaign, *EAST)

    with pytest.raises(NotRight) as refused:
        record(actor=clerk, now=campaign.now, entered=talk(title="另一场"))
    assert [fault.code for fault in refused.value.faults] == [FaultCode.NO_SUCH_NAME]
    assert view(clerk, id_).row.unit_name.zh == "liutang-east"
    withdraw(actor=clerk, now=campaign.now, record=id_, version=1, reason="单位撤并")
    assert page(clerk, Filters()).total == 0


def test_a_record_says_under_which_version_of_the_plan_it_was_made(campaign: TestCampaign) -> None:
    clerk = campaign.actor("clerk")
    ids = [record(actor=clerk, now=campaign.now, entered=talk())]
    apply(campaign, *EAST)

    ids.append(record(actor=clerk, now=campaign.now, entered=talk("liutang")))

    assert [view(clerk, id_).row.plan_version for id_ in ids] == [1, 2]


def test_lateness_is_judged_by_the_policy_in_force_on_the_day_of_entry(campaign: TestCampaign) -> None:
    clerk = campaign.actor("clerk")
    older = "  - {key: entry.late_after_days, value: 3, unit: 天, since: 2026-09-07,"
    newer = older.replace("value: 3", "value: 30").replace("2026-09-07", "2026-10-01")
    text = SMALL_TEXT.replace(older, f"{newer} source: 新通知（虚构）}}\n{older}")
    apply_plan(actor=campaign.actor("head"), now=campaign.now, text=text, reason="放宽时限")

    times = (campaign.now, campaign.now + timedelta(days=2))
    late = [
        view(clerk, record(actor=clerk, now=now, entered=talk(title=f"{now}"))).row.is_late for now in times
    ]

    assert late == [True, False]


def test_a_restricted_kind_stays_hidden_after_it_left_the_plan(campaign: TestCampaign) -> None:
    entered = Entered("one_to_one", "liutang", DAY, values={"topic": "近况"})
    record(actor=campaign.actor("liaison"), now=campaign.now, entered=entered)

    apply(campaign, r"^  - key: one_to_one\n(?:    .*\n)+")

    seen = {person: page(campaign.actor(person), Filters()).total for person in ("head", "liaison", "clerk")}
    assert seen == {"head": 1, "liaison": 1, "clerk": 0}


def test_what_the_office_alone_records_no_unit_records_and_the_reverse(campaign: TestCampaign) -> None:
    apply(campaign, talk="office", visit="unit")
    visit = Entered("visit", "liutang", DAY, values={"visitors": "leader"})

    record(actor=campaign.actor("clerk"), now=campaign.now, entered=talk("liutang"))
    record(actor=campaign.actor("liaison"), now=campaign.now, entered=visit)

    for person, entered in (("liaison", talk("liutang", "另一场")), ("clerk", visit)):
        with pytest.raises(Forbidden):
            record(actor=campaign.actor(person), now=campaign.now, entered=entered)
