"""Is everybody told what waits for them, asked of their week, and shown where every opinion is?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.access.rules import Forbidden
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.ledger.actions.viewing import drop_view, save_view
from huiyin.ledger.queries import page
from huiyin.ledger.shown.accounts import accounts
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.shown.lights import Color
from huiyin.ledger.shown.story import story
from huiyin.ledger.shown.views import views
from huiyin.ledger.shown.waiting import of_activity, of_unit, waiting_for, week_of
from tests.campaign import TestCampaign
from tests.ledger_rows import a_place, a_problem, a_word, an_id, an_opinion, heard, the_next, written

TODAY = date(2026, 9, 30)
MONDAY = date(2026, 9, 28)
MOST_QUERIES = 12


@pytest.fixture
def ledger(campaign: TestCampaign) -> TestCampaign:
    """One problem for each thing that can wait for somebody."""
    past, soon = TODAY - timedelta(days=10), TODAY + timedelta(days=3)
    written(
        [
            a_problem(1, state="draft", owner_unit=""),
            a_problem(2, state="returned"),
            a_problem(3, due_current=past),
            a_problem(4, state="standing", next_review=TODAY),
            a_problem(5, state="checked"),
            a_problem(6, extension_wanted=date(2026, 11, 30)),
            a_problem(7, state="assigned", assigned_on=TODAY),
            a_problem(8, due_current=soon, owner_unit="liutang-east"),
            a_problem(9, state="claimed", claimed_on=TODAY, owner_unit="shigu", verifier_unit="liutang"),
            a_problem(10, state="claimed", claimed_on=TODAY),
            a_problem(11, state="closed", effect_due=TODAY),
        ]
    )
    return campaign


@pytest.mark.parametrize(
    ("person", "waits"),
    [
        ("clerk", {"to_hand_over": 1, "returned": 1, "late": 1, "to_review": 1}),
        ("head", {"to_sign": 1, "extensions": 1}),
        (
            "liaison",
            {"to_receive": 1, "own_late": 1, "own_soon": 2, "without_word": 5, "to_check": 1},
        ),
        ("guide", {"to_check": 1, "effects": 1}),
        ("auditor", {}),
        ("custodian", {}),
    ],
)
def test_everybody_is_told_what_waits_for_them_and_finds_it_in_the_list(
    ledger: TestCampaign, person: str, waits: dict[str, int]
) -> None:
    actor = ledger.actor(person)

    with CaptureQueriesContext(connection) as asked:
        things = waiting_for(actor, TODAY)

    assert {thing.code: thing.count for thing in things} == waits
    assert len(asked) <= 4
    for thing in things:
        assert thing.filters
        assert page(actor, thing.filters, today=TODAY).total == thing.count


def test_a_unit_is_asked_for_its_week_with_what_it_said_before(ledger: TestCampaign) -> None:
    liaison = ledger.actor("liaison")
    numbers = {row.number: row for row in page(liaison, Filters(), today=TODAY).rows}
    third, seventh = (a_problem(number, record=numbers[number].record) for number in (3, 7))
    written([a_word(third, MONDAY - timedelta(days=14), "unchanged"), a_word(third, MONDAY, "blocked")])
    written([a_word(seventh, MONDAY - timedelta(days=7))])

    with CaptureQueriesContext(connection) as asked:
        week = week_of(liaison, MONDAY, today=TODAY)

    words = {
        each.row.number: (each.said and each.said.word, each.last and each.last.word) for each in week.rows
    }
    assert words == {
        3: ("blocked", "unchanged"),
        4: (None, None),
        6: (None, None),
        7: (None, "changed"),
        8: (None, None),
    }
    assert len(asked) <= MOST_QUERIES
    assert week_of(ledger.actor("guide"), MONDAY, today=TODAY).rows == ()


def test_a_unit_stands_in_numbers_by_light_and_with_what_is_due_first(ledger: TestCampaign) -> None:
    clerk = ledger.actor("clerk")

    with CaptureQueriesContext(connection) as asked:
        unit = of_unit(clerk, "liutang", today=TODAY)

    assert unit.total == 9
    assert dict(unit.lights)[Color.LATE] == 1
    assert unit.rows[0].number == 3
    assert not unit.is_more
    assert len(asked) <= MOST_QUERIES
    assert of_unit(ledger.actor("other-liaison"), "liutang", today=TODAY).total == 0


def test_a_project_leads_back_to_the_problems_that_it_grew_from(ledger: TestCampaign) -> None:
    record = an_id()
    written([a_problem(20, grew_into=[an_id(), record]), a_problem(21, grew_into=[an_id()])])

    grown = of_activity(ledger.actor("clerk"), record, today=TODAY)

    assert [row.number for row in grown] == [20]


def test_every_opinion_is_in_one_place_and_the_places_add_up(campaign: TestCampaign) -> None:
    at_work = a_problem(1)
    written([at_work, the_next(a_problem(2), version=1, state="closed")])
    written([a_place(at_work, heard([an_opinion(), an_opinion()], state="opened").group)])
    heard([an_opinion(), an_opinion(is_withdrawn=True)])
    heard([an_opinion()], state="noted")
    bulk: dict[str, Any] = {"goes_to_board": False, "channel": "walks"}
    written([an_opinion(**bulk), an_opinion(**bulk, grew_into=an_id()), an_opinion(), an_opinion()])

    with CaptureQueriesContext(connection) as asked:
        found = accounts(campaign.actor("auditor"))

    assert (found.total, found.counted, found.astray) == (9, 9, 0)
    assert (found.withdrawn, found.in_bulk_linked, found.in_bulk_unlinked) == (1, 1, 1)
    assert (found.not_sorted, found.waiting) == (2, 1)
    assert dict(found.answered) == {"cannot_do": 0, "not_ours": 0, "noted": 1}
    assert dict(found.in_problems) == {"in_progress": 2}
    assert len(asked) <= MOST_QUERIES
    assert accounts(campaign.actor("head"), since=date(2026, 9, 9)).total == 0


def test_an_opinion_whose_place_does_not_count_is_seen_to_be_astray(campaign: TestCampaign) -> None:
    heard([an_opinion()], state="opened")

    found = accounts(campaign.actor("clerk"))

    assert (found.astray, found.counted) == (1, 1)


@pytest.mark.parametrize("person", ["liaison", "leader", "guide", "administrator"])
def test_nobody_but_those_who_see_all_problems_is_told_where_the_opinions_are(
    campaign: TestCampaign, person: str
) -> None:
    with pytest.raises(Forbidden):
        accounts(campaign.actor(person))


def test_a_list_is_kept_under_a_name_for_its_account_alone(campaign: TestCampaign) -> None:
    clerk, head = campaign.actor("clerk"), campaign.actor("head")

    first = save_view(actor=clerk, name=" 快到期 ", page="ledger", question="light=soon")
    again = save_view(actor=clerk, name="快到期", page="ledger", question="light=late")

    assert first == again
    assert [(view.name, view.question) for view in views(clerk, "ledger")] == [("快到期", "light=late")]
    assert views(clerk, "board") == views(head, "ledger") == ()
    with pytest.raises(NotFound):
        drop_view(actor=head, view=first)
    drop_view(actor=clerk, view=first)
    assert views(clerk, "ledger") == ()


@pytest.mark.parametrize(
    ("name", "page_", "question"),
    [("", "ledger", ""), ("a" * 61, "ledger", ""), ("a", "x", ""), ("a", "board", "q" * 1001)],
)
def test_a_view_that_is_not_right_is_not_kept(
    campaign: TestCampaign, name: str, page_: str, question: str
) -> None:
    with pytest.raises(NotRight):
        save_view(actor=campaign.actor("clerk"), name=name, page=page_, question=question)


def test_a_story_tells_moves_with_rules_and_numbers_of_voices_and_no_word_of_them(
    campaign: TestCampaign,
) -> None:
    first = a_problem(12, state="draft", move="open", rule="L01", owner_unit="", due_current=None)
    written([first])
    second = the_next(first, state="assigned", move="assign", rule="L03", owner_unit="liutang")
    second.due_current = date(2026, 10, 30)
    written([second])
    written([a_place(second, heard([an_opinion("原话甲"), an_opinion("原话乙")], state="opened").group)])

    told = story(campaign.actor("clerk"), "#12", today=TODAY)

    assert [(line.code, line.move, line.rule) for line in told.lines][:3] == [
        ("voices", "", ""),
        ("move", "open", "L01"),
        ("move", "assign", "L03"),
    ]
    assert told.lines[0].facts == {"voices": 2, "places": 1}
    assert told.lines[2].facts["owner_unit"].zh == "柳塘街道"
    assert told.lines[2].facts["due_current"] == date(2026, 10, 30)
    assert "原话" not in repr(told)
    assert story(campaign.actor("clerk"), told.row.record, today=TODAY) == told


@pytest.mark.parametrize("asked", ["99", "x", "", "十二", "9" * 40, "²"])
def test_there_is_no_story_of_a_problem_that_is_not_there(campaign: TestCampaign, asked: str) -> None:
    with pytest.raises(NotFound):
        story(campaign.actor("clerk"), asked, today=TODAY)
