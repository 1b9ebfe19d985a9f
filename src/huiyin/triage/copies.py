"""Which texts are copies of which, and which only look like copies because they name another place?

Texts are given normalised (`characters.normalise`), title and detail together, in the order in which the
first of several is meant to be the original. Which texts belong together does not depend on that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from huiyin.triage.characters import BoolArray, FloatArray, IntArray
from huiyin.triage.copy_candidates import CandidateSettings, Pairs, candidates
from huiyin.triage.copy_differences import DifferenceSettings, name_other_things
from huiyin.triage.copy_spans import Living, living


@dataclass(frozen=True, slots=True)
class CopySettings:
    """The numbers that decide what a near copy is, each with its reason where it is defined."""

    candidates: CandidateSettings = field(default_factory=CandidateSettings)
    differences: DifferenceSettings = field(default_factory=DifferenceSettings)
    rounds: int = (
        3  # so often those that left a group are looked at again; two things in a group are common, five not
    )


DEFAULT = CopySettings()


@dataclass(frozen=True, slots=True)
class CopyPairs:
    """Pairs of rows that are copies of each other: `first` < `second`, ascending; `similarity` from 0 to 1.

    Not every two copies of one letter are a pair: equal texts are paired with the first of them, and of a
    letter that came very often each copy is paired with its neighbours and with one of all.
    """

    first: IntArray
    second: IntArray
    similarity: FloatArray


def exact_copies(texts: Sequence[str]) -> IntArray:
    """For each row the first row with the same text; itself where it is the first."""
    seen: dict[str, int] = {}
    return np.fromiter((seen.setdefault(text, row) for row, text in enumerate(texts)), np.int64, len(texts))


def near_copies(texts: Sequence[str], *, settings: CopySettings = DEFAULT) -> CopyPairs:
    """The pairs of rows that say the same of one thing, with noise, slips or additions.

    Pairs that name another place, number or road are left out. Texts under three characters are copies
    only of equal ones.
    """
    equal = exact_copies(texts)
    different, row = _different(texts, equal)
    found, refused = _judged(different, living(different, settings.differences.spans), settings)
    found = found[~refused]
    again = np.flatnonzero(equal != np.arange(equal.size))
    ends = row[found.first], row[found.second]
    first = np.concatenate([np.minimum(*ends), equal[again]])
    second = np.concatenate([np.maximum(*ends), again])
    order = np.lexsort((second, first))
    similarity = np.concatenate([found.similarity, np.ones(again.size)])
    return CopyPairs(first[order], second[order], similarity[order])


def originals(texts: Sequence[str], *, settings: CopySettings = DEFAULT) -> IntArray:
    """For each row the first row that it is a copy of; itself where it is an original.

    Rows with one original speak of one thing, even where two are copies of a third that names no place.
    """
    equal = exact_copies(texts)
    different, row = _different(texts, equal)
    table = living(different, settings.differences.spans)
    pairs, refused = _judged(different, table, settings)
    label = _together(pairs, refused, len(different))
    label = _of_one_thing(different, label, table, settings)
    first = np.full(len(different), equal.size, dtype=np.int64)
    np.minimum.at(first, label, row)
    place = np.empty(equal.size, dtype=np.int64)
    place[row] = first[label]
    return np.asarray(place[equal], dtype=np.int64)


def _together(pairs: Pairs, refused: BoolArray, count: int) -> IntArray:
    """A label for each text: the most alike pairs join first, and never what a refused pair keeps apart."""
    root = list(range(count))
    apart: dict[int, set[int]] = {}
    for first, second in zip(pairs.first[refused].tolist(), pairs.second[refused].tolist(), strict=True):
        apart.setdefault(first, set()).add(second)
        apart.setdefault(second, set()).add(first)
    kept = pairs[~refused]
    order = np.lexsort((kept.second, kept.first, -kept.similarity))
    for first, second in zip(kept.first[order].tolist(), kept.second[order].tolist(), strict=True):
        one, other = sorted((_root(root, first), _root(root, second)))
        if one == other or other in apart.get(one, ()):
            continue
        root[other] = one
        for enemy in apart.pop(other, ()):
            apart[enemy] = apart[enemy] - {other} | {one}
            apart.setdefault(one, set()).add(enemy)
    return np.array([_root(root, text) for text in range(count)], dtype=np.int64)


def _root(root: list[int], text: int) -> int:
    while root[text] != text:
        root[text] = root[root[text]]
        text = root[text]
    return text


def _of_one_thing(texts: Sequence[str], label: IntArray, table: Living, settings: CopySettings) -> IntArray:
    """The same labels, where every text of a group speaks of the same thing as the longest, which names most.

    Those that do not leave together and are looked at again among themselves; in the end each for itself.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    for turn in range(settings.rounds + 1):
        order = np.lexsort((-lengths, label))
        begins = np.diff(label[order], prepend=-1) != 0
        longest = np.empty(label.size, dtype=np.int64)
        longest[order] = order[begins][np.cumsum(begins) - 1]
        member = np.flatnonzero(longest != np.arange(label.size))
        ends = member, longest[member]
        pairs = Pairs(np.minimum(*ends), np.maximum(*ends), np.zeros(member.size))
        leaving = member[name_other_things(texts, pairs, table, settings.differences)]
        if not leaving.size:
            break
        label = label.copy()
        label[leaving] = leaving if turn == settings.rounds else _relabelled(label[leaving], leaving)
    return _relabelled(label, np.arange(label.size))


def _relabelled(label: IntArray, member: IntArray) -> IntArray:
    """One new label for all that had the same: its smallest member."""
    kinds, inverse = np.unique(label, return_inverse=True)
    smallest = np.full(kinds.size, member.max(initial=0), dtype=np.int64)
    np.minimum.at(smallest, inverse, member)
    return smallest[inverse]


def _different(texts: Sequence[str], equal: IntArray) -> tuple[list[str], IntArray]:
    """The different texts, sorted, and the first row of each."""
    rows = np.flatnonzero(equal == np.arange(equal.size)).tolist()
    rows.sort(key=texts.__getitem__)
    return [texts[row] for row in rows], np.array(rows, dtype=np.int64)


def _judged(texts: Sequence[str], table: Living, settings: CopySettings) -> tuple[Pairs, BoolArray]:
    """The pairs that are alike, and which of them speak of two things."""
    pairs = candidates(texts, settings.candidates)
    return pairs, name_other_things(texts, pairs, table, settings.differences)
