"""What may every test ask for?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def development_data() -> Path:
    """The folder with the data that quality is measured on; they may not be passed on with the project."""
    folder = os.environ.get("HUIYIN_TEST_DATA", "")
    if not folder:
        pytest.skip("HUIYIN_TEST_DATA names no folder with the development data")
    return Path(folder)
