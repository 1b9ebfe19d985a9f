"""Which opinions, groups and placements fill a campaign as large as the ledger is measured with?

Rows are written in bulk without entries of their own: what is measured reads them and verifies no log.
Everything is invented and drawn from a seed, so that two databases hold the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Model

from huiyin.activities.search_words import written
from huiyin.board.counting import recount
from huiyin.board.models import Group, Placement, Theme
from huiyin.board.rules import GroupState, PlacedBy
from huiyin.opinions.models import Opinion

ROWS_AT_ONCE = 2_000
NOW = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)
PLACES = ("柳塘", "石鼓", "云栖", "景园", "碧水", "柏树", "文昌", "纺织路")
MATTERS = (
    "路灯不亮",
    "垃圾无人清运",
    "违停堵塞通道",
    "噪声扰民",
    "电梯常坏",
    "下水道堵塞",
    "班车太少",
    "办事要跑多次",
)
ENDS = ("请尽快处理", "已有半个月", "多次反映没有结果", "老人出行不便", "希望有人来看看", "影响休息")


@dataclass(frozen=True)
class BoardSize:
    """How much of each there is, and which units and areas of the plan it is about."""

    opinions: int = 50_000
    groups: int = 30_000
    themes: int = 70
    opened: int = 10_000  # groups that stand in problems
    days: int = 200
    units: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    since: date = date(2026, 3, 1)


def fill_board(size: BoardSize = BoardSize(), *, seed: int = 7, sequence: int = 0) -> None:
    """Write opinions, their words, groups, placements and themes, and count them.

    `sequence`: the entry that the rows say they belong to. Most groups hold one opinion, a few hold hundreds.
    """
    _Filling(size, Random(seed), sequence).fill()


class _Filling:
    """One filling, table by table."""

    def __init__(self, size: BoardSize, chance: Random, sequence: int) -> None:
        self._size, self._chance, self._sequence = size, chance, sequence
        self._position = 0

    def fill(self) -> None:
        themes = [self._id() for _ in range(self._size.themes)]
        groups = [self._id() for _ in range(self._size.groups)]
        opinions = [self._id() for _ in range(self._size.opinions)]
        group_of = [*groups, *(self._large(groups) for _ in range(self._size.opinions - len(groups)))]
        self._save(Theme, (self._theme(record, number) for number, record in enumerate(themes)))
        self._save(Group, (self._group(record, number, themes) for number, record in enumerate(groups)))
        self._save(Opinion, (self._opinion(record) for record in opinions))
        self._save(Placement, (self._placement(*pair) for pair in zip(opinions, group_of, strict=True)))
        self._index_words()
        recount()

    def _large(self, groups: list[str]) -> str:
        """A group that holds several: of those in front, the first most often."""
        return groups[min(int(self._chance.paretovariate(0.6)), len(groups)) - 1]

    def _id(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    def _bound(self, version: int = 1) -> dict[str, Any]:
        self._position += 1
        return {
            "sequence": self._sequence,
            "position": self._position,
            "salt": b"0" * 32,
            "version": version,
            "entered": NOW,
            "account": "bench",
        }

    def _about(self) -> dict[str, str]:
        """One unit and area after the other; no chance, so that the rest is drawn as it is without them."""
        given = {"unit": self._size.units, "area": self._size.areas}
        return {column: keys[self._position % len(keys)] for column, keys in given.items() if keys}

    def _theme(self, record: str, number: int) -> Theme:
        return Theme(
            record=record, title=MATTERS[number % len(MATTERS)], is_other=not number, **self._bound()
        )

    def _group(self, record: str, number: int, themes: list[str]) -> Group:
        state = GroupState.OPENED if number < self._size.opened else GroupState.WAITING
        return Group(
            record=record,
            theme=self._chance.choice(themes),
            title=f"{self._chance.choice(PLACES)}{self._chance.choice(MATTERS)}",
            state=state.value,
            heat=self._chance.randrange(1_000),
            **self._about(),
            **self._bound(),
        )

    def _opinion(self, record: str) -> Opinion:
        place, matter = self._chance.choice(PLACES), self._chance.choice(MATTERS)
        return Opinion(
            record=record,
            channel="form",
            day=self._size.since + timedelta(days=self._chance.randrange(self._size.days)),
            title=f"{place}{matter}",
            words=f"{place}{matter}，{self._chance.choice(ENDS)}，{self._chance.choice(ENDS)}。" * 4,
            place=place,
            giver=f"{self._chance.randrange(30_000):032x}",
            plan_version=1,
            **self._about(),
            **self._bound(),
        )

    def _placement(self, record: str, group: str) -> Placement:
        return Placement(
            record=record,
            group=group,
            confidence=self._chance.randrange(400, 1_001),
            how=PlacedBy.TRIAGE.value,
            is_fresh=self._chance.random() < 0.02,
            **self._bound(),
        )

    @staticmethod
    def _save(model: type[Model], rows: Iterable[Model]) -> None:
        rest = iter(rows)
        while piece := list(islice(rest, ROWS_AT_ONCE)):
            model._default_manager.bulk_create(piece)

    def _index_words(self) -> None:
        texts = Opinion.objects.values_list("pk", "title", "words").iterator(chunk_size=ROWS_AT_ONCE)
        with connection.cursor() as cursor:
            while piece := list(islice(texts, ROWS_AT_ONCE)):
                cursor.executemany(
                    "INSERT INTO opinion_words (rowid, words) VALUES (%s, %s)",
                    [(key, written([title, words])) for key, title, words in piece],
                )
