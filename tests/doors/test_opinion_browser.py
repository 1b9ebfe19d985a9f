"""Do the pages of opinions work with a real browser: phone, keyboard, no script, screen readers?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from huiyin.opinions import queries
from huiyin.opinions.filters import Filters
from tests.doors.activity_room import Room
from tests.doors.frame_visits import (
    DESK,
    LANGUAGES,
    PHONE,
    Visit,
    accessibility_faults,
    is_wider_than_the_window,
    visit,
)
from tests.doors.test_opinion_import_pages import TABLE
from tests.doors.test_opinion_pages import NAME, OTHER_WORDS, WORDS, blockage, entry
from tests.sheets import write_csv


@pytest.fixture
def clerk(browser_page: Page, live_server: LiveServer, live_room: Room) -> Visit:
    """A clerk at a desk."""
    return visit(browser_page, live_server, live_room.campaign, "clerk")


@pytest.fixture
def page_without_script(chromium: Browser, live_server: LiveServer, live_room: Room) -> Iterator[Page]:
    """A liaison with a phone whose browser runs no script."""
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    visit(page, live_server, live_room.campaign, "liaison")
    yield page
    context.close()


def how_many(room: Room) -> int:
    """How many opinions count."""
    return queries.page(room.campaign.actor("clerk"), Filters()).total


def pages(room: Room) -> list[str]:
    """Every page of opinions with something on it."""
    said = {"words": WORDS, "place": "柳塘东路", "unit": "liutang", "name": NAME}
    room.send("/opinions/new/", entry(said, {"words": OTHER_WORDS}), "clerk")
    rows = queries.page(room.campaign.actor("clerk"), Filters()).rows
    record = next(row.record for row in rows if row.words != OTHER_WORDS)
    room.send(f"/opinions/{record}/restate/", {"version": "1", "words": "柳塘东路路灯损坏"}, "clerk")
    handed = blockage(room)
    own = ("", "restate/", "correct/", "withdraw/", "giver/")
    return [
        *("/opinions/", "/opinions/?words=nowhere", "/opinions/new/", "/opinions/import/"),
        *(f"/opinions/{record}/{page}" for page in own),
        *(f"/opinions/withdraw/?batch={rows[0].batch}", f"/activities/{handed}/"),
    ]


def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether one would scroll sideways, on a phone and at a desk."""
    found = []
    for window in (PHONE, DESK):
        page.set_viewport_size(window)  # type: ignore[arg-type]
        found += [f"{page.url} {fault}" for fault in accessibility_faults(page)]
        found += [f"{page.url} is too wide"] if is_wider_than_the_window(page) else []
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_opinions_has_an_accessibility_fault_or_scrolls_sideways(
    clerk: Visit, live_room: Room, language: str
) -> None:
    clerk.speak(language)
    faults = [fault for address in pages(live_room) for fault in faults_of(clerk.go(address))]

    assert faults == []
    assert clerk.faults() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_of_an_import_or_a_fault_or_a_giver_has_an_accessibility_fault(
    clerk: Visit, live_room: Room, tmp_path: Path, language: str
) -> None:
    clerk.speak(language)
    own = pages(live_room)
    page = clerk.go("/opinions/import/")
    page.select_option("#id_channel", "form")
    page.set_input_files("#id_file", write_csv(tmp_path / "opinions.csv", TABLE))
    page.click("main form button")
    found = faults_of(page)
    page.click("button[name=take]")
    found += faults_of(page)
    clerk.go("/opinions/new/")
    page.click("main form > p button")
    found += faults_of(page)
    clerk.go(next(address for address in own if address.endswith("giver/")))
    page.fill("#id_reason", "要当面答复")
    page.click("main form button")
    found += faults_of(page)

    assert NAME in page.inner_text("main")
    assert found == []
    assert [fault for fault in clerk.faults() if "422" not in fault] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_keys_have_no_accessibility_fault(
    browser_page: Page, live_server: LiveServer, live_room: Room, language: str
) -> None:
    administrator = visit(browser_page, live_server, live_room.campaign, "administrator")
    administrator.speak(language)
    page = administrator.go("/opinions/tokens/")
    found = faults_of(page)
    page.fill("#id_name", "热线")
    page.select_option("#id_channel", "hotline")
    page.click("main form button")
    found += faults_of(page)
    found += faults_of(administrator.go("/opinions/tokens/"))

    assert found == []


def test_several_are_taken_in_by_keyboard_alone(clerk: Visit, live_room: Room) -> None:
    page = clerk.go("/opinions/new/")
    page.focus("#id_v0-words")
    page.keyboard.type(WORDS)
    page.focus("button[name=more]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_v1-words")
    assert page.input_value("#id_v0-words") == WORDS
    assert page.evaluate("document.activeElement.id") == "id_v1-words"
    page.keyboard.type(OTHER_WORDS)
    page.focus("#id_channel")
    page.keyboard.press("ArrowDown")
    page.focus("main form > p button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/opinions/?batch=*")

    assert how_many(live_room) == 2
    assert clerk.faults() == []


def test_several_are_taken_in_on_a_phone_without_script(
    page_without_script: Page, live_server: LiveServer, live_room: Room
) -> None:
    page = page_without_script
    page.goto(f"{live_server.url}/opinions/new/")
    page.fill("#id_v0-words", WORDS)
    page.click("button[name=more][value='1']")
    page.fill("#id_v1-words", OTHER_WORDS)
    page.select_option("#id_channel", "form")
    page.click("main form > p button:not([name])")

    assert page.locator(".notice-done").count() == 1
    assert WORDS not in page.content()
    assert how_many(live_room) == 2


def test_a_record_is_handed_over_at_one_tap(
    page_without_script: Page, live_server: LiveServer, live_room: Room
) -> None:
    page_without_script.goto(f"{live_server.url}/activities/{blockage(live_room)}/")
    page_without_script.click("form[action$='/hand-over/'] button")

    assert how_many(live_room) == 1


def test_a_channel_of_symposia_offers_its_records_as_soon_as_it_is_chosen(
    clerk: Visit, live_room: Room
) -> None:
    talk = live_room.recorded("talk", title="居民座谈")
    page = clerk.go("/opinions/new/")
    page.fill("#id_v0-words", WORDS)
    page.select_option("#id_channel", "symposium")
    page.wait_for_selector("select#id_activity")
    page.select_option("#id_activity", talk)
    page.click("main form > p button:not([name])")
    page.wait_for_selector(".notice-done")

    [row] = queries.page(live_room.campaign.actor("clerk"), Filters()).rows
    assert (row.activity, row.channel) == (talk, "symposium")
