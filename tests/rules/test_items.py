"""Is every distinct text compared once, and does no row get lost on the way?"""

from __future__ import annotations

from datetime import datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.constraints import Constraints, compile_decisions
from huiyin.triage.decisions import read_decisions
from huiyin.triage.duplicates import NOT_A_COPY, AlikePairs, originals_of_rows
from huiyin.triage.items import Items, distinct_items, lead
from huiyin.triage.vectors import Pairs

NOTHING = Constraints()
NO_PAIRS = AlikePairs(Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64)), np.zeros(0))


def row(number: int, text: str, *, day: int = 1, place: str = "", name: str = "") -> Row:
    return Row(
        number=number,
        file="a.csv",
        sheet="",
        source_row=number,
        id=name or f"id{number}",
        status=RowStatus.KEPT if text else RowStatus.EMPTY,
        text=text,
        place=place,
        time=datetime(2026, 3, day),
    )


def items_of(rows: list[Row], decisions: str = "") -> Items:
    constraints = NOTHING
    if decisions:
        constraints = compile_decisions(read_decisions(decisions.encode(), file="decisions.yaml"))
    return distinct_items(rows, constraints, earlier=0)


def test_equal_texts_are_one_item_and_the_earliest_stands_for_it() -> None:
    rows = [row(1, "路灯不亮", day=2), row(2, "路灯 不亮", day=3), row(3, "路灯不亮", day=1)]

    items = items_of(rows)

    assert items.ids == ["id2", "id3"]
    assert items.item_of_row.tolist() == [1, 0, 1]


def test_equal_texts_from_two_places_are_two_items() -> None:
    items = items_of([row(1, "路灯不亮", place="云栖街道"), row(2, "路灯不亮", place="湖滨街道")])

    assert items.count == 2


def test_an_empty_row_is_no_item() -> None:
    assert items_of([row(1, "")]).item_of_row.tolist() == [-1]


def test_equal_texts_that_a_person_has_split_are_two_items() -> None:
    rows = [row(1, "路灯不亮"), row(2, "路灯不亮"), row(3, "路灯不亮")]

    items = items_of(rows, "decisions:\n  - split: [[id1], [id2]]\n")

    assert items.item_of_row[0] != items.item_of_row[1]


def test_the_lead_of_a_text_skips_the_greeting() -> None:
    assert (
        lead("尊敬的领导：您好！景园小区东门外的路灯坏了半个月。请尽快修。")
        == "景园小区东门外的路灯坏了半个月"
    )
    assert lead("你好") == "你好"


def test_an_exact_copy_repeats_the_earliest_row() -> None:
    rows = [row(1, "路灯不亮", day=2), row(2, "路灯不亮", day=1)]
    items = items_of(rows)

    originals = originals_of_rows(items, rows, np.zeros(1, np.int64), NO_PAIRS, earlier=0)

    assert originals.tolist() == [1, NOT_A_COPY]


def near(*pairs: tuple[int, int]) -> AlikePairs:
    held = np.array(pairs, dtype=np.int64)
    return AlikePairs(Pairs(held[:, 0], held[:, 1]), np.full(len(pairs), 0.8))


def test_a_near_copy_in_another_group_is_no_duplicate() -> None:
    rows = [row(1, "路灯不亮了"), row(2, "路灯不亮啊")]
    items = items_of(rows)

    apart = originals_of_rows(items, rows, np.array([0, 1]), near((0, 1)), earlier=0)
    together = originals_of_rows(items, rows, np.array([0, 0]), near((0, 1)), earlier=0)

    assert apart.tolist() == [NOT_A_COPY, NOT_A_COPY]
    assert together.tolist() == [NOT_A_COPY, 0]


def test_a_copy_of_a_copy_repeats_something_that_is_kept() -> None:
    rows = [row(1, "甲甲甲", day=1), row(2, "甲甲乙", day=2), row(3, "甲乙乙", day=3)]
    items = items_of(rows)

    originals = originals_of_rows(items, rows, np.zeros(3, np.int64), near((0, 1), (1, 2)), earlier=0)

    assert originals.tolist() == [NOT_A_COPY, 0, NOT_A_COPY]


@given(st.lists(st.sampled_from(["路灯不亮", "噪声扰民", "积水", ""]), max_size=8), st.randoms())
def test_shuffled_rows_give_the_same_items(texts: list[str], random: st.DataObject) -> None:
    rows = [row(number, text) for number, text in enumerate(texts, start=1)]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    plain, moved = items_of(rows), items_of(shuffled)

    assert plain.ids == moved.ids
    assert [plain.item_of_row[rows.index(each)] for each in shuffled] == moved.item_of_row.tolist()
