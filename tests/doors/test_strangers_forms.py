"""Is nothing written of what somebody sends to a page where it is not theirs to send?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from huiyin import urls as urls_of_house
from huiyin.access.rules import Permission
from huiyin.ledger.models import Problem, SavedView
from huiyin.opinions import actions as opinions
from huiyin.opinions.models import Opinion
from huiyin.opinions.queries import actor_of_token
from huiyin.opinions.rules import Said
from huiyin.web.board.acts import ACTS
from huiyin.web.guard import Asked, allowed
from tests.doors.attacks import ANSWERS, Attempt, Sent, breaches, sent
from tests.doors.role_matrix import Planted, pages
from tests.doors.role_tables import DRAFT, FOR_SYSTEMS, GUARDS, OTHER, OWN


def attempts(planted: Planted) -> Iterator[Attempt]:
    """What a stranger would try."""
    yield from on_other_problems(planted)
    yield from on_the_board(planted)
    yield from on_opinions(planted)
    yield from on_answers_and_views(planted)


def on_other_problems(planted: Planted) -> Iterator[Attempt]:
    """A word, a file, a bulk step and the week of problems that are another unit's, or for reading alone."""
    ledger = planted.ledger
    file = SimpleUploadedFile("shown.txt", "看".encode())
    for place, strangers in (
        (OTHER, ("liaison", "leader", "guide", "auditor", "head", "clerk")),
        (OWN, ("other-liaison", "leader", "guide", "auditor", "head", "clerk", "administrator")),
        (DRAFT, ("liaison", "leader", "guide", "other-liaison", "head", "auditor")),
    ):
        problem = {"record": ledger.problems[place]}
        record = problem["record"]
        for person in strangers:
            yield Attempt(person, "problem-follow-up", problem, {"word": "changed", "words": "试"})
            week = {f"word.{record}": "changed", f"words.{record}": "试"}
            yield Attempt(person, "problems-week", {}, week)
            version = {f"version.{record}": ledger.ledger.row(record).version}
            bulk = {"problem": [record], "confirmed": "1", **ANSWERS, **version}
            if person != "clerk":
                for move in ("assign", "hold", "resume", "not_accept", "claim", "sign"):
                    yield Attempt(person, "problems-bulk", {}, {**bulk, "move": move})
                yield Attempt(person, "problem-describe", problem, {**ANSWERS, **version, "version": 2})
            for step in ("work", "claim"):
                yield Attempt(person, "problem-evidence-add", problem, {"step": step, "files": file})
    for step in ("check", "effect"):
        yield Attempt(
            "liaison", "problem-evidence-add", {"record": ledger.problems[OWN]}, {"step": step, "files": file}
        )
    for place, person in ((OTHER, "liaison"), (OTHER, "guide"), (OWN, "other-liaison"), (OWN, "guide")):
        yield Attempt(person, "problem-evidence-withdraw", {"file": ledger.files[place]}, ANSWERS)


def on_the_board(planted: Planted) -> Iterator[Attempt]:
    """Every act of the board, undoing, sorting, the proposal of a run, and opening a problem."""
    ledger = planted.ledger
    groups = [ledger.groups["waiting"], ledger.groups["own"]]
    form = {**ANSWERS, "group": groups, "opinion": [ledger.opinions["waiting"]], "to": "own", "unit": "shigu"}
    for person in ("liaison", "other-liaison", "leader", "guide", "head", "auditor", "administrator"):
        for act in ACTS:
            yield Attempt(person, "board-decide", {}, {**form, "act": act})
        yield Attempt(person, "board-undo", {"decision": ledger.decision}, ANSWERS)
        yield Attempt(person, "board-sort", {}, {"work": "sort"})
        for deed in ("accept", "dismiss"):
            yield Attempt(
                person, "board-rerun", {"rerun": ledger.rerun}, {**ANSWERS, deed: "1", "deed": deed}
            )
        place = f"place-{groups[0]}"
        opening = {
            **ANSWERS,
            "group": groups[:1],
            place: "试一处",
            "mode": "by_date",
            "owner_unit": "柳塘街道",
        }
        yield Attempt(person, "problem-new", {}, opening)


def on_opinions(planted: Planted) -> Iterator[Attempt]:
    """What only the office does with an opinion, its giver, a file of opinions and the keys of systems."""
    ledger = planted.ledger
    correction = {
        **ANSWERS,
        "version": 1,
        "channel": "form",
        "day": "2026-09-20",
        "unit": "shigu",
        "area": "air",
    }
    for person in ("liaison", "other-liaison", "leader", "guide", "auditor", "administrator", "head"):
        for name in ("own", "other", "handed"):
            for page in ("restate", "correct", "withdraw", "restore", "giver"):
                for version in (1, 2):
                    form = {**correction, "version": version}
                    yield Attempt(person, f"opinion-{page}", {"record": ledger.opinions[name]}, form)
        yield Attempt(person, "opinions-withdraw", {}, {**ANSWERS, "batch": ledger.given_file})
        yield Attempt(person, "opinions-import-decide", {"record": ledger.given_file}, {"take": "1"})
        if person != "administrator":
            yield Attempt(person, "opinion-tokens", {}, {"name": "试", "channel": "hotline"})
            yield Attempt(person, "opinion-tokens", {}, {"end": ledger.token.split(".")[0]})
    for person in ("other-liaison", "auditor", "head"):
        yield Attempt(person, "activity-hand-over", {"record": planted.ids["own outcome"]}, {})


