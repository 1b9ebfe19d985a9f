"""Where do two nearly equal texts differ, and does each difference look like noise or like another word?

Seen from the 3-grams that the texts share, for many pairs at once: what lies under no shared gram differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from huiyin.triage.characters import BoolArray, Characters, CodeArray, FloatArray, IntArray, encode, grams
from huiyin.triage.copy_candidates import GRAM, mixed


@dataclass(frozen=True, slots=True)
class SpanSettings:
    """The numbers that decide which differences look like noise; measured with the copies' benchmark."""

    clean_share: float = (
        0.01  # noise-like differences a character, up to which a text counts as carefully written
    )
    foreign_share: float = (
        0.15  # of both texts in phrases that the other has not; beyond it they are two texts
    )
    typo: int = 2  # characters; a longer piece left out or put in is an edit, not noise
    table_bits: int = 23  # the two tables that count how often a 3-gram stands have 2^23 cells


@dataclass(frozen=True, slots=True)
class Change:
    """One place where the texts have `[a_start, a_end)` and `[b_start, b_end)`; one may be empty."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    is_living: bool  # both sides are words that other texts hold too
    is_noise: bool  # looks like a slip
    is_framed: bool  # the same stands before both and behind both


@dataclass(frozen=True, slots=True)
class Case:
    """The pair at position `pair`, its texts and where they differ."""

    pair: int
    a: str
    b: str
    changes: Sequence[Change]
    a_runs: Sequence[Sequence[int]]  # start and end of all that the other text has not
    b_runs: Sequence[Sequence[int]]
    noise: int  # how many differences look like slips
    allowed_noise: float  # up to so many the texts count as carefully written
    is_other_text: bool  # both have whole phrases that the other has not, more than the settings allow


@dataclass(frozen=True, slots=True)
class Living:
    """How often does a 3-gram stand in all texts? Counted by hash in two tables, so never too seldom."""

    counts: Sequence[npt.NDArray[np.uint32]]

    def again(self, codes: CodeArray) -> BoolArray:
        """Which 3-grams stand somewhere beside the place that they were read from?"""
        alive = np.ones(codes.size, dtype=np.bool_)
        for counts, cell in zip(self.counts, _cells(codes, self.counts[0].size), strict=True):
            alive &= counts[cell] > 1
        return alive


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a block of pairs: its characters, and the runs that no shared 3-gram covers."""

    characters: Characters
    begin: IntArray  # of each pair, where its text begins
    end: IntArray
    run_start: IntArray
    run_end: IntArray
    partner: IntArray  # where the gram that starts here starts on the other side; -1 where it is not there

    @property
    def run_pair(self) -> IntArray:
        return np.asarray(self.characters.text[self.run_start], dtype=np.int64)


def living(texts: Sequence[str], settings: SpanSettings) -> Living:
    """How often does each 3-gram stand in the texts?"""
    size = 1 << settings.table_bits
    tables = [np.zeros(size, dtype=np.uint32) for _ in _MULTIPLIERS]
    for start in range(0, len(texts), _TEXTS_A_BLOCK):
        characters = encode(texts[start : start + _TEXTS_A_BLOCK])
        _, codes = grams(characters, GRAM, characters.codes != 0)
        for counts, cell in zip(tables, _cells(codes, size), strict=True):
            np.add.at(counts, cell, np.uint32(1))
    return Living(tables)


_TEXTS_A_BLOCK = 10_000
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)  # odd numbers of xxHash and SplitMix64


def _cells(codes: CodeArray, size: int) -> Iterator[IntArray]:
    for multiplier in _MULTIPLIERS:
        yield ((codes * np.uint64(multiplier)) >> np.uint64(65 - size.bit_length())).astype(np.int64)


