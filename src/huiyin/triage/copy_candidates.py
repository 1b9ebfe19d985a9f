"""Which pairs of texts share so many characters in a row that one may be a copy of the other?

MinHash signatures over character 3-grams (Broder 1997, by rensa) are cut into bands, and texts that agree in
a whole band are looked at (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, chapter 3). Of those the
true Jaccard similarity is counted. Work goes in blocks: memory grows with the texts, not with their pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from huiyin.triage.characters import BoolArray, CodeArray, FloatArray, IntArray, distinct, encode, grams

GRAM = 3  # characters
_ROWS_A_BLOCK = (
    1_000  # texts hashed at once; rensa gives rows as Python lists, which few rows keep in the cache
)
_CHARACTERS_A_BLOCK = 1_000_000  # characters compared at once, some 50 MB of work arrays

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CandidateSettings:
    """The numbers that decide what a near copy is; measured on messages with planted edits (benchmarks)."""

    similarity: float = (
        0.4  # least Jaccard similarity of the 3-grams: .996 of copies at 8 % noise are above it
    )
    permutations: int = 126
    bands: int = 42  # of 3 rows each: texts of similarity .5 meet with probability .996, of .4 with .94
    seed: int = 42
    slack: float = 0.15  # a signature may say this much too little: 3.4 standard errors at 128 permutations
    whole_bucket: int = 6  # texts; larger buckets are linked in chains and to their first text
    partners: int = 6  # most alike partners that are kept of one text


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of positions with `first` < `second`, in ascending order, and how alike they are (0 to 1)."""

    first: IntArray
    second: IntArray
    similarity: FloatArray

    def __getitem__(self, chosen: BoolArray | IntArray | slice) -> Pairs:
        return Pairs(self.first[chosen], self.second[chosen], self.similarity[chosen])


def candidates(texts: Sequence[str], settings: CandidateSettings) -> Pairs:
    """The pairs of texts whose Jaccard similarity reaches the threshold; of each text the most alike.

    `texts` are different from each other and in an order of their own (sorted), so that the result does not
    depend on how the rows came in. Texts under three characters are never alike.
    """
    bands, sketch = _signatures(texts, settings)
    first, second = _meetings(bands, settings)
    estimate = np.concatenate([np.zeros(0), *_in_blocks(first, second, sketch)])
    likely = estimate >= settings.similarity - settings.slack
    pairs = _most_alike(Pairs(first[likely], second[likely], estimate[likely]), len(texts), settings)
    similarity = jaccard(texts, pairs.first, pairs.second)
    return Pairs(pairs.first, pairs.second, similarity)[similarity >= settings.similarity]


def jaccard(texts: Sequence[str], first: IntArray, second: IntArray) -> FloatArray:
    """The Jaccard similarity of the sets of 3-grams of each pair of texts; 0 where neither has any."""
    parts = [_block_jaccard(texts, first[block], second[block]) for block in blocks(texts, first, second)]
    return np.concatenate([np.zeros(0), *parts])


def blocks(texts: Sequence[str], first: IntArray, second: IntArray) -> Iterator[slice]:
    """Slices of the pairs, each with so many characters as may be compared at once."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    done = np.cumsum(lengths[first] + lengths[second]) // _CHARACTERS_A_BLOCK
    edges = np.flatnonzero(np.diff(done, prepend=-1, append=-2))
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        yield slice(start, stop)


def _signatures(texts: Sequence[str], settings: CandidateSettings) -> tuple[CodeArray, Bytes]:
    """One number a band for each text, and the low byte of each permutation's minimum."""
    rows = settings.permutations // settings.bands
    bands = np.zeros((len(texts), settings.bands), dtype=np.uint64)
    sketch = np.zeros((len(texts), settings.permutations), dtype=np.uint8)
    for start in range(0, len(texts), _ROWS_A_BLOCK):
        block = slice(start, start + _ROWS_A_BLOCK)
        tokens, offsets = _tokens(texts[block])
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(
            tokens, offsets, settings.permutations, settings.seed
        )
        minima = np.array(matrix.to_rows(), dtype=np.uint64)
        sketch[block] = minima.astype(np.uint8)
        for row in range(rows):
            bands[block] = mixed(bands[block] ^ minima[:, row::rows])
        bands[block][np.diff(offsets) == 0] = 0
    return bands, sketch


