"""Are the rows of a file read as they stand there, whatever program and system wrote it?"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from huiyin.activities.imports.headings import NOTHING, Headings
from huiyin.activities.imports.neutral_texts import MARK, neutralised, restored
from huiyin.activities.imports.row_reading import RowReader
from huiyin.activities.imports.source_rows import SourceTable
from huiyin.activities.rules import Entered
from huiyin.opinions.files.tables import Refusal, UnreadableFile
from huiyin.plan.document import Plan
from huiyin.plan.reading import read_plan_file
from huiyin.web.imports.reading import NoSuchSheet, read_table
from tests.sheets import Rows, csv_text, write_csv, write_ods, write_xls, write_xlsx

TALKS: Rows = (("单位", "日期", "主题", "听众人数"), ("柳塘街道", "2026-09-10", "安全用电", 40))


@cache
def plan() -> Plan:
    return read_plan_file(Path(__file__).parents[1] / "small_plan.yaml")


def words(*kinds: str) -> Headings:
    return Headings([plan().kinds_by_key[kind] for kind in kinds or ("talk",)])


def table(file: Path, sheet: str = "") -> SourceTable:
    return read_table(file, words(), sheet=sheet)


def entered(found: SourceTable, kind: str = "talk") -> list[Entered]:
    reader = RowReader(found, words(kind).understood(found.headings), plan(), kind)
    return [said.entered for said in reader.rows() if said.entered]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_file_of_any_encoding_and_delimiter_gives_the_same_rows(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    file = write_csv(tmp_path / "a.csv", TALKS, encoding=encoding, delimiter=delimiter)

    found = table(file)

    assert found.headings == TALKS[0]
    assert [(row.line, list(row.cells)) for row in found.rows] == [
        (2, ["柳塘街道", "2026-09-10", "安全用电", "40"])
    ]


def test_every_format_gives_the_same_rows(tmp_path: Path) -> None:
    files = [
        write_csv(tmp_path / "a.csv", TALKS),
        write_xlsx(tmp_path / "a.xlsx", {"一": TALKS}),
        write_xls(tmp_path / "a.xls", TALKS),
        write_ods(tmp_path / "a.ods", TALKS),
    ]

    assert len({str(entered(table(file))) for file in files}) == 1


def test_titles_blank_lines_and_headings_said_again_are_no_rows(tmp_path: Path) -> None:
    rows: Rows = (("明湖区宣讲登记表", "", "", ""), ("", "", "", ""), *TALKS, ("", "", "", ""), *TALKS)

    assert [row.line for row in table(write_csv(tmp_path / "a.csv", rows)).rows] == [4, 7]


def test_cells_merged_downwards_count_for_every_row(tmp_path: Path) -> None:
    rows: Rows = (TALKS[0], TALKS[1], ("", "2026-09-11", "防火", 30))
    file = write_xlsx(tmp_path / "a.xlsx", {"一": rows}, merges=("A2:A3",))

    assert [one.unit for one in entered(table(file))] == ["柳塘街道", "柳塘街道"]


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_date_cell_is_the_day_that_its_workbook_shows(tmp_path: Path, is_1904: bool) -> None:  # noqa: FBT001 -- pytest gives it
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": is_1904})
    page = book.add_worksheet()
    page.write_row(0, 0, TALKS[0])
    page.write(1, 0, "柳塘街道")
    page.write_datetime(1, 1, datetime(2026, 9, 10), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()

    assert entered(table(tmp_path / "a.xlsx"))[0].day == "2026-09-10"


def test_a_day_left_as_a_number_of_days_is_understood(tmp_path: Path) -> None:
    rows: Rows = (TALKS[0], ("柳塘街道", 46275, "安全用电", 46275))

    one = entered(table(write_csv(tmp_path / "a.csv", rows)))[0]

    assert (one.day, one.values["audience"]) == ("2026-09-10", "46275")


def test_numbers_kept_as_text_keep_their_zeros(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (TALKS[0], ("柳塘街道", "2026-09-10", "007", "0040")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    assert entered(table(tmp_path / "a.xlsx"))[0].values == {"title": "007", "audience": "0040"}


def test_a_stray_quote_swallows_no_other_line(tmp_path: Path) -> None:
    lines = csv_text(TALKS) + '柳塘街道,2026-09-11,"半截,3\n柳塘街道,2026-09-12,防火,3\n'
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")

    rows = table(tmp_path / "a.csv").rows

    assert [(row.line, row.cells[2]) for row in rows] == [(2, "安全用电"), (3, '"半截'), (4, "防火")]


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", {"一": TALKS}).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UnreadableFile) as refusal:
        table(tmp_path / "b.xlsx")

    assert refusal.value.reason_code is Refusal.CORRUPT


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", {"一": TALKS, "二": TALKS})

    with pytest.raises(NoSuchSheet) as refusal:
        table(file, "三")

    assert refusal.value.found == ("一", "二")


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("主题", "title"),
        ("Topic", "title"),
        ("TITLE", "title"),
        ("＊主题（必填）", "title"),
        ("听众人数（人次）", "audience"),
        ("填报单位", "@unit"),
        ("活动日期", "@day"),
        ("unit key", "@unit_key"),
        ("单位代码", "@unit_key"),
        ("随便什么", None),
    ],
)
def test_a_heading_is_known_by_name_key_and_synonym(heading: str, column: str | None) -> None:
    assert words().column_of(heading) == column


def test_a_heading_that_stands_for_two_fields_stands_for_none_and_is_exported_with_its_key() -> None:
    both = words("everything", "visit", "one_to_one", "talk")

    assert both.column_of("清单") == "calls"
    assert both.column_of("Topic") == "topic"
    assert both.heading("title", "en") == "Topic (title)"
    assert both.column_of("Topic (title)") == "title"


@given(
    st.sampled_from(("zh", "en")), st.sets(st.sampled_from([kind.key for kind in plan().kinds]), min_size=1)
)
def test_every_heading_of_an_export_leads_back_to_its_column(language: str, kinds: set[str]) -> None:
    found = words(*sorted(kinds))
    columns = {field.key for kind in kinds for field in plan().kinds_by_key[kind].fields} | {"@unit", "@day"}

    assert {found.column_of(found.heading(column, language)) for column in columns} == columns


def test_what_a_person_says_of_a_heading_goes_before_what_it_is_called() -> None:
    understood = words().understood(("主题", "备注", "日期"), {"备注": "title", "日期": NOTHING})

    assert understood.columns == {"备注": "title"}
    assert (understood.unknown, understood.told) == (("主题",), ("日期",))


@given(st.text() | st.from_regex(r"'*[ \u3000]*[=+\-@＝＋\t\r].*", fullmatch=True))
def test_a_text_that_could_be_a_formula_is_neutralised_and_comes_back(text: str) -> None:
    written = neutralised(text)

    assert restored(written) == text
    assert written.lstrip(" \u3000\xa0")[:1] not in "=@\t\r＝" or not written.strip()


@pytest.mark.parametrize("text", ["'Tis the season", "-12", "+86", "-3.5", "明湖", "", "''"])
def test_words_and_numbers_are_left_as_they_are(text: str) -> None:
    assert neutralised(text) == text
    assert restored(text) == text


def test_the_mark_is_taken_off_only_where_it_was_put() -> None:
    assert [neutralised(text) for text in ("=1+1", "'=1+1", " =1", "-1+2")] == [
        f"{MARK}=1+1",
        f"{MARK}'=1+1",
        f"{MARK} =1",
        f"{MARK}-1+2",
    ]
