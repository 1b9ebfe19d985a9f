"""Can what was measured be read by people, and read back by programs?"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.page import page
from benchmarks.report import (
    FIGURES,
    Cell,
    Goal,
    NotRun,
    Part,
    Table,
    as_markdown,
    as_record,
    as_text,
    figure,
    from_record,
    read_results,
    shown,
    write_results,
)

TABLE = Table(
    "Speed", "one run", FIGURES, [figure("wall seconds", 7.4, Goal(most=12.0)), figure("rows", 2777)]
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "–"),
        (0.8864, "0.886"),
        (7.404, "7.40"),
        (39.06, "39.1"),
        (812.4, "812"),
        (2777, "2,777"),
        ("a", "a"),
    ],
)
def test_a_cell_shows_about_three_digits(cell: Cell, text: str) -> None:
    assert shown(cell) == text


@pytest.mark.parametrize(
    ("goal", "value", "words", "reached"),
    [
        (Goal(least=0.9), 0.9, "at least 0.9", "yes"),
        (Goal(least=0.9), 0.899, "at least 0.9", "NO"),
        (Goal(most=1_000.0), 1_000.1, "at most 1,000", "NO"),
        (Goal(30, 90), 67, "30 to 90", "yes"),
    ],
)
def test_a_figure_says_what_is_wanted_and_whether_it_is_reached(
    goal: Goal, value: float, words: str, reached: str
) -> None:
    assert figure("what", value, goal) == ("what", value, words, reached)


def test_a_table_lines_up_its_columns() -> None:
    lines = as_text(TABLE).splitlines()

    assert lines[0] == "  Speed"
    assert (
        len({line.index(cell) + len(cell) for line, cell in zip(lines[3:5], ("7.40", "2,777"), strict=True)})
        == 1
    )
    assert lines[-1] == "  (one run)"


def test_what_was_not_run_says_why() -> None:
    missing = NotRun("datasketch", "no such package")

    assert as_text(missing).strip() == "not run: datasketch: no such package"


@pytest.mark.parametrize("part", [TABLE, NotRun("datasketch", "no such package")])
def test_a_part_is_read_back_as_it_was_written(part: Part, tmp_path: Path) -> None:
    written = {"speed": {"parts": [as_record(part)], "seconds": 3.0}}
    write_results(tmp_path / "bench" / "results.json", written)

    held = read_results(tmp_path / "bench" / "results.json")["speed"]["parts"]

    assert isinstance(held, list)
    assert as_markdown(from_record(held[0])) == as_markdown(part)


def test_there_are_no_results_before_the_first_run(tmp_path: Path) -> None:
    assert read_results(tmp_path / "results.json") == {}


def test_the_page_holds_each_benchmark_with_its_machine_and_its_misses() -> None:
    machine = {
        "cores": 2,
        "system": "Linux",
        "processor": "x86_64",
        "python": "3.11.2",
        "versions": {"numpy": "2.4"},
    }
    slow = Table("Speed", "one run", FIGURES, [figure("wall seconds", 13.0, Goal(most=12.0))])

    written = page({"speed": {"parts": [as_record(slow)], "seconds": 61.0, "on": machine}})

    assert "## speed" in written
    assert "2 cores, Linux x86_64, Python 3.11.2; numpy 2.4." in written
    assert "| wall seconds | 13.0 | at most 12 | NO |" in written
