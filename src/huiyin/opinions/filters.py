"""Which opinions of a list are asked for?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.activities.filters import units_at
from huiyin.activities.word_search import with_words
from huiyin.opinions.models import Opinion
from huiyin.plan.document import Plan

WORDS_INDEX = "opinion_words"


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; what is left empty narrows nothing.

    `unit` takes the units below it along. `is_placed`: whether it stands in a group of the board, which the
    caller tells with `placed`. `to_board`: whether it is of a channel that is sorted into problems.
    """

    channel: str = ""
    unit: str = ""
    area: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    batch: str = ""
    activity: str = ""
    grew_into: str = ""
    is_placed: bool | None = None
    to_board: bool | None = None
    show_withdrawn: bool = False


def fitting(
    rows: QuerySet[Opinion], filters: Filters, plan: Plan, placed: QuerySet[Any, Any] | None = None
) -> QuerySet[Opinion]:
    """Of these rows, the ones that the filters leave; `placed` gives the ids of those that have a place."""
    rows = _equal(rows, filters)
    if not filters.show_withdrawn:
        rows = rows.filter(is_withdrawn=False)
    if filters.unit:
        rows = rows.filter(unit__in=units_at(plan, filters.unit))
    if filters.since:
        rows = rows.filter(day__gte=filters.since)
    if filters.until:
        rows = rows.filter(day__lte=filters.until)
    if filters.to_board is not None:
        rows = rows.filter(goes_to_board=filters.to_board)
    if filters.is_placed is not None:
        if placed is None:
            raise ValueError("is_placed is asked, and nobody says which have a place")
        # Asked of each row: a list of all that have a place would have to be made first.
        stands = Exists(placed.filter(record=OuterRef("record")))
        rows = rows.filter(stands) if filters.is_placed else rows.filter(~stands)
    return with_words(rows, filters.words, WORDS_INDEX) if filters.words.strip() else rows


def _equal(rows: QuerySet[Opinion], filters: Filters) -> QuerySet[Opinion]:
    """The columns that are simply equal; of those with an index that leaves "" out, "" is excluded too."""
    for column in ("channel", "area"):
        if value := getattr(filters, column):
            rows = rows.filter(**{column: value})
    for column in ("batch", "activity", "grew_into"):
        if value := getattr(filters, column):
            rows = rows.filter(**{column: value}).exclude(**{column: ""})
    return rows
