"""Can every kind of activity be recorded from its form alone, and is nothing lost when it is refused?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.activities import queries
from huiyin.activities.filters import Filters
from huiyin.web.activities.forms import query_of
from tests.doors.activity_room import (
    EVERYTHING,
    TALK,
    TODAY,
    Room,
    filled_in,
    page_of,
    record_in,
    text_of,
)

NEW_TALK, NEW_EVERYTHING = "/activities/new/talk/", "/activities/new/everything/"


def count(room: Room, kind: str = "") -> int:
    """How many records there are, whoever recorded them."""
    return queries.page(room.campaign.actor("head"), Filters(kind=kind, show_withdrawn=True)).total


def test_every_type_of_field_has_the_input_that_fits_it(room: Room) -> None:
    page = page_of(room.get(NEW_EVERYTHING))

    found = {
        element.get("name"): element.get("inputmode") or element.get("type") or element.tag
        for element in page.xpath("//main//form//*[@name]")
    }

    expected = {
        "day": "date",
        "last_day": "date",
        "state": "radio",
        "v-name": "text",
        "v-story": "textarea",
        "v-copies": "numeric",
        "v-hours": "decimal",
        "v-signed": "date",
        "v-begins": "time",
        "v-consent": "radio",
        "v-size": "radio",
        "v-fields": "checkbox",
        "v-page": "url",
        "v-calls.home": "radio",
        "v-speaker": "select",
        "v-guests": "text",
        "v-host": "radio",
        "v-partners": "checkbox",
        "v-channel": "radio",
        "v-screen": "radio",
        "v-studio": "radio",
        "v-area": "radio",
        "v-firm": "radio",
        "v-talk": "select",
        "files": "file",
        "photo": "file",
    }
    assert {name: found[name] for name in expected} == expected


def test_every_input_has_a_label_and_every_reference_leads_somewhere(room: Room) -> None:
    page = page_of(room.send(NEW_EVERYTHING, {"day": "never"}))

    ids = {element.get("id") for element in page.xpath("//*[@id]")}
    asked_for = [
        *(
            target
            for element in page.xpath("//*[@aria-describedby]")
            for target in element.get("aria-describedby").split()
        ),
        *(element.get("for") for element in page.xpath("//label[@for]")),
        *(element.get("list") for element in page.xpath("//input[@list]")),
        *(element.get("href")[1:] for element in page.xpath("//*[@id='faults']//a")),
    ]
    labelled = {element.get("for") for element in page.xpath("//label[@for]")}
    bare = [
        element.get("name")
        for element in page.xpath("//main//form//*[self::input or self::select or self::textarea]")
        if element.get("type") != "hidden"
        and element.get("id") not in labelled
        and not element.get("aria-label")
    ]

    assert page.xpath("//*[@id='faults']//a")
    assert [target for target in asked_for if target not in ids] == []
    assert bare == []


def test_a_form_begins_with_today_and_the_own_unit(room: Room) -> None:
    given = filled_in(room.get(NEW_TALK))

    assert given["day"] == [TODAY.isoformat()]
    assert given["unit"] == ["liutang"]
    assert given["state"] == ["planned"]


def test_a_liaison_of_one_unit_is_not_asked_for_it(room: Room) -> None:
    page = page_of(room.get(NEW_TALK, "other-liaison"))

    assert [(one.get("type"), one.get("value")) for one in page.xpath("//*[@name='unit']")] == [
        ("hidden", "shigu")
    ]


def test_everything_that_was_sent_stands_on_the_page_of_the_record(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")

    record = record_in(room.send(NEW_EVERYTHING, {**EVERYTHING, "v-talk": talk}))

    said = text_of(room.get(f"/activities/{record}/"))
    for word in (
        *(
            "社区服务日",
            "上午量血压",
            "下午修家电",
            "1,500",
            "2.5",
            "08:30",
            "Yes",
            "Large",
            "School",
            "Health",
        ),
        *(
            "https://minghu.example/news/1",
            "At a home: Yes",
            "At a shop: Does not apply",
            "Leader E",
            "Clerk A",
        ),
        *("Head B", "Liutang Street", "Shigu Street", "Minghu TV", "Screen on the square", "Lao Zhou Studio"),
        *("Air", "Minghu Firm One", "反诈宣讲", "30 September 2026", "1 October 2026", "Held"),
    ):
        assert word in said


REFUSED: tuple[tuple[str, Any], ...] = (
    ("v-name", ""),
    ("v-copies", "很多"),
    ("v-copies", "12.5"),
    ("v-copies", "100001"),
    ("v-copies", "-1"),
    ("v-hours", "two"),
    ("v-signed", "2026-13-01"),
    ("v-begins", "25:00"),
    ("v-consent", "no"),
    ("v-consent", ""),
    ("v-public", "perhaps"),
    ("v-size", "huge"),
    ("v-fields", ["school", "nothing such"]),
    ("v-page", "javascript:alert(1)"),
    ("v-calls.home", "maybe"),
    ("v-speaker", "nobody"),
    ("v-guests", ["文员甲", "没有这个人"]),
    ("v-host", "nowhere"),
    ("v-partners", ["nowhere"]),
    ("v-channel", "none such"),
    ("v-screen", "none such"),
    ("v-studio", "none such"),
    ("v-area", "none such"),
    ("v-firm", "east"),
    ("v-talk", "0" * 32),
    ("day", "yesterday"),
    ("day", "2025-01-01"),
    ("day", "2026-12-01"),
    ("last_day", "2026-09-01"),
    ("state", "no such state"),
)


@pytest.mark.parametrize(("name", "typed"), REFUSED)
def test_what_is_refused_is_said_beside_its_field_and_everything_typed_stays(
    room: Room, name: str, typed: Any
) -> None:
    given = {**EVERYTHING, name: typed}

    answer = room.send(NEW_EVERYTHING, given)

    field = name.partition(".")[0]
    page = page_of(answer)
    kept = filled_in(answer)
    assert answer.status_code == 422
    assert page.xpath(f"//*[contains(@class, 'field-wrong')]//*[starts-with(@name, '{field}')]")
    assert page.xpath("//*[@id='faults']//li")
    assert count(room) == 0
    for other in (
        "v-name",
        "v-story",
        "v-copies",
        "v-hours",
        "day",
        "last_day",
        "v-page",
        "v-begins",
        "v-signed",
    ):
        assert [value.strip() for value in kept.get(other, [""])] == [given[other]]
    if name == "v-guests":
        assert kept[name][:2] == typed


def test_a_refused_choice_keeps_the_other_choices(room: Room) -> None:
    kept = filled_in(room.send(NEW_EVERYTHING, {**EVERYTHING, "v-name": ""}))

    for name in (
        "v-consent",
        "v-public",
        "v-size",
        "v-fields",
        "v-calls.home",
        "v-calls.shop",
        "v-speaker",
        "v-host",
    ):
        sent = EVERYTHING[name]
        assert kept[name] == (sent if isinstance(sent, list) else [sent])
    assert kept["v-guests"][:2] == EVERYTHING["v-guests"]


def test_a_form_sent_twice_is_saved_once(room: Room) -> None:
    ticket = filled_in(room.get(NEW_TALK))["ticket"][0]

    first, second = (record_in(room.send(NEW_TALK, {**TALK, "ticket": ticket})) for _ in range(2))

    assert first == second
    assert count(room) == 1


def test_every_form_has_a_ticket_of_its_own(room: Room) -> None:
    tickets = {filled_in(room.get(NEW_TALK))["ticket"][0] for _ in range(3)}

    assert len(tickets) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", ticket) for ticket in tickets)


def test_the_same_again_is_not_saved_and_leads_to_the_one_that_is(room: Room) -> None:
    held = room.recorded("talk", title="反诈宣讲")

    answer = room.send(NEW_TALK, {**TALK, "v-audience": "90"})

    page = page_of(answer)
    assert answer.status_code == 409
    assert page.xpath(f"//*[@id='faults']//a[@href='/activities/{held}/']")
    assert page.xpath(f"//*[@id='faults']//a[@href='/activities/{held}/correct/']")
    assert filled_in(answer)["v-audience"] == ["90"]
    assert count(room) == 1


def test_the_same_that_may_not_be_seen_is_not_shown(room: Room) -> None:
    held = room.recorded("one_to_one", topic="家庭近况")

    answer = room.send(
        "/activities/new/one_to_one/",
        {"unit": "liutang", "day": "2026-09-30", "v-topic": "家庭近况"},
        person="leader",
    )

    assert answer.status_code == 409
    assert held not in answer.content.decode()
    assert "Somebody else recorded it" in text_of(answer)


def test_a_part_is_added_to_its_record_with_unit_settled(room: Room) -> None:
    visit = room.recorded("visit", visitors="liaison")
    address = f"/activities/new/outcome/?part_of={visit}"

    given = filled_in(room.get(address))
    part = record_in(
        room.send(
            address,
            {
                "part_of": given["part_of"][0],
                "unit": given["unit"][0],
                "day": "2026-09-30",
                "state": "found",
                "v-sort": "idea",
                "v-what": "加一盏灯",
            },
        )
    )

    assert given["part_of"] == [visit]
    assert f'href="/activities/{visit}/"' in room.get(f"/activities/{part}/").content.decode()
    assert "加一盏灯" in text_of(room.get(f"/activities/{visit}/"))
    assert f'href="{address}"' in room.get(f"/activities/{visit}/").content.decode()


def test_a_part_without_its_record_is_asked_for_it(room: Room) -> None:
    visit = room.recorded("visit", visitors="liaison")

    page = page_of(room.get("/activities/new/outcome/"))

    assert visit in [option.get("value") for option in page.xpath("//select[@name='part_of']/option")]
    assert room.send("/activities/new/outcome/", {"unit": "liutang", "day": "2026-09-30"}).status_code == 422


def test_a_record_of_another_unit_is_no_whole_for_a_part(room: Room) -> None:
    theirs = room.recorded("visit", by="other-liaison", unit="shigu", visitors="other-liaison")

    given = filled_in(room.get(f"/activities/new/outcome/?part_of={theirs}"))

    assert given["part_of"] == [""]


def test_kinds_are_found_by_any_of_their_words(room: Room) -> None:
    def offered(words: str) -> list[str]:
        page = page_of(room.get(f"/activities/new/?words={words}"))
        return [link.get("href") for link in page.xpath("//ul[@class='items']//a")]

    assert offered("lecture") == offered("报告会") == [NEW_TALK]
    assert offered("TALK") == [NEW_TALK, "/activities/new/one_to_one/"]
    assert offered("no-such-word") == []


def test_the_kinds_used_most_come_first(room: Room) -> None:
    room.recorded("visit", visitors="liaison")

    links = page_of(room.get("/activities/new/")).xpath("//ul[@class='items']//a/@href")

    assert links[0] == "/activities/new/visit/"
    assert links.count("/activities/new/visit/") == 2


def test_nothing_to_report_takes_one_tap_and_stands_once(room: Room) -> None:
    given = filled_in(room.get("/activities/new/"))

    first = record_in(room.send("/activities/nothing/", {"kind": given["kind"][0], "unit": given["unit"][0]}))
    second = record_in(room.send("/activities/nothing/", {"kind": "nothing", "unit": "liutang"}))

    assert first == second
    assert count(room, "nothing") == 1


@pytest.mark.parametrize(
    "given", [{"kind": "talk"}, {"kind": "none-such"}, {"kind": "nothing", "unit": "shigu"}, {}]
)
def test_nothing_is_said_of_other_kinds_and_units(room: Room, given: dict[str, str]) -> None:
    assert room.send("/activities/nothing/", given).status_code == 404
    assert count(room) == 0


def test_a_unit_out_of_reach_cannot_be_sent(room: Room) -> None:
    answer = room.send(NEW_TALK, {**TALK, "unit": "shigu"})

    assert answer.status_code == 403
    assert count(room) == 0


@pytest.mark.parametrize("person", ["head", "guide", "custodian", "auditor", "administrator"])
def test_who_may_not_record_is_told_so(room: Room, person: str) -> None:
    assert room.get("/activities/new/", person).status_code == 403
    assert room.send(NEW_TALK, TALK, person).status_code == 403
    assert count(room) == 0


def test_pages_take_at_most_twelve_queries(
    room: Room, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    talk = room.recorded("talk", title="反诈宣讲", state="held")
    visit = room.recorded("visit", visitors="liaison")
    part = room.recorded("outcome", part_of=visit, sort="idea", what="加一盏灯")
    for person in ("liaison", "clerk"):
        for address in (
            *(
                "/activities/",
                "/activities/?kind=talk&words=反诈",
                "/activities/new/",
                NEW_TALK,
                NEW_EVERYTHING,
            ),
            *(f"/activities/{talk}/", f"/activities/{visit}/", f"/activities/{part}/"),
            *(
                f"/activities/{talk}/correct/",
                f"/activities/{talk}/withdraw/",
                f"/activities/new/outcome/?part_of={visit}",
            ),
        ):
            room.client(person)
            with django_assert_max_num_queries(12, info=f"{person} {address}"):
                assert room.get(address, person).status_code == 200


def test_the_address_of_a_proposal_fills_in_the_form(room: Room) -> None:
    query = query_of({"leader": "leader", "target": "east"})

    page = page_of(room.get(f"/activities/new/contact_point/?{query}"))

    chosen = {element.get("value") for element in page.xpath("//form//*[@selected or @checked]")}
    assert {"leader", "east"} <= chosen
