"""How does a test write problems, groups and opinions as they stand, without the moves that lead there?

For lists and counts, which must hold for any state; what moves do is tested by the moves themselves.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.board.models import Group, Placement, Theme
from huiyin.ledger.actions.word_index import write_words
from huiyin.ledger.models import FollowUp, Place, Problem
from huiyin.opinions.models import Giver, Opinion
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import Act, append_versions
from huiyin.trail.models import Versioned
from tests.campaign import NOW

OPENED = date(2026, 9, 8)
SYSTEM_ACT = Act("test.write", "", "system", "clerk", 1)


def an_id() -> str:
    """The id of a new record."""
    return secrets.token_hex(16)


def _begun(record: str = "", version: int = 1) -> dict[str, Any]:
    return {"record": record or an_id(), "version": version, "entered": NOW, "account": "system"}


def written(rows: Sequence[Versioned], now: datetime = NOW) -> int:
    """Write these versions under one entry, problems with their words."""
    sequence = append_versions(SYSTEM_ACT, rows, now=now)
    problems = [row for row in rows if isinstance(row, Problem)]
    write_words(sequence, problems, current_plan().plan)
    return sequence


def a_problem(number: int, **says: Any) -> Problem:
    """A problem at work in Liutang; say only what the test is about."""
    given = {
        "number": number,
        "title": f"第{number}号问题 路灯不亮",
        "finding": "北苑路的路灯坏了",
        "area": "air",
        "goal": "路灯亮起来",
        "closing_standard": "夜里十点每盏都亮",
        "owner_unit": "liutang",
        "owner_person": "liaison",
        "verifier_unit": "",
        "state": "in_progress",
        "opened_on": OPENED,
        "assigned_on": date(2026, 9, 9),
        "received_on": date(2026, 9, 10),
        "due_original": date(2026, 10, 30),
        "due_current": date(2026, 10, 30),
        "due_from": date(2026, 9, 9),
        "move": "receive",
        "rule": "L05",
        "role": "liaison",
        "person": "liaison",
        "day": date(2026, 9, 10),
        "plan_version": 1,
    }
    return Problem(**(_begun() | given | says))


def the_next(before: Problem, **says: Any) -> Problem:
    """The next version of a problem."""
    own = {"id", "sequence", "position", "salt", "superseded", "ticket"}
    names = [field.attname for field in Problem._meta.concrete_fields if field.attname not in own]
    kept = {name: getattr(before, name) for name in names}
    return Problem(**(kept | {"version": before.version + 1} | says))


def an_opinion(words: str = "北苑路的路灯坏了两个月", **says: Any) -> Opinion:
    """An opinion that somebody without a name gave on a form."""
    given = {"channel": "form", "day": OPENED, "words": words, "plan_version": 1}
    return Opinion(**_begun(), **(given | says))


def a_group(**says: Any) -> Group:
    """A group that waits on the board."""
    return Group(**_begun(), **({"theme": an_id(), "title": "北苑路路灯不亮"} | says))


def a_theme() -> Theme:
    """A theme of the board."""
    return Theme(**_begun(), title="路灯")


@dataclass(frozen=True)
class Heard:
    """A group with its opinions, as they were written."""

    group: Group
    opinions: tuple[Opinion, ...]

    @property
    def ids(self) -> list[str]:
        """The opinions' ids."""
        return [opinion.record for opinion in self.opinions]


def heard(opinions: Sequence[Opinion], *, contacts: Sequence[int] = (), **says: Any) -> Heard:
    """Write opinions that stand in one group; those at the places in `contacts` can be reached."""
    group = a_group(opinions=len(opinions), voices=len(opinions), **says)
    placed = [
        Placement(
            **_begun(opinion.record),
            group=group.record,
            how="triage",
            copy_of=opinions[0].record if at else "",
        )
        for at, opinion in enumerate(opinions)
    ]
    written([group, *opinions, *placed])
    Giver.objects.bulk_create(
        [Giver(opinion=opinions[at].record, sealed=b"sealed", has_contact=True) for at in contacts]
    )
    return Heard(group, tuple(opinions))


def a_place(problem: Problem, group: Group, **says: Any) -> Place:
    """A group as a place of a problem."""
    given = {"problem": problem.record, "group": group.record, "name": "北苑路"}
    return Place(**_begun(), **(given | says))


def a_word(problem: Problem, week: date, word: str = "changed", **says: Any) -> FollowUp:
    """What a unit said of a problem in a week."""
    given: Mapping[str, Any] = {
        "problem": problem.record,
        "unit": problem.owner_unit,
        "week": week,
        "word": word,
        "person": "liaison",
    }
    return FollowUp(**_begun(), **(dict(given) | says))
