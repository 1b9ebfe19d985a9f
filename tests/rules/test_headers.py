"""Is the line with the names of the columns found wherever it stands, and is no data ever taken for it?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random

import pytest

from huiyin.opinions.files.header_words import Role, header_key, match_header
from huiyin.opinions.files.headers import Header, find_header
from huiyin.opinions.files.sampling import survey
from huiyin.opinions.files.tables import Merge, Record, Table

DATA = (
    ["1", "林小满", "搅拌站夜里两点还在响，睡不着。", "2026-03-02"],
    ["2", "周谷雨", "北苑路从邮局到桥头的路灯坏了两个月。", "2026-03-03"],
    ["3", "贺立秋", "第二小学门口放学时堵得走不动。", "2026-03-05"],
    ["4", "唐白露", "市场后门的污水井堵了，又臭又滑。", "2026-03-06"],
)
NAMES = ["序号", "姓名", "意见建议", "日期"]


def header_of(
    rows: Sequence[Sequence[str]], *, merges: Sequence[Merge] = (), given: frozenset[str] = frozenset()
) -> Header:
    records = [Record(row) for row in rows]
    table = Table("x.xlsx", "表", "xlsx", partial(iter, records), merges=tuple(merges))
    return find_header(table, survey(table), given=given)


def test_the_first_line_of_known_names_is_the_header() -> None:
    assert header_of([NAMES, *DATA]) == Header(tuple(NAMES), data_start=1, line=1)


def test_a_header_stands_under_title_notes_and_blank_lines() -> None:
    above = [
        ["明湖区群众意见汇总表", "", "", ""],
        ["填报单位：区信访局", "", "", "2026年3月"],
        ["", "", "", ""],
    ]

    assert header_of([*above, NAMES, *DATA]) == Header(tuple(NAMES), data_start=4, line=4, lines_above=2)


def test_a_title_merged_over_all_columns_is_no_header() -> None:
    title = ["意见建议", "", "", ""]

    assert header_of([title, NAMES, *DATA], merges=[Merge(0, 0, 0, 3)]).line == 2


def test_merged_names_over_two_lines_are_joined() -> None:
    upper = ["序号", "诉求人", "", "诉求内容", "答复", ""]
    lower = ["", "姓名", "电话", "", "意见", "时间"]
    merges = [Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 1, 3), Merge(0, 4, 0, 5)]
    rows = [["1", "林小满", "13900000001", "路灯坏了", "已修", "2026-03-02"]] * 3

    header = header_of([upper, lower, *rows], merges=merges)

    assert header.names == ("序号", "诉求人/姓名", "诉求人/电话", "诉求内容", "答复/意见", "答复/时间")
    assert header.data_start == 2


def test_two_header_lines_are_joined_also_where_merges_are_not_known() -> None:
    upper, lower = ["序号", "诉求人", "", "诉求内容"], ["", "姓名", "电话", ""]

    header = header_of([upper, lower, ["1", "林小满", "13900000001", "路灯坏了"]])

    assert header.names == ("序号", "诉求人/姓名", "诉求人/电话", "诉求内容")


def test_unknown_names_over_numbers_and_dates_are_a_header() -> None:
    assert header_of([["甲", "乙", "丙", "丁"], *DATA]).line == 1


def test_names_that_a_person_gave_are_a_header_though_nobody_knows_them() -> None:
    rows = [["甲", "乙"], ["路灯坏了", "停车乱"]]

    assert header_of(rows).line == 0
    assert header_of(rows, given=frozenset({header_key("乙")})).line == 1


def test_questions_of_a_survey_are_a_header() -> None:
    names = ["序号", "提交答卷时间", "1. 您的姓名", "5、您对我区教育工作还有哪些意见建议？（请具体说明）"]

    assert header_of([names, ["1", "2026-03-02", "林小满", "课后服务太短"]]).line == 1


@pytest.mark.parametrize("first", range(len(DATA)))
def test_a_table_without_header_has_none_whichever_row_comes_first(first: int) -> None:
    rows = [DATA[first], *DATA[:first], *DATA[first + 1 :]]

    assert header_of(rows) == Header(("", "", "", ""), data_start=0)


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["translate", "how do i say hello"],
            ["translate", "say goodbye in french"],
            ["transfer", "send ten dollars"],
        ],
        [["路灯坏了"], ["停车乱"], ["没有公交"]],
        [["建议增加公交"], ["对停车的意见"], ["关于路灯的建议"]],
        [["居民", "小区门口太堵"], ["村民", "村口没有路灯"]],
    ],
)
def test_short_texts_are_data_and_no_header(rows: list[list[str]]) -> None:
    for start in range(len(rows)):
        assert header_of(rows[start:] + rows[:start]).line == 0


def test_the_header_does_not_depend_on_the_order_of_the_data() -> None:
    rows = [[str(n), f"人{n}", f"第{n}条：路灯坏了没人修", f"2026-03-{n % 28 + 1:02}"] for n in range(1, 60)]

    for seed in range(5):
        Random(seed).shuffle(rows)
        assert header_of([NAMES, *rows]).line == 1
        assert header_of(rows).line == 0


def test_an_empty_table_has_no_header() -> None:
    assert header_of([]) == Header((), data_start=0)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("留言主题", Role.TITLE),
        ("事项名称", Role.TITLE),
        ("subject", Role.TITLE),
        ("留言详情", Role.TEXT),
        ("*诉求内容（必填）", Role.TEXT),
        ("5、您对我区工作有哪些意见建议？", Role.TEXT),
        ("Comment_Text", Role.TEXT),
        ("utterance", Role.TEXT),
        ("诉求人联系电话", Role.PERSON),
        ("user", Role.PERSON),
        ("留言时间", Role.TIME),
        ("createdAt", Role.TIME),
        ("事件发生地点", Role.PLACE),
        ("所属街道", Role.PLACE),
        ("点赞数", Role.LIKES),
        ("一级标签", Role.AREA),
        ("category", Role.AREA),
        ("承办单位", Role.UNIT),
        ("工单编号", Role.ID),
    ],
)
def test_a_header_points_at_its_role(name: str, role: Role) -> None:
    match = match_header(name)

    assert match is not None
    assert match.role is role


@pytest.mark.parametrize(
    "name", ["答复意见", "回复时间", "reply", "reply_time", "处理结果", "办理情况", "工作单位", "序号"]
)
def test_what_belongs_to_the_answer_or_the_office_has_no_role(name: str) -> None:
    match = match_header(name)

    assert match is not None
    assert match.role is None


@pytest.mark.parametrize("name", ["group", "context", "甲", ""])
def test_an_unknown_header_points_at_nothing(name: str) -> None:
    assert match_header(name) is None
