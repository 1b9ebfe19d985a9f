"""Do the forms of the ledger make moves, describe and open problems, and keep what was typed?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from huiyin.campaign_folder import CampaignFolder
from huiyin.ledger import queries
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.shown.rows import ProblemRow
from tests.campaign import TestCampaign
from tests.doors.activity_room import filled_in, page_of, record_in, text_of
from tests.doors.ledger_room import LedgerRoom, ledger_room, places_of, row
from tests.problems import WORDS


@pytest.fixture
def room(
    campaign: TestCampaign, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LedgerRoom:
    """The small campaign with an empty ledger."""
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    return ledger_room(campaign, tmp_path, monkeypatch)


def everything(room: LedgerRoom) -> tuple[ProblemRow, ...]:
    """All problems."""
    return queries.page(room.campaign.actor("clerk"), Filters(), today=room.today).rows


def form_of(room: LedgerRoom, address: str, person: str = "clerk") -> dict[str, Any]:
    """What a browser would send back of a form as it stands."""
    return {name: values for name, values in filled_in(room.get(address, person)).items() if values}


def checks(room: LedgerRoom) -> dict[str, str]:
    """The check-list answered with yes, as a browser sends it."""
    return {f"acceptance.{item}": answer for item, answer in room.ledger.answers().items()}


def test_three_people_close_a_problem_through_their_pages(room: LedgerRoom) -> None:
    groups = room.ledger.groups(2)
    names = {group: f"第{at}处" for at, group in enumerate(groups, start=1)}
    problem = room.ledger.in_progress(groups, place_names=names)
    places = places_of(room, problem)
    photo = SimpleUploadedFile("灯.txt", "三处路灯已修好".encode())
    claim = {"version": row(room, problem).version, "words": "都换了", "places": places, **checks(room)}

    room.send(f"/problems/{problem}/moves/claim/", {**claim, "files": photo}, "liaison")
    check = {"version": row(room, problem).version, "words": "夜里看过", **checks(room)}
    room.send(f"/problems/{problem}/moves/check/", check, "guide")
    room.send(f"/problems/{problem}/moves/sign/", {"version": row(room, problem).version}, "head")

    shown = row(room, problem)
    assert (shown.state, shown.beside.places_done) == ("on_notice", 2)


def test_a_refused_claim_keeps_what_was_typed_and_says_what_is_missing(room: LedgerRoom) -> None:
    problem = room.ledger.in_progress(room.ledger.groups())
    given = {"version": row(room, problem).version, "words": "灯都换成新的了"}

    answer = room.send(f"/problems/{problem}/moves/claim/", given, "liaison")
    said = text_of(answer)

    assert answer.status_code == 422
    assert "Nothing shows it yet. Please add a photograph or a file." in said
    assert "Places that are not done yet: 1." in said
    assert filled_in(answer)["words"] == ["灯都换成新的了"]
    assert row(room, problem).state == "in_progress"


def test_a_step_on_what_somebody_else_moved_first_is_not_made_and_not_lost(room: LedgerRoom) -> None:
    problem = room.ledger.in_progress()
    stale = row(room, problem).version
    room.ledger.make(problem, "ask_extension", "liaison", reason="缺件", day=room.today + timedelta(60))

    answer = room.send(f"/problems/{problem}/moves/hold/", {"version": stale, "reason": "等检测报告出来"})
    again = room.send(f"/problems/{problem}/moves/hold/", filled_in(answer))

    assert answer.status_code == 409
    assert filled_in(answer)["reason"] == ["等检测报告出来"]
    assert again.status_code == 302
    assert row(room, problem).state == "on_hold"


def test_a_day_that_is_none_is_told_beside_its_field(room: LedgerRoom) -> None:
    problem = room.ledger.in_progress()
    given = {"version": row(room, problem).version, "day": "下个月", "reason": "缺件"}

    answer = room.send(f"/problems/{problem}/moves/ask_extension/", given, "liaison")

    assert answer.status_code == 422
    assert "“下个月” is not a day." in text_of(answer)


def test_a_check_begins_without_the_answers_of_the_unit(room: LedgerRoom) -> None:
    problem = room.claimed()

    page = page_of(room.get(f"/problems/{problem}/moves/check/", "guide"))

    assert page.xpath("//input[@type='radio']")
    assert not page.xpath("//input[@type='radio'][@checked]")


def test_whoever_may_not_make_a_move_is_refused(room: LedgerRoom) -> None:
    problem = room.claimed()
    given = {"version": row(room, problem).version, "words": "看过", **checks(room)}

    assert room.send(f"/problems/{problem}/moves/check/", given, "liaison").status_code == 403
    assert room.send(f"/problems/{problem}/moves/sign/", {}, "auditor").status_code == 403
    assert room.get(f"/problems/{problem}/moves/end_notice/").status_code == 404
    assert row(room, problem).state == "claimed"


def test_a_problem_is_merged_by_the_number_of_the_other(room: LedgerRoom) -> None:
    one, other = room.ledger.open(room.ledger.groups()), room.ledger.open(room.ledger.groups())
    address = f"/problems/{other}/moves/merge/"
    given = {"version": 1, "reason": "同一件事"}

    wrong = room.send(address, {**given, "into": "999"})
    right = room.send(address, {**given, "into": str(row(room, one).number)})

    assert "There is no open problem with this number that you may see." in text_of(wrong)
    assert right.status_code == 302
    assert row(room, other).merged_into == one
    assert row(room, one).title in text_of(room.get(f"/problems/{other}/"))


def test_two_who_describe_at_once_see_both_texts_and_lose_none(room: LedgerRoom) -> None:
    problem = room.ledger.open(room.ledger.groups())
    address = f"/problems/{problem}/describe/"
    first, second = form_of(room, address), form_of(room, address)
    room.send(address, {**first, "goal": "甲写的目标"})

    answer = room.send(address, {**second, "goal": "乙写的目标", "cause": "线路老化"})
    said = text_of(answer)
    again = room.send(address, filled_in(answer))

    assert answer.status_code == 409
    assert "甲写的目标" in said
    assert "线路老化" in said
    assert filled_in(answer)["goal"] == ["乙写的目标"]
    assert again.status_code == 302
    assert (row(room, problem).goal, row(room, problem).cause) == ("乙写的目标", "线路老化")
    assert "甲写的目标" in room.get(f"/problems/{problem}/").content.decode()


def test_measures_are_kept_line_by_line(room: LedgerRoom) -> None:
    problem = room.ledger.open()
    address = f"/problems/{problem}/describe/"
    given = {
        **form_of(room, address),
        "measures_words": ["换灯", "", "加装时控"],
        "measures_due": ["2026-10-20", "", ""],
    }

    room.send(address, given)

    assert [measure.words for measure in row(room, problem).measures] == ["换灯", "加装时控"]


def test_a_problem_is_opened_from_groups_once_however_often_it_is_sent(room: LedgerRoom) -> None:
    groups = room.ledger.groups(2)
    address = "/problems/new/?" + "&".join(f"group={group}" for group in groups)
    page = room.get(address)
    given = {**filled_in(page), "title": "路灯不亮", "owner_unit": "Liutang Street"}

    first, second = room.send("/problems/new/", given), room.send("/problems/new/", given)

    assert WORDS in text_of(page) or WORDS in page.content.decode()
    assert "Handed over today, “by a date” is due after 30 working days" in text_of(page)
    assert record_in(first) == record_in(second)
    shown = row(room, record_in(first))
    assert (shown.owner_unit, shown.beside.places) == ("liutang", 2)
    assert len(everything(room)) == 1


def test_a_problem_without_a_title_keeps_the_rest(room: LedgerRoom) -> None:
    [group] = room.ledger.groups()
    given = {**filled_in(room.get(f"/problems/new/?group={group}")), "finding": "三处灯不亮"}

    answer = room.send("/problems/new/", given)

    assert answer.status_code == 422
    assert filled_in(answer)["finding"] == ["三处灯不亮"]
    assert everything(room) == ()


def test_a_units_week_is_saved_as_one(room: LedgerRoom) -> None:
    one, other = room.ledger.in_progress(title="一"), room.ledger.in_progress(title="二")
    given = {f"word.{one}": "changed", f"words.{one}": "已报修", f"word.{other}": "blocked"}

    room.send("/problems/week/", given, "liaison")

    assert (row(room, one).beside.week_word, row(room, other).beside.week_word) == ("changed", "blocked")
    assert "A word on every problem is in" in text_of(room.get("/problems/week/", "liaison"))
    entries = text_of(room.get("/log/", "clerk")).count("follow")
    assert entries <= 1


def test_a_line_without_a_word_is_kept_and_asks_for_one(room: LedgerRoom) -> None:
    problem = room.ledger.in_progress()

    answer = room.send("/problems/week/", {f"words.{problem}": "在等配件"}, "liaison")

    assert answer.status_code == 422
    assert "Please choose one of the three words too." in text_of(answer)
    assert filled_in(answer)[f"words.{problem}"] == ["在等配件"]


def test_a_word_is_one_tap_on_the_problems_page(room: LedgerRoom) -> None:
    problem = room.ledger.in_progress()

    room.send(f"/problems/{problem}/follow-up/", {"word": "unchanged"}, "liaison")

    assert row(room, problem).beside.week_word == "unchanged"


def test_evidence_is_added_handed_out_and_taken_back(room: LedgerRoom) -> None:
    problem = room.ledger.in_progress()
    sent = {"step": "work", "files": SimpleUploadedFile("灯.txt", "换灯记录".encode())}
    room.send(f"/problems/{problem}/evidence/", sent, "liaison")
    [file] = queries.problem(room.campaign.actor("clerk"), problem, today=room.today).evidence

    handed = room.get(f"/problem-evidence/{file.id}/", "liaison")
    hidden = room.get(f"/problem-evidence/{file.id}/", "other-liaison")
    room.send(f"/problem-evidence/{file.id}/withdraw/", {"reason": "传错了"}, "liaison")

    assert "sandbox" in handed["Content-Security-Policy"]
    assert b"".join(handed.streaming_content) == "换灯记录".encode()
    assert hidden.status_code == 404
    assert "Withdrawn: 传错了" in text_of(room.get(f"/problems/{problem}/"))


def test_a_file_that_is_no_evidence_is_refused_with_the_reason(room: LedgerRoom) -> None:
    problem = room.ledger.in_progress()
    sent = {"step": "work", "files": SimpleUploadedFile("run.exe", b"MZ\x00\x01")}

    room.send(f"/problems/{problem}/evidence/", sent, "liaison")

    assert "was not taken" in text_of(room.get(f"/problems/{problem}/", "liaison"))
