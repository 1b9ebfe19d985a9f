"""What may every test ask for, and how does Hypothesis look for examples?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
