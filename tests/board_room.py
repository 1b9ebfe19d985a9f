"""Which opinions are there in a test of the board, and what do its tables say of them?"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiyin.board.models import Group, Placement, Theme
from huiyin.board.rules import GroupState
from huiyin.opinions.models import Opinion
from huiyin.trail.actions import Act, append_versions
from huiyin.trail.models import NEVER
from tests.campaign import NOW, TestCampaign

HEARD = Act("opinion.take_in_many", "test", "test", "clerk", 1)
# Invented: the same matter said otherwise each time, and matters that stand alone. None names a place, so
# that they are compared by their words alone, which needs no large collection to tell what is usual.
FORMS = (
    ("同样的表格填了三遍", "同样的表格每个月要填三遍，数据系统里都有，建议少填表格。"),
    ("表格重复填报太多", "表格重复填报太多，同样的数据每个月填三遍，希望少填表格。"),
    ("每个月重复填表格", "每个月重复填同样的表格，系统里的数据能不能直接用，少填几遍表格。"),
)
MEETINGS = (
    ("会议太多太长", "会议太多太长，一周五个会议，真正做事的时间没有了，建议合并会议。"),
    ("建议合并会议", "一周五个会议，会议太多太长，建议合并会议，留出做事的时间。"),
)
ALONE = (
    ("食堂菜价偏高", "午餐菜价偏高，味道一般，种类也少。"),
    ("Longer opening hours", "The reading room closes at six; please keep it open until nine."),
)


def hear(said: Sequence[tuple[str, str]], **columns: Any) -> list[str]:
    """Take these (title, words) in as opinions; their ids."""
    given: dict[str, Any] = {
        "channel": "form",
        "day": date(2026, 9, 20),
        "entered": NOW,
        "account": "test",
        "plan_version": 1,
    }
    rows = [
        Opinion(record=secrets.token_hex(16), version=1, title=title, words=words, **(given | columns))
        for title, words in said
    ]
    append_versions(HEARD, rows, now=NOW)
    return [row.record for row in rows]


def take_back(opinion: str, *, is_withdrawn: bool = True) -> None:
    """Withdraw an opinion, or let it count again."""
    row = Opinion.objects.get(record=opinion, superseded=NEVER)
    row.pk, row.version, row.is_withdrawn, row.superseded = None, row.version + 1, is_withdrawn, NEVER
    append_versions(Act("opinion.withdraw", opinion, "test", "clerk", 1), [row], now=NOW)


def by(campaign: TestCampaign, person: str = "clerk") -> dict[str, Any]:
    """Who acts, and when."""
    return {"actor": campaign.actor(person), "now": campaign.now}


def group_of(opinion: str) -> str:
    """Where an opinion stands."""
    return Placement.objects.get(record=opinion, superseded=NEVER).group


def parts() -> set[frozenset[str]]:
    """The opinions of each group, whatever the groups are called."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in Placement.objects.filter(superseded=NEVER):
        found[row.group].add(row.record)
    return {frozenset(members) for members in found.values()}


def counted_columns() -> Mapping[str, tuple[Any, ...]]:
    """What the groups and themes say of themselves."""
    groups = Group.objects.filter(superseded=NEVER).values_list(
        *("record", "opinions", "voices", "people", "least_confidence", "fresh", "first_day", "last_day")
    )
    themes = Theme.objects.filter(superseded=NEVER).values_list("record", "groups", "opinions", "heat")
    return {row[0]: tuple(row[1:]) for row in (*groups, *themes)}


def counted_by_hand() -> Mapping[str, tuple[Any, ...]]:
    """The same, counted one by one from opinions and placements."""
    opinions = {row.record: row for row in Opinion.objects.filter(superseded=NEVER)}
    held: dict[str, list[Placement]] = defaultdict(list)
    for place in Placement.objects.filter(superseded=NEVER):
        said = opinions[place.record]
        if said.goes_to_board and not said.is_withdrawn:
            held[place.group].append(place)
    found: dict[str, tuple[Any, ...]] = {}
    groups = list(Group.objects.filter(superseded=NEVER))
    for group in groups:
        rows = held[group.record]
        days = [opinions[row.record].day for row in rows]
        givers = [opinions[row.record].giver for row in rows]
        found[group.record] = (
            len({row.copy_of or row.record for row in rows}),
            len(rows),
            len({giver for giver in givers if giver}) + givers.count(""),
            min((row.confidence for row in rows), default=1000),
            sum(row.is_fresh for row in rows),
            min(days, default=None),
            max(days, default=None),
        )
    for theme in Theme.objects.filter(superseded=NEVER):
        waiting = [
            group
            for group in groups
            if group.theme == theme.record and group.state == GroupState.WAITING and group.voices
        ]
        found[theme.record] = (
            len(waiting),
            sum(group.voices for group in waiting),
            max((group.heat for group in waiting), default=0),
        )
    return found
