"""Are givers answered, or not reached, or asked, without a page that tells who they are?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.access.queries import SYSTEM
from huiyin.campaign_folder import CampaignFolder
from huiyin.ledger.actions.answering import fall_due
from huiyin.ledger.actions.due_work import run_due_work
from huiyin.ledger.answers.kept import AnswerFilters, AnswerRow, answers
from tests.campaign import TestCampaign
from tests.doors.activity_room import page_of, text_of
from tests.doors.ledger_room import LedgerRoom, ledger_room


@pytest.fixture
def room(
    campaign: TestCampaign, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LedgerRoom:
    """The small campaign, in which a problem has closed and its giver waits for an answer."""
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    found = ledger_room(campaign, tmp_path, monkeypatch)
    found.signed(title="健身器材松动")
    found.ledger.later(21)
    run_due_work(actor=SYSTEM, now=found.ledger.now)
    fall_due(actor=SYSTEM, now=found.ledger.now)
    return found


def the_answer(room: LedgerRoom) -> AnswerRow:
    """The one answer there is."""
    [row] = answers(room.campaign.actor("clerk"), AnswerFilters()).rows
    return row


def tick(room: LedgerRoom, deed: str, person: str = "clerk") -> int:
    """Tick the answer and say this of it; the status of what is answered."""
    given = {"opinion": the_answer(room).opinion, "deed": deed, "back": "/answers/"}
    return int(room.send("/answers/give/", given, person).status_code)


def test_a_giver_who_waits_stands_in_the_list_without_a_name(room: LedgerRoom) -> None:
    said = text_of(room.get("/answers/"))

    assert "One giver still waits for an answer" in said
    assert "Who spoke stands nowhere here." in said


def test_only_the_office_reads_answers(room: LedgerRoom) -> None:
    people = ("head", "liaison", "guide", "leader", "auditor", "custodian", "administrator")

    assert {room.get("/answers/", person).status_code for person in people} == {403}
    assert {tick(room, "phone", person) for person in people} == {403}


def test_not_reached_is_counted_and_can_be_tried_again(room: LedgerRoom) -> None:
    ways = page_of(room.get("/answers/")).xpath("//button[@name='deed']/@value")
    deed = "posted" if the_answer(room).way == "posted" else "missed"
    tick(room, deed)

    assert set(ways) == {"in_office", "paper", "phone", "posted", "missed"}
    assert the_answer(room).tried == 1


def test_a_way_that_does_not_fit_is_refused_in_words(room: LedgerRoom) -> None:
    wrong = "missed" if the_answer(room).way == "posted" else "posted"
    tick(room, wrong)

    assert page_of(room.get("/answers/")).xpath("//*[contains(@class, 'notice-wrong')]")
    assert the_answer(room).state == "due"


def test_what_givers_are_told_can_be_said_in_the_offices_words(room: LedgerRoom) -> None:
    problem = the_answer(room).problem
    empty = room.send(f"/problems/{problem}/answers/", {"outcome": "solved", "words": " "})
    room.send(f"/problems/{problem}/answers/", {"outcome": "solved", "words": "器材已全部紧固"})

    assert empty.status_code == 422
    assert the_answer(room).words == "器材已全部紧固"


def test_nobody_is_sent_away_from_this_site(room: LedgerRoom) -> None:
    given = {"opinion": the_answer(room).opinion, "deed": "phone", "back": "https://elsewhere.example/"}

    assert room.send("/answers/give/", given)["Location"] == "/answers/"


def test_the_problem_counts_its_answers(room: LedgerRoom) -> None:
    said = text_of(room.get(f"/problems/{the_answer(room).problem}/"))

    assert re.search(r"Still to be answered\s*1", said)
