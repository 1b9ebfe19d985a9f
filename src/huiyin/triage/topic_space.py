"""How do short texts without place and matter become vectors that can be compared?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
from scipy import sparse

from huiyin.triage.characters import CodeArray, FloatArray, encode, gram_counts, grams
from huiyin.triage.counts import Matrix
from huiyin.triage.vectors import damped, presence, scaled, unit_rows

_LATIN = re.compile(r"[a-z]{4,}")
_ENDINGS = (
    ("sses", "ss"),
    ("ies", "y"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("ly", ""),
)
_LEAST_STEM = 3
_DOUBLED = re.compile(r"([^aeiouls])\1$")  # stopp(ed), but full and less keep their ends
_GRAM_SIZES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """How the parts of a text are weighed; docs/why/grouping.md tells how they were measured.

    The weight of a word is idf to the power of one half, so that a cosine counts each idf once, not twice.
    """

    idf_power: float = 0.5
    gram_weights: tuple[float, float, float] = (1.0, 0.5, 0.5)  # runs of 1, 2, 3 characters; words weigh 1
    least_texts: int = 2  # a run of characters that stands in fewer texts compares nothing


@dataclass(frozen=True, slots=True)
class TopicSpace:
    """The texts as unit vectors, once for finding neighbours and once for comparing them."""

    search: Matrix  # words and runs of 2 and 3 characters
    whole: Matrix  # single characters too: they are too frequent to be searched by, and tell paraphrases


def fold_ending(word: str) -> str:
    """An English word without its inflection: cards, carded and carding all become card."""
    if not _LATIN.fullmatch(word):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _LEAST_STEM:
            word = word[: -len(ending)] + instead
            break
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] if len(word) > _LEAST_STEM and word.endswith("e") else word


def _word_counts(texts: Sequence[str]) -> Matrix:
    """How often does each text hold each word? Columns by first sight."""
    column_of: dict[str, int] = {}
    folded: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for text in texts:
        for word in rjieba.cut(text):
            column = folded.get(word)
            if column is None:
                says = any(map(str.isalnum, word))
                column = column_of.setdefault(fold_ending(word), len(column_of)) if says else -1
                folded[word] = column
            if column >= 0:
                columns.append(column)
        starts.append(len(columns))
    cells = np.ones(len(columns), dtype=np.float32)
    held = np.array(columns, dtype=np.int32)
    matrix = sparse.csr_array(
        (cells, held, np.array(starts, dtype=np.int32)), shape=(len(texts), len(column_of))
    )
    matrix.sum_duplicates()
    return matrix


def _known(codes: CodeArray, least: int) -> CodeArray:
    """The distinct grams that stand at least so often, sorted; rarer ones need no column."""
    vocabulary, count = np.unique(codes, return_counts=True)
    return vocabulary[count >= least]


def _weighted(matrix: Matrix, settings: SpaceSettings, least_texts: int) -> Matrix:
    frequency = np.asarray(presence(matrix).sum(axis=0), dtype=np.float64).ravel()
    idf: FloatArray = np.log((matrix.shape[0] + 1.0) / (frequency + 0.5))
    weight = np.where(frequency >= least_texts, np.maximum(idf, 0.0) ** settings.idf_power, 0.0)
    return unit_rows(scaled(damped(matrix), weight))


def topic_space(texts: Sequence[str], settings: SpaceSettings) -> TopicSpace:
    """The vectors of normalised texts: one row each, empty where a text holds neither letter nor digit."""
    words = _weighted(_word_counts(texts), settings, 1)
    characters = encode(texts)
    by_size: list[Matrix] = []
    for size, weight in zip(_GRAM_SIZES, settings.gram_weights, strict=True):
        starts, codes = grams(characters, size)
        text = characters.text[starts]
        vocabulary = _known(codes, settings.least_texts)
        counted = gram_counts(text, codes, vocabulary=vocabulary, count=len(texts))
        counted.sum_duplicates()
        by_size.append(_weighted(counted, settings, settings.least_texts) * np.float32(weight))
    return TopicSpace(
        search=unit_rows(sparse.csr_array(sparse.hstack([words, *by_size[1:]], format="csr"))),
        whole=unit_rows(sparse.csr_array(sparse.hstack([words, *by_size], format="csr"))),
    )
