"""Does the ledger show every problem that an actor may see once, in order, and only what is theirs of it?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.access.rules import Forbidden
from huiyin.activities.refusals import NotFound
from huiyin.ledger.moves import ENDED, OPEN, ProblemState
from huiyin.ledger.queries import found, page, problem, record_of_number
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.shown.lights import WAITS_ON, Color
from huiyin.ledger.shown.list_places import Order
from huiyin.ledger.shown.rows import ProblemRow
from tests.campaign import TestCampaign
from tests.ledger_rows import a_place, a_problem, a_word, an_opinion, heard, the_next, written

TODAY = date(2026, 9, 30)
MOST_QUERIES = 12
S = ProblemState
STATES = sorted(S)


def some_problem(number: int) -> dict[str, Any]:
    state = STATES[number % len(STATES)]
    due = [None, *(TODAY + timedelta(days=days) for days in (-20, -1, 0, 3, 9, 15, 60))][number % 8]
    began = TODAY - timedelta(days=(number % 5) * 6)
    return {
        "title": f"第{number}号问题 {('路灯', '电梯', '停车')[number % 3]}",
        "state": state,
        "owner_unit": ("liutang", "liutang-east", "shigu", "office")[number % 4],
        "co_units": [[], ["shigu"], ["liutang-east", "office"]][number % 3],
        "verifier_unit": ("", "shigu", "liutang")[number % 7 % 3],
        "owner_person": ("liaison", "other-liaison", "")[number % 3],
        "mode": ("at_once", "by_date", "long_term")[number % 3],
        "area": ("air", "")[number % 2],
        "episode": 1 + number % 2,
        "due_current": due,
        "due_from": began if number % 3 else None,
        "assigned_on": began,
        "claimed_on": began if state in (S.CLAIMED, S.CHECKED) else None,
        "next_review": due if state is S.STANDING else None,
        "opened_on": TODAY - timedelta(days=number % 25),
    }


@pytest.fixture
def ledger(campaign: TestCampaign) -> TestCampaign:
    """Ninety problems over states, units and days, each with an earlier version in another state."""
    first = [a_problem(number, state="draft", owner_unit="office", co_units=[]) for number in range(1, 91)]
    written(first)
    written([the_next(row, **some_problem(row.number), move="assign") for row in first])
    return campaign


def walk(
    campaign: TestCampaign, person: str, filters: Filters, size: int, order: Order = Order.NUMBER
) -> list[ProblemRow]:
    rows: list[ProblemRow] = []
    after = ""
    while True:
        shown = page(campaign.actor(person), filters, after, size, order, today=TODAY)
        rows += shown.rows
        if not shown.next:
            return rows
        after = shown.next


DAYS = st.none() | st.integers(-30, 70).map(lambda days: TODAY + timedelta(days=days))
FILTERS = st.builds(
    Filters,
    unit=st.sampled_from(["", "minghu", "liutang", "shigu", "gone"]),
    area=st.sampled_from(["", "air"]),
    state=st.sampled_from(["", "open", "ended", "claimed", "standing"]),
    mode=st.sampled_from(["", "by_date"]),
    light=st.sampled_from(["", *sorted(Color)]),
    owner_person=st.sampled_from(["", "liaison"]),
    verifier=st.sampled_from(["", "shigu"]),
    since=DAYS,
    until=DAYS,
    due_since=DAYS,
    due_until=DAYS,
    words=st.sampled_from(["", "路灯", "电 梯", "第1", "石鼓", "%"]),
    waits_for=st.sampled_from(["", "office", "verifier", "head"]),
    reopened=st.none() | st.booleans(),
    mine=st.booleans(),
)


def fits(row: ProblemRow, filters: Filters, person: str) -> bool:
    below = {"minghu": ("liutang", "liutang-east", "shigu", "office"), "liutang": ("liutang", "liutang-east")}
    states = {"open": {*OPEN, S.ON_NOTICE}, "ended": ENDED}.get(filters.state, {filters.state})
    units = [row.owner_unit_name, row.verifier_unit_name, *row.co_unit_names]
    text = " ".join([row.title, row.finding, *(f"{unit.zh} {unit.en}" for unit in units if unit)])
    due = row.due_current
    return all(
        (
            not filters.unit or row.owner_unit in below.get(filters.unit, (filters.unit,)),
            filters.area in ("", row.area),
            not filters.state or row.state in states,
            filters.mode in ("", row.mode),
            filters.light in ("", row.light.color),
            filters.owner_person in ("", row.owner_person),
            filters.verifier in ("", row.verifier_unit, row.verifier_person),
            not filters.since or row.opened_on >= filters.since,
            not filters.until or row.opened_on <= filters.until,
            not filters.due_since or (due is not None and due >= filters.due_since),
            not filters.due_until or (due is not None and due <= filters.due_until),
            all(word in text for word in filters.words.split()),
            not filters.waits_for or WAITS_ON.get(S(row.state)) == filters.waits_for,
            filters.reopened in (None, row.is_reopened),
            not filters.mine or person in (row.owner_person, row.verifier_person, row.lead_leader),
        )
    )


@given(FILTERS, st.integers(1, 40), st.sampled_from(Order))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_give_every_problem_that_fits_once_and_in_order(
    ledger: TestCampaign, filters: Filters, size: int, order: Order
) -> None:
    everything = walk(ledger, "clerk", Filters(), 200, order)

    rows = walk(ledger, "clerk", filters, size, order)

    assert [row.number for row in rows] == [row.number for row in everything if fits(row, filters, "clerk")]
    assert page(ledger.actor("clerk"), filters, size=size, today=TODAY).total == len(rows)


@pytest.mark.parametrize("color", sorted(Color))
def test_there_are_problems_of_every_light(ledger: TestCampaign, color: Color) -> None:
    assert walk(ledger, "clerk", Filters(light=color), 200)


def test_in_the_order_of_due_days_what_has_ended_and_what_has_no_day_comes_last(
    ledger: TestCampaign,
) -> None:
    rows = walk(ledger, "clerk", Filters(), 7, Order.DUE)

    over = {*ENDED, S.ON_NOTICE}
    keys = [(row.state in over, row.due_current is None, row.due_current or TODAY) for row in rows]
    assert keys == sorted(keys)
    assert len({row.number for row in rows}) == 90


@pytest.mark.parametrize(
    ("person", "units"),
    [
        ("liaison", {"liutang", "liutang-east"}),
        ("other-liaison", {"shigu"}),
        ("guide", {"liutang", "liutang-east"}),
    ],
)
def test_a_unit_sees_what_it_owns_helps_with_or_verifies_and_no_draft(
    ledger: TestCampaign, person: str, units: set[str]
) -> None:
    everything = walk(ledger, "clerk", Filters(), 200)

    seen = walk(ledger, person, Filters(), 200)

    theirs = [
        row.number
        for row in everything
        if row.state != S.DRAFT and units & {row.owner_unit, row.verifier_unit, *row.co_units}
    ]
    assert [row.number for row in seen] == theirs
    assert 0 < len(theirs) < 90


@pytest.mark.parametrize("person", ["custodian", "administrator"])
def test_whoever_has_nothing_to_do_with_problems_sees_none(ledger: TestCampaign, person: str) -> None:
    assert walk(ledger, person, Filters(), 200) == []
    with pytest.raises(Forbidden):
        list(found(ledger.actor(person), Filters(), today=TODAY))


def test_a_problem_that_may_not_be_seen_is_not_there(ledger: TestCampaign) -> None:
    everything = walk(ledger, "clerk", Filters(), 200)
    [hidden, *_] = [row for row in everything if row.owner_unit == "office" and not row.co_units]
    other = ledger.actor("other-liaison")

    with pytest.raises(NotFound):
        problem(other, hidden.record, today=TODAY)
    with pytest.raises(NotFound):
        record_of_number(other, hidden.number)
    assert record_of_number(ledger.actor("clerk"), hidden.number) == hidden.record


@pytest.mark.parametrize("place", ["x", "无", "YWJj", "A" * 500])
def test_a_place_that_no_page_gave_begins_at_the_beginning(ledger: TestCampaign, place: str) -> None:
    shown = page(ledger.actor("clerk"), Filters(), place, 5, today=TODAY)

    assert [row.number for row in shown.rows] == [90, 89, 88, 87, 86]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("words", ["", "路灯"])
def test_a_page_asks_few_questions(ledger: TestCampaign, words: str, order: Order) -> None:
    actor = ledger.actor("liaison")
    filters = Filters(words=words, light="late", mine=True)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(actor, filters, size=10, order=order, today=TODAY)

    assert len(asked) <= MOST_QUERIES


def test_an_export_gives_the_rows_of_the_list(ledger: TestCampaign) -> None:
    filters = Filters(state="open")

    rows = list(found(ledger.actor("auditor"), filters, today=TODAY))

    assert [row.number for row in rows] == [row.number for row in walk(ledger, "auditor", filters, 200)]


@pytest.fixture
def followed(campaign: TestCampaign) -> TestCampaign:
    """Problem 12: opened, handed over, received, then checked by an office's own person, with places."""
    people = {"person": "clerk", "role": "clerk"}
    first = a_problem(
        12,
        state="draft",
        move="open",
        rule="L01",
        reason="三十一位居民都说到",
        day=date(2026, 9, 8),
        note="先问过房管局",
        **people,
    )
    written([first])
    second = the_next(
        first,
        state="assigned",
        move="assign",
        rule="L03",
        reason="原话太多",
        day=date(2026, 9, 9),
        words="请办",
    )
    written([second])
    third = the_next(
        second, state="in_progress", move="receive", rule="L05", person="liaison", role="liaison"
    )
    third.reason, third.words, third.day = "", "", date(2026, 9, 10)
    written([third])
    near = heard([an_opinion("路灯坏了"), an_opinion("路灯又坏了")], state="opened", title="路灯原话")
    far = heard([an_opinion("桥头的灯也坏")], state="opened", title="桥头原话")
    words = [a_word(third, date(2026, 9, 14)), a_word(third, date(2026, 9, 28), "blocked", words="等配件")]
    written([a_place(third, near.group), a_place(third, far.group, is_done=True), *words])
    return campaign


