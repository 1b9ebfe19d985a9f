"""Does `huiyin import problems` change what was described otherwise, all or none, and nothing else?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from huiyin.activities.imports.spreadsheets import csv_lines, write_xlsx
from huiyin.activities.imports.written_cells import Cell
from huiyin.ledger.models import Problem
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.workbook.columns import columns
from huiyin.ledger.workbook.exporting import lines_of_export
from huiyin.trail.models import NEVER
from tests.campaign import TestCampaign
from tests.doors.calling import Call, Said
from tests.ledger_rows import a_problem, written

Importing = Callable[..., Said]


@pytest.fixture
def importing(
    call: Call, campaign: TestCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Importing:
    """Calls `huiyin import problems` as the clerk for the small campaign with two problems."""
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "huiyin.toml").write_text('language = "zh"\n')
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now)
    written([a_problem(1), a_problem(2)])
    return lambda *words: call("import", "problems", *words, "--dir", folder, "--as", "clerk")


def exported(campaign: TestCampaign, changed: dict[str, Cell] | None = None) -> list[list[Cell]]:
    """The table, with these cells of problem 1."""
    lines = list(lines_of_export(campaign.actor("clerk"), Filters(), language="zh", today=date(2026, 9, 30)))
    for column, cell in (changed or {}).items():
        lines[-1][list(columns()).index(column)] = cell
    return lines


def in_force(number: int) -> Problem:
    return Problem.objects.get(number=number, superseded=NEVER)


def test_an_export_that_comes_back_changes_nothing(
    importing: Importing, campaign: TestCampaign, tmp_path: Path
) -> None:
    file = tmp_path / "problems.xlsx"
    write_xlsx(file, exported(campaign), sheet="台账")

    said = importing(file, "--yes", "--format", "json")

    counts = {"rows": 2, "same": 2, "changed": 0, "refused": 0, "taken": 0, "unknown": []}
    assert (said.status, json.loads(said.out)) == (0, counts)
    assert in_force(1).version == 1


def test_what_is_described_otherwise_is_said_first_and_taken_in_with_yes(
    importing: Importing, campaign: TestCampaign, tmp_path: Path
) -> None:
    file = tmp_path / "problems.csv"
    file.write_bytes(b"".join(csv_lines(exported(campaign, {"cause": "年久失修"}))))

    looked = importing(file)
    assert (looked.status, in_force(1).cause) == (0, "")
    assert "saying otherwise: 1" in looked.out
    assert "problem 1: Cause" in looked.out
    assert "--yes" in looked.out

    taken = importing(file, "--yes")
    assert "taken in: 1" in taken.out
    assert (in_force(1).cause, in_force(1).version) == ("年久失修", 2)
    assert "problems.csv" in in_force(1).reason
    assert in_force(2).version == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"state": "已销号"}, "State: “已销号” is not taken in: only a step of the ledger changes this"),
        ({"number": "99"}, "there is no problem 99"),
        ({"owner_unit": "石鼓街道"}, "Owner unit: This was set when it was handed over"),
    ],
)
def test_when_a_row_is_refused_none_is_taken_in(
    importing: Importing, campaign: TestCampaign, tmp_path: Path, changed: dict[str, Cell], told: str
) -> None:
    lines = exported(campaign, changed)
    lines[1][list(columns()).index("cause")] = "也改了"
    file = tmp_path / "problems.csv"
    file.write_bytes(b"".join(csv_lines(lines)))

    said = importing(file, "--yes")

    assert said.status == 1
    assert told in said.out
    assert (in_force(1).version, in_force(2).version) == (1, 1)


def test_a_file_that_is_not_there_is_refused(importing: Importing) -> None:
    said = importing("missing.csv")

    assert (said.status, "there is no such file" in said.err) == (2, True)
