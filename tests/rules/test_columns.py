"""Is each column given its role, by choice, by name or by content, whatever the order of the rows?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.opinions.files.columns import (
    ColumnChoice,
    ColumnPlan,
    UnknownColumn,
    Why,
    find_column,
    plan_columns,
)
from huiyin.opinions.files.header_words import Role
from huiyin.opinions.files.intake import read_opinions

NAMES = ("id", "user", "time", "title", "detail", "reply", "reply_time")
ROWS = [
    [
        str(number * 37),
        f"U{number % 5:03}",
        f"2026/3/{number + 1} 9:05:00",
        f"第{number}小区东门外搅拌站噪声",
        f"我住在第{number}小区，东门外的搅拌站夜里两点还在响，孩子睡不着，打过电话也没有人来管。",
        f"网友“U{number % 5:03}”您好！您的留言已收悉。现回复如下：经核实，第{number}小区的搅拌站已停工。" * 2,
        f"2026/4/{number + 1} 10:00:00",
    ]
    for number in range(1, 25)
]


def plan(
    names: Sequence[str], rows: Sequence[Sequence[str]] = (), choice: ColumnChoice | None = None
) -> ColumnPlan:
    return plan_columns(names, rows, choice=choice or ColumnChoice())


def roles_of(found: ColumnPlan) -> dict[Role, list[int]]:
    return {role: [use.index for use in uses] for role, uses in found.uses.items()}


class TestByName:
    def test_a_message_table_is_read_without_its_replies(self) -> None:
        assert roles_of(plan(NAMES, ROWS)) == {
            Role.TEXT: [4],
            Role.TITLE: [3],
            Role.ID: [0],
            Role.TIME: [2],
            Role.PERSON: [1],
        }

    def test_the_reason_is_said(self) -> None:
        assert [use.why for uses in plan(NAMES, ROWS).uses.values() for use in uses] == [Why.NAME] * 5

    def test_a_group_column_beside_the_text_is_no_area(self) -> None:
        rows = [[str(n // 3), f"什么时候才有第{n}次邀请"] for n in range(30)]

        assert roles_of(plan(("group", "text"), rows)) == {Role.TEXT: [1]}

    def test_a_hotline_table_gives_every_role(self) -> None:
        names = (
            "工单编号",
            "来电人",
            "来电号码",
            "受理时间",
            "事项标题",
            "诉求内容",
            "所属街道",
            "事发地址",
            "一级分类",
            "承办单位",
            "办理结果",
        )

        found = plan(names)

        assert roles_of(found) == {
            Role.ID: [0],
            Role.PERSON: [2, 1],
            Role.TIME: [3],
            Role.TITLE: [4],
            Role.TEXT: [5],
            Role.PLACE: [6, 7],
            Role.AREA: [8],
            Role.UNIT: [9],
        }

    def test_a_table_with_titles_only_reads_them_as_text(self) -> None:
        assert roles_of(plan(("编号", "主题"), [["1", "路灯坏了"]])) == {Role.ID: [0], Role.TEXT: [1]}

    def test_a_further_text_column_is_told_and_not_read(self) -> None:
        found = plan(("姓名", "意见", "建议"))

        assert found.indexes(Role.TEXT) == (1,)
        assert found.other_texts == ("建议",)

    def test_a_running_number_is_no_id(self) -> None:
        assert Role.ID not in plan(("序号", "内容"), [["1", "路灯坏了"], ["2", "停车乱"]]).uses

    def test_a_response_is_the_text_of_a_survey_but_not_beside_a_text(self) -> None:
        assert plan(("respondent", "response")).indexes(Role.TEXT) == (1,)
        assert plan(("comment", "response")).indexes(Role.TEXT) == (0,)


class TestCellsAgainstNames:
    def test_a_column_without_cells_holds_no_text(self) -> None:
        rows = [["", "路灯坏了很久"], ["", "停车太乱了"]]

        assert plan(("诉求内容", "问题描述"), rows).indexes(Role.TEXT) == (1,)

    def test_a_text_column_without_any_words_is_still_the_text(self) -> None:
        assert plan(("编号", "内容"), [["1", ""], ["2", ""]]).indexes(Role.TEXT) == (1,)

    def test_a_time_column_of_words_is_no_time(self) -> None:
        assert Role.TIME not in plan(("时间", "内容"), [["晚上", "路灯坏了"], ["白天", "停车乱"]]).uses

    def test_a_text_column_of_office_phrases_is_an_answer(self) -> None:
        rows = [[row[4], row[5]] for row in ROWS]

        assert plan(("描述", "内容"), rows).indexes(Role.TEXT) == (0,)


class TestByContent:
    def test_a_message_table_without_header_is_understood(self) -> None:
        found = plan([""] * len(NAMES), ROWS)

        assert roles_of(found) == {Role.TEXT: [4], Role.TIME: [2], Role.ID: [0], Role.TITLE: [3]}
        assert {use.why for uses in found.uses.values() for use in uses} == {Why.CONTENT}

    def test_a_column_without_header_is_named_by_its_place(self) -> None:
        assert plan([""] * len(NAMES), ROWS).uses[Role.TEXT][0].name == "#5"

    def test_telephones_tell_persons_and_place_names_tell_places(self) -> None:
        rows = [
            [f"1390000{n:04}", f"明湖区第{n}小区", f"我们这里的路灯坏了{n}个月没人修"] for n in range(10, 30)
        ]

        assert roles_of(plan(["甲", "乙", "丙"], rows)) == {
            Role.PERSON: [0],
            Role.PLACE: [1],
            Role.TEXT: [2],
        }

    def test_pairs_of_numbers_have_no_text(self) -> None:
        assert Role.TEXT not in plan(("a", "b"), [["9838", "12768"], ["23770", "23809"]]).uses

    @settings(deadline=None)
    @given(st.permutations(ROWS))
    def test_the_order_of_rows_changes_nothing(self, rows: list[list[str]]) -> None:
        assert plan([""] * len(NAMES), rows) == plan([""] * len(NAMES), ROWS)


class TestChoice:
    def test_a_chosen_column_overrides_the_guess(self) -> None:
        found = plan(NAMES, ROWS, ColumnChoice(text=("reply",), title="DETAIL"))

        assert found.indexes(Role.TEXT) == (5,)
        assert found.indexes(Role.TITLE) == (4,)
        assert found.uses[Role.TEXT][0].why is Why.GIVEN
        assert found.indexes(Role.TIME) == (2,)

    def test_several_texts_keep_the_order_in_which_they_were_chosen(self) -> None:
        assert plan(NAMES, ROWS, ColumnChoice(text=("detail", "title"))).indexes(Role.TEXT) == (4, 3)

    def test_a_column_chosen_for_one_role_is_guessed_for_no_other(self) -> None:
        found = plan(NAMES, ROWS, ColumnChoice(text=("title",)))

        assert Role.TITLE not in found.uses

    @pytest.mark.parametrize(
        ("asked", "index"),
        [
            ("内容", 2),
            ("#1", 0),
            (" 诉求人 姓名", 1),
            ("姓名", 1),
            ("CREATED AT", 3),
            ("没有", None),
            ("#9", None),
            ("#0", None),
        ],
    )
    def test_a_column_is_found_by_name_place_or_lower_line(self, asked: str, index: int | None) -> None:
        assert find_column(["编号", "诉求人/姓名", "内容", "created_at"], asked) == index

    def test_an_unknown_column_is_refused_with_the_nearest(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("编号,留言内容\n1,路灯坏了\n", encoding="utf-8")

        with pytest.raises(UnknownColumn) as refusal:
            read_opinions([tmp_path / "x.csv"], choice=ColumnChoice(text=("留言内空",)))

        assert (refusal.value.asked, refusal.value.nearest) == ("留言内空", "留言内容")
        assert refusal.value.found == ("编号", "留言内容")


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        (
            "messages.csv",
            {Role.TEXT: "detail", Role.TITLE: "title", Role.ID: "id", Role.TIME: "time", Role.PERSON: "user"},
        ),
        ("intents_en.tsv", {Role.TEXT: "text"}),
        ("paraphrase_groups.tsv", {Role.TEXT: "text"}),
        ("areas.csv", {Role.ID: "id", Role.TITLE: "title", Role.TEXT: "detail", Role.AREA: "area"}),
    ],
)
def test_the_development_data_are_understood(
    development_data: Path, name: str, roles: dict[Role, str]
) -> None:
    (table,) = read_opinions([development_data / name], redact=lambda text: (text, 0)).tables

    assert table.plan is not None
    assert {role: uses[0].name for role, uses in table.plan.uses.items()} == roles
