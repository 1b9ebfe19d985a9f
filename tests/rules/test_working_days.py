"""Does the calendar agree with a second opinion on every deadline of ten years, and say what is not known?

The second opinion is `chinesecalendar`, which tells of one day whether it is worked, and an oracle below that
goes through the days one by one. Neither shares a line or a table with what is tested.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, product

import chinese_calendar
import pytest

from benchmarks.deadlines import monday_to_friday
from huiyin.plan.calendar import CalendarBase, CalendarDay, CalendarYear, WorkingCalendar
from huiyin.plan.working_days import (
    DayKind,
    Deadline,
    Hold,
    Moved,
    calendar_of,
    due_with_holds,
    moved_deadlines,
    working_days_held,
)

FIRST, LAST = date(2016, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)
MOST_DAYS = 60
CHINA = calendar_of(WorkingCalendar(based_on=CalendarBase.CHINA))
WEEKENDS = calendar_of(WorkingCalendar(based_on=CalendarBase.NONE))
TEN_YEARS = [FIRST + DAY * number for number in range((LAST - FIRST).days + 1)]
WORKED = {day: chinese_calendar.is_workday(day) for day in TEN_YEARS}
MAKE_UP_DAYS = [day for day in TEN_YEARS if WORKED[day] and day.isoweekday() > 5]


def later_working_days(start: date) -> Iterator[date]:
    """The oracle: one day after another, each asked whether it is worked."""
    day = start + DAY
    while day <= LAST:
        if WORKED[day]:
            yield day
        day += DAY


def due_by_walking(start: date, days: int, holds: Sequence[Hold]) -> date | None:
    """The oracle for holds: a working day that lies in a hold does not bring the end nearer."""
    for day in later_working_days(start):
        days -= not any(hold.start < day <= (hold.end or LAST) for hold in holds)
        if days == 0:
            return day
    return None


def test_every_day_of_ten_years_is_worked_or_off_as_the_second_opinion_says() -> None:
    assert [day for day in TEN_YEARS if CHINA.works_on(day) != WORKED[day]] == []


def test_the_days_that_have_a_holiday_are_those_of_the_second_opinion() -> None:
    """But for weekends that a holiday joins by its notice: these it names in 2019 and 2023 and never else."""
    joined = [
        *(date(2019, 4, 6), date(2019, 4, 7), date(2019, 6, 8), date(2019, 6, 9), date(2019, 9, 14)),
        *(date(2019, 9, 15), date(2023, 12, 30), date(2023, 12, 31)),
    ]

    named = [day for day in TEN_YEARS if chinese_calendar.get_holiday_detail(day)[1]]

    assert [day for day in TEN_YEARS if CHINA.name_of(day)] == [day for day in named if day not in joined]


def test_every_deadline_of_ten_years_falls_on_the_day_that_walking_finds() -> None:
    wrong, asked = [], 0
    for start in TEN_YEARS:
        for days, due in zip(range(1, MOST_DAYS + 1), later_working_days(start), strict=False):
            asked += 1
            if CHINA.after(start, days) != due or CHINA.between(start, due) != days:
                wrong.append((start, days))

    assert wrong == []
    assert asked > 230_000


def test_deadlines_that_begin_on_make_up_days_begin_to_count_on_the_day_after() -> None:
    assert len(MAKE_UP_DAYS) > 60
    for start in MAKE_UP_DAYS:
        walked = list(islice(later_working_days(start), 5))

        assert [CHINA.after(start, days) for days in range(1, 6)] == walked


def test_a_rule_that_ignores_festivals_is_wrong_for_most_of_these_deadlines() -> None:
    """The control: the rule that the benchmark sets beside the calendar, on starts that both count alike."""
    starts = [start for start in TEN_YEARS[:-100:3] if start.isoweekday() <= 5]
    asked = list(product(starts, (5, 15, 30, 60)))

    wrong = [one for one in asked if monday_to_friday(*one) != CHINA.after(*one)]

    assert monday_to_friday(date(2025, 9, 30), 5) == date(2025, 10, 7)
    assert monday_to_friday(date(2025, 9, 28), 5) == date(2025, 10, 6)
    assert len(wrong) / len(asked) > 0.5


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2025, 9, 30), 5, date(2025, 10, 14)),  # over National Day and a make-up Saturday
        (date(2025, 9, 28), 5, date(2025, 10, 11)),  # filed on a make-up Sunday, due on a make-up Saturday
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # the Spring Festival that was made longer
        (date(2019, 4, 30), 1, date(2019, 5, 5)),  # Labour Day as changed: a make-up Sunday
        (date(2025, 9, 28), 0, date(2025, 9, 28)),
        (date(2025, 10, 4), 0, date(2025, 10, 9)),
    ],
)
def test_a_deadline_of_which_the_day_is_known(start: date, days: int, due: date) -> None:
    assert CHINA.after(start, days) == due


def test_deadlines_with_holds_fall_on_the_day_that_walking_finds() -> None:
    draw = random.Random(2026)
    for start, days in product(TEN_YEARS[:-300], (1, 5, 15, 30)):
        end = CHINA.after(start, days)
        begun = [start + DAY * draw.randrange((end - start).days) for _ in range(draw.randrange(1, 4))]
        holds = [Hold(day, day + DAY * draw.randrange(40)) for day in begun]

        due = due_with_holds(CHINA, end, holds, LAST)

        assert due == due_by_walking(start, days, holds), (start, days, holds)


def test_a_hold_that_lasts_moves_the_due_day_on_with_every_working_day() -> None:
    start, due = date(2025, 9, 22), date(2025, 9, 29)

    moved = [due_with_holds(CHINA, due, [Hold(start)], start + DAY * number) for number in range(20)]

    assert moved == [
        due_with_holds(CHINA, due, [Hold(start, start + DAY * number)], LAST) for number in range(20)
    ]
    assert moved[0] == due
    assert [CHINA.between(due, day) for day in moved] == [
        sum(WORKED[start + DAY * day] for day in range(1, number + 1)) for number in range(20)
    ]


def test_a_hold_begun_after_the_due_day_leaves_what_is_late_as_late_as_it_was() -> None:
    due, begun, ended = date(2026, 11, 2), date(2026, 11, 10), date(2026, 11, 20)

    moved = due_with_holds(CHINA, due, [Hold(begun, ended)], LAST)

    assert CHINA.between(moved, ended) == CHINA.between(due, begun)


def test_a_hold_taken_and_given_up_on_one_day_holds_nothing() -> None:
    day = date(2026, 11, 10)

    assert due_with_holds(CHINA, date(2026, 11, 14), [Hold(day, day)] * 9, LAST) == date(2026, 11, 14)


def test_a_hold_that_has_not_begun_and_has_no_end_holds_nothing_yet() -> None:
    assert working_days_held(CHINA, [Hold(date(2026, 11, 20))], today=date(2026, 11, 10)) == 0


def test_a_hold_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="2026-11-10"):
        Hold(date(2026, 11, 10), date(2026, 11, 9))


def test_working_days_cannot_be_fewer_than_none() -> None:
    with pytest.raises(ValueError, match="-1"):
        CHINA.after(FIRST, -1)


def test_no_day_is_lost_at_the_first_day_of_all() -> None:
    assert WEEKENDS.after(date.min, 0) == date.min
    assert WEEKENDS.after(date.min, 5) == date.min + 7 * DAY


def test_a_deadline_may_lie_beyond_every_table() -> None:
    start = date(2999, 1, 1)

    assert CHINA.after(start, 500) == WEEKENDS.after(start, 500)


# --- what is not known yet --------------------------------------------------------------------------------


def test_a_day_is_provisional_while_the_notice_that_decides_it_is_not_known() -> None:
    """The last days of a year wait for the next year's notice, as 29 December 2018 did."""
    days = [date(2015, 12, 1), date(2016, 1, 1), date(2026, 12, 28), date(2026, 12, 29), date(2027, 3, 1)]

    assert [CHINA.is_provisional(day) for day in days] == [True, False, False, True, True]


