"""What do the stages write, reach and show, as their source says it?

Each function gives the places that break a rule of the house: file and line, or the import that leads there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import grimp

STAGES = ("access", "plan", "activities", "opinions", "board", "ledger", "trail")
KEEP = {"models", "queries", "actions"}  # the modules of a stage that know the database
WRITES = {
    *(
        "save",
        "delete",
        "update",
        "create",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
    ),
    *("asave", "adelete", "aupdate", "acreate", "abulk_create", "abulk_update", "aget_or_create"),
    *("aupdate_or_create", "raw", "execute", "executemany", "cursor"),
}
OUTSIDE = ("django", "http", "httpx", "random", "requests", "secrets", "socket", "ssl", "time")
SETS_A_SESSION = re.compile(
    r"(?:^|;)\s*SET\s+(?:SESSION\s+)?(?:ROLE\b|AUTHORIZATION\b|[\w.]+\s*(?:=|TO\b))", re.IGNORECASE
)
SESSION_CONFIG = re.compile(r"set_config\s*\([^)]*,\s*false\s*\)", re.I)
UNSAFE = re.compile(
    r"""\|\s*safe\b | \bsafeseq\b | autoescape\s+off | \smark_safe\b     # text that is not escaped
      | <style\b | \sstyle\s*= | \son[a-z]+\s*=\s*["'] | javascript:        # what the content policy forbids
      | hx-on | hx-vals\s*=\s*["']js: | <script\b(?![^>]*\ssrc=)
    """,
    re.VERBOSE | re.IGNORECASE,
)
EXTENDS = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']""")
INCLUDES = re.compile(r"""\{%-?\s*include\s+["']([^"']+)["']""")
IS_A_COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.S)
FRAME = "frame/page.html"


def calls(source: str) -> Iterator[tuple[int, str]]:
    """Every call of an attribute: its line, and what is called as it is written."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, ast.unparse(node.func)


def writes(sources: Mapping[str, str]) -> dict[str, str]:
    """Where something that may be a row is written outside `actions.py`: path and call, with the line."""
    return {
        f"{path}: {called}": f"{path}:{line}"
        for path, source in sources.items()
        if not may_write(path)
        for line, called in calls(source)
        if called.rpartition(".")[2] in WRITES
    }


def may_write(path: str) -> bool:
    """An action, or a file of a package of actions, or a migration."""
    parts = PurePosixPath(path).parts
    return "migrations" in parts or "actions.py" in parts or "actions" in parts


def session_settings(sources: Mapping[str, str]) -> list[str]:
    """SQL that sets something for whoever gets the connection next (`trust.md`, row 16)."""
    return [
        f"{path}:{node.lineno}"
        for path, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (SETS_A_SESSION.search(node.value) or SESSION_CONFIG.search(node.value))
    ]


def reaching_outside(graph: grimp.ImportGraph, modules: set[str]) -> dict[str, str]:
    """Which of these modules reach Django, chance, clock or network, and by which import first."""
    return {
        module: " -> ".join(chain)
        for module in sorted(modules)
        for outside in OUTSIDE
        if outside in graph.modules
        and (chain := graph.find_shortest_chain(importer=module, imported=outside))
    }


def techniques(graph: grimp.ImportGraph) -> set[str]:
    """The modules of the stages but those that keep, read and write."""
    return {
        module
        for module in graph.modules
        if module.startswith(tuple(f"huiyin.{stage}." for stage in STAGES))
        and module.rpartition(".")[2] not in KEEP
        and ".actions." not in module
    }


def keeping_a_diary(sources: Mapping[str, str]) -> list[str]:
    """Modules that import Python's logging, in whichever form."""
    return [
        path
        for path, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Import) and any(name.name.split(".")[0] == "logging" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "logging")
    ]


def unsafe_words(templates: Mapping[str, str]) -> list[str]:
    """Where a template shows text unescaped, or carries a style or script of its own."""
    return [
        f"{path}:{number}: {found[0].strip()}"
        for path, text in templates.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := UNSAFE.search(line))
    ]


def loose_templates(templates: Mapping[str, str], named_in_code: str) -> list[str]:
    """Templates that neither stand in the frame nor are part of one; or that name one that is not there."""
    said = {name: IS_A_COMMENT.sub("", text) for name, text in templates.items()}
    included = {part for text in said.values() for part in INCLUDES.findall(text)}
    loose = [f"includes {part}, which is not there" for part in sorted(included - set(said))]
    for name, text in said.items():
        extends = EXTENDS.search(text)
        is_part = name in included or (f'"{name}"' in named_in_code and "<html" not in text)
        if (extends[1] if extends else None) != FRAME and not is_part and name != FRAME:
            loose.append(name)
    return loose
