"""What becomes of an opinion that is reworded, corrected, linked, taken back, or whose giver is seen?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huiyin.access.rules import Forbidden
from huiyin.activities.actions import record
from huiyin.activities.actions import withdraw as withdraw_activity
from huiyin.activities.field_faults import FaultCode
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.activities.rules import Entered
from huiyin.opinions.actions import (
    correct,
    hand_over,
    link_grown,
    restate,
    restore,
    see_giver,
    take_in,
    take_in_many,
    withdraw,
    withdraw_batch,
)
from huiyin.opinions.filters import Filters
from huiyin.opinions.models import Opinion, Unsealing
from huiyin.opinions.queries import (
    channel_for_records,
    for_triage,
    handed_over,
    of_activity,
    opinion,
    page,
)
from huiyin.opinions.rules import Correction, Said
from huiyin.plan.reading import read_plan
from huiyin.trail.models import Entry
from tests.campaign import TestCampaign
from tests.small_plans import SMALL_TEXT

DAY = date(2026, 9, 28)
WORDS = "景园小区东门外的搅拌站半夜施工。"


@pytest.fixture
def heard(campaign: TestCampaign) -> str:
    """An opinion of a named giver."""
    said = Said("form", DAY, WORDS, naming="named", name="周谷雨", contact="13912345678")
    return take_in(actor=campaign.actor("clerk"), now=campaign.now, said=said)


def reworded(campaign: TestCampaign, id_: str, version: int, words: str, by: str = "clerk") -> int:
    return restate(actor=campaign.actor(by), now=campaign.now, opinion=id_, version=version, words=words)


def corrected(campaign: TestCampaign, id_: str, version: int, **changes: Any) -> int:
    return correct(
        actor=campaign.actor("clerk"),
        now=campaign.now,
        opinion=id_,
        version=version,
        correction=Correction(**changes),
        reason="听错了",
    )


def test_the_offices_words_stand_beside_what_was_said(campaign: TestCampaign, heard: str) -> None:
    reworded(campaign, heard, 1, "搅拌站夜间施工扰民，周谷雨来电 13912345678。")

    seen = opinion(campaign.actor("head"), heard)
    assert seen.row.words == WORDS
    assert seen.row.restated == "搅拌站夜间施工扰民，〔姓名〕来电 〔联系方式〕。"
    assert [change.field for change in seen.versions[0].changes] == ["restated"]
    assert seen.versions[0].by.zh == "文员甲"
    assert page(campaign.actor("head"), Filters(words="扰民")).total == 1


def test_the_second_of_two_is_told_that_somebody_was_first(campaign: TestCampaign, heard: str) -> None:
    reworded(campaign, heard, 1, "第一种说法。")

    with pytest.raises(Conflict) as refused:
        reworded(campaign, heard, 1, "第二种说法。")

    assert refused.value.current == 2
    assert opinion(campaign.actor("clerk"), heard).row.restated == "第一种说法。"


def test_the_same_words_again_make_no_version(campaign: TestCampaign, heard: str) -> None:
    assert reworded(campaign, heard, 1, "说法。") == 2
    assert reworded(campaign, heard, 2, " 说法。 ") == 2


def test_where_it_belongs_is_corrected_and_its_words_are_not(campaign: TestCampaign, heard: str) -> None:
    corrected(campaign, heard, 1, channel="walks", day="2026-09-01", unit="石鼓街道", place="周谷雨家门口")

    row = opinion(campaign.actor("clerk"), heard).row
    assert (row.channel, str(row.day), row.unit, row.place) == (
        "walks",
        "2026-09-01",
        "shigu",
        "〔姓名〕家门口",
    )
    assert (row.words, row.goes_to_board, row.reason) == (WORDS, False, "听错了")
    assert list(for_triage()) == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"day": "2030-01-01"}, "day", FaultCode.IN_THE_FUTURE),
        ({"channel": "nowhere"}, "channel", FaultCode.NO_SUCH_NAME),
        ({"unit": "没有的单位"}, "unit", FaultCode.NO_SUCH_NAME),
        ({"place": "很" * 201}, "place", FaultCode.TOO_LONG),
    ],
)
def test_a_correction_that_is_not_right_changes_nothing(
    campaign: TestCampaign, heard: str, changes: dict[str, Any], field: str, code: FaultCode
) -> None:
    with pytest.raises(NotRight) as refused:
        corrected(campaign, heard, 1, **changes)

    assert [(fault.field, fault.code) for fault in refused.value.faults] == [(field, code)]
    assert Opinion.objects.filter(record=heard).count() == 1


def test_nothing_new_makes_no_version(campaign: TestCampaign, heard: str) -> None:
    assert corrected(campaign, heard, 1, channel="form", day=DAY) == 1


def test_what_is_taken_back_counts_nowhere_and_can_be_put_back(campaign: TestCampaign, heard: str) -> None:
    actor, now = campaign.actor("clerk"), campaign.now
    withdraw(actor=actor, now=now, opinion=heard, version=1, reason="周谷雨要求撤回，电话13912345678")

    assert page(actor, Filters()).total == 0
    assert list(for_triage()) == []
    assert page(actor, Filters(show_withdrawn=True)).rows[0].is_withdrawn
    assert "139" not in opinion(actor, heard).row.reason
    with pytest.raises(NotRight):
        reworded(campaign, heard, 2, "说法。")

    restore(actor=actor, now=now, opinion=heard, version=2, reason="撤回有误")

    assert page(actor, Filters()).total == 1


@pytest.mark.parametrize("person", ["head", "liaison", "auditor", "administrator"])
def test_who_does_not_take_in_and_read_changes_nothing(
    campaign: TestCampaign, heard: str, person: str
) -> None:
    with pytest.raises(Forbidden):
        reworded(campaign, heard, 1, "说法。", by=person)
    with pytest.raises(Forbidden):
        withdraw(actor=campaign.actor(person), now=campaign.now, opinion=heard, version=1, reason="试")


def test_a_reason_is_wanted(campaign: TestCampaign, heard: str) -> None:
    with pytest.raises(NotRight):
        withdraw(actor=campaign.actor("clerk"), now=campaign.now, opinion=heard, version=1, reason=" ")


def test_an_import_is_taken_back_as_a_whole(campaign: TestCampaign) -> None:
    actor, now = campaign.actor("clerk"), campaign.now
    take_in_many(
        actor=actor, now=now, all_said=[Said("form", DAY, f"第{n}句") for n in range(3)], batch="b" * 32
    )

    assert withdraw_batch(actor=actor, now=now, batch="b" * 32, reason="文件不对") == 3
    assert withdraw_batch(actor=actor, now=now, batch="b" * 32, reason="文件不对") == 0
    assert page(actor, Filters(batch="b" * 32)).total == 0
    with pytest.raises(NotFound):
        withdraw_batch(actor=actor, now=now, batch="", reason="文件不对")


def test_who_looks_at_a_giver_is_written_down_first(campaign: TestCampaign, heard: str) -> None:
    before = Entry.objects.count()

    seen = see_giver(actor=campaign.actor("clerk"), now=campaign.now, opinion=heard, reason="答复本人")

    assert (seen.name, seen.contact, seen.words) == ("周谷雨", "13912345678", WORDS)
    assert Entry.objects.count() == before + 1
    note = Unsealing.objects.get()
    assert (note.opinion, note.reason, note.account) == (heard, "答复本人", campaign.actor("clerk").account)


@pytest.mark.parametrize("person", ["head", "liaison", "guide", "custodian", "auditor", "administrator"])
def test_who_may_not_see_givers_sees_none(campaign: TestCampaign, heard: str, person: str) -> None:
    with pytest.raises(Forbidden):
        see_giver(actor=campaign.actor(person), now=campaign.now, opinion=heard, reason="好奇")
    assert Unsealing.objects.count() == 0


def test_where_nothing_was_sealed_there_is_nothing_to_see(campaign: TestCampaign) -> None:
    actor, now = campaign.actor("clerk"), campaign.now
    id_ = take_in(actor=actor, now=now, said=Said("form", DAY, WORDS))

    with pytest.raises(NotFound):
        see_giver(actor=actor, now=now, opinion=id_, reason="答复")


def blockage(
    campaign: TestCampaign, what: str = "社区卫生站周末不开门", sort: str = "idea", day: date = DAY
) -> str:
    """An outcome of a visit of that day."""
    clerk, now = campaign.actor("clerk"), campaign.now
    visit = record(
        actor=clerk, now=now, entered=Entered("visit", "liutang", day, values={"visitors": "领导戊"})
    )
    values = {"sort": sort, "what": what}
    outcome = Entered("outcome", "liutang", day, state="found", values=values, part_of=visit)
    return record(actor=clerk, now=now, entered=outcome)


def test_a_blockage_of_a_visit_goes_to_the_ledger_once(campaign: TestCampaign) -> None:
    clerk, now = campaign.actor("clerk"), campaign.now
    found = blockage(campaign)

    first = hand_over(actor=clerk, now=now, records=[found])
    again = hand_over(actor=clerk, now=now, records=[found, found])

    assert first == again
    row = opinion(clerk, first[0]).row
    assert (row.channel, row.words, row.activity, row.day) == ("blockage", "社区卫生站周末不开门", found, DAY)
    assert [one.record for one in of_activity(clerk, found).said_in_it] == first
    assert of_activity(campaign.actor("liaison"), found).said_in_it == ()
    assert handed_over(campaign.actor("liaison"), [found]) == {found: first[0]}
    assert handed_over(campaign.actor("other-liaison"), [found]) == {}


def test_the_units_liaison_hands_over_its_own(campaign: TestCampaign) -> None:
    found = blockage(campaign)

    hand_over(actor=campaign.actor("liaison"), now=campaign.now, records=[found])

    assert len(list(for_triage())) == 1
    with pytest.raises(NotRight):
        hand_over(actor=campaign.actor("other-liaison"), now=campaign.now, records=[found])


def test_what_no_channel_takes_is_not_handed_over(campaign: TestCampaign) -> None:
    deed = blockage(campaign, sort="deed")
    gone = blockage(campaign, day=date(2026, 9, 27))
    withdraw_activity(actor=campaign.actor("clerk"), now=campaign.now, record=gone, version=1, reason="错")

    for record_ in (deed, gone, "0" * 32):
        with pytest.raises(NotRight):
            hand_over(actor=campaign.actor("clerk"), now=campaign.now, records=[record_])


def test_a_programme_is_linked_to_what_it_grew_into(campaign: TestCampaign) -> None:
    clerk, now = campaign.actor("clerk"), campaign.now
    values = {"name": "修路灯", "consent": "是"}
    project = record(
        actor=clerk, now=now, entered=Entered("everything", "office", DAY, state="held", values=values)
    )
    ids = take_in_many(actor=clerk, now=now, all_said=[Said("walks", DAY, f"第{n}盏灯") for n in range(3)])

    assert link_grown(actor=clerk, now=now, opinions=ids[:2], activity=project) == 2
    assert link_grown(actor=clerk, now=now, opinions=ids[:2], activity=project) == 0

    voices = of_activity(clerk, project)
    assert (voices.grown, {one.record for one in voices.grown_from}) == (2, set(ids[:2]))
    assert page(clerk, Filters(grew_into=project)).total == 2
    assert link_grown(actor=clerk, now=now, opinions=ids, activity="") == 2
    with pytest.raises(NotRight):
        link_grown(actor=clerk, now=now, opinions=ids, activity=blockage(campaign))
    with pytest.raises(NotFound):
        link_grown(actor=clerk, now=now, opinions=["0" * 32], activity=project)


def test_a_record_finds_the_channel_that_takes_it() -> None:
    plan = read_plan(SMALL_TEXT)

    fitting = channel_for_records(plan, "outcome", {"sort": "idea", "what": "周末不开门"})
    assert fitting is not None
    assert fitting.key == "blockage"
    assert channel_for_records(plan, "outcome", {"sort": "deed", "what": "修了灯"}) is None
    assert channel_for_records(plan, "outcome", {"sort": "idea"}) is None
    assert channel_for_records(plan, "outcome") is not None
    assert channel_for_records(plan, "talk") is None
