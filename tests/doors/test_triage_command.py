"""Does `huiyin triage` take, say, write and refuse what it should?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiyin.publishing.result_folder import RESULT_FILES
from huiyin.triage.starter import is_untouched
from tests.doors.calling import (
    ENGLISH,
    MINGHU,
    Call,
    elsewhere,
    groups_by_id,
    minghu,
    next_week,
    run_of,
    table,
)
from tests.sheets import Rows, write_csv, write_xlsx
from tests.town import BAILU, GUYU, LIQIU, XIAOMAN

DAY = "2026-03-02"
QUESTIONS: Rows = (
    ("time", "text"),
    *((DAY, f"How do I {what} my account?") for what in ("open", "close", "lock", "rename", "verify")),
    *((DAY, f"What is the rate of a {what} loan?") for what in ("house", "car", "student", "short", "new")),
)


def names_in(folder: Path) -> list[str]:
    """The files of a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def test_a_result_is_written_said_and_adds_up(call: Call, tmp_path: Path) -> None:
    said = call("triage", minghu(tmp_path), "--out", tmp_path / "result")

    counts = run_of(tmp_path / "result")["counts"]
    assert said.status == 0
    assert names_in(tmp_path / "result") == sorted([*RESULT_FILES, "state"])
    assert counts["read"] == len(MINGHU) - 1 + len(elsewhere())
    assert counts["read"] == sum(counts[fate] for fate in ("kept", "duplicate", "empty", "unreadable"))
    assert counts["kept"] == counts["grouped"] + counts["single"]
    assert f"共读取{counts['read']}行" in said.out
    assert said.out.rstrip().endswith("run.json")


def test_opinions_on_one_place_and_matter_are_one_problem(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--out", tmp_path / "result")

    groups = groups_by_id(tmp_path / "result")
    assert groups["M1"] == groups["M2"] == groups["M5"]
    assert len({groups[name] for name in ("M1", "M3", "M4", "M6")}) == 4


def test_no_giver_is_written_anywhere(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--out", tmp_path / "result")

    written = b"".join(path.read_bytes() for path in (tmp_path / "result").rglob("*") if path.is_file())
    assert [name for name in (XIAOMAN, GUYU, LIQIU, BAILU) if name.encode() in written] == []


def test_equal_input_gives_equal_bytes(call: Call, tmp_path: Path) -> None:
    file = minghu(tmp_path)

    for folder in ("one", "two"):
        call("triage", file, "--out", tmp_path / folder)

    def steady(folder: str) -> dict[str, object]:
        files = {path.name: path.read_bytes() for path in (tmp_path / folder).rglob("*") if path.is_file()}
        run = json.loads(files.pop("run.json"))
        return {**files, "run": {key: run[key] for key in run if key not in ("seconds", "peak_memory_mb")}}

    assert steady("one") == steady("two")


def test_the_result_speaks_as_most_opinions_and_the_command_as_the_locale(call: Call, tmp_path: Path) -> None:
    write_csv(tmp_path / "english.csv", ENGLISH)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 is no workbook")

    said = call(
        "triage", tmp_path / "english.csv", tmp_path / "broken.xlsx", "--out", tmp_path / "r", language="zh"
    )

    assert run_of(tmp_path / "r")["language"] == "en"
    assert "Rows read: 3." in said.out
    assert "broken.xlsx：文件已损坏" in said.err


def test_the_language_asked_for_beats_that_of_the_opinions(call: Call, tmp_path: Path) -> None:
    said = call("triage", minghu(tmp_path), "--out", tmp_path / "r", "--lang", "en", language="zh")

    assert run_of(tmp_path / "r")["language"] == "en"
    assert "Rows read: " in said.out


def test_for_a_program_run_json_is_printed_and_nothing_else(call: Call, tmp_path: Path) -> None:
    said = call("triage", minghu(tmp_path), "--out", tmp_path / "r", "--format", "json")

    assert said.out == (tmp_path / "r" / "run.json").read_text(encoding="utf-8")


def test_the_columns_read_are_said_with_their_reason(call: Call, tmp_path: Path) -> None:
    said = call(
        *("triage", minghu(tmp_path), "--out", tmp_path / "r"),
        *("--text", "留言主题,留言详情", "--title", "#4", "--id", "编号", "--likes", "点赞数"),
    )

    readings = run_of(tmp_path / "r")["inputs"][0]["readings"]
    assert [r["column"] for r in readings if r["role"] == "text"] == ["留言主题", "留言详情"]
    assert {r["role"]: r["why"] for r in readings}["time"] == "name"
    assert {r["why"] for r in readings if r["role"] in ("text", "title", "id", "likes")} == {"given"}
    assert "“留言主题”读作正文" in said.out


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "There is no column “详情内容”. Found: 编号、"), ("zh", "没有“详情内容”列。现有：编号、")],
)
def test_a_column_that_no_table_has_is_refused(call: Call, tmp_path: Path, language: str, told: str) -> None:
    said = call("triage", minghu(tmp_path), "--text", "详情内容", "--out", tmp_path / "r", language=language)

    assert said.status == 2
    assert told.replace("、", ", ") in said.err or told in said.err
    assert "留言详情" in said.err
    assert not (tmp_path / "r").exists()


