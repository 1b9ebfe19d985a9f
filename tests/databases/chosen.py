"""On which database do the tests run? Loaded by pytest before pytest-django reads the settings."""

from __future__ import annotations

import atexit
import os
import tempfile

CHOICE = "HUIYIN_TEST_DATABASE"  # sqlite (a file, as a campaign has it) or postgresql
URL = "HUIYIN_DATABASE_URL"


def choose() -> None:
    """Name the database that the settings shall take; start a server where one is wanted.

    Workers of pytest-xdist take what the process that started them chose, each with a name of its own.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    os.environ.pop("HUIYIN_DIR", None)
    # Signing keys of the tests' campaigns lie among no person's settings.
    os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="huiyin-test")
    # Playwright's own event loop runs beside Django in browser tests.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if os.environ.get(CHOICE, "sqlite") == "postgresql":
        from tests.databases.postgresql import start

        url, stop = start()
        atexit.register(stop)
        os.environ[URL] = url
        return
    os.environ[URL] = f"sqlite:///{tempfile.mkdtemp(prefix='huiyin-test')}/huiyin.sqlite3"


choose()
