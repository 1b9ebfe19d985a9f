"""Are minutes, interview notes and lists of remarks split into single opinions, with nothing lost?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.opinions.files.documents import Document, Paragraph
from huiyin.opinions.files.minute_lines import Kind
from huiyin.opinions.files.minutes import Minutes, Opinion, split_minutes
from huiyin.opinions.files.reading import read_file
from huiyin.opinions.files.series import Points, split_points
from huiyin.opinions.files.tables import ReadingLimits

SYMPOSIUM = """东岸小区居民座谈会记录
时间：2026年3月5日上午9:00
地点：明湖区政府三楼会议室
主持人：李清明
出席：林小满、周谷雨、
贺立秋、唐白露

2026年3月5日，区里召开座谈会，听取了居民的意见。

一、停车方面
林小满：东门外停车太乱，晚上回来没有车位。
建议划线。
周谷雨（北苑小区居民）：我提两点建议：一是北门充电桩太少，二是消防通道总被占。
二、环境方面
居民A：无
居民B：河边散步道没有路灯，老人摔倒过好几次，希望尽快装上。

散会。
"""


def split(text: str) -> Minutes:
    lines = tuple(Paragraph(number, line) for number, line in enumerate(text.splitlines(keepends=True), 1))
    return split_minutes(Document(lines, (), "utf-8", has_lines=True), file="记录.txt")


def said(minutes: Minutes) -> list[tuple[int, str]]:
    return [(opinion.number, opinion.text) for opinion in minutes.opinions]


def asides(minutes: Minutes) -> dict[int, Kind]:
    return {aside.number: aside.kind for aside in minutes.asides}


class TestSymposium:
    def test_every_speaker_turn_is_an_opinion_with_its_paragraph(self) -> None:
        assert said(split(SYMPOSIUM)) == [
            (11, "东门外停车太乱，晚上回来没有车位。\n建议划线。"),
            (13, "北门充电桩太少"),
            (13, "消防通道总被占。"),
            (16, "河边散步道没有路灯，老人摔倒过好几次，希望尽快装上。"),
        ]

    def test_speakers_are_the_persons_and_a_role_counts_in_its_file_only(self) -> None:
        persons = [opinion.person for opinion in split(SYMPOSIUM).opinions]

        assert persons == ["林小满", "周谷雨", "周谷雨", "居民B (记录.txt)"]

    def test_headings_become_the_title(self) -> None:
        assert [opinion.title for opinion in split(SYMPOSIUM).opinions] == ["停车方面"] * 3 + ["环境方面"]

    def test_the_place_is_the_speakers_else_the_documents_and_never_the_meeting_room(self) -> None:
        places = [opinion.place for opinion in split(SYMPOSIUM).opinions]

        assert places == ["东岸小区", "北苑小区", "北苑小区", "东岸小区"]

    def test_the_day_of_the_meeting_is_the_time_of_its_opinions(self) -> None:
        assert {opinion.time for opinion in split(SYMPOSIUM).opinions} == {datetime(2026, 3, 5)}

    def test_what_is_no_opinion_is_listed_with_its_kind(self) -> None:
        assert asides(split(SYMPOSIUM)) == {
            1: Kind.TITLE,
            2: Kind.FACT,
            3: Kind.FACT,
            4: Kind.FACT,
            5: Kind.FACT,
            6: Kind.NAMES,
            8: Kind.LEAD_IN,
            10: Kind.HEADING,
            14: Kind.HEADING,
            15: Kind.NOTHING_SAID,
            18: Kind.PROCEDURE,
        }


class TestNumberedPoints:
    def test_points_under_a_heading_carry_it_and_a_point_at_its_level_does_not(self) -> None:
        minutes = split(
            "明湖区教育系统征求意见座谈会纪要\n"
            "一、学校管理\n1. 课后服务时间太短，家长接孩子来不及。\n2、食堂饭菜质量不稳定。\n"
            "（1）早餐品种太少；\n"
            "二、增加校车线路，解决城南片区孩子上学远的问题。\n"
        )

        assert [(opinion.title, opinion.text) for opinion in minutes.opinions] == [
            ("明湖区教育系统 学校管理", "课后服务时间太短，家长接孩子来不及。"),
            ("明湖区教育系统 学校管理", "食堂饭菜质量不稳定。"),
            ("明湖区教育系统 学校管理", "早餐品种太少；"),
            ("明湖区教育系统", "增加校车线路，解决城南片区孩子上学远的问题。"),
        ]

    def test_short_numbered_lines_side_by_side_are_opinions(self) -> None:
        assert said(split("1、路灯不亮\n2、停车难\n3、没有公交\n")) == [
            (1, "路灯不亮"),
            (2, "停车难"),
            (3, "没有公交"),
        ]

    def test_what_an_agenda_announces_nobody_has_said(self) -> None:
        minutes = split("议程：\n1. 介绍情况\n2. 听取意见\n\n林小满：路灯不亮。\n周谷雨：停车太难。\n")

        assert said(minutes) == [(5, "路灯不亮。"), (6, "停车太难。")]

    def test_a_place_as_heading_is_the_place(self) -> None:
        minutes = split("一、东岸小区\n1. 路灯不亮。\n二、老旧小区\n1. 没有电梯。\n")

        assert [opinion.place for opinion in minutes.opinions] == ["东岸小区", ""]


class TestInterview:
    NOTES = (
        "访谈记录\n受访人：唐白露\n访谈人：李清明\n日期：2026/3/6\n"
        "问：您对市场的卫生怎么看？\n答：后门的污水井堵了，又臭又滑。\n"
        "问：还有别的意见吗？\n答：首先，电梯老是坏。其次，管理费涨了没有说法。\n"
    )

    def test_answers_are_opinions_of_the_interviewed_person(self) -> None:
        assert split(self.NOTES).opinions == (
            Opinion(
                6,
                "您对市场的卫生怎么看？",
                "后门的污水井堵了，又臭又滑。",
                "唐白露",
                "",
                datetime(2026, 3, 6),
            ),
            Opinion(8, "还有别的意见吗？", "电梯老是坏。", "唐白露", "", datetime(2026, 3, 6)),
            Opinion(8, "还有别的意见吗？", "管理费涨了没有说法。", "唐白露", "", datetime(2026, 3, 6)),
        )

    def test_questions_are_no_opinions(self) -> None:
        assert [number for number, kind in asides(split(self.NOTES)).items() if kind is Kind.QUESTION] == [
            5,
            7,
        ]

    def test_a_filled_form_gives_its_opinion_with_the_person(self) -> None:
        (opinion,) = split("姓名：林小满\n电话：13900000001\n意见建议：东门外的路灯坏了。\n").opinions

        assert (opinion.text, opinion.person) == ("东门外的路灯坏了。", "林小满")


class TestEnglish:
    MINUTES = (
        "Maple Estate residents' meeting minutes\nDate: 5 March 2026\nPresent: Frost Smith, Dew Brown\n\n"
        "Frost Smith: The lift in block 3 has been broken for two weeks.\n"
        "Dew Brown: First, the bins overflow every weekend. Second, nobody clears the snow.\n"
        "Parking:\n- Too few spaces for visitors.\n- Cars block the fire lane at night.\nMeeting adjourned.\n"
    )

    def test_english_minutes_are_split_alike(self) -> None:
        assert [(o.number, o.title, o.text, o.person) for o in split(self.MINUTES).opinions] == [
            (5, "", "The lift in block 3 has been broken for two weeks.", "Frost Smith"),
            (6, "", "the bins overflow every weekend.", "Dew Brown"),
            (6, "", "nobody clears the snow.", "Dew Brown"),
            (8, "Parking", "Too few spaces for visitors.", ""),
            (9, "Parking", "Cars block the fire lane at night.", ""),
        ]

    def test_place_and_day_are_found(self) -> None:
        assert {(o.place, o.time) for o in split(self.MINUTES).opinions} == {
            ("Maple Estate", datetime(2026, 3, 5))
        }


class TestPlainLists:
    def test_each_line_is_an_opinion(self) -> None:
        lines = ["路灯坏了两个月没人修", "小区门口太堵，早高峰根本出不去", "没有公交", "方案：不够细"]

        assert said(split("\n".join(lines))) == list(enumerate(lines, 1))

    def test_a_word_before_a_colon_is_no_speaker(self) -> None:
        text = "Lighting: the lamps on Elm Street are dark.\nBuses: none after nine in the evening.\n"

        assert [opinion.text for opinion in split(text).opinions] == [
            "Lighting：the lamps on Elm Street are dark.",
            "Buses：none after nine in the evening.",
        ]

    def test_lines_wrapped_by_hand_are_one_remark(self) -> None:
        text = (
            "This is a remark that somebody has wrapped by hand at a\n"
            "fixed width because the mail program did so, and it goes on\nover three lines.\n\n"
            "Here is the second one, wrapped just like the first by the\nsame program.\n"
        )

        assert [opinion.number for opinion in split(text).opinions] == [1, 5]

    def test_sentences_below_each_other_are_single_remarks(self) -> None:
        text = "东门外的路灯坏了两个月没人修。\n北门口的停车位都被占满了啊。\n市场后门的污水井又臭又滑呀。\n"

        assert len(split(text).opinions) == 3


@pytest.mark.parametrize(
    ("text", "lead", "points"),
    [
        (
            "停车问题突出：一是车位太少，二是收费太高，三是没人管理。",
            "停车问题突出",
            ["车位太少", "收费太高", "没人管理。"],
        ),
        ("第一，路灯不亮。第二，井盖丢了。", "", ["路灯不亮。", "井盖丢了。"]),
        (
            "首先，路灯不亮。其次，井盖丢了。最后，垃圾没人收。",
            "",
            ["路灯不亮。", "井盖丢了。", "垃圾没人收。"],
        ),
        ("①路灯不亮②井盖丢了", "", ["路灯不亮", "井盖丢了"]),
        ("希望：1、修好路灯；2、补上井盖。", "希望", ["修好路灯", "补上井盖。"]),
        ("First, fix the lamps. Second, empty the bins.", "", ["fix the lamps.", "empty the bins."]),
    ],
)
def test_a_paragraph_that_counts_its_points_is_taken_apart(text: str, lead: str, points: list[str]) -> None:
    assert split_points(text) == Points(lead, tuple(points))


@pytest.mark.parametrize(
    "text",
    [
        "路灯不亮，二是井盖丢了。",
        "噪声是第一位的问题，第二小学门口最吵。",
        "这里1.5米宽的路，3.2米的车过不去。",
        "一是好，二是好",
        "The first lamp and the second lamp are dark.",
        "",
    ],
)
def test_a_paragraph_that_makes_one_point_stays_whole(text: str) -> None:
    assert split_points(text) is None


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *SYMPOSIUM.splitlines(),
                *TestInterview.NOTES.splitlines(),
                *TestEnglish.MINUTES.splitlines(),
                "1.",
                "：",
                "。",
                "  ",
            ]
        ),
        max_size=25,
    )
)
def test_every_paragraph_is_in_an_opinion_or_an_aside(lines: list[str]) -> None:
    minutes = split("\n".join(lines))

    filled = {number for number, line in enumerate(lines, 1) if line.strip()}
    told = {opinion.number for opinion in minutes.opinions} | {aside.number for aside in minutes.asides}
    everything = "".join(f"{opinion.title}{opinion.text}" for opinion in minutes.opinions)
    assert told <= filled
    for number in filled - told:  # such a paragraph goes on with the remark before it
        assert "".join(lines[number - 1].split())[:4] in "".join(everything.split())


def read_docx(document: DocxDocument, folder: Path) -> Document:
    file = folder / "记录.docx"
    document.save(str(file))
    (content,) = read_file(file, limits=ReadingLimits())
    assert isinstance(content, Document)
    return content


class TestDocx:
    def test_paragraphs_are_numbered_from_the_first_and_blank_ones_count(self, tmp_path: Path) -> None:
        document = docx.Document()
        for text in ("东岸小区座谈会", "", "路灯不亮。", "停车太难。"):
            document.add_paragraph(text)

        content = read_docx(document, tmp_path)

        assert [(o.number, o.text) for o in split_minutes(content, file="记录.docx").opinions] == [
            (3, "路灯不亮。"),
            (4, "停车太难。"),
        ]

    def test_headings_and_lists_of_the_word_processor_are_understood(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_heading("征求意见座谈会纪要", 0)
        document.add_heading("停车", 1)
        document.add_paragraph("东门外停车太乱", style="List Number")
        document.add_heading("环境", 1)
        document.add_paragraph("河边没有路灯", style="List Bullet")

        opinions = split_minutes(read_docx(document, tmp_path), file="记录.docx").opinions

        assert [(o.number, o.title, o.text) for o in opinions] == [
            (3, "停车", "东门外停车太乱"),
            (5, "环境", "河边没有路灯"),
        ]

    def test_a_table_of_opinions_is_read_as_a_table(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("明湖区意见台账")
        table = document.add_table(4, 3)
        for row, cells in enumerate(
            [
                ("地点", "姓名", "意见建议"),
                ("东岸小区", "林小满", "路灯不亮"),
                ("", "周谷雨", "停车太难"),
                ("北苑小区", "贺立秋", "电梯坏了"),
            ]
        ):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0))

        content = read_docx(document, tmp_path)

        (ledger,) = content.tables
        assert ledger.sheet == "table1"
        assert [list(record.cells) for record in ledger.records()][2] == ["", "周谷雨", "停车太难"]
        assert [(merge.top, merge.left, merge.bottom) for merge in ledger.merges] == [(1, 0, 2)]

    def test_a_form_gives_its_fields_as_lines(self, tmp_path: Path) -> None:
        document = docx.Document()
        table = document.add_table(2, 4)
        for row, cells in enumerate(
            [("姓名", "林小满", "电话", "13900000001"), ("意见建议", "东门外的路灯坏了。", "", "")]
        ):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text

        content = read_docx(document, tmp_path)

        (opinion,) = split_minutes(content, file="表.docx").opinions
        assert (opinion.text, opinion.person) == ("东门外的路灯坏了。", "林小满")

    def test_inserted_words_are_read_and_deleted_ones_are_not(self, tmp_path: Path) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("路灯")
        for tag, text in (("w:ins", "坏了"), ("w:moveFrom", "好了")):
            change = OxmlElement(tag)
            run = paragraph.add_run(text)._r
            change.append(run)
            paragraph._p.append(change)

        assert [p.text for p in read_docx(document, tmp_path).paragraphs] == ["路灯坏了"]

    def test_line_breaks_inside_a_paragraph_separate_remarks(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("东门外的路灯坏了两个月\n北门口的停车位都被占满了")

        opinions = split_minutes(read_docx(document, tmp_path), file="记录.docx").opinions

        assert [(o.number, o.text) for o in opinions] == [
            (1, "东门外的路灯坏了两个月"),
            (1, "北门口的停车位都被占满了"),
        ]
