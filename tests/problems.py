"""What is on the board and in the ledger of a test: groups of opinions, problems and their moves?"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from huiyin.access.rules import Actor
from huiyin.board.models import Group, Placement, Theme
from huiyin.board.rules import PlacedBy
from huiyin.ledger.actions.moving import make
from huiyin.ledger.actions.opening import Opening, open_problem
from huiyin.ledger.deciding.facts import Brought
from huiyin.ledger.deciding.policies import acceptance
from huiyin.ledger.models import Problem, ProblemEvidence
from huiyin.ledger.rules import Step
from huiyin.opinions.models import Opinion
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import Act, append_versions
from huiyin.trail.models import NEVER, Versioned
from tests.campaign import TestCampaign

WORDS = "湖边路灯晚上不亮，走路看不清。"
OPENING = Opening(
    title="湖边路灯夜间不亮",
    finding="环湖步道三处路灯夜间不亮",
    goal="路灯夜间常亮",
    closing_standard="连续七晚巡查，三处路灯全部亮着",
    area="air",
    owner_unit="liutang",
)


@dataclass
class Ledger:
    """The ledger of a campaign on a day that goes on when a test says so."""

    campaign: TestCampaign
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.campaign.now

    def later(self, days: int) -> None:
        """So many days go by."""
        self.now += timedelta(days=days)

    def groups(self, number: int = 1, *, theme: str = "") -> list[str]:
        """New groups that wait on the board, each of one opinion; their ids."""
        made: list[str] = []
        rows: list[Versioned] = []
        theme = theme or self.theme()
        for _ in range(number):
            group, opinion = secrets.token_hex(16), secrets.token_hex(16)
            rows += [
                Group(**self._first(group), theme=theme, title=WORDS, opinions=1, voices=1, people=1),
                Placement(**self._first(opinion), group=group, how=PlacedBy.ALONE),
                Opinion(
                    **self._first(opinion),
                    channel="form",
                    day=self.now.date(),
                    words=WORDS,
                    plan_version=1,
                ),
            ]
            made.append(group)
        self._write(rows)
        return made

    def theme(self) -> str:
        """A new theme."""
        record = secrets.token_hex(16)
        self._write([Theme(**self._first(record), title="路灯")])
        return record

    def open(
        self, groups: Sequence[str] = (), *, by: str = "clerk", actor: Actor | None = None, **said: Any
    ) -> str:
        """A problem with these places."""
        opening = replace(OPENING, groups=tuple(groups), **said)
        return open_problem(actor=actor or self.campaign.actor(by), now=self.now, opening=opening)

    def show(self, problem: str, episode: int = 1) -> None:
        """A file that shows the work, without the work of examining one."""
        row = ProblemEvidence(
            **self._first(secrets.token_hex(16)),
            problem=problem,
            episode=episode,
            step=Step.CLAIM,
            name="照片.jpg",
            media_type="image/jpeg",
            sha256="0" * 64,
            size=1,
            received_sha256="0" * 64,
        )
        self._write([row])

    def row(self, problem: str) -> Problem:
        """Its newest version."""
        return Problem.objects.get(record=problem, superseded=NEVER)

    def make(self, problem: str, move: str, by: str, **brought: Any) -> Problem:
        """Make a move as this person; the new version."""
        make(
            actor=self.campaign.actor(by),
            now=self.now,
            problem=problem,
            version=self.row(problem).version,
            move=move,
            brought=Brought(**brought),
        )
        return self.row(problem)

    def in_progress(self, groups: Sequence[str] = (), **said: Any) -> str:
        """A problem that its unit works on."""
        problem = self.open(groups, **said)
        self.make(problem, "assign", "clerk")
        self.make(problem, "receive", "liaison")
        return problem

    def answers(self, answer: str = "yes") -> dict[str, str]:
        """The same answer to every item of the check-list."""
        return {item.key: answer for item in acceptance(current_plan().plan).items}

    def _first(self, record: str) -> dict[str, Any]:
        return {"record": record, "version": 1, "entered": self.now, "account": "system"}

    def _write(self, rows: Sequence[Versioned]) -> None:
        append_versions(Act("test.board", rows[0].record, "system", "machine", 1), rows, now=self.now)
