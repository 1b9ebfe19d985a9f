"""Do the tables say what the triage said, in the columns that programs rely on?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.result import Result
from huiyin.triage.tables import (
    AccountsDoNotAddUp,
    Counts,
    count_fates,
    guarded,
    run_record,
    unguarded,
    write_opinions,
    write_problems,
    write_themes,
)
from tests import town

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def lines_of(write: Callable[[Result, TextIO], None], result: Result) -> Sequence[dict[str, str]]:
    stream = io.StringIO()
    write(result, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def header_of(write: Callable[[Result, TextIO], None]) -> str:
    stream = io.StringIO()
    write(town.a_result(), stream)
    return stream.getvalue().partition("\n")[0]


def test_the_columns_are_those_of_the_contract() -> None:
    assert header_of(write_opinions) == (
        "row,file,sheet,source_row,id,status,duplicate_of,group,group_confidence,area,area_confidence,"
        "unit,unit_confidence,redactions"
    )
    assert header_of(write_problems) == (
        "group,theme,title,size,voices,people,heat,area,unit,confidence,representative_row,first_seen,last_seen"
    )
    assert header_of(write_themes) == "theme,title,problems,opinions,area"


def test_every_row_has_a_line_in_order() -> None:
    result = town.a_result()

    lines = lines_of(write_opinions, result)

    assert [line["row"] for line in lines] == [str(row.number) for row in result.rows]


def test_a_copy_names_its_original_and_stands_in_its_group() -> None:
    copy = lines_of(write_opinions, town.a_result())[2]

    assert (copy["status"], copy["duplicate_of"], copy["group"]) == ("duplicate", "2", "G1")


def test_a_row_that_is_no_opinion_has_neither_group_nor_confidence() -> None:
    empty, unreadable = lines_of(write_opinions, town.a_result())[-2:]

    assert (empty["status"], empty["group"], empty["group_confidence"]) == ("empty", "", "")
    assert (unreadable["status"], unreadable["group"], unreadable["group_confidence"]) == (
        "unreadable",
        "",
        "",
    )


def test_a_problem_counts_opinions_without_copies_and_voices_with_them() -> None:
    plant = lines_of(write_problems, town.a_result())[0]

    assert (plant["size"], plant["voices"], plant["people"]) == ("4", "5", "4")
    assert (plant["heat"], plant["confidence"]) == ("0.812", "0.470")
    assert (plant["first_seen"], plant["last_seen"]) == ("2026-03-02 08:30:00", "2026-05-16 08:30:00")


def test_all_kept_opinions_are_in_the_sizes_of_the_problems() -> None:
    result = town.a_result()

    sizes = sum(int(line["size"]) for line in lines_of(write_problems, result))

    assert sizes == sum(line["status"] == "kept" for line in lines_of(write_opinions, result))


def test_an_unsure_area_leaves_both_cells_blank() -> None:
    lines = lines_of(write_opinions, town.a_result())

    assert (lines[0]["area"], lines[0]["area_confidence"]) == ("大气污染防治", "0.800")
    assert (lines[9]["area"], lines[9]["area_confidence"]) == ("", "")


def test_a_title_that_looks_like_a_formula_is_no_formula() -> None:
    formula = lines_of(write_problems, town.a_result())[3]

    assert formula["title"] == "'" + town.FORMULA


@pytest.mark.parametrize("number", ["-12", "+8", "-3.50", "2026"])
def test_an_id_that_is_a_number_stays_as_it_is(number: str) -> None:
    assert guarded(number) == number


@given(st.text())
def test_a_guarded_cell_never_begins_like_a_formula_and_gives_its_text_back(text: str) -> None:
    cell = guarded(text)

    assert not cell.startswith(FORMULA_SIGNS) or cell.lstrip("+-").replace(".", "").isdigit()
    assert unguarded(cell) == text


def test_counts_that_lose_a_row_are_refused() -> None:
    with pytest.raises(AccountsDoNotAddUp):
        Counts(read=3, kept=1, duplicate=1, single=1)
    with pytest.raises(AccountsDoNotAddUp):
        Counts(read=2, kept=2, grouped=0, single=1)


def test_a_kept_row_outside_all_groups_is_refused() -> None:
    result = town.a_result()

    with pytest.raises(AccountsDoNotAddUp):
        count_fates(replace(result, groups=result.groups[1:]))


def test_fates_are_counted_and_add_up() -> None:
    counts = count_fates(town.a_result())

    assert counts == Counts(read=14, kept=11, duplicate=1, empty=1, unreadable=1, grouped=8, single=3)


def test_only_seconds_and_memory_tell_two_equal_runs_apart() -> None:
    result = town.a_result()
    fast = run_record(result, town.the_facts(result, seconds={"read": 0.1}, peak_memory_mb=1.0), {})
    slow = run_record(result, town.the_facts(result, seconds={"read": 9.9}, peak_memory_mb=9.0), {})

    records = [json.loads(text) for text in (fast, slow)]
    for record in records:
        del record["seconds"], record["peak_memory_mb"]

    assert fast != slow
    assert records[0] == records[1]


def test_the_record_says_what_was_read_and_how() -> None:
    result = town.a_result()

    record = json.loads(run_record(result, town.the_facts(result), {"opinions.csv": "b" * 64}))

    assert record["inputs"][0]["sha256"] == "a" * 64
    assert record["inputs"][0]["readings"][0] == {"column": "留言主题", "role": "title", "why": "name"}
    assert record["counts"]["read"] == 14
    assert record["files"] == {"opinions.csv": "b" * 64}
    assert list(record)[-2:] == ["seconds", "peak_memory_mb"]


def test_a_note_that_both_result_and_run_carry_is_told_once() -> None:
    result = replace(town.a_result(), notes=("只有一份文件。",))
    facts = town.the_facts(result, notes=("只有一份文件。", "没有人名列。"))

    record = json.loads(run_record(result, facts, {}))

    assert record["notes"] == ["只有一份文件。", "没有人名列。"]
