"""Do the documents speak of what is there: commands, files, packages, words, columns?"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from huiyin.opinions.files import rows
from huiyin.triage import result, tables
from huiyin.triage.decisions import Kind, read_decisions
from tests.repository import reference
from tests.repository.test_locks import pins
from tests.repository.tree import ROOT, texts

CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(
    r"(?:^|[/ ])(huiyin|python3 do\.py) +((?:plan|import) +[a-z]+|[a-z][a-z-]*)(.*)", re.MULTILINE
)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)[^)]*\)")
GENERATED = tuple(reference.pages())


def documents() -> dict[str, str]:
    """The pages that people wrote."""
    return {path: text for path, text in texts(".md").items() if path not in GENERATED}


def commands_in(text: str) -> list[tuple[str, str, frozenset[str]]]:
    """The commands in a page's code: program, command, options."""
    code = "\n".join(block or inline for block, inline in CODE.findall(text))
    return [
        (program, name, frozenset(OPTION.findall(rest.partition("#")[0])))
        for program, name, rest in COMMAND.findall(code)
    ]


def not_offered(commands: Iterable[tuple[str, str, frozenset[str]]]) -> list[str]:
    """What stands in a page and not in the program's help."""
    wrong = []
    for program, name, options in commands:
        words = ("-m", "huiyin", *name.split()) if program == "huiyin" else ("do.py", name)
        offered = OPTION.findall(reference.help_text(*words, language="en"))
        wrong += [f"{program} {name} {option}" for option in options if option not in offered]
        wrong += [] if offered else [f"{program} {name}"]
    return wrong


def dead_links(pages: Mapping[str, str], root: Path) -> list[str]:
    """Links to files that are not there."""
    return [
        f"{path}: {target}"
        for path, text in pages.items()
        for target in LINK.findall(text)
        if "://" not in target and not (root / path).parent.joinpath(target).exists()
    ]


def without_line(packages: Iterable[str], page: str) -> list[str]:
    """Packages that no table of the page speaks of."""
    told = {
        name.lower().replace(".", "-")
        for line in page.splitlines()
        if line.startswith("|")
        for name in re.findall(r"`([^`]+)`", line.split("|")[1])
    }
    return sorted(set(packages) - told)


def nouns(module: ModuleType) -> set[str]:
    """The names of a module's records in lower case, and of their fields."""
    records = [
        value
        for value in vars(module).values()
        if dataclasses.is_dataclass(value) and isinstance(value, type)
    ]
    fields = {field.name for record in records for field in dataclasses.fields(record)}
    return fields | {record.__name__.lower() for record in records}


def words_of(glossary: str) -> set[str]:
    """The words that the glossary's tables explain."""
    firsts = [line.split("|")[1] for line in glossary.splitlines() if line.startswith("|")]
    return {word.strip(" `") for cell in firsts for word in cell.split(",")}


def columns_told(page: str, table: str) -> tuple[str, ...]:
    """The columns that the page lists under the heading of a table."""
    section = page.partition(f"## {table}\n")[2].partition("\n## ")[0]
    return tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


@pytest.mark.parametrize("path", documents())
def test_every_command_in_a_page_is_offered(path: str) -> None:
    assert not_offered(commands_in(documents()[path])) == []


def test_the_first_page_names_the_two_commands() -> None:
    for page in ("README.md", "README.zh.md"):
        named = {(program, name) for program, name, _ in commands_in(documents()[page])}

        assert {("python3 do.py", "demo"), ("python3 do.py", "test"), ("huiyin", "triage")} <= named


def test_a_command_or_an_option_that_is_not_offered_is_found() -> None:
    page = "Run `python3 do.py dance`.\n```sh\npython3 do.py demo --no-serve --loudly   # --not-this\n```\n"

    assert not_offered(commands_in(page)) == ["python3 do.py dance", "python3 do.py demo --loudly"]


def test_every_link_leads_somewhere() -> None:
    assert dead_links(documents(), ROOT) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    pages = {"a.md": "[a](a.md) [b](b.md#part) [c](https://example.org/c)"}
    (tmp_path / "a.md").touch()

    assert dead_links(pages, tmp_path) == ["a.md: b.md"]


def test_every_package_of_the_locks_has_its_line() -> None:
    locked = {name for lock in texts(".lock").values() for name in pins(lock)}

    assert without_line(locked, documents()["docs/why/dependencies.md"]) == []


def test_a_package_that_is_only_mentioned_has_no_line() -> None:
    page = "`numpy` is good.\n| `scipy`, `ruamel.yaml` | BSD | beside `jinja2` |\n"

    assert without_line({"numpy", "scipy", "ruamel-yaml", "jinja2"}, page) == ["jinja2", "numpy"]


def test_every_noun_of_the_shared_records_is_in_the_glossary() -> None:
    assert nouns(rows) | nouns(result) <= words_of(documents()["GLOSSARY.md"])


def test_the_glossary_is_read_by_its_first_column() -> None:
    assert {"row", "rows", "area"} <= words_of("| `row`, `rows` | 行 | `line` |\n| `area` | 领域 | |\n")
    assert "line" not in words_of("| `row`, `rows` | 行 | `line` |\n")


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("opinions.csv", tables.OPINION_COLUMNS),
        ("problems.csv", tables.PROBLEM_COLUMNS),
        ("themes.csv", tables.THEME_COLUMNS),
    ],
)
def test_the_columns_of_a_table_are_told_in_order(table: str, columns: tuple[str, ...]) -> None:
    assert columns_told(documents()["docs/reference/files.md"], table) == columns


@pytest.mark.parametrize("guide", ["docs/guides/deciding.md", "docs/guides/deciding.zh.md"])
def test_the_decisions_of_the_guide_can_be_read_and_show_every_kind(guide: str) -> None:
    example = documents()[guide].partition("```yaml\n")[2].partition("```")[0]

    decisions = read_decisions(example.encode(), file=guide)

    assert {entry.kind for entry in decisions.entries} == set(Kind)


def test_the_generated_pages_are_fresh() -> None:
    assert reference.stale() == []


def test_the_questions_page_lists_a_module_under_its_folder() -> None:
    page = reference.questions_page({"src/huiyin/triage/heat.py": '"""How hot is a group?"""'})

    assert "## huiyin/triage" in page
    assert "| `heat.py` | How hot is a group? |" in page


def test_decision_records_are_numbered_and_say_what_was_given_up() -> None:
    records = sorted(path for path in documents() if path.startswith("docs/decisions/"))

    assert [int(Path(path).name[:4]) for path in records] == list(range(1, len(records) + 1))
    assert [path for path in records if "**Given up.**" not in documents()[path]] == []
