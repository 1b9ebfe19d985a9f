"""Are people's decisions read as written, and refused with their lines when they contradict?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.constraints import (
    Clash,
    Constraints,
    Contradiction,
    DecisionsContradict,
    compile_decisions,
)
from huiyin.triage.decisions import Decision, Decisions, DecisionsRefused, FaultKind, Kind, read_decisions


def read(text: str) -> tuple[Decision, ...]:
    return read_decisions(text.encode(), file="decisions.yaml").entries


def faults_of(text: str) -> list[tuple[FaultKind, int]]:
    with pytest.raises(DecisionsRefused) as refusal:
        read(text)
    return [(fault.kind, fault.line) for fault in refusal.value.faults]


def contradictions_of(text: str) -> tuple[Contradiction, ...]:
    with pytest.raises(DecisionsContradict) as refusal:
        compile_decisions(Decisions("decisions.yaml", read(text)))
    return refusal.value.contradictions


def compiled(text: str) -> Constraints:
    return compile_decisions(Decisions("decisions.yaml", read(text)))


# Reading


def test_every_kind_of_decision_is_read_with_its_line() -> None:
    entries = read(
        "decisions:\n"
        "- merge: [m1, m2]\n"
        "  by: 王敏\n"
        "  why: 同一个搅拌站\n"
        "- split: [[m3, m4], m5]\n"
        "- pin: [m6]\n"
        "  title: 景园小区东门外搅拌站扰民\n"
        "  open: yes\n"
        "- rename: m7\n"
        "  to: 明湖大道路灯不亮\n"
        "- set: [m8, m9]\n"
        "  unit: 区住建局\n"
        "- not_a_problem: m10\n"
    )

    assert entries == (
        Decision(Kind.MERGE, 2, (("m1", "m2"),), by="王敏", why="同一个搅拌站"),
        Decision(Kind.SPLIT, 5, (("m3", "m4"), ("m5",))),
        Decision(Kind.PIN, 6, (("m6",),), title="景园小区东门外搅拌站扰民", is_open=True),
        Decision(Kind.RENAME, 9, (("m7",),), title="明湖大道路灯不亮"),
        Decision(Kind.SET, 11, (("m8", "m9"),), unit="区住建局"),
        Decision(Kind.NOT_A_PROBLEM, 13, (("m10",),)),
    )


def test_an_id_that_looks_like_a_number_stays_as_written() -> None:
    entries = read("decisions:\n- merge: [0012, 8e10, 1_000, yes, 2019-01-02]\n")

    assert entries[0].ids == ("0012", "8e10", "1_000", "yes", "2019-01-02")


@pytest.mark.parametrize("text", ["", "# nothing\n", "decisions:\n", "decisions: []\n", "decisions: ~\n"])
def test_a_file_without_entries_decides_nothing(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_is_read_in_every_encoding_that_office_programs_write(encoding: str) -> None:
    content = "decisions:\r\n- rename: m1\r\n  to: 路灯不亮\r\n".encode(encoding)

    assert read_decisions(content, file="d").entries[0].title == "路灯不亮"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DecisionsRefused) as refusal:
        read_decisions(b"\x80\xff\xff\x80", file="d")

    assert [fault.kind for fault in refusal.value.faults] == [FaultKind.NOT_TEXT]


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("decisions:\n- merge: [a, b\n- merge: [c, d]\n", FaultKind.OPEN_BRACKET, 3),
        ("decisions:\n-\tmerge: [a, b]\n", FaultKind.TAB, 2),
        ("decisions:\n  - merge: [a, b]\n- merge: [c, d]\n", FaultKind.UNEVEN_DASH, 3),
        ("decisions:\n- rename: a\n  to: one: two\n", FaultKind.QUOTES_NEEDED, 3),
        ("decisions:\n- rename: a\n  to: @town\n", FaultKind.QUOTES_NEEDED, 3),
        ("decisions:\n- merge: *a\n", FaultKind.QUOTES_NEEDED, 2),
        ("decisions: \x07\n", FaultKind.NOT_YAML, 1),
        ("---\na\n---\nb\n", FaultKind.NOT_YAML, 3),
        ("decisions:\n- merge： [a, b]\n", FaultKind.FULL_WIDTH, 2),
        ("decisions:\n- merge: ［a，b］\n", FaultKind.FULL_WIDTH, 2),
        ("decisions:\n- merge: [a，b]\n", FaultKind.FULL_WIDTH, 2),
        ("decisions: merge\n", FaultKind.WRONG_SHAPE, 1),
        ("- merge: [a, b]\n", FaultKind.WRONG_SHAPE, 1),
        ("decisions:\n- \n- merge: [a, b]\n", FaultKind.WRONG_SHAPE, 2),
        ("decisions:\n- merge: a\n", FaultKind.WRONG_SHAPE, 2),
        ("decisions:\n- pin: a\n", FaultKind.WRONG_SHAPE, 2),
        ("decisions:\n- rename: [a]\n  to: b\n", FaultKind.WRONG_SHAPE, 2),
        ("decisions:\n- merge: &x [*x, b]\n", FaultKind.WRONG_SHAPE, 2),
        ("decisions:\n- pin: [a]\n  open: perhaps\n", FaultKind.WRONG_SHAPE, 3),
        ("decision:\n- merge: [a, b]\n", FaultKind.UNKNOWN_KEY, 1),
        ("decisions:\n- merge: [a, b]\n  to: c\n", FaultKind.UNKNOWN_KEY, 3),
        ("decisions:\n- merge: [a, b]\n  merge: [c, d]\n", FaultKind.REPEATED_KEY, 3),
        ("decisions:\n- 合并: [a, b]\n", FaultKind.NO_KIND, 2),
        ("decisions:\n- merge: [a, b]\n  split: [a, c]\n", FaultKind.TWO_KINDS, 2),
        ("decisions:\n- merge: [a, a]\n", FaultKind.TOO_FEW, 2),
        ("decisions:\n- split: [[a, b]]\n", FaultKind.TOO_FEW, 2),
        ("decisions:\n- merge: []\n", FaultKind.EMPTY, 2),
        ("decisions:\n- rename: a\n  to:\n", FaultKind.EMPTY, 3),
        ("decisions:\n- rename: a\n", FaultKind.MISSING_KEY, 2),
        ("decisions:\n- set: a\n", FaultKind.MISSING_KEY, 2),
        ("decisions:\n- split: [[a, b], [b, c]]\n", FaultKind.ON_TWO_SIDES, 2),
    ],
)
def test_a_slip_is_refused_with_its_kind_and_line(text: str, kind: FaultKind, line: int) -> None:
    assert faults_of(text) == [(kind, line)]


def test_all_slips_of_a_file_are_named_at_once() -> None:
    faults = faults_of("decisions:\n- merge: [a]\n- rename: b\n- move: c\n")

    assert faults == [(FaultKind.TOO_FEW, 2), (FaultKind.MISSING_KEY, 3), (FaultKind.NO_KIND, 4)]


def test_a_quoted_id_may_hold_full_width_signs() -> None:
    assert read('decisions:\n- merge: ["甲，乙", b]\n')[0].ids == ("甲，乙", "b")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_but_never_break_the_reader(content: bytes) -> None:
    try:
        entries = read_decisions(b"decisions:\n- merge: " + content, file="d").entries
    except DecisionsRefused:
        entries = ()

    assert all(len(entry.ids) > 1 for entry in entries)


# Contradictions


def test_a_merge_and_a_split_of_the_same_two_name_both_lines() -> None:
    found = contradictions_of("decisions:\n- merge: [a, b]\n- split: [a, b]\n")

    assert found == (Contradiction(Clash.APART, (3, 2), ("a", "b")),)


def test_a_chain_of_merges_against_a_split_names_the_whole_chain() -> None:
    found = contradictions_of(
        "decisions:\n- merge: [a, b]\n- split: [a, c]\n- merge: [x, y]\n- merge: [b, c]\n"
    )

    assert found == (Contradiction(Clash.APART, (3, 2, 5), ("a", "c")),)


def test_two_titles_for_one_group_name_both_lines_and_the_merge() -> None:
    found = contradictions_of("decisions:\n- rename: a\n  to: X\n- merge: [a, b]\n- rename: b\n  to: Y\n")

    assert found == (Contradiction(Clash.TITLE, (2, 5, 4), ("a", "b"), ("X", "Y")),)


def test_two_units_for_one_opinion_name_both_lines() -> None:
    found = contradictions_of("decisions:\n- set: a\n  unit: X\n- set: [b, a]\n  unit: Y\n")

    assert found == (Contradiction(Clash.UNIT, (2, 4), ("a", "a"), ("X", "Y")),)


def test_a_merge_into_a_pinned_group_is_refused_unless_it_is_open() -> None:
    found = contradictions_of("decisions:\n- pin: [a, b]\n- merge: [b, c]\n")

    assert found == (Contradiction(Clash.PIN, (2, 3), ("a", "c")),)
    assert compiled("decisions:\n- pin: [a, b]\n  open: yes\n- merge: [b, c]\n").component["c"] == 0


def test_the_sides_of_a_split_stay_together() -> None:
    found = contradictions_of("decisions:\n- split: [[a, b], [c]]\n- split: [a, b]\n")

    assert found == (Contradiction(Clash.APART, (3, 2), ("a", "b")),)


def test_the_same_decision_twice_is_no_contradiction() -> None:
    text = "decisions:\n- rename: a\n  to: X\n- rename: a\n  to: X\n- pin: [b, c]\n- pin: [c, b]\n"

    assert len(compiled(text).marks) == 2


def test_ids_that_are_not_in_the_input_are_reported_with_their_first_line() -> None:
    constraints = compiled("decisions:\n- merge: [a, gone]\n- not_a_problem: gone\n- rename: far\n  to: X\n")

    assert constraints.unknown(["a", "b"]) == {"gone": 2, "far": 4}
