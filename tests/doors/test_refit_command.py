"""Does `huiyin refit` learn from an office's decisions, say how well, and harm no file?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from huiyin.triage.pairs import FEATURES, read_pair_model
from tests.doors.calling import OTHER_MATTERS, OTHER_PLACES, Call, groups_by_id, run_of
from tests.sheets import write_csv

SECOND_VOICES = (
    "恳请有关部门尽快处理{place}{matter}一事，{text}",
    "{place}{matter}已经很久了，一直没有人来，{text}",
)


def opinions(folder: Path) -> Path:
    """Two voices on every matter of every place: the first is A1, A2, …, the second B1, B2, …"""
    rows: list[Sequence[str]] = [("编号", "标题", "内容")]
    number = 0
    for place in OTHER_PLACES:
        for matter, text in OTHER_MATTERS:
            number += 1
            again = SECOND_VOICES[number % 2].format(place=place, matter=matter, text=text[1:])
            rows.append((f"A{number}", f"{place}{matter}", f"{place}{text}"))
            rows.append((f"B{number}", f"{place}{matter}没人管", again))
    return write_csv(folder / "opinions.csv", rows)


def decisions(folder: Path, *, count: int) -> Path:
    """So many merges of two voices on one matter, and so many splits of two matters of one place."""
    merges = [f"- merge: [A{number}, B{number}]\n" for number in range(1, count + 1)]
    splits = [f"- split: [A{number}, A{number + 1}]\n" for number in range(1, count + 1)]
    file = folder / "decisions.yaml"
    file.write_text("".join(["decisions:\n", *merges, *splits]), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("Pairs that people decided: ", "by the weights so far: ", "By the new weights")),
        ("zh", ("人已决定的意见对：", "原有权重与人判断一致的：", "新权重与人判断一致的")),
    ],
)
def test_weights_are_fitted_written_and_their_agreement_told(
    call: Call, tmp_path: Path, language: str, told: Sequence[str]
) -> None:
    words = ("refit", opinions(tmp_path), "--decisions", decisions(tmp_path, count=24))

    said = call(*words, "--out", tmp_path / "weights.json", language=language)

    assert said.status == 0
    assert [part for part in told if part not in said.out] == []
    assert read_pair_model(tmp_path / "weights.json").weights.keys() == set(FEATURES)


def test_equal_decisions_give_equal_weights(call: Call, tmp_path: Path) -> None:
    words = ("refit", opinions(tmp_path), "--decisions", decisions(tmp_path, count=24))

    for name in ("one.json", "two.json"):
        call(*words, "--out", tmp_path / name)

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_the_new_weights_can_be_triaged_with(call: Call, tmp_path: Path) -> None:
    file, weights = opinions(tmp_path), tmp_path / "weights.json"
    call("refit", file, "--decisions", decisions(tmp_path, count=24), "--out", weights)

    said = call("triage", file, "--weights", weights, "--out", tmp_path / "r")

    assert said.status == 0
    assert str(run_of(tmp_path / "r")["settings"]["weights"]).startswith("sha256:")
    assert len(groups_by_id(tmp_path / "r")) == 2 * len(OTHER_PLACES) * len(OTHER_MATTERS)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "3 pairs put together, 10 kept apart. Expected: 20 of each."),
        ("zh", "归在一起的3对，分开的10对"),
    ],
)
def test_too_few_decisions_are_refused(call: Call, tmp_path: Path, language: str, told: str) -> None:
    words = ("refit", opinions(tmp_path), "--decisions", decisions(tmp_path, count=3))

    said = call(*words, "--out", tmp_path / "weights.json", language=language)

    assert said.status == 2
    assert told in said.err
    assert not (tmp_path / "weights.json").exists()


def test_a_file_that_holds_something_else_is_not_replaced(call: Call, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear office", encoding="utf-8")
    words = ("refit", opinions(tmp_path), "--decisions", decisions(tmp_path, count=24))

    said = call(*words, "--out", letter)

    assert said.status == 2
    assert "letter.txt: it holds something else than weights" in said.err
    assert letter.read_text(encoding="utf-8") == "Dear office"


def test_earlier_weights_are_replaced(call: Call, tmp_path: Path) -> None:
    weights = tmp_path / "weights.json"
    words = ("refit", opinions(tmp_path), "--decisions", decisions(tmp_path, count=24), "--out", weights)
    call(*words)
    held = json.loads(weights.read_text(encoding="utf-8"))
    weights.write_text(json.dumps({**held, "offset": 0.0}), encoding="utf-8")

    call(*words)

    assert json.loads(weights.read_text(encoding="utf-8")) == held
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_decisions_that_contradict_each_other_are_refused(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text("decisions:\n- merge: [A1, B1]\n- split: [A1, B1]\n", encoding="utf-8")

    said = call("refit", opinions(tmp_path), "--decisions", file, "--out", tmp_path / "weights.json")

    assert said.status == 2
    assert "lines 3, 2" in said.err


def test_a_place_that_cannot_be_written_is_said(call: Call, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    words = ("refit", opinions(tmp_path), "--decisions", decisions(tmp_path, count=24))

    said = call(*words, "--out", tmp_path / "folder")

    assert said.status == 2
    assert "it cannot be written" in said.err