def test_a_calendar_that_follows_no_notices_is_never_provisional() -> None:
    assert not WEEKENDS.is_provisional(date(2027, 3, 1))
    assert not WEEKENDS.is_provisional_between(date(2026, 1, 1), date(2028, 1, 1))


def test_a_deadline_that_runs_into_a_year_without_a_notice_is_provisional() -> None:
    assert CHINA.is_provisional_between(date(2026, 12, 1), date(2027, 1, 12))
    assert CHINA.is_provisional_between(date(2027, 1, 12), date(2026, 12, 1))
    assert not CHINA.is_provisional_between(date(2025, 12, 1), date(2026, 12, 28))


def test_a_year_without_a_notice_has_the_days_of_the_law_and_no_make_up_days() -> None:
    year = CHINA.shown(date(2027, 1, 1), date(2027, 12, 31))

    assert [day.day for day in year if day.kind is DayKind.MAKE_UP] == []
    assert [str(day.day)[5:] for day in year if day.kind is DayKind.HOLIDAY] == [
        *("01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15"),
        *("10-01", "10-02", "10-03"),
    ]
    assert all(day.is_provisional for day in year)


def test_a_notice_in_the_plan_ends_the_provisional_time() -> None:
    own = WorkingCalendar(
        days=(CalendarDay(day=date(2027, 5, 8), works=True, notice="notice 9"),),
        years=(CalendarYear(year=2027, notice="notice 9"),),
    )
    calendar = calendar_of(own)

    assert not calendar.is_provisional(date(2027, 5, 8))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2028, 1, 1))
    assert calendar.works_on(date(2027, 5, 8))
    assert not calendar.works_on(date(2027, 2, 5))
    assert calendar.notice_of(date(2027, 3, 1)) == "notice 9"


