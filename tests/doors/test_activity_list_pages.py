"""Does a list of activities show what its address asks for, and is every word on it nothing but text?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from lxml import html

from huiyin.plan.reading import read_plan
from huiyin.web.activities import list as activity_list
from huiyin.web.activities.choices import Offer, Offers
from huiyin.web.activities.inputs import NameInput, NameLines
from tests.campaign import SMALL_PLAN
from tests.doors.activity_room import EVERYTHING, Answer, Room, page_of, record_in, shape_of, text_of

WEB = Path(activity_list.__file__).parent
NAUGHTY = (
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "' onfocus='alert(1)' autofocus='",
    '" onmouseover="alert(1)" x="',
    "<!--",
    "-->",
    "<![CDATA[<a>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;b&#62;",
    "{{ 7|add:7 }}{% debug %}",
    "${7*7} #{7*7} <%= 7 %>",
    "%(name)s %s %d {0} {name}",
    '=HYPERLINK("https://example.invalid")',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "../../../../etc/passwd",
    "'; DROP TABLE activity; --",
    "١٢٣ مرحبا ‮gpj.exe",
    "Z̷̢͝a̶l̸g̵o̴ 👨‍👩‍👧‍👦 🏳️‍🌈",
    "\u202e\u2066\ufeff零宽\u200b字",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href='https://example.invalid/'>",
    "<style>*{display:none}</style>",
    "<form action='https://example.invalid'><input name=csrfmiddlewaretoken>",
    "<a href='javascript:alert(1)'>x</a>",
    "\\\"\\'<b>",
    "NULL undefined None true",
)


def titles(answer: Answer) -> list[str]:
    """What the rows of the list are called."""
    return [str(link.text_content()) for link in page_of(answer).xpath("//table//tbody//th/a")]


@pytest.fixture
def listed(room: Room) -> Room:
    """A room with some records."""
    room.recorded("talk", title="反诈宣讲", audience="86", state="held", day="2026-09-20")
    room.recorded("talk", title="消防宣讲", state="planned", day="2026-10-20")
    room.recorded("talk", by="other-liaison", unit="shigu", title="石鼓宣讲", state="held", day="2026-09-29")
    room.recorded("visit", visitors="liaison", day="2026-09-25")
    return room


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["消防宣讲", "石鼓宣讲", "Visit", "反诈宣讲"]),
        ("?kind=talk", ["消防宣讲", "石鼓宣讲", "反诈宣讲"]),
        ("?unit=liutang", ["消防宣讲", "Visit", "反诈宣讲"]),
        ("?kind=talk&state=held", ["石鼓宣讲", "反诈宣讲"]),
        ("?since=2026-09-26&until=2026-09-30", ["石鼓宣讲"]),
        ("?words=宣讲 石鼓", ["石鼓宣讲"]),
        ("?late=on", ["Visit", "反诈宣讲"]),
        ("?unshown=on", ["石鼓宣讲", "反诈宣讲"]),
        ("?kind=none&since=never&after=no-such-place", []),
    ],
)
def test_the_address_says_which_records_are_shown(listed: Room, asked: str, expected: list[str]) -> None:
    answer = listed.get(f"/activities/{asked}", "clerk")

    assert titles(answer) == expected


def test_the_sentence_shows_what_the_address_says(listed: Room) -> None:
    page = page_of(
        listed.get("/activities/?kind=talk&unit=liutang&since=2026-09-01&words=宣讲&late=on", "clerk")
    )

    [form] = page.xpath("//form[contains(@class, 'sentence')]")

    assert dict(form.form_values()) == {
        "kind": "talk",
        "unit": "liutang",
        "state": "",
        "since": "2026-09-01",
        "words": "宣讲",
        "late": "on",
    }
    assert form.method == "GET"


def test_what_is_shown_is_what_the_export_is_asked_for(listed: Room) -> None:
    for person, is_offered in (("liaison", True), ("auditor", True), ("leader", False), ("guide", False)):
        page = page_of(listed.get("/activities/?kind=talk&words=宣讲&after=x", person))
        links = page.xpath("//a[starts-with(@href, '/activities/export/')]/@href")
        assert links == (["/activities/export/?kind=talk&words=%E5%AE%A3%E8%AE%B2"] if is_offered else [])


def test_a_liaison_sees_the_own_units_and_is_offered_no_others(listed: Room) -> None:
    answer = listed.get("/activities/")

    offered = page_of(answer).xpath("//select[@name='unit']/option/@value")
    assert titles(answer) == ["消防宣讲", "Visit", "反诈宣讲"]
    assert offered == ["", "liutang", "liutang-east"]


def test_a_long_list_goes_on_from_its_last_row(room: Room) -> None:
    for number in range(60):
        room.recorded("talk", title=f"宣讲{number:02}")

    first = room.get("/activities/?kind=talk")
    [onward] = page_of(first).xpath("//nav[@class='pager']//a[@rel='next']/@href")
    second = room.get(f"/activities/{onward}")

    assert "Recorded: 60, the newest day first." in text_of(first)
    assert len(titles(first)) == 50
    assert sorted([*titles(first), *titles(second)]) == [f"宣讲{number:02}" for number in range(60)]
    assert "kind=talk" in onward


def test_numbers_stand_with_their_classifier_and_withdrawn_ones_are_shown_when_asked(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲", audience="1200")
    chinese = room.campaign.client("liaison").get("/activities/")
    room.send(f"/activities/{talk}/withdraw/", {"version": "1", "reason": "记重了"})

    assert "1,200人次" in text_of(chinese)
    assert titles(room.get("/activities/")) == []
    assert titles(room.get("/activities/?withdrawn=on")) == ["反诈宣讲"]


def pages_with(room: Room, word: str, day: date) -> list[Answer]:
    """Every page on which a word that somebody typed is shown again; the day sets its record apart."""
    sent = {**EVERYTHING, "v-name": word, "v-story": word, "state": "planned", "day": day.isoformat()}
    sent["last_day"] = ""
    record = record_in(room.send("/activities/new/everything/", sent))
    wrong = {**sent, "v-page": word, "v-guests": [word], "v-copies": word, "v-hours": word}
    conflict = {**sent, "version": "7", "reason": word, "v-copies": "3"}
    shown = [
        room.get(f"/activities/{record}/"),
        room.get(f"/activities/{record}/correct/"),
        room.get(f"/activities/?since={day}&until={day}"),
        room.send("/activities/new/everything/", sent),
        room.send("/activities/new/everything/", wrong),
        room.send(f"/activities/{record}/correct/", conflict),
        room.send(f"/activities/{record}/withdraw/", {"version": "7", "reason": word}),
        room.client().get("/activities/", {"words": word, "since": "2026-12-31"}),
        room.client().get("/activities/new/", {"words": f"{word} no-kind-is-called-so"}),
    ]
    room.send(f"/activities/{record}/withdraw/", {"version": "1", "reason": word})
    return [*shown, room.get(f"/activities/{record}/")]


def test_naughty_strings_are_shown_as_text_and_add_no_element(room: Room) -> None:
    plain = pages_with(room, "平常的话", date(2026, 9, 7))
    expected = [(answer.status_code, shape_of(answer)) for answer in plain]

    for number, naughty in enumerate(NAUGHTY, start=1):
        shown = pages_with(room, naughty, date(2026, 9, 7) + timedelta(days=number))

        assert [(answer.status_code, shape_of(answer)) for answer in shown] == expected, naughty


def test_the_control_finds_an_element_that_was_added(room: Room) -> None:
    plain = room.get("/activities/")

    changed = HttpResponse(plain.content.replace(b"</main>", b"<a href=x></a></main>"))

    assert shape_of(changed) == [*shape_of(plain), ("a", ("href",))]


def test_pages_work_from_the_kinds_of_the_plan_alone() -> None:
    keys = [kind.key for kind in read_plan(SMALL_PLAN.read_text(encoding="utf-8")).kinds]
    written = [*WEB.glob("*.py"), *(WEB.parent / "templates" / "activities").glob("*.html")]

    known = [(file.name, key) for file in written for key in keys if f'"{key}"' in file.read_text("utf-8")]
    assert len(written) > len(keys)
    assert known == []


def test_names_that_two_share_are_told_apart_by_their_keys() -> None:
    offers = Offers((Offer("a", "王芳"), Offer("b", "王芳"), Offer("c", "李平")))

    assert [offers.shown_as(key) for key in ("a", "b", "c", "gone")] == [
        "王芳 (a)",
        "王芳 (b)",
        "李平",
        "gone",
    ]
    assert [offers.key_of(said) for said in ("王芳 (b)", " 李平 ", "王芳", "c")] == ["b", "c", "王芳", "c"]


def test_many_names_are_searched_in_one_list_and_shown_by_name() -> None:
    offers = Offers(tuple(Offer(f"p{number}", f"人员{number}") for number in range(200)))

    one = html.fragment_fromstring(NameInput(offers, "names-0").render("person", "p7"))
    lines = html.fragment_fromstring(
        NameLines(offers, "names-0").render("people", ["p1", "p2"]), create_parent="div"
    )

    assert (one.get("value"), one.get("list"), one.get("type")) == ("人员7", "names-0", "text")
    assert lines.xpath(".//input/@value") == ["人员1", "人员2", ""]
    assert (
        NameInput(offers, "names-0").value_from_datadict({"person": "人员7"}, _no_files(), "person") == "p7"
    )


def _no_files() -> Any:
    return {}
