"""Which opinions may be kept, what is said of those that may not, and who may take in?"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.access.rules import Actor, Holding, Permission
from huiyin.activities.field_faults import FaultCode
from huiyin.opinions.rules import (
    Correction,
    IntakeActor,
    Said,
    checked,
    corrected,
    faults_of,
    unit_of,
    writers_of,
)
from huiyin.plan.reading import read_plan
from tests.small_plans import SMALL_TEXT, changed

PLAN = read_plan(SMALL_TEXT)
NAMED_ONLY = read_plan(
    changed(
        "{key: form, name: {zh: 意见表, en: Opinion form}}",
        "{key: form, name: {zh: 意见表, en: Opinion form}, naming: [named]}",
    )
)
TODAY = date(2026, 9, 30)
SAID = Said("form", date(2026, 9, 28), "路灯坏了两个月。")


def faults(plan: Any = PLAN, **changes: Any) -> list[tuple[str, FaultCode]]:
    found = checked(dataclasses.replace(SAID, **changes), plan, TODAY)
    assert (found.fact is None) == bool(found.faults)
    return [(fault.field, FaultCode(fault.code)) for fault in found.faults]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"day": "2026年9月28日"}, []),
        ({"words": " \n "}, [("words", FaultCode.MISSING)]),
        ({"words": "", "title": "路灯"}, []),
        ({"words": "长" * 20_001}, [("words", FaultCode.TOO_LONG)]),
        ({"title": "长" * 301}, [("title", FaultCode.TOO_LONG)]),
        ({"channel": " "}, [("channel", FaultCode.MISSING)]),
        ({"channel": "nowhere"}, [("channel", FaultCode.NO_SUCH_NAME)]),
        ({"day": ""}, [("day", FaultCode.MISSING)]),
        ({"day": "昨天"}, [("day", FaultCode.NOT_A_DAY)]),
        ({"day": "2026-10-01"}, [("day", FaultCode.IN_THE_FUTURE)]),
        ({"day": "2019-10-01"}, []),
        ({"area": "没有"}, [("area", FaultCode.NO_SUCH_NAME)]),
        ({"unit": "没有"}, [("unit", FaultCode.NO_SUCH_NAME)]),
        ({"likes": "1,200"}, []),
        ({"likes": "-1"}, [("likes", FaultCode.TOO_SMALL)]),
        ({"likes": "1.5"}, [("likes", FaultCode.NOT_WHOLE)]),
        ({"likes": 2**31}, [("likes", FaultCode.TOO_LARGE)]),
        ({"activity": "第一场"}, [("activity", FaultCode.NOT_A_RECORD)]),
        ({"given_id": "1" * 101}, [("given_id", FaultCode.TOO_LONG)]),
        ({"naming": "named", "name": "周谷雨"}, []),
        ({"naming": "named"}, [("naming", FaultCode.MISSING)]),
        ({"naming": "pseudonymous", "contact": "13912345678"}, []),
        ({"naming": "anonymous", "name": "周谷雨"}, [("naming", FaultCode.OF_ANOTHER_SORT)]),
        ({"naming": "secret"}, [("naming", FaultCode.OF_ANOTHER_SORT)]),
        ({"plan": NAMED_ONLY}, [("naming", FaultCode.OF_ANOTHER_SORT)]),
        ({"day": "", "words": ""}, [("words", FaultCode.MISSING), ("day", FaultCode.MISSING)]),
    ],
)
def test_what_is_wrong_is_said_of_its_field(changes: dict[str, Any], expected: list[Any]) -> None:
    assert sorted(faults(**changes)) == sorted(expected)


def test_names_and_written_forms_become_keys_and_days() -> None:
    said = dataclasses.replace(SAID, day="2026.9.8", area="大气污染防治", unit="liutang-east", likes="３")

    fact = checked(said, PLAN, TODAY).fact

    assert fact is not None
    assert (fact.day, fact.area, fact.unit, fact.likes) == (date(2026, 9, 8), "air", "liutang-east", 3)


def test_without_words_the_title_is_what_was_said() -> None:
    fact = checked(dataclasses.replace(SAID, title="路灯坏了", words=""), PLAN, TODAY).fact

    assert fact is not None
    assert (fact.title, fact.words) == ("", "路灯坏了")


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["", "form", "walks", "named", "路灯。", "2026-09-01", "1" * 32]
)


@given(st.builds(Said, *(TEXTS,) * 12, given_id=TEXTS, grew_into=TEXTS))
def test_whatever_is_given_is_an_opinion_or_has_faults(said: Said) -> None:
    found = checked(said, PLAN, TODAY)

    assert found.faults == faults_of(said, PLAN, TODAY)
    assert (found.fact is None) == bool(found.faults)
    if found.fact is not None:
        again = checked(dataclasses.replace(said, words=found.fact.words), PLAN, TODAY)
        assert again.fact is not None
        assert again.fact.words == found.fact.words


def test_a_correction_sets_what_it_names_alone() -> None:
    found = corrected(Correction(channel="walks", unit=""), PLAN, TODAY)

    assert found.values == {"channel": "walks", "goes_to_board": False, "unit": ""}


@pytest.mark.parametrize(
    ("role", "writers"),
    [
        ("clerk", {"office", "unit", "guide"}),
        ("liaison", {"unit"}),
        ("leader", {"unit"}),
        ("guide", {"guide"}),
        ("head", set()),
        ("auditor", set()),
        ("administrator", set()),
        ("custodian", set()),
    ],
)
def test_everybody_takes_in_as_what_they_are(role: str, writers: set[str]) -> None:
    actor = Actor("a", holdings=(Holding(role, frozenset({"liutang"}), frozenset({"shigu"})),))

    assert writers_of(actor, Permission.RECORD_OPINIONS) == writers


def test_a_system_takes_in_as_a_system() -> None:
    assert writers_of(IntakeActor("a", channel="hotline"), Permission.RECORD_OPINIONS) == {"system"}


def test_the_unit_that_took_it_in_is_the_highest_of_the_post() -> None:
    actor = Actor("a", holdings=(Holding("liaison", frozenset({"liutang-east", "liutang"})),))

    assert unit_of(actor, Permission.RECORD_OPINIONS, PLAN) == "liutang"
    assert unit_of(Actor("a"), Permission.RECORD_OPINIONS, PLAN) == ""
