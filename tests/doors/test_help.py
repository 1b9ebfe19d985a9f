"""Does each command explain itself, in both languages, at once?"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from huiyin.languages import LANGUAGES
from huiyin.publishing.text_width import text_width
from tests.doors.calling import Call
from tests.repository.reference import COMMANDS

EXAMPLE = {"en": "Example: huiyin ", "zh": "示例：huiyin "}
HEAVY = (
    "django",
    "pydantic",
    "numpy",
    "scipy",
    "sklearn",
    "sknetwork",
    "ruamel",
    "docx",
    "xlsxwriter",
    "tqdm",
    "jinja2",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [(), *(tuple(name.split()) for name in COMMANDS)])
def test_help_ends_with_an_example_and_fits_the_terminal(
    call: Call, command: tuple[str, ...], language: str
) -> None:
    said = call(*command, "--help", language=language)

    assert said.status == 0
    assert EXAMPLE[language] in said.out.splitlines()[-1] or EXAMPLE[language] in said.out.splitlines()[-2]
    assert max(map(text_width, said.out.splitlines())) <= 80
    assert said.err == ""


def test_help_names_every_command(call: Call) -> None:
    said = call("--help")

    for command in COMMANDS:
        assert f"\n    {command.split()[0]}" in said.out


def test_help_of_triage_names_every_option_of_the_contract(call: Call) -> None:
    said = call("triage", "--help").out

    for option in (
        *("--text", "--title", "--id", "--time", "--person", "--place", "--likes", "--area", "--unit"),
        *("--mode", "--learn", "--decisions", "--onto", "--themes", "--matters", "--weights", "--lang"),
        *("--format", "--out"),
    ):
        assert f"\n  {option} " in said


def test_help_speaks_the_language_asked_for_before_that_of_the_locale(call: Call) -> None:
    assert "usage: " in call("triage", "--lang", "en", "--help", language="zh").out
    assert "用法：" in call("triage", "--lang=zh", "--help", language="en").out


def test_help_is_chinese_where_the_locale_names_no_language(call: Call) -> None:
    assert "用法：" in call("--help", language="").out


@pytest.mark.parametrize(
    ("language", "told"), [("en", "unrecognized arguments: --nonsense"), ("zh", "不认识的参数：--nonsense")]
)
def test_an_unknown_option_is_refused_with_2(call: Call, language: str, told: str) -> None:
    said = call("triage", "a.csv", "--out", "r", "--nonsense", language=language)

    assert said.status == 2
    assert told in said.err
    assert said.out == ""


@pytest.mark.parametrize("words", [(), ("dance",), ("triage", "a.csv")])
def test_a_command_that_is_missing_unknown_or_incomplete_is_refused_with_2(
    call: Call, words: tuple[str, ...]
) -> None:
    said = call(*words)

    assert said.status == 2
    assert said.err.startswith("usage: huiyin")


@pytest.mark.parametrize("themes", ["0", "-3", "many", "2.5"])
def test_a_number_of_themes_that_is_none_is_refused(call: Call, themes: str) -> None:
    said = call("triage", "a.csv", "--out", "r", f"--themes={themes}")

    assert said.status == 2
    assert f"found {themes}" in said.err


def test_the_version_is_the_installed_one(call: Call) -> None:
    said = call("--version")

    assert (said.status, said.out) == (0, f"huiyin {version('huiyin')}\n")


def test_help_waits_for_nothing_heavy() -> None:
    loaded = f"print(sorted({{*{HEAVY}}} & {{*sys.modules}}))"
    program = f"import sys; from huiyin.cli.main import main; main(['--help']); {loaded}"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
