"""Can the board be worked through by keyboard, on a phone, with a screen reader, and with script off?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from huiyin.board import actions, queries
from huiyin.board.filters import BoardFilters
from huiyin.board.rows import GroupRow
from huiyin.opinions import actions as taking_in
from huiyin.opinions.rules import Said
from tests.board_room import ALONE, FORMS, MEETINGS
from tests.doors.activity_room import LATER, Room
from tests.doors.frame_visits import (
    DESK,
    LANGUAGES,
    PHONE,
    Visit,
    accessibility_faults,
    is_wider_than_the_window,
    visit,
)

# Invented, so that a group has more opinions than the board shows of it, and one of them joined later.
MORE = ("表格多次重复", "同样的表格每个月重复填三遍，希望少填表格，直接用系统数据。")


@pytest.fixture
def board(live_room: Room) -> Room:
    """A served board with groups of several sizes, an answer, a decision and something new."""
    clerk = live_room.campaign.actor("clerk")
    for said in ((*FORMS, *MEETINGS, *ALONE), (MORE,)):
        rows = [Said(channel="form", day="2026-09-20", title=title, words=words) for title, words in said]
        taking_in.take_in_many(actor=clerk, now=LATER, all_said=rows)
        actions.sort_new(actor=clerk, now=LATER)
    row = groups(live_room)[0]
    actions.set_place(actor=clerk, now=LATER, group=row.record, area="air", unit="shigu")
    actions.pin(actor=clerk, now=LATER, group=row.record, reason="说的都是一件事")
    return live_room


@pytest.fixture
def clerk(browser_page: Page, live_server: LiveServer, board: Room) -> Visit:
    """A clerk at a desk."""
    return visit(browser_page, live_server, board.campaign, "clerk")


@pytest.fixture
def page_without_script(chromium: Browser, live_server: LiveServer, board: Room) -> Iterator[Page]:
    """A clerk on a phone whose browser runs no script."""
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    visit(page, live_server, board.campaign, "clerk")
    yield page
    context.close()


def groups(room: Room, **asked: Any) -> list[GroupRow]:
    """The groups that the board shows."""
    return list(queries.board(room.campaign.actor("clerk"), BoardFilters(**asked)).groups)


def filled_pages(room: Room) -> list[str]:
    """Every page of the board with something on it."""
    clerk = room.campaign.actor("clerk")
    large = max(groups(room), key=lambda row: row.opinions)
    [other, *_] = [row for row in groups(room) if row.record != large.record]
    about = f"group={large.record}"
    [decision, *_] = queries.decisions(clerk).rows
    rerun = actions.propose_rerun(actor=clerk, now=LATER)
    return [
        *("/board/", f"/board/?theme={large.theme}&only=several", "/board/?words=nothing", "/board/sort/"),
        *(f"/board/groups/{large.record}/", f"/board/groups/{other.record}/", f"/board/reruns/{rerun}/"),
        f"/board/decide/?act=merge&{about}&group={other.record}",
        f"/board/decide/?act=move&{about}&opinion={large.samples[0].row.record}&find=会议",
        *(f"/board/decide/?act={act}&{about}" for act in ("noted", "theme", "set", "rename", "look", "add")),
        f"/board/decide/?act=merge_themes&theme_of={large.theme}",
        *("/board/decisions/", f"/board/decisions/{decision.record}/undo/"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_board_has_an_accessibility_fault_or_scrolls_sideways(
    clerk: Visit, board: Room, language: str
) -> None:
    clerk.speak(language)
    faults = {}
    for path in filled_pages(board):
        for size in (PHONE, DESK):
            clerk.page.set_viewport_size(size)  # type: ignore[arg-type]
            page = clerk.go(path)
            found = accessibility_faults(page) + ["wide"] * is_wider_than_the_window(page)
            if found:
                faults[path, size["width"]] = found

    assert faults == {}
    assert clerk.faults() == []


def test_two_groups_are_merged_by_keyboard_alone_and_the_merge_is_undone(clerk: Visit, board: Room) -> None:
    before = len(groups(board))
    page = clerk.go("/board/")
    keys = page.keyboard
    for key in ("j", "x", "j", "j", "k", "x"):
        keys.press(key)
    picked = page.locator("[data-picked]").inner_text()
    keys.press("m")
    page.wait_for_url("**/board/decide/**")
    page.locator("[name=reason]").focus()
    keys.type("同一件事")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**/board/")
    merged = len(groups(board))
    page.locator("#messages a").click()
    page.fill("[name=reason]", "看错了")
    page.locator("main form button.button").click()
    page.wait_for_url("**/board/decisions/")

    assert picked == "2"
    assert (merged, len(groups(board))) == (before - 1, before)


def test_a_group_is_opened_and_its_keys_are_told(clerk: Visit) -> None:
    page = clerk.go("/board/")
    page.keyboard.press("?")
    told = page.locator("#keys").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/board/groups/*/")

    assert all(key in told.split() for key in ("j", "k", "x", "o", "m"))


def test_an_act_waits_until_enough_is_selected(clerk: Visit) -> None:
    page = clerk.go("/board/")
    merge = page.locator("[data-key=m]")
    boxes = page.locator("[data-pick]")
    waits = [merge.is_disabled()]
    for place in (0, 1):
        boxes.nth(place).check()
        waits.append(merge.is_disabled())

    assert waits == [True, True, False]


def test_groups_are_answered_without_script_on_a_phone(
    page_without_script: Page, live_server: LiveServer, board: Room
) -> None:
    page = page_without_script
    page.goto(live_server.url + "/board/?only=single")
    for box in page.locator("[data-pick]").all():
        box.check()
    page.select_option("[name=other]", "noted")
    page.click("button[value=other]")
    page.fill("[name=words]", "谢谢您的意见。")
    page.locator("main form.decide button").click()
    kept = page.input_value("[name=words]")
    page.fill("[name=reason]", "没有要整改的")
    page.locator("main form.decide button").click()
    page.wait_for_url("**/board/?only=single")

    assert kept == "谢谢您的意见。"
    assert len(groups(board, state="noted")) == 2
    assert groups(board, only="single") == []
