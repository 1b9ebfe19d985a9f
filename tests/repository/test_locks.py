"""Do the locks fix every file by its hash, for everybody, and hold what the project file asks for?"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.tree import ROOT, modules, texts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN_TIME = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
ASKED_FOR = {
    "bootstrap.lock": GROUPS["bootstrap"],
    "requirements.lock": RUN_TIME + GROUPS["build"],
    "requirements-dev.lock": RUN_TIME + GROUPS["build"] + GROUPS["dev"],
}
PIN = re.compile(r"[a-z0-9-]+==[\w.!+]+( ; [^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+")

# What runs without an import of ours: Django loads it by name.
NAMED_NOT_IMPORTED = {
    "django-axes": ("src/huiyin/settings.py", "axes.backends"),
    "django-htmx": ("src/huiyin/settings.py", "django_htmx.middleware"),
    "whitenoise": ("src/huiyin/settings.py", "whitenoise.middleware"),
    "psycopg": ("src/huiyin/settings.py", "dj_database_url.parse"),
}


def badly_pinned(lock: str) -> list[str]:
    """Entries that are more or less than one package at one version with at least one hash."""
    entries = lock.replace("\\\n", "").splitlines()
    return [entry for entry in entries if not PIN.fullmatch(entry)]


def pins(lock: str) -> dict[str, set[str]]:
    """The versions of each package in the lock; more than one where the system or the Python decides."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ \n]+)", lock, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def unmet(asked: Iterable[str], lock: str) -> list[str]:
    """What is asked for and not in the lock, or not at a version that will do."""
    held = pins(lock)
    wanted = {text: Requirement(text) for text in asked}
    return [
        text
        for text, requirement in wanted.items()
        if not (versions := held.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version) for version in versions)
    ]


def packages_imported(sources: Mapping[str, str]) -> set[str]:
    """The distributions whose modules are imported, Huiyin and the standard library left out."""
    nodes = [node for source in sources.values() for node in ast.walk(ast.parse(source))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    tops = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"huiyin"}
    owners = metadata.packages_distributions()
    return {canonicalize_name(owner) for top in tops for owner in owners.get(top, [top])}


def is_strong_copyleft(licences: Iterable[str]) -> bool:
    """Do all of the licences offered bind the whole program (GPL, AGPL)? A choice among several does not."""
    strong = re.compile(
        r"(?<!L)(?<!Lesser )(?<!Library or Lesser )\b(AGPL|GPL|(Affero )?General Public License)"
    )
    offered = list(licences)
    return bool(offered) and all(strong.search(text) for text in offered)


def licences(distribution: metadata.Distribution) -> list[str]:
    """What a package says of its licence: the expression, else the classifiers, else the free field."""
    said = distribution.metadata
    if "License-Expression" in said:
        return said["License-Expression"].split(" OR ")
    classifiers = [text for text in said.get_all("Classifier") or [] if text.startswith("License")]
    return classifiers or said.get_all("License") or []


@pytest.mark.parametrize("name", ASKED_FOR)
def test_every_line_of_a_lock_is_one_version_with_its_hashes(name: str) -> None:
    assert badly_pinned((ROOT / name).read_text()) == []


@pytest.mark.parametrize("name", ASKED_FOR)
def test_a_lock_holds_what_the_project_asks_for(name: str) -> None:
    assert unmet(ASKED_FOR[name], (ROOT / name).read_text()) == []


def test_the_development_lock_holds_the_run_time_lock() -> None:
    run_time, development = (
        pins((ROOT / name).read_text()) for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert run_time.items() <= development.items()


@pytest.mark.parametrize(
    "line",
    [
        "numpy>=2",
        "numpy==2.4.6",
        "--index-url somewhere",
        "numpy @ file:numpy.whl",
        "numpy==2.4.6 \\\n    --hash=md5:00",
    ],
)
def test_a_line_that_fixes_nothing_is_found(line: str) -> None:
    good = "jinja2==3.1.6 \\\n    --hash=sha256:" + "0" * 64 + " \\\n    --hash=sha256:" + "1" * 64 + "\n"

    assert badly_pinned(good) == []
    assert badly_pinned(good + line + "\n" + good) != []


def test_a_dependency_that_the_lock_lacks_or_holds_too_old_is_found() -> None:
    assert unmet(["numpy>=2", "scipy>=1.17", "Jinja2"], "numpy==1.26.0\njinja2==3.1.6\n") == [
        "numpy>=2",
        "scipy>=1.17",
    ]


def test_what_the_product_imports_is_what_it_declares() -> None:
    declared = {canonicalize_name(Requirement(text).name) for text in RUN_TIME}

    assert packages_imported(modules()) == declared - set(NAMED_NOT_IMPORTED)


@pytest.mark.parametrize("package", sorted(NAMED_NOT_IMPORTED))
def test_a_package_that_is_named_and_not_imported_is_named_still(package: str) -> None:
    file, word = NAMED_NOT_IMPORTED[package]

    assert word in modules()[file]


def test_what_tests_and_examples_import_is_declared() -> None:
    asked = RUN_TIME + GROUPS["dev"]
    declared = {canonicalize_name(Requirement(text).name) for text in asked} | {
        "tests",
        "benchmarks",
        "examples",
        *(canonicalize_name(path.stem) for path in (ROOT / "examples" / "minghu").glob("*.py")),
    }
    sources = {path: text for path, text in texts(".py").items() if path.startswith(("tests/", "examples/"))}

    assert packages_imported(sources) - declared == set()


def test_an_import_is_traced_to_its_package() -> None:
    sources = {
        "a.py": "import docx.oxml, json\nfrom ruamel.yaml import YAML\nfrom huiyin.opinions import rows\n"
    }

    assert packages_imported(sources) == {"python-docx", "ruamel-yaml"}


def test_no_package_binds_the_project_to_its_own_licence() -> None:
    locked = pins((ROOT / "requirements-dev.lock").read_text())
    installed = [one for one in metadata.distributions() if canonicalize_name(one.name) in locked]

    assert len(installed) >= len(RUN_TIME)
    assert [one.name for one in installed if is_strong_copyleft(licences(one))] == []


@pytest.mark.parametrize(
    "said",
    [
        ["GPL-3.0-or-later"],
        ["License :: OSI Approved :: GNU Affero General Public License v3"],
        ["License :: OSI Approved :: GNU General Public License v2 (GPLv2)"],
    ],
)
def test_a_licence_that_binds_the_whole_program_is_found(said: list[str]) -> None:
    assert is_strong_copyleft(said)


@pytest.mark.parametrize(
    "said",
    [
        ["LGPL-3.0-only"],
        ["License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)"],
        ["MIT", "GPL-2.0-only"],
        ["BSD-3-Clause"],
        [],
    ],
)
def test_a_weaker_licence_or_a_choice_is_let_through(said: list[str]) -> None:
    assert not is_strong_copyleft(said)
