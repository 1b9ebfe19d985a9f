"""Which records did the units of Minghu, an invented district, enter in ten weeks, and what did they correct?

Equal seeds, plans and days give equal records. The figures that they come to stand in expected_figures.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import learning_records as learning
import publicity_records as publicity
import service_records as service
import visit_records as visiting
from drawing import Scene

from examples.recording import Change, Correction, Days, Line, Revision, Story, Withdrawal
from huiyin.plan.document import Plan

SEED = 2026
LIAISON_OF = "services"
TRY_KIND = "volunteer_session"
# Kinds that clerks enter from lists which they keep; the units report everything else for themselves.
OFFICE_ENTERS = frozenset({"project", "visit", "visit_outcome", "deed"})
_DEADLINE = "serves: [g3], owner: office, due: "
REVISIONS = (
    Revision(
        week=5,
        before=f"{_DEADLINE}2026-11-30",
        after=f"{_DEADLINE}2026-12-11",
        reason="六个课题要等入冬后的水质数据，调研措施的期限后移",
    ),
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What the record of this number says wrong, or not yet, when it is entered first."""

    key: str
    reason: str
    values: Mapping[str, Any]
    after: int = 4  # working days


SLIPS = (
    Slip("talk-0018", "听众人数多写了一个零", {"audience": 1500}),
    Slip("talk-0047", "计数方法填错", {"counting": "seats"}, after=2),
    Slip("volunteer_session-0033", "服务人数与志愿者人数写反", {"served": 6}),
    Slip("volunteer_session-0150", "按签到名单核对后更正", {"served": 180}, after=7),
    Slip("symposium-0002", "会后与发言人核对完毕", {"read_back": False}),
    Slip("onsite_office-0004", "漏记两件当场办结的事项", {"settled": 0}, after=3),
    Slip("project-0012", "经费单位应为万元", {"cost": "38000"}, after=1),
)
# What is drawn later may name what was drawn before.
PARTS: Sequence[Callable[[Scene], None]] = (
    publicity.kickoffs,
    publicity.role_models,
    publicity.talks,
    publicity.readers,
    publicity.films,
    publicity.pieces,
    publicity.columns,
    publicity.accounts,
    publicity.screens,
    learning.study_plans,
    learning.sessions,
    learning.lectures,
    learning.topics,
    learning.listening,
    learning.one_to_one,
    learning.trainings,
    visiting.contact_points,
    visiting.visits,
    visiting.outcomes,
    visiting.on_site,
    visiting.walks,
    service.initiatives,
    service.projects,
    service.upgrades,
    service.sessions,
    service.nothing_new,
)
# States in which a record stood before it came to the one it has now.
EARLIER = {
    ("initiative", "finished"): ("underway", "点位全部验收", 12),
    ("research_topic", "reported"): ("fieldwork", "报告已交", 14),
    ("film", "shooting"): ("planned", "开机", 6),
    ("film", "screened"): ("shooting", "已在大屏首播", 9),
}


def story(plan: Plan, today: date, seed: int = SEED) -> Story:
    """Everything that is entered, and every change; a record comes on a later day than all that it names."""
    days = Days(plan.campaign.starts, today)
    told = _told(plan, days, seed)
    changes: list[Change] = [*_corrections(told, days), *_withdrawals(days)]
    first = {change.key: change for change in changes if isinstance(change, Correction)}
    lines = [_as_first_told(line) if line.key in first else line for line in [*told, *_mistaken(days)]]
    return Story(
        sorted(lines, key=lambda line: (line.told, line.key)),
        sorted(changes, key=lambda change: (change.told, change.key)),
    )


def _told(plan: Plan, days: Days, seed: int) -> Sequence[Line]:
    """The records as they stand in the end."""
    scene = Scene(plan, days, seed)
    for part in PARTS:
        scene.begin(part.__name__)
        part(scene)
    return scene.lines


def _corrections(told: Sequence[Line], days: Days) -> Iterator[Correction]:
    by_key = {line.key: line for line in told}
    for slip in SLIPS:
        line = by_key[slip.key]
        right = {key: line.values[key] for key in slip.values}
        if right == slip.values:
            raise ValueError(f"nothing was wrong in {slip.key}")
        yield Correction(slip.key, days.after(line.told, slip.after), slip.reason, right)
    for line in told:
        if earlier := EARLIER.get((line.kind, line.state)):
            _, reason, later = earlier
            yield Correction(line.key, days.after(line.told, later), reason, state=line.state)


def _as_first_told(line: Line) -> Line:
    """The record before it was put right."""
    wrong = next((slip.values for slip in SLIPS if slip.key == line.key), {})
    earlier = EARLIER.get((line.kind, line.state), (line.state, "", 0))[0]
    return replace(line, values={**line.values, **wrong}, state=earlier)


def _mistaken(days: Days) -> Sequence[Line]:
    """Records that should never have been made."""
    talk = {"topic": "把小事做到底（预告）", "host": "binhu", "audience": 60}
    session = {"name": "路口引导", "place": "文昌路红绿灯往南五十米", "volunteers": 8, "served": 90}
    return (
        Line("talk-mistaken", days.at(0.4), "talk", "binhu", days.at(0.4), talk),
        Line("session-mistaken", days.at(0.6), "volunteer_session", "yinxing", days.at(0.6), session, "held"),
    )


def _withdrawals(days: Days) -> Sequence[Withdrawal]:
    return (
        Withdrawal("talk-mistaken", days.at(0.46), "这一场改期未办，另行登记"),
        Withdrawal("session-mistaken", days.at(0.7), "与文昌街道同一场活动重复登记"),
    )
