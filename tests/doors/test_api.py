"""Can another system hand opinions in, and does it learn nothing but that they were taken in?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from huiyin.api import opinions as api
from huiyin.api.refusals import SAYS_OTHERWISE
from huiyin.opinions import actions, queries
from huiyin.opinions.filters import Filters
from huiyin.opinions.rows import OpinionRow
from tests.doors.activity_room import LATER, Answer, Room

ADDRESS = "/api/v1/opinions"
WORDS = "柳塘东路的路灯坏了一个月，晚上没法走。"
NAME, CONTACT = "林小满", "13800138000"
ONE = {"words": WORDS, "day": "2026-09-30"}


@dataclass(frozen=True)
class System:
    """Another system with a token for the hotline's channel."""

    room: Room
    token: str
    client: Client

    def send(self, body: Any, *, token: str | None = None, **headers: str) -> Answer:
        """What it is answered."""
        text = body if isinstance(body, str | bytes) else json.dumps(body, ensure_ascii=False)
        bearer = {"Authorization": f"Bearer {self.token if token is None else token}"}
        kind = headers.pop("content_type", "application/json")
        return self.client.post(ADDRESS, text, content_type=kind, headers={**bearer, **headers})

    @property
    def held(self) -> tuple[OpinionRow, ...]:
        """The opinions that count."""
        return queries.page(self.room.campaign.actor("clerk"), Filters()).rows


def ids_in(answer: dict[str, Any]) -> list[str]:
    """The ids of what was taken in or was here, in their order."""
    return [each["id"] for each in answer["taken_in"]]


@pytest.fixture
def system(room: Room) -> System:
    """The system of the service line."""
    cache.clear()
    made = actions.make_token(
        actor=room.campaign.actor("administrator"), now=LATER, channel="hotline", name="热线"
    )
    client = Client(enforce_csrf_checks=True)
    client.raise_request_exception = False
    return System(room, made.secret, client)


def test_one_opinion_is_taken_in(system: System) -> None:
    answer = system.send({**ONE, "id": "H-1", "unit": "liutang", "likes": 3})

    assert answer.status_code == 201
    assert answer.json()["taken_in"] == [{"id": system.held[0].record, "given_id": "H-1", "added": True}]
    row = system.held[0]
    assert (row.words, row.channel, row.unit, row.likes) == (WORDS, "hotline", "liutang", 3)
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_the_log_says_that_a_system_handed_it_in(system: System) -> None:
    system.send(ONE)

    page = system.room.campaign.client("clerk").get("/log/")

    assert page.status_code == 200
    assert "报送意见的系统" in page.content.decode()


def test_a_list_is_answered_in_its_order_and_again_adds_nothing(system: System) -> None:
    sent = [{**ONE, "id": f"H-{number}", "words": f"{WORDS}第{number}处"} for number in range(3)]

    first, second = system.send(sent).json(), system.send(sent).json()

    assert [each["given_id"] for each in first["taken_in"]] == ["H-0", "H-1", "H-2"]
    assert ids_in(second) == ids_in(first)
    assert [each["added"] for each in first["taken_in"]] == [True] * 3
    assert [each["added"] for each in second["taken_in"]] == [False] * 3
    assert len(system.held) == 3


def test_a_key_of_the_request_lets_it_be_sent_again(system: System) -> None:
    sent = [ONE, {**ONE, "words": "另一件事"}]

    first = system.send(sent, **{"Idempotency-Key": "abc"}).json()
    again = system.send(sent, **{"Idempotency-Key": "abc"}).json()
    other = system.send(sent, **{"Idempotency-Key": "abd"}).json()

    assert ids_in(again) == ids_in(first)
    assert not set(ids_in(other)) & set(ids_in(first))
    assert len(system.held) == 4
    assert {row.given_id for row in system.held} == {""}


@pytest.mark.parametrize(
    "other",
    [
        {**ONE, "words": "另一件事"},
        [ONE, {**ONE, "words": "另一件事"}],
        {**ONE, "words": "另一件事", "id": "H-9"},
    ],
)
def test_a_key_of_the_request_is_refused_with_another_body(system: System, other: Any) -> None:
    system.send(ONE, **{"Idempotency-Key": "abc"})

    answer = system.send(other, **{"Idempotency-Key": "abc"})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == SAYS_OTHERWISE
    assert [row.words for row in system.held] == [WORDS]


def test_a_key_that_is_too_long_is_refused_and_not_cut(system: System) -> None:
    longest = "k" * api.KEY_CHARACTERS

    statuses = [system.send(ONE, **{"Idempotency-Key": key}).status_code for key in (longest, longest + "1")]

    assert statuses == [201, 400]
    assert len(system.held) == 1


def test_the_same_key_of_two_tokens_is_two_keys(system: System) -> None:
    actor = system.room.campaign.actor("administrator")
    second = actions.make_token(actor=actor, now=LATER, channel="hotline", name="二号热线")

    statuses = [
        system.send({**ONE, "words": words}, token=token, **{"Idempotency-Key": "abc"}).status_code
        for words, token in (("一件事", system.token), ("另一件事", second.secret))
    ]

    assert statuses == [201, 201]
    assert len(system.held) == 2