# --- own days, pages, and another calendar ----------------------------------------------------------------


def test_an_own_day_comes_before_the_table_and_the_weekend() -> None:
    own = WorkingCalendar(
        days=(
            CalendarDay(day=date(2025, 10, 8), works=True),
            CalendarDay(day=date(2025, 10, 9), works=False),
            CalendarDay(day=date(2025, 10, 12), works=True),
        )
    )

    assert calendar_of(own).after(date(2025, 9, 30), 2) == date(2025, 10, 10)
    assert calendar_of(own).after(date(2025, 10, 10), 2) == date(2025, 10, 12)


def test_a_page_is_told_of_each_day_what_it_is_and_who_said_so() -> None:
    october = {day.day.day: day for day in CHINA.shown_month(2025, 10)}

    assert len(october) == 31
    assert [october[day].kind for day in (8, 9, 11, 12)] == [
        *(DayKind.HOLIDAY, DayKind.WORKING, DayKind.MAKE_UP, DayKind.WEEKEND),
    ]
    assert october[11].notice == CHINA.notice_of(date(2025, 10, 11)) == "国办发明电〔2024〕12号"
    assert (october[9].name, october[9].notice) == (None, "")
    name = CHINA.name_of(date(2025, 10, 1))
    assert name
    assert name.en == "National Day and Mid-Autumn Festival"


def test_the_notice_that_changed_a_day_is_named_for_it() -> None:
    assert CHINA.notice_of(date(2020, 2, 1)) == "国办发明电〔2020〕1号"
    assert CHINA.notice_of(date(2019, 5, 5)) == "国办发明电〔2019〕3号"
    assert CHINA.notice_of(date(2020, 3, 3)) == "国办发明电〔2019〕16号"


def test_another_calendar_tells_which_deadlines_it_moves() -> None:
    days = (
        CalendarDay(day=date(2026, 11, 11), works=False),
        CalendarDay(day=date(2026, 11, 14), works=True),
    )
    changed = calendar_of(WorkingCalendar(days=days))
    start = date(2026, 11, 9)
    deadlines = [
        Deadline("three days", start, 3),
        Deadline("four days", start, 4),
        Deadline("five days: made up for", start, 5),
        Deadline("on hold over the day off", start, 1, (Hold(start, date(2026, 11, 12)),)),
        Deadline("due before it", date(2026, 11, 2), 3),
        Deadline("on hold until today", start, 4, (Hold(date(2026, 11, 10)),)),
    ]

    found = moved_deadlines(CHINA, changed, deadlines, today=date(2026, 11, 12))

    assert found == [
        Moved("three days", date(2026, 11, 12), date(2026, 11, 13)),
        Moved("four days", date(2026, 11, 13), date(2026, 11, 14)),
        Moved("on hold until today", date(2026, 11, 17), date(2026, 11, 16)),
    ]


def test_a_moved_deadline_says_when_its_day_may_still_change() -> None:
    closed = calendar_of(WorkingCalendar(days=(CalendarDay(day=date(2026, 12, 1), works=False),)))
    deadline = Deadline("winter", date(2026, 11, 30), 30)

    found = moved_deadlines(CHINA, closed, [deadline], today=date(2026, 11, 30))

    assert [moved.is_provisional for moved in found] == [True]
