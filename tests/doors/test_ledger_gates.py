"""Does a stranger to a problem, an opinion or a decision change any of them, whatever they send?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path, reverse

from huiyin import urls as urls_of_house
from huiyin.access.queries import SYSTEM
from huiyin.access.rules import Permission
from huiyin.ledger.models import Place, Problem
from huiyin.ledger.moves import MOVES
from huiyin.plan.actions import apply_plan
from huiyin.trail.models import NEVER
from huiyin.web.guard import Asked, allowed
from tests.campaign import PEOPLE
from tests.doors.attacks import ANSWERS, Sent, sent
from tests.doors.role_matrix import Planted
from tests.doors.role_tables import DRAFT, OTHER, OWN
from tests.problems import Ledger
from tests.small_plans import changed

# Who makes which moves of a problem of Liutang and of one of Shigu, by hand and not from the table of moves.
OWNER = {OWN: "liaison", OTHER: "other-liaison", DRAFT: ""}
GUIDE = {OWN: "guide", OTHER: "", DRAFT: ""}
CLERKS = frozenset(
    {
        *("assign", "hold", "resume", "object", "review", "end_standing", "reopen", "merge", "split_off"),
        *("add_place", "drop_place", "not_accept", "link"),
    }
)
OWNERS = frozenset({"receive", "return", "ask_extension", "place_done", "claim", "take_back_claim"})
GUIDES = frozenset({"check", "send_back", "effect_holds", "effect_fails"})
HEADS = frozenset(
    {
        *("assign_by_head", "grant_extension", "refuse_extension", "sign", "sign_without_check", "refuse"),
        "make_standing",
    }
)
NOT_SEEN = {
    OWN: {"other-liaison"},
    OTHER: {"liaison", "leader", "guide"},
    DRAFT: {"liaison", "other-liaison", "leader", "guide"},
}
REFUSED = {403, 404, 409, 422}


def may_move(person: str, move: str, place: str) -> bool:
    """Is this move theirs, if the problem stands so that it can be made?"""
    return (
        (person == "clerk" and move in CLERKS)
        or (person == "head" and move in HEADS)
        or (person == OWNER[place] and move in OWNERS)
        or (person == GUIDE[place] and move in GUIDES)
    )


def right_form(planted: Planted, place: str) -> dict[str, Any]:
    """A form that is right for every move, but for who sends it."""
    ledger = planted.ledger
    problem = ledger.ledger.row(ledger.problems[place])
    [of_it] = Place.objects.filter(problem=problem.record, superseded=NEVER, is_withdrawn=False)
    into = ledger.ledger.row(ledger.problems[OTHER if place == OWN else OWN])
    who = {"owner_unit": "柳塘街道", "owner_person": "联络员丙", "verifier_unit": "区试办"}
    who["proposed_unit"] = "区试办"
    checked = {f"acceptance.{key}": value for key, value in ledger.ledger.answers().items()}
    return {
        **ANSWERS,
        **checked,
        **who,
        "acceptance": json.dumps(ledger.ledger.answers()),
        "version": problem.version,
        "day": "2026-11-20",
        "due": "",
        "days": "9",
        "mode": "by_date",
        "place": of_it.record,
        "groups": [of_it.group],
        "group": ledger.groups["waiting"],
        "place_name": "试一处",
        "into": str(into.number),
        "activities": [planted.ids["own all"]],
    }


def move_faults(planted: Planted, place: str, made: set[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the answers to each move of a problem by everybody; `made` learns who made which."""
    form, problem = right_form(planted, place), planted.ledger.problems[place]
    for person in PEOPLE:
        client = planted.client(person)
        for move in MOVES:
            answer = sent(client, reverse("problem-move", args=[problem, move]), form)
            told = f"{move} of {place} by {person}: {answer.status}"
            if answer.has_written:
                made.add((person, move))
            is_theirs = may_move(person, move, place)
            is_refused = answer.status in REFUSED and not answer.has_written
            if answer.status >= 500 or not (is_theirs or is_refused):
                yield told
            if person in NOT_SEEN[place] and answer.status not in {403, 404}:
                yield f"{told}, and so tells that it is there"


def test_nobody_makes_a_move_that_is_another_s(planted: Planted) -> None:
    """In the state at work, claimed, checked and signed; of one's own unit, of another, and of a draft."""
    ledger, own = planted.ledger.ledger, planted.ledger.problems[OWN]
    made: dict[str, set[tuple[str, str]]] = {}
    faults: list[str] = []

    for place in (OTHER, DRAFT, OWN):
        faults += move_faults(planted, place, made.setdefault(place, set()))
    claim(ledger, own)
    faults += move_faults(planted, OWN, made.setdefault("claimed", set()))
    ledger.make(own, "check", "guide", words="看过", acceptance=ledger.answers())
    faults += move_faults(planted, OWN, made.setdefault("checked", set()))
    ledger.make(own, "sign", "head")
    faults += move_faults(planted, OWN, made.setdefault("signed", set()))

    assert not faults, "\n".join(faults)
    # Else nothing would be refused for the asker's sake.
    assert {("clerk", "hold"), ("head", "make_standing"), ("liaison", "ask_extension")} <= made[OWN]
    assert {("clerk", "hold"), ("other-liaison", "ask_extension")} <= made[OTHER]
    assert {("clerk", "assign"), ("clerk", "not_accept")} <= made[DRAFT]
    assert {("guide", "send_back"), ("liaison", "take_back_claim")} <= made["claimed"]
    assert {("head", "sign"), ("head", "refuse")} <= made["checked"]
    assert {person for person, _ in made["checked"]} <= {"head", "clerk"}


