"""Which pages are there, and what do they show of records that somebody may not see?"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.access.invitations import invitation
from huiyin.activities.actions import record, withdraw
from huiyin.activities.evidence.filing import file_away, fingerprint
from huiyin.activities.models import Evidence, Import
from huiyin.activities.rules import Entered
from huiyin.trail.actions import Act, append
from huiyin.web.guard import guard_of
from tests.campaign import PEOPLE, TestCampaign
from tests.doors import ledger_planting
from tests.doors.ledger_planting import PlantedLedger, plant_ledger
from tests.doors.role_tables import (
    CLOSED,
    CLOSED_WORD,
    DRAFT,
    FOR_SYSTEMS,
    MAY,
    NOBODY,
    NONE,
    OFFICE,
    OTHER,
    OTHER_WORD,
    OWN,
    OWN_WORD,
    SEES,
)

BESIDE = "旁证"  # stands in every planted record, so that a search for it would find them all
NOT_THERE = "0" * 32
# Of which sort is what an address names: by the page's name, and by what the address has to be filled with.
ABOUT = (
    ("answer-satisfaction", "opinion", "opinion of an answer"),
    ("opinions-import", "record", "given file"),
    ("opinion", "record", "opinion"),
    ("problem-view", "public_id", "view"),
    ("problem", "move/record", "move"),
    ("problem", "record", "problem"),
    ("problem", "file", "file of a problem"),
)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True)
class Object:
    """Something that an address names: what stands in the address, and who may know that it is there."""

    arguments: dict[str, str]
    seen_by: frozenset[str]


@dataclass
class Planted:
    """The small campaign with records that hold a word of their unit, and the objects that addresses name."""

    campaign: TestCampaign
    folder: Path
    ledger: PlantedLedger = field(init=False)
    objects: dict[str, dict[str, Object]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, pattern: URLPattern) -> Mapping[str, Object]:
        """What an address of this page can name."""
        filled = "/".join(sorted(pattern.pattern.converters))
        if not filled:
            return {OWN: Object({}, frozenset({NOBODY, *PEOPLE}))}
        subjects = (about for begins, names, about in ABOUT if name.startswith(begins) and names == filled)
        return self.objects[next(subjects, filled)]

    def client(self, person: str) -> Client:
        """A browser of this person; a fault of the product is an answer with status 500."""
        client = Client() if person == NOBODY else self.campaign.client(person)
        client.raise_request_exception = False
        return client


def pages(urlconf: str | None = None) -> dict[str, URLPattern]:
    """Every page by its name, as Django's own resolver has it."""

    def within(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from within(pattern.url_patterns)
            else:
                yield pattern

    found = list(within(get_resolver(urlconf).url_patterns))
    return {pattern.name or str(pattern.pattern): pattern for pattern in found}


def guards(urlconf: str | None = None) -> dict[str, str]:
    """What each page asks of whoever opens it; "no guard" where its view forgot to say."""
    return {name: str(guard_of(pattern.callback) or "no guard") for name, pattern in pages(urlconf).items()}


def parameters(pattern: URLPattern) -> frozenset[str]:
    """The names that an address of this page has to fill."""
    return frozenset(pattern.pattern.converters)


def plant(campaign: TestCampaign, folder: Path) -> Planted:
    """Records, evidence and imports of two units and of a restricted kind, each with its word; a ledger."""
    planted = Planted(campaign, folder)
    files: dict[str, str] = {}
    for place, person, unit, word in (
        (OWN, "liaison", "liutang", OWN_WORD),
        (OTHER, "other-liaison", "shigu", OTHER_WORD),
    ):
        files[place] = _plant_unit(planted, Planting(place, person, unit, word))
    closed = Entered("one_to_one", "liutang", "2026-09-22", None, "held", {"topic": f"{CLOSED_WORD}{BESIDE}"})
    planted.ids[CLOSED] = _record(planted, "liaison", closed)
    files[CLOSED] = _evidence(planted, CLOSED, CLOSED_WORD)
    planted.ledger = plant_ledger(campaign, folder, planted.ids)
    seen = {OWN: SEES[OWN_WORD], OTHER: SEES[OTHER_WORD], CLOSED: SEES[CLOSED_WORD]}
    planted.objects = {
        "record": _named("record", {place: (planted.ids[place], seen[place]) for place in seen}),
        "file": _named("file", {place: (files[place], seen[place]) for place in seen}),
        "public_id": _imports(planted),
        "public_id/token": _invitations(campaign),
        **_of_the_plan(),
        **_of_the_ledger(planted.ledger),
    }
    return planted


def _named(name: str, things: Mapping[str, tuple[str, frozenset[str]]]) -> dict[str, Object]:
    """These objects by the name that their address fills, and one that is not there."""
    found = {place: Object({name: value}, seen) for place, (value, seen) in things.items()}
    return {**found, NONE: Object({name: NOT_THERE}, frozenset())}


def _of_the_ledger(planted: PlantedLedger) -> dict[str, dict[str, Object]]:
    """Opinions and the board for the office, problems for those whom they concern."""
    seen = {
        OWN: SEES[ledger_planting.OWN_FINDING],
        OTHER: SEES[ledger_planting.OTHER_FINDING],
        DRAFT: SEES[ledger_planting.DRAFT_FINDING],
    }
    problems = {place: (planted.problems[place], seen[place]) for place in seen}
    opinions, groups = planted.opinions, planted.groups
    moves = _named("record", problems)
    return {
        "opinion": _named("record", {OWN: (opinions["own"], OFFICE), OTHER: (opinions["bulk"], OFFICE)}),
        "given file": _named("record", {OWN: (planted.given_file, frozenset({"clerk"}))}),
        "group": _named("group", {OWN: (groups["own"], OFFICE), OTHER: (groups["waiting"], OFFICE)}),
        "decision": _named("decision", {OWN: (planted.decision, OFFICE)}),
        "rerun": _named("rerun", {OWN: (planted.rerun, OFFICE)}),
        "problem": _named("record", problems),
        "move": {
            place: Object({**thing.arguments, "move": "claim"}, thing.seen_by)
            for place, thing in moves.items()
        },
        "file of a problem": _named(
            "file", {place: (file, seen[place]) for place, file in planted.files.items()}
        ),
        # What is not there leads back to the list as well, whose message says so.
        "opinion of an answer": {OWN: Object({"opinion": opinions["own"]}, frozenset({"clerk"}))},
        "view": _named("public_id", {OWN: (planted.view, frozenset({"liaison"}))}),
    }


@dataclass(frozen=True)
class Planting:
    """Whose records are planted, by whom, with which word."""

    place: str
    person: str
    unit: str
    word: str


def _plant_unit(planted: Planted, to: Planting) -> str:
    """Records of several kinds of one unit, one of them withdrawn; the id of a piece of evidence."""
    title = f"{to.word}{BESIDE}"
    entered = {
        to.place: Entered("talk", to.unit, "2026-09-21", None, "held", {"title": title, "audience": 71}),
        f"{to.place} contact": Entered(
            "contact_point", to.unit, "2026-09-21", None, "kept", {"leader": "leader", "target": "east"}
        )
        if to.place == OWN
        else Entered("nothing", to.unit, "2026-09-21"),
        f"{to.place} visit": Entered("visit", to.unit, "2026-09-21", None, "held", {"visitors": [to.person]}),
        f"{to.place} all": Entered(
            "everything",
            to.unit,
            "2026-09-22",
            None,
            "held",
            {"name": title, "story": title, "consent": "yes"},
        ),
        f"{to.place} gone": Entered("talk", to.unit, "2026-09-23", None, "held", {"title": f"{title}撤"}),
    }
    for name, each in entered.items():
        planted.ids[name] = _record(planted, to.person, each)
    outcome = Entered(
        "outcome",
        to.unit,
        "2026-09-21",
        None,
        "done",
        {"sort": "idea", "what": title},
        part_of=planted.ids[f"{to.place} visit"],
    )
    planted.ids[f"{to.place} outcome"] = _record(planted, to.person, outcome)
    withdraw(
        actor=planted.campaign.actor(to.person),
        now=planted.campaign.now,
        record=planted.ids[f"{to.place} gone"],
        version=1,
        reason=title,
    )
    return _evidence(planted, to.place, to.word)


def _record(planted: Planted, person: str, entered: Entered) -> str:
    campaign = planted.campaign
    return record(actor=campaign.actor(person), now=campaign.now, entered=entered)


def _evidence(planted: Planted, place: str, word: str) -> str:
    """A text that says the word, as an accepted upload leaves it; its id."""
    source = planted.folder / f"{place}.txt"
    source.write_text(word, encoding="utf-8")
    sha256 = fingerprint(source)
    file_away(source, sha256=sha256, files=planted.folder / "files")
    row = Evidence(
        record=sha256[:32],
        activity=planted.ids[place],
        name=f"{word}.txt",
        media_type="text/plain",
        sha256=sha256,
        size=source.stat().st_size,
        received_sha256=sha256,
        received=planted.campaign.now,
        account=planted.campaign.account("liaison").public_id,
    )
    append(Act("evidence.add", row.record, row.account, "liaison", 1), [row], now=planted.campaign.now)
    return row.record


def _imports(planted: Planted) -> dict[str, Object]:
    """A file that each liaison gave in through the page, with the word of the unit in a row."""
    found = {}
    for place, person, unit, word in (
        (OWN, "liaison", "柳塘街道", OWN_WORD),
        (OTHER, "other-liaison", "石鼓街道", OTHER_WORD),
    ):
        rows = (
            f"单位,日期,状态,主题\n{unit},2026-09-24,已举办,{word}来自表格\n{unit},不是日期,已举办,{word}\n"
        )
        file = SimpleUploadedFile("table.csv", rows.encode())
        planted.client(person).post(reverse("import-new"), {"kind": "talk", "file": file})
        noted = Import.objects.get(account=planted.campaign.account(person).public_id)
        arguments = {"public_id": noted.public_id}
        found[place] = Object(arguments, frozenset({person, "clerk"}))
    return {**found, NONE: Object({"public_id": NOT_THERE}, frozenset())}


def _of_the_plan() -> dict[str, dict[str, Object]]:
    """What the plan names is open to everybody who may open the page."""
    everybody = frozenset({NOBODY, *PEOPLE})
    named = {
        "kind": ("talk", "no-such-kind"),
        "key": ("shigu", "no-such-unit"),
        "version": ("1", "999"),
        "sequence": ("0", "999999"),
    }
    return {
        name: {
            OWN: Object({name: there}, everybody),
            NONE: Object({name: not_there}, frozenset()),
        }
        for name, (there, not_there) in named.items()
    }


def _invitations(campaign: TestCampaign) -> dict[str, Object]:
    """Signing in ends an invitation: that of the guide is no longer open to the guide."""
    guide = campaign.account("guide")
    token = invitation(actor=campaign.actor("administrator"), account=guide)
    arguments = {"public_id": guide.public_id, "token": token}
    return {
        OWN: Object(arguments, frozenset({NOBODY, *PEOPLE}) - {"guide"}),
        NONE: Object({**arguments, "token": "no-such-token"}, frozenset()),
    }


@dataclass(frozen=True)
class Answer:
    """What came back: its status, where it leads, and all that it says."""

    status: int
    leads_to: str
    body: bytes

    def says(self, word: str) -> bool:
        """Does this word stand in the answer, in a workbook too?"""
        return word.encode() in self.body

    def like(self, thing: Object) -> tuple[int, bytes]:
        """The answer without what differs from address to address and from time to time."""
        body = TOKEN.sub(b"", self.body)
        for value in thing.arguments.values():
            body = body.replace(value.encode(), b"")
        return self.status, body


def ask(client: Client, method: str, address: str, given: Mapping[str, Any] | None = None) -> Answer:
    """Ask for a page; what it writes, and what it would say on the next page, is taken back."""
    client.cookies.pop("messages", None)
    with transaction.atomic():
        asked = client.get if method == "GET" else client.post
        answer: HttpResponseBase = asked(address, given or {})
        said = _body(answer)
        transaction.set_rollback(True)
    return Answer(answer.status_code, answer.headers.get("Location", ""), said)


def _body(answer: HttpResponseBase) -> bytes:
    streamed = getattr(answer, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else bytes(getattr(answer, "content", b""))
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return b"".join(package.read(name) for name in package.namelist())


@dataclass(frozen=True)
class Visit:
    """One cell of the matrix: who asks for which page about what, and how."""

    person: str
    page: str
    place: str
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.page} of {self.place} by {self.person}"


TAKEN = {200, 302, 405, 409, 413, 422}


def faults_of(
    visit: Visit, answer: Answer, asks: str, thing: Object, none: tuple[int, bytes] | None
) -> list[str]:
    """What is wrong with an answer. `none` is `like` of the one to the same request for what is not there."""
    leaks = [
        f"{visit}: says {word}"
        for word, seen in SEES.items()
        if visit.person not in seen and answer.says(word)
    ]
    if asks == FOR_SYSTEMS:
        return leaks + ([] if answer.status in {401, 405} else [f"{visit}: {answer.status} without a key"])
    if visit.person not in MAY[asks]:
        return leaks + _refusal_faults(visit, answer)
    if visit.person in thing.seen_by:
        return leaks + ([] if answer.status in TAKEN else [f"{visit}: {answer.status}"])
    if answer.status not in {404, 405, 410}:
        leaks.append(f"{visit}: {answer.status} for what may not be known")
    if none is not None and answer.like(thing) != none:
        leaks.append(f"{visit}: another answer than for what is not there")
    return leaks


def _refusal_faults(visit: Visit, answer: Answer) -> list[str]:
    if visit.person == NOBODY:
        led = answer.status == 302 and answer.leads_to.startswith(reverse("sign-in"))
        return [] if led else [f"{visit}: {answer.status} and not to the sign-in"]
    return [] if answer.status == 403 else [f"{visit}: {answer.status} and not 403"]
