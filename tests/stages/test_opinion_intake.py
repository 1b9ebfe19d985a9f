"""What becomes of an opinion that is taken in: alone, with many, again, and by whom?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huiyin.access.rules import Forbidden
from huiyin.activities.field_faults import FaultCode
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.opinions.actions import take_in, take_in_counted, take_in_many
from huiyin.opinions.filters import Filters
from huiyin.opinions.models import Giver, Opinion
from huiyin.opinions.queries import counts, for_triage, held, opinion, page
from huiyin.opinions.rules import Said
from huiyin.trail.models import Entry
from tests.campaign import TestCampaign

DAY = date(2026, 9, 28)
WORDS = "景园小区东门外的搅拌站半夜施工，灰很大。"


def said(words: str = WORDS, channel: str = "form", **more: Any) -> Said:
    return Said(channel, more.pop("day", DAY), words, **more)


def test_what_was_taken_in_is_read_by_the_office(campaign: TestCampaign) -> None:
    one = said(title="搅拌站", place="景园小区", area="空气", unit="柳塘街道", likes="12")

    id_ = take_in(actor=campaign.actor("clerk"), now=campaign.now, said=one)

    row = opinion(campaign.actor("clerk"), id_).row
    assert (row.words, row.title, row.place, row.likes) == (WORDS, "搅拌站", "景园小区", 12)
    assert (row.area, row.unit, row.taken_in_by, row.day) == ("air", "liutang", "office", DAY)
    assert row.channel_name.zh == "意见表"
    assert [one.record for one in page(campaign.actor("head"), Filters()).rows] == [id_]


def test_who_said_it_stands_nowhere_beside_the_words(campaign: TestCampaign) -> None:
    one = said(
        "周谷雨反映：搅拌站太吵，请打13912345678。", naming="named", name="周谷雨", contact="13912345678"
    )

    id_ = take_in(actor=campaign.actor("clerk"), now=campaign.now, said=one)

    row = opinion(campaign.actor("clerk"), id_).row
    assert row.words == "〔姓名〕反映：搅拌站太吵，请打〔联系方式〕。"
    assert (row.redactions, row.has_contact, len(row.giver)) == (2, True, 32)
    assert b"139" not in bytes(Giver.objects.get().sealed)


def test_givers_are_told_apart_and_not_named(campaign: TestCampaign) -> None:
    given = [
        said(naming="named", name="周谷雨", contact="139 1234 5678"),
        said(naming="named", name="周谷雨", contact="139-12345678"),
        said(naming="named", name="贺立秋"),
        said(),
    ]

    ids = take_in_many(actor=campaign.actor("clerk"), now=campaign.now, all_said=given)

    rows = held(campaign.actor("clerk"), ids)
    marks = [rows[id_].giver for id_ in ids]
    assert marks[0] == marks[1] != marks[2]
    assert marks[3] == ""


def test_many_are_taken_in_under_one_entry_or_not_at_all(campaign: TestCampaign) -> None:
    before = Entry.objects.count()
    with pytest.raises(NotRight) as refused:
        take_in_many(
            actor=campaign.actor("clerk"), now=campaign.now, all_said=[said(), said("两句"), said("")]
        )
    assert (refused.value.row, refused.value.faults[0].field) == (2, "words")
    assert Opinion.objects.count() == 0

    take_in_many(actor=campaign.actor("clerk"), now=campaign.now, all_said=[said(), said("两句")])

    assert Entry.objects.count() == before + 1
    assert [one.words for one in for_triage()] == [WORDS, "两句"]


def test_the_id_where_it_came_from_is_taken_in_once_on_a_channel(campaign: TestCampaign) -> None:
    actor, now = campaign.actor("clerk"), campaign.now
    first = take_in(actor=actor, now=now, said=said(given_id="A-1"))

    again = take_in_counted(
        actor=actor,
        now=now,
        all_said=[
            said("别的话", given_id="A-1"),
            said("又一条", given_id="A-2"),
            said("又一条", given_id="A-2"),
            said(given_id="A-1", channel="finding"),
        ],
    )

    assert (again.added, again.ids[0]) == (2, first)
    assert again.ids[1] == again.ids[2] != again.ids[3]
    assert held(actor, [first])[first].words == WORDS


def test_the_rows_of_a_file_are_taken_in_once_whatever_was_added_above(campaign: TestCampaign) -> None:
    actor, now = campaign.actor("clerk"), campaign.now
    rows = [said("同样的话", source_file="a.csv", source_row=n) for n in (1, 2)]

    first = take_in_counted(actor=actor, now=now, all_said=rows)
    moved = [said("新的话", source_file="a.csv", source_row=1)]
    moved += [said("同样的话", source_file="a.csv", source_row=n) for n in (2, 3)]
    again = take_in_counted(actor=actor, now=now, all_said=moved)

    assert (first.added, again.added) == (2, 1)
    assert again.ids[1:] == first.ids
    assert held(actor, again.ids)[again.ids[1]].given_id == ""


def test_two_people_who_say_the_same_are_two_opinions(campaign: TestCampaign) -> None:
    ids = take_in_many(actor=campaign.actor("clerk"), now=campaign.now, all_said=[said(), said()])

    assert len(set(ids)) == 2


def test_the_same_ticket_twice_takes_in_once(campaign: TestCampaign) -> None:
    actor, now = campaign.actor("liaison"), campaign.now
    first = take_in_many(actor=actor, now=now, all_said=[said("一"), said("二")], ticket="a" * 32)

    again = take_in_many(actor=actor, now=now, all_said=[said("一"), said("二")], ticket="a" * 32)

    assert again == first
    assert Opinion.objects.count() == 2
    with pytest.raises(Forbidden):
        take_in(actor=campaign.actor("leader"), now=now, said=said(), ticket="a" * 32)


@pytest.mark.parametrize("person", ["liaison", "leader", "guide"])
def test_a_unit_takes_in_and_reads_nothing_back(campaign: TestCampaign, person: str) -> None:
    actor = campaign.actor(person)
    channel = "finding" if person == "guide" else "form"

    id_ = take_in(actor=actor, now=campaign.now, said=said(channel=channel))

    assert held(actor, [id_]) == {}
    with pytest.raises(Forbidden):
        opinion(actor, id_)
    with pytest.raises(Forbidden):
        page(actor, Filters())
    taken_in_by = held(campaign.actor("clerk"), [id_])[id_].taken_in_by
    assert taken_in_by == ("" if person == "guide" else "liutang")


@pytest.mark.parametrize(
    ("person", "channel"),
    [
        ("liaison", "finding"),
        ("guide", "walks"),
        ("liaison", "hotline"),
        ("head", "form"),
        ("auditor", "form"),
    ],
)
def test_who_is_not_meant_to_take_in_on_a_channel_does_not(
    campaign: TestCampaign, person: str, channel: str
) -> None:
    with pytest.raises(Forbidden):
        take_in(actor=campaign.actor(person), now=campaign.now, said=said(channel=channel))


def test_an_import_is_for_those_who_may_import(campaign: TestCampaign) -> None:
    with pytest.raises(Forbidden):
        take_in_many(actor=campaign.actor("liaison"), now=campaign.now, all_said=[said()], batch="b" * 32)


def test_an_activity_that_is_not_of_the_channels_kind_is_no_place_where_it_was_said(
    campaign: TestCampaign,
) -> None:
    with pytest.raises(NotRight) as refused:
        take_in(
            actor=campaign.actor("clerk"),
            now=campaign.now,
            said=said(channel="symposium", activity="0" * 32),
        )

    assert refused.value.faults[0].code is FaultCode.NOT_A_RECORD


def test_what_is_not_there_is_not_found(campaign: TestCampaign) -> None:
    with pytest.raises(NotFound):
        opinion(campaign.actor("clerk"), "0" * 32)


def test_channels_are_counted_and_a_programme_in_bulk_stays_off_the_board(campaign: TestCampaign) -> None:
    actor, now = campaign.actor("clerk"), campaign.now
    take_in_many(actor=actor, now=now, all_said=[said(), said("两句"), said("三句", channel="walks")])

    found = {each.channel: each.counted for each in counts(campaign.actor("liaison"))}

    assert (found["form"], found["walks"], found["hotline"]) == (2, 1, 0)
    assert len(list(for_triage())) == 2
    assert page(actor, Filters(to_board=False)).total == 1


def test_words_are_found_and_withdrawn_ones_left_out(campaign: TestCampaign) -> None:
    actor = campaign.actor("clerk")
    take_in_many(actor=actor, now=campaign.now, all_said=[said(), said("第二小学门口堵车", unit="shigu")])

    assert page(actor, Filters(words="搅拌站")).total == 1
    assert page(actor, Filters(words="石鼓街道")).total == 1
    assert page(actor, Filters(words="没有的词")).total == 0


def test_pages_follow_each_other_without_a_gap(campaign: TestCampaign) -> None:
    actor = campaign.actor("clerk")
    days = [date(2026, 9, 1 + n % 5) for n in range(23)]
    take_in_many(
        actor=actor,
        now=campaign.now,
        all_said=[said(f"第{n}句", day=day) for n, day in enumerate(days)],
    )

    seen, after = [], ""
    while True:
        one = page(actor, Filters(), after, 5)
        seen += [row.words for row in one.rows]
        after = one.next
        if not after:
            break

    assert sorted(seen) == sorted(f"第{n}句" for n in range(23))
    assert one.total == 23
