"""Does the matter list say what a text is about?"""

from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.triage.characters import encode
from huiyin.triage.matters import UnusableMatters, cover, extend, matter_of, read_matter_list


def test_a_title_names_its_matters() -> None:
    assert matter_of("景园小区东门外搅拌站夜间噪声扰民", read_matter_list()) == ["噪音", "搅拌"]


@pytest.mark.parametrize(("text", "matter"), [("101路太挤", "公交"), ("希望2号线延长", "地铁")])
def test_a_number_before_a_line_names_public_transport(text: str, matter: str) -> None:
    assert matter in matter_of(text, read_matter_list())


def test_a_road_without_a_number_is_no_bus_line() -> None:
    assert "公交" not in matter_of("云溪路有积水", read_matter_list())


def test_an_office_adds_words_and_matters(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("matters:\n  噪音: [打鼓]\n  龙舟: [龙舟]\n", encoding="utf-8")

    matters = extend(read_matter_list(), read_matter_list(own))

    assert matter_of("龙舟队打鼓", matters) == ["噪音", "龙舟"]
    assert matter_of("夜间噪声", matters) == ["噪音"]


@pytest.mark.parametrize("content", ["- a\n- b\n", "matters: [a]\n", "matters: {a: [b\n", ""])
def test_a_list_of_another_shape_is_refused_by_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(UnusableMatters, match=r"wrong\.yaml"):
        read_matter_list(file)


def test_cover_marks_the_characters_under_a_word() -> None:
    assert cover(encode(["投诉路灯"]), ["投诉", "灯"]).tolist() == [True, True, False, True, False]
