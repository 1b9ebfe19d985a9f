"""Is a calendar read with its faults on their lines, told when it changes, and shipped as it was issued?"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.languages import LANGUAGES, sentences
from huiyin.plan.calendar import CalendarBase, CalendarDay, WorkingCalendar
from huiyin.plan.calendar_tables import read_table
from huiyin.plan.checking import notices
from huiyin.plan.differences import differences
from huiyin.plan.document import Plan
from huiyin.plan.faults import Fault, FaultCode, NoticeCode
from huiyin.plan.reading import PlanFaults, read_plan
from huiyin.plan.working_days import calendar_of
from huiyin.publishing.plan_differences import TwoPlans, difference_sentence
from huiyin.publishing.plan_part_words import calendar_base_word, weekday_word
from huiyin.publishing.plan_words import fault_sentence
from tests.repository.tree import ROOT
from tests.small_plans import SMALL_TEXT

CHINA = read_table(CalendarBase.CHINA)
CALENDAR = """calendar:
  based_on: china
  weekend: [6, 7]
  days:
    - {day: 2026-12-01, works: false, name: {zh: 停电, en: Power cut}, notice: 区试办通知（虚构）}
    - {day: 2026-12-05, works: true}
  years:
    - {year: 2027, notice: 甲}
"""
WAYS = ["china", "[6, 7]", "6", "2026-12-01", "false", "{zh: 停电, en: Power cut}", "2027", "甲", "true"]
LINES_AHEAD = SMALL_TEXT.count("\n")

# What is written wrong, as (what to replace, by what), what is said of it, and on which line of the calendar.
FAULTS = [
    (("china", "chnia"), FaultCode.NOT_ONE_OF, "based_on", 2),
    (("[6, 7]", "[6, 8]"), FaultCode.NOT_ONE_OF, "weekend[2]", 3),
    (("[6, 7]", "[1, 2, 3, 4, 5, 6, 7]"), FaultCode.NO_WORKING_DAY, "weekend", 3),
    (("en: Power cut", "en: Power cut."), FaultCode.SENTENCE, "days[1].name.en", 5),
    (("2026-12-05", "2026-12-01"), FaultCode.KEY_TWICE, "days[2].day", 6),
    (("2026-12-05", "2026-12-32"), FaultCode.WRONG_SHAPE, "days[2].day", 6),
    (("2026-12-05", "2062-12-05"), FaultCode.OUTSIDE, "days[2].day", 6),
    (("works: true", "works: perhaps"), FaultCode.WRONG_SHAPE, "days[2].works", 6),
    ((", works: true", ""), FaultCode.MISSING, "days[2].works", 6),
    ((", notice: 甲", ""), FaultCode.MISSING, "years[1].notice", 8),
    (("甲}", "甲}\n    - {year: 2027, notice: 乙}"), FaultCode.KEY_TWICE, "years[2].year", 9),
]


def plan_with(calendar: str) -> Plan:
    return read_plan(SMALL_TEXT + calendar)


def told(old: Plan, new: Plan) -> list[str]:
    say = sentences("en")
    return [difference_sentence(each, TwoPlans(old, new), "en", say) for each in differences(old, new)]


@pytest.mark.parametrize(("change", "code", "place", "line"), FAULTS)
def test_a_fault_of_the_calendar_is_told_on_its_line(
    change: tuple[str, str], code: FaultCode, place: str, line: int
) -> None:
    with pytest.raises(PlanFaults) as caught:
        plan_with(CALENDAR.replace(*change))

    found = [(fault.code, fault.place, fault.line) for fault in caught.value.faults]
    assert found == [(code, f"calendar.{place}", LINES_AHEAD + line)]
    assert f"line {LINES_AHEAD + line}" in fault_sentence(caught.value.faults[0], sentences("en"))


def test_a_plan_that_says_nothing_follows_the_notices_of_china() -> None:
    assert read_plan(SMALL_TEXT).calendar == WorkingCalendar()
    assert WorkingCalendar().based_on is CalendarBase.CHINA


def test_a_calendar_is_the_same_after_it_was_kept_as_a_document() -> None:
    plan = plan_with(CALENDAR)

    kept = Plan.model_validate_json(plan.model_dump_json())

    assert kept == plan
    assert calendar_of(kept.calendar) is calendar_of(plan.calendar)


def test_an_office_may_work_on_every_day_of_the_week() -> None:
    plan = plan_with("calendar: {based_on: none, weekend: []}\n")

    calendar = calendar_of(plan.calendar)

    assert calendar.after(plan.campaign.starts, 30) == plan.campaign.starts + timedelta(days=30)


def test_a_changed_calendar_is_told_in_sentences() -> None:
    changed = (
        CALENDAR.replace("china", "none")
        .replace("[6, 7]", "[7]")
        .replace("works: false", "works: true")
        .replace("2026-12-05, works: true", "2026-12-06, works: false")
    )

    assert told(plan_with(CALENDAR), plan_with(changed)) == [
        "basis of the calendar of working days changed from “official notices of China” to “weekends alone”",
        "the calendar of working days: “Saturday” taken out of weekend",
        "day “2026-12-05” of the calendar of working days (worked) taken out",
        "working day of day “2026-12-01 Power cut” of the calendar of working days "
        "changed from “no” to “yes”",
        "day “2026-12-06” of the calendar of working days (off) added",
    ]


def test_a_year_that_came_with_its_notice_is_told() -> None:
    without = CALENDAR[: CALENDAR.index("  years:")]

    assert told(plan_with(without), plan_with(CALENDAR)) == [
        "year “2027” of the calendar of working days added"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_the_week_and_every_base_has_a_word(language: str) -> None:
    say = sentences(language)

    words = [weekday_word(number, say) for number in range(1, 8)]
    words += [calendar_base_word(base, say) for base in CalendarBase]

    assert len(set(words)) == 7 + len(CalendarBase)


DAYS = st.builds(
    CalendarDay, day=st.dates(), works=st.booleans(), name=st.none() | st.just("停电"), notice=st.just("")
)


@given(st.lists(DAYS, max_size=4, unique_by=lambda day: day.day), st.lists(DAYS, max_size=4))
def test_two_calendars_differ_exactly_when_a_difference_is_told(
    old: list[CalendarDay], new: list[CalendarDay]
) -> None:
    plan = read_plan(SMALL_TEXT)
    before, after = (
        plan.model_copy(update={"calendar": WorkingCalendar(days=tuple(days))}) for days in (old, new)
    )

    assert (told(before, after) == []) == (before == after)


@pytest.mark.parametrize("guide", ["docs/guides/calendar.md", "docs/guides/calendar.zh.md"])
def test_every_calendar_that_the_guide_shows_can_be_written_into_a_plan(guide: str) -> None:
    page = (ROOT / guide).read_text(encoding="utf-8")
    shown = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)

    plans = [plan_with(calendar) for calendar in shown]

    assert all(plan.calendar.days for plan in plans)
    assert [name for name in WorkingCalendar.model_fields if f"`{name}`" not in page] == []


@given(way=st.sampled_from(WAYS), value=st.sampled_from(["1", "[1, [2]]", "{a: b}", '"x；y"', ""]))
def test_a_calendar_with_anything_in_any_place_is_read_or_refused_with_a_line(way: str, value: str) -> None:
    text = SMALL_TEXT + CALENDAR.replace(way, value, 1)

    faults: tuple[Fault, ...] = ()
    try:
        read_plan(text)
    except PlanFaults as refusal:
        faults = refusal.faults

    lines = range(1, text.count("\n") + 2)
    assert all(fault.line in lines and fault_sentence(fault, sentences("en")) for fault in faults)


def test_a_campaign_that_reaches_into_a_provisional_year_is_noticed() -> None:
    longer = SMALL_TEXT.replace("ends: 2026-12-31", "ends: 2027-03-31")

    def provisional(calendar: str) -> list[str]:
        found = notices(read_plan(longer + calendar))
        return [each.subject for each in found if each.code is NoticeCode.PROVISIONAL_YEAR]

    assert provisional("") == ["2027"]
    assert provisional(CALENDAR) == []
    assert provisional("calendar: {based_on: none}\n") == []


# --- the shipped table ------------------------------------------------------------------------------------


def test_every_year_from_2016_to_2026_has_a_notice_with_its_own_number_date_and_source() -> None:
    numbers = Counter(notice.number for notice in CHINA.notices)

    assert {notice.year for notice in CHINA.notices} == set(range(2016, 2027))
    assert set(numbers.values()) == {1}
    for notice in CHINA.notices:
        assert f"〔{notice.issued.year}〕" in notice.number
        assert notice.source.startswith("https://www.gov.cn/gongbao/")


def test_notices_stand_in_the_order_of_issue_and_come_before_what_they_arrange() -> None:
    issued = [notice.issued for notice in CHINA.notices]

    assert issued == sorted(issued)
    for notice in CHINA.notices:
        for arrangement in notice.arrangements:
            assert arrangement.last > notice.issued
            assert arrangement.last.year == notice.year


def test_no_notice_reaches_further_back_into_the_year_before_than_the_table_says() -> None:
    for notice in CHINA.notices:
        for arrangement in notice.arrangements:
            for day in (arrangement.first, *arrangement.works):
                assert day + timedelta(days=CHINA.reaches_back) >= date(notice.year, 1, 1)


def test_make_up_days_are_days_of_a_weekend_and_near_their_holiday() -> None:
    worked = [
        (arrangement, day)
        for notice in CHINA.notices
        for arrangement in notice.arrangements
        for day in arrangement.works
    ]

    assert len(worked) > 60
    for arrangement, day in worked:
        assert day.isoweekday() > 5
        assert arrangement.first - timedelta(days=14) < day < arrangement.last + timedelta(days=14)


def test_the_law_gives_thirteen_days_to_every_year_that_has_no_notice_yet() -> None:
    """By the measures of 2024: 1, 4, 1, 2, 1, 1 and 3 days; two of them may fall on one day."""
    years = Counter(
        arrangement.first.year
        for arrangement in CHINA.statutory.days
        for _ in range((arrangement.last - arrangement.first).days + 1)
    )

    assert min(years) == max(notice.year for notice in CHINA.notices) + 1
    assert {year: days for year, days in years.items() if days != 13} == {2028: 12, 2031: 12}
