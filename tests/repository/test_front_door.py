"""Does do.py work from a bare clone, offer its commands, and notice when it has to set up anew?"""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from tests.repository.tree import ROOT

SOURCE = (ROOT / "do.py").read_text()


def door(at: Path) -> ModuleType:
    """do.py as it stands in another folder, with the files that it reads."""
    at.mkdir(parents=True)
    for name in ("do.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, at / name)
    spec = importlib.util.spec_from_file_location("do_elsewhere", at / "do.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def call(*words: str) -> subprocess.CompletedProcess[str]:
    """Call do.py by the interpreter that runs the tests."""
    command = [sys.executable, "do.py", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def mark_installed(module: ModuleType, lock: str) -> None:
    """Leave the mark that a set-up leaves."""
    module.VENV.mkdir(exist_ok=True)
    module.marker(lock).write_text(module.fingerprint(lock))


def test_the_front_door_needs_the_standard_library_alone() -> None:
    tree = ast.walk(ast.parse(SOURCE))
    imported = {
        name.partition(".")[0]
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }

    assert imported <= set(sys.stdlib_module_names)


def test_an_older_python_can_read_far_enough_to_say_so() -> None:
    ast.parse(SOURCE, feature_version=(3, 6))


def test_every_command_of_the_contract_is_offered() -> None:
    offered = call("--help").stdout

    for name in ("demo", "test", "bench", "check", "fix"):
        assert f"\n    {name} " in offered


def test_a_misspelt_option_is_refused_before_anything_is_done() -> None:
    refused = call("demo", "--no-server")

    assert refused.returncode == 2
    assert "--no-server" in refused.stderr


def test_a_second_run_starts_at_once(tmp_path: Path) -> None:
    module = door(tmp_path / "clone")

    mark_installed(module, module.RUN_LOCK)

    assert module.is_installed(module.RUN_LOCK)
    assert not module.is_installed(module.DEV_LOCK)


def test_another_lock_is_installed_again(tmp_path: Path) -> None:
    module = door(tmp_path / "clone")
    mark_installed(module, module.RUN_LOCK)

    with (module.ROOT / module.RUN_LOCK).open("a") as lock:
        lock.write("# one line more\n")

    assert not module.is_installed(module.RUN_LOCK)


def test_a_clone_that_was_moved_is_set_up_again(tmp_path: Path) -> None:
    module = door(tmp_path / "here")
    mark_installed(module, module.RUN_LOCK)

    moved = door(tmp_path / "there")
    shutil.copytree(module.VENV, moved.VENV)

    assert not moved.is_installed(moved.RUN_LOCK)


def test_the_nearer_of_pips_settings_wins(tmp_path: Path) -> None:
    module = door(tmp_path / "clone")
    lines = [
        ":env:.find-links='a b'",
        "global.find-links='c'",
        "global.index-url='https://global.example/simple'",
        "install.index-url='https://install.example/simple'",
        "freeze.timeout='10'",
    ]

    settings = module.parse_pip_settings(lines)

    assert settings == {"find-links": "a b", "index-url": "https://install.example/simple"}


def test_uv_is_told_what_pip_knows(tmp_path: Path) -> None:
    module = door(tmp_path / "clone")

    env = module.uv_environment({"index-url": "https://a.example", "find-links": "b\nc", "timeout": "10"})

    assert env == {
        "UV_SYSTEM_CERTS": "true",
        "UV_DEFAULT_INDEX": "https://a.example",
        "UV_FIND_LINKS": "b,c",
    }


def test_the_build_server_calls_the_front_door() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert "exec python3 do.py test" in script.read_text()
