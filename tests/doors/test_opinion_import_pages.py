"""Can a table of opinions, or minutes, be taken in on the pages, with what is wrong shown by row?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.opinions import queries
from huiyin.opinions.filters import Filters
from huiyin.opinions.rows import OpinionRow
from huiyin.web.opinions import job
from huiyin.web.opinions.given_files import GivenState, forget_old, note, noted
from tests.doors.activity_room import LATER, Answer, Room, page_of, text_of
from tests.sheets import Rows, csv_text

NAME, CONTACT = "林小满", "13800138000"
TABLE: Rows = (
    ("编号", "姓名", "电话", "日期", "内容", "地点", "单位"),
    ("A1", NAME, CONTACT, "2026-09-20", f"我是{NAME}，柳塘东路的路灯坏了。", "柳塘东路", "柳塘街道"),
    ("A2", "", "", "2026-09-21", "菜市场后门的污水漫到路上。", "", ""),
    ("A3", "", "", "2027-09-21", "这一天还没有到。", "", ""),
    ("A4", "", "", "2026-09-21", "", "", ""),
)
MINUTES = """柳塘街道居民座谈会记录
时间：2026年9月20日
王代表：柳塘东路的路灯坏了一个月，晚上没法走，请尽快修好。
李代表：菜市场后门的污水漫到路上，又臭又滑，请清理。
"""


def give_in(room: Room, content: str, name: str = "opinions.csv", **said: str) -> Answer:
    """Give a file in; what is answered."""
    file = SimpleUploadedFile(name, content.encode())
    return room.send("/opinions/import/", {"channel": "form", "file": file, **said}, "clerk")


def page_of_table(room: Room, rows: Rows = TABLE) -> str:
    """Give a table in; the address of its page."""
    answer = give_in(room, csv_text(rows))
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def taken_in(room: Room) -> tuple[OpinionRow, ...]:
    return queries.page(room.campaign.actor("clerk"), Filters()).rows


def test_a_table_is_looked_at_and_taken_in(room: Room) -> None:
    address = page_of_table(room)

    shown = text_of(room.get(address, "clerk"))
    assert "2 opinions would be taken in" in shown
    assert "Rows read: 4. Opinions: 2; empty: 1; not right: 1. Here already: 0." in shown
    assert "row 3" in shown
    assert "This day has not come yet." in shown
    assert taken_in(room) == ()

    room.send(f"{address}decide/", {"take": "1"}, "clerk")
    assert "2 opinions were taken in" in text_of(room.get(address, "clerk"))
    assert [(row.given_id, row.source_file, row.source_row) for row in taken_in(room)] == [
        ("A2", "opinions.csv", 2),
        ("A1", "opinions.csv", 1),
    ]
    assert taken_in(room)[1].has_contact


def test_a_preview_shows_no_name_and_the_file_is_gone_when_it_was_taken_in(room: Room) -> None:
    address = page_of_table(room)
    shown = room.get(address, "clerk").content.decode()
    assert NAME not in shown
    assert CONTACT not in shown

    room.send(f"{address}decide/", {"take": "1"}, "clerk")

    kept = [path for path in room.folder.rglob("*") if path.is_file()]
    assert kept
    assert not any(NAME in path.read_text(encoding="utf-8", errors="replace") for path in kept)
    assert NAME not in room.get(address, "clerk").content.decode()


def test_the_same_file_again_adds_nothing(room: Room) -> None:
    room.send(f"{page_of_table(room)}decide/", {"take": "1"}, "clerk")

    again = page_of_table(room)

    assert "Here already: 2." in text_of(room.get(again, "clerk"))
    assert "There is nothing to take in." in text_of(room.get(again, "clerk"))
    assert len(taken_in(room)) == 2


def test_taking_in_twice_takes_in_once(room: Room) -> None:
    address = page_of_table(room)

    room.send(f"{address}decide/", {"take": "1"}, "clerk")
    room.send(f"{address}decide/", {"take": "1"}, "clerk")

    assert len(taken_in(room)) == 2
    assert "2 opinions were taken in" in text_of(room.get(address, "clerk"))


def test_minutes_are_split_with_the_paragraph_of_each(room: Room) -> None:
    answer = give_in(room, MINUTES, "座谈会.txt", channel="symposium", day="2026-09-20")

    shown = text_of(room.get(answer["Location"], "clerk"))
    assert "paragraph 3" in shown
    assert "paragraph 4" in shown
    room.send(f"{answer['Location']}decide/", {"take": "1"}, "clerk")
    assert {row.source_row for row in taken_in(room)} == {3, 4}
    first = next(row for row in taken_in(room) if row.source_row == 3)
    assert "座谈会.txt" in text_of(room.get(f"/opinions/{first.record}/", "clerk"))


def test_what_is_left_is_deleted(room: Room) -> None:
    address = page_of_table(room)

    room.send(f"{address}decide/", {"leave": "1"}, "clerk")

    assert room.get(address, "clerk").status_code == 404
    assert not list((room.folder / "imports").iterdir())
    assert taken_in(room) == ()


def test_a_whole_import_is_taken_back_with_a_reason(room: Room) -> None:
    address = page_of_table(room)
    room.send(f"{address}decide/", {"take": "1"}, "clerk")
    batch = address.strip("/").split("/")[-1]

    room.send("/opinions/withdraw/", {"batch": batch, "reason": "渠道选错了"}, "clerk")

    assert taken_in(room) == ()


@pytest.mark.parametrize(
    ("content", "name", "said", "expected"),
    [
        ("x", "opinions.exe", {}, "This format is not read."),
        ("", "opinions.csv", {}, "There is nothing in the file."),
        ("内容\n好\n", "opinions.csv", {"channel": ""}, "Please choose one."),
        ("内容\n好\n", "opinions.csv", {"day": "gestern"}, "Please write it like 2026-09-07."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    room: Room, content: str, name: str, said: dict[str, str], expected: str
) -> None:
    answer = give_in(room, content, name, **said)

    assert answer.status_code == 422
    assert expected in text_of(answer)


def test_a_file_that_is_not_what_it_says_is_told_and_deleted(room: Room) -> None:
    answer = give_in(room, "no workbook", "opinions.xlsx")

    shown = text_of(room.get(answer["Location"], "clerk"))
    assert "The file cannot be read" in shown
    assert not list(room.folder.rglob("given.*"))


def test_nobody_else_sees_a_file_that_somebody_gave_in(room: Room) -> None:
    address = page_of_table(room)
    known = address.strip("/").split("/")[-1]
    given = noted(room.campaign.actor("clerk"), known)
    note(given, account="0" * 32)

    assert room.get(address, "clerk").status_code == 404
    assert room.get(address).status_code == 403
    assert given.file_name not in text_of(room.get("/opinions/import/", "clerk"))


def test_work_that_stopped_can_be_started_again(room: Room) -> None:
    address = page_of_table(room)
    known, actor = address.strip("/").split("/")[-1], room.campaign.actor("clerk")
    note(noted(actor, known), state=GivenState.READING)
    for beat in room.folder.rglob("beat"):
        os.utime(beat, (0, 0))
    shown = room.get(address, "clerk")
    assert "The work stopped before it was done" in text_of(shown)
    assert page_of(shown).xpath("//button[@name='again']")

    job.work_off(known, actor)

    assert "2 opinions would be taken in" in text_of(room.get(address, "clerk"))


def test_files_about_which_nobody_decided_are_deleted_in_time(room: Room, tmp_path: Path) -> None:
    page_of_table(room)
    [kept] = tmp_path.rglob("opinions.json")

    forget_old(LATER.replace(year=2100))

    assert not kept.exists()
