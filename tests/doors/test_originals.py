"""Does any road lead somebody to an original, or to who said it, who may not read it?

Pages are looked at by the role matrix; here are exports, searches, commands, the log, other systems' answers,
what the server writes of itself, and every column of the database.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from huiyin.activities.models import Activity
from huiyin.activities.word_search import with_words
from huiyin.board.models import Group, Theme
from huiyin.ledger.models import Problem, SavedView
from huiyin.opinions.models import Giver, Opinion, Unsealing
from huiyin.trail.models import NEVER, Entry
from huiyin.trail.rules import commitment
from tests.campaign import PEOPLE
from tests.doors import ledger_planting as said
from tests.doors.calling import Call
from tests.doors.role_matrix import TOKEN, Answer, Planted, ask, pages
from tests.doors.role_tables import CLOSED_WORD, DRAFT, LIAISONS, OTHER, OWN, SEES

WHO_EXPORTS = ("clerk", "head", "liaison", "other-liaison", "auditor")
LOOKING = ("liaison", "other-liaison", "leader", "guide")
NOT_LOOKING = ("auditor", "custodian", "administrator")
SOUGHT = (
    *(said.TITLE, said.WORDS, said.RESTATED, said.NAME, said.ANSWERED, said.NOTE, CLOSED_WORD),
    *(said.OWN_FINDING, said.OTHER_FINDING, said.DRAFT_FINDING),
)
# As long as the planted words, and nobody's: a search for it finds what a search for nothing finds.
NOBODYS = "乌有之词"
AS_TEXT = {"format": "csv"}  # a workbook says when it was made
TICKET = re.compile(rb'name="ticket" value="[0-9a-f]*"')
# Everything that a form or an address of the product asks for as free words.
TEXTS = (
    *("words", "find", "number", "title", "name", "question", "group", "theme", "after", "problem", "place"),
    *("unit", "area", "channel", "owner_person", "verifier", "batch", "activity", "grew_into", "part_of"),
)
# Where what people said stands, and nowhere else in the database.
ORIGINALS = {
    ("opinion", "title"): "sealed in the log; read through opinions.queries.visible alone",
    ("opinion", "words"): "as above",
    ("opinion", "place"): "as above",
    ("opinion", "restated"): "the office's wording, read where the words are",
    ("opinion_words", "words"): "the index by which the office searches opinions",
    ("board_group", "title"): "made of the words until somebody names it; sealed in the log",
    ("board_theme", "title"): "made of words that several groups share; sealed in the log",
    ("board_rerun", "groups"): "titles of a proposal; sealed in the log",
}
# Indexes of words are asked and not read, as are the tables that SQLite keeps beneath them.
INDEXES: dict[str, Any] = {"activity_words": Activity, "opinion_words": Opinion, "problem_words": Problem}
OF_AN_INDEX = re.compile(f"({'|'.join(INDEXES)})(_.*)?$")


def hidden_from(person: str) -> list[str]:
    """The planted words that this person may not read."""
    return [word for word, seen in SEES.items() if person not in seen]


def said_to(answer: Answer, words: list[str]) -> list[str]:
    """Those of these words that the answer says."""
    return [word for word in words if answer.says(word)]


def test_the_giver_is_told_to_a_clerk_who_says_why_and_to_nobody_else(planted: Planted) -> None:
    address = reverse("opinion-giver", args=[planted.ledger.opinions["own"]])
    entries = Entry.objects.count()

    for person in PEOPLE:
        answer = planted.client(person).post(address, {"reason": "回访"})
        told = [word in answer.content.decode() for word in said.GIVERS]
        assert told == [person == "clerk"] * 2, person
        assert (answer.status_code == 200) == (person == "clerk"), person
    assert Entry.objects.count() == entries + 1
    seen = Unsealing.objects.get()
    assert (seen.account, seen.reason) == (planted.campaign.account("clerk").public_id, "回访")
    for again in (reverse("opinion", args=[planted.ledger.opinions["own"]]), address, reverse("log")):
        assert not said_to(ask(planted.client("clerk"), "GET", again), list(said.GIVERS)), again


def test_without_a_reason_the_giver_is_not_told(planted: Planted) -> None:
    address = reverse("opinion-giver", args=[planted.ledger.opinions["own"]])

    answer = planted.client("clerk").post(address, {"reason": " "})

    assert answer.status_code == 422
    assert not any(word in answer.content.decode() for word in said.GIVERS)
    assert not Unsealing.objects.exists()


def cells(planted: Planted, person: str, page: str, **asked: str) -> list[str]:
    """Every cell of an export, read back; and what the file says of itself."""
    answer = planted.client(person).get(reverse(page), asked)
    assert answer.status_code == 200, (person, page, asked)
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # exports are streamed
    if asked.get("format") == "csv":
        return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheets = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    return [*sheets, *book.sheetnames, *(str(value) for value in vars(book.properties).values())]


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_no_cell_of_an_export_holds_what_its_reader_may_not_read(planted: Planted, format_: str) -> None:
    found: dict[tuple[str, str], str] = {}
    faults = []
    for person in WHO_EXPORTS:
        words = hidden_from(person)
        for page in ("problems-export", "activities-export"):
            for asked in ({}, {"state": "all"}, {"unit": "shigu"}, {"words": said.OTHER_FINDING}):
                text = "\n".join(cells(planted, person, page, format=format_, **asked))
                found[person, page] = found.get((person, page), "") + text
                faults += [f"{page}?{asked} by {person}: {word}" for word in words if word in text]

    assert not faults, "\n".join(faults)
    for person in WHO_EXPORTS:
        own = said.OTHER_FINDING if person == "other-liaison" else said.OWN_FINDING
        assert own in found[person, "problems-export"], person


def test_an_export_of_problems_holds_no_original_even_for_the_office(planted: Planted) -> None:
    text = "\n".join(cells(planted, "clerk", "problems-export"))

    assert not [word for word in (*said.SAID_BY_PEOPLE, *said.GIVERS, said.RESTATED) if word in text]
    assert said.DRAFT_FINDING in text


def alike(body: bytes, word: str) -> bytes:
    """An answer without what the request said itself, and without what differs each time."""
    told = TICKET.sub(b"", TOKEN.sub(b"", body))
    return told.replace(word.encode(), b"").replace(quote(word).encode(), b"")


@pytest.mark.parametrize("people", [LOOKING, NOT_LOOKING], ids=["units", "others"])
def test_a_search_for_a_hidden_word_is_answered_as_one_for_nobody_s_word(
    people: tuple[str, ...], planted: Planted
) -> None:
    """Neither the words come back, nor does the number of what is found tell that somebody said them."""
    faults = [fault for person in people for fault in search_faults(planted, person)]

    assert not faults, "\n".join(faults)


def search_faults(planted: Planted, person: str) -> Iterator[str]:
    """Searches by this person whose answers tell that a hidden word stands somewhere."""
    client, hidden = planted.client(person), [word for word in SOUGHT if word in hidden_from(person)]
    for name, pattern in pages().items():
        if set(pattern.pattern.converters) - {"kind", "key"} or name == "sign-out":
            continue
        address = reverse(name, kwargs=planted.of(name, pattern)[OWN].arguments)
        for asked in (("words",), TEXTS):
            nothing = ask(client, "GET", address, dict.fromkeys(asked, NOBODYS) | AS_TEXT)
            plain = nothing.status, alike(nothing.body, NOBODYS)
            for word in hidden if nothing.status != 403 else ():
                answer = ask(client, "GET", address, dict.fromkeys(asked, word) | AS_TEXT)
                if (answer.status, alike(answer.body, word)) != plain:
                    yield f"{name}?{'&'.join(asked)}={word} by {person}: answered otherwise"


def test_a_search_finds_the_word_for_who_may_read_it(planted: Planted) -> None:
    """Else the one above would find nothing whatever the product did."""
    clerk, liaison = planted.client("clerk"), planted.client("liaison")

    for client, page, word in (
        (clerk, "opinions", said.WORDS),
        (clerk, "board", said.TITLE),
        (liaison, "problems", said.OWN_FINDING),
    ):
        found, nothing = (ask(client, "GET", reverse(page), {"words": each}) for each in (word, NOBODYS))
        assert alike(found.body, word) != alike(nothing.body, NOBODYS), page


@pytest.fixture
def folder(planted: Planted) -> Path:
    """The folder of the campaign, as commands open it."""
    (planted.folder / "huiyin.toml").write_text('language = "zh"\n', encoding="utf-8")
    return planted.folder


@pytest.mark.parametrize("form", ["text", "json"])
def test_why_tells_no_original_and_no_giver_to_anybody(
    form: str, planted: Planted, folder: Path, call: Call
) -> None:
    never = [*said.SAID_BY_PEOPLE, *said.GIVERS, said.RESTATED]
    for person in ("", *PEOPLE):
        who = ("--as", person) if person else ()
        for place in (OWN, OTHER, DRAFT):
            told = call("why", planted.ledger.problems[place], "--format", form, "--dir", folder, *who)
            text = told.out + told.err
            assert not [word for word in never if word in text], (person, place)
            if person:
                assert not [word for word in hidden_from(person) if word in text], (person, place)
            finding = {OWN: said.OWN_FINDING, OTHER: said.OTHER_FINDING, DRAFT: said.DRAFT_FINDING}[place]
            may = not person or person in SEES[finding]
            assert (told.status == 0) == may, (person, place, told)
            assert (finding in told.out) == may, (person, place)


def exported(folder: Path, call: Call, into: Path, *who: str) -> tuple[str, list[dict[str, Any]]]:
    """All that stands in the export of the campaign as one text, and its contents."""
    made = call("export", into, "--dir", folder, *who)
    assert made.status == 0, made
    lines = [json.loads(line) for line in (into / "contents.jsonl").read_text("utf-8").splitlines()]
    contents = [{**line, "content": json.loads(line["content"])} for line in lines]
    files = [path.read_bytes().decode("utf-8", "replace") for path in into.rglob("*") if path.is_file()]
    names = [str(path) for path in into.rglob("*")]
    return "\n".join([json.dumps(contents, ensure_ascii=False), *files, *names]), contents


def test_the_auditor_s_export_binds_what_was_said_and_does_not_tell_it(
    planted: Planted, folder: Path, call: Call, tmp_path_factory: pytest.TempPathFactory
) -> None:
    into = tmp_path_factory.mktemp("auditor") / "export"

    text, contents = exported(folder, call, into, "--as", "auditor")

    never = (*said.SAID_BY_PEOPLE, *said.GIVERS)
    assert not [word for word in never if word in text]
    titles = Theme.objects.filter(is_other=False).values_list("title", flat=True)
    assert titles
    assert not [title for title in titles if title in text]
    assert said.OWN_FINDING in text
    row = Opinion.objects.get(record=planted.ledger.opinions["own"], superseded=NEVER)
    [line] = [
        line for line in contents if (line["sequence"], line["position"]) == (row.sequence, row.position)
    ]
    assert line["content"]["words"] == commitment(bytes(row.salt), row.words.encode()).hex()
    assert bytes(row.salt).hex() == line["salt"]


def test_a_name_that_the_office_gives_to_a_group_is_as_sealed_as_the_machine_s(
    planted: Planted, folder: Path, call: Call, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The form begins with the machine's title, which is made of what people said."""
    address = reverse("board-decide")
    given = {"act": "rename", "group": planted.ledger.groups["waiting"], "title": f"{said.TITLE}阅览室"}
    assert planted.client("clerk").post(address, given).status_code == 302
    assert Group.objects.filter(superseded=NEVER, title=given["title"]).exists()

    text, _ = exported(folder, call, tmp_path_factory.mktemp("auditor") / "export", "--as", "auditor")

    assert said.TITLE not in text