def test_the_office_reads_the_whole_way_with_rules_and_entries(followed: TestCampaign) -> None:
    clerk = followed.actor("clerk")

    view = problem(clerk, record_of_number(clerk, 12), today=TODAY)

    assert [(step.move, step.rule) for step in view.steps] == [
        ("receive", "L05"),
        ("assign", "L03"),
        ("open", "L01"),
    ]
    assert view.steps[-1].reason == "三十一位居民都说到"
    assert [step.by.zh for step in view.steps if step.by] == ["联络员丙", "文员甲", "文员甲"]
    assert [step.sequence for step in view.steps] == sorted((s.sequence for s in view.steps), reverse=True)
    assert (view.voices, view.row.beside.places, view.row.beside.places_done) == (3, 2, 1)
    assert view.row.beside.week_word == "blocked"
    assert all(place.group for place in view.places)


def test_weeks_without_a_word_are_gaps_from_the_hand_over_on(followed: TestCampaign) -> None:
    clerk = followed.actor("clerk")

    view = problem(clerk, record_of_number(clerk, 12), today=date(2026, 10, 7))

    assert [(week.monday.day, week.said.word if week.said else "", week.is_gap) for week in view.weeks] == [
        (7, "", False),
        (14, "changed", False),
        (21, "", True),
        (28, "blocked", False),
        (5, "", False),
    ]


