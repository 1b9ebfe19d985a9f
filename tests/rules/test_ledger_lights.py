"""Does a light say by its facts, and those alone, whether a problem waits, is on course, soon due or late?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ledger.moves import ENDED, ProblemState
from huiyin.ledger.shown.lights import SIGNS, WAITS_ON, Color, Limits, Standing, Watch, Why
from huiyin.plan.calendar import WorkingCalendar
from huiyin.plan.working_days import calendar_of

S = ProblemState
CALENDAR = calendar_of(WorkingCalendar())
LIMITS = Limits(soon_days=7, soon_share=20, receive_days=2, check_days=5)
THURSDAY = date(2026, 11, 12)  # working; so are 13, 16, 17 and 18 November
AT_WORK = Standing(S.IN_PROGRESS, begun=date(2026, 9, 14), due=THURSDAY, due_original=THURSDAY)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def on(today: date, limits: Limits = LIMITS) -> Watch:
    return Watch(today, CALENDAR, limits)


def test_late_says_how_many_working_days_it_is_past_which_day_and_whether_more_time_was_asked() -> None:
    light = on(date(2026, 11, 18)).light(AT_WORK)

    assert (light.color, light.sign, light.why) == (Color.LATE, "●", Why.DUE_PAST)
    assert light.facts == {"due": THURSDAY, "days": 4, "extension": "none"}


@pytest.mark.parametrize(
    ("today", "color"),
    [
        (date(2026, 11, 12), Color.SOON),
        (date(2026, 11, 13), Color.LATE),
        (date(2026, 10, 30), Color.SOON),  # a fifth of the 59 days is left, of which it has 13
        (date(2026, 10, 12), Color.ON_COURSE),
    ],
)
def test_it_turns_late_the_first_working_day_after_the_due_day(today: date, color: Color) -> None:
    limits = replace(LIMITS, soon_share=25)

    assert on(today, limits).light(AT_WORK).color is color


def test_a_weekend_after_the_due_day_makes_nothing_late() -> None:
    friday = replace(AT_WORK, due=date(2026, 11, 13))

    assert on(date(2026, 11, 15)).light(friday).color is Color.SOON
    assert on(date(2026, 11, 16)).light(friday).color is Color.LATE


def test_soon_begins_at_the_earlier_of_the_days_and_the_share() -> None:
    long = replace(AT_WORK, begun=date(2026, 1, 1), due=date(2026, 12, 31))
    by_share_alone = date(2026, 10, 20)

    assert on(by_share_alone).light(long).color is Color.SOON
    assert on(by_share_alone, replace(LIMITS, soon_share=0)).light(long).color is Color.ON_COURSE


def test_an_extension_that_was_asked_or_granted_stands_among_the_facts() -> None:
    asked = replace(AT_WORK, is_extension_asked=True)
    granted = replace(AT_WORK, extensions=1, due_original=date(2026, 10, 30))

    assert on(date(2026, 11, 18)).light(asked).facts["extension"] == "asked"
    assert on(date(2026, 11, 18)).light(granted).facts == {
        "due": THURSDAY,
        "days": 4,
        "extension": "granted",
        "original": date(2026, 10, 30),
    }


def test_a_claim_hands_the_time_to_whoever_checks() -> None:
    claimed = Standing(S.CLAIMED, due=THURSDAY, claimed=THURSDAY)

    in_time, late = on(date(2026, 11, 18)).light(claimed), on(date(2026, 11, 23)).light(claimed)

    assert (in_time.color, in_time.facts["on"], in_time.facts["days"]) == (Color.WAITING, "verifier", 1)
    assert (late.color, late.why, late.facts["days"]) == (Color.LATE, Why.CHECK_LATE, 2)


def test_what_nobody_received_in_its_days_is_late_though_its_due_day_is_far() -> None:
    assigned = Standing(S.ASSIGNED, begun=THURSDAY, assigned=THURSDAY, due=date(2026, 12, 30))

    assert on(date(2026, 11, 16)).light(assigned).color is Color.ON_COURSE
    light = on(date(2026, 11, 17)).light(assigned)
    assert (light.color, light.why, light.facts["days"]) == (Color.LATE, Why.NOT_RECEIVED, 1)


def test_a_standing_measure_is_due_for_its_review() -> None:
    standing = Standing(S.STANDING, due=date(2020, 1, 1), next_review=THURSDAY)

    whys = [on(day).light(standing).why for day in (date(2026, 10, 1), THURSDAY, date(2026, 11, 13))]

    assert whys == [Why.REVIEW_LATER, Why.REVIEW_SOON, Why.REVIEW_PAST]


@given(st.sampled_from(sorted(S)), DAYS, DAYS, DAYS)
def test_every_state_has_one_of_the_five_lights_with_its_sign(
    state: ProblemState, today: date, begun: date, due: date
) -> None:
    light = on(today).light(Standing(state, begun, due, assigned=begun, claimed=begun, next_review=due))

    assert light.sign == SIGNS[light.color]
    assert (light.color is Color.ENDED) == (state in ENDED)
    assert (light.color is Color.WAITING) <= (state in WAITS_ON and WAITS_ON[state] != "owner")


@given(DAYS, DAYS)
def test_once_late_it_stays_late_and_never_is_before_the_due_day(today: date, due: date) -> None:
    standing = replace(AT_WORK, due=due)
    is_late = on(today).light(standing).color is Color.LATE

    assert is_late <= (today > due)
    assert is_late <= (on(today + timedelta(days=1)).light(standing).color is Color.LATE)
    assert is_late == any(
        CALENDAR.works_on(due + timedelta(days=back)) for back in range(1, (today - due).days + 1)
    )


@given(DAYS, DAYS, st.integers(1, 10))
def test_the_day_before_which_all_has_taken_too_long_is_that_of_counting_forward(
    today: date, begun: date, days: int
) -> None:
    watch = on(today)

    is_over = CALENDAR.after(begun, days) < watch.late_before

    assert is_over == (begun <= watch.begun_too_long_ago(days))


@given(DAYS, DAYS, st.integers(0, 30))
def test_the_day_until_which_all_is_soon_is_that_of_counting_days(today: date, due: date, days: int) -> None:
    watch = on(today, replace(LIMITS, soon_days=days))

    assert (due <= watch.soon_until) == (CALENDAR.between(today, due) <= days)