def on_answers_and_views(planted: Planted) -> Iterator[Attempt]:
    """Telling givers, noting what they say, and another's kept view."""
    ledger, opinion = planted.ledger, planted.ledger.opinions["answered"]
    for person in ("liaison", "leader", "guide", "head", "auditor", "administrator"):
        yield Attempt(person, "answers-give", {}, {"opinion": [opinion], "deed": "phone", "day": ""})
        yield Attempt(person, "answers-give", {}, {"opinion": [opinion], "deed": "missed", "day": ""})
        yield Attempt(person, "answer-satisfaction", {"opinion": opinion}, {"satisfied": "yes"})
        telling = {"outcome": "in_hand", "words": "在办"}
        yield Attempt(person, "problem-answers", {"record": ledger.problems[OWN]}, telling)
    for person in ("clerk", "head", "other-liaison", "leader", "administrator"):
        yield Attempt(person, "problem-view-drop", {"public_id": ledger.view}, {})


def test_nothing_that_a_stranger_sends_is_written(planted: Planted) -> None:
    found = breaches(planted, attempts(planted))

    assert not found, "\n".join(found)


def test_the_same_is_written_for_whom_it_is(planted: Planted) -> None:
    """Else the forms above might be refused for what stands in them."""
    ledger = planted.ledger
    own, waiting = {"record": ledger.problems[OWN]}, ledger.groups["waiting"]
    record, version = own["record"], ledger.ledger.row(own["record"]).version
    bulk = {"problem": [record], "confirmed": "1", "move": "hold", f"version.{record}": version, **ANSWERS}
    opinion, answered = ledger.opinions["own"], ledger.opinions["answered"]
    opening = {**ANSWERS, "group": [waiting], f"place-{waiting}": "试一处", "mode": "by_date"}
    theirs = (
        Attempt("liaison", "problem-follow-up", own, {"word": "changed", "words": "试"}),
        Attempt("liaison", "problems-week", {}, {f"word.{record}": "changed", f"words.{record}": "试"}),
        Attempt(
            "liaison",
            "problem-evidence-add",
            own,
            {"step": "work", "files": SimpleUploadedFile("a.txt", b"a")},
        ),
        Attempt("liaison", "problem-evidence-withdraw", {"file": ledger.files[OWN]}, ANSWERS),
        Attempt("clerk", "problems-bulk", {}, bulk),
        Attempt("clerk", "board-decide", {}, {**ANSWERS, "act": "noted", "group": [waiting]}),
        Attempt("clerk", "board-undo", {"decision": ledger.decision}, ANSWERS),
        Attempt("clerk", "problem-new", {}, opening),
        Attempt("clerk", "opinion-restate", {"record": opinion}, {**ANSWERS, "version": 2}),
        Attempt("clerk", "opinion-withdraw", {"record": opinion}, {**ANSWERS, "version": 2}),
        Attempt("clerk", "opinion-giver", {"record": opinion}, ANSWERS),
        Attempt("clerk", "opinions-import-decide", {"record": ledger.given_file}, {"take": "1"}),
        Attempt("clerk", "answers-give", {}, {"opinion": [answered], "deed": "phone", "day": ""}),
        Attempt("clerk", "problem-answers", own, {"outcome": "in_hand", "words": "在办"}),
        Attempt("administrator", "opinion-tokens", {}, {"name": "试", "channel": "hotline"}),
        Attempt("administrator", "opinion-tokens", {}, {"end": ledger.token.split(".")[0]}),
        Attempt("liaison", "problem-view-drop", {"public_id": ledger.view}, {}),
    )

    written = breaches(planted, iter(theirs))

    missing = [str(each) for each in theirs if not any(told.startswith(str(each)) for told in written)]
    assert not missing, "\n".join(missing)


def test_a_ticket_tells_nobody_but_its_own_sender_what_it_took_in(planted: Planted) -> None:
    ticket = "b" * 32
    form = {"channel": "form", "day": "2026-09-21", "voices": "1", "v0-words": "暗处的话", "ticket": ticket}
    for first, second in (("clerk", "liaison"), ("liaison", "clerk")):
        Opinion.objects.filter(ticket=ticket).update(ticket=None)
        planted.client(first).post(reverse("opinion-new"), form)
        [taken] = Opinion.objects.filter(ticket=ticket)

        answer = sent(planted.client(second), reverse("opinion-new"), form)

        assert (answer.status, answer.has_written) == (403, False), second
        assert taken.record not in answer.body


