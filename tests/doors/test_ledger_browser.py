"""Do the pages of the ledger work on a phone, by keyboard, without script, and for a screen reader?"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from huiyin.campaign_folder import CampaignFolder
from huiyin.ledger import queries
from tests.campaign import TestCampaign
from tests.doors.frame_visits import (
    DESK,
    LANGUAGES,
    PHONE,
    Visit,
    accessibility_faults,
    is_wider_than_the_window,
    visit,
)
from tests.doors.ledger_room import LedgerRoom, filled, ledger_room


@pytest.fixture
def room(
    live_campaign: TestCampaign, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LedgerRoom:
    """The small campaign with an empty ledger, served."""
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    return ledger_room(live_campaign, tmp_path, monkeypatch)


def signed_in(chromium: Browser, server: LiveServer, room: LedgerRoom, person: str) -> Visit:
    """This person, in a browser of their own."""
    page = chromium.new_context(locale="zh-CN").new_page()
    return visit(page, server, room.campaign, person)


def pages_of(room: LedgerRoom) -> dict[str, list[str]]:
    """Pages of the ledger with something on them, by who opens them."""
    found, groups = filled(room), room.ledger.groups(2)
    late, claimed = found["late"], found["claimed"]
    return {
        "clerk": [
            *(
                "/problems/",
                "/problems/?light=late&mine=on",
                "/answers/",
                "/calendar/",
                "/units/liutang/",
                "/",
            ),
            *(f"/problems/{late}/", f"/problems/{found['signed']}/", f"/problems/{late}/describe/"),
            *(f"/problems/{found['draft']}/moves/assign/", f"/problems/{late}/moves/split_off/"),
            *(f"/problems/new/?group={groups[0]}&group={groups[1]}", f"/problems/{claimed}/answers/"),
        ],
        "liaison": ["/problems/", "/problems/week/", f"/problems/{late}/", f"/problems/{late}/moves/claim/"],
        "guide": [f"/problems/{claimed}/moves/check/"],
    }


@pytest.mark.parametrize(("language", "size"), list(zip(LANGUAGES, (DESK, PHONE), strict=True)))
def test_no_page_has_an_accessibility_fault_a_console_error_or_scrolls_sideways(
    chromium: Browser, live_server: LiveServer, room: LedgerRoom, language: str, size: dict[str, int]
) -> None:
    faults: dict[tuple[str, str], list[str]] = {}
    for person, pages in pages_of(room).items():
        reader = signed_in(chromium, live_server, room, person)
        reader.speak(language)
        reader.page.set_viewport_size(size)  # type: ignore[arg-type]
        for path in pages:
            page = reader.go(path)
            found = accessibility_faults(page) + ["wide"] * is_wider_than_the_window(page)
            if found:
                faults[person, path] = found
        if reader.faults():
            faults[person, "console"] = reader.faults()
        reader.page.context.close()

    assert faults == {}


def test_a_unit_says_its_week_on_a_phone_without_script(
    chromium: Browser, live_server: LiveServer, room: LedgerRoom
) -> None:
    problem = room.ledger.in_progress()
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    liaison = visit(context.new_page(), live_server, room.campaign, "liaison")
    liaison.speak("en")
    page = liaison.go("/problems/week/")

    page.get_by_role("radio", name="Blocked").check()
    page.get_by_label("A line on problem 1").fill("等配件")
    page.get_by_role("button", name="Save the week").click()

    said = queries.problem(room.campaign.actor("clerk"), problem, today=room.today)
    assert said.row.beside.week_word == "blocked"
    context.close()


def test_a_problem_is_received_by_keyboard_alone(
    browser_page: Page, live_server: LiveServer, room: LedgerRoom
) -> None:
    problem = room.ledger.open()
    room.ledger.make(problem, "assign", "clerk")
    liaison = visit(browser_page, live_server, room.campaign, "liaison")
    liaison.speak("en")
    page = liaison.go(f"/problems/{problem}/")

    page.get_by_role("link", name="Receive it").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Receive it").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice-done")

    assert room.ledger.row(problem).state == "in_progress"
    assert liaison.faults() == []
