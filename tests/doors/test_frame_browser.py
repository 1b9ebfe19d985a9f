"""Do the frame's pages work on a phone, by keyboard, without script, on paper and for a screen reader?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.campaign import TestCampaign
from tests.doors.frame_visits import (
    DESK,
    LANGUAGES,
    PAGES,
    PHONE,
    Visit,
    accessibility_faults,
    is_wider_than_the_window,
    visit,
)


@pytest.fixture
def clerk(browser_page: Page, live_server: LiveServer, live_campaign: TestCampaign) -> Visit:
    """A clerk at a desk."""
    return visit(browser_page, live_server, live_campaign, "clerk")


@pytest.fixture
def page_without_script(chromium: Browser) -> Iterator[Page]:
    """A browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def focused(page: Page) -> str:
    """What has the focus: its words."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_an_accessibility_fault_or_a_console_error(clerk: Visit, language: str) -> None:
    clerk.speak(language)
    faults = {}
    for path in PAGES:
        for size in (PHONE, DESK):
            clerk.page.set_viewport_size(size)  # type: ignore[arg-type]
            if found := accessibility_faults(clerk.go(path)):
                faults[path, size["width"]] = found

    assert faults == {}
    assert clerk.faults() == []


def test_a_page_without_a_label_is_found_by_the_same_look(clerk: Visit) -> None:
    page = clerk.go("/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")

    assert any(fault.startswith("label") for fault in accessibility_faults(page))


@pytest.mark.parametrize("scheme", ["dark", "more contrast"])
def test_other_colours_are_as_readable(clerk: Visit, scheme: str) -> None:
    if scheme == "dark":
        clerk.page.emulate_media(color_scheme="dark")
    else:
        clerk.page.emulate_media(contrast="more")
    faults = [fault for path in PAGES for fault in accessibility_faults(clerk.go(path))]

    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_phone(clerk: Visit, language: str) -> None:
    clerk.speak(language)
    clerk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    wide = [path for path in (*PAGES, "/sign-in/") if is_wider_than_the_window(clerk.go(path))]

    assert wide == []


def test_the_sign_in_page_is_open_to_a_screen_reader_in_both_languages(
    browser_page: Page, live_server: LiveServer, live_campaign: TestCampaign
) -> None:
    nobody = visit(browser_page, live_server, live_campaign)
    faults = []
    for language in LANGUAGES:
        nobody.speak(language)
        faults += accessibility_faults(nobody.go("/sign-in/"))

    assert faults + nobody.faults() == []


def test_the_first_tab_leads_past_the_navigation_to_the_content(clerk: Visit) -> None:
    page = clerk.go("/plan/")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")

    assert first == "skip"
    assert page.evaluate("document.activeElement.id") == "main"


def test_everything_that_can_be_clicked_is_reached_by_tab_and_shows_it(clerk: Visit) -> None:
    page = clerk.go("/plan/")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML"))
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")

    clickable = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary')]"
        ".filter(e => e.checkVisibility({checkVisibilityCSS: true})).map(e => e.outerHTML)"
    )

    assert set(clickable) <= reached
    assert outline == "solid"


def test_a_branch_of_the_goal_tree_opens_and_closes_by_keyboard(clerk: Visit) -> None:
    page = clerk.go("/plan/")
    measure = page.locator(".tree details details").first
    before = measure.get_attribute("open")

    measure.locator("summary").first.focus()
    page.keyboard.press("Enter")
    opened = measure.get_attribute("open")
    page.keyboard.press("Enter")

    assert (before, opened, measure.get_attribute("open")) == (None, "", None)


def test_keys_lead_to_the_week_and_to_the_list_of_keys(clerk: Visit) -> None:
    page = clerk.go("/plan/")

    page.keyboard.press("?")
    is_open = page.locator("#keys").get_attribute("open")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url(clerk.server.url + "/")

    assert is_open == ""


def test_escape_closes_the_account_menu_and_the_focus_stays_on_it(clerk: Visit) -> None:
    page = clerk.go("/")
    page.locator(".account summary").click()
    page.locator(".account button").focus()

    page.keyboard.press("Escape")

    assert page.locator(".account").get_attribute("open") is None
    assert page.evaluate("document.activeElement.matches('.account summary')")


def test_the_password_is_shown_in_place_and_stays_typed(
    browser_page: Page, live_server: LiveServer, live_campaign: TestCampaign
) -> None:
    page = visit(browser_page, live_server, live_campaign).go("/sign-in/")
    page.fill("[name=password]", "lake")

    page.click("[data-show-password]")

    assert page.get_attribute("[name=password]", "type") == "text"
    assert page.input_value("[name=password]") == "lake"


def test_one_can_sign_in_and_walk_the_pages_without_script(
    page_without_script: Page, live_server: LiveServer, live_campaign: TestCampaign
) -> None:
    account = live_campaign.account("clerk")
    account.set_password("willow-lake-eleven")
    account.save()
    page = page_without_script
    page.goto(live_server.url + "/sign-in/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", "willow-lake-eleven")
    page.locator("main button").click()

    page.locator(".ways-narrow summary").click()
    page.locator(".ways-narrow a[href='/plan/']").click()
    page.locator(".tree details details summary").first.click()

    assert page.url == live_server.url + "/plan/"
    assert page.locator(".tree details details").first.get_attribute("open") == ""


def test_the_language_is_switched_by_one_tap_on_the_same_page(clerk: Visit) -> None:
    clerk.speak("zh-hans")
    page = clerk.go("/units/")
    before = page.get_attribute("html", "lang")

    page.locator(".language button").click()

    assert (before, page.get_attribute("html", "lang")) == ("zh-Hans", "en")
    assert page.url == clerk.server.url + "/units/"


def test_paper_shows_the_content_and_leaves_out_what_can_only_be_clicked(clerk: Visit) -> None:
    page = clerk.go("/plan/")
    page.emulate_media(media="print")

    shown = {
        part: page.locator(part).first.is_visible()
        for part in ("h1", "table, .tree", ".ways-wide", ".top-tools", ".skip", ".keys")
    }

    assert {part for part, is_shown in shown.items() if is_shown} == {"h1", "table, .tree"}


def test_paper_shows_the_tasks_of_a_branch_that_is_closed_on_the_screen(clerk: Visit) -> None:
    page = clerk.go("/plan/")
    on_screen = page.locator(".tree ul ul .leaf").first.is_visible()
    page.emulate_media(media="print")

    assert (on_screen, page.locator(".tree ul ul .leaf").first.is_visible()) == (False, True)


def test_an_example_says_on_every_page_that_it_is_one(clerk: Visit) -> None:
    clerk.speak("en")

    assert all("synthetic example" in clerk.go(path).locator("header").inner_text() for path in PAGES)


def test_text_that_was_typed_and_not_saved_is_offered_again(clerk: Visit) -> None:
    page = clerk.go("/activities/new/talk/")
    page.fill("form[data-keep] input[type=text] >> nth=0", "Half a title")

    clerk.go("/plan/")
    page = clerk.go("/activities/new/talk/")
    before = page.input_value("form[data-keep] input[type=text] >> nth=0")
    page.click("[data-put-back]")

    assert (before, page.input_value("form[data-keep] input[type=text] >> nth=0")) == ("", "Half a title")
    assert clerk.faults() == []


def test_text_that_was_let_go_is_not_offered_a_second_time(clerk: Visit) -> None:
    page = clerk.go("/activities/new/talk/")
    page.fill("form[data-keep] input[type=text] >> nth=0", "Half a title")
    clerk.go("/activities/new/talk/")
    page.click("[data-let-go]")

    clerk.go("/activities/new/talk/")

    assert page.locator("[data-put-back]").count() == 0


def test_a_double_tap_sends_a_form_once(clerk: Visit) -> None:
    page = clerk.go("/plan/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)

    page.evaluate("""() => {
        const button = document.querySelector('.language button');
        button.click();
        button.click();
    }""")
    page.wait_for_load_state()
    page.wait_for_function("document.readyState === 'complete'")

    assert sent == ["POST"]


def test_a_key_leads_to_a_new_record(clerk: Visit) -> None:
    page = clerk.go("/")

    page.keyboard.press("n")

    page.wait_for_url(clerk.server.url + "/activities/new/")
