"""Is a list of units understood in both languages, and does only what it says change in the file?"""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from huiyin.plan.reading import read_plan
from huiyin.plan.unit_editing import with_units
from huiyin.plan.unit_rows import RowFaultCode, UnitRow, unit_list
from tests.small_plans import SMALL_TEXT, changed

SMALL = read_plan(SMALL_TEXT)
ENGLISH = ("Unit", "Name", "Kind", "Within", "Members", "Liaison")
CHINESE = ("单位代码", "单位名称", "单位类别", "上级单位", "人数", "联络员")


@pytest.mark.parametrize("headings", [ENGLISH, CHINESE])
def test_headings_are_known_in_both_languages(headings: tuple[str, ...]) -> None:
    found = unit_list([headings, ("north", "石鼓北社区", "社区", "石鼓街道", "9", "小满")], SMALL)

    assert found.faults == []
    assert found.rows == [
        UnitRow(2, "north", name="石鼓北社区", kind="community", within="shigu", members=9, liaison="小满")
    ]


def test_a_unit_without_a_key_is_known_by_its_name_and_a_new_one_is_numbered() -> None:
    found = unit_list([("单位名称", "类别"), ("柳塘街道", ""), ("新街道", "街道")], SMALL)

    assert [row.key for row in found.rows] == ["liutang", "u001"]


def test_a_unit_above_may_come_later_in_the_list() -> None:
    lines = [ENGLISH, ("low", "低", "community", "high", "", ""), ("high", "高", "street", "", "", "")]

    found = unit_list(lines, SMALL)

    assert found.faults == []
    assert found.rows[0].within == "high"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("Bad Key", "甲", "street", "", "", ""), RowFaultCode.NOT_A_KEY),
        (("new", "", "street", "", "", ""), RowFaultCode.NO_NAME),
        (("new", "甲", "", "", "", ""), RowFaultCode.NO_KIND),
        (("new", "甲", "strete", "", "", ""), RowFaultCode.NO_SUCH_KIND),
        (("new", "甲", "street", "nowhere", "", ""), RowFaultCode.NO_SUCH_UNIT),
        (("shigu", "", "", "", "-3", ""), RowFaultCode.NOT_A_NUMBER),
        (("", "", "", "", "5", ""), RowFaultCode.NO_NAME),
    ],
)
def test_what_a_row_lacks_is_told_with_its_line(line: tuple[str, ...], code: RowFaultCode) -> None:
    found = unit_list([("a title",), ENGLISH, line], SMALL)

    assert [(fault.line, fault.code) for fault in found.faults] == [(3, code)]


def test_a_name_of_several_units_is_not_guessed_at() -> None:
    twins = read_plan(changed("zh: 石鼓街道, en: Shigu Street", "zh: 柳塘街道, en: Liutang Street"))

    found = unit_list([("name", "members"), ("柳塘街道", "5")], twins)

    assert [fault.code for fault in found.faults] == [RowFaultCode.TWO_UNITS]


def test_a_unit_or_a_heading_twice_is_told() -> None:
    rows = unit_list([ENGLISH, ("shigu", "", "", "", "1", ""), ("shigu", "", "", "", "2", "")], SMALL)
    heads = unit_list([("unit", "members", "members"), ("shigu", "1", "2")], SMALL)

    assert [fault.code for fault in rows.faults] == [RowFaultCode.KEY_TWICE]
    assert [fault.code for fault in heads.faults] == [RowFaultCode.HEADING_TWICE]


def test_a_list_that_says_what_the_plan_says_changes_no_byte() -> None:
    rows = [
        UnitRow(1, unit.key, unit.name.zh, unit.name.en, unit.kind, unit.within or "", unit.members)
        for unit in SMALL.units
    ]

    assert with_units(SMALL_TEXT, SMALL, rows) == SMALL_TEXT


def test_a_liaison_who_is_in_the_plan_gets_a_post_and_no_second_entry() -> None:
    text = with_units(SMALL_TEXT, SMALL, [UnitRow(1, "office", liaison="联络员丙")])

    plan = read_plan(text)

    assert len(plan.people) == len(SMALL.people)
    assert [post.unit for post in plan.people_by_key["liaison"].posts] == ["liutang", "office"]


def test_comments_quotes_and_lists_without_indent_stay_as_they_are() -> None:
    text = SMALL_TEXT.replace("units:\n  - {key: minghu", "units:  # all of them\n  - {key: minghu")
    flat = with_lists_at_the_margin(text)
    assert read_plan(flat) == SMALL

    for before in (text, flat):
        after = with_units(before, SMALL, [UnitRow(1, "shigu", members=31)])
        changed_lines = set(after.splitlines()) - set(before.splitlines())
        assert [line.strip(" -") for line in changed_lines] == [
            "{key: shigu, name: {zh: 石鼓街道, en: Shigu Street}, kind: street, within: minghu, members: 31}"
        ]


def with_lists_at_the_margin(text: str) -> str:
    """The same file as somebody writes it who does not indent lists."""
    yaml = YAML(typ="rt")
    yaml.width = 10_000
    yaml.preserve_quotes = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=2, offset=0)
    stream = io.StringIO()
    yaml.dump(yaml.load(text), stream)
    return stream.getvalue()


@given(
    members=st.dictionaries(st.sampled_from([unit.key for unit in SMALL.units]), st.integers(0, 10**6)),
    new=st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), unique=True, max_size=4),
)
def test_the_edited_text_is_a_plan_that_says_what_the_list_says(
    members: dict[str, int], new: list[str]
) -> None:
    fresh = [key for key in new if key not in SMALL.units_by_key]
    rows = [UnitRow(1, key, members=count) for key, count in members.items()]
    rows += [UnitRow(1, key, name=f"单位{key}", kind="street", liaison=f"人{key}") for key in fresh]

    plan = read_plan(with_units(SMALL_TEXT, SMALL, rows))

    assert {key: plan.units_by_key[key].members for key in members} == members
    assert [unit.key for unit in plan.units] == [*SMALL.units_by_key, *fresh]
    assert len(plan.people) == len(SMALL.people) + len(fresh)
