"""Does the choice between problem and topic mode follow what the opinions say?"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from huiyin.triage.matters import read_matter_list
from huiyin.triage.modes import ModeChoice, choose_mode, read_mode_settings
from huiyin.triage.result import Mode

MESSAGES = [
    "明湖区东门路路灯不亮已经半个月",
    "柳叶小区垃圾没有人清运",
    "明湖区第三小学门口违停严重",
    "北湖镇自来水发黄不能喝",
    "青石村公交太少出行难",
]
ANSWERS = [
    "多组织几次讲座",
    "资料发得太晚了",
    "希望时间安排在周五下午",
    "讲得很清楚，谢谢",
    "内容再具体一点",
]


def _choose(titles: list[str], details: list[str]) -> ModeChoice:
    return choose_mode(titles, details, read_matter_list(), read_mode_settings())


def test_messages_that_name_places_and_matters_are_problems() -> None:
    choice = _choose(MESSAGES, ["请尽快处理。"] * len(MESSAGES))

    assert choice.mode is Mode.PROBLEM
    assert choice.matter_share >= 0.8
    assert choice.place_share >= 0.8
    assert choice.titled_share == 1.0


def test_messages_without_titles_are_problems_too() -> None:
    choice = _choose([""] * len(MESSAGES), MESSAGES)

    assert choice.mode is Mode.PROBLEM
    assert choice.titled_share == 0.0


def test_answers_that_name_no_place_are_topics() -> None:
    assert _choose([""] * len(ANSWERS), ANSWERS).mode is Mode.TOPIC


def test_matters_without_places_are_topics() -> None:
    wishes = ["食堂太贵", "停车位不够", "宽带很慢", "电梯总坏", "垃圾没有人清扫"]

    choice = _choose([""] * len(wishes), wishes)

    assert choice.matter_share >= 0.8
    assert choice.mode is Mode.TOPIC


def test_titles_alone_do_not_make_problems() -> None:
    assert _choose(ANSWERS, ANSWERS).mode is Mode.TOPIC


def test_english_requests_are_topics() -> None:
    assert _choose([""] * 2, ["what is my balance", "book a table for two"]).mode is Mode.TOPIC


def test_texts_that_say_nothing_do_not_count() -> None:
    choice = _choose(["", " ", *MESSAGES], ["", "\t", *[""] * len(MESSAGES)])

    assert choice.looked_at == len(MESSAGES)
    assert choice.mode is Mode.PROBLEM


def test_no_text_at_all_is_a_topic_of_nothing() -> None:
    assert _choose([], []) == ModeChoice(Mode.TOPIC, 0, 0.0, 0.0, 0.0, 0)


def test_the_order_of_the_opinions_changes_nothing() -> None:
    settings = read_mode_settings()
    texts = (MESSAGES + ANSWERS) * settings.looked_at

    forward = _choose([""] * len(texts), texts)

    assert forward == _choose([""] * len(texts), texts[::-1])
    assert forward.looked_at == settings.looked_at


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = "\t" if path.suffix == ".tsv" else ","
        return [row[name] for row in csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL)]


@pytest.fixture(scope="module")
def data() -> Path:
    folder = os.environ.get("HUIYIN_TEST_DATA")
    if not folder:
        pytest.skip("HUIYIN_TEST_DATA is not set, so there are no real texts to choose a mode for")
    return Path(folder)


@pytest.mark.parametrize("name", ["messages.csv", "areas.csv"])
def test_real_messages_are_problems_with_and_without_titles(data: Path, name: str) -> None:
    titles, details = _column(data / name, "title"), _column(data / name, "detail")
    nothing = [""] * len(titles)

    assert _choose(titles, details).mode is Mode.PROBLEM
    assert _choose(nothing, details).mode is Mode.PROBLEM
    assert _choose(titles, nothing).mode is Mode.PROBLEM


@pytest.mark.parametrize("name", ["intents_en.tsv", "paraphrase_groups.tsv"])
def test_real_requests_and_questions_are_topics(data: Path, name: str) -> None:
    texts = _column(data / name, "text")

    assert _choose([""] * len(texts), texts).mode is Mode.TOPIC
