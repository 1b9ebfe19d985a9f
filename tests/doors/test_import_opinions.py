"""Does `huiyin import opinions` take in what a file says, and name the rows that it does not take in?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from huiyin.activities.actions import record_many
from huiyin.activities.rules import Entered
from huiyin.opinions.models import Giver, Opinion
from huiyin.opinions.rows import MADE_ID
from huiyin.trail.models import NEVER
from tests.campaign import TestCampaign
from tests.doors.calling import Call, Said
from tests.sheets import Rows, write_csv, write_jsonl, write_xlsx

Importing = Callable[..., Said]
HEADINGS = ("编号", "姓名", "联系电话", "反映时间", "区县", "一级分类", "责任单位", "内容")
ROWS: Rows = (
    HEADINGS,
    (
        "A1",
        "林小满",
        "13912345678",
        "2026-09-10",
        "明湖区",
        "空气",
        "柳塘街道",
        "东门外的搅拌站半夜施工，灰很大。",
    ),
    ("A2", "匿名", "", "2026-09-11", "明湖区", "别的类别", "别的单位", "第二小学门口放学时堵得走不动。"),
    ("A3", "周谷雨", "", "2026-09-12", "明湖区", "", "", "周谷雨说柳塘新村6号楼电梯停运。"),
)
WRONG = ("A4", "", "", "2031-01-01", "", "", "", "明年的话。")


@pytest.fixture
def importing(
    call: Call, campaign: TestCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Importing:
    """Calls `huiyin import opinions` for the small campaign, at its time."""
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "huiyin.toml").write_text('language = "zh"\n')
    monkeypatch.setenv("HUIYIN_DIR", str(folder))
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now)

    def called(*words: object, channel: str = "form", by: str = "clerk", language: str = "en") -> Said:
        named = ("--channel", channel) if channel else ()
        return call("import", "opinions", *words, *named, "--dir", folder, "--as", by, language=language)

    return called


def in_force() -> list[Opinion]:
    return list(Opinion.objects.filter(superseded=NEVER).order_by("sequence", "position"))


def test_a_table_is_taken_in_with_what_stands_beside_the_words(importing: Importing, tmp_path: Path) -> None:
    said = importing(write_csv(tmp_path / "a.csv", ROWS))

    assert said.status == 0, said.err
    assert "Taken in: 3; here already: 0." in said.out
    first, second, third = in_force()
    assert (first.naming, first.area, first.unit, first.place) == ("named", "air", "liutang", "明湖区")
    assert (first.given_id, first.source_file, first.source_row) == ("A1", "a.csv", 1)
    assert (second.naming, second.giver, second.area, second.unit) == ("anonymous", "", "", "")
    assert third.words == "〔姓名〕说柳塘新村6号楼电梯停运。"
    assert Giver.objects.filter(has_contact=True).count() == 1
    assert "In 1 row the area is none of the plan" in said.out


def test_taken_in_again_it_adds_nothing(importing: Importing, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", ROWS)
    importing(file)

    said = importing(file)

    assert (said.status, len(in_force())) == (0, 3)
    assert "Taken in: 0; here already: 3." in said.out


def test_rows_without_ids_are_taken_in_once_too(importing: Importing, tmp_path: Path) -> None:
    rows = [
        ("日期", "意见"),
        ("2026-09-10", "路灯坏了，晚上看不见。"),
        ("2026-09-10", "路灯坏了，晚上看不见。"),
    ]
    file = write_xlsx(tmp_path / "a.xlsx", {"意见": rows})
    importing(file)
    again = json.loads(importing(file, "--format", "json").out)

    assert (again["taken"], again["here"], len(in_force())) == (0, 2, 2)
    assert all(one.given_id.startswith(MADE_ID) for one in in_force())


def test_one_wrong_row_holds_all_back_and_is_named(importing: Importing, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [*ROWS, WRONG])

    said = importing(file)

    assert (said.status, in_force()) == (1, [])
    assert "a.csv, row 4: Day: This day has not come yet." in said.out
    assert "--take-good" in said.out


def test_the_good_rows_are_taken_in_when_that_is_asked(importing: Importing, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [*ROWS, WRONG])
    refused = tmp_path / "refused.csv"

    said = importing(file, "--take-good", "--refused", refused)

    assert (said.status, len(in_force())) == (1, 3)
    assert "a.csv" in refused.read_text(encoding="utf-8-sig")
    assert "明年的话" not in refused.read_text(encoding="utf-8-sig")


def test_it_only_looks_when_asked_to(importing: Importing, tmp_path: Path) -> None:
    said = importing(write_csv(tmp_path / "a.csv", ROWS), "--look", "--format", "json")

    told = json.loads(said.out)
    assert (said.status, told["said"], "taken" in told, in_force()) == (0, 3, False, [])


def test_what_was_taken_in_can_be_taken_back(importing: Importing, tmp_path: Path) -> None:
    told = json.loads(importing(write_csv(tmp_path / "a.csv", ROWS), "--format", "json").out)

    back = importing("--undo", told["import"], channel="")

    assert (back.status, back.out) == (0, "Withdrawn: 3.\n")
    assert all(one.is_withdrawn for one in in_force())
    assert importing("--undo", "0" * 32, channel="").status == 2


def test_minutes_are_split_and_point_at_their_paragraphs(importing: Importing, tmp_path: Path) -> None:
    document = docx.Document()
    for line in (
        "柳塘街道居民座谈会记录",
        "时间：2026年9月15日",
        "林小满：东门外的搅拌站半夜施工，灰很大，孩子睡不着。",
        "周谷雨：第二小学门口早上堵得走不动，请派人疏导。",
        "贺立秋：6号楼的电梯这个月停了四次，老人下不来。",
    ):
        document.add_paragraph(line)
    file = tmp_path / "minutes.docx"
    document.save(str(file))

    said = importing(file, channel="symposium")

    assert said.status == 0, said.out + said.err
    found = in_force()
    assert [one.source_row for one in found] == [3, 4, 5]
    assert [one.naming for one in found] == ["named"] * 3
    assert len({one.giver for one in found}) == 3
    assert str(found[0].day) == "2026-09-15"
    assert "林小满" not in "".join(one.words + one.title for one in found)


def test_json_lines_are_taken_in(importing: Importing, tmp_path: Path) -> None:
    rows = [("id", "date", "content"), ("J1", "2026-09-10", "路灯坏了两个月，请修。")]
    file = write_jsonl(tmp_path / "a.jsonl", rows)

    said = importing(file, channel="hotline")

    assert said.status == 0, said.out + said.err
    assert [one.given_id for one in in_force()] == ["J1"]


def test_a_programme_in_bulk_is_linked_to_what_it_grew_into(
    importing: Importing, campaign: TestCampaign, tmp_path: Path
) -> None:
    projects = [
        Entered("everything", "office", "2026-09-20", state="held", values={"name": name, "consent": "是"})
        for name in ("修路灯", "加座椅")
    ]
    ids = record_many(actor=campaign.actor("clerk"), now=campaign.now, entries=projects)
    rows = [
        ("日期", "内容", "项目"),
        ("2026-09-10", "北苑路的路灯坏了。", "修路灯"),
        ("2026-09-10", "公交站没有座椅。", "加座椅"),
        ("2026-09-10", "公交站想要个棚子。", ""),
    ]

    said = importing(write_csv(tmp_path / "a.csv", rows), "--grows-into", "项目", channel="walks")

    assert said.status == 0, said.out + said.err
    assert [one.grew_into for one in in_force()] == [*ids, ""]
    assert not any(one.goes_to_board for one in in_force())


def test_a_title_that_no_record_has_is_refused(importing: Importing, tmp_path: Path) -> None:
    rows = [("日期", "内容", "项目"), ("2026-09-10", "北苑路的路灯坏了。", "没有的项目")]

    said = importing(write_csv(tmp_path / "a.csv", rows), "--grows-into", "项目", channel="walks")

    assert (said.status, in_force()) == (1, [])
    assert "Grew into" in said.out
    assert "没有的项目" in said.out


@pytest.mark.parametrize(
    ("words", "channel", "told"),
    [
        ((), "", "--channel KEY"),
        ((), "nowhere", "no such channel"),
        (("--day", "昨天"), "form", "not a day"),
        (("--map", "内容=words"), "form", "HEADING=USE"),
        (("--map", "没有=text"), "form", "There is no column"),
        (("--grows-into", "项目"), "form", "does not say"),
        (("--activity", "0" * 32), "symposium", "Said at"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    importing: Importing, tmp_path: Path, words: tuple[str, ...], channel: str, told: str
) -> None:
    said = importing(write_csv(tmp_path / "a.csv", ROWS), *words, channel=channel)

    assert (said.status, in_force()) == (2, [])
    assert told in said.err


def test_who_may_not_import_is_refused(importing: Importing, tmp_path: Path) -> None:
    said = importing(write_csv(tmp_path / "a.csv", ROWS), by="liaison")

    assert (said.status, in_force()) == (2, [])


def test_a_column_is_what_a_person_says(importing: Importing, tmp_path: Path) -> None:
    rows = [("何日", "说了什么", "谁说的"), ("2026-09-10", "路灯坏了两个月，请修。", "林小满")]
    file = write_csv(tmp_path / "a.csv", rows)

    said = importing(file, "--map", "何日=time", "--map", "说了什么=text", "--map", "谁说的=person")

    assert said.status == 0, said.out + said.err
    assert [(str(one.day), one.naming) for one in in_force()] == [("2026-09-10", "named")]


def test_rows_without_a_day_take_the_day_that_is_said(importing: Importing, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [("编号", "内容"), ("1", "路灯坏了两个月，请修。")])
    assert importing(file).status == 1

    said = importing(file, "--day", "2026-09-03")

    assert said.status == 0, said.out + said.err
    assert [str(one.day) for one in in_force()] == ["2026-09-03"]


def test_an_id_that_stands_twice_with_other_words_loses_neither(importing: Importing, tmp_path: Path) -> None:
    rows = [
        ("编号", "日期", "内容"),
        ("A1", "2026-09-10", "路灯坏了两个月，请修。"),
        ("A1", "2026-09-10", "电梯又停了，请修。"),
        ("A1", "2026-09-10", "路灯坏了两个月，请修。"),
    ]
    file = write_csv(tmp_path / "a.csv", rows)

    importing(file)
    importing(file)

    assert [one.words for one in in_force()] == ["路灯坏了两个月，请修。", "电梯又停了，请修。"]


NAME, PHONE, SENTENCE = "贺兰白露", "13955557777", "柳塘新村3栋2单元501室漏水"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"反映时间": "2031-01-01"},
        {"反映时间": PHONE},
        {"区县": SENTENCE + "很" * 200},
        {"内容": SENTENCE + "很" * 20_001},
        {"责任单位": PHONE, "反映时间": ""},
    ],
)
def test_what_is_said_of_a_refused_row_tells_nothing_of_its_giver(
    importing: Importing, tmp_path: Path, wrong: dict[str, str], language: str
) -> None:
    right = ("A9", NAME, PHONE, "2026-09-10", "明湖区", "空气", "柳塘街道", SENTENCE)
    row = [wrong.get(heading, cell) for heading, cell in zip(HEADINGS, right, strict=True)]
    refused = tmp_path / "refused.csv"

    said = importing(write_csv(tmp_path / "a.csv", [*ROWS, row]), "--refused", refused, language=language)

    told = said.out + said.err + refused.read_text(encoding="utf-8-sig")
    assert said.status == 1
    assert not [canary for canary in (NAME, PHONE, SENTENCE) if canary in told]