def test_a_unit_reads_nothing_that_is_for_the_office_alone(followed: TestCampaign) -> None:
    clerk = followed.actor("clerk")

    view = problem(followed.actor("liaison"), record_of_number(clerk, 12), today=TODAY)

    assert [step.move for step in view.steps] == ["receive", "assign"]
    assert "原话" not in repr(view)
    assert "三十一位" not in repr(view)
    assert "房管局" not in repr(view)
    assert "文员甲" not in repr(view)
    assert {place.group for place in view.places} == {""}
    assert view.row.owner_person_name


def test_the_chain_shows_what_is_done_what_is_now_and_what_is_missing(followed: TestCampaign) -> None:
    clerk = followed.actor("clerk")

    view = problem(clerk, record_of_number(clerk, 12), today=date(2026, 10, 7))

    states = {step.key.value: step.state.value for step in view.chain}
    assert list(states.items()) == [
        ("voices", "done"),
        ("groups", "done"),
        ("problem", "done"),
        ("owner", "done"),
        ("follow_ups", "now"),
        ("claim", "ahead"),
        ("check", "ahead"),
        ("signature", "ahead"),
        ("effect", "ahead"),
        ("answers", "ahead"),
    ]
    assert view.chain[2].sequence == view.steps[-1].sequence
    assert (view.chain[4].count, view.chain[4].of) == (2, 3)


def test_a_problem_asks_few_questions(followed: TestCampaign) -> None:
    clerk = followed.actor("clerk")
    record = record_of_number(clerk, 12)

    with CaptureQueriesContext(connection) as asked:
        problem(clerk, record, today=TODAY)

    assert len(asked) <= MOST_QUERIES
