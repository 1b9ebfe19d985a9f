"""Is every page guarded, and does none of them show anybody what is not theirs to see?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.http import Http404, HttpResponse
from django.test import override_settings
from django.urls import include, path, reverse

from huiyin import urls as urls_of_house
from huiyin.access.rules import Permission
from huiyin.activities.models import Activity, Evidence
from huiyin.web.guard import Asked, allowed
from tests.campaign import PEOPLE
from tests.doors import ledger_planting as said
from tests.doors.ledger_planting import GIVERS
from tests.doors.role_matrix import (
    BESIDE,
    Answer,
    Planted,
    Visit,
    ask,
    faults_of,
    guards,
    pages,
)
from tests.doors.role_tables import (
    CLOSED,
    CLOSED_WORD,
    DRAFT,
    GUARDS,
    MAY,
    NO_MATTER_OF_THEIRS,
    NOBODY,
    NONE,
    NOT_FOUND_FOR_ALL,
    OTHER,
    OTHER_WORD,
    OWN,
    OWN_WORD,
    SEES,
)

SEARCHES = (
    {"words": BESIDE},
    {"words": BESIDE, "withdrawn": "on", "format": "csv"},
    {"unit": "shigu", "kind": "talk", "format": "xlsx"},
    {"kind": "everything", "withdrawn": "on", "late": "on"},
    {"words": "\0", "kind": "\0", "unit": "\0", "state": "\0", "after": "\0", "part_of": "\0"},
    dict.fromkeys(
        ("words", "theme", "group", "problem", "number", "find", "after", "channel", "batch"), "\0"
    ),
    {"group": "0" * 32, "theme": "0" * 32, "act": "merge", "week": "2026-13-45", "order": "\0", "light": "x"},
    {"after": "2026-13-45~x~y", "since": "2026-02-30", "until": "昨天", "from": "2026-99-99", "show": "1"},
)


# Planting takes long, and what one person asks leaves nothing behind: so several are looked at in one test.
IN_THREE = (
    (NOBODY, "clerk", "head"),
    ("liaison", "other-liaison", "leader", "guide"),
    ("custodian", "auditor", "administrator"),
)
OF_THE_LEDGER = ("opinion", "board", "problem", "answer", "api")
WRITTEN = ("ticket", "version", "part_of", "v-title", "reason")  # what a page gives a form, or keeps
# What forms of opinions, of the board and of the ledger ask for.
ASKED_THERE = {
    "version": "1",
    "reason": "试一试",
    "words": "试一试",
    "question": "state=open",
    "name": "试一试",
    "act": "noted",
    "move": "hold",
    "deed": "phone",
    "word": "changed",
    "find": "路灯",
    "days": "3",
    "channel": "form",
    "day": "2026-09-20",
    "voices": "1",
    "v0-words": "试一试",
    "outcome": "in_hand",
    "group": "0" * 32,
    "problem": "0" * 32,
    "opinion": "0" * 32,
    "place": "",
    "into": "1",
    "step": "work",
    "satisfied": "yes",
    "batch": "0" * 32,
    "end": "0" * 32,
    "ticket": "a" * 32,
    "title": "试一试",
}


def matrix_faults(planted: Planted, person: str, urlconf: str | None = None) -> list[str]:
    """What is wrong with the answers that this person gets: every page, every object, asked and sent to."""
    asks, faults = guards(urlconf), []
    client = planted.client(person)
    for name, pattern in pages(urlconf).items():
        if name == "sign-out":
            continue
        objects = planted.of(name, pattern)
        for method in ("GET", "POST"):
            answers = {
                place: ask(client, method, reverse(name, kwargs=thing.arguments))
                for place, thing in objects.items()
            }
            none = answers[NONE].like(objects[NONE]) if NONE in answers else None
            for place, answer in answers.items():
                visit = Visit(person, name, place, method)
                if _is_said(visit, answer):
                    continue
                faults += faults_of(visit, answer, asks[name], objects[place], none)
    return faults


def _is_said(visit: Visit, answer: Answer) -> bool:
    """Is this an answer that the tables above explain, and one without a secret?"""
    explained = (visit.page, visit.place) in NOT_FOUND_FOR_ALL or (
        visit.page,
        visit.person,
    ) in NO_MATTER_OF_THEIRS
    hidden = [word for word, seen in SEES.items() if visit.person not in seen]
    return explained and answer.status in {403, 404, 405} and not any(answer.says(word) for word in hidden)


def test_every_page_of_the_resolver_is_guarded_as_the_table_says() -> None:
    assert guards() == GUARDS


def test_everybody_s_answers_are_looked_at() -> None:
    assert sorted(person for people in IN_THREE for person in people) == sorted([NOBODY, *PEOPLE])


def test_the_table_of_who_may_is_about_every_guard_and_no_other() -> None:
    assert set(MAY) == set(GUARDS.values())


@pytest.mark.parametrize("people", IN_THREE, ids=lambda people: people[-1])
def test_every_page_answers_everybody_as_it_should(people: tuple[str, ...], planted: Planted) -> None:
    faults = [fault for person in people for fault in matrix_faults(planted, person)]

    assert not faults, "\n".join(faults)


def test_the_secrets_are_shown_to_those_who_may_see_them(planted: Planted) -> None:
    """Else a search that finds nothing would prove nothing."""
    shown = shown_at(planted)

    assert set(shown) == set(SEES) - set(GIVERS)
    for word, address in shown.items():
        for person in sorted(SEES[word]):
            assert ask(planted.client(person), "GET", address).says(word), (person, word)


def shown_at(planted: Planted) -> dict[str, str]:
    """The page on which each planted word stands for those who may read it."""
    ids, ledger = planted.ids, planted.ledger
    named = (
        ("activity", ids[OWN], (OWN_WORD,)),
        ("activity", ids[OTHER], (OTHER_WORD,)),
        ("activity", ids[CLOSED], (CLOSED_WORD,)),
        ("opinion", ledger.opinions["own"], (said.TITLE, said.WORDS, said.PLACE, said.RESTATED)),
        ("board-group", ledger.groups["answered"], (said.ANSWERED,)),
        ("opinions-import-file", ledger.given_file, (said.IMPORTED,)),
        ("problem", ledger.problems[OWN], (said.OWN_FINDING, said.NOTE)),
        ("problem", ledger.problems[OTHER], (said.OTHER_FINDING,)),
        ("problem", ledger.problems[DRAFT], (said.DRAFT_FINDING,)),
    )
    found = {word: reverse(page, args=[record]) for page, record, words in named for word in words}
    return found | {said.VIEW: reverse("problems"), said.SYSTEM: reverse("opinion-tokens")}


@pytest.mark.parametrize("person", ["clerk", "liaison", "leader", "guide", "administrator"])
def test_no_list_search_or_form_says_a_word_of_another_unit(person: str, planted: Planted) -> None:
    client, faults = planted.client(person), []
    hidden = [word for word, seen in SEES.items() if person not in seen]
    by_id = [{"part_of": id_, "after": id_} for id_ in planted.ids.values()]
    for name, pattern in pages().items():
        if set(pattern.pattern.converters) - {"kind", "key"} or name == "sign-out":
            continue
        searches = [*SEARCHES, *by_id] if name in {"activities", "activity-new"} else SEARCHES
        for thing in planted.of(name, pattern).values():
            for search in searches:
                answer = ask(client, "GET", reverse(name, kwargs=thing.arguments), search)
                faults += [f"{name}?{search}: says {word}" for word in hidden if answer.says(word)]
                faults += [f"{name}?{search}: 500"] if answer.status >= 500 else []

    assert not faults, "\n".join(faults)


def test_a_form_for_part_of_a_record_of_another_unit_is_the_form_without_it(planted: Planted) -> None:
    client = planted.client("liaison")
    address = reverse("activity-new", args=["outcome"])

    of_other = ask(client, "GET", address, {"part_of": planted.ids[f"{OTHER} visit"]})
    of_none = ask(client, "GET", address, {"part_of": "0" * 32})

    assert of_other.status == of_none.status == 200
    assert not of_other.says(OTHER_WORD)


def sent(unit: str, **others: str) -> dict[str, str]:
    """A form that is right, but for whose it is."""
    right = {
        "unit": unit,
        "kind": "talk",
        "day": "2026-09-25",
        "state": "held",
        "v-title": "记了一场",
        "v-audience": "3",
        "version": "1",
        "reason": "试一试",
        "ticket": "a" * 32,
    }
    return right | others


def test_a_right_form_for_one_s_own_unit_is_taken(planted: Planted) -> None:
    """Else what refuses the others below might be something else that is wrong with them."""
    answer = planted.client("liaison").post(reverse("activity-new", args=["talk"]), sent("liutang"))

    assert answer.status_code == 302
    assert Activity.objects.get(title="记了一场").unit == "liutang"


@pytest.mark.parametrize("person", ["liaison", "leader"])
def test_nobody_writes_into_another_unit_whatever_is_sent(person: str, planted: Planted) -> None:
    client, faults = planted.client(person), []
    of_shigu = Activity.objects.filter(unit="shigu")
    before = list(of_shigu.order_by("id").values_list("id", "superseded")), Evidence.objects.count()
    visit, talk = planted.ids[f"{OTHER} visit"], planted.ids[OTHER]
    outcome = {"kind": "outcome", "v-what": "记了一件", "v-sort": "idea", "state": "done", "part_of": visit}
    whole = {"v-name": "记了一件", "v-consent": "yes", "v-talk": talk}
    forms = (
        sent("shigu"),
        sent("liutang"),
        sent("", **outcome),
        sent("shigu", **outcome),
        sent("liutang", **whole),
    )
    for name, kwargs in addresses_that_write(planted):
        for form in forms:
            answer = client.post(reverse(name, kwargs=kwargs), form)
            faults += [f"{name} {kwargs}: {answer.status_code}"] if answer.status_code >= 500 else []
            faults += [f"{name} {kwargs}: says it"] if OTHER_WORD.encode() in answer.content else []

    assert not faults, "\n".join(faults)
    after = list(of_shigu.order_by("id").values_list("id", "superseded")), Evidence.objects.count()
    assert after == before
    assert not Activity.objects.filter(part_of=visit).exclude(unit="shigu").exists()


def addresses_that_write(planted: Planted) -> Iterator[tuple[str, dict[str, str]]]:
    """The pages of activities with every object that they can name, and every kind."""
    for name, pattern in pages().items():
        if name.startswith(("activit", "evidence")):
            for thing in planted.of(name, pattern).values():
                yield name, thing.arguments
    yield from (("activity-new", {"kind": kind}) for kind in ("outcome", "everything", "visit", "nothing"))


@pytest.mark.parametrize("value", ["\0", "字" * 5_000, "-1", "9" * 30], ids=["nul", "long", "minus", "large"])
def test_no_form_breaks_whatever_stands_in_it(value: str, planted: Planted) -> None:
    of_records = sent("liutang", person="guide", deed="invite")
    ledger = planted.ledger
    there = {"group": ledger.groups["waiting"], "opinion": ledger.opinions["waiting"]}
    of_ledger = ASKED_THERE | there | {"problem": ledger.problems[OWN]}
    faults: list[str] = []
    for people, right, written in (
        (("liaison", "administrator"), of_records, WRITTEN),
        (("clerk", "liaison"), of_ledger, tuple(ASKED_THERE)),
    ):
        for person in people:
            faults += broken_forms(planted, person, right, [(name, value) for name in written])

    assert not faults, "\n".join(faults)


def broken_forms(
    planted: Planted, person: str, right: Mapping[str, str], wrong: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """The forms of this person at which a page broke: all of it wrong, and each of these by itself."""
    client, value = planted.client(person), wrong[0][1]
    of_ledger = right.keys() == ASKED_THERE.keys()
    for name, pattern in pages().items():
        if name in {"sign-out", "language"} or name.startswith(OF_THE_LEDGER) != of_ledger:
            continue
        address = reverse(name, kwargs=planted.of(name, pattern)[OWN].arguments)
        for data in [dict.fromkeys(right, value), *({**right, key: each} for key, each in wrong)]:
            answer = ask(client, "POST", address, data)
            if answer.status >= 500:
                yield f"{name} by {person}: {data}"


# Below stand pages with faults, so that the matrix is seen to find them.


@allowed(Permission.SEE_ACTIVITIES)
def leaking(_request: Asked, record: str) -> HttpResponse:
    """Shows a record to whoever knows its id."""
    found = Activity.objects.filter(record=record).first()
    if found is None:
        raise Http404
    return HttpResponse(found.title)


@allowed(Permission.SEE_ACTIVITIES)
def telling(request: Asked, record: str) -> HttpResponse:
    """Refuses in another way than for what is not there, and so tells that it is."""
    found = Activity.objects.filter(record=record).first()
    if found is None:
        raise Http404
    request.actor.must(Permission.SEE_ACTIVITIES, found.unit)
    return HttpResponse("here")


@allowed(Permission.SEE_PLAN)
def open_wide(_request: Asked, record: str) -> HttpResponse:
    """Asks less of a person than it should and breaks."""
    raise RuntimeError(record)


def unguarded(_request: Asked) -> HttpResponse:
    """Asks nothing of anybody."""
    return HttpResponse("all")


urlpatterns = [
    path("faulty/leaking/<slug:record>/", leaking, name="leaking"),
    path("faulty/telling/<slug:record>/", telling, name="telling"),
    path("faulty/open/<slug:record>/", open_wide, name="open-wide"),
    path("faulty/unguarded/", unguarded, name="unguarded"),
    path("", include("huiyin.web.urls")),
]
handler404 = urls_of_house.handler404


def test_a_page_without_guard_and_one_that_is_not_listed_are_found() -> None:
    found = guards(__name__)

    assert found["unguarded"] == "no guard"
    assert set(found) - set(GUARDS) == {"leaking", "telling", "open-wide", "unguarded"}


def test_pages_that_leak_tell_or_break_are_found(planted: Planted) -> None:
    client = planted.client("liaison")
    things = planted.objects["record"]
    found = {}
    with override_settings(ROOT_URLCONF=__name__):
        for name in ("leaking", "telling", "open-wide"):
            answers = {
                place: ask(client, "GET", reverse(name, kwargs=thing.arguments))
                for place, thing in things.items()
            }
            none = answers[NONE].like(things[NONE])
            visit = Visit("liaison", name, OTHER, "GET")
            asks = guards(__name__)[name]
            found[name] = faults_of(visit, answers[OTHER], asks, things[OTHER], none)

    assert f"GET leaking of other by liaison: says {OTHER_WORD}" in found["leaking"]
    assert "GET telling of other by liaison: 403 for what may not be known" in found["telling"]
    assert "GET open-wide of other by liaison: 500 for what may not be known" in found["open-wide"]
