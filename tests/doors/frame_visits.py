"""How does a test walk through the pages with a real browser?"""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page
from pytest_django.live_server_helper import LiveServer

from tests.campaign import TestCampaign

LANGUAGES = ("zh-hans", "en")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

# Every page of the frame and the plan that needs no more than its address in the small campaign.
PAGES = (
    *("/", "/plan/", "/plan/versions/", "/plan/versions/1/", "/units/", "/units/liutang/"),
    *("/calendar/", "/contact-points/", "/people/", "/nowhere/"),
)


@dataclass
class Visit:
    """A page, signed in as somebody, and what its console said."""

    page: Page
    server: LiveServer
    said: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the campaign."""
        self.page.goto(self.server.url + path)
        return self.page

    def speak(self, language: str) -> None:
        """Read the pages in this language from here on."""
        self.page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": self.server.url}]
        )

    def faults(self) -> list[str]:
        """What the console complained of; that a page answered 403 or 404 is no complaint."""
        return [text for text in self.said if "the server responded with a status of 40" not in text]


def visit(page: Page, server: LiveServer, campaign: TestCampaign, person: str = "") -> Visit:
    """A browser in which this person has signed in, or nobody."""
    found = Visit(page, server)
    page.on("console", lambda message: _note(found, message))
    page.on("pageerror", lambda error: _note(found, error))
    if person:
        cookie = campaign.client(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    return found


def _note(found: Visit, message: ConsoleMessage | Error) -> None:
    if isinstance(message, Error) or message.type in {"error", "warning"}:
        found.said.append(message.message if isinstance(message, Error) else message.text)


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: the rule and the first element."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


def is_wider_than_the_window(page: Page) -> bool:
    """Would one have to scroll sideways?"""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
