"""Do new rows find numbers and ids beside those of an earlier run?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.files.identities import row_hash
from huiyin.opinions.files.rows import Row
from huiyin.triage.added_rows import added_rows, with_earlier_kept
from huiyin.triage.result import Placement
from tests.town import a_row

IDS = st.lists(st.sampled_from(["M1", "M2", "M1-2", "M1-3", "M1~abcdef", "0123456789abcdef"]), unique=True)


def rows(ids: list[str]) -> list[Row]:
    return [a_row(number, id=name) for number, name in enumerate(ids, 1)]


def ids_of(added: list[Row]) -> list[str]:
    return [row.id for row in added]


def test_new_rows_are_numbered_after_the_earlier_ones() -> None:
    added = added_rows(rows(["M1", "M2"]), rows(["N1", "N2"]))

    assert [(row.number, row.id) for row in added] == [(3, "N1"), (4, "N2")]


def test_beside_no_earlier_rows_everything_stays() -> None:
    fresh = rows(["N1", "N2"])

    assert added_rows([], fresh) == fresh


def test_an_id_that_is_taken_gets_the_next_ordinal() -> None:
    assert ids_of(added_rows(rows(["M1", "M1-2"]), rows(["M1"]))) == ["M1-3"]


def test_an_ordinal_behind_a_hash_is_counted_on() -> None:
    name = row_hash(a_row(1))

    assert ids_of(added_rows(rows([name, f"{name}-2"]), rows([name, f"{name}-2"]))) == [
        f"{name}-3",
        f"{name}-4",
    ]


def test_a_given_id_that_ends_like_an_ordinal_is_one_name() -> None:
    assert ids_of(added_rows(rows(["A-2"]), rows(["A-2"]))) == ["A-2-2"]


@given(IDS, IDS)
def test_ids_differ_and_none_is_lost(earlier: list[str], fresh: list[str]) -> None:
    added = added_rows(rows(earlier), rows(fresh))

    assert len({*earlier, *ids_of(added)}) == len(earlier) + len(fresh)
    assert [replace(row, number=0, id="") for row in added] == [
        replace(row, number=0, id="") for row in rows(fresh)
    ]


@given(IDS, st.data())
def test_the_order_of_new_rows_decides_nothing(earlier: list[str], data: st.DataObject) -> None:
    fresh = [a_row(number, id=name, text=f"text of {name}") for number, name in enumerate(data.draw(IDS), 1)]
    shuffled = data.draw(st.permutations(fresh))

    def by_text(found: list[Row]) -> dict[str, str]:
        return {row.text: row.id for row in found}

    assert by_text(added_rows(rows(earlier), fresh)) == by_text(added_rows(rows(earlier), shuffled))


def test_a_shifted_linkage_alone_changes_no_earlier_placement() -> None:
    before = [Placement("kept", "G1", group_confidence=0.9), Placement("kept", "G2", group_confidence=0.8)]
    now = [
        Placement("kept", "G1", group_confidence=0.7),
        Placement("kept", "G1", group_confidence=0.6),
        Placement("kept", "G3", group_confidence=0.5),
    ]

    assert with_earlier_kept(before, now) == [before[0], now[1], now[2]]