def cases(a: Sequence[str], b: Sequence[str], table: Living, settings: SpanSettings) -> Iterator[Case]:
    """The pairs that must be judged one by one: carefully written ones, or with a telling difference."""
    left, right = _sides(a, b)
    match, is_framed = _matched(left, right)
    changed = np.flatnonzero(match >= 0)
    there = match[changed]
    lives = _lives(left, changed, table) & _lives(right, there, table)
    slips = _look_like_slips(left, right, changed, there)
    noise = _noise(left, right, match, changed[~slips], settings)
    allowed = settings.clean_share * np.minimum(left.end - left.begin, right.end - right.begin)
    foreign = np.minimum(_foreign_share(left), _foreign_share(right))
    worth = (noise - 1 <= allowed) | (foreign > 0)
    is_short = left.run_end[changed] - left.run_start[changed] <= _EXCHANGE
    telling = lives | (is_framed[changed] & ~slips & is_short)
    telling |= _is_again(left, right, changed, there) | _are_digits(left, right, changed, there)
    worth[left.run_pair[changed[telling]]] = True
    spans, marks = _spans(left, right, match, np.stack([lives, slips, is_framed[changed]], axis=1))
    edges = [
        np.searchsorted(of, np.arange(len(a) + 1)) for of in (spans[:, 0], left.run_pair, right.run_pair)
    ]
    runs = _runs(left), _runs(right)
    for index in np.flatnonzero(worth).tolist():
        own, a_own, b_own = (slice(edge[index], edge[index + 1]) for edge in edges)
        is_other = foreign[index] > settings.foreign_share
        changes = () if is_other else zip(spans[own, 1:].tolist(), marks[own].tolist(), strict=True)
        yield Case(
            pair=index,
            a=a[index],
            b=b[index],
            changes=[Change(*span, *mark) for span, mark in changes],
            a_runs=[] if is_other else runs[0][a_own].tolist(),
            b_runs=[] if is_other else runs[1][b_own].tolist(),
            noise=int(noise[index]),
            allowed_noise=float(allowed[index]),
            is_other_text=bool(is_other),
        )


def _runs(side: _Side) -> IntArray:
    """Start and end of all runs, each counted from the beginning of its text."""
    return np.stack([side.run_start, side.run_end], axis=1) - side.begin[side.run_pair][:, None]


def _spans(left: _Side, right: _Side, match: IntArray, marks: BoolArray) -> tuple[IntArray, BoolArray]:
    """The changes as rows of pair, start and end on the left, start and end on the right; and their marks."""
    changed = np.flatnonzero(match >= 0)
    there = match[changed]
    found = [left.run_start[changed], left.run_end[changed], right.run_start[there], right.run_end[there]]
    lone, lone_pair = _lone(left, right, match)
    spans = np.concatenate([np.stack(found, axis=1), lone])
    pair = np.concatenate([left.run_pair[changed], lone_pair])
    spans -= np.stack([left.begin, left.begin, right.begin, right.begin], axis=1)[pair]
    marks = np.concatenate([marks, np.tile([False, True, True], (len(lone), 1))])
    order = np.lexsort((spans[:, 0], pair))
    return np.column_stack([pair, spans])[order], marks[order]


def _look_like_slips(left: _Side, right: _Side, runs: IntArray, there: IntArray) -> BoolArray:
    """Which differences are slips: one character for another, or mostly the same characters?"""
    sides = (
        (left, left.run_start[runs], left.run_end[runs]),
        (right, right.run_start[there], right.run_end[there]),
    )
    windows: list[IntArray] = []
    for side, start, end in sides:
        place = start[:, None] + np.arange(_SLIP_WINDOW)
        codes = side.characters.codes[np.minimum(place, side.characters.codes.size - 1)].astype(np.int64)
        windows.append(np.where(place < end[:, None], codes, -1 - len(windows)))
    shared = (windows[0][:, :, None] == windows[1][:, None, :]).any(axis=2).sum(axis=1)
    lengths = [end - start for _, start, end in sides]
    longest = np.maximum(*lengths)
    return np.asarray(
        ((2 * shared >= longest) | (np.minimum(*lengths) == 1)) & (longest <= _SLIP_WINDOW), dtype=np.bool_
    )


_EXCHANGE = 8  # characters: the longest name that one other name stands for
_SLIP_WINDOW = 6  # characters: two slips side by side


def _sides(a: Sequence[str], b: Sequence[str]) -> tuple[_Side, _Side]:
    """Both sides of all pairs; each gram is looked for in the other text of its own pair."""
    left, right = encode(a), encode(b)
    starts, pairs, codes = [], [], []
    for side in (left, right):
        start, code = grams(side, GRAM, side.codes != 0)
        starts.append(start)
        pairs.append(side.text[start])
        codes.append(code)
    is_shared, partner = _partners(np.concatenate(pairs), np.concatenate(codes), starts[0].size)
    places = np.concatenate(starts)
    partner = np.where(partner >= 0, places[partner], -1)
    cut = starts[0].size
    return (
        _side(left, starts[0], is_shared[:cut], partner[:cut]),
        _side(right, starts[1], is_shared[cut:], partner[cut:]),
    )


