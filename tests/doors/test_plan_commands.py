"""Can a campaign be begun, its plan checked and changed, and its units taken in, by commands?"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.plan.queries import current_plan, versions
from huiyin.plan.reading import read_plan_file
from tests.campaign import SMALL_PLAN, TestCampaign
from tests.doors.calling import Call
from tests.small_plans import SMALL_TEXT, changed, lines_of

LIST = (
    ("明湖区单位名单（虚构）",),
    ("单位代码", "单位名称", "单位类别", "上级单位", "人数", "联络员"),
    ("shigu", "石鼓街道", "街道", "明湖区", 33, "联络员丁"),
    ("shigu-north", "石鼓北社区", "社区", "石鼓街道", 9, "小满"),
    (None, "柳塘西社区", "社区", "柳塘街道", 8, "小满"),
)


def huiyin(*words: object) -> subprocess.CompletedProcess[str]:
    """Call the command as a process of its own, as people do."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    env |= {"LC_ALL": "en_US.UTF-8", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "huiyin", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


@pytest.fixture
def folder(campaign: TestCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose campaign is the one in the database of the test."""
    monkeypatch.setenv("HUIYIN_DIR", "")  # a command sets it; this puts it back
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now + timedelta(days=1))
    made = tmp_path / "campaign"
    made.mkdir()
    (made / "huiyin.toml").write_text('language = "zh"\n')
    shutil.copyfile(SMALL_PLAN, made / "plan.yaml")
    return made


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The small plan with another deadline."""
    file = tmp_path / "edited.yaml"
    file.write_text(changed("due: 2026-11-30", "due: 2026-12-15"), encoding="utf-8")
    return file


@pytest.fixture
def unit_file(tmp_path: Path) -> Path:
    """A spreadsheet of units as an office has it, with a title above its headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in LIST:
        sheet.append(line)
    file = tmp_path / "units.xlsx"
    book.save(file)
    return file


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A campaign begun by the command itself, and what the command said."""
    made = tmp_path_factory.mktemp("begun") / "minghu"
    done = huiyin("init", made, "--plan", SMALL_PLAN)
    assert done.returncode == 0, done.stderr
    return made, done.stdout


def test_init_makes_a_folder_with_plan_settings_and_database(begun: tuple[Path, str]) -> None:
    made, said = begun

    settings = tomllib.loads((made / "huiyin.toml").read_text(encoding="utf-8"))

    assert settings["language"] == "zh"
    assert settings["time_zone"] == "Asia/Shanghai"
    assert len(settings["secret_key"]) >= 50
    assert (made / "plan.yaml").read_text(encoding="utf-8") == SMALL_TEXT
    assert (made / "huiyin.sqlite3").stat().st_size > 0
    assert "version 1" in said
    assert "huiyin plan apply" in said


@pytest.mark.parametrize(("name", "mode"), [("", 0o700), ("huiyin.toml", 0o600), ("huiyin.sqlite3", 0o600)])
def test_only_its_owner_reads_a_campaign(name: str, mode: int, begun: tuple[Path, str]) -> None:
    assert stat.S_IMODE((begun[0] / name).stat().st_mode) == mode


def test_init_says_how_the_first_account_is_opened_and_how_the_log_is_verified(
    begun: tuple[Path, str],
) -> None:
    assert "/invitation/" in begun[1]
    assert re.search(r"huiyin/small\+[0-9a-f]{8}\+\S{44}", begun[1])


def test_init_refuses_a_folder_that_holds_something(begun: tuple[Path, str]) -> None:
    done = huiyin("init", begun[0], "--plan", SMALL_PLAN)

    assert done.returncode == 2
    assert "begins in an empty folder" in done.stderr


def test_a_plan_with_faults_begins_no_campaign(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(changed("kind: street,", "kind: strete,"), encoding="utf-8")

    done = huiyin("init", tmp_path / "new", "--plan", bad)

    assert done.returncode == 2
    assert "Did you mean “street”?" in done.stderr
    assert not (tmp_path / "new").exists()


def test_init_leaves_nothing_behind_when_the_database_cannot_be_reached(tmp_path: Path) -> None:
    made, nowhere = tmp_path / "new", "postgres://nobody@127.0.0.1:1/none"

    done = huiyin("init", made, "--plan", SMALL_PLAN, "--database", nowhere)

    assert done.returncode == 2
    assert "The database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert not made.exists()


def test_a_begun_campaign_checks_and_applies_a_plan(begun: tuple[Path, str], edited: Path) -> None:
    checked = huiyin("plan", "check", edited, "--dir", begun[0])
    applied = huiyin("plan", "apply", edited, "--dir", begun[0], "--reason", "meeting")

    assert "deadline of measure 1.1 moved from 2026-11-30 to 2026-12-15" in checked.stdout
    assert applied.returncode == 0
    assert "Version 2 of the plan is in force." in applied.stdout
    assert (begun[0] / "plan.yaml").read_bytes() == edited.read_bytes()


def test_check_needs_no_campaign(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUIYIN_DIR", "")

    said = call("plan", "check", SMALL_PLAN)

    assert said.status == 0
    assert "no fault was found" in said.out
    assert "Custodians: 1" in said.out


def test_check_tells_every_fault_with_its_line_and_ends_with_2(call: Call, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = changed("kind: street,", "kind: strete,").replace("law: sum", "law: some")
    bad.write_text(text, encoding="utf-8")

    said = call("plan", "check", bad)

    assert said.status == 2
    for part in ("strete", "law: some"):
        (line,) = lines_of(text, part)
        assert f"{bad}, line {line}, column" in said.err
    assert said.out == ""


@pytest.mark.parametrize("words", [("plan", "apply", SMALL_PLAN), ("import", "units", "u.csv")])
def test_a_command_for_a_campaign_says_when_there_is_none(
    call: Call, words: tuple[str, ...], tmp_path: Path
) -> None:
    said = call(*words, "--dir", tmp_path)

    assert said.status == 2
    assert f"{tmp_path}: there is no campaign here" in said.err


def test_a_file_that_is_not_there_is_said(call: Call, tmp_path: Path) -> None:
    said = call("plan", "check", tmp_path / "none.yaml")

    assert (said.status, said.out) == (2, "")
    assert "there is no such file" in said.err


def test_apply_needs_a_reason(call: Call, folder: Path, edited: Path) -> None:
    said = call("plan", "apply", edited, "--dir", folder)

    assert said.status == 2
    assert "needs a reason" in said.err
    assert current_plan().version == 1


def test_apply_acts_as_the_person_named(
    call: Call, campaign: TestCampaign, folder: Path, edited: Path
) -> None:
    said = call("plan", "apply", edited, "--dir", folder, "--as", "clerk", "--reason", "meeting")

    newest = versions(campaign.actor("auditor"))[0]
    assert said.status == 0
    assert (newest.version, newest.reason) == (2, "meeting")
    assert newest.account == campaign.account("clerk").public_id


@pytest.mark.parametrize(("person", "told"), [("liaison", "do not allow it"), ("nobody", "--as nobody")])
def test_who_may_not_apply_a_plan_or_is_nobody_is_refused(
    call: Call, folder: Path, edited: Path, person: str, told: str
) -> None:
    said = call("plan", "apply", edited, "--dir", folder, "--as", person, "--reason", "meeting")

    assert said.status == 2
    assert told in said.err
    assert current_plan().version == 1


def test_a_plan_file_that_somebody_is_editing_is_not_replaced(call: Call, folder: Path, edited: Path) -> None:
    (folder / "plan.yaml").write_text(SMALL_TEXT + "# unfinished\n", encoding="utf-8")

    said = call("plan", "apply", edited, "--dir", folder, "--reason", "meeting")

    assert "holds changes that were never applied" in said.out
    assert "# unfinished" in (folder / "plan.yaml").read_text(encoding="utf-8")


def test_a_list_of_units_is_first_only_told(call: Call, folder: Path, unit_file: Path) -> None:
    said = call("import", "units", unit_file, "--dir", folder)

    assert said.status == 0
    assert "unit “石鼓北社区” added" in said.out
    assert "members of unit “Shigu Street” changed from “30” to “33”" in said.out
    assert current_plan().version == 1


def test_a_list_of_units_is_taken_in_once_and_comments_are_kept(
    call: Call, folder: Path, unit_file: Path
) -> None:
    first = call("import", "units", unit_file, "--dir", folder, "--yes")
    again = call("import", "units", unit_file, "--dir", folder, "--yes")

    plan = current_plan().plan
    new = next(unit for unit in plan.units if unit.name.zh == "柳塘西社区")
    liaisons = [person for person in plan.people if person.name.zh == "小满"]
    assert (first.status, again.status) == (0, 0)
    assert "says all of this already" in again.out
    assert current_plan().version == 2
    assert (new.within, new.members) == ("liutang", 8)
    assert [post.unit for person in liaisons for post in person.posts] == ["shigu-north", new.key]
    assert SMALL_TEXT.splitlines()[0] in (folder / "plan.yaml").read_text(encoding="utf-8")
    assert read_plan_file(folder / "plan.yaml") == plan


def test_only_the_lines_of_changed_units_change_in_the_file(call: Call, folder: Path, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("unit,members\nshigu,33\n", encoding="utf-8")

    call("import", "units", units, "--dir", folder, "--yes")

    written = (folder / "plan.yaml").read_text(encoding="utf-8")
    assert written == changed("within: minghu, members: 30}", "within: minghu, members: 33}")


def test_every_faulty_row_of_a_list_is_told_and_nothing_is_changed(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    units = tmp_path / "units.csv"
    rows = (
        *("unit,name,kind,within,members", "Bad Key,A,street,,1", "new-1,,street,,1", "new-2,B,,,1"),
        *("new-3,C,strete,,1", "new-4,D,street,nowhere,1", "shigu,E,,,many", "shigu,F,,,1"),
    )
    units.write_text("\n".join(rows) + "\n", encoding="utf-8")

    said = call("import", "units", units, "--dir", folder, "--yes")

    assert said.status == 2
    told = [line.partition(":")[0] for line in said.err.splitlines()[:-1]]
    assert told == [f"units.csv, row {row}" for row in (2, 3, 4, 5, 6, 7, 8)]
    assert current_plan().version == 1


def test_a_list_without_headings_is_refused(call: Call, folder: Path, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("a,b\nc,d\n", encoding="utf-8")

    said = call("import", "units", units, "--dir", folder)

    assert said.status == 2
    assert "no line of headings" in said.err
