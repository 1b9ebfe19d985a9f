"""Do the pair features say whether place and matter agree?"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.triage.characters import FloatArray
from huiyin.triage.counts import count
from huiyin.triage.matters import read_matter_list
from huiyin.triage.pairs import (
    FEATURES,
    Givers,
    PairSpace,
    UnusableModel,
    pair_features,
    pair_probabilities,
    pair_space,
    read_pair_model,
)
from huiyin.triage.regions import learn_gazetteer, read_region_settings
from huiyin.triage.vectors import Pairs, VectorSettings, build_space, scaled

MATTERS = read_matter_list()
TITLES = [
    "投诉a3区景园小区东门外搅拌站夜间噪声扰民",
    "反映a3区景园小区旁边搅拌站噪音太大",
    "投诉a3区景园小区物业乱收停车费",
    "投诉a5区碧水湾小区旁边搅拌站噪音扰民",
    "建议增加101路公交车班次",
    "建议增加102路公交车班次",
    "咨询公积金贷款年限",
    "咨询残疾人补贴标准",
]
DETAILS = [
    "搅拌站每晚施工到凌晨，噪声很大，老人睡不着。",
    "东门外的搅拌站半夜还在响，噪声让孩子没法睡觉。",
    "物业涨了停车费也不公示，业主都有意见。",
    "碧水湾旁边的搅拌站灰尘大，晚上也很吵。",
    "早高峰等半小时还挤不上车。",
    "周末班次太少，老人去医院不方便。",
    "想问最长能贷多少年。",
    "今年的标准是多少。",
]


def space_of(titles: list[str], details: list[str], people: list[int]) -> PairSpace:
    gazetteer = learn_gazetteer(titles, MATTERS.templates, read_region_settings())
    counts = count(titles, details, gazetteer, MATTERS)
    return pair_space(build_space(counts, VectorSettings()), Givers(np.array(people)))


SPACE = space_of(TITLES, DETAILS, [0, 1, 1, 2, 3, 4, -1, -1])


def features(a: int, b: int) -> dict[str, float]:
    values = pair_features(SPACE, Pairs(np.array([a]), np.array([b])))[0]
    return dict(zip(FEATURES, values.tolist(), strict=True))


def probability(a: int, b: int) -> float:
    return float(pair_probabilities(SPACE, Pairs(np.array([a]), np.array([b])), read_pair_model())[0])


def test_same_place_and_same_matter_is_likelier_than_either_alone() -> None:
    both, place_only, matter_only = probability(0, 1), probability(0, 2), probability(0, 3)

    assert both > read_pair_model().cut
    assert both > place_only
    assert both > matter_only


def test_regions_that_differ_in_titles_are_apart() -> None:
    assert features(0, 3)["regions_apart"] == 1.0
    assert features(0, 1)["regions_apart"] == 0.0


def test_bus_lines_with_other_numbers_are_apart() -> None:
    assert features(4, 5)["numbers_apart"] == 1.0


def test_the_same_giver_counts_and_an_unknown_one_does_not() -> None:
    assert features(1, 2)["same_person"] == 1.0
    assert features(6, 7)["same_person"] == 0.0


def test_the_order_of_a_pair_does_not_matter() -> None:
    size = len(TITLES)
    a, b = np.triu_indices(size, k=1)

    there, back = pair_features(SPACE, Pairs(a, b)), pair_features(SPACE, Pairs(b, a))

    np.testing.assert_allclose(there, back)


def test_every_feature_lies_between_nothing_and_all() -> None:
    a, b = np.triu_indices(len(TITLES), k=1)
    found = pair_features(SPACE, Pairs(a, b))

    assert np.isfinite(found).all()
    assert found.min() >= 0.0
    assert found.max() <= 1.5  # a region may be rarer than a word that stands in one issue


def test_weighing_leaves_the_counts_as_they_are() -> None:
    counts = count(TITLES, DETAILS, learn_gazetteer([], frozenset(), read_region_settings()), MATTERS)
    before = counts.words.title.copy()
    nothing: FloatArray = np.zeros(before.shape[1])

    scaled(counts.words.title, nothing)

    assert np.array_equal(counts.words.title.toarray(), before.toarray())


@settings(max_examples=20, deadline=None)
@given(st.permutations(list(range(len(TITLES)))))
def test_the_order_of_the_opinions_does_not_matter(order: list[int]) -> None:
    people = [0, 1, 1, 2, 3, 4, -1, -1]
    moved = space_of([TITLES[i] for i in order], [DETAILS[i] for i in order], [people[i] for i in order])
    place = {item: at for at, item in enumerate(order)}
    a, b = np.triu_indices(len(TITLES), k=1)

    plain = pair_features(SPACE, Pairs(a, b))
    found = pair_features(
        moved, Pairs(np.array([place[i] for i in a.tolist()]), np.array([place[i] for i in b.tolist()]))
    )

    np.testing.assert_allclose(plain, found, atol=1e-6)


def test_weights_for_unknown_features_are_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({"weights": {"length": 1}, "offset": 0, "cut": 0.4}), encoding="utf-8")

    with pytest.raises(UnusableModel, match=r"weights\.json.*length"):
        read_pair_model(file)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"weights": [], "offset": 0, "cut": 0}'])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "weights.json"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(UnusableModel, match="expected"):
        read_pair_model(file)


def test_a_form_letter_about_another_estate_is_another_problem() -> None:
    form = "{place}小区北边新开的混凝土站夜间噪声、灰尘影响休息"
    detail = "混凝土站每晚十点还在开工，罐车一辆接一辆，料堆也不盖，阳台一天就落一层灰。"
    titles = [form.format(place=place) for place in ("景园", "碧水", "桃源")]
    space = space_of(titles, [detail] * 3, [0, 1, 2])

    found = pair_features(space, Pairs(np.array([0]), np.array([1])))[0]

    assert found[FEATURES.index("places_apart")] == 1.0
    assert pair_probabilities(space, Pairs(np.array([0]), np.array([1])), read_pair_model())[0] < 0.38


def test_a_place_named_in_the_other_text_is_not_another_place() -> None:
    titles = ["景园小区东门外搅拌站噪声", "搅拌站夜里太吵", "柏树村道路破损"]
    space = space_of(titles, ["夜里太吵", "我住景园小区，夜里睡不着", "雨天难走"], [0, 1, 2])

    features_of_both = pair_features(space, Pairs(np.array([0, 0]), np.array([1, 2])))

    assert features_of_both[:, FEATURES.index("places_apart")].tolist() == [0.0, 1.0]