def _partners(pair: IntArray, codes: CodeArray, cut: int) -> tuple[BoolArray, IntArray]:
    """Which grams stand on both sides of their pair, and with which one each goes: the n-th with the n-th.

    The first `cut` grams stand on the left. Number and place of a gram are sorted as one integer, which is
    much quicker than sorting places by numbers; two grams fall together about once in a block.
    """
    place_bits = np.uint64(max(codes.size, 1).bit_length())
    number = mixed(codes ^ mixed(pair.astype(np.uint64))) >> place_bits
    ordered = np.sort(number << place_bits | np.arange(codes.size, dtype=np.uint64))
    place = (ordered & ((np.uint64(1) << place_bits) - np.uint64(1))).astype(np.int64)
    begins = np.diff(ordered >> place_bits, prepend=np.uint64(0)) != 0
    begins[:1] = True
    group = np.cumsum(begins) - 1
    lefts = np.bincount(group[place < cut], minlength=int(begins.sum()))
    sizes = np.bincount(group, minlength=lefts.size)
    begin = np.cumsum(sizes) - sizes
    within = np.arange(place.size) - begin[group]
    is_left = place < cut
    other = np.where(is_left, within + lefts[group], within - lefts[group])
    is_there = np.where(is_left, other < sizes[group], other < lefts[group])
    partner = np.full(place.size, -1, dtype=np.int64)
    partner[place[is_there]] = place[(begin[group] + other)[is_there]]
    is_shared = np.empty(place.size, dtype=np.bool_)
    is_shared[place] = ((lefts > 0) & (lefts < sizes))[group]
    return is_shared, partner


def _side(characters: Characters, starts: IntArray, is_shared: BoolArray, places: IntArray) -> _Side:
    """One side with its uncovered runs; a text's end counts as covered."""
    size = characters.codes.size
    partner = np.full(size + 1, -1, dtype=np.int64)
    partner[starts] = places
    shared = starts[is_shared]
    edges = np.zeros(size + 1, dtype=np.int64)
    edges += np.bincount(shared, minlength=size + 1) - np.bincount(shared + GRAM, minlength=size + 1)
    ends = characters.codes == 0
    covered = (np.cumsum(edges[:-1]) > 0) | ends
    steps = np.diff(np.concatenate([[1], covered.astype(np.int8), [1]]))
    end = np.flatnonzero(ends)
    begin = np.concatenate([[0], end[:-1] + 1]).astype(np.int64)
    return _Side(characters, begin, end, np.flatnonzero(steps == -1), np.flatnonzero(steps == 1), partner)


def _matched(left: _Side, right: _Side) -> tuple[IntArray, BoolArray]:
    """For each run on the left the run on the right in its place (-1: none), and whether it is framed.

    Two runs stand in the same place when the shared gram before them is the same, or the one behind them; a
    run is framed when both are.
    """
    if not right.run_start.size:
        return np.full(left.run_start.size, -1, dtype=np.int64), np.zeros(left.run_start.size, dtype=np.bool_)
    pair = left.run_pair
    before = left.partner[np.maximum(left.run_start - GRAM, 0)]
    before = np.where(before >= 0, before + GRAM, -1)
    before = np.where(left.run_start == left.begin[pair], right.begin[pair], before)
    behind = np.where(left.run_end == left.end[pair], right.end[pair], left.partner[left.run_end])
    by_start = np.minimum(np.searchsorted(right.run_start, before), right.run_start.size - 1)
    by_end = np.minimum(np.searchsorted(right.run_end, behind), right.run_end.size - 1)
    follows = right.run_start[by_start] == before
    leads = right.run_end[by_end] == behind
    match = np.where(follows, by_start, np.where(leads, by_end, -1))
    return match, follows & leads & (by_start == by_end)


