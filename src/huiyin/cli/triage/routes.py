"""What does a run know of areas and units from past rows? Nothing, unless `past_rows` has learnt it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from huiyin.opinions.files.rows import Row
from huiyin.triage.result import Suggestion

Suggest: TypeAlias = Callable[[Sequence[Row]], list[Suggestion]]


def unsure(rows: Sequence[Row]) -> list[Suggestion]:
    """No suggestion for any row."""
    return [Suggestion()] * len(rows)


def silent(language: str) -> list[str]:
    """Nothing is to be told in any language."""
    del language
    return []


@dataclass(frozen=True, slots=True)
class Routes:
    """How areas and units are suggested, and what a reader must know of it."""

    suggest_areas: Suggest = unsure
    suggest_units: Suggest = unsure
    notes: Callable[[str], list[str]] = silent
    columns: frozenset[str] = frozenset()  # of areas and units, named by a person and found in the past rows
