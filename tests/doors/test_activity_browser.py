"""Can an activity be recorded on a phone, by keyboard, with a screen reader, and with script off?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from huiyin.activities import queries
from huiyin.activities.filters import Filters
from huiyin.activities.rows import Row
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

NEW_TALK, NEW_EVERYTHING = "/activities/new/talk/", "/activities/new/everything/"


@pytest.fixture
def liaison(browser_page: Page, live_server: LiveServer, live_room: Room) -> Visit:
    """A liaison with a phone."""
    browser_page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return visit(browser_page, live_server, live_room.campaign, "liaison")


@pytest.fixture
def page_without_script(chromium: Browser, live_server: LiveServer, live_room: Room) -> Iterator[Page]:
    """A liaison's phone that runs no script."""
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    visit(page, live_server, live_room.campaign, "liaison")
    yield page
    context.close()


def rows(room: Room) -> tuple[Row, ...]:
    """What is recorded."""
    return queries.page(room.campaign.actor("head"), Filters()).rows


def complaints(liaison: Visit) -> list[str]:
    """What the console says beyond the status of an answer."""
    return [said for said in liaison.faults() if "the server responded with a status of 4" not in said]


def filled_pages(room: Room) -> list[str]:
    """Every page of activities, with something to show."""
    talk = room.recorded("talk", title="反诈宣讲", audience="1200", state="held", day="2026-09-20")
    visit_ = room.recorded("visit", visitors="liaison", calls={"home": "yes", "shop": "na"})
    part = room.recorded("outcome", part_of=visit_, sort="idea", what="路口加一盏灯")
    room.send(f"/activities/{part}/withdraw/", {"version": "1", "reason": "记重了"})
    return [
        *("/activities/", "/activities/?kind=talk&late=on", "/activities/?words=none", "/activities/new/"),
        *(
            "/activities/new/?words=none",
            NEW_TALK,
            NEW_EVERYTHING,
            f"/activities/new/outcome/?part_of={visit_}",
        ),
        *(f"/activities/{talk}/", f"/activities/{visit_}/", f"/activities/{part}/"),
        *(f"/activities/{talk}/correct/", f"/activities/{talk}/withdraw/", f"/activities/{part}/restore/"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_an_accessibility_fault_a_console_error_or_scrolls_sideways(
    liaison: Visit, live_room: Room, language: str
) -> None:
    liaison.speak(language)
    faults = {}
    for path in filled_pages(live_room):
        for size in (PHONE, DESK):
            liaison.page.set_viewport_size(size)  # type: ignore[arg-type]
            page = liaison.go(path)
            found = accessibility_faults(page) + ["wide"] * is_wider_than_the_window(page)
            if found:
                faults[path, size["width"]] = found

    assert faults == {}
    assert complaints(liaison) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_have_no_accessibility_fault_and_take_the_focus(
    liaison: Visit, live_room: Room, language: str
) -> None:
    live_room.recorded("talk", title="反诈宣讲", day="2026-09-28")
    liaison.speak(language)
    page = liaison.go(NEW_EVERYTHING)
    page.fill("[name=v-copies]", "很多")
    page.locator("main form button.button").last.click()
    page.wait_for_selector("#faults")
    wrong, focus = accessibility_faults(page), page.evaluate("document.activeElement.id")
    page = liaison.go(NEW_TALK)
    page.fill("[name=v-title]", "反诈宣讲")
    page.fill("[name=day]", "2026-09-28")
    page.locator("main form button.button").last.click()
    page.wait_for_selector("#faults")

    assert wrong + accessibility_faults(page) == []
    assert focus == "faults"
    assert complaints(liaison) == []


def test_an_activity_is_recorded_on_a_phone_by_keyboard_alone(liaison: Visit, live_room: Room) -> None:
    page = liaison.go(NEW_TALK)
    keys = page.keyboard
    page.locator("[name=unit]").focus()
    while page.evaluate("document.activeElement.name") != "state":
        keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("反诈宣讲")
    keys.press("Tab")
    keys.type("86")
    keys.press("Enter")
    page.wait_for_url("**/activities/*/")

    [row] = rows(live_room)
    assert (row.title, row.number, row.state, row.unit) == ("反诈宣讲", Decimal(86), "held", "liutang")
    assert page.locator("h1").inner_text() == "反诈宣讲"


def test_an_activity_with_a_photograph_is_recorded_without_script(
    page_without_script: Page, live_server: LiveServer, live_room: Room
) -> None:
    photograph = live_room.folder / "现场.jpg"
    Image.new("RGB", (60, 40), "green").save(photograph)
    page = page_without_script
    page.goto(live_server.url + "/activities/new/")
    page.locator(f"a[href='{NEW_TALK}']").first.click()
    page.check("[name=state][value=held]")
    page.fill("[name=v-title]", "反诈宣讲")
    page.fill("[name=v-audience]", "八十六")
    page.locator("main form button.button").last.click()
    kept = page.input_value("[name=v-title]")
    page.fill("[name=v-audience]", "86")
    page.set_input_files("[name=files]", photograph)
    page.locator("main form button.button").last.click()
    page.wait_for_url("**/activities/*/")

    [row] = rows(live_room)
    assert kept == "反诈宣讲"
    assert (row.title, row.number, row.evidence) == ("反诈宣讲", Decimal(86), 1)
    with page.expect_download() as started:
        page.locator("a[download]").click()
    assert Path(started.value.path()).read_bytes()[:2] == b"\xff\xd8"


def test_a_form_tapped_twice_is_saved_once(liaison: Visit, live_room: Room) -> None:
    page = liaison.go(NEW_TALK)
    page.fill("[name=v-title]", "反诈宣讲")

    page.locator("main form button.button").last.dblclick()
    page.wait_for_url("**/activities/*/")

    assert len(rows(live_room)) == 1


def test_what_was_typed_and_not_sent_is_offered_again(liaison: Visit) -> None:
    page = liaison.go(NEW_TALK)
    page.fill("[name=v-title]", "反诈宣讲")
    page = liaison.go(NEW_TALK)

    page.locator("[data-put-back]").click()

    assert page.input_value("[name=v-title]") == "反诈宣讲"


def test_only_what_is_not_restricted_is_kept_in_the_browser(liaison: Visit) -> None:
    held = {}
    for path in (NEW_TALK, "/activities/new/one_to_one/"):
        page = liaison.go(path)
        page.evaluate("sessionStorage.clear()")
        page.locator("main form [type=text]").first.fill("家庭近况")
        held[path] = "家庭近况" in page.evaluate("JSON.stringify(Object.values(sessionStorage))")

    assert held == {NEW_TALK: True, "/activities/new/one_to_one/": False}


def test_a_name_is_found_by_typing_a_part_of_it(liaison: Visit, live_room: Room) -> None:
    page = liaison.go("/activities/new/visit/")
    suggestions = page.locator("[name=v-visitors]").first.get_attribute("list")
    offered = page.locator(f"#{suggestions} option").count()

    page.locator("[name=v-visitors]").first.fill("联络员丙、领导戊")
    page.locator("main form button.button").last.click()
    page.wait_for_url("**/activities/*/")

    [row] = rows(live_room)
    assert offered == 9
    assert row.values["visitors"] == ["liaison", "leader"]
