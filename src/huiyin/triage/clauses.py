"""Which clause of a text without a title says best, in its own words, at which place what is the matter?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rjieba

from huiyin.triage.characters import BoolArray, Characters, CodeArray, FloatArray, IntArray, encode, grams
from huiyin.triage.matters import cover

SENTENCE_ENDS = "。！？!?；;…\n"
CLAUSE_ENDS = "，,：:"


@dataclass(frozen=True, slots=True)
class ClauseSettings:
    """How a clause is judged.

    The weights are the coefficients of a ridge regression on 2,777 public messages whose titles were hidden:
    how much of the title (F1 of character pairs) does a clause hold? Clauses chosen so hold .28 of it on the
    half not fitted, the first clause of each text .23, the best clause of each .41.
    """

    read: int = 300  # characters from the start of the text
    longest: int = 30  # characters of a title
    shortest: int = 6  # less says no matter
    matter: float = 0.039  # names a matter
    region: float = 0.075  # names a city, county, town
    place: float = 0.033  # for each other place word
    most_places: int = 3
    purpose: float = 0.054  # says what it wants: 请求, 反映
    rare: float = 0.027  # for words that the text repeats, by their rarity
    rare_span: int = 14  # shorter clauses gain no rarity by being short
    late: float = 0.007  # taken off for each clause before this one
    latest: int = 12
    double: float = 0.016  # taken off where two clauses are taken
    person: float = (
        0.05  # taken off where the giver says who he is; by reading: costs no overlap, says no matter
    )


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """Words of one to four characters by which a clause is judged."""

    matters: Sequence[str]
    regions: Sequence[str]  # 市, 县, 镇
    no_regions: Sequence[str]  # words that only look so: 市场, 小区
    places: Sequence[str]  # 小区, 路, 学校
    purposes: Sequence[str]
    persons: Sequence[str]  # 我是, 家住


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare is each pair of characters in the collection? Sorted packed codes and their weights."""

    bigrams: CodeArray
    weights: FloatArray


@dataclass(frozen=True, slots=True)
class _Spans:
    """Single clauses, then pairs of neighbouring clauses: half-open ranges of characters."""

    start: IntArray
    end: IntArray
    order: IntArray  # which clause of its text each begins with
    is_double: BoolArray


def _is_one_of(characters: Characters, marks: str) -> BoolArray:
    return np.isin(characters.codes, np.array([ord(mark) for mark in marks], dtype=np.uint64))


def _spans(characters: Characters) -> _Spans:
    """All clauses, and all pairs of neighbouring clauses of one sentence."""
    stop = _is_one_of(characters, SENTENCE_ENDS) | (characters.codes == 0)
    ends = np.flatnonzero(stop | _is_one_of(characters, CLAUSE_ENDS))
    starts = np.concatenate(([0], ends[:-1] + 1)) if ends.size else ends
    text = characters.text[ends]
    order = np.arange(ends.size) - np.searchsorted(text, text)
    joined = np.flatnonzero(~stop[ends[:-1]])
    return _Spans(
        start=np.concatenate([starts, starts[joined]]),
        end=np.concatenate([ends, ends[joined + 1]]),
        order=np.concatenate([order, order[joined]]),
        is_double=np.repeat([False, True], [ends.size, joined.size]),
    )


def _sum_inside(values: FloatArray | BoolArray, spans: _Spans) -> FloatArray:
    """The sum of the values of the characters of each span."""
    before = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return np.asarray(before[spans.end] - before[spans.start])


def _runs_inside(mask: BoolArray, spans: _Spans) -> FloatArray:
    """How many runs of marked characters begin in each span?"""
    return _sum_inside(mask & ~np.concatenate(([False], mask[:-1])), spans)


def _rarity(characters: Characters, rarity: Rarity) -> FloatArray:
    """For the pair of characters at each place: its weight times the logarithm of its count in the text."""
    starts, codes = grams(characters, 2)
    values = np.zeros(characters.codes.size)
    if not starts.size or not rarity.bigrams.size:
        return values
    found = np.minimum(np.searchsorted(rarity.bigrams, codes), rarity.bigrams.size - 1)
    weight = np.where(rarity.bigrams[found] == codes, rarity.weights[found], 0.0)
    keys = characters.text[starts].astype(np.uint64) << np.uint64(32) | codes
    _, inverse, count = np.unique(keys, return_inverse=True, return_counts=True)
    values[starts] = weight * np.log2(np.minimum(count, 8))[inverse]
    return values


def _scores(
    characters: Characters, spans: _Spans, words: ClauseWords, rarity: Rarity, settings: ClauseSettings
) -> FloatArray:
    length = spans.end - spans.start
    region = cover(characters, words.regions) & ~cover(characters, words.no_regions)
    score = settings.matter * (_sum_inside(cover(characters, words.matters), spans) > 0)
    score += settings.region * (_sum_inside(region, spans) > 0)
    places = _runs_inside(cover(characters, words.places) & ~region, spans)
    score += settings.place * np.minimum(places, settings.most_places)
    score += settings.purpose * (_sum_inside(cover(characters, words.purposes), spans) > 0)
    rare = _sum_inside(_rarity(characters, rarity), spans)
    score += settings.rare * rare / np.maximum(length, settings.rare_span)
    score -= settings.late * np.minimum(spans.order, settings.latest)
    score -= settings.double * spans.is_double
    score -= settings.person * (_sum_inside(cover(characters, words.persons), spans) > 0)
    # What cannot be a title is taken only where a text has nothing else.
    return np.where((length > settings.longest) | (length < settings.shortest), score - 100.0, score)


def best_clauses(
    texts: Sequence[str], words: ClauseWords, rarity: Rarity, settings: ClauseSettings
) -> list[str]:
    """For each Chinese text its best clause, or two neighbouring ones, as they stand ("" for an empty text).

    A text without punctuation comes back whole, as far as it was read.
    """
    read = [text[: settings.read] for text in texts]
    characters = encode(read)
    if not characters.codes.size:
        return []
    spans = _spans(characters)
    score = _scores(characters, spans, words, rarity, settings)
    text = characters.text[spans.start]
    best = np.lexsort((spans.end, spans.start, -score, text))
    chosen = best[np.searchsorted(text[best], np.arange(len(texts)))]
    offset = np.cumsum([0, *(len(part) + 1 for part in read[:-1])])
    starts, ends = (spans.start[chosen] - offset).tolist(), (spans.end[chosen] - offset).tolist()
    return [part[start:end] for part, start, end in zip(read, starts, ends, strict=True)]


# rjieba's tags before which a place name that ends in 小区 or 路 begins: pronouns, verbs, prepositions, …
_BEFORE_PLACE = frozenset("rvpcuxdytqz")
_LONGEST_NAME = 12


def first_place(text: str, places: frozenset[str], settings: ClauseSettings) -> str:
    """The first place that a text names by a word such as 小区 or 路, with the words before it; else ""."""
    tokens = rjieba.tag(text[: settings.read // 2])
    for number, (word, _) in enumerate(tokens):
        if word not in places and word[-2:] not in places:
            continue
        start = number
        while start > 0 and tokens[start - 1][1][0] not in _BEFORE_PLACE:
            start -= 1
        name = "".join(part for part, _ in tokens[start : number + 1])
        if len(word) + 2 <= len(name) <= _LONGEST_NAME or 3 < len(word) == len(name):
            return name
    return ""