def _lives(side: _Side, runs: IntArray, table: Living) -> BoolArray:
    """Which runs are words that other texts hold too, in the same company?

    One character with both its neighbours (the first of a text with those behind it), two with one neighbour,
    more by every 3-gram in them.
    """
    start, end = side.run_start[runs], side.run_end[runs]
    codes = np.concatenate([side.characters.codes, np.zeros(GRAM, dtype=np.uint64)])
    place = np.arange(codes.size - GRAM + 1)
    triple = codes[place] << np.uint64(32) | codes[place + 1] << np.uint64(16) | codes[place + 2]
    inside = (codes[place] != 0) & (codes[place + 1] != 0) & (codes[place + 2] != 0)
    alive = inside & table.again(triple)
    total = np.concatenate([[0], np.cumsum(alive)])
    is_inner = (end - start == 1) & (start > side.begin[side.run_pair[runs]])
    first = np.where(is_inner, start - 1, start)
    last = np.where(end - start <= GRAM, first + 1, end - GRAM + 1)
    whole = total[np.minimum(last, total.size - 1)] - total[first] == last - first
    two = end - start == 2
    return np.asarray(np.where(two, alive[start] | alive[np.maximum(start - 1, 0)], whole), dtype=np.bool_)


def _is_again(left: _Side, right: _Side, runs: IntArray, there: IntArray) -> BoolArray:
    """Which differences, by length, first and last character the same, come at least twice in their pair?"""
    keys = [left.run_pair[runs]]
    for side, own in ((left, runs), (right, there)):
        start, end = side.run_start[own], side.run_end[own]
        keys += [end - start, *(side.characters.codes[at].astype(np.int64) for at in (start, end - 1))]
    _, inverse, counts = np.unique(np.stack(keys, axis=1), axis=0, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse.reshape(-1)] > 1, dtype=np.bool_)


def _foreign_share(side: _Side) -> FloatArray:
    """Which share of each text lies in runs that are longer than a name?"""
    length = side.run_end - side.run_start
    foreign = np.bincount(
        side.run_pair, weights=np.where(length > _EXCHANGE, length, 0), minlength=side.begin.size
    )
    return np.asarray(foreign / np.maximum(side.end - side.begin, 1), dtype=np.float64)


def _are_digits(left: _Side, right: _Side, runs: IntArray, there: IntArray) -> BoolArray:
    """Which differences put one digit or more for another?"""
    are = np.ones(runs.size, dtype=np.bool_)
    for side, own in ((left, runs), (right, there)):
        total = np.concatenate([[0], np.cumsum(side.characters.is_digit)])
        start, end = side.run_start[own], side.run_end[own]
        are &= total[end] - total[start] == end - start
    return are


def _noise(
    left: _Side, right: _Side, match: IntArray, exchanged: IntArray, settings: SpanSettings
) -> IntArray:
    """How many differences of each pair look like slips: short, and not one whole word for another?"""
    is_noise = (
        left.run_end - left.run_start <= np.where(match < 0, settings.typo, _SLIP_WINDOW)
    ) & _holds_words(left)
    is_noise[exchanged] = False
    free = np.ones(right.run_start.size, dtype=np.bool_)
    free[match[match >= 0]] = False
    free &= (right.run_end - right.run_start <= settings.typo) & _holds_words(right)
    count = left.begin.size
    return np.bincount(left.run_pair[is_noise], minlength=count) + np.bincount(
        right.run_pair[free], minlength=count
    )


def _holds_words(side: _Side) -> BoolArray:
    """Which runs hold a letter or digit, not signs alone?"""
    total = np.concatenate([[0], np.cumsum(side.characters.is_word)])
    return np.asarray(total[side.run_end] > total[side.run_start], dtype=np.bool_)


def _lone(left: _Side, right: _Side, match: IntArray) -> tuple[IntArray, IntArray]:
    """Digits that only one side has, as spans of both sides (one of them empty), and the pair of each."""
    rows, pairs = [np.zeros((0, 4), dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    free = np.ones(right.run_start.size, dtype=np.bool_)
    free[match[match >= 0]] = False
    for side, other, runs in ((left, right, np.flatnonzero(match < 0)), (right, left, np.flatnonzero(free))):
        start, end, pair = side.run_start[runs], side.run_end[runs], side.run_pair[runs]
        digits = np.concatenate([[0], np.cumsum(side.characters.is_digit)])
        before = side.partner[np.maximum(start - GRAM, 0)]
        before = np.where(before >= 0, before + GRAM, -1)
        before = np.where(start == side.begin[pair], other.begin[pair], before)
        whole = (digits[end] - digits[start] == end - start) & (before >= 0)
        spans = [start[whole], end[whole], before[whole], before[whole]]
        rows.append(np.stack(spans if side is left else [*spans[2:], *spans[:2]], axis=1))
        pairs.append(pair[whole])
    return np.concatenate(rows), np.concatenate(pairs)
