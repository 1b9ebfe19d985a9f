"""What do tests of the activity pages record with, and how do they read a page?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from django.test import Client
from lxml import html

from huiyin.activities import actions
from huiyin.activities.rules import Entered
from tests.campaign import NOW, TestCampaign

Answer: TypeAlias = Any  # what Django's test client gives has no type of its own
LATER = NOW + timedelta(days=1)  # 1 October 2026, five in the afternoon there
TODAY = date(2026, 10, 1)

# Every type of field that a kind may have, as a browser sends it.
EVERYTHING: Mapping[str, Any] = {
    "unit": "liutang",
    "day": "2026-09-30",
    "last_day": "2026-10-01",
    "state": "held",
    "v-name": "社区服务日",
    "v-story": "上午量血压\n下午修家电",
    "v-copies": "1500",
    "v-hours": "2.5",
    "v-signed": "2026-09-30",
    "v-begins": "08:30",
    "v-consent": "yes",
    "v-public": "no",
    "v-size": "large",
    "v-fields": ["school", "health"],
    "v-page": "https://minghu.example/news/1",
    "v-calls.home": "yes",
    "v-calls.shop": "na",
    "v-speaker": "leader",
    "v-guests": ["文员甲", "主任乙、领导戊"],
    "v-host": "liutang",
    "v-partners": ["shigu"],
    "v-channel": "minghu-tv",
    "v-screen": "screen-1",
    "v-studio": "studio-1",
    "v-area": "air",
    "v-firm": "firm-1",
}
TALK: Mapping[str, Any] = {
    "unit": "liutang",
    "day": "2026-09-30",
    "state": "held",
    "v-title": "反诈宣讲",
    "v-audience": "86",
}


@dataclass(frozen=True)
class Room:
    """The small campaign a day after it began, and whoever is in the room."""

    campaign: TestCampaign
    folder: Path
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, person: str = "liaison") -> Client:
        """The browser of this person, who reads English."""
        if person not in self.clients:
            self.clients[person] = self.campaign.client(person, "en")
        return self.clients[person]

    def get(self, address: str, person: str = "liaison") -> Answer:
        """What this person is answered."""
        return self.client(person).get(address)

    def send(self, address: str, given: Mapping[str, Any], person: str = "liaison") -> Answer:
        """What this person is answered to a form."""
        return self.client(person).post(address, dict(given))

    def recorded(self, kind: str, by: str = "liaison", **said: Any) -> str:
        """A record of this kind, recorded without a page."""
        columns = {
            "unit": "liutang",
            "day": "2026-09-30",
            **{key: said.pop(key) for key in ("unit", "day", "state", "part_of") if key in said},
        }
        return actions.record(
            actor=self.campaign.actor(by), now=LATER, entered=Entered(kind=kind, values=said, **columns)
        )


def page_of(answer: Answer) -> html.HtmlElement:
    """The page, parsed as a browser would."""
    return html.document_fromstring(answer.content.decode())


def text_of(answer: Answer) -> str:
    """All that the page says, blanks as one."""
    return " ".join(page_of(answer).find(".//main").text_content().split())


def shape_of(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, in order."""
    return [
        (str(element.tag), tuple(sorted(element.attrib)))
        for element in page_of(answer).find(".//main").iter()
        if isinstance(element.tag, str)
    ]


def filled_in(answer: Answer) -> dict[str, list[str]]:
    """What stands in the fields of the page's forms that are sent by POST, by name."""
    found: dict[str, list[str]] = {}
    for form in page_of(answer).xpath("//main//form[@method='post']"):
        for name, value in form.form_values():
            found.setdefault(name, []).append(value.removeprefix("\n"))  # as a browser reads a text area
    return found


def record_in(answer: Answer) -> str:
    """The id of the record to which the answer leads."""
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"]).strip("/").split("/")[-1]
