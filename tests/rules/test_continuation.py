"""Do groups keep their ids across runs, and does a run leave behind what the next one needs?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.continuation import (
    NEW,
    Change,
    Difference,
    group_number,
    match_groups,
    proposed_merges,
    renamed,
    seed_labels,
)
from huiyin.triage.doubts import Doubt
from huiyin.triage.result import Mode, Placement, Suggestion
from huiyin.triage.state import (
    EarlierRows,
    PersonNotMarked,
    StateFault,
    StateUnusable,
    mark_people,
    person_key,
    read_state,
    write_state,
)

KEY = bytes(range(32))


def groups(**members: str) -> Mapping[str, set[str]]:
    return {name: set(letters) for name, letters in members.items()}


# Identity


def test_a_group_keeps_its_id_however_many_new_opinions_join() -> None:
    match = match_groups(groups(G1="ab", G2="c"), [set("c"), set("abdefghij")])

    assert match.ids == ("G2", "G1")
    assert match.differences == (Difference(Change.JOINED, "G1", count=7),)


def test_new_groups_take_the_next_numbers_in_the_order_of_rank() -> None:
    match = match_groups(groups(G1="a", G7="b"), [set("x"), set("a"), set("yz"), set("b")])

    assert match.ids == ("G8", "G1", "G9", "G7")
    assert match.last_number == 9
    assert match.differences == (
        Difference(Change.FOUNDED, "G8", count=1),
        Difference(Change.FOUNDED, "G9", count=2),
    )


def test_a_number_that_a_vanished_group_bore_is_not_given_again() -> None:
    match = match_groups(groups(G1="a"), [set("a"), set("x")], last_number=40)

    assert match.ids == ("G1", "G41")


def test_the_larger_part_of_a_split_group_keeps_the_id() -> None:
    match = match_groups(groups(G1="abcde"), [set("ab"), set("cde")])

    assert match.ids == ("G2", "G1")
    assert match.differences == (Difference(Change.SPLIT, "G2", ("G1",), 2),)


def test_of_two_halves_the_one_with_the_smallest_id_keeps_the_number() -> None:
    assert match_groups(groups(G1="ab"), [set("b"), set("a")]).ids == ("G2", "G1")


def test_a_group_that_takes_in_a_smaller_one_keeps_its_id() -> None:
    match = match_groups(groups(G1="a", G2="bcd"), [set("abcd")])

    assert match.ids == ("G2",)
    assert match.differences == (Difference(Change.MERGED, "G2", ("G1",), 1),)


def test_groups_of_which_none_is_half_of_their_union_become_a_new_group() -> None:
    match = match_groups(groups(G1="a", G2="b", G3="c"), [set("abc")])

    assert match.ids == ("G4",)
    assert match.differences == (Difference(Change.MERGED, "G4", ("G1", "G2", "G3"), 3),)


def test_voices_weigh_when_it_is_decided_who_keeps_the_id() -> None:
    match = match_groups(groups(G1="abc"), [set("ab"), set("c")], weights={"c": 5.0})

    assert match.ids == ("G2", "G1")


def test_a_group_of_which_no_opinion_is_left_is_gone() -> None:
    match = match_groups(groups(G1="ab", G2="c"), [set("c")])

    assert match.differences == (Difference(Change.GONE, "G1", count=2),)


def test_another_title_is_a_difference_only_for_a_group_of_both_runs() -> None:
    assert renamed({"G1": "X", "G2": "Y"}, {"G2": "Z", "G1": "X", "G3": "W"}) == (
        Difference(Change.RENAMED, "G2"),
    )


@pytest.mark.parametrize("name", ["T1", "G0", "G01", "G", "g1", "G1 "])
def test_what_is_no_group_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a group's id"):
        group_number(name)


PARTITION = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 4), max_size=10)


def partition(labels: Mapping[str, int]) -> list[set[str]]:
    return [{name for name in labels if labels[name] == label} for label in sorted(set(labels.values()))]


@given(PARTITION, PARTITION)
def test_every_opinion_of_both_runs_is_accounted_for(one: dict[str, int], other: dict[str, int]) -> None:
    earlier = {f"G{index + 1}": members for index, members in enumerate(partition(one))}
    fresh = partition(other)

    match = match_groups(earlier, fresh)

    counted = sum(each.count for each in match.differences if each.change is not Change.GONE)
    stayed = sum(len(earlier.get(name, set()) & new) for name, new in zip(match.ids, fresh, strict=True))
    assert counted + stayed == len(other)
    assert len(set(match.ids)) == len(fresh)


@given(PARTITION, PARTITION)
def test_an_id_is_kept_exactly_where_the_overlap_is_a_half_or_more(
    one: dict[str, int], other: dict[str, int]
) -> None:
    earlier = {f"G{index + 1}": members for index, members in enumerate(partition(one))}
    fresh = partition(other)
    both = one.keys() & other.keys()

    match = match_groups(earlier, fresh)

    for name, new in zip(match.ids, fresh, strict=True):
        overlap = {
            group: len(old & new) / len((old | new) & both) for group, old in earlier.items() if old & new
        }
        assert overlap.get(name, 0.5) >= 0.5
        clear = [group for group, share in overlap.items() if share > 0.5]
        assert clear in ([], [name])


@given(PARTITION)
def test_the_same_groups_again_make_no_difference(labels: dict[str, int]) -> None:
    earlier = {f"G{index + 1}": members for index, members in enumerate(partition(labels))}

    match = match_groups(earlier, list(earlier.values()))

    assert match.ids == tuple(earlier)
    assert match.differences == ()


# Attaching


def test_seeds_are_the_earlier_groups_in_the_order_of_their_numbers() -> None:
    assert seed_labels(list("xbca"), groups(G10="ac", G9="b")).tolist() == [NEW, 0, 1, 1]


def test_a_proposed_merge_names_both_groups_the_older_first() -> None:
    proposals = proposed_merges([Doubt(0, 2, 0.45), Doubt(3, 1, 0.6)], ["G12", "G5", "G3", "G4"])

    assert proposals == (
        Difference(Change.PROPOSED_MERGE, "G3", ("G12",), value=0.45),
        Difference(Change.PROPOSED_MERGE, "G4", ("G5",), value=0.6),
    )


# State


def row(number: int, **changes: object) -> Row:
    words = {
        "file": "意见.xlsx",
        "sheet": "Sheet1",
        "source_row": number,
        "id": f"m{number}",
        "status": RowStatus.KEPT,
        "title": "路灯不亮",
        "text": "明湖大道\n路灯不亮",
        "time": datetime(2026, 3, 1, 9, 30),
    }
    return Row(number=number, **{**words, **changes})  # type: ignore[arg-type]


def state_of(*rows: Row, key: bytes | None = KEY) -> EarlierRows:
    return EarlierRows(
        rows=rows,
        placements=tuple(
            Placement("kept", f"G{each.number}", None, 0.1 + 0.2, Suggestion("城乡建设", 0.9))
            for each in rows
        ),
        titles={"G1": "路灯不亮"},
        themes={"G1": "T1"},
        last_number=7,
        mode=Mode.PROBLEM,
        language="zh",
        settings={"cut": 0.42},
        key=key,
    )


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = mark_people([row(1, person="李明"), row(2, status=RowStatus.UNREADABLE, time=None)], KEY)
    state = state_of(*rows)

    write_state(tmp_path, state)

    assert read_state(tmp_path) == state


def test_equal_states_are_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_state(tmp_path / name, state_of(row(1), row(2)))

    written = [
        {file.name: file.read_bytes() for file in (tmp_path / name / "state").iterdir()}
        for name in ("one", "other")
    ]
    assert written[0] == written[1]


def test_the_same_giver_bears_the_same_mark_and_another_key_another_mark() -> None:
    one, again, other = mark_people(
        [row(1, person="李明"), row(2, person=" 李 明"), row(3, person="李明 ")], KEY
    )

    assert one.person == other.person != again.person
    assert mark_people([row(1, person="李明")], bytes(32))[0].person != one.person
    assert mark_people([one, row(2)], bytes(32)) == [one, row(2)]


def test_a_state_never_holds_a_givers_name(tmp_path: Path) -> None:
    with pytest.raises(PersonNotMarked, match="row 1"):
        write_state(tmp_path, state_of(row(1, person="李明")))

    assert list(tmp_path.iterdir()) == []


def test_the_key_is_for_the_owner_alone(tmp_path: Path) -> None:
    write_state(tmp_path, state_of(row(1)))

    assert (tmp_path / "state" / "person.key").stat().st_mode & 0o777 == 0o600


def test_without_its_key_a_state_can_still_be_read(tmp_path: Path) -> None:
    write_state(tmp_path, state_of(row(1)))
    (tmp_path / "state" / "person.key").unlink()

    assert read_state(tmp_path) == state_of(row(1), key=None)


def test_the_key_comes_from_the_bytes_of_the_files_in_any_order(tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_bytes(b"1")
    other.write_bytes(b"2")

    key = person_key([one, other])

    assert key == person_key([other, one])
    assert key != person_key([one])
    assert len(key) == 32


def test_a_folder_without_state_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StateUnusable) as refusal:
        read_state(tmp_path)

    assert (refusal.value.fault, refusal.value.file.name) == (StateFault.MISSING, "state.json")


def test_a_state_without_rows_is_refused(tmp_path: Path) -> None:
    write_state(tmp_path, state_of(row(1)))
    (tmp_path / "state" / "rows.jsonl").unlink()

    with pytest.raises(StateUnusable) as refusal:
        read_state(tmp_path)

    assert refusal.value.fault is StateFault.MISSING


def test_a_state_in_which_one_sign_has_changed_is_refused(tmp_path: Path) -> None:
    write_state(tmp_path, state_of(row(1)))
    file = tmp_path / "state" / "rows.jsonl"
    file.write_bytes(file.read_bytes().replace(b"m1", b"m2"))

    with pytest.raises(StateUnusable) as refusal:
        read_state(tmp_path)

    assert refusal.value.fault is StateFault.CORRUPT


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"version": 99}, StateFault.OTHER_VERSION),
        ({"format": "something else"}, StateFault.OTHER_VERSION),
        ({"mode": "no mode"}, StateFault.CORRUPT),
        ({"titles": 3}, StateFault.CORRUPT),
        ({"rows": 2}, StateFault.CORRUPT),
        ({"sha256": None}, StateFault.CORRUPT),
    ],
)
def test_a_header_that_says_something_else_is_refused(
    tmp_path: Path, changes: dict[str, object], fault: StateFault
) -> None:
    write_state(tmp_path, state_of(row(1)))
    header = tmp_path / "state" / "state.json"
    header.write_text(json.dumps(json.loads(header.read_text(encoding="utf-8")) | changes), encoding="utf-8")

    with pytest.raises(StateUnusable) as refusal:
        read_state(tmp_path)

    assert refusal.value.fault is fault


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"format": "huiyin triage state"}'])
def test_a_header_that_is_no_header_is_refused(tmp_path: Path, content: bytes) -> None:
    write_state(tmp_path, state_of(row(1)))
    (tmp_path / "state" / "state.json").write_bytes(content)

    with pytest.raises(StateUnusable) as refusal:
        read_state(tmp_path)

    assert refusal.value.fault is StateFault.CORRUPT
