"""Do the pages of the ledger show what stands in it, lead on, and tell no unit what was said?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext
from pytest_django import Settings

from huiyin.campaign_folder import CampaignFolder
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.moves import MOVES, ProblemState
from huiyin.ledger.rules import Outcome, Satisfied, Step, Way, Word
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.shown.lights import Color
from huiyin.web.ledger import words
from huiyin.web.ledger.faults import IN_THE_WAY
from huiyin.web.ledger.move_form import ASKS
from huiyin.web.ledger.move_words import MOVE_WORDS
from huiyin.web.ledger.waiting_words import question_of
from tests.campaign import TestCampaign
from tests.doors.activity_room import Answer, filled_in, page_of, text_of
from tests.doors.ledger_room import LedgerRoom, filled, ledger_room, row
from tests.problems import WORDS

MOST_QUERIES = 12
MADE_OTHERWISE = {"open", "describe", "end_notice", "move_deadline"}


@pytest.fixture
def room(
    campaign: TestCampaign, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LedgerRoom:
    """The small campaign with an empty ledger."""
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    return ledger_room(campaign, tmp_path, monkeypatch)


def buttons(answer: Answer) -> set[str]:
    """The moves that a problem's page offers."""
    links = page_of(answer).xpath("//main//a/@href")
    return {found[1] for link in links if (found := re.search(r"/moves/(\w+)/", link))}


def test_every_state_move_fault_and_word_has_a_word_of_its_own() -> None:
    assert set(words.STATES) == set(ProblemState)
    assert set(words.LIGHTS) == set(Color)
    assert set(words.WEEK_WORDS) == set(Word)
    assert set(words.STEPS) == set(Step)
    assert set(words.OUTCOMES) == set(Outcome)
    assert set(words.WAYS) == set(Way)
    assert set(words.SATISFIED) == set(Satisfied)
    assert set(IN_THE_WAY) == set(MoveFault)
    assert set(MOVE_WORDS) == set(MOVES)
    assert set(ASKS) == set(MOVES) - MADE_OTHERWISE


@pytest.mark.parametrize("move", sorted(MOVES))
def test_a_rules_question_is_told_as_the_table_asks_it(move: str) -> None:
    assert str(MOVE_WORDS[move].question) == gettext(MOVES[move].question)


def test_the_list_shows_each_problem_with_its_light_and_why(room: LedgerRoom) -> None:
    found = filled(room)

    said = text_of(room.get("/problems/"))

    assert "The ledger holds 8 problems" in said
    assert "1 working day past 13 October 2026. No more time was asked for." in said
    assert all(row(room, problem).title in said for problem in found.values())


def test_an_empty_ledger_says_what_to_do(room: LedgerRoom) -> None:
    assert "Problems are opened from groups of opinions on the board." in text_of(room.get("/problems/"))
    assert "When the office hands one over" in text_of(room.get("/problems/", "liaison"))


def test_filters_in_the_address_narrow_the_list(room: LedgerRoom) -> None:
    found = filled(room)

    late = text_of(room.get("/problems/?light=late"))
    numbered = text_of(room.get("/problems/?words=7"))

    assert row(room, found["late"]).title in late
    assert row(room, found["assigned"]).title not in late
    assert "One problem fits" in numbered
    assert row(room, found["claimed"]).title in numbered


def test_what_waits_at_home_leads_to_a_list_of_as_many(room: LedgerRoom) -> None:
    filled(room)
    for person in ("clerk", "head", "liaison", "guide"):
        page = page_of(room.get("/", person))
        for link in page.xpath("//main//ul[@class='items']//a[starts-with(@href, '/problems/?')]"):
            number = re.search(r"\d+", link.text_content())
            rows = page_of(room.get(link.get("href"), person)).xpath("//table//tbody/tr")
            assert len(rows) == int(number[0] if number else 1), link.text_content()


def test_an_address_is_made_of_filters_and_understood_again() -> None:
    assert question_of(Filters(light=Color.LATE, as_party="owner")) == "light=late&as_party=owner"


def test_no_page_of_the_ledger_costs_many_queries(room: LedgerRoom) -> None:
    found = filled(room)
    own = [f"/problems/{found[name]}/" for name in ("late", "signed")]
    pages = {
        "clerk": [
            "/problems/",
            "/problems/?light=soon&order=due",
            "/answers/",
            "/units/liutang/",
            "/calendar/",
            *own,
        ],
        "liaison": ["/problems/", "/problems/week/", "/", *own],
    }
    asked = {}
    for person, addresses in pages.items():
        for address in addresses:
            room.get(address, person)
            with CaptureQueriesContext(connection) as made:
                room.get(address, person)
            asked[person, address] = len(made)

    assert {page: number for page, number in asked.items() if number > MOST_QUERIES} == {}


