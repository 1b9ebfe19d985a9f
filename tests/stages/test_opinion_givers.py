"""Does the name, the telephone or the sentence of a giver stand anywhere but where it is sealed?"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huiyin.activities.refusals import NotRight
from huiyin.activities.word_search import INDEXES
from huiyin.opinions import actions, sealing
from huiyin.opinions.filters import Filters
from huiyin.opinions.models import Giver, Opinion
from huiyin.opinions.persons_apart import Apart
from huiyin.opinions.queries import for_triage, opinion, page
from huiyin.opinions.rules import Correction, Said
from huiyin.trail.export import write_export
from tests.campaign import TestCampaign

DAY = date(2026, 9, 28)
NAME, PHONE, SENTENCE = "贺兰白露", "13955557777", "我家住柳塘新村3栋2单元501室"
CANARIES = (NAME, PHONE, SENTENCE, "501室", PHONE[-8:])
SEALED = "opinion_giver"
FILE, SHEET, GIVEN_ID = "village-letters.csv", "third-building", "letter-0907"  # ASCII: stands so in JSON


def said(**changes: Any) -> Said:
    one = Said(
        "form",
        DAY,
        f"{NAME}反映：{SENTENCE}，电梯停了，请打{PHONE}。",
        title=f"{NAME}的电梯",
        place=f"{NAME}家",
        naming="named",
        name=NAME,
        contact=PHONE,
        source_file=FILE,
        source_sheet=SHEET,
        given_id=GIVEN_ID,
        source_row=1,
    )
    return dataclasses.replace(one, **changes)


def everything_held() -> Iterator[tuple[str, str]]:
    """Every cell of every table of the database as text, with the table's name."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in (name for name in tables if name not in INDEXES):  # SQLite reads those by search alone
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our tables
            for row in cursor.fetchall():
                for cell in row:
                    raw = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    yield table, raw.decode("utf-8", "replace").replace(" ", "")


def found_in(texts: Iterator[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(place, canary) for place, text in texts for canary in CANARIES if canary in text}


@pytest.fixture
def lived(campaign: TestCampaign) -> TestCampaign:
    """A campaign in which an opinion of that giver went through everything that happens to opinions."""
    clerk, now = campaign.actor("clerk"), campaign.now
    id_ = actions.take_in(actor=clerk, now=now, said=said())
    actions.restate(
        actor=clerk, now=now, opinion=id_, version=1, words=f"{NAME}（{PHONE}）要修电梯", reason=NAME
    )
    actions.correct(
        actor=clerk,
        now=now,
        opinion=id_,
        version=2,
        correction=Correction(place=f"{NAME}的楼"),
        reason=f"电话{PHONE}核实，{NAME}说的",
    )
    actions.see_giver(actor=clerk, now=now, opinion=id_, reason=f"给{NAME}（{PHONE}）回电话")
    actions.withdraw(actor=clerk, now=now, opinion=id_, version=3, reason=f"{SENTENCE}，应{NAME}要求撤回")
    actions.restore(actor=clerk, now=now, opinion=id_, version=4, reason="恢复")
    return campaign


@pytest.mark.usefixtures("lived")
def test_no_table_but_the_sealed_one_holds_a_word_of_it() -> None:
    assert found_in(everything_held()) == set()


@pytest.mark.usefixtures("lived")
def test_the_look_through_all_tables_would_find_a_word_that_stands_open() -> None:
    Giver.objects.update(sealed=NAME.encode())

    assert found_in(everything_held()) == {(SEALED, NAME)}


@pytest.mark.usefixtures("lived")
def test_what_an_auditor_gets_holds_no_word_of_it_nor_of_what_was_said(tmp_path: Path) -> None:
    write_export(tmp_path / "export", tmp_path / "files")

    files = [file for file in (tmp_path / "export").rglob("*") if file.is_file()]
    texts = ((file.name, file.read_text(encoding="utf-8")) for file in files)
    assert found_in(texts) == set()
    contents = (tmp_path / "export" / "contents.jsonl").read_text(encoding="utf-8")
    assert '"table":"opinion"' in contents.replace("\\", "")
    assert "电梯停了" not in contents
    assert Opinion.objects.filter(source_file=FILE, source_sheet=SHEET, given_id=GIVEN_ID).exists()
    assert not [
        text for text in (FILE, SHEET, GIVEN_ID) for file in files if text.encode() in file.read_bytes()
    ]


@pytest.mark.parametrize("words", [NAME, "贺兰", "兰白", PHONE, "501", "3栋2单元"])
def test_no_search_finds_it_by_its_giver(lived: TestCampaign, words: str) -> None:
    clerk = lived.actor("clerk")

    assert page(clerk, Filters(words=words, show_withdrawn=True)).total == 0
    assert page(clerk, Filters(words="电梯", show_withdrawn=True)).total == 1


@pytest.mark.usefixtures("lived")
def test_what_triage_reads_holds_no_word_of_it() -> None:
    told = ((one.record, str(dataclasses.asdict(one))) for one in for_triage())

    assert found_in(told) == set()


def test_what_the_office_reads_holds_no_word_of_it(lived: TestCampaign) -> None:
    [one] = for_triage()

    assert found_in(iter([("view", str(opinion(lived.actor("clerk"), one.record)))])) == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": NAME},
        {"channel": PHONE},
        {"day": PHONE},
        {"unit": f"电话{PHONE}"},
        {"area": SENTENCE},
        {"likes": PHONE + "人"},
        {"naming": f"我是{NAME}，{PHONE}"},
        {"activity": f"电话{PHONE}"},
        {"words": "长" * 20_001 + PHONE},
    ],
)
def test_a_refusal_tells_no_telephone_and_no_address(campaign: TestCampaign, changes: dict[str, Any]) -> None:
    with pytest.raises(NotRight) as refused:
        actions.take_in(actor=campaign.actor("clerk"), now=campaign.now, said=said(**changes))

    told = str(refused.value) + repr(refused.value.faults)
    assert not any(canary in told for canary in (PHONE, SENTENCE, "501室"))


def test_what_is_sealed_opens_with_its_key_alone(settings: Any, campaign: TestCampaign) -> None:
    token = sealing.sealed(Apart(name=NAME, words=SENTENCE), now=campaign.now)
    assert sealing.opened(token) == Apart(name=NAME, words=SENTENCE)

    settings.SECRET_KEY = "another key"  # noqa: S105 -- of a test

    with pytest.raises(sealing.CannotUnseal):
        sealing.opened(token)


def test_a_mark_without_the_key_says_nothing(settings: Any) -> None:
    first = sealing.giver_mark(NAME, PHONE)

    settings.SECRET_KEY = "another key"  # noqa: S105 -- of a test

    assert sealing.giver_mark(NAME, PHONE) != first


def test_what_was_changed_does_not_open(campaign: TestCampaign) -> None:
    token = sealing.sealed(Apart(name=NAME), now=campaign.now)

    with pytest.raises(sealing.CannotUnseal):
        sealing.opened(token[:-2] + b"AA")
