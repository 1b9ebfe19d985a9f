"""Which rows are copies of an opinion that is kept, each inside the group of its original?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from huiyin.opinions.files.rows import Row
from huiyin.triage.characters import FloatArray, IntArray
from huiyin.triage.items import Items, earliest_first
from huiyin.triage.vectors import Pairs

NOT_A_COPY = -1


@dataclass(frozen=True, slots=True)
class AlikePairs:
    """Pairs of items that are near copies of each other, with their similarity."""

    pairs: Pairs
    similarity: FloatArray


def _partners(alike: AlikePairs, labels: IntArray) -> dict[int, list[tuple[float, int]]]:
    """The near copies of each item inside its own group: a copy never joins what the groups keep apart."""
    inside = labels[alike.pairs.a] == labels[alike.pairs.b]
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    columns = (alike.pairs.a[inside], alike.pairs.b[inside], alike.similarity[inside])
    for a, b, similarity in zip(*(column.tolist() for column in columns), strict=True):
        found[a].append((similarity, b))
        found[b].append((similarity, a))
    return found


def _original_items(
    items: Items, rows: Sequence[Row], partners: dict[int, list[tuple[float, int]]], *, earlier: int
) -> dict[int, int]:
    """The kept item that each near copy repeats, oldest first: the most similar of those kept before it."""
    by_row = {int(items.row[item]): item for item in partners}
    ordered = [by_row[row] for row in earliest_first(rows, list(by_row), earlier)]
    age = {item: place for place, item in enumerate(ordered)}
    originals: dict[int, int] = {}
    for item in ordered:
        older = [
            (similarity, -age[other], other)
            for similarity, other in partners[item]
            if age[other] < age[item] and other not in originals
        ]
        if older:
            originals[item] = max(older)[2]
    return originals


def originals_of_rows(
    items: Items, rows: Sequence[Row], labels: IntArray, alike: AlikePairs, *, earlier: int
) -> IntArray:
    """For each row the index of the row that it copies, else NOT_A_COPY.

    `labels` is the group of each item. An exact copy repeats the row that stands for its item, or what that
    row repeats.
    """
    of_item = _original_items(items, rows, _partners(alike, labels), earlier=earlier)
    original = np.full(len(rows), NOT_A_COPY, dtype=np.int64)
    for index, item in enumerate(items.item_of_row.tolist()):
        if item < 0:
            continue
        kept = int(items.row[of_item.get(item, item)])
        if kept != index:
            original[index] = kept
    return original
