"""What is a record of its kind, and what does checking make of it?"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.activities.field_faults import FaultCode
from huiyin.activities.field_texts import cell_text
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.rules import Checked, Entered, Fact, checked, is_late
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Column, FieldType
from huiyin.plan.reading import read_plan
from huiyin.trail.rules import canonical
from tests.campaign import SMALL_PLAN

PLAN = read_plan(SMALL_PLAN.read_text(encoding="utf-8"))
KIND = PLAN.kinds_by_key["everything"]
TODAY = date(2026, 9, 30)
DAY = date(2026, 9, 8)
LEAST = {"name": "开放日", "consent": "是"}


def said(values: dict[str, Any], **others: Any) -> Checked:
    entered = Entered("everything", "liutang", DAY, state="held", values={**LEAST, **values})
    return checked(Entered(**{**vars(entered), **others}), PLAN, today=TODAY)


def fact(found: Checked) -> Fact:
    assert found.fact is not None, found.faults
    return found.fact


def faults(found: Checked) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in found.faults]


@pytest.mark.parametrize(
    ("field", "given_as", "kept"),
    [
        ("name", " a\n b ", "a b"),
        ("name", 12.0, "12"),
        ("story", "一\r\n二\x00", "一\n二"),
        ("copies", "１，２００", 1200),
        ("copies", "1,200份", 1200),
        ("copies", 12.0, 12),
        ("copies", "0", 0),
        ("hours", "2.50小时", "2.5"),
        ("hours", 0.1, "0.1"),
        ("signed", "2026-9-7", "2026-09-07"),
        ("signed", "2026/9/7", "2026-09-07"),
        ("signed", "2026.09.07", "2026-09-07"),
        ("signed", "2026年9月7日", "2026-09-07"),
        ("signed", "2026-09-07 00:00:00", "2026-09-07"),
        ("signed", date(2026, 9, 7), "2026-09-07"),
        ("begins", "8:30", "08:30"),
        ("begins", "８点３０分", "08:30"),
        ("public", "否", False),
        ("public", "√", True),
        ("size", "Large", "large"),
        ("size", "小", "small"),
        ("fields", "卫生、教育", ["school", "health"]),
        ("fields", ["health"], ["health"]),
        ("page", "https://minghu.example/一", "https://minghu.example/一"),
        ("calls", "到居民家：是；到商户=不适用", {"home": "yes", "shop": "na"}),
        ("calls", {"shop": "no", "home": ""}, {"shop": "no"}),
        ("speaker", "领导戊", "leader"),
        ("guests", "文员甲、Head B；leader", ["clerk", "head", "leader"]),
        ("host", "石鼓街道", "shigu"),
        ("partners", ["liutang", "石鼓街道", "liutang"], ["liutang", "shigu"]),
        ("channel", "Minghu TV", "minghu-tv"),
        ("screen", "广场大屏", "screen-1"),
        ("studio", "老周工作室", "studio-1"),
        ("area", "空气", "air"),
        ("firm", "firm-1", "firm-1"),
        ("talk", "A" * 32, "a" * 32),
    ],
)
def test_a_value_is_understood_as_people_write_it(field: str, given_as: Any, kept: Any) -> None:
    assert fact(said({field: given_as})).values[field] == kept


@pytest.mark.parametrize(
    ("field", "given_as", "code"),
    [
        ("name", "  ", FaultCode.MISSING),
        ("name", "长" * 1001, FaultCode.TOO_LONG),
        ("name", True, FaultCode.NOT_TEXT),
        ("copies", "二十", FaultCode.NOT_A_NUMBER),
        ("copies", "1,20", FaultCode.NOT_A_NUMBER),
        ("copies", float("nan"), FaultCode.NOT_A_NUMBER),
        ("copies", True, FaultCode.NOT_A_NUMBER),
        ("copies", "12.5", FaultCode.NOT_WHOLE),
        ("copies", "-1", FaultCode.TOO_SMALL),
        ("copies", "100001", FaultCode.TOO_LARGE),
        ("hours", "1e99", FaultCode.NOT_A_NUMBER),
        ("hours", 1e99, FaultCode.TOO_LARGE),
        ("hours", "0.00001", FaultCode.TOO_MANY_DECIMALS),
        ("signed", "2026-02-30", FaultCode.NOT_A_DAY),
        ("signed", "去年", FaultCode.NOT_A_DAY),
        ("begins", "25:00", FaultCode.NOT_A_TIME),
        ("begins", "8:", FaultCode.NOT_A_TIME),
        ("public", "也许", FaultCode.NOT_A_YES_OR_NO),
        ("consent", "否", FaultCode.MUST_BE_YES),
        ("consent", "", FaultCode.MUST_BE_YES),
        ("size", "中", FaultCode.NO_SUCH_NAME),
        ("fields", {"school": "yes"}, FaultCode.NOT_A_LIST),
        ("page", "javascript:alert(1)", FaultCode.NOT_A_LINK),
        ("page", "https://a b", FaultCode.NOT_A_LINK),
        ("calls", "到居民家", FaultCode.NOT_AN_ANSWER),
        ("calls", {"home": "大概"}, FaultCode.NOT_AN_ANSWER),
        ("guests", "文员甲、无此人", FaultCode.NO_SUCH_NAME),
        ("studio", "老周", FaultCode.NO_SUCH_NAME),
        ("firm", "east", FaultCode.OF_ANOTHER_SORT),
        ("talk", "第一讲", FaultCode.NOT_A_RECORD),
        ("nickname", "小明", FaultCode.UNKNOWN_FIELD),
    ],
)
def test_a_value_that_does_not_fit_is_a_fault_of_its_field(
    field: str, given_as: Any, code: FaultCode
) -> None:
    found = said({field: given_as})

    assert found.fact is None
    assert faults(found) == [(field, code)]


def test_all_faults_are_told_at_once_and_what_could_be_read_is_kept() -> None:
    found = said({"copies": "x", "hours": "2", "size": "?"}, unit="nowhere", day="soon")

    assert faults(found) == [
        ("unit", FaultCode.NO_SUCH_NAME),
        ("day", FaultCode.NOT_A_DAY),
        ("copies", FaultCode.NOT_A_NUMBER),
        ("size", FaultCode.NO_SUCH_NAME),
    ]
    assert found.values == {"name": "开放日", "consent": True, "hours": "2"}


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"day": TODAY + timedelta(days=1)}, [("day", FaultCode.IN_THE_FUTURE)]),
        ({"day": TODAY, "last_day": "2026-10-02"}, [("last_day", FaultCode.IN_THE_FUTURE)]),
        ({"day": TODAY + timedelta(days=1), "state": "计划"}, []),
        ({"last_day": DAY - timedelta(days=1)}, [("last_day", FaultCode.BEFORE_FIRST_DAY)]),
        ({"day": date(2026, 9, 6)}, [("day", FaultCode.OUTSIDE_CAMPAIGN)]),
        ({"day": date.max, "state": "planned"}, [("day", FaultCode.OUTSIDE_CAMPAIGN)]),
        ({"day": ""}, [("day", FaultCode.MISSING)]),
        ({"state": "gone"}, [("state", FaultCode.NO_SUCH_NAME)]),
        ({"kind": "gone"}, [("kind", FaultCode.NO_SUCH_NAME)]),
        ({"part_of": "a" * 32}, [("part_of", FaultCode.NOT_A_PART)]),
    ],
)
def test_days_states_and_places_are_held_against_the_plan(
    others: dict[str, Any], expected: list[tuple[str, FaultCode]]
) -> None:
    assert faults(said({}, **others)) == expected


def test_a_policy_lets_days_lie_outside_the_campaign() -> None:
    document = PLAN.model_dump(mode="json", exclude_none=True)
    slack = {"key": "entry.outside_campaign_days", "value": 2, "since": "2026-01-01", "source": "办公室通知"}
    plan = Plan.model_validate({**document, "policy": [*document["policy"], slack]})

    days = [date(2026, 9, 4), date(2026, 9, 5)]

    entries = [Entered("talk", "liutang", day, values={"title": "预备"}) for day in days]
    assert [checked(entered, plan).fact is None for entered in entries] == [True, False]


def test_a_name_that_two_rows_have_means_neither() -> None:
    document = PLAN.model_dump(mode="json", exclude_none=True)
    twin = {"key": "twin", "name": {"zh": "领导戊", "en": "Leader Twin"}, "posts": [{"role": "guide"}]}
    plan = Plan.model_validate({**document, "people": [*document["people"], twin]})
    entered = Entered("visit", "liutang", DAY, values={"visitors": "领导戊"})

    found = checked(entered, plan)

    assert faults(found) == [("visitors", FaultCode.AMBIGUOUS_NAME)]
    assert found.faults[0].facts["keys"] == "leader, twin"


def test_the_honest_zero_is_the_same_all_week() -> None:
    days = [date(2026, 9, 14), date(2026, 9, 20), date(2026, 9, 21)]

    first, same, next_week = (
        fact(checked(Entered("nothing", "liutang", day), PLAN)).sameness for day in days
    )

    assert first == same != next_week


def test_spelling_makes_no_other_record() -> None:
    one, other = (
        fact(checked(Entered("talk", "柳塘街道", DAY, values={"title": title}), PLAN)).sameness
        for title in ("ＡＩ　讲座", " ai 讲座")
    )

    assert one == other


def test_a_thing_is_late_by_the_policy_of_the_day_of_its_entry() -> None:
    assert [is_late(TODAY - timedelta(days=days), TODAY, PLAN) for days in (0, 3, 4)] == [False, False, True]
    assert not is_late(date(2026, 1, 1), date(2026, 9, 6), PLAN)  # before the policy began


TEXTS = st.text(max_size=40)
KEYS = {
    "size": ["small", "large"],
    "fields": ["school", "health"],
    "people": [person.key for person in PLAN.people],
    "units": [unit.key for unit in PLAN.units],
}
VALUES = st.fixed_dictionaries(
    {"name": TEXTS.map(lambda text: f"名{text}"), "consent": st.just(value=True)},
    optional={
        "story": TEXTS,
        "copies": st.integers(0, 100_000),
        "hours": st.decimals(0, 10_000, places=4, allow_nan=False).map(str),
        "signed": st.dates().map(str),
        "begins": st.times().map(str),
        "public": st.booleans(),
        "size": st.sampled_from(KEYS["size"]),
        "fields": st.lists(st.sampled_from(KEYS["fields"])),
        "calls": st.dictionaries(st.sampled_from(["home", "shop"]), st.sampled_from(["yes", "no", "na"])),
        "speaker": st.sampled_from(KEYS["people"]),
        "guests": st.lists(st.sampled_from(KEYS["people"])),
        "host": st.sampled_from(KEYS["units"]),
        "partners": st.lists(st.sampled_from(KEYS["units"])),
        "studio": st.just("studio-1"),
        "firm": st.just("firm-1"),
        "talk": st.uuids().map(lambda id_: id_.hex),
    },
)


@given(VALUES)
def test_what_was_checked_is_checked_again_as_the_same(values: dict[str, Any]) -> None:
    first = fact(said(values))

    again = fact(said(json.loads(canonical(dict(first.values)))))

    assert again == first


@given(VALUES, st.sampled_from(["zh", "en"]))
def test_what_a_cell_shows_is_read_as_the_same(values: dict[str, Any], language: str) -> None:
    first, names = fact(said(values)), names_of(PLAN)
    cells = {
        field.key: cell_text(field, first.values[field.key], names, language)
        for field in KIND.fields
        if field.key in first.values
    }

    assert fact(said(cells)) == first


@given(VALUES)
def test_a_typed_column_is_the_field_that_it_is_filled_from(values: dict[str, Any]) -> None:
    found = fact(said(values))

    columns = {
        Column.NUMBER: found.number,
        Column.SECOND_NUMBER: found.second_number,
        Column.PERSON: found.person or None,
        Column.TARGET: found.target or None,
        Column.LABEL: found.label or None,
    }
    for column, kept in columns.items():
        field = KIND.filling(column)
        assert field is not None
        value = found.values.get(field.key)
        is_number = field.type in (FieldType.WHOLE, FieldType.DECIMAL)
        assert kept == (Decimal(value) if is_number and value is not None else value)


@given(
    st.dictionaries(
        st.sampled_from([field.key for field in KIND.fields] + ["strange"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
    ),
    st.text(),
    st.text(),
)
def test_whatever_is_given_checking_raises_nothing_and_keeps_no_float(
    values: dict[str, Any], day: str, state: str
) -> None:
    found = checked(Entered("everything", "liutang", day, day, state, values, state), PLAN, today=TODAY)

    assert bool(found.faults) == (found.fact is None)
    canonical(dict(found.values))