def test_the_mode_is_chosen_and_said(call: Call, tmp_path: Path) -> None:
    write_csv(tmp_path / "questions.csv", QUESTIONS)

    about_places = call("triage", minghu(tmp_path), "--out", tmp_path / "places", "--lang", "en")
    about_accounts = call("triage", tmp_path / "questions.csv", "--out", tmp_path / "accounts")

    assert run_of(tmp_path / "places")["mode"] == "problem"
    assert "Compared by place and matter: of 66 opinions looked at, 100%" in about_places.out
    assert run_of(tmp_path / "accounts")["mode"] == "topic"
    assert "Compared by words alone: of 10 opinions" in about_accounts.out


def test_the_mode_asked_for_is_taken(call: Call, tmp_path: Path) -> None:
    said = call("triage", minghu(tmp_path), "--mode", "topic", "--out", tmp_path / "r", "--lang", "en")

    assert run_of(tmp_path / "r")["mode"] == "topic"
    assert "Compared by words alone, as asked for." in said.out


def test_decisions_are_obeyed_and_handed_back_byte_for_byte(call: Call, tmp_path: Path) -> None:
    file = minghu(tmp_path)
    decisions = tmp_path / "mine.yaml"
    decisions.write_bytes("# 王敏\r\ndecisions:\r\n- merge: [M3, M4]\r\n- split: [M1, M2]\r\n".encode())

    said = call("triage", file, "--decisions", decisions, "--out", tmp_path / "r")

    groups = groups_by_id(tmp_path / "r")
    assert said.status == 0
    assert groups["M3"] == groups["M4"]
    assert groups["M1"] != groups["M2"]
    assert (tmp_path / "r" / "decisions.yaml").read_bytes() == decisions.read_bytes()


def test_without_decisions_a_starter_file_is_left(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--out", tmp_path / "r")

    assert is_untouched((tmp_path / "r" / "decisions.yaml").read_bytes())


def test_ids_that_decisions_name_in_vain_are_told_with_their_line(call: Call, tmp_path: Path) -> None:
    decisions = tmp_path / "mine.yaml"
    decisions.write_text("decisions:\n- merge: [M1, M99]\n", encoding="utf-8")

    said = call("triage", minghu(tmp_path), "--decisions", decisions, "--out", tmp_path / "r", "--lang", "en")

    assert said.status == 0
    assert "M99 (line 2)" in " ".join(said.out.split())
    assert any("M99 (line 2)" in note for note in run_of(tmp_path / "r")["notes"])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "mine.yaml, line 3: the entry does not say what is decided. Found: mrge Expected: merge |"),
        ("zh", "mine.yaml第3行：这一条没有写明决定什么。现为：mrge；应为：merge |"),
    ],
)
def test_decisions_that_cannot_be_read_are_refused_before_any_opinion_is(
    call: Call, tmp_path: Path, language: str, told: str
) -> None:
    decisions = tmp_path / "mine.yaml"
    decisions.write_text("decisions:\n- merge: [M1, M2]\n- mrge: [M1, M2]\n", encoding="utf-8")

    said = call(
        *("triage", tmp_path / "nowhere.csv", "--decisions", decisions, "--out", tmp_path / "r"),
        language=language,
    )

    assert said.status == 2
    assert told in said.err
    assert "nowhere.csv" not in said.err
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "lines 3, 2: M1 and M2 must be together and apart at once."),
        ("zh", "第3、2行：M1和M2既要合并又要拆分。"),
    ],
)
def test_both_lines_of_a_contradiction_are_named(
    call: Call, tmp_path: Path, language: str, told: str
) -> None:
    decisions = tmp_path / "mine.yaml"
    decisions.write_text("decisions:\n- merge: [M1, M2]\n- split: [M1, M2]\n", encoding="utf-8")

    said = call(
        "triage", minghu(tmp_path), "--decisions", decisions, "--out", tmp_path / "r", language=language
    )

    assert said.status == 2
    assert told in said.err


