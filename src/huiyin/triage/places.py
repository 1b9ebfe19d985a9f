"""Which places (estates, villages, roads, schools) does an opinion name by their endings?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from scipy import sparse

from huiyin.triage.characters import (
    BoolArray,
    Characters,
    CodeArray,
    IntArray,
    distinct,
    encode,
    gram_counts,
    grams,
    pack,
)
from huiyin.triage.matters import DATA, MatterList, cover

_STEM = 2  # characters before an ending


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The endings by which places are known; the reasons stand in places.yaml."""

    long: frozenset[str]
    short: frozenset[str]
    stop: frozenset[str]
    lead: int


def read_place_words(path: Path = DATA / "places.yaml") -> PlaceWords:
    """The endings of a file of the shape of places.yaml."""
    held = YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
    return PlaceWords(
        long=frozenset(word for line in held["long"] for word in line),
        short=frozenset(held["short"]),
        stop=frozenset(held["stop"]),
        lead=int(held["lead"]),
    )


@dataclass(frozen=True, slots=True)
class Places:
    """Which names each opinion bears as its place, and which of all names its whole text holds. 1 or 0."""

    own: sparse.csr_array
    held: sparse.csr_array


def _names(characters: Characters, words: PlaceWords, may_name: BoolArray) -> tuple[IntArray, CodeArray]:
    """The text and the packed code of each name: a stem before a long ending, stem and short ending else."""
    texts: list[IntArray] = []
    names: list[CodeArray] = []
    stems, codes = grams(characters, _STEM, may_name)
    code_at = np.zeros(characters.codes.size + 1, dtype=np.uint64)
    code_at[stems] = codes
    for ending in sorted({len(word) for word in words.long}):
        starts, found = grams(characters, ending)
        listed = np.array([pack(word) for word in words.long if len(word) == ending], dtype=np.uint64)
        stem = starts[np.isin(found, listed)] - _STEM
        stem = stem[(stem >= 0) & (code_at[stem] > 0)]
        texts.append(characters.text[stem])
        names.append(code_at[stem])
    starts, found = grams(characters, _STEM + 1)
    short = np.array([ord(char) for char in words.short], dtype=np.uint64)
    is_name = np.isin(found & np.uint64(0xFFFF), short) & (code_at[starts] > 0)
    texts.append(characters.text[starts[is_name]])
    names.append(found[is_name])
    return np.concatenate(texts), np.concatenate(names)


def _said(titles: Sequence[str], matters: MatterList, words: PlaceWords) -> tuple[IntArray, CodeArray]:
    characters = encode(titles)
    known = [*(word for listed in matters.matters.values() for word in listed), *matters.templates]
    silent = cover(characters, known) | cover(characters, matters.functions | words.stop)
    return _names(characters, words, characters.is_word & ~silent & ~characters.is_digit)


def _present(text: IntArray, code: CodeArray, vocabulary: CodeArray, count: int) -> sparse.csr_array:
    matrix = gram_counts(text, code, vocabulary=vocabulary, count=count)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def find_places(
    titles: Sequence[str], details: Sequence[str], matters: MatterList, words: PlaceWords
) -> Places:
    """The places that titles name, else the beginnings of details; texts are normalised, without regions."""
    count = len(titles)
    text, code = _said(titles, matters, words)
    lead_text, lead_code = _said([detail[: words.lead] for detail in details], matters, words)
    is_named = np.bincount(text, minlength=count) > 0
    wanted = ~is_named[lead_text]
    text, code = np.concatenate([text, lead_text[wanted]]), np.concatenate([code, lead_code[wanted]])
    vocabulary = distinct(code)
    whole = encode([f"{title} {detail}" for title, detail in zip(titles, details, strict=True)])
    everywhere = [grams(whole, size) for size in (_STEM, _STEM + 1)]
    return Places(
        own=_present(text, code, vocabulary, count),
        held=_present(
            np.concatenate([whole.text[starts] for starts, _ in everywhere]),
            np.concatenate([codes for _, codes in everywhere]),
            vocabulary,
            count,
        ),
    )
