"""What stands in the ledger when somebody looks at its pages in a test, and how do they look?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huiyin.ledger import queries
from huiyin.ledger.actions.evidence import add_evidence
from huiyin.ledger.actions.follow_ups import follow_up
from huiyin.ledger.shown.rows import ProblemRow
from tests.campaign import TestCampaign
from tests.doors.activity_room import Answer
from tests.problems import Ledger

WEEK = timedelta(days=7)


@dataclass
class LedgerRoom:
    """The small campaign with a ledger, and whoever is in the room; the doors' clock is the ledger's."""

    ledger: Ledger
    folder: Path
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def campaign(self) -> TestCampaign:
        """The campaign."""
        return self.ledger.campaign

    def client(self, person: str) -> Client:
        """The browser of this person, who reads English."""
        if person not in self.clients:
            self.clients[person] = self.campaign.client(person, "en")
        return self.clients[person]

    def get(self, address: str, person: str = "clerk") -> Answer:
        """What this person is answered."""
        return self.client(person).get(address)

    def send(self, address: str, given: Mapping[str, Any], person: str = "clerk") -> Answer:
        """What this person is answered to a form."""
        return self.client(person).post(address, dict(given))

    def says(self, problem: str, word: str, words: str = "") -> None:
        """The liaison's word for this week."""
        follow_up(
            actor=self.campaign.actor("liaison"),
            now=self.ledger.now,
            problem=problem,
            week=self.today,
            word=word,
            words=words,
        )

    def shows(self, problem: str, step: str = "claim", by: str = "liaison") -> None:
        """A file that shows it."""
        source = self.folder / "lamp.txt"
        source.write_text(f"三处路灯已修好 {problem} {step}", encoding="utf-8")
        add_evidence(
            actor=self.campaign.actor(by),
            now=self.ledger.now,
            problem=problem,
            step=step,
            source=source,
            name="路灯.txt",
        )

    def claimed(self, places: int = 1, **said: Any) -> str:
        """A problem that its unit says is done."""
        groups = self.ledger.groups(places)
        names = {group: f"第{number}处" for number, group in enumerate(groups, start=1)}
        problem = self.ledger.in_progress(groups, place_names=names, **said)
        self.claim(problem)
        return problem

    def claim(self, problem: str) -> None:
        """Let its unit say that it is done, place by place, with a file."""
        self.shows(problem)
        for place in places_of(self, problem):
            self.ledger.make(problem, "place_done", "liaison", place=place)
        self.ledger.make(problem, "claim", "liaison", words="已修好", acceptance=self.ledger.answers())

    def signed(self, **said: Any) -> str:
        """A problem that three people said yes to."""
        problem = self.claimed(**said)
        self.ledger.make(problem, "check", "guide", words="夜里看过，都亮", acceptance=self.ledger.answers())
        self.ledger.make(problem, "sign", "head")
        return problem

    @property
    def today(self) -> date:
        """The day in the room."""
        return self.ledger.now.date()


def places_of(room: LedgerRoom, problem: str) -> list[str]:
    """The ids of the places of a problem, as the office sees them."""
    view = queries.problem(room.campaign.actor("clerk"), problem, today=room.today)
    return [place.id for place in view.places]


def row(room: LedgerRoom, problem: str) -> ProblemRow:
    """A problem as the office sees it."""
    return queries.problem(room.campaign.actor("clerk"), problem, today=room.today).row


def ledger_room(campaign: TestCampaign, folder: Path, monkeypatch: pytest.MonkeyPatch) -> LedgerRoom:
    """A room whose clock goes on with the ledger."""
    ledger = Ledger(campaign)
    monkeypatch.setattr("django.utils.timezone.now", lambda: ledger.now)
    return LedgerRoom(ledger, folder)


def filled(room: LedgerRoom) -> dict[str, str]:
    """Problems in every state that a reader meets, by a name for each."""
    ledger = room.ledger
    groups = ledger.groups(3)
    names = {group: f"环湖步道第{number}段" for number, group in enumerate(groups, start=1)}
    found = {"late": ledger.open(groups, place_names=names, title="湖边三段步道路灯不亮")}
    ledger.make(found["late"], "assign", "clerk", days=5)
    ledger.make(found["late"], "receive", "liaison")
    room.says(found["late"], "changed", "已报修")
    ledger.make(found["late"], "place_done", "liaison", place=places_of(room, found["late"])[0])
    ledger.later(14)
    room.says(found["late"], "blocked", "缺配件，等厂家发货")
    found["draft"] = ledger.open(ledger.groups(), place_names={}, title="菜市场东门积水", owner_unit="")
    found["assigned"] = ledger.open(title="小区门口乱停车")
    ledger.make(found["assigned"], "assign", "clerk")
    found["returned"] = ledger.open(title="河道有异味")
    ledger.make(found["returned"], "assign", "clerk")
    ledger.make(found["returned"], "return", "liaison", reason="属石鼓街道辖区", proposed_unit="shigu")
    found["in_progress"] = ledger.in_progress(title="公交站缺遮雨棚")
    ledger.make(
        found["in_progress"],
        "ask_extension",
        "liaison",
        reason="设计要重新报批",
        day=room.today + timedelta(days=45),
    )
    found["on_hold"] = ledger.in_progress(title="锅炉房夜间噪声")
    ledger.make(found["on_hold"], "hold", "clerk", reason="等检测报告")
    found["claimed"] = room.claimed(title="垃圾桶满溢")
    found["signed"] = room.signed(title="健身器材松动")
    return found
