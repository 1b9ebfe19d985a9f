"""Is the summary in the terminal complete, in either language, and no wider than the terminal?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huiyin.publishing.terminal_summary import terminal_summary
from huiyin.publishing.text_width import text_width
from huiyin.triage.result import Mode, Result
from tests import town

FILES = ("summary.html", "ledger.xlsx")
FOLDER = Path("结果")


def summary(result: Result, width: int = 80) -> str:
    return terminal_summary(result, town.the_facts(result), folder=FOLDER, files=FILES, width=width)


def test_the_answer_stands_in_the_first_line() -> None:
    assert summary(town.a_result()).splitlines()[0] == "12条意见归结为3个主题、5个问题"
    assert (
        summary(town.a_result(town.ENGLISH, language="en")).splitlines()[0]
        == "5 opinions come down to 2 themes and 3 problems"
    )


def test_one_opinion_is_not_many() -> None:
    one = town.Words(
        themes=(("T1", "Benches", ""),), problems=(town.Problem("Bench", "T1", [town.Voice("", "A bench")]),)
    )

    first = summary(town.a_result(one, language="en")).splitlines()[0]

    assert first == "1 opinion comes down to 1 theme and 1 problem"


@pytest.mark.parametrize("width", [40, 63, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for result in (town.a_result(), town.a_result(town.ENGLISH, language="en"), town.a_large_result(50)):
        assert max(map(text_width, summary(result, width).splitlines())) <= width


def test_the_bars_of_the_themes_stand_in_one_column() -> None:
    lines = [line for line in summary(town.a_large_result(60)).splitlines() if line.endswith("=")]

    assert len(lines) == 5
    assert len({text_width(line.rstrip("=")) for line in lines}) == 1


def test_themes_that_are_not_listed_are_counted() -> None:
    many = town.Words(
        themes=tuple((f"T{n}", f"第{n}类", "") for n in range(1, 21)),
        problems=tuple(town.Problem(f"问题{n}", f"T{n}", [town.Voice("", f"{n}")]) for n in range(1, 21)),
    )

    assert "另有8个主题" in summary(town.a_result(many))


def test_it_says_which_column_was_read_as_what() -> None:
    assert "“留言主题”读作标题" in summary(town.a_result())


def test_it_says_how_many_problems_to_look_at_first() -> None:
    assert "2个问题" in next(line for line in summary(town.a_result()).splitlines() if "请先核对" in line)


def test_it_names_the_folder_and_its_files() -> None:
    last = summary(town.a_result()).splitlines()[-3:]

    assert last == ["已写入结果：", "  summary.html", "  ledger.xlsx"]


def test_notes_are_told() -> None:
    assert "只读了一份。" in summary(replace(town.a_result(), notes=("只读了一份。",)))


def test_a_result_without_opinions_says_so() -> None:
    empty = Result(rows=(), placements=(), groups=(), themes=(), mode=Mode.PROBLEM, language="en")

    assert summary(empty).startswith("No opinion could be read from these files\n")
