"""Is every change between two plans told, nothing else, and in words that a clerk would use?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.languages import LANGUAGES, sentences
from huiyin.plan.differences import Change, Difference, differences
from huiyin.plan.document import Plan
from huiyin.plan.reading import read_plan
from huiyin.plan.shapes import models_within
from huiyin.publishing.plan_differences import TwoPlans, difference_sentence
from huiyin.publishing.plan_part_words import words_known
from tests.small_plans import SMALL_TEXT, changed

SMALL = read_plan(SMALL_TEXT)
LISTS = [name for name in Plan.model_fields if isinstance(getattr(SMALL, name), tuple)]


def told(old: Plan, new: Plan, language: str = "en") -> list[str]:
    say = sentences(language)
    return [difference_sentence(each, TwoPlans(old, new), language, say) for each in differences(old, new)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            ("due: 2026-11-30", "due: 2026-12-15"),
            "deadline of measure 1.1 moved from 2026-11-30 to 2026-12-15",
        ),
        (("members: 40}", "members: 41}"), "members of unit “Liutang Street” changed from “40” to “41”"),
        (("synthetic: true", "synthetic: false"), "example mark of the campaign changed from “yes” to “no”"),
        (
            ("owner: office, due", "owner: shigu, due"),
            "owner of measure 1.1 changed from “Trial Office” to “Shigu Street”",
        ),
        (
            ("[liutang, liutang-east]", "[liutang]"),
            "guidance group “Guidance group 1”: “Liutang East” taken out of units",
        ),
        (("role: auditor", "role: leader"), "post “auditor” of person “Auditor H” taken out"),
        (
            ("[unit, day, title]", "[day, unit, title]"),
            "kind of activity “Talk”: the order of what makes two records the same has changed",
        ),
        (
            ("zh: 听众人数,", "zh: 人数,"),
            "name in Chinese of field “Audience” of kind of activity “Talk” changed from “听众人数” "
            "to “人数”",
        ),
        (
            ("minimum: 0, fills: number}", "fills: number}"),
            "field “Audience” of kind of activity “Talk”: least value is now blank, before it was “0”",
        ),
        (
            ("{text: 0.2,", "{text: 0.3,"),
            "minutes by type of field “text” of the estimate of burden changed from “0.2” to “0.3”",
        ),
        (
            ("at_least: 1}]", "at_least: 3}]"),
            "least number of wanted evidence “Talk” of task “One talk in each street” changed from "
            "“1” to “3”",
        ),
        (
            ("value: 3, unit", "value: 5, unit"),
            "value of policy number entry.late_after_days 2026-09-07 changed from “3” to “5”",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_one_sentence(change: tuple[str, str], sentence: str) -> None:
    assert sentence in told(SMALL, read_plan(changed(*change)))


def test_an_entry_that_came_and_one_that_went_are_told_by_name() -> None:
    without = SMALL.model_copy(update={"channels": ()})

    assert told(SMALL, without) == ["channel “Minghu TV” taken out"]
    assert told(without, SMALL) == ["channel “Minghu TV” added"]


def test_another_order_is_told_and_nothing_else() -> None:
    turned = SMALL.model_copy(update={"kinds": SMALL.kinds[::-1]})

    assert told(SMALL, turned) == ["the order of the kinds of activity has changed"]


def test_what_may_be_a_telephone_number_is_not_repeated() -> None:
    new = read_plan(
        changed("zh: 曾在该街道任职, en: Worked there before", "zh: 电话 138 0013 8000, en: 13800138000")
    )

    assert all("8000" not in f"{each.old}{each.new}" for each in differences(SMALL, new))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_and_field_of_the_format_has_a_word(language: str) -> None:
    named = {name for model in models_within(Plan) for name in model.model_fields}

    assert named - words_known() == set()
    assert told(SMALL, read_plan(changed("due: 2026-11-30", "due: 2026-12-15")), language) != []


def shortened(plan: Plan, name: str, index: int) -> Plan:
    entries = getattr(plan, name)
    place = index % len(entries)
    return plan.model_copy(update={name: (*entries[:place], *entries[place + 1 :])})


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """The small plan with some entries taken out, doubled lists turned round, and some values changed."""
    plan = SMALL
    for name in draw(st.lists(st.sampled_from(LISTS), max_size=3)):
        if getattr(plan, name):
            plan = shortened(plan, name, draw(st.integers(0, 9)))
    if draw(st.booleans()):
        plan = plan.model_copy(update={"units": plan.units[::-1]})
    if draw(st.booleans()):
        measures = tuple(measure.model_copy(update={"due": None}) for measure in plan.measures)
        plan = plan.model_copy(update={"measures": measures})
    return plan


@given(plans())
def test_a_plan_does_not_differ_from_itself(plan: Plan) -> None:
    assert differences(plan, plan.model_copy(deep=True)) == []


@given(plans(), plans())
def test_two_plans_differ_exactly_when_a_difference_is_told(old: Plan, new: Plan) -> None:
    assert (differences(old, new) == []) == (old == new)


@given(plans(), plans())
def test_what_was_added_one_way_was_removed_the_other_way(old: Plan, new: Plan) -> None:
    turned = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    forward = [
        Difference(turned.get(each.change, each.change), each.part, each.key, each.path, each.new, each.old)
        for each in differences(old, new)
    ]

    assert sorted(forward, key=repr) == sorted(differences(new, old), key=repr)


@given(plans(), plans())
def test_adding_and_removing_what_is_told_gives_the_entries_of_the_new_plan(old: Plan, new: Plan) -> None:
    keys = {name: set(keys_of(old, name)) for name in LISTS}
    for each in differences(old, new):
        if each.change in (Change.ADDED, Change.REMOVED) and not each.path:
            keys[each.part] ^= {each.key}

    assert keys == {name: set(keys_of(new, name)) for name in LISTS}


def keys_of(plan: Plan, name: str) -> Iterator[Any]:
    for entry in getattr(plan, name):
        yield f"{entry.key} {entry.since}" if name == "policy" else entry.key


@given(plans(), plans(), st.sampled_from(LANGUAGES))
def test_every_difference_can_be_said(old: Plan, new: Plan, language: str) -> None:
    for sentence in told(old, new, language):
        assert sentence
        assert "{" not in sentence
