"""Can a clerk trust, filter, print and send on the ledger that Excel opens?"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from huiyin.publishing import workbook_pages
from huiyin.publishing.ledger_workbook import write_ledger_workbook
from huiyin.publishing.workbook_pages import ExcelLimits, cell_parts
from huiyin.triage.decisions import read_decisions
from huiyin.triage.result import Result
from tests import town


def book_of(result: Result, folder: Path) -> Workbook:
    path = folder / "ledger.xlsx"
    write_ledger_workbook(path, result, town.the_facts(result))
    return load_workbook(path)


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    return book_of(town.a_result(), tmp_path)


def column(sheet: Worksheet, heading: str) -> Sequence[object]:
    """The cells under a heading, without it."""
    headings = [cell.value for cell in sheet[1]]
    place = headings.index(heading) + 1
    return [sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)]


def links_of(sheet: Worksheet) -> dict[str, str]:
    """Where the cells of a sheet lead."""
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink)
    return {cell.coordinate: cell.hyperlink.location for cell in cells}


def with_first_row(result: Result, **changes: object) -> Result:
    """The result with its first row changed."""
    return replace(result, rows=[replace(result.rows[0], **changes), *result.rows[1:]])  # type: ignore[arg-type]


def test_the_sheets_stand_in_the_order_of_reading(book: Workbook) -> None:
    assert book.sheetnames == ["台账", "主题", "意见", "编制说明"]


def test_an_english_result_has_an_english_workbook(tmp_path: Path) -> None:
    english = book_of(town.a_result(town.ENGLISH, language="en"), tmp_path)

    assert english.sheetnames == ["Ledger", "Themes", "Opinions", "How it was made"]
    assert english["Ledger"]["C2"].value == town.ENGLISH.problems[0].title


def test_the_ledger_has_a_line_for_each_problem(book: Workbook) -> None:
    ledger = book["台账"]

    assert column(ledger, "问题") == [problem.title for problem in town.CHINESE.problems]
    assert column(ledger, "意见")[0] == 4
    assert column(ledger, "反映次数")[0] == 5
    assert column(ledger, "热度")[0] == pytest.approx(0.8123)
    assert column(ledger, "最早反映")[0] == datetime(2026, 3, 2, 8, 30)


def test_shaky_joins_are_marked_in_words(book: Workbook) -> None:
    certainty = column(book["台账"], "把握")

    assert certainty[:3] == ["请先核对（0.47）", "可靠", "请先核对（0.55）"]
    assert certainty[3] == "仅一条意见"


def test_what_a_person_set_aside_says_so(book: Workbook) -> None:
    assert column(book["台账"], "把握")[-1] == "不算问题"


def test_every_row_that_was_read_stands_among_the_opinions(book: Workbook) -> None:
    assert sorted(column(book["意见"], "行号")) == list(range(1, 15))  # type: ignore[type-var]


def test_a_copy_stands_under_its_original(book: Workbook) -> None:
    assert column(book["意见"], "行号")[:3] == [1, 2, 3]
    assert column(book["意见"], "重复自")[2] == 2


def test_a_problem_leads_to_its_opinions_and_each_opinion_back(book: Workbook) -> None:
    ledger, opinions = book["台账"], book["意见"]
    links, back = links_of(ledger), links_of(opinions)

    assert links["F2"] == "'意见'!A2:A6"
    assert {opinions.cell(row, 1).value for row in range(2, 7)} == {"G1"}
    assert {back[f"A{row}"] for row in range(2, 7)} == {"'台账'!A2"}
    assert "A15" not in back  # the unreadable row belongs to no problem


def test_what_looks_like_a_formula_is_text(book: Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type in {"f", "e"}]
    title = book["台账"]["C5"]
    assert (title.value, title.data_type, title.quotePrefix) == (town.FORMULA, "s", True)


def test_an_id_of_digits_stays_text(tmp_path: Path) -> None:
    book = book_of(with_first_row(town.a_result(), id="007"), tmp_path)

    assert column(book["意见"], "编号")[0] == "007"


def test_the_header_stays_in_view_and_filters(book: Workbook) -> None:
    ledger = book["台账"]

    assert ledger.freeze_panes == "D2"
    assert ledger.auto_filter.ref == "A1:Q7"


def test_it_prints_across_one_landscape_page_with_its_header_on_each(book: Workbook) -> None:
    assert book["台账"].print_area == "'台账'!$A$1:$M$7"  # the parts of heat stay on the screen
    for name in ("台账", "主题", "意见"):
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0  # as many pages down as it takes; one across unless said
        assert sheet.print_title_rows == "$1:$1"


def test_heat_has_a_bar(book: Workbook) -> None:
    rules = [rule for held in book["台账"].conditional_formatting for rule in held.rules]

    assert [rule.type for rule in rules] == ["dataBar"]


def test_long_text_is_wrapped_and_the_row_is_higher(book: Workbook) -> None:
    opinions = book["意见"]

    assert opinions["E9"].alignment.wrap_text
    assert opinions.row_dimensions[9].height > opinions.row_dimensions[5].height


def test_columns_without_content_are_left_out(book: Workbook) -> None:
    headings = [cell.value for cell in book["意见"][1]]

    assert "点赞数" not in headings
    assert "文件" not in headings


def test_the_last_sheet_tells_how_it_was_made(book: Workbook) -> None:
    told = [cell.value for row in book["编制说明"].iter_rows() for cell in row if cell.value]

    assert "a" * 64 in told
    assert "读作标题（按列名）" in told
    assert any("共读取14行" in str(line) for line in told)
    example = next(str(line) for line in told if str(line).startswith("decisions:"))
    assert "split: [MH0001, MH0005]" in example


def test_the_example_of_decisions_is_one_that_can_be_read(book: Workbook) -> None:
    told = [str(row[1].value) for row in book["编制说明"].iter_rows()]
    example = next(line for line in told if line.startswith("decisions:"))

    decisions = read_decisions(example.encode(), file="decisions.yaml")

    assert [entry.kind for entry in decisions.entries] == ["merge", "split", "rename", "set", "not_a_problem"]


def test_equal_results_give_equal_bytes_whatever_the_run_took(tmp_path: Path) -> None:
    result = town.a_result()
    for name, seconds in (("one.xlsx", 0.1), ("two.xlsx", 99.0)):
        write_ledger_workbook(tmp_path / name, result, town.the_facts(result, seconds={"all": seconds}))

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_no_working_files_are_left(tmp_path: Path) -> None:
    book_of(town.a_result(), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["ledger.xlsx"]


def test_a_text_longer_than_a_cell_goes_on_in_the_next_line(tmp_path: Path) -> None:
    long = "字" * 40_000 + "😀" * 20_000
    book = book_of(with_first_row(town.a_result(), text=long), tmp_path)

    texts, status = column(book["意见"], "正文"), column(book["意见"], "状态")

    assert "".join(str(text) for text in texts[:3]) == long
    assert all(len(str(text).encode("utf-16-le")) <= 2 * 32_767 for text in texts)
    assert status[1:3] == ["续（第2部分，共3部分）", "续（第3部分，共3部分）"]
    assert "'意见'!A2:A8" in links_of(book["台账"]).values()


def test_lists_beyond_a_sheet_go_on_on_the_next_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_pages, "LIMITS", ExcelLimits(links=4))

    book = book_of(town.a_result(), tmp_path)

    assert book.sheetnames == ["台账 1", "台账 2", "主题", "意见 1", "意见 2", "意见 3", "意见 4", "编制说明"]
    assert [book[name].max_row for name in ("台账 1", "台账 2")] == [5, 3]
    rows = [number for n in range(1, 5) for number in column(book[f"意见 {n}"], "行号")]
    assert sorted(rows) == list(range(1, 15))  # type: ignore[type-var]
    # its five opinions lie on two sheets
    assert links_of(book["台账 1"])["F2"] == "'意见 1'!A2"
    told = [str(cell.value) for row in book["编制说明"].iter_rows() for cell in row]
    assert any("台账 1" in line and "台账 2" in line for line in told)


@pytest.mark.parametrize(
    "text",
    ["<r><t>x</t></r>", "a\x00b\x0bc", "_x0041_", "\ud800", " blank ", "line\nline", "a & b < c", "\ufffe"],
)
def test_odd_characters_break_no_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ledger.xlsx"
    result = with_first_row(town.a_result(), text=text)

    write_ledger_workbook(path, result, town.the_facts(result))

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("意见").to_python()
    kept = re.sub("[\x00-\x08\x0b\x0c\ud800-\udfff\ufffe]", "", text)
    assert rows[1][4] == kept or rows[1][4] == kept.strip()


@given(st.text(max_size=200).map(lambda text: text * 300))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example], deadline=None)
def test_the_parts_of_a_text_fit_and_make_it_whole(text: str) -> None:
    parts = cell_parts(text)

    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-le", "surrogatepass")) <= 2 * 32_767 for part in parts)


def test_times_before_excels_first_day_are_written_out(tmp_path: Path) -> None:
    book = book_of(with_first_row(town.a_result(), time=datetime(1899, 5, 1, 9)), tmp_path)

    assert column(book["意见"], "时间")[0] == "1899-05-01 09:00"


def test_an_empty_result_is_a_workbook_too(tmp_path: Path) -> None:
    result = replace(town.a_result(), rows=(), placements=(), groups=(), themes=())

    book = book_of(result, tmp_path)

    assert book["台账"].max_row == 1


def test_it_carries_no_day_of_today(tmp_path: Path) -> None:
    book_of(town.a_result(), tmp_path)

    with zipfile.ZipFile(tmp_path / "ledger.xlsx") as archive:
        properties = archive.read("docProps/core.xml").decode()
        days = {part.date_time for part in archive.infolist()}

    assert set(re.findall(r"\d{4}-\d\d-\d\d", properties)) == {"1980-01-01"}
    assert {day[0] for day in days} == {1980}