def test_a_view_is_kept_and_dropped(room: LedgerRoom) -> None:
    room.send("/problems/views/", {"name": "要催的", "question": "light=late"})
    page = page_of(room.get("/problems/"))
    [drop] = page.xpath("//form[contains(@action, '/drop/')]/@action")
    assert page.xpath("//a[text()='要催的']/@href") == ["/problems/?light=late"]
    assert "要催的" not in text_of(room.get("/problems/", "head"))

    assert room.send(drop, {}, "head").status_code == 404
    room.send(drop, {})

    assert "要催的" not in text_of(room.get("/problems/"))


def test_a_bulk_step_tells_which_were_refused_and_why(room: LedgerRoom) -> None:
    found = filled(room)
    chosen = [found["in_progress"], found["late"], found["claimed"]]
    asked = room.send("/problems/bulk/", {"move": "hold", "problem": chosen})
    given = {**filled_in(asked), "reason": "等汛期过去"}

    said = text_of(room.send("/problems/bulk/", given))

    assert "done for 2 of 3" in said
    assert "It stands otherwise by now: waits for the check." in said
    assert row(room, found["late"]).state == "on_hold"
    assert row(room, found["claimed"]).state == "claimed"


@pytest.mark.parametrize("move", ["sign", "check", "claim", "nothing"])
def test_a_signature_a_check_or_a_claim_is_never_given_in_bulk(room: LedgerRoom, move: str) -> None:
    assert room.send("/problems/bulk/", {"move": move, "problem": []}).status_code == 404


def test_the_export_holds_what_the_list_shows(room: LedgerRoom) -> None:
    filled(room)

    answer = room.get("/problems/export/?light=late&format=csv")
    told = b"".join(answer.streaming_content).decode("utf-8-sig")
    book = room.get("/problems/export/")

    assert "湖边三段步道路灯不亮" in told
    assert "小区门口乱停车" not in told
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_a_problem_page_walks_from_voices_to_answers_with_rules_and_entries(room: LedgerRoom) -> None:
    problem = filled(room)["signed"]

    answer = room.get(f"/problems/{problem}/")
    said = text_of(answer)

    assert page_of(answer).xpath("//nav[@class='chain']//li[contains(@class, 'link-done')]")
    assert "Said to be done" in said
    assert all(rule in said for rule in ("L01", "L03", "L05", "L13", "L15", "L17"))
    assert MOVES["sign"].question in said
    assert page_of(answer).xpath("//a[starts-with(@href, '/log/')]")


@pytest.mark.parametrize(
    ("person", "state", "offered"),
    [
        ("liaison", "late", {"claim", "place_done"}),
        ("liaison", "assigned", {"receive", "return"}),
        ("guide", "claimed", {"check", "send_back"}),
        ("head", "in_progress", {"grant_extension", "refuse_extension", "make_standing"}),
        ("auditor", "late", set()),
        ("leader", "late", set()),
    ],
)
def test_only_moves_that_a_person_may_make_are_offered(
    room: LedgerRoom, person: str, state: str, offered: set[str]
) -> None:
    problem = filled(room)[state]

    assert buttons(room.get(f"/problems/{problem}/", person)) == offered


def test_nobody_of_another_unit_learns_of_a_problem(room: LedgerRoom) -> None:
    problem = filled(room)["late"]
    addresses = [f"/problems/{problem}/", f"/problems/{problem}/moves/claim/"]

    assert [room.get(address, "other-liaison").status_code for address in addresses] == [404, 404]
    assert room.get("/problems/", "administrator").status_code == 403
    assert room.get("/problems/", "custodian").status_code == 403


def test_no_page_of_the_ledger_tells_a_unit_what_was_said(room: LedgerRoom) -> None:
    found = filled(room)
    pages = ["/problems/", "/problems/week/", "/", "/units/liutang/", "/problems/export/?format=csv"]
    pages += [f"/problems/{problem}/" for problem in found.values()]
    pages += [f"/problems/{found['late']}/moves/claim/"]
    for person in ("liaison", "guide", "leader", "auditor"):
        for page in pages:
            answer = room.get(page, person)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert WORDS.encode() not in body, (person, page)
            assert b"/board/groups/" not in body, (person, page)
