"""What can be said of the product from the product itself, and do the reference pages still say it?

`python -m tests.repository.reference` looks; `--write` writes the pages anew.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import PurePosixPath

from huiyin.ledger.shown import drawing
from huiyin.plan.editor_schema import editor_schema
from tests.repository.tree import ROOT, modules

COMMANDS = (
    *("init", "plan check", "plan apply", "import units", "import activities", "serve", "run"),
    *("checkpoint", "verify", "export", "triage", "refit"),
)
LOCALES = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}
GENERATED = "<!-- Written by `python3 do.py fix`; change the source, not this page. -->"


@cache
def help_text(*command: str, language: str) -> str:
    """What a command says of itself in a terminal of 100 columns."""
    env = {**os.environ, "LC_ALL": LOCALES[language], "COLUMNS": "100", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *command, "--help"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else ""


def commands_page() -> str:
    """The page of all commands, each in its own words, in both languages."""
    parts = ["# Commands", GENERATED]
    for name in COMMANDS:
        parts.append(f"## huiyin {name}")
        for language in LOCALES:
            said = help_text("-m", "huiyin", *name.split(), language=language).rstrip()
            parts.append(f"```text\n{said}\n```")
    parts += ["## python3 do.py", f"```text\n{help_text('do.py', language='en').rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"


def questions_page(sources: Mapping[str, str]) -> str:
    """The page that says which file answers which question, stage by stage."""
    asked = [(PurePosixPath(path), ast.get_docstring(ast.parse(source))) for path, source in sources.items()]
    parts = ["# Which file answers what", GENERATED]
    for folder, files in groupby(sorted((p, d) for p, d in asked if d), key=lambda found: found[0].parent):
        lines = [f"| `{path.name}` | {docstring.partition(chr(10))[0]} |" for path, docstring in files]
        parts.append(
            "\n".join([f"## {folder.relative_to('src')}", "", "| File | Question |", "|---|---|", *lines])
        )
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """The generated pages: path under the root, content."""
    return {
        "docs/reference/commands.md": commands_page(),
        "docs/reference/plan.schema.json": editor_schema(),
        "docs/reference/problem-states.md": drawing.page("en", GENERATED),
        "docs/reference/problem-states.zh.md": drawing.page("zh", GENERATED),
        "docs/reference/questions.md": questions_page(modules()),
    }


def stale() -> list[str]:
    """The generated pages that no longer say what the product says."""
    written = {path: (ROOT / path).read_text() for path in pages() if (ROOT / path).is_file()}
    return [path for path, page in pages().items() if written.get(path) != page]


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        for place, content in pages().items():
            (ROOT / place).write_text(content)
    behind = stale()
    print("\n".join(f"stale, run `python3 do.py fix`: {page}" for page in behind), file=sys.stderr)
    sys.exit(1 if behind else 0)
