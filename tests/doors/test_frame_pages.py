"""What does each person find on the pages of the frame and the plan, and what not?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from huiyin.access.queries import SYSTEM
from huiyin.activities.actions import record_many
from huiyin.activities.rules import Entered
from huiyin.plan.actions import apply_plan
from huiyin.plan.models import PlanVersion
from huiyin.plan.reading import read_plan
from huiyin.trail.models import Entry
from huiyin.web.frame.refusals import server_error
from huiyin.web.guard import guard_of
from huiyin.web.plan.task_evidence import alphabetical
from tests.campaign import NOW, SMALL_PLAN, TestCampaign
from tests.doors.frame_visits import PAGES

MOST_QUERIES = 12
EVERYWHERE = ("/activities/", "/calendar/", "/plan/", "/units/", "/contact-points/")
WAYS = {
    "clerk": [
        *("/", "/opinions/", "/board/", "/problems/", "/answers/"),
        *(*EVERYWHERE, "/imports/", "/people/", "/log/"),
    ],
    "liaison": ["/", "/opinions/new/", "/problems/", *EVERYWHERE, "/imports/"],
    "custodian": ["/", "/plan/", "/units/", "/log/"],
    "administrator": ["/", "/plan/", "/units/", "/people/", "/opinions/tokens/", "/log/"],
    "auditor": ["/", "/problems/", *EVERYWHERE, "/log/"],
}


def views(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every pattern of the resolver that answers with a page."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern


class Answer(Protocol):
    """What the test client gives back."""

    @property
    def content(self) -> bytes:
        """The page."""


def text(answer: Answer) -> str:
    """The page as text."""
    return answer.content.decode()


def navigation(page: str) -> list[str]:
    """The addresses of the navigation."""
    nav = re.search(r'<nav class="ways ways-wide".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', nav[0]) if nav else []


def test_every_view_says_who_may_open_it() -> None:
    silent = [str(pattern.pattern) for pattern in views() if guard_of(pattern.callback) is None]

    assert silent == []


def test_open_to_everyone_are_only_the_doors_themselves() -> None:
    opened = {pattern.name for pattern in views() if getattr(guard_of(pattern.callback), "is_open", False)}

    assert opened == {"sign-in", "sign-out", "language", "invitation", "healthz", "api-openapi"}


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize("path", PAGES)
def test_who_has_not_signed_in_is_asked_to(path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == (404 if path == "/nowhere/" else 302)


@pytest.mark.parametrize("person", WAYS)
def test_the_navigation_holds_what_the_person_may_open(campaign: TestCampaign, person: str) -> None:
    client = campaign.client(person)

    ways = navigation(text(client.get("/")))

    assert ways == WAYS[person]
    assert {way: client.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)


@pytest.mark.parametrize("person", WAYS)
def test_what_is_not_in_the_navigation_is_refused(campaign: TestCampaign, person: str) -> None:
    client = campaign.client(person)
    others = set(WAYS["clerk"]) - set(WAYS[person])

    assert {way: client.get(way).status_code for way in others} == dict.fromkeys(others, 403)


def test_a_refusal_says_who_could_do_it(campaign: TestCampaign) -> None:
    answer = campaign.client("liaison", "en").get("/people/")

    assert answer.status_code == 403
    assert "office clerk, office head, administrator" in text(answer)


def test_who_has_lost_every_post_may_open_nothing_but_the_own_week(campaign: TestCampaign) -> None:
    client = campaign.client("custodian", "en")
    without = re.sub(r"  - \{key: custodian, .*\n", "", SMALL_PLAN.read_text(encoding="utf-8"))
    apply_plan(actor=SYSTEM, now=NOW, text=without, reason="The custodian left")

    assert client.get("/plan/").status_code == 403
    assert "without a post in the plan in force" in text(client.get("/"))


def test_an_address_that_does_not_exist_is_answered_in_the_frame(campaign: TestCampaign) -> None:
    answer = campaign.client("clerk", "en").get("/nowhere/")

    assert answer.status_code == 404
    assert "There is no such page" in text(answer)
    assert navigation(text(answer)) == WAYS["clerk"]


@pytest.mark.usefixtures("campaign")
def test_a_form_without_its_token_is_refused_with_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    answer = client.post(reverse("sign-in"), {"username": "clerk", "password": "x"})

    assert answer.status_code == 403
    assert "nothing was saved" in text(answer)


@pytest.mark.django_db
def test_before_there_is_a_plan_the_sign_in_page_stands_and_says_nothing_of_a_campaign() -> None:
    answer = Client().get(reverse("sign-in"))

    assert answer.status_code == 200
    assert 'class="tag"' not in text(answer)


@pytest.mark.parametrize("person", ["clerk", "liaison", "guide", "leader", "administrator"])
def test_no_page_asks_the_database_more_than_twelve_questions(campaign: TestCampaign, person: str) -> None:
    talks = [
        Entered("talk", unit, "2026-09-20", state="held", values={"title": f"Talk {number}"})
        for unit in ("liutang", "shigu")
        for number in range(30)
    ]
    record_many(actor=campaign.actor("clerk"), now=NOW, entries=talks)
    client = campaign.client(person)
    asked = {}
    for path in PAGES:
        client.get(path)  # the plan is read once in the life of a process
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked[path] = len(queries)

    assert {path: number for path, number in asked.items() if not 0 < number <= MOST_QUERIES} == {}


def test_a_page_is_judged_by_one_plan_that_is_asked_for_once(campaign: TestCampaign) -> None:
    client = campaign.client("clerk")
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")

    assert sum('FROM "plan_version"' in query["sql"] for query in queries) == 1


def test_a_name_in_the_plan_cannot_become_part_of_a_page(campaign: TestCampaign) -> None:
    plan = SMALL_PLAN.read_text(encoding="utf-8")
    for name in ("柳塘街道", "明湖小试", "服务到身边", "联络员丙"):
        plan = plan.replace(f"zh: {name}", f"zh: '<img src=x onerror=a{name}>'")
    apply_plan(actor=SYSTEM, now=NOW, text=plan, reason="<img src=x onerror=why>")
    client = campaign.client("clerk")

    assert [path for path in (*PAGES, "/plan/versions/2/") if "<img" in text(client.get(path))] == []


def test_pages_carry_no_script_and_no_style_of_their_own(campaign: TestCampaign) -> None:
    client = campaign.client("clerk")
    own = re.compile(r"<style|style=\"|<script(?![^>]* src=)|\son\w+=\"|javascript:")

    assert [path for path in PAGES if own.search(text(client.get(path)))] == []
    assert "script-src 'self'" in client.get("/")["Content-Security-Policy"]


@pytest.mark.usefixtures("campaign")
def test_the_watcher_is_told_that_database_and_log_stand() -> None:
    answer = Client().get("/healthz")

    assert answer.status_code == 200
    assert text(answer) == "database: answers\nlog: head computed\n"


@pytest.mark.usefixtures("campaign")
def test_the_watcher_is_told_that_a_part_of_the_log_is_missing() -> None:
    Entry.objects.create(sequence=1_000_000, body=b"{}")  # an entry that nobody hashed into the tree

    assert Client().get("/healthz").status_code == 503


def test_a_liaison_sees_what_is_asked_of_the_own_unit_and_of_no_other(campaign: TestCampaign) -> None:
    client = campaign.client("liaison", "en")

    own, other = text(client.get("/units/liutang/")), text(client.get("/units/shigu/"))

    assert "One task is asked of it" in own
    assert "asked of it" not in other
    assert "Liaison D" not in other


def test_a_unit_that_the_plan_does_not_name_is_not_found(campaign: TestCampaign) -> None:
    assert campaign.client("clerk").get("/units/atlantis/").status_code == 404


def test_the_week_of_a_liaison_has_one_tap_for_nothing(campaign: TestCampaign) -> None:
    page = text(campaign.client("liaison").get("/"))

    assert f'action="{reverse("activity-nothing")}"' in page


def test_the_week_of_the_administrator_counts_who_has_no_account(campaign: TestCampaign) -> None:
    more = SMALL_PLAN.read_text(encoding="utf-8").replace(
        "guidance_groups:", "  - {key: newcomer, name: 新人, posts: [{role: auditor}]}\nguidance_groups:", 1
    )
    apply_plan(actor=SYSTEM, now=NOW, text=more, reason="A newcomer")

    page = text(campaign.client("administrator", "en").get("/"))

    assert "One thing needs you this week" in page
    assert "One person has no account yet" in page


def test_the_week_of_an_auditor_says_how_to_verify(campaign: TestCampaign) -> None:
    assert "audit.py verify" in text(campaign.client("auditor").get("/"))


def test_a_version_says_in_words_what_it_changed(campaign: TestCampaign) -> None:
    moved = SMALL_PLAN.read_text(encoding="utf-8").replace("due: 2026-11-30}", "due: 2026-12-07}", 1)
    apply_plan(actor=SYSTEM, now=NOW, text=moved, reason="The hall is taken")

    page = text(campaign.client("clerk", "en").get("/plan/versions/2/"))

    assert "Version 2 changed one thing" in page
    assert "The hall is taken" in page
    assert "2026-12-07" in page


def test_the_plan_file_is_handed_out_as_it_was_applied(campaign: TestCampaign) -> None:
    answer = campaign.client("clerk").get("/plan/versions/1/plan.yaml")

    assert text(answer) == SMALL_PLAN.read_text(encoding="utf-8")
    assert answer["Content-Disposition"] == 'attachment; filename="plan-1.yaml"'


@pytest.mark.parametrize("path", ["/plan/versions/7/", "/plan/versions/7/plan.yaml"])
def test_a_version_that_never_was_is_not_found(campaign: TestCampaign, path: str) -> None:
    assert campaign.client("clerk").get(path).status_code == 404


def test_a_goal_that_nothing_serves_is_shown_as_a_gap(campaign: TestCampaign) -> None:
    more = SMALL_PLAN.read_text(encoding="utf-8").replace(
        "measures:\n", "  - {key: g2, name: {zh: 无人问津, en: Nobody's goal}}\nmeasures:\n", 1
    )
    apply_plan(actor=SYSTEM, now=NOW, text=more, reason="One more goal")

    page = text(campaign.client("clerk", "en").get("/plan/"))

    assert "2 goals, one place where nothing follows" in page
    assert "no measure serves this goal" in page


@pytest.mark.parametrize("asked", ["", "2026-10-26", "not-a-day", "2026-13-45", "1999-01-01", "9999-12-31"])
def test_the_calendar_answers_whatever_day_an_address_names(campaign: TestCampaign, asked: str) -> None:
    answer = campaign.client("clerk", "en").get("/calendar/", {"from": asked})

    assert answer.status_code == 200


def test_the_calendar_shows_a_task_in_the_week_of_its_day(campaign: TestCampaign) -> None:
    page = text(campaign.client("clerk", "en").get("/calendar/", {"from": "2026-10-28"}))

    week = page[page.index("Week 44, 26 Oct") if "Week 44, 26 Oct" in page else page.index('id="week-44"') :]
    assert "One talk in each street" in week


def test_a_missing_contact_point_comes_with_a_proposal(campaign: TestCampaign) -> None:
    page = text(campaign.client("clerk", "en").get("/contact-points/"))

    assert "Contact points are missing in 2 places" in page
    assert "Minghu Firm One" in page


def test_without_a_plan_a_page_says_that_there_is_none_yet(campaign: TestCampaign) -> None:
    client = campaign.client("clerk", "en")
    PlanVersion.objects.all().delete()

    answer = client.get("/plan/")

    assert answer.status_code == 503
    assert "There is no campaign here yet" in text(answer)


@pytest.mark.django_db
def test_what_fails_is_answered_in_both_languages_without_the_database(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "没有保存" in text(answer)
    assert "nothing was saved" in text(answer)


@pytest.mark.parametrize(
    ("language", "order"),
    [("zh-hans", ["liutang", "office", "shigu"]), ("en", ["liutang", "shigu", "office"])],
)
def test_units_stand_by_pinyin_or_by_letter_so_that_no_order_is_a_ranking(
    language: str, order: list[str]
) -> None:
    plan = read_plan(SMALL_PLAN.read_text(encoding="utf-8"))

    with override(language):
        found = alphabetical(["shigu", "office", "liutang", "shigu"], plan)

    assert [unit.key for unit in found] == order