def test_a_ticket_of_a_problem_is_its_own_sender_s(planted: Planted) -> None:
    ledger, ticket = planted.ledger, "c" * 32
    Problem.objects.filter(record=ledger.problems[OTHER], version=1).update(ticket=ticket, account="another")
    waiting = ledger.groups["waiting"]
    form = {**ANSWERS, "group": [waiting], f"place-{waiting}": "试", "mode": "by_date", "ticket": ticket}

    answer = sent(planted.client("clerk"), reverse("problem-new"), form)

    assert (answer.status, answer.has_written) == (403, False)


def hand_in(planted: Planted, body: Any, **headers: str) -> Sent:
    """What another system is answered; what it hands in is taken back."""
    client = Client(enforce_csrf_checks=True)
    bearer = {"Authorization": f"Bearer {planted.ledger.token}", **headers}
    text = json.dumps(body, ensure_ascii=False)
    cache.clear()
    before = Opinion.objects.count()
    answer = client.post(reverse("api-opinions"), text, content_type="application/json", headers=bearer)
    return Sent(answer.status_code, answer.content.decode(), Opinion.objects.count() != before)


def test_a_key_of_one_channel_hands_in_on_no_other(planted: Planted) -> None:
    one = {"words": "路口没有灯", "day": "2026-09-21"}

    for channel in ("form", "symposium", "blockage", "finding", "walks", "no-such"):
        alone, among = {**one, "channel": channel}, [one, {**one, "channel": channel}]
        for body in (alone, among):
            answer = hand_in(planted, body)
            assert (answer.status, answer.has_written) == (403, False), channel
    assert hand_in(planted, {**one, "channel": "hotline"}).has_written


def test_a_key_learns_nothing_of_what_others_handed_in(planted: Planted) -> None:
    """The other opinion came by another channel and has the same id where it came from."""
    answer = hand_in(planted, {"words": "路口没有灯", "day": "2026-09-21", "id": "X-1"})

    assert answer.status == 201
    assert planted.ledger.opinions["other"] not in answer.body


def test_a_key_opens_no_page(planted: Planted) -> None:
    client = Client()
    bearer = {"Authorization": f"Bearer {planted.ledger.token}"}
    for name, pattern in pages().items():
        if GUARDS[name] in {"open to everyone", FOR_SYSTEMS}:
            continue
        address = reverse(name, kwargs=planted.of(name, pattern)[OWN].arguments)
        answer = client.get(address, headers=bearer)
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith(reverse("sign-in")), name


def test_no_page_takes_a_form_without_its_token(planted: Planted) -> None:
    faults = []
    for person in ("clerk", "liaison", "administrator"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(
            planted.campaign.account(person), backend="django.contrib.auth.backends.ModelBackend"
        )
        for name, pattern in pages().items():
            if GUARDS[name] == FOR_SYSTEMS:
                continue
            answer = sent(client, reverse(name, kwargs=planted.of(name, pattern)[OWN].arguments), ANSWERS)
            if answer.status != 403 or answer.has_written:
                faults.append(f"{name} by {person}: {answer.status}")
        assert client.get(reverse("home")).status_code == 200, "it was signed out"

    assert not faults, "\n".join(faults)


def test_an_intake_of_a_key_reaches_its_own_channel_in_the_stage_too(planted: Planted) -> None:
    actor = actor_of_token(planted.ledger.token)
    assert actor is not None
    for permission in Permission:
        assert actor.may(permission) == (permission is Permission.RECORD_OPINIONS), permission
    with pytest.raises(PermissionError):
        opinions.take_in(
            actor=actor, now=planted.ledger.ledger.now, said=Said("form", "2026-09-21", "路口没有灯")
        )


# Below stands a page with a fault, so that what is above is seen to find it.


@allowed(Permission.SEE_PROBLEMS)
def dropping_for_all(_request: Asked, public_id: str) -> HttpResponse:
    """Drops a view whosever it is."""
    SavedView.objects.filter(public_id=public_id).delete()
    return HttpResponse("dropped")


urlpatterns = [
    path("problems/views/<slug:public_id>/drop/", dropping_for_all, name="problem-view-drop"),
    path("", include("huiyin.urls")),
]
handler403, handler404 = urls_of_house.handler403, urls_of_house.handler404


def test_a_page_that_drops_what_is_another_s_is_found(planted: Planted) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        found = breaches(planted, on_answers_and_views(planted))

    assert any(told.startswith("problem-view-drop") and " by other-liaison" in told for told in found)
    assert not any(told.startswith("answers-give") for told in found)
