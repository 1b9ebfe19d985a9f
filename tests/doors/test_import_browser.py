"""Can a file be taken in with a real browser, on a phone and at a desk, with script and without?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

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
from tests.importing import in_force, talks

WRONG = ("柳塘街道", "昨天", "防火", "很多", "已举办")


@pytest.fixture
def clerk(browser_page: Page, live_server: LiveServer, live_room: Room) -> Visit:
    """A clerk at a desk."""
    return visit(browser_page, live_server, live_room.campaign, "clerk")


@pytest.fixture
def page_without_script(chromium: Browser, live_server: LiveServer, live_room: Room) -> Iterator[Page]:
    """A clerk whose browser runs no script."""
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    visit(page, live_server, live_room.campaign, "clerk")
    yield page
    context.close()


def give_in(page: Page, address: str, file: Path) -> None:
    """Choose a file of talks and look at it."""
    page.goto(address)
    page.select_option("#id_kind", "talk")
    page.set_input_files("#id_file", file)
    page.click("main form button")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_imports_has_an_accessibility_fault_or_scrolls_sideways(
    clerk: Visit, live_server: LiveServer, tmp_path: Path, language: str
) -> None:
    clerk.speak(language)
    found: list[object] = []

    def look() -> None:
        for window in (PHONE, DESK):
            clerk.page.set_viewport_size(window)  # type: ignore[arg-type]
            found.extend(accessibility_faults(clerk.page))
            found.extend([clerk.page.url] if is_wider_than_the_window(clerk.page) else [])

    clerk.page.goto(f"{live_server.url}/imports/")
    look()
    give_in(clerk.page, f"{live_server.url}/imports/new/", talks(tmp_path, WRONG))
    look()
    clerk.page.click("form[action$='/confirm/'] button")
    look()
    clerk.page.goto(f"{live_server.url}/imports/")
    look()

    assert found == []
    assert clerk.faults() == []


def test_a_file_is_taken_in_and_undone_without_script(
    page_without_script: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    page = page_without_script
    give_in(page, f"{live_server.url}/imports/new/", talks(tmp_path, WRONG))
    page.click("form[action$='/confirm/'] button")
    taken = len(in_force())

    page.click("form[action$='/undo/'] button")

    assert taken == 3
    assert all(one.is_withdrawn for one in in_force())