@pytest.mark.parametrize("option", ["--decisions", "--matters", "--weights", "--learn"])
def test_a_file_of_an_option_that_is_not_there_is_refused(call: Call, tmp_path: Path, option: str) -> None:
    said = call("triage", minghu(tmp_path), option, tmp_path / "nowhere", "--out", tmp_path / "r")

    assert said.status == 2
    assert "nowhere: there is no such file." in said.err
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("option", ["--matters", "--weights"])
def test_a_file_of_an_option_that_holds_something_else_is_refused(
    call: Call, tmp_path: Path, option: str
) -> None:
    (tmp_path / "other").write_text("[1, 2", encoding="utf-8")

    said = call("triage", minghu(tmp_path), option, tmp_path / "other", "--out", tmp_path / "r")

    assert said.status == 2
    assert said.err.startswith("This is no ")
    assert len(said.err.splitlines()) == 1


def test_good_files_go_on_when_another_is_refused(call: Call, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 is no workbook")

    said = call(
        "triage", tmp_path / "broken.xlsx", minghu(tmp_path), tmp_path / "no.csv", "--out", tmp_path / "r"
    )

    notes = " ".join(run_of(tmp_path / "r")["notes"])
    assert said.status == 0
    assert "broken.xlsx: it is damaged" in said.err
    assert "no.csv: there is no such file." in said.err
    assert "broken.xlsx：文件已损坏" in notes
    assert "no.csv：没有这个文件。" in notes


def test_rows_that_cannot_be_read_are_told_by_reason_and_the_good_ones_go_on(
    call: Call, tmp_path: Path
) -> None:
    file = minghu(tmp_path)
    with file.open("ab") as stream:
        stream.write("X1,甲,2026-03-02,标题,内容,0,多,出,来\r\n".encode())

    said = call("triage", file, "--out", tmp_path / "r")

    assert said.status == 0
    assert run_of(tmp_path / "r")["counts"]["unreadable"] == 1
    assert "minghu.csv：数据第67行无法读取：单元格比表头多。" in "".join(run_of(tmp_path / "r")["notes"])


def test_when_no_file_can_be_read_the_command_ends_with_2(call: Call, tmp_path: Path) -> None:
    said = call("triage", tmp_path / "a.csv", tmp_path / "b.csv", "--out", tmp_path / "r")

    assert said.status == 2
    assert "a.csv: there is no such file." in said.err
    assert "b.csv: there is no such file." in said.err
    assert not (tmp_path / "r").exists()


def test_files_without_any_opinion_end_with_2(call: Call, tmp_path: Path) -> None:
    write_csv(tmp_path / "heading.csv", MINGHU[:1])

    said = call("triage", tmp_path / "heading.csv", "--out", tmp_path / "r", language="zh")

    assert said.status == 2
    assert "没有读到意见" in said.err
    assert not (tmp_path / "r").exists()


def test_sheets_of_one_name_and_files_of_one_name_keep_their_digests(call: Call, tmp_path: Path) -> None:
    for folder, rows in (("monday", MINGHU), ("friday", ENGLISH)):
        (tmp_path / folder).mkdir()
        write_xlsx(tmp_path / folder / "week.xlsx", {"a": rows, "b": rows})
    files = [tmp_path / folder / "week.xlsx" for folder in ("monday", "friday")]

    call("triage", *files, "--out", tmp_path / "r")

    inputs = run_of(tmp_path / "r")["inputs"]
    assert [table["sheet"] for table in inputs] == ["a", "b", "a", "b"]
    assert [table["bytes"] for table in inputs] == [
        size for file in files for size in [file.stat().st_size] * 2
    ]


def test_a_folder_with_foreign_files_is_left_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "thesis.docx").write_text("mine")

    said = call("triage", minghu(tmp_path), "--out", tmp_path / "r", language="zh")

    assert said.status == 2
    assert "thesis.docx" in said.err
    assert "什么都没有写出" in said.err
    assert names_in(tmp_path / "r") == ["thesis.docx"]


