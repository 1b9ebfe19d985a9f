"""Does each module say what it answers, keep to one thing, and leave nothing open?"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from tests.repository.tree import modules, texts

LONGEST_MODULE = 400  # lines; from the ninth decile of the code bases that the house rules were drawn from
NAMES_THAT_SAY_NOTHING = {
    *("base", "common", "const", "constants", "core", "errors", "exceptions", "extras", "helper", "helpers"),
    *("manager", "managers", "misc", "services", "shared", "signals", "types", "util", "utils"),
}
LEFT_OPEN = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|raise NotImplemented" r"Error")
# An auditor is handed one file that needs nothing else, so that file holds several things.
STANDS_ALONE = "src/huiyin/trail/audit.py"
PURE = ("src/huiyin/opinions/files/", "src/huiyin/opinions/redaction/", "src/huiyin/triage/")


def without_question(sources: Mapping[str, str]) -> list[str]:
    """Modules whose first line asks nothing; a package's empty `__init__.py` needs none."""
    return [
        path
        for path, source in sources.items()
        if source.strip()
        and "/migrations/" not in path
        and "?" not in (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    ]


def with_empty_names(paths: Mapping[str, str]) -> list[str]:
    """Modules or folders whose name tells nobody what is in them."""
    return [
        path
        for path in paths
        if NAMES_THAT_SAY_NOTHING & {part.removesuffix(".py") for part in PurePosixPath(path).parts}
    ]


def too_long(sources: Mapping[str, str]) -> list[str]:
    """Modules in which there is likely more than one thing."""
    return [
        path
        for path, source in sources.items()
        if path != STANDS_ALONE and "/migrations/" not in path and len(source.splitlines()) > LONGEST_MODULE
    ]


def left_open(sources: Mapping[str, str]) -> list[str]:
    """Places where somebody meant to come back."""
    return [f"{path}: {found[0]}" for path, source in sources.items() if (found := LEFT_OPEN.search(source))]


def with_unseeded_chance(sources: Mapping[str, str]) -> list[str]:
    """Calls for random numbers that would differ from run to run."""
    return [
        f"{path}:{node.lineno}"
        for path, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"default_rng", "RandomState", "SeedSequence"}
        and not node.args
        and not node.keywords
    ]


def test_every_module_begins_with_the_question_it_answers() -> None:
    assert without_question(modules() | {"do.py": texts("do.py")["do.py"]}) == []


def test_a_module_that_begins_with_a_statement_is_found() -> None:
    sources = {"a.py": '"""Is it a copy?"""', "b.py": '"""Finds copies."""', "c.py": "x = 1", "empty.py": ""}

    assert without_question(sources) == ["b.py", "c.py"]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert with_empty_names(texts(".py")) == []


def test_a_name_that_says_nothing_is_found_as_file_and_as_folder() -> None:
    assert with_empty_names({"src/utils.py": "", "src/core/rows.py": "", "src/rows.py": ""}) == [
        "src/utils.py",
        "src/core/rows.py",
    ]


def test_no_module_is_too_long() -> None:
    assert too_long(modules()) == []


def test_a_module_with_a_line_too_many_is_found() -> None:
    assert too_long({"a.py": "x\n" * LONGEST_MODULE, "b.py": "x\n" * (LONGEST_MODULE + 1)}) == ["b.py"]


def test_nothing_is_left_open_in_the_product() -> None:
    assert left_open(modules()) == []


def test_a_reminder_in_the_code_is_found() -> None:
    reminder = "# TO" + "DO: later"

    assert left_open({"a.py": reminder, "b.py": "# todos of the unit"}) == [f"a.py: {reminder[2:6]}"]


def test_package_files_are_empty() -> None:
    packages = {path: source for path, source in modules().items() if path.endswith("__init__.py")}

    assert packages
    assert [path for path, source in packages.items() if source.strip()] == []


def test_pure_files_leave_nothing_to_chance() -> None:
    pure = {path: source for path, source in modules().items() if path.startswith(PURE)}

    assert pure
    assert with_unseeded_chance(pure) == []


def test_random_numbers_without_a_seed_are_found() -> None:
    source = "import numpy as np\na = np.random.default_rng(7)\nb = np.random.default_rng()\n"

    assert with_unseeded_chance({"a.py": source}) == ["a.py:3"]
