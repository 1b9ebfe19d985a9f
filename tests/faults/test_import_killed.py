"""Is an import whole or not there at all, at whatever moment its process is killed?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ROWS = 150  # of each file, as in import_children
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")


def after_kills(folder: Path, *, kills: int, way: str) -> dict[str, Any]:
    """What is left of a campaign whose imports were killed so often."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    words = ("tests.faults.import_children", str(folder), str(kills), "7", way)
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_killed_import_leaves_nothing_half_and_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    left = after_kills(tmp_path / "campaign", kills=30, way="whole")

    assert left["kills"] == 30
    assert (left["lost"], left["half"], left["entries_wrong"]) == (0, 0, 0)
    assert left["rows"] == left["files"] * ROWS
    assert left["leaves_agree"]
    assert left["root_agrees"]


def test_saving_row_by_row_is_caught(tmp_path: Path) -> None:
    left = after_kills(tmp_path / "campaign", kills=3, way="naive")

    assert left["half"] > 0
