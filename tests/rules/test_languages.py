"""Is each sentence said in the language that was asked for?"""

from __future__ import annotations

import gettext
from argparse import ArgumentParser
from collections.abc import Callable, Iterator

import pytest

from huiyin.languages import (
    CHINESE,
    ENGLISH,
    LANGUAGES,
    UnknownLanguage,
    counted_sentences,
    let_argparse_speak,
    preferred_language,
    sentences,
)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, CHINESE),
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "en_GB.UTF-8"}, ENGLISH),
        ({"LANG": "EN"}, ENGLISH),
        ({"LANG": "C.UTF-8"}, CHINESE),
        ({"LANG": "de_DE.UTF-8"}, CHINESE),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, ENGLISH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, ENGLISH),
    ],
)
def test_the_locale_chooses_and_chinese_is_spoken_where_it_chooses_nothing_known(
    environ: dict[str, str], language: str
) -> None:
    assert preferred_language(environ) == language


def test_english_is_what_stands_in_the_code() -> None:
    assert sentences(ENGLISH)("Any sentence") == "Any sentence"


def test_english_counts_one_and_many_apart() -> None:
    counted = counted_sentences(ENGLISH)

    assert [counted("{n} row", "{n} rows", number) for number in (0, 1, 2)] == [
        "{n} rows",
        "{n} row",
        "{n} rows",
    ]


def test_a_sentence_that_the_catalogue_does_not_hold_is_said_as_it_stands() -> None:
    assert sentences(CHINESE)("A sentence that nobody says") == "A sentence that nobody says"


@pytest.mark.parametrize("language", ["", "de", "zh_Hans", "ZH"])
@pytest.mark.parametrize("ask", [sentences, counted_sentences, let_argparse_speak])
def test_a_language_that_is_not_spoken_is_refused(language: str, ask: Callable[[str], object]) -> None:
    assert language not in LANGUAGES

    with pytest.raises(UnknownLanguage):
        ask(language)


@pytest.mark.usefixtures("own_textdomain")
@pytest.mark.parametrize(("language", "word"), [(CHINESE, "用法："), (ENGLISH, "usage: ")])
def test_argparse_speaks_the_language_too(language: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")

    let_argparse_speak(language)

    assert ArgumentParser(prog="huiyin").format_usage().startswith(word)


@pytest.fixture
def own_textdomain() -> Iterator[None]:
    """gettext's choice for the whole process, put back after the test."""
    before = gettext.textdomain()
    yield
    gettext.textdomain(before)