def test_an_id_that_another_token_gave_is_told_to_be_here_already(system: System) -> None:
    actor = system.room.campaign.actor("administrator")
    second = actions.make_token(actor=actor, now=LATER, channel="hotline", name="二号热线")
    system.send({**ONE, "id": "1"})

    answer = system.send([{**ONE, "id": "1"}, {**ONE, "id": "2"}], token=second.secret)

    assert [each["added"] for each in answer.json()["taken_in"]] == [False, True]
    assert len(system.held) == 2


@pytest.mark.parametrize("id_", ["H\ud800-1", "H\x00-1", "\x00H-1\udfff"])
def test_an_id_is_kept_without_signs_that_nobody_sees(system: System, id_: str) -> None:
    answer = system.send(json.dumps({**ONE, "id": id_}))

    assert answer.status_code == 201
    assert [row.given_id for row in system.held] == ["H-1"]


def test_names_go_apart_from_the_words(system: System) -> None:
    system.send({**ONE, "words": f"我是{NAME}，{WORDS}", "name": NAME, "contact": CONTACT})

    row = system.held[0]
    assert row.naming == "named"
    assert row.has_contact
    assert NAME not in row.words


@pytest.mark.parametrize("token", ["", "x", "x.y", f"{'0' * 32}.secret"])
def test_every_bad_token_is_answered_alike_and_nothing_is_read(system: System, token: str) -> None:
    answer = system.send("{not json", token=token)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.content == system.client.post(ADDRESS, "", content_type="text/plain").content


def test_an_ended_token_is_a_bad_one(system: System) -> None:
    administrator = system.room.campaign.actor("administrator")
    actions.end_token(actor=administrator, now=LATER, token=queries.tokens(administrator)[0].id)

    assert system.send(ONE).status_code == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{not json", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("words=x", "application/x-www-form-urlencoded", 415),
        (json.dumps({**ONE, "channel": "form"}), "application/json", 403),
        (json.dumps([ONE] * 501), "application/json", 413),
        (json.dumps([{**ONE, "words": "字" * 700_000}], ensure_ascii=False), "application/json", 413),
        ("[]", "application/json", 422),
        ('"words"', "application/json", 422),
        ("[[]]", "application/json", 422),
    ],
)
def test_what_cannot_be_taken_in_is_refused_as_a_problem(
    system: System, body: str, kind: str, status: int
) -> None:
    answer = system.send(body, content_type=kind)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert system.held == ()


def test_every_fault_is_told_by_index_and_field_without_a_value(system: System) -> None:
    secret = f"{NAME}{CONTACT}"
    sent = [
        ONE,
        {**ONE, "day": secret},
        {"day": "2027-01-01", "unit": secret, "name": secret, "naming": secret},
    ]

    answer = system.send(sent)

    assert answer.status_code == 422
    told = {(each["index"], each["field"], each["code"]) for each in answer.json()["errors"]}
    assert {(1, "day", "not_a_day"), (2, "words", "missing"), (2, "day", "in_the_future")} <= told
    assert {(2, "unit", "no_such_name")} <= told
    assert {each["pointer"] for each in answer.json()["errors"]} >= {"#/1/day", "#/2/words"}
    assert NAME not in answer.content.decode()
    assert CONTACT not in answer.content.decode()
    assert system.held == ()


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({**ONE, "words": 3}, "words", "not_text"),
        ({**ONE, "likes": "3"}, "likes", "not_whole"),
        ({**ONE, "likes": True}, "likes", "not_whole"),
        ({**ONE, "likes": -1}, "likes", "too_small"),
        ({**ONE, NAME: "x"}, "", "unknown_field"),
        ({**ONE, "naming": "named"}, "naming", "missing"),
    ],
)
def test_a_field_of_the_wrong_shape_is_told(
    system: System, row: dict[str, Any], field: str, code: str
) -> None:
    errors = system.send(row).json()["errors"]

    assert [(each["field"], each["code"]) for each in errors] == [(field, code)]
    assert errors[0]["pointer"] == (f"#/{field}" if field else "#")
    assert NAME not in json.dumps(errors, ensure_ascii=False)


def test_other_methods_read_nothing(system: System) -> None:
    system.send(ONE)

    for method in ("get", "put", "delete", "head", "options"):
        answer = getattr(system.client, method)(ADDRESS, headers={"Authorization": f"Bearer {system.token}"})
        assert answer.status_code == 405
        assert WORDS not in answer.content.decode()


def test_a_token_that_asks_too_often_waits(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "MOST_REQUESTS", 2)

    statuses = [system.send({**ONE, "id": str(number)}).status_code for number in range(4)]

    assert statuses == [201, 201, 429, 429]
    assert len(system.held) == 2


def test_a_large_body_without_a_token_is_not_read(system: System) -> None:
    assert system.send("x" * 200_000, token="").status_code == 401
    assert system.client.post("/sign-in/", "x" * 200_000, content_type="text/plain").status_code == 413


def test_the_description_is_of_what_is_checked(system: System) -> None:
    described = system.client.get("/api/v1/openapi.json").json()

    opinion = described["components"]["schemas"]["Opinion"]
    every = dict.fromkeys(opinion["properties"], "x")
    told = system.send({**every, "likes": 1, "surprise": 1}).json()["errors"]
    assert [each["code"] for each in told] == ["unknown_field"]
    assert opinion["required"] == ["words", "day"]
    post = described["paths"][ADDRESS]["post"]
    assert {"201", "400", "401", "403", "413", "415", "422", "429"} <= set(post["responses"])
