"""Do all rows of all files come out once, with the same ids in every order and format?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.opinions.files.columns import ColumnChoice, UnknownColumn
from huiyin.opinions.files.header_words import Role
from huiyin.opinions.files.intake import Intake, Progress, read_opinions
from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.opinions.files.table_rows import Emptiness, NoteCode
from huiyin.opinions.files.tables import Fault, Refusal
from tests.sheets import (
    HEADER,
    OPINIONS,
    Rows,
    csv_text,
    write_csv,
    write_jsonl,
    write_ods,
    write_xls,
    write_xlsx,
)


def unredacted(text: str) -> tuple[str, int]:
    return text, 0


def read(*files: Path, choice: ColumnChoice | None = None) -> Intake:
    return read_opinions(files, choice=choice or ColumnChoice(), redact=unredacted)


def read_text(folder: Path, text: str, name: str = "x.csv") -> Intake:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return read(folder / name)


def content(row: Row) -> Row:
    """The row without the place where it stands."""
    return replace(row, number=0, file="", sheet="", source_row=0)


class TestRows:
    def test_a_row_has_all_its_fields(self, tmp_path: Path) -> None:
        rows = [
            ["编号", "姓名", "时间", "标题", "内容", "街道", "地址", "点赞数", "一级分类", "承办单位"],
            [
                "M1",
                "林小满",
                "2026/3/2 8:30",
                "搅拌站 噪声",
                " 夜里两点还在响。 ",
                "东岸街道",
                "景园小区",
                "1,203",
                "环境",
                "区环保局",
            ],
        ]

        (row,) = read(write_csv(tmp_path / "意见.csv", rows)).rows

        assert row == Row(
            number=1,
            file="意见.csv",
            sheet="",
            source_row=1,
            id="M1",
            status=RowStatus.KEPT,
            title="搅拌站 噪声",
            text="夜里两点还在响。",
            time=datetime(2026, 3, 2, 8, 30),
            person="林小满",
            place="东岸街道 景园小区",
            likes=1203,
            area="环境",
            unit="区环保局",
        )

    def test_every_format_gives_equal_rows(self, tmp_path: Path) -> None:
        files = [
            write_csv(tmp_path / "a.csv", OPINIONS),
            write_csv(tmp_path / "b.tsv", OPINIONS, encoding="utf-16", delimiter="\t"),
            write_xlsx(tmp_path / "c.xlsx", {"意见": OPINIONS}),
            write_xls(tmp_path / "d.xls", OPINIONS),
            write_ods(tmp_path / "e.ods", OPINIONS),
            write_jsonl(tmp_path / "f.jsonl", OPINIONS),
        ]

        first, *others = [[content(row) for row in read(file).rows] for file in files]

        assert len(first) == len(OPINIONS) - 1
        assert all(rows == first for rows in others)

    @settings(deadline=None, max_examples=15)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["", "林小满", "匿名"]),
                st.sampled_from(["", "2026-03-02 08:30:00", "前天"]),
                st.text(alphabet="路灯坏了, \n;\"'=+１A", max_size=12),
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_any_table_gives_equal_rows_from_csv_and_xlsx(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
    ) -> None:
        folder = tmp_path_factory.mktemp("formats")
        table: Rows = [("编号", "姓名", "时间", "内容"), *((f"M{n}", *row) for n, row in enumerate(rows))]

        first = read(write_csv(folder / "x.csv", table)).rows
        second = read(write_xlsx(folder / "x.xlsx", {"意见": table})).rows

        assert [content(row) for row in first] == [content(row) for row in second]

    def test_several_texts_are_joined_line_by_line(self, tmp_path: Path) -> None:
        file = write_csv(tmp_path / "x.csv", OPINIONS)

        row = read(file, choice=ColumnChoice(text=("留言主题", "#5"))).rows[1]

        assert (row.title, row.text) == ("", "路灯不亮\n北苑路从邮局到桥头的路灯坏了两个月。")

    def test_a_place_is_not_said_twice(self, tmp_path: Path) -> None:
        text = "小区,地址,内容\n景园小区,明湖区景园小区东门,太吵\n北苑小区,北苑路,路灯坏了\n"

        assert [row.place for row in read_text(tmp_path, text).rows] == [
            "明湖区景园小区东门",
            "北苑小区 北苑路",
        ]

    def test_the_first_named_giver_counts_and_anonymous_is_nobody(self, tmp_path: Path) -> None:
        text = "姓名,电话,内容\n林小满,139-0000-0001,太吵\n周谷雨,,路灯坏了\n匿名,-,停车乱\n"

        assert [row.person for row in read_text(tmp_path, text).rows] == ["13900000001", "周谷雨", ""]

    def test_days_before_months_are_told_by_the_whole_column(self, tmp_path: Path) -> None:
        text = "date,comment\n03/04/2026,too loud here\n25/04/2026,no light at all\n"

        assert [row.time for row in read_text(tmp_path, text).rows] == [
            datetime(2026, 4, 3),
            datetime(2026, 4, 25),
        ]

    def test_times_that_nobody_understands_are_counted(self, tmp_path: Path) -> None:
        intake = read_text(tmp_path, "时间,内容\n2026-03-02,太吵\n前天,路灯坏了\n2026-03-03,停车乱\n")

        assert intake.tables[0].notes == {NoteCode.TIMES_NOT_UNDERSTOOD: 1}


class TestRedaction:
    TEXT = "姓名,标题,内容,地点\n林小满,找13900000001,电话13900000001说了三次,景园小区\n"

    def test_title_text_and_place_are_redacted_and_the_person_is_kept(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text(self.TEXT, encoding="utf-8")

        (row,) = read_opinions(
            [tmp_path / "x.csv"], redact=lambda text: (text.replace("13900000001", "〔电话〕"), 1)
        ).rows

        assert (row.title, row.text, row.place) == ("找〔电话〕", "电话〔电话〕说了三次", "景园小区")
        assert row.person == "林小满"
        assert row.redactions == 3

    def test_the_products_redaction_is_used_unless_another_is_given(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text(self.TEXT, encoding="utf-8")

        (row,) = read_opinions([tmp_path / "x.csv"]).rows

        assert "13900000001" not in row.title + row.text
        assert row.redactions >= 2

    def test_opinions_of_minutes_are_redacted_too(self, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text(
            "林小满：请打我电话13900000001。\n周谷雨：路灯坏了。\n", encoding="utf-8"
        )

        first, _ = read_opinions([tmp_path / "x.txt"]).rows

        assert "13900000001" not in first.text
        assert first.redactions == 1


class TestAccounts:
    def test_blank_wordless_and_repeated_lines_are_empty_rows_with_their_place(self, tmp_path: Path) -> None:
        text = "编号,标题,内容\n1,路灯,坏了\n\n,,\n2,,\n编号,标题,内容\n3,停车,太乱\n\n\n"

        rows = read_text(tmp_path, text).rows

        assert [(row.source_row, row.status, row.reason) for row in rows] == [
            (1, RowStatus.KEPT, ""),
            (2, RowStatus.EMPTY, Emptiness.BLANK),
            (3, RowStatus.EMPTY, Emptiness.BLANK),
            (4, RowStatus.EMPTY, Emptiness.NO_WORDS),
            (5, RowStatus.EMPTY, Emptiness.REPEATED_HEADER),
            (6, RowStatus.KEPT, ""),
        ]

    def test_rows_with_a_wrong_number_of_fields_are_unreadable(self, tmp_path: Path) -> None:
        good = "".join(f"{n},内容{n}很长的一句话,2026-03-02\n" for n in range(1, 9))
        rows = read_text(tmp_path, f"编号,内容,日期\n{good}9\n10,太吵,又堵,2026-03-02\n11,没有日期\n").rows

        assert [row.reason for row in rows[8:]] == [Fault.TOO_FEW_FIELDS, Fault.TOO_MANY_FIELDS, ""]
        assert rows[10].text == "没有日期"

    def test_a_text_in_the_last_column_keeps_its_commas_without_quotes(self, tmp_path: Path) -> None:
        intake = read_text(tmp_path, "编号,标题,内容\n1,路灯,坏了,两个月,没人修\n2,停车,太乱\n")

        assert [row.text for row in intake.rows] == ["坏了,两个月,没人修", "太乱"]
        assert intake.tables[0].notes == {NoteCode.REJOINED_TEXT: 1}

    def test_each_sheet_is_a_table_and_one_without_text_is_unreadable(self, tmp_path: Path) -> None:
        sheets: dict[str, Rows] = {
            "意见": OPINIONS,
            "空": [],
            "统计": [["类别", "件数"], ["环境", 3], ["交通", 2]],
        }

        intake = read(write_xlsx(tmp_path / "x.xlsx", sheets))

        assert [(table.sheet, sum(table.counts.values())) for table in intake.tables] == [
            ("意见", 4),
            ("空", 0),
            ("统计", 2),
        ]
        assert [(row.sheet, row.status, row.reason) for row in intake.rows[4:]] == [
            ("统计", RowStatus.UNREADABLE, Fault.NO_TEXT_COLUMN)
        ] * 2

    def test_a_sheet_of_notes_beside_the_table_is_no_opinion(self, tmp_path: Path) -> None:
        notes: Rows = [["请各单位于每月五日前填报本表。"], ["内容一栏请写明时间、地点和诉求。"]]

        intake = read(write_xlsx(tmp_path / "x.xlsx", {"填表说明": notes, "意见": OPINIONS}))

        assert [row.reason for row in intake.rows] == [Fault.NO_TEXT_COLUMN] * 2 + [""] * 4

    def test_a_second_sheet_without_header_goes_on_with_the_first(self, tmp_path: Path) -> None:
        sheets = {"一": OPINIONS[:3], "二": OPINIONS[3:]}

        rows = read(write_xlsx(tmp_path / "x.xlsx", sheets)).rows

        whole = read(write_csv(tmp_path / "x.csv", OPINIONS)).rows
        assert [content(row) for row in rows] == [content(row) for row in whole]

    def test_the_good_files_go_on_when_another_is_refused(self, tmp_path: Path) -> None:
        good = write_csv(tmp_path / "a.csv", OPINIONS)
        (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 broken")

        intake = read(tmp_path / "b.xlsx", good, tmp_path / "missing.csv")

        assert len(intake.rows) == 4
        assert [(refusal.file, refusal.reason_code) for refusal in intake.refused] == [
            ("b.xlsx", Refusal.CORRUPT),
            ("missing.csv", Refusal.MISSING),
        ]

    def test_rows_are_numbered_over_all_files(self, tmp_path: Path) -> None:
        files = [write_csv(tmp_path / "a.csv", OPINIONS), write_xlsx(tmp_path / "b.xlsx", {"意见": OPINIONS})]

        rows = read(*files).rows

        assert [row.number for row in rows] == list(range(1, 9))
        assert [row.source_row for row in rows] == [1, 2, 3, 4] * 2

    def test_a_column_chosen_in_one_file_only_leaves_the_other_unreadable(self, tmp_path: Path) -> None:
        write_csv(tmp_path / "a.csv", [["内容"], ["路灯坏了"]])
        write_csv(tmp_path / "b.csv", [["诉求"], ["停车乱"]])

        rows = read(tmp_path / "a.csv", tmp_path / "b.csv", choice=ColumnChoice(text=("内容",))).rows

        assert [row.reason for row in rows] == ["", Fault.CHOSEN_COLUMN_MISSING]

    def test_a_column_that_no_file_has_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownColumn):
            read(write_csv(tmp_path / "a.csv", OPINIONS), choice=ColumnChoice(place="地点"))

    def test_titles_and_notes_above_the_header_are_counted_apart(self, tmp_path: Path) -> None:
        rows = [["明湖区群众意见汇总表"], ["填报单位：区信访局"], [], *OPINIONS]

        intake = read(write_xlsx(tmp_path / "x.xlsx", {"意见": rows}, merges=["A1:F1", "A2:F2"]))

        (table,) = intake.tables
        assert (table.header_line, table.lines_above, len(intake.rows)) == (4, 2, 4)

    def test_progress_tells_every_table(self, tmp_path: Path) -> None:
        told: list[Progress] = []

        read_opinions([write_csv(tmp_path / "a.csv", OPINIONS)], redact=unredacted, on_progress=told.append)

        assert told[-1] == Progress("a.csv", "", 4)

    @settings(deadline=None)
    @given(st.lists(st.tuples(*[st.text(alphabet='ab,"\n 路灯', max_size=5)] * 3), max_size=15))
    def test_every_row_of_a_written_table_comes_out_once(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
    ) -> None:
        folder = tmp_path_factory.mktemp("accounts")
        table = [("编号", "标题", "内容"), *rows]

        for intake in (
            read(write_csv(folder / "x.csv", table)),
            read(write_jsonl(folder / "x.jsonl", table)),
        ):
            assert [row.number for row in intake.rows] == list(range(1, len(rows) + 1))
            assert sum(intake.counts().values()) == len(rows)
            assert all(
                (row.status is RowStatus.KEPT) == bool(title.strip() or text.strip())
                for row, (_, title, text) in zip(intake.rows, rows, strict=True)
            )

    @settings(deadline=None)
    @given(st.text(alphabet='ab,"\n\t;路灯', max_size=80))
    def test_no_line_of_any_text_is_lost(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        intake = read_text(tmp_path_factory.mktemp("lines"), f"编号,内容\n1,好\n{text}")

        assert sum(table.counts[status] for table in intake.tables for status in RowStatus) == len(
            intake.rows
        )
        assert intake.refused == []
        assert "好" in {row.text[:1] for row in intake.rows}


class TestMergedCells:
    def rows_of(self, tmp_path: Path, rows: Rows, merges: Sequence[str]) -> list[Row]:
        return read(write_xlsx(tmp_path / "x.xlsx", {"意见": rows}, merges=merges)).rows

    def test_a_value_merged_over_rows_holds_for_each(self, tmp_path: Path) -> None:
        rows: Rows = [
            ["街道", "内容"],
            ["东岸街道", "太吵"],
            [None, "太堵"],
            [None, "路灯坏了"],
            ["北苑街道", "停车乱"],
        ]

        places = [row.place for row in self.rows_of(tmp_path, rows, ["A2:A4"])]

        assert places == ["东岸街道"] * 3 + ["北苑街道"]

    def test_one_opinion_merged_over_several_units_is_one_voice(self, tmp_path: Path) -> None:
        rows: Rows = [
            ["姓名", "内容", "承办单位"],
            ["林小满", "太吵", "区环保局"],
            [None, None, "区城管局"],
            ["周谷雨", "路灯坏了", "区住建局"],
        ]

        found = self.rows_of(tmp_path, rows, ["A2:A3", "B2:B3"])

        assert [(row.status, row.reason) for row in found] == [
            (RowStatus.KEPT, ""),
            (RowStatus.EMPTY, Emptiness.PART_OF_ROW_ABOVE),
            (RowStatus.KEPT, ""),
        ]

    def test_one_opinion_merged_over_several_givers_is_a_voice_of_each(self, tmp_path: Path) -> None:
        rows: Rows = [["姓名", "内容"], ["林小满", "太吵"], ["周谷雨", None]]

        found = self.rows_of(tmp_path, rows, ["B2:B3"])

        assert [(row.person, row.text) for row in found] == [("林小满", "太吵"), ("周谷雨", "太吵")]

    def test_a_two_line_header_is_read_and_its_answer_part_is_not(self, tmp_path: Path) -> None:
        rows: Rows = [
            ["序号", "诉求人", None, "诉求内容", "答复", None],
            [None, "姓名", "电话", None, "内容", "时间"],
            [1, "林小满", "13900000001", "太吵", "已责令停工", "2026-03-09"],
        ]

        (row,) = self.rows_of(tmp_path, rows, ["A1:A2", "B1:C1", "D1:D2", "E1:F1"])

        assert (row.person, row.text, row.time) == ("13900000001", "太吵", None)


class TestIds:
    def test_a_given_id_stays(self, tmp_path: Path) -> None:
        assert [row.id for row in read(write_csv(tmp_path / "x.csv", OPINIONS)).rows] == [
            "M1",
            "M2",
            "M3",
            "M4",
        ]

    def test_given_ids_that_repeat_get_a_hash_of_their_content(self, tmp_path: Path) -> None:
        rows = read_text(tmp_path, "编号,内容\nA,太吵\nA,路灯坏了\nB,停车乱\nA,太吵\n").rows

        first, second, third, fourth = [row.id for row in rows]
        assert first.startswith("A~")
        assert second.startswith("A~")
        assert first != second
        assert third == "B"
        assert fourth == f"{first}-2"

    def test_without_ids_equal_rows_are_counted(self, tmp_path: Path) -> None:
        ids = [row.id for row in read_text(tmp_path, "内容\n太吵\n太吵\n路灯坏了\n太吵\n").rows]

        assert ids == [ids[0], f"{ids[0]}-2", ids[2], f"{ids[0]}-3"]
        assert len(ids[0]) == 16

    def test_width_and_blanks_do_not_change_an_id(self, tmp_path: Path) -> None:
        first, second = read_text(tmp_path, "内容\nＡ座 太吵\nA座  太吵\n").rows

        assert second.id == f"{first.id}-2"

    def test_no_id_tells_who_spoke(self, tmp_path: Path) -> None:
        (one,) = read_text(tmp_path, "姓名,内容\n林小满,太吵\n").rows
        (other,) = read_text(tmp_path, "姓名,内容\n周谷雨,太吵\n").rows

        assert one.id == other.id

    def test_the_file_and_its_format_do_not_change_an_id(self, tmp_path: Path) -> None:
        rows = [row[1:] for row in OPINIONS]
        files = [
            write_csv(tmp_path / "a.csv", rows),
            write_xlsx(tmp_path / "b.xlsx", {"意见": rows}),
            write_jsonl(tmp_path / "c.jsonl", rows),
        ]

        ids = [[row.id for row in read(file).rows] for file in files]

        assert ids[0] == ids[1] == ids[2]

    @settings(deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["", "A", "B"]),
                st.sampled_from(["林小满", "周谷雨"]),
                st.sampled_from(["太吵", "", "路灯坏了"]),
            ),
            min_size=1,
            max_size=12,
        ),
        st.integers(0, 99),
    )
    def test_ids_differ_and_do_not_depend_on_the_order_of_rows(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], seed: int
    ) -> None:
        folder = tmp_path_factory.mktemp("ids")
        shuffled = Random(seed).sample(rows, len(rows))

        intakes = [
            read(write_csv(folder / "x.csv", [("编号", "姓名", "内容"), *order]))
            for order in (rows, shuffled)
        ]

        first, second = [sorted((row.id, row.person, row.text) for row in intake.rows) for intake in intakes]
        assert len({row.id for row in intakes[0].rows}) == len(rows)
        assert first == second
        assert intakes[0].tables[0].plan == intakes[1].tables[0].plan


class TestDocuments:
    def test_opinions_of_a_document_stand_beside_rows_of_tables(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("东岸小区居民座谈会记录")
        document.add_paragraph("林小满：东门外停车太乱。")
        document.add_paragraph("周谷雨：路灯坏了两个月。")
        document.save(str(tmp_path / "记录.docx"))

        intake = read(tmp_path / "记录.docx", write_csv(tmp_path / "x.csv", OPINIONS))

        assert [(row.number, row.file, row.source_row) for row in intake.rows[:3]] == [
            (1, "记录.docx", 2),
            (2, "记录.docx", 3),
            (3, "x.csv", 1),
        ]
        assert intake.rows[0].place == "东岸小区"
        assert [aside.number for aside in intake.tables[0].asides] == [1]

    def test_a_ledger_inside_a_document_gives_its_rows(self, tmp_path: Path) -> None:
        document = docx.Document()
        table = document.add_table(3, 2)
        for row, cells in enumerate([("姓名", "意见建议"), ("林小满", "路灯不亮"), ("周谷雨", "停车太难")]):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        document.save(str(tmp_path / "x.docx"))

        rows = read(tmp_path / "x.docx").rows

        assert [(row.sheet, row.source_row, row.person, row.text) for row in rows] == [
            ("table1", 1, "林小满", "路灯不亮"),
            ("table1", 2, "周谷雨", "停车太难"),
        ]


class TestNastyFiles:
    """Tables as offices send them."""

    def test_a_gb18030_csv_with_notes_above_and_semicolons(self, tmp_path: Path) -> None:
        text = "明湖区12345热线工单\n导出时间：2026-03-09\n" + csv_text(OPINIONS, delimiter=";")
        (tmp_path / "x.csv").write_bytes(text.encode("gb18030"))

        intake = read(tmp_path / "x.csv")

        assert [content(row) for row in intake.rows] == [
            content(row) for row in read(write_csv(tmp_path / "y.csv", OPINIONS)).rows
        ]
        assert (intake.tables[0].encoding, intake.tables[0].delimiter) == ("gb18030", ";")

    def test_a_survey_export_is_read_by_its_question(self, tmp_path: Path) -> None:
        rows: Rows = [
            [
                "序号",
                "提交答卷时间",
                "所用时间",
                "来自IP",
                "1、您的姓名",
                "2、您对我区工作还有哪些意见建议？",
            ],
            [1, "2026/3/2 8:30:11", "35秒", "10.0.0.1", "林小满", "希望多安排几班公交车"],
            [2, "2026/3/2 9:30:11", "20秒", "10.0.0.2", "周谷雨", "无"],
        ]

        intake = read(write_xlsx(tmp_path / "x.xlsx", {"Sheet1": rows}))

        plan = intake.tables[0].plan
        assert plan is not None
        assert plan.indexes(Role.TEXT) == (5,)
        assert [row.person for row in intake.rows] == ["林小满", "周谷雨"]
        assert intake.rows[0].time == datetime(2026, 3, 2, 8, 30, 11)

    def test_true_excel_dates_and_serial_numbers_are_times(self, tmp_path: Path) -> None:
        rows: Rows = [
            ["时间", "内容"],
            [datetime(2026, 3, 5, 9, 5), "太吵"],
            [46086.5, "路灯坏了"],
            ["2026年3月5日", "停车乱"],
        ]

        times = [row.time for row in read(write_xlsx(tmp_path / "x.xlsx", {"意见": rows})).rows]

        assert times == [datetime(2026, 3, 5, 9, 5), datetime(2026, 3, 5, 12), datetime(2026, 3, 5)]

    def test_a_table_without_header_loses_no_row(self, tmp_path: Path) -> None:
        intake = read(write_csv(tmp_path / "x.csv", OPINIONS[1:]))

        assert [row.title for row in intake.rows] == [row[3] for row in OPINIONS[1:]]
        assert intake.tables[0].header_line == 0

    def test_a_table_with_header_alone_has_no_rows(self, tmp_path: Path) -> None:
        intake = read(write_csv(tmp_path / "x.csv", [HEADER]))

        assert intake.rows == []
        assert intake.refused == []


def test_the_development_data_come_out_whole(development_data: Path) -> None:
    expected = {"messages.csv": 2777, "areas.csv": 495, "intents_en.tsv": 7500, "paraphrase_groups.tsv": 2767}

    for name, count in expected.items():
        assert read(development_data / name).counts() == {
            RowStatus.KEPT: count,
            RowStatus.EMPTY: 0,
            RowStatus.UNREADABLE: 0,
        }


def test_prose_with_semicolons_does_not_hide_the_commas_of_the_table(tmp_path: Path) -> None:
    prose = ";".join(["内容", "时间", *(f"第{number}段" for number in range(20))])
    file = tmp_path / "a.csv"
    file.write_text(f'id,title,detail\n1,路灯,"{prose}"\n2,噪声,夜里很吵\n', encoding="utf-8")

    rows = read_opinions([file]).rows

    assert [row.status for row in rows] == [RowStatus.KEPT, RowStatus.KEPT]
    assert [row.title for row in rows] == ["路灯", "噪声"]
