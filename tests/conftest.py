"""What may every test ask for, and how does Hypothesis look for examples?"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.campaign import TestCampaign, small_campaign

# Fixtures that reach the database; tests that ask for one run on PostgreSQL too.
REACH_THE_DATABASE = {"db", "transactional_db", "live_server", "campaign", "live_campaign"}
# What a browser shows does not depend on the database: these run once, on SQLite.
OPEN_A_BROWSER = {"browser_page", "chromium"}
CHROMIUM_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

# A busy machine is no fault of the code: nothing is asserted on time. On a build server the examples are the
# same at every run, so that a change is never blamed for what was found by chance.
settings.register_profile(
    "huiyin",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    print_blob=True,
)
settings.load_profile("huiyin")


@pytest.fixture(scope="session")
def development_data() -> Path:
    """The folder with the data that quality is measured on; they may not be passed on with the project."""
    folder = os.environ.get("HUIYIN_TEST_DATA", "")
    if not folder:
        pytest.skip("HUIYIN_TEST_DATA names no folder with the development data")
    return Path(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reaches the database, so that it can be run on another one."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & OPEN_A_BROWSER:
            continue
        if item.get_closest_marker("django_db") or names & REACH_THE_DATABASE:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite the tests' database is a file, as a campaign's is: one in memory has no write-ahead log."""
    database = django_settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0  # a thread of a live server lets go of its connection with each answer
    if database["ENGINE"].endswith("sqlite3"):
        folder = Path(tempfile.mkdtemp(prefix="huiyin-test"))
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture
def campaign(db: None) -> TestCampaign:
    """The small campaign, in a transaction that the end of the test takes back."""
    return small_campaign()


@pytest.fixture
def live_campaign(transactional_db: None, live_server: LiveServer) -> TestCampaign:
    """The small campaign, committed, so that another process or a browser sees it."""
    return small_campaign()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; the front door names it or installs it."""
    path = os.environ.get("CHROMIUM") or "chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_found(path), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """A fresh page, as wide as a desk's screen."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def _found(browser: str) -> str:
    found = shutil.which(browser)
    if found is None:
        pytest.skip("no browser: python3 do.py test installs one")
    return found