def test_an_earlier_result_is_replaced_but_not_a_persons_decisions(call: Call, tmp_path: Path) -> None:
    file, result = minghu(tmp_path), tmp_path / "r"
    call("triage", file, "--out", result)
    again = call("triage", file, "--out", result)
    (result / "decisions.yaml").write_text("decisions:\n- merge: [M3, M4]\n", encoding="utf-8")

    refused = call("triage", file, "--out", result)
    obeyed = call("triage", file, "--decisions", result / "decisions.yaml", "--out", result)

    assert again.status == 0
    assert refused.status == 2
    assert f"--decisions {result / 'decisions.yaml'}" in refused.err
    assert obeyed.status == 0
    assert groups_by_id(result)["M3"] == groups_by_id(result)["M4"]


def test_a_number_of_themes_is_kept(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--themes", 3, "--out", tmp_path / "r")

    themes = [line["theme"] for line in table(tmp_path / "r" / "themes.csv")]
    assert [theme for theme in themes if theme != "T0"] == ["T1", "T2", "T3"]
    assert run_of(tmp_path / "r")["settings"]["themes"] == 3


def test_an_offices_own_matters_are_taken(call: Call, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("matters:\n  公交站台: [站台, 座椅]\n", encoding="utf-8")

    said = call("triage", minghu(tmp_path), "--matters", own, "--out", tmp_path / "r")

    assert said.status == 0
    assert str(run_of(tmp_path / "r")["settings"]["matters"]).startswith("sha256:")


def test_what_cannot_be_written_is_said(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    said = call("triage", minghu(tmp_path), "--out", tmp_path / "file" / "r")

    assert said.status == 2
    assert "it cannot be written" in said.err


def test_what_came_next_week_is_added_to_the_earlier_problems(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--out", tmp_path / "r")
    before = (tmp_path / "r" / "opinions.csv").read_bytes()

    said = call("triage", next_week(tmp_path), "--onto", tmp_path / "r", "--out", tmp_path / "r2")

    groups = groups_by_id(tmp_path / "r2")
    lines = table(tmp_path / "r2" / "opinions.csv")
    assert said.status == 0
    assert (tmp_path / "r2" / "opinions.csv").read_bytes().startswith(before)
    assert [line["row"] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert groups["N1"] == groups["M1"]
    assert groups["N2"] not in {group for name, group in groups.items() if name != "N2"}
    assert f"新意见另立1个问题：{groups['N2']}" in "".join(run_of(tmp_path / "r2")["notes"])
    assert "与上次结果一样" in said.out


def test_an_earlier_result_can_be_added_to_in_its_own_folder(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--out", tmp_path / "r", "--lang", "en")

    said = call("triage", next_week(tmp_path), "--onto", tmp_path / "r", "--out", tmp_path / "r")

    assert said.status == 0
    assert run_of(tmp_path / "r")["language"] == "en"
    assert {"M1", "N1"} <= groups_by_id(tmp_path / "r").keys()


def test_a_person_of_both_weeks_is_counted_once(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--out", tmp_path / "r")
    call("triage", next_week(tmp_path), "--onto", tmp_path / "r", "--out", tmp_path / "r2")

    group = groups_by_id(tmp_path / "r2")["N1"]
    people = {line["group"]: line["people"] for line in table(tmp_path / "r2" / "problems.csv")}
    assert people[group] == "3"  # M1 and N1 are one person's, M2 and M5 are two others'


def test_a_file_that_is_added_twice_gives_duplicates_and_loses_nothing(call: Call, tmp_path: Path) -> None:
    file = minghu(tmp_path)
    call("triage", file, "--out", tmp_path / "r")
    first = table(tmp_path / "r" / "opinions.csv")

    said = call("triage", file, "--onto", tmp_path / "r", "--out", tmp_path / "r")

    lines = table(tmp_path / "r" / "opinions.csv")
    assert said.status == 0
    assert lines[: len(first)] == first
    assert len(lines) == 2 * len(first)
    assert {line["status"] for line in lines[len(first) :]} == {"duplicate"}
    assert [line["group"] for line in lines[len(first) :]] == [line["group"] for line in first]
    assert [line["id"] for line in lines[len(first) :]] == [f"{line['id']}-2" for line in first]
    assert "minghu.csv以前加过" in said.out


def test_decisions_beside_an_earlier_result_are_obeyed_again(call: Call, tmp_path: Path) -> None:
    result = tmp_path / "r"
    call("triage", minghu(tmp_path), "--out", result)
    (result / "decisions.yaml").write_text("decisions:\n- merge: [M3, M4]\n", encoding="utf-8")

    said = call("triage", next_week(tmp_path), "--onto", result, "--out", result)

    groups = groups_by_id(result)
    assert said.status == 0
    assert groups["M3"] == groups["M4"]
    assert (result / "decisions.yaml").read_text(encoding="utf-8") == "decisions:\n- merge: [M3, M4]\n"


def test_an_earlier_result_goes_on_in_its_mode_alone(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--out", tmp_path / "r")

    said = call(
        "triage", next_week(tmp_path), "--onto", tmp_path / "r", "--mode", "topic", "--out", tmp_path / "r2"
    )

    assert said.status == 2
    assert "the earlier result is in mode problem" in said.err
    assert not (tmp_path / "r2").exists()


def test_a_folder_without_an_earlier_result_cannot_be_added_to(call: Call, tmp_path: Path) -> None:
    said = call("triage", minghu(tmp_path), "--onto", tmp_path, "--out", tmp_path / "r", language="zh")

    assert said.status == 2
    assert "--onto要给上次的结果文件夹" in said.err


def test_other_words_than_in_the_earlier_run_are_said(call: Call, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("matters:\n  公交站台: [站台, 座椅]\n", encoding="utf-8")
    call("triage", minghu(tmp_path), "--matters", own, "--out", tmp_path / "r")

    said = call("triage", next_week(tmp_path), "--onto", tmp_path / "r", "--out", tmp_path / "r2")

    assert "比对方式与上次不同，以下选项有变：--matters。" in said.out.replace("\n", "")


def past(folder: Path, *, each: int = 12) -> Path:
    """Rows of an earlier year with their field of work, `each` of either."""
    rows: list[tuple[str, str, str]] = [("标题", "内容", "一级标签")]
    for number in range(each):
        building = f"{number + 1}号楼"
        rows.append(
            (f"{building}搅拌站噪声扰民", f"{building}旁搅拌站夜间噪声大，粉尘多，请查处。", "环境保护")
        )
        rows.append(
            (f"{building}门口交通拥堵", f"{building}门口上学放学堵得走不动，请派交警疏导。", "交通运输")
        )
    return write_csv(folder / "past.csv", rows)


def test_areas_are_suggested_as_past_rows_teach_and_their_quality_is_told(call: Call, tmp_path: Path) -> None:
    said = call("triage", minghu(tmp_path), "--learn", past(tmp_path), "--out", tmp_path / "r")

    suggested = {line["id"]: line["area"] for line in table(tmp_path / "r" / "opinions.csv")}
    assert said.status == 0
    assert suggested["M1"] == "环境保护"
    assert suggested["M3"] == "交通运输"
    assert "按往年24行数据学习后建议领域。5折交叉验证：宏平均F1为" in said.out.replace("\n", "")


def test_the_column_of_areas_may_stand_in_the_past_rows_alone(call: Call, tmp_path: Path) -> None:
    words = ("triage", minghu(tmp_path), "--learn", past(tmp_path), "--out", tmp_path / "r")

    found = call(*words, "--area", "一级标签")
    refused = call(*words, "--area", "二级标签")

    assert found.status == 0
    assert refused.status == 2
    assert "“二级标签”" in refused.err


def test_past_rows_that_teach_nothing_are_refused(call: Call, tmp_path: Path) -> None:
    said = call("triage", minghu(tmp_path), "--learn", past(tmp_path, each=3), "--out", tmp_path / "r")

    assert said.status == 2
    assert "past.csv: areas cannot be learnt. Found: 交通运输 (3), 环境保护 (3)." in said.err
    assert not (tmp_path / "r").exists()


def test_suggestions_of_the_earlier_run_stay(call: Call, tmp_path: Path) -> None:
    call("triage", minghu(tmp_path), "--learn", past(tmp_path), "--out", tmp_path / "r")
    before = table(tmp_path / "r" / "opinions.csv")

    call("triage", next_week(tmp_path), "--onto", tmp_path / "r", "--out", tmp_path / "r2")

    assert table(tmp_path / "r2" / "opinions.csv")[: len(before)] == before


def test_opinions_without_any_time_are_triaged_in_silence(call: Call, tmp_path: Path) -> None:
    write_csv(tmp_path / "timeless.csv", [(*row[:2], *row[3:]) for row in MINGHU])

    said = call("triage", tmp_path / "timeless.csv", "--out", tmp_path / "r")

    assert (said.status, said.err) == (0, "")
