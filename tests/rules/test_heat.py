"""Does heat rise with people, recency, growth and gravity, and say what it left out?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.heat import (
    PARTS,
    UnusableHeat,
    Voices,
    formula,
    gravity_of,
    heat_of,
    people_of,
    read_heat_settings,
)

SETTINGS = read_heat_settings()
NAN = float("nan")


def voices(
    labels: Sequence[int],
    *,
    person: Sequence[int] | None = None,
    day: Sequence[float] | None = None,
    likes: Sequence[int] | None = None,
    gravity: Sequence[float] | None = None,
) -> Voices:
    count = len(labels)
    return Voices(
        labels=np.array(labels, dtype=np.int64),
        person=np.array(range(count) if person is None else person, dtype=np.int64),
        day=np.array([NAN] * count if day is None else day, dtype=np.float64),
        likes=np.array([0] * count if likes is None else likes, dtype=np.int64),
        gravity=np.array([0.0] * count if gravity is None else gravity, dtype=np.float64),
    )


def gravity(title: str, detail: str) -> float:
    return float(gravity_of([title], [detail], SETTINGS)[0])


def test_one_person_who_speaks_thrice_is_one() -> None:
    assert people_of(voices([0, 0, 0, 1, 1], person=[7, 7, 7, 1, 2])).tolist() == [1, 2]


def test_voices_of_unknown_persons_are_one_person_each() -> None:
    assert people_of(voices([0, 0, 1], person=[-1, -1, -1])).tolist() == [2, 1]


def test_heat_grows_with_people_ever_more_slowly() -> None:
    one, ten, twenty = heat_of(voices([0] + [1] * 10 + [2] * 20), SETTINGS)

    assert 0.0 == one.people < ten.people < twenty.people <= 1.0
    assert twenty.people - ten.people < ten.people - one.people


def test_a_hundred_likes_weigh_less_than_ten_people() -> None:
    liked, spoken = heat_of(voices([0] + [1] * 10, likes=[100] + [0] * 10), SETTINGS)

    assert liked.people < spoken.people


def test_likes_add_to_heat() -> None:
    plain, liked = heat_of(voices([0, 1], likes=[0, 4]), SETTINGS)

    assert liked.people > plain.people


def test_recency_halves_after_each_half_life() -> None:
    now, month, two = heat_of(voices([0, 1, 2], day=[100.0, 70.0, 40.0]), SETTINGS)

    assert (now.recency, month.recency, two.recency) == (1.0, 0.5, 0.25)


def test_growth_compares_the_last_window_with_the_one_before() -> None:
    days = [95.0, 96.0, 97.0, 98.0, 50.0, 51.0, 52.0, 100.0]

    grown, shrunk = heat_of(voices([0, 0, 0, 0, 1, 1, 1, 1], day=days), SETTINGS)

    assert grown.growth == pytest.approx(4 / 6, abs=1e-6)
    assert shrunk.growth == 0.0


def test_one_grave_voice_among_ten_does_not_make_a_group_grave() -> None:
    lone, shared = heat_of(voices([0] * 10 + [1] * 3, gravity=[1.0] + [0.0] * 9 + [1.0, 0.0, 0.0]), SETTINGS)

    assert lone.gravity == 0.0
    assert shared.gravity == 1.0


def test_gravity_finds_words_in_both_languages() -> None:
    assert gravity("楼下煤气泄漏", "") == 1.0
    assert gravity("Gas leak in the hall", "") == 1.0
    assert gravity("路灯不亮", "夜里看不清。") == 0.0


def test_english_words_of_gravity_count_as_whole_words_only() -> None:
    assert gravity("Kids cross the road here", "") > 0.0
    assert gravity("The kidskin gloves shop", "") == 0.0


def test_a_grave_word_in_the_text_alone_weighs_less_than_in_the_title() -> None:
    in_title, in_text = gravity("工地坍塌", "请看看。"), gravity("工地的问题", "去年坍塌过。")

    assert 0.0 < in_text < in_title


def test_a_text_without_title_weighs_fully() -> None:
    assert gravity("", "工地坍塌。") == gravity("工地坍塌", "")


def test_without_times_the_other_parts_keep_their_proportions() -> None:
    said = voices([0, 0], gravity=[1.0, 1.0])

    (heat,) = heat_of(said, SETTINGS)
    parts = {part.name: part for part in formula(said, SETTINGS)}

    assert parts["recency"].left_out
    assert parts["growth"].left_out
    assert parts["people"].weight / parts["gravity"].weight == pytest.approx(
        SETTINGS.weights["people"] / SETTINGS.weights["gravity"]
    )
    assert heat.total == pytest.approx(
        parts["people"].weight * heat.people + parts["gravity"].weight * heat.gravity, abs=1e-5
    )


def test_a_group_without_time_among_others_is_not_cooled_for_it() -> None:
    known, unknown = heat_of(voices([0, 1], day=[100.0, NAN], gravity=[1.0, 1.0]), SETTINGS)

    assert unknown.recency == 0.0
    assert (
        unknown.total
        > known.people * SETTINGS.weights["people"] + known.gravity * SETTINGS.weights["gravity"]
    )


def test_no_voices_have_no_heat() -> None:
    assert heat_of(voices([]), SETTINGS) == []


VOICE = st.tuples(
    st.integers(0, 4),
    st.integers(-1, 5),
    st.one_of(st.just(NAN), st.floats(0, 1000)),
    st.integers(0, 10_000),
    st.sampled_from([0.0, 0.4, 1.0]),
)


def voices_of(said: Sequence[tuple[int, int, float, int, float]]) -> Voices:
    labels, person, day, likes, grave = zip(*said, strict=True)
    return voices(labels, person=person, day=day, likes=likes, gravity=grave)


@given(st.lists(VOICE, min_size=1, max_size=30))
def test_every_part_and_the_sum_lie_between_nought_and_one(
    said: list[tuple[int, int, float, int, float]],
) -> None:
    for heat in heat_of(voices_of(said), SETTINGS):
        assert all(
            0.0 <= value <= 1.0
            for value in (heat.people, heat.recency, heat.growth, heat.gravity, heat.total)
        )


@given(st.lists(VOICE, min_size=1, max_size=30))
def test_the_order_of_voices_does_not_matter(said: list[tuple[int, int, float, int, float]]) -> None:
    assert heat_of(voices_of(said[::-1]), SETTINGS) == heat_of(voices_of(said), SETTINGS)


@given(st.lists(VOICE, min_size=1, max_size=30))
def test_the_weights_of_the_formula_add_up_to_one(said: list[tuple[int, int, float, int, float]]) -> None:
    parts = formula(voices_of(said), SETTINGS)

    assert [part.name for part in parts] == list(PARTS)
    assert sum(part.weight for part in parts) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "text",
    [
        "weights: {people: 1}",
        "just words",
        "weights: {people: -1, recency: 1, growth: 1, gravity: 1}\npeople: {full: 50, like_weight: 0.5}\n"
        "recency: {half_life: 30}\ngrowth: {window: 30, prior: 2}\n"
        "gravity: {share: 0.3, in_text: 0.6, words: {1.0: [fire]}}",
    ],
)
def test_a_heat_file_of_another_shape_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own_heat.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UnusableHeat, match=r"own_heat\.yaml"):
        read_heat_settings(file)
