"""Is the example a realistic collection of which the truth is known, and nothing real?"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from huiyin.opinions.redaction.personal_numbers import is_identity_number

EXAMPLE = Path(__file__).parents[2] / "examples" / "minghu"


def make(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, EXAMPLE / "make.py", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("minghu")
    make(
        "--out",
        folder / "opinions.csv",
        "--truth",
        folder / "truth.csv",
        "--minutes",
        folder / "minutes.docx",
    )
    make("--out", folder / "opinions.xlsx")
    return folder


@pytest.fixture(scope="module")
def opinions(made: Path) -> Sequence[Mapping[str, str]]:
    with (made / "opinions.csv").open(encoding="utf-8-sig", newline="") as stream:
        next(stream)  # the title row
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def truth(made: Path) -> Mapping[str, Mapping[str, str]]:
    with (made / "truth.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {line["id"]: line for line in csv.DictReader(stream)}


def test_equal_seeds_give_equal_bytes_and_other_seeds_others(made: Path, tmp_path: Path) -> None:
    make("--out", tmp_path / "again.xlsx", "--minutes", tmp_path / "again.docx")
    make("--out", tmp_path / "other.xlsx", "--seed", "7")

    assert (tmp_path / "again.xlsx").read_bytes() == (made / "opinions.xlsx").read_bytes()
    assert (tmp_path / "again.docx").read_bytes() == (made / "minutes.docx").read_bytes()
    assert (tmp_path / "other.xlsx").read_bytes() != (made / "opinions.xlsx").read_bytes()


def test_a_title_row_stands_over_the_headings_and_says_that_all_is_invented(made: Path) -> None:
    sheet = load_workbook(made / "opinions.xlsx").active

    assert sheet is not None
    assert "虚构" in str(sheet["A1"].value)
    headings = [cell.value for cell in sheet[2]]
    assert headings == ["编号", "留言人", "电话", "留言时间", "留言主题", "留言详情", "街道(镇)", "点赞数"]


def test_both_formats_hold_the_same_rows(made: Path, opinions: Sequence[Mapping[str, str]]) -> None:
    sheet = load_workbook(made / "opinions.xlsx").active

    assert sheet is not None
    texts = [row[5] or "" for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert texts == [opinion["留言详情"] for opinion in opinions]


def test_it_is_as_large_as_a_district_s_collection(opinions: Sequence[Mapping[str, str]]) -> None:
    assert 2_900 <= len(opinions) <= 3_200


def test_every_row_has_its_truth(
    opinions: Sequence[Mapping[str, str]], truth: Mapping[str, Mapping[str, str]]
) -> None:
    assert [opinion["编号"] for opinion in opinions] == list(truth)


def test_no_two_texts_are_alike_but_planned_copies_and_trials_of_the_form(
    opinions: Sequence[Mapping[str, str]], truth: Mapping[str, Mapping[str, str]]
) -> None:
    own = {"own", "edited_copy", "form_letter", "english"}

    texts = Counter(opinion["留言详情"] for opinion in opinions if truth[opinion["编号"]]["sort"] in own)

    assert [text for text, count in texts.items() if count > 1] == []


def test_an_exact_copy_says_what_its_original_says(
    opinions: Sequence[Mapping[str, str]], truth: Mapping[str, Mapping[str, str]]
) -> None:
    text = {opinion["编号"]: opinion["留言详情"] for opinion in opinions}
    copies = [line for line in truth.values() if line["sort"] == "exact_copy"]

    assert copies
    assert all(text[copy["id"]] == text[copy["copy_of"]] for copy in copies)


def test_a_copy_speaks_of_the_problem_of_its_original(truth: Mapping[str, Mapping[str, str]]) -> None:
    copies = [line for line in truth.values() if line["copy_of"]]

    assert {line["sort"] for line in copies} == {"exact_copy", "edited_copy"}
    assert all(line["problem"] == truth[line["copy_of"]]["problem"] for line in copies)


def test_form_letters_from_other_places_are_other_problems(truth: Mapping[str, Mapping[str, str]]) -> None:
    letters = [line["problem"] for line in truth.values() if line["sort"] == "form_letter"]

    assert len(letters) == len(set(letters)) == 36


def test_few_problems_hold_many_voices_and_many_hold_one(truth: Mapping[str, Mapping[str, str]]) -> None:
    sizes = Counter(line["problem"] for line in truth.values() if line["problem"])

    assert 60 <= len({line["matter"] for line in truth.values() if line["matter"]}) <= 70
    assert max(sizes.values()) >= 30
    assert sum(size == 1 for size in sizes.values()) > len(sizes) / 3


def test_every_number_in_it_is_one_that_nobody_has(opinions: Sequence[Mapping[str, str]]) -> None:
    everything = " ".join(" ".join(opinion.values()) for opinion in opinions)

    mobiles = re.findall(r"(?<!\d)1[3-9]\d[ ]?\d{4}[ ]?\d{4}(?!\d)", everything)
    cards = re.findall(r"\d{17}[\dX]", everything)

    assert mobiles
    assert {number.replace(" ", "")[:7] for number in mobiles} == {"1540000"}
    assert cards
    assert all(is_identity_number(card) and card.startswith("110000") for card in cards)


def test_some_rows_are_empty_and_some_have_no_date(opinions: Sequence[Mapping[str, str]]) -> None:
    assert sum(not opinion["留言主题"] and not opinion["留言详情"] for opinion in opinions) == 26
    assert any(opinion["留言详情"] and not opinion["留言时间"] for opinion in opinions)


def test_the_minutes_hold_forty_opinions_and_say_that_they_are_invented(made: Path) -> None:
    paragraphs = [paragraph.text for paragraph in docx.Document(str(made / "minutes.docx")).paragraphs]

    single = [text for text in paragraphs if re.match(r"\d+\. |（\d+）", text)]
    ordinal = [order for text in paragraphs for order in re.findall(r"[一二三四五]是", text)]

    assert len(single) + len(ordinal) == 40
    assert any("虚构" in text for text in paragraphs)


def test_without_a_file_to_write_it_says_so() -> None:
    done = subprocess.run([sys.executable, EXAMPLE / "make.py"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "--out" in done.stderr
