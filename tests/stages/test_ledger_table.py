"""Does the ledger come back from its table as it was, and what changes it, and what may not?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.access.rules import Forbidden
from huiyin.activities.imports.source_rows import SourceRow, SourceTable
from huiyin.activities.imports.spreadsheets import csv_lines, plain_text, write_xlsx
from huiyin.activities.imports.written_cells import Cell
from huiyin.ledger.actions.taking_in import take_in
from huiyin.ledger.models import Problem
from huiyin.ledger.queries import page, record_of_number
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.workbook.columns import LedgerHeadings, columns
from huiyin.ledger.workbook.exporting import lines_of_export
from huiyin.ledger.workbook.taking_in import JudgedTable, LedgerOutcome, LedgerRowFault, judged
from huiyin.trail.models import NEVER
from huiyin.web.imports.reading import read_table
from tests.campaign import NOW, TestCampaign
from tests.ledger_rows import a_place, a_problem, an_opinion, heard, the_next, written

TODAY = date(2026, 9, 30)
MEASURES = [{"words": "换灯泡", "due": "2026-10-10"}, {"words": "每月巡查\n并记录", "due": None}]


@pytest.fixture
def ledger(campaign: TestCampaign) -> TestCampaign:
    """Three problems, the second with all its columns filled, the third as a draft with few."""
    full = a_problem(
        2,
        title="=1+1 的路灯",
        finding="两行\n第二行",
        cause="年久",
        measures=MEASURES,
        co_units=["shigu", "office"],
        verifier_unit="shigu",
        verifier_person="other-liaison",
        lead_leader="leader",
        mode="at_once",
        lasting_measure="每月巡查",
        note="@注意",
    )
    draft = a_problem(3, state="draft", owner_unit="", owner_person="", area="", due_current=None)
    written([a_problem(1), full, draft])
    written([a_place(full, heard([an_opinion()], state="opened").group)])
    return campaign


def exported(campaign: TestCampaign, language: str = "zh", person: str = "clerk") -> list[list[Cell]]:
    actor = campaign.actor(person)
    return list(lines_of_export(actor, Filters(), language=language, today=TODAY))


def table_of(lines: list[list[Cell]]) -> SourceTable:
    """The lines as a reader of workbooks gives them."""
    headings, *rows = [[plain_text(cell) for cell in line] for line in lines]
    return SourceTable(tuple(headings), [SourceRow(at, row) for at, row in enumerate(rows, 2)])


def with_cell(lines: list[list[Cell]], number: int, column: str, text: Cell) -> list[list[Cell]]:
    at = list(columns()).index(column)
    changed = [list(line) for line in lines]
    for line in changed[1:]:
        if line[0] == number:
            line[at] = text
    return changed


def look(campaign: TestCampaign, lines: list[list[Cell]]) -> JudgedTable:
    return judged(campaign.actor("clerk"), table_of(lines), today=TODAY)


def test_every_column_of_a_rectification_ledger_is_there_in_both_languages(ledger: TestCampaign) -> None:
    chinese, english = exported(ledger)[0], exported(ledger, "en")[0]

    assert {"序号", "问题表现", "整改目标", "销号标准", "责任单位", "复核人", "原定整改时限"} <= set(chinese)
    assert {"No.", "What was found", "Owner unit", "First due day"} <= set(english)
    assert len(set(chinese)) == len(set(english)) == len(chinese)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_that_comes_back_as_it_went_changes_nothing(
    ledger: TestCampaign, tmp_path: Path, language: str, form: str
) -> None:
    file = tmp_path / f"ledger.{form}"
    lines = exported(ledger, language)
    if form == "csv":
        file.write_bytes(b"".join(csv_lines(lines)))
    else:
        write_xlsx(file, lines, sheet="台账")

    found = judged(ledger.actor("clerk"), read_table(file, LedgerHeadings()), today=TODAY)

    assert found.unknown == ()
    assert [(row.number, row.outcome, row.faults) for row in found.rows] == [
        (str(number), "same", ()) for number in (3, 2, 1)
    ]


TEXTS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"], include_characters="\n"), max_size=40
)


@given(finding=TEXTS, note=TEXTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_problem_says_its_csv_comes_back_the_same(
    ledger: TestCampaign, tmp_path: Path, finding: str, note: str
) -> None:
    before = Problem.objects.get(number=1, superseded=NEVER)
    written([the_next(before, finding=finding, note=note)])
    file = tmp_path / "ledger.csv"
    file.write_bytes(b"".join(csv_lines(exported(ledger))))

    found = judged(ledger.actor("clerk"), read_table(file, LedgerHeadings()), today=TODAY)

    assert {row.outcome for row in found.rows} == {LedgerOutcome.SAME}


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("finding", "灯杆也歪了", "灯杆也歪了"),
        ("area", "空气", "air"),
        ("lead_leader", "领导戊", "leader"),
        ("owner_person", "liaison", "liaison"),
        ("co_units", "石鼓街道、区试办", ["shigu", "office"]),
        ("measures", "换灯泡 [2026-10-12]\n扶正灯杆", [("换灯泡", "2026-10-12"), ("扶正灯杆", None)]),
        ("lasting_measure", "每季巡查", "每季巡查"),
    ],
)
def test_a_cell_that_says_otherwise_describes_the_problem_with_its_reason(
    ledger: TestCampaign, column: str, text: str, value: object
) -> None:
    written([the_next(Problem.objects.get(number=1), area="", owner_person="")])
    lines = with_cell(exported(ledger), 1, column, text)

    [row] = look(ledger, lines).of(LedgerOutcome.CHANGED)
    refused = take_in(actor=ledger.actor("clerk"), now=NOW, rows=[row], reason="会上改定")

    now = Problem.objects.get(number=1, superseded=NEVER)
    held = getattr(now, column)
    assert (row.changed, refused) == ((column,), {})
    assert ([(each["words"], each["due"]) for each in held] if column == "measures" else held) == value
    assert (now.move, now.rule, now.reason, now.version) == ("describe", "L02", "会上改定", 3)
    assert look(ledger, lines).rows[-1].outcome is LedgerOutcome.REFUSED


@pytest.mark.parametrize(
    ("column", "text"),
    [("state", "已销号"), ("due_current", date(2027, 1, 1)), ("closed_on", "2026-09-29"), ("episode", "2")],
)
def test_what_only_moves_change_is_refused_by_its_row(ledger: TestCampaign, column: str, text: Cell) -> None:
    found = look(ledger, with_cell(exported(ledger), 2, column, text))

    [row] = found.of(LedgerOutcome.REFUSED)
    [fault] = row.faults
    assert (row.number, fault.field, fault.code) == ("2", column, LedgerRowFault.ONLY_MOVES)
    assert len(found.of(LedgerOutcome.SAME)) == 2


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("number", "", LedgerRowFault.NO_NUMBER),
        ("number", "77", LedgerRowFault.NO_SUCH_PROBLEM),
        ("number", "1", LedgerRowFault.SAID_TWICE),
        ("owner_unit", "天上人间", "no_such_name"),
        ("mode", "随便", "no_such_name"),
        ("version", "9", LedgerRowFault.CHANGED_SINCE),
        ("version", "x", LedgerRowFault.CHANGED_SINCE),
    ],
)
def test_a_row_that_cannot_be_taken_in_says_why(
    ledger: TestCampaign, column: str, text: str, code: str
) -> None:
    lines = exported(ledger)
    first_last = [lines[0], *reversed(lines[1:])]

    found = look(ledger, with_cell(first_last, 2, column, text))

    [row] = found.of(LedgerOutcome.REFUSED)
    assert [fault.code for fault in row.faults] == [code]


def test_a_file_of_an_older_version_changes_nothing_unless_it_says_otherwise(ledger: TestCampaign) -> None:
    lines = exported(ledger)
    written([the_next(Problem.objects.get(number=1), finding="别人先改了")])

    untouched = look(ledger, lines)
    touched = look(ledger, with_cell(lines, 1, "finding", "我也改"))

    assert {row.outcome for row in untouched.rows} == {LedgerOutcome.SAME}
    assert touched.of(LedgerOutcome.REFUSED)[0].faults[0].code is LedgerRowFault.CHANGED_SINCE


def test_when_one_row_is_refused_nothing_is_written_nor_is_it_for_a_trial(ledger: TestCampaign) -> None:
    clerk = ledger.actor("clerk")
    wrong = with_cell(with_cell(exported(ledger), 1, "cause", "老旧"), 2, "owner_unit", "石鼓街道")
    right = with_cell(exported(ledger), 1, "cause", "老旧")

    refused = take_in(actor=clerk, now=NOW, rows=look(ledger, wrong).rows, reason="改")
    tried = take_in(actor=clerk, now=NOW, rows=look(ledger, right).rows, reason="改", is_trial=True)

    assert (len(refused), tried) == (1, {})
    assert set(Problem.objects.values_list("version", flat=True)) == {1}


@pytest.mark.parametrize("person", ["liaison", "head", "auditor", "administrator"])
def test_only_the_office_takes_a_table_in(ledger: TestCampaign, person: str) -> None:
    with pytest.raises(Forbidden):
        judged(ledger.actor(person), table_of(exported(ledger)), today=TODAY)


def test_a_unit_carries_away_its_own_rows_without_what_is_for_the_office(ledger: TestCampaign) -> None:
    lines = exported(ledger, person="liaison")

    assert [line[0] for line in lines[1:]] == [2, 1]
    assert "@注意" not in repr(lines)
    assert "联络员丁" not in repr(lines)
    with pytest.raises(Forbidden):
        exported(ledger, person="guide")


def test_a_number_leads_to_its_problem(ledger: TestCampaign) -> None:
    clerk = ledger.actor("clerk")

    [row] = page(clerk, Filters(number=2), today=TODAY).rows

    assert row.record == record_of_number(clerk, 2)
