"""Does counting working days keep its laws on any weekend, any table and any holds?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiyin.plan.calendar import CalendarBase, CalendarDay, Weekday, WorkingCalendar
from huiyin.plan.working_days import (
    Calendar,
    DayKind,
    Hold,
    calendar_of,
    due_with_holds,
    working_days_held,
)

DAY = timedelta(days=1)
WEEKENDS = calendar_of(WorkingCalendar(based_on=CalendarBase.NONE))
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(1, 300)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any weekend that leaves a day, on either base, with up to twenty days of its own."""
    weekend = draw(st.lists(st.sampled_from(Weekday), max_size=6, unique=True))
    own = draw(st.dictionaries(DAYS, st.booleans(), max_size=20))
    return calendar_of(
        WorkingCalendar(
            based_on=draw(st.sampled_from(CalendarBase)),
            weekend=tuple(weekend),
            days=tuple(CalendarDay(day=day, works=works) for day, works in own.items()),
        )
    )


@st.composite
def any_holds(draw: st.DrawFn) -> list[Hold]:
    begun = draw(st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=5))
    return [Hold(day, day + DAY * length) for day, length in begun]


@given(calendars(), DAYS, COUNTS)
def test_so_many_days_after_and_between_undo_each_other(calendar: Calendar, start: date, days: int) -> None:
    due = calendar.after(start, days)

    assert calendar.works_on(due)
    assert calendar.between(start, due) == days
    assert calendar.between(due, start) == -days
    assert calendar.after(start, days) == calendar.after(calendar.after(start, days - 1), 1) or days == 1


@given(calendars(), DAYS)
def test_the_first_working_day_after_is_found_by_looking_at_each(calendar: Calendar, start: date) -> None:
    day = start + DAY
    while not calendar.works_on(day):
        day += DAY

    assert calendar.next_working(start) == day
    assert calendar.after(start, 0) == (start if calendar.works_on(start) else day)
    before = calendar.previous_working(start)
    assert calendar.works_on(before)
    assert calendar.between(before, start - DAY) == 0


@given(calendars(), DAYS, DAYS)
def test_days_between_are_those_that_are_worked(calendar: Calendar, first: date, last: date) -> None:
    first, last = sorted((first, last))

    worked = sum(calendar.works_on(first + DAY * number) for number in range(1, (last - first).days + 1))

    assert calendar.between(first, last) == worked


@given(calendars(), DAYS, DAYS, COUNTS, COUNTS)
def test_a_later_start_or_a_longer_time_is_never_due_earlier(
    calendar: Calendar, start: date, other: date, days: int, more: int
) -> None:
    assert calendar.after(min(start, other), days) <= calendar.after(max(start, other), days)
    assert calendar.after(start, days) < calendar.after(start, days + more)


@given(calendars(), DAYS, COUNTS, COUNTS)
def test_an_extension_goes_on_from_the_due_day(calendar: Calendar, start: date, days: int, more: int) -> None:
    assert calendar.after(calendar.after(start, days), more) == calendar.after(start, days + more)


@given(calendars(), DAYS, DAYS, st.integers(0, 60))
def test_a_hold_of_so_many_working_days_moves_the_due_day_by_exactly_so_many(
    calendar: Calendar, due: date, start: date, length: int
) -> None:
    hold = Hold(start, start + DAY * length)

    moved = due_with_holds(calendar, due, [hold], due)

    assert calendar.between(due, moved) == calendar.between(hold.start, start + DAY * length)


@given(calendars(), DAYS, any_holds(), any_holds(), DAYS)
def test_no_further_hold_makes_anything_due_earlier(
    calendar: Calendar, due: date, holds: list[Hold], further: list[Hold], today: date
) -> None:
    moved = due_with_holds(calendar, due, holds, today)

    assert due <= moved <= due_with_holds(calendar, due, [*holds, *further], today)


@given(calendars(), any_holds(), DAYS)
def test_a_working_day_is_held_once_however_many_holds_it_lies_in(
    calendar: Calendar, holds: list[Hold], today: date
) -> None:
    spans = [(hold.start, hold.end or today) for hold in holds]
    held = {
        start + DAY * number for start, end in spans for number in range(1, (end - start).days + 1)
    }  # fmt: skip

    assert working_days_held(calendar, holds, today) == sum(map(calendar.works_on, held))
    assert working_days_held(calendar, [*holds, *holds], today) == sum(map(calendar.works_on, held))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 5000))
def test_without_days_of_its_own_a_calendar_counts_mondays_to_fridays(start: date, days: int) -> None:
    counted = np.busday_offset(start, days, roll="backward"), np.busday_offset(start, 0, roll="forward")

    assert [str(WEEKENDS.after(start, days)), str(WEEKENDS.after(start, 0))] == [str(day) for day in counted]


@given(calendars(), st.integers(2024, 2027), st.integers(1, 12))
def test_a_page_shows_as_working_what_is_worked(calendar: Calendar, year: int, month: int) -> None:
    for shown in calendar.shown_month(year, month):
        assert (shown.kind in (DayKind.WORKING, DayKind.MAKE_UP)) is calendar.works_on(shown.day)
        assert shown.name == calendar.name_of(shown.day)
