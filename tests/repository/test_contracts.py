"""Do format, lint, types and import contracts hold, and would each notice a breach?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.tree import ROOT

LAYERS = (
    *(
        "cli",
        "api",
        "web",
        "publishing",
        "migrations",
        "ledger",
        "board",
        "triage",
        "opinions",
        "activities",
        "plan",
        "access",
        "trail",
    ),
)

STAGES = ("access", "plan", "activities", "activities/imports", "opinions", "board", "ledger", "trail")

MODULES = (
    *("__init__", "__main__", "wsgi", "urls", "models", "apps", "settings", "campaign_folder", "languages"),
)


def tool(*command: str, cwd: Path = ROOT, given: str = "") -> tuple[int, str]:
    """Run a tool of the development environment; its exit status and what it said."""
    beside_python = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [str(beside_python), *command[1:]], cwd=cwd, input=given, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def lint(source: str, path: str) -> str:
    """What the linter says of `source` if it stood at `path`."""
    return tool("ruff", "check", "--quiet", "--stdin-filename", path, "-", given=source)[1]


def miniature(at: Path) -> Path:
    """A tree of empty modules with the product's layers and its contracts."""
    package = at / "huiyin"
    for layer in LAYERS:
        (package / layer).mkdir(parents=True)
        (package / layer / "__init__.py").touch()
    for name in MODULES:
        (package / f"{name}.py").touch()
    for stage in STAGES:
        (package / stage).mkdir(exist_ok=True)
        for name in ("__init__", "rules", "models", "queries", "actions"):
            (package / stage / f"{name}.py").touch()
    # The contracts' exceptions.
    for folder in ("files", "redaction"):
        (package / "opinions" / folder).mkdir()
        (package / "opinions" / folder / "__init__.py").touch()
    (package / "opinions" / "files" / "workbooks.py").write_text("import subprocess")
    (package / "activities" / "field_values.py").write_text("import urllib.parse")
    (at / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return package


def test_the_code_is_formatted() -> None:
    status, said = tool("ruff", "format", "--check", "--output-format", "concise", ".")

    assert status == 0, said


def test_the_linter_finds_nothing() -> None:
    status, said = tool("ruff", "check", "--output-format", "concise", ".")

    assert status == 0, said


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("PLC0415", "def f() -> None:\n    import json\n\n    json.dumps(1)\n"),
        ("TID251", "from datetime import datetime\n\nNOW = datetime.now()\n"),
        ("TID251", "from typing import TYPE_CHECKING\n\nprint_ = TYPE_CHECKING\n"),
        ("T201", "print(1)\n"),
        ("NPY002", "import numpy as np\n\nX = np.random.rand(3)\n"),
        ("FBT001", "def f(is_new: bool) -> None: ...\n"),
        ("PLR0913", "def f(a: int, b: int, c: int, d: int, e: int, g: int) -> None: ...\n"),
        ("ERA001", "# x = compute(1)\n"),
    ],
)
def test_the_linter_keeps_the_house_rules_in_a_stage(code: str, source: str) -> None:
    assert code in lint(source, "src/huiyin/triage/example.py")


def test_a_command_may_import_late_speak_and_read_the_clock() -> None:
    source = '"""?"""\n\nfrom datetime import datetime\n\n\ndef f() -> None:\n    import json\n\n'
    source += "    print(json.dumps(str(datetime.now().astimezone())))\n"

    assert lint(source, "src/huiyin/cli/example.py") == ""


def test_types_are_right() -> None:
    status, said = tool("mypy")

    assert status == 0, said


def test_the_type_checker_is_strict(tmp_path: Path) -> None:
    loose = tmp_path / "loose.py"
    loose.write_text("def f(x):\n    return x\n")

    status, said = tool("mypy", "--config-file", "pyproject.toml", "--cache-dir", str(tmp_path), str(loose))

    assert status == 1
    assert "no-untyped-def" in said


def test_the_import_contracts_hold() -> None:
    status, said = tool("lint-imports", "--no-cache", "--no-logo")

    assert status == 0, said


def test_a_tree_of_empty_layers_keeps_the_contracts(tmp_path: Path) -> None:
    miniature(tmp_path)

    status, said = tool("lint-imports", "--no-cache", "--no-logo", cwd=tmp_path)

    assert status == 0, said


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("opinions/files/rows.py", "import huiyin.triage"),
        ("triage/result.py", "import huiyin.publishing"),
        ("publishing/ledger.py", "import huiyin.cli"),
        ("triage/grouping.py", "import random"),
        ("triage/grouping.py", "import urllib.request"),
        ("opinions/redaction/redaction.py", "def f() -> None:\n    import django"),
        ("opinions/redaction/redaction.py", "import subprocess"),
        ("publishing/summary.py", "from time import time"),
        ("languages.py", "import huiyin.opinions"),
        ("shared.py", ""),
        ("activities/rules.py", "import huiyin.activities.models"),
        ("activities/imports/queries.py", "import huiyin.activities.imports.actions"),
        ("trail/models.py", "import huiyin.trail.queries"),
        ("access/rules.py", "from django.db import models"),
        ("plan/rules.py", "import secrets"),
        ("web/pages.py", "import huiyin.activities.models"),
        ("web/pages.py", "import huiyin.models"),
        ("cli/import_units.py", "def f() -> None:\n    import huiyin.access.models"),
    ],
)
def test_a_breach_of_the_contracts_is_found(module: str, source: str, tmp_path: Path) -> None:
    (miniature(tmp_path) / module).write_text(source)

    status, said = tool("lint-imports", "--no-cache", "--no-logo", cwd=tmp_path)

    assert status == 1, said
