"""Which tasks are due, and in which weeks was nothing told?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.activities.dues import Due, DueState, Recorded, boundaries, dues, newest_of, owners, together
from huiyin.activities.quiet_weeks import QuietWeek, Told, quiet_weeks
from huiyin.plan.document import Plan
from huiyin.plan.reading import read_plan
from tests.campaign import SMALL_PLAN

PLAN = read_plan(SMALL_PLAN.read_text(encoding="utf-8"))
START, DUE = date(2026, 9, 7), date(2026, 10, 30)
LATER = DUE + timedelta(days=1)


def talks(unit: str, since: date, count: int = 1, state: str = "held") -> Recorded:
    return Recorded("talk", unit, state, since, count, since)


def of(unit: str, recorded: list[Recorded], on: date, task: str = "t1", plan: Plan = PLAN) -> Due:
    return next(due for due in dues(plan, recorded, on) if (due.task, due.unit) == (task, unit))


@pytest.mark.parametrize(
    ("recorded", "on", "state"),
    [
        ([], START, DueState.OPEN),
        ([], DUE - timedelta(days=8), DueState.OPEN),
        ([], DUE - timedelta(days=7), DueState.SOON),
        ([], DUE, DueState.SOON),
        ([], LATER, DueState.LATE),
        ([talks("liutang", START)], START, DueState.DONE),
        ([talks("liutang", START)], LATER, DueState.DONE),
        ([talks("liutang", LATER)], LATER, DueState.DONE_LATE),
        ([talks("liutang", START - timedelta(days=1))], LATER, DueState.LATE),
        ([talks("liutang", START, state="planned")], LATER, DueState.LATE),
        ([talks("shigu", START)], LATER, DueState.LATE),
    ],
)
def test_a_task_is_done_by_records_of_its_unit_in_its_time(
    recorded: list[Recorded], on: date, state: DueState
) -> None:
    assert of("liutang", recorded, on).state is state


def test_without_the_policy_nothing_is_due_soon() -> None:
    document = PLAN.model_dump(mode="json", exclude_none=True)
    kept = [policy for policy in document["policy"] if policy["key"] != "due.soon_days"]
    plan = Plan.model_validate({**document, "policy": kept})

    assert of("liutang", [], DUE, plan=plan).state is DueState.OPEN


def test_the_state_that_is_wanted_is_the_one_that_counts() -> None:
    rows = [Recorded("everything", "office", state, START, 1, START) for state in ("held", "planned")]

    found = of("office", rows, START, task="t2").evidence[0]

    assert (found.wanted, found.in_time, found.late) == (2, 1, 0)


def test_a_task_of_every_unit_of_a_kind_is_owed_by_each() -> None:
    assert owners(PLAN, PLAN.tasks[0]) == ("liutang", "shigu")
    assert boundaries(PLAN) == (START, LATER, date(2026, 12, 1))


def test_what_one_unit_has_too_much_of_makes_up_for_no_other() -> None:
    recorded = [talks("liutang", START, count=5), talks("shigu", LATER, count=5)]
    owed = [due for due in dues(PLAN, recorded[:1], LATER) if due.task == "t1"]
    both = [due for due in dues(PLAN, recorded, LATER) if due.task == "t1"]

    assert [(found.wanted, found.in_time, found.late) for found in together(owed)] == [(2, 1, 0)]
    assert [(found.wanted, found.in_time, found.late) for found in together(both)] == [(2, 1, 1)]
    assert newest_of(both, 1) == (recorded[1],)


MONDAY = date(2026, 9, 7)


def test_a_week_counts_when_it_has_ended_and_nothing_was_told_in_it() -> None:
    told = [Told("a", MONDAY + timedelta(days=6), None), Told("b", MONDAY + timedelta(days=8), None)]

    found = quiet_weeks(["a", "b"], told, MONDAY, MONDAY + timedelta(days=13))

    assert found == (QuietWeek("a", MONDAY + timedelta(days=7)), QuietWeek("b", MONDAY))
    assert quiet_weeks(["a"], [], MONDAY, MONDAY + timedelta(days=5)) == ()


def test_a_thing_of_several_weeks_was_told_in_each() -> None:
    told = [Told("a", MONDAY + timedelta(days=3), MONDAY + timedelta(days=15))]

    assert quiet_weeks(["a"], told, MONDAY, MONDAY + timedelta(days=20)) == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20))), st.integers(-3, 60))
def test_quiet_weeks_are_those_of_which_no_day_was_told(spans: list[tuple[int, int]], until: int) -> None:
    told = [
        Told("a", MONDAY + timedelta(days=day), MONDAY + timedelta(days=day + more)) for day, more in spans
    ]
    days = {day + more for day, length in spans for more in range(length + 1)}

    found = quiet_weeks(["a"], told, MONDAY, MONDAY + timedelta(days=until))

    ended = range((until + 1) // 7)
    quiet = [week for week in ended if not days & set(range(7 * week, 7 * week + 7))]
    assert [each.monday for each in found] == [MONDAY + timedelta(days=7 * week) for week in quiet]
