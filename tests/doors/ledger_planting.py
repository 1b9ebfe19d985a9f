"""Which opinions, groups and problems stand in the campaign of the role matrix, each with words of its own?

A word of each sort is planted once, so that whoever reads it on any page, in any export or table is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.access.queries import SYSTEM as MACHINE
from huiyin.board import actions as board
from huiyin.ledger.actions import describing
from huiyin.ledger.actions.answering import fall_due
from huiyin.ledger.actions.evidence import add_evidence
from huiyin.ledger.actions.follow_ups import follow_up
from huiyin.ledger.actions.viewing import save_view
from huiyin.ledger.deciding.descriptions import Description
from huiyin.opinions import actions as opinions
from huiyin.opinions.rules import Said
from tests.board_room import group_of
from tests.campaign import TestCampaign
from tests.problems import Ledger

# What people said, in title, words and place; what the office makes of it; and who said it.
TITLE, WORDS, PLACE = "青苔暗号", "白鹭暗号", "蒹葭暗号"
RESTATED = "归燕暗号"
NAME, CONTACT = "欧阳密云", "13987654321"
OWN_FINDING, OTHER_FINDING, DRAFT_FINDING = "苇塘事实", "青石事实", "草拟事实"
NOTE, ANSWERED, VIEW, SYSTEM = "内部附注", "答复密语", "私藏视图", "热线密名"
IMPORTED = "入册暗号"
SAID_BY_PEOPLE = (TITLE, WORDS, PLACE, IMPORTED)
GIVERS = (NAME, CONTACT)

# Invented matters that nobody would take for one another.
MATTERS = {
    "own": ("路灯不亮", "路口的路灯坏了一个月，晚上没法走。"),
    "other": ("垃圾堆积", "菜场后门的垃圾两周无人清运，苍蝇很多。"),
    "draft": ("食堂菜价偏高", "午餐菜价偏高，味道一般，种类也少。"),
    "answered": ("会议太多", "一周五个会议，做事的时间没有了，建议合并会议。"),
    "waiting": ("阅览室关门太早", "阅览室六点就关门，上班的人去不了。"),
}


@dataclass
class PlantedLedger:
    """Ids of what was planted, by a name for each."""

    ledger: Ledger
    folder: Path
    opinions: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    decision: str = ""
    rerun: str = ""
    view: str = ""
    token: str = ""
    given_file: str = ""

    @property
    def campaign(self) -> TestCampaign:
        """The campaign."""
        return self.ledger.campaign

    def by(self, person: str) -> Mapping[str, Any]:
        """Who acts, and when."""
        return {"actor": self.campaign.actor(person), "now": self.ledger.now}


def plant_ledger(campaign: TestCampaign, folder: Path, activities: Mapping[str, str]) -> PlantedLedger:
    """Opinions on every road from a voice to an answer; `activities` are the records of the matrix."""
    planted = PlantedLedger(Ledger(campaign), folder)
    _opinions(planted, activities)
    _board(planted)
    _problems(planted, activities)
    _beside(planted)
    return planted


def _said(matter: str, **others: Any) -> Said:
    title, words = MATTERS[matter]
    of_all: dict[str, Any] = {
        "channel": "form",
        "day": "2026-09-21",
        "title": f"{TITLE}{title}",
        "words": f"我是{NAME}，电话{CONTACT}。{WORDS}{words}",
        "place": f"{PLACE}桥头",
        "naming": "named",
        "name": NAME,
        "contact": CONTACT,
    }
    return Said(**(of_all | others))


def _opinions(planted: PlantedLedger, activities: Mapping[str, str]) -> None:
    clerk, liaison = planted.campaign.actor("clerk"), planted.campaign.actor("liaison")
    now, talk, project = planted.ledger.now, activities["own"], activities["own all"]
    said = {
        "own": (liaison, _said("own", unit="liutang", channel="symposium", activity=talk)),
        "other": (clerk, _said("other", unit="shigu", given_id="X-1")),
        **{name: (clerk, _said(name)) for name in ("draft", "answered", "waiting")},
    }
    for name, (actor, each) in said.items():
        planted.opinions[name] = opinions.take_in(actor=actor, now=now, said=each)
    bulk = Said("walks", "2026-09-21", f"{WORDS}楼道杂物多", grew_into=project)
    planted.opinions["bulk"] = opinions.take_in(actor=clerk, now=now, said=bulk)
    [planted.opinions["handed"]] = opinions.hand_over(
        actor=liaison, now=now, records=[activities["own outcome"]]
    )
    words = f"{RESTATED}：路口路灯不亮"
    opinions.restate(actor=clerk, now=now, opinion=planted.opinions["own"], version=1, words=words)


def _board(planted: PlantedLedger) -> None:
    """Everybody in a group of their own; one of them answered on the board."""
    who = planted.by("clerk")
    board.sort_new(**who)
    for name in MATTERS:
        opinion = planted.opinions[name]
        held = [each for each in MATTERS if group_of(planted.opinions[each]) == group_of(opinion)]
        if len(held) > 1:
            board.move(**who, opinion=opinion, to="", reason="另一件事")
        planted.groups[name] = group_of(opinion)
    [planted.decision] = board.answer_on_board(
        **who,
        groups=[planted.groups["answered"]],
        state="noted",
        words=f"{ANSWERED}：已收悉",
        reason=f"{ANSWERED}：不必立项",
    )
    planted.rerun = board.propose_rerun(**who)


def _problems(planted: PlantedLedger, activities: Mapping[str, str]) -> None:
    ledger, groups = planted.ledger, planted.groups
    for name, unit, finding in (
        ("own", "liutang", OWN_FINDING),
        ("other", "shigu", OTHER_FINDING),
        ("draft", "liutang", DRAFT_FINDING),
    ):
        group = groups[name]
        planted.problems[name] = ledger.open(
            [group],
            title=f"{finding}待整改",
            finding=f"{finding}：一处待整改",
            owner_unit=unit,
            place_names={group: f"{finding}第一处"},
        )
    own, other = planted.problems["own"], planted.problems["other"]
    for problem, version in ((own, 1), (other, 1)):
        describing.describe(
            **planted.by("clerk"), problem=problem, version=version, description=Description(note=NOTE)
        )
    ledger.make(own, "assign", "clerk", reason=NOTE)
    ledger.make(other, "assign", "clerk", reason=NOTE, verifier_unit="office")
    ledger.make(own, "receive", "liaison")
    ledger.make(other, "receive", "other-liaison")
    ledger.make(own, "link", "clerk", activities=(activities["own all"],))
    ledger.make(other, "link", "clerk", activities=(activities["own all"],))


def _beside(planted: PlantedLedger) -> None:
    """A week's word and a file of each problem, an answer, a view of a list, a key, a file of opinions."""
    for name, person, finding in (("own", "liaison", OWN_FINDING), ("other", "other-liaison", OTHER_FINDING)):
        who, problem = planted.by(person), planted.problems[name]
        day = planted.ledger.now.date()
        follow_up(**who, problem=problem, week=day, word="blocked", words=f"{finding}：等配件")
        source = planted.folder / f"{name}-shown.txt"
        source.write_text(f"{finding}：已报修", encoding="utf-8")
        planted.files[name] = add_evidence(
            **who, problem=problem, step="work", source=source, name=f"{finding}.txt"
        )
    fall_due(actor=MACHINE, now=planted.ledger.now)
    liaison = planted.campaign.actor("liaison")
    planted.view = save_view(actor=liaison, name=VIEW, page="ledger", question="state=open")
    made = opinions.make_token(**planted.by("administrator"), channel="hotline", name=SYSTEM)
    planted.token = made.secret
    planted.given_file = give_file(planted.campaign.client("clerk"), "待收录")


def give_file(client: Client, matter: str) -> str:
    """A table of opinions with names, given in on the page and not taken in yet; its id."""
    table = f"意见,姓名,电话\n我是{NAME}，{IMPORTED}{matter}的事请办一办,{NAME},{CONTACT}\n不知何日,,\n"
    file = SimpleUploadedFile("table.csv", table.encode())
    answer = client.post(reverse("opinions-import"), {"channel": "form", "day": "2026-09-21", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