def claim(ledger: Ledger, problem: str) -> None:
    """Let the unit say that it is done."""
    ledger.show(problem)
    places = Place.objects.filter(problem=problem, superseded=NEVER, is_withdrawn=False, is_done=False)
    for place in places:
        ledger.make(problem, "place_done", "liaison", place=place.record)
    ledger.make(problem, "claim", "liaison", words="修好了", acceptance=ledger.answers())


def claimed_with(planted: Planted, before: str, after: str, **assigned: str) -> str:
    """A problem of Liutang that was claimed, under a plan that was changed so."""
    apply_plan(actor=SYSTEM, now=planted.ledger.ledger.now, text=changed(before, after), reason="试")
    ledger = planted.ledger.ledger
    problem = ledger.open(title="试验的问题")
    ledger.make(problem, "assign", "clerk", **assigned)
    ledger.make(problem, "receive", "liaison")
    claim(ledger, problem)
    return problem


def check(planted: Planted, problem: str, person: str, move: str = "check") -> Sent:
    """What this person is answered who says that it is solved, or signs it."""
    ledger = planted.ledger.ledger
    answers = {f"acceptance.{key}": value for key, value in ledger.answers().items()}
    form = {
        **ANSWERS,
        **answers,
        "acceptance": json.dumps(ledger.answers()),
        "version": ledger.row(problem).version,
    }
    return sent(planted.client(person), reverse("problem-move", args=[problem, move]), form)


def test_who_claimed_it_does_not_check_it_under_another_post(planted: Planted) -> None:
    posts = "posts: [{role: liaison, unit: liutang}]"
    two = "posts: [{role: liaison, unit: liutang}, {role: liaison, unit: shigu}]"
    problem = claimed_with(planted, posts, two, verifier_unit="shigu")

    assert not check(planted, problem, "liaison").has_written
    assert not check(planted, problem, "liaison", "send_back").has_written
    assert check(planted, problem, "other-liaison", "send_back").has_written


def test_who_has_a_post_in_the_owner_unit_does_not_check_as_its_guide(planted: Planted) -> None:
    posts = "{key: guide, name: {zh: 指导员己, en: Guide F}, posts: [{role: guide}]}"
    more = posts.replace(
        "[{role: guide}]", "[{role: guide}, {role: leader, unit: liutang-east, level: district}]"
    )
    problem = claimed_with(planted, posts, more, verifier_unit="shigu")

    assert not check(planted, problem, "guide").has_written
    assert not check(planted, problem, "guide", "send_back").has_written
    assert check(planted, problem, "other-liaison", "send_back").has_written


def test_a_guide_who_is_recused_from_a_unit_neither_sees_nor_checks_its_problem(planted: Planted) -> None:
    group = "recusals: [{person: guide, unit: shigu"
    problem = claimed_with(planted, group, group.replace("shigu", "liutang"), verifier_unit="shigu")

    for move in ("check", "send_back"):
        answer = check(planted, problem, "guide", move)
        assert (answer.status, answer.has_written) == (404, False)
    assert planted.client("guide").get(reverse("problem", args=[problem])).status_code == 404
    assert check(planted, problem, "other-liaison", "send_back").has_written


# Below stands a page with a fault, so that what is above is seen to find it.


@allowed(Permission.SEE_PROBLEMS)
def moving_for_all(_request: Asked, record: str, move: str) -> HttpResponse:
    """Writes the next version of a problem whoever asks."""
    row = Problem.objects.get(record=record, superseded=NEVER)
    row.pk, row.version, row.move, row.superseded = None, row.version + 1, move, row.sequence
    row.save(force_insert=True)
    return HttpResponse("made")


urlpatterns = [
    path("problems/<slug:record>/moves/<slug:move>/", moving_for_all, name="problem-move"),
    path("", include("huiyin.urls")),
]
handler403, handler404 = urls_of_house.handler403, urls_of_house.handler404


def test_a_page_that_moves_for_everybody_is_found(planted: Planted) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        found = list(move_faults(planted, OTHER, set()))

    assert "hold of other by liaison: 200" in found
    assert "hold of other by liaison: 200, and so tells that it is there" in found
    assert "hold of other by clerk: 200" not in found
