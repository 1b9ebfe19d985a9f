"""Which groups of the board are asked for?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from huiyin.activities.filters import units_at
from huiyin.activities.word_search import with_words
from huiyin.board.models import Group
from huiyin.board.rules import GroupState, Only
from huiyin.board.standing import counted_opinions, placements
from huiyin.plan.document import Plan
from huiyin.trail.models import NEVER


@dataclass(frozen=True)
class BoardFilters:
    """What the board is narrowed to; what is left empty narrows nothing.

    `unit` takes the units below it along. `words`: an opinion of the group has every one of them. `since`:
    somebody spoke on that day or later. `state` "" is those that wait.
    """

    theme: str = ""
    state: str = ""
    area: str = ""
    unit: str = ""
    words: str = ""
    only: str = Only.ALL
    since: date | None = None

    @property
    def queue(self) -> Only:
        """The queue that is asked for; all of it for a word that means none."""
        return Only(self.only) if self.only in set(Only) else Only.ALL


def standing() -> QuerySet[Group]:
    """Groups as they stand, without those that were left empty."""
    return Group.objects.filter(superseded=NEVER, is_withdrawn=False).exclude(state=GroupState.EMPTY)


def fitting(filters: BoardFilters, plan: Plan) -> QuerySet[Group]:
    """The groups that the filters leave, of those in which somebody speaks."""
    state = filters.state or GroupState.WAITING
    rows = Group.objects.filter(superseded=NEVER, is_withdrawn=False, state=state, voices__gt=0)
    equal = {"theme": filters.theme, "area": filters.area}
    rows = rows.filter(**{column: value for column, value in equal.items() if value})
    if filters.unit:
        rows = rows.filter(unit__in=units_at(plan, filters.unit))
    if filters.since:
        rows = rows.filter(last_day__gte=filters.since)
    rows = _of_queue(rows, filters.queue)
    if filters.words.strip():
        spoken = with_words(counted_opinions(), filters.words, "opinion_words").values("record")
        rows = rows.filter(record__in=placements().filter(record__in=spoken).values("group"))
    return rows


def _of_queue(rows: QuerySet[Group], queue: Only) -> QuerySet[Group]:
    match queue:
        case Only.FRESH:
            return rows.filter(fresh__gt=0)
        case Only.SHAKY | Only.SEVERAL:
            return rows.filter(opinions__gt=1)
        case Only.SINGLE:
            return rows.filter(opinions=1)
        case _:
            return rows