def test_no_page_of_the_log_says_a_planted_word(planted: Planted) -> None:
    newest, faults = Entry.objects.count(), []
    for person in ("custodian", "auditor", "administrator", "head"):
        client = planted.client(person)
        addresses = [reverse("log"), *(reverse("log-entry", args=[at]) for at in range(newest))]
        for address in addresses:
            answer = ask(client, "GET", address)
            assert answer.status == 200, address
            faults += [f"{address} by {person}: {word}" for word in said_to(answer, list(SEES))]

    assert not faults, "\n".join(faults)


def test_another_system_is_told_nothing_of_what_it_or_others_said(
    planted: Planted, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nor does the server write any of it of itself, whatever is wrong with what was sent."""
    cache.clear()
    caplog.set_level(logging.DEBUG)
    right = {"words": f"我是{said.NAME}，{said.WORDS}", "day": "2026-09-21", "title": said.TITLE}
    named = {**right, "name": said.NAME, "contact": said.CONTACT, "naming": "named", "id": "X-1"}
    secret = said.NAME + said.CONTACT
    bodies: list[Any] = [
        *(
            right,
            [right, named],
            {**named, "day": secret},
            {**named, secret: secret},
            [{**named, "unit": secret}],
        ),
        *({**named, "channel": secret}, {**named, "likes": secret}, {**named, "activity": secret}, secret),
    ]
    client = Client(enforce_csrf_checks=True)
    statuses = []
    for body in [*bodies, f"{{{secret}"]:
        text = body if body is bodies[-1] or isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        for token in (planted.ledger.token, "wrong"):
            answer = client.post(
                reverse("api-opinions"),
                text,
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )
            statuses.append(answer.status_code)
            told = answer.content.decode() + json.dumps(dict(answer.headers))
            assert not [word for word in (*said.SAID_BY_PEOPLE, *said.GIVERS) if word in told], body
    planted.client("clerk").post(reverse("opinion-giver", args=["0" * 32]), {"reason": secret})
    planted.client("clerk").post(reverse("opinion-new"), {"v0-words": said.WORDS, "v0-name": said.NAME})

    assert {201, 401, 422} <= set(statuses)
    assert not [status for status in statuses if status >= 500]
    kept = "\n".join(
        [caplog.text, *(repr(vars(record)) for record in own_records(caplog)), *capfd.readouterr()]
    )
    assert not [word for word in (*said.SAID_BY_PEOPLE, *said.GIVERS) if word in kept]


def own_records(caplog: pytest.LogCaptureFixture) -> Iterator[logging.LogRecord]:
    """What is logged, without Django's debugging of its database, which no campaign switches on."""
    yield from (record for record in caplog.records if not record.name.startswith("django.db"))


def columns_with(word: str) -> set[tuple[str, str]]:
    """Every table and column of the database in which this word stands; an index of words is asked for it."""
    found = {
        (table, "words")
        for table, model in INDEXES.items()
        if with_words(model.objects.all(), word, table).exists()
    }
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor, include_views=True))
        for table in sorted(each for each in tables if not OF_AN_INDEX.match(each)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- its own names
            names = [each[0] for each in cursor.description]
            for row in cursor.fetchall():
                texts = zip(names, map(_as_text, row), strict=True)
                found |= {(table, name) for name, text in texts if word in text}
    return found


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return text + text.encode("ascii", "ignore").decode("unicode_escape", "ignore") if "\\u" in text else text


def taken_in_from_a_file(planted: Planted) -> None:
    """Opinions with names from a table, as the page takes them in."""
    address = reverse("opinions-import-decide", args=[planted.ledger.given_file])
    assert planted.client("clerk").post(address).status_code == 302
    assert Opinion.objects.filter(words__contains=said.IMPORTED).exists()


def test_name_and_contact_stand_in_no_column_of_the_database(planted: Planted) -> None:
    taken_in_from_a_file(planted)
    seen = reverse("opinion-giver", args=[planted.ledger.opinions["own"]])
    planted.client("clerk").post(seen, {"reason": f"回访{said.NAME}，{said.CONTACT}"})

    assert Giver.objects.count() > len(said.MATTERS)
    assert {word: columns_with(word) for word in said.GIVERS} == {word: set() for word in said.GIVERS}


def test_what_people_said_stands_in_the_columns_that_are_named_here_alone(planted: Planted) -> None:
    taken_in_from_a_file(planted)

    found = {word: columns_with(word) for word in (*said.SAID_BY_PEOPLE, said.RESTATED)}

    assert set().union(*found.values()) <= set(ORIGINALS), found
    assert found[said.WORDS] == {("opinion", "words"), ("opinion_words", "words")}
    assert {("opinion", "title"), ("board_group", "title")} <= found[said.TITLE]


def test_a_word_in_any_other_column_would_be_found(planted: Planted) -> None:
    SavedView.objects.filter(public_id=planted.ledger.view).update(question=said.NAME)

    assert columns_with(said.NAME) == {("saved_view", "question")}


def test_liaisons_reach_nothing_of_what_they_took_in_themselves(planted: Planted) -> None:
    """The liaison took one in and handed a record over: neither is theirs to read afterwards."""
    for person in sorted(LIAISONS | {"leader", "guide"}):
        client = planted.client(person)
        for opinion in planted.ledger.opinions.values():
            for page in (
                "opinion",
                "opinion-restate",
                "opinion-correct",
                "opinion-withdraw",
                "opinion-giver",
            ):
                for method in ("GET", "POST"):
                    answer = ask(client, method, reverse(page, args=[opinion]), {"reason": "看看"})
                    assert answer.status in {403, 404}, (person, page)
                    assert not said_to(answer, [*said.SAID_BY_PEOPLE, *said.GIVERS, said.RESTATED])
