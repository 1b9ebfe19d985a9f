"""How does another system hand opinions in: one, or a list?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from huiyin.access.rules import Forbidden
from huiyin.activities.refusals import NotRight
from huiyin.activities.written_forms import clean_line
from huiyin.api.fields import said_of, shape_faults
from huiyin.api.refusals import SAYS_OTHERWISE, RowFault, problem
from huiyin.opinions import actions, queries
from huiyin.opinions.requests import SaysOtherwise, ticket_of
from huiyin.opinions.rows import MADE_ID
from huiyin.opinions.rules import IntakeActor, Said, checked
from huiyin.plan.queries import NoPlan, current_plan, day_of_campaign
from huiyin.trail.actions import ClockBehind
from huiyin.web.guard import for_tokens

MOST_OPINIONS: Final = 500  # in one request
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_REQUESTS: Final = 120  # of one token in a minute, by each process that serves
MINUTE: Final = 60  # seconds
BEARER: Final = "Bearer "
KEY_CHARACTERS: Final = 200


class _Refused(Exception):
    """The request is answered with this problem."""

    def __init__(self, status: int, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.answer = problem(status, headers=headers)


@for_tokens
def opinions(request: HttpRequest) -> HttpResponse:
    """Take in what was sent, all of it or nothing; 201 with an id for each, in their order.

    The body is read only after the token was found to be right. Nothing that was sent stands in an answer of
    refusal or in a log.
    """
    try:
        actor = _actor(request)
        given = _body(request)
        return _taken_in(request, actor, given)
    except _Refused as refusal:
        return refusal.answer
    except Forbidden:
        return problem(403)
    except (NoPlan, ClockBehind):
        return problem(503, headers={"Retry-After": str(MINUTE)})


def _actor(request: HttpRequest) -> IntakeActor:
    if request.method != "POST":
        raise _Refused(405, headers={"Allow": "POST"})
    said = request.headers.get("Authorization", "")
    actor = queries.actor_of_token(said.removeprefix(BEARER).strip()) if said.startswith(BEARER) else None
    if actor is None:
        raise _Refused(401, headers={"WWW-Authenticate": "Bearer"})
    if _requests_of(actor.account) > MOST_REQUESTS:
        raise _Refused(429, headers={"Retry-After": str(MINUTE)})
    return actor


def _requests_of(account: str) -> int:
    """How many requests this token has made in this minute, this one among them."""
    key = f"api.{account}.{int(timezone.now().timestamp()) // MINUTE}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it was let go in between
        return 1


def _body(request: HttpRequest) -> Any:
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not (announced.isascii() and announced.isdecimal()) or int(announced) > MOST_BYTES:
        raise _Refused(413)
    if request.content_type != "application/json":
        raise _Refused(415)
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise _Refused(400) from None


def _taken_in(request: HttpRequest, actor: IntakeActor, given: Any) -> HttpResponse:
    rows = given if isinstance(given, list) else [given]
    if len(rows) > MOST_OPINIONS:
        raise _Refused(413)
    is_list = isinstance(given, list)
    shapes = [
        RowFault(at if is_list else None, fault) for at, row in enumerate(rows) for fault in shape_faults(row)
    ]
    if shapes or not rows:
        return problem(422, faults=shapes)
    all_said = [said_of(row, actor.channel) for row in rows]
    if any(said.channel.strip() != actor.channel for said in all_said):
        raise _Refused(403)
    ticket = _ticket(request, actor, given)
    try:
        taken = actions.take_in_request(
            actor=actor, now=timezone.now(), all_said=_repeatable(all_said, ticket), ticket=ticket
        )
    except NotRight as refusal:
        return problem(422, faults=_faults(all_said, refusal, is_list=is_list))
    except SaysOtherwise:
        return problem(422, detail=SAYS_OTHERWISE)
    return _answer(all_said, taken)


def _answer(all_said: Sequence[Said], taken: actions.TakenIn) -> HttpResponse:
    each = [
        {"id": id_, "given_id": said.given_id, "added": at in taken.new}
        for at, (id_, said) in enumerate(zip(taken.ids, all_said, strict=True))
    ]
    answer = JsonResponse({"taken_in": each}, status=201)
    answer["Cache-Control"] = "no-store"
    return answer


def _ticket(request: HttpRequest, actor: IntakeActor, given: Any) -> str:
    """What the request's key and body come to; "" without a key."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > KEY_CHARACTERS:
        raise _Refused(400)
    return ticket_of(actor.account, key, json.dumps(given, sort_keys=True)) if key else ""


def _repeatable(all_said: Sequence[Said], ticket: str) -> list[Said]:
    """With a key of the request, each without an id gets one of the key: sent again, it adds nothing."""
    if not ticket:
        return list(all_said)
    return [
        said if clean_line(said.given_id) else replace(said, given_id=f"{MADE_ID}{ticket}-{number}")
        for number, said in enumerate(all_said)
    ]


def _faults(all_said: Sequence[Said], refusal: NotRight, *, is_list: bool) -> list[RowFault]:
    """The faults of every opinion that was sent, not of the first wrong one alone."""
    plan = current_plan().plan
    today = day_of_campaign(plan, timezone.now())
    found = [
        RowFault(at if is_list else None, fault)
        for at, said in enumerate(all_said)
        for fault in checked(said, plan, today).faults
    ]
    return found or [RowFault(refusal.row if is_list else None, fault) for fault in refusal.faults]
