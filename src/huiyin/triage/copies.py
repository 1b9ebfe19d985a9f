"""Which opinions are near copies of one another, naming the same place, number and road?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.triage.characters import FloatArray, IntArray
from huiyin.triage.copy_candidates import CopySettings, candidates
from huiyin.triage.copy_differences import DifferenceSettings, name_other_things


@dataclass(frozen=True, slots=True)
class CopyPairs:
    a: IntArray
    b: IntArray
    similarity: FloatArray


def near_copies(texts: Sequence[str], *, settings: CopySettings) -> CopyPairs:
    pairs = candidates(texts, settings)
    keep = ~name_other_things(texts, pairs.first, pairs.second, DifferenceSettings())
    return CopyPairs(pairs.first[keep], pairs.second[keep], pairs.similarity[keep])
