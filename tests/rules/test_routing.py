"""Are areas and units suggested as past rows teach, and is what is said of the suggestions true?"""

from __future__ import annotations

import csv
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.calibration import (
    HeldOut,
    QualitySettings,
    assess,
    calibration_error,
    fit_temperature,
    fit_threshold,
    probabilities,
)
from huiyin.triage.matters import read_matter_list
from huiyin.triage.result import Suggestion
from huiyin.triage.routing import RouteModel, RoutingSettings, Target, TooFewExamples, learn_routes

MATTERS = read_matter_list()
SETTINGS = RoutingSettings()
WORDS = {
    "环境保护": ("搅拌站粉尘", "夜间噪声", "河道污水", "工厂废气", "烧烤油烟"),
    "交通运输": ("公交线路", "站台候车", "路口红绿灯", "道路拥堵", "出租车拒载"),
    "教育文体": ("小学入学", "幼儿园收费", "学校补课", "老师体罚", "图书馆开放"),
}
PLACES = ("景园小区", "明湖大道", "柳岸社区", "东门外", "石桥镇")


def row(number: int, **words: str) -> Row:
    return Row(number, "past.csv", "", number, f"m{number}", RowStatus.KEPT, **words)  # type: ignore[arg-type]


def past_rows(each: int, seed: int = 0) -> list[Row]:
    """Invented past rows: `each` of every area, two matters and a place in a sentence."""
    draw = random.Random(seed)
    rows: list[Row] = []
    for area, matters in WORDS.items():
        for _ in range(each):
            first, second = draw.sample(matters, 2)
            place, day = draw.choice(PLACES), draw.randrange(1000)
            text = f"{place}{second}，第{day}次反映，请有关部门处理"
            rows.append(row(len(rows), title=f"{place}{first}问题", text=text, area=area, unit=f"{area}局"))
    return rows


def learnt(rows: Sequence[Row], target: Target = Target.AREA) -> RouteModel:
    return learn_routes(rows, target=target, matters=MATTERS, settings=SETTINGS)


def test_a_new_opinion_gets_the_area_that_past_rows_teach() -> None:
    [found] = learnt(past_rows(30)).suggest([row(1, title="石桥镇搅拌站粉尘扰民", text="夜间噪声很大")])

    assert found.name == "环境保护"
    assert found.confidence > 0.8


def test_units_are_learnt_from_their_own_column() -> None:
    [found] = learnt(past_rows(30), Target.UNIT).suggest([row(1, title="公交线路太少", text="道路拥堵")])

    assert found.name == "交通运输局"


def test_an_opinion_that_resembles_no_area_is_unsure() -> None:
    [found] = learnt(past_rows(30)).suggest([row(1, title="阿姨种花", text="窗台好看")])

    assert found.name == ""
    assert 0.0 < found.confidence < 0.5


def test_a_row_without_words_gets_nothing() -> None:
    assert learnt(past_rows(30)).suggest([row(1), row(2, title="  ")]) == [Suggestion(), Suggestion()]


def test_rows_without_an_area_teach_nothing() -> None:
    rows = past_rows(30)
    unlabelled = [replace(each, area=" ") for each in past_rows(30, seed=1)]

    assert learnt([*rows, *unlabelled]).quality == learnt(rows).quality


def test_a_repeated_row_counts_once() -> None:
    rows = past_rows(30)

    assert learnt([*rows, *rows]).quality == learnt(rows).quality


def test_an_area_with_too_few_examples_is_left_out_and_said() -> None:
    rows = [*past_rows(30), row(1000, title="商场退款", area="商贸旅游")]

    quality = learnt(rows).quality

    assert quality.left_out == (("商贸旅游", 1),)
    assert [each.name for each in quality.classes] == sorted(WORDS)


@pytest.mark.parametrize("rows", [[], past_rows(9), [each for each in past_rows(30) if "教" in each.area]])
def test_nothing_is_learnt_from_fewer_than_two_areas(rows: list[Row]) -> None:
    with pytest.raises(TooFewExamples):
        learnt(rows)


def test_two_areas_are_enough() -> None:
    rows = [each for each in past_rows(30) if each.area != "教育文体"]

    [found] = learnt(rows).suggest([row(1, title="公交线路太少", text="站台候车")])

    assert found.name == "交通运输"


def test_equal_rows_give_equal_suggestions_whatever_their_order() -> None:
    rows, asked = past_rows(25), past_rows(5, seed=2)
    mixed = random.Random(3).sample(rows, len(rows))

    one, other = learnt(rows), learnt(mixed)

    assert one.quality == other.quality
    assert one.suggest(asked) == other.suggest(asked)


def test_suggestions_do_not_depend_on_how_many_rows_are_read_at_once() -> None:
    asked = past_rows(4, seed=2)
    whole = learnt(past_rows(25))
    apart = learn_routes(
        past_rows(25), target=Target.AREA, matters=MATTERS, settings=replace(SETTINGS, rows_at_once=5)
    )

    assert apart.suggest(asked) == whole.suggest(asked)


