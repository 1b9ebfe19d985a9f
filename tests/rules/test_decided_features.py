"""Are the pairs that people decided found among the opinions, with their features?"""

from __future__ import annotations

import numpy as np

from huiyin.opinions.files.rows import Row
from huiyin.triage.constraints import Constraints, compile_decisions
from huiyin.triage.decided_features import DecidedFeatures, decided_features
from huiyin.triage.decisions import read_decisions
from huiyin.triage.matters import read_matter_list
from huiyin.triage.pairs import FEATURES
from tests.town import a_row

MATTERS = read_matter_list()


def rows() -> list[Row]:
    said = {
        "A": ("景园小区搅拌站噪声扰民", "景园小区东门外的搅拌站夜里很响。"),
        "B": ("景园小区东门搅拌站太吵", "搅拌站半夜施工，景园小区居民睡不着。"),
        "C": ("柳塘新村电梯停运", "柳塘新村六号楼的电梯又停了。"),
        "D": ("明湖市场污水横流", "明湖市场后门的污水井堵了。"),
    }
    return [
        a_row(number, id=name, title=title, text=text, person="")
        for number, (name, (title, text)) in enumerate(said.items(), 1)
    ]


def decided(text: str, given: list[Row]) -> DecidedFeatures:
    constraints: Constraints = compile_decisions(read_decisions(text.encode(), file="d"))
    return decided_features(given, constraints, MATTERS)


def test_each_decided_pair_has_a_row_of_features() -> None:
    found = decided("decisions:\n- merge: [A, B]\n- split: [A, C]\n", rows())

    assert found.features.shape == (3, len(FEATURES))  # A-B together; A-C and B-C apart
    assert sorted(found.decided.same.tolist()) == [False, False, True]


def test_a_pair_of_one_matter_and_place_looks_more_alike_than_another() -> None:
    found = decided("decisions:\n- merge: [A, B]\n- split: [A, C]\n", rows())

    shared = found.features[:, FEATURES.index("names_shared")]
    assert shared[found.decided.same].min() > shared[~found.decided.same].max()


def test_ids_that_are_not_there_are_passed_over() -> None:
    assert decided("decisions:\n- merge: [A, X]\n", rows()).features.shape == (0, len(FEATURES))


def test_a_copy_that_a_decision_names_stands_for_its_original() -> None:
    copy = a_row(9, id="Z", title=rows()[0].title, text=rows()[0].text, person="")

    by_original = decided("decisions:\n- split: [A, C]\n", [*rows(), copy])
    by_copy = decided("decisions:\n- split: [Z, C]\n", [*rows(), copy])

    assert np.array_equal(by_original.features, by_copy.features)
    assert by_copy.decided.same.tolist() == [False]


def test_the_order_of_rows_decides_nothing() -> None:
    text = "decisions:\n- merge: [A, B]\n- split: [A, C]\n- split: [C, D]\n"

    one, other = decided(text, rows()), decided(text, rows()[::-1])

    assert np.array_equal(one.features, other.features)
    assert one.decided.same.tolist() == other.decided.same.tolist()
