"""Does `huiyin import activities` say what would be, record when told so, and take it back?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pytest_django import Settings

from huiyin.activities.imports import actions
from huiyin.activities.imports.actions import GivenIn
from huiyin.campaign_folder import CampaignFolder
from tests.campaign import NOW, TestCampaign
from tests.doors.calling import Call, Said
from tests.importing import in_force, talks
from tests.sheets import write_csv, write_xlsx

Importing = Callable[..., Said]
WRONG = ("柳塘街道", "昨天", "防火", "3", "已举办")


@pytest.fixture
def importing(
    call: Call, campaign: TestCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Importing:
    """Calls `huiyin import activities` for the small campaign, at its time."""
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "huiyin.toml").write_text('language = "zh"\n')
    monkeypatch.setenv("HUIYIN_DIR", str(folder))
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now)
    return lambda *words: call("import", "activities", *words, "--dir", folder, "--as", "clerk")


def test_without_yes_it_only_says_what_would_be(importing: Importing, tmp_path: Path) -> None:
    said = importing(talks(tmp_path), "--kind", "talk")

    assert said.status == 0
    assert "rows read: 3; new: 3; recorded already: 0" in said.out
    assert "--yes" in said.out
    assert in_force() == []


def test_with_yes_it_records_and_says_how_to_take_it_back(importing: Importing, tmp_path: Path) -> None:
    said = importing(talks(tmp_path), "--kind", "宣讲", "--yes", "--format", "json")
    done = json.loads(said.out)
    assert (said.status, done["new"], done["taken"], len(in_force())) == (0, 3, 3, 3)

    back = importing("--undo", done["import"])

    assert (back.status, back.out.split(".")[0]) == (0, "Withdrawn: 3")
    assert all(one.is_withdrawn for one in in_force())


def test_refused_rows_are_said_by_line_and_written_out(importing: Importing, tmp_path: Path) -> None:
    refused = tmp_path / "refused.xlsx"

    said = importing(talks(tmp_path, WRONG), "--kind", "talk", "--refused", refused)

    assert said.status == 1
    assert "line 5: 日期: “昨天” is not a day" in said.out
    lines = list(openpyxl.load_workbook(refused).active.iter_rows(values_only=True))
    assert lines[1][:5] == WRONG


def test_a_heading_is_what_a_person_says(importing: Importing, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [("单位", "日期", "讲了什么"), ("柳塘街道", "2026-09-10", "防火")])

    unsaid = importing(file, "--kind", "talk")
    said = importing(file, "--kind", "talk", "--map", "讲了什么=title")

    assert "Headings that are not known: 讲了什么" in unsaid.out
    assert said.status == 0


def test_a_sheet_of_a_workbook_is_chosen_by_name_or_by_its_headings(
    importing: Importing, tmp_path: Path
) -> None:
    rows = [("单位", "日期", "主题"), ("柳塘街道", "2026-09-10", "防火")]
    file = write_xlsx(tmp_path / "a.xlsx", {"说明": [("填表说明",)], "宣讲": rows, "宣讲2": rows})

    assert "sheet 宣讲: rows read: 1; new: 1" in importing(file, "--kind", "talk").out
    assert "sheet 宣讲2: rows read: 1; new: 1" in importing(file, "--kind", "talk", "--sheet", "宣讲2").out
    wrong = importing(file, "--kind", "talk", "--sheet", "Sheet9")
    assert (wrong.status, "Found: 说明" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Name a file to take in"),
        (("missing.csv",), "there is no such file"),
        (("a.csv", "--kind", "parade"), "the plan has no such kind"),
        (("a.csv", "--map", "主题=tune"), "there is no such field"),
        (("--undo", "f" * 32), "There is no import"),
    ],
)
def test_what_cannot_be_done_is_said(importing: Importing, words: tuple[str, ...], told: str) -> None:
    said = importing(*words)

    assert said.status == 2
    assert told in said.err


def test_a_job_of_the_pages_goes_on_where_it_stopped(
    importing: Importing, campaign: TestCampaign, tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "campaign"
    settings.CAMPAIGN = CampaignFolder(folder)
    clerk = campaign.actor("clerk")
    public_id = actions.give_in(actor=clerk, now=NOW, given=GivenIn("talks.csv", "0" * 64, kind="talk"))
    given = folder / "imports" / public_id
    given.mkdir(parents=True)
    talks(given, name="given.csv")

    importing("--job", public_id)
    assert in_force() == []
    actions.confirm(actor=clerk, public_id=public_id, takes_corrections=False)
    importing("--job", public_id)
    importing("--job", public_id)

    assert len(in_force()) == 3