def _tokens(texts: Sequence[str]) -> tuple[CodeArray, IntArray]:
    """The mixed 3-grams of all texts one after another, and where those of each text begin."""
    characters = encode(texts)
    starts, codes = grams(characters, GRAM, characters.codes != 0)
    counts = np.bincount(characters.text[starts], minlength=len(texts))
    return mixed(codes), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def mixed(numbers: CodeArray) -> CodeArray:
    """Numbers spread over all 64 bits (the finaliser of SplitMix64, Steele, Lea, Flood 2014)."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _meetings(bands: CodeArray, settings: CandidateSettings) -> tuple[IntArray, IntArray]:
    """The pairs of texts that agree in a band, each pair once, in ascending order."""
    count = len(bands)
    keys = np.zeros(0, dtype=np.int64)
    for band in range(settings.bands):
        found = [first * count + second for first, second in _meetings_in(bands, band, settings)]
        keys = distinct(np.concatenate([keys, *found]))
    return keys // max(count, 1), keys % max(count, 1)


def _meetings_in(
    bands: CodeArray, band: int, settings: CandidateSettings
) -> Iterator[tuple[IntArray, IntArray]]:
    """The pairs of one band: all of a small bucket; of a large one neighbours, and each with the first.

    A large bucket is sorted by the next bands, so that the most alike of a much copied letter are neighbours.
    """
    order = np.argsort(bands[:, band], kind="stable")
    order = order[bands[order, band] != 0]
    begins = np.diff(bands[order, band], prepend=0) != 0
    bucket = np.cumsum(begins) - 1
    size = np.bincount(bucket)[bucket] if order.size else bucket
    small = size <= settings.whole_bucket
    for step in range(1, settings.whole_bucket):
        near = np.flatnonzero(small[:-step] & (bucket[:-step] == bucket[step:]))
        yield _ascending(order[near], order[near + step])
    large, of = order[~small], bucket[~small]
    again = [bands[large, (band + step) % settings.bands] for step in (2, 1)]
    resorted = np.lexsort((large, *again, of))
    large, of = large[resorted], of[resorted]
    near = np.flatnonzero(of[:-1] == of[1:])
    yield _ascending(large[near], large[near + 1])
    head = large[np.flatnonzero(np.diff(of, prepend=-1))]
    heads = np.repeat(head, np.unique(of, return_counts=True)[1])
    yield _ascending(heads[heads != large], large[heads != large])


def _ascending(one: IntArray, other: IntArray) -> tuple[IntArray, IntArray]:
    return np.minimum(one, other), np.maximum(one, other)


def _in_blocks(first: IntArray, second: IntArray, sketch: Bytes) -> Iterator[FloatArray]:
    """The share of agreeing minima of each pair, corrected for bytes that agree by chance."""
    chance = 1 / 256
    for start in range(0, first.size, _CHARACTERS_A_BLOCK // 16):
        block = slice(start, start + _CHARACTERS_A_BLOCK // 16)
        agree = (sketch[first[block]] == sketch[second[block]]).mean(axis=1)
        yield (agree - chance) / (1 - chance)


def _most_alike(pairs: Pairs, count: int, settings: CandidateSettings) -> Pairs:
    """The pairs that are among the most alike of at least one of their two texts."""
    keep = np.zeros(pairs.first.size, dtype=np.bool_)
    for side in (pairs.first, pairs.second):
        order = np.lexsort((pairs.first + pairs.second, -pairs.similarity, side))
        begin = np.concatenate([[0], np.cumsum(np.bincount(side, minlength=count))])
        keep[order] |= np.arange(order.size) - begin[side[order]] < settings.partners
    return pairs[keep]


def _block_jaccard(texts: Sequence[str], first: IntArray, second: IntArray) -> FloatArray:
    """The same for pairs that fit into memory together."""
    wanted, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    characters = encode([texts[index] for index in wanted.tolist()])
    starts, codes = grams(characters, GRAM, characters.codes != 0)
    vocabulary, number = np.unique(codes, return_inverse=True)
    width = max(vocabulary.size, 1)
    own = distinct(characters.text[starts] * width + number)
    begin = np.searchsorted(own, np.arange(wanted.size + 1) * width)
    sizes = np.diff(begin)
    left = _spread(own % width, begin, place[: first.size], width)
    right = _spread(own % width, begin, place[first.size :], width)
    shared = np.bincount(left[_is_in(left, right)] // width, minlength=first.size)
    union = sizes[place[: first.size]] + sizes[place[first.size :]] - shared
    return np.asarray(shared / np.maximum(union, 1), dtype=np.float64)


def _spread(numbers: IntArray, begin: IntArray, rows: IntArray, width: int) -> IntArray:
    """The numbers of each row, one row after another, each made different by the position of its row."""
    counts = begin[rows + 1] - begin[rows]
    pair = np.repeat(np.arange(rows.size), counts)
    within = np.arange(pair.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(pair * width + numbers[begin[rows][pair] + within], dtype=np.int64)


def _is_in(left: IntArray, right: IntArray) -> BoolArray:
    """Which of the sorted `left` are in the sorted `right`?"""
    if not right.size:
        return np.zeros(left.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(right, left), right.size - 1)
    return np.asarray(right[place] == left, dtype=np.bool_)
