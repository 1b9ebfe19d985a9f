"""Does the tree hold anything of one machine, one registry or one person?"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.repository.tree import texts

# The letter in brackets keeps a pattern from finding itself.
OF_ONE_MACHINE = re.compile(
    r"""(?<![\w.])/(?:wor[k]|roo[t]|hom[e]|Users|op[t]|mn[t])/[\w.]   # folders of one machine
      | /tm[p]/\w
      | (?<!\w)[A-Z]:\\\w                                              # a Windows drive
    """,
    re.VERBOSE,
)
OF_ONE_REGISTRY = re.compile(
    r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(?:org|com)|npmmirro[r]|tuna\.tsinghu[a]|mirrors?\.\w+\.(?:com|cn)"
    r"|deb\.debia[n]\.org|conda\.anacond[a]\.org"
)


def found(pattern: re.Pattern[str], files: Mapping[str, str]) -> list[str]:
    """Each place where the pattern stands: file, line, words."""
    return [
        f"{path}:{number}: {match[0]}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]


def test_no_path_of_a_machine_stands_in_the_tree() -> None:
    assert found(OF_ONE_MACHINE, texts()) == []


def test_no_registry_is_named_in_the_tree() -> None:
    assert found(OF_ONE_REGISTRY, texts()) == []


@pytest.mark.parametrize("folder", ["/wor" + "k/main", "/hom" + "e/li", "C:" + "\\Users", "/tm" + "p/x"])
def test_a_path_of_a_machine_is_found(folder: str) -> None:
    assert found(OF_ONE_MACHINE, {"a.md": f"see\n{folder}"}) != []


@pytest.mark.parametrize("fine", ["docs/why/", "https://example.org/work/", "../shared/data", "/usr/sbin"])
def test_a_relative_path_and_a_web_address_are_let_through(fine: str) -> None:
    assert found(OF_ONE_MACHINE, {"a.md": f"see {fine}"}) == []


def test_a_registry_is_found() -> None:
    assert found(OF_ONE_REGISTRY, {"a.lock": "https://files.pythonhoste" + "d.org/x"}) != []
