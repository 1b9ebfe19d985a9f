"""Are a question's words found in a text wherever they stand, and nowhere else?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.activities.names_in_plan import names_of
from huiyin.activities.search_words import (
    RECORD_CHARACTERS,
    TOKEN_CHARACTERS,
    Phrase,
    asked,
    tokens,
    words_of,
    written,
)
from huiyin.plan.reading import read_plan
from tests.campaign import SMALL_PLAN

# Few signs, so that words often repeat, overlap and stand at the edges of a run.
TEXTS = st.text(st.sampled_from("走访商户 a1，B"), max_size=12)
RUNS = st.text(st.sampled_from("走访商户"), min_size=1, max_size=5)


def stands_in(phrase: Phrase, words: str) -> bool:
    """What both databases do with a phrase, as plainly as it can be said."""
    wanted = f" {' '.join(phrase.tokens)}" + ("" if phrase.is_open else " ")
    return wanted in f" {words} "


@given(st.lists(TEXTS, max_size=3), RUNS)
def test_a_run_of_chinese_signs_is_found_where_it_stands_in_a_text(texts: list[str], run: str) -> None:
    [phrase] = asked(run)

    assert stands_in(phrase, written(texts)) == any(run in text for text in texts)


@given(TEXTS, st.text(st.sampled_from("走访a1"), min_size=1, max_size=5))
def test_a_mixed_word_is_found_where_it_begins_a_word(text: str, word: str) -> None:
    plain = unicodedata.normalize("NFKC", text).casefold()
    begins = [
        at
        for at in range(len(plain))
        if plain.startswith(word, at)
        and not (word[0].isascii() and at and plain[at - 1].isascii() and plain[at - 1].isalnum())
    ]
    [phrase] = asked(word)

    assert stands_in(phrase, written([text])) == bool(begins)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("走访商户", ["走访", "访商", "商户", "户"]),
        ("第1讲 Talk", ["第", "1", "讲", "talk"]),
        ("ＴＶ_one", ["tv", "one"]),
        ("%，《》", []),
        ("𬭊", ["𬭊"]),
        ("x" * 90, ["x" * TOKEN_CHARACTERS]),
    ],
)
def test_the_words_of_a_text(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_signs_alone_ask_for_nothing_and_the_number_of_words_is_bounded() -> None:
    assert asked(" % 《》 ") == ()
    assert asked("《讲座》 %") == (Phrase(("讲座",), is_open=False),)
    assert len(asked("讲 " * 50)) == 6


def test_a_record_is_found_by_texts_and_names_and_never_by_keys_or_numbers() -> None:
    plan = read_plan(SMALL_PLAN.read_text(encoding="utf-8"))
    kind = plan.kinds_by_key["everything"]
    values = {"name": "读书会", "size": "small", "fields": ["school"], "speaker": "leader", "copies": 77}

    words = words_of(kind, "liutang", "读书会", values, names_of(plan))

    said = ["读书", "柳塘", "Liutang Street", "教育", "School", "领导戊"]
    assert all(stands_in(asked(word)[0], words) for text in said for word in text.split())
    assert not any(stands_in(asked(word)[0], words) for word in ("name", "speaker", "fields", "77"))


def test_a_kind_that_the_plan_has_no_longer_is_found_by_its_texts() -> None:
    plan = read_plan(SMALL_PLAN.read_text(encoding="utf-8"))

    words = words_of(None, "gone", "旧事", {"what": "修路灯", "copies": 3}, names_of(plan))

    assert all(stands_in(asked(word)[0], words) for word in ("旧事", "路灯", "gone"))


def test_a_very_long_record_is_found_by_its_beginning() -> None:
    plan = read_plan(SMALL_PLAN.read_text(encoding="utf-8"))
    values = {"name": "长文", "story": "字" * RECORD_CHARACTERS + "末尾"}

    words = words_of(plan.kinds_by_key["everything"], "liutang", "长文", values, names_of(plan))

    assert stands_in(asked("长文")[0], words)
    assert not stands_in(asked("末尾")[0], words)
