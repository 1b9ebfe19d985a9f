"""Which characters and n-grams do texts hold, as arrays, without a loop over characters?"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
CodeArray = npt.NDArray[np.uint64]

_Kind = TypeVar("_Kind", bound=np.integer)

MAX_GRAM = 4  # four characters of 16 bits fill one 64-bit integer


def distinct(codes: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
    """The different numbers in ascending order, by sorting: np.unique hashes, far more slowly here."""
    ordered = np.sort(codes)
    if not ordered.size:
        return ordered
    kept: npt.NDArray[_Kind] = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return kept


def normalise(text: str) -> str:
    """The text as it is compared: NFKC, lower case, every run of white space one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


@dataclass(frozen=True, slots=True)
class Characters:
    """All characters of several texts in one array, with one separator (0) after each text."""

    codes: CodeArray  # 16 bits a character
    text: IntArray  # the text in which each character stands
    is_word: BoolArray  # letter or digit
    count: int  # number of texts

    @property
    def is_digit(self) -> BoolArray:
        return (self.codes >= ord("0")) & (self.codes <= ord("9"))


def _word_character_table() -> BoolArray:
    table = np.zeros(1 << 16, dtype=np.bool_)
    for point in range(1 << 16):
        table[point] = chr(point).isalnum()
    table[0xE000:0xF900] = True  # rare ideographs beyond 16 bits are folded into the private area
    return table


_IS_WORD = _word_character_table()


def _fold(points: npt.NDArray[np.uint32]) -> CodeArray:
    """Code points beyond 16 bits (rare ideographs) folded into the private use area."""
    wide = points > 0xFFFF
    if wide.any():
        points = np.where(wide, 0xE000 + points % 6400, points)
    return points.astype(np.uint64)


def encode(texts: Sequence[str]) -> Characters:
    """The characters of the texts; a NUL stands after each text and is never part of a gram."""
    joined = "\0".join(texts) + "\0" if texts else ""
    points = np.frombuffer(joined.encode("utf-32-le", errors="replace"), dtype=np.uint32)
    codes = _fold(points)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    text = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    return Characters(codes=codes, text=text, is_word=_IS_WORD[codes.astype(np.int64)], count=len(texts))


def pack(word: str) -> int:
    """The integer that stands for a word of one to four characters."""
    packed = 0
    for code in _fold(np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32)):
        packed = packed << 16 | int(code)
    return packed


def grams(characters: Characters, size: int, allowed: BoolArray | None = None) -> tuple[IntArray, CodeArray]:
    """The start positions and packed codes of all runs of `size` allowed characters."""
    if not 1 <= size <= MAX_GRAM:
        raise ValueError(f"an n-gram has 1 to {MAX_GRAM} characters, not {size}")
    allowed = characters.is_word if allowed is None else allowed
    if characters.codes.size < size:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    last = characters.codes.size - size + 1
    whole = allowed[:last].copy()
    packed = characters.codes[:last].copy()
    for step in range(1, size):
        whole &= allowed[step : last + step]
        packed = packed << np.uint64(16) | characters.codes[step : last + step]
    starts = np.flatnonzero(whole)
    return starts, packed[starts]


def gram_counts(texts: IntArray, codes: CodeArray, *, vocabulary: CodeArray, count: int) -> sparse.csr_array:
    """How often does each text hold each gram of the sorted vocabulary? Texts x grams, float32."""
    column = np.searchsorted(vocabulary, codes)
    column = np.minimum(column, max(vocabulary.size - 1, 0))
    known = vocabulary[column] == codes if vocabulary.size else np.zeros(codes.size, dtype=np.bool_)
    cells = np.ones(int(known.sum()), dtype=np.float32)
    shape = (count, vocabulary.size)
    return sparse.csr_array((cells, (texts[known], column[known])), shape=shape)
