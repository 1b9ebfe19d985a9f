"""Is every sentence of the product said in Chinese too, and would a gap be noticed?"""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from huiyin.languages import CHINESE, sentences
from tests.repository import catalogue


def holding(**sentences: str) -> Catalog:
    """A catalogue with these translations."""
    made = Catalog(locale="zh_Hans")
    for english, chinese in sentences.items():
        made.add(english, chinese)
    return made


def test_the_catalogue_is_complete_and_fresh() -> None:
    assert catalogue.faults() == []


def test_sentences_are_found_in_code_and_in_layouts(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "a.py").write_text('_("One file")\n_n("{n} row", "{n} rows", 2)\nname("not a sentence")\n')
    (tmp_path / "layouts" / "page.html.j2").write_text("<h1>{{ _('A page') }}</h1>")

    said = catalogue.said_in(tmp_path)

    assert {message.id for message in catalogue.sentences_of(said)} == {
        "One file",
        ("{n} row", "{n} rows"),
        "A page",
    }


def test_a_sentence_without_chinese_is_found() -> None:
    assert catalogue.untranslated(holding(Yes="是", No="")) == ["No"]


def test_a_guessed_translation_counts_as_none() -> None:
    guessed = holding(Yes="是")
    guessed["Yes"].flags.add("fuzzy")

    assert catalogue.untranslated(guessed) == ["Yes"]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("Read {file}", "已读取 {name}"), ("Read %(file)s", "已读取"), ("Read", "已读取 {file}")],
)
def test_a_translation_that_fills_in_something_else_is_found(english: str, chinese: str) -> None:
    assert catalogue.with_other_placeholders(holding(**{english: chinese})) == [chinese]


def test_equal_placeholders_in_another_order_are_right() -> None:
    right = holding(**{"{n} rows in {file}, {{as is}}": "{file} 共 {n:,} 行，{{原样}}"})

    assert catalogue.with_other_placeholders(right) == []


def test_a_latin_comma_among_chinese_characters_is_found() -> None:
    assert catalogue.with_half_width_marks(holding(a="甲,乙", b="甲，乙", c="run.json, 3")) == ["甲,乙"]


def test_a_typed_blank_beside_a_chinese_character_is_found() -> None:
    assert catalogue.with_typed_blanks(holding(a="共 3 条", b="共3条", c="--out DIR")) == ["共 3 条"]


def test_the_compiled_catalogue_says_what_the_written_one_holds() -> None:
    held = list(catalogue.sentences_of(catalogue.read(catalogue.PO_FILE)))
    plain = {message.id: message.string for message in held if isinstance(message.id, str)}

    assert plain
    assert {english: sentences(CHINESE)(english) for english in plain} == plain


def test_an_update_keeps_what_is_said_drops_what_is_not_and_guesses_nothing() -> None:
    held = holding(**{"Read the file": "读取文件", "Old": "旧"})
    said = Catalog()
    said.add("Read the file", locations=[("src/huiyin/a.py", 1)])
    said.add("Read the files", locations=[("src/huiyin/a.py", 2)])

    fresh = catalogue.brought_up_to_date(held, said)

    assert {message.id: message.string for message in catalogue.sentences_of(fresh)} == {
        "Read the file": "读取文件",
        "Read the files": "",
    }


def test_moving_code_about_in_a_file_leaves_the_catalogue_as_it_was() -> None:
    here, there = Catalog(), Catalog()
    here.add("Yes", locations=[("src/huiyin/a.py", 1)])
    there.add("Yes", locations=[("src/huiyin/a.py", 90)])
    held = holding(Yes="是")

    written = [catalogue.po_bytes(catalogue.brought_up_to_date(held, said)) for said in (here, there)]

    assert written[0] == written[1]
