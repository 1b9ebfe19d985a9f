"""Do arrays of characters and n-grams say what the texts say?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.characters import encode, gram_counts, grams, normalise, pack

TEXTS = st.lists(st.text(alphabet="明湖区路灯噪声12ab ，。𬭎", max_size=12), min_size=1, max_size=5)


def test_width_case_and_blanks_do_not_matter_for_comparison() -> None:
    assert normalise("  ＡＢ路　灯\n坏了 ") == "ab路 灯 坏了"


@given(TEXTS, st.integers(min_value=1, max_value=4))
def test_grams_are_all_runs_of_letters_and_digits_and_never_cross_a_text(texts: list[str], size: int) -> None:
    characters = encode(texts)
    starts, codes = grams(characters, size)

    expected = [
        (number, pack(text[at : at + size]))
        for number, text in enumerate(texts)
        for at in range(len(text) - size + 1)
        if all(char.isalnum() for char in text[at : at + size])
    ]

    assert list(zip(characters.text[starts].tolist(), codes.tolist(), strict=True)) == expected


def test_a_gram_of_five_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        grams(encode(["明湖区路灯"]), 5)


def test_no_texts_give_no_grams() -> None:
    starts, codes = grams(encode([]), 2)

    assert starts.size == 0
    assert codes.size == 0


def test_counts_leave_out_grams_that_the_vocabulary_does_not_hold() -> None:
    characters = encode(["路灯路灯", "噪声"])
    starts, codes = grams(characters, 2)
    vocabulary = np.array([pack("路灯")], dtype=np.uint64)

    counted = gram_counts(characters.text[starts], codes, vocabulary=vocabulary, count=2)

    assert counted.toarray().tolist() == [[2.0], [0.0]]