def test_noisy_labels_show_in_the_quality() -> None:
    draw = random.Random(5)
    rows = [
        replace(each, area=draw.choice(list(WORDS))) if draw.random() < 0.4 else each
        for each in past_rows(60)
    ]

    noisy, clean = learnt(rows).quality, learnt(past_rows(60)).quality

    assert clean.accuracy > 0.95
    assert noisy.accuracy < 0.85
    assert noisy.coverage < clean.coverage
    assert noisy.calibration_error < 0.15


@pytest.mark.skipif(not os.environ.get("HUIYIN_TEST_DATA"), reason="HUIYIN_TEST_DATA names no folder of data")
def test_areas_of_real_messages_are_found_and_confidence_is_honest() -> None:
    with (Path(os.environ["HUIYIN_TEST_DATA"]) / "areas.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            row(number, title=line["title"], text=line["detail"], area=line["area"])
            for number, line in enumerate(csv.DictReader(file))
        ]

    quality = learnt(rows).quality

    assert quality.macro_f1 >= 0.80
    assert quality.calibration_error <= 0.08
    assert quality.accepted_accuracy >= 0.87


# Figures


def held_out(scores: Sequence[Sequence[float]], labels: Sequence[int], fold: Sequence[int]) -> HeldOut:
    return HeldOut(np.array(scores, dtype=np.float64), np.array(labels), np.array(fold))


def test_a_temperature_is_found_again() -> None:
    draw = np.random.default_rng(1)
    scores = draw.normal(size=(20_000, 4))
    chance = probabilities(scores, 0.3)
    labels = (chance.cumsum(axis=1) > draw.random((20_000, 1))).argmax(axis=1)

    assert fit_temperature(scores, labels) == pytest.approx(0.3, rel=0.03)


@given(st.lists(st.lists(st.floats(-50, 50), min_size=3, max_size=3), min_size=1), st.floats(0.02, 50))
def test_probabilities_sum_to_one_and_keep_the_order(scores: list[list[float]], temperature: float) -> None:
    held = np.array(scores)

    chance = probabilities(held, temperature)

    assert chance.sum(axis=1) == pytest.approx(1.0)
    assert (chance[np.arange(len(scores)), held.argmax(axis=1)] == chance.max(axis=1)).all()


def test_the_threshold_is_the_lowest_that_reaches_the_accuracy() -> None:
    confidence = np.array([0.2, 0.4, 0.6, 0.8, 0.95])
    is_right = np.array([False, True, False, True, True])
    settings = QualitySettings(least_accuracy=0.75)

    assert fit_threshold(confidence, is_right, settings) == 0.61
    assert fit_threshold(confidence, is_right, replace(settings, least_confidence=0.0)) == 0.21


def test_the_threshold_is_never_below_what_is_more_likely_wrong_than_right() -> None:
    everything = np.ones(2, dtype=np.bool_)

    assert fit_threshold(np.array([0.3, 0.9]), everything, QualitySettings()) == 0.5


def test_where_nothing_reaches_the_accuracy_nothing_is_accepted() -> None:
    none = np.zeros(3, dtype=np.bool_)

    assert fit_threshold(np.array([0.5, 0.9, 1.0]), none, QualitySettings()) > 1.0


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    is_right = np.array([True, True, True, False])

    assert calibration_error(confidence, is_right, 10) == pytest.approx(0.05)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=6, max_size=40))
def test_macro_f1_is_what_scikit_learn_says(pairs: list[tuple[int, int]]) -> None:
    labels = [label for label, _ in pairs]
    said = [answer for _, answer in pairs]
    scores = np.eye(3)[said]
    fold = [index % 2 for index in range(len(pairs))]

    quality = assess(held_out(scores.tolist(), labels, fold), ["a", "b", "c"], (), QualitySettings())

    expected = f1_score(labels, said, labels=[0, 1, 2], average="macro", zero_division=0)
    assert quality.macro_f1 == pytest.approx(expected)
    assert quality.accuracy == pytest.approx(np.mean(np.equal(labels, said)))
    assert sum(each.examples for each in quality.classes) == quality.rows == len(pairs)


def test_coverage_and_its_accuracy_come_from_thresholds_that_other_rows_gave() -> None:
    scores = [[2.0, 0.0]] * 8 + [[0.0, 2.0]] * 8
    labels = [0] * 8 + [1] * 8

    quality = assess(held_out(scores, labels, [0, 1] * 8), ["a", "b"], (), QualitySettings())

    assert (quality.coverage, quality.accepted_accuracy, quality.threshold) == (1.0, 1.0, 0.5)
    assert quality.macro_f1_error == 0.0
    surest = (8 + 1) / (8 + 2)  # each fold learns from eight rows
    assert quality.brier == pytest.approx(2 * (1 - surest) ** 2, abs=1e-4)


def test_a_fold_whose_answers_are_all_wrong_does_not_hide_it_from_itself() -> None:
    scores = [[2.0, 0.0], [0.0, 2.0]] * 8
    labels = [0, 1] * 4 + [1, 0] * 4

    quality = assess(held_out(scores, labels, [0] * 8 + [1] * 8), ["a", "b"], (), QualitySettings())

    assert (quality.coverage, quality.accepted_accuracy) == (0.5, 0.0)
